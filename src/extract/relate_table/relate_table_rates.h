/* Parts of the rates builder. */
#ifndef PLUMB_RELATE_TABLE_RATES_H
#define PLUMB_RELATE_TABLE_RATES_H

#include "extract/relate_table/relate_table_util.h"

/* relate_table_formula.c: rates of column c, which no official formula fits, against the quotient of
 * two columns (or of one over the sum of two) that holds in most lines, and in more than `holds`.
 * False when there is none. */
bool plumb_relate_rate_formula(struct plumb_extract_work *work, const struct plumb_chain *chain,
                               size_t c, size_t holds);

/* ---- relate_rate_operands.c ---- */

/* Columns of a row that can be operands, by role; nearest to the rate first. */
struct plumb_rate_operands {
    struct plumb_extract_work *work;
    const struct plumb_chain *chain;
    size_t line;
    size_t rate; /* the rate's column */
};

const struct plumb_fact *plumb_rate_at(const struct plumb_rate_operands *ops, size_t c);
/* The column with `role` nearest to the rate, to its left first. `year` 0: any. */
size_t plumb_rate_column_of(const struct plumb_rate_operands *ops, enum plumb_column_role role,
                            int year);
const struct plumb_fact *plumb_rate_operand(const struct plumb_rate_operands *ops,
                                            enum plumb_column_role role);
/* Points printed with "%": the line's cells stand under the heads beside their own. */
bool plumb_rate_is_shifted(const struct plumb_rate_operands *ops);
bool plumb_rate_both_zero(const struct plumb_fact *a, const struct plumb_fact *b);
bool plumb_rate_alike(const struct plumb_fact *a, const struct plumb_fact *b); /* in units */
/* One more reading of a rate: a ÷ b, unless a reading holds already. */
void plumb_rate_try(struct plumb_claim *claim, const struct plumb_fact *rate,
                    const struct plumb_fact *a, const struct plumb_fact *b, const char *reading);

/* ---- relate_rate_bounds.c ---- */

/* part ≤ whole; `also`: the initial budget that was never adjusted, or NULL. */
void plumb_push_row_bound(struct plumb_extract_work *work, const char *check,
                          const struct plumb_fact *part, const struct plumb_fact *whole,
                          const struct plumb_fact *also, const char *reading);
void plumb_relate_line_bounds(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              size_t line);
/* The points of a line by its rate in column c. */
void plumb_relate_rate_points(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              size_t line, size_t c);

/* ---- relate_rate_named.c ---- */

void plumb_relate_named_lines(struct plumb_extract_work *work, const struct plumb_chain *chain);
void plumb_relate_named_pairs(struct plumb_extract_work *work, const struct plumb_grid *grid);

#endif
