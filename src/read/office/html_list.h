/* Numbered lists of web pages: a browser prints the numbers, the text has none. */
#ifndef PLUMB_HTML_LIST_H
#define PLUMB_HTML_LIST_H

#include "plumb/base.h"
#include "read/office/list_number.h"

#include <libxml/tree.h>

struct plumb_html_list {
    enum plumb_list_format format;
    const char *behind; /* the number: ". ", "、" */
    long next, step;
};

/* The list that begins with an ol; ul and others print no numbers. */
struct plumb_html_list plumb_html_list_begin(xmlNode *node);
/* What is printed before the text of a li, into *out (replaced). */
void plumb_html_list_item(struct plumb_html_list *list, xmlNode *item, struct plumb_buf *out);
/* Does the text tell its number itself: "1.", "（一）", "③"? Pages made from Word do both and hide one
 * in their style sheet. */
bool plumb_html_list_is_numbered(const char *text);

#endif
