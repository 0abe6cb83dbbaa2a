/* Charts of panels: growth as a heat map, first digits, single series with what was flagged. */
#include "report/charts_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- growth heat map --------------------------------------------------------------------- */

#define GROWTH_ROWS 24
#define GROWTH_YEARS 15
#define GROWTH_CAP 100.0 /* percent at which the colour ends; the number is printed whole */
#define GROWTH_DARK 60.0 /* percent from which the blue is too dark for black numbers */

struct growth {
    const char *agency;
    size_t first, count; /* its points */
    double most;         /* largest |log growth| */
};

static double growth_of(const struct plumb_point *before, const struct plumb_point *now)
{
    return now->year == before->year + 1 && before->executed > 0 && now->executed > 0
               ? 100 * (now->executed / before->executed - 1)
               : NAN;
}

static int by_growth(const void *a, const void *b)
{
    const struct growth *x = a, *y = b;
    if (x->most != y->most)
        return x->most < y->most ? 1 : -1;
    return strcmp(x->agency, y->agency);
}

/* One row an agency that has a growth at all, those that moved most first. */
static struct growth *rank_growth(struct plumb_gather *g, size_t *count)
{
    struct growth *rows = plumb_arena_array(g->arena, g->count + 1, sizeof *rows);
    *count = 0;
    for (size_t i = 0, end; i < g->count; i = end) {
        struct growth row = {.agency = g->points[i].agency, .first = i};
        for (end = i + 1; end < g->count && strcmp(g->points[end].agency, row.agency) == 0; end++) {
            double x = growth_of(&g->points[end - 1], &g->points[end]);
            row.most = isfinite(x) ? fmax(row.most, fabs(log(1 + x / 100))) : row.most;
        }
        row.count = end - i;
        if (row.most > 0)
            rows[(*count)++] = row;
    }
    qsort(rows, *count, sizeof *rows, by_growth);
    return rows;
}

static void put_growth_row(struct plumb_gather *g, const struct growth *row, size_t r, int first,
                           struct plumb_buf *data, struct plumb_buf *table)
{
    for (size_t i = row->first + 1; i < row->first + row->count; i++) {
        const struct plumb_point *now = &g->points[i];
        double x = growth_of(&g->points[i - 1], now);
        if (!isfinite(x) || now->year < first)
            continue;
        plumb_buf_printf(data, "%d\t%zu\t%.6g\t", now->year, r,
                         fmax(-GROWTH_CAP, fmin(GROWTH_CAP, x)));
        if (x >= 1000) /* ten times and more is told in times, without a count of digits */
            plumb_buf_printf(data, x < 99900 ? "×%.0f\t\"" : ">×999\t\"", 1 + x / 100);
        else
            plumb_buf_printf(data, fabs(x) < 0.5 ? "%.0f\t\"" : "%+.0f\t\"", fabs(x) < 0.5 ? 0 : x);
        plumb_chart_label(data, row->agency);
        plumb_buf_puts(data, x < GROWTH_DARK ? "\"\t0x000000\n" : "\"\t0xffffff\n");
        plumb_chart_label(table, row->agency);
        plumb_buf_printf(table, "\t%d\t%.2f\n", now->year, x);
    }
}

void plumb_chart_growth(struct plumb_gather *g)
{
    struct plumb_buf data = {0}, table = {0}, script = {0};
    size_t count = 0;
    int first = 0, last = 0;
    struct growth *rows = rank_growth(g, &count);
    if (!count)
        return;
    count = count < GROWTH_ROWS ? count : GROWTH_ROWS;
    for (size_t r = 0; r < count; r++) {
        int from = g->points[rows[r].first].year + 1;
        int to = g->points[rows[r].first + rows[r].count - 1].year;
        first = r == 0 || from < first ? from : first;
        last = r == 0 || to > last ? to : last;
    }
    first = last - first >= GROWTH_YEARS ? last - GROWTH_YEARS + 1 : first;
    plumb_buf_puts(&table, "机构 agency\t年度 year\t执行数增长 growth of executed %\n");
    for (size_t r = 0; r < count; r++)
        put_growth_row(g, &rows[r], r, first, &data, &table);
    plumb_buf_printf(
        &script,
        "set xrange [%.1f:%.1f]\nset yrange [%.1f:-0.5]\nset xtics 1\nunset grid\nunset key\n"
        "set cbrange [-100:100]\nset cblabel '%%'\n"
        "set palette defined (-100 '#D55E00', 0 '#ffffff', 100 '#0072B2')\n"
        "plot DATA using 1:2:($1-0.5):($1+0.5):($2-0.5):($2+0.5):3 with boxxyerror lc palette fs "
        "solid border lc rgb 'white', DATA using 1:2:4:6:ytic(5) with labels font ',11' tc rgb "
        "variable",
        first - 0.5, last + 0.5, (double)count - 0.5);
    struct plumb_plot plot = {
        .name = "growth",
        .title = {"执行数逐年增长（%，变动最大的机构）",
                  "Growth of executed expenditure, % (agencies that moved most)"},
        .agency = "",
        .width = 860,
        .height = 90 + 24 * (int)count};
    plot.script = plumb_chart_settle(g, &script);
    if (plot.script)
        plumb_chart_add(g, plot, &data, &table);
}

/* ---- first digits ------------------------------------------------------------------------ */

#define BENFORD_LEAST 300

/* The first digit as the shortest decimal of the value prints it, 1 to 9; 0 for none. */
static int first_digit(double value, struct plumb_buf *text)
{
    text->len = 0;
    plumb_json_double(text, value);
    for (size_t i = 0; i < text->len; i++)
        if (text->data[i] >= '1' && text->data[i] <= '9')
            return text->data[i] - '0';
    return 0;
}

static void plot_benford(struct plumb_gather *g, const size_t *n, size_t total, const char *label,
                         size_t number)
{
    struct plumb_buf data = {0}, table = {0};
    plumb_buf_puts(&table, "首位 digit\t个数 count\t观察 observed %\t期望 expected %\t"
                           "下限 low %\t上限 high %\n");
    plumb_buf_puts(&data, "\"");
    plumb_chart_label(&data, label);
    plumb_buf_puts(&data, "\"\n");
    for (int d = 1; d <= 9; d++) {
        double p = log10(1 + 1.0 / d), half = 1.96 * sqrt(p * (1 - p) / (double)total);
        double seen = (double)n[d] / (double)total;
        plumb_buf_printf(&data, "%d\t%.5g\t%.5g\t%.5g\t%.5g\n", d, 100 * seen, 100 * p,
                         100 * (p - half), 100 * (p + half));
        plumb_buf_printf(&table, "%d\t%zu\t%.2f\t%.2f\t%.2f\t%.2f\n", d, n[d], 100 * seen, 100 * p,
                         100 * (p - half), 100 * (p + half));
    }
    struct plumb_plot plot = {
        .name = plumb_arena_printf(g->arena, "benford-%zu", number),
        .script = "set boxwidth 0.7\nset style fill solid 0.75 border lc rgb 'white'\n"
                  "set xtics 1\nset xrange [0.4:9.6]\nset yrange [0:*]\nset ylabel '%'\n"
                  "set xlabel '首位数字 first digit'\nset key top right\n"
                  "plot DATA skip 1 using 1:2 with boxes ls 1 title '观察 observed', "
                  "'' skip 1 using 1:3:4:5 with yerrorbars ls 2 title '本福特 Benford，95 %'",
        .agency = "",
        .width = 760,
        .height = 380};
    plot.title.zh =
        plumb_arena_printf(g->arena, "首位数字与本福特定律：%s（%zu 个）", label, total);
    plot.title.en =
        plumb_arena_printf(g->arena, "First digits against Benford's law: %s (%zu)", label, total);
    plumb_chart_add(g, plot, &data, &table);
}

static bool is_money(const struct plumb_panel_column *column)
{
    return strcmp(column->unit, "yuan") == 0;
}

static bool is_suspect(const struct plumb_finding_list *list, const char *indicator)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].check, "digits.benford") == 0 &&
            strcmp(list->items[i].subject, indicator) == 0)
            return true;
    return false;
}

/* Executed expenditure, and every amount whose digits were found wanting; a law for values that span
 * orders of magnitude, so two at least. */
void plumb_chart_benford(struct plumb_gather *g, const struct plumb_report_input *input)
{
    struct plumb_buf text = {0};
    size_t number = 0;
    for (size_t p = 0; p < input->panel_count; p++) {
        const struct plumb_panel *panel = input->panels[p];
        for (size_t c = 0; c < panel->column_count && number < 6; c++) {
            const struct plumb_panel_column *column = &panel->columns[c];
            size_t n[10] = {0}, total = 0, cells = panel->agency_count * panel->year_count;
            double low = INFINITY, high = 0;
            if (!is_money(column) || (strcmp(column->indicator, "expenditure.executed") != 0 &&
                                      !is_suspect(input->findings, column->indicator)))
                continue;
            for (size_t i = 0; i < cells; i++) {
                double x = fabs(column->value[i]);
                if (!isfinite(x) || x == 0)
                    continue;
                n[first_digit(x, &text)]++;
                total++;
                low = fmin(low, x);
                high = fmax(high, x);
            }
            if (total >= BENFORD_LEAST && high >= 100 * low)
                plot_benford(g, n, total, *column->name ? column->name : column->indicator,
                             ++number);
        }
    }
    plumb_buf_free(&text);
}

/* ---- single series ----------------------------------------------------------------------- */

#define SERIES_CHARTS 8

struct series {
    const struct plumb_finding *finding;
    const struct plumb_panel *panel;
    const struct plumb_indicator *indicator;
    size_t agency;
};

static bool find_series(const struct plumb_report_input *input, const struct plumb_panel *panel,
                        struct series *series)
{
    series->indicator = plumb_catalogue_find_indicator(input->catalogue, series->finding->subject);
    if (!panel || !series->indicator)
        return false;
    for (size_t a = 0; a < panel->agency_count; a++) {
        if (strcmp(panel->agencies[a].name, series->finding->agency) != 0)
            continue;
        size_t known = 0;
        for (size_t y = 0; y < panel->year_count; y++)
            known += isfinite(plumb_indicator_value(panel, series->indicator, a, y, NULL)) ? 1 : 0;
        series->panel = panel;
        series->agency = a;
        return known >= 3;
    }
    return false;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of(double *x, size_t n)
{
    if (!n)
        return NAN;
    qsort(x, n, sizeof *x, by_value);
    return 0.5 * (x[(n - 1) / 2] + x[n / 2]);
}

/* Block 0 the values, 1 the flagged year, 2 the usual level: of the other years for a spike, before
 * and from the year on for a shift. */
static size_t put_series(struct plumb_gather *g, const struct series *s, double scale,
                         struct plumb_buf *data, struct plumb_buf *table)
{
    const struct plumb_panel *panel = s->panel;
    bool shift = strcmp(s->finding->check, "series.shift") == 0;
    double *side[2], value = NAN;
    size_t n[2] = {0, 0}, known = 0;
    int first = 0, last = 0;
    for (int k = 0; k < 2; k++)
        side[k] = plumb_arena_array(g->arena, panel->year_count + 1, sizeof *side[k]);
    for (size_t y = 0; y < panel->year_count; y++) {
        int year = panel->first_year + (int)y;
        double x = scale * plumb_indicator_value(panel, s->indicator, s->agency, y, NULL);
        if (!isfinite(x))
            continue;
        plumb_buf_printf(data, "%d\t%.10g\n", year, x);
        plumb_buf_printf(table, "%d\t%.10g\t%s\n", year, x, year == s->finding->year ? "←" : "");
        first = known++ ? first : year;
        last = year;
        value = year == s->finding->year ? x : value;
        if (shift || year != s->finding->year) {
            int k = shift && year >= s->finding->year;
            side[k][n[k]++] = x;
        }
    }
    plumb_buf_printf(data, "\n\n%d\t", s->finding->year);
    plumb_chart_number(data, value);
    double level[2] = {median_of(side[0], n[0]), median_of(side[1], n[1])};
    int turn = shift ? s->finding->year : last;
    plumb_buf_printf(data, "\n\n\n%d\t", first);
    plumb_chart_number(data, level[0]);
    plumb_buf_printf(data, "\n%d\t", shift ? turn - 1 : last);
    plumb_chart_number(data, level[0]);
    plumb_buf_printf(data, "\n\n\n%d\t", turn);
    plumb_chart_number(data, level[1]);
    plumb_buf_printf(data, "\n%d\t", last);
    plumb_chart_number(data, level[1]);
    plumb_buf_puts(data, "\n");
    return known;
}

static void plot_series(struct plumb_gather *g, const struct series *s, size_t number)
{
    struct plumb_buf data = {0}, table = {0}, script = {0};
    bool money = strcmp(s->indicator->unit ? s->indicator->unit : "", "yuan") == 0;
    bool share = strcmp(s->indicator->unit ? s->indicator->unit : "", "fraction") == 0;
    bool wan = money && g->yuan;
    const char *unit = wan ? "万元" : share ? "%" : "";
    plumb_buf_printf(&table, "年度 year\t%s\t标记 flagged\n",
                     wan     ? "万元"
                     : share ? "%"
                             : "值 value");
    put_series(g, s, wan ? 1e-4 : share ? 100 : 1, &data, &table);
    plumb_buf_printf(
        &script,
        "set xtics 1\nset ylabel '%s'\nset yrange [0:*]\nset autoscale xfix\n"
        "set offsets 0.3,0.3,0,0\nset format y '%%.10g'\nset key outside top center horizontal\n"
        "plot DATA index 2:3 using 1:2 with lines lc rgb '#6b7a8a' lw 2 dt 2 title "
        "'通常水平 usual level', DATA index 0 using 1:2 with linespoints ls 1 notitle, "
        "DATA index 1 using 1:2 with points pt 6 ps 2.2 lw 2.5 lc rgb '#B00020' title "
        "'标记 flagged'",
        unit);
    const struct plumb_finding *f = s->finding;
    struct plumb_plot plot = {.agency = f->agency, .width = 640, .height = 320};
    plot.name = plumb_arena_printf(g->arena, "series-%02zu", number);
    plot.title.zh = plumb_arena_printf(g->arena, "%s %d：%s（%s）", f->agency, f->year,
                                       s->indicator->name.zh, f->check);
    plot.title.en = plumb_arena_printf(g->arena, "%s %d: %s (%s)", f->agency, f->year,
                                       s->indicator->name.en, f->check);
    plot.script = plumb_chart_settle(g, &script);
    if (plot.script)
        plumb_chart_add(g, plot, &data, &table);
}

/* The first findings about one year of a series. */
void plumb_chart_series(struct plumb_gather *g, const struct plumb_report_input *input,
                        const struct plumb_panel *facts)
{
    static const char *const checks[] = {"series.", "growth.outlier", "peer.outlier",
                                         "history.deviation"};
    size_t drawn = 0;
    for (size_t i = 0; i < input->findings->count && drawn < SERIES_CHARTS; i++) {
        struct series series = {.finding = &input->findings->items[i]};
        bool wanted = false, found = false;
        for (size_t k = 0; k < PLUMB_COUNT(checks); k++)
            wanted = wanted || strncmp(series.finding->check, checks[k], strlen(checks[k])) == 0;
        for (size_t p = 0; wanted && !found && p < input->panel_count; p++)
            found = find_series(input, input->panels[p], &series);
        if (wanted && (found || find_series(input, facts, &series)))
            plot_series(g, &series, ++drawn);
    }
}
