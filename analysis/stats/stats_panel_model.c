/* What a panel's agencies have in common, estimated before any series is judged: transformed values,
 * year effects of the groups, their growth, and pooled scales. */
#include <stdlib.h>
#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_panel_int.h"
#include "analysis/stats/stats_robust.h"

/* No scale under a tenth of a percent: equal values must not make a tiny change infinite. */
#define SCALE_FLOOR 1e-3
#define LEAST_IN_YEAR 5 /* a median of fewer says nothing of the group */
/* sqrt(pi / 2): makes a mean absolute deviation consistent for normal values. */
#define MEAN_DEVIATION_FACTOR 1.2533141373155003

void plumb_panel_model_free(struct plumb_panel_model *p)
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
static bool panel_groups(struct plumb_panel_model *p)
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

double plumb_median_of_finite(double *v, size_t n, size_t *count)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i]))
            v[m++] = v[i];
    *count = m;
    return plumb_median_inplace(v, m);
}

double plumb_mad_about(double *v, size_t n, double centre, size_t *count)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(v[i]))
            v[m++] = fabs(v[i] - centre);
    *count = m;
    return m > 0 ? PLUMB_MAD_FACTOR * plumb_median_inplace(v, m) : 0;
}

/* The MAD about 0 of a pool. When more than half of it is equal, the mean absolute deviation stands in
 * (Iglewicz, Hoaglin), summed in sorted order, so that the order of the agencies does not matter.
 * Only pools get this: in one year or series it would be the wild value's own size. */
static double pool_about(double *v, size_t n)
{
    size_t m;
    const double mad = plumb_mad_about(v, n, 0, &m);
    if (mad > 0 || m == 0)
        return fmax(mad, SCALE_FLOOR);
    double sum = 0;
    plumb_stats_sort(v, m);
    for (size_t i = 0; i < m; i++)
        sum += v[i];
    return fmax(SCALE_FLOOR, MEAN_DEVIATION_FACTOR * sum / (double)m);
}

double plumb_panel_to_scale(double y, double unit)
{
    return unit > 0 ? asinh(y / unit) : log(y);
}

double plumb_panel_from_scale(double x, double unit)
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

static void panel_transform(struct plumb_panel_model *p)
{
    for (size_t a = 0; a < p->agencies; a++) {
        const double *y = p->y + a * p->years;
        p->unit[a] = unit_of(y, p->years, p->row);
        for (size_t t = 0; t < p->years; t++)
            p->x[a * p->years + t] = plumb_panel_to_scale(y[t], p->unit[a]);
    }
}

/* The values of a group in a year, in p->column; how many. */
static size_t group_column(struct plumb_panel_model *p, size_t g, const double *v, size_t t)
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
static void panel_centres(struct plumb_panel_model *p, const double *v, double *centre)
{
    const size_t least = p->options.group_least > 0 ? p->options.group_least : 8;
    for (size_t t = 0; t < p->years; t++) {
        size_t count;
        for (size_t a = 0; a < p->agencies; a++)
            p->column[a] = v[a * p->years + t];
        double all = plumb_median_of_finite(p->column, p->agencies, &count);
        if (count < LEAST_IN_YEAR)
            all = NAN;
        for (size_t g = 0; g < p->groups; g++) {
            centre[g * p->years + t] = all;
            if (p->groups == 1)
                continue;
            const size_t m = group_column(p, g, v, t);
            const double own = plumb_median_of_finite(p->column, m, &count);
            if (count >= least && count >= LEAST_IN_YEAR)
                centre[g * p->years + t] = own;
        }
    }
}

static void panel_effects(struct plumb_panel_model *p, double *residual)
{
    for (size_t a = 0; a < p->agencies; a++) {
        const double *x = p->x + a * p->years;
        size_t count;
        memcpy(p->row, x, p->years * sizeof *x);
        const double level = plumb_median_of_finite(p->row, p->years, &count);
        for (size_t t = 0; t < p->years; t++)
            residual[a * p->years + t] = x[t] - level;
    }
    panel_centres(p, residual, p->effect);
    for (size_t i = 0; i < p->groups * p->years; i++)
        if (isnan(p->effect[i]))
            p->effect[i] = 0;
}

static void panel_growth(struct plumb_panel_model *p, double *growth)
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
        const double year = plumb_mad_about(p->column, p->agencies, 0, &count);
        p->change_scale[t] = sqrt(0.5 * (year * year + pool * pool));
    }
}

/* Pooled scales of the own and the interpolation residuals. */
static void panel_pools(struct plumb_panel_model *p, double *residual)
{
    const size_t cells = p->agencies * p->years, years = p->years;
    for (size_t a = 0; a < p->agencies; a++) {
        double *u = residual + a * years;
        size_t count;
        for (size_t t = 0; t < years; t++)
            u[t] = p->x[a * years + t] - p->effect[p->group[a] * years + t];
        memcpy(p->row, u, years * sizeof *u);
        const double level = plumb_median_of_finite(p->row, years, &count);
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

void plumb_panel_model_peers(struct plumb_panel_model *p, double *z, double *centre)
{
    const size_t cells = p->agencies * p->years, years = p->years;
    size_t count;
    const double unit = unit_of(p->y, cells, p->column);
    for (size_t c = 0; c < cells; c++)
        z[c] = plumb_panel_to_scale(p->y[c], unit);
    panel_centres(p, z, centre);
    for (size_t c = 0; c < cells; c++)
        z[c] -= centre[p->group[c / years] * years + c % years];
    memcpy(p->column, z, cells * sizeof *z);
    const double pool = pool_about(p->column, cells);
    for (size_t t = 0; t < years; t++) {
        for (size_t a = 0; a < p->agencies; a++)
            p->column[a] = z[a * years + t];
        const double year = plumb_mad_about(p->column, p->agencies, 0, &count);
        const double s = sqrt(0.5 * (year * year + pool * pool));
        for (size_t a = 0; a < p->agencies; a++)
            z[a * years + t] /= s;
    }
}

bool plumb_panel_model_alloc(struct plumb_panel_model *p)
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

void plumb_panel_model_fit(struct plumb_panel_model *p, double *work)
{
    panel_transform(p);
    panel_effects(p, work);
    panel_growth(p, work);
    panel_pools(p, work);
}

/* Two-sided ln p of t on 4 degrees, closed: with c = t / sqrt(4 + t^2), p = (1-c)^2 (2+c) / 2. */
double plumb_panel_log_p_t4(double z)
{
    const double v = 4 + z * z, c = fabs(z) / sqrt(v);
    return 2 * log(4 / (v * (1 + c))) + log(0.5 * (2 + c));
}
