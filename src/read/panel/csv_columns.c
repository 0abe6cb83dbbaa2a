/* The columns of a layout: what their cells hold, and which role each plays. */
#include "read/panel/csv_layout_int.h"

#include <string.h>

struct plumb_csv_content plumb_csv_look_at(const struct plumb_csv_finder *finder, size_t first,
                                           size_t column)
{
    struct plumb_csv_content content = {0};
    for (size_t r = first; r < finder->row_count; r++) {
        const struct plumb_csv_head_row *row = &finder->rows[r];
        if (column >= row->count || row->cells[column].len == 0)
            continue;
        double value;
        bool percent;
        const char *unit;
        int power;
        struct plumb_str cell = row->cells[column];
        enum plumb_csv_value kind = plumb_csv_number(
            cell.ptr, cell.len, finder->layout->dialect.decimal_comma, 0, &value, &percent);
        if (kind == PLUMB_CSV_MISSING)
            continue;
        content.filled++;
        content.numbers += kind == PLUMB_CSV_NUMBER;
        content.years += plumb_csv_year(cell, false) != 0;
        content.units += plumb_csv_unit(cell, &unit, &power);
    }
    return content;
}

bool plumb_csv_is_numeric(struct plumb_csv_content content)
{
    return content.numbers > 0 && content.numbers * 10 >= content.filled * 6;
}

size_t plumb_csv_find_role(const struct plumb_csv_layout *layout, enum plumb_csv_role role)
{
    for (size_t i = 0; i < layout->column_count; i++)
        if (layout->columns[i].role == role)
            return i;
    return PLUMB_NPOS;
}

static void set_measure(struct plumb_csv_column *column)
{
    column->label = plumb_csv_strip_unit(column->head, &column->unit, &column->power);
    column->year = plumb_csv_take_year(&column->label);
}

/* Second columns of a role are not used; the tables of the layout are filled. */
void plumb_csv_collect_roles(struct plumb_csv_finder *finder)
{
    struct plumb_csv_layout *layout = finder->layout;
    const enum plumb_csv_role keys[PLUMB_CSV_MAX_KEYS] = {PLUMB_CSV_INDICATOR, PLUMB_CSV_UNIT,
                                                          PLUMB_CSV_STAGE, PLUMB_CSV_ITEM};
    layout->measures =
        plumb_arena_array(finder->arena, layout->column_count + 1, sizeof *layout->measures);
    layout->measure_count = layout->agency_count = 0;
    layout->year = plumb_csv_find_role(layout, PLUMB_CSV_YEAR);
    layout->region = plumb_csv_find_role(layout, PLUMB_CSV_REGION);
    layout->level = plumb_csv_find_role(layout, PLUMB_CSV_LEVEL);
    layout->kind = plumb_csv_find_role(layout, PLUMB_CSV_KIND);
    size_t agency = plumb_csv_find_role(layout, PLUMB_CSV_AGENCY);
    if (agency != PLUMB_NPOS)
        layout->agency[layout->agency_count++] = agency;
    for (size_t i = 0; i < PLUMB_CSV_MAX_KEYS; i++)
        layout->series[i] = plumb_csv_find_role(layout, keys[i]);
    bool has_label = layout->series[0] != PLUMB_NPOS;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        if (column->role != PLUMB_CSV_MEASURE && column->role != PLUMB_CSV_VALUE)
            continue;
        set_measure(column);
        if (column->role == PLUMB_CSV_VALUE && has_label)
            column->label = PLUMB_STR("");
        layout->measures[layout->measure_count++] = i;
    }
}

/* Rows above the head: the title, its year and unit. */
/* "单位：万元": the unit of all values. */
static bool takes_unit(struct plumb_csv_layout *layout, struct plumb_str cell)
{
    size_t mark = plumb_str_find(cell, PLUMB_STR("单位"));
    const char *unit = NULL;
    int power = 0;
    if (mark == PLUMB_NPOS)
        return false;
    struct plumb_str word = plumb_str_trim(plumb_str_sub(cell, mark + strlen("单位"), cell.len));
    if (plumb_str_starts(word, PLUMB_STR("：")))
        word = plumb_str_sub(word, strlen("："), word.len);
    else if (plumb_str_starts(word, PLUMB_STR(":")))
        word = plumb_str_sub(word, 1, word.len);
    if (!plumb_csv_unit(plumb_str_trim(word), &unit, &power))
        return false;
    layout->default_unit = unit;
    layout->default_power = power;
    return true;
}

void plumb_csv_read_title(struct plumb_csv_finder *finder, size_t head)
{
    struct plumb_csv_layout *layout = finder->layout;
    for (size_t r = 0; r < head; r++)
        for (size_t c = 0; c < finder->rows[r].count; c++) {
            struct plumb_str cell = finder->rows[r].cells[c];
            if (takes_unit(layout, cell))
                continue;
            if (cell.len && !layout->title.len)
                layout->title = cell;
            if (!layout->fixed_year)
                layout->fixed_year = plumb_csv_year_in(cell);
        }
    const char *slash = strrchr(finder->path, '/'), *name = slash ? slash + 1 : finder->path;
    const char *member = strrchr(name, '!'); /* of an archive, whose own name counts less */
    if (!layout->fixed_year && member)
        layout->fixed_year = plumb_csv_year_in(plumb_str_from(member + 1));
    if (!layout->fixed_year)
        layout->fixed_year = plumb_csv_year_in(plumb_str_from(name));
}

void plumb_csv_set_columns(struct plumb_csv_finder *finder, const struct plumb_csv_head_row *row)
{
    struct plumb_csv_layout *layout = finder->layout;
    layout->column_count = row->count;
    layout->columns = plumb_arena_array(finder->arena, row->count + 1, sizeof *layout->columns);
    for (size_t i = 0; i < row->count; i++)
        layout->columns[i] =
            (struct plumb_csv_column){.head = row->cells[i], .label = PLUMB_STR(""), .unit = ""};
}

void plumb_csv_set_start(struct plumb_csv_finder *finder, size_t head, bool has_head)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct plumb_csv_head_row *row = &finder->rows[head];
    layout->head_line = has_head ? row->line : 0;
    layout->data_offset = has_head ? row->next : row->offset;
    layout->data_line = row->line;
    for (size_t r = head + 1; has_head && r < finder->row_count; r++)
        if (finder->rows[r].offset >= row->next) {
            layout->data_offset = finder->rows[r].offset;
            layout->data_line = finder->rows[r].line;
            return;
        }
}
