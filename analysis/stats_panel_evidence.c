#include <gsl/gsl_fit.h>

#include "stats_int.h"
#include "stats_multiplicity.h"
#include "stats_panel.h"
#include "stats_panel_int.h"
#include "stats_robust.h"

#define SMALL_CELLS 200
#define SMALL_PRIOR 0.02

enum plumb_status plumb_panel_growth_centre(const double *const *growth, size_t indicators,
                                            size_t from, size_t to, double *centre,
                                            struct plumb_error *error)
{
    double *work = plumb_stats_doubles(indicators);
    if (work == NULL)
        return plumb_fail_nomem(error);
    for (size_t c = from; c < to; c++) {
        size_t n = 0;
        for (size_t i = 0; i < indicators; i++)
            if (!isnan(growth[i][c]))
                work[n++] = growth[i][c];
        centre[c] = n >= 3 ? plumb_median_inplace(work, n) : NAN;
    }
    plumb_free(work);
    return PLUMB_OK;
}

/* ---- p of one signal --------------------------------------------------------------------- */

/* The |z| of one signal, ascending, with their cells. */
struct ranked {
    double *a;
    size_t *cell, *order, n;
};

static void ranked_free(struct ranked *r)
{
    plumb_free(r->a);
    plumb_free(r->cell);
    plumb_free(r->order);
}

static bool ranked_fill(struct ranked *r, const double *z, size_t cells)
{
    *r = (struct ranked){.a = plumb_stats_doubles(cells),
                         .cell = plumb_calloc(cells + 1, sizeof *r->cell),
                         .order = plumb_calloc(cells + 1, sizeof *r->order)};
    if (r->a == NULL || r->cell == NULL || r->order == NULL)
        return false;
    for (size_t c = 0; c < cells; c++)
        if (!isnan(z[c])) {
            r->a[r->n] = fabs(z[c]);
            r->cell[r->n++] = c;
        }
    return plumb_stats_order(r->a, r->n, r->order);
}

/* out = -ln p: ranks in the body (ties share the larger p, so that the order of the cells does not
 * matter), a Hill tail beyond the 98th percentile. */
static void ranked_surprise(const struct ranked *r, double *out)
{
    const double n = (double)r->n;
    const size_t tail = (size_t)(0.02 * n);
    const double u = r->a[r->order[r->n - 1 - tail]];
    double hill = 0;
    for (size_t k = r->n - tail; k < r->n && u > 0; k++)
        hill += log(r->a[r->order[k]] / u);
    const double xi = tail > 0 ? fmin(0.5, fmax(0.05, hill / (double)tail)) : 0.5;
    const double share = ((double)tail + 1) / (n + 1);
    size_t first = 0;
    for (size_t k = 0; k < r->n; k++) {
        const double a = r->a[r->order[k]];
        if (a > r->a[r->order[first]])
            first = k;
        out[r->cell[r->order[k]]] =
            a > u && u > 0 ? -log(share) + log(a / u) / xi : -log((double)(r->n - first) / (n + 1));
    }
}

static bool signal_surprise(const double *z, size_t cells, bool small, double *out)
{
    for (size_t c = 0; c < cells; c++)
        out[c] = isnan(z[c]) || !small ? NAN : -plumb_panel_log_p_t4(z[c]);
    if (small)
        return true;
    struct ranked r;
    const bool done = ranked_fill(&r, z, cells);
    if (done && r.n > 0)
        ranked_surprise(&r, out);
    ranked_free(&r);
    return done;
}

/* ---- tau --------------------------------------------------------------------------------- */

/* ln p(s) from a Weibull survival function exp(-(s/b)^k) fitted to the body of s: ln(-ln sf) is a
 * line in ln s between the 25th and the 90th percentile. */
static bool weibull_log_p(const double *s, size_t cells, double *log_p, size_t *tested)
{
    double *sorted = plumb_stats_doubles(3 * cells);
    size_t n = 0, m = 0;
    if (sorted == NULL)
        return false;
    double *lx = sorted + cells, *ly = sorted + 2 * cells;
    for (size_t c = 0; c < cells; c++)
        if (!isnan(s[c]))
            sorted[n++] = s[c];
    plumb_stats_sort(sorted, n);
    for (size_t k = n / 4; k < (size_t)(0.9 * (double)n); k++) {
        if (!(sorted[k] > 0))
            continue;
        lx[m] = log(sorted[k]);
        ly[m++] = log(-log(1 - ((double)k + 0.5) / (double)n));
    }
    double c0 = 0, c1 = 0, v00, v01, v11, rss;
    *tested = n;
    const bool fitted =
        m >= 10 && gsl_fit_linear(lx, 1, ly, 1, m, &c0, &c1, &v00, &v01, &v11, &rss) == 0 && c1 > 0;
    for (size_t c = 0; c < cells; c++)
        log_p[c] = isnan(s[c]) ? NAN : !fitted || s[c] <= 0 ? 0 : -exp(c0 + c1 * log(s[c]));
    plumb_free(sorted);
    return true;
}

static enum plumb_status belief(struct plumb_panel_evidence *e, struct plumb_error *error)
{
    if (e->small) {
        for (size_t c = 0; c < e->cells; c++)
            e->tau[c] = plumb_p_belief(e->log_p[c], SMALL_PRIOR);
        return PLUMB_OK;
    }
    size_t tested;
    double *log_p = plumb_stats_doubles(e->cells);
    if (log_p == NULL || !weibull_log_p(e->s, e->cells, log_p, &tested)) {
        plumb_free(log_p);
        return plumb_fail_nomem(error);
    }
    enum plumb_status status = plumb_p_local_fdr(log_p, e->cells, e->tau, NULL, error);
    for (size_t c = 0; status == PLUMB_OK && c < e->cells; c++)
        e->tau[c] = 1 - e->tau[c];
    plumb_free(log_p);
    return status;
}

/* ---- evidence ---------------------------------------------------------------------------- */

static enum plumb_status combine(struct plumb_panel_evidence *e, struct plumb_error *error)
{
    for (size_t c = 0; c < e->cells; c++) {
        double log_p[PLUMB_EVIDENCE_SIGNALS], sum = 0;
        size_t n = 0;
        for (int l = 0; l < PLUMB_EVIDENCE_SIGNALS; l++)
            if (!isnan(e->surprise[l][c])) {
                sum += e->surprise[l][c];
                log_p[n++] = fmin(0, -e->surprise[l][c]);
            }
        e->s[c] = e->log_p[c] = NAN;
        if (n == 0)
            continue;
        e->s[c] = sum / (double)n;
        const enum plumb_status status = plumb_p_cauchy(log_p, NULL, n, &e->log_p[c], error);
        if (status != PLUMB_OK)
            return status;
    }
    return PLUMB_OK;
}

static bool evidence_alloc(struct plumb_panel_evidence *e)
{
    bool done = true;
    for (int l = 0; l < PLUMB_SIGNALS; l++) {
        e->surprise[l] = plumb_stats_doubles(e->cells);
        done = done && e->surprise[l] != NULL;
    }
    e->s = plumb_stats_doubles(e->cells);
    e->log_p = plumb_stats_doubles(e->cells);
    e->tau = plumb_stats_doubles(e->cells);
    return done && e->s != NULL && e->log_p != NULL && e->tau != NULL;
}

void plumb_panel_evidence_free(struct plumb_panel_evidence *evidence)
{
    if (evidence == NULL)
        return;
    for (int l = 0; l < PLUMB_SIGNALS; l++)
        plumb_free(evidence->surprise[l]);
    plumb_free(evidence->s);
    plumb_free(evidence->log_p);
    plumb_free(evidence->tau);
    *evidence = (struct plumb_panel_evidence){0};
}

enum plumb_status plumb_panel_evidence(struct plumb_panel_signals *signals, const double *centre,
                                       struct plumb_panel_evidence *out, struct plumb_error *error)
{
    *out = (struct plumb_panel_evidence){.cells = signals->agencies * signals->years,
                                         .small = signals->count < SMALL_CELLS};
    enum plumb_status status = PLUMB_OK;
    bool done = evidence_alloc(out);
    for (size_t c = 0; done && c < out->cells; c++)
        signals->z[PLUMB_SIGNAL_CROSS][c] =
            centre != NULL ? signals->z[PLUMB_SIGNAL_GROWTH][c] - centre[c] : NAN;
    for (int l = 0; done && l < PLUMB_SIGNALS; l++)
        done = signal_surprise(signals->z[l], out->cells, out->small, out->surprise[l]);
    if (!done)
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = combine(out, error);
    if (status == PLUMB_OK && out->cells > 0)
        status = belief(out, error);
    if (status != PLUMB_OK)
        plumb_panel_evidence_free(out);
    return status;
}

void plumb_panel_share(const struct plumb_panel_evidence *evidence, size_t cell,
                       double share[PLUMB_EVIDENCE_SIGNALS])
{
    double sum = 0;
    for (int l = 0; l < PLUMB_EVIDENCE_SIGNALS; l++) {
        const double v = evidence->surprise[l][cell];
        share[l] = isnan(v) ? 0 : v;
        sum += share[l];
    }
    for (int l = 0; l < PLUMB_EVIDENCE_SIGNALS; l++)
        share[l] = sum > 0 ? share[l] / sum : 0;
}
