/*
** In slots: from the host to Lua.
*/

/*
** Bytes that a host function was passed. A new object that it returns may keep all of them, and answers for them:
** else a script could have the host keep any number of long texts in objects that the collector takes to be small.
*/
static size_t to_answer_for;

static size_t answer_for (void) {
  size_t size = to_answer_for;
  to_answer_for = 0;
  return size;
}

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
  push_holder(L, number, sizeof(uint32_t) + answer_for());
  lua_pushcclosure(L, call_host_function, 1);
}

static void make_host_object (lua_State *L, uint32_t number, uint32_t place) {
  *(uint32_t *)lua_newuserdatauv(L, sizeof(uint32_t) + answer_for(), 1) = number;
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

#define TWO_TO_53 9007199254740992.0
#define TWO_TO_63 9223372036854775808.0

static inline int is_integer (lua_Number number, int may_be_large) {
  lua_Number bound = may_be_large ? TWO_TO_63 : TWO_TO_53;
  lua_Integer integer;
  if (!(-bound < number && number < bound)) return may_be_large && number == -TWO_TO_63;
  integer = (lua_Integer)number;
  return (lua_Number)integer == number && (integer != 0 || !signbit(number)); /* -0 is a float */
}

/* anything else than a number is left to read_value */
static inline int read_number (TValue *value) {
  uint32_t tag = in_next->tag;
  lua_Number number = in_next->as.number;
  if (tag < SLOT_NUMBER && tag != SLOT_FLOAT) return 0;
  if (tag == SLOT_FLOAT || !is_integer(number, tag == SLOT_LARGE_NUMBER)) {
    setfltvalue(value, number);
  }
  else {
    setivalue(value, (lua_Integer)number);
  }
  in_next++;
  return 1;
}

/* at the top of the stack, above which a slot is free; anything else than a short string is left to read_value */
static inline int read_short_string (lua_State *L) {
  const Slot *slot = in_next;
  if (slot->tag != SLOT_STRING || slot->size > LUAI_MAXSHORTLEN) return 0;
  setsvalue2s(L, L->top.p, find_short_string(L, (const char *)(uintptr_t)(tl_shared.in_bytes + slot->as.ref), slot->size));
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

/*
** What a script that catches a host function's exception sees: a table with 'name' and 'message'. The exception
** has its own copies of these, and outlasts the table where the finalizer of its holder has to wait, as it does
** while memory is short and while a script has stopped the collector.
*/
static void read_host_error (lua_State *L, uint32_t number) {
  push_holder(L, number, HOST_ERROR_BYTES + in_next[0].size + in_next[1].size);
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
static __attribute__((noinline)) void read_others (lua_State *L, int count) {
  forbid_collection(L);
  for (; count > 0; count--) push_value(L);
  allow_collection(L);
  if (tl_shared.in_capacity > STATIC_SLOTS) release_input(&in_slots);
  if (tl_shared.bytes_capacity > STATIC_BYTES) release_input(&in_bytes);
}

/* the steps of the collector that were due since so much memory was in use */
static __attribute__((noinline)) void collect_since (lua_State *L, uint32_t before) {
  for (; before + GC_STEP < tl_shared.memory_used && gcrunning(G(L)); before += GC_STEP) luaC_step(L);
}

static inline __attribute__((always_inline)) void read_slots_here (lua_State *L, int count) {
  uint32_t before;
  no_entry = 1;
  in_next = (const Slot *)(uintptr_t)tl_shared.in_slots;
  luaD_checkstack(L, count + LUA_MINSTACK);
  if (L->ci->top.p < L->top.p + count + LUA_MINSTACK) L->ci->top.p = L->top.p + count + LUA_MINSTACK;
  before = tl_shared.memory_used;
  for (; count > 0 && (read_number(s2v(L->top.p)) || read_short_string(L)); count--) L->top.p++;
  if (count > 0 || tl_shared.in_capacity > STATIC_SLOTS || tl_shared.bytes_capacity > STATIC_BYTES) read_others(L, count);
  no_entry = 0;
  if (before + GC_STEP < tl_shared.memory_used) collect_since(L, before);
  luaC_checkGC(L);
}

static void read_slots (lua_State *L, int count) {
  read_slots_here(L, count);
}
