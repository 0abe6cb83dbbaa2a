/* HTML through libxml2's forgiving parser: headings, paragraphs, tables with spans. What a web page
 * has around its text (scripts, menus, forms) is left out. */
#include <libxml/HTMLparser.h>
#include <limits.h>
#include <string.h>

#include "read/formats.h"
#include "read/office/html_list.h"
#include "read/office/markup.h"

/* The parser makes a tree that takes many times the memory of the page. */
#define TREE_SHARE 8

struct html {
    struct plumb_markup markup;
    struct plumb_buf text; /* of the current paragraph or cell */
    size_t table_depth;
    struct plumb_html_list *list; /* that is being filled, or NULL */
    struct plumb_buf number;      /* of the item whose text has not begun */
};

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

static const char *const skipped[] = {"script",   "style",    "nav",    "header", "footer",
                                      "noscript", "form",     "button", "select", "iframe",
                                      "svg",      "template", "head",   NULL};
static const char *const blocks[] = {
    "p",   "div", "li", "dt", "dd",      "section", "article", "center", "blockquote",
    "pre", "ul",  "ol", "dl", "main",    "body",    "tr",      "h1",     "h2",
    "h3",  "h4",  "h5", "h6", "caption", "hr",      NULL};

static void flush(struct html *h, int level)
{
    struct plumb_str text = {h->text.len ? h->text.data : "", h->text.len};
    plumb_markup_paragraph(&h->markup, text, level);
    h->text.len = 0;
}

static size_t span_of(xmlNode *node, const char *name, size_t most)
{
    size_t span = 0;
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    for (const xmlChar *c = value; c && *c >= '0' && *c <= '9' && span < most; c++)
        span = span * 10 + (size_t)(*c - '0');
    xmlFree(value);
    return span < 1 ? 1 : span > most ? most : span;
}

static void walk(struct html *h, xmlNode *node);

static void walk_children(struct html *h, xmlNode *node)
{
    for (xmlNode *child = node->children; child; child = child->next)
        walk(h, child);
}

static void walk_cell(struct html *h, xmlNode *node)
{
    h->text.len = 0;
    walk_children(h, node);
    struct plumb_str text = {h->text.len ? h->text.data : "", h->text.len};
    plumb_markup_cell(&h->markup, text, span_of(node, "rowspan", 1000),
                      span_of(node, "colspan", 1000));
    h->text.len = 0;
}

/* Rows of a table, also inside thead, tbody, tfoot. */
static void walk_rows(struct html *h, xmlNode *node)
{
    for (xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        const char *name = (const char *)child->name;
        if (strcmp(name, "tr") == 0) {
            plumb_markup_row_begin(&h->markup);
            for (xmlNode *cell = child->children; cell; cell = cell->next)
                if (cell->type == XML_ELEMENT_NODE &&
                    (strcmp((const char *)cell->name, "td") == 0 ||
                     strcmp((const char *)cell->name, "th") == 0))
                    walk_cell(h, cell);
        } else if (strcmp(name, "caption") != 0) {
            walk_rows(h, child);
        }
    }
}

/* A table with one cell, or that holds other tables, only lays the page out. */
static bool is_layout(xmlNode *node)
{
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE &&
            (strcmp((const char *)child->name, "table") == 0 || is_layout(child)))
            return true;
    return false;
}

static void walk_table(struct html *h, xmlNode *node)
{
    if (h->table_depth || is_layout(node)) {
        walk_children(h, node);
        return;
    }
    flush(h, 0);
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, "caption") == 0)
            walk(h, child);
    flush(h, 0);
    h->table_depth++;
    plumb_markup_table_begin(&h->markup);
    walk_rows(h, node);
    plumb_markup_table_end(&h->markup);
    h->table_depth--;
}

static void put_text(struct html *h, const char *text)
{
    if (h->number.len && plumb_str_trim(plumb_str_from(text)).len) {
        if (!plumb_html_list_is_numbered(text))
            plumb_buf_puts(&h->text, h->number.data);
        h->number.len = 0;
    }
    plumb_buf_puts(&h->text, text);
}

static void walk_list(struct html *h, xmlNode *node)
{
    struct plumb_html_list list = plumb_html_list_begin(node), *outer = h->list;
    h->list = &list;
    walk_children(h, node);
    h->list = outer;
}

static void walk_item(struct html *h, xmlNode *node)
{
    if (h->list)
        plumb_html_list_item(h->list, node, &h->number);
    walk_children(h, node);
    h->number.len = 0; /* an item without text */
}

static void walk(struct html *h, xmlNode *node)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        put_text(h, node->content ? (const char *)node->content : "");
        return;
    }
    if (node->type != XML_ELEMENT_NODE || !plumb_markup_go_on(&h->markup))
        return;
    const char *name = (const char *)node->name;
    if (is_one_of(name, skipped))
        return;
    if (strcmp(name, "table") == 0) {
        walk_table(h, node);
        return;
    }
    bool block = is_one_of(name, blocks) && !h->table_depth;
    int level = name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2] ? name[1] - '0' : 0;
    if (block)
        flush(h, 0);
    if (strcmp(name, "br") == 0 && !h->table_depth)
        flush(h, 0);
    else if (strcmp(name, "br") == 0 || (h->table_depth && is_one_of(name, blocks)))
        plumb_buf_puts(&h->text, "\n");
    if (strcmp(name, "ol") == 0 || strcmp(name, "ul") == 0)
        walk_list(h, node);
    else if (strcmp(name, "li") == 0)
        walk_item(h, node);
    else
        walk_children(h, node);
    if (block)
        flush(h, level);
}

/* The charset the page names; libxml2 honours meta tags, but Chinese pages say gb2312 and mean
 * GB18030, so the bytes are decoded by our own detection first. */
enum plumb_status plumb_read_html(const char *path, struct plumb_str bytes,
                                  const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                  struct plumb_document **document, struct plumb_error *error)
{
    struct html h = {.markup.limits = *limits};
    struct plumb_str text;
    const char *encoding = NULL;
    enum plumb_status status =
        plumb_text_to_utf8(bytes.ptr, bytes.len, arena, &text, &encoding, error);
    if (status != PLUMB_OK)
        return status;
    if (text.len > limits->max_part / TREE_SHARE)
        return plumb_fail_at(
            error, PLUMB_E_LIMIT, path, 0, 0,
            "\"%s\" is a web page of more than %zu bytes; save it without pictures "
            "or raise --max-part.",
            path, limits->max_part / TREE_SHARE);
    htmlDocPtr page =
        htmlReadMemory(text.ptr, (int)text.len, NULL, "UTF-8",
                       HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_RECOVER | HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC);
    xmlNode *root = page ? xmlDocGetRootElement(page) : NULL;
    if (!root) {
        status = plumb_fail_at(error, PLUMB_E_FORMAT, path, 0, 0,
                               "\"%s\" holds no HTML that can be read.", path);
    } else {
        walk(&h, root);
        flush(&h, 0);
        status = h.text.failed || h.number.failed
                     ? plumb_fail_nomem(error)
                     : plumb_markup_read(&h.markup, path, bytes, PLUMB_FORMAT_HTML, arena, document,
                                         error);
    }
    xmlFreeDoc(page);
    plumb_buf_free(&h.text);
    plumb_buf_free(&h.number);
    plumb_markup_free(&h.markup);
    return status;
}
