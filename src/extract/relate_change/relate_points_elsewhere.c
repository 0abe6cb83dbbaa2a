/* Points between a rate and the one of the year before, which another sentence tells: "2022年支付率94.6%，比上年提高3.2个
 * 百分点" and elsewhere "2021年支付率为91.4%"; "增长7.4%，增幅比上年回落2.1个百分点" and elsewhere "2022年…，增长9.5%". A miss is
 * told only under the very name, when a slip explains it. DOMAIN §1.5. */
#include "extract/relate_change/relate_growth.h"

#define POINTS_MAX 200 /* of one document */
#define LEAST_NAME 6   /* bytes: two characters */

static int year_of(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    return fact->year ? fact->year : work->year;
}

/* The rate the points are told of: right in front in the sentence. */
static const struct plumb_item *rate_in_front(const struct plumb_item *points)
{
    for (size_t i = points->index; i-- > 0;) {
        const struct plumb_item *item = &points->passage->items[i];
        if (item->sentence != points->sentence)
            return NULL;
        if (item->fact->unit == PLUMB_UNIT_FRACTION && item->fact->comparator == PLUMB_CMP_NONE)
            return item;
        if (item->fact->kind != PLUMB_FACT_YEAR)
            return NULL;
    }
    return NULL;
}

/* What grows: a growth rate has the name of the amount in front of it. */
static struct plumb_str name_of(const struct plumb_item *rate)
{
    if (rate->use != PLUMB_USE_GROWTH)
        return rate->own_label ? rate->core : PLUMB_STR("");
    for (size_t i = rate->index; i-- > 0;) {
        const struct plumb_item *item = &rate->passage->items[i];
        if (item->sentence != rate->sentence)
            break;
        if (item->use == PLUMB_USE_PLAIN && plumb_growth_usable(item))
            return item->own_label ? item->core : PLUMB_STR("");
    }
    return PLUMB_STR("");
}

/* The one rate of that name and use told for the year; NULL when there are several. */
static const struct plumb_item *base_of(struct plumb_extract_work *work,
                                        const struct plumb_item *rate, struct plumb_str name,
                                        int year)
{
    const struct plumb_prose *prose = work->prose;
    const struct plumb_item *base = NULL;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_item *item = prose->of_fact[f];
        if (!item || item == rate || item->fact->unit != PLUMB_UNIT_FRACTION ||
            item->use != rate->use || year_of(work, item->fact) != year ||
            !plumb_str_equal(name_of(item), name))
            continue;
        if (base && base->fact->value.v != item->fact->value.v)
            return NULL;
        base = base ? base : item;
    }
    return base;
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *points)
{
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].stated.fact == points->id &&
            work->relations[i].verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *points)
{
    static const int signs[2] = {1, -1};
    const struct plumb_item *rate = rate_in_front(points);
    int year = rate ? year_of(work, rate->fact) : 0;
    struct plumb_str name = rate ? name_of(rate) : PLUMB_STR("");
    if (!year || name.len < LEAST_NAME || is_stated(work, points->fact))
        return;
    const struct plumb_item *base = base_of(work, rate, name, year - 1);
    if (!base)
        return;
    bool down = plumb_growth_is_down(work, points->before) ||
                PLUMB_HAS(points->before, "放缓", "低于", "收窄");
    const struct plumb_fact *parts[2] = {down ? base->fact : rate->fact,
                                         down ? rate->fact : base->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", points);
    plumb_claim_sum(&claim, points->fact, parts, signs, 2, "against the rate of the year before");
    if (!plumb_claim_holds(&claim) && !plumb_one_slip(points->fact, claim.best.expected))
        return;
    claim.subject = rate->label;
    claim.confidence = 0.7;
    plumb_claim_push(&claim);
}

void plumb_relate_points_elsewhere(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    size_t looked_at = 0;
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!plumb_str_has(passage->text, "上年") && !plumb_str_has(passage->text, "同比"))
            continue;
        for (size_t i = 1; i < passage->count && looked_at < POINTS_MAX; i++) {
            struct plumb_item *item = &passage->items[i];
            if (item->fact->unit != PLUMB_UNIT_POINTS ||
                !PLUMB_HAS(item->before, "上年", "去年", "同比"))
                continue;
            looked_at++;
            judge(work, item);
        }
    }
}
