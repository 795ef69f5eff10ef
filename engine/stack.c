/*
** What the host can see of the calls that are active: their functions and their local variables.
**
** Level 0 is the function that runs: in a hook the one that it was called for, in a function of the host's that
** function itself. The levels go on through the coroutines that wait, down to the main thread.
**
** The out slots point to names that the active functions own, and into strings that lie on the stack: nothing
** is collected meanwhile, and the host reads them before it enters Lua again.
*/

#define SOURCE_SIZE 1000 /* of a chunk's name, which may be all of its text */

typedef struct Level {
  lua_State *L;
  CallInfo *ci;
  const TryFrame *frame; /* from here on to look for the thread that waits for L */
} Level;

/* goes on to a thread with an active function, unless L has one; false where there is none */
static int settle_level (Level *level) {
  while (level->ci == NULL || is_bottom(level->L, level->ci)) {
    while (level->frame != NULL && level->frame->L == level->L) level->frame = level->frame->previous;
    if (level->frame == NULL) return 0;
    level->L = level->frame->L;
    level->ci = level->L->ci;
  }
  return 1;
}

static int first_level (lua_State *L, Level *level) {
  *level = (Level){.L = L, .ci = L->ci, .frame = tl_try_top};
  return settle_level(level);
}

static int next_level (Level *level) {
  level->ci = level->ci->previous;
  return settle_level(level);
}

static void put_integer (lua_State *L, int value) {
  put_slot(L, (Slot){.tag = SLOT_INTEGER, .as.number = value});
}

static void put_text (lua_State *L, const char *text, size_t size) {
  put_slot(L, (Slot){.tag = SLOT_STRING, .size = (uint32_t)size, .as.ref = (uint32_t)(uintptr_t)text});
}

static void put_level (lua_State *L, const Level *level) {
  lua_Debug ar;
  int32_t fuel = tl_shared.fuel;
  uint32_t name_size;
  tl_shared.fuel = AMPLE_FUEL;
  describe_call(level->L, level->ci, "nSlt", "Slt", &ar);
  name_size = text_size(ar.name, NAME_SIZE);
  tl_shared.fuel = fuel;
  put_text(L, ar.name, name_size);
  put_text(L, ar.namewhat, strlen(ar.namewhat));
  put_text(L, ar.what, strlen(ar.what));
  put_text(L, ar.source, ar.srclen < SOURCE_SIZE ? ar.srclen : SOURCE_SIZE);
  ensure_stack(L);
  lua_pushstring(L, ar.short_src);
  put_text(L, lua_tostring(L, -1), strlen(ar.short_src));
  put_integer(L, ar.currentline);
  put_integer(L, ar.linedefined);
  put_integer(L, ar.lastlinedefined);
  put_integer(L, ar.istailcall);
}

/* the count of levels, at most 'number', then nine slots for each */
static void get_stack (lua_State *L, Body *body) {
  Level level;
  uint32_t count = 0;
  int found;
  begin_writing(L);
  put_integer(L, 0);
  forbid_collection(L);
  for (found = first_level(L, &level); found && count < body->number; found = next_level(&level)) {
    put_level(L, &level);
    count++;
  }
  allow_collection(L);
  out_slots()[0].as.number = count;
  no_entry = 0;
}

EXPORT(get_stack) uint32_t tl_get_stack (uint32_t most) {
  Body body = {.run = get_stack, .is_leaf = 1, .number = most};
  return enter(&body);
}

/* tables as references: a copy of all that a variable leads to is not what a debugger is for */
static void put_local (lua_State *L, const char *name, const TValue *value) {
  put_text(L, name, text_size(name, NAME_SIZE));
  if (ttislightuserdata(value)) put_slot(L, (Slot){.tag = SLOT_NIL});
  else if (!ttistable(value)) write_value(L, value, 0);
  else if (!write_host_error(L, value)) write_ref(L, value);
}

/* the variables with names (step 1) or the variable arguments (step -1); returns how many */
static int put_locals (lua_State *L, const Level *level, int step) {
  const char *name;
  StkId place;
  int index, count = 0;
  for (index = step; (name = luaG_findlocal(level->L, level->ci, index, &place)) != NULL; index += step) {
    TValue value = *s2v(place); /* the stack may move meanwhile */
    if (step > 0 && *name == '(') continue;
    put_local(L, name, &value);
    count++;
  }
  return count;
}

/* the count of variables, or -1 where there is no such level, then two slots for each: name, value */
static void get_locals (lua_State *L, Body *body) {
  Level level;
  uint32_t above = body->number;
  int found = first_level(L, &level), count = -1;
  for (; found && above > 0; above--) found = next_level(&level);
  begin_writing(L);
  put_integer(L, -1);
  if (found) {
    count = put_locals(L, &level, 1);
    if (isLua(level.ci)) count += put_locals(L, &level, -1);
  }
  out_slots()[0].as.number = count;
  no_entry = 0;
}

EXPORT(get_locals) uint32_t tl_get_locals (uint32_t level) {
  Body body = {.run = get_locals, .is_leaf = 1, .number = level};
  return enter(&body);
}
