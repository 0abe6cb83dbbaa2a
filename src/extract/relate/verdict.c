/* Verdicts: pure arithmetic on printed numbers, DOMAIN §1.1–1.8. Every check and the localiser use
 * these functions, so that they share one tolerance. */
#include "extract/extract_int.h"

static const plumb_dec ZERO = {0};

static struct plumb_interval nearest(const struct plumb_fact *fact)
{
    return plumb_fact_interval(fact, PLUMB_MODE_NEAREST);
}

/* Interval of a printed number that is known to be as fine as `ulp` (DOMAIN §1.2). */
static struct plumb_interval fine(const struct plumb_fact *fact, plumb_dec ulp)
{
    if (fact->comparator != PLUMB_CMP_NONE && fact->comparator != PLUMB_CMP_EQ)
        return nearest(fact);
    return plumb_interval_printed(fact->value, plumb_dec_min(fact->ulp, ulp), PLUMB_MODE_NEAREST);
}

static struct plumb_interval signed_interval(struct plumb_interval x, int sign)
{
    return sign < 0 ? plumb_interval_sub(plumb_interval_point(ZERO), x) : x;
}

static plumb_dec half_of(plumb_dec x)
{
    return (plumb_dec){x.v / 2};
}

bool plumb_judgement_better(const struct plumb_judgement *a, const struct plumb_judgement *b)
{
    static const int rank[] = {[PLUMB_VERDICT_CONSISTENT] = 0,
                               [PLUMB_VERDICT_ROUNDING] = 1,
                               [PLUMB_VERDICT_UNTESTABLE] = 2,
                               [PLUMB_VERDICT_INCONSISTENT] = 3};
    return rank[a->verdict] < rank[b->verdict];
}

/* ---- sums ---------------------------------------------------------------------------------- */

/* The finest unit in the last place among total and parts that are printed in the same unit. Kept for
 * the last unit asked for: a list of thousands has one unit, seldom two. */
struct sibling_ulp {
    plumb_dec scale, ulp;
    bool known;
};

static plumb_dec sibling_ulp(struct sibling_ulp *last, const struct plumb_fact *of,
                             const struct plumb_fact *total, const struct plumb_fact *const *parts,
                             size_t n)
{
    if (last->known && last->scale.v == of->scale.v)
        return last->ulp;
    plumb_dec ulp = of->ulp;
    if (total->scale.v == of->scale.v)
        ulp = plumb_dec_min(ulp, total->ulp);
    for (size_t i = 0; i < n; i++)
        if (parts[i]->scale.v == of->scale.v)
            ulp = plumb_dec_min(ulp, parts[i]->ulp);
    *last = (struct sibling_ulp){of->scale, ulp, true};
    return ulp;
}

/* Errors of n + 1 rounded numbers are uniform: three standard deviations, 3u·√((n+1)/12). */
static bool beyond_probable(plumb_dec difference, plumb_dec ulp, size_t n)
{
    double u = plumb_dec_double(ulp), d = plumb_dec_double(plumb_dec_abs(difference));
    return n > 6 && d * d > 9.0 * u * u * ((double)n + 1.0) / 12.0;
}

struct plumb_judgement plumb_judge_sum(const struct plumb_fact *total,
                                       const struct plumb_fact *const *parts, const int *signs,
                                       size_t n)
{
    struct plumb_judgement out = {.verdict = PLUMB_VERDICT_INCONSISTENT};
    struct plumb_interval sum = plumb_interval_point(ZERO), coarse = sum;
    struct sibling_ulp last = {.known = false};
    plumb_dec value = ZERO;
    for (size_t i = 0; i < n; i++) {
        int sign = signs ? signs[i] : 1;
        plumb_dec ulp = sibling_ulp(&last, parts[i], total, parts, n);
        sum = plumb_interval_add(sum, signed_interval(fine(parts[i], ulp), sign));
        /* a bare "0" is nothing at all, not something below half a unit */
        bool nothing = parts[i]->value.v == 0;
        coarse = plumb_interval_add(
            coarse,
            signed_interval(nothing ? plumb_interval_point(ZERO) : nearest(parts[i]), sign));
        value = sign < 0 ? plumb_dec_sub(value, parts[i]->value)
                         : plumb_dec_add(value, parts[i]->value);
    }
    plumb_dec ulp = sibling_ulp(&last, total, total, parts, n);
    struct plumb_interval stated = fine(total, ulp);
    out.expected = value;
    out.low = sum.lo;
    out.high = sum.hi;
    out.gap = plumb_interval_gap(sum, stated);
    if (value.v == total->value.v) {
        out.verdict = PLUMB_VERDICT_CONSISTENT;
    } else if (plumb_interval_meets(sum, stated)) {
        bool far = beyond_probable(plumb_dec_sub(value, total->value), ulp, n);
        out.verdict = far ? PLUMB_VERDICT_ROUNDING : PLUMB_VERDICT_CONSISTENT;
        out.reason = far ? "within the largest possible rounding error, but unlikely" : NULL;
        out.reason_zh = far ? "在最大可能的舍入误差之内，但可能性小" : NULL;
    } else if (plumb_interval_meets(coarse, nearest(total))) {
        out.verdict = PLUMB_VERDICT_ROUNDING;
        out.reason = "some of the numbers are printed with fewer decimals than the others";
        out.reason_zh = "部分数字的小数位数少于其他数字";
    }
    return out;
}

/* ---- rates --------------------------------------------------------------------------------- */

/* x rounded half away from zero to a multiple of ulp. */
static plumb_dec rounded_to(plumb_dec x, plumb_dec ulp)
{
    if (ulp.v <= 0)
        return x;
    plumb_dec half = {ulp.v / 2}; /* the product may be as large as a number can be */
    plumb_i128 v = plumb_dec_add(plumb_dec_abs(x), half).v / ulp.v * ulp.v;
    return (plumb_dec){x.v < 0 ? -v : v};
}

/* So wide that a value wrong by 10 % would pass. */
static bool no_power(struct plumb_interval range)
{
    plumb_i128 half = range.hi.v / 2 - range.lo.v / 2; /* the ends may be as far as they can be */
    plumb_i128 middle = range.lo.v / 2 + range.hi.v / 2;
    return half > (middle < 0 ? -middle : middle) / 10;
}

static bool fits(const struct plumb_fact *rate, struct plumb_interval range, enum plumb_mode mode)
{
    return plumb_interval_meets(range, plumb_fact_interval(rate, mode));
}

static struct plumb_interval scaled(struct plumb_interval x, int64_t by)
{
    struct plumb_interval factor = plumb_interval_point(plumb_dec_int(by));
    return plumb_interval_mul(x, factor);
}

static void explain_misfit(struct plumb_judgement *out, const struct plumb_fact *rate,
                           struct plumb_interval range)
{
    struct plumb_interval stated = nearest(rate);
    if (plumb_dec_sign(rate->value) == 0)
        return;
    if (plumb_interval_meets(range, scaled(stated, 100))) {
        out->reason = "the printed rate is 100 times too small";
        out->reason_zh = "所列比率小了100倍";
    } else if (plumb_interval_meets(scaled(range, 100), stated)) {
        out->reason = "the printed rate is 100 times too large";
        out->reason_zh = "所列比率大了100倍";
    }
}

/* The range is too wide to test the rate, but agencies divide the numbers they print: cutting off
 * the digits of that quotient explains the printed rate. */
static void weak_verdict(struct plumb_judgement *out, const struct plumb_fact *rate,
                         plumb_dec value)
{
    struct plumb_interval cut = plumb_interval_printed(rate->value, rate->ulp, PLUMB_MODE_TRUNCATE);
    bool is_cut = plumb_interval_has(cut, value);
    out->verdict = is_cut ? PLUMB_VERDICT_ROUNDING : PLUMB_VERDICT_UNTESTABLE;
    out->mode = is_cut ? PLUMB_MODE_TRUNCATE : PLUMB_MODE_NEAREST;
    out->reason = is_cut ? "the last digit was cut off instead of rounded"
                         : "the numbers are too coarse to test this rate";
    out->reason_zh = is_cut ? "末位截尾而未四舍五入" : "所列数字过于粗略，无法检验该比率";
}

/* The one place where a recomputed rate meets a printed one. `range` is the recomputation over the
 * intervals of the operands, `value` the one over the numbers as displayed. */
static struct plumb_judgement judge_rate(const struct plumb_fact *rate, struct plumb_interval range,
                                         plumb_dec value, enum plumb_mode document_mode)
{
    struct plumb_judgement out = {
        .verdict = PLUMB_VERDICT_CONSISTENT, .expected = value, .low = range.lo, .high = range.hi};
    out.gap = plumb_interval_gap(range, nearest(rate));
    if (rounded_to(value, rate->ulp).v == rate->value.v)
        return out;
    if (fits(rate, range, PLUMB_MODE_NEAREST)) {
        if (rate->comparator == PLUMB_CMP_NONE && no_power(range))
            weak_verdict(&out, rate, value);
        return out;
    }
    if (document_mode != PLUMB_MODE_NEAREST && fits(rate, range, document_mode)) {
        out.mode = document_mode;
        return out;
    }
    out.verdict = PLUMB_VERDICT_ROUNDING;
    if (fits(rate, range, PLUMB_MODE_TRUNCATE)) {
        out.mode = PLUMB_MODE_TRUNCATE;
        out.reason = "the last digit was cut off instead of rounded";
        out.reason_zh = "末位截尾而未四舍五入";
    } else if (fits(rate, range, PLUMB_MODE_CEILING)) {
        out.mode = PLUMB_MODE_CEILING;
        out.reason = "the last digit was rounded up";
        out.reason_zh = "末位向上进位";
    } else if (fits(rate, range, PLUMB_MODE_ANY)) {
        out.mode = PLUMB_MODE_ANY;
        out.reason = "off by one in the last digit";
        out.reason_zh = "末位相差1";
    } else {
        out.verdict = PLUMB_VERDICT_INCONSISTENT;
        explain_misfit(&out, rate, range);
    }
    return out;
}

static struct plumb_judgement untestable(const char *reason, const char *reason_zh)
{
    return (struct plumb_judgement){
        .verdict = PLUMB_VERDICT_UNTESTABLE, .reason = reason, .reason_zh = reason_zh};
}

struct plumb_judgement plumb_judge_quotient(const struct plumb_fact *rate, struct plumb_interval a,
                                            struct plumb_interval b, plumb_dec a_value,
                                            plumb_dec b_value, enum plumb_mode document_mode)
{
    struct plumb_interval range;
    if (plumb_dec_sign(b_value) == 0 || !plumb_interval_div(a, b, &range))
        return untestable("the denominator is zero", "分母为零");
    plumb_dec value = plumb_dec_div(a_value, b_value, PLUMB_ROUND_NEAREST);
    return judge_rate(rate, range, value, document_mode);
}

struct plumb_judgement plumb_judge_ratio(const struct plumb_fact *rate, const struct plumb_fact *a,
                                         const struct plumb_fact *b, enum plumb_mode document_mode)
{
    plumb_dec ulp_a = a->ulp, ulp_b = b->ulp;
    /* two numbers in the same unit are siblings: the coarser has dropped its zeros */
    if (a->scale.v == b->scale.v)
        ulp_a = ulp_b = plumb_dec_min(a->ulp, b->ulp);
    struct plumb_judgement out = plumb_judge_quotient(rate, fine(a, ulp_a), fine(b, ulp_b),
                                                      a->value, b->value, document_mode);
    if (out.verdict != PLUMB_VERDICT_INCONSISTENT)
        return out;
    struct plumb_judgement coarse =
        plumb_judge_quotient(rate, nearest(a), nearest(b), a->value, b->value, document_mode);
    if (coarse.verdict != PLUMB_VERDICT_CONSISTENT)
        return out;
    coarse.verdict = PLUMB_VERDICT_ROUNDING;
    coarse.reason = "holds only because one of the numbers is printed with fewer decimals";
    coarse.reason_zh = "仅因其中一个数字小数位数较少才成立";
    return coarse;
}

/* ---- growth -------------------------------------------------------------------------------- */

/* A rate without its sign: the words carry it. */
static struct plumb_fact unsigned_fact(const struct plumb_fact *fact)
{
    struct plumb_fact copy = *fact;
    copy.value = plumb_dec_abs(fact->value);
    return copy;
}

static struct plumb_judgement growth_over_nothing(const struct plumb_fact *rate)
{
    struct plumb_judgement out = {.verdict = PLUMB_VERDICT_INCONSISTENT};
    bool hundred = plumb_dec_abs(rate->value).v == PLUMB_DEC_ONE;
    if (hundred || plumb_dec_sign(rate->value) == 0)
        out.verdict = PLUMB_VERDICT_ROUNDING;
    out.reason = "growth over a base of zero has no percentage";
    out.reason_zh = "上年基数为零，不能计算增长率";
    return out;
}

/* Magnitude of change over the prior value: d / (c - s d) from current and change. */
static bool growth_from_delta(int sign, const struct plumb_fact *current,
                              const struct plumb_fact *delta, struct plumb_interval *range,
                              plumb_dec *value)
{
    plumb_dec ulp_c = current->ulp, ulp_d = delta->ulp;
    if (current->scale.v == delta->scale.v)
        ulp_c = ulp_d = plumb_dec_min(ulp_c, ulp_d);
    struct plumb_fact size = unsigned_fact(delta);
    struct plumb_interval c = fine(current, ulp_c), d = fine(&size, ulp_d);
    plumb_dec base = sign > 0 ? plumb_dec_sub(current->value, size.value)
                              : plumb_dec_add(current->value, size.value);
    plumb_dec low = sign > 0 ? plumb_dec_sub(c.hi, d.lo) : plumb_dec_add(c.hi, d.lo);
    plumb_dec high = sign > 0 ? plumb_dec_sub(c.lo, d.hi) : plumb_dec_add(c.lo, d.hi);
    if (plumb_dec_sign(base) <= 0 || plumb_dec_sign(high) <= 0 || plumb_dec_sign(low) <= 0)
        return false;
    range->lo = plumb_dec_div(d.lo, low, PLUMB_ROUND_FLOOR);
    range->hi = plumb_dec_div(d.hi, high, PLUMB_ROUND_CEIL);
    *value = plumb_dec_div(size.value, base, PLUMB_ROUND_NEAREST);
    return true;
}

/* Signed c / p - 1, turned to the direction the words claim. */
static bool growth_from_prior(int sign, const struct plumb_fact *current,
                              const struct plumb_fact *prior, struct plumb_interval *range,
                              plumb_dec *value)
{
    plumb_dec ulp_c = current->ulp, ulp_p = prior->ulp;
    if (current->scale.v == prior->scale.v)
        ulp_c = ulp_p = plumb_dec_min(ulp_c, ulp_p);
    struct plumb_interval c = fine(current, ulp_c), p = fine(prior, ulp_p);
    if (plumb_dec_sign(prior->value) <= 0 || plumb_dec_sign(p.lo) <= 0 ||
        !plumb_interval_div(c, p, range))
        return false;
    *range = plumb_interval_sub(*range, plumb_interval_point(plumb_dec_int(1)));
    *range = signed_interval(*range, sign);
    *value = plumb_dec_div(plumb_dec_sub(current->value, prior->value), prior->value,
                           PLUMB_ROUND_NEAREST);
    if (sign < 0)
        *value = plumb_dec_neg(*value);
    return true;
}

struct plumb_judgement plumb_judge_growth(const struct plumb_fact *rate, int sign,
                                          const struct plumb_fact *current,
                                          const struct plumb_fact *prior,
                                          const struct plumb_fact *delta,
                                          enum plumb_mode document_mode)
{
    struct plumb_fact size = unsigned_fact(rate);
    struct plumb_interval range;
    plumb_dec value;
    bool twice = sign < 0 && plumb_dec_sign(rate->value) < 0;
    int direction = plumb_dec_sign(rate->value) < 0 ? -1 : sign;
    bool known = false;
    if (current && prior)
        known = growth_from_prior(direction, current, prior, &range, &value);
    else if (current && delta)
        known = growth_from_delta(direction, current, delta, &range, &value);
    else if (prior && delta) {
        struct plumb_fact change = unsigned_fact(delta);
        return plumb_judge_ratio(&size, &change, prior, document_mode);
    } else
        return untestable("no base to compute the growth from", "缺少计算增长率的基数");
    if (!known)
        return growth_over_nothing(rate);
    struct plumb_judgement out = judge_rate(&size, range, value, document_mode);
    if (out.verdict == PLUMB_VERDICT_INCONSISTENT && !out.reason && plumb_dec_sign(value) < 0) {
        out.reason = "the words claim the opposite direction";
        out.reason_zh = "文字表述的增减方向与数字相反";
    }
    if (twice && out.verdict == PLUMB_VERDICT_CONSISTENT) {
        out.verdict = PLUMB_VERDICT_ROUNDING;
        out.reason = "a decrease printed with a minus sign is a double negative";
        out.reason_zh = "“下降”与负号重复";
    }
    if (direction < 0) {
        plumb_dec low = plumb_dec_neg(out.high);
        out.expected = plumb_dec_neg(out.expected);
        out.high = plumb_dec_neg(out.low);
        out.low = low;
    }
    return out;
}

/* ---- product, restatement, target ---------------------------------------------------------- */

struct plumb_judgement plumb_judge_product(const struct plumb_fact *stated,
                                           const struct plumb_fact *const *factors, size_t n,
                                           int64_t multiplier)
{
    struct plumb_judgement out = {.verdict = PLUMB_VERDICT_INCONSISTENT};
    plumb_dec value = plumb_dec_int(multiplier);
    struct plumb_interval product = plumb_interval_point(value);
    for (size_t i = 0; i < n; i++) {
        /* a standard or price is exact; a count is; only shares carry rounding */
        bool exact =
            factors[i]->unit != PLUMB_UNIT_FRACTION && factors[i]->scale.v <= PLUMB_DEC_ONE;
        struct plumb_interval x = exact && factors[i]->comparator == PLUMB_CMP_NONE
                                      ? plumb_interval_point(factors[i]->value)
                                      : nearest(factors[i]);
        product = plumb_interval_mul(product, x);
        value = plumb_dec_mul(value, factors[i]->value, PLUMB_ROUND_NEAREST);
    }
    struct plumb_interval printed = nearest(stated);
    out.expected = value;
    out.low = product.lo;
    out.high = product.hi;
    out.gap = plumb_interval_gap(product, printed);
    if (rounded_to(value, stated->ulp).v == stated->value.v ||
        plumb_interval_meets(product, printed)) {
        out.verdict = PLUMB_VERDICT_CONSISTENT;
    } else if (plumb_interval_meets(product, plumb_fact_interval(stated, PLUMB_MODE_ANY))) {
        out.verdict = PLUMB_VERDICT_ROUNDING;
        out.mode = PLUMB_MODE_ANY;
        out.reason = "off by one in the last digit";
        out.reason_zh = "末位相差1";
    }
    return out;
}

static bool has_band(const struct plumb_fact *fact)
{
    return fact->comparator != PLUMB_CMP_NONE && fact->comparator != PLUMB_CMP_EQ;
}

struct plumb_judgement plumb_judge_same(const struct plumb_fact *a, const struct plumb_fact *b)
{
    struct plumb_judgement out = {.verdict = PLUMB_VERDICT_INCONSISTENT, .expected = b->value};
    struct plumb_interval x = nearest(a), y = nearest(b);
    plumb_dec apart = plumb_dec_abs(plumb_dec_sub(a->value, b->value));
    out.low = y.lo;
    out.high = y.hi;
    out.gap = plumb_interval_gap(x, y);
    bool same_grain = a->ulp.v == b->ulp.v && !has_band(a) && !has_band(b);
    if (apart.v == 0) {
        out.verdict = PLUMB_VERDICT_CONSISTENT;
    } else if (same_grain) {
        out.gap = apart;
        if (apart.v == a->ulp.v) {
            out.verdict = PLUMB_VERDICT_ROUNDING;
            out.reason = "the two tellings differ by one in the last digit";
            out.reason_zh = "两处仅末位相差1";
        }
    } else if (plumb_interval_meets(x, y)) {
        out.verdict = PLUMB_VERDICT_CONSISTENT;
    } else if (!has_band(a) && !has_band(b)) {
        /* the coarser telling may have been cut instead of rounded */
        plumb_dec grain = plumb_dec_max(a->ulp, b->ulp);
        if (apart.v <= grain.v && half_of(grain).v > 0) {
            out.verdict = PLUMB_VERDICT_ROUNDING;
            out.mode = PLUMB_MODE_TRUNCATE;
            out.reason = "the coarser telling was cut off instead of rounded";
            out.reason_zh = "较粗的一处为截尾而非四舍五入";
        }
    }
    return out;
}

/* Direction of a target: +1 at least, -1 at most, 0 exactly, 2 not known. */
static int target_direction(const struct plumb_fact *target, int direction)
{
    switch (target->comparator) {
    case PLUMB_CMP_GE:
    case PLUMB_CMP_GT:
        return 1;
    case PLUMB_CMP_LE:
    case PLUMB_CMP_LT:
        return -1;
    case PLUMB_CMP_EQ:
        return 0;
    default:
        return direction ? direction : 2;
    }
}

static bool repeats_target(const struct plumb_fact *target, const struct plumb_fact *actual)
{
    return has_band(actual) && actual->comparator == target->comparator &&
           actual->value.v == target->value.v;
}

struct plumb_judgement plumb_judge_target(const struct plumb_fact *target,
                                          const struct plumb_fact *actual, int direction)
{
    struct plumb_judgement out = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                  .expected = target->value,
                                  .low = target->value,
                                  .high = target->value};
    if (repeats_target(target, actual))
        return untestable("the actual value repeats the target instead of a measured number",
                          "实际值照抄指标值，没有实测数");
    struct plumb_interval got = nearest(actual);
    int way = target_direction(target, direction);
    bool below = actual->value.v<target->value.v, above = actual->value.v> target->value.v;
    if (has_band(actual)) {
        below = got.hi.v < target->value.v;
        above = got.lo.v > target->value.v;
    }
    bool missed = way == 1 ? below : way == -1 ? above : below || above;
    if (target->comparator == PLUMB_CMP_GT || target->comparator == PLUMB_CMP_LT)
        missed = missed || actual->value.v == target->value.v;
    if (!missed)
        return out;
    out.gap = plumb_dec_abs(plumb_dec_sub(actual->value, target->value));
    out.verdict = PLUMB_VERDICT_INCONSISTENT;
    if (way == 2) {
        out.verdict = PLUMB_VERDICT_UNTESTABLE;
        out.reason = "the target does not say whether more or less is better";
        out.reason_zh = "指标值未写明方向";
    }
    return out;
}
