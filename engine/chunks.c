/*
** Where luaL_loadfilex finds its files: in wasi-libc, or, where the host has a reader of its own, there alone.
** Whatever asks the host does so in a Lua call of its own, so that the caller's stack stays.
*/

static int reads_through_host;

/* as luaL_loadfilex: pushes the chunk, or a message */
static int load_file (lua_State *L, const char *name, const char *mode) {
  int top = lua_gettop(L), status;
  size_t size;
  const char *source;
  if (!reads_through_host || name == NULL) return luaL_loadfilex(L, name, mode);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  lua_pushstring(L, name);
  if (ask_host(L, HOST_READ_FILE, 1) != LUA_TSTRING) {
    lua_pushfstring(L, "cannot open %s", name);
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
    return LUA_ERRFILE;
  }
  source = lua_tolstring(L, top + 1, &size);
  lua_pushfstring(L, "@%s", name);
  status = luaL_loadbufferx(L, source, size, lua_tostring(L, -1), mode);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
  return status;
}

#define luaL_loadfilex(L, name, mode) load_file(L, name, mode)
