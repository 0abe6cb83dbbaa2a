/* The amounts around a rate, nearest first, and what each of them may be for it: a budget, what was spent,
 * what was planned, what was done. */
#include "extract/relate_rate/relate_ratio.h"

/* "2000 万元资金全部拨付到位", "将 1400 万元补助全部下达至各县": the words behind the amount say what it is. */
static bool arrives_behind(const struct plumb_item *item)
{
    struct plumb_str words = plumb_text_after(item);
    size_t end = 0;
    while (end < words.len && words.ptr[end] != ',' && words.ptr[end] != ';' &&
           !plumb_str_starts(plumb_str_sub(words, end, words.len), PLUMB_STR("。")))
        end++;
    words = plumb_str_sub(words, 0, end);
    return item->fact->unit == PLUMB_UNIT_YUAN &&
           PLUMB_HAS(words, "资金", "补助", "经费", "款项") &&
           PLUMB_HAS(words, "拨付到位", "全部到位", "足额到位", "全额到位", "已到位", "下达到位",
                     "全部下达", "全额下达", "足额下达", "全部拨付", "全额拨付");
}

enum plumb_ratio_role plumb_ratio_role(const struct plumb_item *item)
{
    struct plumb_str l = plumb_behind_fund(item->label);
    if (PLUMB_HAS(l, "稳定调节基金"))
        return AS_OTHER;
    if (PLUMB_HAS(l, "编制") && !PLUMB_HAS(l, "在编", "预算"))
        return PLUMB_ENDS(l, "行政编制", "事业编制", "工勤编制") && item->index > 0 &&
                       !PLUMB_HAS(l, "核定")
                   ? AS_OTHER
                   : AS_QUOTA;
    if (PLUMB_HAS(l, "结余", "结转"))
        return AS_BALANCE;
    /* 收到 of money; letters received are to be answered */
    if (item->fact->unit == PLUMB_UNIT_YUAN && PLUMB_HAS(l, "收到") && PLUMB_HAS(l, "资金"))
        return AS_RECEIVED;
    if (PLUMB_HAS(l, "到位"))
        return PLUMB_HAS(l, "应到位", "计划到位") ? AS_PLAN : AS_RECEIVED;
    if (PLUMB_HAS(l, "执行", "决算", "实际支出", "实际支付", "实际使用", "累计支出", "支付数"))
        return AS_EXECUTED;
    if (PLUMB_HAS(l, "追加", "调整数", "调增") && !PLUMB_HAS(l, "调整后"))
        return AS_ADDED;
    if (PLUMB_HAS(l, "调整预算", "全年预算", "调整后", "年度预算", "预算调整"))
        return AS_REVISED;
    if (PLUMB_HAS(l, "年初预算", "年初部门预算", "初预算", "预算批复", "批复预算", "年初安排"))
        return AS_INITIAL;
    if (PLUMB_HAS(l, "预算"))
        return AS_BUDGET;
    if (item->fact->unit == PLUMB_UNIT_YUAN && plumb_str_has(l, "安排") &&
        !PLUMB_HAS(l, "支出", "支付", "使用"))
        return AS_BUDGET; /* "安排防汛经费 300 万元" */
    if (PLUMB_HAS(l, "下达", "拨入"))
        return AS_RECEIVED;
    if (PLUMB_HAS(l, "收入", "筹集", "征缴") && !PLUMB_HAS(l, "支出", "其他") && item->depth == 0)
        return AS_INCOME;
    if (PLUMB_HAS(l, "计划", "应", "目标", "任务"))
        return AS_PLAN;
    if (PLUMB_HAS(l, "实际", "已", "完成", "实有", "在职", "在岗"))
        return AS_ACTUAL;
    if (PLUMB_HAS(l, "支出", "支付", "使用", "拨付", "列支"))
        return AS_EXECUTED;
    return arrives_behind(item) ? AS_RECEIVED : AS_OTHER;
}

/* What was to be done and what was done, for rates of counts: 立案 and 破获, 受理 and 审结. */
static enum plumb_ratio_role count_role(const struct plumb_item *item)
{
    struct plumb_str l = item->label;
    if (PLUMB_HAS(l, "实际", "已", "完成", "破获", "破案", "审结", "办结", "结案", "收回", "回收",
                  "合格", "通过", "录取", "兑现", "到校", "达标", "整改", "签约", "建成", "实缴",
                  "实收", "实发", "实拨", "实付"))
        return AS_ACTUAL;
    if (PLUMB_HAS(l, "计划", "应", "目标", "任务", "立案", "立刑事", "受理", "收案", "发放", "抽检",
                  "抽查", "报名", "登记", "申请", "交办", "排查", "发现", "查出", "收到", "接到",
                  "转办", "派单"))
        return AS_PLAN;
    return AS_OTHER;
}

/* Numbers are operands of every rate near them, so what they are is found out once. */
static enum plumb_ratio_role known_role(struct plumb_item *item)
{
    if (!item->ratio_role)
        item->ratio_role = (signed char)(plumb_ratio_role(item) + 1);
    return (enum plumb_ratio_role)(item->ratio_role - 1);
}

static void add_operand(struct plumb_ratio *r, struct plumb_item *item, unsigned hops)
{
    bool usable = plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_NONE &&
                  item->fact->unit != PLUMB_UNIT_SCORE && item->use == PLUMB_USE_PLAIN;
    if (usable && r->count < PLUMB_RATIO_OPERANDS_MAX)
        r->operands[r->count++] = (struct plumb_ratio_operand){
            item, r->counts ? count_role(item) : known_role(item), hops};
}

/* First or last item of the clause (between ';' and '。') the rate stands in. */
static size_t clause_edge(const struct plumb_item *rate, bool forward)
{
    const struct plumb_passage *passage = rate->passage;
    size_t i = rate->index;
    for (;;) {
        size_t next = forward ? i + 1 : i - 1;
        if (forward ? next >= passage->count : i == 0)
            return i;
        const struct plumb_item *item = &passage->items[next];
        struct plumb_str gap =
            forward ? plumb_text_between(item - 1, item) : plumb_text_between(item, item + 1);
        if (item->sentence != rate->sentence || PLUMB_HAS(gap, ";", "。"))
            return i;
        i = next;
    }
}

void plumb_ratio_collect(struct plumb_ratio *r)
{
    struct plumb_passage *passage = r->rate->passage;
    struct plumb_prose *prose = plumb_prose_get(r->work);
    size_t first = clause_edge(r->rate, false), last = clause_edge(r->rate, true);
    for (size_t i = r->rate->index; i-- > first;)
        add_operand(r, &passage->items[i], 0);
    for (size_t i = r->rate->index + 1; i <= last; i++)
        add_operand(r, &passage->items[i], 0);
    for (size_t i = first; i-- > 0;)
        if (passage->items[i].sentence == r->rate->sentence)
            add_operand(r, &passage->items[i], 0);
    for (size_t i = last + 1; i < passage->count; i++)
        if (passage->items[i].sentence == r->rate->sentence)
            add_operand(r, &passage->items[i], 0);
    for (size_t i = r->rate->index; i-- > 0;)
        if (passage->items[i].sentence != r->rate->sentence)
            add_operand(r, &passage->items[i], 1);
    for (size_t p = passage->index; p-- > 0 && passage->index - p <= 2;) {
        struct plumb_passage *above = &prose->passages[p];
        for (size_t i = above->count; above->section == passage->section && i-- > 0;)
            add_operand(r, &above->items[i], 2);
    }
}

const struct plumb_ratio_operand *plumb_ratio_nth(const struct plumb_ratio *r,
                                                  enum plumb_ratio_role role, size_t nth)
{
    for (size_t i = 0; i < r->count && r->operands[i].hops <= r->max_hops; i++)
        if (r->operands[i].role == role && nth-- == 0)
            return &r->operands[i];
    return NULL;
}
