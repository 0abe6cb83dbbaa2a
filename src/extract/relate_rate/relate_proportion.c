/* Proportions of three and more: "三次产业结构比为 25.7:26.8:47.5". Its members make 100, and each is the share of a
 * part in the sum told in front. */
#include "extract/relate/relate_int.h"

#define MEMBERS_MAX 6

static bool joined(const struct plumb_item *a, const struct plumb_item *b)
{
    struct plumb_str gap = plumb_text_between(a, b);
    return plumb_str_equal(gap, PLUMB_STR(":")) || plumb_str_equal(gap, PLUMB_STR("∶")) ||
           plumb_str_equal(gap, PLUMB_STR("："));
}

/* 25.7 as the rate 25.7 %. */
static struct plumb_fact as_rate(const struct plumb_fact *fact)
{
    struct plumb_fact rate = *fact;
    plumb_dec percent = plumb_dec_pow10(-2);
    if (rate.unit == PLUMB_UNIT_FRACTION)
        return rate;
    rate.value = plumb_dec_mul(rate.value, percent, PLUMB_ROUND_NEAREST);
    rate.ulp = plumb_dec_mul(rate.ulp, percent, PLUMB_ROUND_NEAREST);
    rate.scale = percent;
    rate.unit = PLUMB_UNIT_FRACTION;
    return rate;
}

static void push_whole(struct plumb_extract_work *work, struct plumb_item *first,
                       const struct plumb_fact *rates, size_t n)
{
    struct plumb_term terms[MEMBERS_MAX];
    plumb_dec sum = {0}, room = {0};
    for (size_t i = 0; i < n; i++) {
        sum = plumb_dec_add(sum, rates[i].value);
        room = plumb_dec_add(room, rates[i].ulp);
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, first[i].fact);
    }
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(sum, plumb_dec_int(1)));
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = sum,
                                .low = plumb_dec_sub(sum, room),
                                .high = plumb_dec_add(sum, room)};
    /* 2:3:5 counts parts, not per cents */
    if (off.v > PLUMB_DEC_ONE / 5)
        return;
    if (off.v > room.v / 2) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = off;
        j.reason = "the members of the proportion do not make 100";
        j.reason_zh = "各构成部分之和不为100";
    }
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
    claim.unit = PLUMB_UNIT_FRACTION;
    claim.subject = first->label;
    claim.confidence = 0.85;
    plumb_claim_try(&claim, &j, terms, n, "a proportion makes 100", NULL);
    plumb_claim_push(&claim);
}

/* The last sum of n parts that was told in front, in this paragraph or one of the two above. */
static const struct plumb_relation *sum_before(const struct plumb_extract_work *work,
                                               const struct plumb_item *first, size_t n)
{
    struct plumb_prose *prose = work->prose;
    const struct plumb_relation *best = NULL;
    size_t place = 0;
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->kind != PLUMB_REL_SUM || r->operand_count != n ||
            r->verdict == PLUMB_VERDICT_UNTESTABLE || r->stated.fact >= work->fact_count ||
            plumb_is_rate(&work->facts[r->stated.fact]))
            continue;
        const struct plumb_item *whole = prose->of_fact[r->stated.fact];
        if (!whole || whole->fact->id > first->fact->id ||
            whole->passage->index + 2 < first->passage->index)
            continue;
        if (!best || whole->fact->id >= place) {
            best = r;
            place = whole->fact->id;
        }
    }
    return best;
}

static void push_shares(struct plumb_extract_work *work, struct plumb_item *first, size_t n)
{
    const struct plumb_relation *sum = sum_before(work, first, n);
    size_t parts[MEMBERS_MAX], whole = sum ? sum->stated.fact : 0;
    for (size_t i = 0; sum && i < n; i++) {
        parts[i] = sum->operands[i].fact;
        if (parts[i] >= work->fact_count)
            return;
    }
    for (size_t i = 0; sum && i < n; i++) {
        struct plumb_fact rate = as_rate(first[i].fact);
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_SHARE, "consistency.share", first + i);
        plumb_claim_ratio(&claim, &rate, &work->facts[parts[i]], &work->facts[whole],
                          "member of the proportion");
        for (size_t k = 0; k < claim.term_count; k++)
            if (claim.terms[k].role == PLUMB_ROLE_DENOMINATOR)
                claim.terms[k].role = PLUMB_ROLE_WHOLE;
        claim.confidence = 0.75;
        /* the amounts may be others than those the proportion is of */
        if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
            !plumb_one_slip(&rate, claim.best.expected))
            return;
        plumb_claim_push(&claim);
    }
}

void plumb_relate_proportions(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i + 2 < passage->count; i++) {
            struct plumb_item *first = &passage->items[i];
            struct plumb_fact rates[MEMBERS_MAX];
            size_t n = 1;
            while (i + n < passage->count && n < MEMBERS_MAX && joined(first + n - 1, first + n) &&
                   plumb_is_quantity(first[n].fact))
                n++;
            if (n < 3 || !PLUMB_HAS(first->before, "比", "结构"))
                continue;
            for (size_t k = 0; k < n; k++)
                rates[k] = as_rate(first[k].fact);
            push_whole(work, first, rates, n);
            push_shares(work, first, n);
            i += n - 1;
        }
    }
}
