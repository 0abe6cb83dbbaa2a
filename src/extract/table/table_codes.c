/* Tables of accounts whose source has lost the empty cells (text from a PDF): each line is read as
 * [code …][name][amounts …], once or twice side by side, whatever its position. Amounts are put under
 * heads only when the line has as many as the fullest one; else only the first, the total, is sure. */
#include <string.h>

#include "extract/table/table_int.h"

enum { SIDES_MAX = 2, AMOUNTS_MAX = 24, CODE_PARTS = 3 };

/* Cells of one side of a row: indices, PLUMB_NPOS for none. */
struct side {
    size_t codes[CODE_PARTS], code_count;
    size_t label;
    size_t amounts[AMOUNTS_MAX], amount_count;
};

static bool all_digits(struct plumb_str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (key.ptr[i] < '0' || key.ptr[i] > '9')
            return false;
    return key.len > 0;
}

/* 201, 20106, 2010601; 301, 30101 */
static bool is_code_head(struct plumb_str key)
{
    return all_digits(key) && (key.len == 3 || key.len == 5 || key.len == 7) &&
           (key.ptr[0] == '2' || key.ptr[0] == '3' || key.ptr[0] == '5');
}

static bool is_words(const struct plumb_grid_cell *cell)
{
    return cell->type == PLUMB_CELL_TEXT || cell->type == PLUMB_CELL_MIXED;
}

static bool starts_side(const struct plumb_grid_row *row, size_t c, const struct side *side)
{
    bool taken = side->amount_count > 0;
    if (is_words(&row->cells[c]))
        return taken;
    return taken && is_code_head(row->cells[c].key) && c + 1 < row->count &&
           is_words(&row->cells[c + 1]);
}

static size_t split_sides(const struct plumb_grid_row *row, struct side sides[SIDES_MAX])
{
    size_t n = 0;
    memset(sides, 0, SIDES_MAX * sizeof *sides);
    for (size_t c = 0; c < row->count; c++) {
        const struct plumb_grid_cell *cell = &row->cells[c];
        if (n == 0 || starts_side(row, c, &sides[n - 1])) {
            if (n == SIDES_MAX)
                return 0;
            sides[n++].label = PLUMB_NPOS;
        }
        struct side *side = &sides[n - 1];
        bool code = side->label == PLUMB_NPOS && side->amount_count == 0 &&
                    side->code_count < CODE_PARTS &&
                    (side->code_count == 0 ? is_code_head(cell->key)
                                           : all_digits(cell->key) && cell->key.len <= 2);
        if (code)
            side->codes[side->code_count++] = c;
        else if (is_words(cell))
            side->label = c;
        else if (cell->type == PLUMB_CELL_NUMBER && side->amount_count < AMOUNTS_MAX)
            side->amounts[side->amount_count++] = c;
    }
    return n;
}

bool plumb_zone_is_code_list(const struct plumb_grid *grid, const struct plumb_zone *zone)
{
    size_t coded = 0, empty = 0, least = PLUMB_NPOS, most = 0;
    if (grid->table->aligned)
        return false;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        struct side sides[SIDES_MAX];
        if (row->kind != PLUMB_ROW_BODY || split_sides(row, sides) == 0)
            continue;
        for (size_t c = 0; c < row->count; c++)
            empty += row->cells[c].type == PLUMB_CELL_EMPTY;
        if (sides[0].code_count == 0 || sides[0].amount_count == 0)
            continue;
        coded++;
        least = row->count < least ? row->count : least;
        most = row->count > most ? row->count : most;
    }
    size_t head = zone->head_to > zone->head_from ? grid->rows[zone->head_to - 1].count : 0;
    return coded >= 3 && empty == 0 && (least != most || head != most);
}

struct layout {
    size_t sides;
    size_t amounts[SIDES_MAX]; /* of the fullest line */
    size_t base[SIDES_MAX];    /* first column of the side */
    size_t second_at;          /* where the second side begins in its source lines */
    size_t columns;
};

static struct layout measure(const struct plumb_grid *grid, const struct plumb_zone *zone)
{
    struct layout out = {.sides = 1, .second_at = PLUMB_NPOS};
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        struct side sides[SIDES_MAX];
        size_t n = grid->rows[r].kind == PLUMB_ROW_BODY ? split_sides(&grid->rows[r], sides) : 0;
        if (n == 2 && sides[1].code_count > 0) {
            const struct plumb_grid_cell *first = &grid->rows[r].cells[sides[1].codes[0]];
            out.sides = 2;
            if (first->place[0] && first->place[0] < out.second_at)
                out.second_at = first->place[0];
        }
        for (size_t s = 0; s < n; s++)
            if (sides[s].amount_count > out.amounts[s])
                out.amounts[s] = sides[s].amount_count;
    }
    for (size_t s = 0; s < out.sides; s++) {
        out.base[s] = out.columns;
        out.columns += CODE_PARTS + 1 + out.amounts[s];
    }
    return out;
}

static void place_row(const struct layout *layout, struct plumb_grid_row *row, size_t nowhere)
{
    struct side sides[SIDES_MAX];
    size_t n = split_sides(row, sides);
    for (size_t c = 0; c < row->count; c++)
        row->cells[c].from = row->cells[c].to = nowhere;
    /* one side only: which one, its place in the line tells */
    size_t shift = n == 1 && layout->sides == 2 && layout->second_at != PLUMB_NPOS &&
                   row->cells[0].place[0] + 4 >= layout->second_at;
    for (size_t i = 0; i < n && i + shift < layout->sides; i++) {
        const struct side *side = &sides[i];
        size_t s = i + shift;
        size_t base = layout->base[s], values = base + CODE_PARTS + 1;
        for (size_t k = 0; k < side->code_count; k++)
            row->cells[side->codes[k]].from = row->cells[side->codes[k]].to = base + k;
        if (side->label != PLUMB_NPOS)
            row->cells[side->label].from = row->cells[side->label].to = base + CODE_PARTS;
        size_t sure = side->amount_count == layout->amounts[s] ? side->amount_count : 1;
        for (size_t k = 0; k < sure && k < side->amount_count; k++)
            row->cells[side->amounts[k]].from = row->cells[side->amounts[k]].to = values + k;
    }
}

/* Heads of amounts in reading order: of the row that has most of them. */
static size_t amount_heads(const struct plumb_grid *grid, const struct plumb_zone *zone,
                           const struct plumb_grid_cell *out[AMOUNTS_MAX])
{
    size_t best = 0;
    for (size_t r = zone->head_from; r < zone->head_to; r++) {
        const struct plumb_grid_cell *found[AMOUNTS_MAX];
        size_t n = 0;
        for (size_t c = 0; c < grid->rows[r].count && n < AMOUNTS_MAX; c++) {
            const struct plumb_grid_cell *cell = &grid->rows[r].cells[c];
            if (cell->type == PLUMB_CELL_TEXT &&
                plumb_head_meaning(cell->key).role >= PLUMB_COLUMN_AMOUNT)
                found[n++] = cell;
        }
        if (n > best) {
            best = n;
            memcpy(out, found, n * sizeof *found);
        }
    }
    return best;
}

static void name_column(struct plumb_grid_column *column, const struct plumb_grid_cell *head)
{
    column->role = PLUMB_COLUMN_AMOUNT;
    if (!head)
        return;
    struct plumb_head_meaning m = plumb_head_meaning(head->key);
    column->head = plumb_str_trim(head->cell->text.str);
    column->key = head->key;
    column->unit = plumb_head_unit(column->head);
    column->year = plumb_head_year(head->key);
    if (m.known && m.role != PLUMB_COLUMN_RATE)
        column->role = m.role;
}

void plumb_zone_code_list(struct plumb_extract_work *work, struct plumb_grid *grid,
                          struct plumb_zone *zone)
{
    struct layout layout = measure(grid, zone);
    const struct plumb_grid_cell *heads[AMOUNTS_MAX];
    size_t head_count = amount_heads(grid, zone, heads), total = 0, capacity = 0;
    for (size_t s = 0; s < layout.sides; s++)
        total += layout.amounts[s];
    zone->code_list = zone->lossy = true;
    zone->column_count = layout.columns;
    zone->columns = plumb_arena_array(work->arena, layout.columns + 1, sizeof *zone->columns);
    for (size_t s = 0, h = 0; s < layout.sides; s++) {
        for (size_t i = 0; i < CODE_PARTS; i++)
            zone->columns[layout.base[s] + i].role = PLUMB_COLUMN_CODE;
        zone->columns[layout.base[s] + CODE_PARTS].role = PLUMB_COLUMN_LABEL;
        for (size_t i = 0; i < layout.amounts[s]; i++, h++) {
            size_t c = layout.base[s] + CODE_PARTS + 1 + i;
            /* columns that stay empty in every line are the last ones */
            bool sure = head_count == total || (h == 0 && head_count > 0) ||
                        (layout.sides == 1 && head_count > total);
            name_column(&zone->columns[c], sure && h < head_count ? heads[h] : NULL);
            struct plumb_head_node *node =
                PLUMB_PUSH(work->arena, zone->nodes, zone->node_count, capacity);
            *node = (struct plumb_head_node){
                .key = zone->columns[c].key, .from = c, .to = c, .parent = PLUMB_NPOS};
        }
    }
    for (size_t c = 0; c < layout.columns; c++)
        zone->columns[c].group = PLUMB_NPOS;
    for (size_t r = zone->row_from; r < zone->row_to; r++)
        if (grid->rows[r].kind == PLUMB_ROW_BODY)
            place_row(&layout, &grid->rows[r], layout.columns);
}
