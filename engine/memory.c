/*
** The allocator behind lua_newstate: counts every byte, refuses what is over the limit.
**
** Lua passes a block's old size when it frees it, so small blocks carry no header: blocks of one size
** class share a 4 kB page, found from the block's address, whose header keeps the page's free list.
** A page that becomes empty is given back, so that no script can tie memory up in one class. Larger
** blocks, and the pages themselves, come from the C library's malloc.
**
** Invariant: memory_used is the sum of the sizes Lua asked for, and never exceeds memory_limit.
*/

#define CLASS_PAGE 4096u
#define SMALL_LIMIT 256u
#define SIZE_CLASSES (SMALL_LIMIT / 8 + 1)

typedef struct FreeBlock {
  struct FreeBlock *next;
} FreeBlock;

typedef struct Page {
  struct Page *previous, *next; /* among the pages of the class that have room */
  FreeBlock *free;
  uint32_t unused;              /* offset of the part of the page never handed out */
  uint16_t in_use;              /* blocks handed out */
  uint16_t block_size;
} Page;

/* what malloc keeps before a block: pages of this size lie back to back */
#define MALLOC_HEADER 8u
#define CLASS_PAGE_END (CLASS_PAGE - MALLOC_HEADER)

static Page *roomy_pages[SIZE_CLASSES];

static int page_is_full (const Page *page) {
  return page->free == NULL && page->unused + page->block_size > CLASS_PAGE_END;
}

static void link_page (Page *page) {
  Page **list = &roomy_pages[page->block_size / 8];
  page->previous = NULL;
  page->next = *list;
  if (*list) (*list)->previous = page;
  *list = page;
}

static void unlink_page (Page *page) {
  if (page->previous) page->previous->next = page->next;
  else roomy_pages[page->block_size / 8] = page->next;
  if (page->next) page->next->previous = page->previous;
}

static Page *new_page (uint32_t block_size) {
  Page *page = aligned_alloc(CLASS_PAGE, CLASS_PAGE_END);
  if (page == NULL) return NULL;
  page->free = NULL;
  page->unused = (sizeof(Page) + 7) & ~7u;
  page->in_use = 0;
  page->block_size = (uint16_t)block_size;
  link_page(page);
  return page;
}

static void *small_alloc (size_t size) {
  uint32_t block_size = (uint32_t)(size + 7) & ~7u;
  Page *page = roomy_pages[block_size / 8];
  void *block;
  if (page == NULL && (page = new_page(block_size)) == NULL) return NULL;
  if (page->free) {
    block = page->free;
    page->free = page->free->next;
  }
  else {
    block = (char *)page + page->unused;
    page->unused += block_size;
  }
  page->in_use++;
  if (page_is_full(page)) unlink_page(page);
  return block;
}

static void small_free (void *block) {
  Page *page = (Page *)((uintptr_t)block & ~(uintptr_t)(CLASS_PAGE - 1));
  int was_full = page_is_full(page);
  FreeBlock *freed = block;
  freed->next = page->free;
  page->free = freed;
  page->in_use--;
  if (was_full) link_page(page);
  else if (page->in_use == 0 && (page->previous || page->next)) {
    unlink_page(page);
    free(page);
  }
}

static void *raw_alloc (size_t size) {
  return size <= SMALL_LIMIT ? small_alloc(size) : malloc(size);
}

static void raw_free (void *block, size_t size) {
  if (size <= SMALL_LIMIT) small_free(block);
  else free(block);
}

static void *raw_realloc (void *block, size_t old_size, size_t size) {
  if (old_size > SMALL_LIMIT && size > SMALL_LIMIT) return realloc(block, size);
  if (old_size <= SMALL_LIMIT && size <= SMALL_LIMIT && (old_size + 7) / 8 == (size + 7) / 8) return block;
  void *moved = raw_alloc(size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, old_size < size ? old_size : size);
  raw_free(block, old_size);
  return moved;
}

/* use up the slice at once, without charging for it, so that the host looks at the next check */
static void cut_slice_short (void) {
  if (tl_shared.fuel > 0) {
    tl_shared.charged_early += tl_shared.fuel;
    tl_shared.fuel = 0;
  }
}

static int warned_of_memory;

/* an execution begins */
static void begin_memory_account (void) {
  tl_shared.memory_peak = tl_shared.memory_used;
  warned_of_memory = 0;
}

static void *counted_alloc (void *ud, void *block, size_t old_size, size_t size) {
  (void)ud;
  if (block == NULL) old_size = 0; /* then Lua passes the kind of object, not a size */
  if (size == 0) {
    if (block) {
      raw_free(block, old_size);
      tl_shared.memory_used -= old_size;
    }
    return NULL;
  }
  uint32_t room = tl_shared.memory_used < tl_shared.memory_limit ? tl_shared.memory_limit - tl_shared.memory_used : 0;
  if (size > old_size && size - old_size > room) {
    tl_shared.memory_wanted = size - old_size;
    return NULL;
  }
  void *result = block ? raw_realloc(block, old_size, size) : raw_alloc(size);
  if (result == NULL) {
    tl_shared.memory_wanted = size;
    return NULL;
  }
  tl_shared.memory_used += size - old_size;
  if (tl_shared.memory_used > tl_shared.memory_peak) {
    tl_shared.memory_peak = tl_shared.memory_used;
    if (tl_shared.memory_used >= tl_shared.memory_warning && !warned_of_memory) {
      warned_of_memory = 1;
      cut_slice_short();
    }
  }
  return result;
}

/*
** The C library's malloc asks here for more. The end of the heap is ours to keep, since an instance that
** was set back to an earlier image keeps the pages which it has grown to meanwhile. A wall keeps what
** is lost to fragmentation in proportion to the limit.
*/
#define MEMORY_OVERHEAD (16u << 20)

void *sbrk (intptr_t increment) {
  uint64_t wall = 2 * (uint64_t)tl_shared.memory_limit + MEMORY_OVERHEAD;
  uintptr_t size = __builtin_wasm_memory_size(0) * 65536u;
  uintptr_t start = tl_shared.heap_end ? tl_shared.heap_end : (tl_shared.heap_end = size);
  if (increment > 0 && start + (uint64_t)increment > wall) {
    errno = ENOMEM;
    return (void *)-1;
  }
  if (increment > 0 && (uintptr_t)increment > size - start) {
    uintptr_t more = (uintptr_t)increment - (size - start);
    if (__builtin_wasm_memory_grow(0, (more + 65535u) / 65536u) == (size_t)-1) {
      errno = ENOMEM;
      return (void *)-1;
    }
    host_memory_grew();
  }
  tl_shared.heap_end = start + (uintptr_t)increment;
  return (void *)start;
}
