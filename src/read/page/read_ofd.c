/* OFD (GB/T 33190): a zip of XML pages. Letters and lines have places (ofd_page.c), so that its
 * tables are rebuilt as those of a PDF are. */
#include <stdio.h>
#include <string.h>

#include "read/formats.h"
#include "read/office/zip.h"
#include "read/page/ofd_page.h"

/* Bytes a page: less is a scanned page with a stamp, not a page of text. */
#define TEXT_PER_PAGE 60
#define MAX_TEMPLATES 8 /* under one page */
#define A4_HEIGHT 297.0 /* millimetres */
#define POINTS (72 / 25.4)

/* A page or template: its id and where its content lies. */
struct part {
    struct plumb_str id, place;
};

struct parts {
    struct part *items;
    size_t count, capacity;
};

struct ofd {
    const char *path;
    const struct plumb_read_limits *limits;
    struct plumb_zip *zip;
    struct plumb_arena *scratch;
    struct parts pages, templates;
    struct plumb_str document;          /* path of Document.xml */
    double height;                      /* of its pages, in millimetres */
    struct plumb_layout_page *laid_out; /* [pages.count] */
    struct plumb_ofd_page page;
    struct plumb_markup markup;
    struct plumb_buf content, value; /* what a jump out of a handler must not lose */
    struct plumb_xml *xml;
    bool in_root, in_box;
};

typedef void on_event(struct ofd *o, enum plumb_xml_event event);

static void close_part(struct ofd *o)
{
    plumb_xml_close(o->xml);
    o->xml = NULL;
    o->content.len = 0;
}

static enum plumb_status each_event(struct ofd *o, const char *name, on_event *handle,
                                    struct plumb_error *error)
{
    enum plumb_xml_event event = PLUMB_XML_START;
    enum plumb_status status = plumb_zip_read(o->zip, name, &o->content, error);
    if (status == PLUMB_OK)
        status = plumb_xml_open(o->path, (struct plumb_str){o->content.data, o->content.len},
                                o->limits, &o->xml, error);
    while (status == PLUMB_OK) {
        status = plumb_xml_next(o->xml, &event, error);
        if (status != PLUMB_OK || event == PLUMB_XML_DONE)
            break;
        handle(o, event);
    }
    close_part(o);
    return status;
}

/* ---- what the container says of its pages ---- */

static void on_root(struct ofd *o, enum plumb_xml_event event)
{
    if (event != PLUMB_XML_TEXT)
        o->in_root = event == PLUMB_XML_START && plumb_xml_is(o->xml, "DocRoot");
    else if (o->in_root && !o->document.len)
        o->document = plumb_str_copy(o->scratch, plumb_str_trim(plumb_xml_text(o->xml)));
}

static struct plumb_str attribute(struct ofd *o, const char *name)
{
    return plumb_xml_attribute(o->xml, name, &o->value)
               ? plumb_str_copy(o->scratch, (struct plumb_str){o->value.data, o->value.len})
               : (struct plumb_str){"", 0};
}

/* The height of the paper: <PhysicalBox>0 0 210 297</PhysicalBox>. */
static void on_box(struct ofd *o, enum plumb_xml_event event)
{
    double box[4];
    if (event != PLUMB_XML_TEXT) {
        o->in_box = event == PLUMB_XML_START && plumb_xml_is(o->xml, "PhysicalBox");
    } else if (o->in_box) {
        o->value.len = 0;
        plumb_buf_str(&o->value, plumb_xml_text(o->xml));
        if (o->value.len && plumb_ofd_box_parse(o->value.data, box) && box[3] > 0)
            o->height = box[3];
    }
}

static void on_document(struct ofd *o, enum plumb_xml_event event)
{
    on_box(o, event);
    struct parts *parts = plumb_xml_is(o->xml, "Page")           ? &o->pages
                          : plumb_xml_is(o->xml, "TemplatePage") ? &o->templates
                                                                 : NULL;
    if (event != PLUMB_XML_START || !parts)
        return;
    struct part part = {attribute(o, "ID"), attribute(o, "BaseLoc")};
    if (part.place.len)
        *PLUMB_PUSH(o->scratch, parts->items, parts->count, parts->capacity) = part;
}

/* ---- pages ---- */

static void on_page(struct ofd *o, enum plumb_xml_event event)
{
    on_box(o, event);
    plumb_ofd_page_event(&o->page, o->xml, event);
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

static enum plumb_status read_content(struct ofd *o, struct plumb_str place,
                                      struct plumb_error *error)
{
    char name[1024];
    resolve(o->document, place, name, sizeof name);
    return each_event(o, name, on_page, error);
}

/* The templates of the page: heads, frames and often the lines of a form. */
static enum plumb_status read_templates(struct ofd *o, struct plumb_error *error)
{
    size_t count = o->page.template_count;
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; i < count && i < MAX_TEMPLATES; i++)
        for (size_t t = 0; status == PLUMB_OK && t < o->templates.count; t++)
            if (plumb_str_equal(o->templates.items[t].id, o->page.templates[i]))
                status = read_content(o, o->templates.items[t].place, error);
    return status;
}

static enum plumb_status read_page(struct ofd *o, size_t index, struct plumb_error *error)
{
    const double usual = o->height;
    o->page.page = &o->laid_out[index];
    o->page.template_count = 0;
    enum plumb_status status = read_content(o, o->pages.items[index].place, error);
    o->page.page->height = o->height * POINTS;
    if (status == PLUMB_OK)
        status = read_templates(o, error);
    o->height = usual;
    return status;
}

/* Pictures of pages with at most a stamp or a page number beside them. */
static bool is_scanned(const struct ofd *o)
{
    size_t bytes = 0;
    for (size_t i = 0; i < o->pages.count; i++)
        for (size_t w = 0; w < o->laid_out[i].word_count; w++)
            bytes += o->laid_out[i].words[w].text.len;
    return bytes == 0 ||
           (o->page.images >= o->pages.count && bytes < TEXT_PER_PAGE * o->pages.count);
}

static enum plumb_status read_container(struct ofd *o, struct plumb_error *error)
{
    char name[1024];
    enum plumb_status status = each_event(o, "OFD.xml", on_root, error);
    if (status != PLUMB_OK)
        return status;
    resolve(PLUMB_STR(""), o->document, name, sizeof name);
    o->document = plumb_str_copy(o->scratch, plumb_str_from(name));
    status = each_event(o, name, on_document, error);
    o->laid_out = plumb_arena_array(o->scratch, o->pages.count + 1, sizeof *o->laid_out);
    for (size_t i = 0; status == PLUMB_OK && i < o->pages.count; i++)
        status = read_page(o, i, error);
    if (status == PLUMB_OK && is_scanned(o))
        return plumb_fail_at(error, PLUMB_E_FORMAT, o->path, 0, 0,
                             "\"%s\" has no text, only pictures of %zu pages; run it through text "
                             "recognition first.",
                             o->path, o->pages.count);
    if (status == PLUMB_OK)
        plumb_layout_put_pages(o->laid_out, o->pages.count, o->scratch, &o->markup, NULL, NULL);
    return status;
}

/* Allocations below jump back here. */
static enum plumb_status guarded(struct ofd *o, struct plumb_error *error)
{
    jmp_buf nomem;
    plumb_arena_on_nomem(o->scratch, &nomem);
    if (setjmp(nomem)) {
        close_part(o);
        return plumb_arena_is_full(o->scratch) ? plumb_read_over_memory(o->path, o->limits, error)
                                               : plumb_fail_nomem(error);
    }
    return read_container(o, error);
}

enum plumb_status plumb_read_ofd(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    struct ofd o = {
        .path = path, .limits = limits, .scratch = plumb_arena_new(), .height = A4_HEIGHT};
    if (!o.scratch)
        return plumb_fail_nomem(error);
    plumb_arena_limit(o.scratch, limits->max_memory / 4);
    plumb_arena_deadline(o.scratch, limits->stop_at);
    o.page.arena = o.scratch;
    o.markup.limits = *limits;
    o.markup.pitched = true;
    enum plumb_status status = plumb_zip_open(path, bytes, limits, &o.zip, error);
    if (status == PLUMB_OK)
        status = guarded(&o, error);
    if (status == PLUMB_OK && (o.value.failed || o.page.value.failed || o.page.text.failed))
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status =
            plumb_markup_read(&o.markup, path, bytes, PLUMB_FORMAT_OFD, arena, document, error);
    plumb_zip_close(o.zip);
    plumb_markup_free(&o.markup);
    plumb_buf_free(&o.content);
    plumb_buf_free(&o.value);
    plumb_buf_free(&o.page.value);
    plumb_buf_free(&o.page.text);
    plumb_arena_free(o.scratch);
    return status;
}
