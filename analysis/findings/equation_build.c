/* From a relation to the form in which it can be recomputed with other numbers, or to none. */
#include "analysis/findings/equation.h"

static bool role_is_lower(enum plumb_role role)
{
    return role == PLUMB_ROLE_WHOLE || role == PLUMB_ROLE_DENOMINATOR || role == PLUMB_ROLE_PRIOR ||
           role == PLUMB_ROLE_WEIGHT || role == PLUMB_ROLE_TARGET;
}

static struct plumb_equation_member member_of(const struct plumb_equation *e, bool of_rate,
                                              const struct plumb_term *term)
{
    struct plumb_equation_member m = {term->fact, 1, false};
    switch (e->form) {
    case PLUMB_EQUATION_LINEAR:
        if (term->role == PLUMB_ROLE_MINUS || term->role == PLUMB_ROLE_PRIOR)
            m.sign = -1;
        break;
    case PLUMB_EQUATION_GROWTH:
        /* (part - minus) / minus is a growth; (whole - minus) / whole is one turned around */
        m.lower = role_is_lower(term->role) ||
                  (of_rate && term->role == PLUMB_ROLE_MINUS && plumb_dec_sign(e->factor) > 0);
        break;
    case PLUMB_EQUATION_CHANGE:
        m.lower = term->role == PLUMB_ROLE_DELTA;
        break;
    case PLUMB_EQUATION_QUOTIENT:
        m.lower = role_is_lower(term->role);
        m.sign = term->role == PLUMB_ROLE_MINUS ? -1 : 1;
        break;
    default:
        break;
    }
    return m;
}

static bool has_role(const struct plumb_relation *r, enum plumb_role role)
{
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].role == role)
            return true;
    return false;
}

/* Members as the form reads the roles; false when a term is no number. */
static bool take_members(struct plumb_arena *arena, const struct plumb_relation *r,
                         struct plumb_equation *e)
{
    bool of_rate = r->kind == PLUMB_REL_RATIO || r->kind == PLUMB_REL_SHARE;
    /* x / (x + y) names only x, the numerator, and y, a part */
    bool of_sum = of_rate && e->form == PLUMB_EQUATION_QUOTIENT &&
                  has_role(r, PLUMB_ROLE_NUMERATOR) && has_role(r, PLUMB_ROLE_PART) &&
                  !has_role(r, PLUMB_ROLE_WHOLE) && !has_role(r, PLUMB_ROLE_DENOMINATOR);
    e->members = plumb_arena_array(arena, 2 * r->operand_count + 1, sizeof *e->members);
    for (size_t i = 0; i < r->operand_count; i++) {
        const struct plumb_term *term = &r->operands[i];
        if (term->role == PLUMB_ROLE_CUE)
            continue;
        if (term->fact == PLUMB_NPOS)
            return false;
        struct plumb_equation_member m = member_of(e, of_rate, term);
        m.lower = m.lower || (of_sum && term->role == PLUMB_ROLE_PART);
        e->members[e->count++] = m;
        if (of_sum && term->role == PLUMB_ROLE_NUMERATOR) {
            m.lower = true;
            e->members[e->count++] = m;
        }
    }
    return e->count > 0;
}

/* Forms to try for a kind of relation, the most natural first; ends with NONE. */
static const enum plumb_equation_form *forms_of(const struct plumb_relation *r)
{
    static const enum plumb_equation_form linear[] = {PLUMB_EQUATION_LINEAR, 0};
    static const enum plumb_equation_form rate[] = {PLUMB_EQUATION_QUOTIENT, PLUMB_EQUATION_LINEAR,
                                                    0};
    static const enum plumb_equation_form change[] = {PLUMB_EQUATION_CHANGE, 0};
    static const enum plumb_equation_form growth[] = {
        PLUMB_EQUATION_GROWTH, PLUMB_EQUATION_QUOTIENT, PLUMB_EQUATION_LINEAR, 0};
    static const enum plumb_equation_form product[] = {PLUMB_EQUATION_PRODUCT,
                                                       PLUMB_EQUATION_QUOTIENT, 0};
    static const enum plumb_equation_form mean[] = {PLUMB_EQUATION_QUOTIENT, PLUMB_EQUATION_PRODUCT,
                                                    PLUMB_EQUATION_LINEAR, 0};
    static const enum plumb_equation_form score[] = {PLUMB_EQUATION_LINEAR, PLUMB_EQUATION_QUOTIENT,
                                                     0};
    static const enum plumb_equation_form constant[] = {PLUMB_EQUATION_CONSTANT, 0};
    static const enum plumb_equation_form none[] = {0};
    switch (r->kind) {
    case PLUMB_REL_SUM:
    case PLUMB_REL_DIFFERENCE:
    case PLUMB_REL_BALANCE:
    case PLUMB_REL_RESTATEMENT:
        return linear;
    case PLUMB_REL_SHARE:
    case PLUMB_REL_RATIO:
        if (has_role(r, PLUMB_ROLE_DELTA))
            return change;
        return has_role(r, PLUMB_ROLE_CURRENT) || has_role(r, PLUMB_ROLE_MINUS) ? growth : rate;
    case PLUMB_REL_GROWTH:
        /* prior and delta alone are a plain quotient: delta / prior */
        return has_role(r, PLUMB_ROLE_DELTA) && has_role(r, PLUMB_ROLE_CURRENT) ? change : growth;
    case PLUMB_REL_PRODUCT:
        return product;
    case PLUMB_REL_AVERAGE:
        return mean;
    case PLUMB_REL_SCORE:
        return score;
    case PLUMB_REL_COUNT:
        return constant;
    default:
        return none;
    }
}

/* Multipliers a claim may carry without printing them: months, school terms, half years, per cent
 * and the sign of a decrease printed without one. */
static const int64_t hidden_factors[] = {1, -1, 12, 10, 4, 2, 6, 100};

static bool near(plumb_dec a, plumb_dec b, plumb_dec ulp)
{
    plumb_i128 apart = plumb_dec_abs(plumb_dec_sub(a, b)).v, size = plumb_dec_abs(b).v;
    return apart <= 2 + ulp.v / 100 || apart <= size / 1000000000;
}

/* A mean of n numbers, or an amount per unit that is printed (亩) and not per base unit. */
static void set_mean(struct plumb_equation *e, const struct plumb_numbers *n)
{
    e->factor = plumb_dec_int(1);
    if (e->form == PLUMB_EQUATION_LINEAR)
        e->divisor = (int64_t)e->count;
    for (size_t i = 0; i < e->count; i++)
        if (e->members[i].lower)
            e->factor = n->facts[e->members[i].fact].scale;
}

/* Does the form, with some hidden factor, give the relation's own result? */
static bool calibrate(struct plumb_equation *e, const struct plumb_relation *r,
                      const struct plumb_numbers *n)
{
    plumb_dec ulp = e->result == PLUMB_NPOS ? plumb_dec_int(0) : n->ulp[e->result];
    plumb_dec value, expected = r->expected;
    struct plumb_interval range;
    if (e->form == PLUMB_EQUATION_GROWTH)
        return plumb_equation_compute(e, n, &value, &range) &&
               near(value, plumb_dec_abs(expected), ulp);
    if (e->form == PLUMB_EQUATION_CHANGE) {
        e->factor = plumb_dec_int(plumb_dec_sign(expected) < 0 ? -1 : 1);
        return plumb_equation_compute(e, n, &value, &range) &&
               near(value, plumb_dec_abs(expected), ulp);
    }
    for (size_t i = 0; i < PLUMB_COUNT(hidden_factors); i++) {
        e->factor = plumb_dec_int(hidden_factors[i]);
        if (plumb_equation_compute(e, n, &value, &range) && near(value, expected, ulp))
            return true;
    }
    if (r->kind != PLUMB_REL_AVERAGE)
        return false;
    set_mean(e, n);
    return plumb_equation_compute(e, n, &value, &range) && near(value, expected, ulp);
}

/* "14.9:41.5:43.6" are rates without the sign: what is recomputed is a fraction, what is printed is not. */
static void meet_unsigned_rate(struct plumb_equation *e, const struct plumb_relation *r,
                               const struct plumb_numbers *n)
{
    if (e->form == PLUMB_EQUATION_QUOTIENT && r->kind == PLUMB_REL_SHARE &&
        e->result != PLUMB_NPOS && e->factor.v == PLUMB_DEC_ONE &&
        n->facts[e->result].unit == PLUMB_UNIT_NONE && n->value[e->result].v > PLUMB_DEC_ONE)
        e->factor = plumb_dec_int(100);
}

/* A growth as the words and the numbers have it: downwards when the recomputation is negative, or
 * when the rate is what is missing from a whole. */
static plumb_dec direction_of(const struct plumb_relation *r)
{
    bool down = plumb_dec_sign(r->expected) < 0 ||
                (r->kind != PLUMB_REL_GROWTH && has_role(r, PLUMB_ROLE_WHOLE));
    return plumb_dec_int(down ? -1 : 1);
}

/* 1 for a sure declared claim, less for a doubtful or guessed one. */
static double weight_of(const struct plumb_relation *r)
{
    double w = r->confidence > 0 ? r->confidence : 0.5;
    return r->declared ? w : 0.4 * w;
}

static bool has_part(const struct plumb_relation *r, size_t fact)
{
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].fact == fact && fact != PLUMB_NPOS)
            return true;
    return false;
}

/* The i-th part is as large as the total: it is the total again, or all of it is in that part and
 * the others are its own parts. */
static bool is_whole(const struct plumb_extraction *e, const struct plumb_relation *r, size_t i)
{
    size_t fact = r->operands[i].fact;
    plumb_dec total = e->facts[r->stated.fact].value;
    if (fact == PLUMB_NPOS || r->operands[i].role != PLUMB_ROLE_PART ||
        e->facts[fact].value.v != total.v)
        return false;
    /* parts of that part cannot come to more than it */
    return plumb_dec_cmp(plumb_dec_sub(r->expected, total), total) <= 0;
}

bool plumb_relation_is_partial(const struct plumb_extraction *extraction, size_t relation)
{
    const struct plumb_relation *r = &extraction->relations[relation];
    return r->kind == PLUMB_REL_SUM && r->operand_count == 1 && r->has_expected &&
           r->verdict == PLUMB_VERDICT_INCONSISTENT && r->stated.fact != PLUMB_NPOS &&
           plumb_dec_cmp(r->expected, extraction->facts[r->stated.fact].value) < 0;
}

bool plumb_relation_is_doubtful(const struct plumb_extraction *extraction, size_t relation)
{
    const struct plumb_relation *r = &extraction->relations[relation];
    if (r->kind != PLUMB_REL_SUM || r->verdict != PLUMB_VERDICT_INCONSISTENT ||
        r->stated.fact == PLUMB_NPOS || !r->has_expected)
        return false;
    /* "900 − 100 = 900" takes something off: no nested 其中 makes it true */
    for (size_t i = 0; i < r->operand_count && !has_role(r, PLUMB_ROLE_MINUS); i++)
        if (is_whole(extraction, r, i))
            return true;
    for (size_t k = 0; k < extraction->relation_count; k++) {
        const struct plumb_relation *other = &extraction->relations[k];
        if (other->kind != PLUMB_REL_SUM || other->verdict != PLUMB_VERDICT_CONSISTENT ||
            other->stated.fact != r->stated.fact || !other->declared)
            continue;
        for (size_t i = 0; i < r->operand_count; i++)
            if (has_part(other, r->operands[i].fact))
                return true;
    }
    return false;
}

/* Part <= whole between two numbers. Its breaking is a finding by itself, so it proves no number
 * wrong, but a repair that mends it as well is the better one. */
static struct plumb_equation bound_of(struct plumb_arena *arena, const struct plumb_relation *r,
                                      struct plumb_equation e)
{
    if (r->operand_count != 1 || r->operands[0].fact == PLUMB_NPOS || r->stated.fact == PLUMB_NPOS)
        return e;
    enum plumb_role role = r->operands[0].role;
    bool lower = role == PLUMB_ROLE_PART || role == PLUMB_ROLE_LOWER;
    if (!lower && role != PLUMB_ROLE_UPPER && role != PLUMB_ROLE_WHOLE)
        return e;
    e.members = plumb_arena_array(arena, 1, sizeof *e.members);
    e.members[0] = (struct plumb_equation_member){r->operands[0].fact, 1, lower};
    e.count = 1;
    e.form = PLUMB_EQUATION_BOUND;
    e.result = r->stated.fact;
    e.weight = 0.3;
    return e;
}

/* Numbers that are equal make 100 % or no change by themselves: that proves nothing about them. */
static bool is_void(const struct plumb_extraction *e, const struct plumb_relation *r)
{
    if (r->declared ||
        (r->kind != PLUMB_REL_RATIO && r->kind != PLUMB_REL_SHARE && r->kind != PLUMB_REL_GROWTH) ||
        r->operand_count != 2)
        return false;
    size_t a = r->operands[0].fact, b = r->operands[1].fact;
    return a != PLUMB_NPOS && b != PLUMB_NPOS && e->facts[a].value.v == e->facts[b].value.v;
}

/* What does not hold as printed and is not reported, because a doubtful reading would make it true or because
 * what it takes is not sure. It proves nothing wrong; but a repair that mends it as well is the better one. */
static bool is_soft(const struct plumb_extraction *e, size_t relation)
{
    const struct plumb_relation *r = &e->relations[relation];
    bool arithmetic = r->kind == PLUMB_REL_SUM || r->kind == PLUMB_REL_DIFFERENCE ||
                      r->kind == PLUMB_REL_BALANCE || r->kind == PLUMB_REL_GROWTH ||
                      r->kind == PLUMB_REL_RATIO || r->kind == PLUMB_REL_SHARE;
    return arithmetic &&
           (r->verdict == PLUMB_VERDICT_UNTESTABLE || plumb_relation_is_doubtful(e, relation));
}

static const double SOFT_WEIGHT = 0.3;

struct plumb_equation plumb_equation_build(struct plumb_arena *arena,
                                           const struct plumb_extraction *extraction,
                                           size_t relation, const struct plumb_numbers *numbers)
{
    const struct plumb_relation *r = &extraction->relations[relation];
    struct plumb_equation none = {.relation = relation, .result = PLUMB_NPOS};
    if (r->kind == PLUMB_REL_BOUND)
        return bound_of(arena, r, none);
    bool soft = is_soft(extraction, relation);
    if (is_void(extraction, r) || (!soft && plumb_relation_is_doubtful(extraction, relation)))
        return none;
    /* nothing stated, but shares that make up a whole: they add to 100 % */
    bool silent = r->stated.fact == PLUMB_NPOS;
    bool whole = silent && r->kind == PLUMB_REL_SUM && r->unit == PLUMB_UNIT_FRACTION &&
                 r->verdict == PLUMB_VERDICT_CONSISTENT;
    if (!r->has_expected || (r->verdict == PLUMB_VERDICT_UNTESTABLE && !soft) || (silent && !whole))
        return none;
    for (const enum plumb_equation_form *form = forms_of(r); *form; form++) {
        struct plumb_equation e = {.relation = relation,
                                   .form = *form,
                                   .result = r->stated.fact,
                                   .constant = plumb_dec_int(1),
                                   .factor = plumb_dec_int(1),
                                   .divisor = 1,
                                   .mode = PLUMB_MODE_NEAREST,
                                   .broken = r->verdict == PLUMB_VERDICT_INCONSISTENT && !soft,
                                   .soft = soft,
                                   .weight = soft ? SOFT_WEIGHT : weight_of(r)};
        if (*form == PLUMB_EQUATION_GROWTH)
            e.factor = direction_of(r);
        if (*form == PLUMB_EQUATION_CONSTANT)
            e.factor = r->expected;
        else if (!take_members(arena, r, &e) || !calibrate(&e, r, numbers))
            continue;
        meet_unsigned_rate(&e, r, numbers);
        /* a rate off by one in the last digit is rounding, before a repair and after */
        if (*form != PLUMB_EQUATION_LINEAR || r->verdict == PLUMB_VERDICT_ROUNDING)
            e.mode = PLUMB_MODE_ANY;
        e.fine = e.broken && plumb_equation_holds(&e, numbers);
        if (plumb_equation_holds(&e, numbers) != (e.broken || e.soft))
            return e;
    }
    return none;
}
