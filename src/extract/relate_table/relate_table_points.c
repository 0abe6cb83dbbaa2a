/* Points of a line: at most the weight, all of it for a target that is met, in proportion for one that
 * is missed: min(1, B/A) × w for "at least A", min(1, A/B) × w for "at most A" (财预〔2020〕10号; local
 * rules differ, so that only a score above the proportion is an error). */
#include "extract/relate_table/relate_table_targets.h"

/* How much of the target is reached, 0..1; false when that cannot be told. */
static bool reached(const struct plumb_target_line *t, struct plumb_interval *share,
                    plumb_dec *value)
{
    const struct plumb_fact *a = t->target, *b = t->actual;
    bool at_most = a->comparator == PLUMB_CMP_LE || a->comparator == PLUMB_CMP_LT ||
                   (a->comparator == PLUMB_CMP_NONE && t->direction < 0);
    struct plumb_interval x = plumb_interval_point(a->value);
    struct plumb_interval y = plumb_fact_interval(b, PLUMB_MODE_NEAREST);
    if (plumb_dec_sign(a->value) <= 0 || plumb_dec_sign(b->value) <= 0 || plumb_dec_sign(y.lo) <= 0)
        return false;
    if (!plumb_interval_div(at_most ? x : y, at_most ? y : x, share))
        return false;
    *value = plumb_dec_div(at_most ? a->value : b->value, at_most ? b->value : a->value,
                           PLUMB_ROUND_NEAREST);
    plumb_dec one = plumb_dec_int(1);
    share->lo = plumb_dec_min(share->lo, one);
    share->hi = plumb_dec_min(share->hi, one);
    *value = plumb_dec_min(*value, one);
    return true;
}

static struct plumb_interval printed_points(const struct plumb_fact *score)
{
    int decimals = score->decimals < 6 ? score->decimals : 6;
    plumb_dec half =
        plumb_dec_div(plumb_dec_pow10(-decimals), plumb_dec_int(2), PLUMB_ROUND_NEAREST);
    return plumb_interval_widen(plumb_interval_point(score->value), half);
}

static void push_points(struct plumb_extract_work *work, const struct plumb_target_line *t,
                        const struct plumb_judgement *j, bool with_target, double confidence,
                        const char *reading)
{
    struct plumb_claim claim;
    struct plumb_term terms[3] = {plumb_term_fact(work, PLUMB_ROLE_WEIGHT, t->weight)};
    size_t n = 1;
    if (with_target) {
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_TARGET, t->target);
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_ACTUAL, t->actual);
    }
    plumb_table_claim(&claim, work, PLUMB_REL_SCORE, "score.line", t->score, t->line->label);
    claim.confidence = confidence;
    plumb_claim_try(&claim, j, terms, n, reading,
                    plumb_arena_printf(work->arena, "%s: %s of %s, recomputed %s", reading,
                                       plumb_fact_text(work, t->score),
                                       plumb_fact_text(work, t->weight),
                                       plumb_value_text(work, j->expected, t->score, 2)));
    plumb_claim_push(&claim);
}

/* A missed target: full marks are named by the target's own relation, a part of them is tested. */
static void points_of_missed(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    struct plumb_interval share;
    plumb_dec value;
    if (t->score->value.v == t->weight->value.v || !reached(t, &share, &value))
        return;
    struct plumb_interval points =
        plumb_interval_mul(share, plumb_interval_point(t->weight->value));
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected =
                                    plumb_dec_mul(value, t->weight->value, PLUMB_ROUND_NEAREST),
                                .low = points.lo,
                                .high = points.hi};
    struct plumb_interval printed = printed_points(t->score);
    j.gap = plumb_interval_gap(points, printed);
    if (!plumb_interval_meets(points, printed)) {
        /* a tenth of the weight above the proportion is more than a matter of rounding */
        plumb_dec tenth = plumb_dec_div(t->weight->value, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
        plumb_dec over = plumb_dec_sub(t->score->value, j.expected);
        j.verdict =
            plumb_dec_cmp(over, tenth) > 0 ? PLUMB_VERDICT_INCONSISTENT : PLUMB_VERDICT_ROUNDING;
        j.reason = "in proportion to the target the line would score otherwise; a local rule may "
                   "apply";
        j.reason_zh = "按完成比例计分结果不同，可能适用地方规则";
    }
    push_points(work, t, &j, true, 0.6, "in proportion to the target");
}

void plumb_score_of_line(struct plumb_extract_work *work, const struct plumb_target_line *line,
                         enum plumb_verdict met)
{
    struct plumb_target_line in_points = *line;
    const struct plumb_target_line *t = &in_points;
    struct plumb_fact weight;
    if (t->weight && t->weight->unit == PLUMB_UNIT_FRACTION && t->score &&
        t->score->unit != PLUMB_UNIT_FRACTION) {
        weight = *t->weight; /* a weight of 15 % is 15 of 100 points */
        weight.value = plumb_dec_mul(weight.value, plumb_dec_int(100), PLUMB_ROUND_NEAREST);
        weight.unit = PLUMB_UNIT_SCORE;
        in_points.weight = &weight;
    }
    /* a line of points to be taken off is no part of a whole */
    if (!t->score || !t->weight || plumb_dec_sign(t->weight->value) < 0)
        return;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = t->weight->value,
                                .low = plumb_dec_int(0),
                                .high = t->weight->value};
    if (plumb_dec_cmp(t->score->value, t->weight->value) > 0) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_sub(t->score->value, t->weight->value);
        j.reason = "the score is above the full marks of the line";
        j.reason_zh = "得分高于该项分值";
        push_points(work, t, &j, false, 0.95, "at most the weight");
        return;
    }
    if (met == PLUMB_VERDICT_INCONSISTENT) {
        points_of_missed(work, t);
        return;
    }
    if (met == PLUMB_VERDICT_CONSISTENT && t->score->value.v < t->weight->value.v) {
        j.verdict = PLUMB_VERDICT_ROUNDING;
        j.reason = "points are deducted although the target is met";
        j.reason_zh = "目标已完成但仍扣分";
    } else {
        j.expected = t->score->value;
    }
    push_points(work, t, &j, false, 0.9, "at most the weight");
}
