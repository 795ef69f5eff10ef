/*
** Which memory an image of an idle state can leave out: what nobody owns. That is what malloc has free, and
** the blocks through which values cross, which have been read by then. So an image grows with what Lua uses,
** not with what it once used.
**
** malloc is the C library's, dlmalloc: its blocks lie back to back, each with its size before it, up to the
** free rest of the heap. Should a size not be plausible, the walk stops, and what follows is kept whole.
*/

#define LEAST_RUN 4096u
#define CHUNK_IN_USE 2u
#define CHUNK_FLAGS 7u
#define CHUNK_LEAST 16u
#define CHUNK_HEADER 8u  /* before the block */
#define FREE_LINKS 24u   /* what malloc keeps in a free block itself */

static uint32_t heap_start; /* the first block that malloc ever made, never freed */
static uint32_t heap_walk;

static void mark_heap (void) {
  heap_start = (uint32_t)(uintptr_t)malloc(1);
}

static int put_run (int count, const void *start, size_t size) {
  out_slots()[count] = (Slot){.tag = SLOT_NIL, .size = (uint32_t)size, .as.ref = (uint32_t)(uintptr_t)start};
  return count + 1;
}

/*
** Puts the next runs of unowned memory in the out slots (ref: start, size: bytes), and returns how many; less
** than STATIC_SLOTS where there are no more.
*/
EXPORT(free_runs) int tl_free_runs (int first) {
  int count = 0;
  if (first) {
    heap_walk = heap_start;
    count = put_run(count, static_in, sizeof(static_in));
    count = put_run(count, static_out, sizeof(static_out));
    count = put_run(count, static_bytes, sizeof(static_bytes));
  }
  while (count < STATIC_SLOTS && heap_walk && heap_walk < tl_shared.heap_end) {
    uint32_t head = *(uint32_t *)(uintptr_t)(heap_walk - 4);
    uint32_t size = head & ~CHUNK_FLAGS, end = heap_walk - CHUNK_HEADER + size;
    if (size < CHUNK_LEAST || size > tl_shared.heap_end - heap_walk) break;
    if (!(head & CHUNK_IN_USE) && size >= LEAST_RUN)
      count = put_run(count, (void *)(uintptr_t)(heap_walk + FREE_LINKS), end - heap_walk - FREE_LINKS);
    heap_walk += size;
  }
  return count;
}
