/*
** Native Lua as the reference: runs programs, each in a fresh state, and tells what they printed.
**
** In, for each program: its size (4 bytes, little endian), its text.
** Out: how it ended (one byte: 0 returned, 1 error, 2 it took too much to be compared), the size of what it
** printed (4 bytes), that text; the message of an error is its last line.
**
** A program that does not end in time (no hook is called in loops of C) is given up by starting afresh. 
** Arguments: how many times as much of everything a program may use, and how many C calls shall seem to be
** under way at its start.
**
** The hash seed is the engine's (engine/open.c), so that pairs has the same order.
*/
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lua.h"
#include "lauxlib.h"
#include "lstate.h"
#include "lualib.h"

#define HASH_SEED 0x71de10c4u
#define HOOK_COUNT 1000
#define MAX_OUTPUT (1u << 20)

static char output[MAX_OUTPUT];
static size_t output_size, memory_used, max_memory = 48u << 20;
static long instructions, max_instructions = 3000000;
static unsigned max_seconds = 1, C_calls;
static int gave_up;

static void *limited_alloc (void *ud, void *block, size_t old_size, size_t size) {
  void *result;
  (void)ud;
  if (block == NULL) old_size = 0;
  if (size == 0) {
    free(block);
    memory_used -= old_size;
    return NULL;
  }
  if (size > old_size && memory_used + size - old_size > max_memory) {
    gave_up = 1;
    return NULL;
  }
  result = realloc(block, size);
  if (result) memory_used += size - old_size;
  return result;
}

static void count_hook (lua_State *L, lua_Debug *ar) {
  (void)ar;
  instructions += HOOK_COUNT;
  if (instructions > max_instructions) gave_up = 1;
  if (gave_up) luaL_error(L, "given up");
}

static void add (const char *text, size_t size) {
  if (size > MAX_OUTPUT - output_size) {
    gave_up = 1;
    return;
  }
  memcpy(output + output_size, text, size);
  output_size += size;
}

static int print (lua_State *L) {
  int n = lua_gettop(L), i;
  for (i = 1; i <= n; i++) {
    size_t size;
    const char *text = luaL_tolstring(L, i, &size);
    if (i > 1) add("\t", 1);
    add(text, size);
    lua_pop(L, 1);
  }
  add("\n", 1);
  return 0;
}

static int describe (lua_State *L) {
  size_t size;
  const char *text = luaL_tolstring(L, 1, &size);
  add(text, size);
  add("\n", 1);
  return 0;
}

/* as the stand-alone interpreter does, so that the bottom of the stack is a C function */
static int call_chunk (lua_State *L) {
  int status = lua_pcall(L, 0, 0, 0);
  lua_pushinteger(L, status);
  return status == LUA_OK ? 1 : 2;
}

static char run (const char *text, size_t size) {
  lua_State *L = lua_newstate(limited_alloc, NULL, HASH_SEED);
  int status;
  luaL_openlibs(L);
  lua_pushcfunction(L, print);
  lua_setglobal(L, "print");
  lua_sethook(L, count_hook, LUA_MASKCOUNT, HOOK_COUNT);
  status = luaL_loadbufferx(L, text, size, "=chunk", "t");
  L->nCcalls += C_calls;
  if (status == LUA_OK) {
    lua_pushcfunction(L, call_chunk);
    lua_insert(L, -2);
    lua_call(L, 1, LUA_MULTRET);
    status = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  L->nCcalls -= C_calls;
  if (status != LUA_OK) {
    lua_pushcfunction(L, describe);
    lua_insert(L, -2);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) gave_up = 1;
  }
  {
    char how = gave_up ? 2 : status != LUA_OK;
    size_t told = output_size; /* finalizers that run now are not compared */
    lua_sethook(L, NULL, 0, 0);
    gave_up = 0;
    lua_close(L);
    output_size = told;
    return how;
  }
}

/* unbuffered, so that what follows is there for the process that goes on */
static int read_all (void *to, size_t size) {
  char *place = to;
  while (size > 0) {
    ssize_t got = read(0, place, size);
    if (got <= 0) return 0;
    place += got;
    size -= (size_t)got;
  }
  return 1;
}

static char **arguments;

static void start_afresh (int signal) {
  static const char given_up[5] = {2};
  (void)signal;
  if (write(1, given_up, sizeof(given_up)) == sizeof(given_up)) execv(arguments[0], arguments);
  _exit(1);
}

int main (int argc, char **argv) {
  uint32_t size;
  sigset_t none;
  if (argc > 2) {
    max_instructions *= atoi(argv[1]);
    max_memory *= (size_t)atoi(argv[1]);
    max_seconds *= (unsigned)atoi(argv[1]);
    C_calls = (unsigned)atoi(argv[2]);
  }
  arguments = argv;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGALRM, start_afresh);
  while (read_all(&size, sizeof(size))) {
    char how, *text = malloc(size + 1);
    if (!read_all(text, size)) return 1;
    output_size = memory_used = 0;
    instructions = 0;
    gave_up = 0;
    alarm(max_seconds);
    how = run(text, size);
    alarm(0);
    free(text);
    size = (uint32_t)output_size;
    fwrite(&how, 1, 1, stdout);
    fwrite(&size, 1, sizeof(size), stdout);
    fwrite(output, 1, output_size, stdout);
    fflush(stdout);
  }
  return 0;
}
