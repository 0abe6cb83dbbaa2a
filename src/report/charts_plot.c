/* One plot's data block and its place in the list: what every chart ends with. */
#include "report/charts_int.h"

#include <math.h>

#include "report/escape.h"

const char *plumb_chart_settle(struct plumb_gather *g, struct plumb_buf *buf)
{
    const char *text =
        buf->failed
            ? NULL
            : plumb_str_copy(g->arena, (struct plumb_str){buf->data ? buf->data : "", buf->len})
                  .ptr;
    plumb_buf_free(buf);
    return text;
}

void plumb_chart_label(struct plumb_buf *out, const char *label)
{
    plumb_escape_gnuplot(out, plumb_str_from(label));
}

void plumb_chart_number(struct plumb_buf *out, double x)
{
    if (isnan(x))
        plumb_buf_puts(out, "NaN");
    else
        plumb_buf_printf(out, "%.10g", x);
}

void plumb_chart_add(struct plumb_gather *g, struct plumb_plot plot, struct plumb_buf *data,
                     struct plumb_buf *table)
{
    plot.data = plumb_chart_settle(g, data);
    plot.table = plumb_chart_settle(g, table);
    if (plot.data && plot.table)
        *PLUMB_PUSH(g->arena, g->plots, g->plot_count, g->plot_capacity) = plot;
}
