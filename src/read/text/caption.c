/* From regions to table blocks: several tables in one flattened form, contents tables, and the
 * title and unit that stand above a table. */
#include "read/read_int.h"

#include <string.h>

/* ---- regions to blocks ---- */

bool plumb_text_is_banner(struct plumb_str text)
{
    return text.len > 0 && plumb_text_chars(text, 61) <= 60 && !plumb_str_has(text, "。") &&
           !plumb_str_ends(text, PLUMB_STR("：")) && !plumb_text_is_number(text) &&
           !plumb_text_is_signoff(text);
}

/* A row of one cell that names what follows. */
static bool is_banner(const struct plumb_grid_row *row)
{
    return row->cell_count == 1 && plumb_text_is_banner(row->cells[0].text.str) &&
           row->cells[0].text.piece_count <= 3;
}

static bool has_digit(struct plumb_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            return true;
    return false;
}

/* A row of labels: the head of a table. */
static bool is_head_like(const struct plumb_grid_row *row)
{
    if (row->cell_count < 2 || row->cells[0].text.str.len == 0)
        return false;
    for (size_t c = 0; c < row->cell_count; c++)
        if (has_digit(row->cells[c].text.str))
            return false;
    return true;
}

/* Rows of a table are numbered from 0 also when it was cut out of a form. */
static void emit_rows(struct plumb_reader *reader, const struct plumb_region *region, size_t from,
                      size_t to)
{
    if (from >= to)
        return;
    struct plumb_row *rows = plumb_arena_array(reader->arena, to - from, sizeof *rows);
    size_t columns = 0;
    for (size_t r = 0; r < to - from; r++) {
        struct plumb_grid_row *row = &region->rows[from + r];
        for (size_t c = 0; c < row->cell_count; c++)
            row->cells[c].row = r;
        if (row->cell_count > columns)
            columns = row->cell_count;
        rows[r] = (struct plumb_row){row->cells, row->cell_count};
    }
    size_t line = rows[0].cell_count ? rows[0].cells[0].line - 1 : region->from;
    struct plumb_block *block = plumb_reader_block(reader, PLUMB_BLOCK_TABLE, line, 0);
    block->table.rows = rows;
    block->table.row_count = to - from;
    block->table.column_count = columns;
    block->table.aligned = region->aligned;
}

/* A form is cut into tables at its banners, where the banner is first, last, or above a head. */
static void emit_form(struct plumb_reader *reader, const struct plumb_region *region)
{
    size_t start = 0;
    for (size_t r = 0; r < region->row_count; r++) {
        if (!is_banner(&region->rows[r]))
            continue;
        bool last = r + 1 == region->row_count;
        const struct plumb_grid_row *next = last ? NULL : &region->rows[r + 1];
        if (r != start && next && !is_banner(next) && !is_head_like(next))
            continue;
        emit_rows(reader, region, start, r);
        const struct plumb_cell *cell = &region->rows[r].cells[0];
        size_t after = last ? plumb_lines_next(reader, region->to, NULL) : cell->line;
        plumb_emit_text(reader, &cell->text, cell->line - 1, after, 0);
        start = r + 1;
    }
    emit_rows(reader, region, start, region->row_count);
}

/* "一、基本情况.......": the row of a table of contents. */
static bool is_contents_row(const struct plumb_grid_row *row)
{
    for (size_t c = 0; c < row->cell_count; c++)
        if (plumb_str_has(row->cells[c].text.str, "....") ||
            plumb_str_has(row->cells[c].text.str, "……"))
            return true;
    return false;
}

static bool is_contents_table(const struct plumb_region *region)
{
    size_t entries = 0, filled = 0;
    for (size_t r = 0; r < region->row_count; r++) {
        const struct plumb_grid_row *row = &region->rows[r];
        bool any = false;
        for (size_t c = 0; c < row->cell_count; c++)
            any = any || row->cells[c].text.str.len > 0;
        filled += any;
        entries += is_contents_row(row);
    }
    return entries >= 3 && entries * 5 >= filled * 4;
}

static void emit_parts(struct plumb_reader *reader, const struct plumb_region *region)
{
    for (size_t i = 0; i < region->part_count; i++) {
        const struct plumb_region_part *part = &region->parts[i];
        if (part->table)
            emit_rows(reader, part->table, 0, part->table->row_count);
        else
            plumb_emit_text(reader, &part->text, part->line, region->to, 0);
    }
}

void plumb_emit_region(struct plumb_reader *reader, const struct plumb_region *region)
{
    if (region->part_count > 0) {
        emit_parts(reader, region);
    } else if (is_contents_table(region)) {
        for (size_t i = region->from; i < region->to; i++)
            if (plumb_reader_line(reader, i).len > 0 && reader->lines[i].kind != PLUMB_LINE_DROPPED)
                plumb_reader_note(reader, i, "entry of the table of contents left out");
    } else if (region->flat) {
        emit_form(reader, region);
    } else {
        emit_rows(reader, region, 0, region->row_count);
    }
}

/* ---- title and unit ---- */

/* "填报单位：××局", "公开01表", "附件2": stands between a table and its title. */
static bool is_form_line(struct plumb_str text)
{
    return (plumb_str_has(text, "：") && !plumb_text_is_prose(text)) ||
           plumb_text_is_signoff(text) ||
           (plumb_str_starts(text, PLUMB_STR("公开")) && plumb_str_ends(text, PLUMB_STR("表")) &&
            plumb_text_chars(text, 9) <= 8);
}

static bool can_be_title(struct plumb_str text)
{
    return plumb_text_chars(text, 61) <= 60 && !plumb_text_is_prose(text) &&
           !plumb_text_is_final(text) && !plumb_text_is_date(text) && !plumb_text_is_number(text);
}

/* What is left of "单位：万元" lines besides the unit is nothing or the name of who filled it in. */
static bool is_unit_line(struct plumb_str text, size_t from, size_t to)
{
    struct plumb_str rest = plumb_str_trim(plumb_str_sub(text, 0, from));
    struct plumb_str tail = plumb_str_trim(plumb_str_sub(text, to, text.len));
    bool bracketed = plumb_str_ends(rest, PLUMB_STR("（")) || plumb_str_ends(rest, PLUMB_STR("("));
    return plumb_str_starts(plumb_str_sub(text, from, to), PLUMB_STR("单位")) &&
           (rest.len == 0 || (bracketed && rest.len <= 3) || plumb_str_has(rest, "：") ||
            rest.len <= 6) &&
           tail.len <= 12;
}

struct caption {
    struct plumb_text title, suffix, unit;
};

/* A title such as 基础数据表 goes on from the line above. */
static void extend_title(struct plumb_reader *reader, struct caption *caption, size_t at)
{
    struct plumb_numbering numbering;
    if (at == 0 || plumb_text_chars(caption->title.str, 8) > 7)
        return;
    const struct plumb_block *above = &reader->blocks[at - 1];
    if (above->kind == PLUMB_BLOCK_TABLE || !can_be_title(above->text.str) ||
        plumb_str_ends(above->text.str, PLUMB_STR("表")) || is_form_line(above->text.str) ||
        plumb_numbering_parse(above->text.str, &numbering))
        return;
    caption->title = plumb_text_join(reader->arena, &above->text, &caption->title);
}

static void look_above(struct plumb_reader *reader, size_t index, struct caption *caption)
{
    for (size_t j = index; j-- > 0 && index - j <= 6;) {
        const struct plumb_block *block = &reader->blocks[j];
        const struct plumb_text *text = &block->text;
        size_t from = 0, to = 0;
        if (block->kind == PLUMB_BLOCK_TABLE || plumb_text_chars(text->str, 241) > 240)
            return;
        bool unit = plumb_text_find_unit(text->str, &from, &to);
        if (unit && caption->unit.str.len == 0)
            caption->unit = plumb_text_slice(reader->arena, text, from, to);
        if (unit && is_unit_line(text->str, from, to))
            continue;
        if (plumb_text_is_year_mark(text->str)) {
            if (caption->suffix.str.len == 0)
                caption->suffix = *text;
            continue;
        }
        if (!unit && is_form_line(text->str))
            continue;
        if (!can_be_title(text->str))
            return;
        caption->title = *text;
        extend_title(reader, caption, j);
        return;
    }
}

/* "单位：万元" in a cell of the first two rows. */
static void look_inside(struct plumb_reader *reader, const struct plumb_table *table,
                        struct caption *caption)
{
    for (size_t r = 0; r < table->row_count && r < 2; r++)
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            const struct plumb_text *text = &table->rows[r].cells[c].text;
            size_t from = 0, to = 0;
            if (plumb_text_find_unit(text->str, &from, &to) &&
                plumb_str_starts(plumb_str_sub(text->str, from, to), PLUMB_STR("单位"))) {
                caption->unit = plumb_text_slice(reader->arena, text, from, to);
                return;
            }
        }
}

/* "注：……单位：万元。" right under the table. */
static void look_below(struct plumb_reader *reader, size_t index, struct caption *caption)
{
    if (index + 1 >= reader->block_count || reader->blocks[index + 1].kind == PLUMB_BLOCK_TABLE)
        return;
    const struct plumb_text *text = &reader->blocks[index + 1].text;
    size_t from = 0, to = 0;
    bool note = plumb_str_starts(text->str, PLUMB_STR("注")) ||
                plumb_str_starts(text->str, PLUMB_STR("备注")) ||
                plumb_str_starts(text->str, PLUMB_STR("说明")) ||
                plumb_str_starts(text->str, PLUMB_STR("（注"));
    if (note && plumb_text_find_unit(text->str, &from, &to) &&
        plumb_str_has(plumb_str_sub(text->str, from, to), "单位"))
        caption->unit = plumb_text_slice(reader->arena, text, from, to);
}

void plumb_attach_captions(struct plumb_reader *reader)
{
    const struct plumb_text none = {PLUMB_STR(""), NULL, 0};
    for (size_t i = 0; i < reader->block_count; i++) {
        struct plumb_block *block = &reader->blocks[i];
        if (block->kind != PLUMB_BLOCK_TABLE)
            continue;
        struct caption caption = {none, none, none};
        look_above(reader, i, &caption);
        if (caption.unit.str.len == 0)
            look_inside(reader, &block->table, &caption);
        if (caption.unit.str.len == 0)
            look_below(reader, i, &caption);
        block->table.title = plumb_text_join(reader->arena, &caption.title, &caption.suffix);
        block->table.unit = caption.unit;
    }
}
