/* A rate that bears the name of the amount in front of it: "到期 3 120 万元，…，逾期 24 万元，逾期率 0.77%". Which amount it
 * is a part of is not told, so that only two readings speak: one that holds, and one that is a whole power of ten off,
 * the usual slip with a percent sign. */
#include "extract/relate/relate_int.h"

#include <string.h>

enum { PLACES_MAX = 2 };

static bool bears_name_of(const struct plumb_item *rate, const struct plumb_item *part)
{
    struct plumb_str name = rate->core;
    if (part->core.len < 2 * strlen("逾") || !plumb_str_ends(name, PLUMB_STR("率")))
        return false;
    name.len -= strlen("率");
    return plumb_str_equal(name, part->core);
}

static bool is_judged(const struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, rate->fact, &at)) != NULL;)
        if (r->stated.fact == rate->fact->id && r->verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

/* The rate as it would be with its point moved by `places`. */
static struct plumb_fact moved(const struct plumb_fact *rate, int places)
{
    struct plumb_fact out = *rate;
    plumb_dec by = plumb_dec_pow10(places);
    out.value = plumb_dec_mul(rate->value, by, PLUMB_ROUND_NEAREST);
    out.ulp = plumb_dec_mul(rate->ulp, by, PLUMB_ROUND_NEAREST);
    return out;
}

static bool holds(const struct plumb_extract_work *work, const struct plumb_fact *rate,
                  const struct plumb_item *part, const struct plumb_item *whole)
{
    return plumb_judge_ratio(rate, part->fact, whole->fact, work->mode).verdict ==
           PLUMB_VERDICT_CONSISTENT;
}

static bool is_whole_of(const struct plumb_item *whole, const struct plumb_item *part)
{
    return whole->sentence == part->sentence && whole->use == PLUMB_USE_PLAIN &&
           plumb_is_amount(whole->fact) && plumb_same_measure(whole->fact, part->fact) &&
           plumb_dec_cmp(whole->fact->value, part->fact->value) > 0;
}

static void judge(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *part = rate - 1, *found = NULL;
    bool slip = false;
    for (size_t i = part->index; i-- > 0 && (!found || slip);) {
        const struct plumb_item *whole = &rate->passage->items[i];
        if (!is_whole_of(whole, part))
            continue;
        if (holds(work, rate->fact, part, whole)) {
            found = whole;
            slip = false;
        }
        for (int places = -PLACES_MAX; places <= PLACES_MAX && !found; places++) {
            struct plumb_fact other = moved(rate->fact, places);
            slip = places != 0 && holds(work, &other, part, whole);
            found = slip ? whole : NULL;
        }
    }
    if (!found)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_ratio(&claim, rate->fact, part->fact, found->fact,
                      slip ? "÷ the amount that a moved point makes it a rate of"
                           : "÷ a whole of it");
    claim.declared = slip;
    claim.confidence = slip ? 0.75 : 0.6;
    plumb_claim_push(&claim);
}

void plumb_relate_rates_of_parts(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 2; i < prose->passages[p].count; i++) {
            const struct plumb_item *rate = &prose->passages[p].items[i];
            if (rate->use == PLUMB_USE_RATE && rate->fact->unit == PLUMB_UNIT_FRACTION &&
                rate->own_label && rate[-1].sentence == rate->sentence &&
                rate[-1].use == PLUMB_USE_PLAIN && plumb_is_amount(rate[-1].fact) &&
                bears_name_of(rate, rate - 1) && !is_judged(work, rate))
                judge(work, rate);
        }
}
