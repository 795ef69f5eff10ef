/*
** The core of Lua and of the engine: one translation unit, so that the interpreter's loop can inline
** what it needs. Its loops are charged but never checked (tools/meter-loops.ts): an error in the midst
** of them would leave a structure half done. lvm.c comes last, since ljumptab.h changes macros.
*/

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/libc.h>

#include "lzio.c"
#include "lctype.c"
#include "lopcodes.c"
#include "lmem.c"
#include "lundump.c"
#include "ldump.c"
#include "lstate.c"
#include "lgc.c"
#include "lfunc.c"
#include "lobject.c"
#include "ltm.c"
#include "lstring.c"
#include "ltable.c"

/* each of its callers in ldo.c returns at once where the coroutine yielded: see yield.c */
#include "lvm.h"
#define luaV_execute(L, ci) { (luaV_execute)(L, ci); if (L->status == LUA_YIELD) return; }
#include "ldo.c"
#undef luaV_execute

#include "ldebug.c"
#include "lapi.c"
#include "lauxlib.h"

#include "host.h"
#include "libs.h"

static l_noret end_execution (void);
static void read_slots (lua_State *L, int count);
static void allow_collection (lua_State *L);

#include "yield.c"
#include "memory.c"
#include "traceback.c"
#include "meter.c"
#include "bridge.c"
#include "entry.c"
#include "bytecode.c"
#include "doors.c"

#include "lvm.c"
