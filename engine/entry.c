/*
** The functions that the host calls. Each runs its body protected, with a message handler that writes
** the traceback, and returns how it ended and how many values it left in the out slots.
*/

#define EXPORT(name) __attribute__((export_name(#name), used))

/* how an entry ended, in the low bits of its result; the count of values is above them */
#define STATUS_BITS 3
#define ENDED_BY_LIMIT 7

/* strings hash alike in every process, so that pairs has one order */
#define HASH_SEED 0x71de10c4u

typedef struct Body {
  void (*run)(lua_State *L, struct Body *body);
  uint32_t number;   /* what 'run' needs besides the in slots */
  uint32_t option;
  int arguments;     /* how many in slots are arguments */
  uint32_t results;  /* how many values are in the out slots */
} Body;

static void run_body (lua_State *L, void *data) {
  Body *body = data;
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  body->run(L, body);
}

static int write_error_traceback (lua_State *L) {
  write_traceback(L, L->ci->previous); /* without this function itself */
  return 1; /* the error value itself */
}

/* the error value and the message made of it; the value is left out where it cannot cross */
static void write_error (lua_State *L, Body *body) {
  StkId error = L->top.p - 1;
  ptrdiff_t place = savestack(L, error);
  luaL_tolstring(L, -1, NULL);
  if (body->option) setnilvalue(s2v(restorestack(L, place)));
  body->results = write_values(L, restorestack(L, place));
}

static uint32_t report_error (lua_State *L) {
  static const char text[] = "an error whose value cannot be shown";
  ptrdiff_t top = savestack(L, L->top.p);
  uint32_t without_value;
  for (without_value = 0; without_value <= 1; without_value++) {
    Body body = {.run = write_error, .option = without_value};
    setobjs2s(L, L->top.p, restorestack(L, top) - 1);
    L->top.p++;
    if (luaD_pcall(L, run_body, &body, top, 0) == LUA_OK) return body.results;
    L->top.p = restorestack(L, top);
  }
  out_slots()[0] = (Slot){.tag = SLOT_NIL};
  out_slots()[1] = (Slot){.tag = SLOT_STRING, .size = sizeof(text) - 1, .as.ref = (uint32_t)(uintptr_t)text};
  return 2;
}

/*
** The results stay valid after the return, above the top of the stack: nothing can collect them before
** Lua is entered again. The one slot used unchecked is within Lua's EXTRA_STACK.
*/
static uint32_t enter (Body *body) {
  lua_State *L = current;
  Entry entry;
  uint32_t result;
  save_entry(&entry, L);
  if (setjmp(entry.end) == 0) {
    TStatus status;
    setfvalue(s2v(L->top.p), write_error_traceback);
    L->top.p++;
    status = luaD_pcall(L, run_body, body, savestack(L, L->top.p), entry.top);
    if (status == LUA_OK) result = body->results << STATUS_BITS;
    else result = (report_error(L) << STATUS_BITS) | status;
    L->top.p = restorestack(L, entry.top);
    L->ci->top.p = restorestack(L, entry.ci_top);
  }
  else {
    current = entry.L;
    result = ENDED_BY_LIMIT;
  }
  leave_entry(&entry);
  return result;
}

static void call_and_write (lua_State *L, Body *body) {
  StkId function = L->top.p - body->arguments - 1;
  ptrdiff_t place = savestack(L, function);
  luaD_callnoyield(L, function, LUA_MULTRET);
  body->results = write_values(L, restorestack(L, place));
}

/* in slots: source, chunk name, arguments */
static void run_script (lua_State *L, Body *body) {
  int base = lua_gettop(L) + 1;
  size_t size;
  const char *source;
  int status;
  read_slots(L, 2 + body->arguments);
  source = lua_tolstring(L, base, &size);
  status = luaL_loadbufferx(L, source, size, lua_tostring(L, base + 1), body->option ? "bt" : "t");
  if (status != LUA_OK) luaD_throw(L, (TStatus)status);
  lua_replace(L, base);
  lua_remove(L, base + 1);
  call_and_write(L, body);
}

EXPORT(run) uint32_t tl_run (int arguments, uint32_t allow_bytecode) {
  Body body = {.run = run_script, .arguments = arguments, .option = allow_bytecode};
  return enter(&body);
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

/* in slots: the parts of the path */
static void get_global (lua_State *L, Body *body) {
  int first = lua_gettop(L) + 1, part;
  read_slots(L, body->arguments);
  lua_pushglobaltable(L);
  for (part = first; part < first + body->arguments && !lua_isnil(L, -1); part++) step_into(L, first, part);
  body->results = write_values(L, L->top.p - 1);
}

EXPORT(get_global) uint32_t tl_get_global (int parts) {
  Body body = {.run = get_global, .arguments = parts};
  return enter(&body);
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

/* the host no longer holds the function at this place */
static void release_ref (lua_State *L, Body *body) {
  TValue function;
  sethvalue2s(L, L->top.p, refs);
  L->top.p++;
  if (!tagisempty(luaH_getint(refs, body->number, &function))) {
    TValue nothing;
    setnilvalue(&nothing);
    luaH_set(L, ref_places, &function, &nothing);
    luaL_unref(L, -1, (int)body->number);
  }
}

EXPORT(release) uint32_t tl_release (uint32_t place) {
  Body body = {.run = release_ref, .number = place};
  return enter(&body);
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

static void open_libraries (lua_State *L, Body *body) {
  open_bridge(L);
  tl_open_libraries(L, body->number, body->option);
}

/* makes the Lua state of this instance; its libraries are the bits of libs.c */
EXPORT(open) uint32_t tl_open (uint32_t libraries, uint32_t seal) {
  Body body = {.run = open_libraries, .number = libraries, .option = seal};
  current = lua_newstate(counted_alloc, NULL, HASH_SEED);
  if (current == NULL) return LUA_ERRMEM;
  tl_shared.traceback = (uint32_t)(uintptr_t)traceback_text;
  return enter(&body);
}

/* makes room for more slots and bytes from the host, keeping those there; 0 where memory_limit does not allow it */
EXPORT(reserve) int tl_reserve (uint32_t slots, uint32_t bytes) {
  return grow_input(&in_slots, slots) && grow_input(&in_bytes, bytes);
}
