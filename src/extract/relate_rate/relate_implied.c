/* What the rates of the parts imply about the rate of the whole: the budgets implied by "26.4 万元，完成
 * 预算的 86.56 %" add up to the budget of the total, and a total rate lies between the rates of its parts
 * (a weighted mean). DOMAIN §4 consistency.bound. */
#include "extract/relate/relate_int.h"

#define PARTS_MAX 24

static bool holds(const struct plumb_relation *r)
{
    return r->verdict == PLUMB_VERDICT_CONSISTENT || r->verdict == PLUMB_VERDICT_ROUNDING;
}

/* The rate of execution told right behind an amount: "A 万元，完成预算的 q %". */
static struct plumb_item *rate_behind(const struct plumb_item *amount)
{
    struct plumb_passage *passage = amount->passage;
    for (size_t i = amount->index + 1; i < passage->count && i <= amount->index + 2; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != amount->sentence)
            return NULL;
        if (item->fact->unit == PLUMB_UNIT_FRACTION && item->use != PLUMB_USE_GROWTH &&
            plumb_is_quantity(item->fact))
            return PLUMB_HAS(item->before, "完成", "执行率", "占") &&
                           PLUMB_HAS(item->before, "预算", "执行率")
                       ? item
                       : NULL;
        if (item->use == PLUMB_USE_PLAIN && !PLUMB_HAS(item->label, "预算"))
            return NULL;
    }
    return NULL;
}

/* The relation that judged `rate` as executed ÷ budget; its budget goes to *budget. */
static bool budget_of(const struct plumb_extract_work *work, const struct plumb_item *rate,
                      const struct plumb_item *executed, const struct plumb_fact **budget)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, rate->fact, &at)) != NULL;) {
        if (r->kind != PLUMB_REL_RATIO || r->stated.fact != rate->fact->id || !holds(r) ||
            r->operand_count != 2 || r->operands[0].fact != executed->fact->id ||
            r->operands[1].role != PLUMB_ROLE_DENOMINATOR ||
            r->operands[1].fact >= work->fact_count)
            continue;
        *budget = &work->facts[r->operands[1].fact];
        return true;
    }
    return false;
}

struct implied {
    struct plumb_item *amount[PARTS_MAX], *rate[PARTS_MAX];
    size_t count;
    struct plumb_interval budget; /* Σ amount ÷ rate */
    bool nothing_spent;           /* a part of zero: its budget is not implied */
};

static bool read_parts(const struct plumb_extract_work *work, const struct plumb_relation *sum,
                       struct implied *out)
{
    const struct plumb_prose *prose = work->prose;
    *out = (struct implied){.count = 0};
    out->budget = plumb_interval_point((plumb_dec){0});
    for (size_t k = 0; k < sum->operand_count && out->count < PARTS_MAX; k++) {
        size_t f = sum->operands[k].fact;
        struct plumb_item *amount = f < work->fact_count ? prose->of_fact[f] : NULL;
        if (!amount || sum->operands[k].role != PLUMB_ROLE_PART)
            return false;
        if (amount->fact->value.v == 0) {
            out->nothing_spent = true;
            continue;
        }
        struct plumb_item *rate = rate_behind(amount);
        struct plumb_interval a = plumb_fact_interval(amount->fact, PLUMB_MODE_NEAREST), q;
        if (!rate || plumb_dec_sign(rate->fact->value) <= 0)
            return false;
        if (!plumb_interval_div(a, plumb_fact_interval(rate->fact, PLUMB_MODE_ANY), &q))
            return false;
        out->budget = plumb_interval_add(out->budget, q);
        out->amount[out->count] = amount;
        out->rate[out->count++] = rate;
    }
    return out->count >= 2;
}

/* "占一般公共预算支出的 p%，其中…占基本支出的 q%": shares of different wholes are no mean of each other. */
static bool same_base(const struct implied *p, const struct plumb_item *total_rate)
{
    for (size_t i = 0; i < p->count; i++)
        if ((total_rate->use == PLUMB_USE_SHARE || p->rate[i]->use == PLUMB_USE_SHARE) &&
            !plumb_str_equal(total_rate->core, p->rate[i]->core))
            return false;
    return true;
}

/* The total rate against the smallest and largest rate of the parts. */
static void judge_mean(struct plumb_extract_work *work, const struct implied *p,
                       const struct plumb_item *total_rate)
{
    const struct plumb_item *low = p->rate[0], *high = p->rate[0];
    for (size_t i = 1; i < p->count; i++) {
        low = p->rate[i]->fact->value.v < low->fact->value.v ? p->rate[i] : low;
        high = p->rate[i]->fact->value.v > high->fact->value.v ? p->rate[i] : high;
    }
    struct plumb_interval r = plumb_fact_interval(total_rate->fact, PLUMB_MODE_ANY);
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = total_rate->fact->value,
                                .low = plumb_fact_interval(low->fact, PLUMB_MODE_ANY).lo,
                                .high = plumb_fact_interval(high->fact, PLUMB_MODE_ANY).hi};
    if (r.hi.v < j.low.v || r.lo.v > j.high.v) {
        j.expected = r.hi.v < j.low.v ? low->fact->value : high->fact->value;
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_abs(plumb_dec_sub(total_rate->fact->value, j.expected));
        j.reason = "a total rate lies between the rates of its parts";
        j.reason_zh = "总体比率应介于各分项比率之间";
    }
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_LOWER, low->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_UPPER, high->fact)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", total_rate);
    claim.confidence = 0.75;
    plumb_claim_try(&claim, &j, terms, 2, "between the rates of the parts",
                    plumb_arena_printf(work->arena, "%s … %s, printed %s",
                                       plumb_fact_text(work, low->fact),
                                       plumb_fact_text(work, high->fact),
                                       plumb_fact_text(work, total_rate->fact)));
    plumb_claim_push(&claim);
}

/* The budget of the total against the sum of the implied budgets. */
static void judge_budget(struct plumb_extract_work *work, const struct implied *p,
                         const struct plumb_fact *budget)
{
    struct plumb_interval b = plumb_fact_interval(budget, PLUMB_MODE_ANY);
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_CONSISTENT, .low = p->budget.lo, .high = p->budget.hi};
    struct plumb_term terms[2 * PARTS_MAX];
    size_t n = 0;
    j.expected = plumb_dec_div(plumb_dec_add(j.low, j.high), plumb_dec_int(2), PLUMB_ROUND_NEAREST);
    if (b.hi.v < p->budget.lo.v || (b.lo.v > p->budget.hi.v && !p->nothing_spent)) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_abs(plumb_dec_sub(budget->value, j.expected));
        j.reason =
            "the budgets implied by the rates of the parts do not make the budget of the whole";
        j.reason_zh = "由各分项完成率推算的预算之和与总预算不符";
    }
    for (size_t i = 0; i < p->count; i++) {
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, p->amount[i]->fact);
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_DENOMINATOR, p->rate[i]->fact);
    }
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
    claim.stated = budget;
    claim.unit = budget->unit;
    claim.subject = budget->label;
    claim.confidence = 0.65;
    claim.next_money = j.gap;
    plumb_claim_try(&claim, &j, terms, n, "budgets implied by the rates of the parts",
                    plumb_arena_printf(work->arena, "Σ amount ÷ rate = %s, printed %s",
                                       plumb_value_text(work, j.expected, budget, 1),
                                       plumb_fact_text(work, budget)));
    plumb_claim_push(&claim);
}

void plumb_relate_implied(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    size_t last = work->relation_count;
    for (size_t i = 0; i < last; i++) {
        const struct plumb_relation sum = work->relations[i];
        struct plumb_item *whole =
            sum.stated.fact < work->fact_count ? prose->of_fact[sum.stated.fact] : NULL;
        struct implied parts;
        const struct plumb_fact *budget = NULL;
        struct plumb_item *rate = whole ? rate_behind(whole) : NULL;
        if (sum.kind != PLUMB_REL_SUM || !holds(&sum) || !rate || !read_parts(work, &sum, &parts))
            continue;
        if (!parts.nothing_spent && same_base(&parts, rate))
            judge_mean(work, &parts, rate);
        if (budget_of(work, rate, whole, &budget))
            judge_budget(work, &parts, budget);
    }
}
