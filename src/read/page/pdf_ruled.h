/* PDF pages whose tables are ruled, put together from words and ruling lines. */
#ifndef PLUMB_PDF_RULED_H
#define PLUMB_PDF_RULED_H

#include "base/child.h"
#include "plumb/document.h"
#include "read/page/pdf_page.h"

/* The text of the PDF at `path` with its ruled tables as rows of cells. False, with *out as it was,
 * when no table is ruled or pdftocairo (poppler-utils) does not give the lines. */
bool plumb_pdf_ruled_text(const char *path, const struct plumb_child_limits *child,
                          const struct plumb_read_limits *limits,
                          const struct plumb_pdf_words *words, struct plumb_buf *out);

#endif
