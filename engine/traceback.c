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

static void add_thread (lua_State *L, CallInfo *top) {
  CallInfo *ci;
  int depth = 0, level = 0;
  for (ci = top; ci != NULL && ci != &L->base_ci; ci = ci->previous) depth++;
  for (ci = top; ci != NULL && ci != &L->base_ci; ci = ci->previous, level++) {
    if (level < FIRST_LEVELS || level >= depth - LAST_LEVELS) add_level(L, ci);
    else if (level == FIRST_LEVELS)
      add_text("\n\t...\t(skipping %d levels)", depth - FIRST_LEVELS - LAST_LEVELS);
  }
}

/* the stack of L from 'top' down, then those of the coroutines and the main thread that wait for it */
static void write_traceback (lua_State *L, CallInfo *top) {
  TryFrame *frame;
  const uint32_t heading = sizeof(TRACEBACK_HEADING) - 1;
  tl_shared.traceback_size = 0;
  add_text(TRACEBACK_HEADING);
  add_thread(L, top);
  for (frame = tl_try_top; frame != NULL; frame = frame->previous)
    if (frame->L != L && tl_shared.traceback_size < TRACEBACK_SIZE - 1) {
      L = frame->L;
      add_thread(L, L->ci);
    }
  if (tl_shared.traceback_size == heading) tl_shared.traceback_size = 0; /* no Lua function is active */
}
