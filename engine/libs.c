/*
** The standard libraries. Their loops are checked as well as charged (tools/meter-loops.ts): a library
** function may raise an error anywhere.
**
** Files are those of wasi-libc, whose system calls the host serves (src/engine/files.ts). What would reach a
** process or the environment is replaced by functions that fail as they do on a machine without any.
*/

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "libs.h"

#define HOST_CLOCK_WALL 0
#define HOST_CLOCK_PROCESSOR 1

static int no_result (void) {
  errno = ENOSYS;
  return -1;
}
static time_t wall_clock (time_t *t) {
  time_t now = (time_t)tl_host_clock(HOST_CLOCK_WALL);
  if (t) *t = now;
  return now;
}

/* a name that no file has, in the one folder for files that scripts do not name; NULL if there is none */
static FILE *temporary_file (char *name) {
  int attempt;
  for (attempt = 0; attempt < 100; attempt++) {
    FILE *file;
    sprintf(name, "/tmp/lua_%08x", tl_random_seed());
    file = fopen(name, "w+bx");
    if (file != NULL || errno != EEXIST) return file;
  }
  return NULL;
}
static int temporary_name (char *name) {
  FILE *file = temporary_file(name);
  return file != NULL && fclose(file) == 0;
}
#define LUA_TMPNAMBUFSIZE 32
static FILE *unnamed_file (void) {
  char name[LUA_TMPNAMBUFSIZE];
  FILE *file = temporary_file(name);
  if (file != NULL) remove(name);
  return file;
}

#include "folder.c"
#include "file-errors.c"

static FILE *open_again (const char *name, const char *mode, FILE *file) {
  fclose(file);
  return fopen(name, mode);
}

#undef clock
#undef CLOCKS_PER_SEC
#define freopen(name, mode, file) open_again(name, mode, file)
#define tmpfile() unnamed_file()
#define lua_tmpnam(buffer, failed) ((failed) = !temporary_name(buffer))
#define getenv(name) ((void)(name), (char *)NULL)
#define system(command) ((command) ? no_result() : 0)
#define setlocale(category, name) \
  ((void)(category), (name) == NULL || *(name) == '\0' || strcmp(name, "C") == 0 ? "C" : NULL)
#define time(t) wall_clock(t)
#define CLOCKS_PER_SEC 1000000
#define clock() (tl_host_clock(HOST_CLOCK_PROCESSOR) * CLOCKS_PER_SEC)
#define lua_writestring(text, size) ((void)(text), (void)(size))
#define lua_writeline() ((void)0)

#include "lua.h"

/* every way to a chunk (load, loadfile, dofile, require) leads here */
static int bytecode_allowed;
static int load_checked (lua_State *L, lua_Reader reader, void *data, const char *name, const char *mode) {
  TRY_PAY();
  if (!bytecode_allowed) mode = mode == NULL || strchr(mode, 't') ? "t" : "none";
  return lua_load(L, reader, data, name, mode);
}
#define lua_load load_checked

/* warnings, here; what debug.debug asks its user, further on, which has none */
#define lua_writestringerror(format, text) tl_write_warning(text)
#include "lauxlib.c"
#undef lua_writestringerror
#define lua_writestringerror(format, text) ((void)(text))

WarnFunction tl_after_warning (WarnFunction function) {
  return function == warnfcont ? warnfon : function;
}

/* scripts with debug may get hold of this: its arguments are checked as theirs */
static int call_reserved (lua_State *L) {
  lua_Integer number = luaL_checkinteger(L, 1);
  int index;
  luaL_argcheck(L, HOST_READ <= number && number <= HOST_READ_FILE, 1, "no service");
  for (index = lua_gettop(L); index >= 2; index--) luaL_checkstring(L, index);
  luaL_checkany(L, number == HOST_WRITE ? 3 : 2);
  lua_remove(L, 1);
  return tl_call_host(L, (int)number);
}

/* calls a host function with the value at the top, in the place of which it leaves the results; the first's type */
static int ask_host (lua_State *L, int number, int results) {
  lua_pushcfunction(L, call_reserved);
  lua_insert(L, -2);
  lua_pushinteger(L, number);
  lua_insert(L, -2);
  lua_call(L, 2, results);
  return lua_type(L, -results);
}

#include "chunks.c"

static int pcall_charged (lua_State *L, int nargs, int nresults, int handler, lua_KContext context, lua_KFunction k) {
  TRY_PAY();
  return lua_pcallk(L, nargs, nresults, handler, context, k);
}
#define lua_pcallk pcall_charged
#include "lbaselib.c"
#undef lua_pcallk

#include "coroutines.c"

#define lua_sethook tl_set_script_hook
#include "ldblib.c"
#undef lua_sethook
#include "lmathlib.c"
#include "loadlib.c"

/* os.exit ends the script, not a process; nothing of it runs afterwards, so its state stays */
#define exit(status) end_script(L, status)
#define lua_close(L) ((void)0)
static void end_script (lua_State *L, int status) {
  lua_settop(L, 0);
  lua_pushfstring(L, "%d", status);
  tl_call_host(L, HOST_EXIT);
}
#include "loslib.c"
#undef exit
#undef lua_close

#include "streams.c"

/*
** Positions in strings are Lua integers, of 64 bits, which lstrlib.c casts to size_t, of 32 bits here: one past
** the end of any string has to stay there. The macro takes posrelatI's definition and calls alike, told apart by
** the first word of what stands for the position.
*/
static lua_Integer bounded (lua_Integer position) {
  return position > INT32_MAX ? INT32_MAX : position;
}
#define posrelatI(position, length) posrelatI (POSITION_##position, length)
#define POSITION_lua_Integer lua_Integer
#define POSITION_pi bounded(pi)
#define POSITION_luaL_checkinteger(L, n) bounded(luaL_checkinteger(L, n))
#define POSITION_luaL_optinteger(L, n, otherwise) bounded(luaL_optinteger(L, n, otherwise))
#include "lstrlib.c"
#undef posrelatI

#include "ltablib.c"
#include "lutf8lib.c"

const char tl_randomseed_key;
const lua_CFunction tl_yield_function = luaB_yield;
const lua_CFunction tl_dump_function = str_dump;

/* the arguments as tostring makes them, in one call of the host */
static int print (lua_State *L) {
  int n = lua_gettop(L), i;
  for (i = 1; i <= n; i++) {
    luaL_tolstring(L, i, NULL);
    lua_replace(L, i);
  }
  return tl_call_host(L, HOST_PRINT);
}

#include "modules.c"

/* bit n of the mask opens library n; the host has the same list (src/context/libraries.ts) */
static const luaL_Reg libraries[] = {
  {LUA_GNAME, luaopen_base},
  {LUA_COLIBNAME, luaopen_coroutine},
  {LUA_TABLIBNAME, luaopen_table},
  {LUA_STRLIBNAME, luaopen_string},
  {LUA_MATHLIBNAME, luaopen_math},
  {LUA_UTF8LIBNAME, luaopen_utf8},
  {LUA_IOLIBNAME, luaopen_io},
  {LUA_OSLIBNAME, luaopen_os},
  {LUA_DBLIBNAME, luaopen_debug},
  {LUA_LOADLIBNAME, luaopen_package}
};

static void remove_field (lua_State *L, const char *library, const char *field) {
  if (lua_getglobal(L, library) == LUA_TTABLE) {
    lua_pushnil(L);
    lua_setfield(L, -2, field);
  }
  lua_pop(L, 1);
}

typedef struct Field {
  const char *library, *name;
} Field;

static void remove_fields (lua_State *L, const Field *fields, size_t count) {
  for (; count > 0; count--, fields++) remove_field(L, fields->library, fields->name);
}

/* what would reach a process, its settings or bytecode */
static const Field process_fields[] = {
  {LUA_OSLIBNAME, "execute"}, {LUA_OSLIBNAME, "exit"}, {LUA_OSLIBNAME, "getenv"}, {LUA_OSLIBNAME, "setlocale"},
  {LUA_STRLIBNAME, "dump"}, {LUA_IOLIBNAME, "popen"}
};

/* what would reach a file; io is not even opened */
static const Field file_fields[] = {
  {LUA_GNAME, "dofile"}, {LUA_GNAME, "loadfile"},
  {LUA_OSLIBNAME, "remove"}, {LUA_OSLIBNAME, "rename"}, {LUA_OSLIBNAME, "tmpname"}
};

#define LENGTH(array) (sizeof(array) / sizeof(*array))

#define SEAL_PROCESS 1
#define SEAL_BYTECODE 2
#define SEAL_FILES 4

void tl_open_libraries (lua_State *L, uint32_t mask, uint32_t seal) {
  size_t i;
  bytecode_allowed = !(seal & SEAL_BYTECODE);
  for (i = 0; i < LENGTH(libraries); i++) {
    if (mask & (1u << i)) {
      luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
      lua_pop(L, 1);
    }
  }
  if (mask & 1u) {
    lua_pushcfunction(L, print);
    lua_setglobal(L, "print");
  }
  lua_setwarnf(L, warnfoff, L);
  keep_package(L);
  if (lua_getglobal(L, LUA_MATHLIBNAME) == LUA_TTABLE) {
    lua_getfield(L, -1, "randomseed");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tl_randomseed_key);
  }
  lua_pop(L, 1);
  if (seal & SEAL_PROCESS) remove_fields(L, process_fields, LENGTH(process_fields));
  if (seal & SEAL_FILES) remove_fields(L, file_fields, LENGTH(file_fields));
}
