/* Days of the year as a rate: "优良天数 312 天，优良率 85.5%". A year may count only the days measured, so that a rate that does
 * not fit is told only when a slip explains it. Averages by the day are relate_average_time.c's. */
#include "extract/relate/relate_int.h"

static const int days_of_year[] = {365, 366};

/* The nearest count of days in front, in the sentence. */
static const struct plumb_item *days_before(const struct plumb_item *rate)
{
    for (size_t i = rate->index; i-- > 0;) {
        const struct plumb_item *item = &rate->passage->items[i];
        if (item->sentence != rate->sentence)
            return NULL;
        if (item->fact->unit == PLUMB_UNIT_TIME && item->use == PLUMB_USE_PLAIN &&
            item->fact->comparator == PLUMB_CMP_NONE && item->fact->decimals == 0 &&
            PLUMB_HAS(item->fact->unit_text, "天") && PLUMB_HAS(item->label, "天数"))
            return item;
    }
    return NULL;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *rate,
                  const struct plumb_item *days)
{
    struct plumb_fact count = *days->fact; /* days, not seconds */
    count.value = plumb_dec_div(days->fact->value, days->fact->scale, PLUMB_ROUND_NEAREST);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    for (size_t d = 0; d < PLUMB_COUNT(days_of_year) && !plumb_claim_holds(&claim); d++) {
        struct plumb_fact year = count;
        year.value = plumb_dec_int(days_of_year[d]);
        struct plumb_judgement j = plumb_judge_ratio(rate->fact, &count, &year, work->mode);
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, days->fact);
        plumb_claim_try(&claim, &j, &term, 1, "days ÷ the days of the year",
                        plumb_arena_printf(work->arena, "%s ÷ %d = %s, printed %s",
                                           plumb_fact_text(work, days->fact), days_of_year[d],
                                           plumb_value_text(work, j.expected, rate->fact, 2),
                                           plumb_fact_text(work, rate->fact)));
    }
    claim.confidence = 0.7;
    claim.declared = false;
    if (plumb_claim_holds(&claim) || plumb_one_slip(rate->fact, claim.best.expected))
        plumb_claim_push(&claim);
}

void plumb_relate_year_days(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "天数"))
            continue;
        for (size_t i = 1; i < passage->count; i++) {
            struct plumb_item *rate = &passage->items[i];
            size_t at = 0;
            if (rate->fact->unit != PLUMB_UNIT_FRACTION || rate->use != PLUMB_USE_RATE ||
                plumb_relation_naming(work, rate->fact, &at))
                continue;
            const struct plumb_item *days = days_before(rate);
            if (days)
                judge(work, rate, days);
        }
    }
}
