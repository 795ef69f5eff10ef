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

/* on their own, for tools/meter-loops.ts to find: the first is charged, the second is not */
static __attribute__((noinline)) CallInfo *findpcall (lua_State *L);
static __attribute__((noinline)) void unroll (lua_State *L, void *ud);

/* luaV_finishOp repeats these, once for each time a handler of a to-be-closed variable was suspended or yielded */
static void repay_repeated (CallInfo *ci) {
  OpCode op = GET_OPCODE(ci->u.l.savedpc[-1]);
  if (op == OP_CLOSE || op == OP_RETURN) tl_shared.fuel++;
}

/* each of its callers in ldo.c returns at once where the coroutine yielded: see yield.c */
#include "lvm.h"
#define luaV_execute(L, ci) { (luaV_execute)(L, ci); if (L->status == LUA_YIELD) return; }
#define luaV_finishOp(L) (repay_repeated((L)->ci), (luaV_finishOp)(L))
/* luaD_hook makes room on the stack for the hook, and is alone in asking for so much; the host's needs none */
static void call_hook (lua_State *L, lua_Debug *ar);
#define room_needed(L, n) ((n) == LUA_MINSTACK && (L)->hook == call_hook ? -1 - EXTRA_STACK : (n))
#undef luaD_checkstack
#define luaD_checkstack(L, n) luaD_checkstackaux(L, room_needed(L, n), (void)0, (void)0)
#include "ldo.c"
#undef luaD_checkstack
#define luaD_checkstack(L, n) luaD_checkstackaux(L, n, (void)0, (void)0)
#undef luaV_execute
#undef luaV_finishOp

#include "ldebug.c"
#include "lapi.c"
#include "lauxlib.h"

#include "host.h"
#include "libs.h"

static l_noret end_execution (void);
static void ensure_stack (lua_State *L);
static void read_slots (lua_State *L, int count);
static void allow_collection (lua_State *L);
static void end_script_hooks (void);

/* where scripts run: their main program, which can be suspended as a coroutine can */
static lua_State *script_thread;

#include "yield.c"
#include "suspend.c"
#include "memory.c"
#include "traceback.c"
#include "meter.c"
#include "bridge.c"
#include "entry.c"
#include "execution.c"
#include "hooks.c"
#include "stack.c"
#include "gc.c"
#include "image.c"
#include "bytecode.c"
#include "doors.c"
#include "sampling.c"

#include "lvm.c"
