/* Two tellings of one fact: what every pass asks of them, and the claim they make. */
#include "extract/relate_restate/restate_int.h"

/* Names that every line of a report has say nothing about which fact is told. */
static const char *const generic_names[] = {
    "其他",   "财政拨款", "支出", "收入", "资金", "项目", "金额", "人数",   "数量",
    "人员",   "预算",     "基金", "经费", "完成", "培训", "会议", "设备",   "车辆",
    "标准",   "决算",     "结余", "每人", "参保", "住院", "门诊", "执行率", "完成率",
    "满意度", "补助",     "投入", "采购", "费用", "补贴"};

bool plumb_restate_is_generic(struct plumb_str core)
{
    static const char *const stages[] = {"年初预算",     "全年预算",     "支出决算",     "调整预算",
                                         "完成年初预算", "完成预算",     "完成全年预算", "预算执行",
                                         "支出预算",     "项目全年预算", "年度资金",     "决算"};
    if (core.len > strlen("完成年初预算")) /* the longest of them */
        return false;
    return plumb_equals_any(core, generic_names, PLUMB_COUNT(generic_names)) ||
           plumb_equals_any(core, stages, PLUMB_COUNT(stages)) || plumb_utf8_count(core) < 4;
}

/* The numbered item a paragraph belongs to: itself, or the one above whose "其中:" it goes on with. */
static const struct plumb_passage *numbered_owner(const struct plumb_passage *passage)
{
    for (size_t back = 0; back < 8 && back <= passage->index; back++) {
        const struct plumb_passage *above = passage - back;
        if (above->section != passage->section || above->is_cell != passage->is_cell)
            return passage;
        if (above->list_kind != 0)
            return back == 0 || (above->count > 0 && plumb_str_has(above->text, "其中:")) ? above
                                                                                          : passage;
    }
    return passage;
}

/* Two items of one numbered list speak of two things, and so do the paragraphs that belong to them
 * ("1.基本支出…其中：商品和服务支出 A 元" and "2.项目支出…其中：商品和服务支出 B 元"). */
bool plumb_restate_siblings(const struct telling *a, const struct telling *b)
{
    if (!a->item || !b->item)
        return false;
    const struct plumb_passage *x = numbered_owner(a->item->passage);
    const struct plumb_passage *y = numbered_owner(b->item->passage);
    return x != y && x->list_kind != 0 && x->list_kind == y->list_kind &&
           x->list_number != y->list_number && y->index - x->index < 40;
}

const char *plumb_restate_text(struct plumb_extract_work *work, const struct telling *a,
                               const struct telling *b, bool equal)
{
    return plumb_arena_printf(work->arena, "%s (line %zu) %s %s (line %zu)",
                              plumb_fact_text(work, a->fact), a->fact->line, equal ? "=" : "≠",
                              plumb_fact_text(work, b->fact), b->fact->line);
}

void plumb_restate_push(struct restate_work *r, const struct telling *a, const struct telling *b,
                        bool sure, double confidence, const char *reading)
{
    struct plumb_extract_work *work = r->work;
    struct plumb_judgement j = plumb_judge_same(b->fact, a->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RESTATEMENT, "consistency.restatement", NULL);
    claim.stated = b->fact;
    claim.subject = b->item ? b->item->label : b->fact->label;
    claim.unit = b->fact->unit;
    claim.confidence = confidence;
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && !sure) {
        j.verdict = PLUMB_VERDICT_UNTESTABLE;
        j.reason = "the scope of the two numbers may differ";
        j.reason_zh = "两处口径可能不同";
    }
    if (b->fact->unit == PLUMB_UNIT_YUAN)
        claim.next_money = plumb_dec_abs(plumb_dec_sub(a->fact->value, b->fact->value));
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, a->fact);
    bool holds = j.verdict == PLUMB_VERDICT_CONSISTENT || j.verdict == PLUMB_VERDICT_ROUNDING;
    plumb_claim_try(&claim, &j, &term, 1, reading, plumb_restate_text(work, a, b, holds));
    plumb_claim_push(&claim);
    if (holds)
        r->linked[a->fact->id] = r->linked[b->fact->id] = true;
}

bool plumb_restate_is_trivial(const struct telling *t)
{
    return t->digits < 3;
}
