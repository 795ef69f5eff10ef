/*
** Values across the boundary: arrays of fixed slots in linear memory.
**
** One crossing carries any number of values. A slot holds a nil, a boolean or a number itself; a string
** as address and length; a plain table as its sizes, followed by the slots of its contents; everything
** else as a number: of an object of the host, or of the place in 'refs' that keeps a Lua value alive for
** the host. The host reads the out slots, and the strings that they point to, before it enters Lua again.
**
** Who owns what: 'refs' owns the Lua values that the host holds, until it says 'release'. The host owns its
** objects; each userdata, closure or error table that leads to one has a holder, whose finalizer tells the
** host ('retain' when it is made, 'release' when it is collected).
*/

enum {
  SLOT_NIL,
  SLOT_FALSE,
  SLOT_TRUE,
  SLOT_INTEGER,       /* a Lua integer that a double holds exactly, as one */
  SLOT_FLOAT,
  SLOT_BIGINT,        /* any other Lua integer, as 64 bits */
  SLOT_STRING,        /* ref: address of the bytes, size: how many */
  SLOT_TABLE,         /* size: values from index 1 on, ref: pairs after them */
  SLOT_REF,           /* ref: place in 'refs', size: what lies there, as below */
  SLOT_HOST_FUNCTION, /* ref: number of the host function */
  SLOT_HOST_ERROR,    /* ref: number of the host's error object; to Lua, followed by its name and message */
  SLOT_HOST_OBJECT,   /* ref: number of the host's object; to Lua, size: place of its metatable */
  SLOT_NUMBER,        /* only to Lua: an integer where it is one that a double holds exactly, else a float */
  SLOT_LARGE_NUMBER   /* the same, but an integer wherever it has one's value */
};

enum { REF_FUNCTION, REF_TABLE, REF_THREAD, REF_USERDATA };

typedef struct Slot {
  uint32_t tag;
  uint32_t size;
  union {
    double number;
    int64_t integer;
    uint32_t ref;
  } as;
} Slot;

#define STATIC_SLOTS 512
#define STATIC_BYTES 16384
#define MAX_DEPTH 100 /* of nested tables */
#define BYTES_PER_CHARGE 64
#define HOST_ERROR_BYTES 2048 /* with its stack, an Error of JavaScript takes about as much */
#define GC_STEP 16384u /* bytes that may be made before the collector takes a step */
#define MAX_SLOTS (INT32_MAX / (uint32_t)sizeof(Slot) / 2)
#define MAX_EXACT 9007199254740991 /* 2^53 - 1 */

static Slot static_out[STATIC_SLOTS];
static Slot static_in[STATIC_SLOTS];
static _Alignas(Slot) char static_bytes[STATIC_BYTES]; /* each string begins at a word */

/* what the host writes: a static block, or a larger one that is given up as soon as it is read */
typedef struct Input {
  uint32_t *address, *capacity; /* where the host finds them */
  void *static_block;
  uint32_t static_capacity, unit;
} Input;

static const Input in_slots = {&tl_shared.in_slots, &tl_shared.in_capacity, static_in, STATIC_SLOTS, sizeof(Slot)};
static const Input in_bytes = {&tl_shared.in_bytes, &tl_shared.bytes_capacity, static_bytes, STATIC_BYTES, 1};

static uint32_t out_count;
static uint32_t out_capacity = STATIC_SLOTS;
static uint32_t out_text; /* bytes of the strings in the slots; no more than memory_limit */
static int gathering;     /* whether the host gathers what several entries write: then those of all */
static const Slot *in_next;
static const Table *ancestors[MAX_DEPTH];

static Table *refs;         /* place -> Lua value kept alive for the host */
static Table *ref_places;   /* the same the other way round */
static Table *host_values;  /* number -> the function or userdata that leads to this object, weak */
static Table *host_errors;  /* error table -> holder of the error object, weak keys */
static lua_State *current;  /* the thread that runs, or that called the host */

/* addresses that no script can have: keys of the registry, and the mark of a userdata of the host's */
static const char holder_metatable, error_metatable, host_object_mark;

static int call_host_function (lua_State *L);
