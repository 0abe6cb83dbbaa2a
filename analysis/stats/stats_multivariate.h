/* Many numbers of one unit at once: robust distances, ECOD terms, isolation forest, neighbours.
 *
 * Shapes: x[rows * columns], row-major, finite; a row is an agency-year, a column an indicator on a
 * comparable scale. Rows with missing values are the caller's: drop them or fill in the median.
 * All scores: larger = stranger. All are permutation-equivariant: reordering the rows reorders the
 * scores and changes no bit of them, whatever the number of threads (0: all cores).
 * Which to use (STATISTICS 2, 36 labelled sets): rank by the z-score mean of forest and kNN
 * (plumb_score_profile), explain by the ECOD terms.
 */
#ifndef PLUMB_STATS_MULTIVARIATE_H
#define PLUMB_STATS_MULTIVARIATE_H

#include <plumb/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Robust z of each column: (x - median) / MAD with the fallback of plumb_modified_z.
 * z[rows * columns]. */
enum plumb_status plumb_columns_z(const double *x, size_t rows, size_t columns, double *z,
                                  struct plumb_error *error);

/* Univariate tau estimate of location and scale (c1 = 4.5, c2 = 3, one step, consistent at the
 * normal), Yohai and Zamar (1988), JASA 83. x[n], n >= 1; either output may be NULL. A MAD of 0
 * gives scale 0 and the median. R: robustbase::scaleTau2(x, mu.too = TRUE). */
enum plumb_status plumb_tau_scale(const double *x, size_t n, double *location, double *scale,
                                  struct plumb_error *error);

struct plumb_ogk_options {
    double beta;         /* hard rejection beyond median(d2) qchisq(beta)/qchisq(1/2); 0.9 */
    unsigned iterations; /* of orthogonalisation; 2 */
};
#define PLUMB_OGK_DEFAULT ((struct plumb_ogk_options){0.9, 2})

/* Orthogonalised Gnanadesikan-Kettenring estimate with tau scales, reweighted once, and the squared
 * robust Mahalanobis distances from it. centre[columns], cov[columns * columns] and d2[rows] may be
 * NULL. rows >= 2 columns, columns >= 2; PLUMB_E_DOMAIN names a column without spread (MAD 0).
 * Maronna and Zamar (2002), Technometrics 44, 307-317. R: robustbase::covOGK(x, sigmamu =
 * scaleTau2)$wcenter, $wcov, mahalanobis(). O(rows columns^2 + columns^3). */
enum plumb_status plumb_ogk(const double *x, size_t rows, size_t columns,
                            struct plumb_ogk_options options, double *centre, double *cov,
                            double *d2, struct plumb_error *error);
/* Cut for d2: the 0.975 quantile of chi-square on `columns` degrees; and ln p of one d2. */
double plumb_ogk_cut(size_t columns);
double plumb_ogk_log_p(double d2, size_t columns);

/* ECOD. With U_l = -ln F(x), U_r = -ln F(-x), F = #{<=}/rows in the column: the term is
 * max(U_l, U_r, U_skew), U_skew = U_l if the column's skewness (m3 / m2^1.5) is negative, U_r if
 * positive, U_l + U_r if it is exactly 0 (and for a constant column, where all are 0).
 * terms[rows * columns] and score[rows] = sum of the row's terms; either may be NULL.
 * Li et al. (2022), IEEE TKDE; PyOD 3.6.5. O(rows columns log rows). */
enum plumb_status plumb_score_ecod(const double *x, size_t rows, size_t columns, double *terms,
                                   double *score, struct plumb_error *error);

struct plumb_forest_options {
    size_t trees;     /* 300 */
    size_t subsample; /* 256, cut at the number of rows */
    uint64_t seed;
    unsigned threads; /* 0: all cores */
};
#define PLUMB_FOREST_DEFAULT ((struct plumb_forest_options){300, 256, 20240501, 0})

/* Isolation forest: score = 2^(-E[h] / c(subsample)), h the path length with c(size) added at a
 * leaf of several rows, c(n) = 2 (ln(n-1) + gamma) - 2 (n-1)/n. Height limit ceil(log2 subsample);
 * the column is drawn among those that vary in the node. Each tree takes the rows with the smallest
 * hash of (seed, tree, contents), and each node draws from the stream (seed, tree, node): nothing
 * depends on the order of the rows. score[rows], rows >= 2. Liu, Ting, Zhou (2008), ICDM.
 * O(trees (rows + subsample log subsample)). */
enum plumb_status plumb_score_forest(const double *x, size_t rows, size_t columns,
                                     struct plumb_forest_options options, double *score,
                                     struct plumb_error *error);

struct plumb_neighbours_options {
    size_t k;         /* 50, cut at the rows compared with minus one */
    size_t reference; /* compare with at most so many rows (smallest content hash), k in
                         proportion; 0: all. 10000 by default keeps n = 1e6 within minutes */
    uint64_t seed;
    unsigned threads;
};
#define PLUMB_NEIGHBOURS_DEFAULT ((struct plumb_neighbours_options){50, 10000, 20240501, 0})

/* Euclidean distance to the k-th nearest other row. score[rows], rows >= 2.
 * R: dbscan::kNNdist(x, k). Ramaswamy, Rastogi, Shim (2000), SIGMOD. O(rows reference columns). */
enum plumb_status plumb_score_neighbours(const double *x, size_t rows, size_t columns,
                                         struct plumb_neighbours_options options, double *score,
                                         struct plumb_error *error);

/* Mean of the z-scores ((s - mean) / sd, population sd) of several scores[count][rows]; a score
 * without spread counts as 0. out[rows]. */
enum plumb_status plumb_score_zmean(const double *const *scores, size_t count, size_t rows,
                                    double *out, struct plumb_error *error);

/* The recommended order: z-score mean of forest and kNN on the robust z of the columns.
 * score[rows], rows >= 2. */
enum plumb_status plumb_score_profile(const double *x, size_t rows, size_t columns, uint64_t seed,
                                      unsigned threads, double *score, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
