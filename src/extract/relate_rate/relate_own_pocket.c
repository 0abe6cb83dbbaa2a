/* What payments leave of a total: "总费用 86400 元，基本医保支付 a 元，大病保险支付 b 元，医疗救助支付 c 元，自付比例 q%". */
#include "extract/relate/relate_int.h"

#define PAYMENTS_MAX 8

static bool is_payment(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "支付", "报销", "补偿", "救助", "减免", "补助", "赔付") &&
           !PLUMB_HAS(item->label, "自付", "自费", "个人", "合计", "共计", "累计");
}

static bool is_whole_cost(const struct plumb_item *item)
{
    return PLUMB_HAS(item->before, "总费用", "医疗费用", "费用总额", "医疗费", "总医药费",
                     "住院费用") &&
           !is_payment(item);
}

static void one_rate(struct plumb_extract_work *work, struct plumb_item *rate)
{
    struct plumb_passage *passage = rate->passage;
    const struct plumb_fact *paid[PAYMENTS_MAX], *whole = NULL;
    size_t n = 0;
    for (size_t i = rate->index; i-- > 0 && !whole;) {
        const struct plumb_item *item = &passage->items[i];
        if (item->sentence != rate->sentence)
            return;
        if (item->fact->unit != PLUMB_UNIT_YUAN || item->use != PLUMB_USE_PLAIN ||
            PLUMB_HAS(item->before, "自付", "自费", "个人负担", "个人承担"))
            continue;
        if (is_whole_cost(item))
            whole = item->fact;
        else if (!is_payment(item) || n == PAYMENTS_MAX)
            return;
        else
            paid[n++] = item->fact;
    }
    if (!whole || n == 0 || plumb_dec_sign(whole->value) <= 0)
        return;
    struct plumb_interval left = plumb_interval_point(whole->value);
    struct plumb_term terms[PAYMENTS_MAX + 1] = {plumb_term_fact(work, PLUMB_ROLE_WHOLE, whole)};
    plumb_dec value = whole->value;
    for (size_t i = 0; i < n; i++) {
        left = plumb_interval_sub(left, plumb_fact_interval(paid[i], PLUMB_MODE_NEAREST));
        value = plumb_dec_sub(value, paid[i]->value);
        terms[i + 1] = plumb_term_fact(work, PLUMB_ROLE_MINUS, paid[i]);
    }
    if (plumb_dec_sign(value) < 0)
        return;
    struct plumb_judgement j = plumb_judge_quotient(
        rate->fact, left, plumb_interval_point(whole->value), value, whole->value, work->mode);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_try(&claim, &j, terms, n + 1, "what the payments leave ÷ the whole cost",
                    plumb_arena_printf(work->arena, "(%s − payments) ÷ %s = %s, printed %s",
                                       plumb_fact_text(work, whole), plumb_fact_text(work, whole),
                                       plumb_value_text(work, j.expected, rate->fact, 2),
                                       plumb_fact_text(work, rate->fact)));
    claim.confidence = 0.75;
    plumb_claim_push(&claim);
}

void plumb_relate_own_pocket(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "自付比例", "自付率", "自费比例", "自费率", "个人负担比例",
                         "自负比例"))
            continue;
        for (size_t i = 2; i < passage->count; i++)
            if (passage->items[i].fact->unit == PLUMB_UNIT_FRACTION &&
                PLUMB_HAS(passage->items[i].before, "自付", "自费", "个人负担", "自负") &&
                !plumb_relation_states(work, passage->items[i].fact))
                one_rate(work, &passage->items[i]);
    }
}
