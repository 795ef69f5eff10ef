/*
** Suspending an execution: at the end of a time slice, or until a promise of the host is settled.
**
** An execution is suspended as a coroutine is (lua_yieldk), from the inside out: the innermost coroutine
** yields, the coroutine.resume or coroutine.wrap that runs it sees that this is not a yield of the script's and
** yields too (libs.c), and so on down to the thread that the host resumed. To go on, each is resumed again.
** Nothing of the script can tell: a suspended coroutine counts as one that is running.
**
** Who owns what: 'suspendable' is the thread that the host resumed for an asynchronous execution, kept alive by
** the registry or by the host's reference; the threads above it are kept alive by the frames that resumed them.
*/

static lua_State *suspendable;

/* from the moment the innermost thread yields until the host has it back */
static int is_suspending;

/* why: the slice is used up, or a promise is waited for */
enum { SUSPENDED_BY_PAUSE, SUSPENDED_BY_WAIT };
static int suspended_by;

/* kept while what is used is not the script's: until the host has the execution back, and when it goes on */
static int32_t fuel_of_script;
int tl_is_going_on;

static void set_fuel_aside (void) {
  fuel_of_script = tl_shared.fuel;
  tl_shared.fuel = AMPLE_FUEL; /* no look meanwhile */
}

/* the thread that 'L', which is suspended, had resumed; NULL if it is the innermost one */
static lua_State *resumed_by (lua_State *L) {
  return !isLua(L->ci) && L->ci->u.c.k == tl_resume_again ? (lua_State *)L->ci->u.c.ctx : NULL;
}

/* whether nothing between the host and L is a C function that cannot be suspended */
static __attribute__((noinline)) int can_suspend (lua_State *L) {
  const TryFrame *frame = tl_try_top;
  if (suspendable == NULL) return 0;
  while (frame != NULL && frame->L == L && runs_coroutine(frame) && yieldable(L)) {
    if (L == suspendable) return 1;
    frame = frame->previous; /* of the thread that resumed L */
    if (frame != NULL) L = frame->L;
  }
  return 0;
}

static void begin_suspension (int reason) {
  is_suspending = 1;
  suspended_by = reason;
  set_fuel_aside();
}

static void end_suspension (void) {
  is_suspending = 0;
  tl_shared.fuel = fuel_of_script;
}

static void begin_going_on (void) {
  tl_is_going_on = 1;
  set_fuel_aside();
}

/* each of the threads is about to go on, the innermost one last */
void tl_going_on (lua_State *L) {
  if (resumed_by(L) != NULL) return;
  tl_is_going_on = 0;
  tl_shared.fuel = fuel_of_script;
}

/* between two instructions of the Lua function 'ci', whose program counter is saved as a hook would have it */
static void pause_execution (lua_State *L, CallInfo *ci) {
  begin_suspension(SUSPENDED_BY_PAUSE);
  ci->u2.nyield = 0;
  L->status = LUA_YIELD;
  if (!can_leave_by_return(L)) luaD_throw(L, LUA_YIELD);
}

int tl_is_suspending (void) {
  return is_suspending;
}

/* whether L runs as far as the script can tell, though it is suspended */
int tl_is_suspended (const lua_State *thread) {
  lua_State *L = suspendable;
  if (L == NULL || L->status != LUA_YIELD) return 0;
  for (; L != NULL && L->status == LUA_YIELD; L = resumed_by(L))
    if (L == thread) return 1;
  return 0;
}

int tl_is_main_program (const lua_State *L) {
  return L == script_thread;
}

static int is_protect_script (const TValue *function);

/* the name of the innermost C function that cannot be suspended, for a message; NULL if there is none */
static const char *unsuspendable_function (lua_State *L) {
  const TryFrame *frame = tl_try_top;
  CallInfo *ci = L->ci->previous; /* without the host function that wants to wait */
  for (;;) {
    for (; ci != NULL && ci != &L->base_ci; ci = ci->previous) {
      const TValue *function = s2v(ci->func.p);
      lua_Debug ar = {.i_ci = ci};
      if (ci->callstatus & CIST_FIN) return "__gc";
      if (ci->callstatus & CIST_HOOKED) return "debug.sethook";
      if (isLua(ci) || is_protect_script(function)) continue;
      if (tl_can_be_suspended(ttislcf(function) ? fvalue(function) : clCvalue(function)->f)) continue;
      return tl_function_name(L, &ar);
    }
    while (frame != NULL && frame->L == L) frame = frame->previous;
    if (frame == NULL) return NULL;
    L = frame->L;
    ci = L->ci;
  }
}

static l_noret refuse_to_wait (lua_State *L) {
  const char *name = unsuspendable_function(L);
  if (name) luaG_runerror(L, "cannot wait for a promise inside '%s', which cannot be suspended", name);
  luaG_runerror(L, "cannot wait for a promise in a message handler, onResourceWarning or a coroutine that closes itself");
}
