#include "analysis/stats/stats_multiplicity.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "analysis/stats/stats_int.h"

/* ---- log tails --------------------------------------------------------------------------- */

double plumb_log_tail_normal(double z)
{
    if (isnan(z))
        return NAN;
    if (z < -1)
        return log1p(-gsl_cdf_ugaussian_P(z));
    if (z < 30)
        return log(gsl_cdf_ugaussian_Q(z));
    if (isinf(z))
        return -INFINITY;
    /* Q(z) = phi(z)/z (1 - 1/z^2 + 3/z^4 - 15/z^6 + 105/z^8 - ...), exact to 1e-16 from z = 30. */
    const double v = 1 / (z * z);
    const double tail = v * (-1 + v * (3 + v * (-15 + v * (105 - 945 * v))));
    return -0.5 * z * z - log(z) - 0.5 * log(2 * M_PI) + log1p(tail);
}

/* ln of I_x(df/2, 1/2) / 2 with x = df/(df + t^2) by the power series of the incomplete beta
 * function (DLMF 8.17.8); all terms are positive. */
static double log_tail_t_series(double t, double df)
{
    const double a = 0.5 * df, r = t * t / df;
    const double log_x = -log1p(r), x = exp(log_x);
    double term = 1, sum = 1;
    for (int k = 0; k < 1000000 && term > 1e-17 * sum; k++) {
        term *= (a + 0.5 + k) / (a + 1 + k) * x;
        sum += term;
    }
    const double log_beta = gsl_sf_lngamma(a) + 0.5 * log(M_PI) - gsl_sf_lngamma(a + 0.5);
    return a * log_x + 0.5 * log(r / (1 + r)) - log(a) - log_beta + log(sum) - M_LN2;
}

double plumb_log_tail_t(double t, double df)
{
    if (isnan(t) || !(df > 0))
        return NAN;
    if (isinf(t))
        return t > 0 ? -INFINITY : 0;
    if (isinf(df) || df > 1e9)
        return plumb_log_tail_normal(t);
    if (t < 0)
        return log1p(-exp(plumb_log_tail_t(-t, df)));
    /* x < 1/2: the series is fast and has no cancellation. r must not overflow. */
    if (t * t > df && t < 1e150)
        return log_tail_t_series(t, df);
    if (t >= 1e150)
        return log_tail_t_series(1e150, df) - df * (log(t) - log(1e150));
    const double q = gsl_cdf_tdist_Q(t, df);
    return q > 1e-290 ? log(q) : log_tail_t_series(t, df);
}

double plumb_log_p_normal(double z)
{
    return fmin(0, plumb_log_tail_normal(fabs(z)) + M_LN2);
}

double plumb_log_p_t(double t, double df)
{
    return isnan(t) ? NAN : fmin(0, plumb_log_tail_t(fabs(t), df) + M_LN2);
}

double plumb_log_tail_chi2(double x, double df)
{
    if (isnan(x) || !(df > 0))
        return NAN;
    if (x <= 0)
        return 0;
    if (isinf(x))
        return -INFINITY;
    const double q = gsl_cdf_chisq_Q(x, df);
    if (q > 1e-290)
        return log(q);
    /* Upper incomplete gamma by Legendre's continued fraction, modified Lentz; x >> df here. */
    const double a = 0.5 * df, y = 0.5 * x;
    double b = y + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (int i = 1; i < 10000; i++) {
        const double an = -(double)i * ((double)i - a);
        b += 2;
        d = 1 / (an * d + b);
        c = b + an / c;
        h *= d * c;
        if (fabs(d * c - 1) < 1e-16)
            break;
    }
    return a * log(y) - y - gsl_sf_lngamma(a) + log(h);
}

/* ---- many tests -------------------------------------------------------------------------- */

/* The values that are not NaN, sorted ascending, with their places. */
struct tested {
    double *key;
    size_t *place, *order, count;
};

static void tested_free(struct tested *t)
{
    plumb_free(t->key);
    plumb_free(t->place);
    plumb_free(t->order);
}

static enum plumb_status tested_sorted(const double *log_p, size_t n, struct tested *t,
                                       struct plumb_error *error)
{
    *t = (struct tested){.key = plumb_stats_doubles(n),
                         .place = plumb_calloc(n + 1, sizeof *t->place),
                         .order = plumb_calloc(n + 1, sizeof *t->order)};
    if (t->key == NULL || t->place == NULL || t->order == NULL)
        goto nomem;
    for (size_t i = 0; i < n; i++) {
        if (isnan(log_p[i]))
            continue;
        if (log_p[i] > 0) {
            tested_free(t);
            return plumb_fail(error, PLUMB_E_DOMAIN,
                              "Value %zu is no logarithm of a probability: %g.", i + 1, log_p[i]);
        }
        t->key[t->count] = log_p[i];
        t->place[t->count++] = i;
    }
    if (plumb_stats_order(t->key, t->count, t->order))
        return PLUMB_OK;
nomem:
    tested_free(t);
    return plumb_fail_nomem(error);
}

static enum plumb_status step_up(const double *log_p, size_t n, double log_pi0, double *log_q,
                                 struct plumb_error *error)
{
    struct tested t;
    const enum plumb_status status = tested_sorted(log_p, n, &t, error);
    if (status != PLUMB_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        log_q[i] = NAN;
    double least = 0;
    for (size_t k = t.count; k-- > 0;) {
        const size_t i = t.order[k];
        const double q = t.key[i] + log((double)t.count / (double)(k + 1));
        least = fmin(least, q);
        log_q[t.place[i]] = least + log_pi0;
    }
    tested_free(&t);
    return PLUMB_OK;
}

enum plumb_status plumb_p_bh(const double *log_p, size_t n, double *log_q,
                             struct plumb_error *error)
{
    return step_up(log_p, n, 0, log_q, error);
}

double plumb_p_pi0(const double *log_p, size_t n)
{
    size_t tested = 0, large = 0;
    for (size_t i = 0; i < n; i++) {
        tested += isnan(log_p[i]) ? 0 : 1;
        large += log_p[i] > -M_LN2;
    }
    return tested == 0 ? 1 : fmin(1, (double)large / (0.5 * (double)tested));
}

enum plumb_status plumb_p_storey(const double *log_p, size_t n, double *log_q,
                                 struct plumb_error *error)
{
    return step_up(log_p, n, log(plumb_p_pi0(log_p, n)), log_q, error);
}

enum plumb_status plumb_pava(const double *y, const double *w, size_t n, double *fit,
                             struct plumb_error *error)
{
    double *mean = plumb_stats_doubles(n), *weight = plumb_stats_doubles(n);
    size_t *size = plumb_calloc(n + 1, sizeof *size), blocks = 0;
    const bool done = mean != NULL && weight != NULL && size != NULL;
    for (size_t i = 0; done && i < n; i++) {
        mean[blocks] = y[i];
        weight[blocks] = w != NULL ? w[i] : 1;
        size[blocks++] = 1;
        while (blocks > 1 && mean[blocks - 2] >= mean[blocks - 1]) {
            const size_t a = blocks - 2, b = blocks - 1;
            const double sum = weight[a] + weight[b];
            if (sum > 0)
                mean[a] += (mean[b] - mean[a]) * (weight[b] / sum);
            weight[a] = sum;
            size[a] += size[b];
            blocks--;
        }
    }
    for (size_t b = 0, i = 0; done && b < blocks; b++)
        for (size_t k = 0; k < size[b]; k++)
            fit[i++] = mean[b];
    plumb_free(mean);
    plumb_free(weight);
    plumb_free(size);
    return done ? PLUMB_OK : plumb_fail_nomem(error);
}

/* Distinct p values p_1 < ... < p_m of a sorted sample cut (0, 1] into intervals ending at them;
 * the slopes of the empirical distribution function, made non-increasing with the widths as
 * weights, are the slopes of its least concave majorant (Robertson, Wright, Dykstra 1988). */
static enum plumb_status grenander(struct tested *t, double *density, struct plumb_error *error)
{
    double *slope = plumb_stats_doubles(t->count), *width = plumb_stats_doubles(t->count);
    size_t knots = 0;
    double last = 0;
    enum plumb_status status = PLUMB_E_NOMEM;
    if (slope == NULL || width == NULL)
        goto done;
    for (size_t k = 0; k < t->count;) {
        const double p = exp(t->key[t->order[k]]);
        size_t end = k;
        while (end < t->count && exp(t->key[t->order[end]]) <= p)
            end++;
        /* p = 0 would be a density of infinity: pool it with what follows. */
        width[knots] = fmax(p - last, 1e-300);
        slope[knots] = -(double)(end - k) / (double)t->count / width[knots];
        knots++;
        last = p;
        k = end;
    }
    status = plumb_pava(slope, width, knots, slope, error);
    for (size_t k = 0, j = 0; status == PLUMB_OK && k < t->count; j++) {
        const double p = exp(t->key[t->order[k]]);
        while (k < t->count && exp(t->key[t->order[k]]) <= p)
            density[k++] = -slope[j];
    }
done:
    plumb_free(slope);
    plumb_free(width);
    return status == PLUMB_E_NOMEM ? plumb_fail_nomem(error) : status;
}

enum plumb_status plumb_p_local_fdr(const double *log_p, size_t n, double *lfdr, double *pi0,
                                    struct plumb_error *error)
{
    struct tested t;
    enum plumb_status status = tested_sorted(log_p, n, &t, error);
    if (status != PLUMB_OK)
        return status;
    double *density = plumb_stats_doubles(t.count);
    const double null_share = plumb_p_pi0(log_p, n);
    if (t.count < 2)
        status =
            plumb_fail(error, PLUMB_E_DOMAIN,
                       "A local false discovery rate needs at least 2 p values, got %zu.", t.count);
    else
        status = density != NULL ? grenander(&t, density, error) : plumb_fail_nomem(error);
    if (status == PLUMB_OK) {
        for (size_t i = 0; i < n; i++)
            lfdr[i] = NAN;
        for (size_t k = 0; k < t.count; k++)
            lfdr[t.place[t.order[k]]] = fmin(1, null_share / density[k]);
        if (pi0 != NULL)
            *pi0 = null_share;
    }
    plumb_free(density);
    tested_free(&t);
    return status;
}

double plumb_p_belief(double log_p, double prior)
{
    if (isnan(log_p) || !(prior > 0 && prior < 1))
        return NAN;
    const double bayes = log_p < -1 ? -exp(1 + log_p) * log_p : 1;
    if (isinf(log_p))
        return 1;
    return 1 / (1 + bayes * (1 - prior) / prior);
}

/* ---- combination ------------------------------------------------------------------------- */

static enum plumb_status check_log_p(const double *log_p, size_t n, struct plumb_error *error)
{
    if (n == 0 || log_p == NULL)
        return plumb_fail(error, PLUMB_E_DOMAIN, "There is no p value to combine.");
    for (size_t i = 0; i < n; i++)
        if (!(log_p[i] <= 0))
            return plumb_fail(error, PLUMB_E_DOMAIN,
                              "Value %zu is no logarithm of a probability: %g.", i + 1, log_p[i]);
    return PLUMB_OK;
}

enum plumb_status plumb_p_simes(const double *log_p, size_t n, double *out,
                                struct plumb_error *error)
{
    const enum plumb_status status = check_log_p(log_p, n, error);
    if (status != PLUMB_OK)
        return status;
    double *sorted = plumb_stats_copy_sorted(log_p, n), least = 0;
    if (sorted == NULL)
        return plumb_fail_nomem(error);
    for (size_t i = 0; i < n; i++)
        least = fmin(least, sorted[i] + log((double)n / (double)(i + 1)));
    plumb_free(sorted);
    *out = least;
    return PLUMB_OK;
}

enum plumb_status plumb_p_fisher(const double *log_p, size_t n, double *out,
                                 struct plumb_error *error)
{
    const enum plumb_status status = check_log_p(log_p, n, error);
    if (status != PLUMB_OK)
        return status;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum -= 2 * log_p[i];
    *out = plumb_log_tail_chi2(sum, 2 * (double)n);
    return PLUMB_OK;
}

/* ln p of a standard Cauchy value T given as T = e^log_t, log_t large. */
static double cauchy_far_tail(double log_t)
{
    /* 1/2 - atan(T)/pi = 1/(pi T) (1 - 1/(3 T^2) + ...). */
    return -log_t - log(M_PI) + log1p(-exp(-2 * log_t) / 3);
}

enum plumb_status plumb_p_cauchy(const double *log_p, const double *w, size_t n, double *out,
                                 struct plumb_error *error)
{
    const enum plumb_status status = check_log_p(log_p, n, error);
    if (status != PLUMB_OK)
        return status;
    double total = 0, body = 0, peak = -INFINITY, far = 0;
    for (size_t i = 0; i < n; i++)
        total += w != NULL ? w[i] : 1;
    if (!(total > 0))
        return plumb_fail(error, PLUMB_E_DOMAIN, "The weights of the p values must sum above 0.");
    for (size_t i = 0; i < n; i++) {
        const double share = (w != NULL ? w[i] : 1) / total;
        if (share <= 0)
            continue;
        if (log_p[i] < -40) { /* cot(pi p) = 1/(pi p) to full precision; kept as a logarithm */
            const double term = log(share) - log(M_PI) - log_p[i];
            far = term > peak ? far * exp(peak - term) + 1 : far + exp(term - peak);
            peak = fmax(peak, term);
        } else {
            const double p = log_p[i] < 0 ? exp(log_p[i]) : 1 - 1 / ((double)n + 1);
            body += share * (p < 0.25 ? 1 / tan(M_PI * p) : tan((0.5 - p) * M_PI));
        }
    }
    if (peak > 30) { /* the body is at most 3e17 / share: add it in logarithms */
        const double log_t = peak + log(far + body * exp(-peak));
        *out = isinf(peak) ? -INFINITY : cauchy_far_tail(log_t);
        return PLUMB_OK;
    }
    const double t = body + (far > 0 ? far * exp(peak) : 0);
    *out = t > 1 ? log(atan(1 / t) / M_PI) : log(0.5 - atan(t) / M_PI);
    return PLUMB_OK;
}
