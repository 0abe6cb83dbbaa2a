/* A cause as it is reported: the suspect, the runners-up, how sure. */
#include "analysis/findings/localise_int.h"

#include <stdlib.h>

enum { MAX_SUSPECTS = 4 };

static unsigned votes_for(const struct plumb_search *s, size_t fact, const struct plumb_slip *slip)
{
    unsigned votes = plumb_repeats(s, &s->extraction->facts[fact], slip->value, true);
    for (size_t i = s->first[fact]; i < s->first[fact + 1]; i++)
        votes += s->holds[s->list[i]];
    return votes;
}

/* The cheapest single change of every other number of the cause, as runners-up. The numbers stand
 * with the first suspect restored. */
static void add_runners_up(struct plumb_search *s, struct plumb_cause *cause,
                           const size_t *equations, size_t count, double *energies)
{
    for (size_t k = 0; k < count; k++) {
        const struct plumb_equation *e = &s->equations[equations[k]];
        for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
            size_t fact = plumb_equation_fact(e, i);
            size_t at = 0;
            while (at < cause->suspect_count && cause->suspects[at].fact != fact)
                at++;
            if (at < cause->suspect_count)
                continue;
            struct plumb_shortlist list = {.count = 0};
            plumb_candidates_of_fact(s, e, fact, &list);
            if (!list.count)
                continue;
            for (at = cause->suspect_count; at > 1 && list.energy[0] < energies[at - 1]; at--)
                if (at < MAX_SUSPECTS) {
                    cause->suspects[at] = cause->suspects[at - 1];
                    energies[at] = energies[at - 1];
                }
            if (at == MAX_SUSPECTS)
                continue;
            plumb_change_apply(s, &list.items[0]);
            cause->suspects[at] = (struct plumb_suspicion){
                fact, list.items[0].slip, votes_for(s, fact, &list.items[0].slip), "one of"};
            plumb_change_undo(s, &list.items[0]);
            energies[at] = list.energy[0];
            if (cause->suspect_count < MAX_SUSPECTS)
                cause->suspect_count++;
        }
    }
}

/* How sure: by the distance to the runner-up, by votes and by the kind of the slip. */
static const char *certainty_of(const struct plumb_cause *cause, const double *energies,
                                bool proved, bool retold)
{
    const struct plumb_suspicion *first = &cause->suspects[0];
    double margin = cause->suspect_count > 1 ? energies[1] - energies[0] : PLUMB_PRICE_RELATION;
    bool slip = first->meant.kind != PLUMB_SLIP_NONE;
    /* two tellings that no slip ties may be of other periods or scopes: neither is the wrong one */
    if (retold && (!slip || first->meant.kind == PLUMB_SLIP_COPY))
        return "one of";
    if (cause->repaired && slip && first->votes >= 2 && margin >= (proved ? 0.5 : 1.4))
        return "certain";
    return cause->repaired && margin >= 0.5 ? "likely" : "one of";
}

/* Does the other telling stand in a claim that is broken as well? Then it may be the wrong one, however
 * often it is told. */
static bool other_is_suspect(const struct plumb_search *s, size_t equation, size_t blamed)
{
    const struct plumb_relation *r = &s->extraction->relations[s->equations[equation].relation];
    const size_t tellings[] = {r->stated.fact, r->operand_count ? r->operands[0].fact : PLUMB_NPOS};
    for (size_t i = 0; i < PLUMB_COUNT(tellings); i++) {
        size_t fact = tellings[i];
        if (fact == PLUMB_NPOS || fact == blamed)
            continue;
        for (size_t k = s->first[fact]; k < s->first[fact + 1]; k++)
            if (s->list[k] != equation && s->equations[s->list[k]].broken)
                return true;
    }
    return false;
}

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static void finish_cause(struct plumb_search *s, struct plumb_cause *cause, size_t *equations,
                         size_t count)
{
    cause->relations = plumb_arena_array(s->arena, count + 1, sizeof *cause->relations);
    for (size_t i = 0; i < count; i++)
        cause->relations[i] = s->equations[equations[i]].relation;
    cause->relation_count = count;
    qsort(cause->relations, count, sizeof *cause->relations, by_size);
}

/* Do the relations hold when this number alone is changed? When others have to change with it, none of
 * them is surely the wrong one. */
static bool holds_alone(struct plumb_search *s, const struct plumb_change *change,
                        const size_t *equations, size_t count)
{
    bool alone = true;
    for (size_t c = 0; c < s->best_count; c++)
        if (&s->best[c] != change)
            plumb_change_undo(s, &s->best[c]);
    for (size_t i = 0; i < count; i++)
        alone = alone && s->holds[equations[i]];
    for (size_t c = 0; c < s->best_count; c++)
        if (&s->best[c] != change)
            plumb_change_apply(s, &s->best[c]);
    return alone;
}

/* The cause of one changed number: the broken relations it repairs. */
void plumb_cause_of_change(struct plumb_search *s, const struct plumb_change *change,
                           size_t *equations, size_t count, struct plumb_cause *cause)
{
    double energies[MAX_SUSPECTS] = {s->energy};
    cause->suspects = plumb_arena_array(s->arena, MAX_SUSPECTS, sizeof *cause->suspects);
    cause->suspects[0] = (struct plumb_suspicion){
        change->fact, change->slip, votes_for(s, change->fact, &change->slip), "one of"};
    cause->suspect_count = 1;
    cause->repaired = true;
    plumb_change_undo(s, change);
    add_runners_up(s, cause, equations, count, energies);
    bool proved = plumb_proofs(s, change->fact, change->slip.value) > 0;
    plumb_change_apply(s, change);
    const struct plumb_relation *first =
        &s->extraction->relations[s->equations[equations[0]].relation];
    bool retold = count == 1 && first->kind == PLUMB_REL_RESTATEMENT;
    bool unsure = (retold && other_is_suspect(s, equations[0], change->fact)) ||
                  !holds_alone(s, change, equations, count);
    cause->suspects[0].certainty =
        unsure ? "one of" : certainty_of(cause, energies, proved, retold);
    finish_cause(s, cause, equations, count);
}

/* A relation that no acceptable change repairs: its numbers, cheapest first. */
void plumb_cause_without_change(struct plumb_search *s, size_t equation, struct plumb_cause *cause)
{
    double energies[MAX_SUSPECTS] = {0};
    struct plumb_shortlist list;
    plumb_candidates_of(s, &s->equations[equation], &list);
    cause->suspects = plumb_arena_array(s->arena, MAX_SUSPECTS, sizeof *cause->suspects);
    if (list.count) {
        cause->suspects[0] =
            (struct plumb_suspicion){list.items[0].fact, list.items[0].slip, 1, "one of"};
        energies[0] = list.energy[0];
        cause->suspect_count = 1;
        add_runners_up(s, cause, &equation, 1, energies);
    }
    finish_cause(s, cause, &equation, 1);
}
