/* Amounts without a unit where the table prints one neither above nor in a head, only in some of its
 * cells (check report.unit): "2.38万元", "2.36万", "8.71" in one form. */
#include "extract/relate_table/relate_table_scores.h"

enum { TERMS_MAX = 12 };

static bool head_has_unit(const struct plumb_chain *chain)
{
    if (chain->zone->unit.len || chain->grid->unit.len)
        return true;
    for (size_t c = 0; c < chain->zone->column_count; c++)
        if (chain->zone->columns[c].unit.len)
            return true;
    return false;
}

static bool is_money_column(const struct plumb_grid_column *column)
{
    return column->role >= PLUMB_COLUMN_AMOUNT && column->role <= PLUMB_COLUMN_BALANCE;
}

void plumb_note_missing_units(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    const struct plumb_grid_group *group = chain->group;
    struct plumb_term terms[TERMS_MAX];
    size_t n = 0, printed = 0;
    if (!plumb_chain_is_headed(chain) || head_has_unit(chain) || group->first_value == PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++)
        for (size_t c = group->first_value; c <= group->last_value; c++) {
            const struct plumb_fact *fact = plumb_chain_value(work, chain, i, c);
            if (!fact || !is_money_column(&chain->zone->columns[c]) ||
                plumb_dec_sign(fact->value) == 0 || fact->unit != PLUMB_UNIT_YUAN)
                continue;
            if (!fact->unit_inferred)
                printed++;
            else if (n < TERMS_MAX)
                terms[n++] = plumb_term_words(PLUMB_ROLE_CUE, fact->text, fact->line);
        }
    if (printed == 0 || n < 3)
        return;
    plumb_note_push(work, "report.unit", PLUMB_VERDICT_INCONSISTENT,
                    chain->grid->title.len ? chain->grid->title : PLUMB_STR("计量单位"), terms, n,
                    "amounts are printed without a unit beside others that have one",
                    "部分金额未标明计量单位");
    work->relations[work->relation_count - 1].confidence = 0.5;
}
