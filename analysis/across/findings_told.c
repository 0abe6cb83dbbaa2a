/* Indicators of the catalogue told for one year in two reports of an agency, where no report tells both
 * values: a second value under another scope is no contradiction. */
#include "analysis/across/across_int.h"

#include <string.h>

static const struct plumb_fact *value_of(const struct plumb_digest *d, size_t indicator, int year)
{
    size_t low = 0, high = d->told_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct plumb_told *t = &d->told[middle];
        if (t->indicator < indicator || (t->indicator == indicator && t->year < year))
            low = middle + 1;
        else
            high = middle;
    }
    return low < d->told_count && d->told[low].indicator == indicator && d->told[low].year == year
               ? d->told[low].fact
               : NULL;
}

/* Two tellings that no rounding reconciles. */
static bool contradict(const struct plumb_fact *x, const struct plumb_fact *y)
{
    if (x->unit != y->unit || x->value.v == y->value.v)
        return false;
    plumb_dec coarse = plumb_dec_max(x->ulp, y->ulp);
    return plumb_dec_abs(plumb_dec_sub(x->value, y->value)).v > coarse.v;
}

/* Does the report tell this value too, under any name? */
static bool tells(const struct plumb_digest *d, const struct plumb_fact *fact)
{
    for (size_t i = 0; i < d->extraction.fact_count; i++)
        if (d->extraction.facts[i].unit == fact->unit && !contradict(&d->extraction.facts[i], fact))
            return true;
    for (size_t i = 0; i < d->extraction.figure_count; i++) {
        const struct plumb_figure *f = &d->extraction.figures[i];
        plumb_dec apart = plumb_dec_abs(plumb_dec_sub(f->value, fact->value));
        if (fact->unit == PLUMB_UNIT_YUAN && apart.v <= f->slack.v + fact->ulp.v)
            return true;
    }
    return false;
}

/* Is the value compared as a figure (findings_figures.c)? */
static bool is_figure(const struct plumb_digest *d, const struct plumb_fact *fact)
{
    for (size_t i = 0; i < d->extraction.figure_count; i++)
        if (d->extraction.figures[i].value.v == fact->value.v && d->extraction.figures[i].claim &&
            fact->unit == PLUMB_UNIT_YUAN)
            return true;
    return false;
}

/* 预算数, 合计: the name says a stage, not of what. */
static bool is_named(const struct plumb_fact *fact)
{
    static const char *const bare[] = {"预算数", "决算数", "执行数",     "合计",
                                       "总计",   "金额",   "小计",       "数额",
                                       "预算",   "决算",   "年初预算数", "全年预算数"};
    for (size_t i = 0; i < PLUMB_COUNT(bare); i++)
        if (plumb_str_equal(fact->label, plumb_str_from(bare[i])))
            return false;
    return fact->label.len > 0;
}

static void report(const struct plumb_board *b, size_t x, size_t y, const struct plumb_fact *p,
                   const struct plumb_fact *q, int year, bool balance)
{
    struct plumb_finder f = plumb_board_finder(b, x), g = plumb_board_finder(b, y);
    struct plumb_draft d =
        plumb_draft_begin(&f, balance ? "consistency.balance" : "consistency.restatement");
    const char *label = plumb_label_words(b->arena, p->label);
    const char *first = plumb_fact_words(b->arena, p), *second = plumb_fact_words(b->arena, q);
    plumb_draft_title(&f, &d, plumb_arena_printf(b->arena, "%s（%d年）", label, year));
    d.finding.subject = label;
    d.finding.year = year;
    d.finding.stated = first;
    d.finding.expected = second;
    d.finding.explanation.zh = plumb_arena_printf(
        b->arena,
        balance ? "%d年“%s”在%s中为%s，上年%s的年末数为%s，两者应当相等；如有追溯调整应予说明。"
                : "%d年“%s”在%s中为%s，在%s中为%s，两份报告不一致；如口径不同应予说明。",
        year, label, f.extraction->document->name, first, g.extraction->document->name, second);
    d.finding.explanation.en = plumb_arena_printf(
        b->arena,
        balance ? "“%s” of %d is %s in %s and %s in %s: the opening balance is not last year's "
                  "closing one; a restatement should be explained."
                : "“%s” of %d is %s in %s and %s in %s: the two reports of the agency disagree; a "
                  "difference of scope should be explained.",
        label, year, first, f.extraction->document->name, second, g.extraction->document->name);
    d.finding.recomputation = plumb_arena_printf(b->arena, "%s ≠ %s", first, second);
    d.finding.recomputation_zh = d.finding.recomputation;
    /* a number in a table belongs to its head; in prose its scope is a guess */
    d.finding.confidence =
        0.5 + (p->row != PLUMB_NPOS ? 0.12 : 0) + (q->row != PLUMB_NPOS ? 0.12 : 0);
    /* of another year than its report: restated figures and preliminary ones are lawful */
    d.finding.soft |= !balance && (year != f.extraction->year || year != g.extraction->year);
    if (balance)
        d.finding.confidence = 0.75;
    if (p->unit == PLUMB_UNIT_YUAN)
        d.finding.money_at_stake =
            plumb_dec_double(plumb_dec_abs(plumb_dec_sub(p->value, q->value)));
    plumb_draft_fact(&f, &d, p, "stated");
    plumb_draft_fact(&g, &d, q, "other");
    plumb_draft_push(&f, &d);
}

static const struct plumb_fact *balance_of(const struct plumb_board *b,
                                           const struct plumb_digest *d, const char *id)
{
    const struct plumb_indicator *entry = plumb_catalogue_find_indicator(b->catalogue, id);
    return entry ? value_of(d, (size_t)(entry - plumb_catalogue_indicator(b->catalogue, 0)),
                            d->extraction.year)
                 : NULL;
}

/* 年初结转和结余 of this year against 年末结转和结余 in last year's report. */
static void compare_balances(const struct plumb_board *b, size_t later, size_t earlier)
{
    const struct plumb_digest *e = b->digests[later], *g = b->digests[earlier];
    const struct plumb_fact *opening = balance_of(b, e, "balance.opening");
    const struct plumb_fact *closing = balance_of(b, g, "balance.closing");
    if (opening && closing && contradict(opening, closing) && !tells(g, opening) &&
        !is_figure(e, opening))
        report(b, later, earlier, opening, closing, e->extraction.year, true);
}

static size_t place_of(const struct plumb_digest *d, const struct plumb_fact *fact)
{
    size_t at = 0;
    while (at < d->told_count && d->told[at].fact != fact)
        at++;
    return at;
}

static bool is_blamed(const struct plumb_board *b, bool **blamed, size_t document,
                      const struct plumb_fact *fact)
{
    return blamed[document] && blamed[document][place_of(b->digests[document], fact)];
}

static void blame(const struct plumb_board *b, bool **blamed, size_t document,
                  const struct plumb_fact *fact)
{
    const struct plumb_digest *d = b->digests[document];
    if (!blamed[document])
        blamed[document] = plumb_arena_array(b->scratch, d->told_count + 1, sizeof **blamed);
    blamed[document][place_of(d, fact)] = true;
}

/* `blamed`: values that are reported already, by document and place in told. A value that three
 * reports contradict is one finding, not three. */
static void compare_two(const struct plumb_board *b, size_t x, size_t y, void *context)
{
    bool **blamed = context;
    const struct plumb_digest *e = b->digests[x], *g = b->digests[y];
    int one = e->extraction.year, other = g->extraction.year;
    int from = one < other ? one : other, to = one < other ? other : one;
    for (size_t i = 0; i < e->told_count; i++) {
        const struct plumb_fact *p = e->told[i].fact;
        int year = e->told[i].year;
        const struct plumb_fact *q =
            year < from - 1 || year > to ? NULL : value_of(g, e->told[i].indicator, year);
        if (!q || !contradict(p, q) || is_blamed(b, blamed, y, q) || !is_named(p) || !is_named(q) ||
            tells(g, p) || tells(e, q) || is_figure(e, p) || is_figure(g, q))
            continue;
        report(b, x, y, p, q, year, false);
        blame(b, blamed, y, q);
    }
    if (one == other + 1)
        compare_balances(b, x, y);
    else if (other == one + 1)
        compare_balances(b, y, x);
}

void plumb_compare_indicators(const struct plumb_board *board)
{
    bool **blamed = plumb_arena_array(board->scratch, board->count + 1, sizeof *blamed);
    plumb_board_pairs(board, compare_two, blamed);
}
