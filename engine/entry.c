/*
** The functions that the host calls. Each runs its body protected, with a message handler that writes
** the traceback, and returns how it ended and how many values it left in the out slots.
*/

#define EXPORT(name) __attribute__((export_name(#name), used))

/* how an entry ended, in the low bits of its result; the count of values is above them */
#define STATUS_BITS 3
#define NOT_A_FUNCTION 6

#define REPORT_FUEL 20000

/* strings hash alike in every process, so that pairs has one order */
#define HASH_SEED 0x71de10c4u

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

static void run_body (lua_State *L, void *data) {
  Body *body = data;
  if (!body->goes_on) TRY_PAY();
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

/*
** The results stay valid after the return, above the top of the stack: nothing can collect them before
** Lua is entered again. The one slot used unchecked is within Lua's EXTRA_STACK.
*/
static uint32_t enter (Body *body) {
  lua_State *L = current;
  Entry entry;
  TStatus status;
  save_entry(&entry, L);
  setfvalue(s2v(L->top.p), write_error_traceback);
  L->top.p++;
  status = luaD_pcall(L, run_body, body, savestack(L, L->top.p), entry.top);
  if (status != LUA_OK && status != ENDED_BY_LIMIT) status = report_error(L, status, &body->results);
  current = L;
  L->top.p = restorestack(L, entry.top);
  L->ci->top.p = restorestack(L, entry.ci_top);
  leave_entry(&entry);
  if (status == LUA_OK && body->is_suspended) status = LUA_YIELD;
  return body->results << STATUS_BITS | status;
}

static void call_and_write (lua_State *L, Body *body) {
  StkId function = L->top.p - body->arguments - 1;
  ptrdiff_t place = savestack(L, function);
  luaD_callnoyield(L, function, LUA_MULTRET);
  body->results = write_values(L, restorestack(L, place));
}

/* in slots: arguments */
static void call_function (lua_State *L, Body *body) {
  luaH_getint(refs, body->number, s2v(L->top.p));
  L->top.p++;
  read_slots(L, body->arguments);
  call_and_write(L, body);
}

EXPORT(call) uint32_t tl_call (uint32_t place, int arguments) {
  Body body = {.run = call_function, .number = place, .arguments = arguments};
  return enter(&body);
}

static l_noret path_error (lua_State *L, int first, int last) {
  luaL_Buffer buffer;
  const char *kind = luaL_typename(L, -1);
  int part;
  luaL_buffinit(L, &buffer);
  for (part = first; part <= last; part++) {
    if (part > first) luaL_addchar(&buffer, '.');
    lua_pushvalue(L, part);
    luaL_addvalue(&buffer);
  }
  luaL_pushresult(&buffer);
  luaL_error(L, "'%s' is a %s value, not a table", lua_tostring(L, -1), kind);
  __builtin_unreachable();
}

/* replaces the table at the top by its field 'part' (an index of the stack), nil where it is nil */
static void step_into (lua_State *L, int first, int part) {
  if (!lua_istable(L, -1) && luaL_getmetafield(L, -1, "__index") == LUA_TNIL) path_error(L, first, part - 1);
  if (!lua_istable(L, -1)) lua_pop(L, 1);
  lua_pushvalue(L, part);
  lua_gettable(L, -2);
  lua_remove(L, -2);
}

static void push_field_of_globals (lua_State *L, int first, int parts) {
  int part;
  lua_pushglobaltable(L);
  for (part = first; part < first + parts && !lua_isnil(L, -1); part++) step_into(L, first, part);
}

/* the value at the top, or a reference to it, where it is not one that always crosses by value */
static void write_top (lua_State *L, Body *body) {
  const TValue *value = s2v(L->top.p - 1);
  if (body->option && (ttistable(value) || (ttisfulluserdata(value) && !is_host_object(value)))) {
    use_static_out(L);
    out_count = 0;
    write_ref(L, value);
    body->results = 1;
  }
  else
    body->results = write_values(L, L->top.p - 1);
}

/* in slots: the parts of the path; none means the table of globals */
static void get_global (lua_State *L, Body *body) {
  int first = lua_gettop(L) + 1;
  read_slots(L, body->arguments);
  push_field_of_globals(L, first, body->arguments);
  write_top(L, body);
}

EXPORT(get_global) uint32_t tl_get_global (int parts, uint32_t as_ref) {
  Body body = {.run = get_global, .arguments = parts, .option = as_ref};
  return enter(&body);
}

/* in slots: the parts of the path to a function, arguments */
static void call_global (lua_State *L, Body *body) {
  int first = lua_gettop(L) + 1, parts = (int)body->number;
  read_slots(L, parts + body->arguments);
  push_field_of_globals(L, first, parts);
  if (!lua_isfunction(L, -1)) {
    lua_pushstring(L, luaL_typename(L, -1));
    body->option = 1;
    body->results = write_values(L, L->top.p - 1);
    return;
  }
  lua_replace(L, first);
  for (; parts > 1; parts--) lua_remove(L, first + 1);
  call_and_write(L, body);
}

/* where there is no such function, the status is NOT_A_FUNCTION and the one result the type found */
EXPORT(call_global) uint32_t tl_call_global (uint32_t parts, int arguments) {
  Body body = {.run = call_global, .number = parts, .arguments = arguments};
  uint32_t result = enter(&body);
  return body.option ? result | NOT_A_FUNCTION : result;
}

/* in slots: the parts of the path, the value */
static void set_global (lua_State *L, Body *body) {
  int first = lua_gettop(L) + 1, last = first + body->arguments - 1, part;
  read_slots(L, body->arguments + 1);
  lua_pushglobaltable(L);
  for (part = first; part < last; part++) {
    lua_pushvalue(L, -1);
    step_into(L, first, part);
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      lua_newtable(L);
      lua_pushvalue(L, part);
      lua_pushvalue(L, -2);
      lua_settable(L, -4);
    }
    lua_remove(L, -2);
  }
  if (!lua_istable(L, -1) && luaL_getmetafield(L, -1, "__newindex") == LUA_TNIL) path_error(L, first, last - 1);
  if (!lua_istable(L, -1)) lua_pop(L, 1);
  lua_pushvalue(L, last);
  lua_pushvalue(L, last + 1);
  lua_settable(L, -3);
}

EXPORT(set_global) uint32_t tl_set_global (int parts) {
  Body body = {.run = set_global, .arguments = parts};
  return enter(&body);
}

/*
** The host no longer holds the value at this place. It neither allocates nor calls anything of Lua's, so it
** needs no protection; and it is charged to no script, since JavaScript's collector decides when it happens.
*/
EXPORT(release) void tl_release (uint32_t place) {
  lua_State *L = current;
  int32_t fuel = tl_shared.fuel;
  TValue value, known_place, nothing;
  if (tagisempty(luaH_getint(refs, place, &value))) return;
  setnilvalue(&nothing);
  if (!tagisempty(luaH_get(ref_places, &value, &known_place)) && ivalue(&known_place) == place)
    luaH_set(L, ref_places, &value, &nothing);
  sethvalue2s(L, L->top.p, refs); /* this and what luaL_unref pushes is within Lua's EXTRA_STACK */
  L->top.p++;
  luaL_unref(L, -1, (int)place);
  L->top.p--;
  tl_shared.fuel = fuel;
}

/* math.random starts from the seed in the in slots (two integers), where scripts have math */
static void seed_random (lua_State *L, Body *body) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &tl_randomseed_key) == LUA_TFUNCTION) {
    read_slots(L, 2);
    lua_call(L, 2, 0);
  }
  body->results = 0;
}

EXPORT(seed) uint32_t tl_seed (void) {
  Body body = {.run = seed_random};
  return enter(&body);
}

unsigned int tl_random_seed (void) {
  return tl_shared.random_seed = tl_shared.random_seed * 1664525u + 1013904223u;
}

static void mark_heap (void);

static void open_libraries (lua_State *L, Body *body) {
  open_bridge(L);
  tl_open_libraries(L, body->number, body->option);
}

/* makes the Lua state of this instance; its libraries are the bits of libs.c */
EXPORT(open) uint32_t tl_open (uint32_t libraries, uint32_t seal) {
  Body body = {.run = open_libraries, .number = libraries, .option = seal};
  sbrk(0); /* the end of the heap is part of the image */
  mark_heap();
  __wasilibc_populate_preopens(); /* so is the list of folders: the root, in all of them */
  current = lua_newstate(counted_alloc, NULL, HASH_SEED);
  if (current == NULL) return LUA_ERRMEM;
  tl_shared.traceback = (uint32_t)(uintptr_t)traceback_text;
  return enter(&body);
}

/* 50501 for Lua 5.5.1 */
EXPORT(version) int tl_version (void) {
  return LUA_VERSION_RELEASE_NUM;
}

/* }{ values that the host holds */

static void push_place (lua_State *L, uint32_t place) {
  luaH_getint(refs, place, s2v(L->top.p));
  L->top.p++;
}

/* in slots: a value, to be held by the host */
static void hold (lua_State *L, Body *body) {
  read_slots(L, 1);
  write_top(L, body);
}

EXPORT(hold) uint32_t tl_hold (void) {
  Body body = {.run = hold, .option = 1};
  return enter(&body);
}

/* in slots: the fields of a metatable for objects of the host */
static void make_metatable (lua_State *L, Body *body) {
  read_slots(L, 1);
  lua_pushcfunction(L, release_host_object);
  lua_setfield(L, -2, "__gc");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  write_top(L, body);
}

EXPORT(make_metatable) uint32_t tl_make_metatable (void) {
  Body body = {.run = make_metatable, .option = 1};
  return enter(&body);
}

/* in slots: the metatable or nil */
static void set_metatable (lua_State *L, Body *body) {
  push_place(L, body->number);
  read_slots(L, 1);
  lua_setmetatable(L, -2);
}

EXPORT(set_metatable) uint32_t tl_set_metatable (uint32_t place) {
  Body body = {.run = set_metatable, .number = place};
  return enter(&body);
}

/* in slots: the key */
static void get_field (lua_State *L, Body *body) {
  push_place(L, body->number);
  read_slots(L, 1);
  lua_gettable(L, -2);
  write_top(L, body);
}

EXPORT(get_field) uint32_t tl_get_field (uint32_t place, uint32_t as_ref) {
  Body body = {.run = get_field, .number = place, .option = as_ref};
  return enter(&body);
}

/* in slots: the key, the value */
static void set_field (lua_State *L, Body *body) {
  push_place(L, body->number);
  read_slots(L, 2);
  lua_settable(L, -3);
}

EXPORT(set_field) uint32_t tl_set_field (uint32_t place) {
  Body body = {.run = set_field, .number = place};
  return enter(&body);
}

static void get_length (lua_State *L, Body *body) {
  push_place(L, body->number);
  lua_len(L, -1);
  body->results = write_values(L, L->top.p - 1);
}

EXPORT(get_length) uint32_t tl_get_length (uint32_t place) {
  Body body = {.run = get_length, .number = place};
  return enter(&body);
}

#define PAIRS_AT_ONCE 64

/* what the host wants of a table's entries: NAMES are the keys that may be names of properties */
enum { WANT_PAIRS, WANT_KEYS, WANT_NAMES };

/*
** What 'option' says of the next entries of a table, after the key that lies at the place 'arguments' (0: from
** the start). The first result is the place of the last key among them, to go on from; 0 where the table has
** no more.
*/
static void get_pairs (lua_State *L, Body *body) {
  int base = lua_gettop(L) + 1, left = PAIRS_AT_ONCE;
  push_place(L, body->number);
  lua_pushinteger(L, 0);
  if (body->arguments) push_place(L, (uint32_t)body->arguments);
  else lua_pushnil(L);
  while (left > 0 && lua_next(L, base)) {
    int key = lua_gettop(L) - 1;
    int is_name = lua_type(L, key) == LUA_TSTRING || lua_type(L, key) == LUA_TNUMBER;
    ensure_stack(L);
    if (body->option == WANT_PAIRS) lua_pushvalue(L, key);
    else if (body->option == WANT_KEYS || is_name) lua_copy(L, key, key + 1);
    else lua_pop(L, 1);
    left--; /* at the top is the key to go on from */
  }
  if (left == 0) {
    sethvalue2s(L, L->top.p, refs);
    L->top.p++;
    lua_insert(L, -2);
    lua_pushinteger(L, luaL_ref(L, -2));
    lua_replace(L, base + 1);
    lua_pop(L, 1);
  }
  body->results = write_values(L, L->ci->func.p + base + 1);
}

EXPORT(get_pairs) uint32_t tl_get_pairs (uint32_t place, int after, uint32_t what) {
  Body body = {.run = get_pairs, .number = place, .arguments = after, .option = what};
  return enter(&body);
}

/* }{ coroutines */

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
** Closes the coroutine and its pending variables (manual section 6.2, coroutine.close). The error of which it
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

/* from here on, or no more, the host keeps what all entries write; within another such, no more than that one may */
EXPORT(gather) void tl_gather (int on) {
  gathering += on ? 1 : -1;
  if (gathering == 1 && on) out_text = 0;
}

/* makes room for more slots and bytes from the host, keeping those there; 0 where memory_limit does not allow it */
EXPORT(reserve) int tl_reserve (uint32_t slots, uint32_t bytes) {
  return grow_input(&in_slots, slots) && grow_input(&in_bytes, bytes);
}
