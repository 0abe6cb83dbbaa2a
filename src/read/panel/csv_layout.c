/* What the columns of a CSV file mean: from a mapping, from their heads, or from their content. */
#include "read/panel/csv_layout_int.h"

#include <string.h>

static bool is_blank_row(const struct plumb_csv_head_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].len)
            return false;
    return true;
}

static void collect_rows(struct plumb_csv_finder *finder, struct plumb_str text)
{
    size_t max = PLUMB_CSV_MAX_COLUMNS;
    struct plumb_csv_field *fields = plumb_arena_array(finder->arena, max, sizeof *fields);
    const char *at = text.ptr, *end = text.ptr + text.len;
    size_t line = 1;
    while (at < end && finder->row_count < PLUMB_CSV_HEAD_ROWS) {
        size_t count = 0, lines = 0;
        const char *next =
            plumb_csv_row(&finder->layout->dialect, at, end, fields, max, &count, &lines);
        struct plumb_csv_head_row *row = &finder->rows[finder->row_count];
        row->count = count < max ? count : max;
        row->cells = plumb_arena_array(finder->arena, row->count + 1, sizeof *row->cells);
        for (size_t i = 0; i < row->count; i++)
            row->cells[i] = plumb_csv_text(&fields[i], finder->arena);
        row->line = line;
        row->offset = (size_t)(at - text.ptr);
        row->next = (size_t)(next - text.ptr);
        finder->row_count += !is_blank_row(row);
        line += lines;
        at = next;
    }
}

/* Roles that the heads do not settle. */
static void settle_roles(struct plumb_csv_finder *finder, size_t first)
{
    struct plumb_csv_layout *layout = finder->layout;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        struct plumb_csv_content content = plumb_csv_look_at(finder, first, i);
        /* 单位 heads the name of the unit or the unit of measure. */
        if (column->role == PLUMB_CSV_AGENCY && content.filled &&
            content.units * 2 > content.filled)
            column->role = PLUMB_CSV_UNIT;
        struct plumb_str key = plumb_label_key(finder->arena, column->head);
        if (column->role != PLUMB_CSV_IGNORE || column->head.len == 0 ||
            plumb_csv_is_code_head(key))
            continue;
        struct plumb_str label = column->head;
        bool year_head = plumb_csv_take_year(&label) != 0 && content.numbers == content.filled;
        if (plumb_csv_is_numeric(content) || (year_head && layout->column_count > 2))
            column->role = PLUMB_CSV_MEASURE;
    }
    if (plumb_csv_find_role(layout, PLUMB_CSV_AGENCY) == PLUMB_NPOS) {
        size_t region = plumb_csv_find_role(layout, PLUMB_CSV_REGION);
        if (region != PLUMB_NPOS)
            layout->columns[region].role = PLUMB_CSV_AGENCY;
    }
    /* Without an indicator, 项目 beside a value is one. */
    if (plumb_csv_find_role(layout, PLUMB_CSV_INDICATOR) == PLUMB_NPOS) {
        size_t item = plumb_csv_find_role(layout, PLUMB_CSV_ITEM);
        if (item != PLUMB_NPOS)
            layout->columns[item].role = PLUMB_CSV_INDICATOR;
    }
}

/* Every agency once: a table of one year. */
static bool names_differ(struct plumb_csv_finder *finder, size_t first)
{
    size_t column = finder->layout->agency[0];
    struct plumb_names names;
    plumb_names_start(&names, finder->arena);
    for (size_t r = first; r < finder->row_count; r++) {
        bool added = false;
        const struct plumb_csv_head_row *row = &finder->rows[r];
        if (column >= row->count || row->cells[column].len == 0)
            continue;
        plumb_names_add(&names, row->cells[column], &added);
        if (!added)
            return false;
    }
    return true;
}

/* Only the columns of years; beside two of them a number without a year is none of their kind. */
static bool keep_years(struct plumb_csv_layout *layout)
{
    size_t years = 0, kept = 0;
    for (size_t i = 0; i < layout->measure_count; i++)
        years += layout->columns[layout->measures[i]].year != 0;
    if (years == 0 || (years < 2 && years < layout->measure_count))
        return false;
    for (size_t i = 0; i < layout->measure_count; i++) {
        struct plumb_csv_column *column = &layout->columns[layout->measures[i]];
        if (column->year)
            layout->measures[kept++] = layout->measures[i];
        else
            column->role = PLUMB_CSV_IGNORE;
    }
    layout->measure_count = kept;
    return true;
}

/* A year for every value: a column, the heads, or the title and file name. */
static bool has_years(struct plumb_csv_finder *finder, size_t first)
{
    struct plumb_csv_layout *layout = finder->layout;
    if (layout->year != PLUMB_NPOS || keep_years(layout))
        return true;
    bool has_label = layout->series[0] != PLUMB_NPOS;
    return layout->fixed_year && (has_label || names_differ(finder, first));
}

/* ---- three ways to understand a file ---- */

static bool by_heads(struct plumb_csv_finder *finder, size_t head)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct plumb_csv_head_row *row = &finder->rows[head];
    plumb_csv_set_columns(finder, row);
    for (size_t i = 0; i < row->count; i++) {
        const char *unit = NULL;
        int power = 0;
        struct plumb_str label = plumb_csv_strip_unit(row->cells[i], &unit, &power);
        layout->columns[i].role = plumb_csv_role_of_head(plumb_label_key(finder->arena, label));
    }
    layout->fixed_year = 0;
    layout->title = PLUMB_STR("");
    plumb_csv_read_title(finder, head);
    settle_roles(finder, head + 1);
    plumb_csv_collect_roles(finder);
    return layout->agency_count && layout->measure_count && has_years(finder, head + 1);
}

/* No head: a column of years, one of numbers, the first text is the agency, the second the
 * indicator. */
static bool by_content(struct plumb_csv_finder *finder)
{
    struct plumb_csv_layout *layout = finder->layout;
    if (finder->row_count == 0)
        return false;
    plumb_csv_set_columns(finder, &finder->rows[0]);
    size_t texts = 0, years = 0, values = 0;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        struct plumb_csv_content content = plumb_csv_look_at(finder, 0, i);
        column->head = PLUMB_STR("");
        if (content.filled && content.years == content.filled && years++ == 0)
            column->role = PLUMB_CSV_YEAR;
        else if (content.filled && content.numbers == content.filled)
            column->role = values++ ? PLUMB_CSV_IGNORE : PLUMB_CSV_VALUE;
        else if (content.filled && content.numbers == 0)
            column->role = texts == 0   ? PLUMB_CSV_AGENCY
                           : texts == 1 ? PLUMB_CSV_INDICATOR
                                        : PLUMB_CSV_IGNORE;
        texts += content.filled && content.numbers == 0;
    }
    plumb_csv_collect_roles(finder);
    return finder->row_count >= 2 && years == 1 && values == 1 && texts >= 1 &&
           layout->agency_count;
}

static const char *what_is_missing(const struct plumb_csv_layout *layout)
{
    if (layout->agency_count == 0)
        return "a column of agencies (单位, 部门, agency …)";
    if (layout->measure_count == 0)
        return "a column of numbers";
    return "a year (a column 年度 or year, years as heads, or one year in the title)";
}

static struct plumb_csv_dialect find_dialect(struct plumb_str text,
                                             const struct plumb_mapping_file *rules)
{
    size_t len = text.len < PLUMB_CSV_HEAD ? text.len : PLUMB_CSV_HEAD;
    struct plumb_csv_dialect dialect = plumb_csv_sniff(text.ptr, len);
    if (rules && rules->delimiter)
        dialect.delimiter = strcmp(rules->delimiter, "tab") == 0 ? '\t' : rules->delimiter[0];
    if (rules)
        dialect.decimal_comma = dialect.decimal_comma || rules->decimal_comma;
    return dialect;
}

enum plumb_status plumb_csv_layout_find(struct plumb_str text, const char *path,
                                        const struct plumb_catalogue *catalogue,
                                        const struct plumb_mapping *mapping,
                                        struct plumb_arena *arena, struct plumb_csv_layout *layout,
                                        struct plumb_error *error)
{
    struct plumb_csv_finder *finder = plumb_arena_alloc(arena, sizeof *finder);
    *finder = (struct plumb_csv_finder){
        .catalogue = catalogue, .path = path, .arena = arena, .layout = layout, .error = error};
    *layout = (struct plumb_csv_layout){
        .rules = plumb_mapping_find(mapping, path), .default_unit = "", .title = PLUMB_STR("")};
    layout->dialect = find_dialect(text, layout->rules);
    collect_rows(finder, plumb_str_sub(text, 0, PLUMB_CSV_HEAD));
    if (finder->row_count > 0 && layout->rules)
        return plumb_csv_layout_place(finder);
    for (size_t r = 0; r < finder->row_count && r < PLUMB_CSV_HEAD_SEARCH; r++)
        if (by_heads(finder, r)) {
            plumb_csv_set_start(finder, r, true);
            return PLUMB_OK;
        }
    if (by_content(finder)) {
        plumb_csv_set_start(finder, 0, false);
        return PLUMB_OK;
    }
    if (finder->row_count > 0)
        by_heads(finder, 0);
    return plumb_fail_at(error, PLUMB_E_FORMAT, path, 1, 0,
                         "\"%s\" is no table of agencies by year: it lacks %s; name the columns in "
                         "a mapping (docs/csv.md).",
                         path, what_is_missing(layout));
}
