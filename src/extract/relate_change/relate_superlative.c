/* "乙镇完成率最低，为84.14%" beside a table of all towns: the cell must be the least of its column. */
#include "extract/relate/relate_int.h"

enum { LEAST_ROWS = 4 };

/* -1 the least, +1 the most, 0 neither: the last such word right in front of the number. */
static int extreme(const struct plumb_item *item)
{
    static const struct {
        const char *word;
        int sign;
    } words[] = {{"最低", -1}, {"最少", -1}, {"最小", -1}, {"最高", 1}, {"最多", 1}, {"最大", 1}};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++) {
        struct plumb_str word = plumb_str_from(words[i].word);
        size_t at = plumb_str_rfind(item->before, word);
        if (at == PLUMB_NPOS)
            continue;
        struct plumb_str tail = plumb_str_sub(item->before, at + word.len, item->before.len);
        /* "最低", "最低，为", "最低的是乙镇，仅" */
        if (plumb_utf8_count(tail) <= 3 ||
            (plumb_str_begins(tail, "的") && plumb_utf8_count(tail) <= 14))
            return words[i].sign;
    }
    return 0;
}

static const struct plumb_row *row_of(const struct plumb_extract_work *work,
                                      const struct plumb_fact *cell)
{
    const struct plumb_block *block = &work->document->blocks[cell->block];
    return cell->row < block->table.row_count ? &block->table.rows[cell->row] : NULL;
}

/* The name at the head of the cell's row: its first cell of words. Empty for a row of totals. */
static struct plumb_str row_name(const struct plumb_extract_work *work,
                                 const struct plumb_fact *cell)
{
    const struct plumb_row *row = row_of(work, cell);
    for (size_t c = 0; row && c < row->cell_count && c < cell->column; c++) {
        struct plumb_str text = plumb_str_trim(row->cells[c].text.str);
        if (plumb_utf8_count(text) < 2 || (text.ptr[0] >= '0' && text.ptr[0] <= '9'))
            continue;
        return PLUMB_HAS(text, "合", "总计", "小计", "平均", "全") ? PLUMB_STR("") : text;
    }
    return PLUMB_STR("");
}

/* The cell with the number told, in a row that the sentence names. */
static const struct plumb_fact *cell_told(const struct plumb_extract_work *work,
                                          const struct plumb_item *item)
{
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *cell = &work->facts[f];
        if (cell->row == PLUMB_NPOS || cell->unit != item->fact->unit ||
            cell->value.v != item->fact->value.v)
            continue;
        struct plumb_str name = row_name(work, cell);
        if (name.len && plumb_str_find(item->before, name) != PLUMB_NPOS)
            return cell;
    }
    return NULL;
}

/* The most extreme cell of the column, the told one when none is beyond it; NULL when the column is short. */
static const struct plumb_fact *most_extreme(const struct plumb_extract_work *work,
                                             const struct plumb_fact *told, int sign)
{
    const struct plumb_fact *best = told;
    size_t rows = 0;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *cell = &work->facts[f];
        if (cell->block != told->block || cell->row == PLUMB_NPOS || cell->column != told->column ||
            cell->unit != told->unit || !row_name(work, cell).len)
            continue;
        rows++;
        if (plumb_dec_cmp(cell->value, best->value) * sign > 0)
            best = cell;
    }
    return rows >= LEAST_ROWS ? best : NULL;
}

static void judge_extreme(struct plumb_extract_work *work, const struct plumb_item *item, int sign)
{
    const struct plumb_fact *told = cell_told(work, item);
    const struct plumb_fact *best = told ? most_extreme(work, told, sign) : NULL;
    if (!best)
        return;
    bool holds = best->value.v == told->value.v;
    struct plumb_judgement j = {
        .verdict = holds ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT,
        .reason = holds      ? NULL
                  : sign < 0 ? "said to be the least, but another row of the table has less"
                             : "said to be the most, but another row of the table has more",
        .reason_zh = holds      ? NULL
                     : sign < 0 ? "称最低，但表中另有更低的数值"
                                : "称最高，但表中另有更高的数值"};
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, best);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", item);
    claim.confidence = 0.8;
    plumb_claim_try(&claim, &j, &term, 1, "the extreme of the table's column",
                    plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, item->fact),
                                       holds      ? "="
                                       : sign < 0 ? ">"
                                                  : "<",
                                       plumb_fact_text(work, best)));
    plumb_claim_push(&claim);
}

void plumb_relate_superlatives(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; work->table_count > 0 && p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (passage->is_cell ||
            !PLUMB_TELLS(passage, "最低", "最少", "最小", "最高", "最多", "最大"))
            continue;
        for (size_t i = 0; i < passage->count; i++) {
            const struct plumb_item *item = &passage->items[i];
            int sign = plumb_is_quantity(item->fact) ? extreme(item) : 0;
            if (sign)
                judge_extreme(work, item, sign);
        }
    }
}
