#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multiplicity.h"
#include "analysis/stats/stats_panel.h"
#include "analysis/stats/stats_panel_int.h"
#include "analysis/stats/stats_robust.h"

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

/* ---- scales ------------------------------------------------------------------------------ */

/* Positive numbers are counted in classes of 1/1024 of a power of two (0.1 % wide): ranks need no
 * sorting, p and its transforms are looked up, counters of shards add up, and nothing depends on the
 * order of the cells. 2^-16 and less is the first class, 2^20 and more the last. */
#define CLASS_BITS 10
#define CLASS_LOW (-16)
#define CLASS_HIGH 20
#define CLASSES ((size_t)(CLASS_HIGH - CLASS_LOW) << CLASS_BITS)

static size_t class_of(double a)
{
    uint64_t bits;
    memcpy(&bits, &a, sizeof bits);
    const uint64_t first = (uint64_t)(1023 + CLASS_LOW) << CLASS_BITS;
    const uint64_t k = bits >> (52 - CLASS_BITS);
    return k < first ? 0 : k - first >= CLASSES ? CLASSES - 1 : (size_t)(k - first);
}

/* Middle of a class. */
static double class_value(size_t k)
{
    const double mantissa = 1 + ((double)(k & ((1u << CLASS_BITS) - 1)) + 0.5) / (1u << CLASS_BITS);
    return ldexp(mantissa, CLASS_LOW + (int)(k >> CLASS_BITS));
}

/* ---- p of one signal --------------------------------------------------------------------- */

/* How |z| of one signal becomes -ln p. */
struct scale {
    size_t n, tail;
    double u, inv_xi;  /* Hill tail beyond u, the 98th percentile */
    double hill;       /* its sum of log excesses, not held within bounds */
    double tail_share; /* (tail + 1) / (n + 1) */
    double *surprise;  /* [CLASSES] -ln p in the body: p = #{class or above} / (n + 1) */
    double *cotangent; /* [CLASSES] cot(pi p), the Cauchy combination's term */
};

static void scale_free(struct scale *s)
{
    plumb_free(s->surprise);
    plumb_free(s->cotangent);
    *s = (struct scale){0};
}

/* u and xi from the exact values of the classes that reach into the top 2 %. */
static bool scale_tail(struct scale *s, const double *z, size_t cells, const size_t *count)
{
    size_t low = CLASSES, above = 0, m = 0;
    while (low > 0 && above <= s->tail)
        above += count[--low];
    double *top = plumb_stats_doubles(above), hill = 0;
    if (top == NULL)
        return false;
    for (size_t c = 0; c < cells; c++)
        if (!isnan(z[c]) && class_of(fabs(z[c])) >= low)
            top[m++] = fabs(z[c]);
    plumb_stats_sort(top, m);
    s->u = top[m - 1 - s->tail];
    for (size_t k = m - s->tail; k < m && s->u > 0; k++)
        hill += log(top[k] / s->u);
    s->hill = hill;
    s->inv_xi = s->tail > 0 ? 1 / fmin(0.5, fmax(0.05, hill / (double)s->tail)) : 2;
    plumb_free(top);
    return true;
}

static bool scale_fill(struct scale *s, const double *z, size_t cells)
{
    size_t *count = plumb_calloc(CLASSES, sizeof *count), above = 0;
    *s = (struct scale){.surprise = plumb_calloc(CLASSES, sizeof *s->surprise),
                        .cotangent = plumb_calloc(CLASSES, sizeof *s->cotangent)};
    bool done = count != NULL && s->surprise != NULL && s->cotangent != NULL;
    for (size_t c = 0; done && c < cells; c++)
        if (!isnan(z[c])) {
            count[class_of(fabs(z[c]))]++;
            s->n++;
        }
    s->tail = (size_t)(0.02 * (double)s->n);
    s->tail_share = ((double)s->tail + 1) / ((double)s->n + 1);
    done = done && (s->n == 0 || scale_tail(s, z, cells, count));
    for (size_t k = CLASSES; done && k-- > 0;) {
        if (count[k] == 0)
            continue;
        above += count[k];
        const double p = (double)above / ((double)s->n + 1);
        s->surprise[k] = -log(p);
        s->cotangent[k] = 1 / tan(M_PI * p);
    }
    plumb_free(count);
    return done;
}

/* -ln p beyond u for the line: how heavy the tail is has itself been estimated from its k values. With
 * log excesses exponential and the prior 1/xi, the predictive law of the next is
 * P(ln(z/u) > x) = (1 + x / sum)^-k; it tends to the Hill tail as k grows, and of 18 values allows
 * for what they do not know (Zellner 1971, the predictive Pareto law). */
static double predictive_tail(const struct scale *s, double a)
{
    const double k = (double)s->tail, x = log(a / s->u);
    if (s->tail == 0)
        return -log(s->tail_share) + s->inv_xi * x;
    return -log(s->tail_share) + k * log1p(x / fmax(s->hill, 0.05 * k));
}

/* -ln p of |z| = a; *line gets the one for the line and *cotangent its Cauchy term, NaN when it needs
 * logarithms. */
static double scale_surprise(const struct scale *s, double a, double *line, double *cotangent)
{
    if (!(a > s->u && s->u > 0)) {
        const size_t k = class_of(a);
        *cotangent = s->cotangent[k];
        return *line = s->surprise[k];
    }
    *line = predictive_tail(s, a);
    *cotangent = *line < 30 ? 1 / tan(M_PI * exp(-*line)) : NAN;
    return -log(s->tail_share) + s->inv_xi * log(a / s->u);
}

/* -ln p of |z| in a family too small for ranks. The scale of a year comes from the others and their
 * median takes one more: where an agency is noisier than the rest, whose scale is mixed in, z follows
 * Student's t with no more than years - 2 degrees. */
static double small_line(double a, size_t years)
{
    const double degrees = years > 5 ? 4 : years > 3 ? (double)years - 2 : 1;
    return -log(fmin(1, 2 * gsl_cdf_tdist_Q(a, degrees)));
}

/* ---- evidence ---------------------------------------------------------------------------- */

/* Fisher's combination of n surprises: -ln P(chi^2 with 2 n degrees >= 2 sum), closed. */
static double fisher(double sum, size_t n)
{
    double term = 1, series = 1;
    for (size_t k = 1; k < n; k++) {
        term *= sum / (double)k;
        series += term;
    }
    return sum - log(series);
}

/* The mean over `most` signals that would be as surprising as this sum of n: the same mean over four
 * says more than over two, which are all that the ends of a series have. Newton from above: fisher is
 * convex with a slope under 1 and s = 0 at 0. */
static double equivalent_mean(double sum, size_t n, size_t most)
{
    double x = sum;
    const double s = fisher(sum, n);
    for (int step = 0; n < most && step < 50; step++) {
        double term = 1, series = 1, slope;
        for (size_t k = 1; k < most; k++) {
            term *= x / (double)k;
            series += term;
        }
        slope = term / series; /* d/dx of x - ln series: last term over the sum */
        const double by = (x - log(series) - s) / fmax(slope, 1e-300);
        x -= by;
        if (fabs(by) <= 1e-12 * x)
            break;
    }
    return x / (double)most;
}

static enum plumb_status combine_cell(struct plumb_panel_evidence *e,
                                      const struct plumb_panel_signals *signals,
                                      const struct scale *scales, size_t c,
                                      struct plumb_error *error)
{
    double sum = 0, cotangents = 0, log_p[PLUMB_EVIDENCE_SIGNALS];
    size_t n = 0;
    e->s[c] = e->log_p[c] = NAN;
    for (int l = 0; l < PLUMB_SIGNALS; l++) {
        const double a = fabs(signals->z[l][c]);
        double cotangent = NAN, line = NAN;
        e->surprise[l][c] = isnan(a)   ? NAN
                            : e->small ? -plumb_panel_log_p_t4(a)
                                       : scale_surprise(&scales[l], a, &line, &cotangent);
        if (isnan(a) || l >= PLUMB_EVIDENCE_SIGNALS)
            continue;
        log_p[n] = fmin(0, -(e->small ? small_line(a, signals->years) : line));
        sum += e->surprise[l][c];
        cotangents += cotangent;
        n++;
    }
    if (n == 0)
        return PLUMB_OK;
    e->s[c] = sum;
    if (isnan(cotangents))
        return plumb_p_cauchy(log_p, NULL, n, &e->log_p[c], error);
    const double t = cotangents / (double)n;
    e->log_p[c] = t > 1 ? log(atan(1 / t) / M_PI) : log(0.5 - atan(t) / M_PI);
    return PLUMB_OK;
}

static void level_evidence(struct plumb_panel_evidence *e)
{
    size_t most = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t c = 0; c < e->cells; c++) {
            size_t n = 0;
            for (int l = 0; l < PLUMB_EVIDENCE_SIGNALS; l++)
                n += isnan(e->surprise[l][c]) ? 0 : 1;
            if (pass == 0)
                most = n > most ? n : most;
            else if (n > 0)
                e->s[c] = equivalent_mean(e->s[c], n, most);
        }
}

static enum plumb_status combine(struct plumb_panel_evidence *e,
                                 const struct plumb_panel_signals *signals,
                                 struct plumb_error *error)
{
    struct scale scales[PLUMB_SIGNALS] = {{0}};
    enum plumb_status status = PLUMB_OK;
    bool done = true;
    for (int l = 0; done && !e->small && l < PLUMB_SIGNALS; l++)
        done = scale_fill(&scales[l], signals->z[l], e->cells);
    if (!done)
        status = plumb_fail_nomem(error);
    for (size_t c = 0; status == PLUMB_OK && c < e->cells; c++)
        status = combine_cell(e, signals, scales, c, error);
    if (status == PLUMB_OK)
        level_evidence(e);
    for (int l = 0; l < PLUMB_SIGNALS; l++)
        scale_free(&scales[l]);
    return status;
}

/* ---- tau --------------------------------------------------------------------------------- */

/* The classes of s that occur, ascending. */
struct body {
    double *value, *count, *x, *y, *lfdr;
    size_t *index; /* [CLASSES] place among the occurring ones */
    size_t classes;
    double n;
};

static void body_free(struct body *b)
{
    plumb_free(b->value);
    plumb_free(b->index);
}

static bool body_fill(struct body *b, const double *s, size_t cells)
{
    *b = (struct body){.value = plumb_calloc(CLASSES, 5 * sizeof *b->value),
                       .index = plumb_calloc(CLASSES, sizeof *b->index)};
    if (b->value == NULL || b->index == NULL)
        return false;
    b->count = b->value + CLASSES;
    b->x = b->count + CLASSES;
    b->y = b->x + CLASSES;
    b->lfdr = b->y + CLASSES;
    for (size_t c = 0; c < cells; c++)
        if (!isnan(s[c]))
            b->index[class_of(s[c])]++;
    for (size_t k = 0; k < CLASSES; k++) {
        if (b->index[k] == 0)
            continue;
        b->value[b->classes] = class_value(k);
        b->count[b->classes] = (double)b->index[k];
        b->n += (double)b->index[k];
        b->index[k] = b->classes++;
    }
    return true;
}

/* H(s) = -ln survival = exp(c0 + c1 ln s), a Weibull law fitted to the upper body of s: ln H is a
 * line in ln s between the FIT_FROM and the FIT_TO quantile. The few wrong cells lie above it. */
#define FIT_FROM 0.5
#define FIT_TO 0.97

static bool weibull_fit(const struct body *b, double *c0, double *c1)
{
    double below = 0, v00, v01, v11, rss;
    size_t m = 0, from = 0;
    for (size_t k = 0; k < b->classes; k++) {
        const double share = (below + 0.5 * b->count[k]) / b->n;
        below += b->count[k];
        if (share < FIT_FROM || share > FIT_TO)
            continue;
        from = m == 0 ? k : from;
        b->x[m] = log(b->value[k]);
        b->y[m++] = log(-log1p(-share));
    }
    return m >= 10 &&
           gsl_fit_wlinear(b->x, 1, b->count + from, 1, b->y, 1, m, c0, c1, &v00, &v01, &v11,
                           &rss) == 0 &&
           *c1 > 0;
}

/* Share of cells with a p this small, less what chance may add to it, never under the p itself: the
 * Grenander estimate alone sees exceptions in pure chance at its left end (it is inconsistent at 0).
 * One cell with a p far under 1/n keeps its weight. */
#define CHANCE_SD 2.5

static double share_bound(double share, double n, double p)
{
    return fmax(p, share - CHANCE_SD * sqrt(p / n));
}

/* p of the class i and of those above, `above` cells in all: the rank up to the anchor, so innocent
 * cells are uniform there, and from it along the Weibull law: p = p_q exp(H(q) - H(s)). */
struct law {
    double c0, c1, log_p; /* log_p = ln p_q + H(q) */
    size_t anchor;
};

static double law_p(const struct law *w, const struct body *b, size_t i, double above)
{
    return i > w->anchor ? exp(w->log_p - exp(w->c0 + w->c1 * log(b->value[i])))
                         : above / (b->n + 1);
}

static bool law_fill(struct law *w, const struct body *b)
{
    double above = 0;
    if (!weibull_fit(b, &w->c0, &w->c1))
        return false;
    for (w->anchor = b->classes; w->anchor > 0 && above < (1 - FIT_TO) * b->n;)
        above += b->count[--w->anchor];
    w->log_p = log(above / (b->n + 1)) + exp(w->c0 + w->c1 * log(b->value[w->anchor]));
    return true;
}

/* lfdr of every class: Storey's pi0 at 0.5 over the Grenander density of p(s). Without a fit nothing
 * is believed. */
static bool body_lfdr(struct body *b)
{
    struct law law;
    double above = 0, large = 0, last = 0, bound = 0;
    const size_t k = b->classes;
    const bool fitted = law_fill(&law, b);
    for (size_t j = 0; fitted && j < k; j++) { /* from the largest s: the smallest p */
        const size_t i = k - 1 - j;
        above += b->count[i];
        const double p = fmax(last, law_p(&law, b, i, above));
        const double next = share_bound(above / b->n, b->n, p);
        large += p > 0.5 ? b->count[i] : 0;
        b->x[j] = fmax(p - last, 1e-300);
        b->y[j] = -(next - bound) / b->x[j];
        last = p;
        bound = next;
    }
    const double pi0 = fmin(1, large / (0.5 * b->n));
    if (fitted && plumb_pava(b->y, b->x, k, b->y, NULL) != PLUMB_OK)
        return false;
    for (size_t j = 0; j < k; j++)
        b->lfdr[k - 1 - j] = fitted ? fmin(1, pi0 / -b->y[j]) : 1;
    return true;
}

static enum plumb_status belief(struct plumb_panel_evidence *e, struct plumb_error *error)
{
    struct body b = {0};
    bool done = true;
    if (!e->small)
        done = body_fill(&b, e->s, e->cells) && (b.classes == 0 || body_lfdr(&b));
    for (size_t c = 0; done && c < e->cells; c++)
        e->tau[c] = e->small         ? plumb_p_belief(e->log_p[c], SMALL_PRIOR)
                    : isnan(e->s[c]) ? NAN
                                     : 1 - b.lfdr[b.index[class_of(e->s[c])]];
    body_free(&b);
    return done ? PLUMB_OK : plumb_fail_nomem(error);
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
    if (!done)
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = combine(out, signals, error);
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
