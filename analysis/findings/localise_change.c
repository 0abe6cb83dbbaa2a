/* Changing a number of the search and taking it back. */
#include "analysis/findings/localise_int.h"

/* Set the fact and look at its equations again; the energy changes by what they cost. */
static void set_number(struct plumb_search *s, size_t fact, plumb_dec value, plumb_dec ulp,
                       bool changed)
{
    s->numbers.value[fact] = value;
    s->numbers.ulp[fact] = ulp;
    s->numbers.changed[fact] = changed;
    for (size_t i = s->first[fact]; i < s->first[fact + 1]; i++) {
        size_t e = s->list[i];
        bool holds = plumb_equation_holds(&s->equations[e], &s->numbers);
        double cost = PLUMB_PRICE_RELATION * s->equations[e].weight;
        if (holds != s->holds[e])
            s->energy += holds ? -cost : cost;
        s->holds[e] = holds;
    }
}

void plumb_change_apply(struct plumb_search *s, const struct plumb_change *change)
{
    s->energy += change->price;
    set_number(s, change->fact, change->slip.value, change->slip.ulp, true);
}

double plumb_change_energy(struct plumb_search *s, const struct plumb_change *change)
{
    const struct plumb_fact *fact = &s->extraction->facts[change->fact];
    const size_t *list = s->list + s->first[change->fact];
    const size_t count = s->first[change->fact + 1] - s->first[change->fact];
    for (size_t i = 0; i < count; i++)
        s->held[i] = s->holds[list[i]];
    plumb_change_apply(s, change);
    const double energy = s->energy;
    /* the same steps back as plumb_change_undo, with what is known instead of recomputed */
    s->energy -= change->price;
    s->numbers.value[change->fact] = fact->value;
    s->numbers.ulp[change->fact] = fact->ulp;
    s->numbers.changed[change->fact] = false;
    for (size_t i = 0; i < count; i++) {
        const size_t e = list[i];
        const double cost = PLUMB_PRICE_RELATION * s->equations[e].weight;
        if (s->held[i] != s->holds[e])
            s->energy += s->held[i] ? -cost : cost;
        s->holds[e] = s->held[i];
    }
    return energy;
}

void plumb_change_undo(struct plumb_search *s, const struct plumb_change *change)
{
    const struct plumb_fact *fact = &s->extraction->facts[change->fact];
    s->energy -= change->price;
    set_number(s, change->fact, fact->value, fact->ulp, false);
}
