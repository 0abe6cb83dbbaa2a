/* Findings between documents (see find_across.c). */
#ifndef PLUMB_FIND_ACROSS_H
#define PLUMB_FIND_ACROSS_H

#include "analysis/across/digest.h"
#include "analysis/findings/findings_int.h"

/* Compare reports of one agency of the same or neighbouring years, and the texts of all reports.
 * *crowded: reports that were not compared with all others of theirs (plumb_board_crowded). */
enum plumb_status plumb_find_across(const struct plumb_analysis_input *input,
                                    struct plumb_arena *arena, struct plumb_finding_list *out,
                                    size_t *crowded, struct plumb_error *error);

#endif
