/*
** require, where the host has modules, searchers or search paths of its own.
**
** Where scripts have the library package the host becomes its second searcher, after package.preload. Where
** they do not, they get require and a package with nothing but 'loaded' and 'preload': the table that this
** require takes its searchers from is none that scripts can reach.
*/

/* registry: package itself, and whether the host is among its searchers */
static const char package_key, searcher_key;

static void keep_package (lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, LUA_LOADLIBNAME);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &package_key);
  lua_pop(L, 1);
}

static int return_module (lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

/* the host answers with a kind, what it found, and where; or with 'none' and a message */
static int search_host (lua_State *L) {
  const char *kind, *where;
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  ask_host(L, HOST_FIND_MODULE, 3);
  kind = lua_tostring(L, 2);
  where = lua_tostring(L, 4);
  switch (*kind) {
    case 's': { /* source */
      size_t size;
      const char *source = lua_tolstring(L, 3, &size);
      const char *name = lua_pushfstring(L, "@%s", where);
      return checkload(L, luaL_loadbufferx(L, source, size, name, NULL) == LUA_OK, where);
    }
    case 'v': /* value */
      lua_pushvalue(L, 3);
      lua_pushcclosure(L, return_module, 1);
      break;
    case 'l': /* loader */
      lua_pushvalue(L, 3);
      break;
    default:
      lua_pushvalue(L, 3);
      return 1;
  }
  lua_pushvalue(L, 4);
  return 2;
}

static void set_global_raw (lua_State *L, const char *name) {
  lua_pushglobaltable(L);
  lua_pushstring(L, name);
  lua_pushvalue(L, -3);
  lua_rawset(L, -3);
  lua_pop(L, 2);
}

/* package.searchers of the library, with the host's after the first of them */
static void extend_package (lua_State *L) {
  lua_Integer place;
  if (lua_getfield(L, -1, "searchers") == LUA_TTABLE) {
    for (place = (lua_Integer)lua_rawlen(L, -1); place >= 2; place--) {
      lua_rawgeti(L, -1, place);
      lua_rawseti(L, -2, place + 1);
    }
    lua_pushcfunction(L, search_host);
    lua_rawseti(L, -2, 2);
  }
  lua_pop(L, 1);
}

static void make_package (lua_State *L) {
  lua_createtable(L, 0, 1); /* what require takes its searchers from */
  lua_createtable(L, 2, 0);
  lua_pushcfunction(L, searcher_preload);
  lua_rawseti(L, -2, 1);
  lua_pushcfunction(L, search_host);
  lua_rawseti(L, -2, 2);
  lua_setfield(L, -2, "searchers");
  lua_pushcclosure(L, ll_require, 1);
  set_global_raw(L, "require");
  lua_createtable(L, 0, 2);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_setfield(L, -2, "loaded");
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_setfield(L, -2, "preload");
  set_global_raw(L, LUA_LOADLIBNAME);
}

static void open_modules (lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &searcher_key) != LUA_TNIL) return;
  lua_pushboolean(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &searcher_key);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &package_key) == LUA_TTABLE) extend_package(L);
  else make_package(L);
}

static void add_if_absent (lua_State *L, const char *name, lua_CFunction function) {
  lua_pushglobaltable(L);
  lua_pushstring(L, name);
  if (lua_rawget(L, -2) == LUA_TNIL) {
    lua_pushcfunction(L, function);
    set_global_raw(L, name);
  }
  lua_settop(L, -3);
}

static void open_reader (lua_State *L, int through_host) {
  reads_through_host = through_host;
  if (!through_host) return;
  add_if_absent(L, "dofile", luaB_dofile);
  add_if_absent(L, "loadfile", luaB_loadfile);
}

void tl_open_door (lua_State *L, uint32_t door) {
  switch (door) {
    case DOOR_MODULES: open_modules(L); break;
    case DOOR_INPUT: open_input(L); break;
    default: open_reader(L, door == DOOR_READER);
  }
}
