/* What the days of the year divide: "全年处理污水 1268 万吨，日均 3.47 万吨", "优良天数 312 天，优良率 85.5%". A year may count
 * only the days measured, so that a number that does not fit is told only when a slip explains it. */
#include "extract/relate/relate_int.h"

static const int days_of_year[] = {365, 366};

/* A copy of `amount` for one day of a year of that many days. */
static struct plumb_fact a_day_of(const struct plumb_fact *amount, int days)
{
    struct plumb_fact day = *amount;
    day.value = plumb_dec_div(amount->value, plumb_dec_int(days), PLUMB_ROUND_NEAREST);
    day.ulp = plumb_dec_div(amount->ulp, plumb_dec_int(days), PLUMB_ROUND_NEAREST);
    return day;
}

static bool tells_year(const struct plumb_item *item)
{
    return item->use == PLUMB_USE_PLAIN && plumb_is_quantity(item->fact) &&
           item->fact->comparator == PLUMB_CMP_NONE && plumb_dec_sign(item->fact->value) > 0;
}

/* The nearest amount in front, in the sentence, that `wanted` says yes to. */
static const struct plumb_item *amount_before(const struct plumb_item *item,
                                              bool (*wanted)(const struct plumb_item *amount,
                                                             const struct plumb_item *item))
{
    for (size_t i = item->index; i-- > 0;) {
        const struct plumb_item *amount = &item->passage->items[i];
        if (amount->sentence != item->sentence)
            return NULL;
        if (tells_year(amount) && wanted(amount, item))
            return amount;
    }
    return NULL;
}

static bool is_year_total(const struct plumb_item *amount, const struct plumb_item *daily)
{
    return plumb_same_measure(amount->fact, daily->fact) &&
           amount->fact->value.v > daily->fact->value.v &&
           PLUMB_HAS(amount->label, "全年", "年度", "年");
}

static bool is_days(const struct plumb_item *amount, const struct plumb_item *rate)
{
    (void)rate;
    return amount->fact->unit == PLUMB_UNIT_TIME && plumb_str_has(amount->fact->unit_text, "天") &&
           plumb_str_has(amount->label, "天数") && amount->fact->decimals == 0;
}

/* Stated = what one of the two years gives; pushed when it holds or a slip explains it. */
static void judge(struct plumb_extract_work *work, struct plumb_item *stated,
                  const struct plumb_fact readings[PLUMB_COUNT(days_of_year)],
                  const struct plumb_item *amount)
{
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", stated);
    for (size_t d = 0; d < PLUMB_COUNT(days_of_year) && !plumb_claim_holds(&claim); d++) {
        struct plumb_judgement j = plumb_judge_same(stated->fact, &readings[d]);
        plumb_dec step = {stated->fact->ulp.v > 0 ? stated->fact->ulp.v : 1};
        plumb_dec off = plumb_dec_abs(plumb_dec_sub(readings[d].value, stated->fact->value));
        j.expected = readings[d].value;
        j.gap = off;
        j.verdict = off.v <= step.v ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT;
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, amount->fact);
        plumb_claim_try(&claim, &j, &term, 1, "over the days of the year",
                        plumb_arena_printf(work->arena, "%s ÷ %d = %s, printed %s",
                                           plumb_fact_text(work, amount->fact), days_of_year[d],
                                           plumb_value_text(work, j.expected, stated->fact, 1),
                                           plumb_fact_text(work, stated->fact)));
    }
    claim.confidence = 0.7;
    claim.declared = false;
    if (!plumb_claim_holds(&claim) && !plumb_one_slip(stated->fact, claim.best.expected))
        return;
    plumb_claim_push(&claim);
}

static void one_item(struct plumb_extract_work *work, struct plumb_item *item)
{
    struct plumb_fact readings[PLUMB_COUNT(days_of_year)];
    const struct plumb_item *amount = NULL;
    if (PLUMB_HAS(item->before, "日均") && plumb_is_amount(item->fact)) {
        amount = amount_before(item, is_year_total);
        for (size_t d = 0; amount && d < PLUMB_COUNT(days_of_year); d++)
            readings[d] = a_day_of(amount->fact, days_of_year[d]);
    } else if (item->fact->unit == PLUMB_UNIT_FRACTION && item->use == PLUMB_USE_RATE) {
        amount = amount_before(item, is_days);
        for (size_t d = 0; amount && d < PLUMB_COUNT(days_of_year); d++) {
            plumb_dec share =
                plumb_dec_div(amount->fact->value, amount->fact->scale, PLUMB_ROUND_NEAREST);
            readings[d] = *item->fact;
            readings[d].value =
                plumb_dec_div(share, plumb_dec_int(days_of_year[d]), PLUMB_ROUND_NEAREST);
        }
    }
    if (amount)
        judge(work, item, readings, amount);
}

void plumb_relate_year_days(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_HAS(passage->text, "日均", "天数"))
            continue;
        for (size_t i = 1; i < passage->count; i++) {
            size_t at = 0;
            if (!plumb_relation_naming(work, passage->items[i].fact, &at))
                one_item(work, &passage->items[i]);
        }
    }
}
