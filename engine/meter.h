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
  uint32_t memory_peak;    /* highest value of memory_used since the host last reset it */
  uint32_t memory_limit;   /* memory_used never exceeds this */
  uint32_t memory_warning; /* crossing it uses up the slice, so that the host looks soon */
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

/* what a protected call takes, in instructions; it may be one of many finalizers that run no Lua code */
#define TRY_CHARGE 10

/* called where a library loop finds its slice used up; does not return after the end */
void tl_check(void);

/* called where a loop of the core, which cannot be ended, has run far past the end of the slice */
void tl_brake (void);

/* as tl_check, but between two instructions of L, where Lua code may be called */
void tl_look(struct lua_State *L);

/* leaves luaV_execute, looks, and enters it again (which lets V8 exchange its code) */
void tl_pause(struct lua_State *L, struct CallInfo *ci);

/* the instruction at which execution was paused is to be charged again: give one back */
extern int32_t tl_refund;

/* whether the coroutine that 'frame' runs came back by yielding: see yield.c */
int tl_yielded (struct lua_State *L, const TryFrame *frame);

/* called for each error about to be raised */
void tl_throw(struct lua_State *L, int status);

unsigned int tl_random_seed(void);

#endif
