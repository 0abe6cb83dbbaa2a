/* Growth and ratio outliers weighted by size. */
#ifndef PLUMB_STATS_GROWTH_H
#define PLUMB_STATS_GROWTH_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

struct plumb_hb_options {
    double u; /* weight of size, 0..1; 0.5 usual */
    double a; /* guard against a zero spread, 0.05 */
    double c; /* width, 4 (Statistics Canada); 20 for a first screening (Norway's Kostra) */
};
#define PLUMB_HB_DEFAULT ((struct plumb_hb_options){0.5, 0.05, 4})

struct plumb_hb {
    double ratio_median;   /* r_M */
    double q1, median, q3; /* of the effects E (type 7) */
    double lower, upper;   /* E outside is an outlier */
    size_t outliers;
};

/* Hidiroglou and Berthelot (1986), Survey Methodology 12, 73-83: r_i = y2_i/y1_i, r_M their median,
 * s_i = 1 - r_M/r_i if r_i < r_M else r_i/r_M - 1, E_i = s_i max(y1_i, y2_i)^U,
 * d1 = max(E_M - E_Q1, |A E_M|), d3 = max(E_Q3 - E_M, |A E_M|), outlier outside
 * [E_M - C d1, E_M + C d3]. y1[n], y2[n] > 0 and finite (PLUMB_E_DOMAIN otherwise: the caller
 * treats zeros and sign changes as findings of their own), n >= 4. effect[n] (may be NULL) gets
 * E_i. R: univOutl::HBmethod(y1, y2, U, A, C), type-7 quartiles. O(n log n). */
enum plumb_status plumb_growth_hb(const double *y1, const double *y2, size_t n,
                                  struct plumb_hb_options options, double *effect,
                                  struct plumb_hb *out, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
