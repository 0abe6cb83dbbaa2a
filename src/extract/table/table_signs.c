/* Signs of targets in a column of their own: 指标性质 ≥ | 指标值 95 | 度量单位 %, as the forms of budget
 * systems (预算一体化) print them. The column names nothing, and its sign belongs to the target. */
#include "extract/table/table_int.h"

struct sign_word {
    const char *word;
    enum plumb_comparator comparator; /* NONE: says only what kind of target it is */
};

static const struct sign_word *find_sign(struct plumb_str key)
{
    static const struct sign_word words[] = {
        {"≥", PLUMB_CMP_GE},          {">=", PLUMB_CMP_GE},         {"≧", PLUMB_CMP_GE},
        {"大于等于", PLUMB_CMP_GE},   {"不低于", PLUMB_CMP_GE},     {"不少于", PLUMB_CMP_GE},
        {"≤", PLUMB_CMP_LE},          {"<=", PLUMB_CMP_LE},         {"≦", PLUMB_CMP_LE},
        {"小于等于", PLUMB_CMP_LE},   {"不高于", PLUMB_CMP_LE},     {"不超过", PLUMB_CMP_LE},
        {">", PLUMB_CMP_GT},          {"大于", PLUMB_CMP_GT},       {"<", PLUMB_CMP_LT},
        {"小于", PLUMB_CMP_LT},       {"=", PLUMB_CMP_EQ},          {"═", PLUMB_CMP_EQ},
        {"等于", PLUMB_CMP_EQ},       {"定性", PLUMB_CMP_NONE},     {"定量", PLUMB_CMP_NONE},
        {"定性指标", PLUMB_CMP_NONE}, {"定量指标", PLUMB_CMP_NONE}, {"正向", PLUMB_CMP_NONE},
        {"反向", PLUMB_CMP_NONE},     {"正向指标", PLUMB_CMP_NONE}, {"反向指标", PLUMB_CMP_NONE},
        {"文字描述", PLUMB_CMP_NONE}, {"其他", PLUMB_CMP_NONE}};
    for (size_t i = 0; key.len && key.len <= 12 && i < PLUMB_COUNT(words); i++)
        if (plumb_str_equal(key, plumb_str_from(words[i].word)))
            return &words[i];
    return NULL;
}

bool plumb_column_holds_signs(const struct plumb_grid *grid, const struct plumb_zone *zone,
                              size_t column)
{
    size_t signs = 0;
    for (size_t r = zone->row_from; r < zone->row_to; r++) {
        const struct plumb_grid_cell *cell =
            grid->rows[r].kind == PLUMB_ROW_BODY ? plumb_grid_at(grid, r, column) : NULL;
        if (!cell || cell->from != column || cell->key.len == 0)
            continue;
        if (find_sign(cell->key))
            signs++;
        else if (cell->type != PLUMB_CELL_EMPTY)
            return false;
    }
    return signs > 0;
}

/* The sign printed in the row's sign columns; a kind of target ("正向") gives way to a sign ("≥"). */
static enum plumb_comparator sign_of_row(const struct plumb_grid *grid,
                                         const struct plumb_zone *zone, size_t row)
{
    enum plumb_comparator found = PLUMB_CMP_NONE;
    for (size_t c = 0; c < zone->column_count; c++) {
        if (zone->columns[c].role != PLUMB_COLUMN_SIGN)
            continue;
        const struct plumb_grid_cell *cell = plumb_grid_at(grid, row, c);
        const struct sign_word *sign = cell ? find_sign(cell->key) : NULL;
        if (sign && found == PLUMB_CMP_NONE)
            found = sign->comparator;
    }
    return found;
}

void plumb_zone_signs(struct plumb_extract_work *work, const struct plumb_grid *grid,
                      const struct plumb_zone *zone)
{
    bool signs = false;
    for (size_t c = 0; c < zone->column_count; c++)
        signs = signs || zone->columns[c].role == PLUMB_COLUMN_SIGN;
    for (size_t r = zone->row_from; signs && r < zone->row_to; r++) {
        if (grid->rows[r].kind != PLUMB_ROW_BODY)
            continue;
        enum plumb_comparator sign = sign_of_row(grid, zone, r);
        for (size_t c = 0; c < zone->column_count; c++) {
            struct plumb_fact *fact = zone->columns[c].role == PLUMB_COLUMN_TARGET
                                          ? plumb_grid_value(work, grid, r, c)
                                          : NULL;
            if (fact && fact->comparator == PLUMB_CMP_NONE && fact->partner == PLUMB_NPOS)
                fact->comparator = sign;
        }
    }
}
