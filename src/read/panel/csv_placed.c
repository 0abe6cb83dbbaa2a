/* The layout that a mapping gives: columns by the names it tells. */
#include "read/panel/csv_layout_int.h"

static size_t column_named(const struct plumb_csv_finder *finder,
                           const struct plumb_csv_head_row *row, const char *name)
{
    struct plumb_str wanted = plumb_str_from(name);
    for (size_t i = 0; i < row->count; i++)
        if (plumb_str_equal(row->cells[i], wanted))
            return i;
    struct plumb_str key = plumb_label_key(finder->arena, wanted);
    for (size_t i = 0; i < row->count; i++)
        if (plumb_str_equal(plumb_label_key(finder->arena, row->cells[i]), key))
            return i;
    return PLUMB_NPOS;
}

/* Sets the role of the column a rule names; the name of a missing column is returned. */
static const char *place(struct plumb_csv_finder *finder, const struct plumb_csv_head_row *row,
                         const char *name, enum plumb_csv_role role)
{
    if (!name)
        return NULL;
    size_t column = column_named(finder, row, name);
    if (column == PLUMB_NPOS)
        return name;
    finder->layout->columns[column].role = role;
    return NULL;
}

static const char *place_all(struct plumb_csv_finder *finder, const struct plumb_csv_head_row *row)
{
    const struct plumb_mapping_file *rules = finder->layout->rules;
    const char *missing[] = {place(finder, row, rules->year, PLUMB_CSV_YEAR),
                             place(finder, row, rules->indicator, PLUMB_CSV_INDICATOR),
                             place(finder, row, rules->value, PLUMB_CSV_VALUE),
                             place(finder, row, rules->unit, PLUMB_CSV_UNIT),
                             place(finder, row, rules->stage, PLUMB_CSV_STAGE),
                             place(finder, row, rules->item, PLUMB_CSV_ITEM),
                             place(finder, row, rules->level, PLUMB_CSV_LEVEL),
                             place(finder, row, rules->kind, PLUMB_CSV_KIND),
                             place(finder, row, rules->region, PLUMB_CSV_REGION)};
    for (size_t i = 0; i < rules->agency_count; i++)
        if (place(finder, row, rules->agency[i], PLUMB_CSV_AGENCY))
            return rules->agency[i];
    for (size_t i = 0; i < PLUMB_COUNT(missing); i++)
        if (missing[i])
            return missing[i];
    for (size_t i = 0; i < rules->column_count; i++) {
        size_t column = column_named(finder, row, rules->columns[i].head);
        if (column == PLUMB_NPOS)
            return rules->columns[i].head;
        finder->layout->columns[column].rule = &rules->columns[i];
        if (finder->layout->columns[column].role == PLUMB_CSV_IGNORE)
            finder->layout->columns[column].role =
                rules->columns[i].indicator ? PLUMB_CSV_MEASURE : PLUMB_CSV_IGNORE;
    }
    return NULL;
}

static void keep_others(struct plumb_csv_finder *finder, size_t head)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct plumb_mapping_file *rules = layout->rules;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        struct plumb_str label = column->head;
        if (column->role != PLUMB_CSV_IGNORE || column->rule)
            continue;
        int year = rules->year_columns ? plumb_csv_take_year(&label) : 0;
        bool bare_year = year && label.len == 0;
        bool wanted = (!rules->year_from || year >= rules->year_from) &&
                      (!rules->year_to || year <= rules->year_to);
        if (rules->year_columns)
            column->role = bare_year && wanted ? PLUMB_CSV_MEASURE : PLUMB_CSV_IGNORE;
        else if (rules->keep_other && !rules->value &&
                 plumb_csv_is_numeric(plumb_csv_look_at(finder, head + 1, i)) &&
                 !plumb_csv_is_code_head(plumb_label_key(finder->arena, column->head)))
            column->role = PLUMB_CSV_MEASURE;
    }
}

static const char *place_filters(struct plumb_csv_finder *finder,
                                 const struct plumb_csv_head_row *row)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct plumb_mapping_file *rules = layout->rules;
    struct plumb_csv_filter *filters =
        plumb_arena_array(finder->arena, rules->filter_count + 1, sizeof *filters);
    for (size_t i = 0; i < rules->filter_count; i++) {
        filters[i] =
            (struct plumb_csv_filter){column_named(finder, row, rules->filters[i].column),
                                      rules->filters[i].values, rules->filters[i].value_count};
        if (filters[i].column == PLUMB_NPOS)
            return rules->filters[i].column;
    }
    layout->filters = filters;
    layout->filter_count = rules->filter_count;
    for (size_t i = 0; i < rules->zero_missing_count; i++) {
        size_t column = column_named(finder, row, rules->zero_missing[i]);
        if (column == PLUMB_NPOS)
            return rules->zero_missing[i];
        layout->columns[column].zero_missing = true;
    }
    return NULL;
}

/* The names of several columns make up one agency, in the order of the rule; one of them may also
 * be its region, level or kind. */
static void order_agency(struct plumb_csv_finder *finder, const struct plumb_csv_head_row *row)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct plumb_mapping_file *rules = layout->rules;
    layout->agency_count = rules->agency_count;
    for (size_t i = 0; i < layout->agency_count; i++)
        layout->agency[i] = column_named(finder, row, rules->agency[i]);
    if (rules->region)
        layout->region = column_named(finder, row, rules->region);
    if (rules->level)
        layout->level = column_named(finder, row, rules->level);
    if (rules->kind)
        layout->kind = column_named(finder, row, rules->kind);
}

enum plumb_status plumb_csv_layout_place(struct plumb_csv_finder *finder)
{
    struct plumb_csv_layout *layout = finder->layout;
    const char *missing = NULL;
    for (size_t r = 0; r < finder->row_count && r < PLUMB_CSV_HEAD_SEARCH; r++) {
        const struct plumb_csv_head_row *row = &finder->rows[r];
        plumb_csv_set_columns(finder, row);
        const char *lacks = place_all(finder, row);
        if (!lacks)
            lacks = place_filters(finder, row);
        if (r == 0)
            missing = lacks;
        if (lacks)
            continue;
        plumb_csv_read_title(finder, r);
        keep_others(finder, r);
        plumb_csv_collect_roles(finder);
        order_agency(finder, row);
        plumb_csv_set_start(finder, r, true);
        if (layout->measure_count)
            return PLUMB_OK;
        missing = "value";
        break;
    }
    return plumb_fail_at(finder->error, PLUMB_E_FORMAT, finder->path, 1, 0,
                         "\"%s\" has no column \"%s\", which its mapping names.", finder->path,
                         missing ? missing : "year");
}
