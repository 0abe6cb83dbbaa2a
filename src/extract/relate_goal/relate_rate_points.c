/* The points of an execution rate: min(rate, 100 %) × weight (财预〔2020〕10号). Local rules may scale otherwise – in steps,
 * from a floor, so much for each point that is wanting – so a miss is soft unless a slip of the pen explains it and no
 * such rule does. */
#include "extract/relate/relate_int.h"

/* In hundredths of a point: so many are taken off for each point that the rate falls short of 100 %. */
static bool is_deducted_by_points(plumb_dec rate, plumb_dec lost)
{
    static const int64_t each[] = {10, 20, 50, 100, 200};
    plumb_dec hundred = plumb_dec_int(100);
    plumb_dec missing = plumb_dec_sub(hundred, plumb_dec_mul(rate, hundred, PLUMB_ROUND_NEAREST));
    for (size_t i = 0; i < PLUMB_COUNT(each); i++) {
        plumb_dec step =
            plumb_dec_mul(plumb_dec_int(each[i]), plumb_dec_pow10(-2), PLUMB_ROUND_NEAREST);
        plumb_dec exact = plumb_dec_mul(missing, step, PLUMB_ROUND_NEAREST);
        plumb_dec off = plumb_dec_abs(plumb_dec_sub(exact, lost));
        if (plumb_dec_cmp(off, plumb_dec_pow10(-2)) <= 0)
            return true;
    }
    return false;
}

/* (rate − floor) ÷ (100 % − floor) × weight, and rate ÷ goal × weight. */
static bool is_scaled(plumb_dec rate, plumb_dec weight, plumb_dec score)
{
    static const int64_t percents[] = {50, 60, 70, 75, 80, 85, 90, 92, 95};
    for (size_t i = 0; i < PLUMB_COUNT(percents); i++) {
        plumb_dec p =
            plumb_dec_mul(plumb_dec_int(percents[i]), plumb_dec_pow10(-2), PLUMB_ROUND_NEAREST);
        plumb_dec rest = plumb_dec_sub(plumb_dec_int(1), p);
        plumb_dec of_floor =
            plumb_dec_mul(plumb_dec_div(plumb_dec_sub(rate, p), rest, PLUMB_ROUND_NEAREST), weight,
                          PLUMB_ROUND_NEAREST);
        plumb_dec of_goal =
            plumb_dec_mul(plumb_dec_div(rate, p, PLUMB_ROUND_NEAREST), weight, PLUMB_ROUND_NEAREST);
        plumb_dec near = plumb_dec_pow10(-2);
        if (plumb_dec_cmp(plumb_dec_abs(plumb_dec_sub(of_floor, score)), near) <= 0 ||
            plumb_dec_cmp(plumb_dec_abs(plumb_dec_sub(of_goal, score)), near) <= 0)
            return true;
    }
    return false;
}

/* 9, 9.5: points given in steps. */
static bool is_step(plumb_dec score)
{
    plumb_dec twice = plumb_dec_add(score, score);
    return twice.v % PLUMB_DEC_ONE == 0;
}

/* Does a slip alone explain the points? */
static bool is_slip(const struct plumb_fact *rate, const struct plumb_fact *weight,
                    const struct plumb_fact *score, plumb_dec expected)
{
    return plumb_one_slip(score, expected) && !is_step(score->value) &&
           !is_deducted_by_points(rate->value, plumb_dec_sub(weight->value, score->value)) &&
           !is_scaled(rate->value, weight->value, score->value);
}

static struct plumb_judgement judge(const struct plumb_fact *rate, const struct plumb_fact *weight,
                                    const struct plumb_fact *score, double *confidence)
{
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
    *confidence = 0.8;
    if (plumb_dec_cmp(score->value, weight->value) > 0) {
        *confidence = 0.95;
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.reason = "the score is above the full marks of the line";
        j.reason_zh = "得分高于该项分值";
    } else if (!plumb_interval_meets(points, printed)) {
        /* full marks for a rate more than a tenth short are to be explained */
        plumb_dec tenth = plumb_dec_div(weight->value, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
        plumb_dec over = plumb_dec_sub(score->value, j.expected);
        bool full = score->value.v == weight->value.v && plumb_dec_cmp(over, tenth) > 0;
        bool wrong = full || is_slip(rate, weight, score, j.expected);
        *confidence = wrong ? 0.6 : 0.8;
        j.verdict = wrong ? PLUMB_VERDICT_INCONSISTENT : PLUMB_VERDICT_ROUNDING;
        j.reason = "not in proportion to the rate; a local rule may apply";
        j.reason_zh = "未按执行率比例计分，可能适用地方规则";
    }
    return j;
}

bool plumb_claim_rate_points(struct plumb_claim *claim, const struct plumb_fact *rate,
                             const struct plumb_fact *weight, const struct plumb_fact *score)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_judgement j = judge(rate, weight, score, &claim->confidence);
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_WEIGHT, weight),
                                  plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, rate)};
    return plumb_claim_try(claim, &j, terms, 2, "min(rate, 100 %) × weight",
                           plumb_arena_printf(work->arena, "min(%s, 100%%) × %s = %s, printed %s",
                                              plumb_fact_text(work, rate),
                                              plumb_fact_text(work, weight),
                                              plumb_value_text(work, j.expected, score, 2),
                                              plumb_fact_text(work, score)));
}
