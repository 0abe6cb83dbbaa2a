/* Roles of columns by what stands in them, groups of columns, and the lines of a zone. */
#include "extract/table/table_int.h"

static void count_contents(const struct plumb_grid *grid, struct plumb_zone *zone)
{
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        if (row->kind != PLUMB_ROW_BODY)
            continue;
        for (size_t c = 0; c < row->count; c++) {
            const struct plumb_grid_cell *cell = &row->cells[c];
            if (cell->from >= zone->column_count)
                continue;
            struct plumb_grid_column *column = &zone->columns[cell->from];
            column->numbers += cell->type == PLUMB_CELL_NUMBER;
            column->texts += cell->type == PLUMB_CELL_TEXT || cell->type == PLUMB_CELL_MIXED;
        }
    }
}

/* 05 and 07 behind 201: the parts of a code in columns of their own. */
static bool looks_like_code_part(const struct plumb_grid *grid, const struct plumb_zone *zone,
                                 size_t c)
{
    size_t parts = 0;
    for (size_t r = zone->row_from; c < zone->column_count && r < zone->row_to; r++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, r, c);
        if (!cell || cell->from != c || cell->type == PLUMB_CELL_EMPTY)
            continue;
        bool digits = cell->type == PLUMB_CELL_NUMBER && cell->key.len <= 2;
        for (size_t i = 0; i < cell->key.len; i++)
            digits = digits && cell->key.ptr[i] >= '0' && cell->key.ptr[i] <= '9';
        if (!digits)
            return false;
        parts++;
    }
    return parts >= 2 && zone->columns[c].key.len == 0;
}

/* Functional or economic classification codes: 3, 5 or 7 digits without point or comma. */
static bool looks_like_codes(const struct plumb_grid *grid, const struct plumb_zone *zone, size_t c)
{
    size_t codes = 0, others = 0, longer = 0;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, r, c);
        if (!cell || cell->from != c || cell->type != PLUMB_CELL_NUMBER)
            continue;
        bool digits = cell->key.len == 3 || cell->key.len == 5 || cell->key.len == 7;
        for (size_t i = 0; i < cell->key.len; i++)
            digits = digits && cell->key.ptr[i] >= '0' && cell->key.ptr[i] <= '9';
        digits = digits && cell->key.len > 0 &&
                 (cell->key.ptr[0] == '2' || cell->key.ptr[0] == '3' || cell->key.ptr[0] == '5');
        codes += digits;
        longer += digits && cell->key.len >= 5;
        others += !digits;
    }
    return codes >= 2 && others == 0 && (longer >= 1 || looks_like_code_part(grid, zone, c + 1));
}

/* Stage words can stand in an upper head: "2024年预算数 / 金额". */
static void meaning_of_column(struct plumb_grid_column *column)
{
    struct plumb_head_meaning m = plumb_head_meaning(column->key);
    if (!m.known && column->above.len) {
        struct plumb_head_meaning up = plumb_head_meaning(column->above);
        if (up.known && up.role >= PLUMB_COLUMN_TOTAL)
            m = up;
    }
    column->role = m.role;
    column->rate = m.rate;
}

/* Roles are settled from the left: is there a column of values already? */
static bool values_before(const struct plumb_zone *zone, size_t c)
{
    for (size_t k = 0; k < c; k++)
        if (zone->columns[k].role >= PLUMB_COLUMN_AMOUNT && zone->columns[k].numbers > 0)
            return true;
    return false;
}

/* 万元, 辆, 人: the column 单位 of a table is that of measures, not of agencies. */
static bool holds_units(const struct plumb_grid *grid, const struct plumb_zone *zone, size_t c)
{
    size_t units = 0;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, r, c);
        if (!cell || cell->from != c || cell->type == PLUMB_CELL_EMPTY)
            continue;
        if (!plumb_word_is_unit(cell->key))
            return false;
        units++;
    }
    return units > 0;
}

/* Every number of the column is printed with %. */
static bool holds_percents(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                           const struct plumb_zone *zone, size_t c)
{
    size_t percents = 0;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, r, c);
        if (!cell || cell->from != c || cell->type != PLUMB_CELL_NUMBER ||
            cell->value == PLUMB_NPOS)
            continue;
        const struct plumb_fact *fact = &work->facts[cell->value];
        if (fact->unit != PLUMB_UNIT_FRACTION || !fact->unit_len)
            return false;
        percents++;
    }
    return percents > 0;
}

/* "2023年比2022年增长", "较上年变动" over percentages: the head alone could mean an amount. */
static bool changes_by_head(struct plumb_str key)
{
    static const char *const words[] = {"增长", "增减", "变动", "变化", "下降", "同比", "环比"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(key, words[i]))
            return true;
    return false;
}

static void fix_role(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                     struct plumb_zone *zone, size_t c)
{
    struct plumb_grid_column *column = &zone->columns[c];
    bool amounts = column->role == PLUMB_COLUMN_AMOUNT || column->role == PLUMB_COLUMN_DELTA ||
                   column->role == PLUMB_COLUMN_PRIOR;
    if (amounts && changes_by_head(column->key) && holds_percents(work, grid, zone, c)) {
        column->role = PLUMB_COLUMN_RATE;
        column->rate = PLUMB_RATE_GROWTH;
        return;
    }
    if (column->role == PLUMB_COLUMN_LABEL && plumb_key_is(column->key, "单位") &&
        holds_units(grid, zone, c)) {
        column->role = PLUMB_COLUMN_UNIT;
        return;
    }
    if (column->numbers == 0 && plumb_column_holds_signs(grid, zone, c)) {
        column->role = PLUMB_COLUMN_SIGN;
        return;
    }
    bool value = column->role >= PLUMB_COLUMN_AMOUNT;
    bool numeric = column->numbers > 0 && column->numbers >= column->texts;
    if (column->role == PLUMB_COLUMN_CODE && column->key.len == 3 && column->numbers == 0)
        column->role = PLUMB_COLUMN_UNKNOWN;
    if ((column->role == PLUMB_COLUMN_UNKNOWN || column->role == PLUMB_COLUMN_LABEL ||
         column->role == PLUMB_COLUMN_AMOUNT) &&
        (looks_like_codes(grid, zone, c) ||
         (c > 0 && zone->columns[c - 1].role == PLUMB_COLUMN_CODE &&
          looks_like_code_part(grid, zone, c)))) {
        column->role = PLUMB_COLUMN_CODE;
        return;
    }
    if (column->role == PLUMB_COLUMN_AMOUNT && !numeric)
        column->role = column->texts == 0       ? PLUMB_COLUMN_UNKNOWN
                       : values_before(zone, c) ? PLUMB_COLUMN_NOTE
                                                : PLUMB_COLUMN_LABEL;
    else if (column->role == PLUMB_COLUMN_UNKNOWN)
        column->role = numeric             ? PLUMB_COLUMN_AMOUNT
                       : column->texts > 0 ? PLUMB_COLUMN_LABEL
                                           : PLUMB_COLUMN_UNKNOWN;
    else if (column->role == PLUMB_COLUMN_LABEL && column->numbers > column->texts)
        column->role = PLUMB_COLUMN_AMOUNT;
    else if (value && column->numbers == 0 && column->texts > 0 &&
             column->role != PLUMB_COLUMN_TARGET && column->role != PLUMB_COLUMN_ACTUAL)
        column->role = c == 0 ? PLUMB_COLUMN_LABEL : PLUMB_COLUMN_NOTE;
}

static bool has_number(const struct plumb_grid *grid, const struct plumb_zone *zone, size_t index)
{
    for (size_t r = zone->row_from; r < zone->row_to; r++)
        if (grid->rows[r].kind == PLUMB_ROW_BODY && index < grid->rows[r].count &&
            grid->rows[r].cells[index].type == PLUMB_CELL_NUMBER)
            return true;
    return false;
}

/* Roles from the heads alone, before the rows are aligned. */
void plumb_zone_roles(struct plumb_extract_work *work, struct plumb_grid *grid,
                      struct plumb_zone *zone)
{
    (void)work;
    size_t first_value = PLUMB_NPOS;
    for (size_t c = 0; c < zone->column_count; c++) {
        struct plumb_grid_column *column = &zone->columns[c];
        meaning_of_column(column);
        if (first_value == PLUMB_NPOS && column->role >= PLUMB_COLUMN_AMOUNT && column->key.len &&
            plumb_head_meaning(column->key).known)
            first_value = c;
    }
    /* The head's first cell often names the block it stands left of: 年度预算申请, 绩效指标. */
    for (size_t c = 0; c < zone->column_count && c < first_value && first_value != PLUMB_NPOS; c++)
        if (zone->columns[c].role >= PLUMB_COLUMN_AMOUNT &&
            !plumb_head_meaning(zone->columns[c].key).known)
            zone->columns[c].role = PLUMB_COLUMN_LABEL;
    if (first_value == 0 && zone->column_count > 2 && !has_number(grid, zone, 0))
        zone->columns[0].role = PLUMB_COLUMN_LABEL;
    /* "预算（万元）" over the labels is the unit of the amounts */
    for (size_t c = 0; c < zone->column_count && !zone->unit.len; c++)
        if (zone->columns[c].role == PLUMB_COLUMN_LABEL)
            zone->unit = zone->columns[c].unit;
}

/* ---- groups -------------------------------------------------------------------------------- */

static bool is_label_role(enum plumb_column_role role)
{
    return role == PLUMB_COLUMN_LABEL || role == PLUMB_COLUMN_CODE || role == PLUMB_COLUMN_ORDINAL;
}

static void build_groups(struct plumb_extract_work *work, struct plumb_zone *zone)
{
    size_t capacity = 0;
    struct plumb_grid_group *group = NULL;
    bool headed = zone->head_to > zone->head_from;
    for (size_t c = 0; c < zone->column_count; c++) {
        struct plumb_grid_column *column = &zone->columns[c];
        bool label = is_label_role(column->role) && column->role != PLUMB_COLUMN_ORDINAL;
        bool value = column->role >= PLUMB_COLUMN_AMOUNT;
        /* a text column behind values: a second table only when its head says so */
        if (label && headed && !zone->code_list && group && group->last_value != PLUMB_NPOS &&
            column->key.len == 0)
            label = false;
        if (!group || (label && group->last_value != PLUMB_NPOS)) {
            group = PLUMB_PUSH(work->arena, zone->groups, zone->group_count, capacity);
            group->first_value = group->last_value = PLUMB_NPOS;
        }
        column->group = zone->group_count - 1;
        if (label && column->role == PLUMB_COLUMN_CODE && group->code_count < 4)
            group->codes[group->code_count++] = c;
        else if (label && group->label_count < 8)
            group->labels[group->label_count++] = c;
        if (value) {
            group->last_value = c;
            if (group->first_value == PLUMB_NPOS)
                group->first_value = c;
        }
    }
}

/* ---- lines --------------------------------------------------------------------------------- */

static bool is_text(const struct plumb_grid_cell *cell)
{
    return cell && (cell->type == PLUMB_CELL_TEXT || cell->type == PLUMB_CELL_MIXED);
}

/* 201 | 05 | 07 in three columns, or 2010507 in one. */
static struct plumb_str line_code(struct plumb_extract_work *work, const struct plumb_grid *grid,
                                  const struct plumb_grid_group *group, size_t row)
{
    char digits[32];
    size_t n = 0;
    for (size_t i = 0; i < group->code_count; i++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, row, group->codes[i]);
        if (!cell || cell->from != group->codes[i])
            continue;
        if (i > 0 && cell->key.len == 1 && n + 1 < sizeof digits)
            digits[n++] = '0'; /* 301 | 2 is 30102 */
        for (size_t k = 0; k < cell->key.len && n + 1 < sizeof digits; k++)
            if (cell->key.ptr[k] >= '0' && cell->key.ptr[k] <= '9')
                digits[n++] = cell->key.ptr[k];
    }
    return plumb_str_copy(work->arena, (struct plumb_str){digits, n});
}

/* "310资本性支出" in one cell. */
static struct plumb_str leading_code(struct plumb_str key)
{
    size_t n = 0;
    while (n < key.len && key.ptr[n] >= '0' && key.ptr[n] <= '9')
        n++;
    bool length = (n == 3 || n == 5 || n == 7) &&
                  (key.ptr[0] == '2' || key.ptr[0] == '3' || key.ptr[0] == '5');
    return plumb_str_sub(key, 0, length && n < key.len ? n : 0);
}

struct label_memory {
    struct plumb_str text[8]; /* last text of each label column */
};

static struct plumb_str clean(struct plumb_str text)
{
    int style, number;
    bool among;
    return plumb_label_parse(text, &style, &number, &among);
}

static struct plumb_str join_path(struct plumb_extract_work *work, struct plumb_str path,
                                  struct plumb_str part)
{
    if (!path.len)
        return part;
    if (!part.len)
        return path;
    return plumb_str_from(PLUMB_JOIN(work->arena, path, PLUMB_STR("/"), part));
}

/* The label cell of a line is the last filled label column; empty ones to its left repeat what
 * stands above (merged cells), as long as everything left of them repeats too. */
static void read_label(struct plumb_extract_work *work, const struct plumb_grid *grid,
                       const struct plumb_zone *zone, const struct plumb_grid_group *group,
                       size_t row, struct label_memory *memory, struct plumb_grid_line *line)
{
    size_t own = PLUMB_NPOS;
    for (size_t i = 0; i < group->label_count; i++) {
        struct plumb_grid_cell *cell = plumb_grid_at(grid, row, group->labels[i]);
        if (is_text(cell) && (cell->from == group->labels[i] || i == 0)) {
            own = i;
            line->cell = cell;
        }
    }
    /* 合计 printed where the other lines have their code or running number */
    for (size_t c = 0; c < zone->column_count && own == PLUMB_NPOS; c++) {
        const struct plumb_grid_column *column = &zone->columns[c];
        struct plumb_grid_cell *cell = plumb_grid_at(grid, row, c);
        bool numbered = column->role == PLUMB_COLUMN_CODE || column->role == PLUMB_COLUMN_ORDINAL;
        if (!numbered || column->group != (size_t)(group - zone->groups) || !is_text(cell) ||
            cell->from != c)
            continue;
        line->cell = cell;
        line->label =
            plumb_label_parse(cell->cell->text.str, &line->style, &line->number, &line->among);
        line->path = line->label;
        line->key = plumb_label_key(work->arena, line->label);
        line->total = plumb_label_total(line->key);
        return;
    }
    if (own == PLUMB_NPOS)
        return;
    for (size_t i = 0; i < group->label_count; i++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, row, group->labels[i]);
        if (is_text(cell) && cell->from == group->labels[i]) {
            if (!plumb_str_equal(memory->text[i], cell->cell->text.str))
                for (size_t k = i + 1; k < group->label_count; k++)
                    memory->text[k] = (struct plumb_str){"", 0};
            memory->text[i] = cell->cell->text.str;
        }
        if (i <= own)
            line->path =
                join_path(work, line->path,
                          i == own ? clean(line->cell->cell->text.str) : clean(memory->text[i]));
    }
    line->label =
        plumb_label_parse(line->cell->cell->text.str, &line->style, &line->number, &line->among);
    line->key = plumb_label_key(work->arena, line->label);
    line->total = plumb_label_total(line->key);
}

static bool has_values(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                       const struct plumb_grid_group *group, size_t row)
{
    if (group->first_value == PLUMB_NPOS)
        return false;
    for (size_t c = group->first_value; c <= group->last_value; c++)
        if (plumb_grid_value(work, grid, row, c))
            return true;
    return false;
}

static bool row_has_code(const struct plumb_grid *grid, const struct plumb_grid_group *group,
                         size_t row)
{
    for (size_t i = 0; i < group->code_count; i++) {
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, row, group->codes[i]);
        if (cell && cell->from == group->codes[i] && cell->type == PLUMB_CELL_NUMBER)
            return true;
    }
    return false;
}

static bool row_has_label(const struct plumb_grid *grid, const struct plumb_grid_group *group,
                          size_t row)
{
    for (size_t i = 0; i < group->label_count; i++)
        if (is_text(plumb_grid_at(grid, row, group->labels[i])))
            return true;
    return false;
}

/* Code and amounts without a name: the name is broken over the rows around it. */
static bool is_nameless(const struct plumb_grid *grid, const struct plumb_zone *zone,
                        const struct plumb_grid_group *group, size_t row)
{
    return row >= zone->row_from && row < zone->row_to && grid->rows[row].kind == PLUMB_ROW_BODY &&
           row_has_code(grid, group, row) && !row_has_label(grid, group, row);
}

/* A piece of a name alone on its row. */
static struct plumb_str name_piece(const struct plumb_extract_work *work,
                                   const struct plumb_grid *grid, const struct plumb_zone *zone,
                                   const struct plumb_grid_group *group, size_t row)
{
    if (row < zone->row_from || row >= zone->row_to)
        return (struct plumb_str){"", 0};
    if (grid->rows[row].kind == PLUMB_ROW_SECTION && group == zone->groups)
        return grid->rows[row].cells[0].cell->text.str;
    if (grid->rows[row].kind != PLUMB_ROW_BODY || group->label_count == 0 ||
        row_has_code(grid, group, row) || has_values(work, grid, group, row))
        return (struct plumb_str){"", 0};
    const struct plumb_grid_cell *cell =
        plumb_grid_at(grid, row, group->labels[group->label_count - 1]);
    return is_text(cell) ? cell->cell->text.str : (struct plumb_str){"", 0};
}

static void name_line(struct plumb_extract_work *work, const struct plumb_grid *grid,
                      const struct plumb_zone *zone, const struct plumb_grid_group *group,
                      struct plumb_grid_line *line)
{
    struct plumb_str before = {"", 0};
    if (line->row > 0)
        before = name_piece(work, grid, zone, group, line->row - 1);
    struct plumb_str after = name_piece(work, grid, zone, group, line->row + 1);
    line->label = plumb_str_from(PLUMB_JOIN(work->arena, before, after));
    line->key = plumb_label_key(work->arena, line->label);
    line->path = line->label;
}

/* The row is only a piece of the name of the row next to it. */
static bool is_name_piece(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                          const struct plumb_zone *zone, const struct plumb_grid_group *group,
                          size_t row)
{
    return group->code_count > 0 && name_piece(work, grid, zone, group, row).len &&
           (is_nameless(grid, zone, group, row + 1) ||
            (row > 0 && is_nameless(grid, zone, group, row - 1) &&
             has_values(work, grid, group, row - 1)));
}

static void remember_previous(const struct plumb_grid *grid, const struct plumb_zone *zone,
                              size_t g, struct label_memory *memory)
{
    const struct plumb_grid *from = grid;
    const struct plumb_zone *before = NULL;
    if (!zone->continues)
        return;
    if (zone > grid->zones) {
        before = zone - 1;
    } else if (grid->previous && grid->previous->zone_count) {
        from = grid->previous;
        before = &from->zones[from->zone_count - 1];
    }
    if (!before || g >= before->group_count)
        return;
    const struct plumb_grid_group *group = &before->groups[g];
    for (size_t i = 0; i < group->label_count; i++)
        for (size_t r = before->row_from; r < before->row_to; r++) {
            const struct plumb_grid_cell *cell = plumb_grid_at(from, r, group->labels[i]);
            if (is_text(cell) && cell->from == group->labels[i])
                memory->text[i] = cell->cell->text.str;
        }
}

static void build_lines(struct plumb_extract_work *work, struct plumb_grid *grid,
                        struct plumb_zone *zone, size_t g)
{
    struct plumb_grid_group *group = &zone->groups[g];
    struct label_memory memory = {{{"", 0}}};
    struct plumb_str waiting = {"", 0}; /* a code alone on its line: its name follows */
    remember_previous(grid, zone, g, &memory);
    group->lines =
        plumb_arena_array(work->arena, zone->row_to - zone->row_from + 1, sizeof *group->lines);
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        if (grid->rows[r].kind != PLUMB_ROW_BODY)
            continue;
        struct plumb_grid_line line = {.row = r, .label = {"", 0}, .path = {"", 0}};
        read_label(work, grid, zone, group, r, &memory, &line);
        line.code = line_code(work, grid, group, r);
        if (!line.code.len && line.cell) {
            line.code = leading_code(line.key);
            if (line.code.len) {
                line.label =
                    plumb_str_trim(plumb_str_sub(line.label, line.code.len, line.label.len));
                line.key = plumb_str_sub(line.key, line.code.len, line.key.len);
            }
        }
        line.has_value = has_values(work, grid, group, r);
        if (is_name_piece(work, grid, zone, group, r))
            continue;
        if (line.code.len && !line.label.len && line.has_value)
            name_line(work, grid, zone, group, &line);
        if (line.code.len && !line.has_value && !line.cell) {
            waiting = line.code;
            continue;
        }
        if (waiting.len && !line.code.len && (line.cell || line.has_value))
            line.code = waiting;
        if (line.cell || line.has_value)
            waiting = (struct plumb_str){"", 0};
        if (line.cell || line.has_value || line.code.len)
            group->lines[group->line_count++] = line;
    }
}

static size_t find_role(const struct plumb_zone *zone, enum plumb_column_role role)
{
    for (size_t c = 0; c < zone->column_count; c++)
        if (zone->columns[c].role == role)
            return c;
    return PLUMB_NPOS;
}

/* "全年预算 | 全年支出 | 执行率": between a budget and its rate of execution stands what was executed,
 * under whatever head. */
static void settle_executed(struct plumb_zone *zone)
{
    size_t budget = find_role(zone, PLUMB_COLUMN_REVISED), rate = PLUMB_NPOS;
    if (budget == PLUMB_NPOS)
        budget = find_role(zone, PLUMB_COLUMN_BUDGET);
    if (budget == PLUMB_NPOS)
        budget = find_role(zone, PLUMB_COLUMN_INITIAL);
    for (size_t c = 0; c < zone->column_count && rate == PLUMB_NPOS; c++)
        if (zone->columns[c].role == PLUMB_COLUMN_RATE &&
            zone->columns[c].rate == PLUMB_RATE_EXECUTION)
            rate = c;
    if (budget == PLUMB_NPOS || rate == PLUMB_NPOS || rate < budget ||
        find_role(zone, PLUMB_COLUMN_EXECUTED) != PLUMB_NPOS)
        return;
    static const char *const words[] = {"支出", "支付", "使用", "拨付", "发放", "开支", "完成"};
    for (size_t c = rate; c-- > budget + 1;) {
        struct plumb_grid_column *column = &zone->columns[c];
        for (size_t w = 0; w < PLUMB_COUNT(words); w++)
            if (column->role == PLUMB_COLUMN_AMOUNT && plumb_str_has(column->key, words[w])) {
                column->role = PLUMB_COLUMN_EXECUTED;
                return;
            }
    }
}

void plumb_zone_groups(struct plumb_extract_work *work, struct plumb_grid *grid,
                       struct plumb_zone *zone)
{
    count_contents(grid, zone);
    for (size_t c = 0; c < zone->column_count; c++)
        fix_role(work, grid, zone, c);
    settle_executed(zone);
    build_groups(work, zone);
    for (size_t g = 0; g < zone->group_count; g++)
        build_lines(work, grid, zone, g);
}
