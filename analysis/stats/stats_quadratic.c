#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>

#include "analysis/stats/stats_digits.h"
#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multiplicity.h"

struct imhof {
    const double *weight;
    size_t n;
    double x;
};

/* Imhof's integrand sin(theta(u)) / (u rho(u)). */
static double imhof_integrand(double u, void *parameters)
{
    const struct imhof *q = parameters;
    double theta = -0.5 * q->x * u, log_rho = 0, slope = -0.5 * q->x;
    for (size_t i = 0; i < q->n; i++) {
        const double v = q->weight[i] * u;
        theta += 0.5 * atan(v);
        log_rho += 0.25 * log1p(v * v);
        slope += 0.5 * q->weight[i];
    }
    return u > 0 ? sin(theta) * exp(-log_rho) / u : slope;
}

/* Where the envelope 1 / (u rho(u)) has fallen to 1e-12: the rest is under 1e-11. */
static double imhof_end(const struct imhof *q)
{
    double u = 1;
    for (int k = 0; k < 200; k++, u *= 1.5) {
        double log_size = log(u);
        for (size_t i = 0; i < q->n; i++)
            log_size += 0.25 * log1p(q->weight[i] * u * q->weight[i] * u);
        if (log_size > 12 * M_LN10)
            break;
    }
    return u;
}

/* Pieces of about one oscillation each, by a fixed Gauss-Legendre rule. */
static double imhof_integral(const struct imhof *q, const gsl_integration_glfixed_table *rule)
{
    const double end = imhof_end(q);
    double rate = 0.5 * q->x, sum = 0;
    for (size_t i = 0; i < q->n; i++)
        rate += 0.5 * q->weight[i];
    gsl_function f = {.function = imhof_integrand, .params = NULL};
    struct imhof parameters = *q;
    f.params = &parameters;
    const double first = 2 * M_PI / rate;
    for (double from = 0; from < end;) {
        const double to = from + fmin(first, fmax(end - from, 1e-300));
        const double piece = gsl_integration_glfixed(&f, from, to, rule);
        sum += piece;
        from = to;
        if (fabs(piece) < 1e-13 && from > 50 * first)
            break;
    }
    return sum;
}

/* Far out only the largest weight matters: P ~ P(w_1 chi2_1 > x) prod_{i>1} (1 - w_i/w_1)^(-1/2)
 * (Zolotarev 1961). */
static double far_tail(double x, const double *weight, size_t n)
{
    size_t top = 0;
    for (size_t i = 1; i < n; i++)
        top = weight[i] > weight[top] ? i : top;
    double log_p = plumb_log_tail_chi2(x / weight[top], 1);
    for (size_t i = 0; i < n; i++)
        if (i != top)
            log_p -= 0.5 * log(fmax(1e-6, 1 - weight[i] / weight[top]));
    return fmin(0, log_p);
}

enum plumb_status plumb_log_tail_quadratic(double x, const double *weight, size_t n, double *log_p,
                                           struct plumb_error *error)
{
    if (n == 0 || isnan(x))
        return plumb_fail(error, PLUMB_E_DOMAIN, "A quadratic form needs a weight and a value.");
    for (size_t i = 0; i < n; i++)
        if (!(weight[i] > 0) || isinf(weight[i]))
            return plumb_fail(error, PLUMB_E_DOMAIN, "The weights must be positive and finite.");
    *log_p = 0;
    if (x <= 0)
        return PLUMB_OK;
    if (n == 1) {
        *log_p = plumb_log_tail_chi2(x / weight[0], 1);
        return PLUMB_OK;
    }
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(24);
    if (rule == NULL)
        return plumb_fail_nomem(error);
    const struct imhof q = {weight, n, x};
    const double far = far_tail(x, weight, n);
    const double p = far > log(1e-6) ? 0.5 + imhof_integral(&q, rule) / M_PI : 0;
    *log_p = p > 1e-7 ? fmin(0, log(p)) : far;
    gsl_integration_glfixed_table_free(rule);
    return PLUMB_OK;
}
