/* Recomputing and solving equations, with intervals (XBRL Calculation 1.1). */
#include "analysis/findings/equation.h"

static const plumb_dec ZERO = {0};

struct plumb_numbers plumb_numbers_new(struct plumb_arena *arena, const struct plumb_fact *facts,
                                       size_t count)
{
    struct plumb_numbers n = {.facts = facts, .count = count};
    n.value = plumb_arena_array(arena, count + 1, sizeof *n.value);
    n.ulp = plumb_arena_array(arena, count + 1, sizeof *n.ulp);
    n.changed = plumb_arena_array(arena, count + 1, sizeof *n.changed);
    for (size_t i = 0; i < count; i++) {
        n.value[i] = facts[i].value;
        n.ulp[i] = facts[i].ulp;
    }
    return n;
}

static bool has_band(const struct plumb_fact *fact)
{
    return fact->comparator != PLUMB_CMP_NONE && fact->comparator != PLUMB_CMP_EQ;
}

/* ---- intervals ----------------------------------------------------------------------------- */

/* Numbers printed in one unit side by side: the coarser one may have dropped its zeros. */
static plumb_dec sibling_ulp(const struct plumb_equation *e, const struct plumb_numbers *n,
                             size_t fact)
{
    plumb_dec ulp = n->ulp[fact];
    for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
        size_t other = plumb_equation_fact(e, i);
        bool whole = i < e->count || e->form == PLUMB_EQUATION_LINEAR;
        if (whole && n->facts[other].scale.v == n->facts[fact].scale.v)
            ulp = plumb_dec_min(ulp, n->ulp[other]);
    }
    return ulp;
}

static struct plumb_interval member_interval(const struct plumb_equation *e,
                                             const struct plumb_numbers *n, size_t fact)
{
    const struct plumb_fact *f = &n->facts[fact];
    if (has_band(f) && !n->changed[fact])
        return plumb_fact_interval(f, PLUMB_MODE_NEAREST);
    /* a price or a standard in whole units is exact; only shares and scaled money are rounded */
    if (e->form == PLUMB_EQUATION_PRODUCT && f->unit != PLUMB_UNIT_FRACTION &&
        f->scale.v <= PLUMB_DEC_ONE)
        return plumb_interval_point(n->value[fact]);
    if (n->value[fact].v == 0)
        return plumb_interval_point(ZERO); /* a printed zero is nothing at all */
    /* at its own precision: what holds at that is rounding, and rounding is no error to localise */
    plumb_dec ulp = e->fine ? sibling_ulp(e, n, fact) : n->ulp[fact];
    return plumb_interval_printed(n->value[fact], ulp, PLUMB_MODE_NEAREST);
}

static struct plumb_interval magnitude(struct plumb_interval x)
{
    if (plumb_dec_sign(x.lo) >= 0)
        return x;
    struct plumb_interval minus = {plumb_dec_neg(x.hi), plumb_dec_neg(x.lo)};
    if (plumb_dec_sign(x.hi) <= 0)
        return minus;
    return (struct plumb_interval){ZERO, plumb_dec_max(minus.hi, x.hi)};
}

/* ---- recomputation ------------------------------------------------------------------------- */

static void add_signed(int sign, plumb_dec x, struct plumb_interval range, plumb_dec *sum,
                       struct plumb_interval *total)
{
    *sum = sign > 0 ? plumb_dec_add(*sum, x) : plumb_dec_sub(*sum, x);
    *total = sign > 0 ? plumb_interval_add(*total, range) : plumb_interval_sub(*total, range);
}

/* Sum of the upper or of the lower members. */
static void side(const struct plumb_equation *e, const struct plumb_numbers *n, bool lower,
                 plumb_dec *value, struct plumb_interval *range)
{
    *value = ZERO;
    *range = plumb_interval_point(ZERO);
    for (size_t i = 0; i < e->count; i++) {
        const struct plumb_equation_member *m = &e->members[i];
        if (m->lower == lower)
            add_signed(m->sign, n->value[m->fact], member_interval(e, n, m->fact), value, range);
    }
}

static bool divide(plumb_dec a, struct plumb_interval a_range, plumb_dec b,
                   struct plumb_interval b_range, plumb_dec *value, struct plumb_interval *range)
{
    if (plumb_dec_sign(b) == 0 || !plumb_interval_div(a_range, b_range, range))
        return false;
    *value = plumb_dec_div(a, b, PLUMB_ROUND_NEAREST);
    return true;
}

/* delta / (current - factor delta) rises with delta and falls with current. */
static bool compute_change(const struct plumb_equation *e, const struct plumb_numbers *n,
                           plumb_dec *value, struct plumb_interval *range)
{
    plumb_dec c, d;
    struct plumb_interval c_range, d_range;
    side(e, n, false, &c, &c_range);
    side(e, n, true, &d, &d_range);
    d = plumb_dec_abs(d);
    d_range = magnitude(d_range);
    bool up = plumb_dec_sign(e->factor) > 0;
    plumb_dec base = up ? plumb_dec_sub(c, d) : plumb_dec_add(c, d);
    plumb_dec least =
        up ? plumb_dec_sub(c_range.hi, d_range.lo) : plumb_dec_add(c_range.hi, d_range.lo);
    plumb_dec most =
        up ? plumb_dec_sub(c_range.lo, d_range.hi) : plumb_dec_add(c_range.lo, d_range.hi);
    if (plumb_dec_sign(base) <= 0 || plumb_dec_sign(least) <= 0 || plumb_dec_sign(most) <= 0)
        return false;
    *value = plumb_dec_div(d, base, PLUMB_ROUND_NEAREST);
    range->lo = plumb_dec_div(d_range.lo, least, PLUMB_ROUND_FLOOR);
    range->hi = plumb_dec_div(d_range.hi, most, PLUMB_ROUND_CEIL);
    return true;
}

static bool compute_quotient(const struct plumb_equation *e, const struct plumb_numbers *n,
                             plumb_dec *value, struct plumb_interval *range)
{
    plumb_dec a, b;
    struct plumb_interval a_range, b_range;
    side(e, n, false, &a, &a_range);
    side(e, n, true, &b, &b_range);
    if (!divide(a, a_range, b, b_range, value, range))
        return false;
    if (e->form == PLUMB_EQUATION_GROWTH) {
        struct plumb_interval one = plumb_interval_point(plumb_dec_int(1));
        *value = plumb_dec_abs(plumb_dec_sub(*value, plumb_dec_int(1)));
        *range = magnitude(plumb_interval_sub(*range, one));
    }
    return true;
}

static void compute_product(const struct plumb_equation *e, const struct plumb_numbers *n,
                            plumb_dec *value, struct plumb_interval *range)
{
    *value = plumb_dec_int(1);
    *range = plumb_interval_point(*value);
    for (size_t i = 0; i < e->count; i++) {
        size_t fact = e->members[i].fact;
        *value = plumb_dec_mul(*value, n->value[fact], PLUMB_ROUND_NEAREST);
        *range = plumb_interval_mul(*range, member_interval(e, n, fact));
    }
}

bool plumb_equation_compute(const struct plumb_equation *equation,
                            const struct plumb_numbers *numbers, plumb_dec *value,
                            struct plumb_interval *range)
{
    const struct plumb_equation *e = equation;
    switch (e->form) {
    case PLUMB_EQUATION_NONE:
    case PLUMB_EQUATION_BOUND:
        return false;
    case PLUMB_EQUATION_LINEAR:
        side(e, numbers, false, value, range);
        if (e->divisor > 1) {
            plumb_dec n = plumb_dec_int(e->divisor);
            *value = plumb_dec_div(*value, n, PLUMB_ROUND_NEAREST);
            range->lo = plumb_dec_div(range->lo, n, PLUMB_ROUND_FLOOR);
            range->hi = plumb_dec_div(range->hi, n, PLUMB_ROUND_CEIL);
        }
        break;
    case PLUMB_EQUATION_QUOTIENT:
    case PLUMB_EQUATION_GROWTH:
        if (!compute_quotient(e, numbers, value, range))
            return false;
        break;
    case PLUMB_EQUATION_CHANGE:
        return compute_change(e, numbers, value, range);
    case PLUMB_EQUATION_PRODUCT:
        compute_product(e, numbers, value, range);
        break;
    case PLUMB_EQUATION_CONSTANT:
        *value = e->factor;
        *range = plumb_interval_point(e->factor);
        return true;
    }
    /* in the growth forms the factor is the direction and not a multiplier */
    if (e->form != PLUMB_EQUATION_GROWTH && e->factor.v != PLUMB_DEC_ONE) {
        *value = plumb_dec_mul(*value, e->factor, PLUMB_ROUND_NEAREST);
        *range = plumb_interval_mul(*range, plumb_interval_point(e->factor));
    }
    return true;
}

static bool unsigned_form(const struct plumb_equation *e)
{
    return e->form == PLUMB_EQUATION_GROWTH || e->form == PLUMB_EQUATION_CHANGE;
}

static plumb_dec rounded_to(plumb_dec x, plumb_dec ulp)
{
    if (ulp.v <= 0)
        return x;
    plumb_i128 v = x.v < 0 ? -x.v : x.v;
    v = (v + ulp.v / 2) / ulp.v * ulp.v;
    return (plumb_dec){x.v < 0 ? -v : v};
}

static struct plumb_interval stated_interval(const struct plumb_equation *e,
                                             const struct plumb_numbers *n)
{
    if (e->result == PLUMB_NPOS)
        return plumb_interval_point(e->constant);
    const struct plumb_fact *result = &n->facts[e->result];
    if (has_band(result) && !n->changed[e->result])
        return plumb_fact_interval(result, e->mode);
    bool siblings = e->fine && e->form == PLUMB_EQUATION_LINEAR;
    plumb_dec ulp = siblings ? sibling_ulp(e, n, e->result) : n->ulp[e->result];
    return plumb_interval_printed(n->value[e->result], ulp, e->mode);
}

bool plumb_equation_holds(const struct plumb_equation *equation,
                          const struct plumb_numbers *numbers)
{
    const struct plumb_equation *e = equation;
    plumb_dec value;
    if (e->form == PLUMB_EQUATION_BOUND) {
        bool lower = e->members[0].lower;
        size_t small = lower ? e->members[0].fact : e->result;
        size_t large = lower ? e->result : e->members[0].fact;
        return plumb_dec_cmp(numbers->value[small], numbers->value[large]) <= 0;
    }
    struct plumb_interval range, stated = stated_interval(e, numbers);
    if (!plumb_equation_compute(e, numbers, &value, &range))
        return false;
    if (unsigned_form(e))
        stated = magnitude(stated);
    if (plumb_interval_meets(range, stated))
        return true;
    if (e->result == PLUMB_NPOS)
        return false;
    /* agencies divide the numbers they print: the displayed value counts as well */
    plumb_dec printed = numbers->value[e->result];
    if (unsigned_form(e))
        printed = plumb_dec_abs(printed);
    return rounded_to(value, numbers->ulp[e->result]).v == printed.v;
}

/* ---- solving ------------------------------------------------------------------------------- */

size_t plumb_equation_fact_count(const struct plumb_equation *equation)
{
    return equation->count + (equation->result != PLUMB_NPOS);
}

size_t plumb_equation_fact(const struct plumb_equation *equation, size_t index)
{
    return index < equation->count ? equation->members[index].fact : equation->result;
}

bool plumb_equation_has(const struct plumb_equation *equation, size_t fact)
{
    for (size_t i = 0; i < plumb_equation_fact_count(equation); i++)
        if (plumb_equation_fact(equation, i) == fact)
            return true;
    return false;
}

/* The only member of that fact, or NULL when it stands twice. */
static const struct plumb_equation_member *only_member(const struct plumb_equation *e, size_t fact)
{
    const struct plumb_equation_member *found = NULL;
    for (size_t i = 0; i < e->count; i++)
        if (e->members[i].fact == fact) {
            if (found || e->result == fact)
                return NULL;
            found = &e->members[i];
        }
    return found;
}

static plumb_dec unscale(const struct plumb_equation *e, plumb_dec x)
{
    if (e->divisor > 1)
        x = plumb_dec_mul(x, plumb_dec_int(e->divisor), PLUMB_ROUND_NEAREST);
    return e->factor.v == PLUMB_DEC_ONE ? x : plumb_dec_div(x, e->factor, PLUMB_ROUND_NEAREST);
}

/* What the side of `m` must add up to, minus the others on that side. */
static plumb_dec missing_on_side(const struct plumb_equation *e, const struct plumb_numbers *n,
                                 const struct plumb_equation_member *m, plumb_dec wanted)
{
    plumb_dec have;
    struct plumb_interval unused;
    side(e, n, m->lower, &have, &unused);
    plumb_dec own = n->value[m->fact];
    have = m->sign > 0 ? plumb_dec_sub(have, own) : plumb_dec_add(have, own);
    plumb_dec rest = plumb_dec_sub(wanted, have);
    return m->sign > 0 ? rest : plumb_dec_neg(rest);
}

/* r = a / b: a = r b, b = a / r. */
static bool solve_quotient(const struct plumb_equation *e, const struct plumb_numbers *n,
                           const struct plumb_equation_member *m, plumb_dec result,
                           plumb_dec *value)
{
    plumb_dec a, b;
    struct plumb_interval unused;
    side(e, n, false, &a, &unused);
    side(e, n, true, &b, &unused);
    if (m->lower ? plumb_dec_sign(result) == 0 : plumb_dec_sign(b) == 0)
        return false;
    plumb_dec wanted = m->lower ? plumb_dec_div(a, result, PLUMB_ROUND_NEAREST)
                                : plumb_dec_mul(b, result, PLUMB_ROUND_NEAREST);
    *value = missing_on_side(e, n, m, wanted);
    return true;
}

/* c = p (1 + s g); s is the direction in which the printed numbers go. */
static bool solve_growth(const struct plumb_equation *e, const struct plumb_numbers *n,
                         const struct plumb_equation_member *m, plumb_dec result, plumb_dec *value)
{
    plumb_dec size = plumb_dec_abs(result), one = plumb_dec_int(1);
    bool up = plumb_dec_sign(e->factor) > 0;
    plumb_dec ratio = up ? plumb_dec_add(one, size) : plumb_dec_sub(one, size);
    return plumb_dec_sign(ratio) > 0 && solve_quotient(e, n, m, ratio, value);
}

/* g = d / (c - s d): d = g c / (1 + s g), c = d / g + s d. */
static bool solve_change(const struct plumb_equation *e, const struct plumb_numbers *n,
                         const struct plumb_equation_member *m, plumb_dec result, plumb_dec *value)
{
    plumb_dec g = plumb_dec_abs(result), c, d;
    struct plumb_interval unused;
    side(e, n, false, &c, &unused);
    side(e, n, true, &d, &unused);
    d = plumb_dec_abs(d);
    bool up = plumb_dec_sign(e->factor) > 0;
    if (m->lower) {
        plumb_dec one = plumb_dec_int(1);
        plumb_dec below = up ? plumb_dec_add(one, g) : plumb_dec_sub(one, g);
        if (plumb_dec_sign(below) <= 0)
            return false;
        *value = plumb_dec_muldiv(g, c, below, PLUMB_ROUND_NEAREST);
        return true;
    }
    if (plumb_dec_sign(g) == 0)
        return false;
    plumb_dec ratio = plumb_dec_div(d, g, PLUMB_ROUND_NEAREST);
    *value = up ? plumb_dec_add(ratio, d) : plumb_dec_sub(ratio, d);
    return true;
}

static bool solve_product(const struct plumb_equation *e, const struct plumb_numbers *n,
                          size_t fact, plumb_dec result, plumb_dec *value)
{
    plumb_dec rest = plumb_dec_int(1);
    for (size_t i = 0; i < e->count; i++)
        if (e->members[i].fact != fact)
            rest = plumb_dec_mul(rest, n->value[e->members[i].fact], PLUMB_ROUND_NEAREST);
    if (plumb_dec_sign(rest) == 0)
        return false;
    *value = plumb_dec_div(result, rest, PLUMB_ROUND_NEAREST);
    return true;
}

bool plumb_equation_solve(const struct plumb_equation *equation,
                          const struct plumb_numbers *numbers, size_t fact, plumb_dec *value)
{
    const struct plumb_equation *e = equation;
    struct plumb_interval range;
    const struct plumb_equation_member *m = only_member(e, fact);
    if (e->result == fact) {
        for (size_t i = 0; i < e->count; i++)
            if (e->members[i].fact == fact)
                return false;
        if (!plumb_equation_compute(e, numbers, value, &range))
            return false;
        /* a fall that is printed with its sign ("变动率-23.70%") and not told by a word */
        if (unsigned_form(e) && plumb_dec_sign(numbers->value[fact]) < 0 &&
            plumb_dec_sign(e->factor) < 0)
            *value = plumb_dec_neg(plumb_dec_abs(*value));
        return true;
    }
    if (!m || plumb_dec_sign(e->factor) == 0)
        return false;
    plumb_dec result = e->result == PLUMB_NPOS ? e->constant : numbers->value[e->result];
    switch (e->form) {
    case PLUMB_EQUATION_LINEAR:
        *value = missing_on_side(e, numbers, m, unscale(e, result));
        return true;
    case PLUMB_EQUATION_QUOTIENT:
        return solve_quotient(e, numbers, m, unscale(e, result), value);
    case PLUMB_EQUATION_GROWTH:
        return solve_growth(e, numbers, m, result, value);
    case PLUMB_EQUATION_CHANGE:
        return solve_change(e, numbers, m, result, value);
    case PLUMB_EQUATION_PRODUCT:
        return solve_product(e, numbers, fact, unscale(e, result), value);
    case PLUMB_EQUATION_NONE:
    case PLUMB_EQUATION_BOUND:
    case PLUMB_EQUATION_CONSTANT:
        break;
    }
    return false;
}
