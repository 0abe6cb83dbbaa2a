/* From exceptions to findings: one for each agency, year and direction, led by the strongest. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_CHILDREN_TOLD = 4 };

/* ---- order --------------------------------------------------------------------------------- */

static bool soft_check(const struct plumb_screen *screen, const char *id)
{
    const struct plumb_check *check = plumb_catalogue_find_check(screen->catalogue, id);
    return check && check->soft;
}

static double standing_of(const struct plumb_screen *screen, const struct plumb_exception *e)
{
    const struct plumb_check *check = plumb_catalogue_find_check(screen->catalogue, e->check);
    /* an error of unit or a turned sign explains whatever else is odd about the year */
    bool explains = e->power || strcmp(e->check, "growth.sign") == 0;
    return e->belief * (check ? check->weight : 0.5) + (explains ? 1 : 0);
}

/* Exceptions that the same cause explains lie together: agency, year, hard before soft, direction
 * (0 goes with either), then the strongest first. */
static int by_group(const void *a, const void *b)
{
    const struct plumb_exception *x = a, *y = b;
    if (x->agency != y->agency)
        return x->agency < y->agency ? -1 : 1;
    if (x->year != y->year)
        return x->year < y->year ? -1 : 1;
    if (x->soft != y->soft)
        return x->soft ? 1 : -1;
    if (x->matter != y->matter)
        return x->matter > y->matter ? -1 : 1;
    if (x->standing != y->standing)
        return x->standing > y->standing ? -1 : 1;
    if (x->money != y->money)
        return x->money > y->money ? -1 : 1;
    return (x->series > y->series) - (x->series < y->series);
}

static bool same_group(const struct plumb_exception *x, const struct plumb_exception *y)
{
    return x->agency == y->agency && x->year == y->year && x->soft == y->soft &&
           x->matter == y->matter;
}

/* Exceptions in one direction are one matter; where one of an agency-year explains all, so are all.
 * Sorted by group before and after. */
static void find_matters(struct plumb_exception *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        items[i].matter = items[i].direction;
    qsort(items, count, sizeof *items, by_group);
    for (size_t i = 0, n = 0; i < count; i += n) {
        bool explained = false;
        for (n = 0; i + n < count && items[i + n].agency == items[i].agency &&
                    items[i + n].year == items[i].year;
             n++)
            explained = explained || (items[i + n].standing >= 1 && !items[i + n].soft);
        for (size_t k = i; explained && k < i + n; k++)
            items[k].matter = 2;
    }
    qsort(items, count, sizeof *items, by_group);
}

/* Within a group the strongest exception speaks. */
static void lead_first(struct plumb_exception *items, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (items[i].standing > items[0].standing) {
            struct plumb_exception first = items[0];
            items[0] = items[i];
            items[i] = first;
        }
}

/* ---- one finding --------------------------------------------------------------------------- */

static void quote_exception(struct plumb_screen *screen, struct plumb_draft *d,
                            const struct plumb_exception *e)
{
    const struct plumb_series *s = &screen->series[e->series];
    plumb_screen_quote(screen, d, s, e->agency, e->year, "value");
    for (size_t i = 0; i < 2; i++)
        if (e->basis[i] != PLUMB_NPOS)
            plumb_screen_quote(screen, d, &screen->series[e->basis[i]], e->agency, e->year,
                               i ? "denominator" : "numerator");
    for (size_t step = 1; e->quote_years && step <= 2; step++) {
        if (e->year >= step)
            plumb_screen_quote(screen, d, s, e->agency, e->year - step, "own-history");
        if (e->year + step < screen->panel->year_count)
            plumb_screen_quote(screen, d, s, e->agency, e->year + step, "own-history");
    }
}

/* An error of unit and a slip say what was meant: a suspect as in a report. */
static void suspect(struct plumb_screen *screen, struct plumb_draft *d,
                    const struct plumb_exception *e)
{
    const bool slip = e->wrong != PLUMB_NPOS;
    const struct plumb_series *s = &screen->series[slip ? e->wrong : e->series];
    if ((strcmp(e->check, "series.unit") != 0 && !slip) || !s->column)
        return;
    size_t cell = plumb_screen_cell(screen, e->agency, e->year);
    uint16_t file = s->column->source_file ? s->column->source_file[cell] : 0;
    struct plumb_suspect *out =
        PLUMB_PUSH(screen->arena, d->suspects, d->suspect_count, d->suspect_capacity);
    *out = (struct plumb_suspect){
        .document = file < screen->panel->file_count ? screen->panel->files[file] : "",
        .text =
            plumb_str_from(plumb_screen_number(screen->arena, slip ? s->value[cell] : e->stated)),
        .line = s->column->source_row ? s->column->source_row[cell] : 0,
        .proposed =
            plumb_screen_number(screen->arena, slip ? e->meant : e->stated / pow(10, e->power)),
        .votes = 1,
        .certainty = "likely"};
}

static const char *population(const struct plumb_screen *screen, const struct plumb_exception *e)
{
    if (e->log_p < 0 && e->tested) {
        double expected = exp(e->log_p) * (double)e->tested;
        return plumb_arena_printf(screen->arena,
                                  "%zu个数值中的1个；按机遇预计有%.2g个同样异常 · "
                                  "1 of %zu values; %.2g as surprising expected by chance",
                                  e->tested, expected, e->tested, expected);
    }
    size_t fired = e->fired ? e->fired : 1;
    if (e->tested)
        return plumb_arena_printf(screen->arena, "%zu个数值中的%zu个 · %zu of %zu values",
                                  e->tested, fired, fired, e->tested);
    return "";
}

/* Simes over the children: the smallest n p_(i) / i, valid under positive dependence. */
static double group_log_p(struct plumb_screen *screen, const struct plumb_exception *items,
                          size_t n)
{
    double *p = plumb_arena_array(screen->arena, n + 1, sizeof *p), out = 0;
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (items[i].log_p < 0)
            p[count++] = items[i].log_p;
    if (!count || plumb_p_simes(p, count, &out, NULL) != PLUMB_OK)
        return 0;
    return out;
}

/* One quotient under two names (预算调整率, 预算控制率) is told once. */
static bool told_before(const struct plumb_exception *items, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(items[k].check, items[i].check) == 0 && items[k].year == items[i].year &&
            fabs(fabs(items[k].stated) - fabs(items[i].stated)) <= 1e-9 * fabs(items[k].stated))
            return true;
    return false;
}

/* The exceptions behind the first: `own` of them in the same year, the rest in other years. */
static void add_children(struct plumb_screen *screen, struct plumb_draft *d,
                         const struct plumb_exception *items, size_t own, size_t n)
{
    const char *years = "";
    size_t told = 0;
    for (size_t i = 1; i < n; i++) {
        quote_exception(screen, d, &items[i]);
        if (items[i].money > d->finding.money_at_stake)
            d->finding.money_at_stake = items[i].money;
        if (i >= own && (i == own || items[i].year != items[i - 1].year))
            years = plumb_arena_printf(screen->arena, "%s%s%d", years, years[0] ? ", " : "",
                                       plumb_screen_year(screen, items[i].year));
        if (i >= own || told == MAX_CHILDREN_TOLD || told_before(items, i))
            continue;
        told++;
        if (items[i].belief > d->finding.confidence)
            d->finding.confidence = items[i].belief;
        d->finding.explanation.zh = plumb_arena_printf(
            screen->arena, "%s另：%s", d->finding.explanation.zh, items[i].words.zh);
        d->finding.explanation.en = plumb_arena_printf(
            screen->arena, "%s Also: %s", d->finding.explanation.en, items[i].words.en);
    }
    if (years[0]) {
        d->finding.explanation.zh = plumb_arena_printf(screen->arena, "%s%s年也有同样情况。",
                                                       d->finding.explanation.zh, years);
        d->finding.explanation.en = plumb_arena_printf(screen->arena, "%s The same holds in %s.",
                                                       d->finding.explanation.en, years);
    }
    d->finding.merged = (unsigned)(n - 1);
}

static void say_common(struct plumb_screen *screen, struct plumb_draft *d, double share)
{
    d->finding.explanation.zh = plumb_arena_printf(
        screen->arena,
        "%s该项检查在本批数据中触发%.0f%%，标准不适合这批数据，其结果已一并降低排序。",
        d->finding.explanation.zh, 100 * share);
    d->finding.explanation.en = plumb_arena_printf(
        screen->arena,
        "%s The check fires on %.0f %% of this data: its threshold does not fit, and its findings "
        "are ranked down together.",
        d->finding.explanation.en, 100 * share);
}

static void write_finding(struct plumb_screen *screen, const struct plumb_exception *items,
                          size_t own, size_t n)
{
    const struct plumb_exception *lead = &items[0];
    const struct plumb_series *s = &screen->series[lead->series];
    struct plumb_finder finder = {.arena = screen->arena,
                                  .catalogue = screen->catalogue,
                                  .out = screen->out,
                                  .agency = screen->panel->agencies[lead->agency].name};
    double size = screen->size[lead->agency];
    finder.materiality = size > 0 ? 0.005 * size : 0;
    struct plumb_draft d = plumb_draft_begin(&finder, lead->check);
    d.finding.year = plumb_screen_year(screen, lead->year);
    d.finding.soft = lead->soft;
    const char *zh = plumb_arena_printf(screen->arena, "%s（%d年）", s->name_zh, d.finding.year);
    plumb_draft_title(&finder, &d, zh);
    const struct plumb_check *check =
        plumb_catalogue_find_check(screen->catalogue, d.finding.check);
    d.finding.title.en =
        plumb_arena_printf(screen->arena, "%s: %s, %d", check ? check->title.en : d.finding.check,
                           s->name_en, d.finding.year);
    d.finding.subject = s->id;
    d.finding.stated = isnan(lead->stated) ? "" : plumb_screen_plain(screen, s, lead->stated);
    d.finding.expected = isnan(lead->expected) ? "" : plumb_screen_plain(screen, s, lead->expected);
    d.finding.explanation = lead->words;
    d.finding.recomputation = lead->recomputation;
    d.finding.recomputation_zh = lead->recomputation_zh;
    d.finding.confidence = lead->belief;
    d.finding.money_at_stake = lead->money;
    d.finding.log_p = group_log_p(screen, items, own);
    d.finding.population = population(screen, lead);
    quote_exception(screen, &d, lead);
    suspect(screen, &d, lead);
    add_children(screen, &d, items, own, n);
    if (lead->common > 0)
        say_common(screen, &d, lead->common);
    plumb_draft_push(&finder, &d);
}

/* The exceptions of one agency, year and direction. */
struct group {
    struct plumb_exception *items;
    size_t count;
    bool taken;
};

/* The same matter in other years of the agency: same lead, same direction; also a grant of two years,
 * of which the first looks like a new level and the second like a spike. */
static bool same_run(const struct group *x, const struct group *y)
{
    const struct plumb_exception *a = &x->items[0], *b = &y->items[0];
    if (x == y)
        return true;
    size_t apart = a->year > b->year ? a->year - b->year : b->year - a->year;
    return a->agency == b->agency && a->series == b->series && a->direction == b->direction &&
           !a->power && !b->power &&
           ((a->soft == b->soft && strcmp(a->check, b->check) == 0) ||
            (plumb_screen_of_value(a) && plumb_screen_of_value(b) && apart == 1));
}

static double strength(const struct group *g)
{
    return g->items[0].standing * (1 + log1p(g->items[0].money));
}

/* The strongest year speaks for the run; the other years follow it as evidence. */
static void write_run(struct plumb_screen *screen, struct group *groups, size_t from, size_t to)
{
    size_t best = from, n = 0, total = 0;
    for (size_t i = from; i < to; i++)
        if (!groups[i].taken && same_run(&groups[from], &groups[i])) {
            total += groups[i].count;
            if (strength(&groups[i]) > strength(&groups[best]))
                best = i;
        }
    struct plumb_exception *all = plumb_arena_array(screen->arena, total + 1, sizeof *all);
    for (size_t k = 0; k < groups[best].count; k++)
        all[n++] = groups[best].items[k];
    size_t own = n;
    for (size_t i = from; i < to; i++) {
        if (i == best || groups[i].taken || !same_run(&groups[from], &groups[i]))
            continue;
        for (size_t k = 0; k < groups[i].count; k++)
            all[n++] = groups[i].items[k];
        groups[i].taken = true;
    }
    groups[best].taken = true;
    write_finding(screen, all, own, n);
}

void plumb_screen_write(struct plumb_screen *screen)
{
    size_t count = 0;
    plumb_screen_drop_joined(screen);
    plumb_screen_common(screen);
    for (size_t i = 0; i < screen->count; i++) {
        screen->items[i].soft = screen->items[i].soft || soft_check(screen, screen->items[i].check);
        screen->items[i].standing = standing_of(screen, &screen->items[i]);
    }
    if (screen->count)
        find_matters(screen->items, screen->count);
    struct group *groups = plumb_arena_array(screen->arena, screen->count + 1, sizeof *groups);
    for (size_t i = 0, n = 0; i < screen->count; i += n) {
        n = 1;
        while (i + n < screen->count && same_group(&screen->items[i], &screen->items[i + n]))
            n++;
        lead_first(&screen->items[i], n);
        groups[count++] = (struct group){&screen->items[i], n, false};
    }
    for (size_t i = 0, to = 0; i < count; i++) {
        to = to > i ? to : i;
        while (to < count && groups[to].items[0].agency == groups[i].items[0].agency)
            to++;
        if (!groups[i].taken)
            write_run(screen, groups, i, to);
    }
}
