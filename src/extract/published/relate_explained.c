/* Rules on the explanations of accounts: vehicles by kind, contracts with small firms within all
 * procurement, and a direction that contradicts itself ("减少X万元，增长Y%"). DOMAIN §3. */
#include "extract/published/published.h"

enum { KINDS_MAX = 16 };

/* ---- vehicles ---------------------------------------------------------------------------------- */

/* "共有车辆 5 辆，其中：… 用车 1 辆、…、其他用车 3 辆": 其他 closes the list. */
static void vehicles(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *total = &passage->items[i];
        const struct plumb_fact *parts[KINDS_MAX];
        size_t n = 0;
        bool closed = false;
        if (total->fact->unit != PLUMB_UNIT_COUNT || !PLUMB_ENDS(total->before, "车辆", "用车") ||
            !PLUMB_HAS(total->before, "车辆"))
            continue;
        for (size_t k = i + 1; k < passage->count && n < KINDS_MAX && !closed; k++) {
            const struct plumb_item *item = &passage->items[k];
            if (!plumb_str_equal(item->fact->unit_text, total->fact->unit_text) ||
                item->sentence != total->sentence || !PLUMB_HAS(item->before, "车"))
                break;
            parts[n++] = item->fact;
            closed = PLUMB_HAS(item->before, "其他用车", "其他车");
        }
        if (!closed || n < 2)
            continue;
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", total);
        claim.confidence = 0.9;
        plumb_claim_sum(&claim, total->fact, parts, NULL, n, "the kinds of vehicles");
        plumb_claim_push(&claim);
        return;
    }
}

/* ---- procurement --------------------------------------------------------------------------------- */

static const struct plumb_item *money_named(const struct plumb_passage *passage, const char *has,
                                            const char *without)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->fact->unit == PLUMB_UNIT_YUAN && item->use == PLUMB_USE_PLAIN &&
            plumb_words_fit(item->before, has) && !plumb_words_fit(item->before, without))
            return item;
    }
    return NULL;
}

/* 授予中小企业合同金额 ≤ 政府采购支出总额; 授予小微企业 ≤ 授予中小企业. */
static void procurement(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    static const char *const plans = "预留|预算|货物|工程|服务|占";
    const struct plumb_item *all =
        money_named(passage, "政府采购支出总额|政府采购总额|采购支出总额|政府采购金额|采购总金额",
                    "中小|小微|预留|货物|工程|服务");
    const struct plumb_item *small = money_named(passage, "授予中小企业", plans);
    const struct plumb_item *micro = money_named(passage, "授予小微企业", plans);
    const struct plumb_item *pairs[2][2] = {{small, all}, {micro, small ? small : all}};
    for (size_t i = 0; i < 2; i++) {
        struct plumb_claim claim;
        if (!pairs[i][0] || !pairs[i][1])
            continue;
        plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", pairs[i][1]);
        claim.confidence = 0.85;
        claim.subject = pairs[i][0]->label;
        plumb_claim_bound(&claim, pairs[i][0]->fact, pairs[i][1]->fact,
                          "contracts with small firms are part of all procurement");
        plumb_claim_push(&claim);
    }
}

/* ---- direction ----------------------------------------------------------------------------------- */

static int direction(struct plumb_str words)
{
    bool up = PLUMB_ENDS(words, "增加", "增长", "上升", "提高", "增加了", "增长了");
    bool down = PLUMB_ENDS(words, "减少", "下降", "降低", "减少了", "下降了");
    return up - down;
}

/* An amount and a rate of one change, one behind the other: "减少10.00万元，增长6.67%". */
static void directions(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    for (size_t i = 0; i + 1 < passage->count; i++) {
        const struct plumb_item *amount = &passage->items[i], *rate = amount + 1;
        int a = direction(amount->before), b = direction(rate->before);
        struct plumb_str between = rate->before;
        if (amount->fact->unit != PLUMB_UNIT_YUAN || rate->fact->unit != PLUMB_UNIT_FRACTION ||
            amount->sentence != rate->sentence || a == 0 || b == 0 || a == b || between.len > 10 ||
            plumb_dec_sign(amount->fact->value) <= 0 || plumb_dec_sign(rate->fact->value) <= 0)
            continue;
        struct plumb_claim claim;
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_DELTA, amount->fact);
        struct plumb_judgement j = {
            .verdict = PLUMB_VERDICT_INCONSISTENT,
            .expected = plumb_dec_neg(rate->fact->value),
            .low = plumb_dec_neg(rate->fact->value),
            .high = plumb_dec_neg(rate->fact->value),
            .reason = "the amount goes one way and the rate of the same change the other",
            .reason_zh = "同一变动的金额与增减率方向相反"};
        plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", rate);
        claim.confidence = 0.9;
        plumb_claim_try(&claim, &j, &term, 1, "one change, two directions",
                        plumb_arena_printf(work->arena, "%s%s, %s%s", a > 0 ? "+" : "−",
                                           plumb_fact_text(work, amount->fact), b > 0 ? "+" : "−",
                                           plumb_fact_text(work, rate->fact)));
        plumb_claim_push(&claim);
    }
}

void plumb_relate_explained(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (passage->is_cell)
            continue;
        vehicles(work, passage);
        procurement(work, passage);
        directions(work, passage);
    }
}
