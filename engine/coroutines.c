/*
** The coroutine library for scripts whose execution can be suspended (suspend.c).
**
** The main program runs in a thread of its own, which scripts must not tell from the main thread of the state:
** it cannot yield, nor be closed. And coroutine.resume and coroutine.wrap pass a suspension on, outwards; when
** the execution goes on they begin again, with the arguments gone, and so resume what was suspended.
*/

static int is_resuming_again;

static int resume_or_suspend (lua_State *co, lua_State *L, int nargs, int *results) {
  int again = is_resuming_again, status;
  is_resuming_again = 0;
  if (!again) {
    TRY_PAY();
    if (tl_is_suspended(co)) {
      lua_pop(co, nargs);
      lua_pushliteral(co, "cannot resume non-suspended coroutine");
      return LUA_ERRRUN;
    }
  }
  status = lua_resume(co, L, nargs, results);
  if (status == LUA_YIELD && tl_is_suspending()) lua_yieldk(L, 0, (lua_KContext)co, tl_resume_again);
  return status;
}

/* of what was suspended the frame stays as it is: it gets no arguments */
static int check_stack (lua_State *L, int n) {
  return is_resuming_again || lua_checkstack(L, n);
}

static int close_checked (lua_State *co, lua_State *from) {
  TRY_PAY();
  if (tl_is_main_program(co)) luaL_error(from, "cannot close main thread");
  if (co == from && !tl_may_close_itself(co)) luaL_error(from, "cannot close a running coroutine from within a C call");
  return lua_closethread(co, from);
}

static int yield_checked (lua_State *L, int results, lua_KContext context, lua_KFunction k) {
  if (tl_is_main_program(L)) {
    lua_pushliteral(L, "attempt to yield from outside a coroutine"); /* without a position, as Lua raises it */
    lua_error(L);
  }
  return lua_yieldk(L, results, context, k);
}

static int push_thread (lua_State *L) {
  return lua_pushthread(L) || tl_is_main_program(L);
}

static int status_shown (lua_State *co) {
  return tl_is_suspended(co) ? LUA_OK : lua_status(co);
}

static int is_yieldable (lua_State *co) {
  return !tl_is_main_program(co) && lua_isyieldable(co);
}

#define lua_resume resume_or_suspend
#define lua_checkstack check_stack
#define lua_closethread close_checked
#define lua_yieldk yield_checked
#define lua_pushthread push_thread
#define lua_status status_shown
#define lua_isyieldable is_yieldable
#include "lcorolib.c"
#undef lua_resume
#undef lua_checkstack
#undef lua_closethread
#undef lua_yieldk
#undef lua_pushthread
#undef lua_status
#undef lua_isyieldable

int tl_resume_again (lua_State *L, int status, lua_KContext thread) {
  lua_Debug ar;
  lua_CFunction function;
  (void)status;
  (void)thread;
  lua_getstack(L, 0, &ar);
  lua_getinfo(L, "f", &ar);
  function = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  is_resuming_again = 1;
  return function(L); /* luaB_coresume or luaB_auxwrap */
}

const char *tl_function_name (lua_State *L, lua_Debug *ar) {
  if (pushglobalfuncname(L, ar)) return lua_tostring(L, -1);
  lua_getinfo(L, "n", ar);
  return ar->name ? ar->name : "?";
}

int tl_can_be_suspended (lua_CFunction function) {
  return function == luaB_pcall || function == luaB_xpcall || function == luaB_dofile ||
         function == luaB_coresume || function == luaB_auxwrap || function == luaB_pairs;
}
