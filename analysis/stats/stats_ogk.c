#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>
#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multiplicity.h"
#include "analysis/stats/stats_multivariate.h"
#include "analysis/stats/stats_robust.h"

/* E[min(z^2, b^2)] of a standard normal z with b = c2 qnorm(3/4): what makes the tau scale
 * consistent when the MAD is not normalised. */
static double tau_consistency(double c2)
{
    const double b = c2 / PLUMB_MAD_FACTOR;
    return 2 * ((1 - b * b) * gsl_cdf_ugaussian_P(b) - b * exp(-0.5 * b * b) / sqrt(2 * M_PI) +
                b * b) -
           1;
}

/* work[n] is overwritten. */
static void tau_scale(const double *x, size_t n, double *work, double *location, double *scale)
{
    const double c1 = 4.5, c2 = 3;
    memcpy(work, x, n * sizeof *x);
    const double centre = plumb_median_inplace(work, n);
    for (size_t i = 0; i < n; i++)
        work[i] = fabs(x[i] - centre);
    const double mad = plumb_median_inplace(work, n);
    *location = centre;
    *scale = 0;
    if (!(mad > 0))
        return;
    double sum = 0, weights = 0, rho = 0;
    for (size_t i = 0; i < n; i++) {
        const double v = (x[i] - centre) / (mad * c1), r = fmax(0, 1 - v * v);
        weights += r * r;
        sum += r * r * x[i];
    }
    *location = sum / weights;
    for (size_t i = 0; i < n; i++) {
        const double v = (x[i] - *location) / mad;
        rho += fmin(v * v, c2 * c2);
    }
    *scale = mad * sqrt(rho / ((double)n * tau_consistency(c2)));
}

enum plumb_status plumb_tau_scale(const double *x, size_t n, double *location, double *scale,
                                  struct plumb_error *error)
{
    const enum plumb_status status = plumb_stats_check(x, n, 1, "The tau scale", error);
    if (status != PLUMB_OK)
        return status;
    double *work = plumb_stats_doubles(n), l, s;
    if (work == NULL)
        return plumb_fail_nomem(error);
    tau_scale(x, n, work, &l, &s);
    plumb_free(work);
    if (location != NULL)
        *location = l;
    if (scale != NULL)
        *scale = s;
    return PLUMB_OK;
}

enum plumb_status plumb_columns_z(const double *x, size_t rows, size_t columns, double *z,
                                  struct plumb_error *error)
{
    double *column = plumb_stats_doubles(2 * rows);
    if (column == NULL)
        return plumb_fail_nomem(error);
    enum plumb_status status = PLUMB_OK;
    for (size_t j = 0; j < columns && status == PLUMB_OK; j++) {
        for (size_t i = 0; i < rows; i++)
            column[i] = x[i * columns + j];
        status = plumb_modified_z(column, rows, column + rows, error);
        for (size_t i = 0; i < rows && status == PLUMB_OK; i++)
            z[i * columns + j] = column[rows + i];
    }
    plumb_free(column);
    return status;
}

/* ---- OGK --------------------------------------------------------------------------------- */

struct ogk {
    const double *x;
    size_t n, p;
    double *z;    /* [n * p] current coordinates */
    double *work; /* [4 * n] */
    double *d2;   /* [n] */
    gsl_matrix *u, *e, *cov;
    gsl_matrix **a; /* one a step */
    unsigned steps;
    gsl_vector *centre, *spread;
    gsl_eigen_symmv_workspace *eigen;
};

static bool ogk_alloc(struct ogk *o)
{
    const size_t n = o->n, p = o->p;
    o->z = plumb_calloc(n, p * sizeof *o->z);
    o->work = plumb_stats_doubles(4 * n);
    o->d2 = plumb_stats_doubles(n);
    o->a = plumb_calloc(o->steps + 1, sizeof(gsl_matrix *));
    o->u = gsl_matrix_alloc(p, p);
    o->e = gsl_matrix_alloc(p, p);
    o->cov = gsl_matrix_alloc(p, p);
    o->centre = gsl_vector_alloc(p);
    o->spread = gsl_vector_alloc(p);
    o->eigen = gsl_eigen_symmv_alloc(p);
    for (unsigned k = 0; o->a != NULL && k < o->steps; k++)
        if ((o->a[k] = gsl_matrix_alloc(p, p)) == NULL)
            return false;
    return o->z && o->work && o->d2 && o->a && o->u && o->e && o->cov && o->centre && o->spread &&
           o->eigen;
}

static void ogk_free(struct ogk *o)
{
    for (unsigned k = 0; o->a != NULL && k < o->steps; k++)
        gsl_matrix_free(o->a[k]);
    plumb_free(o->z);
    plumb_free(o->work);
    plumb_free(o->d2);
    plumb_free(o->a);
    gsl_matrix_free(o->u);
    gsl_matrix_free(o->e);
    gsl_matrix_free(o->cov);
    gsl_vector_free(o->centre);
    gsl_vector_free(o->spread);
    gsl_eigen_symmv_free(o->eigen);
}

static double column_tau(struct ogk *o, size_t j, double *location)
{
    double scale;
    for (size_t i = 0; i < o->n; i++)
        o->work[i] = o->z[i * o->p + j];
    tau_scale(o->work, o->n, o->work + o->n, location, &scale);
    return scale;
}

/* Gnanadesikan-Kettenring: (s(x + y)^2 - s(x - y)^2) / 4. */
static double pair_covariance(struct ogk *o, size_t j, size_t k)
{
    double *sum = o->work, *difference = o->work + o->n, unused, s, d;
    for (size_t i = 0; i < o->n; i++) {
        sum[i] = o->z[i * o->p + j] + o->z[i * o->p + k];
        difference[i] = o->z[i * o->p + j] - o->z[i * o->p + k];
    }
    tau_scale(sum, o->n, o->work + 2 * o->n, &unused, &s);
    tau_scale(difference, o->n, o->work + 2 * o->n, &unused, &d);
    return 0.25 * (s * s - d * d);
}

static enum plumb_status ogk_step(struct ogk *o, gsl_matrix *a, struct plumb_error *error)
{
    const size_t p = o->p;
    double location;
    for (size_t j = 0; j < p; j++) {
        const double s = column_tau(o, j, &location);
        if (!(s > 0))
            return plumb_fail(error, PLUMB_E_DOMAIN,
                              "Column %zu has no spread: more than half of its values are equal. "
                              "Leave it out.",
                              j + 1);
        gsl_vector_set(o->spread, j, s);
        for (size_t i = 0; i < o->n; i++)
            o->z[i * p + j] /= s;
    }
    for (size_t j = 0; j < p; j++) {
        gsl_matrix_set(o->u, j, j, 1);
        for (size_t k = 0; k < j; k++) {
            const double c = pair_covariance(o, j, k);
            gsl_matrix_set(o->u, j, k, c);
            gsl_matrix_set(o->u, k, j, c);
        }
    }
    if (gsl_eigen_symmv(o->u, o->centre, o->e, o->eigen) != GSL_SUCCESS)
        return plumb_fail(error, PLUMB_E_INTERNAL, "The eigenvalues of a matrix were not found.");
    gsl_eigen_symmv_sort(o->centre, o->e, GSL_EIGEN_SORT_VAL_DESC);
    for (size_t i = 0; i < o->n; i++) {
        for (size_t k = 0; k < p; k++) {
            o->work[k] = 0;
            for (size_t j = 0; j < p; j++)
                o->work[k] += o->z[i * p + j] * gsl_matrix_get(o->e, j, k);
        }
        memcpy(o->z + i * p, o->work, p * sizeof(double));
    }
    for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k < p; k++)
            gsl_matrix_set(a, j, k, gsl_vector_get(o->spread, j) * gsl_matrix_get(o->e, j, k));
    return PLUMB_OK;
}

/* Distances in the orthogonal coordinates, where they are sums of squares. */
static void ogk_raw_distances(struct ogk *o)
{
    double location;
    memset(o->d2, 0, o->n * sizeof *o->d2);
    for (size_t j = 0; j < o->p; j++) {
        const double s = column_tau(o, j, &location);
        for (size_t i = 0; i < o->n; i++) {
            const double v = s > 0 ? (o->z[i * o->p + j] - location) / s : 0;
            o->d2[i] += v * v;
        }
    }
}

/* Mean and covariance of the rows within the limit. */
static void ogk_reweigh(struct ogk *o, double beta)
{
    const size_t n = o->n, p = o->p;
    memcpy(o->work, o->d2, n * sizeof *o->d2);
    const double limit = plumb_median_inplace(o->work, n) * gsl_cdf_chisq_Pinv(beta, (double)p) /
                         gsl_cdf_chisq_Pinv(0.5, (double)p);
    double kept = 0;
    gsl_vector_set_zero(o->centre);
    gsl_matrix_set_zero(o->cov);
    for (size_t i = 0; i < n; i++) {
        o->work[i] = o->d2[i] <= limit ? 1 : 0;
        kept += o->work[i];
        for (size_t j = 0; j < p && o->work[i] > 0; j++)
            *gsl_vector_ptr(o->centre, j) += o->x[i * p + j];
    }
    gsl_vector_scale(o->centre, 1 / kept);
    for (size_t i = 0; i < n; i++) {
        if (!(o->work[i] > 0))
            continue;
        for (size_t j = 0; j < p; j++)
            for (size_t k = 0; k <= j; k++)
                *gsl_matrix_ptr(o->cov, j, k) += (o->x[i * p + j] - gsl_vector_get(o->centre, j)) *
                                                 (o->x[i * p + k] - gsl_vector_get(o->centre, k)) /
                                                 kept;
    }
    for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k < j; k++)
            gsl_matrix_set(o->cov, k, j, gsl_matrix_get(o->cov, j, k));
}

/* By the principal axes of the covariance: they also show whether it is singular. */
static enum plumb_status ogk_distances(struct ogk *o, double *d2, struct plumb_error *error)
{
    const size_t p = o->p;
    gsl_matrix_memcpy(o->u, o->cov);
    if (gsl_eigen_symmv(o->u, o->spread, o->e, o->eigen) != GSL_SUCCESS)
        return plumb_fail(error, PLUMB_E_INTERNAL, "The eigenvalues of a matrix were not found.");
    gsl_eigen_symmv_sort(o->spread, o->e, GSL_EIGEN_SORT_VAL_DESC);
    if (!(gsl_vector_get(o->spread, p - 1) > 1e-12 * gsl_vector_get(o->spread, 0)))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The columns depend on each other linearly. Leave one of them out.");
    for (size_t i = 0; i < o->n; i++) {
        d2[i] = 0;
        for (size_t k = 0; k < p; k++) {
            double v = 0;
            for (size_t j = 0; j < p; j++)
                v += (o->x[i * p + j] - gsl_vector_get(o->centre, j)) * gsl_matrix_get(o->e, j, k);
            d2[i] += v * v / gsl_vector_get(o->spread, k);
        }
    }
    return PLUMB_OK;
}

static enum plumb_status ogk_run(struct ogk *o, struct plumb_ogk_options options, double *d2,
                                 struct plumb_error *error)
{
    memcpy(o->z, o->x, o->n * o->p * sizeof *o->z);
    for (unsigned k = 0; k < o->steps; k++) {
        const enum plumb_status status = ogk_step(o, o->a[k], error);
        if (status != PLUMB_OK)
            return status;
    }
    ogk_raw_distances(o);
    ogk_reweigh(o, options.beta);
    return d2 != NULL ? ogk_distances(o, d2, error) : PLUMB_OK;
}

enum plumb_status plumb_ogk(const double *x, size_t rows, size_t columns,
                            struct plumb_ogk_options options, double *centre, double *cov,
                            double *d2, struct plumb_error *error)
{
    if (columns < 2 || rows < 2 * columns)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The robust covariance needs 2 columns and twice as many rows, got %zu "
                          "rows of %zu.",
                          rows, columns);
    enum plumb_status status =
        plumb_stats_check(x, rows * columns, 1, "The robust covariance", error);
    if (status != PLUMB_OK)
        return status;
    struct ogk o = {.x = x, .n = rows, .p = columns, .steps = options.iterations};
    status = ogk_alloc(&o) ? ogk_run(&o, options, d2, error) : plumb_fail_nomem(error);
    for (size_t j = 0; status == PLUMB_OK && j < columns; j++) {
        if (centre != NULL)
            centre[j] = gsl_vector_get(o.centre, j);
        for (size_t k = 0; cov != NULL && k < columns; k++)
            cov[j * columns + k] = gsl_matrix_get(o.cov, j, k);
    }
    ogk_free(&o);
    return status;
}

double plumb_ogk_cut(size_t columns)
{
    return gsl_cdf_chisq_Pinv(0.975, (double)columns);
}

double plumb_ogk_log_p(double d2, size_t columns)
{
    return plumb_log_tail_chi2(d2, (double)columns);
}
