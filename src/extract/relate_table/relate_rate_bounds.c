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

/* min(rate, 100 %) × weight (财预〔2020〕10号). Local rules may scale otherwise, so a miss is soft. */
void plumb_relate_rate_points(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              size_t line, size_t c)
{
    struct plumb_rate_operands ops = {work, chain, line, c};
    const struct plumb_fact *rate = plumb_rate_at(&ops, c);
    const struct plumb_fact *weight = plumb_rate_operand(&ops, PLUMB_COLUMN_WEIGHT);
    const struct plumb_fact *score = plumb_rate_operand(&ops, PLUMB_COLUMN_SCORE);
    if (!rate || !weight || !score)
        return;
    plumb_dec one = plumb_dec_int(1);
    struct plumb_interval r = plumb_fact_interval(rate, PLUMB_MODE_NEAREST);
    r.lo = plumb_dec_min(r.lo, one);
    r.hi = plumb_dec_min(r.hi, one);
    struct plumb_interval points = plumb_interval_mul(r, plumb_interval_point(weight->value));
    plumb_dec half = plumb_dec_div(plumb_dec_pow10(-(score->decimals < 6 ? score->decimals : 6)),
                                   plumb_dec_int(2), PLUMB_ROUND_NEAREST);
    struct plumb_interval printed = plumb_interval_widen(plumb_interval_point(score->value), half);
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = plumb_dec_mul(plumb_dec_min(rate->value, one),
                                                          weight->value, PLUMB_ROUND_NEAREST),
                                .low = points.lo,
                                .high = points.hi,
                                .gap = plumb_interval_gap(points, printed)};
    if (plumb_dec_cmp(score->value, weight->value) > 0) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.reason = "the score is above the full marks of the line";
        j.reason_zh = "得分高于该项分值";
    } else if (!plumb_interval_meets(points, printed)) {
        /* local scales deduct in steps or by the target of the rate, but full marks for a rate more
         * than a tenth short are to be explained */
        plumb_dec tenth = plumb_dec_div(weight->value, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
        plumb_dec over = plumb_dec_sub(score->value, j.expected);
        bool full = score->value.v == weight->value.v;
        j.verdict = full && plumb_dec_cmp(over, tenth) > 0 ? PLUMB_VERDICT_INCONSISTENT
                                                           : PLUMB_VERDICT_ROUNDING;
        j.reason = "not in proportion to the rate; a local rule may apply";
        j.reason_zh = "未按执行率比例计分，可能适用地方规则";
    }
    struct plumb_claim claim;
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_WEIGHT, weight),
                                  plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, rate)};
    plumb_table_claim(&claim, work, PLUMB_REL_SCORE, "score.rate", score, rate->label);
    bool above = plumb_dec_cmp(score->value, weight->value) > 0;
    claim.confidence = above ? 0.95 : j.verdict == PLUMB_VERDICT_INCONSISTENT ? 0.6 : 0.8;
    plumb_claim_try(&claim, &j, terms, 2, "min(rate, 100 %) × weight",
                    plumb_arena_printf(work->arena, "min(%s, 100%%) × %s = %s, printed %s",
                                       plumb_fact_text(work, rate), plumb_fact_text(work, weight),
                                       plumb_value_text(work, j.expected, score, 2),
                                       plumb_fact_text(work, score)));
    plumb_claim_push(&claim);
}
