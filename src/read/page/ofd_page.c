/* Objects of an OFD page (GB/T 33190, chapters 8, 9 and 11) to words and rules.
 *
 * Programs write text in different ways: a line an object, a letter an object, the whole page as
 * the boundary and places in the text code, sizes scaled by a matrix. So every letter is placed,
 * and letters that touch make a word, as poppler does for PDF. */
#include "read/page/ofd_page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POINTS (72 / 25.4) /* of a millimetre */
/* A letter's box about its base line, in sizes. */
#define ASCENT 0.86
#define DESCENT 0.14
#define USUAL_HEIGHT 3.7 /* millimetres: 五号 */
#define APART 0.3        /* sizes between two letters of different words */
#define TWICE 1.0        /* points: the same word this near is drawn twice to look bold */
#define SLANTED 0.2      /* a line this steep, and not upright, is a stamp or watermark */

bool plumb_ofd_box_parse(const char *text, double box[4])
{
    double read[4];
    for (size_t i = 0; i < 4; i++) {
        char *end;
        read[i] = strtod(text, &end);
        if (end == text || !isfinite(read[i]))
            return false;
        text = end;
    }
    memcpy(box, read, sizeof read);
    return true;
}

bool plumb_ofd_box(struct plumb_xml *xml, const char *name, struct plumb_buf *value, double box[4])
{
    return plumb_xml_attribute(xml, name, value) && value->len &&
           plumb_ofd_box_parse(value->data, box);
}

static bool number(struct plumb_ofd_page *p, struct plumb_xml *xml, const char *name, double *out)
{
    if (!plumb_xml_attribute(xml, name, &p->value) || !p->value.len)
        return false;
    char *end;
    double got = strtod(p->value.data, &end);
    if (end == p->value.data || !isfinite(got))
        return false;
    *out = got;
    return true;
}

static bool is_set(struct plumb_ofd_page *p, struct plumb_xml *xml, const char *name, bool usual)
{
    if (!plumb_xml_attribute(xml, name, &p->value) || !p->value.len)
        return usual;
    return strcmp(p->value.data, "true") == 0 || strcmp(p->value.data, "1") == 0;
}

/* What all objects have: where they stand, how they are turned, whether they are seen. */
static void begin_object(struct plumb_ofd_page *p, struct plumb_xml *xml)
{
    double box[4] = {0}, m[6] = {1, 0, 0, 1, 0, 0};
    plumb_ofd_box(xml, "Boundary", &p->value, box);
    p->left = box[0], p->top = box[1], p->width = box[2], p->height = box[3];
    if (plumb_xml_attribute(xml, "CTM", &p->value) && p->value.len) {
        double read[6];
        const char *at = p->value.data;
        size_t n = 0;
        for (char *end; n < 6; n++, at = end) {
            read[n] = strtod(at, &end);
            if (end == at || !isfinite(read[n]))
                break;
        }
        if (n == 6)
            memcpy(m, read, sizeof m);
    }
    struct plumb_layout_matrix place = {POINTS, 0, 0, POINTS, p->left * POINTS, p->top * POINTS};
    p->matrix = plumb_layout_multiply(
        place, (struct plumb_layout_matrix){m[0], m[1], m[2], m[3], m[4], m[5]});
    p->slanted = fabs(m[1]) > SLANTED * fabs(m[0]) && fabs(m[0]) > SLANTED * fabs(m[1]);
    p->hidden = !is_set(p, xml, "Visible", true);
}

/* ---- text ---- */

/* The next of "3.5 g 12 3.2 …", where "g n v" stands for n times v. */
struct steps {
    const char *at, *end;
    double value;
    double repeat;
};

static bool next_number(struct steps *s, double *out)
{
    char *end;
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n'))
        s->at++;
    if (s->at >= s->end)
        return false;
    *out = strtod(s->at, &end);
    if (end == s->at || !isfinite(*out))
        return false;
    s->at = end;
    return true;
}

static bool next_step(struct steps *s, double *out)
{
    while (s->repeat < 1) {
        double repeat = 1;
        while (s->at < s->end && strchr(" \t\n", *s->at))
            s->at++;
        bool grouped = s->at < s->end && *s->at == 'g';
        s->at += grouped;
        if ((grouped && !next_number(s, &repeat)) || !next_number(s, &s->value))
            return false;
        s->repeat = repeat;
    }
    s->repeat--;
    *out = s->value;
    return true;
}

/* The letters that were placed and make one word. */
struct run {
    struct plumb_layout_word box;
    size_t from, to; /* bytes of the text code */
};

static void widen(struct plumb_layout_word *box, struct plumb_layout_matrix m, double x, double y)
{
    double px = m.a * x + m.c * y + m.e, py = m.b * x + m.d * y + m.f;
    box->left = fmin(box->left, px);
    box->right = fmax(box->right, px);
    box->top = fmin(box->top, py);
    box->bottom = fmax(box->bottom, py);
}

static bool is_twice(const struct plumb_layout_page *page, const struct plumb_layout_word *word)
{
    for (size_t i = page->word_count; i > 0 && page->word_count - i < 4; i--) {
        const struct plumb_layout_word *last = &page->words[i - 1];
        if (fabs(last->left - word->left) <= TWICE && fabs(last->top - word->top) <= TWICE &&
            plumb_str_equal(last->text, word->text))
            return true;
    }
    return false;
}

static void end_run(struct plumb_ofd_page *p, struct run *run)
{
    struct plumb_layout_word word = run->box;
    bool sane = word.right > word.left && word.bottom > word.top && word.left > -1e5 &&
                word.right < 1e5 && word.top > -1e5 && word.bottom < 1e5;
    if (run->to > run->from && sane) {
        word.text = (struct plumb_str){p->text.data + run->from, run->to - run->from};
        if (!is_twice(p->page, &word)) {
            word.text = plumb_str_copy(p->arena, word.text);
            *PLUMB_PUSH(p->arena, p->page->words, p->page->word_count, p->page->word_capacity) =
                word;
        }
    }
    *run = (struct run){.box = {INFINITY, INFINITY, -INFINITY, -INFINITY, {0}}};
}

/* Width of a letter when nothing tells it: a square for Chinese ones, else half of it. */
static double usual_step(uint32_t letter, double size)
{
    return letter >= 0x2E80 ? size : size / 2;
}

/* Text whose places are not told fills the boundary of its object. */
static void fill_boundary(struct plumb_ofd_page *p)
{
    int columns = plumb_utf8_width((struct plumb_str){p->text.data, p->text.len});
    p->height = p->height > 0 ? p->height : USUAL_HEIGHT;
    p->width = p->width > 0 ? p->width : columns * p->height / 2;
    p->size = columns > 0 ? 2 * p->width / columns : 0;
    p->x = 0;
    p->y = p->height * ASCENT / (ASCENT + DESCENT);
    p->matrix =
        (struct plumb_layout_matrix){POINTS, 0, 0, POINTS, p->left * POINTS, p->top * POINTS};
}

static void end_code(struct plumb_ofd_page *p)
{
    struct plumb_str text = {p->text.data, p->text.len};
    bool told = p->placed && p->size > 0;
    if (!text.len || p->hidden || p->slanted)
        return;
    if (!told)
        fill_boundary(p);
    double size = p->size, above = told ? size * ASCENT : p->y;
    double below = told ? size * DESCENT : p->height - p->y;
    struct steps across = {p->steps[0].ptr, p->steps[0].ptr + p->steps[0].len, 0, 0};
    struct steps down = {p->steps[1].ptr, p->steps[1].ptr + p->steps[1].len, 0, 0};
    struct run run = {0};
    end_run(p, &run);
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t letter = plumb_utf8_decode(text, &at);
        bool blank = letter <= ' ' || letter == 0xA0 || letter == 0x3000;
        double usual = usual_step(letter, size), dx = usual, dy = 0;
        bool stepped = next_step(&across, &dx);
        if (next_step(&down, &dy) && dy != 0 && !stepped)
            dx = 0;
        if (blank) {
            end_run(p, &run);
        } else {
            run.from = run.to ? run.from : from;
            run.to = at;
            double wide = stepped && dx > 0 && dx < usual ? dx : usual;
            widen(&run.box, p->matrix, p->x, p->y - above);
            widen(&run.box, p->matrix, p->x + wide, p->y + below);
            if (fabs(dy) < size / 2 && (dx - wide > APART * size || dx < 0))
                end_run(p, &run);
        }
        p->x += dx;
        p->y += dy;
    }
    end_run(p, &run);
}

static void begin_code(struct plumb_ofd_page *p, struct plumb_xml *xml)
{
    static const char *const names[] = {"DeltaX", "DeltaY"};
    /* a code without places goes on behind the one before */
    bool x = number(p, xml, "X", &p->x), y = number(p, xml, "Y", &p->y);
    p->placed = p->placed || x || y;
    for (size_t i = 0; i < 2; i++) {
        p->steps[i] = (struct plumb_str){"", 0};
        if (plumb_xml_attribute(xml, names[i], &p->value) && p->value.len)
            p->steps[i] = plumb_str_copy(p->arena, (struct plumb_str){p->value.data, p->value.len});
    }
    p->text.len = 0;
    p->in_code = true;
}

/* ---- paths ---- */

/* Numbers that each command of a path takes; S begins, C closes. Curves end in their last point. */
static size_t wanted_numbers(char command)
{
    switch (command) {
    case 'S':
    case 'M':
    case 'L':
        return 2;
    case 'Q':
        return 4;
    case 'B':
        return 6;
    case 'A':
        return 7;
    default:
        return 0;
    }
}

static void draw_path(struct plumb_ofd_page *p, const char *at)
{
    double v[7], x0 = 0, y0 = 0;
    if (strpbrk(at, "QBA"))
        return; /* a letter or a drawing */
    while (*at) {
        at += strspn(at, " ,\n\t\r");
        char command = *at;
        if (!command)
            break;
        at++;
        if (command == 'C') {
            plumb_layout_draw_to(&p->pen, p->matrix, x0, y0);
            plumb_layout_lift_pen(&p->pen);
            continue;
        }
        size_t wanted = wanted_numbers(command), got = 0;
        for (char *end; got < wanted; got++, at = end) {
            at += strspn(at, " ,\n\t\r");
            v[got] = strtod(at, &end);
            if (end == at)
                break;
        }
        if (wanted == 0 || got < wanted)
            break;
        if (command != 'L') {
            plumb_layout_lift_pen(&p->pen);
            x0 = v[0], y0 = v[1];
        }
        plumb_layout_draw_to(&p->pen, p->matrix, v[0], v[1]);
    }
    plumb_layout_lift_pen(&p->pen);
}

/* ---- events ---- */

static void on_start(struct plumb_ofd_page *p, struct plumb_xml *xml)
{
    if (plumb_xml_is(xml, "TextObject")) {
        begin_object(p, xml);
        p->size = p->x = p->y = 0;
        p->placed = false;
        number(p, xml, "Size", &p->size);
    } else if (plumb_xml_is(xml, "TextCode")) {
        begin_code(p, xml);
    } else if (plumb_xml_is(xml, "PathObject")) {
        begin_object(p, xml);
        p->pen.arena = p->arena;
        p->pen.page = p->hidden ? NULL : p->page;
        p->pen.stroked = is_set(p, xml, "Stroke", true);
        p->pen.filled = is_set(p, xml, "Fill", false);
    } else if (plumb_xml_is(xml, "AbbreviatedData")) {
        p->in_path = true;
        p->text.len = 0;
    } else if (plumb_xml_is(xml, "ImageObject")) {
        p->images++;
    } else if (plumb_xml_is(xml, "Template") && plumb_xml_attribute(xml, "TemplateID", &p->value) &&
               p->value.len) {
        *PLUMB_PUSH(p->arena, p->templates, p->template_count, p->template_capacity) =
            plumb_str_copy(p->arena, (struct plumb_str){p->value.data, p->value.len});
    }
}

void plumb_ofd_page_event(struct plumb_ofd_page *p, struct plumb_xml *xml,
                          enum plumb_xml_event event)
{
    if (event == PLUMB_XML_TEXT) {
        if (p->in_code || p->in_path)
            plumb_buf_str(&p->text, plumb_xml_text(xml));
    } else if (event == PLUMB_XML_START) {
        on_start(p, xml);
    } else if (plumb_xml_is(xml, "TextCode")) {
        p->in_code = false;
        if (!p->text.failed)
            end_code(p);
    } else if (plumb_xml_is(xml, "AbbreviatedData")) {
        p->in_path = false;
        if (!p->text.failed && p->text.len)
            draw_path(p, p->text.data);
    }
}
