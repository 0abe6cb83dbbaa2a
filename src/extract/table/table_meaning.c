/* Gives the facts of a grid their meaning: head, label, item, stage, year, and the unit that is not
 * printed in the cell itself (head, row label, caption, or the other cells of the column). */
#include <string.h>

#include "extract/table/table_int.h"

enum { CONTEXT_BYTES_MAX = 600 };

static enum plumb_stage role_stage(enum plumb_column_role role)
{
    switch (role) {
    case PLUMB_COLUMN_INITIAL:
        return PLUMB_STAGE_INITIAL;
    case PLUMB_COLUMN_REVISED:
        return PLUMB_STAGE_REVISED;
    case PLUMB_COLUMN_BUDGET:
        return PLUMB_STAGE_BUDGET;
    case PLUMB_COLUMN_EXECUTED:
        return PLUMB_STAGE_EXECUTED;
    case PLUMB_COLUMN_PRIOR:
        return PLUMB_STAGE_PRIOR;
    case PLUMB_COLUMN_BALANCE:
        return PLUMB_STAGE_BALANCE;
    case PLUMB_COLUMN_TARGET:
        return PLUMB_STAGE_TARGET;
    case PLUMB_COLUMN_ACTUAL:
        return PLUMB_STAGE_ACTUAL;
    case PLUMB_COLUMN_WEIGHT:
        return PLUMB_STAGE_WEIGHT;
    case PLUMB_COLUMN_SCORE:
        return PLUMB_STAGE_SCORE;
    default:
        return PLUMB_STAGE_NONE;
    }
}

static bool is_value(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE ||
           fact->kind == PLUMB_FACT_CHINESE;
}

/* ---- units --------------------------------------------------------------------------------- */

static bool is_money_role(enum plumb_column_role role)
{
    return role >= PLUMB_COLUMN_AMOUNT && role <= PLUMB_COLUMN_BALANCE;
}

static bool apply_words(struct plumb_fact *fact, struct plumb_str words)
{
    enum plumb_unit unit;
    plumb_dec scale;
    struct plumb_str text;
    if (!words.len || !plumb_unit_parse(words, &unit, &scale, &text))
        return false;
    if (unit == PLUMB_UNIT_YUAN && fact->unit_text.len && fact->scale.v > scale.v)
        scale = fact->scale; /* "2.36万" in a column of 元 or 万元 */
    plumb_fact_set_unit(fact, unit, scale, text);
    return true;
}

/* Labels that say what is counted: 人数, 车辆数, 次数. They keep money units of the table off. */
static struct plumb_str counted_unit(struct plumb_str label)
{
    static const struct {
        const char *ending, *unit;
    } rules[] = {{"人次", "人次"}, {"人次数", "人次"}, {"人数", "人"},   {"户数", "户"},
                 {"次数", "次"},   {"辆数", "辆"},     {"批次", "批次"}, {"批次数", "批次"},
                 {"个数", "个"},   {"面积", "平方米"}, {"团组数", "个"}, {"家数", "家"},
                 {"车辆", "辆"}};
    for (size_t i = 0; i < PLUMB_COUNT(rules); i++)
        if (plumb_str_ends(label, plumb_str_from(rules[i].ending)))
            return plumb_str_from(rules[i].unit);
    return (struct plumb_str){"", 0};
}

/* The unit most facts of the column print themselves. */
static const struct plumb_fact *usual_unit(const struct plumb_extract_work *work,
                                           const struct plumb_grid *grid,
                                           const struct plumb_zone *zone, size_t column)
{
    const struct plumb_fact *best = NULL;
    size_t votes = 0, rows = 0;
    for (size_t r = zone->row_from; r < zone->row_to && rows < 64; r++) {
        const struct plumb_fact *a = plumb_grid_value(work, grid, r, column);
        if (!a || a->unit == PLUMB_UNIT_NONE || a->unit_inferred)
            continue;
        size_t same = 0;
        rows++;
        for (size_t k = zone->row_from; k < zone->row_to && k < zone->row_from + 256; k++) {
            const struct plumb_fact *b = plumb_grid_value(work, grid, k, column);
            same += b && b->unit == a->unit && b->scale.v == a->scale.v;
        }
        if (same > votes) {
            votes = same;
            best = a;
        }
    }
    return best;
}

static bool beyond_one(const struct plumb_fact *fact)
{
    return plumb_dec_cmp(plumb_dec_abs(fact->value), plumb_dec_from_double(1.5)) > 0;
}

/* "增减（%）" over 6.54, 3.10 and 0.61: the whole column is in per cent; over 0.92 and 0.98 none of it is. */
static bool column_in_percent(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                              const struct plumb_zone *zone, size_t column)
{
    struct plumb_str head = zone->columns[column].head;
    if (!plumb_str_has(head, "%") && !plumb_str_has(head, "％"))
        return false;
    for (size_t r = zone->row_from; r < zone->row_to && r < zone->row_from + 256; r++) {
        const struct plumb_fact *other = plumb_grid_value(work, grid, r, column);
        bool read = other && other->unit == PLUMB_UNIT_FRACTION && other->unit_inferred;
        if (read ? other->scale.v < PLUMB_DEC_ONE
                 : other && other->unit == PLUMB_UNIT_NONE && beyond_one(other))
            return true;
    }
    return false;
}

static void infer_rate(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                       const struct plumb_zone *zone, size_t column, struct plumb_fact *fact)
{
    bool percent = beyond_one(fact) || column_in_percent(work, grid, zone, column);
    plumb_fact_set_unit(fact, PLUMB_UNIT_FRACTION, plumb_dec_pow10(percent ? -2 : 0),
                        percent ? PLUMB_STR("%") : PLUMB_STR(""));
}

/* The other half of a pair of target and actual in the row. */
static const struct plumb_fact *counterpart(const struct plumb_extract_work *work,
                                            const struct plumb_grid *grid,
                                            const struct plumb_zone *zone, size_t row,
                                            size_t column)
{
    enum plumb_column_role wanted = zone->columns[column].role == PLUMB_COLUMN_TARGET
                                        ? PLUMB_COLUMN_ACTUAL
                                        : PLUMB_COLUMN_TARGET;
    for (size_t c = 0; c < zone->column_count; c++)
        if (zone->columns[c].role == wanted)
            return plumb_grid_value(work, grid, row, c);
    return NULL;
}

static struct plumb_str unit_column_text(const struct plumb_grid *grid,
                                         const struct plumb_zone *zone, size_t row)
{
    for (size_t c = 0; c < zone->column_count; c++) {
        if (zone->columns[c].role != PLUMB_COLUMN_UNIT)
            continue;
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, row, c);
        if (cell && cell->type == PLUMB_CELL_TEXT)
            return cell->cell->text.str;
    }
    return (struct plumb_str){"", 0};
}

/* In a form of labels and values the label says what is counted; 其中 goes on in the unit of the label
 * to its left. */
static bool infer_from_pair(const struct plumb_grid *grid, const struct plumb_zone *zone,
                            const struct plumb_grid_line *line, struct plumb_fact *fact)
{
    if (zone->head_to > zone->head_from || !line->cell)
        return false;
    struct plumb_head_meaning m = plumb_head_meaning(line->key);
    if (m.known && (m.role == PLUMB_COLUMN_POSTS || m.role == PLUMB_COLUMN_STAFF))
        return apply_words(fact, PLUMB_STR("人"));
    if (plumb_label_is_score_total(line->key) ||
        (m.known && (m.role == PLUMB_COLUMN_SCORE || m.role == PLUMB_COLUMN_WEIGHT)))
        return apply_words(fact, PLUMB_STR("分"));
    const struct plumb_grid_row *row = &grid->rows[line->row];
    for (size_t c = 0; line->among && c < row->count && row->cells[c].from < line->cell->from; c++)
        if (apply_words(fact, plumb_head_unit(row->cells[c].cell->text.str)))
            return true;
    return false;
}

static void infer_unit(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                       const struct plumb_zone *zone, const struct plumb_grid_line *line,
                       size_t column, struct plumb_fact *fact)
{
    struct plumb_grid_column *col = &zone->columns[column];
    if (fact->unit != PLUMB_UNIT_NONE)
        return;
    /* what is counted has that unit, its points and its rates have not: "助学金（人） | 1250 | 98 | 10" */
    bool counts = col->role != PLUMB_COLUMN_RATE && col->role != PLUMB_COLUMN_WEIGHT &&
                  col->role != PLUMB_COLUMN_SCORE;
    if (counts && apply_words(fact, unit_column_text(grid, zone, line->row)))
        return;
    if (counts && line->cell && apply_words(fact, plumb_head_unit(line->cell->cell->text.str))) {
        if (!col->usual)
            col->usual = fact; /* "三公经费（万元）": the lines below go on in its unit */
        return;
    }
    if (apply_words(fact, col->unit) || infer_from_pair(grid, zone, line, fact))
        return;
    if (col->role == PLUMB_COLUMN_WEIGHT || col->role == PLUMB_COLUMN_SCORE) {
        apply_words(fact, PLUMB_STR("分"));
    } else if (col->role == PLUMB_COLUMN_POSTS || col->role == PLUMB_COLUMN_STAFF) {
        apply_words(fact, PLUMB_STR("人"));
    } else if (col->role == PLUMB_COLUMN_RATE) {
        infer_rate(work, grid, zone, column, fact);
    } else if (col->role == PLUMB_COLUMN_TARGET || col->role == PLUMB_COLUMN_ACTUAL) {
        const struct plumb_fact *other = counterpart(work, grid, zone, line->row, column);
        if (other && other->unit != PLUMB_UNIT_NONE)
            plumb_fact_set_unit(fact, other->unit, other->scale, other->unit_text);
        else
            apply_words(fact, counted_unit(line->key));
    } else if (is_money_role(col->role)) {
        const struct plumb_fact *usual = col->usual;
        struct plumb_str counted = counted_unit(line->key);
        if (!counted.len)
            counted = counted_unit(col->key);
        struct plumb_str unit = zone->unit;
        if (!unit.len)
            unit = grid->unit;
        if (apply_words(fact, counted) || apply_words(fact, unit))
            return;
        for (size_t c = 0; !usual && c < zone->column_count; c++)
            if (is_money_role(zone->columns[c].role))
                usual = zone->columns[c].usual;
        if (usual && usual->unit == PLUMB_UNIT_YUAN)
            apply_words(fact, usual->unit_text);
    }
}

/* ---- labels -------------------------------------------------------------------------------- */

/* The last '/' that parts two heads: that of "预算执行率（B/A×100%）" stands in a bracket. */
static size_t path_cut(struct plumb_str path)
{
    size_t cut = PLUMB_NPOS;
    int depth = 0;
    for (size_t at = 0; at < path.len;) {
        size_t from = at;
        uint32_t cp = plumb_fold(plumb_utf8_decode(path, &at));
        depth += cp == '(';
        depth -= cp == ')' && depth > 0;
        if (cp == '/' && depth == 0)
            cut = from;
    }
    return cut;
}

static struct plumb_str leaf_text(struct plumb_str head)
{
    size_t cut = path_cut(head);
    struct plumb_str leaf = cut == PLUMB_NPOS ? head : plumb_str_sub(head, cut + 1, head.len);
    int style, number;
    bool among;
    return plumb_label_parse(leaf, &style, &number, &among);
}

static struct plumb_str parent_text(struct plumb_str head)
{
    size_t cut = path_cut(head);
    return cut == PLUMB_NPOS ? (struct plumb_str){"", 0} : leaf_text(plumb_str_sub(head, 0, cut));
}

static bool is_bare_total(struct plumb_str key)
{
    return plumb_key_is(key, "合计") || plumb_key_is(key, "总计") || plumb_key_is(key, "小计") ||
           plumb_key_is(key, "共计") || plumb_key_is(key, "总额") || plumb_key_is(key, "合计数");
}

static bool head_names_thing(enum plumb_column_role role)
{
    return role == PLUMB_COLUMN_AMOUNT || role == PLUMB_COLUMN_TOTAL ||
           role == PLUMB_COLUMN_BALANCE || role == PLUMB_COLUMN_POSTS || role == PLUMB_COLUMN_STAFF;
}

/* 收入 or 支出 printed over the column. */
static const char *side_of(const struct plumb_grid_column *column)
{
    if (plumb_str_starts(column->head, PLUMB_STR("收入")))
        return "收入";
    if (plumb_str_starts(column->head, PLUMB_STR("支出")))
        return "支出";
    return "";
}

static struct plumb_str title_thing(const struct plumb_grid *grid)
{
    struct plumb_str title = plumb_str_trim(grid->title);
    if (plumb_str_ends(title, PLUMB_STR("表")))
        title = plumb_str_sub(title, 0, title.len - strlen("表"));
    return title;
}

static bool names_stage(struct plumb_str text)
{
    enum plumb_column_role role = plumb_head_meaning(text).role;
    return role >= PLUMB_COLUMN_INITIAL && role <= PLUMB_COLUMN_SCORE &&
           plumb_head_meaning(text).known;
}

/* Of "三公经费/合计/决算数": 三公经费. The lowest head that is no stage and no bare total. */
static struct plumb_str thing_above(const struct plumb_grid *grid, struct plumb_str head)
{
    struct plumb_str leaf = leaf_text(head);
    for (struct plumb_str path = head; path.len;) {
        struct plumb_str part = leaf_text(path);
        size_t cut = path_cut(path);
        if (!names_stage(part) && !is_bare_total(part))
            return part;
        if (cut == PLUMB_NPOS)
            return is_bare_total(part) && grid->title.len ? title_thing(grid) : leaf;
        path = plumb_str_sub(path, 0, cut);
    }
    return leaf;
}

static struct plumb_str fact_label(const struct plumb_extract_work *work,
                                   const struct plumb_grid *grid, const struct plumb_zone *zone,
                                   const struct plumb_grid_group *group,
                                   const struct plumb_grid_line *line, size_t column)
{
    const struct plumb_grid_column *col = &zone->columns[column];
    struct plumb_str head = leaf_text(col->head);
    bool agency =
        group->label_count > 0 && plumb_head_is_agency(zone->columns[group->labels[0]].key);
    bool bare = is_bare_total(line->key);
    if (col->role == PLUMB_COLUMN_SCORE && (bare || plumb_label_is_score_total(line->key)))
        return PLUMB_STR("总分");
    if (bare && !head_names_thing(col->role) && *side_of(col))
        return plumb_str_from(PLUMB_JOIN(work->arena, plumb_str_from(side_of(col)), line->label));
    bool by_head = !line->label.len || agency || bare;
    if (col->role == PLUMB_COLUMN_RATE && plumb_str_has(line->key, "资金总额"))
        by_head = true;
    else if (col->role == PLUMB_COLUMN_RATE && !by_head)
        /* 公用经费 in the column 控制率; a 得分率 of 预算执行率 is no 预算执行率 */
        return plumb_str_from(PLUMB_JOIN(work->arena, line->label, head));
    if (!line->label.len && !head_names_thing(col->role) && col->role != PLUMB_COLUMN_RATE)
        return thing_above(grid, col->head);
    if (by_head &&
        (head_names_thing(col->role) || !line->label.len || col->role == PLUMB_COLUMN_RATE)) {
        if (is_bare_total(col->key)) {
            struct plumb_str parent = parent_text(col->head);
            return parent.len ? parent : bare && grid->title.len ? title_thing(grid) : head;
        }
        return head.len ? head : line->label;
    }
    return line->label;
}

/* ---- one value cell ------------------------------------------------------------------------ */

/* 其中 rows of a "预算数：… 执行数：…" form are of the stage of the line above. */
static enum plumb_column_role line_role(const struct plumb_zone *zone,
                                        const struct plumb_grid_group *group, size_t index,
                                        size_t column)
{
    enum plumb_column_role role = zone->columns[column].role;
    if (role != PLUMB_COLUMN_AMOUNT)
        return role;
    for (size_t i = index + 1; i-- > 0;) {
        struct plumb_head_meaning m = plumb_head_meaning(group->lines[i].key);
        if (m.known && m.role >= PLUMB_COLUMN_INITIAL)
            return m.role;
        if (!group->lines[i].among && group->lines[i].label.len && i != index)
            break;
    }
    return role;
}

/* "综合得分 | | | | 98" at the foot of a table of goals: the only number of the row is the score, whatever
 * the column it stands in. */
static bool is_lone_score(const struct plumb_grid *grid, const struct plumb_grid_line *line,
                          const struct plumb_grid_cell *cell)
{
    const struct plumb_grid_row *row = &grid->rows[line->row];
    if (cell->type != PLUMB_CELL_NUMBER || !plumb_label_is_score_total(line->key))
        return false;
    for (size_t c = 0; c < row->count; c++)
        if (&row->cells[c] != cell && row->cells[c].fact_count)
            return false;
    return true;
}

static void set_meaning(struct plumb_extract_work *work, struct plumb_grid *grid,
                        struct plumb_zone *zone, struct plumb_grid_group *group, size_t index,
                        size_t column, struct plumb_str context)
{
    struct plumb_grid_line *line = &group->lines[index];
    struct plumb_grid_cell *cell = plumb_grid_at(grid, line->row, column);
    if (!cell || cell->from != column)
        return;
    const struct plumb_grid_column *col = &zone->columns[column];
    bool agency =
        group->label_count > 0 && plumb_head_is_agency(zone->columns[group->labels[0]].key);
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++) {
        struct plumb_fact *fact = &work->facts[i];
        if (!is_value(fact))
            continue;
        if (cell->type == PLUMB_CELL_NUMBER) {
            infer_unit(work, grid, zone, line, column, fact);
            fact->label = fact_label(work, grid, zone, group, line, column);
        }
        fact->head = col->head;
        fact->stage = role_stage(line_role(zone, group, index, column));
        if (fact->unit == PLUMB_UNIT_NONE && is_lone_score(grid, line, cell) &&
            apply_words(fact, PLUMB_STR("分")))
            fact->stage = PLUMB_STAGE_SCORE;
        fact->item = agency && line->label.len ? line->label
                     : grid->item.len          ? grid->item
                                               : grid->title;
        if (col->year) {
            fact->year = col->year;
            fact->year_inferred = false;
        }
        fact->context = context;
    }
}

/* The row as one line: "指标 | ≥2次 | 3次". */
static struct plumb_str row_text(struct plumb_extract_work *work, const struct plumb_grid_row *row)
{
    struct plumb_str *pieces = plumb_arena_array(work->arena, 2 * row->count + 1, sizeof *pieces);
    size_t n = 0, len = 0;
    for (size_t c = 0; c < row->count && len < CONTEXT_BYTES_MAX; c++) {
        struct plumb_str text = row->cells[c].cell->text.str;
        if (!text.len)
            continue;
        if (text.len > CONTEXT_BYTES_MAX) {
            size_t end = plumb_utf8_prev(text, CONTEXT_BYTES_MAX);
            text = plumb_str_sub(text, 0, end);
        }
        if (n > 0)
            pieces[n++] = PLUMB_STR(" | ");
        pieces[n++] = text;
        len += text.len + (n > 1 ? 3 : 0);
    }
    return plumb_str_from(plumb_str_join(work->arena, pieces, n));
}

static bool row_has_facts(const struct plumb_grid_row *row)
{
    for (size_t c = 0; c < row->count; c++)
        if (row->cells[c].fact_count)
            return true;
    return false;
}

/* Points in brackets of a label ("产出指标（50分）") and "label：value" in one cell. */
static void set_mixed(struct plumb_extract_work *work, struct plumb_grid *grid,
                      const struct plumb_grid_cell *cell, struct plumb_str context)
{
    struct plumb_str text = cell->cell->text.str;
    for (size_t i = cell->first_fact; i < cell->first_fact + cell->fact_count; i++) {
        struct plumb_fact *fact = &work->facts[i];
        if (!is_value(fact))
            continue;
        fact->context = context;
        if (!fact->item.len)
            fact->item = grid->item.len ? grid->item : grid->title;
        struct plumb_str before = plumb_str_trim(plumb_str_sub(text, 0, fact->offset));
        bool bracket =
            plumb_str_ends(before, PLUMB_STR("（")) || plumb_str_ends(before, PLUMB_STR("("));
        bool colon =
            plumb_str_ends(before, PLUMB_STR("：")) || plumb_str_ends(before, PLUMB_STR(":"));
        if ((!bracket && !colon) || plumb_utf8_count(before) > 30)
            continue;
        if (bracket && fact->unit != PLUMB_UNIT_SCORE)
            continue;
        int style, number;
        bool among;
        if (bracket)
            before = plumb_str_sub(before, 0, plumb_utf8_prev(before, before.len));
        fact->label = plumb_label_parse(before, &style, &number, &among);
        if (bracket)
            fact->stage = PLUMB_STAGE_WEIGHT;
    }
}

/* label, value, label, value */
static void set_pairs(struct plumb_extract_work *work, struct plumb_grid *grid,
                      struct plumb_grid_row *row, struct plumb_str context)
{
    const struct plumb_grid_cell *label = NULL;
    for (size_t c = 0; c < row->count; c++) {
        struct plumb_grid_cell *cell = &row->cells[c];
        if (cell->type == PLUMB_CELL_TEXT)
            label = cell;
        if (cell->type != PLUMB_CELL_NUMBER || cell->value == PLUMB_NPOS || !label)
            continue;
        struct plumb_fact *fact = &work->facts[cell->value];
        int style, number;
        bool among;
        struct plumb_head_meaning m = plumb_head_meaning(label->key);
        fact->label = plumb_label_parse(label->cell->text.str, &style, &number, &among);
        fact->stage = m.known ? role_stage(m.role) : PLUMB_STAGE_NONE;
        fact->context = context;
        fact->item = grid->item.len ? grid->item : grid->title;
        if (fact->unit != PLUMB_UNIT_NONE)
            continue;
        if (apply_words(fact, plumb_head_unit(label->cell->text.str)))
            continue;
        if (m.role == PLUMB_COLUMN_SCORE || m.role == PLUMB_COLUMN_WEIGHT ||
            plumb_label_is_score_total(label->key))
            apply_words(fact, PLUMB_STR("分"));
        else if (m.role == PLUMB_COLUMN_POSTS || m.role == PLUMB_COLUMN_STAFF)
            apply_words(fact, PLUMB_STR("人"));
        else
            apply_words(fact, counted_unit(label->key));
    }
}

/* Amounts of a code list that stand under no sure head. */
static void set_unplaced(struct plumb_extract_work *work, struct plumb_grid *grid,
                         const struct plumb_zone *zone, const struct plumb_grid_line *line,
                         struct plumb_str context)
{
    const struct plumb_grid_row *row = &grid->rows[line->row];
    for (size_t c = 0; c < row->count; c++) {
        const struct plumb_grid_cell *cell = &row->cells[c];
        if (cell->from < zone->column_count || cell->value == PLUMB_NPOS)
            continue;
        struct plumb_fact *fact = &work->facts[cell->value];
        if (fact->unit == PLUMB_UNIT_NONE)
            apply_words(fact, zone->unit.len ? zone->unit : grid->unit);
        if (!fact->label.len)
            fact->label = line->label;
        fact->context = context;
    }
}

/* Numbers of lines, columns and accounts are no facts. */
static void drop_counters(struct plumb_extract_work *work, const struct plumb_grid *grid,
                          const struct plumb_zone *zone)
{
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        for (size_t c = 0; c < row->count; c++) {
            const struct plumb_grid_cell *cell = &row->cells[c];
            bool counter = row->kind == PLUMB_ROW_COUNTER;
            if (row->kind == PLUMB_ROW_BODY && cell->from < zone->column_count &&
                cell->type == PLUMB_CELL_NUMBER) {
                enum plumb_column_role role = zone->columns[cell->from].role;
                counter = role == PLUMB_COLUMN_CODE || role == PLUMB_COLUMN_ORDINAL;
            }
            for (size_t i = cell->first_fact; counter && i < cell->first_fact + cell->fact_count;
                 i++)
                work->facts[i].kind = PLUMB_FACT_NOT;
        }
    }
}

void plumb_grid_meaning(struct plumb_extract_work *work, struct plumb_grid *grid)
{
    struct plumb_str *contexts =
        plumb_arena_array(work->arena, grid->row_count + 1, sizeof *contexts);
    for (size_t r = 0; r < grid->row_count; r++) {
        struct plumb_grid_row *row = &grid->rows[r];
        if (!row_has_facts(row))
            continue;
        contexts[r] = row_text(work, row);
        for (size_t c = 0; c < row->count; c++)
            if (row->cells[c].type == PLUMB_CELL_MIXED)
                set_mixed(work, grid, &row->cells[c], contexts[r]);
        if (row->kind == PLUMB_ROW_PAIRS)
            set_pairs(work, grid, row, contexts[r]);
    }
    for (size_t z = 0; z < grid->zone_count; z++) {
        struct plumb_zone *zone = &grid->zones[z];
        drop_counters(work, grid, zone);
        for (size_t c = 0; c < zone->column_count; c++)
            if (is_money_role(zone->columns[c].role))
                zone->columns[c].usual = usual_unit(work, grid, zone, c);
        for (size_t g = 0; g < zone->group_count; g++) {
            struct plumb_grid_group *group = &zone->groups[g];
            for (size_t i = 0; zone->code_list && i < group->line_count; i++)
                set_unplaced(work, grid, zone, &group->lines[i], contexts[group->lines[i].row]);
            for (size_t i = 0; group->first_value != PLUMB_NPOS && i < group->line_count; i++)
                for (size_t c = group->first_value; c <= group->last_value; c++)
                    if (zone->columns[c].role >= PLUMB_COLUMN_AMOUNT)
                        set_meaning(work, grid, zone, group, i, c, contexts[group->lines[i].row]);
        }
        plumb_zone_signs(work, grid, zone);
    }
}
