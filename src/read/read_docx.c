/* DOCX (ECMA-376 WordprocessingML): paragraphs, headings by outline level, tables with merged
 * cells. Deleted text, field codes and comments are left out; what is inserted counts. */
#include "formats.h"
#include "markup.h"
#include "xml.h"
#include "zip.h"

/* Tables inside table cells are rare; deeper ones are flattened into the outer cell. */
struct docx {
    struct plumb_markup markup;
    struct plumb_xml *xml;
    struct plumb_buf text; /* of the current paragraph */
    struct plumb_buf cell; /* of the current cell: its paragraphs */
    size_t table_depth, skip_depth;
    int level; /* heading level of the current paragraph, 0 = none */
    size_t grid_span;
    bool merged_away; /* vMerge continues: the text belongs to the cell above */
    bool in_text;     /* inside w:t */
    struct plumb_buf attribute;
};

/* "heading 2", "标题 2", "2" of w:pStyle; 0 when it is no heading. */
static int style_level(struct plumb_str style)
{
    static const char *const words[] = {"Heading", "heading", "标题"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct plumb_str word = plumb_str_from(words[i]);
        if (!plumb_str_starts(style, word))
            continue;
        struct plumb_str rest = plumb_str_trim(plumb_str_sub(style, word.len, style.len));
        if (rest.len == 1 && rest.ptr[0] >= '1' && rest.ptr[0] <= '6')
            return rest.ptr[0] - '0';
    }
    return 0;
}

static void start(struct docx *d)
{
    struct plumb_xml *xml = d->xml;
    if (plumb_xml_is(xml, "tbl")) {
        if (d->table_depth++ == 0)
            plumb_markup_table_begin(&d->markup);
    } else if (plumb_xml_is(xml, "tr") && d->table_depth == 1) {
        plumb_markup_row_begin(&d->markup);
    } else if (plumb_xml_is(xml, "tc") && d->table_depth == 1) {
        d->cell.len = 0;
        d->grid_span = 1;
        d->merged_away = false;
    } else if (plumb_xml_is(xml, "gridSpan") && d->table_depth == 1) {
        d->grid_span = plumb_xml_number(xml, "val", 1, d->markup.limits.max_columns);
    } else if (plumb_xml_is(xml, "vMerge") && d->table_depth == 1) {
        d->merged_away = !plumb_xml_attribute(xml, "val", &d->attribute) ||
                         !plumb_str_equal((struct plumb_str){d->attribute.data, d->attribute.len},
                                          PLUMB_STR("restart"));
    } else if (plumb_xml_is(xml, "p")) {
        d->text.len = 0;
        d->level = 0;
    } else if (plumb_xml_is(xml, "pStyle") && plumb_xml_attribute(xml, "val", &d->attribute)) {
        d->level = style_level((struct plumb_str){d->attribute.data, d->attribute.len});
    } else if (plumb_xml_is(xml, "outlineLvl")) {
        size_t level = plumb_xml_number(xml, "val", 9, 9);
        d->level = level < 6 ? (int)level + 1 : d->level;
    } else if (plumb_xml_is(xml, "t")) {
        d->in_text = true;
    } else if (plumb_xml_is(xml, "tab") || plumb_xml_is(xml, "br") || plumb_xml_is(xml, "cr")) {
        plumb_buf_puts(&d->text, " ");
    } else if (plumb_xml_is(xml, "noBreakHyphen")) {
        plumb_buf_puts(&d->text, "-");
    }
}

static void end_paragraph(struct docx *d)
{
    struct plumb_str text = {d->text.len ? d->text.data : "", d->text.len};
    if (d->table_depth == 0) {
        plumb_markup_paragraph(&d->markup, text, d->level);
    } else if (text.len) {
        if (d->cell.len)
            plumb_buf_puts(&d->cell, "\n");
        plumb_buf_str(&d->cell, text);
    }
    d->text.len = 0;
}

static void end(struct docx *d)
{
    struct plumb_xml *xml = d->xml;
    if (plumb_xml_is(xml, "p")) {
        end_paragraph(d);
    } else if (plumb_xml_is(xml, "t")) {
        d->in_text = false;
    } else if (plumb_xml_is(xml, "tc") && d->table_depth == 1) {
        struct plumb_str text = {d->cell.len && !d->merged_away ? d->cell.data : "",
                                 d->merged_away ? 0 : d->cell.len};
        plumb_markup_cell(&d->markup, text, 1, d->grid_span ? d->grid_span : 1);
    } else if (plumb_xml_is(xml, "tbl") && d->table_depth) {
        if (--d->table_depth == 0)
            plumb_markup_table_end(&d->markup);
    }
}

/* Text that is not printed: deletions, and the second rendering of drawn shapes. */
static bool is_hidden(const struct plumb_xml *xml)
{
    return plumb_xml_is(xml, "del") || plumb_xml_is(xml, "moveFrom") ||
           plumb_xml_is(xml, "Fallback") || plumb_xml_is(xml, "instrText");
}

static enum plumb_status walk(struct docx *d, struct plumb_error *error)
{
    for (;;) {
        enum plumb_xml_event event;
        enum plumb_status status = plumb_xml_next(d->xml, &event, error);
        if (status != PLUMB_OK || event == PLUMB_XML_DONE)
            return status;
        if (d->markup.over_limit || d->markup.failed)
            return PLUMB_OK; /* told by plumb_markup_read */
        if (d->skip_depth) {
            d->skip_depth += event == PLUMB_XML_START;
            d->skip_depth -= event == PLUMB_XML_END;
        } else if (event == PLUMB_XML_START && is_hidden(d->xml)) {
            d->skip_depth = 1;
        } else if (event == PLUMB_XML_START) {
            start(d);
        } else if (event == PLUMB_XML_END) {
            end(d);
        } else if (d->in_text) {
            plumb_buf_str(&d->text, plumb_xml_text(d->xml));
        }
    }
}

enum plumb_status plumb_read_docx(const char *path, struct plumb_str bytes,
                                  const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                  struct plumb_document **document, struct plumb_error *error)
{
    struct docx d = {.markup.limits = *limits};
    struct plumb_zip *zip = NULL;
    struct plumb_buf body = {0};
    enum plumb_status status = plumb_zip_open(path, bytes, limits, &zip, error);
    if (status == PLUMB_OK)
        status = plumb_zip_read(zip, "word/document.xml", &body, error);
    if (status == PLUMB_OK)
        status =
            plumb_xml_open(path, (struct plumb_str){body.data, body.len}, limits, &d.xml, error);
    if (status == PLUMB_OK)
        status = walk(&d, error);
    if (status == PLUMB_OK && (d.text.failed || d.cell.failed || d.attribute.failed))
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status =
            plumb_markup_read(&d.markup, path, bytes, PLUMB_FORMAT_DOCX, arena, document, error);
    plumb_xml_close(d.xml);
    plumb_buf_free(&body);
    plumb_zip_close(zip);
    plumb_buf_free(&d.text);
    plumb_buf_free(&d.cell);
    plumb_buf_free(&d.attribute);
    plumb_markup_free(&d.markup);
    return status;
}
