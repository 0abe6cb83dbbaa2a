/* Parts of the rates builder. */
#ifndef PLUMB_RELATE_TABLE_RATES_H
#define PLUMB_RELATE_TABLE_RATES_H

#include "extract/relate_table_util.h"

/* relate_table_formula.c: rates of column c, which no official formula fits, against the quotient of
 * two columns (or of one over the sum of two) that holds in most lines, and in more than `holds`.
 * False when there is none. */
bool plumb_relate_rate_formula(struct plumb_extract_work *work, const struct plumb_chain *chain,
                               size_t c, size_t holds);

#endif
