/* Sums, products and means that hold only within a band ("约 13459", printed for 8013 + 5356) and hold to the
 * last digit with another value (8103 + 5356 = 13459): that is no chance. */
#include "analysis/findings/localise_int.h"

enum { LEAST_DIGITS = 3 };

static bool is_exact(const struct plumb_search *s, const struct plumb_equation *e)
{
    plumb_dec value;
    struct plumb_interval range;
    enum plumb_relation_kind kind = s->extraction->relations[e->relation].kind;
    bool exact = e->form == PLUMB_EQUATION_LINEAR || kind == PLUMB_REL_PRODUCT ||
                 (kind == PLUMB_REL_AVERAGE && e->form == PLUMB_EQUATION_QUOTIENT);
    return exact && e->result != PLUMB_NPOS &&
           plumb_equation_compute(e, &s->numbers, &value, &range) &&
           value.v == s->numbers.value[e->result].v;
}

unsigned plumb_proofs(const struct plumb_search *s, size_t fact, plumb_dec value)
{
    unsigned count = 0;
    plumb_dec own = s->numbers.value[fact];
    if (plumb_significant_digits(value) < LEAST_DIGITS)
        return 0;
    for (size_t i = s->first[fact]; i < s->first[fact + 1]; i++) {
        const struct plumb_equation *e = &s->equations[s->list[i]];
        if (e->broken || e->soft || is_exact(s, e))
            continue;
        s->numbers.value[fact] = value;
        count += is_exact(s, e);
        s->numbers.value[fact] = own;
    }
    return count;
}
