/* Classical outlier tests of one sample, all under a normal body. */
#ifndef PLUMB_STATS_OUTLIER_H
#define PLUMB_STATS_OUTLIER_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

enum plumb_side { PLUMB_SIDE_BOTH, PLUMB_SIDE_UPPER, PLUMB_SIDE_LOWER };

struct plumb_outlier_test {
    size_t index;     /* of the suspected value in x */
    double statistic; /* 0 when all values are equal */
    double log_p;     /* ln p; exactly 0 (p = 1) when all values are equal */
};

/* Grubbs: G = max |x - mean| / s (or the one-sided form), p from t = sqrt(n (n-2) G^2 /
 * ((n-1)^2 - n G^2)) on n - 2 degrees: p = min(1, n Q_t) one-sided, min(1, 2 n Q_t) two-sided
 * (exact in the tail, an upper bound elsewhere). x[n], n >= 3. Grubbs (1950), Ann. Math. Stat. 21;
 * NIST/SEMATECH e-Handbook 1.3.5.17.1. O(n). */
enum plumb_status plumb_outlier_grubbs(const double *x, size_t n, enum plumb_side side,
                                       struct plumb_outlier_test *out, struct plumb_error *error);
/* The critical value of G at level alpha. n >= 3, 0 < alpha < 1. */
enum plumb_status plumb_outlier_grubbs_critical(size_t n, enum plumb_side side, double alpha,
                                                double *out, struct plumb_error *error);

struct plumb_gesd_step {
    size_t index;     /* in x, of the value taken out in this step */
    double r, lambda; /* R_i and lambda_i */
};
/* Generalised extreme studentised deviate, two-sided. R_i = max |x - mean| / s of what is left;
 * lambda_i = (n-i) t / sqrt((n-i-1+t^2)(n-i+1)), t the 1 - alpha/(2(n-i+1)) quantile on n-i-1
 * degrees; *outliers = the largest i with R_i > lambda_i (not the first failure: masking). steps[k],
 * 1 <= k <= n - 3; the outliers are the first *outliers steps. When the rest has no spread, r is 0
 * and the search ends there. Good from n = 25 on, usable from 15. Rosner (1983), Technometrics 25,
 * 165-172. R: EnvStats::rosnerTest(x, k, alpha). O(n k). */
enum plumb_status plumb_outlier_gesd(const double *x, size_t n, size_t k, double alpha,
                                     struct plumb_gesd_step *steps, size_t *outliers,
                                     struct plumb_error *error);

/* Dixon's Q for 3 <= n <= 30: r10 (n <= 7), r11 (<= 10), r21 (<= 13), r22 (<= 30), with the exact p
 * under normality by integrating the joint density of the order statistics (96-point Gauss-Legendre
 * rules), doubled and cut at 1 for PLUMB_SIDE_BOTH, where the end with the larger ratio is taken.
 * x[n]. Dixon (1950), Ann. Math. Stat. 21, 488-506; McBane (2006), J. Stat. Softw. 16(3). */
enum plumb_status plumb_outlier_dixon(const double *x, size_t n, enum plumb_side side,
                                      struct plumb_outlier_test *out, struct plumb_error *error);
/* P(r > ratio) for one given end; 3 <= n <= 30, 0 <= ratio <= 1. */
enum plumb_status plumb_outlier_dixon_p(size_t n, double ratio, double *p,
                                        struct plumb_error *error);

/* Tietjen-Moore, two-sided, for exactly k outliers: E_k = sum of squares without the k values
 * farthest from the mean over the whole sum of squares; *p (may be NULL) = (1 + #{E* <= E_k}) /
 * (reps + 1) from `reps` normal samples of the seed. x[n], 1 <= k < n - 1. Tietjen and Moore (1972),
 * Technometrics 14; NIST e-Handbook 1.3.5.17.2. */
enum plumb_status plumb_outlier_tietjen_moore(const double *x, size_t n, size_t k, size_t reps,
                                              uint64_t seed, double *e_k, double *p,
                                              struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
