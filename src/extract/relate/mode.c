/* Rounding mode of a document: likelihood over modes from the claims on which they disagree.
 * DOMAIN §1.10: error rate 0.02, prior .85/.05/.08/.02, fewer than three votes → nearest. */
#include <math.h>

#include "extract/relate/relate_int.h"

#define ERROR_RATE 0.02
#define LEAST_VOTES 3

enum { NEAREST, HALF_EVEN, TRUNCATE, CEILING, MODES };

static plumb_dec magnitude(plumb_dec x)
{
    return plumb_dec_abs(x);
}

/* The digits each mode would print for the value, in steps of ulp. */
static void printed_by(plumb_dec value, plumb_dec ulp, plumb_i128 out[MODES])
{
    plumb_i128 v = magnitude(value).v, down = v / ulp.v, rest = v % ulp.v;
    bool half = 2 * rest == ulp.v, above = 2 * rest > ulp.v;
    out[NEAREST] = down + (half || above);
    out[HALF_EVEN] = down + (above || (half && down % 2 != 0));
    out[TRUNCATE] = down;
    out[CEILING] = down + (rest > 0);
}

static bool is_rate_claim(const struct plumb_relation *relation)
{
    return (relation->kind == PLUMB_REL_SHARE || relation->kind == PLUMB_REL_GROWTH ||
            relation->kind == PLUMB_REL_RATIO) &&
           relation->has_expected && relation->stated.fact != PLUMB_NPOS &&
           (relation->verdict == PLUMB_VERDICT_CONSISTENT ||
            relation->verdict == PLUMB_VERDICT_ROUNDING);
}

static size_t count_votes(const struct plumb_extract_work *work, double score[MODES])
{
    size_t votes = 0;
    for (size_t r = 0; r < work->relation_count; r++) {
        const struct plumb_relation *relation = &work->relations[r];
        plumb_i128 by[MODES];
        if (!is_rate_claim(relation))
            continue;
        const struct plumb_fact *fact = &work->facts[relation->stated.fact];
        if (fact->ulp.v <= 0 || fact->unit != PLUMB_UNIT_FRACTION)
            continue;
        printed_by(relation->expected, fact->ulp, by);
        if (by[NEAREST] == by[TRUNCATE] && by[NEAREST] == by[CEILING])
            continue;
        plumb_i128 printed = magnitude(fact->value).v / fact->ulp.v;
        bool explained = false;
        for (int m = 0; m < MODES; m++)
            explained = explained || by[m] == printed;
        if (!explained)
            continue;
        for (int m = 0; m < MODES; m++)
            score[m] += log(by[m] == printed ? 1 - ERROR_RATE : ERROR_RATE);
        votes += by[NEAREST] != by[TRUNCATE];
    }
    return votes;
}

/* Claims that only the document's way of rounding explains are no longer worth a note each. */
static void settle(struct plumb_extract_work *work)
{
    for (size_t r = 0; r < work->relation_count; r++) {
        struct plumb_relation *relation = &work->relations[r];
        if (is_rate_claim(relation) && relation->verdict == PLUMB_VERDICT_ROUNDING &&
            relation->mode == work->mode) {
            relation->reason = "this report cuts off digits throughout";
            relation->reason_zh = "本报告比率一律去尾";
        }
    }
}

void plumb_infer_mode(struct plumb_extract_work *work)
{
    double score[MODES] = {log(0.85), log(0.05), log(0.08), log(0.02)};
    size_t votes = count_votes(work, score);
    int best = NEAREST;
    for (int m = 0; m < MODES; m++)
        best = score[m] > score[best] ? m : best;
    work->mode = PLUMB_MODE_NEAREST;
    if (votes < LEAST_VOTES)
        return;
    if (best == TRUNCATE) {
        work->mode = PLUMB_MODE_TRUNCATE;
        settle(work);
    } else if (best == CEILING) {
        work->mode = PLUMB_MODE_CEILING;
    }
}
