/* The execution line of a form's funds part, whose weight and score count in the form's totals. */
#include "extract/relate_table/relate_table_scores.h"

/* A form printed one cell a line has its goals between its parts, a block a line. */
enum { NEAR_BLOCKS = 6, FORM_BLOCKS = 80 };

/* Nothing between two tables says that another form begins. */
static bool is_one_form(const struct plumb_extract_work *work, size_t from, size_t to)
{
    const struct plumb_block *blocks = work->document->blocks;
    if (to - from <= NEAR_BLOCKS)
        return true;
    if (to - from > FORM_BLOCKS)
        return false;
    for (size_t i = from + 1; i < to; i++) {
        bool title = blocks[i].kind == PLUMB_BLOCK_HEADING && blocks[i].level <= 2;
        if (blocks[i].kind == PLUMB_BLOCK_TABLE || title ||
            plumb_str_ends(blocks[i].text.str, PLUMB_STR("表")))
            return false;
    }
    return true;
}

void plumb_find_execution_line(const struct plumb_extract_work *work,
                               const struct plumb_chain *chains, size_t index,
                               const struct plumb_fact **full, const struct plumb_fact **scored)
{
    const struct plumb_grid *form = chains[index].grid;
    for (size_t k = index; k-- > 0;) {
        const struct plumb_chain *c = &chains[k];
        if (!is_one_form(work, c->grid->block, form->block))
            return;
        /* A paragraph between the parts takes the project's name from the lower one. */
        if (c->grid->item.len && form->item.len && !plumb_str_equal(c->grid->item, form->item))
            return;
        size_t weight = plumb_chain_column(c, PLUMB_COLUMN_WEIGHT);
        size_t rate = plumb_chain_column(c, PLUMB_COLUMN_RATE);
        size_t score = plumb_chain_column(c, PLUMB_COLUMN_SCORE);
        if (weight == PLUMB_NPOS || rate == PLUMB_NPOS ||
            c->zone->columns[rate].rate != PLUMB_RATE_EXECUTION)
            continue;
        for (size_t i = 0; i < c->count && !*full; i++) {
            *full = plumb_chain_value(work, c, i, weight);
            if (*full && score != PLUMB_NPOS)
                *scored = plumb_chain_value(work, c, i, score);
        }
        return;
    }
}
