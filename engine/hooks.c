/*
** Debug hooks (manual section 4.7): the host's, for all threads, and those that scripts set with debug.sethook.
**
** In Lua each thread has a hook of its own. Every change by the host begins a new epoch, and a thread that is
** resumed or makes a protected call in a later epoch than the one it knows (the first bytes of its extra
** space) is given the hook that is in force. So coroutines need not be searched for, and what scripts have
** set ends with their execution: the next one begins a new epoch.
**
** The host's hook takes nothing of the Lua stack and is not charged, so that a script uses the same number of
** instructions and the same memory with it as without.
*/

#define NAME_SIZE 256       /* no more of a name is told: scripts choose it */
#define HOOK_NATIVE_CALLS 2 /* what a call of the host takes of the native stack, in C calls */

uint32_t tl_hook_epoch;

static int host_mask, host_count;
static int script_hooks; /* whether a script has set one since the last epoch began */

/* lua_getinfo, for 'what' without the name where that would take long */
static void describe_call (lua_State *L, CallInfo *ci, const char *what, const char *what_if_long, lua_Debug *ar) {
  int is_long = isLua(ci->previous) && ci_func(ci->previous)->p->sizecode > LONG_FUNCTION;
  ar->i_ci = ci;
  ar->name = NULL;
  ar->namewhat = "";
  lua_getinfo(L, is_long ? what_if_long : what, ar);
}

static uint32_t text_size (const char *text, uint32_t most) {
  uint32_t size = 0;
  if (text == NULL) return 0;
  while (size < most && text[size] != '\0') size++;
  return size;
}

/* the message handler, and what is below a script's first function, are none of the script's */
static int is_own_function (const CallInfo *ci) {
  const TValue *function = s2v(ci->func.p);
  return ttislcf(function) && (fvalue(function) == write_error_traceback || fvalue(function) == protect_script);
}

static void call_hook (lua_State *L, lua_Debug *ar) {
  lua_State *previous = current;
  int32_t fuel;
  uint32_t size;
  int line = ar->currentline, verdict;
  if (is_own_function(ar->i_ci)) return;
  if (tl_shared.fuel <= 0) tl_check(); /* nothing of the host is called after the end */
  fuel = tl_shared.fuel;
  tl_shared.fuel = AMPLE_FUEL;
  describe_call(L, ar->i_ci, "nl", "l", ar);
  size = text_size(ar->name, NAME_SIZE);
  tl_shared.fuel = fuel;
  current = L;
  L->nCcalls += HOOK_NATIVE_CALLS;
  verdict = host_hook(ar->event, line < 0 ? ar->currentline : line, ar->name, size);
  L->nCcalls -= HOOK_NATIVE_CALLS;
  current = previous;
  if (verdict & LOOK_END) end_execution();
}

__attribute__((noinline)) void tl_give_hook (lua_State *L) {
  thread_epoch(L) = tl_hook_epoch;
  lua_sethook(L, call_hook, host_mask, host_count);
}

static void begin_hook_epoch (void) {
  TryFrame *frame;
  script_hooks = 0;
  tl_hook_epoch++;
  tl_give_hook(mainthread(G(current)));
  for (frame = tl_try_top; frame != NULL; frame = frame->previous)
    if (thread_epoch(frame->L) != tl_hook_epoch) tl_give_hook(frame->L);
}

/* a mask of 0 removes the host's hook */
EXPORT(set_hook) void tl_set_hook (int mask, int count) {
  host_mask = mask;
  host_count = count;
  begin_hook_epoch();
}

/* debug.sethook: the host's hook stays, if there is one */
void tl_set_script_hook (lua_State *L, lua_Hook hook, int mask, int count) {
  if (host_mask) return;
  thread_epoch(L) = tl_hook_epoch;
  script_hooks = 1;
  lua_sethook(L, hook, mask, count);
}

static void end_script_hooks (void) {
  if (script_hooks) begin_hook_epoch();
}
