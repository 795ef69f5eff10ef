/*
** Entries for chunks that are not run at once: Lua source to bytecode, and bytecode to a function. What is loaded
** here the host allows itself, whatever scripts may load.
*/

/* in slots: source, chunk name */
static void compile_chunk (lua_State *L, Body *body) {
  int base = lua_gettop(L) + 1;
  read_slots(L, 2);
  lua_pushcfunction(L, tl_dump_function);
  load_chunk(L, base, "t");
  lua_pushboolean(L, (int)body->option);
  lua_call(L, 2, 1);
  body->results = write_values(L, L->top.p - 1);
}

EXPORT(compile) uint32_t tl_compile (uint32_t strip) {
  Body body = {.run = compile_chunk, .option = strip};
  return enter(&body);
}

/* in slots: bytecode, chunk name */
static void load_bytecode (lua_State *L, Body *body) {
  int base = lua_gettop(L) + 1;
  read_slots(L, 2);
  load_chunk(L, base, "b");
  write_top(L, body);
}

EXPORT(load_bytecode) uint32_t tl_load_bytecode (void) {
  Body body = {.run = load_bytecode};
  return enter(&body);
}
