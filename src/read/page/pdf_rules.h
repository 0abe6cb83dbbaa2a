/* Ruling lines of the pages of a PDF, out of the drawing that pdftocairo makes of it. */
#ifndef PLUMB_PDF_RULES_H
#define PLUMB_PDF_RULES_H

#include "read/page/layout.h"

/* Add to pages[count] the straight lines and thin boxes that the SVG draws; curves, glyphs and
 * what is white are no rules. Stops quietly at what it cannot read: PLUMB_E_FORMAT, and the pages
 * keep what they got. Memory: jumps of `arena`. */
enum plumb_status plumb_pdf_rules_read(struct plumb_str svg, const struct plumb_read_limits *limits,
                                       struct plumb_arena *arena, struct plumb_layout_page *pages,
                                       size_t count, struct plumb_error *error);

#endif
