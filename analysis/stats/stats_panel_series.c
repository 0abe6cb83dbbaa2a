/* One agency's series: its own level and scales, the signals of every year, and the wild years and
 * shifts of level that explain the others away, the greatest first. */
#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_panel_int.h"
#include "analysis/stats/stats_robust.h"

/* Weight of the pooled scale in years: s^2 = (n own^2 + 4 pool^2) / (n + 4). */
#define SHRINK_YEARS 4.0

/* Current state of one series; arrays [years] inside panel.row and the outputs. */
struct series {
    const struct plumb_panel_model *panel;
    size_t count;
    double *x;     /* current values, replaced ones included */
    double *moved; /* [years] what was taken off because the level had moved */
    const double *effect, *change;
    double level;
    /* [years] scale of each signal, from the other years: a wrong year must not hide itself */
    double *own_scale, *interp_scale, *change_scale;
    bool *replaced; /* [years] */
    size_t *rank;   /* work, [years] */
    double *z[3];   /* OWN, INTERP, GROWTH rows of the output */
    double *predicted, *spread;
    unsigned char *round;
    bool *is_moved;
    double unit;
};

static double shrunk(double own, double pool, size_t n)
{
    const double m = (double)n;
    return sqrt((m * own * own + SHRINK_YEARS * pool * pool) / (m + SHRINK_YEARS));
}

static double interp_residual(const struct series *s, size_t t)
{
    if (t == 0 || t + 1 >= s->panel->years)
        return NAN;
    const double before = s->x[t - 1] - s->effect[t - 1], after = s->x[t + 1] - s->effect[t + 1];
    return s->x[t] - s->effect[t] - 0.5 * (before + after);
}

/* The step into year t against the group's, in the scale of that year. */
static double change_residual(const struct series *s, size_t t)
{
    return (s->x[t] - s->x[t - 1] - s->change[t]) / s->panel->change_scale[t];
}

/* Sorts v[n] ascending, NaN left out; rank[i] becomes the place of v[i], or `none`. Series are short,
 * and the order of equal values does not matter. */
static size_t rank_values(double *v, size_t n, size_t *rank, size_t none)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        rank[i] = none;
        if (isnan(v[i]))
            continue;
        const double value = v[i];
        size_t at = m++;
        for (; at > 0 && v[at - 1] > value; at--)
            v[at] = v[at - 1];
        v[at] = value;
        for (size_t k = 0; k < i; k++)
            rank[k] += rank[k] != none && rank[k] >= at ? 1 : 0;
        rank[i] = at;
    }
    return m;
}

/* Median of v[m], ascending, without the places in out[0..n), ascending. */
static double median_without(const double *v, size_t m, const size_t *out, size_t n)
{
    const size_t left = m - n;
    size_t low = (left - 1) / 2, high = left / 2;
    for (size_t i = 0; i < n; i++) {
        low += out[i] <= low ? 1 : 0;
        high += out[i] <= high ? 1 : 0;
    }
    return 0.5 * (v[low] + v[high]);
}

/* scale[t] = shrunk MAD about 0 of the residuals in work[years] but those of t - before .. t + after:
 * the ones that a wrong value of year t spoils. */
static void scale_without(const struct series *s, double *scale, double pool, size_t before,
                          size_t after)
{
    const size_t years = s->panel->years;
    double *work = s->panel->row;
    for (size_t t = 0; t < years; t++)
        work[t] = fabs(work[t]);
    const size_t m = rank_values(work, years, s->rank, years);
    for (size_t t = 0; t < years; t++) {
        size_t out[3], n = 0;
        for (size_t k = t < before ? 0 : t - before; k <= t + after && k < years; k++) {
            size_t at = n;
            if (s->rank[k] == years)
                continue;
            for (; at > 0 && out[at - 1] > s->rank[k]; at--)
                out[at] = out[at - 1];
            out[at] = s->rank[k];
            n++;
        }
        scale[t] =
            m > n ? shrunk(PLUMB_MAD_FACTOR * median_without(work, m, out, n), pool, m - n) : pool;
    }
}

static void series_estimate(struct series *s)
{
    const struct plumb_panel_model *p = s->panel;
    double *work = p->row;
    size_t count;
    for (size_t t = 0; t < p->years; t++)
        work[t] = s->x[t] - s->effect[t];
    s->level = plumb_median_of_finite(work, p->years, &count);
    for (size_t t = 0; t < p->years; t++)
        work[t] = s->x[t] - s->effect[t] - s->level;
    scale_without(s, s->own_scale, p->own_pool, 0, 0);
    for (size_t t = 0; t < p->years; t++)
        work[t] = interp_residual(s, t);
    scale_without(s, s->interp_scale, p->interp_pool, 1, 1);
    for (size_t t = 0; t < p->years; t++)
        work[t] = t > 0 ? change_residual(s, t) : NAN;
    scale_without(s, s->change_scale, 1, 0, 1);
}

/* The step into year t; out of it, reversed, when there is no year before: a wrong first year then
 * has a growth signal too (EmplUK with 4 to 9 years: AP .89 against .86 without, mixed errors). */
static double growth_z(const struct series *s, size_t t)
{
    if (t > 0 && !isnan(s->x[t - 1]))
        return change_residual(s, t) / s->change_scale[t];
    if (t + 1 < s->panel->years)
        return -change_residual(s, t + 1) / s->change_scale[t];
    return NAN;
}

static void predict(struct series *s, size_t t)
{
    const double interp = interp_residual(s, t), typical = s->level + s->effect[t];
    const double expected = isnan(interp) ? typical : 0.5 * (typical + s->x[t] - interp);
    s->predicted[t] = plumb_panel_from_scale(expected + s->moved[t], s->unit);
    s->spread[t] = isnan(interp) ? s->own_scale[t] : 0.5 * (s->own_scale[t] + s->interp_scale[t]);
}

/* z and prediction of every year not yet explained away. */
static void series_signals(struct series *s)
{
    for (size_t t = 0; t < s->panel->years; t++)
        if (s->round[t] == 0 && !isnan(s->x[t])) {
            const double typical = s->level + s->effect[t];
            s->z[PLUMB_SIGNAL_OWN][t] = s->count >= 3 ? (s->x[t] - typical) / s->own_scale[t] : NAN;
            s->z[PLUMB_SIGNAL_INTERP][t] = interp_residual(s, t) / s->interp_scale[t];
            s->z[PLUMB_SIGNAL_GROWTH][t] = growth_z(s, t);
            predict(s, t);
        }
}

/* Mean -ln p (t_4) of what exists; 0 when nothing does. */
static double series_score(const struct series *s, size_t t)
{
    double sum = 0;
    size_t n = 0;
    for (int l = 0; l < 3; l++)
        if (!isnan(s->z[l][t])) {
            sum -= plumb_panel_log_p_t4(s->z[l][t]);
            n++;
        }
    return n > 0 ? sum / (double)n : 0;
}

/* A level that moves at t and stays: distance of the medians of the years from t on and of those
 * before, in standard errors of medians; the scale is that within the two spans. The year after must
 * have moved as well: the median of two years is half of a spike in one. NaN when a span has fewer
 * than two values. *by gets the distance. */
static double shift_z(const struct series *s, size_t t, double *by)
{
    const size_t years = s->panel->years;
    double *work = s->panel->row, centre[2];
    size_t count[2], n = 0;
    for (size_t k = 0; k < years; k++)
        work[k] = s->x[k] - s->effect[k];
    centre[0] = plumb_median_of_finite(work, t, &count[0]);
    centre[1] = plumb_median_of_finite(work + t, years - t, &count[1]);
    if (count[0] < 2 || count[1] < 2)
        return NAN;
    for (size_t k = 0; k < years; k++)
        work[k] = s->x[k] - s->effect[k] - centre[k >= t];
    const double own = plumb_mad_about(work, years, 0, &n); /* sets n */
    const double within = shrunk(own, s->panel->own_pool, n);
    const double spans = 1 / (double)count[0] + 1 / (double)count[1];
    const double next = isnan(s->x[t + 1]) ? NAN : s->x[t + 1] - s->effect[t + 1] - centre[0];
    *by = centre[1] - centre[0];
    const double sure = isnan(next) || fabs(next) > fabs(*by) ? *by : next * *by > 0 ? next : 0;
    return sure / (within * sqrt(M_PI / 2 * spans));
}

/* What explains most of a series at once: one wrong year, or a level that moves. */
struct cause {
    size_t year;
    double score;
    double shift, z; /* shift != 0: from the year on */
};

static void best_year(const struct series *s, struct cause *best)
{
    for (size_t t = 0; t < s->panel->years; t++) {
        const double b = s->round[t] == 0 && !isnan(s->x[t]) ? series_score(s, t) : 0;
        if (b > best->score)
            *best = (struct cause){t, b, 0, 0};
    }
}

static void best_shift(const struct series *s, struct cause *best)
{
    for (size_t t = 2; t + 1 < s->panel->years; t++) {
        const double step = s->round[t] == 0 ? s->z[PLUMB_SIGNAL_GROWTH][t] : NAN;
        double by = 0;
        if (isnan(step) || -plumb_panel_log_p_t4(step) < s->panel->options.threshold)
            continue;
        const double z = shift_z(s, t, &by);
        const double b = -0.5 * (plumb_panel_log_p_t4(step) + plumb_panel_log_p_t4(z));
        if (!isnan(z) && z * step > 0 && b > best->score)
            *best = (struct cause){t, b, by, z};
    }
}

/* Takes the cause out of the series, so that the rest is judged without it. */
static void explain_away(struct series *s, const struct cause *cause, size_t round)
{
    const size_t t = cause->year;
    s->round[t] = (unsigned char)(round < 255 ? round : 255);
    if (cause->shift == 0) {
        s->replaced[t] = true;
        s->x[t] = plumb_panel_to_scale(s->predicted[t], s->unit) - s->moved[t];
        return;
    }
    s->is_moved[t] = true;
    s->z[PLUMB_SIGNAL_OWN][t] = cause->z;
    s->z[PLUMB_SIGNAL_INTERP][t] = NAN;
    s->predicted[t] = plumb_panel_from_scale(s->x[t] + s->moved[t] - cause->shift, s->unit);
    for (size_t k = t; k < s->panel->years; k++) {
        s->x[k] -= cause->shift;
        s->moved[k] += cause->shift;
    }
}

static void series_explain(struct series *s)
{
    const struct plumb_panel_model *p = s->panel;
    size_t rounds = p->options.max_rounds;
    if (rounds == 0)
        rounds = p->years / 3 < 1 ? 1 : p->years / 3 > 4 ? 4 : p->years / 3;
    series_estimate(s);
    series_signals(s);
    for (size_t r = 1; r <= rounds && s->count >= 3; r++) {
        struct cause best = {p->years, p->options.threshold, 0, 0};
        best_year(s, &best);
        best_shift(s, &best);
        if (best.year == p->years)
            break;
        explain_away(s, &best, r);
        series_estimate(s);
        series_signals(s);
    }
    /* A year found early was predicted from a series that still held what was found later. */
    for (size_t t = 0; t < p->years; t++)
        if (s->replaced[t])
            predict(s, t);
}

void plumb_panel_series(struct plumb_panel_model *p, size_t a, struct plumb_panel_signals *out)
{
    const size_t at = a * p->years, g = p->group[a] * p->years;
    struct series s = {.panel = p,
                       .x = p->x + at,
                       .effect = p->effect + g,
                       .change = p->change + g,
                       .z = {out->z[0] + at, out->z[1] + at, out->z[2] + at},
                       .predicted = out->predicted + at,
                       .spread = out->spread + at,
                       .round = out->round + at,
                       .is_moved = out->moved + at,
                       .unit = p->unit[a],
                       .own_scale = p->row + p->years,
                       .interp_scale = p->row + 2 * p->years,
                       .change_scale = p->row + 3 * p->years,
                       .moved = p->row + 4 * p->years,
                       .replaced = p->replaced,
                       .rank = p->rank};
    memset(s.moved, 0, p->years * sizeof *s.moved);
    for (size_t t = 0; t < p->years; t++) {
        s.replaced[t] = false;
        s.count += isnan(s.x[t]) ? 0 : 1;
        s.predicted[t] = s.spread[t] = NAN;
    }
    out->count += s.count;
    if (s.count > 0)
        series_explain(&s);
}
