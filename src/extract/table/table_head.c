/* Cuts a grid into zones and reads their column heads: heads of several rows, merged cells that are
 * printed as empty cells, spans, or that a flattened source has dropped. */
#include "extract/table/table_int.h"

enum { HEAD_ROWS_MAX = 6, HEAD_CHARS_MAX = 30, EMPTY_LINE_REACH = 64 };

struct features {
    size_t filled, texts, numbers, years; /* years: NUMBER cells that are calendar years */
    size_t strong, labels;                /* known heads: of values; of label and code columns */
    size_t longest;                       /* characters of the longest text */
    bool breakdown;                       /* 按收入性质分： */
};

/* Asked again for every row that may be a head, so it is read from the cell where it is known. */
static struct plumb_head_meaning meaning_of(const struct plumb_grid_cell *cell)
{
    return cell->type == PLUMB_CELL_TEXT || cell->type == PLUMB_CELL_MIXED
               ? cell->meaning
               : plumb_head_meaning(cell->key);
}

static bool is_calendar_year(struct plumb_str key)
{
    return plumb_head_year(key) &&
           (key.len == 4 || (key.len <= 10 && plumb_str_ends(key, PLUMB_STR("年"))) ||
            plumb_str_ends(key, PLUMB_STR("年度")));
}

static bool is_breakdown(struct plumb_str key)
{
    return plumb_str_starts(key, PLUMB_STR("按")) &&
           (plumb_str_ends(key, PLUMB_STR("分:")) || plumb_str_ends(key, PLUMB_STR("分")) ||
            plumb_str_ends(key, PLUMB_STR("划分:")));
}

static void count_head_words(const struct plumb_grid_cell *cell, struct features *f)
{
    struct plumb_head_meaning m = meaning_of(cell);
    size_t chars = plumb_utf8_count(cell->key);
    if (chars > f->longest)
        f->longest = chars;
    if (is_breakdown(cell->key))
        f->breakdown = true;
    if (!m.known || chars > HEAD_CHARS_MAX || plumb_str_ends(cell->key, PLUMB_STR(":")))
        return;
    if (m.role == PLUMB_COLUMN_LABEL || m.role == PLUMB_COLUMN_CODE ||
        m.role == PLUMB_COLUMN_ORDINAL || m.role == PLUMB_COLUMN_UNIT ||
        m.role == PLUMB_COLUMN_NOTE)
        f->labels++;
    else
        f->strong++;
}

static struct features row_features(const struct plumb_grid_row *row)
{
    struct features f = {0};
    for (size_t c = 0; c < row->count; c++) {
        const struct plumb_grid_cell *cell = &row->cells[c];
        if (cell->type == PLUMB_CELL_EMPTY)
            continue;
        f.filled++;
        bool year = is_calendar_year(cell->key);
        if (cell->type == PLUMB_CELL_NUMBER && !year) {
            f.numbers++;
            continue;
        }
        f.years += year;
        if (cell->type == PLUMB_CELL_MIXED) {
            /* "分值（100分）" is a head, "产出指标（50分）" is not */
            struct plumb_head_meaning m = meaning_of(cell);
            if (!m.known || m.role == PLUMB_COLUMN_LABEL ||
                plumb_utf8_count(cell->key) > HEAD_CHARS_MAX) {
                f.numbers++;
                continue;
            }
        }
        f.texts++;
        count_head_words(cell, &f);
    }
    return f;
}

/* 栏次 1 2 3 …: the numbers of the columns. */
static bool is_counter_row(const struct plumb_grid_row *row)
{
    int next = 1, seen = 0;
    for (size_t c = 0; c < row->count; c++) {
        const struct plumb_grid_cell *cell = &row->cells[c];
        if (cell->type == PLUMB_CELL_EMPTY)
            continue;
        if (cell->type == PLUMB_CELL_TEXT && seen == 0 && plumb_utf8_count(cell->key) <= 3)
            continue;
        int value = 0;
        for (size_t i = 0; i < cell->key.len; i++) {
            char d = cell->key.ptr[i];
            if (d < '0' || d > '9' || value > 999)
                return false;
            value = value * 10 + (d - '0');
        }
        if (value != next && (seen > 0 || value != 0)) /* some forms count the labels as 0 */
            return false;
        next = value + 1;
        seen++;
    }
    return seen >= 2;
}

/* Do rows soon below hold numbers under texts of this row? */
static bool numbers_follow(const struct plumb_grid *grid, size_t r)
{
    for (size_t i = r + 1; i < grid->row_count && i <= r + 8; i++) {
        const struct plumb_grid_row *row = &grid->rows[i], *head = &grid->rows[r];
        for (size_t c = 1; c < row->count; c++)
            if (row->cells[c].type == PLUMB_CELL_NUMBER && c < head->count &&
                head->cells[c].type == PLUMB_CELL_TEXT)
                return true;
    }
    return false;
}

static bool same_keys(const struct plumb_grid_row *a, const struct plumb_grid_row *b)
{
    if (a->count != b->count)
        return false;
    for (size_t c = 0; c < a->count; c++)
        if (!plumb_str_equal(a->cells[c].key, b->cells[c].key))
            return false;
    return true;
}

/* Words only where the open zone's lines have their labels: a line whose amounts are empty. */
static bool is_empty_line(const struct plumb_grid *grid, const struct plumb_zone *open, size_t r)
{
    const struct plumb_grid_row *row = &grid->rows[r];
    if (!open || open->head_to == open->head_from || r < open->head_to + 2)
        return false;
    for (size_t c = 0; c < row->count; c++) {
        if (row->cells[c].type == PLUMB_CELL_EMPTY)
            continue;
        size_t texts = 0;
        for (size_t k = r; k > open->row_from && k + EMPTY_LINE_REACH > r; k--) {
            const struct plumb_grid_row *above = &grid->rows[k - 1];
            bool alike = grid->table->aligned || above->count == row->count;
            if (alike && c < above->count && above->cells[c].type == PLUMB_CELL_NUMBER)
                return false;
            texts += alike && c < above->count && above->cells[c].type == PLUMB_CELL_TEXT;
        }
        if (texts < 2)
            return false;
    }
    return !same_keys(&grid->rows[open->head_to - 1], row);
}

/* 项目名称 and 主管部门 with their contents are the form's own fields, not heads of columns. */
static bool is_form_row(const struct plumb_grid_row *row)
{
    static const char *const fields[] = {
        "项目名称",     "项目支出名称", "主管部门",       "实施单位",     "预算单位",
        "预算部门名称", "填报单位",     "主管部门名称",   "项目实施单位", "项目负责人",
        "联系人",       "单位负责人",   "主管部门及代码", "项目主管部门", "资金使用单位"};
    /* "序号 | 乡镇名称 | 项目名称 | 金额": a list of projects */
    if (row->count > 2 && meaning_of(&row->cells[0]).role == PLUMB_COLUMN_ORDINAL)
        return false;
    for (size_t c = 0; c + 1 < row->count; c++)
        for (size_t i = 0; i < PLUMB_COUNT(fields); i++)
            if (plumb_key_is(row->cells[c].key, fields[i]) &&
                row->cells[c + 1].type == PLUMB_CELL_TEXT && !meaning_of(&row->cells[c + 1]).known)
                return true;
    return false;
}

static bool starts_head(const struct plumb_grid *grid, const struct plumb_zone *open, size_t r,
                        bool fresh)
{
    const struct plumb_grid_row *row = &grid->rows[r];
    struct features f = row_features(row);
    if (f.numbers > 0 || f.filled < 2 || f.longest > 60 || is_empty_line(grid, open, r) ||
        is_form_row(row))
        return false;
    if (f.strong >= 2 || (f.strong >= 1 && f.labels >= 1) || f.labels >= 2)
        return f.longest <= HEAD_CHARS_MAX + 10;
    if (f.breakdown)
        return true;
    if (f.years >= 2 && f.texts <= f.years + 2)
        return true;
    return fresh && f.longest <= HEAD_CHARS_MAX && numbers_follow(grid, r);
}

static size_t filled_runs(const struct plumb_grid_row *row)
{
    size_t runs = 0;
    for (size_t c = 0; c < row->count; c++)
        runs += row->cells[c].type != PLUMB_CELL_EMPTY &&
                (c == 0 || row->cells[c - 1].type == PLUMB_CELL_EMPTY);
    return runs;
}

static size_t empties(const struct plumb_grid_row *row)
{
    size_t n = 0;
    for (size_t c = 0; c < row->count; c++)
        n += row->cells[c].type == PLUMB_CELL_EMPTY;
    return n;
}

/* Flattened: empty cells stand under merged cells, every run of words under one wide cell. */
static bool fits_under(const struct plumb_grid_row *above, const struct plumb_grid_row *row)
{
    return row->count > above->count && above->count == empties(row) + filled_runs(row);
}

/* Real columns: words stand only under empty cells or under wide ones. */
static bool hangs_under(const struct plumb_grid_row *above, const struct plumb_grid_row *row)
{
    for (size_t c = 0; c < row->count; c++) {
        if (row->cells[c].type == PLUMB_CELL_EMPTY || c >= above->count)
            continue;
        const struct plumb_grid_cell *up = &above->cells[c];
        bool wide = up->cell->column_span > 1 || c + 1 >= above->count ||
                    above->cells[c + 1].type == PLUMB_CELL_EMPTY;
        if (up->type != PLUMB_CELL_EMPTY && !wide)
            return false;
    }
    return true;
}

static bool continues_head(const struct plumb_grid *grid, size_t r)
{
    const struct plumb_grid_row *above = &grid->rows[r - 1], *row = &grid->rows[r];
    struct features f = row_features(row);
    if (f.numbers > 0 || f.texts == 0 || f.longest > HEAD_CHARS_MAX || f.breakdown)
        return false;
    bool words = f.strong + f.labels > 0;
    if (f.labels >= 2 && f.strong <= 1 && plumb_key_is(row->cells[0].key, "类"))
        return true; /* 类 款 项 below 科目编码 */
    for (size_t c = 0; c < row->count; c++)
        words = words || plumb_str_starts(row->cells[c].key, PLUMB_STR("其中"));
    if (!grid->table->aligned && fits_under(above, row))
        return words || f.texts >= 2;
    if (grid->table->aligned && empties(above) > 0 && hangs_under(above, row))
        return words || f.texts >= 2;
    return (f.strong >= 2 || (f.strong >= 1 && f.labels >= 1)) && !same_keys(above, row) &&
           row->count >= above->count && row->cells[0].type == PLUMB_CELL_EMPTY;
}

/* ---- spans --------------------------------------------------------------------------------- */

static void span_aligned(struct plumb_grid *grid, const struct plumb_zone *zone)
{
    for (size_t r = zone->head_from; r < zone->head_to; r++) {
        struct plumb_grid_row *row = &grid->rows[r];
        for (size_t c = 0; c < row->count; c++) {
            struct plumb_grid_cell *cell = &row->cells[c];
            cell->from = cell->cell->column;
            cell->to = cell->from + (cell->cell->column_span ? cell->cell->column_span - 1 : 0);
            if (cell->type == PLUMB_CELL_EMPTY || cell->to > cell->from)
                continue;
            size_t limit = zone->column_count;
            for (size_t u = zone->head_from; u < r; u++)
                for (size_t k = 0; k < grid->rows[u].count; k++) {
                    const struct plumb_grid_cell *up = &grid->rows[u].cells[k];
                    if (up->type != PLUMB_CELL_EMPTY && up->from > cell->from && up->from < limit)
                        limit = up->from;
                }
            for (size_t k = c + 1; k < row->count && row->cells[k].cell->column < limit; k++) {
                bool below = false;
                for (size_t d = r + 1; d < zone->head_to; d++)
                    below = below || (k < grid->rows[d].count &&
                                      grid->rows[d].cells[k].type != PLUMB_CELL_EMPTY);
                if (row->cells[k].type != PLUMB_CELL_EMPTY || !below)
                    break;
                cell->to = row->cells[k].cell->column;
            }
        }
    }
}

/* Spans of `above` over the columns of the row below it, whose own spans are known. */
static void span_over(struct plumb_grid_row *above, const struct plumb_grid_row *below)
{
    size_t n = below->count, k = above->count;
    bool exact = k == empties(below) + filled_runs(below);
    size_t b = 0;
    for (size_t a = 0; a < k; a++) {
        struct plumb_grid_cell *cell = &above->cells[a];
        size_t left = k - a - 1;
        size_t first = b < n ? b : n - 1;
        size_t last = first;
        if (exact && below->cells[first].type != PLUMB_CELL_EMPTY) {
            while (last + 1 < n && below->cells[last + 1].type != PLUMB_CELL_EMPTY)
                last++;
        } else if (!exact && below->cells[first].type != PLUMB_CELL_EMPTY && n > k) {
            /* several wide cells side by side: share the run evenly */
            size_t run = first, wide = 0;
            while (run < n && below->cells[run].type != PLUMB_CELL_EMPTY)
                run++;
            size_t after = n - run; /* cells behind the run take one each */
            wide = left + 1 > after ? left + 1 - after : 1;
            last = first + (run - first) / wide - 1;
            if (last < first || last >= n)
                last = first;
        }
        cell->from = below->cells[first].from;
        cell->to = below->cells[last].to;
        b = last + 1;
    }
}

static void span_flattened(struct plumb_grid *grid, const struct plumb_zone *zone)
{
    struct plumb_grid_row *last = &grid->rows[zone->head_to - 1];
    size_t n = zone->column_count, k = last->count;
    for (size_t c = 0; c < k; c++)
        last->cells[c].from = last->cells[c].to = c < n ? c : n - 1;
    if (k > 0 && k < n) {
        /* the merged label cell over several label columns has been dropped to one */
        for (size_t c = 1; c < k; c++)
            last->cells[c].from = last->cells[c].to = n - k + c;
        last->cells[0].to = n - k;
    }
    for (size_t r = zone->head_to - 1; r > zone->head_from; r--) {
        struct plumb_grid_row *above = &grid->rows[r - 1], *below = &grid->rows[r];
        if (above->count == below->count) {
            for (size_t c = 0; c < above->count; c++) {
                above->cells[c].from = below->cells[c].from;
                above->cells[c].to = below->cells[c].to;
            }
        } else {
            span_over(above, below);
        }
    }
}

/* ---- the tree of heads and the columns ----------------------------------------------------- */

static size_t parent_node(const struct plumb_zone *zone, size_t from, size_t to, size_t depth)
{
    size_t best = PLUMB_NPOS;
    for (size_t i = 0; i < zone->node_count; i++) {
        const struct plumb_head_node *node = &zone->nodes[i];
        bool wider = node->to - node->from > to - from;
        if (node->depth < depth && node->from <= from && node->to >= to && wider)
            best = i;
    }
    return best;
}

static void build_nodes(struct plumb_extract_work *work, struct plumb_grid *grid,
                        struct plumb_zone *zone)
{
    size_t capacity = 0;
    for (size_t r = zone->head_from; r < zone->head_to; r++) {
        for (size_t c = 0; c < grid->rows[r].count; c++) {
            const struct plumb_grid_cell *cell = &grid->rows[r].cells[c];
            if (cell->type == PLUMB_CELL_EMPTY)
                continue;
            size_t parent = parent_node(zone, cell->from, cell->to, r - zone->head_from);
            struct plumb_head_node *node =
                PLUMB_PUSH(work->arena, zone->nodes, zone->node_count, capacity);
            *node = (struct plumb_head_node){.key = cell->key,
                                             .from = cell->from,
                                             .to = cell->to,
                                             .depth = r - zone->head_from,
                                             .parent = parent};
        }
    }
}

static void add_to_head(struct plumb_extract_work *work, struct plumb_grid_column *column,
                        const struct plumb_grid_cell *cell)
{
    struct plumb_str text = plumb_str_trim(cell->cell->text.str);
    if (column->key.len && plumb_str_equal(column->key, cell->key))
        return;
    if (column->head.len) {
        char *joined = plumb_arena_printf(work->arena, "%.*s/%.*s", PLUMB_STR_ARG(column->head),
                                          PLUMB_STR_ARG(text));
        column->head = plumb_str_from(joined);
    } else {
        column->head = text;
    }
    column->above = column->key;
    column->key = cell->key;
    struct plumb_str unit = plumb_head_unit(text);
    if (unit.len)
        column->unit = unit;
    int year = plumb_head_year(cell->key);
    if (year)
        column->year = year;
}

static void build_columns(struct plumb_extract_work *work, struct plumb_grid *grid,
                          struct plumb_zone *zone)
{
    zone->columns = plumb_arena_array(work->arena, zone->column_count, sizeof *zone->columns);
    for (size_t c = 0; c < zone->column_count; c++)
        zone->columns[c].group = PLUMB_NPOS;
    for (size_t r = zone->head_from; r < zone->head_to; r++) {
        for (size_t i = 0; i < grid->rows[r].count; i++) {
            const struct plumb_grid_cell *cell = &grid->rows[r].cells[i];
            for (size_t c = cell->from; c <= cell->to && c < zone->column_count; c++)
                if (cell->type != PLUMB_CELL_EMPTY)
                    add_to_head(work, &zone->columns[c], cell);
        }
    }
}

/* The number of cells most body rows have; ties go to the larger. */
static size_t usual_count(const struct plumb_grid *grid, const struct plumb_zone *zone)
{
    size_t best = 0, votes = 0;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        size_t n = grid->rows[r].count, same = 0;
        if (n == best || r - zone->row_from > 64)
            continue;
        for (size_t k = zone->row_from; k < zone->row_to && k < zone->row_from + 256; k++)
            same += grid->rows[k].count == n;
        if (same > votes || (same == votes && n > best)) {
            best = n;
            votes = same;
        }
    }
    return best;
}

static void measure_zone(struct plumb_extract_work *work, struct plumb_grid *grid,
                         struct plumb_zone *zone)
{
    size_t head = zone->head_to > zone->head_from ? grid->rows[zone->head_to - 1].count : 0;
    size_t body = usual_count(grid, zone);
    zone->column_count = head > body ? head : body;
    if (grid->table->aligned)
        zone->column_count = grid->table->column_count;
    if (zone->column_count == 0)
        zone->column_count = 1;
    if (zone->head_to > zone->head_from) {
        if (grid->table->aligned)
            span_aligned(grid, zone);
        else
            span_flattened(grid, zone);
    }
    build_columns(work, grid, zone);
    build_nodes(work, grid, zone);
    for (size_t r = zone->head_from; r < zone->head_to && !zone->unit.len; r++)
        for (size_t c = 0; c < grid->rows[r].count && !zone->unit.len; c++) {
            const struct plumb_grid_cell *cell = &grid->rows[r].cells[c];
            bool of_label =
                meaning_of(cell).role == PLUMB_COLUMN_LABEL || (c == 0 && !meaning_of(cell).known);
            if (of_label)
                zone->unit = plumb_head_unit(cell->cell->text.str);
        }
}

/* ---- zones --------------------------------------------------------------------------------- */

static void classify_rows(struct plumb_grid *grid)
{
    for (size_t r = 0; r < grid->row_count; r++) {
        struct plumb_grid_row *row = &grid->rows[r];
        size_t filled = row->count - empties(row);
        row->kind = PLUMB_ROW_BODY;
        if (filled == 0)
            row->kind = PLUMB_ROW_BLANK;
        else if (is_counter_row(row))
            row->kind = PLUMB_ROW_COUNTER;
        else if (row->count == 1 && row->cells[0].type != PLUMB_CELL_NUMBER)
            row->kind = PLUMB_ROW_SECTION;
    }
    /* a title over the whole width of a real table */
    for (size_t r = 0; r + 1 < grid->row_count && grid->table->aligned; r++) {
        struct plumb_grid_row *row = &grid->rows[r];
        bool alone = row->count > 1 && row->count - empties(row) == 1 &&
                     row->cells[0].type == PLUMB_CELL_TEXT;
        if (!alone || row_features(&grid->rows[r + 1]).numbers > 0)
            break;
        row->kind = PLUMB_ROW_SECTION;
    }
}

struct zone_builder {
    struct plumb_extract_work *work;
    struct plumb_grid *grid;
    size_t capacity;
    struct plumb_zone *open;
    struct plumb_str unit; /* from the last section row */
};

static struct plumb_zone *open_zone(struct zone_builder *b, size_t head_from, size_t head_to)
{
    struct plumb_grid *grid = b->grid;
    b->open = PLUMB_PUSH(b->work->arena, grid->zones, grid->zone_count, b->capacity);
    b->open->head_from = head_from;
    b->open->head_to = head_to;
    b->open->row_from = b->open->row_to = head_to;
    b->open->unit = b->unit;
    return b->open;
}

/* Without a head, rows belong together as long as they have the same number of cells. */
static bool fits_headless(const struct plumb_grid *grid, const struct plumb_zone *zone, size_t r)
{
    if (grid->table->aligned)
        return true;
    for (size_t k = zone->row_to; k > zone->row_from; k--)
        if (grid->rows[k - 1].kind == PLUMB_ROW_BODY)
            return grid->rows[k - 1].count == grid->rows[r].count;
    return true;
}

static size_t take_head(struct zone_builder *b, size_t r)
{
    size_t end = r + 1;
    while (end < b->grid->row_count && end - r < HEAD_ROWS_MAX &&
           b->grid->rows[end].kind == PLUMB_ROW_BODY && continues_head(b->grid, end))
        end++;
    for (size_t k = r; k < end; k++)
        b->grid->rows[k].kind = PLUMB_ROW_HEAD;
    open_zone(b, r, end);
    return end;
}

static void take_body(struct zone_builder *b, size_t r)
{
    bool headless = b->open && b->open->head_from == b->open->head_to;
    if (!b->open || (headless && !fits_headless(b->grid, b->open, r)))
        open_zone(b, r, r);
    b->open->row_to = r + 1;
}

/* The same words in the same order; empty cells do not count, another page may split otherwise. */
static bool same_words(const struct plumb_grid_row *a, const struct plumb_grid_row *b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a->count && a->cells[i].type == PLUMB_CELL_EMPTY)
            i++;
        while (k < b->count && b->cells[k].type == PLUMB_CELL_EMPTY)
            k++;
        if (i == a->count || k == b->count)
            return i == a->count && k == b->count;
        if (!plumb_str_equal(a->cells[i++].key, b->cells[k++].key))
            return false;
    }
}

/* 续表: the same head, or its last rows (a page break repeats only what stands next to the lines). */
static bool same_head(const struct plumb_grid *a, const struct plumb_zone *za,
                      const struct plumb_grid *b, const struct plumb_zone *zb)
{
    size_t na = za->head_to - za->head_from, nb = zb->head_to - zb->head_from;
    size_t n = na < nb ? na : nb;
    if (n == 0)
        return false;
    for (size_t i = 1; i <= n; i++)
        if (!same_words(&a->rows[za->head_to - i], &b->rows[zb->head_to - i]))
            return false;
    struct features f = row_features(&b->rows[zb->head_to - 1]);
    return na == nb || n > 1 || f.strong + f.labels >= 2;
}

void plumb_grid_zones(struct plumb_extract_work *work, struct plumb_grid *grid)
{
    struct zone_builder b = {.work = work, .grid = grid};
    bool fresh = true; /* the first row, or the first behind a section row */
    classify_rows(grid);
    for (size_t r = 0; r < grid->row_count;) {
        struct plumb_grid_row *row = &grid->rows[r];
        if (row->kind == PLUMB_ROW_SECTION) {
            struct plumb_str unit = plumb_head_unit(row->cells[0].cell->text.str);
            if (unit.len)
                b.unit = unit;
            if (b.open)
                b.open->row_to = r + 1;
            fresh = true;
            r++;
        } else if (row->kind == PLUMB_ROW_BODY && starts_head(grid, b.open, r, fresh)) {
            r = take_head(&b, r);
            fresh = false;
        } else {
            if (row->kind == PLUMB_ROW_BODY)
                fresh = false;
            take_body(&b, r);
            r++;
        }
    }
    for (size_t z = 0; z < grid->zone_count; z++) {
        struct plumb_zone *zone = &grid->zones[z];
        for (size_t r = zone->head_from; r < zone->row_to; r++)
            grid->rows[r].zone = z;
        if (plumb_zone_is_code_list(grid, zone))
            plumb_zone_code_list(work, grid, zone);
        else
            measure_zone(work, grid, zone);
        if (z > 0)
            zone->continues = same_head(grid, &grid->zones[z - 1], grid, zone);
        else if (grid->previous && grid->previous->zone_count > 0)
            zone->continues = same_head(
                grid->previous, &grid->previous->zones[grid->previous->zone_count - 1], grid, zone);
    }
}
