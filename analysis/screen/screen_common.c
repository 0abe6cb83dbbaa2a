/* What many agencies have in common is no matter of each: a check that fires on much of its data is
 * ranked down, and the same deviation of many in one year becomes one finding about the year. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A share of fewer values than this says nothing about a threshold. */
enum { LEAST_POPULATION = 100 };
/* So many agencies that deviate together, and this share of all, have one cause. */
enum { LEAST_TOGETHER = 4, NAMED = 8 };

/* ---- checks that fire too often -------------------------------------------------------------- */

double plumb_screen_surely_common(size_t fired, size_t tested)
{
    if (tested >= LEAST_POPULATION)
        return (double)fired / (double)tested;
    if (fired < 2)
        return 0;
    const double z = 1.6448536269514722, n = (double)(tested - 1), p = (double)(fired - 1) / n;
    const double centre = p + z * z / (2 * n);
    const double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return (centre - half) / (1 + z * z / n);
}

void plumb_screen_lower(struct plumb_exception *e, double share)
{
    e->belief /= share / PLUMB_COMMON_SHARE;
    e->common = share;
    e->lowered = true;
}

static bool same_check(const struct plumb_exception *x, const struct plumb_exception *y)
{
    return x->series == y->series && strcmp(x->check, y->check) == 0;
}

static int by_check(const void *a, const void *b)
{
    const struct plumb_exception *x = a, *y = b;
    int order = strcmp(x->check, y->check);
    if (order)
        return order;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    if (x->agency != y->agency)
        return x->agency < y->agency ? -1 : 1;
    return (x->year > y->year) - (x->year < y->year);
}

/* What half of the agencies show says more about the line than about them. */
static void lower_common_checks(struct plumb_screen *screen)
{
    if (screen->count)
        qsort(screen->items, screen->count, sizeof *screen->items, by_check);
    for (size_t i = 0, n = 0; i < screen->count; i += n) {
        struct plumb_exception *run = &screen->items[i];
        size_t population = screen->series[run->series].count, fired = 0;
        for (n = 0; i + n < screen->count && same_check(run, &run[n]); n++)
            fired += run[n].belief >= 0.5 && !run[n].lowered;
        double share = population ? (double)fired / (double)population : 0;
        for (size_t k = 0; share > PLUMB_COMMON_SHARE && population >= LEAST_POPULATION && k < n;
             k++)
            if (!run[k].lowered)
                plumb_screen_lower(&run[k], share);
    }
}

/* ---- one year of one indicator --------------------------------------------------------------- */

/* A value away from its own years and its peers: which of them it is depends on where it stands. */
bool plumb_screen_of_value(const struct plumb_exception *e)
{
    return strcmp(e->check, "series.spike") == 0 || strcmp(e->check, "series.shift") == 0 ||
           strcmp(e->check, "growth.outlier") == 0;
}

static bool can_fold(const struct plumb_exception *e)
{
    return plumb_screen_of_value(e) && !e->soft && e->power == 0;
}

static int by_year(const void *a, const void *b)
{
    const struct plumb_exception *x = a, *y = b;
    if (can_fold(x) != can_fold(y))
        return can_fold(x) ? -1 : 1;
    if (x->series != y->series)
        return x->series < y->series ? -1 : 1;
    if (x->year != y->year)
        return x->year < y->year ? -1 : 1;
    if (x->direction != y->direction)
        return x->direction < y->direction ? -1 : 1;
    if (x->belief != y->belief)
        return x->belief > y->belief ? -1 : 1;
    if (x->money != y->money)
        return x->money > y->money ? -1 : 1;
    return (x->agency > y->agency) - (x->agency < y->agency);
}

static size_t known_in_year(const struct plumb_screen *screen, const struct plumb_series *s,
                            size_t year)
{
    size_t n = 0;
    for (size_t a = 0; a < screen->panel->agency_count; a++)
        n += isnan(s->value[plumb_screen_cell(screen, a, year)]) ? 0 : 1;
    return n;
}

static void tell_year(struct plumb_screen *screen, const struct plumb_exception *run, size_t n,
                      size_t known, struct plumb_draft *d)
{
    const struct plumb_series *s = &screen->series[run->series];
    const char *names = "";
    double size = 0;
    for (size_t i = 0; i < n; i++) {
        if (i < NAMED)
            names = plumb_arena_printf(screen->arena, "%s%s%s", names, i ? ", " : "",
                                       screen->panel->agencies[run[i].agency].name);
        d->finding.money_at_stake += run[i].money;
        size += screen->size[run[i].agency];
        plumb_screen_quote(screen, d, s, run[i].agency, run[i].year, "value");
    }
    d->finding.materiality = size > 0 ? 0.005 * size : 0;
    bool high = run->direction > 0;
    d->finding.explanation.zh = plumb_arena_printf(
        screen->arena,
        "%d年%zu个单位中有%zu个的%s同时%s于按其他年度和同类变化推算的数：%s%s。多个单位同年同向，"
        "更可能是口径、体制或计量单位变化，而不是各自的差错。",
        plumb_screen_year(screen, run->year), known, n, s->name_zh, high ? "高" : "低", names,
        n > NAMED ? "等" : "");
    d->finding.explanation.en = plumb_arena_printf(
        screen->arena,
        "In %d, %s of %zu of %zu agencies is %s than their other years and their peers say: %s%s. "
        "Many agencies in one year and direction point to a change of definition, system or unit "
        "rather than to an error of each.",
        plumb_screen_year(screen, run->year), s->name_en, n, known, high ? "higher" : "lower",
        names, n > NAMED ? " and others" : "");
}

static void write_year(struct plumb_screen *screen, const struct plumb_exception *run, size_t n,
                       size_t known)
{
    const struct plumb_series *s = &screen->series[run->series];
    struct plumb_finder finder = {
        .arena = screen->arena, .catalogue = screen->catalogue, .out = screen->out, .agency = ""};
    struct plumb_draft d = plumb_draft_begin(&finder, run->check);
    const struct plumb_check *check =
        plumb_catalogue_find_check(screen->catalogue, d.finding.check);
    d.finding.year = plumb_screen_year(screen, run->year);
    plumb_draft_title(
        &finder, &d,
        plumb_arena_printf(screen->arena, "%s（%d年，%zu个单位）", s->name_zh, d.finding.year, n));
    d.finding.title.en =
        plumb_arena_printf(screen->arena, "%s: %s, %d, %zu agencies",
                           check ? check->title.en : run->check, s->name_en, d.finding.year, n);
    d.finding.subject = s->id;
    d.finding.stated = d.finding.expected = "";
    d.finding.confidence = run->belief;
    d.finding.soft = run->soft;
    d.finding.merged = (unsigned)(n - 1);
    tell_year(screen, run, n, known, &d);
    plumb_draft_push(&finder, &d);
}

static void fold_years(struct plumb_screen *screen)
{
    size_t kept = 0;
    if (screen->count)
        qsort(screen->items, screen->count, sizeof *screen->items, by_year);
    for (size_t i = 0, n = 0; i < screen->count; i += n) {
        const struct plumb_exception *run = &screen->items[i];
        for (n = 1; i + n < screen->count && can_fold(run) && can_fold(&run[n]) &&
                    run[n].series == run->series && run[n].year == run->year &&
                    run[n].direction == run->direction;)
            n++;
        size_t known = n >= LEAST_TOGETHER
                           ? known_in_year(screen, &screen->series[run->series], run->year)
                           : 0;
        if (n >= LEAST_TOGETHER && (double)n > PLUMB_COMMON_SHARE * (double)known) {
            write_year(screen, run, n, known);
            continue;
        }
        memmove(&screen->items[kept], run, n * sizeof *run);
        kept += n;
    }
    screen->count = kept;
}

void plumb_screen_common(struct plumb_screen *screen)
{
    lower_common_checks(screen);
    fold_years(screen);
}
