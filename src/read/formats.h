/* Readers of formats that are not text; see plumb_format_reader in read_int.h for the shape. */
#ifndef PLUMB_FORMATS_H
#define PLUMB_FORMATS_H

#include "read/read_int.h"

plumb_format_reader plumb_read_docx;
plumb_format_reader plumb_read_xlsx;
plumb_format_reader plumb_read_html;
plumb_format_reader plumb_read_pdf;
plumb_format_reader plumb_read_ofd;
plumb_format_reader plumb_read_rtf;
plumb_format_reader plumb_read_legacy; /* .doc, .xls: what plumb_is_legacy says yes to */
bool plumb_is_legacy(struct plumb_str bytes);
plumb_format_reader plumb_read_any; /* whichever the bytes, then the name, call for */

#endif
