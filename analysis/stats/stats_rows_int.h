/* Drawing rows by their contents, so that the order of the rows does not matter. Internal. */
#ifndef PLUMB_STATS_ROWS_INT_H
#define PLUMB_STATS_ROWS_INT_H

#include <plumb/base.h>

/* Hash of each row's contents (-0 as 0); [rows], NULL when out of memory. */
uint64_t *plumb_rows_hash(const double *x, size_t rows, size_t columns);

/* The `count` rows with the smallest hash of (seed, stream, hash[row]), in ascending order of that
 * hash; equal rows have equal hashes, so it does not matter which of them is taken. False when out
 * of memory. */
bool plumb_rows_pick(const uint64_t *hash, size_t rows, uint64_t seed, uint64_t stream,
                     size_t count, uint32_t *pick);

#endif
