/*
** The io library: files of wasi-libc, and the standard streams, which are the host's handlers.
**
** liolib.c names some of its functions in its tables, where a macro with parameters does not reach, and
** defines them, where it does: so the tables name those below, which go on to Lua's own for all but the
** standard streams. stdin, stdout and stderr are names only; nothing is read from or written to them.
*/

static int io_read (lua_State *L);
static int f_read (lua_State *L);
static int io_readline (lua_State *L);
static int io_write (lua_State *L);
static int f_write (lua_State *L);

#define io_read(parameters) lua_io_read(parameters)
#define f_read(parameters) lua_f_read(parameters)
#define io_readline(parameters) lua_io_readline(parameters)
#define io_write(parameters) lua_io_write(parameters)
#define f_write(parameters) lua_f_write(parameters)

/* files that scripts have lost may be what there are too many of */
static FILE *open_file (lua_State *L, const char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (file != NULL || errno != EMFILE) return file;
  lua_gc(L, LUA_GCCOLLECT);
  errno = 0;
  return fopen(name, mode);
}
#undef fopen
#define fopen(name, mode) open_file(L, name, mode)

/* musl gives no number where a file is not open for reading, or not for writing */
static int file_result (lua_State *L, int ok, const char *name) {
  if (!ok && errno == 0) errno = EBADF;
  return luaL_fileresult(L, ok, name);
}
#define luaL_fileresult(L, ok, name) file_result(L, ok, name)

#include "liolib.c"

#undef fopen
#undef luaL_fileresult
#undef io_read
#undef f_read
#undef io_readline
#undef io_write
#undef f_write

/* pushes what the host reads for the format at this index; false if there is no such thing, with any value */
static int read_item (lua_State *L, int index) {
  int is_number = lua_type(L, index) == LUA_TNUMBER;
  const char *format = "";
  size_t size;
  if (is_number) lua_pushfstring(L, "%I", (LUAI_UACINT)luaL_checkinteger(L, index));
  else {
    format = luaL_checkstring(L, index);
    if (*format == '*') format++;
    if (*format == '\0' || strchr("nlLa", *format) == NULL) return luaL_argerror(L, index, "invalid format");
    lua_pushlstring(L, format, 1);
  }
  if (ask_host(L, HOST_READ, 1) == LUA_TNIL) {
    if (*format != 'a') return 0;
    lua_pushliteral(L, ""); /* what is left at the end */
    lua_replace(L, -2);
  }
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "the read handler returned a %s", luaL_typename(L, -1));
  if (*format != 'n') return 1;
  size = lua_rawlen(L, -1);
  if (lua_stringtonumber(L, lua_tostring(L, -1)) != size + 1) return 0;
  lua_remove(L, -2);
  return 1;
}

/* one result for each format from index 'first' on (a line if there are none), up to the first that fails */
static int read_input (lua_State *L, int first) {
  int last, index;
  if (lua_gettop(L) < first) lua_pushliteral(L, "l");
  last = lua_gettop(L);
  luaL_checkstack(L, last - first + LUA_MINSTACK, "too many arguments");
  for (index = first; index <= last; index++) {
    if (!read_item(L, index)) {
      lua_pop(L, 1);
      luaL_pushfail(L);
      return index - first + 1;
    }
  }
  return last - first + 1;
}

static int io_read (lua_State *L) {
  FILE *file = getiofile(L, IO_INPUT);
  lua_pop(L, 1);
  return file == stdin ? read_input(L, 1) : lua_io_read(L);
}

static int f_read (lua_State *L) {
  return tofile(L) == stdin ? read_input(L, 2) : lua_f_read(L);
}

static int io_readline (lua_State *L) {
  const LStream *stream = lua_touserdata(L, lua_upvalueindex(1));
  int count = (int)lua_tointeger(L, lua_upvalueindex(2)), i;
  if (isclosed(stream) || stream->f != stdin) return lua_io_readline(L);
  lua_settop(L, 1);
  luaL_checkstack(L, count, "too many arguments");
  for (i = 1; i <= count; i++) lua_pushvalue(L, lua_upvalueindex(3 + i));
  count = read_input(L, 2);
  return lua_toboolean(L, -count) ? count : 0;
}

/* the values from index 'first' on, in one call of the host */
static void write_output (lua_State *L, FILE *file, int first) {
  int last = lua_gettop(L), index;
  for (index = first; index <= last; index++) luaL_checkstring(L, index);
  lua_concat(L, last - first + 1);
  lua_pushcfunction(L, call_reserved);
  lua_pushinteger(L, HOST_WRITE);
  lua_pushstring(L, file == stdout ? "output" : "error");
  lua_rotate(L, -4, 3); /* the text last */
  lua_call(L, 3, 0);
}

static int io_write (lua_State *L) {
  FILE *file = getiofile(L, IO_OUTPUT);
  lua_pop(L, 1);
  if (file != stdout && file != stderr) return lua_io_write(L);
  write_output(L, file, 1);
  lua_getfield(L, LUA_REGISTRYINDEX, IO_OUTPUT);
  return 1;
}

static int f_write (lua_State *L) {
  FILE *file = tofile(L);
  if (file != stdout && file != stderr) return lua_f_write(L);
  write_output(L, file, 2);
  return 1; /* the file */
}

static int read_standard_input (lua_State *L) {
  return read_input(L, 1);
}

/* io.read, where scripts have no io of their own */
static void open_input (lua_State *L) {
  lua_pushglobaltable(L);
  lua_pushliteral(L, LUA_IOLIBNAME);
  if (lua_rawget(L, -2) != LUA_TNIL) return;
  lua_newtable(L);
  lua_pushcfunction(L, read_standard_input);
  lua_setfield(L, -2, "read");
  lua_pushliteral(L, LUA_IOLIBNAME);
  lua_insert(L, -2);
  lua_rawset(L, -4);
}
