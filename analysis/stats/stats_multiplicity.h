/* Tail probabilities that do not underflow, and what to do with many of them.
 *
 * Everywhere in this header a p value is given and returned as log_p = ln p <= 0, -INFINITY for an
 * exact 0. In plumb_p_bh, plumb_p_storey and plumb_p_local_fdr a NaN means "not tested": it does
 * not count, and its result is NaN. Elsewhere NaN is PLUMB_E_DOMAIN.
 */
#ifndef PLUMB_STATS_MULTIPLICITY_H
#define PLUMB_STATS_MULTIPLICITY_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ln P(Z > z), any z. R: pnorm(z, lower.tail = FALSE, log.p = TRUE). */
double plumb_log_tail_normal(double z);
/* ln P(T_df > t), any t, df > 0. R: pt(t, df, lower.tail = FALSE, log.p = TRUE). */
double plumb_log_tail_t(double t, double df);
/* ln P(|Z| > |z|) and ln P(|T_df| > |t|). */
double plumb_log_p_normal(double z);
double plumb_log_p_t(double t, double df);
/* ln P(X > x), chi-square, df > 0. R: pchisq(x, df, lower.tail = FALSE, log.p = TRUE). */
double plumb_log_tail_chi2(double x, double df);

/* ---- many tests -------------------------------------------------------------------------- */

/* Benjamini-Hochberg adjusted values: log_q_(i) = ln min_{j >= i} min(1, m p_(j) / j), m the number
 * of non-NaN. log_p[n] -> log_q[n] (may be the same array). R: p.adjust(p, "BH"). O(n log n).
 * Benjamini and Hochberg (1995), JRSS B 57, 289-300. */
enum plumb_status plumb_p_bh(const double *log_p, size_t n, double *log_q,
                             struct plumb_error *error);
/* Storey's pi0 at lambda = 0.5, min(1, #{p > 0.5} / (0.5 m)); 1 when nothing was tested. */
double plumb_p_pi0(const double *log_p, size_t n);
/* q values: BH times pi0 (Storey 2002, JRSS B 64). R: qvalue::qvalue(p, lambda = 0.5)$qvalues. */
enum plumb_status plumb_p_storey(const double *log_p, size_t n, double *log_q,
                                 struct plumb_error *error);
/* Local false discovery rate pi0 / f(p), cut at 1, f the Grenander estimate (left derivative of
 * the least concave majorant of the empirical distribution function on [0, 1]). lfdr[n].
 * R: fdrtool::grenander(ecdf(p)) for f. *pi0 may be NULL. Returns PLUMB_E_DOMAIN for fewer than 2
 * tested; meant for 200 and more. O(n log n). Strimmer (2008), BMC Bioinformatics 9:303. */
enum plumb_status plumb_p_local_fdr(const double *log_p, size_t n, double *lfdr, double *pi0,
                                    struct plumb_error *error);
/* Belief that the null is false for one p of a small family: B = -e p ln p for p < 1/e (else 1),
 * b = 1 / (1 + B (1 - prior) / prior). An upper bound on the evidence. Sellke, Bayarri, Berger
 * (2001), Am. Stat. 55, 62-71. prior in (0, 1), 0.02 usual; NaN gives NaN. */
double plumb_p_belief(double log_p, double prior);

/* Weighted isotonic regression by pooling adjacent violators: fit[n] non-decreasing, least squares
 * with weights w (NULL: 1). R: isoreg(x)$yf. O(n). fit may be y. */
enum plumb_status plumb_pava(const double *y, const double *w, size_t n, double *fit,
                             struct plumb_error *error);

/* ---- combination of p values of one hypothesis: log_p[n], n >= 1 ------------------------- */

/* Simes: min n p_(i) / i; valid for independent and positively dependent tests. */
enum plumb_status plumb_p_simes(const double *log_p, size_t n, double *out,
                                struct plumb_error *error);
/* Fisher: -2 sum ln p on 2n degrees; independent tests only. */
enum plumb_status plumb_p_fisher(const double *log_p, size_t n, double *out,
                                 struct plumb_error *error);
/* Cauchy: T = sum w tan((1/2 - p) pi), p = 1/2 - atan(T)/pi; for any dependence in the tail.
 * w NULL: equal weights; else w >= 0, normalised to sum 1. p = 1, whose tangent is -infinite, counts as 1 - 1/(n + 1).
 * Liu and Xie (2020), JASA 115, 393-402. Exact in the far tail: works on ln T. */
enum plumb_status plumb_p_cauchy(const double *log_p, const double *w, size_t n, double *out,
                                 struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
