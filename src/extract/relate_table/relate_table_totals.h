/* Parts of the totals builder. */
#ifndef PLUMB_RELATE_TABLE_TOTALS_H
#define PLUMB_RELATE_TABLE_TOTALS_H

#include "extract/relate_table/relate_table_util.h"

void plumb_sum_rows(struct plumb_sum_batch *batch,
                    const struct plumb_chain *chain); /* relate_table_rows.c */
void plumb_sum_columns(struct plumb_sum_batch *batch,
                       const struct plumb_chain *chain); /* relate_table_columns.c */
void plumb_sum_signed(struct plumb_sum_batch *batch,
                      const struct plumb_chain *chain); /* relate_table_signed.c */
/* Official definitions: 三公, 支出 = 基本 + 项目, 收入 − 支出 = 结余, 按…分; relate_table_identity.c */
void plumb_sum_identities(struct plumb_sum_batch *batch, const struct plumb_chain *chains,
                          size_t count);

#endif
