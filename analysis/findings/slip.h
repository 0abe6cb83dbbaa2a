/* Slips of the pen: what a printed number may have been meant to be.
 *
 * Candidates are one edit away: a digit inserted, dropped, replaced or exchanged with its
 * neighbour, the point moved (factors of 10 as between 元, 千元, 万元, 亿元 and %), the sign.
 * Scholtus (2009), "Automatic correction of simple typing errors in numerical data"; R: deductive.
 */
#ifndef PLUMB_SLIP_H
#define PLUMB_SLIP_H

#include "plumb/extract.h"

enum plumb_slip_kind {
    PLUMB_SLIP_NONE,
    PLUMB_SLIP_DIGIT,    /* one digit replaced */
    PLUMB_SLIP_SWAP,     /* two neighbouring digits exchanged */
    PLUMB_SLIP_INSERTED, /* one digit too many */
    PLUMB_SLIP_DROPPED,  /* one digit too few */
    PLUMB_SLIP_SHIFT,    /* point moved, or a unit of 10^k mistaken */
    PLUMB_SLIP_SIGN,
    PLUMB_SLIP_COPY,   /* another number of the document stands here: a column, a year, a cell */
    PLUMB_SLIP_INVERSE /* numerator and denominator exchanged */
};
const char *plumb_slip_name(enum plumb_slip_kind kind, bool zh);

enum { PLUMB_SLIP_TEXT = 48 };

struct plumb_slip {
    enum plumb_slip_kind kind;
    int power;                  /* of a shift: meant = printed * 10^power */
    plumb_dec value, ulp;       /* in base units */
    char text[PLUMB_SLIP_TEXT]; /* as it would be printed in the same unit */
};

/* All candidates of one fact, in `arena` (which must jump on failure), without the printed value
 * itself. About 20 for each digit. */
size_t plumb_slips_of(struct plumb_arena *arena, const struct plumb_fact *fact,
                      struct plumb_slip **out);

/* `value` printed as `like` is: same unit, `decimals` places (at least), same grouping. */
void plumb_print_like(const struct plumb_fact *like, plumb_dec value, int decimals,
                      char out[PLUMB_SLIP_TEXT]);

#endif
