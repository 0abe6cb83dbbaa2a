/* What the columns of a CSV file mean: from a mapping, from their heads, or from their content. */
#include "read/panel/csv_int.h"

#include <string.h>

#define HEAD_ROWS 48   /* rows looked at */
#define HEAD_SEARCH 12 /* rows that may come before the head and be it */

struct head_row {
    struct plumb_str *cells; /* trimmed */
    size_t count, line;
    size_t offset, next; /* bytes of the text */
};

struct finder {
    const struct plumb_catalogue *catalogue;
    const char *path;
    struct plumb_arena *arena;
    struct plumb_csv_layout *layout;
    struct head_row rows[HEAD_ROWS];
    size_t row_count;
    struct plumb_error *error;
};

/* ---- rows of the head ---- */

static bool is_blank_row(const struct head_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].len)
            return false;
    return true;
}

static void collect_rows(struct finder *finder, struct plumb_str text)
{
    size_t max = PLUMB_CSV_MAX_COLUMNS;
    struct plumb_csv_field *fields = plumb_arena_array(finder->arena, max, sizeof *fields);
    const char *at = text.ptr, *end = text.ptr + text.len;
    size_t line = 1;
    while (at < end && finder->row_count < HEAD_ROWS) {
        size_t count = 0, lines = 0;
        const char *next =
            plumb_csv_row(&finder->layout->dialect, at, end, fields, max, &count, &lines);
        struct head_row *row = &finder->rows[finder->row_count];
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

/* ---- names of columns ---- */

static bool is_one_of(struct plumb_str key, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_equal(key, plumb_str_from(words[i])))
            return true;
    return false;
}

#define IS_ONE_OF(key, words) is_one_of((key), (words), sizeof(words) / sizeof(words)[0])

/* Heads compared as plumb_label_key: no spaces, no case, no full width. */
static enum plumb_csv_role role_of_head(struct plumb_str key)
{
    static const char *const agency[] = {"单位",           "单位名称",
                                         "预算单位",       "预算单位名称",
                                         "预算部门",       "部门",
                                         "部门名称",       "部门(单位)名称",
                                         "部门(单位)",     "机构",
                                         "机构名称",       "机关",
                                         "单位全称",       "填报单位",
                                         "报告单位",       "主管部门",
                                         "agency",         "agencyname",
                                         "agency_name",    "department",
                                         "departmentname", "department_name",
                                         "dept",           "deptname",
                                         "dept_name",      "entity",
                                         "entityname",     "organisation",
                                         "organization",   "ministry",
                                         "office",         "unitname",
                                         "unit_name",      "bureau",
                                         "bureauname"};
    static const char *const year[] = {"年度",     "年份",       "年",         "财政年度",
                                       "会计年度", "预算年度",   "决算年度",   "报告年度",
                                       "所属年度", "year",       "fiscalyear", "fiscal_year",
                                       "fy",       "budgetyear", "budget_year"};
    static const char *const indicator[] = {
        "指标",     "指标名称", "科目",      "科目名称",      "支出科目",
        "功能科目", "经济科目", "indicator", "indicatorname", "indicator_name",
        "variable", "measure",  "metric",    "account",       "accountname"};
    static const char *const value[] = {"数值", "值", "金额", "数额", "value", "amount"};
    static const char *const unit[] = {"计量单位", "数据单位", "金额单位", "unit", "units"};
    static const char *const stage[] = {"阶段", "口径", "预算阶段", "数据类型", "stage", "phase"};
    static const char *const item[] = {"项目",    "项目名称",    "item",
                                       "project", "projectname", "project_name"};
    static const char *const level[] = {"层级",  "级次",   "预算级次", "行政级别",
                                        "level", "sphere", "tier"};
    static const char *const kind[] = {"类别",     "部门类别", "单位类别", "单位性质", "类型",
                                       "部门类型", "单位类型", "机构类型", "机构类别", "行业",
                                       "kind",     "type",     "category", "sector"};
    static const char *const region[] = {
        "地区", "区域",     "市县",   "区县", "行政区", "行政区划", "省份",     "省",   "市",
        "县",   "province", "region", "city", "county", "prov",     "district", "state"};
    return IS_ONE_OF(key, agency)      ? PLUMB_CSV_AGENCY
           : IS_ONE_OF(key, year)      ? PLUMB_CSV_YEAR
           : IS_ONE_OF(key, indicator) ? PLUMB_CSV_INDICATOR
           : IS_ONE_OF(key, value)     ? PLUMB_CSV_VALUE
           : IS_ONE_OF(key, unit)      ? PLUMB_CSV_UNIT
           : IS_ONE_OF(key, stage)     ? PLUMB_CSV_STAGE
           : IS_ONE_OF(key, item)      ? PLUMB_CSV_ITEM
           : IS_ONE_OF(key, level)     ? PLUMB_CSV_LEVEL
           : IS_ONE_OF(key, kind)      ? PLUMB_CSV_KIND
           : IS_ONE_OF(key, region)    ? PLUMB_CSV_REGION
                                       : PLUMB_CSV_IGNORE;
}

/* Numbers of units and agencies are no quantities. */
static bool is_code_head(struct plumb_str key)
{
    static const char *const words[] = {
        "编码",     "代码",     "序号",     "编号",     "单位编码", "单位代码",
        "部门编码", "部门代码", "科目编码", "科目代码", "code",     "id",
        "no",       "no.",      "index",    "行次",     "区划代码", "统一社会信用代码",
        "电话",     "邮编"};
    return IS_ONE_OF(key, words) || plumb_str_ends(key, PLUMB_STR("_code")) ||
           plumb_str_ends(key, PLUMB_STR("code")) || plumb_str_ends(key, PLUMB_STR("_id"));
}

/* A year at the start or end of a head: "2023年决算数", "revenue_2023", "FY2023". */
static int take_year(struct plumb_str *label)
{
    struct plumb_str text = *label;
    bool fy = plumb_str_starts(text, PLUMB_STR("FY")) || plumb_str_starts(text, PLUMB_STR("fy"));
    size_t at = fy ? 2 : 0;
    size_t used = at + 4;
    int year = plumb_csv_year(plumb_str_sub(text, at, used), false);
    bool digit = used < text.len && text.ptr[used] >= '0' && text.ptr[used] <= '9';
    if (year && !digit) {
        struct plumb_str rest = plumb_str_sub(text, used, text.len);
        static const char *const tails[] = {"年度", "年", "_", "-", " "};
        for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
            if (plumb_str_starts(rest, plumb_str_from(tails[i]))) {
                rest = plumb_str_sub(rest, strlen(tails[i]), rest.len);
                break;
            }
        *label = plumb_str_trim(rest);
        return year;
    }
    static const char *const ends[] = {"年度", "年", ")", "）"};
    struct plumb_str body = text;
    for (size_t i = 0; i < 4; i++)
        if (plumb_str_ends(body, plumb_str_from(ends[i])))
            body.len -= strlen(ends[i]);
    if (body.len < 5)
        return 0;
    year = plumb_csv_year(plumb_str_sub(body, body.len - 4, body.len), false);
    char before = body.ptr[body.len - 5];
    if (!year || (before >= '0' && before <= '9'))
        return 0;
    struct plumb_str rest = plumb_str_sub(body, 0, body.len - 4);
    while (rest.len && strchr("_-( ", rest.ptr[rest.len - 1]))
        rest.len--;
    if (plumb_str_ends(rest, PLUMB_STR("（")))
        rest.len -= 3;
    *label = plumb_str_trim(rest);
    return year;
}

/* ---- columns by content ---- */

struct content {
    size_t filled, numbers, years, units;
};

static struct content look_at(const struct finder *finder, size_t first, size_t column)
{
    struct content content = {0};
    for (size_t r = first; r < finder->row_count; r++) {
        const struct head_row *row = &finder->rows[r];
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

static bool is_numeric(struct content content)
{
    return content.numbers > 0 && content.numbers * 10 >= content.filled * 6;
}

static size_t find_role(const struct plumb_csv_layout *layout, enum plumb_csv_role role)
{
    for (size_t i = 0; i < layout->column_count; i++)
        if (layout->columns[i].role == role)
            return i;
    return PLUMB_NPOS;
}

static void set_measure(struct finder *finder, struct plumb_csv_column *column)
{
    column->label = plumb_csv_strip_unit(column->head, &column->unit, &column->power);
    column->year = take_year(&column->label);
    (void)finder;
}

/* Roles that the heads do not settle. */
static void settle_roles(struct finder *finder, size_t first)
{
    struct plumb_csv_layout *layout = finder->layout;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        struct content content = look_at(finder, first, i);
        /* 单位 heads the name of the unit or the unit of measure. */
        if (column->role == PLUMB_CSV_AGENCY && content.filled &&
            content.units * 2 > content.filled)
            column->role = PLUMB_CSV_UNIT;
        struct plumb_str key = plumb_label_key(finder->arena, column->head);
        if (column->role != PLUMB_CSV_IGNORE || column->head.len == 0 || is_code_head(key))
            continue;
        struct plumb_str label = column->head;
        bool year_head = take_year(&label) != 0 && content.numbers == content.filled;
        if (is_numeric(content) || (year_head && layout->column_count > 2))
            column->role = PLUMB_CSV_MEASURE;
    }
    if (find_role(layout, PLUMB_CSV_AGENCY) == PLUMB_NPOS) {
        size_t region = find_role(layout, PLUMB_CSV_REGION);
        if (region != PLUMB_NPOS)
            layout->columns[region].role = PLUMB_CSV_AGENCY;
    }
    /* Without an indicator, 项目 beside a value is one. */
    if (find_role(layout, PLUMB_CSV_INDICATOR) == PLUMB_NPOS) {
        size_t item = find_role(layout, PLUMB_CSV_ITEM);
        if (item != PLUMB_NPOS)
            layout->columns[item].role = PLUMB_CSV_INDICATOR;
    }
}

/* Second columns of a role are not used; the tables of the layout are filled. */
static void collect_roles(struct finder *finder)
{
    struct plumb_csv_layout *layout = finder->layout;
    const enum plumb_csv_role keys[PLUMB_CSV_MAX_KEYS] = {PLUMB_CSV_INDICATOR, PLUMB_CSV_UNIT,
                                                          PLUMB_CSV_STAGE, PLUMB_CSV_ITEM};
    layout->measures =
        plumb_arena_array(finder->arena, layout->column_count + 1, sizeof *layout->measures);
    layout->measure_count = layout->agency_count = 0;
    layout->year = find_role(layout, PLUMB_CSV_YEAR);
    layout->region = find_role(layout, PLUMB_CSV_REGION);
    layout->level = find_role(layout, PLUMB_CSV_LEVEL);
    layout->kind = find_role(layout, PLUMB_CSV_KIND);
    size_t agency = find_role(layout, PLUMB_CSV_AGENCY);
    if (agency != PLUMB_NPOS)
        layout->agency[layout->agency_count++] = agency;
    for (size_t i = 0; i < PLUMB_CSV_MAX_KEYS; i++)
        layout->series[i] = find_role(layout, keys[i]);
    bool has_label = layout->series[0] != PLUMB_NPOS;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        if (column->role != PLUMB_CSV_MEASURE && column->role != PLUMB_CSV_VALUE)
            continue;
        set_measure(finder, column);
        if (column->role == PLUMB_CSV_VALUE && has_label)
            column->label = PLUMB_STR("");
        layout->measures[layout->measure_count++] = i;
    }
}

/* Every agency once: a table of one year. */
static bool names_differ(struct finder *finder, size_t first)
{
    size_t column = finder->layout->agency[0];
    struct plumb_names names;
    plumb_names_start(&names, finder->arena);
    for (size_t r = first; r < finder->row_count; r++) {
        bool added = false;
        const struct head_row *row = &finder->rows[r];
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
static bool has_years(struct finder *finder, size_t first)
{
    struct plumb_csv_layout *layout = finder->layout;
    if (layout->year != PLUMB_NPOS || keep_years(layout))
        return true;
    bool has_label = layout->series[0] != PLUMB_NPOS;
    return layout->fixed_year && (has_label || names_differ(finder, first));
}

/* ---- the title ---- */

static int year_in(struct plumb_str text)
{
    int found = 0;
    for (size_t i = 0; i + 4 <= text.len; i++) {
        bool edge = i == 0 || text.ptr[i - 1] < '0' || text.ptr[i - 1] > '9';
        int year = edge ? plumb_csv_year(plumb_str_sub(text, i, i + 4), false) : 0;
        bool more = i + 4 < text.len && text.ptr[i + 4] >= '0' && text.ptr[i + 4] <= '9';
        if (!year || more)
            continue;
        if (found && found != year)
            return 0; /* two years: none of them is the year */
        found = year;
    }
    return found;
}

/* Rows above the head: the title, its year and unit. */
static void read_title(struct finder *finder, size_t head)
{
    struct plumb_csv_layout *layout = finder->layout;
    for (size_t r = 0; r < head; r++)
        for (size_t c = 0; c < finder->rows[r].count; c++) {
            struct plumb_str cell = finder->rows[r].cells[c];
            size_t mark = plumb_str_find(cell, PLUMB_STR("单位"));
            const char *unit = NULL;
            int power = 0;
            if (mark != PLUMB_NPOS) {
                struct plumb_str word =
                    plumb_str_trim(plumb_str_sub(cell, mark + strlen("单位"), cell.len));
                if (plumb_str_starts(word, PLUMB_STR("：")))
                    word = plumb_str_sub(word, 3, word.len);
                else if (plumb_str_starts(word, PLUMB_STR(":")))
                    word = plumb_str_sub(word, 1, word.len);
                if (plumb_csv_unit(plumb_str_trim(word), &unit, &power)) {
                    layout->default_unit = unit;
                    layout->default_power = power;
                    continue;
                }
            }
            if (cell.len && !layout->title.len)
                layout->title = cell;
            if (!layout->fixed_year)
                layout->fixed_year = year_in(cell);
        }
    const char *slash = strrchr(finder->path, '/'), *name = slash ? slash + 1 : finder->path;
    const char *member = strrchr(name, '!'); /* of an archive, whose own name counts less */
    if (!layout->fixed_year && member)
        layout->fixed_year = year_in(plumb_str_from(member + 1));
    if (!layout->fixed_year)
        layout->fixed_year = year_in(plumb_str_from(name));
}

static void set_columns(struct finder *finder, const struct head_row *row)
{
    struct plumb_csv_layout *layout = finder->layout;
    layout->column_count = row->count;
    layout->columns = plumb_arena_array(finder->arena, row->count + 1, sizeof *layout->columns);
    for (size_t i = 0; i < row->count; i++)
        layout->columns[i] =
            (struct plumb_csv_column){.head = row->cells[i], .label = PLUMB_STR(""), .unit = ""};
}

static void set_start(struct finder *finder, size_t head, bool has_head)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct head_row *row = &finder->rows[head];
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

/* ---- three ways to understand a file ---- */

static bool by_heads(struct finder *finder, size_t head)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct head_row *row = &finder->rows[head];
    set_columns(finder, row);
    for (size_t i = 0; i < row->count; i++) {
        const char *unit = NULL;
        int power = 0;
        struct plumb_str label = plumb_csv_strip_unit(row->cells[i], &unit, &power);
        layout->columns[i].role = role_of_head(plumb_label_key(finder->arena, label));
    }
    layout->fixed_year = 0;
    layout->title = PLUMB_STR("");
    read_title(finder, head);
    settle_roles(finder, head + 1);
    collect_roles(finder);
    return layout->agency_count && layout->measure_count && has_years(finder, head + 1);
}

/* No head: a column of years, one of numbers, the first text is the agency, the second the
 * indicator. */
static bool by_content(struct finder *finder)
{
    struct plumb_csv_layout *layout = finder->layout;
    if (finder->row_count == 0)
        return false;
    set_columns(finder, &finder->rows[0]);
    size_t texts = 0, years = 0, values = 0;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        struct content content = look_at(finder, 0, i);
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
    collect_roles(finder);
    return finder->row_count >= 2 && years == 1 && values == 1 && texts >= 1 &&
           layout->agency_count;
}

static size_t column_named(const struct finder *finder, const struct head_row *row,
                           const char *name)
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
static const char *place(struct finder *finder, const struct head_row *row, const char *name,
                         enum plumb_csv_role role)
{
    if (!name)
        return NULL;
    size_t column = column_named(finder, row, name);
    if (column == PLUMB_NPOS)
        return name;
    finder->layout->columns[column].role = role;
    return NULL;
}

static const char *place_all(struct finder *finder, const struct head_row *row)
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
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
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

static void keep_others(struct finder *finder, size_t head)
{
    struct plumb_csv_layout *layout = finder->layout;
    const struct plumb_mapping_file *rules = layout->rules;
    for (size_t i = 0; i < layout->column_count; i++) {
        struct plumb_csv_column *column = &layout->columns[i];
        struct plumb_str label = column->head;
        if (column->role != PLUMB_CSV_IGNORE || column->rule)
            continue;
        int year = rules->year_columns ? take_year(&label) : 0;
        bool bare_year = year && label.len == 0;
        bool wanted = (!rules->year_from || year >= rules->year_from) &&
                      (!rules->year_to || year <= rules->year_to);
        if (rules->year_columns)
            column->role = bare_year && wanted ? PLUMB_CSV_MEASURE : PLUMB_CSV_IGNORE;
        else if (rules->keep_other && !rules->value && is_numeric(look_at(finder, head + 1, i)) &&
                 !is_code_head(plumb_label_key(finder->arena, column->head)))
            column->role = PLUMB_CSV_MEASURE;
    }
}

static const char *place_filters(struct finder *finder, const struct head_row *row)
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
static void order_agency(struct finder *finder, const struct head_row *row)
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

static enum plumb_status by_mapping(struct finder *finder)
{
    struct plumb_csv_layout *layout = finder->layout;
    const char *missing = NULL;
    for (size_t r = 0; r < finder->row_count && r < HEAD_SEARCH; r++) {
        const struct head_row *row = &finder->rows[r];
        set_columns(finder, row);
        const char *lacks = place_all(finder, row);
        if (!lacks)
            lacks = place_filters(finder, row);
        if (r == 0)
            missing = lacks;
        if (lacks)
            continue;
        read_title(finder, r);
        keep_others(finder, r);
        collect_roles(finder);
        order_agency(finder, row);
        set_start(finder, r, true);
        if (layout->measure_count)
            return PLUMB_OK;
        missing = "value";
        break;
    }
    return plumb_fail_at(finder->error, PLUMB_E_FORMAT, finder->path, 1, 0,
                         "\"%s\" has no column \"%s\", which its mapping names.", finder->path,
                         missing ? missing : "year");
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
    struct finder *finder = plumb_arena_alloc(arena, sizeof *finder);
    *finder = (struct finder){
        .catalogue = catalogue, .path = path, .arena = arena, .layout = layout, .error = error};
    *layout = (struct plumb_csv_layout){
        .rules = plumb_mapping_find(mapping, path), .default_unit = "", .title = PLUMB_STR("")};
    layout->dialect = find_dialect(text, layout->rules);
    collect_rows(finder, plumb_str_sub(text, 0, PLUMB_CSV_HEAD));
    if (finder->row_count > 0 && layout->rules)
        return by_mapping(finder);
    for (size_t r = 0; r < finder->row_count && r < HEAD_SEARCH; r++)
        if (by_heads(finder, r)) {
            set_start(finder, r, true);
            return PLUMB_OK;
        }
    if (by_content(finder)) {
        set_start(finder, 0, false);
        return PLUMB_OK;
    }
    if (finder->row_count > 0)
        by_heads(finder, 0);
    return plumb_fail_at(error, PLUMB_E_FORMAT, path, 1, 0,
                         "\"%s\" is no table of agencies by year: it lacks %s; name the columns in "
                         "a mapping (docs/csv.md).",
                         path, what_is_missing(layout));
}
