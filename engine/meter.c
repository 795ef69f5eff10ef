/*
** The governor's side inside the VM: looking, pausing, and ending an execution so that nothing survives.
**
** An end is a jump straight to the place where the host entered Lua (its outermost protected call). No pcall, no coroutine, no __close
** and no error handler on the way is asked. What they would have put in order is put in order here:
** running coroutines become dead, upvalues are closed, the parser's buffers are freed, and the thread
** is set back to what it was on entry. Nothing in this file allocates Lua memory or runs Lua code,
** except for the script's own onResourceWarning.
*/

/* to unwind the stack takes as long as this many instructions */
#define THROW_CHARGE 200

/*
** In WebAssembly setjmp is a loop, which is charged when a jump lands there. A yield that is thrown gives that
** back, so that one with a debug hook uses as many instructions as one without, which is not thrown.
*/
#define LANDING_CHARGE 1

#define PORTION 64

Shared tl_shared;
TryFrame *tl_try_top;
int32_t tl_refund;

/* the status of a protected call that an end went to: none of Lua's own, and it fits three bits */
#define ENDED_BY_LIMIT 7

typedef struct Entry {
  struct Entry *previous;
  lua_State *L;
  TryFrame *try_top;
  CallInfo *ci;
  l_uint32 callstatus;
  ptrdiff_t top;
  ptrdiff_t ci_top;
  ptrdiff_t errfunc;
  struct lua_longjmp *errorJmp;
  l_uint32 nCcalls;
  lu_byte allowhook;
  lu_byte gcstp;
} Entry;

static Entry *entry_top;

/* what the host wants done between two instructions: LOOK_WARN, LOOK_PAUSE */
static int due;

/* kept in the registry */
static TString *warning_function_name, *ended_message;

static void save_entry (Entry *entry, lua_State *L) {
  entry->previous = entry_top;
  entry->L = L;
  entry->try_top = tl_try_top;
  entry->ci = L->ci;
  entry->callstatus = L->ci->callstatus;
  entry->top = savestack(L, L->top.p);
  entry->ci_top = savestack(L, L->ci->top.p);
  entry->errfunc = L->errfunc;
  entry->errorJmp = L->errorJmp;
  entry->nCcalls = L->nCcalls;
  entry->allowhook = L->allowhook;
  entry->gcstp = G(L)->gcstp;
  entry_top = entry;
}

static void leave_entry (Entry *entry) {
  lua_State *L = entry->L;
  G(L)->gcstp = (lu_byte)((G(L)->gcstp & ~GCSTPGC) | (entry->gcstp & GCSTPGC));
  entry_top = entry->previous;
  if (entry_top == NULL && suspendable == NULL) end_script_hooks();
}

static void drop_to_be_closed (lua_State *L, StkId level) {
  while (L->tbclist.p >= level) poptbclist(L);
}

static void kill_coroutine (lua_State *L) {
  StkId bottom = L->stack.p + 1;
  L->ci = &L->base_ci;
  L->base_ci.u.c.k = NULL;
  L->base_ci.callstatus = CIST_C;
  L->errorJmp = NULL;
  L->errfunc = 0;
  L->allowhook = 1;
  L->nCcalls = 0;
  L->status = LUA_ERRRUN;
  luaF_closeupval(L, bottom);
  drop_to_be_closed(L, bottom);
  setsvalue2s(L, bottom, ended_message);
  L->top.p = bottom + 1;
}

/* the buffers that luaD_protectedparser frees when its parser returns */
static void free_parser (lua_State *L, struct SParser *p) {
  luaZ_freebuffer(L, &p->buff);
  luaM_freearray(L, p->dyd.actvar.arr, cast_sizet(p->dyd.actvar.size));
  luaM_freearray(L, p->dyd.gt.arr, cast_sizet(p->dyd.gt.size));
  luaM_freearray(L, p->dyd.label.arr, cast_sizet(p->dyd.label.size));
}

static void unwind_to (Entry *entry) {
  lua_State *L = entry->L;
  TryFrame *frame;
  for (frame = tl_try_top; frame != entry->try_top; frame = frame->previous) {
    if (frame->body == f_parser) free_parser(frame->L, (struct SParser *)frame->data);
    if (frame->L != L && frame->L->status != LUA_ERRRUN) kill_coroutine(frame->L);
  }
  tl_try_top = entry->try_top;
  L->ci = entry->ci;
  L->ci->callstatus = entry->callstatus;
  L->errfunc = entry->errfunc;
  L->errorJmp = entry->errorJmp;
  L->nCcalls = entry->nCcalls;
  L->allowhook = entry->allowhook;
  L->status = LUA_OK;
  luaF_closeupval(L, restorestack(L, entry->top));
  drop_to_be_closed(L, restorestack(L, entry->top));
  L->top.p = restorestack(L, entry->top);
  L->ci->top.p = restorestack(L, entry->ci_top);
}

/* lua_closethread marks the level at which it closes by an odd address (luaE_resetthread) */
static int closes_coroutine (const TryFrame *frame) {
  return frame->body == closepaux && ((uintptr_t)((struct CloseP *)frame->data)->level & 1);
}

/*
** Whether a running coroutine may close itself (coroutine.close), which jumps to where it was resumed, or where it
** is being closed: past pcall, but not past the protected call of a parser, a finalizer or the host.
*/
int tl_may_close_itself (lua_State *L) {
  const TryFrame *frame = tl_try_top;
  if (frame->L != L) return 0;
  while (frame != NULL && frame->L == L && (frame->body == f_call || closes_coroutine(frame))) frame = frame->previous;
  return frame == NULL || frame->L != L || runs_coroutine(frame);
}

/* ends in the outermost of the protected calls that were made since the host entered */
static l_noret end_execution (void) {
  Entry *entry = entry_top;
  lua_State *L = entry->L;
  struct lua_longjmp *outermost = L->errorJmp;
  while (outermost->previous != entry->errorJmp) outermost = outermost->previous;
  tl_shared.fuel = AMPLE_FUEL; /* putting things in order is neither charged nor ended */
  due = 0;
  no_entry = 0;
  G(L)->warnf = tl_after_warning(G(L)->warnf);
  if (suspendable != NULL && suspendable->status != LUA_YIELD) suspendable = NULL; /* else only a call made meanwhile ends here */
  write_traceback(tl_try_top->L, tl_try_top->L->ci);
  unwind_to(entry);
  setbfvalue(s2v(L->top.p)); /* an error value, as whoever catches this expects */
  L->top.p++;
  L->errorJmp = outermost;
  outermost->status = ENDED_BY_LIMIT;
  longjmp(outermost->b, 1);
}

/* an error of the script's thread, whose traceback has been written, is passed on to the host's */
static int is_raised_again;

void tl_throw (lua_State *L, int status) {
  allow_collection(L);
  no_entry = 0;
  if (status == LUA_YIELD) tl_shared.fuel += LANDING_CHARGE;
  else tl_shared.fuel -= THROW_CHARGE;
  /* Lua calls no message handler for these */
  if (status == LUA_ERRMEM && !is_raised_again) write_traceback(L, L->ci);
  is_raised_again = 0;
}

/*
** The script's own onResourceWarning, if it has one, for each warning that the host has waiting.
** Called as a hook would be: the stack is left as it was.
*/
static void warn_script (lua_State *L) {
  ptrdiff_t top = savestack(L, L->top.p);
  ptrdiff_t ci_top = savestack(L, L->ci->top.p);
  /* a script without a handler counts as it does without warnings; the compiler cannot know who charges here */
  volatile int32_t *fuel = &tl_shared.fuel;
  int32_t left = *fuel;
  while (host_warning()) {
    TValue globals, handler;
    luaH_getint(hvalue(&G(L)->l_registry), LUA_RIDX_GLOBALS, &globals);
    luaH_getshortstr(hvalue(&globals), warning_function_name, &handler);
    if (ttisfunction(&handler)) {
      *fuel = left;
      ensure_stack(L);
      setobj2s(L, L->top.p, &handler);
      L->top.p++;
      read_slots(L, 2);
      luaD_callnoyield(L, L->top.p - 3, 0);
      left = *fuel;
    }
  }
  *fuel = left;
  L->ci->top.p = restorestack(L, ci_top);
  L->top.p = restorestack(L, top);
}

static void look (void) {
  int verdict = host_look(!no_entry);
  if (verdict & LOOK_END) end_execution();
  due |= verdict & (LOOK_WARN | LOOK_PAUSE);
}

/*
** With something due the rest of the slice is set aside, and library loops take small portions of it, so that
** it is done soon after the library function returns.
*/
__attribute__((noinline, used)) void tl_check (void) {
  if (due && tl_shared.charged_early > PORTION) {
    tl_shared.charged_early -= PORTION;
    tl_shared.fuel += PORTION;
    return;
  }
  look();
  if (due) cut_slice_short();
}

__attribute__((noinline, used)) void tl_brake (void) {
  host_brake();
}

int tl_look (lua_State *L) {
  int was_due;
  if (!due) look();
  was_due = due;
  due = 0;
  if (was_due) {
    tl_shared.fuel += tl_shared.charged_early;
    tl_shared.charged_early = 0;
  }
  if (was_due & LOOK_WARN) warn_script(L);
  return (was_due & LOOK_PAUSE) && can_suspend(L);
}

/* before the first instruction of a function, to which it jumped back: it is not called again */
static int paused_at_start;

int tl_look_hooked (lua_State *L, CallInfo *ci, const Instruction *next, int32_t refund) {
  if (!tl_look(L)) return 0;
  tl_shared.fuel += refund;
  ci->u.l.savedpc = next + 1;
  paused_at_start = !refund && next == ci_func(ci)->p->code;
  if (refund || paused_at_start) hide_from_hooks(L, ci, refund);
  pause_execution(L, ci);
  return 1;
}

__attribute__((noinline)) void tl_pause (lua_State *L, CallInfo *ci) {
  int32_t refund = tl_refund;
  int suspend = tl_look(L);
  tl_shared.fuel += refund;
  if (suspend) {
    pause_execution(L, ci);
    return;
  }
  ci->u.l.savedpc--; /* it was saved as Lua saves it, one past the instruction to go on with */
  __attribute__((musttail)) return luaV_execute(L, ci);
}
