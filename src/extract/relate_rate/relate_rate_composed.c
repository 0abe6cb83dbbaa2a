/* Rates of the official frames that are made of more than two numbers, of two rates, or of one amount in
 * two years (财预〔2013〕53号; DOMAIN §3):
 * 预算完成率 = (上年结转 + 年初预算 + 本年追加 − 年末结余) ÷ (上年结转 + 年初预算 + 本年追加),
 * 支付进度率 = 实际支付进度 ÷ 既定支付进度, 变动率 = (本年 − 上年) ÷ 上年. */
#include "extract/relate/relate_int.h"

/* The last number of the passage in front of the rate that `is` accepts. */
static const struct plumb_item *before_rate(const struct plumb_item *rate,
                                            bool (*is)(const struct plumb_item *item))
{
    for (size_t i = rate->index; i-- > 0;)
        if (is(&rate->passage->items[i]))
            return &rate->passage->items[i];
    return NULL;
}

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->use == PLUMB_USE_PLAIN;
}

static bool is_opening(const struct plumb_item *item)
{
    return is_money(item) && PLUMB_HAS(item->label, "上年结转", "年初结转", "上年结余", "年初结余");
}

static bool is_closing(const struct plumb_item *item)
{
    return is_money(item) && PLUMB_HAS(item->label, "年末结余", "年末结转", "期末结余", "年底结余");
}

static bool is_initial(const struct plumb_item *item)
{
    return is_money(item) && PLUMB_HAS(item->label, "年初预算");
}

static bool is_added(const struct plumb_item *item)
{
    return is_money(item) && PLUMB_HAS(item->label, "追加");
}

static void completion(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *opening = before_rate(rate, is_opening);
    const struct plumb_item *initial = before_rate(rate, is_initial);
    const struct plumb_item *added = before_rate(rate, is_added);
    const struct plumb_item *closing = before_rate(rate, is_closing);
    if (!opening || !initial || !added || !closing)
        return;
    const struct plumb_fact *parts[] = {opening->fact, initial->fact, added->fact};
    struct plumb_term terms[4];
    struct plumb_interval whole = plumb_interval_point((plumb_dec){0});
    plumb_dec sum = {0};
    for (size_t i = 0; i < 3; i++) {
        whole = plumb_interval_add(whole, plumb_fact_interval(parts[i], PLUMB_MODE_NEAREST));
        sum = plumb_dec_add(sum, parts[i]->value);
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, parts[i]);
    }
    terms[3] = plumb_term_fact(work, PLUMB_ROLE_MINUS, closing->fact);
    if (plumb_dec_sign(sum) <= 0)
        return;
    /* the same sum stands above and below, so only its middle counts below */
    struct plumb_interval spent =
        plumb_interval_sub(whole, plumb_fact_interval(closing->fact, PLUMB_MODE_NEAREST));
    struct plumb_judgement j =
        plumb_judge_quotient(rate->fact, spent, plumb_interval_point(sum),
                             plumb_dec_sub(sum, closing->fact->value), sum, work->mode);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "ratio.completion", rate);
    claim.confidence = 0.85;
    claim.next_money = plumb_dec_mul(j.gap, sum, PLUMB_ROUND_NEAREST);
    plumb_claim_try(
        &claim, &j, terms, 4, "(carried over + initial + added − left) ÷ the sum",
        plumb_arena_printf(work->arena, "1 − %s ÷ (%s + %s + %s) = %s, printed %s",
                           plumb_fact_text(work, closing->fact), plumb_fact_text(work, parts[0]),
                           plumb_fact_text(work, parts[1]), plumb_fact_text(work, parts[2]),
                           plumb_value_text(work, j.expected, rate->fact, 2),
                           plumb_fact_text(work, rate->fact)));
    plumb_claim_push(&claim);
}

static bool is_progress(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_FRACTION && plumb_is_quantity(item->fact) &&
           PLUMB_ENDS(item->label, "进度");
}

static bool is_due(const struct plumb_item *item)
{
    return is_progress(item) && PLUMB_HAS(item->label, "既定", "序时", "计划", "应", "目标");
}

static bool is_done(const struct plumb_item *item)
{
    return is_progress(item) && !is_due(item);
}

static void progress(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *done = before_rate(rate, is_done), *due = before_rate(rate, is_due);
    if (!done || !due || plumb_dec_sign(due->fact->value) <= 0)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "ratio.payment", rate);
    claim.confidence = 0.9;
    plumb_claim_ratio(&claim, rate->fact, done->fact, due->fact, "progress ÷ progress due");
    plumb_claim_push(&claim);
}

/* "2023年“三公经费”决算数A，2022年“三公经费”决算数B，三公经费变动率q": the years stand too far in front
 * of the amounts for words of comparison, but the names are the same. */
static void change_between_years(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *now = NULL, *then = NULL;
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, rate->fact, &at)) != NULL;)
        if (r->stated.fact == rate->fact->id)
            return;
    for (size_t i = rate->index; i-- > 0 && !now;) {
        const struct plumb_item *last = &rate->passage->items[i];
        for (size_t k = i; is_money(last) && k-- > 0 && !now;) {
            const struct plumb_item *first = &rate->passage->items[k];
            int apart = first->fact->year - last->fact->year;
            if (!is_money(first) || !first->label.len || !first->fact->year || !last->fact->year ||
                (apart != 1 && apart != -1) || !plumb_str_equal(first->label, last->label))
                continue;
            now = apart == 1 ? first : last;
            then = apart == 1 ? last : first;
        }
    }
    if (!now || plumb_dec_sign(then->fact->value) <= 0)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    claim.confidence = 0.85;
    /* the sign is printed with the rate */
    plumb_claim_growth(&claim, rate->fact, 1, now->fact, then->fact, NULL, "between two years");
    plumb_claim_push(&claim);
}

void plumb_relate_rates_composed(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            const struct plumb_item *rate = &prose->passages[p].items[i];
            if (rate->fact->unit != PLUMB_UNIT_FRACTION || !plumb_is_quantity(rate->fact))
                continue;
            if (PLUMB_ENDS(rate->label, "预算完成率"))
                completion(work, rate);
            else if (PLUMB_ENDS(rate->label, "支付进度率", "支出进度率"))
                progress(work, rate);
            else if (PLUMB_ENDS(rate->label, "变动率"))
                change_between_years(work, rate);
        }
}
