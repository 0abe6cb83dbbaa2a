#include "analysis/stats/stats_int.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

enum plumb_status plumb_stats_check(const double *x, size_t n, size_t least, const char *what,
                                    struct plumb_error *error)
{
    if (n < least)
        return plumb_fail(error, PLUMB_E_DOMAIN, "%s needs at least %zu values, got %zu.", what,
                          least, n);
    if (x == NULL && n > 0)
        return plumb_fail(error, PLUMB_E_USAGE, "%s was given no array.", what);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return plumb_fail(
                error, PLUMB_E_DOMAIN,
                "%s needs finite values; value %zu is not. Drop missing values first.", what,
                i + 1);
    return PLUMB_OK;
}

double *plumb_stats_doubles(size_t n)
{
    return plumb_calloc(n > 0 ? n : 1, sizeof(double));
}

double *plumb_stats_copy(const double *x, size_t n)
{
    double *copy = plumb_stats_doubles(n);
    if (copy != NULL && n > 0)
        memcpy(copy, x, n * sizeof *x);
    return copy;
}

/* ---- sorting ------------------------------------------------------------------------------ */

#define RADIX_BITS 11
#define RADIX_SIZE (1u << RADIX_BITS)
#define RADIX_PASSES 6
#define RADIX_LEAST 2048

/* Order-preserving image of a double (no NaN); -0 becomes 0. */
static uint64_t to_key(double x)
{
    const double clean = x + 0.0;
    uint64_t bits;
    memcpy(&bits, &clean, sizeof bits);
    return bits >> 63 ? ~bits : bits | (UINT64_C(1) << 63);
}

static double from_key(uint64_t key)
{
    const uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

struct keyed {
    uint64_t key;
    size_t index;
};

static unsigned radix_digit(uint64_t key, unsigned pass)
{
    return (unsigned)(key >> (pass * RADIX_BITS)) & (RADIX_SIZE - 1);
}

/* Least significant digit first, stable: equal keys keep the order of their indices. Passes in
 * which all keys agree are skipped. Returns the array that holds the result. */
static struct keyed *radix_sort(struct keyed *from, struct keyed *to, size_t n, size_t *count)
{
    memset(count, 0, RADIX_PASSES * RADIX_SIZE * sizeof *count);
    for (size_t i = 0; i < n; i++)
        for (unsigned pass = 0; pass < RADIX_PASSES; pass++)
            count[pass * RADIX_SIZE + radix_digit(from[i].key, pass)]++;
    for (unsigned pass = 0; pass < RADIX_PASSES; pass++) {
        size_t *c = count + pass * RADIX_SIZE, sum = 0;
        if (c[radix_digit(from[0].key, pass)] == n)
            continue;
        for (size_t d = 0; d < RADIX_SIZE; d++) {
            const size_t here = c[d];
            c[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[c[radix_digit(from[i].key, pass)]++] = from[i];
        struct keyed *const swap = from;
        from = to;
        to = swap;
    }
    return from;
}

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* The same passes on bare keys, which are sorted in place of the values. */
static bool radix_sort_values(double *x, size_t n)
{
    uint64_t *work = plumb_calloc(n, 2 * sizeof *work), *from = work, *to = from + n;
    size_t *count = plumb_calloc(RADIX_PASSES * RADIX_SIZE, sizeof *count);
    const bool done = work != NULL && count != NULL;
    for (size_t i = 0; done && i < n; i++) {
        from[i] = to_key(x[i]);
        for (unsigned pass = 0; pass < RADIX_PASSES; pass++)
            count[pass * RADIX_SIZE + radix_digit(from[i], pass)]++;
    }
    for (unsigned pass = 0; done && pass < RADIX_PASSES; pass++) {
        size_t *c = count + pass * RADIX_SIZE, sum = 0;
        if (c[radix_digit(from[0], pass)] == n)
            continue;
        for (size_t d = 0; d < RADIX_SIZE; d++) {
            const size_t here = c[d];
            c[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[c[radix_digit(from[i], pass)]++] = from[i];
        uint64_t *const swap = from;
        from = to;
        to = swap;
    }
    for (size_t i = 0; done && i < n; i++)
        x[i] = from_key(from[i]);
    plumb_free(work);
    plumb_free(count);
    return done;
}

void plumb_stats_sort(double *x, size_t n)
{
    if (n <= 24) {
        for (size_t i = 1; i < n; i++) {
            const double v = x[i];
            size_t j = i;
            for (; j > 0 && x[j - 1] > v; j--)
                x[j] = x[j - 1];
            x[j] = v;
        }
        return;
    }
    if (n < RADIX_LEAST || !radix_sort_values(x, n)) /* without memory: in place */
        qsort(x, n, sizeof *x, compare_doubles);
}

double *plumb_stats_copy_sorted(const double *x, size_t n)
{
    double *copy = plumb_stats_copy(x, n);
    if (copy != NULL)
        plumb_stats_sort(copy, n);
    return copy;
}

bool plumb_stats_order(const double *key, size_t n, size_t *order)
{
    const bool radix = n >= RADIX_LEAST;
    struct keyed *items = plumb_calloc(n + 1, (radix ? 2 : 1) * sizeof *items), *sorted = items;
    size_t *count = radix ? plumb_calloc(RADIX_PASSES * RADIX_SIZE, sizeof *count) : NULL;
    const bool done = items != NULL && (!radix || count != NULL);
    for (size_t i = 0; done && i < n; i++)
        items[i] = (struct keyed){to_key(key[i]), i};
    if (done && radix)
        sorted = radix_sort(items, items + n, n, count);
    else if (done)
        qsort(items, n, sizeof *items, compare_keyed);
    for (size_t i = 0; done && i < n; i++)
        order[i] = sorted[i].index;
    plumb_free(items);
    plumb_free(count);
    return done;
}

/* ---- random numbers ----------------------------------------------------------------------- */

/* The finaliser of SplitMix64: Steele, Lea, Flood (2014), OOPSLA, "Fast splittable pseudorandom
 * number generators". */
static uint64_t mix64(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

#define GOLDEN_GAMMA UINT64_C(0x9e3779b97f4a7c15)

struct plumb_rng plumb_rng_stream(uint64_t seed, uint64_t stream)
{
    const uint64_t key = mix64(mix64(seed + GOLDEN_GAMMA) ^ mix64(stream * GOLDEN_GAMMA + 1));
    return (struct plumb_rng){.key = key, .counter = 0};
}

uint64_t plumb_rng_next(struct plumb_rng *rng)
{
    rng->counter++;
    return mix64(rng->key + rng->counter * GOLDEN_GAMMA);
}

double plumb_rng_uniform(struct plumb_rng *rng)
{
    return (double)(plumb_rng_next(rng) >> 11) * 0x1.0p-53;
}

size_t plumb_rng_below(struct plumb_rng *rng, size_t n)
{
    /* Reject the last, incomplete block so that every value is equally likely. */
    const uint64_t span = (uint64_t)n;
    const uint64_t limit = UINT64_MAX - UINT64_MAX % span;
    uint64_t v = plumb_rng_next(rng);
    while (v >= limit)
        v = plumb_rng_next(rng);
    return (size_t)(v % span);
}

double plumb_rng_normal(struct plumb_rng *rng)
{
    const double u = ((double)(plumb_rng_next(rng) >> 12) + 0.5) * 0x1.0p-52;
    return gsl_cdf_ugaussian_Pinv(u);
}
