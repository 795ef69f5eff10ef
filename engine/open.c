/*
** How a state is made.
*/

/* strings hash alike in every process, so that pairs has one order */
#define HASH_SEED 0x71de10c4u

/* math.random starts from the seed in the in slots (two integers), where scripts have math */
static void seed_random (lua_State *L, Body *body) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &tl_randomseed_key) == LUA_TFUNCTION) {
    read_slots(L, 2);
    lua_call(L, 2, 0);
  }
  body->results = 0;
}

EXPORT(seed) uint32_t tl_seed (void) {
  Body body = {.run = seed_random};
  return enter(&body);
}

unsigned int tl_random_seed (void) {
  return tl_shared.random_seed = tl_shared.random_seed * 1664525u + 1013904223u;
}

static void mark_heap (void);

static void open_libraries (lua_State *L, Body *body) {
  open_bridge(L);
  tl_open_libraries(L, body->number, body->option);
}

/* makes the Lua state of this instance; its libraries are the bits of libs.c */
EXPORT(open) uint32_t tl_open (uint32_t libraries, uint32_t seal) {
  Body body = {.run = open_libraries, .number = libraries, .option = seal};
  sbrk(0); /* the end of the heap is part of the image */
  mark_heap();
  __wasilibc_populate_preopens(); /* so is the list of folders: the root, in all of them */
  current = lua_newstate(counted_alloc, NULL, HASH_SEED);
  if (current == NULL) return LUA_ERRMEM;
  tl_shared.traceback = (uint32_t)(uintptr_t)traceback_text;
  return enter(&body);
}

/* 50501 for Lua 5.5.1 */
EXPORT(version) int tl_version (void) {
  return LUA_VERSION_RELEASE_NUM;
}
