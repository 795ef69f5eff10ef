/*
** Executions that may be suspended: scripts, calls of functions, coroutines that the host resumes.
**
** Each resumes a thread. Scripts and functions run in 'script_thread', below them protect_script, so that an error
** runs the handlers of to-be-closed variables as part of the execution; it is also where synchronous scripts run, so
** that a script takes the same way, and uses the same number of instructions, however it is run.
**
** Invariant: 'script_thread' has nothing on its stack but while it runs or is suspended.
*/

static TStatus script_status;

static int finish_script (lua_State *L, int status, lua_KContext context) {
  (void)context;
  script_status = (TStatus)(status == LUA_YIELD ? LUA_OK : status);
  return lua_gettop(L) - 1;
}

/* with a message handler, a function and its arguments on the stack */
static int protect_script (lua_State *L) {
  return finish_script(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, 0, finish_script), 0);
}

static int is_protect_script (const TValue *function) {
  return ttislcf(function) && fvalue(function) == protect_script;
}

static int is_free (lua_State *thread) {
  return thread->status != LUA_YIELD && thread->ci == &thread->base_ci;
}

/*
** Whether it neither runs nor waits for what it called: an error in a thread without a handler (luaD_throw), as where
** there is no memory for the message that a coroutine is dead, goes past it to the main thread's.
*/
static int was_passed_over (const lua_State *thread) {
  const TryFrame *frame = tl_try_top;
  int32_t fuel = tl_shared.fuel; /* how many frames there are depends on suspensions */
  if (thread->status == LUA_YIELD) return 0;
  while (frame != NULL && frame->L != thread) frame = frame->previous;
  tl_shared.fuel = fuel;
  return frame == NULL;
}

/* resumes the thread with the values on its stack; writes the results to the out slots */
static void run_thread (lua_State *L, Body *body, lua_State *thread, int values) {
  int results;
  TStatus outcome = (TStatus)lua_resume(thread, L, values, &results);
  if (is_suspending) {
    end_suspension();
    body->is_suspended = 1;
    body->results = (uint32_t)suspended_by;
    return;
  }
  if (thread == suspendable) suspendable = NULL;
  if (outcome > LUA_YIELD) {
    copy_top(L, thread); /* it stays there for pending to-be-closed variables */
    write_traceback(thread, thread->ci);
    luaD_throw(L, outcome);
  }
  if (!lua_checkstack(L, results + 1)) {
    lua_pop(thread, results); /* what comes next must not find them there */
    luaM_error(L);
  }
  if (thread != script_thread) lua_pushinteger(L, outcome == LUA_YIELD ? THREAD_SUSPENDED : THREAD_DEAD);
  lua_xmove(thread, L, results);
  if (thread != script_thread) results++;
  else if (script_status != LUA_OK) {
    is_raised_again = 1;
    luaD_throw(L, script_status);
  }
  body->results = write_values(L, L->top.p - results);
}

/* runs the function at the top, below its arguments; in the thread of the host function that runs it, if there is one */
static void run_function (lua_State *L, Body *body) {
  lua_State *thread = script_thread;
  int values = body->arguments + 1;
  if (!is_free(thread)) {
    if (!was_passed_over(thread)) {
      call_and_write(L, body);
      return;
    }
    kill_coroutine(thread);
  }
  if (thread->status != LUA_OK) { /* it was ended by a limit, or just now */
    lua_closethread(thread, L);
    lua_settop(thread, 0);
  }
  luaD_checkstack(thread, values + LUA_MINSTACK);
  lua_pushcfunction(thread, protect_script);
  lua_pushcfunction(thread, write_error_traceback);
  lua_xmove(L, thread, values);
  if (body->option) suspendable = thread;
  run_thread(L, body, thread, values + 1);
}

/* in slots: source, chunk name, environment or nil, arguments */
static void run_script (lua_State *L, Body *body) {
  int base = lua_gettop(L) + 1;
  read_slots(L, 3 + body->arguments);
  load_chunk(L, base, "t");
  if (!lua_isnil(L, base + 2)) {
    lua_pushvalue(L, base + 2);
    lua_setupvalue(L, -2, 1);
  }
  lua_replace(L, base);
  lua_remove(L, base + 1);
  lua_remove(L, base + 1);
  run_function(L, body);
}

EXPORT(run) uint32_t tl_run (int arguments, uint32_t may_suspend) {
  Body body = {.run = run_script, .arguments = arguments, .option = may_suspend};
  return enter(&body);
}

/* in slots: arguments */
static void run_held_function (lua_State *L, Body *body) {
  push_place(L, body->number);
  read_slots(L, body->arguments);
  run_function(L, body);
}

/* as 'call', but may be suspended */
EXPORT(call_async) uint32_t tl_call_async (uint32_t place, int arguments) {
  Body body = {.run = run_held_function, .number = place, .arguments = arguments, .option = 1};
  return enter(&body);
}

/* in slots: arguments; the first result is the status afterwards */
static void resume_thread (lua_State *L, Body *body) {
  lua_State *thread = thread_at(body->number);
  push_place(L, body->number); /* keeps it alive */
  if (thread_status(thread) != THREAD_SUSPENDED)
    luaG_runerror(L, "cannot resume %s coroutine", thread_status(thread) == THREAD_DEAD ? "dead" : "non-suspended");
  read_slots(L, body->arguments);
  luaD_checkstack(thread, body->arguments);
  lua_xmove(L, thread, body->arguments);
  if (body->option) suspendable = thread;
  run_thread(L, body, thread, body->arguments);
}

EXPORT(resume) uint32_t tl_resume (uint32_t place, int arguments, uint32_t may_suspend) {
  Body body = {.run = resume_thread, .number = place, .arguments = arguments, .option = may_suspend};
  return enter(&body);
}

static void go_on (lua_State *L, Body *body) {
  awaited_results = (int)body->number;
  run_thread(L, body, suspendable, 0);
}

/*
** Goes on with the execution that was suspended. If a promise was waited for, its results are in the in slots: how many,
** or as 'call' of host.h.
*/
EXPORT(proceed) uint32_t tl_proceed (int results) {
  Body body = {.run = go_on, .number = (uint32_t)results, .goes_on = 1};
  begin_going_on();
  return enter(&body);
}

static void add_suspended (lua_State *L) {
  lua_State *inner = resumed_by(L);
  if (inner != NULL && inner->status == LUA_YIELD) add_suspended(inner);
  add_thread(L, L->ci);
}

/* ends the execution that is suspended, as end_execution ends one that is running */
EXPORT(end_suspended) void tl_end_suspended (void) {
  lua_State *L = suspendable, *inner;
  tl_shared.fuel = AMPLE_FUEL; /* nothing here is to be ended */
  begin_traceback();
  add_suspended(L);
  end_traceback();
  for (; L != NULL && L->status == LUA_YIELD; L = inner) {
    inner = resumed_by(L);
    kill_coroutine(L);
  }
  suspendable = NULL;
  end_script_hooks();
}
