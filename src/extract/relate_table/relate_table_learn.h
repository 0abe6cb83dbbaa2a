/* Columns that compute one another, declared by their heads or learned from the lines. */
#ifndef PLUMB_RELATE_TABLE_LEARN_H
#define PLUMB_RELATE_TABLE_LEARN_H

#include "extract/relate_table/relate_table_util.h"

/* Pushes a claim for each line of the chain that a sure formula covers and no other rule tested. */
void plumb_relate_table_learned(struct plumb_extract_work *work, const struct plumb_chain *chain);

#endif
