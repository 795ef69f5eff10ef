/*
** The functions that the host calls. Each runs its body protected, with a message handler that writes
** the traceback, and returns how it ended and how many values it left in the out slots.
*/

#define EXPORT(name) __attribute__((export_name(#name), used))

/* how an entry ended, in the low bits of its result; the count of values is above them */
#define STATUS_BITS 3
#define NOT_A_FUNCTION 6

#define REPORT_FUEL 20000

typedef struct Body {
  void (*run)(lua_State *L, struct Body *body);
  uint32_t number;   /* what 'run' needs besides the in slots */
  uint32_t option;
  const void *data;  /* more of it */
  int is_leaf;       /* whether 'run' calls nothing, so that it can be done however deep the native stack is */
  int arguments;     /* how many in slots are arguments */
  uint32_t results;  /* how many values are in the out slots */
  int goes_on;       /* whether it goes on with an execution, which has been paid for */
  int is_suspended;  /* whether it was left in the middle: see suspend.c; 'results' tells why */
} Body;

/* the values that came with the entry have not been read yet */
static inline void pay_for_entry (void) {
  no_entry = 1;
  TRY_PAY();
  no_entry = 0;
}

static void run_body (lua_State *L, void *data) {
  Body *body = data;
  if (!body->goes_on) pay_for_entry();
  if (!body->is_leaf) L->nCcalls += native_calls(L, body->arguments); /* luaD_rawrunprotected sets it back */
  ensure_stack(L);
  body->run(L, body);
}

static int write_error_traceback (lua_State *L) {
  write_traceback(L, L->ci->previous); /* without this function itself */
  return 1; /* the error value itself */
}

/* the message made of the error value, and the value; it is left out where it cannot cross */
static void write_error (lua_State *L, void *data) {
  Body *body = data;
  ptrdiff_t place = savestack(L, L->top.p - 1);
  ensure_stack(L);
  luaL_tolstring(L, -1, NULL);
  lua_insert(L, -2);
  if (body->option) setnilvalue(s2v(L->top.p - 1));
  body->results = write_values(L, restorestack(L, place));
}

/* fuel for telling an error of an ordinary size, so that a limit does not take its place; to be given back */
static int32_t lend_fuel (void) {
  int32_t lent = tl_shared.fuel < REPORT_FUEL ? REPORT_FUEL - tl_shared.fuel : 0;
  tl_shared.fuel += lent;
  tl_shared.charged_early -= lent;
  return lent;
}

static void take_back_fuel (int32_t lent) {
  tl_shared.fuel -= lent;
  tl_shared.charged_early += lent;
}

/* the message and the value of the error at the top, or the message alone where its value cannot cross */
static TStatus try_to_report (lua_State *L, uint32_t *results) {
  ptrdiff_t top = savestack(L, L->top.p);
  TStatus telling = LUA_OK;
  uint32_t without_value;
  for (without_value = 0; without_value <= 1; without_value++) {
    Body body = {.option = without_value};
    setobjs2s(L, L->top.p, restorestack(L, top) - 1);
    L->top.p++;
    telling = luaD_pcall(L, write_error, &body, top, 0);
    *results = body.results;
    if (telling == LUA_OK || telling == ENDED_BY_LIMIT) break;
    L->top.p = restorestack(L, top);
  }
  return telling;
}

/* the error value is at the top; returns the status, which is another one if telling it reached a limit */
static TStatus report_error (lua_State *L, TStatus status, uint32_t *results) {
  static const char text[] = "an error whose value cannot be shown";
  int32_t lent = lend_fuel();
  TStatus telling = try_to_report(L, results);
  take_back_fuel(lent);
  if (telling == LUA_OK) return status;
  if (telling == ENDED_BY_LIMIT) return telling;
  out_slots()[1] = (Slot){.tag = SLOT_NIL};
  out_slots()[0] = (Slot){.tag = SLOT_STRING, .size = sizeof(text) - 1, .as.ref = (uint32_t)(uintptr_t)text};
  *results = 2;
  return status;
}

/* unless the entry that is about to be made goes on with an execution, or is one of several that are one for the host */
static void begin_account (void) {
  if (entry_top == NULL && suspendable == NULL && !gathering) begin_memory_account();
}

/*
** The results stay valid after the return, above the top of the stack: nothing can collect them before
** Lua is entered again. The one slot used unchecked is within Lua's EXTRA_STACK. 'run' is a parameter of its
** own for the sake of tl_call, whose body is called directly.
*/
static inline __attribute__((always_inline)) uint32_t enter_by (Body *body, Pfunc run) {
  lua_State *L = current;
  Entry entry;
  TStatus status;
  begin_account();
  save_entry(&entry, L);
  to_answer_for = 0; /* left over where there was no memory for results */
  setfvalue(s2v(L->top.p), write_error_traceback);
  L->top.p++;
  status = luaD_pcall(L, run, body, savestack(L, L->top.p), entry.top);
  if (status != LUA_OK && status != ENDED_BY_LIMIT) status = report_error(L, status, &body->results);
  current = L;
  L->top.p = restorestack(L, entry.top);
  L->ci->top.p = restorestack(L, entry.ci_top);
  leave_entry(&entry);
  if (status == LUA_OK && body->is_suspended) status = LUA_YIELD;
  return body->results << STATUS_BITS | status;
}

static uint32_t enter (Body *body) {
  return enter_by(body, run_body);
}

static inline __attribute__((always_inline)) void call_and_write (lua_State *L, Body *body) {
  StkId function = L->top.p - body->arguments - 1;
  ptrdiff_t place = savestack(L, function);
  ccall(L, function, LUA_MULTRET, nyci);
  body->results = write_values_here(L, restorestack(L, place));
}

/* in slots: arguments */
static void call_function (lua_State *L, void *data) {
  Body *body = data;
  pay_for_entry();
  L->nCcalls += native_calls(L, body->arguments);
  luaH_getint(refs, body->number, s2v(L->top.p)); /* within EXTRA_STACK, too */
  L->top.p++;
  read_slots_here(L, body->arguments);
  call_and_write(L, body);
}

EXPORT(call) uint32_t tl_call (uint32_t place, int arguments) {
  Body body = {.number = place, .arguments = arguments};
  return enter_by(&body, call_function);
}

/* what the host gave to load: a chunk, at 'base', and its name */
static void load_chunk (lua_State *L, int base, const char *mode) {
  size_t size;
  const char *chunk = lua_tolstring(L, base, &size);
  int status = luaL_loadbufferx(L, chunk, size, lua_tostring(L, base + 1), mode);
  if (status != LUA_OK) luaD_throw(L, (TStatus)status);
}
