/* Rates and shares whose whole stands in a paragraph above: "项目343个，投资规模 W 亿元，…" and below it "完成投资 A 亿元，
 * 投资完成率 q%"; "共受理 W 件" and below "投诉 A 件，占总数 p%". The whole is found by the quotient alone, so it
 * counts only where few candidates were tried for the digits printed, and never fails (DOMAIN §1.11). */
#include "extract/relate/relate_int.h"

#define PASSAGES_BACK 3
#define CANDIDATES_MAX 24
#define CHANCE_MAX 0.03
#define DENSITY 0.4 /* share of random quotients within a factor e of a given one */

static bool is_amount(const struct plumb_item *item)
{
    return item->use == PLUMB_USE_PLAIN && plumb_is_amount(item->fact) &&
           plumb_dec_sign(item->fact->value) > 0 &&
           (item->fact->unit != PLUMB_UNIT_NONE || item->fact->scale.v > PLUMB_DEC_ONE) &&
           item->fact->comparator == PLUMB_CMP_NONE;
}

static bool is_open_rate(const struct plumb_item *item, const bool *stated)
{
    return item->fact->unit == PLUMB_UNIT_FRACTION && !stated[item->fact->id] &&
           (item->use == PLUMB_USE_RATE || item->use == PLUMB_USE_SHARE) &&
           item->fact->comparator == PLUMB_CMP_NONE && plumb_dec_sign(item->fact->value) > 0 &&
           item->fact->ulp.v > 0;
}

/* The amount the rate is told of: nothing but other rates and changes stand between. */
static const struct plumb_item *amount_of(const struct plumb_item *rate)
{
    for (size_t i = rate->index; i-- > 0;) {
        const struct plumb_item *item = &rate->passage->items[i];
        if (item->sentence != rate->sentence)
            return NULL;
        if (is_amount(item))
            return item;
        if (!plumb_is_rate(item->fact) && item->use != PLUMB_USE_DELTA)
            return NULL;
    }
    return NULL;
}

static bool is_candidate(const struct plumb_item *item, const struct plumb_item *part)
{
    return item->fact != part->fact && is_amount(item) &&
           plumb_same_measure(item->fact, part->fact) && item->fact->value.v >= part->fact->value.v;
}

/* Wholes above, nearest first; those of the rate's own sentence were looked at by others. */
static size_t candidates(const struct plumb_prose *prose, const struct plumb_item *rate,
                         const struct plumb_item *part, struct plumb_item *out[CANDIDATES_MAX])
{
    const struct plumb_passage *own = rate->passage;
    size_t n = 0;
    for (size_t back = 0; back <= PASSAGES_BACK && back <= own->index; back++) {
        struct plumb_passage *passage = &prose->passages[own->index - back];
        if (passage->is_cell != own->is_cell)
            break;
        for (size_t i = back ? passage->count : rate->index; i-- > 0 && n < CANDIDATES_MAX;)
            if ((back > 0 || passage->items[i].sentence != rate->sentence) &&
                is_candidate(&passage->items[i], part))
                out[n++] = &passage->items[i];
    }
    return n;
}

static void look_above(struct plumb_extract_work *work, struct plumb_item *rate)
{
    const struct plumb_item *part = amount_of(rate);
    struct plumb_item *wholes[CANDIDATES_MAX];
    size_t n = part ? candidates(work->prose, rate, part, wholes) : 0;
    double width = plumb_dec_double(rate->fact->ulp) / plumb_dec_double(rate->fact->value);
    bool share = rate->use == PLUMB_USE_SHARE;
    if (n == 0 || (double)n * width * DENSITY > CHANCE_MAX)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, share ? PLUMB_REL_SHARE : PLUMB_REL_RATIO,
                      share ? "consistency.share" : "consistency.ratio", rate);
    for (size_t i = 0; i < n && !claim.tried; i++) {
        struct plumb_judgement j =
            plumb_judge_ratio(rate->fact, part->fact, wholes[i]->fact, work->mode);
        if (j.verdict == PLUMB_VERDICT_CONSISTENT)
            plumb_claim_ratio(&claim, rate->fact, part->fact, wholes[i]->fact,
                              "÷ an amount told above");
    }
    if (!claim.tried)
        return;
    claim.terms[1].role = share ? PLUMB_ROLE_WHOLE : PLUMB_ROLE_DENOMINATOR;
    claim.subject = part->label;
    claim.declared = false;
    claim.confidence = 0.5;
    plumb_claim_push(&claim);
}

void plumb_relate_rates_above(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    bool *stated = plumb_arena_array(work->arena, work->fact_count + 1, sizeof *stated);
    for (size_t i = 0; i < work->relation_count; i++)
        if (work->relations[i].stated.fact < work->fact_count &&
            work->relations[i].verdict != PLUMB_VERDICT_UNTESTABLE)
            stated[work->relations[i].stated.fact] = true;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 1; i < prose->passages[p].count; i++)
            if (is_open_rate(&prose->passages[p].items[i], stated))
                look_above(work, &prose->passages[p].items[i]);
}
