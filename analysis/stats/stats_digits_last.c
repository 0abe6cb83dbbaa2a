#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <stdlib.h>

#include "analysis/stats/stats_digits.h"
#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multiplicity.h"

#define LEAST_LAST 100

/* The printed figure as an integer: 12.50 with two decimals is 1250. False when digits are printed
 * that a plumb_dec does not hold. */
static bool printed_integer(plumb_dec value, int decimals, plumb_i128 *out)
{
    if (decimals < 0 || decimals > PLUMB_DEC_DIGITS)
        return false;
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    for (int k = decimals; k < PLUMB_DEC_DIGITS; k++) {
        if (v % 10 != 0)
            return false;
        v /= 10;
    }
    *out = v;
    return true;
}

static int digits_of(plumb_i128 v)
{
    int n = 0;
    for (; v > 0; v /= 10)
        n++;
    return n;
}

enum plumb_status plumb_digits_last(const plumb_dec *value, const int *decimals, size_t n,
                                    struct plumb_last_digits *out, struct plumb_error *error)
{
    *out = (struct plumb_last_digits){0};
    if (n > 0 && (value == NULL || decimals == NULL))
        return plumb_fail(error, PLUMB_E_USAGE, "The last digits were given no array.");
    for (size_t i = 0; i < n; i++) {
        plumb_i128 v;
        if (!printed_integer(value[i], decimals[i], &v) || digits_of(v) < 3)
            continue;
        out->count[(size_t)(v % 10)]++;
        out->n++;
    }
    out->applicable = out->n >= LEAST_LAST;
    if (out->n == 0)
        return PLUMB_OK;
    const double expected = 0.1 * (double)out->n;
    for (size_t d = 0; d < 10; d++) {
        const double gap = (double)out->count[d] - expected;
        out->chi2 += gap * gap / expected;
    }
    out->log_p = plumb_log_tail_chi2(out->chi2, 9);
    out->share0 = (double)out->count[0] / (double)out->n;
    out->share5 = (double)out->count[5] / (double)out->n;
    return PLUMB_OK;
}

/* ln P(X >= k), X ~ binomial(n, p): gsl far into the tail, then the sum by its first term. */
static double binomial_log_tail(size_t k, double p, size_t n)
{
    if (k == 0)
        return 0;
    const double q = gsl_cdf_binomial_Q((unsigned)(k - 1), p, (unsigned)n);
    if (q > 1e-290)
        return fmin(0, log(q));
    const double m = (double)n, j = (double)k;
    double term = 1, sum = 1;
    for (double i = j; i < m && term > 1e-17 * sum; i++) {
        term *= (m - i) / (i + 1) * p / (1 - p);
        sum += term;
    }
    return gsl_sf_lngamma(m + 1) - gsl_sf_lngamma(j + 1) - gsl_sf_lngamma(m - j + 1) + j * log(p) +
           (m - j) * log1p(-p) + log(sum);
}

enum plumb_status plumb_digits_round(const plumb_dec *value, const int *decimals, size_t n,
                                     struct plumb_round_numbers *out, struct plumb_error *error)
{
    *out = (struct plumb_round_numbers){0};
    if (n > 0 && (value == NULL || decimals == NULL))
        return plumb_fail(error, PLUMB_E_USAGE, "The round numbers were given no array.");
    for (size_t i = 0; i < n; i++) {
        plumb_i128 v;
        if (!printed_integer(value[i], decimals[i], &v) || v == 0)
            continue;
        const int digits = digits_of(v);
        int zeros = 0;
        for (; v % 10 == 0; v /= 10)
            zeros++;
        for (int k = 0; k < PLUMB_ROUND_LEVELS && digits > k + 1; k++) {
            out->n[k]++;
            out->round[k] += zeros > k ? 1 : 0;
        }
    }
    double p = 1;
    for (int k = 0; k < PLUMB_ROUND_LEVELS; k++) {
        p /= 10;
        out->log_p[k] = binomial_log_tail(out->round[k], p, out->n[k]);
    }
    return PLUMB_OK;
}

/* ---- repeats ----------------------------------------------------------------------------- */

static int compare_values(const void *a, const void *b)
{
    const struct plumb_repeat *x = a, *y = b;
    if (x->value.v != y->value.v)
        return x->value.v < y->value.v ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static int compare_counts(const void *a, const void *b)
{
    const struct plumb_repeat *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return compare_values(a, b);
}

/* Distinct values in order of first appearance, found by hashing: sorting all of them would take most
 * of the time of a screen, and only the few that repeat are wanted. */
struct tally {
    struct plumb_repeat *items;
    uint32_t *slots; /* index + 1 into items; 0 free */
    size_t count, slot_count;
};

static bool tally_start(struct tally *t, size_t n)
{
    t->slot_count = 16;
    while (t->slot_count < 2 * n)
        t->slot_count *= 2;
    t->items = plumb_malloc((n + 1) * sizeof *t->items);
    t->slots = plumb_calloc(t->slot_count, sizeof *t->slots);
    return t->items != NULL && t->slots != NULL && n < UINT32_MAX;
}

static void tally_add(struct tally *t, plumb_dec value, size_t index)
{
    size_t slot = (size_t)plumb_hash64(&value.v, sizeof value.v, 0) & (t->slot_count - 1);
    for (; t->slots[slot]; slot = (slot + 1) & (t->slot_count - 1)) {
        struct plumb_repeat *item = &t->items[t->slots[slot] - 1];
        if (item->value.v == value.v) {
            item->count++;
            return;
        }
    }
    t->items[t->count] = (struct plumb_repeat){value, 1, index};
    t->slots[slot] = (uint32_t)++t->count;
}

enum plumb_status plumb_digits_repeats(const plumb_dec *value, size_t n, size_t least,
                                       struct plumb_repeat *repeat, size_t room,
                                       struct plumb_repeats *out, struct plumb_error *error)
{
    struct tally t = {0};
    *out = (struct plumb_repeats){0};
    const bool done = tally_start(&t, n);
    for (size_t i = 0; done && i < n; i++)
        if (value[i].v != 0) {
            out->n++;
            tally_add(&t, value[i], i);
        }
    size_t kept = 0;
    for (size_t i = 0; i < t.count; i++) {
        const struct plumb_repeat item = t.items[i];
        out->repeated += item.count >= 2 ? item.count : 0;
        if (item.count >= (least > 2 ? least : 2))
            t.items[kept++] = item;
    }
    out->distinct = t.count;
    if (kept)
        qsort(t.items, kept, sizeof *t.items, compare_counts);
    out->listed = kept < room ? kept : room;
    for (size_t i = 0; i < out->listed; i++)
        repeat[i] = t.items[i];
    plumb_free(t.items);
    plumb_free(t.slots);
    return done ? PLUMB_OK : plumb_fail_nomem(error);
}
