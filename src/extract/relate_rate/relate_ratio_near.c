/* Readings of a rate that no definition gives: the amount that names it, a total in front, two amounts
 * beside it. */
#include "extract/relate_rate/relate_ratio.h"

/* Is there exactly one like amount in front in the sentence, and is it larger? */
static bool one_larger(const struct plumb_item *part)
{
    size_t like = 0, larger = 0;
    for (size_t i = part->index; i-- > 0;) {
        const struct plumb_item *item = &part->passage->items[i];
        if (item->sentence != part->sentence)
            break;
        if (item->use != PLUMB_USE_PLAIN || !plumb_same_measure(item->fact, part->fact))
            continue;
        like++;
        larger += item->fact->value.v >= part->fact->value.v;
    }
    return like == 1 && larger == 1;
}

/* The amount that names the rate: "调解结案 860 件，调解率", "表示满意的 361 份，满意率". */
static const struct plumb_item *stem_amount(const struct plumb_ratio *r, struct plumb_str name)
{
    static const char *const ends[] = {"率", "比例", "度"};
    const struct plumb_item *item = r->rate - 1;
    struct plumb_str stem = name;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++)
        if (plumb_str_ends(stem, plumb_str_from(ends[i])))
            stem.len -= plumb_str_from(ends[i]).len;
    size_t n = plumb_utf8_count(stem);
    if (r->rate->index == 0 || n < 2 || item->sentence != r->rate->sentence ||
        !plumb_is_amount(item->fact) || item->use != PLUMB_USE_PLAIN)
        return NULL;
    bool money = item->fact->unit == PLUMB_UNIT_YUAN;
    if (!money && n <= 4 && plumb_str_find(item->before, stem) != PLUMB_NPOS)
        return item;
    /* "执行到位 4.16 亿元，标的到位率": the last two characters say what the rate is of */
    struct plumb_str verb = plumb_str_sub(stem, stem.len - 6, stem.len);
    return n >= 3 && plumb_str_find(item->before, verb) != PLUMB_NPOS && one_larger(item) ? item
                                                                                          : NULL;
}

/* rate = the amount that names it ÷ a larger one in front of it in the sentence. */
void plumb_ratio_stem(struct plumb_claim *claim, const struct plumb_ratio *r, struct plumb_str name)
{
    const struct plumb_item *part = stem_amount(r, name);
    size_t wholes = 0;
    if (!part || PLUMB_HAS(name, "出生", "死亡", "增长", "失业", "就业", "城镇化"))
        return;
    for (size_t i = part->index; i-- > 0;) {
        const struct plumb_item *whole = &part->passage->items[i];
        if (whole->sentence != part->sentence)
            break;
        if (whole->use != PLUMB_USE_PLAIN || !plumb_same_measure(whole->fact, part->fact) ||
            whole->fact->value.v < part->fact->value.v || whole->fact->value.v <= 0)
            continue;
        wholes++;
        plumb_claim_ratio(claim, r->rate->fact, part->fact, whole->fact,
                          "the amount that names the rate ÷ a larger one in front");
    }
    claim->confidence = 0.75;
    /* a quotient that is nowhere near the rate speaks of another population */
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(claim->best.expected, r->rate->fact->value));
    bool far = off.v > plumb_dec_abs(r->rate->fact->value).v / 3 &&
               !plumb_one_slip(r->rate->fact, claim->best.expected);
    if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT && (wholes > 2 || far)) {
        claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim->best.reason = "it is not certain which amount this rate is of";
        claim->best.reason_zh = "无法确定该比率以哪个数为分母";
    }
}

/* Two like amounts right in front of any other rate: support only. */
void plumb_ratio_neighbours(struct plumb_claim *claim, const struct plumb_ratio *r)
{
    for (size_t i = 0; i + 1 < r->count && i < 3; i++) {
        const struct plumb_ratio_operand *near = &r->operands[i], *far = &r->operands[i + 1];
        if (near->hops > 0 || far->hops > 0 || near->item->index > r->rate->index ||
            far->item->index > r->rate->index ||
            !plumb_same_measure(near->item->fact, far->item->fact) ||
            near->item->fact->value.v == 0 || far->item->fact->value.v == 0)
            continue;
        bool larger = near->item->fact->value.v > far->item->fact->value.v;
        struct plumb_claim probe = *claim;
        plumb_claim_ratio(&probe, r->rate->fact, (larger ? far : near)->item->fact,
                          (larger ? near : far)->item->fact, "two amounts in front");
        if (!plumb_claim_holds(&probe))
            continue;
        *claim = probe;
        claim->declared = false;
        claim->confidence = 0.6;
        return;
    }
}
/* "…，合计 3100 万元；已支付 2697 万元，支付率 87 %": the total in front is what was to be paid. */
void plumb_ratio_total(struct plumb_claim *claim, const struct plumb_ratio *r)
{
    const struct plumb_item *paid = r->rate->index > 0 ? r->rate - 1 : NULL;
    if (!paid || !PLUMB_HAS(paid->label, "支付", "支出", "拨付", "使用") ||
        paid->sentence != r->rate->sentence || paid->fact->unit != PLUMB_UNIT_YUAN ||
        paid->use != PLUMB_USE_PLAIN)
        return;
    for (size_t i = paid->index; i-- > 0;) {
        const struct plumb_item *total = &paid->passage->items[i];
        if (!total->total || total->use != PLUMB_USE_PLAIN ||
            !plumb_same_measure(total->fact, paid->fact) ||
            total->fact->value.v < paid->fact->value.v)
            continue;
        plumb_claim_ratio(claim, r->rate->fact, paid->fact, total->fact, "÷ the total in front");
        claim->confidence = 0.75;
        if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT &&
            !plumb_one_slip(r->rate->fact, claim->best.expected)) {
            claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
            claim->best.reason = "it is not certain which amount this rate is of";
            claim->best.reason_zh = "无法确定该比率以哪个数为分母";
        }
        return;
    }
}

/* 100 % execution claimed, no budget printed anywhere, but a balance is left. */
void plumb_ratio_balance_left(struct plumb_claim *claim, struct plumb_ratio *r)
{
    struct plumb_extract_work *work = r->work;
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_item *executed = NULL, *balance = NULL;
    if (r->rate->fact->value.v != PLUMB_DEC_ONE)
        return;
    for (size_t f = 0; f < work->fact_count; f++) {
        struct plumb_item *item = prose->of_fact[f];
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->unit == PLUMB_UNIT_YUAN && plumb_stage_is_budget(fact->stage))
            return;
        if (!item || fact->unit != PLUMB_UNIT_YUAN || item->use != PLUMB_USE_PLAIN)
            continue;
        if (plumb_ratio_role(item) == AS_BUDGET || plumb_ratio_role(item) == AS_INITIAL)
            return;
        if (!executed && item->total && PLUMB_ENDS(item->core, "支出"))
            executed = item;
        if (executed && !balance && item->passage == executed->passage &&
            plumb_ratio_role(item) == AS_BALANCE)
            balance = item;
    }
    if (!executed || !balance || plumb_dec_sign(balance->fact->value) <= 0)
        return;
    plumb_ratio_of_sum(claim, r, executed->fact, balance->fact, "executed ÷ (executed + balance)");
    claim->confidence = 0.6;
    if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT) {
        claim->best.reason = "full execution is claimed although a balance is left";
        claim->best.reason_zh = "称执行率100%，但仍有结余";
    }
}

/* Does the sentence up to the number speak of a budget and of nothing done? */
static bool told_as_budget(const struct plumb_item *item)
{
    const struct plumb_passage *passage = item->passage;
    struct plumb_str lead = plumb_str_sub(passage->text, passage->starts[item->sentence], item->at);
    enum plumb_stage stage = item->fact->stage;
    return plumb_stage_is_budget(stage) ||
           (plumb_str_has(lead, "预算") && !PLUMB_HAS(lead, "决算", "执行", "财政拨款支出"));
}

void plumb_ratio_budget_elsewhere(struct plumb_claim *claim, const struct plumb_ratio *r)
{
    const struct plumb_item *spent = r->rate - 1, *budget = NULL;
    struct plumb_found found[8];
    if (r->rate->index == 0 || spent->sentence != r->rate->sentence ||
        spent->fact->unit != PLUMB_UNIT_YUAN || spent->use != PLUMB_USE_PLAIN || !spent->own_label)
        return;
    struct plumb_str name = spent->full.len > 0 ? spent->full : spent->core;
    name = plumb_name_without_stage(name);
    size_t n = plumb_find_named(r->work, spent, name, spent->fact, 0.85, found, 8);
    for (size_t i = 0; i < n; i++) {
        const struct plumb_item *item = found[i].item;
        if (item->passage == spent->passage || item->use != PLUMB_USE_PLAIN ||
            !told_as_budget(item) || plumb_dec_sign(item->fact->value) <= 0)
            continue;
        if (budget && budget->fact->value.v != item->fact->value.v)
            return; /* two budgets go by this name */
        budget = item;
    }
    if (!budget)
        return;
    plumb_claim_ratio(claim, r->rate->fact, spent->fact, budget->fact,
                      "÷ the budget of that name, told elsewhere");
    claim->subject = spent->label;
    claim->confidence = 0.8;
    if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        !plumb_one_slip(r->rate->fact, claim->best.expected)) {
        claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim->best.reason = "it is not certain which amount this rate is of";
        claim->best.reason_zh = "无法确定该比率以哪个数为分母";
    }
}

/* "原价 48 万元，按九折结算，实付 43.2 万元": what was paid ÷ the price in front. */
bool plumb_ratio_discount(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *price = rate - 1, *paid = rate + 1;
    struct plumb_claim claim;
    if (!plumb_str_equal(rate->fact->unit_text, PLUMB_STR("折")))
        return false;
    if (rate->index == 0 || rate->index + 1 >= rate->passage->count ||
        price->sentence != rate->sentence || paid->sentence != rate->sentence ||
        price->use != PLUMB_USE_PLAIN || paid->use != PLUMB_USE_PLAIN ||
        !plumb_is_amount(price->fact) || !plumb_same_measure(price->fact, paid->fact) ||
        plumb_dec_sign(price->fact->value) <= 0 ||
        !PLUMB_HAS(paid->before, "付", "支出", "结算", "成交", "折后", "优惠后", "收取", "合同"))
        return true;
    struct plumb_fact exact = *rate->fact; /* 九折 is nine tenths, not some 85 to 95 % */
    exact.ulp = plumb_dec_pow10(-3);
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_ratio(&claim, &exact, paid->fact, price->fact, "paid ÷ the price in front");
    claim.confidence = 0.8;
    plumb_claim_push(&claim);
    return true;
}

/* "计划 A 人，实际 B 人，超额完成计划 q %": what was done beyond the plan ÷ the plan. Some mean B ÷ A. */
bool plumb_ratio_beyond_plan(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *done = rate - 1, *plan = rate - 2;
    struct plumb_claim claim;
    if (!PLUMB_HAS(rate->before, "超额", "超计划", "超出计划", "超过计划", "超任务", "超目标"))
        return false;
    if (rate->index < 2 || plan->sentence != rate->sentence || done->use != PLUMB_USE_PLAIN ||
        plan->use != PLUMB_USE_PLAIN || !plumb_is_amount(done->fact) ||
        !plumb_same_measure(done->fact, plan->fact) || plumb_dec_sign(plan->fact->value) <= 0 ||
        !PLUMB_HAS(plan->before, "计划", "任务", "目标", "预算", "应"))
        return false;
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    plumb_claim_growth(&claim, rate->fact, 1, done->fact, plan->fact, NULL, "done ÷ planned − 1");
    if (!plumb_claim_holds(&claim))
        plumb_claim_ratio(&claim, rate->fact, done->fact, plan->fact, "done ÷ planned");
    claim.confidence = 0.8;
    claim.subject = plan->label;
    plumb_claim_push(&claim);
    return true;
}

/* "受理 A 件，…派单 B 件，办结 C 件，办结率": a count between the planned and the done one may be the whole. */
void plumb_ratio_nearer_whole(struct plumb_claim *claim, const struct plumb_ratio *r)
{
    const struct plumb_ratio_operand *done = plumb_ratio_nth(r, AS_ACTUAL, 0),
                                     *plan = plumb_ratio_nth(r, AS_PLAN, 0);
    if (!done || !plan || done->item->passage != plan->item->passage ||
        plan->item->index > done->item->index)
        return;
    for (const struct plumb_item *item = done->item - 1; item > plan->item; item--) {
        if (item->use != PLUMB_USE_PLAIN || !plumb_same_measure(item->fact, done->item->fact) ||
            item->fact->value.v < done->item->fact->value.v || item->depth != done->item->depth)
            continue;
        plumb_claim_ratio(claim, r->rate->fact, done->item->fact, item->fact,
                          "a nearer count in front");
        if (plumb_claim_holds(claim))
            return;
        claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim->best.reason = "it is not certain which amount this rate is of";
        claim->best.reason_zh = "无法确定该比率以哪个数为分母";
    }
}
