/* Two numbers of one sentence set against each other by the words between them: plan and outcome
 * (计划 … 实际 …), target and what was reached (达到不低于 …), more and less (高于 …), savings
 * (预算 … 支出 … 节约 …), and a budget adjusted step by step (年初预算 … 追加 … 调减 … 调整后 …). */
#include "extract/relate/relate_int.h"

/* Items of one sentence. */
struct stretch {
    struct plumb_passage *passage;
    size_t from, to;
};

static bool is_plain(const struct plumb_item *item)
{
    return plumb_is_quantity(item->fact) &&
           (item->use == PLUMB_USE_PLAIN || item->use == PLUMB_USE_RATE);
}

static bool comparable(const struct plumb_item *a, const struct plumb_item *b)
{
    /* "次均费用 A 元，高于上年的 B 元": the words in front of the first hold for the second */
    if (a->fact->unit == PLUMB_UNIT_YUAN_RATE && b->fact->unit == PLUMB_UNIT_YUAN &&
        b->use == PLUMB_USE_BASE)
        return true;
    return a->fact->unit == b->fact->unit &&
           (a->fact->unit == PLUMB_UNIT_FRACTION || plumb_same_measure(a->fact, b->fact));
}

static const char *order_sign(int order)
{
    return order > 0 ? ">" : order < 0 ? "<" : "=";
}

/* Push "a <sign> b" as a claim of the words in front of `cue`. `claimed`: +1 a is more, -1 less. */
static void push_order(struct plumb_extract_work *work, enum plumb_relation_kind kind,
                       const char *check, const struct plumb_item *a, const struct plumb_item *b,
                       enum plumb_role b_role, bool holds, const char *reading)
{
    int order = plumb_dec_cmp(a->fact->value, b->fact->value);
    struct plumb_judgement j = {.verdict =
                                    holds ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT,
                                .expected = b->fact->value,
                                .low = b->fact->value,
                                .high = b->fact->value};
    if (!holds) {
        j.gap = plumb_dec_abs(plumb_dec_sub(a->fact->value, b->fact->value));
        j.reason = "the words claim the opposite";
        j.reason_zh = "文字表述与数字不符";
    }
    struct plumb_term term = plumb_term_fact(work, b_role, b->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, kind, check, a);
    claim.confidence = 0.8;
    claim.next_money = a->fact->unit == PLUMB_UNIT_YUAN ? j.gap : (plumb_dec){0};
    plumb_claim_try(&claim, &j, &term, 1, reading,
                    plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, a->fact),
                                       order_sign(order), plumb_fact_text(work, b->fact)));
    plumb_claim_push(&claim);
}

/* The number in front in the same sentence that can be compared, or NULL. */
static struct plumb_item *comparable_before(const struct stretch *s, const struct plumb_item *item)
{
    for (size_t i = item->index; i-- > s->from;) {
        struct plumb_item *other = &s->passage->items[i];
        if (is_plain(other) && comparable(other, item))
            return other;
        if (plumb_is_quantity(other->fact))
            return NULL; /* another subject stands between */
    }
    return NULL;
}

/* ---- 高于上年的 X, 低于全省平均 X --------------------------------------------------------------- */

/* +1 or -1 when the words between say that the first is more or less; 0 when they say nothing. */
static int order_words(struct plumb_str between)
{
    static const char *const more[] = {"高于", "大于", "多于", "超过", "优于", "高出"};
    static const char *const less[] = {"低于", "小于", "少于", "不及", "不足"};
    size_t n = plumb_utf8_count(between);
    if (n < 3 || n > 16 ||
        PLUMB_HAS(between, "不低于", "不高于", "不少于", "不超过", "未超", "没有", "目标", "要求",
                  "标准", "不得", "其中", "的有", "的占"))
        return 0;
    if (plumb_has_any(between, more, PLUMB_COUNT(more)))
        return 1;
    return plumb_has_any(between, less, PLUMB_COUNT(less)) ? -1 : 0;
}

/* "5 个市高于全省平均，6 个市低于": a comma parts the number from the words of the order. */
static bool stands_apart(const struct plumb_item *item)
{
    size_t comma = plumb_str_rfind(item->before, PLUMB_STR(","));
    return comma != PLUMB_NPOS &&
           !order_words(plumb_str_sub(item->before, comma, item->before.len));
}

static void order_between(struct plumb_extract_work *work, const struct stretch *s,
                          struct plumb_item *item)
{
    struct plumb_item *first = comparable_before(s, item);
    int claimed = first ? order_words(plumb_text_between(first, item)) : 0;
    /* only a baseline with its name: "高于上年的 X", not the amount of the difference */
    if (!claimed || item->fact->unit == PLUMB_UNIT_POINTS || stands_apart(item) ||
        !PLUMB_HAS(item->before, "上年", "去年", "同期", "平均", "全省", "全市", "全县", "全国",
                   "年初", "预算", "计划", "预期"))
        return;
    int order = plumb_dec_cmp(first->fact->value, item->fact->value);
    push_order(work, PLUMB_REL_COMPARISON, "consistency.comparison", first, item, PLUMB_ROLE_OTHER,
               order == claimed, "order claimed by the words");
}

/* ---- 达到了不低于 90% 的目标 ---------------------------------------------------------------------- */

static void target_reached(struct plumb_extract_work *work, const struct stretch *s,
                           struct plumb_item *target)
{
    struct plumb_str behind = plumb_text_after(target);
    struct plumb_str near_by = plumb_str_sub(behind, 0, 36);
    enum plumb_comparator cmp = target->fact->comparator;
    bool bounded =
        cmp == PLUMB_CMP_GE || cmp == PLUMB_CMP_GT || cmp == PLUMB_CMP_LE || cmp == PLUMB_CMP_LT;
    if (!bounded || !PLUMB_HAS(near_by, "目标", "要求", "标准", "指标值", "任务"))
        return;
    struct plumb_item *actual = comparable_before(s, target);
    if (!actual || actual->fact->comparator != PLUMB_CMP_NONE)
        return;
    struct plumb_str between = plumb_text_between(actual, target);
    bool claims =
        PLUMB_HAS(between, "达到", "实现", "完成", "符合", "满足", "高于", "超过", "优于") ||
        PLUMB_HAS(behind, "已达到", "已实现", "已完成");
    if (!claims || PLUMB_HAS(between, "未", "没有", "尚", "距", "差"))
        return;
    struct plumb_judgement j = plumb_judge_target(target->fact, actual->fact, 0);
    push_order(work, PLUMB_REL_TARGET, "consistency.comparison", actual, target, PLUMB_ROLE_TARGET,
               j.verdict != PLUMB_VERDICT_INCONSISTENT, "target said to be reached");
}

/* ---- 计划 … 实际 … ------------------------------------------------------------------------------- */

static bool is_plan(const struct plumb_item *item)
{
    return is_plain(item) &&
           PLUMB_HAS(item->before, "计划", "目标", "任务", "拟", "应完成", "应") &&
           !PLUMB_HAS(item->before, "实际", "已完成", "完成了");
}

static bool is_outcome(const struct plumb_item *item)
{
    return is_plain(item) &&
           PLUMB_HAS(item->before, "实际", "完成", "已", "建成", "实施", "落实") &&
           !PLUMB_HAS(item->before, "计划", "目标", "任务");
}

static bool says_done(struct plumb_str words)
{
    return PLUMB_HAS(words, "全面完成", "圆满完成", "超额完成", "全部完成", "如期完成", "顺利完成",
                     "均已完成") &&
           !PLUMB_HAS(words, "未", "尚");
}

static void plan_and_outcome(struct plumb_extract_work *work, const struct stretch *s,
                             struct plumb_item *plan)
{
    struct plumb_passage *passage = s->passage;
    if (!is_plan(plan) || plan->index + 1 >= s->to)
        return;
    struct plumb_item *outcome = &passage->items[plan->index + 1];
    if (!is_outcome(outcome) || !comparable(plan, outcome) ||
        plan->fact->unit == PLUMB_UNIT_FRACTION)
        return;
    if (plan->index + 2 < s->to) {
        struct plumb_item *rate = &passage->items[plan->index + 2];
        /* "目标 4 个，完成 2 个，具体如下：1、…完成率 q": the rate is of another thing */
        bool of_plan = rate->fact->unit == PLUMB_UNIT_FRACTION &&
                       plumb_utf8_count(rate->before) <= 20 &&
                       PLUMB_HAS(rate->before, "完成", "达到", "占", "为") &&
                       !PLUMB_HAS(rate->before, "超额", "超计划", "超出", "超过计划") &&
                       PLUMB_HAS(rate->before, "计划", "目标", "任务", "完成率");
        struct plumb_claim claim;
        if (of_plan && plumb_dec_sign(plan->fact->value) > 0) {
            plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
            plumb_claim_ratio(&claim, rate->fact, outcome->fact, plan->fact, "done ÷ planned");
            claim.confidence = 0.85;
            plumb_claim_push(&claim);
        }
    }
    if (says_done(plumb_text_after(outcome)))
        push_order(work, PLUMB_REL_COMPARISON, "consistency.comparison", outcome, plan,
                   PLUMB_ROLE_TARGET, plumb_dec_cmp(outcome->fact->value, plan->fact->value) >= 0,
                   "task said to be completed");
}

/* ---- 预算 … 支出 … 节约 … ------------------------------------------------------------------------- */

static bool names_budget(const struct plumb_item *item)
{
    return PLUMB_HAS(item->before, "预算", "下达", "安排", "计划", "限额", "控制价", "概算", "到位",
                     "拨入", "原价", "报价");
}

static bool names_spent(const struct plumb_item *item)
{
    return PLUMB_HAS(item->before, "支出", "执行", "决算", "支付", "使用", "中标", "成交", "结算",
                     "实际采购", "采购金额", "合同金额", "完成投资", "实付");
}

/* The amount in front, beyond one rate or date. */
static struct plumb_item *money_before(const struct stretch *s, const struct plumb_item *item,
                                       size_t from)
{
    for (size_t i = item->index, left = 3; i-- > from && left-- > 0;) {
        struct plumb_item *other = &s->passage->items[i];
        if (other->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(other->fact))
            return other;
        if (other->fact->unit != PLUMB_UNIT_FRACTION && plumb_is_quantity(other->fact))
            return NULL;
    }
    return NULL;
}

static void savings(struct plumb_extract_work *work, const struct stretch *s,
                    struct plumb_item *saved)
{
    static const int signs[2] = {1, -1};
    bool under = PLUMB_ENDS(saved->before, "节约", "节省", "节支", "节约资金", "节省资金", "结余",
                            "剩余", "剩余资金", "余额", "余额为", "未支出", "未使用", "结余资金",
                            "结转", "结转资金", "核减");
    bool over = PLUMB_ENDS(saved->before, "超支", "超出", "超预算");
    if ((!under && !over) || saved->fact->unit != PLUMB_UNIT_YUAN || saved->index < 2)
        return;
    /* a rate or a date may stand between: 已支付 288 万元，支付进度 90%，结余 32 万元 */
    struct plumb_item *spent = money_before(s, saved, s->from);
    struct plumb_item *budget = spent ? money_before(s, spent, s->from) : NULL;
    /* "全年预算 A。全年支出 B。结余 C": the amounts may stand in the two sentences in front */
    bool apart = !budget;
    if (apart) {
        spent = money_before(s, saved, 0);
        budget = spent ? money_before(s, spent, 0) : NULL;
    }
    if (!budget || budget->sentence + 2 < saved->sentence)
        return;
    /* "支出 1321 万元，较预算 1380 万元节约 59 万元" */
    if (names_budget(spent) && names_spent(budget) && !names_budget(budget) &&
        PLUMB_HAS(spent->before, "较", "比")) {
        struct plumb_item *first = budget;
        budget = spent;
        spent = first;
    }
    if (spent->fact->unit != PLUMB_UNIT_YUAN || budget->fact->unit != PLUMB_UNIT_YUAN ||
        !names_budget(budget) || names_budget(spent) || !names_spent(spent))
        return;
    const struct plumb_fact *parts[2] = {under ? budget->fact : spent->fact,
                                         under ? spent->fact : budget->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", saved);
    plumb_claim_sum(&claim, saved->fact, parts, signs, 2, "budget − spent");
    claim.confidence = apart ? 0.65 : 0.75;
    if (apart && !plumb_claim_holds(&claim) && !plumb_one_slip(saved->fact, claim.best.expected))
        return;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        PLUMB_ENDS(saved->before, "结余", "结转", "余额", "余额为", "结余资金", "结转资金") &&
        !plumb_one_slip(saved->fact, claim.best.expected)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "a balance may contain earlier years";
        claim.best.reason_zh = "结余可能包含以前年度";
    }
    plumb_claim_push(&claim);
}

/* ---- 编制 … 在编 … 缺编 … ------------------------------------------------------------------------- */

/* What is wanting of a number: posts not filled, cases not closed. The two in front are the whole and what there is
 * of it. */
static void wanting(struct plumb_extract_work *work, const struct stretch *s,
                    struct plumb_item *rest)
{
    static const int signs[2] = {1, -1};
    bool posts = PLUMB_ENDS(rest->before, "缺编", "空编", "缺员", "空缺", "缺额", "尚缺", "空岗");
    if (!posts || rest->index < s->from + 2 || rest->use != PLUMB_USE_PLAIN ||
        !plumb_is_amount(rest->fact))
        return;
    const struct plumb_item *present = rest - 1, *whole = rest - 2;
    if (!is_plain(present) || !is_plain(whole) || !comparable(present, rest) ||
        !comparable(whole, rest) ||
        !PLUMB_HAS(whole->before, "编制", "核定", "定员", "职数", "岗位") ||
        !PLUMB_HAS(present->before, "在编", "在岗", "在职", "实有", "现有", "已配", "到岗"))
        return;
    const struct plumb_fact *parts[2] = {whole->fact, present->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", rest);
    plumb_claim_sum(&claim, rest->fact, parts, signs, 2, "all posts − those filled");
    claim.confidence = 0.75;
    plumb_claim_push(&claim);
}

/* ---- 年初预算 … 追加 … 调减 … 调整后 … ------------------------------------------------------------ */

#define STEPS_MAX 8

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->depth == 0 && (item->use == PLUMB_USE_PLAIN || item->use == PLUMB_USE_DELTA);
}

static int step_sign(struct plumb_str before)
{
    if (PLUMB_HAS(before, "调减", "核减", "压减", "收回", "调整减少", "追减", "减少"))
        return -1;
    return PLUMB_HAS(before, "追加", "调增", "调整增加", "增加", "上年结转", "新增", "动用", "调入",
                     "补助", "转贷", "债券", "下达")
               ? 1
               : 0;
}

static void adjusted_budget(struct plumb_extract_work *work, const struct stretch *s)
{
    const struct plumb_fact *parts[STEPS_MAX];
    int signs[STEPS_MAX];
    size_t n = 0;
    for (size_t i = s->from; i < s->to; i++) {
        struct plumb_item *item = &s->passage->items[i];
        struct plumb_str words = item->before;
        if (item->fact->kind == PLUMB_FACT_YEAR || item->fact->kind == PLUMB_FACT_DATE)
            continue;
        if (!is_money(item))
            return;
        int sign = step_sign(words);
        bool result = n >= 2 && !sign &&
                      PLUMB_HAS(words, "调整后", "全年预算", "调整预算", "预算总额", "预算数为",
                                "最终预算", "变更后");
        if (result) {
            struct plumb_claim claim;
            plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", item);
            plumb_claim_sum(&claim, item->fact, parts, signs, n, "budget after its adjustments");
            claim.confidence = 0.8;
            plumb_claim_push(&claim);
            return;
        }
        if ((n == 0 && !PLUMB_HAS(words, "年初预算", "年初部门预算", "年初批复", "年初安排",
                                  "年初人大", "年初支出预算")) ||
            (n > 0 && !sign) || n == STEPS_MAX)
            return;
        parts[n] = item->fact;
        signs[n++] = sign < 0 ? -1 : 1;
    }
}

/* ---- all -------------------------------------------------------------------------------------- */

void plumb_relate_orders(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t from = 0; from < passage->count;) {
            struct stretch s = {passage, from, from};
            while (s.to < passage->count &&
                   passage->items[s.to].sentence == passage->items[from].sentence)
                s.to++;
            for (size_t i = s.from; i < s.to; i++) {
                struct plumb_item *item = &passage->items[i];
                if (!plumb_is_quantity(item->fact))
                    continue;
                order_between(work, &s, item);
                target_reached(work, &s, item);
                plan_and_outcome(work, &s, item);
                savings(work, &s, item);
                wanting(work, &s, item);
            }
            adjusted_budget(work, &s);
            from = s.to;
        }
    }
}
