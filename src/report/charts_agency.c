/* One agency's years: budget and execution as bars, the rate as a line. */
#include "report/charts_int.h"

#include <math.h>
#include <string.h>

/* Agencies that get a chart of their own in a report; more would not be looked at. */
#define AGENCY_CHARTS 12

/* What the years of one agency show. */
struct years {
    size_t count;
    int first, last;
    bool rates; /* some year has one */
};

/* The agency's rows; in the chart money is 万元, in the table yuan. */
static struct years put_years(struct plumb_gather *g, const char *agency, struct plumb_buf *data,
                              struct plumb_buf *table)
{
    struct years years = {0};
    struct plumb_buf *both[] = {data, table};
    for (size_t i = 0; i < g->count; i++) {
        const struct plumb_point *p = &g->points[i];
        if (strcmp(p->agency, agency) != 0)
            continue;
        years.first = years.count ? years.first : p->year;
        years.last = p->year;
        years.rates = years.rates || isfinite(p->rate);
        years.count++;
        for (size_t b = 0; b < 2; b++) {
            double scale = b == 0 && g->yuan ? 1e-4 : 1;
            plumb_buf_printf(both[b], "%d\t", p->year);
            plumb_chart_number(both[b], scale * p->budget);
            plumb_buf_puts(both[b], "\t");
            plumb_chart_number(both[b], scale * p->executed);
            plumb_buf_puts(both[b], "\t");
            plumb_chart_number(both[b], 100 * p->rate);
            plumb_buf_puts(both[b], "\n");
        }
    }
    return years;
}

void plumb_chart_agency(struct plumb_gather *g, const char *agency, size_t number)
{
    struct plumb_buf data = {0}, table = {0}, script = {0};
    plumb_buf_puts(&table, "年度 year\t预算 budget\t执行 executed\t执行率 rate %\n");
    plumb_buf_puts(&data, "\"");
    plumb_chart_label(&data, agency);
    plumb_buf_puts(&data, "\"\n");
    struct years years = put_years(g, agency, &data, &table);
    if (years.count < 2) {
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
                     years.first - 0.6, years.last + 0.6,
                     g->yuan ? "set ylabel '万元'\nset format y '%.0f'\n"
                             : "set format y '%.1s%c'\n",
                     years.rates ? "set y2tics\nset y2label '%'\nset y2range [0:*]\n" : "",
                     years.rates ? ", '' skip 1 using 1:4 axes x1y2 with linespoints ls 2 title "
                                   "'执行率 % (右轴)', 100 axes x1y2 with lines ls 8 notitle"
                                 : "");
    struct plumb_plot plot = {.agency = agency, .width = 640, .height = 340};
    plot.name = plumb_arena_printf(g->arena, "trend-%02zu", number);
    plot.title.zh = plumb_arena_printf(g->arena, "%s：历年预算与执行", agency);
    plot.title.en = plumb_arena_printf(g->arena, "%s: budget and execution by year", agency);
    plot.script = plumb_chart_settle(g, &script);
    if (plot.script)
        plumb_chart_add(g, plot, &data, &table);
}

void plumb_chart_trends(struct plumb_gather *g, const struct plumb_report_input *input)
{
    const char *names[AGENCY_CHARTS];
    size_t n = 0;
    for (size_t i = 0; i < input->findings->count && n < AGENCY_CHARTS; i++) {
        const char *agency = input->findings->items[i].agency;
        size_t k = 0;
        while (k < n && strcmp(names[k], agency) != 0)
            k++;
        if (k < n || !*agency)
            continue;
        names[n++] = agency;
        plumb_chart_agency(g, agency, n);
    }
}
