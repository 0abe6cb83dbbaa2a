/* Puts the cells of each body row under the zone's columns. Sources that know real columns need
 * nothing; a flattened row that lost its merged cells is aligned by what its cells hold. */
#include <string.h>

#include "extract/table_int.h"

enum { ALIGN_COLUMNS_MAX = 128 };

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
    if (points && (bare || fact->unit == PLUMB_UNIT_SCORE))
        fit += 1.0;
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

void plumb_grid_align(struct plumb_extract_work *work, struct plumb_grid *grid,
                      struct plumb_zone *zone)
{
    size_t n = zone->column_count;
    bool headed = zone->head_to > zone->head_from;
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
        if (is_pairs(zone, row))
            row->kind = PLUMB_ROW_PAIRS;
        else
            assign(work, zone, row);
    }
}
