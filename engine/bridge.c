/*
** What both directions of the boundary share, made with the state: tables of what each side holds of the other.
*/

static Table *anchored_table (lua_State *L, const char *weakness) {
  Table *table;
  lua_newtable(L);
  table = hvalue(s2v(L->top.p - 1));
  if (weakness) {
    lua_createtable(L, 0, 1);
    lua_pushstring(L, weakness);
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
  }
  luaL_ref(L, LUA_REGISTRYINDEX);
  return table;
}

static TString *anchored_string (lua_State *L, const char *text) {
  TString *string;
  lua_pushstring(L, text);
  string = tsvalue(s2v(L->top.p - 1));
  luaL_ref(L, LUA_REGISTRYINDEX);
  return string;
}

static void set_registry_metatable (lua_State *L, const void *key, const char *event, lua_CFunction function) {
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, event);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static void open_bridge (lua_State *L) {
  refs = anchored_table(L, NULL);
  ref_places = anchored_table(L, NULL);
  host_values = anchored_table(L, "v");
  host_errors = anchored_table(L, "k");
  set_registry_metatable(L, &holder_metatable, "__gc", release_host_object);
  set_registry_metatable(L, &error_metatable, "__tostring", error_to_string);
  warning_function_name = anchored_string(L, "onResourceWarning");
  ended_message = anchored_string(L, "coroutine ended by a limit");
  script_thread = lua_newthread(L);
  luaL_ref(L, LUA_REGISTRYINDEX);
  current = L;
  tl_shared.out_slots = (uint32_t)(uintptr_t)static_out;
  release_input(&in_slots);
  release_input(&in_bytes);
}

double tl_host_clock (int which) {
  return host_clock(which);
}
