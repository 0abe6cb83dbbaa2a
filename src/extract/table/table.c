/* Pass 4: understands each table and gives its cells heads, labels, units and stages. */
#include "extract/table/table_int.h"

/* The project a form is about: what stands right of 项目名称. */
static struct plumb_str form_item(const struct plumb_grid *grid)
{
    for (size_t r = 0; r < grid->row_count && r < 12; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        for (size_t c = 0; c + 1 < row->count; c++) {
            struct plumb_str key = row->cells[c].key;
            bool name = plumb_key_is(key, "项目名称") || plumb_key_is(key, "项目支出名称") ||
                        plumb_key_is(key, "项目名称:") || plumb_key_is(key, "专项名称") ||
                        plumb_key_is(key, "(项目)名称") || plumb_key_is(key, "专项资金名称") ||
                        plumb_key_is(key, "政策名称");
            if (name && row->kind != PLUMB_ROW_HEAD && row->cells[c + 1].cell->text.str.len)
                return plumb_str_trim(row->cells[c + 1].cell->text.str);
        }
    }
    return (struct plumb_str){"", 0};
}

static struct plumb_str form_title(const struct plumb_grid *grid)
{
    struct plumb_str title = plumb_str_trim(grid->table->title.str);
    for (size_t r = 0; r < grid->row_count && !title.len && r < 3; r++)
        if (grid->rows[r].kind == PLUMB_ROW_SECTION)
            title = plumb_str_trim(grid->rows[r].cells[0].cell->text.str);
    return plumb_utf8_count(title) <= 60 ? title : (struct plumb_str){"", 0};
}

static void fill_view(struct plumb_extract_work *work, const struct plumb_grid *grid,
                      struct plumb_table_view *view)
{
    view->block = grid->block;
    view->table = grid->table;
    view->unit = grid->zone_count && grid->zones[0].unit.len ? grid->zones[0].unit : grid->unit;
    view->rows = plumb_arena_array(work->arena, grid->row_count + 1, sizeof *view->rows);
    for (size_t r = 0; r < grid->row_count; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        view->rows[r] = plumb_arena_array(work->arena, row->count + 1, sizeof **view->rows);
        for (size_t c = 0; c < row->count; c++) {
            const struct plumb_grid_cell *cell = &row->cells[c];
            struct plumb_cell_view *out = &view->rows[r][c];
            out->cell = cell->cell;
            out->block = grid->block;
            out->first_fact = cell->first_fact;
            out->fact_count = cell->fact_count;
            out->is_head = row->kind == PLUMB_ROW_HEAD || row->kind == PLUMB_ROW_COUNTER ||
                           row->kind == PLUMB_ROW_SECTION;
            out->head_row = PLUMB_NPOS;
            out->head = out->row_label = (struct plumb_str){"", 0};
            if (out->is_head || !grid->zone_count)
                continue;
            const struct plumb_zone *zone = &grid->zones[row->zone];
            if (cell->from < zone->column_count && row->kind == PLUMB_ROW_BODY) {
                out->head = zone->columns[cell->from].head;
                out->is_head = zone->columns[cell->from].role == PLUMB_COLUMN_LABEL;
                if (zone->head_to > zone->head_from)
                    out->head_row = zone->head_to - 1;
            }
        }
    }
    for (size_t z = 0; z < grid->zone_count; z++)
        for (size_t g = 0; g < grid->zones[z].group_count; g++) {
            const struct plumb_grid_group *group = &grid->zones[z].groups[g];
            for (size_t i = 0; i < group->line_count; i++) {
                const struct plumb_grid_row *row = &grid->rows[group->lines[i].row];
                for (size_t c = 0; c < row->count; c++)
                    if (row->cells[c].from < grid->zones[z].column_count &&
                        grid->zones[z].columns[row->cells[c].from].group == g)
                        view->rows[group->lines[i].row][c].row_label = group->lines[i].path;
            }
        }
}

static bool is_caption(struct plumb_str text)
{
    return text.len > 0 && plumb_utf8_count(text) <= 60;
}

/* The unit printed near the table: by the reader, in a short paragraph above it, or the one all other
 * tables of the document have. */
static struct plumb_str form_unit(const struct plumb_extract_work *work,
                                  const struct plumb_grid *grid)
{
    const struct plumb_document *document = work->document;
    struct plumb_str unit = plumb_head_unit(grid->table->unit.str);
    for (size_t b = grid->block; !unit.len && b-- > 0 && b + 4 > grid->block;)
        if (document->blocks[b].kind != PLUMB_BLOCK_TABLE &&
            is_caption(document->blocks[b].text.str) &&
            plumb_str_has(document->blocks[b].text.str, "单位"))
            unit = plumb_head_unit(document->blocks[b].text.str);
    if (unit.len || grid->table->aligned)
        return unit;
    for (size_t b = 0; b < document->block_count; b++) {
        if (document->blocks[b].kind != PLUMB_BLOCK_TABLE)
            continue;
        struct plumb_str other = plumb_head_unit(document->blocks[b].table.unit.str);
        if (other.len && unit.len && !plumb_str_equal(other, unit))
            return (struct plumb_str){"", 0};
        if (other.len)
            unit = other;
    }
    return unit;
}

/* "支出总体情况表", "公开04表" */
static bool is_table_name(struct plumb_str text)
{
    text = plumb_str_trim(text);
    return plumb_str_ends(text, PLUMB_STR("表")) && !plumb_str_has(text, "续");
}

/* Does the caption name another table than the one before it? That one's name stands above it. */
static bool names_another(const struct plumb_extract_work *work, const struct plumb_grid *before,
                          struct plumb_str caption)
{
    enum { ABOVE = 4 }; /* name, number, unit, agency */
    bool named = false;
    if (!is_table_name(caption))
        return false;
    struct plumb_str key = plumb_label_key(work->arena, caption);
    for (size_t back = 1; back <= ABOVE && back <= before->block; back++) {
        const struct plumb_block *block = &work->document->blocks[before->block - back];
        if (block->kind == PLUMB_BLOCK_TABLE)
            break;
        named |= is_table_name(block->text.str);
        if (plumb_str_equal(plumb_label_key(work->arena, block->text.str), key))
            return false; /* the head of the page, printed again */
    }
    return named;
}

/* The table before this one, when nothing but a caption stands between them: 续表. */
static const struct plumb_grid *table_before(const struct plumb_extract_work *work, size_t block)
{
    if (work->table_count == 0)
        return NULL;
    const struct plumb_table_view *last = &work->tables[work->table_count - 1];
    for (size_t b = last->block + 1; b < block; b++) {
        const struct plumb_text *text = &work->document->blocks[b].text;
        if (plumb_utf8_count(text->str) > 12 || names_another(work, last->grid, text->str))
            return NULL;
    }
    return last->grid;
}

static void read_table(struct plumb_extract_work *work, size_t block, size_t *next_fact)
{
    struct plumb_grid *grid = plumb_arena_alloc(work->arena, sizeof *grid);
    grid->block = block;
    grid->table = &work->document->blocks[block].table;
    grid->previous = table_before(work, block);
    plumb_grid_cells(work, grid, next_fact);
    plumb_grid_zones(work, grid);
    for (size_t z = 0; z < grid->zone_count; z++) {
        struct plumb_zone *zone = &grid->zones[z];
        if (!zone->code_list) {
            plumb_zone_roles(work, grid, zone);
            plumb_grid_align(work, grid, zone);
        }
        plumb_zone_groups(work, grid, zone);
    }
    grid->item = form_item(grid);
    if (!grid->item.len && grid->previous)
        grid->item = grid->previous->item; /* the form goes on in the next table */
    grid->title = form_title(grid);
    grid->unit = form_unit(work, grid);
    plumb_grid_meaning(work, grid);
    struct plumb_table_view *view =
        PLUMB_PUSH(work->arena, work->tables, work->table_count, work->table_capacity);
    view->grid = grid;
    fill_view(work, grid, view);
}

void plumb_pass_tables(struct plumb_extract_work *work)
{
    size_t next_fact = 0;
    for (size_t b = 0; b < work->document->block_count; b++)
        if (work->document->blocks[b].kind == PLUMB_BLOCK_TABLE)
            read_table(work, b, &next_fact);
}
