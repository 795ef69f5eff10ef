/*
** Short strings from the host, which passes the same few again and again: Lua's hash takes as long as all else that
** there is to do to find one, so those of the last are kept, by their texts.
**
** Invariant: a string is charged as many instructions as Lua's own functions take here (tools/meter-loops.ts), whether
** or not its hash is kept.
*/

#define KEPT_BITS 6
#define LEAST_KEPT 4 /* bytes; the hash of fewer is found as soon */

typedef struct KeptHash {
  uint32_t size, hash;
  char text[LUAI_MAXSHORTLEN];
} KeptHash;

static KeptHash kept_hashes[1 << KEPT_BITS];

static uint32_t word_at (const char *text) {
  uint32_t word;
  memcpy(&word, text, sizeof(word));
  return word;
}

/* the last words overlap */
static __attribute__((noinline)) int uncharged_equal (const char *a, const char *b, size_t size) {
  size_t i;
  if (size < 4) {
    for (i = 0; i < size; i++) if (a[i] != b[i]) return 0;
    return 1;
  }
  for (i = 0; i < size - 4; i += 4) if (word_at(a + i) != word_at(b + i)) return 0;
  return word_at(a + size - 4) == word_at(b + size - 4);
}

/* as the hash of lstring.c */
static __attribute__((noinline)) unsigned int uncharged_hash (const char *text, size_t size, unsigned int seed) {
  unsigned int hash = seed ^ (unsigned int)size;
  for (; size > 0; size--) hash ^= (hash << 5) + (hash >> 2) + (unsigned char)text[size - 1];
  return hash;
}

static __attribute__((noinline)) unsigned int uncharged_kept_hash (const char *text, size_t size, unsigned int seed) {
  uint32_t key = (word_at(text) ^ word_at(text + size - 4) * 31u ^ (uint32_t)size) * 2654435769u;
  KeptHash *kept = &kept_hashes[key >> (32 - KEPT_BITS)];
  if (kept->size != size || !uncharged_equal(text, kept->text, size)) {
    size_t i;
    for (i = 0; i < size - 4; i += 4) memcpy(kept->text + i, text + i, 4);
    memcpy(kept->text + size - 4, text + size - 4, 4);
    kept->size = (uint32_t)size;
    kept->hash = uncharged_hash(text, size, seed);
  }
  return kept->hash;
}

static TString *find_short_string (lua_State *L, const char *text, size_t size) {
  global_State *g = G(L);
  unsigned int hash = size < LEAST_KEPT ? uncharged_hash(text, size, g->seed) : uncharged_kept_hash(text, size, g->seed);
  TString *string;
  for (string = g->strt.hash[lmod(hash, g->strt.size)]; string != NULL; string = string->u.hnext)
    if (string->hash == hash && string->shrlen == (ls_byte)size && uncharged_equal(getshrstr(string), text, size)) {
      if (size > 1) tl_shared.fuel -= (int32_t)(size / 2 - 1 + size - 1); /* the hash takes two bytes at a time */
      if (isdead(g, string)) changewhite(string);
      return string;
    }
  return luaS_newlstr(L, text, size);
}
