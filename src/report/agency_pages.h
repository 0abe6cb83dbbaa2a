/* The data of the page's agency view, inside of the report stage. */
#ifndef PLUMB_AGENCY_PAGES_H
#define PLUMB_AGENCY_PAGES_H

#include "plumb/report.h"

/* Append a JSON array with one object an agency: those of `names`, or when that is NULL those that
 * have a finding (in the order of the list, at most PLUMB_AGENCY_PAGES): its indicators by year with the median of the other agencies, and its
 * documents. Values are in base units; null is missing. */
#define PLUMB_AGENCY_PAGES 500
enum plumb_status plumb_agency_pages_json(const struct plumb_report_input *input,
                                          const char **names, size_t count, struct plumb_buf *out,
                                          struct plumb_error *error);

#endif
