/* Two years of one thing in clauses of their own, then what changed: "2023年预算 A 万元，2022年预算 B 万元；减少 C 万元；
 * 下降 D%". The ';' parts the change from its levels. DOMAIN §1.6. */
#include "extract/relate_change/relate_growth.h"

#define CHANGES_MAX 3 /* items behind the two levels that can be their change */

struct two_years {
    const struct plumb_item *now, *then; /* the later and the earlier level */
    size_t next;                         /* item behind the second */
};

static bool is_level(const struct plumb_item *year, const struct plumb_item *amount)
{
    return year->fact->kind == PLUMB_FACT_YEAR && plumb_growth_usable(amount) &&
           amount->use != PLUMB_USE_DELTA && amount->depth == year->depth &&
           amount->sentence == year->sentence && plumb_utf8_count(amount->before) <= 24 &&
           !PLUMB_HAS(amount->before, ",", ";", "比", "较");
}

/* Is one thing told for both years? The second clause may name only the stage. */
static bool same_thing(struct plumb_extract_work *work, const struct plumb_item *first,
                       const struct plumb_item *second)
{
    if (!plumb_same_measure(first->fact, second->fact) ||
        plumb_names_oppose(work, first->core, second->core))
        return false;
    return plumb_str_equal(first->core, second->core) || plumb_utf8_count(second->core) <= 4 ||
           plumb_name_likeness(first->core, second->core) >= 0.8;
}

static bool read_levels(struct plumb_extract_work *work, const struct plumb_passage *passage,
                        size_t at, struct two_years *out)
{
    const struct plumb_item *i = &passage->items[at];
    if (at + 4 >= passage->count || !is_level(i, i + 1) || !is_level(i + 2, i + 3) ||
        plumb_str_has(plumb_text_between(i + 1, i + 2), "。") || !same_thing(work, i + 1, i + 3))
        return false;
    plumb_i128 apart = i[0].fact->value.v - i[2].fact->value.v;
    if (apart != PLUMB_DEC_ONE && apart != -PLUMB_DEC_ONE)
        return false;
    *out = (struct two_years){apart > 0 ? i + 1 : i + 3, apart > 0 ? i + 3 : i + 1, at + 4};
    return true;
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].stated.fact == fact->id &&
            work->relations[i].verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

static void judge_change(struct plumb_extract_work *work, const struct two_years *levels,
                         struct plumb_item *change)
{
    struct plumb_claim claim;
    plumb_growth_claim_change(&claim, work, change, levels->now, levels->then,
                              "between the two years");
    claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

static void judge_rate(struct plumb_extract_work *work, const struct two_years *levels,
                       struct plumb_item *rate)
{
    int sign = plumb_growth_direction(work, rate->before);
    struct plumb_claim claim;
    if (plumb_dec_sign(levels->then->fact->value) <= 0)
        return;
    if (sign == 0)
        sign = plumb_dec_sign(rate->fact->value) < 0 ? -1 : 1;
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    plumb_claim_growth(&claim, rate->fact, sign, levels->now->fact, levels->then->fact, NULL,
                       "between the two years");
    claim.subject = levels->now->label;
    claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

static void judge_changes(struct plumb_extract_work *work, struct plumb_passage *passage,
                          const struct two_years *levels)
{
    for (size_t i = levels->next; i < passage->count && i < levels->next + CHANGES_MAX; i++) {
        struct plumb_item *item = &passage->items[i];
        if (plumb_str_has(plumb_text_between(item - 1, item), "。") ||
            PLUMB_HAS(item->before, "其中", "同口径", "可比", "扣除", "剔除"))
            return;
        if (item->use == PLUMB_USE_DELTA && plumb_same_measure(item->fact, levels->now->fact)) {
            if (!is_stated(work, item->fact))
                judge_change(work, levels, item);
        } else if (item->use == PLUMB_USE_GROWTH && item->fact->unit == PLUMB_UNIT_FRACTION) {
            if (!is_stated(work, item->fact))
                judge_rate(work, levels, item);
        } else {
            return; /* another thing begins */
        }
    }
}

void plumb_relate_two_years(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        struct two_years levels;
        for (size_t i = 0; i + 4 < passage->count; i++)
            if (read_levels(work, passage, i, &levels))
                judge_changes(work, passage, &levels);
    }
}
