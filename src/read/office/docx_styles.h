/* Paragraph styles of a DOCX (word/styles.xml): what they and the styles they are based on say of
 * lists and headings. */
#ifndef PLUMB_DOCX_STYLES_H
#define PLUMB_DOCX_STYLES_H

#include "read/office/xml.h"
#include "read/office/zip.h"

#define PLUMB_DOCX_UNSET SIZE_MAX

struct plumb_docx_style {
    uint64_t key, parent; /* of the names; 0: none */
    size_t list, level;   /* w:numPr; list 0: said to have none; PLUMB_DOCX_UNSET: nothing said */
    size_t outline;       /* w:outlineLvl from 0; 9: no heading; PLUMB_DOCX_UNSET */
};

struct plumb_docx_styles;
/* *out stays NULL for a document without styles. Free with plumb_docx_styles_free. */
enum plumb_status plumb_docx_styles_read(const char *path, struct plumb_zip *zip,
                                         const struct plumb_read_limits *limits,
                                         struct plumb_docx_styles **out, struct plumb_error *error);
void plumb_docx_styles_free(struct plumb_docx_styles *styles);
/* What stands for the name of a style: w:pStyle, w:styleId. */
uint64_t plumb_docx_style_key(struct plumb_str name);
/* The style, with what it takes from others; key 0 is the one of paragraphs that name none. NULL:
 * there is none. */
const struct plumb_docx_style *plumb_docx_styles_find(const struct plumb_docx_styles *styles,
                                                      uint64_t key);

#endif
