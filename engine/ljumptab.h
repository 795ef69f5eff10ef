/*
** Metering of the interpreter's loop.
**
** lvm.c includes this file inside luaV_execute, where Lua expects a table of computed gotos. It keeps
** the switch (faster in WebAssembly) and redefines macros that the rest of that function expands, so
** that instructions are counted by blocks of straight-line code:
**
**   'mark' is the program counter where the current block began; everything before it is charged.
**
** A block is charged (pc - mark, in slots) where control moves and, since an error or a metamethod may
** follow, wherever Lua saves its program counter. So nothing runs uncharged, whichever way it is left.
** The slice is checked at backward jumps, loops, calls and returns, always before the call.
*/

const Instruction *mark;

#define METER_CHARGE() (tl_shared.fuel -= cast_int(pc - mark), mark = pc)

#undef savepc
#define savepc(ci) (ci->u.l.savedpc = pc, METER_CHARGE())

/* 'startfunc' and 'returning' expand this just before they load 'pc' from the same place */
#undef ci_func
#define ci_func(ci) (mark = (ci)->u.l.savedpc, clLvalue(s2v((ci)->func.p)))

/* With a debug hook set the function is not left: entering it again would call the hook twice. */
#define METER_LEAVE(next_pc, refund)                        \
  {                                                         \
    if (!luaP_isIT(*(next_pc))) L->top.p = ci->top.p;       \
    ci->u.l.savedpc = (next_pc) + 1;                        \
    if (l_likely(!L->hookmask)) {                           \
      tl_refund = (refund);                                 \
      __attribute__((musttail)) return tl_pause(L, ci);     \
    }                                                       \
    ci->u.l.savedpc = pc;                                   \
    if (tl_look_hooked(L, ci, next_pc, refund)) return;     \
    updatebase(ci);                                         \
    updatetrap(ci);                                         \
  }

/* before a call, a return or a loop instruction, which has been fetched: leaving means to fetch it again */
#define METER_STOP                                          \
  {                                                         \
    METER_CHARGE();                                         \
    if (l_unlikely(tl_shared.fuel <= 0)) METER_LEAVE(pc - 1, 1) \
  }

#undef dojump
#define dojump(ci, i, e)                                    \
  {                                                         \
    int offset = GETARG_sJ(i) + (e);                        \
    if (offset < 0) {                                       \
      tl_shared.fuel -= cast_int(pc + (e) - mark);          \
      pc += offset;                                         \
      mark = pc;                                            \
      if (l_unlikely(tl_shared.fuel <= 0)) METER_LEAVE(pc, 0) \
    }                                                       \
    else                                                    \
      pc += offset;                                         \
    updatetrap(ci);                                         \
  }

/* FORLOOP and TFORLOOP jump back by this argument, which they expand only when they do jump */
#undef GETARG_Bx
#define GETARG_Bx(i)                                        \
  ({                                                        \
    int bx = cast_int(getarg(i, POS_Bx, SIZE_Bx));          \
    if (GET_OPCODE(i) == OP_FORLOOP || GET_OPCODE(i) == OP_TFORLOOP) { \
      METER_CHARGE();                                       \
      mark = pc - bx;                                       \
    }                                                       \
    bx;                                                     \
  })

/* coroutine.yield called straight from the coroutine's own frames: leave them without an exception */
#define METER_YIELD                                         \
  {                                                         \
    StkId callee = RA(i);                                   \
    if (l_unlikely(ttypetag(s2v(callee)) == LUA_VLCF && fvalue(s2v(callee)) == tl_yield_function) && \
        can_yield_by_return(L)) {                           \
      if (GETARG_B(i) != 0) L->top.p = callee + GETARG_B(i); \
      savepc(ci);                                           \
      yield_by_return(L, callee, GETARG_C(i) - 1);          \
      return;                                               \
    }                                                       \
  }

/* vmcase(OP_X) puts METER_AT_OP_X, where that is defined, before the code of the instruction */
#define METER_AT_OP_CALL      ~, METER_STOP METER_YIELD
#define METER_AT_OP_TAILCALL  ~, METER_STOP
#define METER_AT_OP_RETURN    ~, METER_STOP
#define METER_AT_OP_RETURN0   ~, METER_STOP
#define METER_AT_OP_RETURN1   ~, METER_STOP
#define METER_AT_OP_FORLOOP   ~, METER_STOP
#define METER_AT_OP_TFORPREP  ~, METER_STOP
#define METER_AT_OP_TFORCALL  ~, METER_STOP
#define METER_AT_OP_TFORLOOP  ~, METER_STOP /* only hostile bytecode arrives there so: TFORCALL goes on to it */
#define METER_SECOND(first, second, ...) second
#define METER_PICK(...) METER_SECOND(__VA_ARGS__)

#undef vmcase
#define vmcase(l) case l: METER_PICK(METER_AT_##l, , ~)
