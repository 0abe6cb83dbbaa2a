#include <gsl/gsl_blas.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_robust.h"
#include "analysis/stats/stats_series.h"

struct fit {
    gsl_multifit_robust_workspace *work;
    gsl_matrix *design, *cov, *q;
    gsl_vector *y, *coefficient, *residual, *leverage;
    size_t n, p;
};

static void fit_free(struct fit *f)
{
    gsl_multifit_robust_free(f->work);
    gsl_matrix_free(f->design);
    gsl_matrix_free(f->cov);
    gsl_matrix_free(f->q);
    gsl_vector_free(f->y);
    gsl_vector_free(f->coefficient);
    gsl_vector_free(f->residual);
    gsl_vector_free(f->leverage);
}

static bool fit_alloc(struct fit *f)
{
    f->work = gsl_multifit_robust_alloc(gsl_multifit_robust_bisquare, f->n, f->p);
    f->design = gsl_matrix_alloc(f->n, f->p);
    f->cov = gsl_matrix_alloc(f->p, f->p);
    f->q = gsl_matrix_alloc(f->n, f->p);
    f->y = gsl_vector_alloc(f->n);
    f->coefficient = gsl_vector_alloc(f->p);
    f->residual = gsl_vector_alloc(f->n);
    f->leverage = gsl_vector_alloc(f->n);
    return f->work && f->design && f->cov && f->q && f->y && f->coefficient && f->residual &&
           f->leverage;
}

/* Leverages are the squared rows of an orthonormal basis of the columns (modified Gram-Schmidt,
 * twice for stability); false when a column depends on those before it. */
static bool leverages(struct fit *f)
{
    gsl_matrix_memcpy(f->q, f->design);
    gsl_vector_set_zero(f->leverage);
    for (size_t j = 0; j < f->p; j++) {
        gsl_vector_view column = gsl_matrix_column(f->q, j);
        const double size = gsl_blas_dnrm2(&column.vector);
        for (int pass = 0; pass < 2; pass++)
            for (size_t k = 0; k < j; k++) {
                gsl_vector_view before = gsl_matrix_column(f->q, k);
                double dot;
                gsl_blas_ddot(&before.vector, &column.vector, &dot);
                gsl_blas_daxpy(-dot, &before.vector, &column.vector);
            }
        const double rest = gsl_blas_dnrm2(&column.vector);
        if (!(rest > 1e-12 * size))
            return false;
        gsl_vector_scale(&column.vector, 1 / rest);
        for (size_t i = 0; i < f->n; i++) {
            const double v = gsl_vector_get(&column.vector, i);
            *gsl_vector_ptr(f->leverage, i) += v * v;
        }
    }
    return true;
}

/* Median of the n - p + 1 largest absolute residuals: p of them can be made 0 by the fit alone. */
static double residual_scale(const struct fit *f, double *work)
{
    for (size_t i = 0; i < f->n; i++)
        work[i] = fabs(gsl_vector_get(f->residual, i));
    plumb_stats_sort(work, f->n);
    return plumb_median_inplace(work + f->p - 1, f->n - f->p + 1) / 0.6745;
}

static enum plumb_status fit_run(struct fit *f, struct plumb_regression *out,
                                 struct plumb_error *error)
{
    if (!leverages(f))
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The columns of the regression depend on each other linearly.");
    const int status = gsl_multifit_robust(f->design, f->y, f->coefficient, f->cov, f->work);
    if (status != GSL_SUCCESS && status != GSL_EMAXITER)
        return plumb_fail(error, PLUMB_E_DOMAIN, "The robust regression failed: %s.",
                          gsl_strerror(status));
    out->converged = status == GSL_SUCCESS;
    out->iterations = gsl_multifit_robust_statistics(f->work).numit;
    gsl_vector_memcpy(f->residual, f->y);
    gsl_blas_dgemv(CblasNoTrans, -1, f->design, f->coefficient, 1, f->residual);
    return PLUMB_OK;
}

static void fit_results(const struct fit *f, double *coefficient, double *se, double *z,
                        double scale)
{
    for (size_t j = 0; j < f->p; j++) {
        coefficient[j] = gsl_vector_get(f->coefficient, j);
        if (se != NULL)
            se[j] = sqrt(fmax(0, gsl_matrix_get(f->cov, j, j)));
    }
    for (size_t i = 0; z != NULL && i < f->n; i++) {
        const double h = fmin(0.9999, gsl_vector_get(f->leverage, i));
        z[i] = scale > 0 ? gsl_vector_get(f->residual, i) / (scale * sqrt(1 - h)) : 0;
    }
}

enum plumb_status plumb_regress_robust(const double *design, size_t n, size_t p, const double *y,
                                       double *coefficient, double *se, double *z,
                                       struct plumb_regression *out, struct plumb_error *error)
{
    *out = (struct plumb_regression){0};
    if (p < 1 || n <= p)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The robust regression needs more rows than columns, got %zu of %zu.", n,
                          p);
    enum plumb_status status = plumb_stats_check(design, n * p, 1, "The robust regression", error);
    if (status == PLUMB_OK)
        status = plumb_stats_check(y, n, 1, "The robust regression", error);
    if (status != PLUMB_OK)
        return status;
    /* GSL would end the process when the iterations run out; the handler is the same for all. */
    gsl_set_error_handler_off();
    struct fit f = {.n = n, .p = p};
    double *work = plumb_stats_doubles(n);
    if (work == NULL || !fit_alloc(&f)) {
        status = plumb_fail_nomem(error);
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        gsl_vector_set(f.y, i, y[i]);
        for (size_t j = 0; j < p; j++)
            gsl_matrix_set(f.design, i, j, design[i * p + j]);
    }
    status = fit_run(&f, out, error);
    if (status == PLUMB_OK) {
        out->scale = residual_scale(&f, work);
        fit_results(&f, coefficient, se, z, out->scale);
    }
done:
    plumb_free(work);
    fit_free(&f);
    return status;
}

enum plumb_status plumb_regress_line(const double *x, const double *y, size_t n,
                                     double coefficient[2], double se[2], double *z,
                                     struct plumb_regression *out, struct plumb_error *error)
{
    double *design = plumb_calloc(n + 1, 2 * sizeof *design);
    if (design == NULL)
        return plumb_fail_nomem(error);
    for (size_t i = 0; i < n; i++) {
        design[2 * i] = 1;
        design[2 * i + 1] = x[i];
    }
    const enum plumb_status status =
        plumb_regress_robust(design, n, 2, y, coefficient, se, z, out, error);
    plumb_free(design);
    return status;
}
