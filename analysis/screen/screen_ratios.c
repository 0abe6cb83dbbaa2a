/* Ratios of a panel: official bounds, and distance from peers and from the agency's other years. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <string.h>

enum { OWN_LEAST = 3, PEERS_LEAST = 5 };
/* A spread below this would make ordinary rounding an outlier. */
static const double SPREAD_LEAST = 0.03;
/* Ratios nearer than this to what is usual are no outliers, whatever their surprise. */
static const double LEAST_APART = 0.2231; /* ln 1.25 */
static const double LEAST_POINTS = 0.1;   /* and ten percentage points */

/* Median and spread of the logarithms of a set of ratios. */
struct spread {
    double centre, mad;
    size_t count;
};

/* One ratio while its cells are judged. */
struct ratio_view {
    struct plumb_screen *screen;
    struct plumb_series *series;
    size_t index;
    size_t top, bottom; /* stored series of numerator and denominator, or PLUMB_NPOS */
    bool change;        /* the formula compares with the year before: bottom is that year of top */
    bool official;      /* the bounds of our rules hold for this panel */
    bool logs;          /* nearly always positive: distances are taken in logarithms */
    double *scratch;
    struct spread *all;      /* [years] */
    struct spread *groups;   /* [group_count * years] */
    size_t crossing, tested; /* cells beyond the official bound, of all */
};

struct ratio_judgement {
    double peer_median, own_median; /* NaN unknown */
    double log_p, belief;           /* against peers and own years */
    double bound;                   /* the official bound crossed, NaN none */
    double bound_belief;
};

static size_t add_log(double *out, size_t n, double x)
{
    if (x > 0)
        out[n++] = log(x);
    return n;
}

static struct spread spread_of(const double *logs, size_t n)
{
    struct spread s = {NAN, NAN, n};
    if (n && plumb_mad(logs, n, &s.centre, &s.mad, NULL) != PLUMB_OK)
        s.count = 0;
    return s;
}

static void read_spreads(struct ratio_view *v)
{
    const struct plumb_screen *screen = v->screen;
    size_t years = screen->panel->year_count, n = 0;
    v->all = plumb_arena_array(screen->arena, years + 1, sizeof *v->all);
    v->groups =
        plumb_arena_array(screen->arena, screen->group_count * years + 1, sizeof *v->groups);
    for (size_t t = 0; t < years; t++) {
        n = 0;
        for (size_t a = 0; a < screen->panel->agency_count; a++)
            n = add_log(v->scratch, n, v->series->value[plumb_screen_cell(screen, a, t)]);
        v->all[t] = spread_of(v->scratch, n);
        for (size_t g = 0; g < screen->group_count; g++) {
            n = 0;
            for (size_t i = screen->first_member[g]; i < screen->first_member[g + 1]; i++)
                n = add_log(v->scratch, n,
                            v->series->value[plumb_screen_cell(screen, screen->members[i], t)]);
            v->groups[g * years + t] = spread_of(v->scratch, n);
        }
    }
}

/* Robust z of a ratio; NaN when there are too few to compare with. */
static double robust_z(double x, const struct spread *s, size_t least, double *median)
{
    *median = NAN;
    if (s->count < least)
        return NAN;
    *median = exp(s->centre);
    double apart = x > 0 ? log(x) - s->centre : NAN;
    if (isnan(apart) || fabs(apart) < LEAST_APART || fabs(x - *median) < LEAST_POINTS)
        return 0;
    return apart / (s->mad > SPREAD_LEAST ? s->mad : SPREAD_LEAST);
}

static const struct spread *peers_of(const struct ratio_view *v, size_t agency, size_t year)
{
    if (v->screen->group) {
        size_t at = v->screen->group[agency] * v->screen->panel->year_count + year;
        if (v->groups[at].count >= PLUMB_GROUP_LEAST)
            return &v->groups[at];
    }
    return &v->all[year];
}

/* Belief from level against peers and against the own years; both must point the same way. */
static void judge_distance(const struct ratio_view *v, size_t cell, struct ratio_judgement *j)
{
    size_t years = v->screen->panel->year_count, agency = cell / years, year = cell % years;
    double x = v->series->value[cell], log_p[2];
    size_t count = 0, n = 0;
    double peer = robust_z(x, peers_of(v, agency, year), PEERS_LEAST, &j->peer_median);
    for (size_t t = 0; t < years; t++)
        if (t != year)
            n = add_log(v->scratch, n, v->series->value[plumb_screen_cell(v->screen, agency, t)]);
    struct spread others = spread_of(v->scratch, n);
    double own = robust_z(x, &others, OWN_LEAST, &j->own_median);
    if (!isnan(peer))
        log_p[count++] = plumb_log_p_t(peer, 4);
    if (!isnan(own))
        log_p[count++] = plumb_log_p_t(own, 4);
    bool against = !isnan(peer) && !isnan(own) && peer * own <= 0;
    if (!count || against || plumb_p_cauchy(log_p, NULL, count, &j->log_p, NULL) != PLUMB_OK)
        return;
    j->belief = plumb_p_belief(j->log_p, 0.02);
}

/* Rules of Chinese authorities bind no foreign agency; that a budget is not overspent holds for all. */
static bool is_official(const struct plumb_screen *screen, const struct plumb_indicator *r)
{
    const char *currency = screen->panel->currency ? screen->panel->currency : "";
    bool budget = r->check && strcmp(r->check, "ratio.execution") == 0 && r->high == 1;
    return !currency[0] || strcmp(currency, "CNY") == 0 || budget;
}

static double crossing_of(const struct ratio_view *v, double x, double *bound)
{
    const struct plumb_indicator *r = v->series->indicator;
    *bound = NAN;
    if (!v->official)
        return 0;
    if (r->has_high && x > r->high) {
        *bound = r->high;
        return x - r->high;
    }
    if (r->has_low && x < r->low) {
        *bound = r->low;
        return r->low - x;
    }
    return 0;
}

/* Half of the agencies beyond a line say more about the line than about them: the belief of a
 * crossing falls with its share, and grows with the distance. */
static void judge_bound(const struct ratio_view *v, size_t cell, struct ratio_judgement *j)
{
    double by = crossing_of(v, v->series->value[cell], &j->bound);
    double share = plumb_screen_surely_common(v->crossing, v->tested);
    if (isnan(j->bound))
        return;
    double size = by / 0.1 < 1 ? by / 0.1 : 1;
    j->bound_belief = (by < 0.005 ? 0 : 0.4 + 0.45 * size) /
                      (share > PLUMB_COMMON_SHARE ? share / PLUMB_COMMON_SHARE : 1);
}

/* ---- words --------------------------------------------------------------------------------- */

static const char *years_compared(const struct ratio_view *v, size_t cell, bool zh)
{
    const struct plumb_screen *screen = v->screen;
    const struct plumb_series *s = &screen->series[v->top];
    if (cell % screen->panel->year_count == 0)
        return "";
    return plumb_arena_printf(screen->arena,
                              zh ? "（本年%s，上年%s）" : " (%s, the year before %s)",
                              plumb_screen_value(screen, s, s->value[cell], zh),
                              plumb_screen_value(screen, s, s->value[cell - 1], zh));
}

static const char *operands(const struct ratio_view *v, size_t cell, bool zh)
{
    const struct plumb_screen *screen = v->screen;
    if (v->change && v->top != PLUMB_NPOS)
        return years_compared(v, cell, zh);
    if (v->top == PLUMB_NPOS || v->bottom == PLUMB_NPOS)
        return "";
    const struct plumb_series *a = &screen->series[v->top], *b = &screen->series[v->bottom];
    return zh ? plumb_arena_printf(screen->arena, "（%s%s，%s%s）", a->name_zh,
                                   plumb_screen_value(screen, a, a->value[cell], true), b->name_zh,
                                   plumb_screen_value(screen, b, b->value[cell], true))
              : plumb_arena_printf(screen->arena, " (%s %s, %s %s)", a->name_en,
                                   plumb_screen_value(screen, a, a->value[cell], false), b->name_en,
                                   plumb_screen_value(screen, b, b->value[cell], false));
}

static void explain(const struct ratio_view *v, size_t cell, const struct ratio_judgement *j,
                    struct plumb_exception *e)
{
    struct plumb_screen *screen = v->screen;
    const struct plumb_series *s = v->series;
    const char *zh = "", *en = "";
    if (!isnan(j->bound)) {
        bool high = e->stated > j->bound;
        zh = plumb_arena_printf(screen->arena, "，%s规定的%s", high ? "超过" : "低于",
                                plumb_screen_value(screen, s, j->bound, true));
        en = plumb_arena_printf(screen->arena, ", %s the official %s", high ? "above" : "below",
                                plumb_screen_value(screen, s, j->bound, false));
    }
    const char *peers_zh = "", *peers_en = "", *own_zh = "", *own_en = "";
    if (!isnan(j->peer_median)) {
        peers_zh = plumb_arena_printf(screen->arena, "%s同年中位数为%s。",
                                      plumb_screen_peers(screen, s, e->agency, e->year, true),
                                      plumb_screen_value(screen, s, j->peer_median, true));
        peers_en = plumb_arena_printf(screen->arena, " The median of %s that year is %s.",
                                      plumb_screen_peers(screen, s, e->agency, e->year, false),
                                      plumb_screen_value(screen, s, j->peer_median, false));
    }
    if (!isnan(j->own_median)) {
        own_zh = plumb_arena_printf(screen->arena, "该单位其他年度中位数为%s。",
                                    plumb_screen_value(screen, s, j->own_median, true));
        own_en = plumb_arena_printf(screen->arena, " The median of its own other years is %s.",
                                    plumb_screen_value(screen, s, j->own_median, false));
    }
    e->words.zh = plumb_arena_printf(screen->arena, "%d年%s为%s%s%s。%s%s",
                                     plumb_screen_year(screen, e->year), s->name_zh,
                                     plumb_screen_value(screen, s, e->stated, true),
                                     operands(v, cell, true), zh, peers_zh, own_zh);
    e->words.en = plumb_arena_printf(screen->arena, "In %d, %s is %s%s%s.%s%s",
                                     plumb_screen_year(screen, e->year), s->name_en,
                                     plumb_screen_value(screen, s, e->stated, false),
                                     operands(v, cell, false), en, peers_en, own_en);
}

/* ---- one ratio ----------------------------------------------------------------------------- */

static double money_of(const struct ratio_view *v, size_t cell, double expected)
{
    const struct plumb_screen *screen = v->screen;
    if (v->top == PLUMB_NPOS || strcmp(screen->series[v->top].unit, "yuan") != 0 || isnan(expected))
        return 0;
    double a = screen->series[v->top].value[cell];
    if (v->change)
        return cell % screen->panel->year_count ? fabs(a - screen->series[v->top].value[cell - 1])
                                                : 0;
    if (v->bottom == PLUMB_NPOS)
        return 0;
    /* of a carried-over share the numerator is what was not spent */
    bool rest = v->series->value[cell] < 0.5 * a / screen->series[v->bottom].value[cell];
    double share = rest ? v->series->value[cell] - expected : expected;
    double b = screen->series[v->bottom].value[cell];
    return rest ? fabs(share * a) : fabs(a - share * b);
}

static void judge_cell(const struct ratio_view *v, size_t cell)
{
    struct plumb_screen *screen = v->screen;
    const struct plumb_indicator *r = v->series->indicator;
    struct ratio_judgement j = {.peer_median = NAN, .own_median = NAN, .bound = NAN};
    double x = v->series->value[cell];
    if (v->logs)
        judge_distance(v, cell, &j);
    judge_bound(v, cell, &j);
    bool by_bound = j.bound_belief >= j.belief;
    double belief = by_bound ? j.bound_belief : j.belief;
    if (belief < 0.3)
        return;
    double usual = isnan(j.own_median) ? j.peer_median : j.own_median;
    const char *check = r->check && (!isnan(j.bound) || strcmp(r->id, "ratio.overspend") == 0)
                            ? r->check
                            : "peer.outlier";
    struct plumb_exception *e = plumb_screen_push(screen, check, v->index, cell);
    e->expected = by_bound ? j.bound : usual;
    /* more carried over is less spent: it goes with a low execution */
    bool turned = strcmp(r->id, "ratio.carryover") == 0;
    e->direction = (x > e->expected) != turned ? 1 : -1;
    e->belief = belief;
    e->log_p = by_bound ? 0 : j.log_p;
    e->money = money_of(v, cell, by_bound ? j.bound : usual);
    e->tested = v->tested;
    e->fired = by_bound ? v->crossing : 0;
    e->lowered = by_bound;
    if (by_bound && (double)v->crossing > PLUMB_COMMON_SHARE * (double)v->tested)
        e->common = (double)v->crossing / (double)v->tested;
    e->basis[0] = v->top;
    e->basis[1] = v->change ? PLUMB_NPOS : v->bottom;
    e->quote_years = v->change;
    explain(v, cell, &j, e);
}

static void find_operands(struct ratio_view *v)
{
    const struct plumb_indicator *r = v->series->indicator;
    size_t which = v->series->formula[0];
    const struct plumb_formula *f = which ? r->alternative_formulas[which - 1] : r->formula;
    v->top = v->bottom = PLUMB_NPOS;
    for (size_t i = 0; i < plumb_formula_input_count(f); i++) {
        bool prior = false;
        size_t at = plumb_screen_find(v->screen, plumb_formula_input(f, i, &prior));
        v->change = v->change || prior;
        if (v->top == PLUMB_NPOS)
            v->top = at;
        else if (v->bottom == PLUMB_NPOS && at != v->top)
            v->bottom = at;
    }
}

static void screen_ratio(struct plumb_screen *screen, size_t index, double *scratch)
{
    struct ratio_view v = {
        .screen = screen, .series = &screen->series[index], .index = index, .scratch = scratch};
    size_t positive = 0;
    find_operands(&v);
    v.official = is_official(screen, v.series->indicator);
    read_spreads(&v);
    for (size_t c = 0; c < screen->cells; c++) {
        double bound, x = v.series->value[c];
        if (isnan(x))
            continue;
        v.tested++;
        positive += x > 0;
        v.crossing += crossing_of(&v, x, &bound) >= 0.005;
    }
    v.logs = !v.change && 10 * positive >= 9 * v.tested;
    for (size_t c = 0; c < screen->cells; c++)
        if (!isnan(v.series->value[c]))
            judge_cell(&v, c);
}

/* ---- several years ------------------------------------------------------------------------- */

/* PEFA PI-1: executed against the initial budget, off by more than 15 % in two of three years. */
static void repeated_deviation(struct plumb_screen *screen)
{
    size_t index = plumb_screen_find(screen, "ratio.overspend");
    /* without revised budgets the execution rate is the same quotient and stands for it */
    if (index == PLUMB_NPOS && plumb_screen_find(screen, "expenditure.initial") != PLUMB_NPOS &&
        plumb_screen_find(screen, "expenditure.revised") == PLUMB_NPOS)
        index = plumb_screen_find(screen, "ratio.execution");
    double limit = plumb_screen_parameter(screen, "history.deviation", "limit", 0.15);
    size_t years = screen->panel->year_count, tested = 0, fired = 0;
    if (index == PLUMB_NPOS || years < 3)
        return;
    const struct plumb_series *s = &screen->series[index];
    size_t *last = plumb_arena_array(screen->arena, screen->panel->agency_count + 1, sizeof *last);
    for (size_t a = 0; a < screen->panel->agency_count; a++) {
        size_t known = 0, off = 0;
        for (size_t t = years - 3; t < years; t++) {
            double x = s->value[plumb_screen_cell(screen, a, t)];
            known += isnan(x) ? 0 : 1;
            off += !isnan(x) && fabs(x - 1) > limit;
        }
        tested += known == 3;
        last[a] = known == 3 && off >= 2 ? off : 0;
        fired += last[a] > 0;
    }
    double share = plumb_screen_surely_common(fired, tested);
    for (size_t a = 0; a < screen->panel->agency_count; a++) {
        if (!last[a])
            continue;
        struct plumb_exception *e = plumb_screen_push(screen, "history.deviation", index,
                                                      plumb_screen_cell(screen, a, years - 1));
        e->expected = 1;
        e->belief = 0.8;
        if (share > PLUMB_COMMON_SHARE)
            plumb_screen_lower(e, share);
        e->tested = tested;
        e->fired = fired;
        e->quote_years = true;
        e->words.zh =
            plumb_arena_printf(screen->arena, "最近三年中有%zu年执行数与年初预算数相差超过%.0f%%。",
                               last[a], 100 * limit);
        e->words.en = plumb_arena_printf(
            screen->arena,
            "Executed spending differs from the initial budget by more than %.0f %% in %zu of the "
            "last three years.",
            100 * limit, last[a]);
    }
}

void plumb_screen_ratios(struct plumb_screen *screen)
{
    size_t most = screen->panel->agency_count + screen->panel->year_count + 1;
    double *scratch = plumb_arena_array(screen->arena, most, sizeof *scratch);
    for (size_t i = screen->stored_count; i < screen->series_count; i++)
        screen_ratio(screen, i, scratch);
    repeated_deviation(screen);
}
