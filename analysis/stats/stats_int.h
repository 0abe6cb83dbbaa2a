/* Internal helpers of the statistics library. Not for use outside analysis/stats_*.c. */
#ifndef PLUMB_STATS_INT_H
#define PLUMB_STATS_INT_H

#include <gsl/gsl_math.h>
#include <math.h>
#include <plumb/base.h>

/* x is there, n >= least and all values are finite; `what` starts the sentence of the error. */
enum plumb_status plumb_stats_check(const double *x, size_t n, size_t least, const char *what,
                                    struct plumb_error *error);
/* Heap copies; NULL when out of memory. Free with plumb_free. */
double *plumb_stats_copy(const double *x, size_t n);
double *plumb_stats_copy_sorted(const double *x, size_t n);
double *plumb_stats_doubles(size_t n); /* zeroed */
void plumb_stats_sort(double *x, size_t n);
/* order[n] becomes the permutation that sorts key ascending; ties by index, so that the result is
 * the same everywhere. False when out of memory. */
bool plumb_stats_order(const double *key, size_t n, size_t *order);

/* Counter-based random numbers: value `counter` of the stream (seed, stream). The same triple
 * gives the same number on every machine and in every order of evaluation. */
struct plumb_rng {
    uint64_t key, counter;
};
struct plumb_rng plumb_rng_stream(uint64_t seed, uint64_t stream);
uint64_t plumb_rng_next(struct plumb_rng *rng);
double plumb_rng_uniform(struct plumb_rng *rng);         /* [0, 1) with 53 bits */
size_t plumb_rng_below(struct plumb_rng *rng, size_t n); /* 0..n-1, n >= 1 */
double plumb_rng_normal(struct plumb_rng *rng);          /* inverse-cdf method */

#endif
