/* "4.86 万名老人中的 4.62 万人完成了体检，体检覆盖率达 95%": the words 中的 say what is a part of what, and the rate
 * behind them is of the two. */
#include "extract/relate/relate_int.h"

/* The greater number in front that the part is one of: 4.86 万名 of "4.86 万名…老人中的 4.62 万人". */
static const struct plumb_item *whole_of(const struct plumb_item *part)
{
    for (const struct plumb_item *item = part; item->index > 0 && part - item < 3;) {
        item--;
        if (item->sentence != part->sentence || plumb_is_rate(item->fact))
            return NULL;
        if (item->use == PLUMB_USE_PLAIN && plumb_same_measure(item->fact, part->fact))
            return item->fact->value.v >= part->fact->value.v ? item : NULL;
    }
    return NULL;
}

/* The rate behind, in the sentence, with nothing else of the measure between. */
static struct plumb_item *rate_of(struct plumb_item *part)
{
    struct plumb_item *next = part + 1;
    if (part->index + 1 >= part->passage->count || next->sentence != part->sentence ||
        next->fact->unit != PLUMB_UNIT_FRACTION || next->use != PLUMB_USE_RATE ||
        !PLUMB_HAS(next->before, "率", "比例", "面"))
        return NULL;
    return next;
}

/* Rates that can be of nothing but those who took part among all. */
static bool says_reach(const struct plumb_item *rate)
{
    return PLUMB_HAS(rate->before, "覆盖率", "参保率", "参加率", "参与率", "建档率", "接种率",
                     "完成率", "签约率", "普及率", "体检率", "惠及率", "办结率", "领取率", "发放率",
                     "入学率", "覆盖面");
}

static void one_part(struct plumb_extract_work *work, struct plumb_item *part)
{
    const struct plumb_item *whole = whole_of(part);
    struct plumb_item *rate = whole ? rate_of(part) : NULL;
    struct plumb_claim claim;
    if (!rate || plumb_relation_states(work, rate->fact))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_ratio(&claim, rate->fact, part->fact, whole->fact, "those of the number in front");
    claim.confidence = 0.8;
    if (!plumb_claim_holds(&claim) && !says_reach(rate))
        return;
    plumb_claim_push(&claim);
}

void plumb_relate_those_of(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 1; i + 1 < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (item->use == PLUMB_USE_PLAIN && plumb_is_amount(item->fact) &&
                PLUMB_ENDS(item->before, "中的", "中有", "中,有", "中已有", "中,已有"))
                one_part(work, item);
        }
    }
}
