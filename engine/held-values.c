/*
** What the host does with the Lua values that it holds.
*/

static void push_place (lua_State *L, uint32_t place) {
  luaH_getint(refs, place, s2v(L->top.p));
  L->top.p++;
}

/* in slots: a value, to be held by the host */
static void hold (lua_State *L, Body *body) {
  read_slots(L, 1);
  write_top(L, body);
}

EXPORT(hold) uint32_t tl_hold (void) {
  Body body = {.run = hold, .option = 1};
  return enter(&body);
}

/* in slots: the fields of a metatable for objects of the host */
static void make_metatable (lua_State *L, Body *body) {
  read_slots(L, 1);
  lua_pushcfunction(L, release_host_object);
  lua_setfield(L, -2, "__gc");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  write_top(L, body);
}

EXPORT(make_metatable) uint32_t tl_make_metatable (void) {
  Body body = {.run = make_metatable, .option = 1};
  return enter(&body);
}

/* in slots: the metatable or nil */
static void set_metatable (lua_State *L, Body *body) {
  push_place(L, body->number);
  read_slots(L, 1);
  lua_setmetatable(L, -2);
}

EXPORT(set_metatable) uint32_t tl_set_metatable (uint32_t place) {
  Body body = {.run = set_metatable, .number = place};
  return enter(&body);
}

/* in slots: the key */
static void get_field (lua_State *L, Body *body) {
  push_place(L, body->number);
  read_slots(L, 1);
  lua_gettable(L, -2);
  write_top(L, body);
}

EXPORT(get_field) uint32_t tl_get_field (uint32_t place, uint32_t as_ref) {
  Body body = {.run = get_field, .number = place, .option = as_ref};
  return enter(&body);
}

/* in slots: the key, the value */
static void set_field (lua_State *L, Body *body) {
  push_place(L, body->number);
  read_slots(L, 2);
  lua_settable(L, -3);
}

EXPORT(set_field) uint32_t tl_set_field (uint32_t place) {
  Body body = {.run = set_field, .number = place};
  return enter(&body);
}

static void get_length (lua_State *L, Body *body) {
  push_place(L, body->number);
  lua_len(L, -1);
  body->results = write_values(L, L->top.p - 1);
}

EXPORT(get_length) uint32_t tl_get_length (uint32_t place) {
  Body body = {.run = get_length, .number = place};
  return enter(&body);
}

#define PAIRS_AT_ONCE 64

/* what the host wants of a table's entries: NAMES are the keys that may be names of properties */
enum { WANT_PAIRS, WANT_KEYS, WANT_NAMES };

/*
** What 'option' says of the next entries of a table, after the key that lies at the place 'arguments' (0: from
** the start). The first result is the place of the last key among them, to go on from; 0 where the table has
** no more.
*/
static void get_pairs (lua_State *L, Body *body) {
  int base = lua_gettop(L) + 1, left = PAIRS_AT_ONCE;
  push_place(L, body->number);
  lua_pushinteger(L, 0);
  if (body->arguments) push_place(L, (uint32_t)body->arguments);
  else lua_pushnil(L);
  while (left > 0 && lua_next(L, base)) {
    int key = lua_gettop(L) - 1;
    int is_name = lua_type(L, key) == LUA_TSTRING || lua_type(L, key) == LUA_TNUMBER;
    ensure_stack(L);
    if (body->option == WANT_PAIRS) lua_pushvalue(L, key);
    else if (body->option == WANT_KEYS || is_name) lua_copy(L, key, key + 1);
    else lua_pop(L, 1);
    left--; /* at the top is the key to go on from */
  }
  if (left == 0) {
    sethvalue2s(L, L->top.p, refs);
    L->top.p++;
    lua_insert(L, -2);
    lua_pushinteger(L, luaL_ref(L, -2));
    lua_replace(L, base + 1);
    lua_pop(L, 1);
  }
  body->results = write_values(L, L->ci->func.p + base + 1);
}

EXPORT(get_pairs) uint32_t tl_get_pairs (uint32_t place, int after, uint32_t what) {
  Body body = {.run = get_pairs, .number = place, .arguments = after, .option = what};
  return enter(&body);
}
