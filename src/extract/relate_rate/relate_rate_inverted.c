/* A rate of completion divided the wrong way round: "预算 8.6 万元，支出 9.2 万元，完成预算的 93.48%". That budget ÷ spending gives what is
 * printed is no reading of the words but the mistake itself: an overrun told as an underspend. */
#include "extract/relate/relate_int.h"

static bool is_budget(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "预算") &&
           !PLUMB_HAS(item->label, "支出", "决算", "执行", "拨款", "收入");
}

static bool is_spending(const struct plumb_item *item)
{
    return PLUMB_ENDS(item->label, "支出", "支出数", "决算", "决算数", "执行数", "实际执行",
                      "支出决算", "支出决算数") &&
           !plumb_str_has(item->label, "预算");
}

static bool is_completion(const struct plumb_item *rate)
{
    return rate->fact->unit == PLUMB_UNIT_FRACTION &&
           PLUMB_HAS(rate->before, "完成预算", "完成年初预算", "完成全年预算", "完成调整预算",
                     "预算执行率", "预算完成率");
}

static void judge(struct plumb_extract_work *work, struct plumb_item *rate,
                  const struct plumb_item *budget, const struct plumb_item *spent)
{
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "ratio.execution", rate);
    plumb_claim_ratio(&claim, rate->fact, spent->fact, budget->fact, "spending ÷ budget");
    if (plumb_claim_holds(&claim))
        return;
    claim.best.reason = "the budget was divided by the spending";
    claim.best.reason_zh = "分子分母颠倒：以预算数除以支出数";
    claim.subject = spent->label;
    claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

void plumb_relate_rates_inverted(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t i = 0, count = work->relation_count; i < count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->kind != PLUMB_REL_RATIO || r->verdict != PLUMB_VERDICT_CONSISTENT ||
            r->operand_count != 2 || r->stated.fact >= work->fact_count ||
            r->operands[0].fact >= work->fact_count || r->operands[1].fact >= work->fact_count)
            continue;
        struct plumb_item *rate = prose->of_fact[r->stated.fact];
        const struct plumb_item *top = prose->of_fact[r->operands[0].fact];
        const struct plumb_item *bottom = prose->of_fact[r->operands[1].fact];
        if (!rate || !top || !bottom || !is_completion(rate) || !is_budget(top) ||
            !is_spending(bottom) || top->sentence != bottom->sentence ||
            top->passage != bottom->passage || top->fact->value.v >= bottom->fact->value.v)
            continue;
        work->relations[i].verdict = PLUMB_VERDICT_UNTESTABLE;
        judge(work, rate, top, bottom);
    }
}
