/* What titles say: which kind of report, of which year. */
#ifndef PLUMB_IDENTITY_H
#define PLUMB_IDENTITY_H

#include "plumb/extract.h"

/* Kind of the report that a title, or the name of one of its tables, speaks of; OTHER when it says
 * none. `title` is folded: narrow digits and brackets, no spaces. */
enum plumb_document_kind plumb_title_kind(struct plumb_str title);
/* The title without the 《》 around the whole of it. */
struct plumb_str plumb_title_bare(struct plumb_str title);
/* Bytes of "二〇二二" in front of 年, with the year in *year (may be NULL); 0 when there is none. */
size_t plumb_written_year(struct plumb_str s, int *year);

#endif
