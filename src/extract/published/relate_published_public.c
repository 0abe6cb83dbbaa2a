/* The 三公 table against basic expenditure by economic class: what is spent on receptions, travel abroad
 * and cars out of basic expenditure (T6) is part of what the 三公 table (T7) tells, projects included. */
#include "extract/published/published.h"

static bool is_planned(const struct plumb_fact *fact)
{
    return plumb_stage_is_budget(fact->stage) || plumb_str_has(fact->head, "预算数");
}

size_t plumb_public_cells(const struct plumb_extract_work *work,
                          const struct plumb_published *table, const char *kind, bool planned,
                          const struct plumb_fact *out[PLUMB_PUBLIC_CELLS])
{
    size_t n = 0;
    for (size_t f = 0; f < work->fact_count && n < PLUMB_PUBLIC_CELLS; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->block != table->grid->block || !plumb_is_quantity(fact) ||
            (!plumb_str_has(fact->label, kind) && !plumb_str_has(fact->head, kind)))
            continue;
        if (work->kind == PLUMB_KIND_BUDGET || is_planned(fact) == planned)
            out[n++] = fact;
    }
    return n;
}

/* A row of T6 and the words of T7 that tell the same kind of expense. */
static const struct {
    const char *row, *kind;
} EXPENSES[] = {
    {"=公务接待费", "公务接待"},
    {"^因公出国", "因公出国"},
    {"=公务用车运行维护费|=公务用车运行费", "公务用车运行"},
    {"=公务用车购置", "公务用车购置"},
};

/* The largest of the cells: with totals and years of their own beside it, the most lenient reading. */
static const struct plumb_fact *largest(const struct plumb_fact *const *cells, size_t count)
{
    const struct plumb_fact *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (!best || cells[i]->value.v > best->value.v)
            best = cells[i];
    return best;
}

void plumb_tie_public(struct plumb_tie_list *list, const struct plumb_published_set *set)
{
    const bool budget = list->work->kind == PLUMB_KIND_BUDGET;
    const size_t shift = budget ? PLUMB_BUDGET_SHIFT : 0;
    const struct plumb_published *public = set->of[PLUMB_T7 + shift];
    for (size_t i = 0; public && i < PLUMB_COUNT(EXPENSES); i++) {
        const struct plumb_fact *cells[PLUMB_PUBLIC_CELLS];
        struct plumb_place place = {(enum plumb_published_kind)(PLUMB_T6 + shift), EXPENSES[i].row,
                                    NULL};
        size_t count = plumb_public_cells(list->work, public, EXPENSES[i].kind, budget, cells);
        struct plumb_tie tie = {.kind = place.kind,
                                .other = public->kind,
                                .part_count = 1,
                                .at_most = true,
                                .reading = "basic expenditure is part of the 三公 table"};
        tie.stated = plumb_published_value(list->work, set, &place, NULL);
        tie.parts[0] = largest(cells, count);
        if (tie.stated && tie.parts[0])
            plumb_tie_add(list, tie);
    }
}
