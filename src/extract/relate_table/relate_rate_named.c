/* Rates recomputed in forms where they are a line or a pair under its own label, not a column. */
#include "extract/relate_table/relate_table_rates.h"

/* ---- forms in which the rate is a line or a pair ---------------------------------------------- */

/* A value under its own label: a line of a column, or a pair of a form. */
struct named_value {
    const struct plumb_fact *fact;
    struct plumb_head_meaning meaning;
};

/* The nearest value of a role around entry i, those before it first; `reach` entries each way. */
static const struct plumb_fact *named_role(const struct named_value *values, size_t count, size_t i,
                                           enum plumb_column_role role)
{
    const size_t reach = 8;
    for (size_t d = 1; d <= reach && d <= i; d++)
        if (values[i - d].meaning.role == role && values[i - d].meaning.known)
            return values[i - d].fact;
    for (size_t d = 1; d <= reach && i + d < count; d++)
        if (values[i + d].meaning.role == role && values[i + d].meaning.known)
            return values[i + d].fact;
    return NULL;
}

static void claim_named(struct plumb_extract_work *work, const struct named_value *values,
                        size_t count, size_t i)
{
    const struct plumb_fact *rate = values[i].fact;
    struct plumb_claim claim;
#define ROLE(r) named_role(values, count, i, (r))
    if (values[i].meaning.rate == PLUMB_RATE_EXECUTION) {
        const struct plumb_fact *executed = ROLE(PLUMB_COLUMN_EXECUTED);
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "ratio.execution", rate, rate->label);
        plumb_rate_try(&claim, rate, executed, ROLE(PLUMB_COLUMN_REVISED), "÷ revised budget");
        plumb_rate_try(&claim, rate, executed, ROLE(PLUMB_COLUMN_BUDGET), "÷ budget");
        plumb_rate_try(&claim, rate, executed, ROLE(PLUMB_COLUMN_INITIAL), "÷ initial budget");
    } else if (values[i].meaning.rate == PLUMB_RATE_CONTROL) {
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate, rate->label);
        plumb_rate_try(&claim, rate, ROLE(PLUMB_COLUMN_STAFF), ROLE(PLUMB_COLUMN_POSTS),
                       "staff ÷ posts");
    } else if (values[i].meaning.rate == PLUMB_RATE_SCORE) {
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "score.rate", rate, rate->label);
        plumb_rate_try(&claim, rate, ROLE(PLUMB_COLUMN_SCORE), ROLE(PLUMB_COLUMN_WEIGHT),
                       "score ÷ weight");
    } else {
        return;
    }
#undef ROLE
    claim.confidence = 0.75;
    plumb_claim_push(&claim);
}

static void relate_named(struct plumb_extract_work *work, const struct named_value *values,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].meaning.role == PLUMB_COLUMN_RATE &&
            values[i].fact->unit == PLUMB_UNIT_FRACTION)
            claim_named(work, values, count, i);
}

void plumb_relate_named_lines(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct named_value *values = plumb_arena_array(work->arena, chain->count + 1, sizeof *values);
    const struct plumb_grid_group *group = chain->group;
    for (size_t c = group->first_value; c != PLUMB_NPOS && c <= group->last_value; c++) {
        size_t n = 0;
        if (!plumb_column_is_summable(&chain->zone->columns[c]))
            continue;
        for (size_t i = 0; i < chain->count; i++) {
            const struct plumb_fact *fact = plumb_chain_value(work, chain, i, c);
            if (fact)
                values[n++] =
                    (struct named_value){fact, plumb_head_meaning(chain->lines[i].line->key)};
        }
        relate_named(work, values, n);
    }
}

/* label, value, label, value: the rows of a form without heads, in reading order. */
void plumb_relate_named_pairs(struct plumb_extract_work *work, const struct plumb_grid *grid)
{
    struct named_value *values = NULL;
    size_t n = 0, capacity = 0;
    for (size_t r = 0; r < grid->row_count; r++) {
        const struct plumb_grid_row *row = &grid->rows[r];
        const struct plumb_zone *zone = grid->zone_count ? &grid->zones[row->zone] : NULL;
        bool headless = zone && zone->head_from == zone->head_to && zone->group_count > 1;
        if (row->kind != PLUMB_ROW_PAIRS && !(row->kind == PLUMB_ROW_BODY && headless))
            continue;
        for (size_t c = 1; c < row->count; c++) {
            const struct plumb_grid_cell *cell = &row->cells[c], *left = &row->cells[c - 1];
            if (cell->type != PLUMB_CELL_NUMBER || cell->value == PLUMB_NPOS ||
                left->type != PLUMB_CELL_TEXT)
                continue;
            *PLUMB_PUSH(work->arena, values, n, capacity) =
                (struct named_value){&work->facts[cell->value], plumb_head_meaning(left->key)};
        }
    }
    relate_named(work, values, n);
    for (size_t i = 0; i < n; i++) {
        const struct plumb_fact *posts =
            values[i].meaning.role == PLUMB_COLUMN_STAFF && values[i].meaning.known
                ? named_role(values, n, i, PLUMB_COLUMN_POSTS)
                : NULL;
        if (posts && posts->unit == values[i].fact->unit)
            plumb_push_row_bound(work, "ratio.staffing", values[i].fact, posts, NULL,
                                 "staff ≤ posts");
    }
}
