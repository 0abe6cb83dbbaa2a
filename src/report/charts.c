/* What is drawn: each function fills one plot (our own script, cleaned data, the same as a table).
 *
 * Labels from data go through plumb_escape_gnuplot and stand only in data files.
 */
#include "report/charts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "report/escape.h"

/* Agencies that get a line or a chart of their own; more would not be readable. */
#define NAMED_LINES 8
#define NAMED_POINTS 12
#define TREND_CHARTS 12

/* One agency-year with what is known of its budget. */
struct point {
    const char *agency;
    int year;
    double budget, executed, rate; /* NaN when unknown */
    bool flagged;
};

struct gather {
    struct plumb_arena *arena;
    struct point *points;
    size_t count, capacity;
    size_t earlier; /* points of the panels before the current one */
    struct plumb_plot *plots;
    size_t plot_count, plot_capacity;
    bool yuan; /* money is yuan and shown in 万元 */
};

/* ---- collecting -------------------------------------------------------------------------- */

static bool is_flagged(const struct plumb_finding_list *list, const char *agency, int year)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_finding *f = &list->items[i];
        if (f->severity < PLUMB_SEVERITY_HIGH && i > 200)
            return false; /* sorted: nothing high behind */
        if (f->year == year && f->severity >= PLUMB_SEVERITY_HIGH &&
            (strstr(f->check, "execution") || strstr(f->check, "outlier") ||
             strstr(f->check, "unapproved")) &&
            strcmp(f->agency, agency) == 0)
            return true;
    }
    return false;
}

static double first_known(const struct plumb_report_input *input, const struct plumb_panel *panel,
                          const char *const *ids, size_t agency, size_t year)
{
    for (; *ids; ids++) {
        const struct plumb_indicator *entry =
            plumb_catalogue_find_indicator(input->catalogue, *ids);
        double value = entry ? plumb_indicator_value(panel, entry, agency, year, NULL) : NAN;
        if (!isnan(value))
            return value;
    }
    return NAN;
}

/* True when an earlier panel gave this agency and year: reports repeat what tables hold. Points of
 * one agency are contiguous, and only panels before the current one count. */
static bool is_told(const struct gather *g, const struct point *p)
{
    for (size_t i = 0; i < g->earlier; i++)
        if (g->points[i].year == p->year && strcmp(g->points[i].agency, p->agency) == 0)
            return true;
    return false;
}

static void collect_panel(struct gather *g, const struct plumb_report_input *input,
                          const struct plumb_panel *panel)
{
    static const char *const budgets[] = {"expenditure.revised", "expenditure.initial",
                                          "expenditure.budget", NULL};
    static const char *const executed[] = {"expenditure.executed", NULL};
    static const char *const rates[] = {"ratio.execution", NULL};
    g->earlier = g->count;
    for (size_t a = 0; a < panel->agency_count; a++)
        for (size_t y = 0; y < panel->year_count; y++) {
            struct point p = {panel->agencies[a].name,
                              panel->first_year + (int)y,
                              first_known(input, panel, budgets, a, y),
                              first_known(input, panel, executed, a, y),
                              first_known(input, panel, rates, a, y),
                              false};
            if ((isnan(p.rate) && isnan(p.executed) && isnan(p.budget)) || is_told(g, &p))
                continue;
            p.flagged = is_flagged(input->findings, p.agency, p.year);
            *PLUMB_PUSH(g->arena, g->points, g->count, g->capacity) = p;
        }
}

/* ---- texts ------------------------------------------------------------------------------- */

/* A text buffer copied into the arena; frees the buffer. NULL when it ran out of memory. */
static const char *settle(struct gather *g, struct plumb_buf *buf)
{
    const char *text =
        buf->failed
            ? NULL
            : plumb_str_copy(g->arena, (struct plumb_str){buf->data ? buf->data : "", buf->len})
                  .ptr;
    plumb_buf_free(buf);
    return text;
}

static void put_label(struct plumb_buf *out, const char *label)
{
    plumb_escape_gnuplot(out, plumb_str_from(label));
}

static void put_number(struct plumb_buf *out, double x)
{
    if (isnan(x))
        plumb_buf_puts(out, "NaN");
    else
        plumb_buf_printf(out, "%.10g", x);
}

static void add_plot(struct gather *g, struct plumb_plot plot, struct plumb_buf *data,
                     struct plumb_buf *table)
{
    plot.data = settle(g, data);
    plot.table = settle(g, table);
    if (plot.data && plot.table)
        *PLUMB_PUSH(g->arena, g->plots, g->plot_count, g->plot_capacity) = plot;
}

/* ---- findings by class ------------------------------------------------------------------- */

static const struct {
    char letter;
    const char *zh;
} classes[] = {{'A', "A 决算预算不实"}, {'B', "B 执行与资产"},  {'C', "C 三公会议"},
               {'H', "H 执行偏低超支"}, {'J', "J 政府采购"},    {'K', "K 人员编制"},
               {'L', "L 披露不一致"},   {'M', "M 绩效目标自评"}};

static void plot_classes(struct gather *g, const struct plumb_report_input *input)
{
    struct plumb_buf data = {0}, table = {0};
    plumb_buf_puts(&table, "类别 class\t严重 critical\t高 high\t中 medium\t低 low\t提示 note\n");
    for (size_t c = 0; c < sizeof classes / sizeof *classes; c++) {
        size_t n[PLUMB_SEVERITY_CRITICAL + 1] = {0};
        for (size_t i = 0; i < input->findings->count; i++)
            if (input->findings->items[i].audit_class == classes[c].letter)
                n[input->findings->items[i].severity]++;
        struct plumb_buf *both[] = {&data, &table};
        for (size_t b = 0; b < 2; b++)
            plumb_buf_printf(both[b], "%s\t%zu\t%zu\t%zu\t%zu\t%zu\n", classes[c].zh, n[4], n[3],
                             n[2], n[1], n[0]);
    }
    add_plot(g,
             (struct plumb_plot){
                 .name = "findings-by-class",
                 .title = {"各审计类别的发现数", "Findings by audit class"},
                 .script = "set style data histogram\nset style histogram rowstacked\n"
                           "set style fill solid 0.9 border lc rgb 'white'\nset boxwidth 0.7\n"
                           "set key outside right top\nset yrange [0:*]\nset xtics rotate by -25\n"
                           "plot DATA using 2:xtic(1) title '严重 critical' lc rgb '#7F1D1D', "
                           "'' using 3 title '高 high' lc rgb '#D55E00', "
                           "'' using 4 title '中 medium' lc rgb '#E69F00', "
                           "'' using 5 title '低 low' lc rgb '#56B4E9', "
                           "'' using 6 title '提示 note' lc rgb '#BBBBBB'",
                 .agency = "",
                 .width = 760,
                 .height = 380},
             &data, &table);
}

/* ---- execution rate by agency and year --------------------------------------------------- */

static int by_rate(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
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
    const struct point *x = a, *y = b;
    int order = strcmp(x->agency, y->agency);
    return order ? order : x->year - y->year;
}

static struct point *with_rate(struct gather *g, size_t *count)
{
    struct point *kept = plumb_arena_array(g->arena, g->count + 1, sizeof *kept);
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++)
        if (isfinite(g->points[i].rate))
            kept[n++] = g->points[i];
    *count = n;
    return kept;
}

/* The agencies whose rates stand out most, at most `most`; points sorted by by_rate. */
static size_t top_agencies(const struct point *points, size_t count, const char **names,
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

static void plot_rates(struct gather *g)
{
    size_t count = 0;
    struct point *points = with_rate(g, &count);
    if (!count)
        return;
    qsort(points, count, sizeof *points, by_rate);
    const char *names[NAMED_LINES];
    size_t named = top_agencies(points, count, names, NAMED_LINES);
    qsort(points, count, sizeof *points, by_agency_year);
    struct plumb_buf data = {0}, table = {0}, script = {0};
    plumb_buf_puts(&table, "机构 agency\t年度 year\t执行率 execution rate %\n");
    for (size_t i = 0; i < count; i++) /* block 0: everybody */
        plumb_buf_printf(&data, "%d\t%.6g\n", points[i].year, 100 * points[i].rate);
    double most = 0;
    for (size_t k = 0; k < named; k++) {
        plumb_buf_puts(&data, "\n\n\"");
        put_label(&data, names[k]);
        plumb_buf_puts(&data, "\"\n");
        for (size_t i = 0; i < count; i++)
            if (strcmp(points[i].agency, names[k]) == 0)
                plumb_buf_printf(&data, "%d\t%.6g\n", points[i].year, 100 * points[i].rate);
    }
    for (size_t i = 0; i < count; i++) {
        put_label(&table, points[i].agency);
        plumb_buf_printf(&table, "\t%d\t%.2f\n", points[i].year, 100 * points[i].rate);
        most = fmax(most, points[i].rate);
    }
    plumb_buf_printf(
        &script,
        "%sset ylabel '%%'\nset xtics 1\nset autoscale xfix\nset offsets 0.2,0.2,0,0\n"
        "set linetype 1 lc rgb '#0072B2'\nset linetype 2 lc rgb '#D55E00'\n"
        "set linetype 3 lc rgb '#009E73'\nset linetype 4 lc rgb '#CC79A7'\n"
        "set linetype 5 lc rgb '#E69F00'\nset linetype 6 lc rgb '#56B4E9'\n"
        "set linetype 7 lc rgb '#000000'\nset linetype 8 lc rgb '#7F7F7F'\n"
        "set key outside right top width -2\n"
        "set ytics add ('100' 100)\n"
        "plot 100 with lines ls 8 title '100 %%', DATA index 0 using 1:2 with points "
        "pt 7 ps 0.4 lc rgb '#9aa4af' title '全部 all', "
        "for [i=1:%zu] DATA index i using 1:2 with linespoints lt i lw 2 pt i+3 ps 0.7 "
        "title columnheader(1)",
        most > 5 ? "set logscale y\n" : "", named);
    struct plumb_plot plot = {
        .name = "execution-rate",
        .title = {"预算执行率（最突出的机构标名，虚线为 100 %）",
                  "Execution rate by year; the agencies that stand out are named"},
        .agency = "",
        .width = 860,
        .height = 420};
    plot.script = settle(g, &script);
    if (plot.script)
        add_plot(g, plot, &data, &table);
}

/* ---- distribution of execution rates ----------------------------------------------------- */

#define BINS 30

static int by_value(const void *a, const void *b)
{
    double x = ((const struct point *)a)->rate, y = ((const struct point *)b)->rate;
    return (x > y) - (x < y);
}

static void plot_distribution(struct gather *g)
{
    size_t count = 0;
    struct point *points = with_rate(g, &count);
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
    qsort(points, count, sizeof *points, by_rate);
    plumb_buf_puts(&data, "\n\n");
    size_t named = 0;
    for (size_t i = 0; i < count && named < NAMED_POINTS; i++) {
        if (fabs(points[i].rate - 1) < (points[i].flagged ? 0.1 : 0.5))
            continue;
        double x = fmin(fmax(points[i].rate, lo), hi);
        plumb_buf_printf(&data, "%.6g\t%.6g\t\"", 100 * x,
                         (double)most * (0.95 - 0.06 * (double)named));
        put_label(&data, points[i].agency);
        plumb_buf_printf(&data, " %d: %.0f %%\"\n", points[i].year, 100 * points[i].rate);
        named++;
    }
    plumb_buf_printf(&script,
                     "set boxwidth %.6g\nset style fill solid 0.75 border lc rgb 'white'\n"
                     "set xlabel '%%'\nset yrange [0:*]\nunset key\n"
                     "set arrow 1 from 100,graph 0 to 100,graph 1 nohead ls 8\n"
                     "plot DATA index 0 using 1:2 with boxes ls 1%s",
                     100 * width,
                     named ? ", DATA index 1 using 1:2:3 with labels right offset -0.6,0 "
                             "font ',10' tc rgb '#B00020' point pt 7 ps 0.5 lc rgb '#B00020'"
                           : "");
    struct plumb_plot plot = {
        .name = "execution-distribution",
        .title = {"执行率分布（标出突出的机构与年度）",
                  "Distribution of execution rates; those that stand out are named"},
        .agency = "",
        .width = 860,
        .height = 400};
    plot.script = settle(g, &script);
    if (plot.script)
        add_plot(g, plot, &data, &table);
}

/* ---- executed against budget ------------------------------------------------------------- */

static void plot_scatter(struct gather *g)
{
    struct plumb_buf data = {0}, table = {0};
    size_t count = 0, named = 0;
    plumb_buf_puts(&table, "机构 agency\t年度 year\t预算 budget\t执行 executed\n");
    for (size_t i = 0; i < g->count; i++) {
        const struct point *p = &g->points[i];
        if (!(p->budget > 0) || !(p->executed > 0))
            continue;
        plumb_buf_printf(&data, "%.10g\t%.10g\n", p->budget, p->executed);
        put_label(&table, p->agency);
        plumb_buf_printf(&table, "\t%d\t%.10g\t%.10g\n", p->year, p->budget, p->executed);
        count++;
    }
    plumb_buf_puts(&data, "\n\n");
    size_t rated = 0;
    struct point *points = with_rate(g, &rated);
    qsort(points, rated, sizeof *points, by_rate);
    for (size_t i = 0; i < rated && named < NAMED_POINTS; i++) {
        const struct point *p = &points[i];
        if (!(p->budget > 0) || !(p->executed > 0) || fabs(p->rate - 1) < (p->flagged ? 0.1 : 0.5))
            continue;
        plumb_buf_printf(&data, "%.10g\t%.10g\t\"", p->budget, p->executed);
        put_label(&data, p->agency);
        plumb_buf_printf(&data, " %d\"\n", p->year);
        named++;
    }
    if (count < 5) {
        plumb_buf_free(&data);
        plumb_buf_free(&table);
        return;
    }
    struct plumb_buf script = {0};
    plumb_buf_printf(&script,
                     "set logscale xy\nset format xy '%%.0e'\n"
                     "set xlabel '预算 budget%s'\nset ylabel '执行 executed%s'\n"
                     "plot x with lines ls 8 title '执行 = 预算', DATA index 0 using 1:2 with "
                     "points pt 7 ps 0.35 lc rgb '#0072B2' notitle%s",
                     g->yuan ? "（元）" : "", g->yuan ? "（元）" : "",
                     named ? ", DATA index 1 using 1:2:3 with labels left offset 0.6,0 font ',10' "
                             "tc rgb '#B00020' point pt 6 ps 0.8 lc rgb '#B00020' notitle"
                           : "");
    struct plumb_plot plot = {
        .name = "executed-budget",
        .title = {"执行与预算（对数坐标）", "Executed against budget (log scale)"},
        .agency = "",
        .width = 760,
        .height = 480};
    plot.script = settle(g, &script);
    if (plot.script)
        add_plot(g, plot, &data, &table);
}

/* ---- one agency's trend ------------------------------------------------------------------ */

static void plot_trend(struct gather *g, const char *agency, size_t number)
{
    struct plumb_buf data = {0}, table = {0}, script = {0};
    size_t years = 0;
    int first = 0, last = 0;
    bool rates = false;
    plumb_buf_puts(&table, "年度 year\t预算 budget\t执行 executed\t执行率 rate %\n");
    plumb_buf_puts(&data, "\"");
    put_label(&data, agency);
    plumb_buf_puts(&data, "\"\n");
    for (size_t i = 0; i < g->count; i++) {
        const struct point *p = &g->points[i];
        if (strcmp(p->agency, agency) != 0)
            continue;
        struct plumb_buf *both[] = {&data, &table};
        first = years ? first : p->year;
        last = p->year;
        for (size_t b = 0; b < 2; b++) {
            double scale = b == 0 && g->yuan ? 1e-4 : 1;
            plumb_buf_printf(both[b], "%d\t", p->year);
            put_number(both[b], scale * p->budget);
            plumb_buf_puts(both[b], "\t");
            put_number(both[b], scale * p->executed);
            plumb_buf_puts(both[b], "\t");
            put_number(both[b], 100 * p->rate);
            plumb_buf_puts(both[b], "\n");
        }
        rates = rates || isfinite(p->rate);
        years++;
    }
    if (years < 2) {
        plumb_buf_free(&data);
        plumb_buf_free(&table);
        return;
    }
    plumb_buf_printf(&script,
                     "set xtics 1\nset boxwidth 0.38\n"
                     "set style fill solid 0.8\nset yrange [0:*]\nset xrange [%.1f:%.1f]\n"
                     "%sset key outside top center horizontal\n"
                     "%splot DATA skip 1 using ($1-0.2):2 with boxes lc rgb '#9aa4af' title "
                     "'预算 budget', '' skip 1 using ($1+0.2):3 with boxes ls 1 title "
                     "'执行 executed'%s",
                     first - 0.6, last + 0.6,
                     g->yuan ? "set ylabel '万元'\nset format y '%.0f'\n"
                             : "set format y '%.1s%c'\n",
                     rates ? "set y2tics\nset y2label '%'\nset y2range [0:*]\n" : "",
                     rates ? ", '' skip 1 using 1:4 axes x1y2 with linespoints ls 2 title "
                             "'执行率 % (右轴)', 100 axes x1y2 with lines ls 8 notitle"
                           : "");
    struct plumb_plot plot = {.agency = agency, .width = 640, .height = 340};
    plot.name = plumb_arena_printf(g->arena, "trend-%02zu", number);
    plot.title.zh = plumb_arena_printf(g->arena, "%s：历年预算与执行", agency);
    plot.title.en = plumb_arena_printf(g->arena, "%s: budget and execution by year", agency);
    plot.script = settle(g, &script);
    if (plot.script)
        add_plot(g, plot, &data, &table);
}

static void plot_trends(struct gather *g, const struct plumb_report_input *input)
{
    const char *names[TREND_CHARTS];
    size_t n = 0;
    for (size_t i = 0; i < input->findings->count && n < TREND_CHARTS; i++) {
        const char *agency = input->findings->items[i].agency;
        size_t k = 0;
        while (k < n && strcmp(names[k], agency) != 0)
            k++;
        if (k < n || !*agency)
            continue;
        names[n++] = agency;
        plot_trend(g, agency, n);
    }
}

/* ---- all of them ------------------------------------------------------------------------- */

static void collect(struct gather *g, const struct plumb_report_input *input,
                    const struct plumb_panel *facts)
{
    const char *currency = input->panel_count ? input->panels[0]->currency : "CNY";
    g->yuan = !*currency || strcmp(currency, "CNY") == 0;
    for (size_t i = 0; i < input->panel_count; i++)
        collect_panel(g, input, input->panels[i]);
    if (facts)
        collect_panel(g, input, facts);
    plot_classes(g, input);
    plot_rates(g);
    plot_distribution(g);
    plot_scatter(g);
    plot_trends(g, input);
}

enum plumb_status plumb_charts_draw(const struct plumb_report_input *input, const char *directory,
                                    bool keep_scripts, struct plumb_arena *arena,
                                    struct plumb_chart **charts, size_t *count, const char **note,
                                    struct plumb_error *error)
{
    *charts = NULL;
    *count = 0;
    *note = NULL;
    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return plumb_fail(error, PLUMB_E_IO, "The folder %s could not be made: %s.", directory,
                          strerror(errno));
    struct plumb_panel *facts = NULL;
    enum plumb_status status = plumb_facts_panel(input->catalogue, input->extractions,
                                                 input->extraction_count, &facts, error);
    if (status != PLUMB_OK)
        return status;
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        plumb_panel_free(facts);
        return plumb_fail_nomem(error);
    }
    struct gather g = {.arena = arena};
    collect(&g, input, facts);
    struct plumb_chart *drawn = plumb_arena_array(arena, g.plot_count + 1, sizeof *drawn);
    for (size_t i = 0; i < g.plot_count; i++) {
        const struct plumb_plot *plot = &g.plots[i];
        struct plumb_error problem = {0};
        bool stop = *note != NULL; /* once it does not work, it does not work */
        drawn[i] = (struct plumb_chart){
            plot->name, plot->title,
            stop ? NULL : plumb_gnuplot_svg(plot, directory, keep_scripts, arena, &problem),
            plot->table, plot->agency};
        if (!stop && !drawn[i].svg && problem.code != PLUMB_OK)
            *note = plumb_arena_printf(arena,
                                       "图表未绘制，仅列数据表。Charts are not drawn, their "
                                       "data tables are shown: %s",
                                       problem.message);
    }
    plumb_arena_on_nomem(arena, outer);
    plumb_panel_free(facts);
    *charts = drawn;
    *count = g.plot_count;
    return PLUMB_OK;
}
