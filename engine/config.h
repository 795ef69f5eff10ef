/*
** Included before everything else (-include): how Tidelock configures the pristine Lua sources.
** Only macros that Lua itself leaves open to its users are set here.
*/
#ifndef tidelock_config_h
#define tidelock_config_h

/* makes lvm.c include "ljumptab.h" inside luaV_execute; ours is the one on the include path */
#define LUA_USE_JUMPTABLE 1

/* there are no signals in WebAssembly, so the atomic type needs no <signal.h> */
#define l_signalT int

/* a locale would make results depend on the host */
#define lua_getlocaledecpoint() '.'

/* one seed for hashes and for math.random, decided by the host (see state.c) */
#define luai_makeseed() tl_random_seed()

/* table.sort must not take a different path in two runs of the same script */
#define l_randomizePivot(L) (~0u)

#include "meter.h"

/* an execution that goes on does not pay for getting there */
#define luai_userstateresume(L, n) ((void)(n), (void)(tl_is_going_on ? tl_going_on(L) : (void)0))

/*
** Every protected call leaves a frame in a chain of ours that crosses coroutines. When a limit ends
** the execution, the chain tells which coroutines were running and which parser was at work. What scripts
** pay for protected calls is charged where they ask for them (libs.c, entry.c), so that it is the same
** whether or not a coroutine could be suspended there; but for finalizers (lgc.c), which nobody asks for.
*/
#define LUAI_THROW(L, c) tl_throw(L, (c)->status), longjmp((c)->b, 1)
#define LUAI_TRY(L, c, f, ud)                              \
  {                                                        \
    TryFrame frame = {tl_try_top, L, f, ud, (L)->nCcalls}; \
    if ((f) == dothecall) TRY_PAY();                       \
    tl_try_top = &frame;                                   \
    if (thread_epoch(L) != tl_hook_epoch) tl_give_hook(L); \
    if (setjmp((c)->b) == 0) {                             \
      f(L, ud);                                            \
      if (tl_yielded(L, &frame)) (c)->status = LUA_YIELD;  \
    }                                                      \
    tl_try_top = frame.previous;                           \
  }

#endif
