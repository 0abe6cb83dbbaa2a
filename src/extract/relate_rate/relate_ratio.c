/* Execution, completion, control, carry-over and other rates in prose, against the amounts in scope.
 * Every lawful definition of DOMAIN §3 is tried; the first is the official one. */
#include "extract/relate_rate/relate_ratio.h"

enum { RATIO_OF_BUDGET, RATIO_NAME, RATIO_PART_OF_YEAR, RATIO_TENTHS };

static const char *const sources[] = {
    [RATIO_OF_BUDGET] =
        ("(?:完成|为|占|达到?)(?:了|到)?(年初|全年|年度|调整后?|本年|当年)?(?:支出|收入)?"
         "预算(?:数|安排|总额|资金|指标)?(?:的|比例)?(?:为|达|约)*$"),
    [RATIO_NAME] = "([^,;。:、()]*(?:率|满意度|知晓度)|支付进度|执行进度|支出进度|预算执行比例|"
                   "预算完成比例)(?:为|达到|达|是|"
                   "约|均|仅|:|已)*$",
    [RATIO_PART_OF_YEAR] = "[一二三1-3]季度|上半年|前半年|半年末",
    /* "预算完成九成八", "已执行近九成" */
    [RATIO_TENTHS] = "(?:完成|执行|支出|支付|拨付|使用)(?:了|进度|预算|的|近|约|达|超过?)*$",
};
const struct plumb_pattern_list plumb_patterns_ratio = {"ratio", sources, PLUMB_COUNT(sources)};

/* ---- what kind of rate ------------------------------------------------------------------------ */

static enum plumb_ratio_kind kind_of_name(struct plumb_str name)
{
    if (PLUMB_HAS(name, "增长率", "变动率", "得分率", "利率", "税率", "中标率", "费率", "折旧率"))
        return RATE_NONE;
    if (PLUMB_HAS(name, "调整率"))
        return RATE_ADJUSTMENT;
    if (PLUMB_HAS(name, "结余率", "结转率", "结转结余"))
        return RATE_CARRYOVER;
    if (PLUMB_HAS(name, "节约率", "节支率"))
        return RATE_SAVING;
    if (PLUMB_HAS(name, "人员控制率", "编制控制率", "在职人员", "编制使用率", "在编率", "满编率",
                  "编制到位率"))
        return RATE_STAFF;
    if (PLUMB_HAS(name, "控制率"))
        return RATE_CONTROL;
    if (PLUMB_HAS(name, "到位率"))
        return RATE_ARRIVAL;
    if (PLUMB_HAS(name, "基金使用率", "基金支出率"))
        return RATE_USE;
    if (PLUMB_HAS(name, "执行率", "执行比例", "完成比例", "支付率", "支出率", "进度", "预算完成率",
                  "资金使用率", "支付进度"))
        return RATE_EXECUTION;
    /* any other rate may be of counts, when its name and a count in front share their words */
    if (PLUMB_ENDS(name, "率", "度"))
        return RATE_ANY;
    return RATE_NONE;
}

/* ---- one rate --------------------------------------------------------------------------------- */

/* The check that owns an official rate. */
static const char *check_of(enum plumb_ratio_kind kind)
{
    switch (kind) {
    case RATE_EXECUTION:
        return "ratio.execution";
    case RATE_ADJUSTMENT:
        return "ratio.adjustment";
    case RATE_CARRYOVER:
        return "ratio.carryover";
    case RATE_STAFF:
        return "ratio.staffing";
    default:
        return "consistency.ratio";
    }
}

/* "一季度末执行率为 q%": its own name says that the year's amounts are not what it is made of. */
static bool of_part_of_year(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    struct plumb_match m;
    const struct plumb_item *date = rate->index > 0 ? rate - 1 : NULL;
    /* "9月末执行率为 q%": a date in front, but not that of the year's end */
    if (date && date->sentence == rate->sentence && date->fact->kind == PLUMB_FACT_DATE &&
        !plumb_str_has(date->fact->text, "12") &&
        (plumb_str_starts(rate->before, PLUMB_STR("末")) ||
         plumb_str_starts(rate->before, PLUMB_STR("底"))))
        return true;
    return plumb_pattern_find(work, PLUMB_PATTERNS_RATIO, RATIO_PART_OF_YEAR, rate->before, 0, &m);
}

/* "配套资金到位率" needs a planned amount of the same source. */
static bool of_other_source(const struct plumb_ratio *r, struct plumb_str name)
{
    static const char *const sources_of[] = {"配套", "自筹", "中央", "省级",
                                             "市级", "县级", "区级"};
    for (size_t i = 0; i < PLUMB_COUNT(sources_of); i++) {
        bool planned = false;
        for (size_t k = 0; k < r->count; k++)
            planned = planned || (r->operands[k].role == AS_PLAN &&
                                  plumb_str_has(r->operands[k].item->label, sources_of[i]));
        if (plumb_str_has(name, sources_of[i]) && !planned)
            return true;
    }
    return false;
}

/* Was the number already found right as a share? */
static bool holds_as_share(const struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, rate->fact, &at)) != NULL;)
        if (r->kind == PLUMB_REL_SHARE && r->stated.fact == rate->fact->id &&
            (r->verdict == PLUMB_VERDICT_CONSISTENT || r->verdict == PLUMB_VERDICT_ROUNDING))
            return true;
    return false;
}

/* "完成投资 A，完成年度计划的 q %(年度计划 B)": the plan stands in the bracket behind. */
static bool of_plan_behind(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *done = rate - 1, *plan = rate + 1;
    struct plumb_claim claim;
    if (rate->index == 0 || rate->index + 1 >= rate->passage->count ||
        plan->sentence != rate->sentence || plan->depth <= rate->depth ||
        !PLUMB_HAS(rate->before, "计划", "任务", "目标", "预算") ||
        !PLUMB_HAS(plan->before, "计划", "任务", "目标", "预算") || done->use != PLUMB_USE_PLAIN ||
        done->sentence != rate->sentence || !plumb_is_amount(done->fact) ||
        !plumb_same_measure(done->fact, plan->fact) || plumb_dec_sign(plan->fact->value) <= 0)
        return false;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_ratio(&claim, rate->fact, done->fact, plan->fact, "÷ the plan in the bracket");
    claim.confidence = 0.9;
    plumb_claim_push(&claim);
    return true;
}

/* "年初预算：48万元⏎实际支出：46万元⏎执行率：…": a form told line by line, where far is near. */
static bool in_list_of_values(const struct plumb_item *rate, unsigned hops)
{
    for (unsigned k = 0; k <= hops; k++) {
        const struct plumb_passage *line = rate->passage - k;
        if (rate->passage->index < k || line->count != 1 || line->is_cell ||
            plumb_utf8_count(line->text) > 24 || !PLUMB_HAS(line->text, ":", "："))
            return false;
    }
    return true;
}

static void one_rate(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    struct plumb_ratio r = {.work = work, .rate = rate};
    struct plumb_claim claim;
    struct plumb_match m;
    bool of_budget =
        plumb_pattern_find(work, PLUMB_PATTERNS_RATIO, RATIO_OF_BUDGET, rate->before, 0, &m);
    struct plumb_str which = of_budget ? m.group[1] : PLUMB_STR("");
    bool in_tenths = !of_budget && (plumb_str_has(rate->fact->text, "成") ||
                                    plumb_str_equal(rate->fact->unit_text, PLUMB_STR("成")));
    enum plumb_ratio_kind kind = RATE_EXECUTION;
    if (!of_budget) {
        if (!plumb_pattern_find(work, PLUMB_PATTERNS_RATIO, in_tenths ? RATIO_TENTHS : RATIO_NAME,
                                rate->before, 0, &m))
            return;
        kind = in_tenths ? RATE_EXECUTION : kind_of_name(m.group[1]);
    }
    if (kind == RATE_NONE)
        return;
    r.counts = kind == RATE_ANY;
    plumb_ratio_collect(&r);
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, check_of(kind), rate);
    unsigned hops = 9;
    /* the passages above count only when this one has no pair of its own */
    unsigned reach = kind == RATE_ANY ? 0 : kind == RATE_USE ? 1 : 2;
    for (r.max_hops = 0; r.max_hops <= reach && !claim.tried; r.max_hops++)
        hops = of_budget ? plumb_ratio_named_budget(&claim, &r, which)
                         : plumb_ratio_definitions(&claim, &r, kind);
    if (kind == RATE_EXECUTION && (!claim.tried || hops >= 2) && !plumb_claim_holds(&claim))
        plumb_ratio_budget_elsewhere(&claim, &r);
    if (!claim.tried && kind == RATE_EXECUTION && !of_budget)
        plumb_ratio_total(&claim, &r);
    if (!claim.tried && kind == RATE_EXECUTION && !of_budget)
        plumb_ratio_balance_left(&claim, &r);
    if (claim.tried && kind == RATE_ANY && !plumb_claim_holds(&claim)) {
        plumb_ratio_with_stock(&claim, &r);
        plumb_ratio_nearer_whole(&claim, &r);
    }
    if (!claim.tried && !of_budget && !in_tenths)
        plumb_ratio_stem(&claim, &r, m.group[1]);
    if (!claim.tried)
        plumb_ratio_neighbours(&claim, &r);
    if (!claim.tried)
        return;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && hops != 9 &&
        (hops >= 2 || (kind == RATE_ANY && hops > 0)) && !in_list_of_values(rate, hops)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the amounts this rate is made of are not printed beside it";
        claim.best.reason_zh = "该比率所依据的金额未列在附近";
    }
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && of_part_of_year(work, rate))
        return;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        (of_budget ? holds_as_share(work, rate)
                   : kind == RATE_ARRIVAL && of_other_source(&r, m.group[1])))
        return;
    if (hops == 1)
        claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

/* "新增就业 A 人，完成年度任务 N 人的 q%": the plan is printed inside the claim. */
static bool of_printed_plan(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *plan = rate - 1;
    struct plumb_claim claim;
    if (rate->index < 2 || !plumb_str_starts(rate->before, PLUMB_STR("的")) ||
        !plumb_is_amount(plan->fact) || !PLUMB_HAS(plan->before, "完成", "为", "达", "实现") ||
        !PLUMB_HAS(plan->before, "任务", "计划", "目标", "指标", "预算", "概算"))
        return false;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    for (size_t i = plan->index; i-- > 0 && !plumb_claim_holds(&claim);) {
        const struct plumb_item *done = &rate->passage->items[i];
        if (done->sentence != rate->sentence)
            break;
        if (plumb_is_amount(done->fact) && done->use == PLUMB_USE_PLAIN &&
            plumb_same_measure(done->fact, plan->fact))
            plumb_claim_ratio(&claim, rate->fact, done->fact, plan->fact, "÷ the plan printed");
    }
    claim.confidence = 0.9;
    if (claim.tried)
        claim.subject = plan->label;
    plumb_claim_push(&claim);
    return claim.tried;
}

/* Execution and carry-over of one budget complete each other to 100 %. */
static void complements(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *a = &passage->items[i];
        if (!plumb_is_rate(a->fact) || !PLUMB_ENDS(a->label, "执行率", "完成率", "支出率", "支付率",
                                                   "使用率", "支付进度", "执行进度"))
            continue;
        for (size_t k = i + 1; k < passage->count && passage->items[k].sentence == a->sentence;
             k++) {
            struct plumb_item *b = &passage->items[k];
            if (!plumb_is_rate(b->fact) ||
                !PLUMB_HAS(plumb_text_between(a, b), "结转", "结余", "未支出", "未使用") ||
                plumb_dec_add(a->fact->value, b->fact->value).v != PLUMB_DEC_ONE)
                continue;
            struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_PART, a->fact),
                                          plumb_term_fact(work, PLUMB_ROLE_PART, b->fact)};
            struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                        .expected = plumb_dec_int(1),
                                        .low = plumb_dec_int(1),
                                        .high = plumb_dec_int(1)};
            struct plumb_claim claim;
            plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
            claim.declared = false;
            claim.unit = PLUMB_UNIT_FRACTION;
            claim.subject = a->label;
            plumb_claim_try(&claim, &j, terms, 2, "executed and carried over make 100 %", NULL);
            plumb_claim_push(&claim);
        }
    }
}

/* "完成率 100%，实际完成 98.2%": the first of two rates is what was aimed at. */
static bool told_as_goal(const struct plumb_item *rate)
{
    const struct plumb_item *next = rate + 1;
    return rate->index + 1 < rate->passage->count && next->sentence == rate->sentence &&
           next->fact->unit == PLUMB_UNIT_FRACTION &&
           (plumb_str_starts(next->before, PLUMB_STR(",实际")) ||
            plumb_str_starts(next->before, PLUMB_STR(";实际")));
}

void plumb_relate_ratios(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            bool share_of_budget =
                item->use == PLUMB_USE_SHARE && PLUMB_HAS(item->before, "预算的");
            if (item->fact->unit == PLUMB_UNIT_FRACTION &&
                (item->use == PLUMB_USE_RATE || share_of_budget) && !of_printed_plan(work, item) &&
                !of_plan_behind(work, item) && !told_as_goal(item) &&
                !plumb_ratio_discount(work, item) && !plumb_ratio_beyond_plan(work, item))
                one_rate(work, item);
        }
        complements(work, passage);
    }
}
