#include <gsl/gsl_cdf.h>
#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multiplicity.h"
#include "analysis/stats/stats_robust.h"
#include "analysis/stats/stats_series.h"

#define THEIL_SEN_LIMIT 20000
#define EXACT_BELOW 50

/* Sum over groups of equal values of k (k-1) (2k+5) and k (k-1). x[n] sorted. */
static void tie_sums(const double *sorted, size_t n, double *cubic, double *pairs)
{
    *cubic = *pairs = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && sorted[end] <= sorted[i]; end++)
            ;
        const double k = (double)(end - i);
        *cubic += k * (k - 1) * (2 * k + 5);
        *pairs += k * (k - 1);
    }
}

/* ---- Theil-Sen --------------------------------------------------------------------------- */

static size_t pair_slopes(const double *x, const double *y, size_t n, double *slope)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (x[i] < x[j] || x[i] > x[j])
                slope[count++] = (y[i] - y[j]) / (x[i] - x[j]);
    return count;
}

static void slope_interval(const double *slope, size_t count, size_t n, const double *x_sorted,
                           const double *y_sorted, double level, struct plumb_trend *out)
{
    const double m = (double)n, pairs = (double)count;
    double x_ties, y_ties, unused;
    tie_sums(x_sorted, n, &x_ties, &unused);
    tie_sums(y_sorted, n, &y_ties, &unused);
    const double variance = (m * (m - 1) * (2 * m + 5) - x_ties - y_ties) / 18;
    const double z = gsl_cdf_ugaussian_Qinv(0.5 * (1 - level)), reach = z * sqrt(fmax(0, variance));
    /* rint: half to even, as scipy. */
    const double upper = fmin(rint(0.5 * (pairs + reach)), pairs - 1);
    const double lower = fmax(rint(0.5 * (pairs - reach)) - 1, 0);
    out->low = slope[(size_t)lower];
    out->high = slope[(size_t)upper];
}

enum plumb_status plumb_trend_theil_sen(const double *x, const double *y, size_t n, double level,
                                        struct plumb_trend *out, struct plumb_error *error)
{
    enum plumb_status status = plumb_stats_check(x, n, 2, "The Theil-Sen slope", error);
    if (status == PLUMB_OK)
        status = plumb_stats_check(y, n, 2, "The Theil-Sen slope", error);
    if (status != PLUMB_OK)
        return status;
    if (n > THEIL_SEN_LIMIT || !(level > 0 && level < 1))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The Theil-Sen slope takes at most %d points and a level in (0, 1).",
                          THEIL_SEN_LIMIT);
    double *slope = plumb_stats_doubles(n * (n - 1) / 2);
    double *xs = plumb_stats_copy_sorted(x, n), *ys = plumb_stats_copy_sorted(y, n);
    if (slope == NULL || xs == NULL || ys == NULL) {
        status = plumb_fail_nomem(error);
        goto done;
    }
    const size_t count = pair_slopes(x, y, n, slope);
    if (count == 0) {
        status = plumb_fail(error, PLUMB_E_DOMAIN, "A slope needs two different x.");
        goto done;
    }
    plumb_stats_sort(slope, count);
    out->slope = 0.5 * (slope[(count - 1) / 2] + slope[count / 2]);
    out->intercept =
        0.5 * (ys[(n - 1) / 2] + ys[n / 2]) - out->slope * 0.5 * (xs[(n - 1) / 2] + xs[n / 2]);
    slope_interval(slope, count, n, xs, ys, level, out);
done:
    plumb_free(slope);
    plumb_free(xs);
    plumb_free(ys);
    return status;
}

/* ---- Mann-Kendall ------------------------------------------------------------------------ */

/* P(number of rising pairs <= q) among the n! orders, by the counts of inversions. */
static double kendall_cdf(size_t q, size_t n, double *count, double *next)
{
    const size_t pairs = n * (n - 1) / 2;
    if (q >= pairs)
        return 1;
    memset(count, 0, (pairs + 1) * sizeof *count);
    count[0] = 1; /* shares, not counts: every step divides by its i ways */
    for (size_t i = 2; i <= n; i++) {
        double window = 0;
        for (size_t k = 0; k <= pairs; k++) {
            window += count[k];
            if (k >= i)
                window -= count[k - i];
            next[k] = window / (double)i;
        }
        memcpy(count, next, (pairs + 1) * sizeof *count);
    }
    double sum = 0;
    for (size_t k = 0; k <= q; k++)
        sum += count[k];
    return sum;
}

static bool kendall_exact(struct plumb_kendall *out, size_t n)
{
    const size_t pairs = n * (n - 1) / 2;
    double *work = plumb_stats_doubles(2 * (pairs + 1));
    if (work == NULL)
        return false;
    /* Symmetric: the tail beyond |S| on the falling side. */
    const size_t q = (size_t)(0.5 * ((double)pairs - fabs(out->s)) + 0.25);
    const double p = kendall_cdf(q, n, work, work + pairs + 1);
    plumb_free(work);
    out->exact = true;
    out->log_p = fmin(0, log(2 * p));
    return true;
}

enum plumb_status plumb_trend_kendall(const double *y, size_t n, struct plumb_kendall *out,
                                      struct plumb_error *error)
{
    *out = (struct plumb_kendall){0};
    const enum plumb_status status = plumb_stats_check(y, n, 1, "The Mann-Kendall test", error);
    if (status != PLUMB_OK || n < 3)
        return status;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            out->s += (double)((y[i] > y[j]) - (y[i] < y[j]));
    double *sorted = plumb_stats_copy_sorted(y, n), cubic, tied;
    if (sorted == NULL)
        return plumb_fail_nomem(error);
    tie_sums(sorted, n, &cubic, &tied);
    plumb_free(sorted);
    const double m = (double)n, all = m * (m - 1);
    if (!(tied < all))
        return PLUMB_OK;
    out->tau = out->s / sqrt(0.5 * all * 0.5 * (all - tied));
    if (!(tied > 0) && n < EXACT_BELOW)
        return kendall_exact(out, n) ? PLUMB_OK : plumb_fail_nomem(error);
    const double variance = (all * (2 * m + 5) - cubic) / 18;
    out->log_p = plumb_log_p_normal(fmax(0, fabs(out->s) - 1) / sqrt(variance));
    return PLUMB_OK;
}
