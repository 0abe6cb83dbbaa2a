/* What is drawn: each function fills one plot (our own script, cleaned data, the same as a table).
 *
 * Labels from data go through plumb_escape_gnuplot and stand only in data files.
 */
#include "report/charts_int.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "report/escape.h"

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

/* Closing balance over the budget, as the official formula has it: what was not spent is not always
 * carried over. */
static double carried_over(const struct plumb_report_input *input, const struct plumb_panel *panel,
                           size_t agency, size_t year)
{
    const struct plumb_indicator *entry =
        plumb_catalogue_find_indicator(input->catalogue, "ratio.carryover");
    size_t which = 0;
    double value = entry ? plumb_indicator_value(panel, entry, agency, year, &which) : NAN;
    return which == 0 ? value : NAN;
}

/* True when an earlier panel gave this agency and year: reports repeat what tables hold. Points of
 * one agency are contiguous, and only panels before the current one count. */
static bool is_told(const struct plumb_gather *g, const struct plumb_point *p)
{
    for (size_t i = 0; i < g->earlier; i++)
        if (g->points[i].year == p->year && strcmp(g->points[i].agency, p->agency) == 0)
            return true;
    return false;
}

static void collect_panel(struct plumb_gather *g, const struct plumb_report_input *input,
                          const struct plumb_panel *panel)
{
    static const char *const budgets[] = {"expenditure.revised", "expenditure.initial",
                                          "expenditure.budget", NULL};
    static const char *const executed[] = {"expenditure.executed", NULL};
    static const char *const rates[] = {"ratio.execution", NULL};
    g->earlier = g->count;
    for (size_t a = 0; a < panel->agency_count; a++)
        for (size_t y = 0; y < panel->year_count; y++) {
            struct plumb_point p = {panel->agencies[a].name,
                                    panel->first_year + (int)y,
                                    first_known(input, panel, budgets, a, y),
                                    first_known(input, panel, executed, a, y),
                                    first_known(input, panel, rates, a, y),
                                    carried_over(input, panel, a, y),
                                    false};
            bool empty =
                isnan(p.rate) && isnan(p.executed) && isnan(p.budget) && isnan(p.carryover);
            if (empty || is_told(g, &p))
                continue;
            p.flagged = is_flagged(input->findings, p.agency, p.year);
            *PLUMB_PUSH(g->arena, g->points, g->count, g->capacity) = p;
        }
}

/* ---- texts ------------------------------------------------------------------------------- */

/* ---- all of them ------------------------------------------------------------------------- */

/* Every panel's and the reports' agency-years. */
static void gather_points(struct plumb_gather *g, const struct plumb_report_input *input,
                          const struct plumb_panel *facts)
{
    const char *currency = input->panel_count ? input->panels[0]->currency : "CNY";
    g->yuan = !*currency || strcmp(currency, "CNY") == 0;
    for (size_t i = 0; i < input->panel_count; i++)
        collect_panel(g, input, input->panels[i]);
    if (facts)
        collect_panel(g, input, facts);
}

static void collect(struct plumb_gather *g, const struct plumb_report_input *input,
                    const struct plumb_panel *facts)
{
    gather_points(g, input, facts);
    plumb_chart_classes(g, input);
    plumb_chart_scores(g, input);
    plumb_chart_ranked(g, input);
    plumb_chart_rates(g);
    plumb_chart_distribution(g);
    plumb_chart_scatter(g);
    plumb_chart_growth(g);
    plumb_chart_carryover(g);
    plumb_chart_benford(g, input);
    plumb_chart_series(g, input, facts);
    plumb_chart_trends(g, input);
}

static void draw_plots(const struct plumb_gather *g, const char *directory, unsigned keep,
                       struct plumb_chart *drawn, const char **note)
{
    bool missing = false; /* gnuplot itself, or it hangs: not asked again */
    for (size_t i = 0; i < g->plot_count; i++) {
        const struct plumb_plot *plot = &g->plots[i];
        struct plumb_error problem = {0};
        drawn[i] = (struct plumb_chart){
            plot->name, plot->title,
            missing ? NULL : plumb_gnuplot_draw(plot, directory, keep, g->arena, &problem),
            plot->table, plot->agency};
        missing = missing || problem.code == PLUMB_E_UNAVAILABLE || problem.code == PLUMB_E_LIMIT;
        if (!*note && !drawn[i].svg && problem.code != PLUMB_OK)
            *note = plumb_arena_printf(g->arena,
                                       "有图表未绘制，仅列数据表。Charts that are not drawn "
                                       "are shown as data tables: %s",
                                       problem.message);
    }
}

/* names: NULL for the charts of the report, else the agencies of a trend page. */
static enum plumb_status draw_charts(const struct plumb_report_input *input,
                                     const char *const *names, size_t name_count,
                                     const char *directory, unsigned keep,
                                     struct plumb_arena *arena, struct plumb_chart **charts,
                                     size_t *count, const char **note, struct plumb_error *error)
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
    struct plumb_gather g = {.arena = arena};
    if (names) {
        gather_points(&g, input, facts);
        plumb_chart_group(&g, names, name_count);
    } else {
        collect(&g, input, facts);
    }
    struct plumb_chart *drawn = plumb_arena_array(arena, g.plot_count + 1, sizeof *drawn);
    draw_plots(&g, directory, keep, drawn, note);
    plumb_arena_on_nomem(arena, outer);
    plumb_panel_free(facts);
    *charts = drawn;
    *count = g.plot_count;
    return PLUMB_OK;
}

enum plumb_status plumb_charts_draw(const struct plumb_report_input *input, const char *directory,
                                    unsigned keep, struct plumb_arena *arena,
                                    struct plumb_chart **charts, size_t *count, const char **note,
                                    struct plumb_error *error)
{
    return draw_charts(input, NULL, 0, directory, keep, arena, charts, count, note, error);
}

enum plumb_status plumb_charts_trend(const struct plumb_report_input *input,
                                     const char *const *names, size_t name_count,
                                     const char *directory, unsigned keep,
                                     struct plumb_arena *arena, struct plumb_chart **charts,
                                     size_t *count, const char **note, struct plumb_error *error)
{
    return draw_charts(input, names, name_count, directory, keep, arena, charts, count, note,
                       error);
}
