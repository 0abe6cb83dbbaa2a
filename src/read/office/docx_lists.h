/* Printed numbers of numbered paragraphs: they stand in word/numbering.xml, not in the text. */
#ifndef PLUMB_DOCX_LISTS_H
#define PLUMB_DOCX_LISTS_H

#include "read/office/xml.h"
#include "read/office/zip.h"

struct plumb_docx_styles;
struct plumb_docx_lists;
/* *out stays NULL for a document without numbered paragraphs. Free with plumb_docx_lists_free.
 * `styles` may be NULL; it is borrowed while reading. */
enum plumb_status plumb_docx_lists_read(const char *path, struct plumb_zip *zip,
                                        const struct plumb_read_limits *limits,
                                        const struct plumb_docx_styles *styles,
                                        struct plumb_docx_lists **out, struct plumb_error *error);
void plumb_docx_lists_free(struct plumb_docx_lists *lists);
/* Level of list `number` that belongs to a paragraph style (a key of docx_styles.h); `fallback`: none
 * does. */
size_t plumb_docx_lists_level(const struct plumb_docx_lists *lists, size_t number, uint64_t style,
                              size_t fallback);
/* Append what is printed before the next paragraph of list `number` on `level` (from 0). */
void plumb_docx_lists_next(struct plumb_docx_lists *lists, size_t number, size_t level,
                           struct plumb_buf *out);

#endif
