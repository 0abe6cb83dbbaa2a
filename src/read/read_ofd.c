/* OFD (GB/T 33190): a zip of XML pages whose text objects carry positions. They are put back into
 * lines by their height on the page, with wide gaps kept, and read like the layout of a PDF. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "xml.h"
#include "zip.h"

struct glyphs {
    double x, y, width, height; /* millimetres on the page */
    size_t order;
    struct plumb_str text;
};

struct ofd {
    const char *path;
    const struct plumb_read_limits *limits;
    struct plumb_zip *zip;
    struct plumb_arena *scratch;
    struct plumb_buf out;
    struct plumb_str *pages;
    size_t page_count, page_capacity;
    struct glyphs *items; /* of the current page */
    size_t item_count, item_capacity;
    struct plumb_str document; /* path of Document.xml */
    struct glyphs current;
    struct plumb_buf text;
    bool in_text, in_root;
};

typedef void on_event(struct ofd *o, struct plumb_xml *xml, enum plumb_xml_event event);

static enum plumb_status each_event(struct ofd *o, const char *name, on_event *handle,
                                    struct plumb_error *error)
{
    struct plumb_buf part = {0};
    struct plumb_xml *xml = NULL;
    enum plumb_xml_event event = PLUMB_XML_START;
    enum plumb_status status = plumb_zip_read(o->zip, name, &part, error);
    if (status == PLUMB_OK)
        status = plumb_xml_open(o->path, (struct plumb_str){part.data, part.len}, o->limits, &xml,
                                error);
    while (status == PLUMB_OK) {
        status = plumb_xml_next(xml, &event, error);
        if (status != PLUMB_OK || event == PLUMB_XML_DONE)
            break;
        handle(o, xml, event);
    }
    plumb_xml_close(xml);
    plumb_buf_free(&part);
    return status;
}

static void on_root(struct ofd *o, struct plumb_xml *xml, enum plumb_xml_event event)
{
    if (event != PLUMB_XML_TEXT)
        o->in_root = event == PLUMB_XML_START && plumb_xml_is(xml, "DocRoot");
    else if (o->in_root && !o->document.len)
        o->document = plumb_str_copy(o->scratch, plumb_str_trim(plumb_xml_text(xml)));
}

static void on_document(struct ofd *o, struct plumb_xml *xml, enum plumb_xml_event event)
{
    if (event != PLUMB_XML_START || !plumb_xml_is(xml, "Page"))
        return;
    struct plumb_buf value = {0};
    if (plumb_xml_attribute(xml, "BaseLoc", &value)) {
        struct plumb_str *page = PLUMB_PUSH(o->scratch, o->pages, o->page_count, o->page_capacity);
        if (page)
            *page = plumb_str_copy(o->scratch, (struct plumb_str){value.data, value.len});
    }
    plumb_buf_free(&value);
}

static void on_page(struct ofd *o, struct plumb_xml *xml, enum plumb_xml_event event)
{
    if (event == PLUMB_XML_TEXT) {
        if (o->in_text)
            plumb_buf_str(&o->text, plumb_xml_text(xml));
    } else if (plumb_xml_is(xml, "TextObject") && event == PLUMB_XML_START) {
        struct plumb_buf box = {0};
        o->current = (struct glyphs){.order = o->item_count};
        o->text.len = 0;
        if (plumb_xml_attribute(xml, "Boundary", &box) && box.len)
            sscanf(box.data, "%lf %lf %lf %lf", &o->current.x, &o->current.y, &o->current.width,
                   &o->current.height);
        plumb_buf_free(&box);
    } else if (plumb_xml_is(xml, "TextCode")) {
        o->in_text = event == PLUMB_XML_START;
    } else if (plumb_xml_is(xml, "TextObject") && o->text.len && isfinite(o->current.y) &&
               isfinite(o->current.x)) {
        struct glyphs *item = PLUMB_PUSH(o->scratch, o->items, o->item_count, o->item_capacity);
        o->current.text = plumb_str_copy(o->scratch, (struct plumb_str){o->text.data, o->text.len});
        if (item && o->current.text.ptr)
            *item = o->current;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct glyphs *p = a, *q = b;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

static int by_column(const void *a, const void *b)
{
    const struct glyphs *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

/* Write the items of one line from the left; columns of 2 mm, as a layout text has them. */
static void put_line(struct ofd *o, struct glyphs *items, size_t count)
{
    qsort(items, count, sizeof *items, by_column);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        double cell = items[i].height > 1 ? items[i].height / 2 : 2;
        size_t column = items[i].x > 0 && items[i].x < 2000 ? (size_t)(items[i].x / cell) : 0;
        bool apart = i && items[i].x - (items[i - 1].x + items[i - 1].width) > cell;
        for (size_t least = apart ? 2 : 0; (apart || i == 0) && (at < column || least);
             least -= least > 0, at++)
            plumb_buf_puts(&o->out, " ");
        plumb_buf_str(&o->out, items[i].text);
        at += (size_t)plumb_utf8_width(items[i].text);
    }
    plumb_buf_puts(&o->out, "\n");
}

static void put_page(struct ofd *o)
{
    if (o->item_count)
        qsort(o->items, o->item_count, sizeof *o->items, by_place);
    for (size_t i = 0; i < o->item_count;) {
        size_t end = i + 1;
        double reach = o->items[i].y + fmax(o->items[i].height, 1) * 0.5;
        while (end < o->item_count && o->items[end].y < reach)
            end++;
        put_line(o, o->items + i, end - i);
        if (end < o->item_count &&
            o->items[end].y - o->items[i].y > 2.2 * fmax(o->items[i].height, 1))
            plumb_buf_puts(&o->out, "\n");
        i = end;
    }
    plumb_buf_puts(&o->out, "\f");
    o->item_count = 0;
}

/* `name` beside the folder of `base`, as OFD's relative locations are meant. */
static void resolve(struct plumb_str base, struct plumb_str name, char *out, size_t room)
{
    size_t slash = plumb_str_rfind(base, PLUMB_STR("/"));
    if (name.len && name.ptr[0] == '/')
        snprintf(out, room, "%.*s", (int)name.len - 1, name.ptr + 1);
    else
        snprintf(out, room, "%.*s%.*s", slash == PLUMB_NPOS ? 0 : (int)slash + 1, base.ptr,
                 PLUMB_STR_ARG(name));
}

static enum plumb_status read_pages(struct ofd *o, struct plumb_error *error)
{
    enum plumb_status status = each_event(o, "OFD.xml", on_root, error);
    char name[1024];
    if (status != PLUMB_OK)
        return status;
    resolve(PLUMB_STR(""), o->document, name, sizeof name);
    struct plumb_str document = plumb_str_copy(o->scratch, plumb_str_from(name));
    status = each_event(o, name, on_document, error);
    for (size_t i = 0; status == PLUMB_OK && i < o->page_count; i++) {
        resolve(document, o->pages[i], name, sizeof name);
        status = each_event(o, name, on_page, error);
        put_page(o);
    }
    if (status == PLUMB_OK && (o->out.failed || o->text.failed))
        status = plumb_fail_nomem(error);
    return status;
}

enum plumb_status plumb_read_ofd(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    struct ofd o = {.path = path, .limits = limits, .scratch = plumb_arena_new()};
    if (!o.scratch)
        return plumb_fail_nomem(error);
    enum plumb_status status = plumb_zip_open(path, bytes, limits, &o.zip, error);
    if (status == PLUMB_OK)
        status = read_pages(&o, error);
    if (status == PLUMB_OK)
        status = plumb_read_text(path, (struct plumb_str){o.out.len ? o.out.data : "", o.out.len},
                                 limits, arena, document, error);
    if (status == PLUMB_OK) {
        (*document)->format = PLUMB_FORMAT_OFD;
        plumb_sha256_hex(bytes.ptr, bytes.len, (*document)->sha256);
    }
    plumb_zip_close(o.zip);
    plumb_buf_free(&o.out);
    plumb_buf_free(&o.text);
    plumb_arena_free(o.scratch);
    return status;
}
