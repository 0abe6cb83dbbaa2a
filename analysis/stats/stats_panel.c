#include "analysis/stats/stats_panel.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_panel_int.h"
#include "analysis/stats/stats_robust.h"

/* Weight of the pooled scale in years: s^2 = (n own^2 + 4 pool^2) / (n + 4). */
#define SHRINK_YEARS 4.0
/* No scale under a tenth of a percent: equal values must not make a tiny change infinite. */
#define SCALE_FLOOR 1e-3
#define LEAST_IN_YEAR 5

const char *plumb_signal_name(enum plumb_signal signal)
{
    static const char *const names[] = {"own", "interp", "growth", "cross", "peer"};
    return signal < PLUMB_SIGNALS ? names[signal] : "";
}

/* Two-sided ln p of t on 4 degrees, closed: with c = t / sqrt(4 + t^2), p = (1-c)^2 (2+c) / 2. */
double plumb_panel_log_p_t4(double z)
{
    const double v = 4 + z * z, c = fabs(z) / sqrt(v);
    return 2 * log(4 / (v * (1 + c))) + log(0.5 * (2 + c));
}

/* What is fixed before the first value is explained away. */
struct panel {
    const double *y;
    size_t agencies, years, groups;
    struct plumb_panel_options options;
    uint32_t *group;      /* dense ids */
    double *x;            /* [agencies * years] transformed values */
    double *unit;         /* [agencies] c of asinh(y / c); 0: logarithm */
    double *effect;       /* [groups * years] year effect on x */
    double *change;       /* [groups * years] median growth; NaN when there is none */
    double *change_scale; /* [years] */
    double own_pool, interp_pool;
    double *column; /* work, [agencies * years] */
    double *row;    /* work, [5 * years] */
    size_t *rank;   /* work, [years] */
    bool *replaced; /* work, [years] */
};

static void panel_free(struct panel *p)
{
    plumb_free(p->group);
    plumb_free(p->x);
    plumb_free(p->unit);
    plumb_free(p->effect);
    plumb_free(p->change);
    plumb_free(p->change_scale);
    plumb_free(p->column);
    plumb_free(p->row);
    plumb_free(p->rank);
    plumb_free(p->replaced);
}

static int compare_ids(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Caller's group ids to 0..groups-1 in ascending order of id. */
static bool panel_groups(struct panel *p)
{
    p->groups = 1;
    p->group = plumb_calloc(p->agencies + 1, sizeof *p->group);
    if (p->group == NULL || p->options.group == NULL || p->agencies == 0)
        return p->group != NULL;
    if (p->options.members != NULL) {
        p->groups = p->options.group_count;
        memcpy(p->group, p->options.group, p->agencies * sizeof *p->group);
        return true;
    }
    uint32_t *ids = plumb_calloc(p->agencies, sizeof *ids);
    if (ids == NULL)
        return false;
    memcpy(ids, p->options.group, p->agencies * sizeof *ids);
    qsort(ids, p->agencies, sizeof *ids, compare_ids);
    for (size_t a = 1; a < p->agencies; a++)
        if (ids[a] != ids[p->groups - 1])
            ids[p->groups++] = ids[a];
    for (size_t a = 0; a < p->agencies; a++) {
        const uint32_t *at =
            bsearch(&p->options.group[a], ids, p->groups, sizeof *ids, compare_ids);
        p->group[a] = (uint32_t)(at - ids);
    }
    plumb_free(ids);
    return true;
}

/* Median of the finite values among v[n], which is reordered; *count gets their number. */
static double median_of_finite(double *v, size_t n, size_t *count)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i]))
            v[m++] = v[i];
    *count = m;
    return plumb_median_inplace(v, m);
}

/* Normal-consistent MAD about `centre` of the non-NaN values of v[n], whose non-NaN absolute
 * deviations are left in v[0..*count-1]; 0 for none. */
static double mad_about(double *v, size_t n, double centre, size_t *count)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i]))
            v[m++] = fabs(v[i] - centre);
    *count = m;
    return m > 0 ? PLUMB_MAD_FACTOR * plumb_median_inplace(v, m) : 0;
}

/* The same for a pool. When more than half of it is equal, the mean absolute deviation stands in
 * (Iglewicz, Hoaglin), summed in sorted order, so that the order of the agencies does not matter.
 * Only pools get this: in one year or series it would be the wild value's own size. */
static double pool_about(double *v, size_t n)
{
    size_t m;
    const double mad = mad_about(v, n, 0, &m);
    if (mad > 0 || m == 0)
        return fmax(mad, SCALE_FLOOR);
    double sum = 0;
    plumb_stats_sort(v, m);
    for (size_t i = 0; i < m; i++)
        sum += v[i];
    return fmax(SCALE_FLOOR, 1.2533141373155003 * sum / (double)m);
}

/* ---- transformation ---------------------------------------------------------------------- */

static double to_scale(double y, double unit)
{
    return unit > 0 ? asinh(y / unit) : log(y);
}

static double from_scale(double x, double unit)
{
    return unit > 0 ? unit * sinh(x) : exp(x);
}

/* c = 1 % of the typical size: far above it asinh is a logarithm up to a constant, and 0 lies
 * ln 200 = 5.3 under the typical value. */
static double unit_of(const double *y, size_t n, double *work)
{
    bool positive = true;
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        positive = positive && y[i] > 0;
        if (y[i] != 0)
            work[m++] = fabs(y[i]);
    }
    if (positive)
        return 0;
    return m > 0 ? 0.01 * plumb_median_inplace(work, m) : 1;
}

static void panel_transform(struct panel *p)
{
    for (size_t a = 0; a < p->agencies; a++) {
        const double *y = p->y + a * p->years;
        p->unit[a] = unit_of(y, p->years, p->row);
        for (size_t t = 0; t < p->years; t++)
            p->x[a * p->years + t] = to_scale(y[t], p->unit[a]);
    }
}

/* ---- parameters of the indicator --------------------------------------------------------- */

/* The values of a group in a year, in p->column; how many. */
static size_t group_column(struct panel *p, size_t g, const double *v, size_t t)
{
    const struct plumb_panel_options *o = &p->options;
    size_t m = 0;
    if (o->members != NULL) {
        for (size_t i = o->first_member[g]; i < o->first_member[g + 1]; i++)
            p->column[m++] = v[o->members[i] * p->years + t];
        return m;
    }
    for (size_t a = 0; a < p->agencies; a++)
        if (p->group[a] == g)
            p->column[m++] = v[a * p->years + t];
    return m;
}

/* centre[g * years + t] = median over the agencies of group g of v[a * years + t]; groups with
 * fewer than group_least values take the median of all, NaN when that has fewer than 5. */
static void panel_centres(struct panel *p, const double *v, double *centre)
{
    const size_t least = p->options.group_least > 0 ? p->options.group_least : 8;
    for (size_t t = 0; t < p->years; t++) {
        size_t count;
        for (size_t a = 0; a < p->agencies; a++)
            p->column[a] = v[a * p->years + t];
        double all = median_of_finite(p->column, p->agencies, &count);
        if (count < LEAST_IN_YEAR)
            all = NAN;
        for (size_t g = 0; g < p->groups; g++) {
            centre[g * p->years + t] = all;
            if (p->groups == 1)
                continue;
            const size_t m = group_column(p, g, v, t);
            const double own = median_of_finite(p->column, m, &count);
            if (count >= least && count >= LEAST_IN_YEAR)
                centre[g * p->years + t] = own;
        }
    }
}

static void panel_effects(struct panel *p, double *residual)
{
    for (size_t a = 0; a < p->agencies; a++) {
        const double *x = p->x + a * p->years;
        size_t count;
        memcpy(p->row, x, p->years * sizeof *x);
        const double level = median_of_finite(p->row, p->years, &count);
        for (size_t t = 0; t < p->years; t++)
            residual[a * p->years + t] = x[t] - level;
    }
    panel_centres(p, residual, p->effect);
    for (size_t i = 0; i < p->groups * p->years; i++)
        if (isnan(p->effect[i]))
            p->effect[i] = 0;
}

static void panel_growth(struct panel *p, double *growth)
{
    const size_t cells = p->agencies * p->years, years = p->years;
    size_t count;
    for (size_t c = 0; c < cells; c++)
        growth[c] = c % years == 0 ? NAN : p->x[c] - p->x[c - 1];
    panel_centres(p, growth, p->change);
    for (size_t c = 0; c < cells; c++)
        growth[c] -= p->change[p->group[c / years] * years + c % years];
    memcpy(p->column, growth, cells * sizeof *growth);
    const double pool = pool_about(p->column, cells);
    for (size_t t = 0; t < years; t++) {
        for (size_t a = 0; a < p->agencies; a++)
            p->column[a] = growth[a * years + t];
        const double year = mad_about(p->column, p->agencies, 0, &count);
        p->change_scale[t] = sqrt(0.5 * (year * year + pool * pool));
    }
}

/* Pooled scales of the own and the interpolation residuals. */
static void panel_pools(struct panel *p, double *residual)
{
    const size_t cells = p->agencies * p->years, years = p->years;
    for (size_t a = 0; a < p->agencies; a++) {
        double *u = residual + a * years;
        size_t count;
        for (size_t t = 0; t < years; t++)
            u[t] = p->x[a * years + t] - p->effect[p->group[a] * years + t];
        memcpy(p->row, u, years * sizeof *u);
        const double level = median_of_finite(p->row, years, &count);
        for (size_t t = 0; t < years; t++)
            u[t] -= level;
    }
    memcpy(p->column, residual, cells * sizeof *residual);
    p->own_pool = pool_about(p->column, cells);
    for (size_t c = 0; c < cells; c++) {
        const bool inside = c % years > 0 && c % years + 1 < years;
        p->column[c] = inside ? residual[c] - 0.5 * (residual[c - 1] + residual[c + 1]) : NAN;
    }
    p->interp_pool = pool_about(p->column, cells);
}

/* Level against the peers in logs of |y|'s own unit of the indicator, in the year. */
static void panel_peers(struct panel *p, double *z, double *centre)
{
    const size_t cells = p->agencies * p->years, years = p->years;
    size_t count;
    const double unit = unit_of(p->y, cells, p->column);
    for (size_t c = 0; c < cells; c++)
        z[c] = to_scale(p->y[c], unit);
    panel_centres(p, z, centre);
    for (size_t c = 0; c < cells; c++)
        z[c] -= centre[p->group[c / years] * years + c % years];
    memcpy(p->column, z, cells * sizeof *z);
    const double pool = pool_about(p->column, cells);
    for (size_t t = 0; t < years; t++) {
        for (size_t a = 0; a < p->agencies; a++)
            p->column[a] = z[a * years + t];
        const double year = mad_about(p->column, p->agencies, 0, &count);
        const double s = sqrt(0.5 * (year * year + pool * pool));
        for (size_t a = 0; a < p->agencies; a++)
            z[a * years + t] /= s;
    }
}

/* ---- one series -------------------------------------------------------------------------- */

/* Current state of one series; arrays [years] inside panel.row and the outputs. */
struct series {
    const struct panel *panel;
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
    const struct panel *p = s->panel;
    double *work = p->row;
    size_t count;
    for (size_t t = 0; t < p->years; t++)
        work[t] = s->x[t] - s->effect[t];
    s->level = median_of_finite(work, p->years, &count);
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
    s->predicted[t] = from_scale(expected + s->moved[t], s->unit);
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
    centre[0] = median_of_finite(work, t, &count[0]);
    centre[1] = median_of_finite(work + t, years - t, &count[1]);
    if (count[0] < 2 || count[1] < 2)
        return NAN;
    for (size_t k = 0; k < years; k++)
        work[k] = s->x[k] - s->effect[k] - centre[k >= t];
    const double own = mad_about(work, years, 0, &n); /* sets n */
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
        s->x[t] = to_scale(s->predicted[t], s->unit) - s->moved[t];
        return;
    }
    s->is_moved[t] = true;
    s->z[PLUMB_SIGNAL_OWN][t] = cause->z;
    s->z[PLUMB_SIGNAL_INTERP][t] = NAN;
    s->predicted[t] = from_scale(s->x[t] + s->moved[t] - cause->shift, s->unit);
    for (size_t k = t; k < s->panel->years; k++) {
        s->x[k] -= cause->shift;
        s->moved[k] += cause->shift;
    }
}

static void series_explain(struct series *s)
{
    const struct panel *p = s->panel;
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

/* ---- the whole indicator ----------------------------------------------------------------- */

static bool panel_alloc(struct panel *p)
{
    const size_t cells = p->agencies * p->years + 1;
    if (!panel_groups(p))
        return false;
    p->x = plumb_stats_doubles(cells);
    p->unit = plumb_stats_doubles(p->agencies);
    p->effect = plumb_stats_doubles(p->groups * p->years);
    p->change = plumb_stats_doubles(p->groups * p->years);
    p->change_scale = plumb_stats_doubles(p->years);
    p->column = plumb_stats_doubles(cells);
    p->row = plumb_stats_doubles(5 * p->years);
    p->rank = plumb_calloc(p->years + 1, sizeof *p->rank);
    p->replaced = plumb_calloc(p->years + 1, sizeof *p->replaced);
    return p->rank && p->replaced && p->x && p->unit && p->effect && p->change && p->change_scale &&
           p->column && p->row;
}

static bool signals_alloc(struct plumb_panel_signals *out)
{
    const size_t cells = out->agencies * out->years;
    bool done = true;
    for (int l = 0; l < PLUMB_SIGNALS; l++) {
        out->z[l] = plumb_stats_doubles(cells);
        done = done && out->z[l] != NULL;
        for (size_t c = 0; done && c < cells; c++)
            out->z[l][c] = NAN;
    }
    out->predicted = plumb_stats_doubles(cells);
    out->spread = plumb_stats_doubles(cells);
    out->round = plumb_calloc(cells + 1, 1);
    out->moved = plumb_calloc(cells + 1, sizeof *out->moved);
    return done && out->moved != NULL && out->predicted != NULL && out->spread != NULL &&
           out->round != NULL;
}

void plumb_panel_signals_free(struct plumb_panel_signals *signals)
{
    if (signals == NULL)
        return;
    for (int l = 0; l < PLUMB_SIGNALS; l++)
        plumb_free(signals->z[l]);
    plumb_free(signals->predicted);
    plumb_free(signals->spread);
    plumb_free(signals->round);
    plumb_free(signals->moved);
    *signals = (struct plumb_panel_signals){0};
}

static void panel_series(struct panel *p, size_t a, struct plumb_panel_signals *out)
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

static enum plumb_status panel_check(const double *y, size_t agencies, size_t years,
                                     struct plumb_error *error)
{
    if (agencies != 0 && years > SIZE_MAX / sizeof(double) / 8 / agencies)
        return plumb_fail(error, PLUMB_E_LIMIT, "A panel of %zu agencies and %zu years is too big.",
                          agencies, years);
    for (size_t c = 0; c < agencies * years; c++)
        if (isinf(y[c]))
            return plumb_fail(error, PLUMB_E_DOMAIN,
                              "Panel value of agency %zu in year %zu is infinite.", c / years + 1,
                              c % years + 1);
    return PLUMB_OK;
}

enum plumb_status plumb_panel_signals(const double *y, size_t agencies, size_t years,
                                      struct plumb_panel_options options,
                                      struct plumb_panel_signals *out, struct plumb_error *error)
{
    *out = (struct plumb_panel_signals){.agencies = agencies, .years = years};
    const enum plumb_status status = panel_check(y, agencies, years, error);
    if (status != PLUMB_OK)
        return status;
    struct panel p = {.y = y, .agencies = agencies, .years = years, .options = options};
    if (!panel_alloc(&p) || !signals_alloc(out)) {
        panel_free(&p);
        plumb_panel_signals_free(out);
        return plumb_fail_nomem(error);
    }
    panel_transform(&p);
    /* The outputs serve as work space before they are filled. */
    panel_effects(&p, out->predicted);
    panel_growth(&p, out->predicted);
    panel_pools(&p, out->predicted);
    /* Group centres of the level use `spread` as work: it holds groups * years values at least
     * when there are as many agencies as groups, which panel_groups ensures. */
    panel_peers(&p, out->z[PLUMB_SIGNAL_PEER], out->spread);
    for (size_t a = 0; a < agencies; a++)
        panel_series(&p, a, out);
    panel_free(&p);
    return PLUMB_OK;
}

/* ---- unit errors ------------------------------------------------------------------------- */

struct plumb_unit_shift plumb_unit_shift(double y, double predicted, double spread)
{
    static const int powers[] = {1, 2, 3, 4, 8, -1, -2, -3, -4, -8};
    struct plumb_unit_shift out = {0, 0, 0, y};
    if (!(y * predicted > 0) || !(spread > 0) || isinf(y) || isinf(predicted))
        return out;
    const double log_ratio = log(y / predicted);
    out.z = out.z_after = log_ratio / spread;
    if (fabs(out.z) <= 5)
        return out;
    const double tolerance = fmin(0.35, 2.5 * spread);
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        const double rest = log_ratio - powers[i] * M_LN10;
        if (fabs(rest) > tolerance)
            continue;
        out.power = powers[i];
        out.z_after = rest / spread;
        out.corrected = y / pow(10, powers[i]);
        return out;
    }
    return out;
}
