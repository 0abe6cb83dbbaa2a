/* Claims: one relation while its readings are tried, the principle of charity in one place. */
#include <string.h>

#include "extract/relate/relate_int.h"

void plumb_claim_begin(struct plumb_claim *claim, struct plumb_extract_work *work,
                       enum plumb_relation_kind kind, const char *check,
                       const struct plumb_item *stated)
{
    *claim = (struct plumb_claim){.work = work,
                                  .kind = kind,
                                  .check = check,
                                  .stated = stated ? stated->fact : NULL,
                                  .declared = true,
                                  .confidence = 0.95};
    if (stated) {
        claim->subject = stated->label;
        claim->unit = stated->fact->unit;
    }
}

bool plumb_claim_wants(struct plumb_claim *claim, const struct plumb_judgement *judgement)
{
    if (!claim->tried || plumb_judgement_better(judgement, &claim->best))
        return true;
    claim->readings++;
    return false;
}

bool plumb_claim_try(struct plumb_claim *claim, const struct plumb_judgement *judgement,
                     const struct plumb_term *terms, size_t count, const char *reading,
                     const char *recomputation)
{
    claim->readings++;
    if (claim->tried && !plumb_judgement_better(judgement, &claim->best))
        return false;
    claim->tried = true;
    claim->best = *judgement;
    claim->reading = reading;
    claim->recomputation = recomputation;
    claim->money = claim->next_money;
    claim->terms = plumb_arena_array(claim->work->arena, count + 1, sizeof *terms);
    claim->term_count = count;
    if (count > 0)
        memcpy(claim->terms, terms, count * sizeof *terms);
    return true;
}

bool plumb_claim_holds(const struct plumb_claim *claim)
{
    return claim->tried && (claim->best.verdict == PLUMB_VERDICT_CONSISTENT ||
                            claim->best.verdict == PLUMB_VERDICT_ROUNDING);
}

/* A rate without declared operands that only numbers of other sentences could explain: that they fail
 * to is weak evidence, for the report may have meant others. */
static bool told_elsewhere(const struct plumb_claim *claim)
{
    const struct plumb_prose *prose = claim->work->prose;
    const struct plumb_item *stated =
        prose && claim->stated ? prose->of_fact[claim->stated->id] : NULL;
    if (claim->kind != PLUMB_REL_RATIO || !stated)
        return false;
    for (size_t i = 0; i < claim->term_count; i++) {
        const struct plumb_item *item =
            claim->terms[i].fact == PLUMB_NPOS ? NULL : prose->of_fact[claim->terms[i].fact];
        if (item && (item->passage != stated->passage || item->sentence + 1 < stated->sentence ||
                     item->sentence > stated->sentence + 1))
            return true;
    }
    return false;
}

/* Many readings make a match by chance likely (DESIGN §4); a miss stays as sure as its reading. */
static double confidence_of(const struct plumb_claim *claim)
{
    double c = claim->confidence;
    if (plumb_claim_holds(claim) && claim->readings > 1) {
        double loss = 0.02 * (double)(claim->readings - 1);
        c -= loss < 0.3 ? loss : 0.3;
    }
    if (claim->best.verdict == PLUMB_VERDICT_UNTESTABLE)
        c *= 0.5;
    if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT && told_elsewhere(claim))
        c *= 0.45;
    return c < 0.05 ? 0.05 : c;
}

struct plumb_relation *plumb_claim_push(struct plumb_claim *claim)
{
    if (!claim->tried)
        return NULL;
    struct plumb_relation relation = {
        .kind = claim->kind,
        .check = claim->check,
        .unit = claim->unit,
        .has_expected = claim->best.verdict != PLUMB_VERDICT_UNTESTABLE || claim->best.low.v != 0 ||
                        claim->best.high.v != 0,
        .expected = claim->best.expected,
        .low = claim->best.low,
        .high = claim->best.high,
        .verdict = claim->best.verdict,
        .mode = claim->best.mode,
        .readings = claim->readings,
        .declared = claim->declared,
        .confidence = confidence_of(claim),
        .reading = claim->reading,
        .reason = claim->best.reason,
        .reason_zh = claim->best.reason_zh,
        .recomputation = claim->recomputation,
        .subject = claim->subject,
        .money = claim->money,
    };
    relation.stated.fact = PLUMB_NPOS;
    relation.stated.role = PLUMB_ROLE_STATED;
    if (claim->stated)
        relation.stated = plumb_term_fact(claim->work, PLUMB_ROLE_STATED, claim->stated);
    relation.line = claim->line ? claim->line : relation.stated.line;
    if (relation.line == 0 && claim->term_count > 0)
        relation.line = claim->terms[0].line;
    if (claim->best.verdict == PLUMB_VERDICT_CONSISTENT)
        relation.money = (plumb_dec){0};
    return plumb_relation_push(claim->work, &relation, claim->terms, claim->term_count);
}

/* ---- ready-made readings --------------------------------------------------------------------- */

static plumb_dec money_of_rate(const struct plumb_judgement *j, const struct plumb_fact *whole)
{
    if (whole->unit != PLUMB_UNIT_YUAN)
        return (plumb_dec){0};
    return plumb_dec_abs(plumb_dec_mul(j->gap, whole->value, PLUMB_ROUND_NEAREST));
}

/* A budget of 15 万元 is no rounded number as spending of 15 万元 is: plans are set in whole units. In 亿元 they are
 * told as roughly as anything else. */
static bool is_whole_plan(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_YUAN && fact->decimals == 0 &&
           plumb_str_equal(fact->unit_text, PLUMB_STR("万元")) &&
           fact->comparator == PLUMB_CMP_NONE &&
           PLUMB_HAS(fact->label, "预算", "计划", "目标", "任务", "核定");
}

/* Refuses what holds only because the plan might be rounded; else leaves the judgement alone. */
static void take_plan_as_exact(const struct plumb_extract_work *work, const struct plumb_fact *rate,
                               const struct plumb_fact *a, const struct plumb_fact *plan,
                               struct plumb_judgement *j)
{
    struct plumb_fact exact = *plan;
    exact.ulp = (plumb_dec){0};
    struct plumb_judgement strict = plumb_judge_ratio(rate, a, &exact, work->mode);
    if (strict.verdict != PLUMB_VERDICT_INCONSISTENT)
        return;
    *j = strict;
    j->reason = "a plan in whole 万元 is taken as exact";
    j->reason_zh = "整万元的预算或计划按精确数核对";
}

bool plumb_claim_ratio(struct plumb_claim *claim, const struct plumb_fact *rate,
                       const struct plumb_fact *a, const struct plumb_fact *b, const char *reading)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_judgement j = plumb_judge_ratio(rate, a, b, work->mode);
    if (j.verdict == PLUMB_VERDICT_ROUNDING && is_whole_plan(b))
        take_plan_as_exact(work, rate, a, b, &j);
    claim->next_money = money_of_rate(&j, b);
    if (!plumb_claim_wants(claim, &j))
        return false;
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, a),
                                  plumb_term_fact(work, PLUMB_ROLE_DENOMINATOR, b)};
    const char *text = plumb_arena_printf(
        work->arena, "%s ÷ %s = %s, printed %s", plumb_fact_text(work, a), plumb_fact_text(work, b),
        plumb_value_text(work, j.expected, rate, 2), plumb_fact_text(work, rate));
    return plumb_claim_try(claim, &j, terms, 2, reading, text);
}

static const char *sum_text(struct plumb_extract_work *work, const struct plumb_judgement *j,
                            const struct plumb_fact *total, const struct plumb_fact *const *parts,
                            const int *signs, size_t n)
{
    bool one_unit = true;
    int decimals = total->decimals;
    for (size_t i = 0; i < n; i++) {
        one_unit = one_unit && parts[i]->scale.v == total->scale.v;
        decimals = parts[i]->decimals > decimals ? parts[i]->decimals : decimals;
    }
    /* as long as the texts and a joint of at most five bytes each */
    size_t room = 1, len = 0;
    const char **numbers = plumb_arena_array(work->arena, n + 1, sizeof *numbers);
    for (size_t i = 0; i < n; i++) {
        numbers[i] = one_unit ? plumb_str_copy(work->arena, parts[i]->text).ptr
                              : plumb_fact_text(work, parts[i]);
        room += strlen(numbers[i]) + 5;
    }
    char *text = plumb_arena_alloc(work->arena, room);
    for (size_t i = 0; i < n; i++) {
        struct plumb_str joint = signs && signs[i] < 0 ? PLUMB_STR(" − ")
                                 : i > 0               ? PLUMB_STR(" + ")
                                                       : PLUMB_STR("");
        memcpy(text + len, joint.ptr, joint.len);
        len += joint.len;
        size_t size = strlen(numbers[i]);
        memcpy(text + len, numbers[i], size);
        len += size;
    }
    return PLUMB_JOIN(work->arena, (struct plumb_str){text, len}, PLUMB_STR(" = "),
                      plumb_str_from(plumb_value_text(work, j->expected, total,
                                                      one_unit ? decimals - total->decimals : 2)),
                      PLUMB_STR(", printed "), plumb_str_from(plumb_fact_text(work, total)));
}

bool plumb_claim_sum(struct plumb_claim *claim, const struct plumb_fact *total,
                     const struct plumb_fact *const *parts, const int *signs, size_t n,
                     const char *reading)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_judgement j = plumb_judge_sum(total, parts, signs, n);
    claim->next_money = (plumb_dec){0};
    if (total->unit == PLUMB_UNIT_YUAN)
        claim->next_money = plumb_dec_abs(plumb_dec_sub(j.expected, total->value));
    if (!plumb_claim_wants(claim, &j))
        return false;
    struct plumb_term *terms = plumb_arena_array(work->arena, n + 1, sizeof *terms);
    for (size_t i = 0; i < n; i++)
        terms[i] = plumb_term_fact(work, signs && signs[i] < 0 ? PLUMB_ROLE_MINUS : PLUMB_ROLE_PART,
                                   parts[i]);
    return plumb_claim_try(claim, &j, terms, n, reading,
                           sum_text(work, &j, total, parts, signs, n));
}

bool plumb_claim_bound(struct plumb_claim *claim, const struct plumb_fact *part,
                       const struct plumb_fact *whole, const char *reading)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_interval p = plumb_fact_interval(part, PLUMB_MODE_NEAREST);
    struct plumb_interval t = plumb_fact_interval(whole, PLUMB_MODE_NEAREST);
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_PART, part);
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_CONSISTENT, .expected = part->value, .low = p.lo, .high = p.hi};
    j.gap = p.lo.v > t.hi.v ? plumb_dec_sub(p.lo, t.hi) : (plumb_dec){0};
    if (j.gap.v > 0)
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
    claim->next_money = whole->unit == PLUMB_UNIT_YUAN ? j.gap : (plumb_dec){0};
    return plumb_claim_try(claim, &j, &term, 1, reading,
                           plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, part),
                                              j.gap.v > 0 ? ">" : "≤",
                                              plumb_fact_text(work, whole)));
}

static const char *growth_text(struct plumb_extract_work *work, const struct plumb_judgement *j,
                               const struct plumb_fact *rate, int sign,
                               const struct plumb_fact *current, const struct plumb_fact *prior,
                               const struct plumb_fact *delta)
{
    const char *result = plumb_value_text(work, j->expected, rate, 2);
    const char *printed = plumb_fact_text(work, rate);
    if (j->expected.v == 0 && j->high.v == 0 && plumb_dec_sign(rate->value) != 0 && current)
        return plumb_arena_printf(
            work->arena, "%s − %s = 0: no base, printed %s", plumb_fact_text(work, current),
            delta ? plumb_fact_text(work, delta) : plumb_fact_text(work, current), printed);
    if (current && prior)
        return plumb_arena_printf(work->arena, "%s ÷ %s − 1 = %s, printed %s",
                                  plumb_fact_text(work, current), plumb_fact_text(work, prior),
                                  result, printed);
    if (current)
        return plumb_arena_printf(work->arena, "%s ÷ (%s %s %s) = %s, printed %s",
                                  plumb_fact_text(work, delta), plumb_fact_text(work, current),
                                  sign > 0 ? "−" : "+", plumb_fact_text(work, delta), result,
                                  printed);
    return plumb_arena_printf(work->arena, "%s ÷ %s = %s, printed %s", plumb_fact_text(work, delta),
                              plumb_fact_text(work, prior), result, printed);
}

bool plumb_claim_growth(struct plumb_claim *claim, const struct plumb_fact *rate, int sign,
                        const struct plumb_fact *current, const struct plumb_fact *prior,
                        const struct plumb_fact *delta, const char *reading)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_judgement j = plumb_judge_growth(rate, sign, current, prior, delta, work->mode);
    claim->next_money = money_of_rate(&j, prior ? prior : current ? current : delta);
    if (!plumb_claim_wants(claim, &j))
        return false;
    struct plumb_term terms[3];
    size_t n = 0;
    if (current)
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_CURRENT, current);
    if (prior)
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_PRIOR, prior);
    if (delta)
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_DELTA, delta);
    return plumb_claim_try(claim, &j, terms, n, reading,
                           growth_text(work, &j, rate, sign, current, prior, delta));
}
