/* Candidates for a broken equation: for each of its numbers the slips near the solved value, and the
 * solved value itself. */
#include "analysis/findings/localise_int.h"

#include <math.h>

/* How far off within the slack: a product or a sum is exact when its numbers are, a rate never is.
 * A repair that turns a rise into a fall needs words that say so. */
static const double PRICE_OFF = 0.1, PRICE_INEXACT_PRODUCT = 0.3, PRICE_INEXACT_SUM = 0.1,
                    PRICE_TURNED = 0.4;

static size_t slips_of(struct plumb_search *s, size_t fact, const struct plumb_slip **out,
                       const double **values)
{
    if (!s->slips[fact] && !s->slip_count[fact]) {
        size_t count = plumb_slips_of(s->arena, &s->extraction->facts[fact], &s->slips[fact]);
        s->slip_values[fact] = plumb_arena_array(s->arena, count + 1, sizeof **s->slip_values);
        for (size_t i = 0; i < count; i++)
            s->slip_values[fact][i] = plumb_dec_double(s->slips[fact][i].value);
        s->slip_count[fact] = count;
    }
    *out = s->slips[fact];
    *values = s->slip_values[fact];
    return s->slip_count[fact];
}

/* How far from the solved value a candidate may lie and still repair: a generous bound that only
 * saves time; plumb_equation_holds decides. */
static double reach(const struct plumb_search *s, const struct plumb_equation *e, size_t fact,
                    double solved)
{
    double absolute = 0, relative = 0;
    for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
        size_t other = plumb_equation_fact(e, i);
        double ulp = plumb_dec_double(s->numbers.ulp[other]);
        double value = plumb_dec_double(s->numbers.value[other]);
        absolute += ulp;
        if (other != fact && value != 0)
            relative += ulp / (value < 0 ? -value : value);
    }
    if (e->form == PLUMB_EQUATION_LINEAR || e->form == PLUMB_EQUATION_CONSTANT)
        return 2 * absolute;
    double own = plumb_dec_double(s->numbers.ulp[fact]);
    relative = relative > 1 ? 1 : relative;
    return 2 * own + 2 * relative * (solved < 0 ? -solved : solved) +
           (e->form == PLUMB_EQUATION_PRODUCT ? 0 : relative * (solved < 0 ? -solved : solved));
}

/* The solved value is that of another number of the same equation: no explanation. */
static bool stands_beside(const struct plumb_search *s, const struct plumb_equation *e,
                          plumb_dec value)
{
    for (size_t i = 0; i < e->count; i++)
        if (s->numbers.value[e->members[i].fact].v == value.v)
            return true;
    return false;
}

/* Another member of the equation prints the same two digits or more. */
static bool copies_neighbour(const struct plumb_search *s, const struct plumb_equation *e,
                             size_t fact)
{
    plumb_dec value = s->extraction->facts[fact].value;
    if (plumb_significant_digits(value) < 2)
        return false;
    for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
        size_t other = plumb_equation_fact(e, i);
        if (other != fact && s->extraction->facts[other].value.v == value.v &&
            plumb_facts_neighbour(&s->extraction->facts[fact], &s->extraction->facts[other]))
            return true;
    }
    return false;
}

/* "100%" does not show how the report rounds its rates: another value is told with two decimals. A printed
 * "73%" does. */
static int decimals_to_show(const struct plumb_fact *f)
{
    bool round = f->unit == PLUMB_UNIT_FRACTION && f->decimals == 0 &&
                 f->scale.v == plumb_dec_pow10(-2).v && plumb_significant_digits(f->value) <= 1;
    return round ? 2 : f->decimals;
}

/* The solved value rounded as the number is printed, explained when it can be. */
static struct plumb_slip solved_slip(const struct plumb_search *s, const struct plumb_equation *e,
                                     size_t fact, plumb_dec solved)
{
    const struct plumb_fact *f = &s->extraction->facts[fact];
    struct plumb_slip slip = {.kind = PLUMB_SLIP_NONE, .ulp = f->ulp};
    int decimals = decimals_to_show(f);
    plumb_dec unit = plumb_dec_mul(plumb_dec_pow10(-decimals), f->scale, PLUMB_ROUND_NEAREST);
    slip.value = solved;
    if (unit.v > 0) {
        plumb_i128 v = solved.v < 0 ? -solved.v : solved.v;
        v = (v + unit.v / 2) / unit.v * unit.v;
        slip.value.v = solved.v < 0 ? -v : v;
    }
    plumb_print_like(f, slip.value, decimals, slip.text);
    /* what is printed is the neighbour's number: the own one was lost */
    if (copies_neighbour(s, e, fact))
        slip.kind = PLUMB_SLIP_COPY;
    bool restated = s->extraction->relations[e->relation].kind == PLUMB_REL_RESTATEMENT;
    if (plumb_repeats(s, f, slip.value, true) > 0 && (restated || !stands_beside(s, e, slip.value)))
        slip.kind = PLUMB_SLIP_COPY;
    return slip;
}

/* `off`: how far within its slack the candidate lies from the recomputed value, 0..1. */
static double price_of_distance(const struct plumb_equation *e, double off)
{
    if (off <= 0)
        return 0;
    return PRICE_OFF * off + (e->form == PLUMB_EQUATION_PRODUCT  ? PRICE_INEXACT_PRODUCT
                              : e->form == PLUMB_EQUATION_LINEAR ? PRICE_INEXACT_SUM
                                                                 : 0);
}

/* `extra`: what speaks against this solution as a whole. */
static void consider(struct plumb_search *s, struct plumb_shortlist *list, size_t fact,
                     const struct plumb_slip *slip, bool is_result, double extra)
{
    struct plumb_change change = {fact, *slip,
                                  plumb_change_price(s, fact, slip, is_result) + extra};
    double energy = plumb_change_energy(s, &change);
    size_t at = list->count < PLUMB_BEAM ? list->count++ : PLUMB_BEAM;
    while (at > 0 && energy < list->energy[at - 1]) {
        if (at < PLUMB_BEAM) {
            list->items[at] = list->items[at - 1];
            list->energy[at] = list->energy[at - 1];
        }
        at--;
    }
    if (at < PLUMB_BEAM) {
        list->items[at] = change;
        list->energy[at] = energy;
    }
}

/* A proposal has to fit as numbers are printed; the slack for cut-off digits is only granted where
 * the document cuts off digits. */
static bool repairs(struct plumb_search *s, const struct plumb_equation *equation, size_t fact,
                    const struct plumb_slip *slip)
{
    struct plumb_equation strict = *equation, *e = &strict;
    if (s->extraction->mode == PLUMB_MODE_NEAREST)
        strict.mode = PLUMB_MODE_NEAREST;
    plumb_dec value = s->numbers.value[fact], ulp = s->numbers.ulp[fact];
    bool changed = s->numbers.changed[fact];
    s->numbers.value[fact] = slip->value;
    s->numbers.ulp[fact] = slip->ulp;
    s->numbers.changed[fact] = true;
    bool holds = plumb_equation_holds(e, &s->numbers);
    s->numbers.value[fact] = value;
    s->numbers.ulp[fact] = ulp;
    s->numbers.changed[fact] = changed;
    return holds;
}

/* A rate that is proposed is the recomputed one as it would be printed, not its neighbour within the slack of
 * the amounts. */
static bool is_rounding(const struct plumb_search *s, size_t fact, const struct plumb_slip *slip,
                        double apart)
{
    double half = 0.5 * plumb_dec_double(slip->ulp);
    return s->extraction->facts[fact].unit != PLUMB_UNIT_FRACTION ||
           s->extraction->mode != PLUMB_MODE_NEAREST || fabs(apart) <= half * (1 + 1e-6);
}

/* Candidates of one number near one solution of a broken equation. */
static void consider_near(struct plumb_search *s, const struct plumb_equation *e, size_t fact,
                          plumb_dec solved, double extra, struct plumb_shortlist *list)
{
    bool is_result = e->result == fact;
    double target = plumb_dec_double(solved), limit = reach(s, e, fact, target);
    const struct plumb_slip *slips = NULL;
    const double *values = NULL;
    size_t count = slips_of(s, fact, &slips, &values);
    struct plumb_slip plain = solved_slip(s, e, fact, solved);
    bool plain_is_slip = false;
    for (size_t i = 0; i < count; i++) {
        double apart = values[i] - target;
        if (apart > limit || apart < -limit || !repairs(s, e, fact, &slips[i]) ||
            (is_result && !is_rounding(s, fact, &slips[i], apart)))
            continue;
        plain_is_slip = plain_is_slip || slips[i].value.v == plain.value.v;
        double off = limit > 0 ? fabs(apart) / limit : 0;
        consider(s, list, fact, &slips[i], is_result, extra + price_of_distance(e, off));
    }
    /* "or meant as -138.89" helps nobody: what is printed without a sign has none */
    bool sane = plumb_dec_sign(plain.value) >= 0 || plumb_dec_sign(s->numbers.value[fact]) < 0;
    if (!plain_is_slip && sane && plain.value.v != s->numbers.value[fact].v &&
        repairs(s, e, fact, &plain))
        consider(s, list, fact, &plain, is_result, extra);
}

/* Do the words in front of a rate say that something fell: "下降8%", "减少8%", "-8%"? */
static bool says_down(const struct plumb_search *s, size_t fact)
{
    static const char *const words[] = {"降", "减", "少", "负", "缩", "节约"};
    enum { NEAR_BYTES = 15 };
    if (fact == PLUMB_NPOS)
        return false;
    const struct plumb_fact *f = &s->extraction->facts[fact];
    size_t at = plumb_str_find(f->context, f->text);
    size_t from = at == PLUMB_NPOS || at < NEAR_BYTES ? 0 : at - NEAR_BYTES;
    struct plumb_str front = plumb_str_sub(f->context, from, at == PLUMB_NPOS ? 0 : at);
    if (plumb_dec_sign(f->value) < 0)
        return true;
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(front, words[i]) ||
            (f->row != PLUMB_NPOS && plumb_str_has(f->head, words[i])))
            return true;
    return false;
}

/* Each member is solved for, which looks at all others, and among so many there is always one that a slip
 * would mend: then none is asked. */
static bool has_too_many(const struct plumb_equation *e)
{
    enum { MOST_SEARCHED = 512 };
    return e->count > MOST_SEARCHED;
}

/* A growth can go up or down: the number that is wrong may have turned it around. */
void plumb_candidates_of_fact(struct plumb_search *s, const struct plumb_equation *e, size_t fact,
                              struct plumb_shortlist *list)
{
    plumb_dec solved;
    if (s->numbers.changed[fact] || has_too_many(e))
        return;
    if (plumb_equation_solve(e, &s->numbers, fact, &solved))
        consider_near(s, e, fact, solved, 0, list);
    if (e->form != PLUMB_EQUATION_GROWTH || fact == e->result)
        return;
    struct plumb_equation turned = *e;
    turned.factor = plumb_dec_neg(e->factor);
    double extra =
        says_down(s, e->result) == (plumb_dec_sign(turned.factor) < 0) ? 0 : PRICE_TURNED;
    if (plumb_equation_solve(&turned, &s->numbers, fact, &solved))
        consider_near(s, e, fact, solved, extra, list);
}

void plumb_candidates_of(struct plumb_search *s, const struct plumb_equation *e,
                         struct plumb_shortlist *list)
{
    list->count = 0;
    if (e->result != PLUMB_NPOS)
        plumb_candidates_of_fact(s, e, e->result, list);
    for (size_t i = 0; i < e->count; i++)
        plumb_candidates_of_fact(s, e, e->members[i].fact, list);
}

bool plumb_one_slip_mends(struct plumb_search *s, const struct plumb_equation *e, bool exactly)
{
    if (has_too_many(e))
        return false;
    for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
        size_t fact = plumb_equation_fact(e, i);
        plumb_dec solved;
        const struct plumb_slip *slips = NULL;
        const double *values = NULL;
        if (!plumb_equation_solve(e, &s->numbers, fact, &solved))
            continue;
        double target = plumb_dec_double(solved), limit = reach(s, e, fact, target);
        size_t count = slips_of(s, fact, &slips, &values);
        for (size_t k = 0; k < count; k++) {
            double apart = values[k] - target;
            bool hit = exactly
                           ? slips[k].value.v == solved.v
                           : apart <= limit && apart >= -limit && repairs(s, e, fact, &slips[k]);
            bool plain = slips[k].kind == PLUMB_SLIP_DIGIT || slips[k].kind == PLUMB_SLIP_SWAP ||
                         slips[k].kind == PLUMB_SLIP_SHIFT;
            if (hit && (plain || !exactly))
                return true;
        }
    }
    return false;
}
