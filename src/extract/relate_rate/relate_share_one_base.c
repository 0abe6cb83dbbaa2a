/* Shares of one whole that is printed nowhere: "甲 240 万元，占总额的 30 %；乙 160 万元，占总额的 20 %". Each part ÷ share is the
 * whole, so all of them must meet. */
#include "extract/relate/relate_int.h"

#define SHARES_MAX 12

struct told {
    struct plumb_item *part, *share;
    struct plumb_str whole; /* the words from 占 on */
    struct plumb_interval base;
};

static bool read_share(struct plumb_item *share, struct told *out)
{
    struct plumb_item *part = share - 1;
    size_t at = plumb_str_rfind(share->before, PLUMB_STR("占"));
    if (share->use != PLUMB_USE_SHARE || share->fact->unit != PLUMB_UNIT_FRACTION ||
        share->index == 0 || at == PLUMB_NPOS || share->before.len - at < 9 || at > 6 ||
        part->sentence != share->sentence || part->use != PLUMB_USE_PLAIN ||
        !plumb_is_amount(part->fact) || plumb_dec_sign(part->fact->value) <= 0 ||
        plumb_dec_sign(share->fact->value) <= 0)
        return false;
    *out =
        (struct told){part, share, plumb_str_sub(share->before, at, share->before.len), {{0}, {0}}};
    return plumb_interval_div(plumb_fact_interval(part->fact, PLUMB_MODE_NEAREST),
                              plumb_fact_interval(share->fact, PLUMB_MODE_ANY), &out->base);
}

static size_t meeting(const struct told *list, size_t n, size_t k)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += i != k && plumb_interval_meets(list[i].base, list[k].base);
    return count;
}

/* The share's own whole by another share of it: part ÷ (other part ÷ other share). */
static void push(struct plumb_extract_work *work, const struct told *own, const struct told *other,
                 double confidence, bool only_slips)
{
    plumb_dec base = plumb_dec_div(plumb_dec_add(other->base.lo, other->base.hi), plumb_dec_int(2),
                                   PLUMB_ROUND_NEAREST);
    struct plumb_judgement j = plumb_judge_quotient(
        own->share->fact, plumb_fact_interval(own->part->fact, PLUMB_MODE_NEAREST), other->base,
        own->part->fact->value, base, work->mode);
    struct plumb_term terms[3] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, own->part->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_OTHER, other->part->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_OTHER, other->share->fact)};
    struct plumb_claim claim;
    if (only_slips && !plumb_one_slip(own->share->fact, j.expected))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_SHARE, "consistency.share", own->share);
    claim.subject = own->part->label;
    claim.declared = j.verdict != PLUMB_VERDICT_CONSISTENT;
    claim.confidence = confidence;
    plumb_claim_try(&claim, &j, terms, 3, "the whole that another share of it implies",
                    plumb_arena_printf(work->arena, "%s ÷ (%s ÷ %s) = %s, printed %s",
                                       plumb_fact_text(work, own->part->fact),
                                       plumb_fact_text(work, other->part->fact),
                                       plumb_fact_text(work, other->share->fact),
                                       plumb_value_text(work, j.expected, own->share->fact, 2),
                                       plumb_fact_text(work, own->share->fact)));
    plumb_claim_push(&claim);
}

static void judge(struct plumb_extract_work *work, const struct told *list, size_t n)
{
    bool whole_told = false;
    for (size_t i = 0; i < n; i++)
        whole_told = whole_told || plumb_relation_states(work, list[i].share->fact);
    if (n < 2 || whole_told)
        return;
    for (size_t k = 0; k < n; k++) {
        const struct told *other = &list[k == 0 ? 1 : 0];
        size_t met = meeting(list, n, k);
        if (met == n - 1)
            push(work, &list[k], other, 0.6, false);
        else if (n >= 3 && met == 0 && meeting(list, n, k == 0 ? 1 : 0) == n - 2)
            push(work, &list[k], other, 0.75, false); /* all but this one agree */
    }
    /* of two that do not agree either may be wrong: one division, and a slip, tell the later one */
    if (n == 2 && meeting(list, 2, 1) == 0 && plumb_str_has(list[0].part->before, "其中"))
        push(work, &list[1], &list[0], 0.6, true);
}

void plumb_relate_shares_of_one_base(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        struct told list[SHARES_MAX];
        size_t n = 0;
        if (passage->count < 4 || !plumb_str_has(passage->text, "占"))
            continue;
        for (size_t i = 1; i < passage->count && n < SHARES_MAX; i++) {
            if (!read_share(&passage->items[i], &list[n]))
                continue;
            bool same = n == 0 || (plumb_str_equal(list[n].whole, list[0].whole) &&
                                   plumb_same_measure(list[n].part->fact, list[0].part->fact) &&
                                   list[n].share->sentence <= list[n - 1].share->sentence + 1);
            if (!same) {
                struct told next = list[n];
                judge(work, list, n);
                list[0] = next;
                n = 0;
            }
            n++;
        }
        judge(work, list, n);
    }
}
