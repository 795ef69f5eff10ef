/*
** Runs a Lua file several times in one state and prints, for each run, its seconds and its checksum:
**   main FILE N RUNS [hook | line | call]
** With "hook" it limits instructions in the way a C program can with PUC Lua: a count hook every 1,000.
** With "line" or "call" it has a debug hook for lines, or for calls and returns, that finds out the name and the
** line and counts the events; how many there were follows the checksum.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

#define HOOK_COUNT 1000

static long long used = 0;
static const long long limit = 1000000000000LL;

static void count_hook(lua_State *L, lua_Debug *ar) {
  (void)ar;
  used += HOOK_COUNT;
  if (used > limit) luaL_error(L, "instruction limit exceeded");
}

static long long events = 0;

static void debug_hook(lua_State *L, lua_Debug *ar) {
  lua_getinfo(L, "nSl", ar);
  events++;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: %s FILE N RUNS [hook | line | call]\n", argv[0]);
    return 2;
  }
  lua_State *L = luaL_newstate();
  if (L == NULL) return 1;
  luaL_openlibs(L);
  lua_pushinteger(L, atoll(argv[2]));
  lua_setglobal(L, "N");
  const char *hook = argc > 4 ? argv[4] : "";
  if (strcmp(hook, "hook") == 0) lua_sethook(L, count_hook, LUA_MASKCOUNT, HOOK_COUNT);
  if (strcmp(hook, "line") == 0) lua_sethook(L, debug_hook, LUA_MASKLINE, 0);
  if (strcmp(hook, "call") == 0) lua_sethook(L, debug_hook, LUA_MASKCALL | LUA_MASKRET, 0);

  for (int run = atoi(argv[3]); run > 0; run--) {
    double start = seconds();
    events = 0;
    if (luaL_loadfile(L, argv[1]) != LUA_OK || lua_pcall(L, 0, 1, 0) != LUA_OK) {
      fprintf(stderr, "%s\n", lua_tostring(L, -1));
      return 1;
    }
    printf("%.9f %.17g %lld\n", seconds() - start, (double)lua_tonumber(L, -1), events);
    lua_settop(L, 0);
  }
  lua_close(L);
  return 0;
}
