/* Short yearly series (3 to 20 values, nothing breaks with more): level shift, one-year spike, trend;
 * robust regression of one quantity on another.
 *
 * x[n] is in time order and finite; the caller drops missing years and, where there are peers, takes
 * off their common movement first (a plain trend looks like a shift). Too short a series is a
 * verdict (testable = false), not an error.
 */
#ifndef PLUMB_STATS_SERIES_H
#define PLUMB_STATS_SERIES_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- level shift ------------------------------------------------------------------------- */

struct plumb_shift_options {
    size_t least;        /* values on either side, >= 1; 2 */
    bool robust;         /* set one wild year aside first (Grubbs, p < 0.01) and give medians; that
                            does not depend on the order, so the permutation p stays exact */
    size_t permutations; /* when n > 8; 9999 */
    uint64_t seed;
};
#define PLUMB_SHIFT_DEFAULT ((struct plumb_shift_options){2, true, 9999, 20240501})

struct plumb_shift {
    bool testable;        /* n >= 2 least and not all equal */
    size_t at;            /* first index of the new level */
    double before, after; /* medians (robust) or means of the two sides */
    double f;     /* the largest F = (RSS0 - RSS1) / (RSS1 / (n - 2)); INFINITY when exact */
    double log_p; /* permutation p of it */
    size_t aside; /* index of the year set aside; n when there is none */
    bool exact;   /* p counts all n! orders; else it is estimated from random ones */
};
/* Single-shift scan: sup F over all splits with `least` values on either side, p by permuting the
 * years, which is valid for any distribution but needs 8 years to reach 0.05. Random orders are drawn
 * until 20 of them are as extreme (Besag and Clifford 1991); up to n = 8 the rare series that get
 * past the first 150 are judged by all n! orders, longer ones by `permutations` random ones. */
enum plumb_status plumb_series_shift(const double *x, size_t n, struct plumb_shift_options options,
                                     struct plumb_shift *out, struct plumb_error *error);

/* sup F of one mean shift between the fractions trim and 1 - trim of a long series. *at = number of
 * values before the break; rss[0], rss[1]: residual sums without and with it. n >= 4 and at least
 * one admissible split, else PLUMB_E_DOMAIN.
 * R: strucchange::Fstats(x ~ 1, from = trim)$Fstats, breakpoints(x ~ 1). Andrews (1993),
 * Econometrica 61. O(n). */
enum plumb_status plumb_series_sup_f(const double *x, size_t n, double trim, double *f, size_t *at,
                                     double rss[2], struct plumb_error *error);

/* ---- one-year spike ---------------------------------------------------------------------- */

struct plumb_spike {
    bool testable; /* n >= 3 and not all equal */
    size_t at;
    double expected; /* median of the other years */
    double z;     /* (x - expected) / MAD of the others (their sd when that is 0, then INFINITY) */
    double log_p; /* Grubbs, two-sided: exact in the tail under a normal body */
    bool returns; /* an inner year from which both neighbours turn back by half or more */
};
/* The year farthest from the others. Several spikes: use plumb_outlier_gesd. O(n log n). */
enum plumb_status plumb_series_spike(const double *x, size_t n, struct plumb_spike *out,
                                     struct plumb_error *error);

/* ---- trend ------------------------------------------------------------------------------- */

struct plumb_trend {
    double slope, intercept; /* median(y) - slope median(x) */
    double low, high;        /* confidence interval of the slope */
};
/* Theil-Sen slope: median of (y_j - y_i) / (x_j - x_i) over pairs with other x; interval by the
 * normal approximation of Kendall's S with ties (Sen 1968, JASA 63). n >= 2, at most 20,000;
 * 0 < level < 1. scipy.stats.theilslopes(y, x, level). O(n^2 log n). */
enum plumb_status plumb_trend_theil_sen(const double *x, const double *y, size_t n, double level,
                                        struct plumb_trend *out, struct plumb_error *error);

struct plumb_kendall {
    double s;     /* number of rising minus falling pairs */
    double tau;   /* tau-b */
    double log_p; /* two-sided; 0 for fewer than 3 values or all equal */
    bool exact;   /* no ties and n < 50; else normal with ties and continuity correction */
};
/* Mann-Kendall test of a monotone trend. R: cor.test(seq_along(y), y, method = "kendall",
 * continuity = TRUE). Mann (1945), Econometrica 13. O(n^2). */
enum plumb_status plumb_trend_kendall(const double *y, size_t n, struct plumb_kendall *out,
                                      struct plumb_error *error);

/* ---- robust regression ------------------------------------------------------------------- */

struct plumb_regression {
    double scale; /* residual scale: median of the n - p + 1 largest |r| / 0.6745 */
    bool converged;
    size_t iterations;
};
/* Robust against wild y, not against a wild y at an extreme x (the start is least squares).
 * Bisquare M-estimate (tuning 4.685, residuals adjusted for leverage as DuMouchel and O'Brien 1989;
 * GSL gsl_multifit_robust, MATLAB robustfit; R's MASS::rlm does not adjust and differs in the second
 * digit). design[n * p] row-major with its own column of ones; n > p >= 1. coefficient[p], se[p] (may
 * be NULL), z[n] (may be NULL) = residual / (scale sqrt(1 - leverage)). PLUMB_E_DOMAIN for a singular
 * design. */
enum plumb_status plumb_regress_robust(const double *design, size_t n, size_t p, const double *y,
                                       double *coefficient, double *se, double *z,
                                       struct plumb_regression *out, struct plumb_error *error);
/* The same for y = coefficient[0] + coefficient[1] x. n >= 3. */
enum plumb_status plumb_regress_line(const double *x, const double *y, size_t n,
                                     double coefficient[2], double se[2], double *z,
                                     struct plumb_regression *out, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
