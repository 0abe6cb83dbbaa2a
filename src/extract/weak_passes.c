/* Empty stand-ins for passes whose own file has not landed yet. Weak, and in the archive behind
 * every real one (members are searched in the order of their names), so the real definition wins. */
#include "extract/extract_int.h"

#define PENDING(pass)                                                                              \
    __attribute__((weak)) void pass(struct plumb_extract_work *work)                               \
    {                                                                                              \
        (void)work;                                                                                \
    }

PENDING(plumb_pass_tables)
PENDING(plumb_relate_sums)
PENDING(plumb_relate_shares)
PENDING(plumb_relate_ratios)
PENDING(plumb_relate_growth)
PENDING(plumb_relate_products)
PENDING(plumb_relate_comparisons)
PENDING(plumb_relate_counts)
PENDING(plumb_relate_restatements)
PENDING(plumb_relate_bounds)
PENDING(plumb_relate_dates)
PENDING(plumb_relate_report)
PENDING(plumb_relate_table_totals)
PENDING(plumb_relate_table_rates)
PENDING(plumb_relate_table_targets)
PENDING(plumb_relate_table_scores)
