/* Parts of the rates builder. */
#ifndef PLUMB_RELATE_TABLE_RATES_H
#define PLUMB_RELATE_TABLE_RATES_H

#include "extract/relate_table_util.h"

/* relate_table_formula.c: rates of column c, which no official formula names, against the quotient
 * of two columns that holds in most lines of the table. */
void plumb_relate_rate_formula(struct plumb_extract_work *work, const struct plumb_chain *chain,
                               size_t c);

#endif
