/*
** What the engine asks of the host: the only imports of the WebAssembly module (src/engine/abi.ts).
** None of them throws, but for 'brake': the host turns every exception into a return value.
*/
#ifndef tidelock_host_h
#define tidelock_host_h

#include <stdint.h>

#define HOST(name) __attribute__((import_module("host"), import_name(#name)))

/*
** The slice is used up: returns what to do, having set a new slice. Where it must not enter Lua, it is told so, and
** tells nobody of a warning: that waits for the next look.
*/
#define LOOK_GO_ON 0
#define LOOK_END 1  /* end the execution */
#define LOOK_WARN 2 /* a warning is waiting for the script */
#define LOOK_PAUSE 4 /* suspend the execution at the next place where that can be done */
HOST(look) int host_look (int may_enter);

/*
** A loop of the core has used up the slice and far more. If a limit is reached this does throw, the one
** exception: it tears the state apart, and the host sets it back to an image. Else it sets a new slice.
*/
HOST(brake) void host_brake (void);

/* puts the next waiting warning (utilization, resource) in the in slots; false if there is none */
HOST(warning) int host_warning (void);

/* calls a host function with the arguments in the out slots: the number of results in the in slots, or */
#define CALL_ERROR -1 /* raise the error value in the in slots */
#define CALL_ENDED -2 /* the execution ended meanwhile: end this part of it too */
#define CALL_MEMORY -3 /* raise a memory error: the results do not fit */
#define CALL_WAIT -4 /* suspend the execution: the results come later, with 'proceed' */
HOST(call) int host_call (int function, int arguments);

/* the debug hook, for this event, on this line, in the function of this name: LOOK_GO_ON or LOOK_END */
HOST(hook) int host_hook (int event, int line, const char *name, uint32_t name_size);

/* Lua has made, or collected, a value through which scripts reach this host function */
HOST(retain) void host_retain (int function);
HOST(release) void host_release (int function);

/* WebAssembly memory has a new size, so the host's views of it are stale */
HOST(memory_grew) void host_memory_grew (void);

/* seconds: wall clock since the epoch (0), processor time of this execution (1) */
HOST(clock) double host_clock (int which);

#endif
