/*
** Sampling: the functions that are active, for the host's profiler, which asks from within 'look'. As in
** traceback.c no Lua memory is used and no Lua code runs. What a frame points to stays where it is until Lua
** runs on. Of a deep stack the middle is left out.
*/

#define INNER_FRAMES 32
#define OUTER_FRAMES 96
#define LONGEST_NAME 200

/* src/profiling/stack-sampler.ts holds the same layout */
typedef struct Frame {
  uint32_t source;      /* address of the chunk's name; 0 for a function that is not Lua's */
  uint32_t source_size;
  uint32_t name;        /* address of the name by which it was called; 0 where there is none */
  uint32_t name_size;
  int32_t defined;      /* the line on which it is defined, 0 for a main chunk */
  int32_t line;         /* the line on which it is */
} Frame;

static struct {
  uint32_t count;
  uint32_t skipped;     /* left out after the first INNER_FRAMES */
  Frame frames[INNER_FRAMES + OUTER_FRAMES];
} sample;

static void describe_frame (lua_State *L, CallInfo *ci, Frame *frame) {
  const char *name = NULL;
  int is_long = isLua(ci->previous) && ci_func(ci->previous)->p->sizecode > LONG_FUNCTION;
  *frame = (Frame){0};
  if (isLua(ci)) {
    const Proto *p = ci_func(ci)->p;
    frame->source = p->source ? (uint32_t)(uintptr_t)getstr(p->source) : (uint32_t)(uintptr_t)"=?";
    frame->source_size = p->source ? (uint32_t)tsslen(p->source) : 2;
    frame->defined = p->linedefined;
    frame->line = getcurrentline(ci);
  }
  if (!is_long && !(ci->callstatus & CIST_TAIL) && funcnamefromcall(L, ci->previous, &name) != NULL) {
    frame->name = (uint32_t)(uintptr_t)name;
    frame->name_size = (uint32_t)strnlen(name, LONGEST_NAME);
  }
}

/* each thread with its stack, innermost first: the running one, then those that wait for it */
#define each_frame(L, ci, try_frame)                                                   \
  for (try_frame = tl_try_top, L = NULL; try_frame != NULL; try_frame = try_frame->previous) \
    if (try_frame->L != L)                                                             \
      for (L = try_frame->L, ci = L->ci; ci != NULL && !is_bottom(L, ci); ci = ci->previous)

/* the address of the sample */
EXPORT(take_sample) const void *tl_take_sample (void) {
  lua_State *L;
  CallInfo *ci;
  TryFrame *try_frame;
  uint32_t depth = 0, level = 0;
  int32_t fuel = tl_shared.fuel;
  tl_shared.fuel = INT32_MAX; /* neither charged nor looked at */
  each_frame(L, ci, try_frame) depth++;
  sample.count = 0;
  sample.skipped = depth > INNER_FRAMES + OUTER_FRAMES ? depth - INNER_FRAMES - OUTER_FRAMES : 0;
  each_frame(L, ci, try_frame) {
    if (level < INNER_FRAMES || level >= INNER_FRAMES + sample.skipped)
      describe_frame(L, ci, &sample.frames[sample.count++]);
    level++;
  }
  tl_shared.fuel = fuel;
  return &sample;
}
