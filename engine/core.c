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
/* luaD_hook makes room on the stack for the hook, and is alone in asking for so much; the host's needs none */
static void call_hook (lua_State *L, lua_Debug *ar);
#define room_needed(L, n) ((n) == LUA_MINSTACK && (L)->hook == call_hook ? -1 - EXTRA_STACK : (n))
#undef luaD_checkstack
#define luaD_checkstack(L, n) luaD_checkstackaux(L, room_needed(L, n), (void)0, (void)0)
#include "ldo.c"
#undef luaD_checkstack
#define luaD_checkstack(L, n) luaD_checkstackaux(L, n, (void)0, (void)0)
#undef luaV_execute

#include "ldebug.c"
#include "lapi.c"
#include "lauxlib.h"

#include "host.h"
#include "libs.h"

static l_noret end_execution (void);
static void read_slots (lua_State *L, int count);
static void allow_collection (lua_State *L);
static void end_script_hooks (void);

#include "stdio.c"
#include "yield.c"
#include "memory.c"
#include "traceback.c"
#include "meter.c"
#include "bridge.c"
#include "entry.c"
#include "hooks.c"
#include "stack.c"
#include "gc.c"

#include "lvm.c"
