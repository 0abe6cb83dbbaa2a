#include "read/page/pdf_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "read/office/xml.h"

#define MAX_NEST 64

struct svg {
    struct plumb_xml *xml;
    struct plumb_layout_page *pages;
    size_t page_count, page; /* page: from 1; 0 = before the first */
    bool paged;              /* the drawing has page elements */
    struct plumb_layout_matrix stack[MAX_NEST];
    size_t depth, skip;
    struct plumb_buf value;
    struct plumb_layout_pen pen;
};

static const char *attribute(struct svg *s, const char *name)
{
    return plumb_xml_attribute(s->xml, name, &s->value) && s->value.len ? s->value.data : NULL;
}

static struct plumb_layout_matrix transform(struct svg *s)
{
    struct plumb_layout_matrix m = {1, 0, 0, 1, 0, 0};
    const char *text = attribute(s, "transform");
    double v[6];
    if (!text || strncmp(text, "matrix(", 7) != 0)
        return m;
    char *at = s->value.data + 7;
    for (size_t i = 0; i < 6; i++) {
        char *end;
        v[i] = strtod(at, &end);
        if (end == at || !isfinite(v[i]))
            return m;
        at = end + strspn(end, ", ");
    }
    return (struct plumb_layout_matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
}

/* ---- paths ---- */

/* The page that is drawn on; none before the first. */
static void take_page(struct svg *s)
{
    size_t page = s->paged ? s->page : 1;
    s->pen.page = page > 0 && page <= s->page_count ? &s->pages[page - 1] : NULL;
}

/* A path as cairo writes it: M, L, H, V and Z with absolute places. One with curves is a letter
 * or a drawing. */
static void read_path(struct svg *s, const char *d, struct plumb_layout_matrix m)
{
    double v[6], x = 0, y = 0, x0 = 0, y0 = 0;
    char command = 'M';
    if (strchr(d, 'C'))
        return;
    while (*d) {
        d += strspn(d, " ,\n\t\r");
        if (strchr("MLHVZ", *d) && *d) {
            command = *d++;
            if (command == 'Z') {
                plumb_layout_draw_to(&s->pen, m, x0, y0);
                plumb_layout_lift_pen(&s->pen);
                continue;
            }
        }
        size_t wanted = command == 'H' || command == 'V' ? 1 : 2, got = 0;
        for (char *end; got < wanted; got++, d = end) {
            d += strspn(d, " ,\n\t\r");
            v[got] = strtod(d, &end);
            if (end == d)
                break;
        }
        if (got < wanted)
            break;
        x = command == 'H' ? v[0] : command == 'V' ? x : v[wanted - 2];
        y = command == 'V' ? v[0] : command == 'H' ? y : v[wanted - 1];
        if (command == 'M') {
            plumb_layout_lift_pen(&s->pen);
            x0 = x, y0 = y;
        }
        plumb_layout_draw_to(&s->pen, m, x, y);
        command = command == 'M' ? 'L' : command;
    }
    plumb_layout_lift_pen(&s->pen);
}

/* ---- elements ---- */

/* The value of a property, from the style attribute or one of its own. */
static bool is_painted(struct svg *s, const char *property, bool otherwise)
{
    char key[32];
    size_t len = strlen(property);
    const char *text = attribute(s, "style");
    memcpy(key, property, len);
    key[len] = ':';
    key[len + 1] = '\0';
    for (const char *at = text; at && (at = strstr(at, key)); at++)
        if (at == text || at[-1] == ';' || at[-1] == ' ') {
            at += len + 1;
            return strncmp(at, "none", 4) != 0 && strncmp(at, "rgb(100%,100%,100%)", 19) != 0;
        }
    text = attribute(s, property);
    return text ? strcmp(text, "none") != 0 && strncmp(text, "rgb(100%, 100%, 100%)", 21) != 0
                : otherwise;
}

static double number(struct svg *s, const char *name)
{
    const char *text = attribute(s, name);
    return text ? strtod(text, NULL) : 0;
}

static void read_box(struct svg *s, struct plumb_layout_matrix m)
{
    double x = number(s, "x"), y = number(s, "y");
    const double w = number(s, "width"), h = number(s, "height");
    const double xs[] = {x, x + w, x + w, x, x}, ys[] = {y, y, y + h, y + h, y};
    for (size_t i = 0; i < 5; i++)
        plumb_layout_draw_to(&s->pen, m, xs[i], ys[i]);
    plumb_layout_lift_pen(&s->pen);
}

static void start(struct svg *s)
{
    static const char *const unseen[] = {"defs", "clipPath", "mask", "symbol", "pattern"};
    for (size_t i = 0; i < PLUMB_COUNT(unseen); i++)
        if (plumb_xml_is(s->xml, unseen[i])) {
            s->skip = 1;
            return;
        }
    struct plumb_layout_matrix m = s->stack[s->depth];
    if (plumb_xml_is(s->xml, "use") || plumb_xml_is(s->xml, "image")) {
        /* glyphs and pictures: nothing in them is looked at */
    } else if (plumb_xml_is(s->xml, "page")) {
        s->page++;
        take_page(s);
    } else if (plumb_xml_is(s->xml, "path") || plumb_xml_is(s->xml, "rect")) {
        m = plumb_layout_multiply(m, transform(s));
        s->pen.stroked = is_painted(s, "stroke", false);
        s->pen.filled = is_painted(s, "fill", true);
        if (plumb_xml_is(s->xml, "rect"))
            read_box(s, m);
        else if (attribute(s, "d"))
            read_path(s, s->value.data, m);
    } else {
        m = plumb_layout_multiply(m, transform(s));
    }
    if (s->depth + 1 < MAX_NEST)
        s->stack[++s->depth] = m;
    else
        s->skip = 1;
}

static enum plumb_status walk(struct svg *s, struct plumb_error *error)
{
    for (;;) {
        enum plumb_xml_event event;
        enum plumb_status status = plumb_xml_next(s->xml, &event, error);
        if (status != PLUMB_OK || event == PLUMB_XML_DONE)
            return status;
        if (event == PLUMB_XML_TEXT)
            continue;
        if (s->skip) {
            s->skip += event == PLUMB_XML_START;
            s->skip -= event == PLUMB_XML_END;
        } else if (event == PLUMB_XML_START) {
            start(s);
        } else if (s->depth > 0) {
            s->depth--;
        }
    }
}

enum plumb_status plumb_pdf_rules_read(struct plumb_str svg, const struct plumb_read_limits *limits,
                                       struct plumb_arena *arena, struct plumb_layout_page *pages,
                                       size_t count, struct plumb_error *error)
{
    struct svg s = {.pages = pages, .page_count = count, .pen.arena = arena};
    s.stack[0] = (struct plumb_layout_matrix){1, 0, 0, 1, 0, 0};
    s.paged = plumb_str_has(svg, "<page>");
    take_page(&s);
    enum plumb_status status = plumb_xml_open("drawing", svg, limits, &s.xml, error);
    if (status == PLUMB_OK)
        status = walk(&s, error);
    plumb_xml_close(s.xml);
    plumb_buf_free(&s.value);
    return status;
}
