/*
** Global variables, and fields of them, by their paths.
*/

static l_noret path_error (lua_State *L, int first, int last) {
  luaL_Buffer buffer;
  const char *kind = luaL_typename(L, -1);
  int part;
  luaL_buffinit(L, &buffer);
  for (part = first; part <= last; part++) {
    if (part > first) luaL_addchar(&buffer, '.');
    lua_pushvalue(L, part);
    luaL_addvalue(&buffer);
  }
  luaL_pushresult(&buffer);
  luaL_error(L, "'%s' is a %s value, not a table", lua_tostring(L, -1), kind);
  __builtin_unreachable();
}

/* replaces the table at the top by its field 'part' (an index of the stack), nil where it is nil */
static void step_into (lua_State *L, int first, int part) {
  if (!lua_istable(L, -1) && luaL_getmetafield(L, -1, "__index") == LUA_TNIL) path_error(L, first, part - 1);
  if (!lua_istable(L, -1)) lua_pop(L, 1);
  lua_pushvalue(L, part);
  lua_gettable(L, -2);
  lua_remove(L, -2);
}

static void push_field_of_globals (lua_State *L, int first, int parts) {
  int part;
  lua_pushglobaltable(L);
  for (part = first; part < first + parts && !lua_isnil(L, -1); part++) step_into(L, first, part);
}

/* the value at the top, or a reference to it, where it is not one that always crosses by value */
static void write_top (lua_State *L, Body *body) {
  const TValue *value = s2v(L->top.p - 1);
  if (body->option && (ttistable(value) || (ttisfulluserdata(value) && !is_host_object(value)))) {
    begin_writing(L);
    write_ref(L, value);
    no_entry = 0;
    body->results = 1;
  }
  else
    body->results = write_values(L, L->top.p - 1);
}

/* in slots: the parts of the path; none means the table of globals */
static void get_global (lua_State *L, Body *body) {
  int first = lua_gettop(L) + 1;
  read_slots(L, body->arguments);
  push_field_of_globals(L, first, body->arguments);
  write_top(L, body);
}

EXPORT(get_global) uint32_t tl_get_global (int parts, uint32_t as_ref) {
  Body body = {.run = get_global, .arguments = parts, .option = as_ref};
  return enter(&body);
}

/* in slots: the parts of the path to a function, arguments */
static void call_global (lua_State *L, Body *body) {
  int first = lua_gettop(L) + 1, parts = (int)body->number;
  read_slots(L, parts + body->arguments);
  push_field_of_globals(L, first, parts);
  if (!lua_isfunction(L, -1)) {
    lua_pushstring(L, luaL_typename(L, -1));
    body->option = 1;
    body->results = write_values(L, L->top.p - 1);
    return;
  }
  lua_replace(L, first);
  for (; parts > 1; parts--) lua_remove(L, first + 1);
  call_and_write(L, body);
}

/* where there is no such function, the status is NOT_A_FUNCTION and the one result the type found */
EXPORT(call_global) uint32_t tl_call_global (uint32_t parts, int arguments) {
  Body body = {.run = call_global, .number = parts, .arguments = arguments};
  uint32_t result = enter(&body);
  return body.option ? result | NOT_A_FUNCTION : result;
}

/* in slots: the parts of the path, the value */
static void set_global (lua_State *L, Body *body) {
  int first = lua_gettop(L) + 1, last = first + body->arguments - 1, part;
  read_slots(L, body->arguments + 1);
  lua_pushglobaltable(L);
  for (part = first; part < last; part++) {
    lua_pushvalue(L, -1);
    step_into(L, first, part);
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_newtable(L);
      lua_pushvalue(L, part);
      lua_pushvalue(L, -2);
      lua_settable(L, -4);
    }
    lua_remove(L, -2);
  }
  if (!lua_istable(L, -1) && luaL_getmetafield(L, -1, "__newindex") == LUA_TNIL) path_error(L, first, last - 1);
  if (!lua_istable(L, -1)) lua_pop(L, 1);
  lua_pushvalue(L, last);
  lua_pushvalue(L, last + 1);
  lua_settable(L, -3);
}

EXPORT(set_global) uint32_t tl_set_global (int parts) {
  Body body = {.run = set_global, .arguments = parts};
  return enter(&body);
}
