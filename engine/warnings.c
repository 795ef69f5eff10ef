/*
** Warnings (warn, and errors in finalizers) go to standard error. They are off until a script turns them on by
** warn('@on'), as in Lua's stand-alone interpreter.
**
** A warning never fails, since one may come from the collector: what goes wrong while it is written is dropped.
** As in a finalizer, nothing is collected meanwhile.
*/

static const char *warning_text;

/* scripts with debug may get hold of this, and find no text */
static int write_warning (lua_State *L) {
  const char *text = warning_text;
  warning_text = NULL;
  lua_settop(L, 0);
  if (text == NULL) return 0;
  lua_pushliteral(L, "error");
  lua_pushstring(L, text);
  return tl_call_host(L, HOST_WRITE);
}

void tl_write_warning (const char *text) {
  lua_State *L = tl_try_top->L; /* the one that runs */
  lu_byte stopped = G(L)->gcstp;
  G(L)->gcstp |= GCSTPGC;
  warning_text = text;
  lua_pushcfunction(L, write_warning);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) lua_pop(L, 1);
  G(L)->gcstp = stopped;
}
