/* The account of a fund, told sentence by sentence: "基金收入 A：…。基金支出 B，分别是…。当期结余 C，加上年滚存 D，累计结余
 * E，按月均支出 F 测算，可支付 m 个月". What stands in one sentence relate_identity.c sees; here C = A − B,
 * E = C + D and m = E ÷ F are looked for in the whole paragraph. Incomes of other funds may stand between, so that a balance
 * that does not fit is told only when one slip explains it, or when its three numbers stand side by side. */
#include "extract/relate/relate_int.h"

enum { SIDE_MAX = 12, MONTHS = 12 };

/* What a paragraph has told in front of a balance, in reading order. */
struct account {
    const struct plumb_item *income[SIDE_MAX], *spent[SIDE_MAX];
    size_t income_count, spent_count;
    const struct plumb_item *rest;    /* of the year */
    const struct plumb_item *opening; /* brought forward */
    const struct plumb_item *monthly; /* 月均支出 */
    const struct plumb_item *closing;
};

/* 月均支出: an amount a month, so that it can be no part of a balance. */
static bool is_monthly(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN_RATE &&
           PLUMB_HAS(item->label, "月均", "月平均", "每月平均");
}

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->depth == 0 && (item->use == PLUMB_USE_PLAIN || item->use == PLUMB_USE_BASE) &&
           item->fact->comparator == PLUMB_CMP_NONE;
}

static bool is_rest(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "结余", "结存", "滚存", "结转");
}

static bool is_opening(const struct plumb_item *item)
{
    return is_rest(item) && PLUMB_HAS(item->label, "上年", "年初", "期初", "以前年度", "历年");
}

static bool is_closing(const struct plumb_item *item)
{
    return is_rest(item) && PLUMB_HAS(item->label, "累计", "滚存", "期末", "年末");
}

static bool is_rest_of_year(const struct plumb_item *item)
{
    return is_rest(item) && PLUMB_HAS(item->label, "当期", "当年", "本年", "本期", "收支结余");
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_item *item)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, item->fact, &at)) != NULL;)
        if ((r->kind == PLUMB_REL_BALANCE || r->kind == PLUMB_REL_SUM) &&
            r->stated.fact == item->fact->id && r->verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

/* Do the three stand in one stretch without a number of money between them? */
static bool side_by_side(const struct plumb_item *const items[3])
{
    size_t first = items[0]->index, last = first, inside = 0;
    for (size_t i = 1; i < 3; i++) {
        first = items[i]->index < first ? items[i]->index : first;
        last = items[i]->index > last ? items[i]->index : last;
    }
    const struct plumb_item *all = items[0]->passage->items;
    for (size_t i = first; i <= last; i++)
        inside += is_money(&all[i]);
    return inside == 3 && all[first].sentence == all[last].sentence;
}

static void judge(struct plumb_claim *claim, const struct plumb_item *const items[3])
{
    bool broken = claim->best.verdict == PLUMB_VERDICT_INCONSISTENT;
    const struct plumb_fact *stated = claim->stated;
    if (broken && !side_by_side(items) && !plumb_one_slip(stated, claim->best.expected)) {
        claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim->best.reason = "other funds may stand between";
        claim->best.reason_zh = "其间可能另有其他基金";
    }
    claim->confidence = 0.8;
    plumb_claim_push(claim);
}

/* C = A − B over what the paragraph has told; the first of each side is the fund's own total. */
static void judge_rest(struct plumb_extract_work *work, const struct account *a,
                       struct plumb_item *rest)
{
    static const int signs[2] = {1, -1};
    struct plumb_claim claim;
    if (a->income_count == 0 || a->spent_count == 0 || is_stated(work, rest))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_BALANCE, "consistency.balance", rest);
    for (size_t i = 0; i < a->income_count; i++)
        for (size_t k = 0; k < a->spent_count && !plumb_claim_holds(&claim); k++) {
            const struct plumb_fact *parts[2] = {a->income[i]->fact, a->spent[k]->fact};
            plumb_claim_sum(&claim, rest->fact, parts, signs, 2, "income − spent");
        }
    const struct plumb_item *items[3] = {a->income[0], a->spent[0], rest};
    judge(&claim, items);
}

/* E = C + D. */
static void judge_closing(struct plumb_extract_work *work, const struct account *a,
                          struct plumb_item *closing)
{
    struct plumb_claim claim;
    if (!a->rest || !a->opening || is_stated(work, closing))
        return;
    const struct plumb_fact *parts[2] = {a->opening->fact, a->rest->fact};
    plumb_claim_begin(&claim, work, PLUMB_REL_BALANCE, "consistency.balance", closing);
    plumb_claim_sum(&claim, closing->fact, parts, NULL, 2, "brought forward + balance of the year");
    const struct plumb_item *items[3] = {a->opening, a->rest, closing};
    judge(&claim, items);
}

/* m = E ÷ F; without a printed F that of the year's expenditure, a twelfth of it. */
static void judge_months(struct plumb_extract_work *work, const struct account *a,
                         struct plumb_item *months)
{
    const struct plumb_item *rest = a->closing ? a->closing : a->rest;
    struct plumb_fact printed = *months->fact; /* a time is exact, a quotient is rounded */
    printed.ulp = printed.scale;
    for (int i = 0; i < printed.decimals; i++)
        printed.ulp = plumb_dec_div(printed.ulp, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
    struct plumb_claim claim;
    if (!rest || (!a->monthly && a->spent_count == 0))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", months);
    if (a->monthly)
        plumb_claim_ratio(&claim, &printed, rest->fact, a->monthly->fact,
                          "balance ÷ expenditure a month");
    for (size_t k = 0; k < a->spent_count && !plumb_claim_holds(&claim); k++) {
        struct plumb_fact month = *a->spent[k]->fact; /* not printed: a twelfth of what is */
        month.value = plumb_dec_div(month.value, plumb_dec_int(MONTHS), PLUMB_ROUND_NEAREST);
        month.ulp = plumb_dec_div(month.ulp, plumb_dec_int(MONTHS), PLUMB_ROUND_NEAREST);
        plumb_claim_ratio(&claim, &printed, rest->fact, &month,
                          "balance ÷ a twelfth of the year's expenditure");
    }
    if (!a->monthly && claim.best.verdict == PLUMB_VERDICT_INCONSISTENT) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the expenditure a month is not printed";
        claim.best.reason_zh = "未列示月均支出";
    }
    claim.confidence = 0.8;
    plumb_claim_push(&claim);
}

static void note(struct account *a, const struct plumb_item *item)
{
    if (is_opening(item))
        a->opening = item;
    else if (is_rest_of_year(item))
        a->rest = item;
    else if (is_closing(item))
        a->closing = item;
    else if (PLUMB_ENDS(item->core, "收入", "征缴", "筹集", "征收") && a->income_count < SIDE_MAX)
        a->income[a->income_count++] = item;
    else if (PLUMB_ENDS(item->core, "支出") && a->spent_count < SIDE_MAX)
        a->spent[a->spent_count++] = item;
}

static void read_passage(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct account a = {.rest = NULL};
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->fact->unit == PLUMB_UNIT_TIME &&
            plumb_str_equal(item->fact->unit_text, PLUMB_STR("个月")) &&
            PLUMB_HAS(item->before, "支付", "支撑", "支付能力", "保障"))
            judge_months(work, &a, item);
        if (is_monthly(item))
            a.monthly = item;
        if (!is_money(item))
            continue;
        /* the balance ends one fund's account: the next income begins another's */
        if (a.rest && PLUMB_ENDS(item->core, "收入", "征缴", "筹集", "征收"))
            a = (struct account){.rest = NULL};
        if (is_rest_of_year(item) && !is_opening(item))
            judge_rest(work, &a, item);
        else if (is_closing(item) && !is_opening(item))
            judge_closing(work, &a, item);
        note(&a, item);
    }
}

void plumb_relate_fund_balances(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        if (PLUMB_TELLS(&prose->passages[p], "结余", "结存", "滚存"))
            read_passage(work, &prose->passages[p]);
}
