/* Puts the cells of each body row under the zone's columns. Sources that know real columns need
 * nothing; a flattened row that lost its merged cells is aligned by what its cells hold. */
#include <string.h>

#include "extract/table/table_int.h"

enum { ALIGN_COLUMNS_MAX = 128 };
/* Characters: a cell further from its head, on average, is not placed by its place in the line. */
static const double PLACE_LIMIT = 16.0, PLACE_STRANGE = 40.0;

/* How well a cell fits a column, by the column's role alone. */
static double cell_fit(const struct plumb_extract_work *work, const struct plumb_grid_cell *cell,
                       const struct plumb_grid_column *column, bool only_number)
{
    enum plumb_column_role role = column->role;
    bool words = role == PLUMB_COLUMN_LABEL || role == PLUMB_COLUMN_NOTE ||
                 role == PLUMB_COLUMN_UNKNOWN || role == PLUMB_COLUMN_UNIT;
    if (cell->type == PLUMB_CELL_EMPTY)
        return 0.0;
    if (cell->type != PLUMB_CELL_NUMBER)
        return words                                                        ? 2.0
               : role == PLUMB_COLUMN_TARGET || role == PLUMB_COLUMN_ACTUAL ? 0.0
                                                                            : -1.0;
    if (words)
        return -3.0;
    if (cell->value == PLUMB_NPOS)
        return 2.0;
    const struct plumb_fact *fact = &work->facts[cell->value];
    bool bare = fact->unit_len == 0, percent = fact->unit == PLUMB_UNIT_FRACTION;
    bool points = role == PLUMB_COLUMN_WEIGHT || role == PLUMB_COLUMN_SCORE;
    double fit = 3.0;
    /* of cells that lost an empty neighbour it is mostly the first budget that was left empty */
    if (role == PLUMB_COLUMN_INITIAL)
        fit -= 0.1;
    /* no line has more than a hundred points, few a rate above 100 %: "280.00 280.00 251.30" are amounts */
    bool too_many = fact->value.v > plumb_dec_int(100).v;
    if (points && (bare || fact->unit == PLUMB_UNIT_SCORE))
        fit += bare && too_many ? -1.0 : 1.0;
    if (role == PLUMB_COLUMN_RATE && bare && too_many)
        fit -= 1.0;
    if (points && !bare && fact->unit != PLUMB_UNIT_SCORE)
        fit -= 3.0;
    if (percent)
        fit += role == PLUMB_COLUMN_RATE ? 1.0 : role == PLUMB_COLUMN_TARGET ? 0.5 : -0.5;
    /* one number in the row of totals: 100 are the full marks, anything else was scored */
    bool hundred = fact->value.v == plumb_dec_int(100).v;
    if (points && only_number && hundred == (role == PLUMB_COLUMN_WEIGHT))
        fit += 0.5;
    return fit;
}

/* Best monotone assignment of k cells to n >= k columns; every column passed over costs a little. */
static void assign(const struct plumb_extract_work *work, const struct plumb_zone *zone,
                   struct plumb_grid_row *row)
{
    const double skip = 0.3;
    size_t n = zone->column_count, k = row->count, numbers = 0;
    double *score = plumb_arena_array(work->arena, k * n, sizeof *score);
    size_t *back = plumb_arena_array(work->arena, k * n, sizeof *back);
    for (size_t i = 0; i < k; i++)
        numbers += row->cells[i].type == PLUMB_CELL_NUMBER;
    for (size_t i = 0; i < k; i++) {
        double best = -1e9;
        size_t best_at = 0;
        for (size_t j = i; j + (k - i) <= n; j++) {
            if (i > 0) {
                double from = score[(i - 1) * n + j - 1] + skip * (double)(j - 1);
                if (from > best + 1e-9) {
                    best = from;
                    best_at = j - 1;
                }
            }
            double lead = i > 0 ? best - skip * (double)(j - 1) : -skip * (double)j;
            score[i * n + j] =
                lead + cell_fit(work, &row->cells[i], &zone->columns[j], numbers == 1);
            back[i * n + j] = best_at;
        }
    }
    size_t end = k - 1;
    for (size_t j = k - 1; j < n; j++)
        if (score[(k - 1) * n + j] + skip * (double)j >
            score[(k - 1) * n + end] + skip * (double)end + 1e-9)
            end = j;
    for (size_t i = k; i-- > 0;) {
        row->cells[i].from = row->cells[i].to = end;
        end = back[i * n + end];
    }
    for (size_t i = 0; i + 1 < k; i++)
        if (row->cells[i].type == PLUMB_CELL_TEXT && row->cells[i + 1].from > row->cells[i].from)
            row->cells[i].to = row->cells[i + 1].from - 1;
}

/* ---- by the place in the line ---------------------------------------------------------------- */

static bool on_one_line(const struct plumb_grid_row *row)
{
    for (size_t c = 1; c < row->count; c++)
        if (row->cells[c].cell->line != row->cells[0].cell->line || row->cells[c].place[0] == 0 ||
            row->cells[c].place[0] <= row->cells[c - 1].place[0])
            return false;
    return row->count > 1;
}

/* The complete row nearest to row r, from whose cells the columns' places are taken. */
static const struct plumb_grid_row *complete_row(const struct plumb_grid *grid,
                                                 const struct plumb_zone *zone, size_t r)
{
    size_t n = zone->column_count;
    for (size_t d = 1; d < 200; d++) {
        bool above = r >= zone->row_from + d, below = r + d < zone->row_to;
        if (above && grid->rows[r - d].count == n && on_one_line(&grid->rows[r - d]))
            return &grid->rows[r - d];
        if (below && grid->rows[r + d].count == n && on_one_line(&grid->rows[r + d]))
            return &grid->rows[r + d];
        if (!above && !below)
            break;
    }
    const struct plumb_grid_row *head =
        zone->head_to > zone->head_from ? &grid->rows[zone->head_to - 1] : NULL;
    return head && head->count == n && on_one_line(head) ? head : NULL;
}

enum { BY_CHARACTERS, BY_WIDTH, MEASURES };

static size_t end_of(const struct plumb_grid_cell *cell, int measure)
{
    struct plumb_str text = cell->cell->text.str;
    int width = plumb_utf8_width(text);
    return cell->place[measure] +
           (measure == BY_WIDTH ? (size_t)(width > 0 ? width : 0) : plumb_utf8_count(text));
}

static size_t apart(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* Words stand left-aligned, amounts right-aligned, heads centred; words belong under heads of labels. */
static double place_cost(const struct plumb_grid_cell *cell, const struct plumb_grid_cell *model,
                         enum plumb_column_role role, int measure)
{
    size_t from = cell->place[measure], to = end_of(cell, measure);
    size_t model_from = model->place[measure], model_to = end_of(model, measure);
    size_t start = apart(from, model_from), end = apart(to, model_to);
    size_t middle = apart(from + to, model_from + model_to) / 2;
    size_t least = start < end ? start : end;
    least = middle < least ? middle : least;
    bool number = cell->type == PLUMB_CELL_NUMBER;
    bool strange = number ? role < PLUMB_COLUMN_AMOUNT : role >= PLUMB_COLUMN_AMOUNT;
    return (double)least + (strange ? PLACE_STRANGE : 0.0);
}

/* Cheapest monotone assignment of the row's cells to the places of the model; out[i] is the column of
 * cell i. Returns its cost. */
static double place_cells(const struct plumb_extract_work *work, const struct plumb_zone *zone,
                          const struct plumb_grid_row *row, const struct plumb_grid_row *model,
                          int measure, size_t *out)
{
    size_t n = zone->column_count, k = row->count;
    double *cost = plumb_arena_array(work->arena, k * n, sizeof *cost);
    size_t *back = plumb_arena_array(work->arena, k * n, sizeof *back);
    for (size_t i = 0; i < k; i++) {
        double best = 0.0;
        size_t best_at = 0;
        for (size_t j = i; j + (k - i) <= n; j++) {
            double before = i > 0 ? cost[(i - 1) * n + j - 1] : 0.0;
            if (i > 0 && (j == i || before < best)) {
                best = before;
                best_at = j - 1;
            }
            cost[i * n + j] =
                best + place_cost(&row->cells[i], &model->cells[j], zone->columns[j].role, measure);
            back[i * n + j] = best_at;
        }
    }
    size_t end = k - 1;
    for (size_t j = k - 1; j < n; j++)
        if (cost[(k - 1) * n + j] < cost[(k - 1) * n + end])
            end = j;
    double total = cost[(k - 1) * n + end];
    for (size_t i = k; i-- > 0;) {
        out[i] = end;
        end = back[i * n + end];
    }
    return total;
}

static bool can_be_placed(const struct plumb_zone *zone, const struct plumb_grid_row *row)
{
    return row->kind == PLUMB_ROW_BODY && row->count < zone->column_count && on_one_line(row);
}

/* The measure by which the incomplete rows of the zone fit their heads better. */
static int better_measure(const struct plumb_extract_work *work, const struct plumb_grid *grid,
                          const struct plumb_zone *zone, size_t *scratch)
{
    double total[MEASURES] = {0.0, 0.0};
    size_t rows = 0;
    for (size_t r = zone->row_from; r < zone->row_to && rows < 100; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        const struct plumb_grid_row *model =
            can_be_placed(zone, row) ? complete_row(grid, zone, r) : NULL;
        if (!model)
            continue;
        rows++;
        for (int m = 0; m < MEASURES; m++)
            total[m] += place_cells(work, zone, row, model, m, scratch);
    }
    return total[BY_WIDTH] < total[BY_CHARACTERS] ? BY_WIDTH : BY_CHARACTERS;
}

/* A printed % under another head than that of the rate, whose own cell prints none: the row has slid. */
static bool rate_has_slid(const struct plumb_extract_work *work, const struct plumb_zone *zone,
                          const struct plumb_grid_row *row, const size_t *column)
{
    bool strayed = false, displaced = false;
    for (size_t i = 0; i < row->count; i++) {
        const struct plumb_grid_cell *cell = &row->cells[i];
        enum plumb_column_role role = zone->columns[column[i]].role;
        if (cell->type != PLUMB_CELL_NUMBER || cell->value == PLUMB_NPOS)
            continue;
        const struct plumb_fact *fact = &work->facts[cell->value];
        bool percent = fact->unit == PLUMB_UNIT_FRACTION && fact->unit_len > 0;
        strayed = strayed || (percent && role != PLUMB_COLUMN_RATE && role >= PLUMB_COLUMN_AMOUNT &&
                              role != PLUMB_COLUMN_TARGET && role != PLUMB_COLUMN_ACTUAL);
        displaced = displaced || (role == PLUMB_COLUMN_RATE && fact->unit_len == 0);
    }
    return strayed && displaced;
}

static bool assign_by_place(const struct plumb_extract_work *work, const struct plumb_zone *zone,
                            struct plumb_grid_row *row, const struct plumb_grid_row *model,
                            int measure, size_t *scratch)
{
    double cost = place_cells(work, zone, row, model, measure, scratch);
    if (cost > PLACE_LIMIT * (double)row->count || rate_has_slid(work, zone, row, scratch))
        return false;
    for (size_t i = 0; i < row->count; i++)
        row->cells[i].from = row->cells[i].to = scratch[i];
    return true;
}

/* "label, value, label, value" that has nothing to do with the head above. */
static bool is_pairs(const struct plumb_zone *zone, const struct plumb_grid_row *row)
{
    size_t pairs = 0, values = 0;
    bool total = false, points = false;
    for (size_t c = 0; c < row->count; c++) {
        const struct plumb_grid_cell *cell = &row->cells[c];
        if (cell->type != PLUMB_CELL_NUMBER)
            continue;
        values++;
        if (c > 0 && row->cells[c - 1].type == PLUMB_CELL_TEXT) {
            pairs++;
            struct plumb_str key = row->cells[c - 1].key;
            total = total || plumb_label_total(key) || plumb_key_is(key, "总分") ||
                    plumb_key_is(key, "总得分");
        }
    }
    for (size_t c = 0; c < zone->column_count; c++)
        points = points || zone->columns[c].role == PLUMB_COLUMN_WEIGHT ||
                 zone->columns[c].role == PLUMB_COLUMN_SCORE;
    if (values == 0 || pairs != values || (total && (points || pairs == 1)))
        return false;
    return row->count + 2 <= zone->column_count || pairs >= 2;
}

static size_t filled_cells(const struct plumb_grid *grid, const struct plumb_zone *zone, size_t c)
{
    size_t n = 0;
    for (size_t r = zone->row_from; r < zone->row_to; r++)
        n += grid->rows[r].kind == PLUMB_ROW_BODY && c < grid->rows[r].count &&
             grid->rows[r].cells[c].type != PLUMB_CELL_EMPTY;
    return n;
}

static void exchange(const struct plumb_grid *grid, const struct plumb_zone *zone, size_t head,
                     size_t body)
{
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        struct plumb_grid_row *row = &grid->rows[r];
        size_t last = head > body ? head : body;
        if (row->kind != PLUMB_ROW_BODY || last >= row->count)
            continue;
        row->cells[head].from = row->cells[head].to = body;
        row->cells[body].from = row->cells[body].to = head;
    }
}

/* A head centred over right-aligned amounts can end up in a column of its own beside theirs. */
static void join_split_columns(const struct plumb_grid *grid, const struct plumb_zone *zone)
{
    for (size_t c = 0; c + 1 < zone->column_count; c++) {
        const struct plumb_grid_column *a = &zone->columns[c], *b = &zone->columns[c + 1];
        bool a_empty = filled_cells(grid, zone, c) == 0;
        bool b_empty = filled_cells(grid, zone, c + 1) == 0;
        if (a->role >= PLUMB_COLUMN_AMOUNT && a->key.len && !b->key.len && a_empty && !b_empty)
            exchange(grid, zone, c, c + 1);
        else if (b->role >= PLUMB_COLUMN_AMOUNT && b->key.len && !a->key.len && b_empty &&
                 !a_empty && (c == 0 || zone->columns[c - 1].key.len))
            exchange(grid, zone, c + 1, c);
        else
            continue;
        c++;
    }
}

void plumb_grid_align(struct plumb_extract_work *work, struct plumb_grid *grid,
                      struct plumb_zone *zone)
{
    size_t n = zone->column_count;
    bool headed = zone->head_to > zone->head_from;
    size_t *scratch = plumb_arena_array(work->arena, n + 1, sizeof *scratch);
    int measure = headed && !grid->table->aligned && n <= ALIGN_COLUMNS_MAX
                      ? better_measure(work, grid, zone, scratch)
                      : BY_CHARACTERS;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        struct plumb_grid_row *row = &grid->rows[r];
        if (grid->table->aligned) {
            for (size_t c = 0; c < row->count; c++) {
                struct plumb_grid_cell *cell = &row->cells[c];
                size_t span = cell->cell->column_span ? cell->cell->column_span : 1;
                cell->from = cell->cell->column;
                cell->to = cell->from + span - 1;
            }
            continue;
        }
        if (row->kind != PLUMB_ROW_BODY || row->count >= n || !headed || n > ALIGN_COLUMNS_MAX ||
            row->count == 0)
            continue;
        const struct plumb_grid_row *model = on_one_line(row) ? complete_row(grid, zone, r) : NULL;
        if (model && assign_by_place(work, zone, row, model, measure, scratch)) {
            zone->lossy = true;
            continue;
        }
        if (is_pairs(zone, row))
            row->kind = PLUMB_ROW_PAIRS;
        else
            assign(work, zone, row);
    }
    if (grid->table->aligned && headed)
        join_split_columns(grid, zone);
}
