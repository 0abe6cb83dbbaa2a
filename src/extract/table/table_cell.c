/* Cells of a grid: their facts, and whether they hold a value, words or both. */
#include "extract/table/table_int.h"

static bool is_value(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE ||
           fact->kind == PLUMB_FACT_CHINESE;
}

/* Signs and words that may stand around a value without making the cell a text. */
static bool is_noise(uint32_t cp)
{
    switch (cp) {
    case ' ':
    case 0x3000:
    case 0xA0:
    case '<':
    case '>':
    case '=':
    case '+':
    case '-':
    case '(':
    case ')':
    case '~':
    case ',':
    case '.':
    case '*':
    case 0x2264: /* ≤ */
    case 0x2265: /* ≥ */
    case 0x2550: /* ═, a ruled line in the place of = */
    case 0x2266:
    case 0x2267:
    case 0x226F:
    case 0x226E:
    case 0x2014:
    case 0x2013:
    case 0x2212:
    case 0x00A5: /* ¥ */
    case 0x3001:
    case 0x3002:
        return true;
    default:
        return false;
    }
}

static size_t letters(struct plumb_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len;)
        n += !is_noise(plumb_fold(plumb_utf8_decode(s, &at)));
    return n;
}

static bool is_dash(struct plumb_str key)
{
    return letters(key) == 0 || (key.len == 1 && key.ptr[0] == '/') ||
           plumb_str_equal(key, PLUMB_STR("——")) || plumb_str_equal(key, PLUMB_STR("无"));
}

static bool starts_with_band(struct plumb_str text)
{
    static const char *const words[] = {
        "不低于",   "不少于", "不高于", "不超过", "小于",   "大于",   "低于", "高于",
        "超过",     "少于",   "不足",   "约",     "近",     "达到",   "达",   "控制在",
        "至少",     "同比",   "等于",   "负",     "不大于", "不小于", "共",   "小于等于",
        "大于等于", "增长",   "下降",   "提高",   "减少",   "人均",   "每"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_equal(text, plumb_str_from(words[i])))
            return true;
    return false;
}

/* A value with at most a few letters around its number and unit: "30余次", "不低于95%", "5分". */
static bool reads_as_value(struct plumb_str text, const struct plumb_fact *fact)
{
    size_t end = fact->offset + fact->len + fact->unit_len;
    struct plumb_str before = plumb_str_trim(plumb_str_sub(text, 0, fact->offset));
    struct plumb_str after = plumb_str_trim(plumb_str_sub(text, end, text.len));
    size_t lead = letters(before);
    if (lead > 0 && !starts_with_band(before))
        return false;
    return letters(after) <= 4;
}

/* "（50分）": the points of a level whose name the text lost. */
static bool is_points_in_brackets(struct plumb_str text, const struct plumb_fact *fact)
{
    struct plumb_str before = plumb_str_trim(plumb_str_sub(text, 0, fact->offset));
    return fact->unit == PLUMB_UNIT_SCORE && fact->unit_len > 0 &&
           (plumb_str_equal(before, PLUMB_STR("(")) || plumb_str_equal(before, PLUMB_STR("（")));
}

static void classify(const struct plumb_extract_work *work, struct plumb_grid_cell *cell)
{
    struct plumb_str text = cell->cell->text.str;
    size_t values = 0;
    cell->value = PLUMB_NPOS;
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++)
        if (is_value(&work->facts[i]) && values++ == 0)
            cell->value = i;
    if (is_dash(cell->key)) {
        cell->type = PLUMB_CELL_EMPTY;
        cell->value = PLUMB_NPOS;
    } else if (values == 0) {
        bool digits = true;
        for (size_t i = 0; i < cell->key.len; i++)
            digits = digits && cell->key.ptr[i] >= '0' && cell->key.ptr[i] <= '9';
        cell->type = digits ? PLUMB_CELL_NUMBER : PLUMB_CELL_TEXT;
    } else {
        const struct plumb_fact *fact = &work->facts[cell->value];
        bool range = values == 2 && fact->partner != PLUMB_NPOS;
        bool alone = (values == 1 || range) && reads_as_value(text, fact) &&
                     !is_points_in_brackets(text, fact);
        if (range && !alone)
            alone = letters(plumb_str_sub(text, 0, fact->offset)) == 0;
        cell->type = alone ? PLUMB_CELL_NUMBER : PLUMB_CELL_MIXED;
        if (!alone)
            cell->value = PLUMB_NPOS;
    }
}

/* How far from the start of its source line a cell stands; converters pad by characters or by terminal
 * columns, so both are kept. */
static void find_place(const struct plumb_document *document, const struct plumb_cell *cell,
                       size_t place[2])
{
    if (cell->text.piece_count == 0 || cell->line == 0 || cell->line > document->line_count)
        return;
    size_t from = document->line_starts[cell->line - 1], to = cell->text.pieces[0].source_offset;
    if (to < from || to > document->source.len || to - from > 4096)
        return;
    struct plumb_str before = plumb_str_sub(document->source, from, to);
    int width = plumb_utf8_width(before);
    place[0] = plumb_utf8_count(before);
    place[1] = width > 0 ? (size_t)width : 0;
}

/* White space in front of the cell in its source line: rows of a breakdown are indented. */
static size_t source_indent(const struct plumb_document *document, const struct plumb_cell *cell)
{
    if (cell->text.piece_count == 0)
        return 0;
    size_t at = cell->text.pieces[0].source_offset, n = 0;
    if (at > document->source.len)
        return 0;
    struct plumb_str source = document->source;
    while (at > 0) {
        size_t from = plumb_utf8_prev(source, at), next = from;
        uint32_t cp = plumb_utf8_decode(source, &next);
        if (cp == 0x3000)
            n += 2;
        else if (cp == ' ' || cp == 0xA0)
            n++;
        else
            break;
        at = from;
    }
    return n;
}

static void skip_to_cell(const struct plumb_extract_work *work, size_t block, size_t row,
                         size_t column, size_t *at)
{
    while (*at < work->fact_count) {
        const struct plumb_fact *f = &work->facts[*at];
        bool before =
            f->block < block || (f->block == block && f->row == PLUMB_NPOS) ||
            (f->block == block && (f->row < row || (f->row == row && f->column < column)));
        if (!before)
            return;
        (*at)++;
    }
}

void plumb_grid_cells(struct plumb_extract_work *work, struct plumb_grid *grid, size_t *next_fact)
{
    const struct plumb_table *table = grid->table;
    grid->rows = plumb_arena_array(work->arena, table->row_count, sizeof *grid->rows);
    grid->row_count = table->row_count;
    for (size_t r = 0; r < table->row_count; r++) {
        const struct plumb_row *row = &table->rows[r];
        struct plumb_grid_row *out = &grid->rows[r];
        out->cells = plumb_arena_array(work->arena, row->cell_count, sizeof *out->cells);
        out->count = row->cell_count;
        for (size_t c = 0; c < row->cell_count; c++) {
            struct plumb_grid_cell *cell = &out->cells[c];
            cell->cell = &row->cells[c];
            cell->key = plumb_label_key(work->arena, cell->cell->text.str);
            skip_to_cell(work, grid->block, r, cell->cell->column, next_fact);
            cell->first_fact = *next_fact;
            while (*next_fact < work->fact_count) {
                const struct plumb_fact *f = &work->facts[*next_fact];
                if (f->block != grid->block || f->row != r || f->column != cell->cell->column)
                    break;
                (*next_fact)++;
            }
            cell->fact_count = *next_fact - cell->first_fact;
            cell->indent = source_indent(work->document, cell->cell);
            find_place(work->document, cell->cell, cell->place);
            cell->from = cell->to = cell->cell->column;
            classify(work, cell);
            if (cell->type == PLUMB_CELL_TEXT || cell->type == PLUMB_CELL_MIXED)
                cell->meaning = plumb_head_meaning(cell->key);
        }
    }
}

/* ---- looking up ---- */

struct plumb_grid_cell *plumb_grid_at(const struct plumb_grid *grid, size_t row, size_t column)
{
    const struct plumb_grid_row *r = &grid->rows[row];
    /* cells are in column order; most stand at their own index */
    if (column < r->count && r->cells[column].from <= column && r->cells[column].to >= column)
        return &r->cells[column];
    for (size_t c = 0; c < r->count; c++)
        if (r->cells[c].from <= column && r->cells[c].to >= column)
            return &r->cells[c];
    return NULL;
}

struct plumb_fact *plumb_grid_value(const struct plumb_extract_work *work,
                                    const struct plumb_grid *grid, size_t row, size_t column)
{
    const struct plumb_grid_cell *cell = plumb_grid_at(grid, row, column);
    if (!cell || cell->from != column || cell->value == PLUMB_NPOS ||
        cell->type != PLUMB_CELL_NUMBER)
        return NULL;
    struct plumb_fact *fact = &work->facts[cell->value];
    return fact->kind == PLUMB_FACT_NOT ? NULL : fact;
}
