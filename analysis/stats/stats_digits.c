#include "analysis/stats/stats_digits.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>
#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multiplicity.h"
#include "analysis/stats/stats_robust.h"

#define LEAST_VALUES 300
#define LEAST_DECADES 2.0

size_t plumb_digits_classes(enum plumb_digits kind)
{
    return kind == PLUMB_DIGITS_FIRST ? 9 : kind == PLUMB_DIGITS_SECOND ? 10 : 90;
}

int plumb_digits_lowest(enum plumb_digits kind)
{
    return kind == PLUMB_DIGITS_FIRST ? 1 : kind == PLUMB_DIGITS_SECOND ? 0 : 10;
}

double plumb_digits_expected(enum plumb_digits kind, size_t k)
{
    const double d = (double)k + plumb_digits_lowest(kind);
    if (kind != PLUMB_DIGITS_SECOND)
        return log10(1 + 1 / d);
    double p = 0;
    for (int first = 1; first <= 9; first++)
        p += log10(1 + 1 / (10.0 * first + d));
    return p;
}

int plumb_digits_class(plumb_dec value, enum plumb_digits kind)
{
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    if (v == 0)
        return -1;
    while (v > UINT64_MAX)
        v /= 10;
    uint64_t small = (uint64_t)v; /* divided about ten times as fast */
    while (small >= 100)
        small /= 10;
    v = small;
    const int two = v < 10 ? (int)v * 10 : (int)v;
    return kind == PLUMB_DIGITS_FIRST    ? two / 10 - 1
           : kind == PLUMB_DIGITS_SECOND ? two % 10
                                         : two - 10;
}

/* ---- discrete Cramer-von Mises and Watson ------------------------------------------------- */

struct cvm {
    size_t k;
    double p[PLUMB_DIGIT_CLASSES], t[PLUMB_DIGIT_CLASSES]; /* t_i = (p_i + p_(i+1)) / 2, cyclic */
};

static void cvm_weights(struct cvm *c, enum plumb_digits kind)
{
    c->k = plumb_digits_classes(kind);
    for (size_t i = 0; i < c->k; i++)
        c->p[i] = plumb_digits_expected(kind, i);
    for (size_t i = 0; i < c->k; i++)
        c->t[i] = 0.5 * (c->p[i] + c->p[(i + 1) % c->k]);
}

static void cvm_statistics(const struct cvm *c, struct plumb_benford *b)
{
    double z[PLUMB_DIGIT_CLASSES], sum = 0, mean = 0;
    const double n = (double)b->n;
    for (size_t i = 0; i < c->k; i++) {
        sum += (double)b->count[i] - n * c->p[i];
        z[i] = sum;
        mean += c->t[i] * z[i];
    }
    b->w2 = b->u2 = 0;
    for (size_t i = 0; i < c->k; i++) {
        b->w2 += z[i] * z[i] * c->t[i] / n;
        b->u2 += (z[i] - mean) * (z[i] - mean) * c->t[i] / n;
    }
}

/* Covariance of Z_i / sqrt(n): H_min (1 - H_max), H the distribution function. */
static double cvm_covariance(const double *h, size_t i, size_t j)
{
    return h[i < j ? i : j] * (1 - h[i < j ? j : i]);
}

/* Fills m with E^(1/2) C S C' E^(1/2), C = I for W^2 and I - 1 t' for U^2. */
static void cvm_matrix(const struct cvm *c, bool watson, gsl_matrix *m)
{
    double h[PLUMB_DIGIT_CLASSES], row[PLUMB_DIGIT_CLASSES], all = 0, sum = 0;
    for (size_t i = 0; i < c->k; i++) {
        sum += c->p[i];
        h[i] = i + 1 < c->k ? sum : 1;
    }
    for (size_t i = 0; i < c->k; i++) {
        row[i] = 0;
        for (size_t j = 0; j < c->k; j++)
            row[i] += c->t[j] * cvm_covariance(h, i, j);
        all += c->t[i] * row[i];
    }
    for (size_t i = 0; i < c->k; i++)
        for (size_t j = 0; j < c->k; j++) {
            double v = cvm_covariance(h, i, j);
            if (watson)
                v += all - row[i] - row[j];
            gsl_matrix_set(m, i, j, v * sqrt(c->t[i] * c->t[j]));
        }
}

static enum plumb_status cvm_log_p(const struct cvm *c, bool watson, double statistic,
                                   double *log_p, struct plumb_error *error)
{
    double weight[PLUMB_DIGIT_CLASSES];
    size_t kept = 0;
    gsl_matrix *m = gsl_matrix_alloc(c->k, c->k);
    gsl_vector *values = gsl_vector_alloc(c->k);
    gsl_eigen_symm_workspace *work = gsl_eigen_symm_alloc(c->k);
    enum plumb_status status = PLUMB_OK;
    if (m == NULL || values == NULL || work == NULL) {
        status = plumb_fail_nomem(error);
        goto done;
    }
    cvm_matrix(c, watson, m);
    if (gsl_eigen_symm(m, values, work) != GSL_SUCCESS) {
        status = plumb_fail(error, PLUMB_E_INTERNAL, "The eigenvalues of a matrix were not found.");
        goto done;
    }
    for (size_t i = 0; i < c->k; i++)
        if (gsl_vector_get(values, i) > 1e-10)
            weight[kept++] = gsl_vector_get(values, i);
    status = plumb_log_tail_quadratic(statistic, weight, kept, log_p, error);
done:
    gsl_matrix_free(m);
    gsl_vector_free(values);
    gsl_eigen_symm_free(work);
    return status;
}

/* ---- Benford ------------------------------------------------------------------------------ */

static enum plumb_conformity conformity_of(enum plumb_digits kind, double mad)
{
    static const double cuts[][3] = {
        {0.006, 0.012, 0.015}, {0.008, 0.010, 0.012}, {0.0012, 0.0018, 0.0022}};
    int c = 0;
    while (c < 3 && mad > cuts[kind][c])
        c++;
    return (enum plumb_conformity)c;
}

static enum plumb_status benford_figures(struct plumb_benford *b, struct plumb_error *error)
{
    struct cvm c;
    cvm_weights(&c, b->kind);
    const double n = (double)b->n, k = (double)c.k;
    for (size_t i = 0; i < c.k; i++) {
        const double gap = (double)b->count[i] - n * c.p[i];
        b->chi2 += gap * gap / (n * c.p[i]);
        b->mad += fabs(gap) / n / k;
        b->mad_expected += sqrt(2 * c.p[i] * (1 - c.p[i]) / (M_PI * n)) / k;
    }
    b->log_p = plumb_log_tail_chi2(b->chi2, k - 1);
    b->mad_excess = b->mad - b->mad_expected;
    b->conformity = conformity_of(b->kind, b->mad);
    cvm_statistics(&c, b);
    const enum plumb_status status = cvm_log_p(&c, false, b->w2, &b->w2_log_p, error);
    return status != PLUMB_OK ? status : cvm_log_p(&c, true, b->u2, &b->u2_log_p, error);
}

static void benford_verdict(struct plumb_benford *b, bool range_known)
{
    b->reason = b->n < LEAST_VALUES ? "fewer than 300 values"
                : range_known && b->decades < LEAST_DECADES
                    ? "the values span less than two powers of ten"
                    : NULL;
    b->applicable = b->reason == NULL;
}

enum plumb_status plumb_digits_benford_counts(const size_t *count, enum plumb_digits kind,
                                              struct plumb_benford *out, struct plumb_error *error)
{
    *out = (struct plumb_benford){.kind = kind};
    for (size_t k = 0; k < plumb_digits_classes(kind); k++) {
        out->count[k] = count[k];
        out->n += count[k];
    }
    benford_verdict(out, false);
    return out->n > 0 ? benford_figures(out, error) : PLUMB_OK;
}

/* Arc and span from the logarithms of the sizes, summed in sorted order. */
static void benford_arc(struct plumb_benford *b, const double *logs)
{
    double c = 0, s = 0;
    const double n = (double)b->n;
    for (size_t i = 0; i < b->n; i++) {
        const double angle = 2 * M_PI * (logs[i] - floor(logs[i]));
        c += cos(angle) / n;
        s += sin(angle) / n;
    }
    b->arc = c * c + s * s;
    b->arc_log_p = -n * b->arc;
    b->decades = plumb_quantile_sorted(logs, b->n, 0.99) - plumb_quantile_sorted(logs, b->n, 0.01);
}

enum plumb_status plumb_digits_benford(const plumb_dec *value, size_t n, enum plumb_digits kind,
                                       struct plumb_benford *out, struct plumb_error *error)
{
    size_t count[PLUMB_DIGIT_CLASSES] = {0}, m = 0;
    double *logs = plumb_stats_doubles(n);
    if (logs == NULL)
        return plumb_fail_nomem(error);
    for (size_t i = 0; i < n; i++) {
        const int k = plumb_digits_class(value[i], kind);
        if (k < 0)
            continue;
        count[k]++;
        logs[m++] = log10(fabs(plumb_dec_double(value[i])));
    }
    plumb_stats_sort(logs, m);
    const enum plumb_status status = plumb_digits_benford_counts(count, kind, out, error);
    if (status == PLUMB_OK && m > 0)
        benford_arc(out, logs);
    benford_verdict(out, true);
    plumb_free(logs);
    return status;
}
