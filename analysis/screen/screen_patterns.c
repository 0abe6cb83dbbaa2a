/* Patterns that need no distribution: spending without an adjusted budget, a turned sign, figures
 * copied from last year, gaps in a series. */
#include "analysis/screen/screen_int.h"
#include "analysis/stats/stats_panel.h"

#include <math.h>
#include <string.h>

static double cell_value(const struct plumb_screen *screen, size_t series, size_t agency,
                         size_t year)
{
    return screen->series[series].value[plumb_screen_cell(screen, agency, year)];
}

/* ---- 全年预算 = 年初预算 while 执行 is above both -------------------------------------------- */

static void spent_without_adjustment(struct plumb_screen *screen)
{
    size_t initial = plumb_screen_find(screen, "expenditure.initial");
    size_t revised = plumb_screen_find(screen, "expenditure.revised");
    size_t executed = plumb_screen_find(screen, "expenditure.executed");
    double slack = plumb_screen_parameter(screen, "ratio.unapproved", "tolerance", 0.005);
    if (initial == PLUMB_NPOS || revised == PLUMB_NPOS || executed == PLUMB_NPOS)
        return;
    size_t years = screen->panel->year_count, before = screen->count, tested = 0;
    for (size_t c = 0; c < screen->cells; c++) {
        double a = cell_value(screen, initial, c / years, c % years);
        double b = cell_value(screen, revised, c / years, c % years);
        double x = cell_value(screen, executed, c / years, c % years);
        tested += !isnan(a) && !isnan(b) && !isnan(x);
        if (!(a > 0) || a != b || !(x > a * (1 + slack)))
            continue;
        struct plumb_exception *e = plumb_screen_push(screen, "ratio.unapproved", executed, c);
        const struct plumb_series *s = &screen->series[executed];
        e->expected = a;
        e->direction = 1;
        e->belief = x > 1.05 * a ? 0.9 : 0.7;
        e->money = x - a;
        e->basis[0] = initial;
        e->basis[1] = revised;
        e->words.zh = plumb_arena_printf(
            screen->arena, "%d年执行数%s超过全年预算%s，而全年预算与年初预算相同，未见预算调整。",
            plumb_screen_year(screen, e->year), plumb_screen_value(screen, s, x, true),
            plumb_screen_value(screen, s, a, true));
        e->words.en = plumb_arena_printf(
            screen->arena,
            "In %d, executed spending of %s exceeds the whole-year budget of %s, which equals the "
            "initial budget: no adjustment is shown.",
            plumb_screen_year(screen, e->year), plumb_screen_value(screen, s, x, false),
            plumb_screen_value(screen, s, a, false));
    }
    /* where budgets are never restated, equal columns say nothing */
    double share = plumb_screen_surely_common(screen->count - before, tested);
    for (size_t i = before; share > PLUMB_COMMON_SHARE && i < screen->count; i++)
        plumb_screen_lower(&screen->items[i], share);
}

/* ---- signs --------------------------------------------------------------------------------- */

/* Offsetting receipts and refunds make negatives lawful where they are common. */
static void turned_signs(struct plumb_screen *screen, size_t index)
{
    const struct plumb_series *s = &screen->series[index];
    size_t negative = 0, years = screen->panel->year_count;
    for (size_t c = 0; c < screen->cells; c++)
        negative += s->value[c] < 0;
    if (!negative || (double)negative > 0.01 * (double)s->count)
        return;
    for (size_t a = 0; a < screen->panel->agency_count; a++) {
        size_t below = 0, above = 0, at = 0;
        double sum = 0;
        for (size_t t = 0; t < years; t++) {
            double v = cell_value(screen, index, a, t);
            below += v < 0;
            above += v > 0;
            sum += v > 0 ? v : 0;
            at = v < 0 ? t : at;
        }
        if (below != 1 || above < 3)
            continue;
        struct plumb_exception *e =
            plumb_screen_push(screen, "growth.sign", index, plumb_screen_cell(screen, a, at));
        e->direction = -1;
        /* the rarer negatives are, the less likely they are lawful */
        e->belief = 0.9 - 20 * (double)negative / (double)s->count;
        e->money = s->money ? sum / (double)above - e->stated : 0; /* what the other years say */
        e->tested = s->count;
        e->fired = negative;
        e->quote_years = true;
        e->words.zh = plumb_arena_printf(screen->arena, "%d年%s为负数%s，该单位其他年度均为正数。",
                                         plumb_screen_year(screen, at), s->name_zh,
                                         plumb_screen_value(screen, s, e->stated, true));
        e->words.en = plumb_arena_printf(screen->arena,
                                         "In %d, %s is negative, %s; all other years are positive.",
                                         plumb_screen_year(screen, at), s->name_en,
                                         plumb_screen_value(screen, s, e->stated, false));
    }
}

/* ---- copies -------------------------------------------------------------------------------- */

/* How many amounts of the agency-year equal last year's, of how many; the first of them. */
static size_t equal_amounts(const struct plumb_screen *screen, size_t agency, size_t year,
                            int least, size_t *known, size_t *first)
{
    size_t same = 0;
    *known = 0;
    *first = PLUMB_NPOS;
    for (size_t i = 0; i < screen->stored_count; i++) {
        const struct plumb_series *s = &screen->series[i];
        size_t cell = plumb_screen_cell(screen, agency, year);
        double now = s->value[cell], then = s->value[cell - 1];
        if (!s->money || isnan(now) || isnan(then))
            continue;
        (*known)++;
        if (now != then || plumb_panel_digits(now) < least)
            continue;
        *first = *first == PLUMB_NPOS ? i : *first;
        same++;
    }
    return same;
}

/* One equal amount is a grant; several indicators equal to last year's are a copied row. */
static void copied_years(struct plumb_screen *screen)
{
    int least = (int)plumb_screen_parameter(screen, "growth.unchanged", "digits", 5);
    for (size_t a = 0; a < screen->panel->agency_count; a++)
        for (size_t t = 1; t < screen->panel->year_count; t++) {
            size_t known, first, same = equal_amounts(screen, a, t, least, &known, &first);
            if (same < 2 || 2 * same < known)
                continue;
            const struct plumb_series *s = &screen->series[first];
            struct plumb_exception *e = plumb_screen_push(screen, "growth.unchanged", first,
                                                          plumb_screen_cell(screen, a, t));
            e->belief = same >= 3 ? 0.9 : 0.7;
            e->quote_years = true;
            e->words.zh = plumb_arena_printf(
                screen->arena, "%d年有%zu项金额与上年完全相同（如%s%s），可能照抄上年数据。",
                plumb_screen_year(screen, t), same, s->name_zh,
                plumb_screen_value(screen, s, e->stated, true));
            e->words.en = plumb_arena_printf(
                screen->arena,
                "%zu amounts of %d equal last year's to the last digit (%s %s); they may be "
                "copied.",
                same, plumb_screen_year(screen, t), s->name_en,
                plumb_screen_value(screen, s, e->stated, false));
        }
}

/* One amount equal to last year's where that hardly ever happens. */
static void copied_amounts(struct plumb_screen *screen, size_t index)
{
    const struct plumb_series *s = &screen->series[index];
    size_t years = screen->panel->year_count;
    int least = (int)plumb_screen_parameter(screen, "growth.unchanged", "digits", 5);
    double *log_p = plumb_arena_array(screen->arena, screen->cells + 1, sizeof *log_p);
    plumb_panel_repeats(s->value, screen->panel->agency_count, years, least, log_p);
    for (size_t c = 0; c < screen->cells; c++) {
        size_t known, first;
        double belief = log_p[c] < 0 ? plumb_p_belief(log_p[c], 0.02) : 0;
        if (belief < 0.3 || equal_amounts(screen, c / years, c % years, least, &known, &first) >= 2)
            continue;
        struct plumb_exception *e = plumb_screen_push(screen, "growth.unchanged", index, c);
        e->belief = belief;
        e->log_p = log_p[c];
        e->tested = s->count;
        e->quote_years = true;
        e->words.zh = plumb_arena_printf(
            screen->arena, "%d年%s%s与上年完全相同，而这在本批数据中极少见，可能照抄上年数据。",
            plumb_screen_year(screen, e->year), s->name_zh,
            plumb_screen_value(screen, s, e->stated, true));
        e->words.en = plumb_arena_printf(
            screen->arena,
            "%s of %d, %s, equals last year's to the last digit, which hardly ever happens in this "
            "data; it may be copied.",
            s->name_en, plumb_screen_year(screen, e->year),
            plumb_screen_value(screen, s, e->stated, false));
    }
}

/* ---- gaps ---------------------------------------------------------------------------------- */

/* Empty or zero between filled years, in a main amount. */
static void gaps(struct plumb_screen *screen, size_t index)
{
    const struct plumb_series *s = &screen->series[index];
    size_t years = screen->panel->year_count;
    for (size_t a = 0; a < screen->panel->agency_count; a++) {
        size_t filled = 0;
        for (size_t t = 0; t < years; t++)
            filled += isnan(cell_value(screen, index, a, t)) ? 0 : 1;
        for (size_t t = 1; t + 1 < years && filled >= 3; t++) {
            if (!isnan(cell_value(screen, index, a, t)) ||
                isnan(cell_value(screen, index, a, t - 1)) ||
                isnan(cell_value(screen, index, a, t + 1)))
                continue;
            size_t cell = plumb_screen_cell(screen, a, t);
            struct plumb_exception *e = plumb_screen_push(screen, "series.gap", index, cell);
            bool zero = s->column && s->column->value[cell] == 0;
            e->belief = 0.6;
            e->quote_years = true;
            e->words.zh = plumb_arena_printf(screen->arena, "%d年%s%s，前后年度均有数据。",
                                             plumb_screen_year(screen, t), s->name_zh,
                                             zero ? "为零" : "缺失");
            e->words.en = plumb_arena_printf(
                screen->arena, "In %d, %s is %s, though the years around it are filled.",
                plumb_screen_year(screen, t), s->name_en, zero ? "zero" : "missing");
        }
    }
}

void plumb_screen_patterns(struct plumb_screen *screen)
{
    spent_without_adjustment(screen);
    copied_years(screen);
    for (size_t i = 0; i < screen->stored_count; i++) {
        const char *unit = screen->series[i].unit;
        bool main_amount = strncmp(screen->series[i].id, "expenditure.", 12) == 0;
        if (strcmp(unit, "yuan") == 0 || strcmp(unit, "person") == 0)
            turned_signs(screen, i);
        if (screen->series[i].money)
            copied_amounts(screen, i);
        if (main_amount)
            gaps(screen, i);
    }
}
