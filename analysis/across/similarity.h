/* Which texts share sentences: MinHash signatures, candidate pairs by bands, exact overlap.
 *
 * A text is a set of 64-bit hashes of its sentences. Pure functions; results do not depend on the
 * order of the texts beyond their indices. Broder (1997); Leskovec, Rajaraman, Ullman, "Mining of
 * Massive Datasets", ch. 3.
 */
#ifndef PLUMB_SIMILARITY_H
#define PLUMB_SIMILARITY_H

#include "plumb/base.h"

enum { PLUMB_MINHASH_SIZE = 64, PLUMB_MINHASH_BANDS = 32 }; /* bands of two rows */

/* signature[PLUMB_MINHASH_SIZE] of the set hashes[n]; all ones for the empty set. O(64 n). */
void plumb_minhash(const uint64_t *hashes, size_t n, uint64_t signature[PLUMB_MINHASH_SIZE]);

struct plumb_pair {
    size_t a, b; /* a < b */
};

/* Pairs of texts that agree in at least one band: with bands of two rows a pair of Jaccard
 * similarity s is found with probability 1 - (1 - s^2)^32 (s = 0.3: 95 %). signatures[count * 64];
 * empty texts are left out. At most `limit` pairs for one bucket, the first by index. Sorted,
 * without repeats. PLUMB_E_NOMEM. *pairs is in `arena`. */
enum plumb_status plumb_similar_pairs(const uint64_t *signatures, size_t count, size_t limit,
                                      struct plumb_arena *arena, struct plumb_pair **pairs,
                                      size_t *pair_count, struct plumb_error *error);

/* Number of common elements of two ascending sets without repeats. O(n + m). */
size_t plumb_set_overlap(const uint64_t *a, size_t n, const uint64_t *b, size_t m);

#endif
