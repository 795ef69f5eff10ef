/*
** The core of Lua and of the engine: one translation unit, so that the interpreter's loop can inline
** what it needs. Its loops are charged but never checked (tools/meter-loops.ts): an error in the midst
** of them would leave a structure half done. lvm.c comes last, since ljumptab.h changes macros.
*/

#include <errno.h>
#include <math.h>
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

/*
** luaS_new finds strings of C by their addresses, some of which are on the native stack: how deep that is depends on
** whether an execution was suspended. So it finds them by their text here.
*/
static unsigned int text_hash (const char *text) {
  unsigned int hash = (unsigned char)text[0];
  if (text[0] != '\0' && text[1] != '\0') hash = 31 * hash + 7u * (unsigned char)text[1] + (unsigned char)text[2];
  return hash;
}

#pragma push_macro("point2uint")
#undef point2uint
#define point2uint(text) text_hash(text)
#include "lstring.c"
#pragma pop_macro("point2uint")
#include "ltable.c"

/* on their own, for tools/meter-loops.ts to find: the first is charged, the second is not */
static __attribute__((noinline)) CallInfo *findpcall (lua_State *L);
static __attribute__((noinline)) void unroll (lua_State *L, void *ud);

#include "lvm.h"

/* the hooks have seen the start of a function, or an instruction that will be fetched again */
static void hide_from_hooks (lua_State *L, CallInfo *ci, int fetched) {
  if (fetched && (L->hookmask & LUA_MASKCOUNT)) L->hookcount++;
  if (L->hookmask & (LUA_MASKLINE | LUA_MASKCALL)) ci->callstatus |= CIST_HOOKYIELD;
}

/*
** An instruction goes on after a suspension, or a yield, in a function that it called. It uses as many as if it had
** not been left, and hooks see as much, though now it may pass the jump after it, or leave it to be fetched; begin the
** next round of a concatenation; be repeated, for to-be-closed variables; or, as a tail call of a C function, leave
** the return to the instruction after it.
*/
static void finish_instruction (lua_State *L) {
  CallInfo *ci = L->ci;
  const Instruction *next = ci->u.l.savedpc;
  OpCode op = GET_OPCODE(next[-1]);
  if (op == OP_CONCAT && L->top.p - 2 - (ci->func.p + 1 + GETARG_A(next[-1])) > 1) tl_shared.fuel--;
  luaV_finishOp(L);
  tl_shared.fuel -= cast_int(ci->u.l.savedpc - next);
  if (op == OP_TAILCALL) tl_shared.fuel++;
  if (ci->u.l.savedpc < next) hide_from_hooks(L, ci, 1);
  else if (op == OP_TAILCALL || (testTMode(op) && ci->u.l.savedpc == next)) hide_from_hooks(L, ci, 1);
}

/* each of its callers in ldo.c returns at once where the coroutine yielded: see yield.c */
#define luaV_execute(L, ci) { (luaV_execute)(L, ci); if (L->status == LUA_YIELD) return; }
#define luaV_finishOp(L) finish_instruction(L)
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

/* whether the host must not enter Lua now: there are values in the slots, or half a traceback, which it would lose */
static int no_entry;

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
#include "slots.c"
#include "out-slots.c"
#include "short-strings.c"
#include "in-slots.c"
#include "host-calls.c"
#include "bridge.c"
#include "entry.c"
#include "globals.c"
#include "release.c"
#include "open.c"
#include "held-values.c"
#include "threads.c"
#include "room.c"
#include "execution.c"
#include "hooks.c"
#include "stack.c"
#include "gc.c"
#include "image.c"
#include "bytecode.c"
#include "doors.c"
#include "sampling.c"
#include "warnings.c"

/* the mark of hide_from_hooks is taken away here, but where luaG_traceexec does it */
static int trace_call (lua_State *L) {
  CallInfo *ci = L->ci;
  int trap = luaG_tracecall(L);
  if (paused_at_start || !(L->hookmask & LUA_MASKLINE)) ci->callstatus &= ~CIST_HOOKYIELD;
  paused_at_start = 0;
  return trap;
}

#define luaG_tracecall(L) trace_call(L)
#include "lvm.c"
