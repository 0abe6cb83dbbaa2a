/* Official ratios of the catalogue against their bound: the rate as printed, or worked out from the
 * amounts of the report when it prints none. What the arithmetic of a printed rate is worth is tested
 * with the relations; here a rate that was computed rightly may still be out of bounds. */
#include "analysis/findings/findings_int.h"

#include <math.h>
#include <string.h>

enum { MAX_OPERANDS = 8 };

static bool tells_rate(const struct plumb_extraction *e, size_t fact, const struct plumb_fact *rate)
{
    if (fact == PLUMB_NPOS)
        return false;
    const struct plumb_fact *told = &e->facts[fact];
    return told->id == rate->id ||
           (told->unit == rate->unit && told->value.v == rate->value.v && told->indicator &&
            strcmp(told->indicator, rate->indicator) == 0);
}

/* The report's own target for this very rate is missed: the same matter as the official bound. */
static bool misses_target(const struct plumb_extraction *e, const struct plumb_relation *r,
                          const struct plumb_fact *rate)
{
    if (r->kind != PLUMB_REL_TARGET)
        return false;
    bool tells = tells_rate(e, r->stated.fact, rate);
    for (size_t i = 0; i < r->operand_count && !tells; i++)
        tells = tells_rate(e, r->operands[i].fact, rate);
    return tells;
}

/* Is the fact's own bound, or another relation of the check, told as broken already? */
static bool told(const struct plumb_extraction *e, const char *check, const struct plumb_fact *rate)
{
    for (size_t i = 0; i < e->relation_count; i++) {
        const struct plumb_relation *r = &e->relations[i];
        if (r->verdict != PLUMB_VERDICT_INCONSISTENT)
            continue;
        if (r->check && strcmp(r->check, check) == 0)
            return true;
        if (rate && r->stated.fact == rate->id &&
            (r->kind == PLUMB_REL_BOUND || r->kind == PLUMB_REL_RATIO))
            return true;
        if (rate && misses_target(e, r, rate))
            return true;
    }
    return false;
}

/* Beyond the bound by more than half of its last digit. */
static int side_of(const struct plumb_indicator *ratio, double value, double slack)
{
    if (ratio->has_high && value > ratio->high + slack + 1e-9)
        return 1;
    return ratio->has_low && value < ratio->low - slack - 1e-9 ? -1 : 0;
}

/* A change that should not be above zero is looked at with more patience than a limit on a level. */
static double confidence_of(const struct plumb_indicator *ratio, bool printed)
{
    bool change = ratio->has_high && ratio->high == 0;
    return (change ? 0.55 : 0.75) - (printed ? -0.05 : 0.2);
}

static const char *bound_words(const struct plumb_finder *f, const struct plumb_indicator *ratio,
                               int side)
{
    return plumb_arena_printf(
        f->arena, "%s%s", side > 0 ? "≤" : "≥",
        plumb_percent_words(f->arena, side > 0 ? ratio->high : ratio->low, 0));
}

static void explain(const struct plumb_finder *f, struct plumb_draft *d,
                    const struct plumb_indicator *ratio, const char *value, int side, bool printed)
{
    const char *bound = bound_words(f, ratio, side);
    d->finding.expected = bound;
    d->finding.explanation.zh =
        plumb_arena_printf(f->arena, "“%s”%s%s，%s（%s），需说明原因。", ratio->name.zh,
                           printed ? "列为" : "按所列数字计算为", value,
                           side > 0 ? "超过规定上限" : "低于规定下限", bound);
    d->finding.explanation.en = plumb_arena_printf(
        f->arena, "“%s” is %s %s, %s the official bound (%s); this needs explaining.",
        ratio->name.en, printed ? "printed as" : "worked out as", value,
        side > 0 ? "above" : "below", bound);
}

/* ---- printed ------------------------------------------------------------------------------- */

static const struct plumb_indicator *ratio_of(const struct plumb_finder *f,
                                              const struct plumb_fact *fact)
{
    if (!fact->indicator || fact->unit != PLUMB_UNIT_FRACTION || !plumb_fact_is_plain(fact) ||
        !plumb_fact_is_agency_wide(fact) || fact->stage == PLUMB_STAGE_TARGET ||
        fact->stage == PLUMB_STAGE_WEIGHT || fact->stage == PLUMB_STAGE_PRIOR)
        return NULL;
    if (fact->year && f->extraction->year && fact->year != f->extraction->year)
        return NULL;
    const struct plumb_indicator *ratio =
        plumb_catalogue_find_indicator(f->catalogue, fact->indicator);
    return ratio && ratio->type == PLUMB_INDICATOR_RATIO && ratio->check ? ratio : NULL;
}

/* The amounts the rate was found to be made of, and the money between them. */
static void quote_operands(const struct plumb_finder *f, struct plumb_draft *d,
                           const struct plumb_fact *rate)
{
    const struct plumb_extraction *e = f->extraction;
    for (size_t i = 0; i < e->relation_count; i++) {
        const struct plumb_relation *r = &e->relations[i];
        if (r->stated.fact != rate->id || r->operand_count != 2 ||
            r->operands[0].fact == PLUMB_NPOS || r->operands[1].fact == PLUMB_NPOS ||
            (r->verdict != PLUMB_VERDICT_CONSISTENT && r->verdict != PLUMB_VERDICT_ROUNDING))
            continue;
        plumb_draft_term(f, d, &r->operands[0]);
        plumb_draft_term(f, d, &r->operands[1]);
        const struct plumb_fact *a = &e->facts[r->operands[0].fact];
        const struct plumb_fact *b = &e->facts[r->operands[1].fact];
        if (a->unit == PLUMB_UNIT_YUAN && b->unit == PLUMB_UNIT_YUAN)
            d->finding.money_at_stake =
                plumb_dec_double(plumb_dec_abs(plumb_dec_sub(a->value, b->value)));
        return;
    }
}

/* The same rate printed before is the same matter. */
static bool repeated(const struct plumb_extraction *e, const struct plumb_fact *fact)
{
    for (size_t i = 0; i < fact->id; i++)
        if (e->facts[i].indicator && strcmp(e->facts[i].indicator, fact->indicator) == 0 &&
            e->facts[i].value.v == fact->value.v && plumb_fact_is_plain(&e->facts[i]))
            return true;
    return false;
}

static void printed_rate(const struct plumb_finder *f, const struct plumb_fact *fact)
{
    const struct plumb_indicator *ratio = ratio_of(f, fact);
    if (!ratio || repeated(f->extraction, fact))
        return;
    int side = side_of(ratio, plumb_dec_double(fact->value), plumb_dec_double(fact->ulp) / 2);
    if (!side || told(f->extraction, ratio->check, fact))
        return;
    struct plumb_draft d = plumb_draft_begin(f, ratio->check);
    plumb_draft_title(f, &d, plumb_label_words(f->arena, fact->label));
    d.finding.stated = plumb_fact_words(f->arena, fact);
    explain(f, &d, ratio, d.finding.stated, side, true);
    d.finding.confidence = confidence_of(ratio, true);
    plumb_draft_fact(f, &d, fact, "stated");
    quote_operands(f, &d, fact);
    plumb_draft_push(f, &d);
}

/* ---- worked out ---------------------------------------------------------------------------- */

static bool is_printed(const struct plumb_finder *f, const struct plumb_indicator *ratio)
{
    for (size_t i = 0; i < f->extraction->fact_count; i++)
        if (ratio_of(f, &f->extraction->facts[i]) == ratio)
            return true;
    return false;
}

struct worked_out {
    const struct plumb_fact *operands[MAX_OPERANDS];
    size_t count;
    double value;
};

/* The formula's value from the report's own amounts; false when one of them is not told or stands for
 * another year. */
static bool work_out(const struct plumb_finder *f, const struct plumb_formula *formula,
                     struct worked_out *out)
{
    double inputs[MAX_OPERANDS];
    size_t n = plumb_formula_input_count(formula);
    if (n == 0 || n > MAX_OPERANDS)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool prior = false;
        const char *id = plumb_formula_input(formula, i, &prior);
        const struct plumb_fact *fact =
            prior ? NULL : plumb_pick_fact(f->extraction, id, PLUMB_STR(""));
        if (!fact || plumb_dec_sign(fact->value) <= 0 ||
            (i > 0 && fact->unit != out->operands[0]->unit))
            return false;
        out->operands[i] = fact;
        inputs[i] = plumb_dec_double(fact->value);
    }
    out->count = n;
    out->value = plumb_formula_eval(formula, inputs);
    return isfinite(out->value);
}

/* Adjustment, carry-over and execution have finders of their own, which know the forms better; of the
 * funds of projects a report tells some planned and others received. */
static bool has_own_finder(const char *check)
{
    static const char *const checks[] = {"ratio.execution", "ratio.completion",  "ratio.adjustment",
                                         "ratio.carryover", "ratio.threepublic", "ratio.funding"};
    for (size_t i = 0; i < PLUMB_COUNT(checks); i++)
        if (strcmp(check, checks[i]) == 0)
            return true;
    return false;
}

/* A balance that is small beside the spending may grow as it likes. */
static bool is_small_balance(const struct plumb_finder *f, const struct plumb_indicator *ratio,
                             const struct worked_out *w)
{
    if (strcmp(ratio->check, "ratio.carryover_change") != 0)
        return false;
    const struct plumb_fact *spent =
        plumb_pick_fact(f->extraction, "expenditure.executed", PLUMB_STR(""));
    double notice = plumb_check_parameter(
        plumb_catalogue_find_check(f->catalogue, "ratio.carryover"), "notice", 0.08);
    return spent &&
           plumb_dec_double(w->operands[0]->value) < notice * plumb_dec_double(spent->value);
}

static void unprinted_rate(const struct plumb_finder *f, const struct plumb_indicator *ratio)
{
    struct worked_out w = {.count = 0};
    if (has_own_finder(ratio->check) || is_printed(f, ratio) ||
        told(f->extraction, ratio->check, NULL))
        return;
    bool known = work_out(f, ratio->formula, &w);
    for (size_t i = 0; i < ratio->alternative_count && !known; i++)
        known = work_out(f, ratio->alternative_formulas[i], &w);
    /* two amounts of one name may be of different scopes: a little above says nothing */
    int side = known ? side_of(ratio, w.value, 0.02) : 0;
    if (!side || is_small_balance(f, ratio, &w))
        return;
    struct plumb_draft d = plumb_draft_begin(f, ratio->check);
    plumb_draft_title(f, &d, plumb_label_words(f->arena, w.operands[0]->label));
    d.finding.stated = plumb_percent_words(f->arena, w.value, 2);
    explain(f, &d, ratio, d.finding.stated, side, false);
    d.finding.confidence = confidence_of(ratio, false);
    for (size_t i = 0; i < w.count; i++)
        plumb_draft_fact(f, &d, w.operands[i], i ? "denominator" : "numerator");
    if (w.count == 2 && w.operands[0]->unit == PLUMB_UNIT_YUAN)
        d.finding.money_at_stake =
            fabs(plumb_dec_double(w.operands[0]->value) - plumb_dec_double(w.operands[1]->value));
    plumb_draft_push(f, &d);
}

/* ---- spent above a budget that was never raised ------------------------------------------------- */

static void unapproved(const struct plumb_finder *f)
{
    const char *check = "ratio.unapproved";
    const struct plumb_extraction *e = f->extraction;
    const struct plumb_fact *initial = plumb_pick_fact(e, "expenditure.initial", PLUMB_STR(""));
    const struct plumb_fact *revised = plumb_pick_fact(e, "expenditure.revised", PLUMB_STR(""));
    const struct plumb_fact *executed = plumb_pick_fact(e, "expenditure.executed", PLUMB_STR(""));
    if (!initial || !revised || !executed || initial->value.v != revised->value.v ||
        told(e, check, NULL))
        return;
    double over = plumb_dec_double(plumb_dec_sub(executed->value, revised->value));
    double tolerance =
        plumb_check_parameter(plumb_catalogue_find_check(f->catalogue, check), "tolerance", 0.005);
    if (!(over > tolerance * plumb_dec_double(revised->value)))
        return;
    struct plumb_draft d = plumb_draft_begin(f, check);
    const char *spent = plumb_fact_words(f->arena, executed);
    const char *budget = plumb_fact_words(f->arena, revised);
    plumb_draft_title(f, &d, plumb_label_words(f->arena, executed->label));
    d.finding.stated = spent;
    d.finding.expected = plumb_arena_printf(f->arena, "≤%s", budget);
    d.finding.explanation.zh = plumb_arena_printf(
        f->arena, "执行数%s超过全年预算数%s，而全年预算数与年初预算数相同，未见预算调整。", spent,
        budget);
    d.finding.explanation.en = plumb_arena_printf(
        f->arena,
        "%s was spent, more than the whole-year budget of %s, which equals the initial one: no "
        "adjustment is shown.",
        spent, budget);
    d.finding.confidence = 0.8;
    d.finding.money_at_stake = over;
    plumb_draft_fact(f, &d, executed, "part");
    plumb_draft_fact(f, &d, revised, "whole");
    plumb_draft_fact(f, &d, initial, "other");
    plumb_draft_push(f, &d);
}

void plumb_find_ratios(const struct plumb_finder *finder)
{
    unapproved(finder);
    for (size_t i = 0; i < finder->extraction->fact_count; i++)
        printed_rate(finder, &finder->extraction->facts[i]);
    for (size_t i = 0; i < plumb_catalogue_indicator_count(finder->catalogue); i++) {
        const struct plumb_indicator *ratio = plumb_catalogue_indicator(finder->catalogue, i);
        if (ratio->type == PLUMB_INDICATOR_RATIO && ratio->check && ratio->formula)
            unprinted_rate(finder, ratio);
    }
}
