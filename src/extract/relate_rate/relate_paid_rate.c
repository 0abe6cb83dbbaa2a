/* What insurance pays of the costs: "总费用 A，基金支付 B，实际报销比例 q". B ÷ A by the names; 政策范围内 has costs of its own that are
 * seldom printed, and some rates leave out what is not insured, so that only a slip is told. */
#include "extract/relate/relate_int.h"

static bool is_rate(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_FRACTION && plumb_is_quantity(item->fact) &&
           item->fact->comparator == PLUMB_CMP_NONE && item->fact->text.len >= 4 &&
           PLUMB_HAS(item->label, "报销", "补偿", "赔付", "救助") &&
           PLUMB_HAS(item->label, "比", "率") &&
           !PLUMB_HAS(item->before, "政策范围", "政策内", "目录内", "合规", "上年", "去年");
}

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->use == PLUMB_USE_PLAIN && item->fact->comparator == PLUMB_CMP_NONE &&
           plumb_dec_sign(item->fact->value) > 0;
}

void plumb_relate_paid_rates(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "费用"))
            continue;
        for (size_t i = 2; i < passage->count; i++) {
            struct plumb_item *rate = &passage->items[i];
            const struct plumb_item *paid = NULL, *cost = NULL;
            size_t at = 0, costs = 0, paids = 0;
            if (!is_rate(rate) || plumb_relation_naming(work, rate->fact, &at))
                continue;
            for (size_t k = i; k-- > 0 && passage->items[k].sentence == rate->sentence;) {
                const struct plumb_item *item = &passage->items[k];
                if (!is_money(item))
                    continue;
                if (PLUMB_ENDS(item->label, "费用", "医疗费", "住院费", "费用总额")) {
                    cost = cost ? cost : item;
                    costs++;
                } else if (PLUMB_HAS(item->label, "报销", "补偿", "支付", "赔付", "救助")) {
                    paid = paid ? paid : item;
                    paids++;
                }
            }
            if (costs != 1 || paids != 1)
                continue;
            struct plumb_claim claim;
            plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
            plumb_claim_ratio(&claim, rate->fact, paid->fact, cost->fact, "paid ÷ costs");
            claim.confidence = 0.7;
            if (plumb_claim_holds(&claim) || plumb_one_slip(rate->fact, claim.best.expected))
                plumb_claim_push(&claim);
        }
    }
}
