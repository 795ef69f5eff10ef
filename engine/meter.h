/*
** Metering: what counts instructions, and what happens when a slice of them is used up.
*/
#ifndef tidelock_meter_h
#define tidelock_meter_h

#include <stddef.h>
#include <stdint.h>

struct lua_State;
struct CallInfo;

/*
** The block of memory that the host reads and writes directly. src/engine/abi.ts holds the same
** layout; all fields are 32 bits wide, in this order.
*/
typedef struct Shared {
  int32_t fuel;            /* instructions left in this slice; at or below zero the host is asked */
  uint32_t memory_used;    /* bytes of Lua heap now */
  uint32_t memory_peak;    /* highest value of memory_used in this execution */
  uint32_t memory_limit;   /* memory_used never exceeds this */
  uint32_t memory_warning; /* reaching it uses up the slice, once in an execution, so that the host looks soon */
  uint32_t memory_wanted;  /* size of the request that was last refused */
  int32_t charged_early;   /* fuel set aside (or lent, if negative): it was not used, though it is gone */
  uint32_t out_slots;      /* address of the slots that Lua writes for the host */
  uint32_t in_slots;       /* address of the slots that the host writes for Lua */
  uint32_t in_capacity;    /* how many */
  uint32_t in_bytes;       /* address of the bytes of the strings among them */
  uint32_t bytes_capacity; /* how many */
  uint32_t traceback;      /* address of the text written when an error or a limit struck */
  uint32_t traceback_size; /* its length in bytes */
  uint32_t heap_end;       /* end of the memory in use */
  uint32_t random_seed;    /* low half of the seed of math.random */
} Shared;

extern Shared tl_shared;

typedef struct TryFrame {
  struct TryFrame *previous;
  struct lua_State *L;
  void (*body)(struct lua_State *, void *);
  void *data;
  unsigned long C_calls; /* L->nCcalls when it began */
} TryFrame;

extern TryFrame *tl_try_top;

/* for work that is neither charged nor ended */
#define AMPLE_FUEL (INT32_MAX / 2)

/* what a protected call takes, in instructions; it may be one of many finalizers that run no Lua code */
#define TRY_CHARGE 10
#define TRY_PAY() ((void)(tl_shared.fuel -= TRY_CHARGE), (void)(tl_shared.fuel <= 0 ? tl_check() : (void)0))

/* called where a library loop finds its slice used up; does not return after the end */
void tl_check(void);

/* called where a loop of the core, which cannot be ended, has run far past the end of the slice */
void tl_brake (void);

/* as tl_check, but between two instructions of L, where Lua code may be called; whether L is to be suspended */
int tl_look(struct lua_State *L);

/*
** tl_look with a debug hook set, when the function goes on at 'next', and pays for it again if there is a refund;
** true if L was suspended: then luaV_execute returns at once
*/
int tl_look_hooked(struct lua_State *L, struct CallInfo *ci, const uint32_t *next, int32_t refund);

/* leaves luaV_execute, looks, and enters it again (which lets V8 exchange its code) */
void tl_pause(struct lua_State *L, struct CallInfo *ci);

/* the instruction at which execution was paused is to be charged again: give one back */
extern int32_t tl_refund;

/* whether a suspended execution is about to go on, whose threads are being resumed: see suspend.c */
extern int tl_is_going_on;
void tl_going_on (struct lua_State *L);

/* whether the coroutine that 'frame' runs came back by yielding: see yield.c */
int tl_yielded (struct lua_State *L, const TryFrame *frame);

/* called for each error about to be raised */
void tl_throw(struct lua_State *L, int status);

unsigned int tl_random_seed(void);

/* counts the changes of the debug hook, see hooks.c; and the last that a thread has been given */
extern uint32_t tl_hook_epoch;
#define thread_epoch(L) (*(uint32_t *)lua_getextraspace(L))
void tl_give_hook (struct lua_State *L);

#endif
