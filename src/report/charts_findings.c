/* Charts of the findings themselves. */
#include "report/charts_int.h"

#include <stdlib.h>
#include <string.h>

/* Columns 2 to 6 of the data are the numbers of critical … note, stacked over the label in 1. */
#define STACKED                                                                                    \
    "set style data histogram\nset style histogram rowstacked\n"                                   \
    "set style fill solid 0.9 border lc rgb 'white'\nset boxwidth 0.7\n"                           \
    "set key outside right top\nset yrange [0:*]\n"
#define STACKED_PLOT                                                                               \
    "plot DATA using 2:xtic(1) title '严重 critical' lc rgb '#7F1D1D', "                         \
    "'' using 3 title '高 high' lc rgb '#D55E00', "                                               \
    "'' using 4 title '中 medium' lc rgb '#E69F00', "                                             \
    "'' using 5 title '低 low' lc rgb '#56B4E9', "                                                \
    "'' using 6 title '提示 note' lc rgb '#BBBBBB'"

/* ---- findings by class ------------------------------------------------------------------- */

static const struct {
    char letter;
    const char *zh;
} classes[] = {{'A', "A 决算预算不实"}, {'B', "B 执行与资产"},  {'C', "C 三公会议"},
               {'H', "H 执行偏低超支"}, {'J', "J 政府采购"},    {'K', "K 人员编制"},
               {'L', "L 披露不一致"},   {'M', "M 绩效目标自评"}};

void plumb_chart_classes(struct plumb_gather *g, const struct plumb_report_input *input)
{
    struct plumb_buf data = {0}, table = {0};
    plumb_buf_puts(&table, "类别 class\t严重 critical\t高 high\t中 medium\t低 low\t提示 note\n");
    for (size_t c = 0; c < PLUMB_COUNT(classes); c++) {
        size_t n[PLUMB_SEVERITY_CRITICAL + 1] = {0};
        for (size_t i = 0; i < input->findings->count; i++)
            if (input->findings->items[i].audit_class == classes[c].letter)
                n[input->findings->items[i].severity]++;
        struct plumb_buf *both[] = {&data, &table};
        for (size_t b = 0; b < 2; b++)
            plumb_buf_printf(both[b], "%s\t%zu\t%zu\t%zu\t%zu\t%zu\n", classes[c].zh, n[4], n[3],
                             n[2], n[1], n[0]);
    }
    plumb_chart_add(g,
                    (struct plumb_plot){.name = "findings-by-class",
                                        .title = {"各审计类别的发现数", "Findings by audit class"},
                                        .script = STACKED "set xtics rotate by -25\n" STACKED_PLOT,
                                        .agency = "",
                                        .width = 760,
                                        .height = 380},
                    &data, &table);
}

/* ---- distribution of scores -------------------------------------------------------------- */

#define SCORE_BINS 20

void plumb_chart_scores(struct plumb_gather *g, const struct plumb_report_input *input)
{
    size_t n[SCORE_BINS][PLUMB_SEVERITY_CRITICAL + 1] = {0};
    struct plumb_buf data = {0}, table = {0};
    if (!input->findings->count)
        return;
    for (size_t i = 0; i < input->findings->count; i++) {
        double at = input->findings->items[i].score * SCORE_BINS / 100;
        size_t bin = at > 0 ? (size_t)at : 0;
        n[bin < SCORE_BINS ? bin : SCORE_BINS - 1][input->findings->items[i].severity]++;
    }
    plumb_buf_puts(&table, "得分 score\t严重 critical\t高 high\t中 medium\t低 low\t提示 note\n");
    for (size_t b = 0; b < SCORE_BINS; b++) {
        struct plumb_buf *both[] = {&data, &table};
        for (size_t k = 0; k < 2; k++)
            plumb_buf_printf(both[k], "%zu–%zu\t%zu\t%zu\t%zu\t%zu\t%zu\n", b * 5, b * 5 + 5,
                             n[b][4], n[b][3], n[b][2], n[b][1], n[b][0]);
    }
    plumb_chart_add(
        g,
        (struct plumb_plot){.name = "score-distribution",
                            .title = {"得分分布", "Distribution of the findings' scores"},
                            .script = STACKED "set xtics rotate by -45\n" STACKED_PLOT,
                            .agency = "",
                            .width = 760,
                            .height = 360},
        &data, &table);
}

/* ---- agencies by findings ---------------------------------------------------------------- */

#define RANKED_BARS 20

struct ranked {
    const char *agency;
    size_t n[PLUMB_SEVERITY_CRITICAL + 1], total;
};

static int by_agency(const void *a, const void *b)
{
    const struct plumb_finding *const *x = a, *const *y = b;
    return strcmp((*x)->agency, (*y)->agency);
}

/* Severe ones first, then their number. */
static int by_weight(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    for (int s = PLUMB_SEVERITY_CRITICAL; s >= 0; s--)
        if (x->n[s] != y->n[s])
            return x->n[s] < y->n[s] ? 1 : -1;
    return strcmp(x->agency, y->agency);
}

/* One entry an agency, the worst first; in the arena. */
static struct ranked *rank_agencies(struct plumb_gather *g, const struct plumb_finding_list *list,
                                    size_t *count)
{
    const struct plumb_finding **sorted =
        plumb_arena_array(g->arena, list->count + 1, sizeof *sorted);
    struct ranked *rows = plumb_arena_array(g->arena, list->count + 1, sizeof *rows);
    size_t n = 0;
    *count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (*list->items[i].agency)
            sorted[n++] = &list->items[i];
    qsort(sorted, n, sizeof *sorted, by_agency);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || strcmp(sorted[i]->agency, sorted[i - 1]->agency) != 0)
            rows[(*count)++] = (struct ranked){.agency = sorted[i]->agency};
        rows[*count - 1].n[sorted[i]->severity]++;
    }
    qsort(rows, *count, sizeof *rows, by_weight);
    return rows;
}

/* Bars from the left, one above the other; gnuplot has no horizontal histogram. Block s holds the
 * boxes of a severity: middle, row, from, to, lower and upper edge; the last block the names. */
void plumb_chart_ranked(struct plumb_gather *g, const struct plumb_report_input *input)
{
    struct plumb_buf data = {0}, table = {0}, script = {0};
    size_t count = 0;
    struct ranked *rows = rank_agencies(g, input->findings, &count);
    if (count < 2)
        return;
    count = count < RANKED_BARS ? count : RANKED_BARS;
    plumb_buf_puts(&table, "机构 agency\t严重 critical\t高 high\t中 medium\t低 low\t提示 note\n");
    for (int s = PLUMB_SEVERITY_CRITICAL; s >= 0; s--) {
        for (size_t r = 0; r < count; r++) {
            size_t from = rows[r].total, to = from + rows[r].n[s];
            rows[r].total = to;
            plumb_buf_printf(&data, "%.1f\t%zu\t%zu\t%zu\t%.2f\t%.2f\n", 0.5 * (double)(from + to),
                             r, from, to, (double)r - 0.36, (double)r + 0.36);
        }
        plumb_buf_puts(&data, "\n\n");
    }
    for (size_t r = 0; r < count; r++) {
        plumb_buf_printf(&data, "%zu\t%zu\t\"", rows[r].total, r);
        plumb_chart_label(&data, rows[r].agency);
        plumb_buf_puts(&data, "\"\n");
        plumb_chart_label(&table, rows[r].agency);
        plumb_buf_printf(&table, "\t%zu\t%zu\t%zu\t%zu\t%zu\n", rows[r].n[4], rows[r].n[3],
                         rows[r].n[2], rows[r].n[1], rows[r].n[0]);
    }
    plumb_buf_printf(
        &script,
        "set style fill solid 0.9 border lc rgb 'white'\nset key outside right top\n"
        "set yrange [%.1f:-0.6]\nset xrange [0:*]\nset grid noytics xtics ls 9\n"
        "set xtics %s\n"
        "plot DATA index 0 using 1:2:3:4:5:6 with boxxyerror lc rgb '#7F1D1D' title "
        "'严重 critical', DATA index 1 using 1:2:3:4:5:6 with boxxyerror lc rgb '#D55E00' title "
        "'高 high', DATA index 2 using 1:2:3:4:5:6 with boxxyerror lc rgb '#E69F00' title "
        "'中 medium', DATA index 3 using 1:2:3:4:5:6 with boxxyerror lc rgb '#56B4E9' title "
        "'低 low', DATA index 4 using 1:2:3:4:5:6 with boxxyerror lc rgb '#BBBBBB' title "
        "'提示 note', DATA index 5 using 1:2:1:ytic(3) with labels left "
        "offset 0.5,0 notitle",
        (double)count - 0.4, rows[0].total < 12 ? "1" : "autofreq");
    struct plumb_plot plot = {.name = "agencies-ranked",
                              .title = {"发现最重的机构", "Agencies with the gravest findings"},
                              .agency = "",
                              .width = 860,
                              .height = 110 + 22 * (int)count};
    plot.script = plumb_chart_settle(g, &script);
    if (plot.script)
        plumb_chart_add(g, plot, &data, &table);
}
