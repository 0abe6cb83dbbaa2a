/* Findings between documents (see findings_documents.c). */
#ifndef PLUMB_FINDINGS_DOCUMENTS_H
#define PLUMB_FINDINGS_DOCUMENTS_H

#include "digest.h"
#include "findings_int.h"

/* Compare reports of one agency of the same or neighbouring years, and the texts of all reports. */
enum plumb_status plumb_find_across(const struct plumb_analysis_input *input,
                                    struct plumb_arena *arena, struct plumb_finding_list *out,
                                    struct plumb_error *error);

#endif
