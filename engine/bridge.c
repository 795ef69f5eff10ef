/*
** Values across the boundary: arrays of fixed slots in linear memory.
**
** One crossing carries any number of values. A slot holds a nil, a boolean or a number itself; a string
** as address and length; a plain table as its sizes, followed by the slots of its contents; everything
** else as a number: of an object of the host, or of the place in 'refs' that keeps a Lua value alive for
** the host. The host reads the out slots, and the strings that they point to, before it enters Lua again.
**
** Who owns what: 'refs' owns the Lua values that the host holds, until it says 'release'. The host owns its
** objects; each userdata, closure or error table that leads to one has a holder, whose finalizer tells the
** host ('retain' when it is made, 'release' when it is collected).
*/

enum {
  SLOT_NIL,
  SLOT_FALSE,
  SLOT_TRUE,
  SLOT_INTEGER,       /* a Lua integer that a double holds exactly, as one */
  SLOT_FLOAT,
  SLOT_BIGINT,        /* any other Lua integer, as 64 bits */
  SLOT_STRING,        /* ref: address of the bytes, size: how many */
  SLOT_TABLE,         /* size: values from index 1 on, ref: pairs after them */
  SLOT_REF,           /* ref: place in 'refs', size: what lies there, as below */
  SLOT_HOST_FUNCTION, /* ref: number of the host function */
  SLOT_HOST_ERROR,    /* ref: number of the host's error object; to Lua, followed by its name and message */
  SLOT_HOST_OBJECT    /* ref: number of the host's object; to Lua, size: place of its metatable */
};

enum { REF_FUNCTION, REF_TABLE, REF_THREAD, REF_USERDATA };

typedef struct Slot {
  uint32_t tag;
  uint32_t size;
  union {
    double number;
    int64_t integer;
    uint32_t ref;
  } as;
} Slot;

#define STATIC_SLOTS 512
#define STATIC_BYTES 16384
#define MAX_DEPTH 100 /* of nested tables */
#define BYTES_PER_CHARGE 64
#define HOST_ERROR_BYTES 2048 /* with its stack, an Error of JavaScript takes about as much */
#define GC_STEP 16384u /* bytes that may be made before the collector takes a step */
#define MAX_SLOTS (INT32_MAX / (uint32_t)sizeof(Slot) / 2)
#define MAX_EXACT 9007199254740991 /* 2^53 - 1 */

static Slot static_out[STATIC_SLOTS];
static Slot static_in[STATIC_SLOTS];
static char static_bytes[STATIC_BYTES];

/* what the host writes: a static block, or a larger one that is given up as soon as it is read */
typedef struct Input {
  uint32_t *address, *capacity; /* where the host finds them */
  void *static_block;
  uint32_t static_capacity, unit;
} Input;

static const Input in_slots = {&tl_shared.in_slots, &tl_shared.in_capacity, static_in, STATIC_SLOTS, sizeof(Slot)};
static const Input in_bytes = {&tl_shared.in_bytes, &tl_shared.bytes_capacity, static_bytes, STATIC_BYTES, 1};

static uint32_t out_count;
static uint32_t out_capacity = STATIC_SLOTS;
static uint32_t out_text; /* bytes of the strings in the slots; no more than memory_limit */
static int gathering;     /* whether the host gathers what several entries write: then those of all */
static const Slot *in_next;
static const Table *ancestors[MAX_DEPTH];

static Table *refs;         /* place -> Lua value kept alive for the host */
static Table *ref_places;   /* the same the other way round */
static Table *host_values;  /* number -> the function or userdata that leads to this object, weak */
static Table *host_errors;  /* error table -> holder of the error object, weak keys */
static lua_State *current;  /* the thread that runs, or that called the host */

/* addresses that no script can have: keys of the registry, and the mark of a userdata of the host's */
static const char holder_metatable, error_metatable, host_object_mark;

static int call_host_function (lua_State *L);

/* }{ out slots: from Lua to the host */

static Slot *out_slots (void) {
  return (Slot *)(uintptr_t)tl_shared.out_slots;
}

static void use_static_out (lua_State *L) {
  if (out_capacity == STATIC_SLOTS) return;
  luaM_freemem(L, out_slots(), out_capacity * sizeof(Slot));
  tl_shared.out_slots = (uint32_t)(uintptr_t)static_out;
  out_capacity = STATIC_SLOTS;
}

/* makes room for 'count' slots more, and charges for them: a table may hold any number of values */
static void reserve_slots (lua_State *L, uint32_t count) {
  if (count > out_capacity - out_count) {
    int was_static = out_capacity == STATIC_SLOTS;
    size_t old_size = out_capacity * sizeof(Slot);
    uint32_t wanted = 2 * out_capacity;
    Slot *grown;
    while (wanted - out_count < count) wanted *= 2;
    grown = luaM_saferealloc_(L, was_static ? NULL : out_slots(), was_static ? 0 : old_size, wanted * sizeof(Slot));
    if (was_static) memcpy(grown, static_out, old_size);
    tl_shared.out_slots = (uint32_t)(uintptr_t)grown;
    out_capacity = wanted;
  }
  tl_shared.fuel -= (int32_t)count;
  if (tl_shared.fuel <= 0) tl_check();
}

static uint32_t next_slot (lua_State *L) {
  reserve_slots(L, 1);
  return out_count++;
}

/* in two steps, since making room may move the slots */
static void put_slot (lua_State *L, Slot slot) {
  uint32_t index = next_slot(L);
  out_slots()[index] = slot;
}

/* for a number there must be room; anything else is left to write_value */
static int write_number (const TValue *value) {
  Slot *slot = out_slots() + out_count;
  if (ttisinteger(value)) {
    lua_Integer n = ivalue(value);
    slot->size = 0;
    if (-MAX_EXACT <= n && n <= MAX_EXACT) {
      slot->tag = SLOT_INTEGER;
      slot->as.number = (double)n;
    }
    else {
      slot->tag = SLOT_BIGINT;
      slot->as.integer = n;
    }
  }
  else if (ttisfloat(value)) {
    slot->tag = SLOT_FLOAT;
    slot->size = 0;
    slot->as.number = fltvalue(value);
  }
  else
    return 0;
  out_count++;
  return 1;
}

static void write_value (lua_State *L, const TValue *value, int depth);

static int is_host_function (const TValue *value) {
  return ttypetag(value) == LUA_VCCL && clCvalue(value)->f == call_host_function;
}

static uint32_t host_function_number (const CClosure *closure) {
  return *(uint32_t *)getudatamem(uvalue(&closure->upvalue[0]));
}

static int is_host_object (const TValue *value) {
  const Udata *userdata = uvalue(value);
  return userdata->nuvalue == 1 && ttislightuserdata(&userdata->uv[0].uv) &&
         pvalue(&userdata->uv[0].uv) == &host_object_mark;
}

static void ensure_stack (lua_State *L) {
  luaD_checkstack(L, LUA_MINSTACK);
  if (L->ci->top.p < L->top.p + LUA_MINSTACK) L->ci->top.p = L->top.p + LUA_MINSTACK;
}

/* the place in 'refs' that keeps this value, the same one as long as it is kept */
static uint32_t place_of (lua_State *L, const TValue *value) {
  TValue place;
  if (tagisempty(luaH_get(ref_places, value, &place))) {
    ensure_stack(L);
    setobj2s(L, L->top.p, value);
    sethvalue2s(L, L->top.p + 1, refs);
    setobj2s(L, L->top.p + 2, value);
    L->top.p += 3;
    setivalue(&place, luaL_ref(L, -2));
    luaH_set(L, ref_places, s2v(L->top.p - 2), &place);
    luaC_barrierback(L, obj2gco(ref_places), s2v(L->top.p - 2));
    L->top.p -= 2;
  }
  return (uint32_t)ivalue(&place);
}

static void write_ref (lua_State *L, const TValue *value) {
  static const lu_byte kinds[] = {
    [LUA_TFUNCTION] = REF_FUNCTION, [LUA_TTABLE] = REF_TABLE, [LUA_TTHREAD] = REF_THREAD, [LUA_TUSERDATA] = REF_USERDATA
  };
  Slot slot = {.tag = SLOT_REF, .size = kinds[ttype(value)]};
  slot.as.ref = place_of(L, value);
  put_slot(L, slot);
}

static void write_table (lua_State *L, Table *table, int depth) {
  uint32_t slot, pairs = 0;
  lua_Unsigned index, length = luaH_getn(L, table);
  int level;
  for (level = 0; level < depth; level++)
    if (ancestors[level] == table) luaG_runerror(L, "cannot pass a table that contains itself to the host");
  if (depth == MAX_DEPTH) luaG_runerror(L, "cannot pass tables nested deeper than %d levels to the host", MAX_DEPTH);
  ensure_stack(L);
  ancestors[depth] = table;
  slot = next_slot(L);
  if (length > MAX_SLOTS) luaM_toobig(L);
  reserve_slots(L, (uint32_t)length);
  for (index = 1; index <= length; index++) {
    TValue value;
    if (tagisempty(luaH_getint(table, l_castU2S(index), &value))) setnilvalue(&value);
    if (out_count == out_capacity || !write_number(&value)) write_value(L, &value, depth + 1);
  }
  setnilvalue2s(L->top.p);
  L->top.p++;
  while (luaH_next(L, table, L->top.p - 1)) {
    const TValue *key = s2v(L->top.p - 1);
    L->top.p++;
    if (!(ttisinteger(key) && l_castS2U(ivalue(key)) - 1u < length)) {
      pairs++;
      write_value(L, key, depth + 1);
      write_value(L, s2v(L->top.p - 1), depth + 1);
    }
    L->top.p--;
  }
  L->top.p--;
  out_slots()[slot] = (Slot){.tag = SLOT_TABLE, .size = (uint32_t)length, .as.ref = pairs};
}

/* an exception of the host that comes back to it */
static int write_host_error (lua_State *L, const TValue *value) {
  TValue number;
  if (tagisempty(luaH_get(host_errors, value, &number))) return 0;
  put_slot(L, (Slot){.tag = SLOT_HOST_ERROR, .as.ref = *(uint32_t *)getudatamem(uvalue(&number))});
  return 1;
}

/* one string may stand in many places, and takes the host's time and memory in each */
static void charge_text (lua_State *L, TString *string) {
  size_t size = tsslen(string);
  if (size > tl_shared.memory_limit - out_text) luaM_error(L);
  out_text += (uint32_t)size;
  tl_shared.fuel -= (int32_t)(size / BYTES_PER_CHARGE);
}

static void write_value (lua_State *L, const TValue *value, int depth) {
  Slot slot = {.tag = SLOT_NIL};
  switch (ttypetag(value)) {
    case LUA_VNIL: case LUA_VEMPTY: case LUA_VABSTKEY: break;
    case LUA_VFALSE: slot.tag = SLOT_FALSE; break;
    case LUA_VTRUE: slot.tag = SLOT_TRUE; break;
    case LUA_VNUMFLT: case LUA_VNUMINT:
      reserve_slots(L, 1);
      write_number(value);
      return;
    case LUA_VSHRSTR: case LUA_VLNGSTR: {
      size_t size;
      slot.tag = SLOT_STRING;
      charge_text(L, tsvalue(value));
      slot.as.ref = (uint32_t)(uintptr_t)getlstr(tsvalue(value), size);
      slot.size = (uint32_t)size;
      break;
    }
    case LUA_VTABLE:
      if (hvalue(value)->metatable == NULL) write_table(L, hvalue(value), depth);
      else if (!write_host_error(L, value)) write_ref(L, value);
      return;
    case LUA_VCCL:
      if (!is_host_function(value)) { write_ref(L, value); return; }
      slot.tag = SLOT_HOST_FUNCTION;
      slot.as.ref = host_function_number(clCvalue(value));
      break;
    case LUA_VUSERDATA:
      if (!is_host_object(value)) { write_ref(L, value); return; }
      slot.tag = SLOT_HOST_OBJECT;
      slot.as.ref = *(uint32_t *)getudatamem(uvalue(value));
      break;
    case LUA_VLCL: case LUA_VLCF: case LUA_VTHREAD: write_ref(L, value); return;
    default: luaG_runerror(L, "cannot pass a %s to the host", luaT_objtypename(L, value));
  }
  put_slot(L, slot);
}

/* all values of the stack from 'first' on; they stay there, since the slots point into them */
static uint32_t write_values (lua_State *L, StkId first) {
  ptrdiff_t place = savestack(L, first), end = savestack(L, L->top.p);
  uint32_t count = (uint32_t)((end - place) / (ptrdiff_t)sizeof(StackValue));
  use_static_out(L);
  out_count = 0;
  if (!gathering) out_text = 0;
  for (; place < end; place += (ptrdiff_t)sizeof(StackValue)) {
    TValue value = *s2v(restorestack(L, place)); /* the stack may move meanwhile */
    if (out_count == out_capacity || !write_number(&value)) write_value(L, &value, 0);
    else if (--tl_shared.fuel <= 0) tl_check();
  }
  return count;
}

/* }{ in slots: from the host to Lua */

static int release_host_object (lua_State *L) {
  host_release(*(int *)lua_touserdata(L, 1));
  return 0;
}

/*
** A userdata that keeps an object of the host alive until Lua collects it. Its size stands for the memory that
** the object takes of the host, so that a script that keeps many of them meets its limit.
*/
static void push_holder (lua_State *L, uint32_t number, size_t size) {
  *(uint32_t *)lua_newuserdatauv(L, size, 0) = number;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &holder_metatable);
  lua_setmetatable(L, -2);
  host_retain((int)number); /* from here on the finalizer takes it back */
}

static int error_to_string (lua_State *L) {
  lua_getfield(L, 1, "name");
  lua_pushliteral(L, ": ");
  lua_getfield(L, 1, "message");
  lua_concat(L, 3);
  return 1;
}

/* the one value that leads to an object of the host, as long as scripts hold it; made by 'make' if need be */
static void push_host_value (lua_State *L, uint32_t number, void (*make)(lua_State *, uint32_t, uint32_t), uint32_t place) {
  TValue known;
  if (!tagisempty(luaH_getint(host_values, number, &known))) {
    setobj2s(L, L->top.p, &known);
    L->top.p++;
    return;
  }
  make(L, number, place);
  luaH_setint(L, host_values, number, s2v(L->top.p - 1));
  luaC_barrierback(L, obj2gco(host_values), s2v(L->top.p - 1));
}

static void make_host_function (lua_State *L, uint32_t number, uint32_t place) {
  (void)place;
  push_holder(L, number, sizeof(uint32_t));
  lua_pushcclosure(L, call_host_function, 1);
}

static void make_host_object (lua_State *L, uint32_t number, uint32_t place) {
  *(uint32_t *)lua_newuserdatauv(L, sizeof(uint32_t), 1) = number;
  lua_pushlightuserdata(L, (void *)&host_object_mark);
  lua_setiuservalue(L, -2, 1);
  luaH_getint(refs, place, s2v(L->top.p));
  L->top.p++;
  lua_setmetatable(L, -2); /* has release_host_object as its __gc, see tl_make_metatable */
  host_retain((int)number);
}

static void release_input (const Input *input) {
  if (*input->capacity > input->static_capacity)
    counted_alloc(NULL, (void *)(uintptr_t)*input->address, (size_t)*input->capacity * input->unit, 0);
  *input->address = (uint32_t)(uintptr_t)input->static_block;
  *input->capacity = input->static_capacity;
}

static int grow_input (const Input *input, uint32_t wanted) {
  int is_static = *input->capacity == input->static_capacity;
  void *old = (void *)(uintptr_t)*input->address, *grown;
  size_t old_size = (size_t)*input->capacity * input->unit;
  if (wanted <= *input->capacity) return 1;
  if (wanted > INT32_MAX / input->unit) return 0;
  grown = counted_alloc(NULL, is_static ? NULL : old, is_static ? 0 : old_size, (size_t)wanted * input->unit);
  if (grown == NULL) return 0;
  if (is_static) memcpy(grown, old, old_size);
  *input->address = (uint32_t)(uintptr_t)grown;
  *input->capacity = wanted;
  return 1;
}

static void read_value (lua_State *L);

/* anything else than a number is left to read_value */
static int read_number (TValue *value) {
  switch (in_next->tag) {
    case SLOT_INTEGER: setivalue(value, (lua_Integer)in_next->as.number); break;
    case SLOT_FLOAT: setfltvalue(value, in_next->as.number); break;
    default: return 0;
  }
  in_next++;
  return 1;
}

static void push_value (lua_State *L) {
  if (read_number(s2v(L->top.p))) L->top.p++;
  else read_value(L);
}

static void read_table (lua_State *L, uint32_t length, uint32_t pairs) {
  uint32_t index;
  Table *table;
  ensure_stack(L);
  lua_createtable(L, (int)length, (int)pairs);
  table = hvalue(s2v(L->top.p - 1));
  for (index = 1; index <= length; index++) {
    TValue number;
    if (read_number(&number)) luaH_setint(L, table, index, &number);
    else {
      read_value(L);
      lua_rawseti(L, -2, index);
    }
  }
  for (; pairs > 0; pairs--) {
    push_value(L);
    push_value(L);
    lua_rawset(L, -3);
  }
}

/* what a script that catches a host function's exception sees: a table with 'name' and 'message' */
static void read_host_error (lua_State *L, uint32_t number) {
  push_holder(L, number, HOST_ERROR_BYTES);
  lua_createtable(L, 0, 2);
  read_value(L);
  lua_setfield(L, -2, "name");
  read_value(L);
  lua_setfield(L, -2, "message");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &error_metatable);
  lua_setmetatable(L, -2);
  sethvalue2s(L, L->top.p, host_errors);
  api_incr_top(L);
  lua_pushvalue(L, -2);
  lua_pushvalue(L, -4);
  lua_rawset(L, -3);
  lua_pop(L, 1);
  lua_remove(L, -2);
}

static void read_value (lua_State *L) {
  const Slot *slot = in_next++;
  switch (slot->tag) {
    case SLOT_NIL: lua_pushnil(L); break;
    case SLOT_FALSE: lua_pushboolean(L, 0); break;
    case SLOT_TRUE: lua_pushboolean(L, 1); break;
    case SLOT_BIGINT: lua_pushinteger(L, slot->as.integer); break;
    case SLOT_STRING:
      lua_pushlstring(L, (const char *)(uintptr_t)(tl_shared.in_bytes + slot->as.ref), slot->size);
      break;
    case SLOT_TABLE: read_table(L, slot->size, slot->as.ref); break;
    case SLOT_REF:
      luaH_getint(refs, slot->as.ref, s2v(L->top.p));
      L->top.p++;
      break;
    case SLOT_HOST_FUNCTION: push_host_value(L, slot->as.ref, make_host_function, 0); break;
    case SLOT_HOST_OBJECT: push_host_value(L, slot->as.ref, make_host_object, slot->size); break;
    case SLOT_HOST_ERROR: read_host_error(L, slot->as.ref); break;
    default: luaG_runerror(L, "the host sent an unknown kind of value");
  }
}

static int reading;

static void forbid_collection (lua_State *L) {
  reading = !(G(L)->gcstp & GCSTPGC);
  G(L)->gcstp |= GCSTPGC;
}

static void allow_collection (lua_State *L) {
  if (reading) G(L)->gcstp &= (lu_byte)~GCSTPGC;
  reading = 0;
}

/* no collection meanwhile: its finalizers might call the host, which would write over the slots being read */
static void read_slots (lua_State *L, int count) {
  uint32_t before;
  in_next = (const Slot *)(uintptr_t)tl_shared.in_slots;
  luaD_checkstack(L, count + LUA_MINSTACK);
  if (L->ci->top.p < L->top.p + count + LUA_MINSTACK) L->ci->top.p = L->top.p + count + LUA_MINSTACK;
  before = tl_shared.memory_used;
  for (; count > 0 && read_number(s2v(L->top.p)); count--) L->top.p++;
  if (count > 0) {
    forbid_collection(L);
    for (; count > 0; count--) push_value(L);
    allow_collection(L);
  }
  if (tl_shared.in_capacity > STATIC_SLOTS) release_input(&in_slots);
  if (tl_shared.bytes_capacity > STATIC_BYTES) release_input(&in_bytes);
  /* the steps of the collector that were due meanwhile */
  for (; before + GC_STEP < tl_shared.memory_used && gcrunning(G(L)); before += GC_STEP) luaC_step(L);
  luaC_checkGC(L);
}

/* }{ calls of host functions */

/*
** The native stack of the host is short, and calls through it take much of it: they count as several of the
** C calls that Lua allows (LUAI_MAXCCALLS), the more so the more values they pass.
*/
static l_uint32 native_calls (lua_State *L, int values) {
  l_uint32 calls = 2 + (values < 464 ? (l_uint32)values / 8 : 58);
  if (getCcalls(L) + calls >= LUAI_MAXCCALLS) luaG_runerror(L, "C stack overflow");
  return calls;
}

/* after a host function, at once or when the promise that it returned is settled: its results are in the in slots */
static int finish_host_call (lua_State *L, int results) {
  if (results == CALL_MEMORY) luaM_error(L);
  L->top.p = L->ci->func.p + 1;
  if (results == CALL_ERROR) {
    read_slots(L, 1);
    return lua_error(L);
  }
  read_slots(L, results);
  return results;
}

static int awaited_results;

static int finish_waiting (lua_State *L, int status, lua_KContext context) {
  (void)status; (void)context;
  return finish_host_call(L, awaited_results);
}

static int call_host (lua_State *L, int number, StkId first) {
  lua_State *previous = current;
  l_uint32 calls;
  int results;
  int arguments;
  if (tl_shared.fuel <= 0) tl_check(); /* nothing of the host is called after the end */
  calls = native_calls(L, cast_int(L->top.p - first));
  arguments = (int)write_values(L, first);
  current = L;
  L->nCcalls += calls;
  results = host_call(number, arguments);
  L->nCcalls -= calls;
  current = previous;
  if (results == CALL_ENDED) end_execution();
  if (results == CALL_WAIT) {
    if (!can_suspend(L)) refuse_to_wait(L);
    begin_suspension(SUSPENDED_BY_WAIT);
    return lua_yieldk(L, 0, 0, finish_waiting);
  }
  return finish_host_call(L, results);
}

static int call_host_function (lua_State *L) {
  CClosure *closure = clCvalue(s2v(L->ci->func.p));
  return call_host(L, (int)host_function_number(closure), L->ci->func.p + 1);
}

int tl_call_host (lua_State *L, int number) {
  return call_host(L, number, L->ci->func.p + 1);
}

/* }{ set-up */

static Table *anchored_table (lua_State *L, const char *weakness) {
  Table *table;
  lua_newtable(L);
  table = hvalue(s2v(L->top.p - 1));
  if (weakness) {
    lua_createtable(L, 0, 1);
    lua_pushstring(L, weakness);
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
  }
  luaL_ref(L, LUA_REGISTRYINDEX);
  return table;
}

static TString *anchored_string (lua_State *L, const char *text) {
  TString *string;
  lua_pushstring(L, text);
  string = tsvalue(s2v(L->top.p - 1));
  luaL_ref(L, LUA_REGISTRYINDEX);
  return string;
}

static void set_registry_metatable (lua_State *L, const void *key, const char *event, lua_CFunction function) {
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, event);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static void open_bridge (lua_State *L) {
  refs = anchored_table(L, NULL);
  ref_places = anchored_table(L, NULL);
  host_values = anchored_table(L, "v");
  host_errors = anchored_table(L, "k");
  set_registry_metatable(L, &holder_metatable, "__gc", release_host_object);
  set_registry_metatable(L, &error_metatable, "__tostring", error_to_string);
  warning_function_name = anchored_string(L, "onResourceWarning");
  ended_message = anchored_string(L, "coroutine ended by a limit");
  script_thread = lua_newthread(L);
  luaL_ref(L, LUA_REGISTRYINDEX);
  current = L;
  tl_shared.out_slots = (uint32_t)(uintptr_t)static_out;
  release_input(&in_slots);
  release_input(&in_bytes);
}

double tl_host_clock (int which) {
  return host_clock(which);
}
