/* word/styles.xml (ECMA-376 part 1, 17.7): a style takes what it does not say from the one it is based
 * on, and that from another. */
#include "read/office/docx_styles.h"

#include <stdlib.h>
#include <string.h>

#define MAX_STYLES 8192
#define MAX_CHAIN 16 /* styles based on styles; more is a loop */

struct plumb_docx_styles {
    struct plumb_docx_style *items; /* by key */
    size_t count, capacity;
    uint64_t standard; /* key of the default paragraph style, or 0 */
    struct plumb_buf value;
    bool failed;
    bool open; /* within w:style */
};

uint64_t plumb_docx_style_key(struct plumb_str name)
{
    return name.len ? plumb_hash64(name.ptr, name.len, 0) | 1 : 0;
}

static uint64_t key_of(struct plumb_docx_styles *s, struct plumb_xml *xml, const char *attribute)
{
    if (!plumb_xml_attribute(xml, attribute, &s->value))
        return 0;
    return plumb_docx_style_key((struct plumb_str){s->value.data, s->value.len});
}

static void begin_style(struct plumb_docx_styles *s, struct plumb_xml *xml)
{
    if (s->count == s->capacity) {
        size_t more = s->capacity ? s->capacity * 2 : 64;
        void *grown = more > MAX_STYLES ? NULL : plumb_realloc(s->items, more * sizeof *s->items);
        s->failed = s->failed || (!grown && more <= MAX_STYLES);
        if (!grown)
            return;
        s->items = grown;
        s->capacity = more;
    }
    s->items[s->count++] = (struct plumb_docx_style){.key = key_of(s, xml, "styleId"),
                                                     .list = PLUMB_DOCX_UNSET,
                                                     .level = PLUMB_DOCX_UNSET,
                                                     .outline = PLUMB_DOCX_UNSET};
    s->open = true;
    bool paragraph =
        plumb_xml_attribute(xml, "type", &s->value) &&
        plumb_str_equal((struct plumb_str){s->value.data, s->value.len}, PLUMB_STR("paragraph"));
    if (paragraph && plumb_xml_number(xml, "default", 0, 1) == 1)
        s->standard = s->items[s->count - 1].key;
}

/* "heading 2": Word's own headings may leave their level to their name. */
static size_t level_of_name(const char *name)
{
    static const char heading[] = "heading ";
    size_t len = sizeof heading - 1;
    bool numbered = strncmp(name, heading, len) == 0 && name[len] >= '1' && name[len] <= '9' &&
                    name[len + 1] == '\0';
    return numbered ? (size_t)(name[len] - '1') : PLUMB_DOCX_UNSET;
}

static void on_start(struct plumb_docx_styles *s, struct plumb_xml *xml)
{
    if (plumb_xml_is(xml, "style")) {
        s->open = false;
        begin_style(s, xml);
        return;
    }
    if (!s->open)
        return;
    struct plumb_docx_style *style = &s->items[s->count - 1];
    if (plumb_xml_is(xml, "basedOn"))
        style->parent = key_of(s, xml, "val");
    else if (plumb_xml_is(xml, "numId"))
        style->list = plumb_xml_number(xml, "val", 0, SIZE_MAX / 16);
    else if (plumb_xml_is(xml, "ilvl"))
        style->level = plumb_xml_number(xml, "val", 0, 16);
    else if (plumb_xml_is(xml, "outlineLvl"))
        style->outline = plumb_xml_number(xml, "val", 9, 9);
    else if (plumb_xml_is(xml, "name") && plumb_xml_attribute(xml, "val", &s->value) &&
             s->value.len && style->outline == PLUMB_DOCX_UNSET)
        style->outline = level_of_name(s->value.data);
}

static int by_key(const void *a, const void *b)
{
    const struct plumb_docx_style *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static const struct plumb_docx_style *search(const struct plumb_docx_styles *s, uint64_t key)
{
    struct plumb_docx_style wanted = {.key = key};
    return key && s->count ? bsearch(&wanted, s->items, s->count, sizeof *s->items, by_key) : NULL;
}

/* Only what a style says itself is looked at, so that the order of the styles does not matter. */
static enum plumb_status inherit(struct plumb_docx_styles *s, struct plumb_error *error)
{
    if (s->count == 0)
        return PLUMB_OK;
    struct plumb_docx_style *whole = plumb_calloc(s->count, sizeof *whole);
    if (!whole)
        return plumb_fail_nomem(error);
    qsort(s->items, s->count, sizeof *s->items, by_key);
    for (size_t i = 0; i < s->count; i++) {
        whole[i] = s->items[i];
        const struct plumb_docx_style *from = search(s, whole[i].parent);
        for (size_t steps = 0; from && steps < MAX_CHAIN; steps++) {
            if (whole[i].list == PLUMB_DOCX_UNSET)
                whole[i].list = from->list;
            if (whole[i].level == PLUMB_DOCX_UNSET)
                whole[i].level = from->level;
            if (whole[i].outline == PLUMB_DOCX_UNSET)
                whole[i].outline = from->outline;
            from = search(s, from->parent);
        }
    }
    plumb_free(s->items);
    s->items = whole;
    return PLUMB_OK;
}

enum plumb_status plumb_docx_styles_read(const char *path, struct plumb_zip *zip,
                                         const struct plumb_read_limits *limits,
                                         struct plumb_docx_styles **out, struct plumb_error *error)
{
    static const char part[] = "word/styles.xml";
    struct plumb_buf text = {0};
    struct plumb_xml *xml = NULL;
    enum plumb_xml_event event;
    *out = NULL;
    if (!plumb_zip_has(zip, part))
        return PLUMB_OK;
    struct plumb_docx_styles *s = plumb_calloc(1, sizeof *s);
    if (!s)
        return plumb_fail_nomem(error);
    enum plumb_status status = plumb_zip_read(zip, part, &text, error);
    if (status == PLUMB_OK)
        status = plumb_xml_open(path, (struct plumb_str){text.data, text.len}, limits, &xml, error);
    while (status == PLUMB_OK && !s->failed) {
        status = plumb_xml_next(xml, &event, error);
        if (status != PLUMB_OK || event == PLUMB_XML_DONE)
            break;
        if (event == PLUMB_XML_START)
            on_start(s, xml);
    }
    plumb_xml_close(xml);
    plumb_buf_free(&text);
    if (status == PLUMB_OK && (s->failed || s->value.failed))
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = inherit(s, error);
    if (status == PLUMB_OK)
        *out = s;
    else
        plumb_docx_styles_free(s);
    return status;
}

void plumb_docx_styles_free(struct plumb_docx_styles *styles)
{
    if (!styles)
        return;
    plumb_free(styles->items);
    plumb_buf_free(&styles->value);
    plumb_free(styles);
}

const struct plumb_docx_style *plumb_docx_styles_find(const struct plumb_docx_styles *styles,
                                                      uint64_t key)
{
    return styles ? search(styles, key ? key : styles->standard) : NULL;
}
