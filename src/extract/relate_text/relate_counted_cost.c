/* Counts and costs of 三公经费 that contradict each other: visits received at no cost, a car bought for nothing
 * or paid for and not bought, cars kept that cost nothing, cars run that are not there (DOMAIN §3). They are
 * exceptions to explain: where the section tells why, nothing is said. */
#include "extract/relate_text/relate_report.h"

enum thing {
    VISIT_COST,
    VISITS,
    JOURNEY_COST,
    JOURNEYS,
    PURCHASE_COST,
    BOUGHT,
    RUNNING_COST,
    KEPT,
    THINGS
};

/* One section's tellings: a thing told with several values is not judged. */
struct tellings {
    const struct plumb_item *item[THINGS];
    bool several[THINGS];
};

static struct plumb_str own_clause(const struct plumb_item *item)
{
    struct plumb_str clause = item->before;
    size_t cut = plumb_str_rfind(clause, PLUMB_STR(","));
    clause = cut == PLUMB_NPOS ? clause : plumb_str_sub(clause, cut + 1, clause.len);
    cut = plumb_str_rfind(clause, PLUMB_STR(";"));
    return cut == PLUMB_NPOS ? clause : plumb_str_sub(clause, cut + 1, clause.len);
}

static enum thing cost_of(const struct plumb_item *item)
{
    struct plumb_str label = item->label;
    bool car = PLUMB_HAS(label, "用车", "公车", "车辆");
    if (PLUMB_HAS(label, "预算", "人均", "平均", "外宾", "外事", "税", "租"))
        return THINGS;
    if (PLUMB_HAS(label, "公务接待", "接待费"))
        return VISIT_COST;
    if (PLUMB_HAS(label, "出国"))
        return JOURNEY_COST;
    if (car && PLUMB_HAS(label, "购置及", "购置和", "购置、", "购置与"))
        return plumb_dec_sign(item->fact->value) == 0 ? RUNNING_COST : THINGS;
    if (car && PLUMB_HAS(label, "购置"))
        return PURCHASE_COST;
    return car && PLUMB_HAS(label, "运行", "运维", "维护") ? RUNNING_COST : THINGS;
}

static enum thing count_of(const struct plumb_item *item)
{
    struct plumb_str clause = own_clause(item), unit = item->fact->unit_text;
    if (PLUMB_HAS(clause, "外宾", "外事", "预算", "其中", "计划"))
        return THINGS;
    if (PLUMB_HAS(unit, "辆", "台"))
        return PLUMB_HAS(clause, "保有") && PLUMB_HAS(clause, "用车", "公车", "车辆", "保有量")
                   ? KEPT
               : PLUMB_HAS(clause, "购置", "更新", "新购", "购买") &&
                       (PLUMB_HAS(clause, "用车", "公车", "车辆") ||
                        PLUMB_ENDS(clause, "购置数", "购置数为", "购置数量", "购置数量为"))
                   ? BOUGHT
                   : THINGS;
    if (PLUMB_HAS(unit, "批") && PLUMB_HAS(clause, "接待"))
        return VISITS;
    return PLUMB_HAS(clause, "团组", "出国") ? JOURNEYS : THINGS;
}

static bool is_outcome(const struct plumb_extract_work *work, const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    return item->use == PLUMB_USE_PLAIN && fact->comparator == PLUMB_CMP_NONE &&
           plumb_is_quantity(fact) && (!fact->year || !work->year || fact->year == work->year) &&
           (fact->stage == PLUMB_STAGE_NONE || fact->stage == PLUMB_STAGE_EXECUTED ||
            fact->stage == PLUMB_STAGE_ACTUAL);
}

static void keep(struct tellings *t, enum thing thing, const struct plumb_item *item)
{
    if (thing == THINGS)
        return;
    t->several[thing] = t->several[thing] ||
                        (t->item[thing] && t->item[thing]->fact->value.v != item->fact->value.v);
    t->item[thing] = item;
}

static void push(struct plumb_extract_work *work, const struct plumb_item *count,
                 const struct plumb_item *cost, double confidence, const char *reason,
                 const char *reason_zh)
{
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT, .reason = reason, .reason_zh = reason_zh};
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, cost->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", count);
    claim.subject = cost->label;
    claim.confidence = confidence;
    plumb_claim_try(&claim, &j, &term, 1, "a count and its cost",
                    plumb_arena_printf(work->arena, "%s; %s", plumb_fact_text(work, count->fact),
                                       plumb_fact_text(work, cost->fact)));
    plumb_claim_push(&claim);
}

/* Is one of the two nothing and the other not? -1: the cost is nothing; 1: the count is. */
static int clash(const struct tellings *t, enum thing cost, enum thing count)
{
    if (!t->item[cost] || !t->item[count] || t->several[cost] || t->several[count])
        return 0;
    int money = plumb_dec_sign(t->item[cost]->fact->value);
    int number = plumb_dec_sign(t->item[count]->fact->value);
    return money == 0 && number > 0 ? -1 : money > 0 && number == 0 ? 1 : 0;
}

/* What explains them, anywhere in the section. */
struct excuses {
    bool paid_elsewhere, given, late, out_of_use, hired;
};

static void add_excuses(struct excuses *e, struct plumb_str s)
{
    e->paid_elsewhere =
        e->paid_elsewhere || PLUMB_HAS(s, "承担", "其他资金", "非财政", "列支", "食堂", "邀请方",
                                       "自理", "自费", "非税", "未统计", "未结算", "尚未支付");
    e->given = e->given || PLUMB_HAS(s, "调拨", "划拨", "划转", "捐赠", "接受", "置换", "移交");
    e->late = e->late || PLUMB_HAS(s, "尾款", "购置税", "以前年度", "上年购置", "尚未交付",
                                   "未到货", "未入库", "上牌", "改装");
    e->out_of_use =
        e->out_of_use || PLUMB_HAS(s, "报废", "封存", "停用", "闲置", "平台", "划转", "拍卖",
                                   "上交", "处置", "移交", "专用", "执法", "特种");
    e->hired = e->hired || PLUMB_HAS(s, "租用", "租赁", "租车", "借用", "平台", "社会化");
}

static void judge(struct plumb_extract_work *work, const struct tellings *t,
                  const struct excuses *e)
{
    if (clash(t, VISIT_COST, VISITS) && !e->paid_elsewhere)
        push(work, t->item[VISITS], t->item[VISIT_COST], 0.65,
             "visits were received, and nothing was spent on them, or the other way round",
             "公务接待批次与接待费用一有一无，相互矛盾");
    if (clash(t, JOURNEY_COST, JOURNEYS) && !e->paid_elsewhere)
        push(work, t->item[JOURNEYS], t->item[JOURNEY_COST], 0.6,
             "journeys abroad and their cost contradict each other: one of them is nothing",
             "因公出国（境）团组与费用一有一无，相互矛盾");
    if (clash(t, PURCHASE_COST, BOUGHT) == 1 && !e->late)
        push(work, t->item[BOUGHT], t->item[PURCHASE_COST], 0.7,
             "money was spent on buying cars, and none was bought",
             "列支公务用车购置费，但购置数量为零");
    if (clash(t, PURCHASE_COST, BOUGHT) == -1 && !e->given && !e->paid_elsewhere)
        push(work, t->item[BOUGHT], t->item[PURCHASE_COST], 0.6,
             "cars were bought, and nothing was spent on buying any",
             "购置了公务用车，但未列购置费");
    if (clash(t, RUNNING_COST, KEPT) == 1 && !e->out_of_use && !e->hired)
        push(work, t->item[KEPT], t->item[RUNNING_COST], 0.55,
             "money was spent on running cars, and none is kept",
             "列支公务用车运行维护费，但车辆保有量为零");
    if (clash(t, RUNNING_COST, KEPT) == -1 && !e->out_of_use && !e->paid_elsewhere)
        push(work, t->item[KEPT], t->item[RUNNING_COST], 0.4,
             "cars are kept, and nothing was spent on running them: who pays for them?",
             "有公务用车保有量，但未列运行维护费，需说明费用来源");
}

void plumb_relate_counted_costs(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count;) {
        struct tellings t = {.several = {false}};
        struct excuses e = {.given = false};
        size_t section = prose->passages[p].section;
        for (; p < prose->count && prose->passages[p].section == section; p++) {
            const struct plumb_passage *passage = &prose->passages[p];
            if (passage->is_cell || !PLUMB_TELLS(passage, "接待", "出国", "用车", "公车", "保有"))
                continue;
            add_excuses(&e, passage->text);
            for (size_t i = 0; i < passage->count; i++) {
                const struct plumb_item *item = &passage->items[i];
                if (!is_outcome(work, item))
                    continue;
                keep(&t,
                     item->fact->unit == PLUMB_UNIT_YUAN    ? cost_of(item)
                     : item->fact->unit == PLUMB_UNIT_COUNT ? count_of(item)
                                                            : THINGS,
                     item);
            }
        }
        judge(work, &t, &e);
    }
}
