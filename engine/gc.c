/*
** The collector as the host controls it (manual section 4.7, lua_gc). The numbers of commands and parameters
** are those of lua.h; src/context/gc.ts gives them their names.
*/

/* the result is that of lua_gc, which is -1 where a finalizer runs */
static void control_collector (lua_State *L, Body *body) {
  const int *arguments = body->data;
  lua_pushinteger(L, lua_gc(L, (int)body->number, arguments[0], arguments[1]));
  body->results = write_values(L, L->top.p - 1);
}

EXPORT(gc) uint32_t tl_gc (uint32_t command, int first, int second) {
  const int arguments[] = {first, second};
  Body body = {.run = control_collector, .number = command, .data = arguments};
  return enter(&body);
}
