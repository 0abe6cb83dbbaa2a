/* Bounds of execution and staffing, and the points of the execution line (DOMAIN §3, §4). */
#include "extract/relate_table/relate_table_rates.h"

/* ---- bounds --------------------------------------------------------------------------------- */

void plumb_push_row_bound(struct plumb_extract_work *work, const char *check,
                          const struct plumb_fact *part, const struct plumb_fact *whole,
                          const struct plumb_fact *also, const char *reading)
{
    struct plumb_claim claim;
    plumb_table_claim(&claim, work, PLUMB_REL_BOUND, check, whole, part->label);
    plumb_claim_bound(&claim, part, whole, reading);
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && also) {
        /* name the initial budget that was never adjusted */
        struct plumb_term terms[2] = {claim.terms[0],
                                      plumb_term_fact(work, PLUMB_ROLE_OTHER, also)};
        struct plumb_claim with;
        plumb_table_claim(&with, work, PLUMB_REL_BOUND, check, whole, part->label);
        claim.best.reason =
            "more was spent than the whole-year budget, which equals the initial one";
        claim.best.reason_zh = "支出超过全年预算数，而全年预算数与年初预算数相同，未见调整";
        with.next_money = claim.money;
        plumb_claim_try(&with, &claim.best, terms, 2, reading, claim.recomputation);
        claim = with;
    }
    plumb_claim_push(&claim);
}

void plumb_relate_line_bounds(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              size_t line)
{
    struct plumb_rate_operands ops = {work, chain, line, 0};
    const struct plumb_grid_line *label = chain->lines[line].line;
    if (plumb_rate_is_shifted(&ops))
        return;
    const struct plumb_fact *posts = plumb_rate_operand(&ops, PLUMB_COLUMN_POSTS);
    const struct plumb_fact *staff = plumb_rate_operand(&ops, PLUMB_COLUMN_STAFF);
    if (posts && staff && posts->unit == staff->unit)
        plumb_push_row_bound(work, "ratio.staffing", staff, posts, NULL, "staff ≤ posts");
    const struct plumb_fact *revised = plumb_rate_operand(&ops, PLUMB_COLUMN_REVISED);
    const struct plumb_fact *initial = plumb_rate_operand(&ops, PLUMB_COLUMN_INITIAL);
    const struct plumb_fact *executed = plumb_rate_operand(&ops, PLUMB_COLUMN_EXECUTED);
    size_t budget_column = plumb_rate_column_of(&ops, PLUMB_COLUMN_BUDGET, 0);
    const struct plumb_fact *budget = plumb_rate_at(&ops, budget_column);
    if (budget && chain->zone->columns[budget_column].year)
        executed =
            plumb_rate_at(&ops, plumb_rate_column_of(&ops, PLUMB_COLUMN_EXECUTED,
                                                     chain->zone->columns[budget_column].year));
    bool money = executed && executed->unit == PLUMB_UNIT_YUAN && chain->lines[line].depth == 0;
    if (money && revised && revised->unit == PLUMB_UNIT_YUAN && revised != executed) {
        bool same = initial && initial->value.v == revised->value.v;
        plumb_push_row_bound(work, same ? "ratio.unapproved" : "ratio.execution", executed, revised,
                             same ? initial : NULL, "executed ≤ revised budget");
    } else if (money && budget && budget->unit == PLUMB_UNIT_YUAN &&
               plumb_str_has(label->key, "三公")) {
        plumb_push_row_bound(work, "ratio.threepublic", executed, budget, NULL,
                             "executed ≤ budget");
    }
}

/* ---- the points of the execution line -------------------------------------------------------- */

/* "得分（20分×执行率）": the full marks stand in the head of the scores. */
static const struct plumb_fact *points_in_head(const struct plumb_extract_work *work,
                                               const struct plumb_chain *chain, size_t column)
{
    const struct plumb_zone *zone = chain->zone;
    const struct plumb_fact *found = NULL;
    for (size_t r = zone->head_from; r < zone->head_to; r++)
        for (size_t c = 0; c < chain->grid->rows[r].count; c++) {
            const struct plumb_grid_cell *cell = &chain->grid->rows[r].cells[c];
            for (size_t i = 0; cell->from <= column && column <= cell->to && i < cell->fact_count;
                 i++) {
                const struct plumb_fact *fact = &work->facts[cell->first_fact + i];
                if (fact->unit == PLUMB_UNIT_SCORE && found)
                    return NULL;
                found = fact->unit == PLUMB_UNIT_SCORE ? fact : found;
            }
        }
    return found;
}

void plumb_relate_rate_points(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              size_t line, size_t c)
{
    struct plumb_rate_operands ops = {work, chain, line, c};
    const struct plumb_fact *rate = plumb_rate_at(&ops, c);
    const struct plumb_fact *weight = plumb_rate_operand(&ops, PLUMB_COLUMN_WEIGHT);
    const struct plumb_fact *score = plumb_rate_operand(&ops, PLUMB_COLUMN_SCORE);
    struct plumb_claim claim;
    if (!weight && score && plumb_str_has(chain->lines[line].line->key, "总额"))
        weight = points_in_head(work, chain, plumb_rate_column_of(&ops, PLUMB_COLUMN_SCORE, 0));
    if (!rate || !weight || !score || plumb_rate_is_shifted(&ops))
        return;
    plumb_table_claim(&claim, work, PLUMB_REL_SCORE, "score.rate", score, rate->label);
    plumb_claim_rate_points(&claim, rate, weight, score);
    plumb_claim_push(&claim);
}
