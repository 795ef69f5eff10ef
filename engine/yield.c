/*
** Yielding without an exception, which costs a hundred times what returning does in WebAssembly.
**
** Where a Lua function calls coroutine.yield, and no C function stands between it and the resume of its
** coroutine, luaV_execute sets up what lua_yield would have and returns. The functions of ldo.c through
** which it returns see from the thread's status that it yielded, and return too (core.c wraps their calls);
** LUAI_TRY (config.h) then reports the yield as if it had been thrown.
*/

static int runs_coroutine (const TryFrame *frame) {
  return frame->body == resume || frame->body == unroll;
}

int tl_yielded (lua_State *L, const TryFrame *frame) {
  return L->status == LUA_YIELD && runs_coroutine(frame);
}

/* no C call since the resume, and all calls since then may yield */
static int can_leave_by_return (lua_State *L) {
  return tl_try_top->L == L && runs_coroutine(tl_try_top) && L->nCcalls == tl_try_top->C_calls && yieldable(L);
}

/* hooks would have to see the call; and the main program is no coroutine to scripts, though it runs in one */
static int can_yield_by_return (lua_State *L) {
  return can_leave_by_return(L) && !L->hookmask && L != script_thread;
}

/* the frame and the status that the call of coroutine.yield, at 'callee' with its arguments, would leave */
static void yield_by_return (lua_State *L, StkId callee, int wanted) {
  CallInfo *ci;
  checkstackp(L, LUA_MINSTACK, callee);
  ci = L->ci = prepCallInfo(L, callee, cast_uint(wanted + 1) | CIST_C, L->top.p + LUA_MINSTACK);
  ci->u.c.k = NULL;
  ci->u2.nyield = cast_int(L->top.p - (callee + 1));
  L->status = LUA_YIELD;
}
