/*
** The standard libraries. Their loops are checked as well as charged (tools/meter-loops.ts): a library
** function may raise an error anywhere.
**
** The C library functions that would reach a file, a process or the environment are replaced by ones
** that fail as they do on a machine without any.
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

static void *no_file (void) {
  errno = ENOENT;
  return NULL;
}
static int no_result (void) {
  errno = ENOSYS;
  return -1;
}
static time_t wall_clock (time_t *t) {
  time_t now = (time_t)tl_host_clock(HOST_CLOCK_WALL);
  if (t) *t = now;
  return now;
}

#undef stdin
#undef getc
#undef feof
#undef ferror
#undef clock
#undef CLOCKS_PER_SEC
#define stdin ((FILE *)no_file())
#define fopen(name, mode) ((FILE *)no_file())
#define freopen(name, mode, file) ((FILE *)no_file())
#define fclose(file) ((void)(file), 0)
#define fread(block, size, count, file) ((void)(file), (size_t)0)
#define fgets(block, size, file) ((char *)no_file())
#define getc(file) ((void)(file), EOF)
#define feof(file) ((void)(file), 1)
#define ferror(file) ((void)(file), 0)
#define getenv(name) ((void)(name), (char *)NULL)
#define system(command) ((command) ? no_result() : 0)
#define remove(name) ((void)(name), no_result())
#define rename(from, to) ((void)(from), (void)(to), no_result())
#define exit(status) ((void)(status))
#define setlocale(category, name) \
  ((void)(category), (name) == NULL || *(name) == '\0' || strcmp(name, "C") == 0 ? "C" : NULL)
#define time(t) wall_clock(t)
#define CLOCKS_PER_SEC 1000000
#define clock() (tl_host_clock(HOST_CLOCK_PROCESSOR) * CLOCKS_PER_SEC)
#define LUA_TMPNAMBUFSIZE 32
#define lua_tmpnam(buffer, failed) ((void)(buffer), (failed) = 1)
#define lua_writestring(text, size) ((void)(text), (void)(size))
#define lua_writeline() ((void)0)
#define lua_writestringerror(format, text) ((void)(text))

#include "lua.h"

/* every way to a chunk (load, loadfile, dofile, require) leads here */
static int bytecode_allowed;
static int load_checked (lua_State *L, lua_Reader reader, void *data, const char *name, const char *mode) {
  TRY_PAY();
  if (!bytecode_allowed) mode = mode == NULL || strchr(mode, 't') ? "t" : "none";
  return lua_load(L, reader, data, name, mode);
}
#define lua_load load_checked

#include "lauxlib.c"

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
#include "loslib.c"
#include "lstrlib.c"
#include "ltablib.c"
#include "lutf8lib.c"

const char tl_randomseed_key;
const lua_CFunction tl_yield_function = luaB_yield;

/* the arguments as tostring makes them, in one call of the host */
static int print (lua_State *L) {
  int n = lua_gettop(L), i;
  for (i = 1; i <= n; i++) {
    luaL_tolstring(L, i, NULL);
    lua_replace(L, i);
  }
  return tl_call_host(L, HOST_PRINT);
}

/* bit n of the mask opens library n; the host has the same list (src/context/libraries.ts) */
static const luaL_Reg libraries[] = {
  {LUA_GNAME, luaopen_base},
  {LUA_COLIBNAME, luaopen_coroutine},
  {LUA_TABLIBNAME, luaopen_table},
  {LUA_STRLIBNAME, luaopen_string},
  {LUA_MATHLIBNAME, luaopen_math},
  {LUA_UTF8LIBNAME, luaopen_utf8},
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

/* what would reach a file, a process or bytecode */
static void seal_libraries (lua_State *L) {
  static const char *const os_fields[] = {"execute", "getenv", "remove", "rename", "setlocale", "tmpname"};
  size_t i;
  remove_field(L, LUA_GNAME, "dofile");
  remove_field(L, LUA_GNAME, "loadfile");
  remove_field(L, LUA_STRLIBNAME, "dump");
  for (i = 0; i < sizeof(os_fields) / sizeof(*os_fields); i++) remove_field(L, LUA_OSLIBNAME, os_fields[i]);
}

#define SEAL_SANDBOX 1
#define SEAL_BYTECODE 2

void tl_open_libraries (lua_State *L, uint32_t mask, uint32_t seal) {
  size_t i;
  bytecode_allowed = !(seal & SEAL_BYTECODE);
  for (i = 0; i < sizeof(libraries) / sizeof(*libraries); i++) {
    if (mask & (1u << i)) {
      luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
      lua_pop(L, 1);
    }
  }
  if (mask & 1u) {
    lua_pushcfunction(L, print);
    lua_setglobal(L, "print");
  }
  if (lua_getglobal(L, LUA_MATHLIBNAME) == LUA_TTABLE) {
    lua_getfield(L, -1, "randomseed");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &tl_randomseed_key);
  }
  lua_pop(L, 1);
  remove_field(L, LUA_OSLIBNAME, "exit"); /* there is no process that a script could end */
  if (seal & SEAL_SANDBOX) seal_libraries(L);
}
