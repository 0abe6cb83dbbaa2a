/* A department's accounts against the sum of the units it says it contains. Payments between them are
 * eliminated in the department's figures, so a difference is to be explained, not an error. */
#include "analysis/across/across_int.h"

#include <stdlib.h>
#include <string.h>

enum { UNITS_MAX = 200 };

struct seat {
    const char *agency;
    size_t document;
};

static int by_agency(const void *a, const void *b)
{
    const struct seat *x = a, *y = b;
    int order = strcmp(x->agency, y->agency);
    return order ? order : (x->document > y->document) - (x->document < y->document);
}

static const struct plumb_figure *figure_named(const struct plumb_digest *d, const char *name)
{
    for (size_t i = 0; i < d->extraction.figure_count; i++) {
        const struct plumb_figure *f = &d->extraction.figures[i];
        if (!f->claim && f->year == d->extraction.year &&
            plumb_str_equal(f->name, plumb_str_from(name)))
            return f;
    }
    return NULL;
}

/* The unit's report of the same kind and year; `own`: the department's own 本级. */
static size_t find_report(const struct plumb_board *b, const struct seat *seats, const char *agency,
                          size_t department, bool own)
{
    const struct plumb_extraction *e = &b->digests[department]->extraction;
    size_t low = 0, high = b->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(seats[middle].agency, agency) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < b->count && strcmp(seats[low].agency, agency) == 0; low++) {
        const struct plumb_extraction *g = &b->digests[seats[low].document]->extraction;
        if (seats[low].document != department && g->kind == e->kind && g->year == e->year &&
            (!own || g->unit_only))
            return seats[low].document;
    }
    return PLUMB_NPOS;
}

struct family {
    size_t department;
    size_t reports[UNITS_MAX];
    size_t found, listed;
};

static void push(const struct plumb_board *b, const struct family *u, const char *name,
                 const struct plumb_figure *whole, plumb_dec sum, plumb_dec slack)
{
    plumb_dec gap = plumb_dec_sub(sum, whole->value);
    bool all = u->found == u->listed;
    if (plumb_dec_abs(gap).v <= slack.v + whole->slack.v || (!all && plumb_dec_sign(gap) < 0))
        return;
    struct plumb_finder f = plumb_board_finder(b, u->department);
    struct plumb_draft d = plumb_draft_begin(&f, "consistency.sum");
    const char *sum_words = plumb_yuan_words(b->arena, plumb_dec_double(sum), true);
    const char *gap_words = plumb_yuan_words(b->arena, plumb_dec_double(plumb_dec_abs(gap)), true);
    plumb_draft_title(&f, &d, name);
    d.finding.subject = name;
    d.finding.stated = whole->words;
    d.finding.expected = sum_words;
    d.finding.explanation.zh =
        plumb_arena_printf(b->arena,
                           "部门“%s”为%s，所列%zu个单位中%zu个单位的报告合计为%s，相差%"
                           "s；部门汇总抵销内部往来的，应予说明。",
                           name, whole->words, u->listed, u->found, sum_words, gap_words);
    d.finding.explanation.en = plumb_arena_printf(
        b->arena,
        "“%s” of the department is %s; the reports of %zu of its %zu units add up to %s, %s "
        "apart. Payments between them that were eliminated should be explained.",
        name, whole->words, u->found, u->listed, sum_words, gap_words);
    d.finding.recomputation =
        plumb_arena_printf(b->arena, "Σ %zu = %s ≠ %s", u->found, sum_words, whole->words);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = all ? 0.55 : 0.6;
    d.finding.soft = true;
    d.finding.money_at_stake = plumb_dec_double(plumb_dec_abs(gap));
    plumb_draft_words(&f, &d, whole->line, whole->text, "whole");
    for (size_t i = 0; i < u->found; i++) {
        struct plumb_finder g = plumb_board_finder(b, u->reports[i]);
        const struct plumb_figure *part = figure_named(b->digests[u->reports[i]], name);
        if (part)
            plumb_draft_words(&g, &d, part->line, part->text, "part");
    }
    plumb_draft_push(&f, &d);
}

static void compare_family(const struct plumb_board *b, const struct family *u)
{
    static const char *const names[] = {"本年支出决算数", "本年收入决算数", "收入支出预算总计"};
    for (size_t n = 0; n < PLUMB_COUNT(names); n++) {
        const struct plumb_figure *whole = figure_named(b->digests[u->department], names[n]);
        plumb_dec sum = {0}, slack = {0};
        bool complete = whole != NULL;
        for (size_t i = 0; i < u->found && complete; i++) {
            const struct plumb_figure *part = figure_named(b->digests[u->reports[i]], names[n]);
            complete = part != NULL;
            sum = part ? plumb_dec_add(sum, part->value) : sum;
            slack = part ? plumb_dec_add(slack, part->slack) : slack;
        }
        if (complete)
            push(b, u, names[n], whole, sum, slack);
    }
}

void plumb_compare_units(const struct plumb_board *board)
{
    struct seat *seats = plumb_arena_array(board->scratch, board->count + 1, sizeof *seats);
    for (size_t i = 0; i < board->count; i++)
        seats[i] = (struct seat){board->agencies[i], i};
    qsort(seats, board->count, sizeof *seats, by_agency);
    for (size_t i = 0; i < board->count; i++) {
        const struct plumb_extraction *e = &board->digests[i]->extraction;
        struct family u = {.department = i};
        if (e->unit_only || e->unit_count < 2 || e->unit_count > UNITS_MAX || !e->year)
            continue;
        /* names of units are one agency with the reports' names when they are written alike */
        const char **names = plumb_arena_array(board->scratch, e->unit_count, sizeof *names);
        plumb_agency_names(e->units, e->unit_count, NULL, 0, board->scratch, names);
        for (size_t k = 0; k < e->unit_count; k++) {
            bool own = plumb_str_has(e->units[k], "本级") || plumb_str_has(e->units[k], "本部") ||
                       plumb_str_has(e->units[k], "机关)");
            size_t report = find_report(board, seats, own ? board->agencies[i] : names[k], i, own);
            u.listed++;
            if (report != PLUMB_NPOS)
                u.reports[u.found++] = report;
        }
        if (u.found >= 2 || (u.found == 1 && u.listed > 1))
            compare_family(board, &u);
    }
}
