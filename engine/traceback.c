/*
** Tracebacks, written into a fixed buffer: no Lua memory, no Lua code, so that one can be had when
** memory is exhausted and after the end. The text has the form that luaL_traceback gives it.
*/

#define TRACEBACK_SIZE 8192
#define TRACEBACK_HEADING "stack traceback:"
#define LONG_FUNCTION 10000
#define FIRST_LEVELS 10
#define LAST_LEVELS 11

static char traceback_text[TRACEBACK_SIZE];

__attribute__((format(printf, 1, 2)))
static void add_text (const char *format, ...) {
  uint32_t room = TRACEBACK_SIZE - tl_shared.traceback_size;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(traceback_text + tl_shared.traceback_size, room, format, arguments);
  va_end(arguments);
  if (length > 0)
    tl_shared.traceback_size += (uint32_t)length < room ? (uint32_t)length : room - 1;
}

static void add_level (lua_State *L, CallInfo *ci) {
  lua_Debug ar;
  /* the name of a function is found by going through the code of its caller */
  int is_long = isLua(ci->previous) && ci_func(ci->previous)->p->sizecode > LONG_FUNCTION;
  ar.i_ci = ci;
  ar.namewhat = "";
  lua_getinfo(L, is_long ? "Slt" : "Slnt", &ar);
  if (ar.currentline > 0) add_text("\n\t%s:%d: in ", ar.short_src, ar.currentline);
  else add_text("\n\t%s: in ", ar.short_src);
  if (*ar.what == 'm') add_text("main chunk");
  else if (*ar.namewhat) add_text("%s '%s'", ar.namewhat, ar.name);
  else if (*ar.what == 'C') add_text("?");
  else add_text("function <%s:%d>", ar.short_src, ar.linedefined);
  if (ar.istailcall) add_text("\n\t(...tail calls...)");
}

/* what is below the first function of a thread; that of scripts has one of ours there (execution.c) */
static int is_bottom (const lua_State *L, const CallInfo *ci) {
  return ci == &L->base_ci || (L == script_thread && ci->previous == &L->base_ci);
}

static void add_thread (lua_State *L, CallInfo *top) {
  CallInfo *ci;
  int depth = 0, level = 0;
  for (ci = top; ci != NULL && !is_bottom(L, ci); ci = ci->previous) depth++;
  for (ci = top; ci != NULL && !is_bottom(L, ci); ci = ci->previous, level++) {
    if (level < FIRST_LEVELS || level >= depth - LAST_LEVELS) add_level(L, ci);
    else if (level == FIRST_LEVELS)
      add_text("\n\t...\t(skipping %d levels)", depth - FIRST_LEVELS - LAST_LEVELS);
  }
}

static int no_entry_before;

static void begin_traceback (void) {
  no_entry_before = no_entry;
  no_entry = 1;
  tl_shared.traceback_size = 0;
  add_text(TRACEBACK_HEADING);
}

static void end_traceback (void) {
  no_entry = no_entry_before;
  if (tl_shared.traceback_size == sizeof(TRACEBACK_HEADING) - 1) tl_shared.traceback_size = 0; /* no function is active */
}

/* the stack of L from 'top' down, then those of the coroutines and the main thread that wait for it */
static void write_traceback (lua_State *L, CallInfo *top) {
  TryFrame *frame;
  begin_traceback();
  add_thread(L, top);
  for (frame = tl_try_top; frame != NULL; frame = frame->previous)
    if (frame->L != L && tl_shared.traceback_size < TRACEBACK_SIZE - 1) {
      L = frame->L;
      add_thread(L, L->ci);
    }
  end_traceback();
}
