/* What the writers of sentences about broken relations share: the relation, the sentences so far, and
 * pieces to build them from. All texts live in the arena. */
#ifndef PLUMB_WORDS_PEN_H
#define PLUMB_WORDS_PEN_H

#include "analysis/findings/findings_int.h"

struct plumb_pen {
    const struct plumb_finder *finder;
    struct plumb_arena *arena;
    const struct plumb_relation *relation;
    const struct plumb_fact *stated; /* NULL when nothing is stated */
    struct plumb_wording out;
};

/* The number of a term; NULL for quoted words. */
const struct plumb_fact *plumb_pen_fact(const struct plumb_pen *pen, const struct plumb_term *term);
/* A term as printed. */
const char *plumb_pen_term(const struct plumb_pen *pen, const struct plumb_term *term);
/* The operand with this role behind `skip` others with it; NULL for none. */
const struct plumb_term *plumb_pen_nth(const struct plumb_pen *pen, enum plumb_role role,
                                       size_t skip);
/* The first operand with this role as printed; "" for none. */
const char *plumb_pen_role(const struct plumb_pen *pen, enum plumb_role role);
/* What the relation is about; a name such as 增长 gets that of what grows in front. */
const char *plumb_pen_subject(const struct plumb_pen *pen);
/* `value` in the unit of the stated number, with the decimals that make the two differ visibly, and at
 * least `least`. */
const char *plumb_pen_shown_beside(const struct plumb_pen *pen, plumb_dec value, int least);
/* Finest decimals printed among the operands in the unit of the stated number. */
int plumb_pen_decimals(const struct plumb_pen *pen);
/* How far the stated number is from the expected one. */
const char *plumb_pen_gap(const struct plumb_pen *pen);
/* "453.14 + 291.87 − 3" over all number operands. */
const char *plumb_pen_expression(const struct plumb_pen *pen, const char *plus, const char *minus);
size_t plumb_pen_operand_count(const struct plumb_pen *pen);
/* Fills in the recomputation: expression = expected, printed as stated. */
void plumb_pen_recompute(struct plumb_pen *pen, const char *expression_text);

/* ---- words_bound.c ---- */
/* Words against numbers, dates, placeholders: the reason says it; the quotes prove it. */
void plumb_word_by_reason(struct plumb_pen *pen);
/* False when the relation does not compare two numbers. */
bool plumb_word_comparison(struct plumb_pen *pen);
void plumb_word_bound(struct plumb_pen *pen);

#endif
