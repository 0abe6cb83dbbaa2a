/* The claim as it stood in the sound passage, recomputed with the changed number. The recomputation is the
 * program's own interval arithmetic (checked by its unit tests); the reading is not asked again. */
#include "corpus_oracle.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/findings/equation.h"
#include "analysis/findings/slip.h"

static bool is_held(const struct plumb_relation *r)
{
    return r->verdict == PLUMB_VERDICT_CONSISTENT || r->verdict == PLUMB_VERDICT_ROUNDING;
}

/* The relation that the line names; a declared one when there are several. */
static size_t claim_of(const struct plumb_extraction *e, const struct want *w)
{
    size_t found = PLUMB_NPOS;
    for (size_t i = 0; i < e->relation_count; i++)
        if (is_held(&e->relations[i]) && corpus_meets(w, &e->relations[i]) &&
            (found == PLUMB_NPOS || (e->relations[i].declared && !e->relations[found].declared)))
            found = i;
    return found;
}

static bool has_fact(const struct plumb_relation *r, size_t fact)
{
    if (r->stated.fact == fact)
        return true;
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].fact == fact)
            return true;
    return false;
}

static size_t member_printed(const struct plumb_extraction *e, const struct plumb_relation *r,
                             const char *number)
{
    for (size_t i = 0; i < e->fact_count; i++)
        if (has_fact(r, i) && corpus_same_number(e->facts[i].text, number))
            return i;
    return PLUMB_NPOS;
}

/* Does anything but this relation speak about the fact: another relation that holds, or a second telling? */
static bool is_told_elsewhere(const struct plumb_extraction *e, size_t claim, size_t fact)
{
    const struct plumb_fact *f = &e->facts[fact];
    for (size_t i = 0; i < e->relation_count; i++)
        if (i != claim && is_held(&e->relations[i]) && has_fact(&e->relations[i], fact) &&
            e->relations[i].kind != PLUMB_REL_COMPARISON && e->relations[i].kind != PLUMB_REL_BOUND)
            return true;
    for (size_t i = 0; i < e->fact_count; i++)
        if (i != fact && e->facts[i].unit == f->unit && e->facts[i].value.v == f->value.v &&
            plumb_str_equal(e->facts[i].label, f->label))
            return true;
    return false;
}

/* A unit that reads otherwise multiplies the value. */
static plumb_dec unit_times(const char *old, const char *changed)
{
    static const struct {
        const char *unit;
        int power;
    } units[] = {{"亿元", 8}, {"万元", 4}, {"万人次", 4}, {"‰", -1}};
    int power = 0;
    for (size_t i = 0; i < PLUMB_COUNT(units); i++) {
        power += strstr(changed, units[i].unit) ? units[i].power : 0;
        power -= strstr(old, units[i].unit) ? units[i].power : 0;
    }
    return plumb_dec_pow10(power);
}

static bool put_changed(struct plumb_numbers *n, const struct plumb_fact *f, size_t fact,
                        const char *old, const char *changed)
{
    int decimals = 0;
    plumb_dec printed;
    size_t digits = strspn(changed, "0123456789.-");
    if (plumb_dec_parse((struct plumb_str){changed, digits}, &printed, &decimals, NULL) != PLUMB_OK)
        return false;
    plumb_dec times = unit_times(old, changed);
    plumb_dec scale = plumb_dec_mul(f->scale, times, PLUMB_ROUND_NEAREST);
    n->value[fact] = plumb_dec_mul(printed, scale, PLUMB_ROUND_NEAREST);
    if (f->ulp.v)
        n->ulp[fact] = plumb_dec_mul(plumb_dec_pow10(-decimals), scale, PLUMB_ROUND_NEAREST);
    n->changed[fact] = true;
    return true;
}

/* Another number of the claim that one slip brings back into line. */
static bool has_rival(const struct plumb_extraction *e, size_t claim, struct plumb_equation *eq,
                      struct plumb_numbers *n, size_t fact, struct plumb_arena *arena)
{
    for (size_t i = 0; i < plumb_equation_fact_count(eq); i++) {
        size_t other = plumb_equation_fact(eq, i);
        struct plumb_slip *slips = NULL;
        if (other == fact || is_told_elsewhere(e, claim, other))
            continue;
        size_t count = plumb_slips_of(arena, &e->facts[other], &slips);
        plumb_dec value = n->value[other], ulp = n->ulp[other];
        bool mends = false;
        for (size_t k = 0; k < count && !mends; k++) {
            n->value[other] = slips[k].value;
            n->ulp[other] = slips[k].ulp;
            mends = plumb_equation_holds(eq, n);
        }
        n->value[other] = value;
        n->ulp[other] = ulp;
        if (mends)
            return true;
    }
    return false;
}

enum corpus_fate corpus_fate(const struct plumb_extraction *before, const struct want *w,
                             const char *old, const char *changed, struct plumb_arena *arena)
{
    size_t claim = claim_of(before, w);
    char number[64];
    size_t digits = strspn(old, "0123456789.,-");
    memcpy(number, old, digits < 63 ? digits : 63);
    number[digits < 63 ? digits : 63] = '\0';
    if (claim == PLUMB_NPOS)
        return CORPUS_UNDECLARED;
    const struct plumb_relation *r = &before->relations[claim];
    size_t fact = member_printed(before, r, number);
    struct plumb_numbers n = plumb_numbers_new(arena, before->facts, before->fact_count);
    struct plumb_equation eq = plumb_equation_build(arena, before, claim, &n);
    if (fact == PLUMB_NPOS || eq.form == PLUMB_EQUATION_NONE || !plumb_equation_has(&eq, fact) ||
        !put_changed(&n, &before->facts[fact], fact, old, changed))
        return r->declared ? CORPUS_DECIDABLE : CORPUS_UNDECLARED;
    eq.mode = PLUMB_MODE_ANY;
    if (plumb_equation_holds(&eq, &n))
        return CORPUS_NO_ERROR;
    if (!r->declared)
        return CORPUS_UNDECLARED;
    if (is_told_elsewhere(before, claim, fact) || !has_rival(before, claim, &eq, &n, fact, arena))
        return CORPUS_DECIDABLE;
    return CORPUS_SINGLE;
}
