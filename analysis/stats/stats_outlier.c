#include "analysis/stats/stats_outlier.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multiplicity.h"

/* ---- Grubbs ------------------------------------------------------------------------------ */

static double grubbs_log_p(double g, size_t n, enum plumb_side side)
{
    const double m = (double)n, room = (m - 1) * (m - 1) - m * g * g;
    if (room <= 0) /* the largest possible G */
        return -INFINITY;
    const double t = g * sqrt(m * (m - 2) / room);
    const double log_p = plumb_log_tail_t(t, m - 2) + log(side == PLUMB_SIDE_BOTH ? 2 * m : m);
    return fmin(0, log_p);
}

enum plumb_status plumb_outlier_grubbs(const double *x, size_t n, enum plumb_side side,
                                       struct plumb_outlier_test *out, struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 3, "Grubbs' test", error);
    if (status != PLUMB_OK)
        return status;
    const double mean = gsl_stats_mean(x, 1, n), s = gsl_stats_sd_m(x, 1, n, mean);
    *out = (struct plumb_outlier_test){0, 0, 0};
    if (!(s > 0))
        return PLUMB_OK;
    double best = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        const double d = x[i] - mean;
        const double v = side == PLUMB_SIDE_BOTH ? fabs(d) : side == PLUMB_SIDE_UPPER ? d : -d;
        if (v > best) {
            best = v;
            out->index = i;
        }
    }
    out->statistic = best / s;
    out->log_p = grubbs_log_p(out->statistic, n, side);
    return PLUMB_OK;
}

enum plumb_status plumb_outlier_grubbs_critical(size_t n, enum plumb_side side, double alpha,
                                                double *out, struct plumb_error *error)
{
    if (n < 3 || !(alpha > 0 && alpha < 1))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "Grubbs' critical value needs n >= 3 and 0 < alpha < 1.");
    const double m = (double)n, level = alpha / (side == PLUMB_SIDE_BOTH ? 2 * m : m);
    const double t = gsl_cdf_tdist_Qinv(level, m - 2);
    *out = (m - 1) / sqrt(m) * sqrt(t * t / (m - 2 + t * t));
    return PLUMB_OK;
}

/* ---- generalised ESD --------------------------------------------------------------------- */

static double gesd_lambda(size_t n, size_t i, double alpha)
{
    const double left = (double)(n - i);
    const double t = gsl_cdf_tdist_Qinv(alpha / (2 * (left + 1)), left - 1);
    return left * t / sqrt((left - 1 + t * t) * (left + 1));
}

/* The value farthest from the mean among those not yet out; R in *r. */
static size_t gesd_farthest(const double *x, size_t n, const unsigned char *out, size_t gone,
                            double *r)
{
    const double m = (double)(n - gone);
    double mean = 0, squares = 0, best = -1;
    size_t index = 0;
    for (size_t i = 0; i < n; i++)
        if (!out[i])
            mean += x[i];
    mean /= m;
    double drift = 0; /* second pass repairs the rounding of the mean */
    for (size_t i = 0; i < n; i++)
        if (!out[i])
            drift += x[i] - mean;
    mean += drift / m;
    for (size_t i = 0; i < n; i++) {
        if (out[i])
            continue;
        const double d = fabs(x[i] - mean);
        squares += d * d;
        if (d > best) {
            best = d;
            index = i;
        }
    }
    *r = squares > 0 ? best / sqrt(squares / (m - 1)) : 0;
    return index;
}

enum plumb_status plumb_outlier_gesd(const double *x, size_t n, size_t k, double alpha,
                                     struct plumb_gesd_step *steps, size_t *outliers,
                                     struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 4, "The generalised ESD test", error);
    if (status != PLUMB_OK)
        return status;
    if (k < 1 || k > n - 3 || !(alpha > 0 && alpha < 1))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The generalised ESD test needs 1 <= k <= n - 3 and 0 < alpha < 1.");
    unsigned char *gone = plumb_calloc(n, 1);
    if (gone == NULL)
        return plumb_fail_nomem(error);
    *outliers = 0;
    for (size_t i = 1; i <= k; i++) {
        struct plumb_gesd_step *step = &steps[i - 1];
        step->index = gesd_farthest(x, n, gone, i - 1, &step->r);
        step->lambda = gesd_lambda(n, i, alpha);
        gone[step->index] = 1;
        if (step->r > step->lambda)
            *outliers = i;
    }
    plumb_free(gone);
    return PLUMB_OK;
}

/* ---- Dixon ------------------------------------------------------------------------------- */

/* r = (x_n - x_{n-j}) / (x_n - x_i) for the upper end. */
static void dixon_form(size_t n, size_t *i, size_t *j)
{
    *i = n <= 7 ? 1 : n <= 13 ? 2 : 3;
    *j = n <= 10 ? 1 : 2;
}

/* Given x_i = a and x_n = c, the m values between are uniform on (Phi(a), Phi(c)); r > ratio means
 * that x_{n-j} lies under b, i.e. at least m - j + 1 of them do. */
static double dixon_inner(double a, double c, double ratio, size_t i, size_t j, size_t m)
{
    const double pa = gsl_cdf_ugaussian_P(a), pc = gsl_cdf_ugaussian_P(c);
    const double b = c - ratio * (c - a), under = gsl_cdf_ugaussian_P(b) - pa;
    const double count = (double)m;
    double within = pow(under, count);
    if (j == 2)
        within += count * pow(under, count - 1) * (pc - pa - under);
    return pow(pa, (double)i - 1) * exp(-0.5 * (a * a + c * c)) / (2 * M_PI) * within;
}

static double dixon_integrate(size_t n, double ratio, const gsl_integration_glfixed_table *rule)
{
    const double low = -9, high = 9;
    size_t i, j;
    dixon_form(n, &i, &j);
    const size_t m = n - i - 1;
    double sum = 0;
    for (size_t u = 0; u < rule->n; u++) {
        double c, wc, inner = 0;
        gsl_integration_glfixed_point(low, high, u, &c, &wc, rule);
        for (size_t v = 0; v < rule->n; v++) {
            double a, wa;
            gsl_integration_glfixed_point(low, c, v, &a, &wa, rule);
            inner += wa * dixon_inner(a, c, ratio, i, j, m);
        }
        sum += wc * inner;
    }
    const double ways =
        gsl_sf_lnfact((unsigned)n) - gsl_sf_lnfact((unsigned)(i - 1)) - gsl_sf_lnfact((unsigned)m);
    return fmin(1, sum * exp(ways));
}

enum plumb_status plumb_outlier_dixon_p(size_t n, double ratio, double *p,
                                        struct plumb_error *error)
{
    if (n < 3 || n > 30 || !(ratio >= 0 && ratio <= 1))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "Dixon's test needs 3 to 30 values and a ratio in [0, 1], got n = %zu.",
                          n);
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(96);
    if (rule == NULL)
        return plumb_fail_nomem(error);
    *p = dixon_integrate(n, ratio, rule);
    gsl_integration_glfixed_table_free(rule);
    return PLUMB_OK;
}

static double dixon_ratio(const double *s, size_t n, bool upper)
{
    size_t i, j;
    dixon_form(n, &i, &j);
    const double gap = upper ? s[n - 1] - s[n - 1 - j] : s[j] - s[0];
    const double range = upper ? s[n - 1] - s[i - 1] : s[n - i] - s[0];
    return range > 0 ? gap / range : 0;
}

enum plumb_status plumb_outlier_dixon(const double *x, size_t n, enum plumb_side side,
                                      struct plumb_outlier_test *out, struct plumb_error *error)
{
    enum plumb_status status = plumb_stats_check(x, n, 3, "Dixon's test", error);
    if (status != PLUMB_OK)
        return status;
    if (n > 30)
        return plumb_fail(error, PLUMB_E_DOMAIN, "Dixon's test takes at most 30 values, got %zu.",
                          n);
    double *sorted = plumb_stats_copy_sorted(x, n);
    if (sorted == NULL)
        return plumb_fail_nomem(error);
    const double up = dixon_ratio(sorted, n, true), down = dixon_ratio(sorted, n, false);
    const bool upper = side == PLUMB_SIDE_UPPER || (side == PLUMB_SIDE_BOTH && up >= down);
    const double end = upper ? sorted[n - 1] : sorted[0];
    plumb_free(sorted);
    *out = (struct plumb_outlier_test){.statistic = upper ? up : down};
    while (x[out->index] < end || x[out->index] > end)
        out->index++;
    double p;
    status = plumb_outlier_dixon_p(n, out->statistic, &p, error);
    if (status == PLUMB_OK && out->statistic > 0)
        out->log_p = fmin(0, log(side == PLUMB_SIDE_BOTH ? 2 * p : p));
    return status;
}

/* ---- Tietjen-Moore ----------------------------------------------------------------------- */

static double squares_about_mean(const double *x, size_t n)
{
    const double mean = gsl_stats_mean(x, 1, n);
    return gsl_stats_tss_m(x, 1, n, mean);
}

/* Orders x by distance from its mean, then E_k. */
static bool tietjen_moore(const double *x, size_t n, size_t k, double *distance, size_t *order,
                          double *kept, double *e_k)
{
    const double mean = gsl_stats_mean(x, 1, n);
    for (size_t i = 0; i < n; i++)
        distance[i] = fabs(x[i] - mean);
    if (!plumb_stats_order(distance, n, order))
        return false;
    for (size_t i = 0; i + k < n; i++)
        kept[i] = x[order[i]];
    const double all = squares_about_mean(x, n);
    *e_k = all > 0 ? squares_about_mean(kept, n - k) / all : 1;
    return true;
}

enum plumb_status plumb_outlier_tietjen_moore(const double *x, size_t n, size_t k, size_t reps,
                                              uint64_t seed, double *e_k, double *p,
                                              struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 3, "Tietjen-Moore's test", error);
    if (status != PLUMB_OK)
        return status;
    if (k < 1 || k + 1 >= n)
        return plumb_fail(error, PLUMB_E_DOMAIN, "Tietjen-Moore's test needs 1 <= k < n - 1.");
    double *work = plumb_stats_doubles(3 * n);
    size_t *order = plumb_calloc(n, sizeof *order), hits = 0;
    bool done = work != NULL && order != NULL && tietjen_moore(x, n, k, work, order, work + n, e_k);
    for (size_t r = 0; done && p != NULL && r < reps; r++) {
        struct plumb_rng rng = plumb_rng_stream(seed, r);
        double e = 0;
        for (size_t i = 0; i < n; i++)
            work[2 * n + i] = plumb_rng_normal(&rng);
        done = tietjen_moore(work + 2 * n, n, k, work, order, work + n, &e);
        hits += e <= *e_k;
    }
    plumb_free(work);
    plumb_free(order);
    if (done && p != NULL)
        *p = (1 + (double)hits) / ((double)reps + 1);
    return done ? PLUMB_OK : plumb_fail_nomem(error);
}
