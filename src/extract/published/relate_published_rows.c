/* Rows of the published tables against each other: expenditure by function, code by code, between T3 and
 * T5, and class by class from the tables of totals to those by code. */
#include "extract/published/account_codes.h"
#include "extract/published/published.h"

/* Line with this code in the table's first chain, or PLUMB_NPOS. Codes ascend, and the lines of two
 * tables run in parallel: the search goes on where the last one ended. */
static size_t find_code(const struct plumb_chain *chain, struct plumb_str code, size_t from)
{
    for (size_t n = 0; n < chain->count; n++) {
        size_t i = (from + n) % chain->count;
        if (plumb_str_equal(chain->lines[i].line->code, code))
            return i;
    }
    return PLUMB_NPOS;
}

static const struct plumb_chain *code_chain(const struct plumb_published *table)
{
    return table && table->chain_count > 0 ? &table->chains[0] : NULL;
}

/* T3 and T5 spend the same money when their totals are equal; else T5 is part of T3. */
static void tie_codes(struct plumb_tie_list *list, const struct plumb_published_set *set,
                      enum plumb_published_kind all, enum plumb_published_kind general)
{
    static const char *const columns[] = {"本年支出合计|=合计|=本年支出|=支出合计", "=基本支出",
                                          "=项目支出"};
    const struct plumb_chain *whole = code_chain(set->of[all]),
                             *part = code_chain(set->of[general]);
    if (!whole || !part)
        return;
    size_t rows[2] = {plumb_published_total(whole), plumb_published_total(part)};
    for (size_t c = 0; c < PLUMB_COUNT(columns); c++) {
        size_t x = plumb_published_column(whole, columns[c]);
        size_t y = plumb_published_column(part, columns[c]);
        if (x == PLUMB_NPOS || y == PLUMB_NPOS || rows[0] == PLUMB_NPOS || rows[1] == PLUMB_NPOS)
            continue;
        const struct plumb_fact *a = plumb_chain_value(list->work, whole, rows[0], x);
        const struct plumb_fact *b = plumb_chain_value(list->work, part, rows[1], y);
        bool equal = a && b && a->value.v == b->value.v;
        for (size_t i = 0, at = 0; i < part->count; i++) {
            struct plumb_str code = part->lines[i].line->code;
            size_t found = code.len ? find_code(whole, code, at) : PLUMB_NPOS;
            if (found == PLUMB_NPOS)
                continue;
            at = found + 1;
            struct plumb_tie tie = {.kind = general,
                                    .other = all,
                                    .part_count = 1,
                                    .at_most = !equal,
                                    .reading = "the same code in the other table"};
            tie.stated = plumb_chain_value(list->work, part, i, y);
            tie.parts[0] = plumb_chain_value(list->work, whole, found, x);
            plumb_tie_add(list, tie);
        }
    }
}

/* 一、一般公共服务支出 of a table of totals against code 201 of the table by function. */
static void tie_classes(struct plumb_tie_list *list, const struct plumb_published_set *set,
                        enum plumb_published_kind totals, const char *column,
                        enum plumb_published_kind coded)
{
    const struct plumb_published *left = set->of[totals];
    const struct plumb_chain *right = code_chain(set->of[coded]);
    size_t y =
        right
            ? plumb_published_column(right, "本年支出合计|=合计|=本年支出|=支出合计|=小计|=决算数")
            : PLUMB_NPOS;
    for (size_t k = 0; left && y != PLUMB_NPOS && k < left->chain_count; k++) {
        const struct plumb_chain *chain = &left->chains[k];
        size_t x = plumb_published_column(chain, column);
        if (x == PLUMB_NPOS)
            continue;
        for (size_t i = 0; i < right->count; i++) {
            const struct plumb_grid_line *line = right->lines[i].line;
            const char *names = plumb_account_code_names(line->code);
            if (line->code.len != 3 || (names && !plumb_account_name_is(names, line->key)))
                continue; /* a name that is not this code's says nothing about its amount */
            for (size_t r = 0; line->key.len && r < chain->count; r++) {
                if (!plumb_str_equal(chain->lines[r].line->key, line->key))
                    continue;
                struct plumb_tie tie = {.kind = coded,
                                        .other = totals,
                                        .part_count = 1,
                                        .reading = "the class in the table of totals"};
                tie.stated = plumb_chain_value(list->work, right, i, y);
                tie.parts[0] = plumb_chain_value(list->work, chain, r, x);
                plumb_tie_add(list, tie);
                break;
            }
        }
    }
}

void plumb_tie_rows(struct plumb_tie_list *list, const struct plumb_published_set *set)
{
    for (int shift = 0; shift <= PLUMB_BUDGET_SHIFT; shift += PLUMB_BUDGET_SHIFT) {
        enum plumb_published_kind t1 = (enum plumb_published_kind)(PLUMB_T1 + shift);
        enum plumb_published_kind t3 = (enum plumb_published_kind)(PLUMB_T3 + shift);
        enum plumb_published_kind t4 = (enum plumb_published_kind)(PLUMB_T4 + shift);
        enum plumb_published_kind t5 = (enum plumb_published_kind)(PLUMB_T5 + shift);
        tie_codes(list, set, t3, t5);
        tie_classes(list, set, t1, NULL, t3);
        tie_classes(list, set, t4, "^一般公共预算", t5);
    }
}
