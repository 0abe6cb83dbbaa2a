/* What the parts of the localiser share: the search over repairs of one component of broken relations. */
#ifndef PLUMB_LOCALISE_INT_H
#define PLUMB_LOCALISE_INT_H

#include "analysis/findings/equation.h"
#include "analysis/findings/localise.h"

enum { PLUMB_MAX_CHANGES = 3, PLUMB_BEAM = 6 };

/* Prices are in units of one changed number. A relation left broken costs more than one change, so
 * that a sure repair is always taken; what a repair costs more when no slip explains it stays below
 * that, so that an unexplained repair is still better than none. */
static const double PLUMB_PRICE_RELATION = 3.0;

struct plumb_change {
    size_t fact;
    struct plumb_slip slip;
    double price;
};

struct plumb_search {
    struct plumb_arena *arena;
    const struct plumb_extraction *extraction;
    struct plumb_numbers numbers;
    struct plumb_equation *equations;
    size_t equation_count;
    bool *holds;          /* [equation_count], as the numbers stand now */
    bool *held;           /* scratch of plumb_change_energy: one an equation of a fact */
    size_t *first, *list; /* equations of a fact: list[first[f] .. first[f + 1]) */
    size_t *by_value;     /* facts sorted by unit and value */
    size_t by_value_count;
    struct plumb_slip **slips; /* [fact_count], filled when asked for */
    double **slip_values;      /* the same as doubles: each is asked for again and again */
    size_t *slip_count;
    /* the component being solved */
    const size_t *members; /* its broken equations */
    size_t member_count;
    struct plumb_change now[PLUMB_MAX_CHANGES], best[PLUMB_MAX_CHANGES];
    size_t now_count, best_count, nodes;
    double energy, best_energy;
};

/* The best few changes, by the energy they lead to. */
struct plumb_shortlist {
    struct plumb_change items[PLUMB_BEAM];
    double energy[PLUMB_BEAM];
    size_t count;
};

/* localise_change.c: set the number and look at its equations again */
void plumb_change_apply(struct plumb_search *s, const struct plumb_change *change);
void plumb_change_undo(struct plumb_search *s, const struct plumb_change *change);
/* The energy that the change of a number that is as printed would lead to; it is not made. */
double plumb_change_energy(struct plumb_search *s, const struct plumb_change *change);

/* localise_repeats.c */
void plumb_repeats_start(struct plumb_search *s); /* sorts the facts by value */
/* Other facts that print the value in the unit of `like`, up to three. A number that stands only by
 * chance elsewhere supports nothing: `akin` asks for the same label, line or column. */
unsigned plumb_repeats(const struct plumb_search *s, const struct plumb_fact *like, plumb_dec value,
                       bool akin);
/* Digits of the number without leading and trailing zeros; 35 and 100 repeat by chance. */
int plumb_significant_digits(plumb_dec value);
/* In the same line or column of a table, or in the same sentence: where a number is taken by mistake
 * from its neighbour, so that the two do not confirm each other. */
bool plumb_facts_neighbour(const struct plumb_fact *a, const struct plumb_fact *b);

/* localise_proof.c: sums that hold to the last digit with this value only */
unsigned plumb_proofs(const struct plumb_search *s, size_t fact, plumb_dec value);

/* localise_price.c: `is_result`: the fact states the result of the equation looked at */
double plumb_change_price(const struct plumb_search *s, size_t fact, const struct plumb_slip *slip,
                          bool is_result);

/* localise_candidates.c */
void plumb_candidates_of(struct plumb_search *s, const struct plumb_equation *e,
                         struct plumb_shortlist *list);
void plumb_candidates_of_fact(struct plumb_search *s, const struct plumb_equation *e, size_t fact,
                              struct plumb_shortlist *list);
/* Can one slip of one number make the equation hold, or hold to the last digit? */
bool plumb_one_slip_mends(struct plumb_search *s, const struct plumb_equation *e, bool exactly);

/* localise_cause.c: with the best changes applied */
void plumb_cause_of_change(struct plumb_search *s, const struct plumb_change *change,
                           size_t *equations, size_t count, struct plumb_cause *cause);
void plumb_cause_without_change(struct plumb_search *s, size_t equation, struct plumb_cause *cause);

#endif
