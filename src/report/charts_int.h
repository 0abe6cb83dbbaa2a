/* Inside of the charts: what is gathered for all of them, and the pieces each is made of. */
#ifndef PLUMB_CHARTS_INT_H
#define PLUMB_CHARTS_INT_H

#include "report/charts.h"

/* One agency-year with what is known of its budget; NaN when unknown. */
struct plumb_point {
    const char *agency;
    int year;
    double budget, executed, rate, carryover;
    bool flagged;
};

struct plumb_gather {
    struct plumb_arena *arena;
    struct plumb_point *points; /* of one panel and agency contiguous, in the order of the years */
    size_t count, capacity;
    size_t earlier; /* points of the panels before the current one */
    struct plumb_plot *plots;
    size_t plot_count, plot_capacity;
    bool yuan; /* money is yuan and shown in 万元 */
};

/* ---- pieces ------------------------------------------------------------------------------ */

/* A text buffer copied into the arena; frees the buffer. NULL when it ran out of memory. */
const char *plumb_chart_settle(struct plumb_gather *g, struct plumb_buf *buf);
void plumb_chart_label(struct plumb_buf *out, const char *label);
void plumb_chart_number(struct plumb_buf *out, double x); /* NaN is missing */
/* Keep the plot with its data and table, which are taken over. */
void plumb_chart_add(struct plumb_gather *g, struct plumb_plot plot, struct plumb_buf *data,
                     struct plumb_buf *table);
/* Points with a finite rate, in the arena. */
struct plumb_point *plumb_chart_rated(struct plumb_gather *g, size_t *count);
/* qsort order: flagged first, then the farthest from 1. */
int plumb_chart_by_rate(const void *a, const void *b);

/* ---- charts ------------------------------------------------------------------------------ */

void plumb_chart_classes(struct plumb_gather *g, const struct plumb_report_input *input);
void plumb_chart_scores(struct plumb_gather *g, const struct plumb_report_input *input);
void plumb_chart_ranked(struct plumb_gather *g, const struct plumb_report_input *input);
void plumb_chart_rates(struct plumb_gather *g);
void plumb_chart_carryover(struct plumb_gather *g);
void plumb_chart_distribution(struct plumb_gather *g);
void plumb_chart_scatter(struct plumb_gather *g);
/* One agency's years, "trend-NN" for the number; nothing when fewer than two are known. */
void plumb_chart_agency(struct plumb_gather *g, const char *agency, size_t number);
/* Those of the agencies that the first findings are about. */
void plumb_chart_trends(struct plumb_gather *g, const struct plumb_report_input *input);
/* For a trend page: the group's sums, its rates within the band of all, an agency each. */
void plumb_chart_group(struct plumb_gather *g, const char *const *names, size_t count);
void plumb_chart_growth(struct plumb_gather *g);
void plumb_chart_benford(struct plumb_gather *g, const struct plumb_report_input *input);
void plumb_chart_series(struct plumb_gather *g, const struct plumb_report_input *input,
                        const struct plumb_panel *facts);

#endif
