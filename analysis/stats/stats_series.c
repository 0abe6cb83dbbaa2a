#include "analysis/stats/stats_series.h"

#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_outlier.h"
#include "analysis/stats/stats_robust.h"

#define EXACT_YEARS 8
#define ENOUGH 20
#define FIRST_LOOK 150 /* 20 hits among them: p is above 0.08 or so */

/* ---- level shift ------------------------------------------------------------------------- */

/* Largest between-segments sum of squares over splits at least..n - least; x is centred. F is a
 * growing function of it, so permutations compare this alone. */
static double best_split(const double *x, size_t n, size_t least, size_t *at)
{
    double left = 0, best = -1;
    const double m = (double)n;
    for (size_t k = 1; k + least <= n; k++) {
        left += x[k - 1];
        if (k < least)
            continue;
        const double a = (double)k, between = left * left * m / (a * (m - a));
        if (between > best * (1 + 1e-12)) {
            best = between;
            *at = k;
        }
    }
    return best;
}

/* Counts orders of v[n] that reach `bound`, by Heap's algorithm without recursion. */
static double exact_share(double *v, size_t n, size_t least, double bound)
{
    size_t turn[EXACT_YEARS + 1] = {0}, at, hits = 1, orders = 1;
    for (size_t i = 1; i < n;) {
        if (turn[i] >= i) {
            turn[i++] = 0;
            continue;
        }
        const size_t j = i % 2 == 0 ? 0 : turn[i];
        const double keep = v[j];
        v[j] = v[i];
        v[i] = keep;
        hits += best_split(v, n, least, &at) >= bound ? 1 : 0;
        orders++;
        turn[i]++;
        i = 1;
    }
    return (double)hits / (double)orders;
}

/* Random orders until ENOUGH of them reach the bound or `most` are done. Stopping at a fixed number
 * of hits keeps p valid: Besag and Clifford (1991), Biometrika 78, 301-304. */
static double sampled_share(double *v, const double *x, size_t n, struct plumb_shift_options o,
                            double bound, size_t most, bool *stopped)
{
    size_t hits = 0, at;
    *stopped = false;
    for (size_t r = 0; r < most; r++) {
        struct plumb_rng rng = plumb_rng_stream(o.seed, r);
        memcpy(v, x, n * sizeof *x);
        for (size_t i = n - 1; i > 0; i--) {
            const size_t j = plumb_rng_below(&rng, i + 1);
            const double keep = v[i];
            v[i] = v[j];
            v[j] = keep;
        }
        hits += best_split(v, n, o.least, &at) >= bound ? 1 : 0;
        if (hits >= ENOUGH) {
            *stopped = true;
            return (double)hits / (double)(r + 1);
        }
    }
    return (1 + (double)hits) / (1 + (double)most);
}

/* p of the bound: a first look shows most series to be ordinary; only the others are worth all n!
 * orders, or the full number of random ones. */
static double permutation_p(double *work, const double *v, size_t n, struct plumb_shift_options o,
                            double bound, bool *exact)
{
    bool stopped;
    *exact = false;
    const size_t most = n <= EXACT_YEARS ? FIRST_LOOK : o.permutations;
    double p = sampled_share(work, v, n, o, bound, most, &stopped);
    if (!stopped && n <= EXACT_YEARS) {
        memcpy(work, v, n * sizeof *v);
        p = exact_share(work, n, o.least, bound);
        *exact = true;
    }
    return p;
}

static double mean_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

static enum plumb_status side_levels(const double *x, size_t n, bool robust,
                                     struct plumb_shift *out, struct plumb_error *error)
{
    if (!robust) {
        out->before = mean_of(x, out->at);
        out->after = mean_of(x + out->at, n - out->at);
        return PLUMB_OK;
    }
    const enum plumb_status status = plumb_median(x, out->at, &out->before, error);
    return status != PLUMB_OK ? status : plumb_median(x + out->at, n - out->at, &out->after, error);
}

/* Copies x to v without a wild year; *m values are left. */
static enum plumb_status set_aside(const double *x, size_t n, bool robust, double *v, size_t *m,
                                   struct plumb_shift *out, struct plumb_error *error)
{
    struct plumb_outlier_test wild;
    out->aside = n;
    if (robust) {
        const enum plumb_status status = plumb_outlier_grubbs(x, n, PLUMB_SIDE_BOTH, &wild, error);
        if (status != PLUMB_OK)
            return status;
        if (wild.log_p < log(0.01))
            out->aside = wild.index;
    }
    *m = 0;
    for (size_t i = 0; i < n; i++)
        if (i != out->aside)
            v[(*m)++] = x[i];
    return PLUMB_OK;
}

/* Centres v[n]; false when all are equal. */
static bool centre(double *v, size_t n)
{
    const double mean = mean_of(v, n), first = v[0];
    bool spread = false;
    for (size_t i = 0; i < n; i++) {
        spread = spread || v[i] < first || v[i] > first;
        v[i] -= mean;
    }
    return spread;
}

static void shift_scan(double *v, double *work, size_t n, struct plumb_shift_options o,
                       struct plumb_shift *out)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += v[i] * v[i];
    const double between = best_split(v, n, o.least, &out->at), within = total - between;
    out->f = within > 1e-12 * total ? between / within * ((double)n - 2) : INFINITY;
    const double bound = between * (1 - 1e-9); /* the same order in other rounding still counts */
    out->log_p = log(permutation_p(work, v, n, o, bound, &out->exact));
}

enum plumb_status plumb_series_shift(const double *x, size_t n, struct plumb_shift_options options,
                                     struct plumb_shift *out, struct plumb_error *error)
{
    *out = (struct plumb_shift){0};
    enum plumb_status status = plumb_stats_check(x, n, 1, "The level shift scan", error);
    if (status != PLUMB_OK)
        return status;
    if (options.least < 1)
        return plumb_fail(error, PLUMB_E_DOMAIN, "A level needs at least one value on each side.");
    if (n < 2 * options.least || n < 3)
        return PLUMB_OK;
    double *kept = plumb_stats_doubles(3 * n);
    size_t m = 0;
    if (kept == NULL)
        return plumb_fail_nomem(error);
    double *v = kept + n;
    status = set_aside(x, n, options.robust, kept, &m, out, error);
    memcpy(v, kept, m * sizeof *v);
    out->testable = status == PLUMB_OK && m >= 2 * options.least && m >= 3 && centre(v, m);
    if (out->testable) {
        shift_scan(v, v + n, m, options, out);
        status = side_levels(kept, m, options.robust, out, error);
        out->at += out->at >= out->aside ? 1 : 0;
    }
    plumb_free(kept);
    return status;
}

enum plumb_status plumb_series_sup_f(const double *x, size_t n, double trim, double *f, size_t *at,
                                     double rss[2], struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 4, "sup F", error);
    if (status != PLUMB_OK)
        return status;
    size_t from = (size_t)(trim * (double)n);
    from = from < 1 ? 1 : from;
    if (!(trim >= 0 && trim < 0.5) || 2 * from > n)
        return plumb_fail(error, PLUMB_E_DOMAIN, "sup F needs 0 <= trim < 0.5, got %g.", trim);
    double *v = plumb_stats_copy(x, n);
    if (v == NULL)
        return plumb_fail_nomem(error);
    const double mean = mean_of(x, n);
    rss[0] = 0;
    for (size_t i = 0; i < n; i++) {
        v[i] -= mean;
        rss[0] += v[i] * v[i];
    }
    rss[1] = rss[0] - best_split(v, n, from, at);
    *f = rss[1] > 1e-14 * rss[0] ? (rss[0] - rss[1]) / (rss[1] / ((double)n - 2)) : INFINITY;
    plumb_free(v);
    return PLUMB_OK;
}

/* ---- one-year spike ---------------------------------------------------------------------- */

static bool turns_back(const double *x, size_t n, size_t at, double expected)
{
    if (at == 0 || at + 1 >= n)
        return false;
    const double before = x[at] - x[at - 1], after = x[at] - x[at + 1];
    const double half = 0.5 * fabs(x[at] - expected);
    return before * after > 0 && fabs(before) >= half && fabs(after) >= half;
}

enum plumb_status plumb_series_spike(const double *x, size_t n, struct plumb_spike *out,
                                     struct plumb_error *error)
{
    *out = (struct plumb_spike){0};
    enum plumb_status status = plumb_stats_check(x, n, 1, "The spike test", error);
    if (status != PLUMB_OK || n < 3)
        return status;
    struct plumb_outlier_test test;
    status = plumb_outlier_grubbs(x, n, PLUMB_SIDE_BOTH, &test, error);
    if (status != PLUMB_OK || !(test.statistic > 0))
        return status;
    double *others = plumb_stats_doubles(n), scale = 0;
    if (others == NULL)
        return plumb_fail_nomem(error);
    out->testable = true;
    out->at = test.index;
    out->log_p = test.log_p;
    memcpy(others, x, test.index * sizeof *x);
    memcpy(others + test.index, x + test.index + 1, (n - 1 - test.index) * sizeof *x);
    status = plumb_mad(others, n - 1, &out->expected, &scale, error);
    if (!(scale > 0)) {
        const double mean = mean_of(others, n - 1);
        for (size_t i = 0; i + 1 < n; i++)
            scale += (others[i] - mean) * (others[i] - mean) / ((double)n - 2);
        scale = sqrt(scale);
    }
    plumb_free(others);
    const double d = x[out->at] - out->expected;
    out->z = scale > 0 ? d / scale : d > 0 ? INFINITY : d < 0 ? -INFINITY : 0;
    out->returns = turns_back(x, n, out->at, out->expected);
    return status;
}
