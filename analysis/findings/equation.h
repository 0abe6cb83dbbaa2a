/* Relations in a form that can be recomputed with other numbers: what the localiser works on. */
#ifndef PLUMB_EQUATION_H
#define PLUMB_EQUATION_H

#include "plumb/extract.h"

enum plumb_equation_form {
    PLUMB_EQUATION_NONE,     /* not recomputable: counts as evidence only */
    PLUMB_EQUATION_LINEAR,   /* result = factor * sum of sign_i x_i / divisor */
    PLUMB_EQUATION_QUOTIENT, /* result = factor * sum of upper x_i / sum of lower x_i */
    PLUMB_EQUATION_GROWTH,   /* |result| = |current / prior - 1| */
    PLUMB_EQUATION_CHANGE,   /* |result| = |delta| / (current - factor |delta|) */
    PLUMB_EQUATION_PRODUCT,  /* result = factor * product of x_i */
    PLUMB_EQUATION_CONSTANT, /* result = factor */
    PLUMB_EQUATION_BOUND     /* the member marked lower <= the other; it only breaks ties */
};

struct plumb_equation_member {
    size_t fact;
    int sign;   /* +1, -1 */
    bool lower; /* belongs to the denominator; prior, delta for the growth forms */
};

struct plumb_equation {
    size_t relation; /* index in the extraction */
    enum plumb_equation_form form;
    size_t result; /* fact that states the result, or PLUMB_NPOS: `constant` does */
    plumb_dec constant;
    struct plumb_equation_member *members;
    size_t count;
    plumb_dec factor;
    int64_t divisor;      /* of a mean; 1/3 is no decimal */
    enum plumb_mode mode; /* slack granted to the result: NEAREST, or how the relation was found */
    bool fine;            /* siblings in one unit are as exact as the finest of them */
    bool broken;          /* as printed */
    bool soft;     /* does not hold as printed either, but nobody is told: it only breaks ties */
    double weight; /* how much its breaking counts */
};

/* The numbers of a document, some of them tentatively changed. Arrays are as long as the facts. */
struct plumb_numbers {
    const struct plumb_fact *facts;
    size_t count;
    plumb_dec *value;
    plumb_dec *ulp;
    bool *changed;
};

struct plumb_numbers plumb_numbers_new(struct plumb_arena *arena, const struct plumb_fact *facts,
                                       size_t count);

/* The recomputable form of a relation, or form NONE. A form is kept only when it gives the
 * relation's own expected value and verdict from the printed numbers, so that localising and
 * checking cannot disagree. `arena` must jump on failure. */
struct plumb_equation plumb_equation_build(struct plumb_arena *arena,
                                           const struct plumb_extraction *extraction,
                                           size_t relation, const struct plumb_numbers *numbers);

/* Recompute from the numbers as they stand now; false when it is not defined (zero denominator). */
bool plumb_equation_compute(const struct plumb_equation *equation,
                            const struct plumb_numbers *numbers, plumb_dec *value,
                            struct plumb_interval *range);
/* Does it hold with the numbers as they stand now? */
bool plumb_equation_holds(const struct plumb_equation *equation,
                          const struct plumb_numbers *numbers);
/* The value of `fact` that makes the equation hold, the others staying: not rounded. False when
 * there is none, or when the fact stands in it twice. */
bool plumb_equation_solve(const struct plumb_equation *equation,
                          const struct plumb_numbers *numbers, size_t fact, plumb_dec *value);
/* The facts of an equation: members, then the result when a fact states it. */
size_t plumb_equation_fact_count(const struct plumb_equation *equation);
size_t plumb_equation_fact(const struct plumb_equation *equation, size_t index);
bool plumb_equation_has(const struct plumb_equation *equation, size_t fact);

/* A total with one smaller part: the others may stand on a page or in a cell that was not read. It is
 * only reported when a slip of one number explains it. */
bool plumb_relation_is_partial(const struct plumb_extraction *extraction, size_t relation);
/* A broken sum with a plausible reading that holds: one part is as large as the total (nested
 * 其中), or the same total is the sum of one of the parts and others. Such a relation is not
 * reported and does not vote (principle of charity). */
bool plumb_relation_is_doubtful(const struct plumb_extraction *extraction, size_t relation);

#endif
