/* 扣分 in a column of its own: its total is the sum of its lines (check score.total). */
#include "extract/relate_table/relate_table_scores.h"

enum { PARTS_MAX = 128 };

static void relate_column(struct plumb_extract_work *work, const struct plumb_chain *chain,
                          size_t column)
{
    const struct plumb_fact *parts[PARTS_MAX], *total = NULL;
    size_t n = 0;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        const struct plumb_fact *fact = plumb_chain_value(work, chain, i, column);
        bool whole = line->total || plumb_label_is_score_total(line->key);
        /* subtotals and levels would have to be told apart first */
        if (chain->lines[i].depth > 0 || line->total == 1 || n == PARTS_MAX || (whole && total))
            return;
        if (whole)
            total = fact;
        else if (fact)
            parts[n++] = fact;
    }
    struct plumb_claim claim;
    if (!total || n < 2)
        return;
    plumb_table_claim(&claim, work, PLUMB_REL_SCORE, "score.total", total, total->label);
    claim.confidence = 0.85;
    plumb_claim_sum(&claim, total, parts, NULL, n, "all deductions");
    plumb_claim_push(&claim);
}

void plumb_relate_score_deductions(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    for (size_t c = 0; c < chain->zone->column_count; c++) {
        const struct plumb_grid_column *column = &chain->zone->columns[c];
        if (plumb_str_has(column->key, "扣分") && column->numbers >= 3 && column->texts == 0)
            relate_column(work, chain, c);
    }
}
