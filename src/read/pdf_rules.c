#include "pdf_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xml.h"

#define MAX_THICK 3.0 /* points: thicker boxes are shading or pictures */
#define SLANT 0.8     /* points off the axis at most */
#define MAX_NEST 64
#define MAX_PAGE_RULES 100000

struct matrix {
    double a, b, c, d, e, f;
};

struct svg {
    struct plumb_xml *xml;
    struct plumb_arena *arena;
    struct plumb_layout_page *pages;
    size_t page_count, page; /* page: from 1; 0 = before the first */
    bool paged;              /* the drawing has page elements */
    struct matrix stack[MAX_NEST];
    size_t depth, skip;
    struct plumb_buf value;
    bool stroked, filled;
    /* the current part of a path */
    double x[8], y[8];
    size_t points;
};

static struct matrix multiply(struct matrix m, struct matrix n)
{
    return (struct matrix){m.a * n.a + m.c * n.b,       m.b * n.a + m.d * n.b,
                           m.a * n.c + m.c * n.d,       m.b * n.c + m.d * n.d,
                           m.a * n.e + m.c * n.f + m.e, m.b * n.e + m.d * n.f + m.f};
}

static const char *attribute(struct svg *s, const char *name)
{
    return plumb_xml_attribute(s->xml, name, &s->value) && s->value.len ? s->value.data : NULL;
}

static struct matrix transform(struct svg *s)
{
    struct matrix m = {1, 0, 0, 1, 0, 0};
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
    return (struct matrix){v[0], v[1], v[2], v[3], v[4], v[5]};
}

/* ---- lines ---- */

static void add_rule(struct svg *s, double x0, double y0, double x1, double y1)
{
    size_t page = s->paged ? s->page : 1;
    if (page == 0 || page > s->page_count)
        return;
    struct plumb_layout_page *p = &s->pages[page - 1];
    double left = fmin(x0, x1), right = fmax(x0, x1), top = fmin(y0, y1), bottom = fmax(y0, y1);
    bool sane = isfinite(left) && isfinite(right) && isfinite(top) && isfinite(bottom) &&
                left > -1e5 && right < 1e5 && top > -1e5 && bottom < 1e5;
    if (!sane || p->rule_count >= MAX_PAGE_RULES)
        return;
    *PLUMB_PUSH(s->arena, p->rules, p->rule_count, p->rule_capacity) =
        (struct plumb_layout_rule){left, top, right, bottom};
}

/* A straight piece of a drawn outline. */
static void add_stroke(struct svg *s, double x0, double y0, double x1, double y1)
{
    if (s->stroked && (fabs(x0 - x1) <= SLANT || fabs(y0 - y1) <= SLANT))
        add_rule(s, x0, y0, x1, y1);
}

/* The end of a part of a path: a filled thin box is a rule. */
static void close_part(struct svg *s)
{
    if (s->filled && s->points >= 2 && s->points <= 8) {
        double left = s->x[0], right = s->x[0], top = s->y[0], bottom = s->y[0];
        for (size_t i = 1; i < s->points; i++) {
            left = fmin(left, s->x[i]);
            right = fmax(right, s->x[i]);
            top = fmin(top, s->y[i]);
            bottom = fmax(bottom, s->y[i]);
        }
        if (fmin(right - left, bottom - top) <= MAX_THICK)
            add_rule(s, left, top, right, bottom);
    }
    s->points = 0;
}

static void add_point(struct svg *s, double x, double y)
{
    if (s->points > 0) {
        size_t last = s->points < 8 ? s->points - 1 : 7;
        add_stroke(s, s->x[last], s->y[last], x, y);
    }
    size_t slot = s->points < 8 ? s->points : 7;
    s->x[slot] = x;
    s->y[slot] = y;
    s->points++;
}

/* A path as cairo writes it: M, L, H, V and Z with absolute places. One with curves is a letter
 * or a drawing. */
static void read_path(struct svg *s, const char *d, struct matrix m)
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
                add_point(s, m.a * x0 + m.c * y0 + m.e, m.b * x0 + m.d * y0 + m.f);
                close_part(s);
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
            close_part(s);
            x0 = x, y0 = y;
        }
        add_point(s, m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
        command = command == 'M' ? 'L' : command;
    }
    close_part(s);
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

static void read_box(struct svg *s, struct matrix m)
{
    double x = number(s, "x"), y = number(s, "y");
    const double w = number(s, "width"), h = number(s, "height");
    const double xs[] = {x, x + w, x + w, x, x}, ys[] = {y, y, y + h, y + h, y};
    for (size_t i = 0; i < 5; i++)
        add_point(s, m.a * xs[i] + m.c * ys[i] + m.e, m.b * xs[i] + m.d * ys[i] + m.f);
    close_part(s);
}

static void start(struct svg *s)
{
    static const char *const unseen[] = {"defs", "clipPath", "mask", "symbol", "pattern"};
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
        if (plumb_xml_is(s->xml, unseen[i])) {
            s->skip = 1;
            return;
        }
    struct matrix m = s->stack[s->depth];
    if (plumb_xml_is(s->xml, "use") || plumb_xml_is(s->xml, "image")) {
        /* glyphs and pictures: nothing in them is looked at */
    } else if (plumb_xml_is(s->xml, "page")) {
        s->page++;
    } else if (plumb_xml_is(s->xml, "path") || plumb_xml_is(s->xml, "rect")) {
        m = multiply(m, transform(s));
        s->stroked = is_painted(s, "stroke", false);
        s->filled = is_painted(s, "fill", true);
        if (plumb_xml_is(s->xml, "rect"))
            read_box(s, m);
        else if (attribute(s, "d"))
            read_path(s, s->value.data, m);
    } else {
        m = multiply(m, transform(s));
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
    struct svg s = {.arena = arena, .pages = pages, .page_count = count};
    s.stack[0] = (struct matrix){1, 0, 0, 1, 0, 0};
    s.paged = plumb_str_has(svg, "<page>");
    enum plumb_status status = plumb_xml_open("drawing", svg, limits, &s.xml, error);
    if (status == PLUMB_OK)
        status = walk(&s, error);
    plumb_xml_close(s.xml);
    plumb_buf_free(&s.value);
    return status;
}
