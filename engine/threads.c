/*
** Coroutines that the host makes, looks at and closes; execution.c resumes them.
*/

static lua_State *thread_at (uint32_t place) {
  TValue thread;
  luaH_getint(refs, place, &thread);
  return thvalue(&thread);
}

static void new_thread (lua_State *L, Body *body) {
  lua_State *thread = lua_newthread(L);
  push_place(L, body->number);
  lua_xmove(L, thread, 1);
  write_top(L, body);
}

/* a coroutine for the function at this place */
EXPORT(new_thread) uint32_t tl_new_thread (uint32_t place) {
  Body body = {.run = new_thread, .number = place};
  return enter(&body);
}

enum { THREAD_SUSPENDED, THREAD_RUNNING, THREAD_DEAD };

static int thread_status (lua_State *thread) {
  lua_Debug ar;
  TryFrame *frame;
  for (frame = tl_try_top; frame != NULL; frame = frame->previous)
    if (frame->L == thread) return THREAD_RUNNING;
  if (tl_is_suspended(thread)) return THREAD_RUNNING;
  if (lua_status(thread) == LUA_YIELD) return THREAD_SUSPENDED;
  if (lua_status(thread) != LUA_OK || lua_getstack(thread, 0, &ar) || lua_gettop(thread) == 0) return THREAD_DEAD;
  return THREAD_SUSPENDED;
}

static void get_thread_status (lua_State *L, Body *body) {
  lua_pushinteger(L, thread_status(thread_at(body->number)));
  body->results = write_values(L, L->top.p - 1);
}

EXPORT(thread_status) uint32_t tl_thread_status (uint32_t place) {
  Body body = {.run = get_thread_status, .number = place};
  return enter(&body);
}

static void copy_top (lua_State *L, lua_State *thread) {
  setobjs2s(L, L->top.p, thread->top.p - 1);
  L->top.p++;
}

/*
** Closes the coroutine and its pending variables (manual section 6.3, coroutine.close). The error of which it
** died is not raised again: whoever resumed it has had it.
*/
static void close_thread (lua_State *L, Body *body) {
  lua_State *thread = thread_at(body->number);
  int failed = lua_status(thread) > LUA_YIELD;
  if (thread_status(thread) == THREAD_RUNNING) luaG_runerror(L, "cannot close a running coroutine");
  push_place(L, body->number); /* keeps it alive */
  if (failed) copy_top(L, thread);
  if (lua_closethread(thread, L) != LUA_OK) {
    lua_xmove(thread, L, 1);
    if (!failed || !lua_rawequal(L, -1, -2)) luaD_throw(L, LUA_ERRRUN);
  }
}

EXPORT(close_thread) uint32_t tl_close_thread (uint32_t place) {
  Body body = {.run = close_thread, .number = place};
  return enter(&body);
}
