/* One page of an OFD: its text objects and paths at their places. */
#ifndef PLUMB_OFD_PAGE_H
#define PLUMB_OFD_PAGE_H

#include "read/office/xml.h"
#include "read/page/layout.h"

struct plumb_ofd_page {
    struct plumb_arena *arena;
    struct plumb_layout_page *page;
    struct plumb_str *templates; /* ids of the pages it is laid over */
    size_t template_count, template_capacity;
    size_t images; /* pictures on all pages so far */
    /* the object that is being read */
    struct plumb_layout_matrix matrix; /* its places to points on the page */
    double left, top, width, height;   /* its boundary, in millimetres */
    double size;                       /* of its letters; 0: not told */
    double x, y;                       /* of the next letter */
    bool placed, slanted, hidden, in_code, in_path;
    struct plumb_str steps[2]; /* DeltaX and DeltaY of the text code */
    struct plumb_layout_pen pen;
    struct plumb_buf value, text;
};

/* Take the next event of a page's or a template's content. Memory: jumps of `arena`; value and text
 * are freed by the caller. */
void plumb_ofd_page_event(struct plumb_ofd_page *p, struct plumb_xml *xml,
                          enum plumb_xml_event event);
/* "x y width height" in millimetres, as PhysicalBox and Boundary say it; otherwise `box` stays. */
bool plumb_ofd_box(struct plumb_xml *xml, const char *name, struct plumb_buf *value, double box[4]);
bool plumb_ofd_box_parse(const char *text, double box[4]);

#endif
