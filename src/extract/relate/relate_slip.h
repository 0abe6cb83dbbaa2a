/* Slips of the pen between numbers: one pair (plumb_one_slip in relate_int.h), or all pairs of many. */
#ifndef PLUMB_RELATE_SLIP_H
#define PLUMB_RELATE_SLIP_H

#include "extract/relate/relate_int.h"

/* One in the last printed place. */
plumb_dec plumb_slip_step(const struct plumb_fact *fact);
/* Digits of |value| and `off` steps more, printed like `like`; false when it cannot be. */
bool plumb_slip_digits(const struct plumb_fact *like, plumb_dec value, plumb_dec step, int off,
                       char out[PLUMB_DEC_TEXT]);

/* Is `value` what the fact prints, with one pair of neighbouring digits exchanged? */
bool plumb_is_swap(const struct plumb_fact *fact, plumb_dec value);

/* relate_slip_index.c */
struct plumb_slip_pair {
    size_t first, second;
};
/* All pairs i < k of facts with one unit and equally many decimals for which
 * plumb_one_slip(facts[i], facts[k]->value) can hold and `wanted` says yes, ordered by i, then k; some for
 * which it does not hold may be among them. Near-linear in n, in place of a test of every pair. */
size_t plumb_slip_pairs(struct plumb_extract_work *work, const struct plumb_fact *const *facts,
                        size_t n, bool (*wanted)(const void *context, size_t i, size_t k),
                        const void *context, struct plumb_slip_pair **pairs);

#endif
