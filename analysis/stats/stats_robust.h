/* Order statistics and robust location, scale, skewness and fences of one sample. */
#ifndef PLUMB_STATS_ROBUST_H
#define PLUMB_STATS_ROBUST_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 1 / qnorm(3/4): makes the MAD consistent for the normal sd. (R rounds it to 1.4826.) */
#define PLUMB_MAD_FACTOR 1.482602218505602

/* Median. x[n], n >= 1. R: median(x). O(n). */
enum plumb_status plumb_median(const double *x, size_t n, double *out, struct plumb_error *error);
/* Same without a copy: reorders x. NaN for n = 0. x must be finite. O(n). */
double plumb_median_inplace(double *x, size_t n);

/* Type-7 quantile: with h = (n-1) p, x_(floor h) + (h - floor h)(x_(floor h + 1) - x_(floor h)),
 * counting from 0. x[n], n >= 1, 0 <= p <= 1. R: quantile(x, p, type = 7), R's default; Hyndman and
 * Fan (1996). O(n log n). */
enum plumb_status plumb_quantile(const double *x, size_t n, double p, double *out,
                                 struct plumb_error *error);
/* Same for x sorted ascending, n >= 1; p is clamped to [0, 1]. O(1). */
double plumb_quantile_sorted(const double *sorted, size_t n, double p);

/* Tukey's five numbers (minimum, lower hinge, median, upper hinge, maximum). R: fivenum(x). */
enum plumb_status plumb_fivenum(const double *x, size_t n, double out[5],
                                struct plumb_error *error);

/* Median absolute deviation from the median, times PLUMB_MAD_FACTOR. Either output may be NULL.
 * x[n], n >= 1. R: mad(x, constant = 1.482602218505602). O(n). */
enum plumb_status plumb_mad(const double *x, size_t n, double *median, double *mad,
                            struct plumb_error *error);

/* Scale estimators of Rousseeuw and Croux (1993), JASA 88, 1273-1283, that need no centre, with the
 * finite-sample factors of robustbase:
 * Sn = 1.1926 c_n lomed_i himed_j |x_i - x_j|;
 * Qn = 2.21914 d_n {|x_i - x_j|; i < j}_(k), k = choose(floor(n/2) + 1, 2).
 * x[n], n >= 1 (0 for n = 1). R: robustbase::Sn(x), robustbase::Qn(x). O(n log n). */
enum plumb_status plumb_sn(const double *x, size_t n, double *out, struct plumb_error *error);
enum plumb_status plumb_qn(const double *x, size_t n, double *out, struct plumb_error *error);

/* Medcouple, a robust measure of skewness in [-1, 1]: the median over x_i >= m >= x_j of
 * ((x_i - m) - (m - x_j)) / (x_i - x_j), m the median; pairs tied at m count sign(p - 1 - i - j).
 * As robustbase, the mean of mc(x) and -mc(-x) for n <= 100. x[n] in any order, n >= 3.
 * R: robustbase::mc(x). O(n log n), Johnson and Mizoguchi's selection.
 * Brys, Hubert, Struyf (2004), J. Comp. Graph. Stat. 13, 996-1017. */
enum plumb_status plumb_medcouple(const double *x, size_t n, double *out,
                                  struct plumb_error *error);

struct plumb_fences {
    double lower, upper; /* a value is outside when x < lower or x > upper */
    double medcouple;    /* 0 for the plain box */
    size_t below, above; /* how many values of x lie outside */
};
/* Tukey's fences [H1 - k IQR, H3 + k IQR] on the hinges. x[n], n >= 1, k >= 0 (1.5 usual).
 * R: boxplot.stats(x, coef = k)$out. */
enum plumb_status plumb_fences_tukey(const double *x, size_t n, double k, struct plumb_fences *out,
                                     struct plumb_error *error);
/* Skewness-adjusted box of Hubert and Vandervieren (2008), CSDA 52, 5186-5201: with MC >= 0
 * [H1 - 1.5 e^(-4 MC) IQR, H3 + 1.5 e^(3 MC) IQR], else [H1 - 1.5 e^(-3 MC) IQR,
 * H3 + 1.5 e^(4 MC) IQR]. x[n], n >= 3. R: robustbase::adjboxStats(x). */
enum plumb_status plumb_fences_adjusted(const double *x, size_t n, struct plumb_fences *out,
                                        struct plumb_error *error);

/* Modified z scores of Iglewicz and Hoaglin (1993): z_i = (x_i - median) / MAD (normal-consistent;
 * > 3.5 is their cut). When more than half of the values are equal the MAD is 0; then the mean
 * absolute deviation from the median times sqrt(pi/2) takes its place; when that is 0 too, all z
 * are 0. x[n], n >= 1; z[n] owned by the caller, may not overlap x. */
enum plumb_status plumb_modified_z(const double *x, size_t n, double *z, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
