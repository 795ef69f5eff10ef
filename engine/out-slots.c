/*
** Out slots: from Lua to the host.
*/

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
static inline int write_number (const TValue *value) {
  Slot *slot = out_slots() + out_count;
  if (!ttisnumber(value)) return 0;
  slot->size = 0;
  if (ttisfloat(value)) {
    slot->tag = SLOT_FLOAT;
    slot->as.number = fltvalue(value);
  }
  else if (-MAX_EXACT <= ivalue(value) && ivalue(value) <= MAX_EXACT) {
    slot->tag = SLOT_INTEGER;
    slot->as.number = (double)ivalue(value);
  }
  else {
    slot->tag = SLOT_BIGINT;
    slot->as.integer = ivalue(value);
  }
  out_count++;
  return 1;
}

/* the same; they are too short to be charged for by their sizes */
static inline int write_short_string (const TValue *value) {
  TString *string;
  if (ttypetag(value) != LUA_VSHRSTR) return 0;
  string = tsvalue(value);
  if (out_text > tl_shared.memory_limit - (uint32_t)LUAI_MAXSHORTLEN) return 0;
  out_text += (uint32_t)string->shrlen;
  out_slots()[out_count++] = (Slot){
    .tag = SLOT_STRING, .size = (uint32_t)string->shrlen, .as.ref = (uint32_t)(uintptr_t)getshrstr(string)
  };
  return 1;
}

static void write_value (lua_State *L, const TValue *value, int depth);

/* numbers and short strings, as most values are, without more ado */
static inline int write_simple (const TValue *value) {
  if (out_count == out_capacity || !(write_number(value) || write_short_string(value))) return 0;
  if (--tl_shared.fuel <= 0) tl_check();
  return 1;
}

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
      if (!write_simple(key)) write_value(L, key, depth + 1);
      if (!write_simple(s2v(L->top.p - 1))) write_value(L, s2v(L->top.p - 1), depth + 1);
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

static void begin_writing (lua_State *L) {
  use_static_out(L);
  out_count = 0;
  if (!gathering) out_text = 0;
  no_entry = 1;
}

/* all values of the stack from 'first' on; they stay there, since the slots point into them */
static inline __attribute__((always_inline)) uint32_t write_values_here (lua_State *L, StkId first) {
  ptrdiff_t place = savestack(L, first), end = savestack(L, L->top.p);
  uint32_t count = (uint32_t)((end - place) / (ptrdiff_t)sizeof(StackValue));
  begin_writing(L);
  for (; place < end; place += (ptrdiff_t)sizeof(StackValue)) {
    const TValue *value = s2v(restorestack(L, place));
    if (!write_simple(value)) {
      TValue copy = *value; /* the stack may move meanwhile */
      write_value(L, &copy, 0);
    }
  }
  no_entry = 0;
  return count;
}

static uint32_t write_values (lua_State *L, StkId first) {
  return write_values_here(L, first);
}
