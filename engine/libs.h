#ifndef tidelock_libs_h
#define tidelock_libs_h

#include <stddef.h>
#include <stdint.h>

struct lua_State;
struct lua_Debug;

/* registry key of math.randomseed */
extern const char tl_randomseed_key;

/* coroutine.yield */
extern int (*const tl_yield_function) (struct lua_State *L);

/* string.dump */
extern int (*const tl_dump_function) (struct lua_State *L);

void tl_open_libraries (struct lua_State *L, uint32_t libraries, uint32_t seal);

/* lua_sethook, for debug.sethook */
void tl_set_script_hook (struct lua_State *L, void (*hook) (struct lua_State *, struct lua_Debug *), int mask, int count);
/* what the host offers scripts besides the libraries that it chose: see modules.c, chunks.c, streams.c */
#define DOOR_MODULES 0    /* require, with the host as a searcher */
#define DOOR_READER 1     /* dofile, loadfile and their kin read through the host */
#define DOOR_NO_READER 2  /* and no longer */
#define DOOR_INPUT 3      /* io.read */
void tl_open_door (struct lua_State *L, uint32_t door);

/* where relative names of files begin: see folder.c */
void tl_set_working_folder (const char *folder, size_t size);

int tl_may_close_itself (struct lua_State *L);

/* suspended executions: see suspend.c */
int tl_is_suspending (void);
int tl_is_suspended (const struct lua_State *thread);
int tl_is_main_program (const struct lua_State *L);

/* the continuation of coroutine.resume and coroutine.wrap that were suspended */
int tl_resume_again (struct lua_State *L, int status, intptr_t thread);

/* the name of a C function, as of a field of a library where it is one; it may be left on the stack */
const char *tl_function_name (struct lua_State *L, struct lua_Debug *ar);

/* whether an execution can be suspended while this library function waits for what it called */
int tl_can_be_suspended (int (*function) (struct lua_State *L));

/* calls the host function of this number with the values on L's stack; as a lua_CFunction returns */
/* those that the libraries call; all their arguments are strings */
#define HOST_PRINT 0       /* the arguments of print */
#define HOST_EXIT 1        /* a status: ends the script */
#define HOST_READ 2        /* a format of io.read: what was read, or nil */
#define HOST_WRITE 3       /* "output" or "error", and the text */
#define HOST_FIND_MODULE 4 /* a module's name: three results, see modules.c */
#define HOST_READ_FILE 5   /* a file's name: the bytes, or nil */
int tl_call_host (struct lua_State *L, int number);

/* to standard error: see warnings.c */
void tl_write_warning (const char *text);

/* what lua_setwarnf sets, and what to set where the pieces of a warning will not go on */
typedef void (*WarnFunction) (void *data, const char *text, int goes_on);
WarnFunction tl_after_warning (WarnFunction function);

double tl_host_clock (int which);

#endif
