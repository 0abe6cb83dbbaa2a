/* Changes of things whose two levels are told elsewhere, year by year: "2022年预算：公务接待 A 万元，…。2021年决算：公务接待 B 万元，
 * …。公务接待较上年减少 C 万元，减少 q%". The sentence has the name and the change alone. DOMAIN §1.6. */
#include "extract/relate_change/relate_growth.h"

#define FOUND_MAX 10
#define CHANGES_MAX 300 /* of one document */

struct levels {
    const struct plumb_item *now, *then;
};

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].stated.fact == fact->id &&
            work->relations[i].verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

/* An amount in front in the sentence is what changes, then (relate_growth.c). */
static bool has_level(const struct plumb_item *change)
{
    for (size_t i = change->index; i-- > 0;) {
        const struct plumb_item *item = &change->passage->items[i];
        if (item->sentence != change->sentence)
            return false;
        if (item->use == PLUMB_USE_PLAIN && plumb_same_measure(item->fact, change->fact))
            return true;
    }
    return false;
}

/* Two amounts of the name, a year apart, that differ by the change: one last place may be lost in rounding. */
static bool find_levels(struct plumb_extract_work *work, const struct plumb_item *change,
                        struct levels *out)
{
    struct plumb_found found[FOUND_MAX];
    struct plumb_str name = plumb_growth_subject(work, change);
    bool down = plumb_growth_is_down(work, change->before);
    if (plumb_utf8_count(name) < 2)
        return false;
    size_t n = plumb_find_named(work, change, name, change->fact, 0.6, found, FOUND_MAX);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            const struct plumb_item *now = found[i].item, *then = found[k].item;
            if (now->use != PLUMB_USE_PLAIN || then->use == PLUMB_USE_DELTA || !then->fact->year ||
                now->fact->year != then->fact->year + 1)
                continue;
            plumb_dec apart = plumb_dec_sub(now->fact->value, then->fact->value);
            plumb_dec told = down ? plumb_dec_neg(change->fact->value) : change->fact->value;
            if (plumb_dec_abs(plumb_dec_sub(apart, told)).v <= change->fact->ulp.v) {
                *out = (struct levels){now, then};
                return true;
            }
        }
    return false;
}

static void push_change(struct plumb_extract_work *work, struct plumb_item *change,
                        const struct levels *levels)
{
    struct plumb_claim claim;
    plumb_growth_claim_change(&claim, work, change, levels->now, levels->then,
                              "between two years told elsewhere");
    claim.declared = false;
    claim.confidence = 0.6;
    plumb_claim_push(&claim);
}

/* The rate behind the change is of the same two levels, whatever it says. */
static void push_rate(struct plumb_extract_work *work, struct plumb_item *rate,
                      const struct levels *levels)
{
    struct plumb_claim claim;
    if (rate->use != PLUMB_USE_GROWTH || rate->fact->unit != PLUMB_UNIT_FRACTION ||
        plumb_dec_sign(levels->then->fact->value) <= 0 || is_stated(work, rate->fact))
        return;
    int sign = plumb_growth_direction(work, rate->before);
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    plumb_claim_growth(&claim, rate->fact, sign ? sign : 1, levels->now->fact, levels->then->fact,
                       NULL, "between two years told elsewhere");
    claim.subject = levels->now->label;
    claim.confidence = 0.75;
    plumb_claim_push(&claim);
}

void plumb_relate_change_levels(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    size_t looked_at = 0;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count && looked_at < CHANGES_MAX; i++) {
            struct plumb_passage *passage = &prose->passages[p];
            struct plumb_item *item = &passage->items[i];
            struct levels levels;
            if (item->use != PLUMB_USE_DELTA || !plumb_growth_usable(item) || has_level(item) ||
                is_stated(work, item->fact))
                continue;
            looked_at++;
            if (!find_levels(work, item, &levels))
                continue;
            push_change(work, item, &levels);
            if (i + 1 < passage->count && item[1].sentence == item->sentence)
                push_rate(work, item + 1, &levels);
        }
}
