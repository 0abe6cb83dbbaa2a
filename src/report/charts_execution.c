/* Charts of budget execution: rates by year, their distribution, executed against budget, and a
 * group of agencies within all. One agency's years: charts_agency.c. */
#include "report/charts_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Agencies that get a line or a chart of their own; more would not be readable. */
#define NAMED_LINES 8
#define NAMED_POINTS 12
/* Grey points drawn at most; of more every n-th, evenly. All are in the table. */
#define POINTS_DRAWN ((size_t)4000)
#define GROUP_CHARTS 40
#define FAR 0.1 /* from 1: an execution rate that stands out */
/* Percent of the budget above which carry-over needs explaining; drawn for the eye only. */
#define CARRYOVER_LINE 10.0

/* ---- execution rate by agency and year --------------------------------------------------- */

int plumb_chart_by_rate(const void *a, const void *b)
{
    const struct plumb_point *x = a, *y = b;
    double dx = fabs(x->rate - 1), dy = fabs(y->rate - 1);
    if (x->flagged != y->flagged)
        return x->flagged ? -1 : 1;
    if (dx != dy)
        return dx < dy ? 1 : -1;
    int order = strcmp(x->agency, y->agency);
    return order ? order : x->year - y->year;
}

static int by_agency_year(const void *a, const void *b)
{
    const struct plumb_point *x = a, *y = b;
    int order = strcmp(x->agency, y->agency);
    return order ? order : x->year - y->year;
}

struct plumb_point *plumb_chart_rated(struct plumb_gather *g, size_t *count)
{
    struct plumb_point *kept = plumb_arena_array(g->arena, g->count + 1, sizeof *kept);
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++)
        if (isfinite(g->points[i].rate))
            kept[n++] = g->points[i];
    *count = n;
    return kept;
}

/* The agencies whose rates stand out most, at most `most`; points sorted by plumb_chart_by_rate. */
static size_t top_agencies(const struct plumb_point *points, size_t count, const char **names,
                           size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < count && n < most; i++) {
        size_t k = 0;
        while (k < n && strcmp(names[k], points[i].agency) != 0)
            k++;
        if (k == n)
            names[n++] = points[i].agency;
    }
    return n;
}

/* Where everybody lies: type-7 quantile of sorted values. */
static double quantile(const double *x, size_t n, double p)
{
    double at = p * (double)(n - 1);
    size_t low = (size_t)at;
    return low + 1 < n ? x[low] + (at - (double)low) * (x[low + 1] - x[low]) : x[n - 1];
}

static int by_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int by_year(const void *a, const void *b)
{
    return ((const struct plumb_point *)a)->year - ((const struct plumb_point *)b)->year;
}

#define BAND_LEAST 5 /* values of a year that make a band */

/* Block 0 of the data: year, 10th percentile, median, 90th percentile. True when there is a band. */
static bool put_band(struct plumb_gather *g, const struct plumb_point *points, size_t count,
                     struct plumb_buf *data, struct plumb_buf *table)
{
    struct plumb_point *sorted = plumb_arena_array(g->arena, count + 1, sizeof *sorted);
    double *x = plumb_arena_array(g->arena, count + 1, sizeof *x);
    size_t years = 0;
    memcpy(sorted, points, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_year);
    for (size_t i = 0, end; i < count; i = end) {
        size_t n = 0;
        for (end = i; end < count && sorted[end].year == sorted[i].year; end++)
            x[n++] = 100 * sorted[end].rate;
        qsort(x, n, sizeof *x, by_double);
        if (n < BAND_LEAST)
            continue;
        double low = quantile(x, n, 0.1), middle = quantile(x, n, 0.5), high = quantile(x, n, 0.9);
        plumb_buf_printf(data, "%d\t%.6g\t%.6g\t%.6g\n", sorted[i].year, low, middle, high);
        plumb_buf_printf(table, "P10\t%d\t%.2f\n中位 median\t%d\t%.2f\nP90\t%d\t%.2f\n",
                         sorted[i].year, low, sorted[i].year, middle, sorted[i].year, high);
        years++;
    }
    if (!years)
        plumb_buf_puts(data, "NaN\tNaN\tNaN\tNaN\n");
    return years > 1;
}

/* The named agencies' points, a block each with the name as its head. */
static void put_named(struct plumb_buf *data, const struct plumb_point *points, size_t count,
                      const char *const *names, size_t named)
{
    for (size_t k = 0; k < named; k++) {
        plumb_buf_puts(data, "\n\n\"");
        plumb_chart_label(data, names[k]);
        plumb_buf_puts(data, "\"\n");
        for (size_t i = 0; i < count; i++)
            if (strcmp(points[i].agency, names[k]) == 0)
                plumb_buf_printf(data, "%d\t%.6g\n", points[i].year, 100 * points[i].rate);
    }
}

/* Lines of the named agencies over the band of all; `line` is the bound, in percent. */
static void plot_lines(struct plumb_gather *g, struct plumb_plot plot, struct plumb_point *points,
                       size_t count, const char *const *names, size_t named, double line)
{
    struct plumb_buf data = {0}, table = {0}, script = {0};
    double most = 0;
    plumb_buf_puts(&table, "机构 agency\t年度 year\t%\n");
    bool band = put_band(g, points, count, &data, &table);
    plumb_buf_puts(&data, "\n\n");
    for (size_t i = 0; i < count; i++) {
        if (i % (count / POINTS_DRAWN + 1) == 0)
            plumb_buf_printf(&data, "%d\t%.6g\n", points[i].year, 100 * points[i].rate);
        plumb_chart_label(&table, points[i].agency);
        plumb_buf_printf(&table, "\t%d\t%.2f\n", points[i].year, 100 * points[i].rate);
        most = fmax(most, points[i].rate);
    }
    put_named(&data, points, count, names, named);
    plumb_buf_printf(
        &script,
        "%sset ylabel '%%'\nset xtics 1\nset autoscale xfix\nset offsets 0.2,0.2,0,0\n"
        "set linetype 1 lc rgb '#0072B2'\nset linetype 2 lc rgb '#D55E00'\n"
        "set linetype 3 lc rgb '#009E73'\nset linetype 4 lc rgb '#CC79A7'\n"
        "set linetype 5 lc rgb '#E69F00'\nset linetype 6 lc rgb '#56B4E9'\n"
        "set linetype 7 lc rgb '#000000'\nset linetype 8 lc rgb '#7F7F7F'\n"
        "set key outside right top width -2\nplot %s%.6g with lines ls 8 title '%.4g %%', "
        "DATA index 1 using 1:2 with points pt 7 ps 0.4 lc rgb '#9aa4af' title '全部 all', "
        "for [i=2:%zu] DATA index i using 1:2 with linespoints lt i-1 lw 2 pt i+2 ps 0.7 "
        "title columnheader(1)",
        most > 5 ? "set logscale y\n" : "",
        band ? "DATA index 0 using 1:2:4 with filledcurves fc rgb '#dbe4ee' title 'P10–P90', "
               "DATA index 0 using 1:3 with lines lc rgb '#6b7a8a' lw 1.5 dt 3 title "
               "'中位 median', "
             : "",
        line, line, named + 1);
    plot.script = plumb_chart_settle(g, &script);
    if (plot.script)
        plumb_chart_add(g, plot, &data, &table);
}

void plumb_chart_rates(struct plumb_gather *g)
{
    size_t count = 0;
    struct plumb_point *points = plumb_chart_rated(g, &count);
    const char *names[NAMED_LINES];
    if (!count)
        return;
    qsort(points, count, sizeof *points, plumb_chart_by_rate);
    size_t apart = 0;
    while (apart < count && (points[apart].flagged || fabs(points[apart].rate - 1) >= FAR))
        apart++;
    size_t named = top_agencies(points, apart ? apart : count, names, apart ? NAMED_LINES : 3);
    qsort(points, count, sizeof *points, by_agency_year);
    plot_lines(g,
               (struct plumb_plot){
                   .name = "execution-rate",
                   .title = {"预算执行率（最突出的机构标名；带为 P10–P90，虚线为 100 %）",
                             "Execution rate by year; the agencies that stand out are named, the "
                             "band is P10–P90"},
                   .agency = "",
                   .width = 860,
                   .height = 420},
               points, count, names, named, 100);
}

/* ---- carry-over -------------------------------------------------------------------------- */

static int by_most(const void *a, const void *b)
{
    const struct plumb_point *x = a, *y = b;
    if (x->rate != y->rate)
        return x->rate < y->rate ? 1 : -1;
    int order = strcmp(x->agency, y->agency);
    return order ? order : x->year - y->year;
}

void plumb_chart_carryover(struct plumb_gather *g)
{
    struct plumb_point *points = plumb_arena_array(g->arena, g->count + 1, sizeof *points);
    const char *names[NAMED_LINES];
    size_t count = 0;
    for (size_t i = 0; i < g->count; i++)
        if (isfinite(g->points[i].carryover)) {
            points[count] = g->points[i];
            points[count++].rate = g->points[i].carryover;
        }
    if (!count)
        return;
    qsort(points, count, sizeof *points, by_most);
    size_t named = top_agencies(points, count, names, NAMED_LINES);
    qsort(points, count, sizeof *points, by_agency_year);
    plot_lines(g,
               (struct plumb_plot){
                   .name = "carry-over",
                   .title = {"结转结余率：年末结转结余占全年预算（最高的机构标名）",
                             "Carry-over: closing balance as a share of the budget; the highest "
                             "are named"},
                   .agency = "",
                   .width = 860,
                   .height = 420},
               points, count, names, named, CARRYOVER_LINE);
}

/* ---- distribution of execution rates ----------------------------------------------------- */

#define BINS 30

static int by_value(const void *a, const void *b)
{
    double x = ((const struct plumb_point *)a)->rate, y = ((const struct plumb_point *)b)->rate;
    return (x > y) - (x < y);
}

/* Another block: names and rates of those far below or above 1, from the top down. Rates outside of
 * the chart stand at its edge. A block is never empty, for gnuplot counts only those that are not. */
static void put_far(struct plumb_buf *data, const struct plumb_point *points, size_t count,
                    bool above, double top, double lo, double hi)
{
    size_t named = 0;
    plumb_buf_puts(data, "\n\nNaN\tNaN\t\"\"\n");
    for (size_t i = 0; i < count && named < NAMED_POINTS; i++) {
        double rate = points[i].rate;
        if (fabs(rate - 1) < (points[i].flagged ? 0.1 : 0.5) || above != (rate > 1))
            continue;
        plumb_buf_printf(data, "%.6g\t%.6g\t\"", 100 * fmin(fmax(rate, lo), hi),
                         top * (1 - 0.065 * (double)named));
        plumb_chart_label(data, points[i].agency);
        plumb_buf_printf(data, " %d: %.0f %%\"\n", points[i].year, 100 * rate);
        named++;
    }
}

void plumb_chart_distribution(struct plumb_gather *g)
{
    size_t count = 0;
    struct plumb_point *points = plumb_chart_rated(g, &count);
    if (count < 5)
        return;
    qsort(points, count, sizeof *points, by_value);
    /* the middle 98 % are binned; what lies outside is counted in the end bins */
    double lo = points[count / 100].rate, hi = points[count - 1 - count / 100].rate;
    lo = fmin(lo, 0.9);
    hi = fmax(hi, 1.1);
    hi = fmin(hi, 3.0);
    double width = (hi - lo) / BINS;
    size_t bins[BINS] = {0};
    for (size_t i = 0; i < count; i++) {
        double at = floor((points[i].rate - lo) / width);
        bins[at < 0 ? 0 : at >= BINS ? BINS - 1 : (size_t)at]++;
    }
    struct plumb_buf data = {0}, table = {0}, script = {0};
    plumb_buf_puts(&table, "执行率 from %\t至 to %\t个数 number\n");
    size_t most = 1;
    for (size_t i = 0; i < BINS; i++) {
        double from = 100 * (lo + width * (double)i);
        plumb_buf_printf(&data, "%.6g\t%zu\n", from + 50 * width, bins[i]);
        plumb_buf_printf(&table, "%.1f\t%.1f\t%zu\n", from, from + 100 * width, bins[i]);
        most = bins[i] > most ? bins[i] : most;
    }
    qsort(points, count, sizeof *points, plumb_chart_by_rate);
    for (int high = 0; high < 2; high++)
        put_far(&data, points, count, high == 1, 0.95 * (double)most, lo, hi);
    if (most <= 5) /* counts, no fractions of one */
        plumb_buf_puts(&script, "set ytics 1\n");
    plumb_buf_printf(&script,
                     "set boxwidth %.6g\nset style fill solid 0.75 border lc rgb 'white'\n"
                     "set xlabel '%%'\nset yrange [0:*]\nunset key\n"
                     "set arrow 1 from 100,graph 0 to 100,graph 1 nohead ls 8\n"
                     "plot DATA index 0 using 1:2 with boxes ls 1, DATA index 1 using 1:2:3 with "
                     "labels left offset 0.6,0 font ',10' tc rgb '#B00020' point pt 7 ps 0.5 lc "
                     "rgb '#B00020', DATA index 2 using 1:2:3 with labels right offset -1.4,0 "
                     "font ',10' tc rgb '#B00020' point pt 7 ps 0.5 lc rgb '#B00020'",
                     100 * width);
    struct plumb_plot plot = {
        .name = "execution-distribution",
        .title = {"执行率分布（标出突出的机构与年度）",
                  "Distribution of execution rates; those that stand out are named"},
        .agency = "",
        .width = 860,
        .height = 400};
    plot.script = plumb_chart_settle(g, &script);
    if (plot.script)
        plumb_chart_add(g, plot, &data, &table);
}

/* ---- executed against budget ------------------------------------------------------------- */

/* On a log scale only what is above zero has a place. */
static bool is_drawable(const struct plumb_point *p)
{
    return p->budget > 0 && p->executed > 0;
}

/* On log scales a line of slope 1: the median of log(executed / budget), and three MAD (scaled to a
 * standard deviation) below and above. A slope of its own would follow the few wild points. */
static void robust_fit(struct plumb_gather *g, double factor[3])
{
    double *x = plumb_arena_array(g->arena, g->count + 1, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++)
        if (is_drawable(&g->points[i]))
            x[n++] = log(g->points[i].executed / g->points[i].budget);
    if (!n)
        return;
    qsort(x, n, sizeof *x, by_double);
    double middle = quantile(x, n, 0.5);
    for (size_t i = 0; i < n; i++)
        x[i] = fabs(x[i] - middle);
    qsort(x, n, sizeof *x, by_double);
    double spread = 3 * 1.4826 * quantile(x, n, 0.5);
    factor[0] = exp(middle - spread);
    factor[1] = exp(middle);
    factor[2] = exp(middle + spread);
}

/* Every point for the table, at most about POINTS_DRAWN for the chart, and the budgets' ends.
 * Returns how many there are. */
static size_t put_points(struct plumb_gather *g, struct plumb_buf *data, struct plumb_buf *table,
                         double *low, double *high)
{
    size_t count = 0;
    *low = INFINITY;
    *high = 0;
    plumb_buf_puts(table, "机构 agency\t年度 year\t预算 budget\t执行 executed\n");
    for (size_t i = 0; i < g->count; i++) {
        const struct plumb_point *p = &g->points[i];
        if (!is_drawable(p))
            continue;
        if (i % (g->count / POINTS_DRAWN + 1) == 0)
            plumb_buf_printf(data, "%.10g\t%.10g\n", p->budget, p->executed);
        plumb_chart_label(table, p->agency);
        plumb_buf_printf(table, "\t%d\t%.10g\t%.10g\n", p->year, p->budget, p->executed);
        *low = fmin(*low, p->budget);
        *high = fmax(*high, p->budget);
        count++;
    }
    return count;
}

/* The points farthest from full execution, with names; less is needed of those with a finding.
 * Returns how many. */
static size_t put_named_points(struct plumb_gather *g, struct plumb_buf *data)
{
    size_t rated = 0, named = 0;
    struct plumb_point *points = plumb_chart_rated(g, &rated);
    qsort(points, rated, sizeof *points, plumb_chart_by_rate);
    plumb_buf_puts(data, "\n\n");
    for (size_t i = 0; i < rated && named < NAMED_POINTS; i++) {
        const struct plumb_point *p = &points[i];
        if (!is_drawable(p) || fabs(p->rate - 1) < (p->flagged ? 0.1 : 0.5))
            continue;
        plumb_buf_printf(data, "%.10g\t%.10g\t\"", p->budget, p->executed);
        plumb_chart_label(data, p->agency);
        plumb_buf_printf(data, " %d\"\n", p->year);
        named++;
    }
    return named;
}

void plumb_chart_scatter(struct plumb_gather *g)
{
    struct plumb_buf data = {0}, table = {0}, script = {0};
    double low, high;
    size_t count = put_points(g, &data, &table, &low, &high);
    size_t named = put_named_points(g, &data);
    if (count < 5) {
        plumb_buf_free(&data);
        plumb_buf_free(&table);
        return;
    }
    double factor[3] = {1, 1, 1};
    robust_fit(g, factor);
    plumb_buf_printf(
        &script,
        "set logscale xy\nset format xy '%%.0e'\nset xrange [%.6g:%.6g]\n"
        "set xlabel '预算 budget%s'\nset ylabel '执行 executed%s'\n"
        "plot '+' using 1:($1*%.10g):($1*%.10g) with filledcurves fc rgb '#dbe4ee' "
        "title '中位 ± 3 MAD', %.10g*x with lines ls 3 title "
        "'中位执行率 median %.1f %%', "
        "x with lines ls 8 title '执行 = 预算', DATA index 0 using 1:2 with "
        "points pt 7 ps 0.35 lc rgb '#0072B2' notitle%s",
        low / 1.5, high * 12, g->yuan ? "（元）" : "", g->yuan ? "（元）" : "", factor[0],
        factor[2], factor[1], 100 * factor[1],
        /* by turns above and below: names of points side by side would lie on each other */
        named ? ", DATA index 1 every 2 using 1:2:3 with labels left offset 0.6,0.4 "
                "font ',10' tc rgb '#B00020' point pt 6 ps 0.8 lc rgb '#B00020' notitle, "
                "DATA index 1 every 2::1 using 1:2:3 with labels left offset 0.6,-0.4 "
                "font ',10' tc rgb '#B00020' point pt 6 ps 0.8 lc rgb '#B00020' notitle"
              : "");
    struct plumb_plot plot = {
        .name = "executed-budget",
        .title = {"执行与预算（对数坐标；带为中位执行率 ± 3 MAD）",
                  "Executed against budget (log scale; the band is the median rate ± 3 MAD)"},
        .agency = "",
        .width = 760,
        .height = 480};
    plot.script = plumb_chart_settle(g, &script);
    if (plot.script)
        plumb_chart_add(g, plot, &data, &table);
}

/* ---- a group of agencies ----------------------------------------------------------------- */

static bool is_named(const char *agency, const char *const *names, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (strcmp(names[k], agency) == 0)
            return true;
    return false;
}

/* The group's years as points of an agency of its own: sums over those agencies that have both the
 * budget and what was executed, so that the rate is of the same ones. */
static void add_sums(struct plumb_gather *g, const char *const *names, size_t count,
                     const char *label)
{
    struct plumb_point *sums = plumb_arena_array(g->arena, g->count + 1, sizeof *sums);
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++)
        if (isfinite(g->points[i].budget) && isfinite(g->points[i].executed) &&
            is_named(g->points[i].agency, names, count))
            sums[n++] = g->points[i];
    qsort(sums, n, sizeof *sums, by_year);
    for (size_t i = 0, end; i < n; i = end) {
        struct plumb_point p = {.agency = label, .year = sums[i].year, .carryover = NAN};
        for (end = i; end < n && sums[end].year == sums[i].year; end++) {
            p.budget += sums[end].budget;
            p.executed += sums[end].executed;
        }
        p.rate = p.budget > 0 ? p.executed / p.budget : NAN;
        *PLUMB_PUSH(g->arena, g->points, g->count, g->capacity) = p;
    }
}

void plumb_chart_group(struct plumb_gather *g, const char *const *names, size_t count)
{
    static const char label[] = "合计 total";
    size_t rated = 0;
    struct plumb_point *points = plumb_chart_rated(g, &rated);
    if (rated) {
        struct plumb_plot plot = {
            .name = "group-rate",
            .title = {"预算执行率与全部单位（带为 P10–P90）",
                      "Execution rate within that of all agencies (band: P10–P90)"},
            .agency = "",
            .width = 860,
            .height = 400};
        qsort(points, rated, sizeof *points, by_agency_year);
        plot_lines(g, plot, points, rated, names, count < NAMED_LINES ? count : NAMED_LINES, 100);
    }
    if (count > 1) {
        add_sums(g, names, count, label);
        plumb_chart_agency(g, label, 0);
        if (g->plot_count && strcmp(g->plots[g->plot_count - 1].agency, label) == 0)
            g->plots[g->plot_count - 1].agency = "";
    }
    for (size_t k = 0; k < count && k < GROUP_CHARTS; k++)
        plumb_chart_agency(g, names[k], k + 1);
}
