/*
** The parser, on its own because its loops are checked as well as charged: whatever it is doing can be
** given up (end_execution in meter.c frees its buffers).
**
** Except where it fills the new part of an array of a prototype, which the collector may look at: those
** four functions are kept apart, and tools/meter-loops.ts lets their loops be charged only.
*/

#define LUA_CORE

#include "lprefix.h"
#include "lua.h"
#include "lcode.h"
#include "lparser.h"

static __attribute__((noinline)) int addk (FuncState *fs, Proto *f, TValue *v);
static __attribute__((noinline)) short registerlocalvar (LexState *ls, FuncState *fs, TString *varname);
static __attribute__((noinline)) Upvaldesc *allocupvalue (FuncState *fs);
static __attribute__((noinline)) Proto *addprototype (LexState *ls);

#include "llex.c"
#include "lcode.c"
#include "lparser.c"
