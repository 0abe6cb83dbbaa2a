#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multivariate.h"

/* -1, 0 or 1: the sign of the third central moment, summed in sorted order so that the order of the
 * rows does not matter. */
static int skew_sign(const double *sorted, size_t n)
{
    double mean = 0, m2 = 0, m3 = 0;
    for (size_t i = 0; i < n; i++)
        mean += sorted[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        const double d = sorted[i] - mean;
        m2 += d * d;
        m3 += d * d * d;
    }
    return m2 > 0 ? (m3 > 0) - (m3 < 0) : 0;
}

/* Number of values <= v (or < v) among sorted[n]. */
static size_t count_below(const double *sorted, size_t n, double v, bool equal_too)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle] < v || (equal_too && sorted[middle] <= v))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double ecod_term(const double *sorted, size_t n, int sign, double v)
{
    const double m = (double)n;
    const double left = -log((double)count_below(sorted, n, v, true) / m);
    const double right = -log((double)(n - count_below(sorted, n, v, false)) / m);
    const double skewed = sign < 0 ? left : sign > 0 ? right : left + right;
    return fmax(skewed, fmax(left, right));
}

enum plumb_status plumb_score_ecod(const double *x, size_t rows, size_t columns, double *terms,
                                   double *score, struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, rows * columns, 1, "ECOD", error);
    if (status != PLUMB_OK)
        return status;
    double *sorted = plumb_stats_doubles(rows);
    if (sorted == NULL)
        return plumb_fail_nomem(error);
    for (size_t i = 0; score != NULL && i < rows; i++)
        score[i] = 0;
    for (size_t j = 0; j < columns; j++) {
        for (size_t i = 0; i < rows; i++)
            sorted[i] = x[i * columns + j];
        plumb_stats_sort(sorted, rows);
        const int sign = skew_sign(sorted, rows);
        for (size_t i = 0; i < rows; i++) {
            const double term = ecod_term(sorted, rows, sign, x[i * columns + j]);
            if (terms != NULL)
                terms[i * columns + j] = term;
            if (score != NULL)
                score[i] += term;
        }
    }
    plumb_free(sorted);
    return PLUMB_OK;
}
