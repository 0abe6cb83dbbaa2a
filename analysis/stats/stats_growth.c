#include "analysis/stats/stats_growth.h"

#include <math.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_robust.h"

static enum plumb_status check_pairs(const double *y1, const double *y2, size_t n,
                                     struct plumb_error *error)
{
    enum plumb_status status = plumb_stats_check(y1, n, 4, "Hidiroglou-Berthelot", error);
    if (status == PLUMB_OK)
        status = plumb_stats_check(y2, n, 4, "Hidiroglou-Berthelot", error);
    for (size_t i = 0; status == PLUMB_OK && i < n; i++)
        if (!(y1[i] > 0 && y2[i] > 0))
            status =
                plumb_fail(error, PLUMB_E_DOMAIN,
                           "Hidiroglou-Berthelot needs positive values; pair %zu is not.", i + 1);
    return status;
}

static void hb_bounds(const double *sorted, size_t n, struct plumb_hb_options o,
                      struct plumb_hb *out)
{
    out->q1 = plumb_quantile_sorted(sorted, n, 0.25);
    out->median = plumb_quantile_sorted(sorted, n, 0.5);
    out->q3 = plumb_quantile_sorted(sorted, n, 0.75);
    const double guard = fabs(o.a * out->median);
    out->lower = out->median - o.c * fmax(out->median - out->q1, guard);
    out->upper = out->median + o.c * fmax(out->q3 - out->median, guard);
    out->outliers = 0;
    for (size_t i = 0; i < n; i++)
        out->outliers += sorted[i] < out->lower || sorted[i] > out->upper;
}

enum plumb_status plumb_growth_hb(const double *y1, const double *y2, size_t n,
                                  struct plumb_hb_options options, double *effect,
                                  struct plumb_hb *out, struct plumb_error *error)
{
    const enum plumb_status status = check_pairs(y1, y2, n, error);
    if (status != PLUMB_OK)
        return status;
    double *work = plumb_stats_doubles(n);
    if (work == NULL)
        return plumb_fail_nomem(error);
    for (size_t i = 0; i < n; i++)
        work[i] = y2[i] / y1[i];
    out->ratio_median = plumb_median_inplace(work, n);
    for (size_t i = 0; i < n; i++) {
        const double r = y2[i] / y1[i], m = out->ratio_median;
        const double s = r < m ? 1 - m / r : r / m - 1;
        work[i] = s * pow(fmax(y1[i], y2[i]), options.u);
        if (effect != NULL)
            effect[i] = work[i];
    }
    plumb_stats_sort(work, n);
    hb_bounds(work, n, options, out);
    plumb_free(work);
    return PLUMB_OK;
}
