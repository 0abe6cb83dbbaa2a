/* DOCX (ECMA-376 WordprocessingML): paragraphs with the numbers of their lists, headings by outline
 * level, tables with merged cells, text boxes behind the paragraph they hang on, notes at the end.
 * Deleted and hidden text, field codes, comments, running heads and feet are left out; what is
 * inserted counts. */
#include <string.h>

#include "read/formats.h"
#include "read/office/docx_lists.h"
#include "read/office/markup.h"
#include "read/office/xml.h"
#include "read/office/zip.h"

#define MAX_BOXES 4 /* text boxes inside text boxes */

/* Tables inside table cells are rare; deeper ones are flattened into the outer cell. */
struct docx {
    struct plumb_markup markup;
    struct plumb_xml *xml;
    struct plumb_buf text; /* of the current paragraph */
    struct plumb_buf cell; /* of the current cell: its paragraphs */
    size_t table_depth, skip_depth;
    int level; /* heading level of the current paragraph, 0 = none */
    struct plumb_docx_lists *lists;
    size_t list, list_level;   /* of the current paragraph; list 0 = none */
    struct plumb_buf numbered; /* the paragraph behind its number */
    size_t grid_span;
    bool merged_away; /* vMerge continues: the text belongs to the cell above */
    bool in_text;     /* inside w:t */
    struct plumb_buf attribute;
    /* A text box stands inside a paragraph and has paragraphs of its own: the outer text waits. */
    struct plumb_buf waiting[MAX_BOXES];
    int waiting_level[MAX_BOXES];
    size_t waiting_list[MAX_BOXES], waiting_list_level[MAX_BOXES];
    size_t box_depth;
    bool run_properties; /* inside w:rPr */
    bool hidden;         /* the current run is w:vanish */
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

static void start_box(struct docx *d)
{
    if (d->box_depth < MAX_BOXES) {
        struct plumb_buf spare = d->waiting[d->box_depth];
        d->waiting[d->box_depth] = d->text;
        d->waiting_level[d->box_depth] = d->level;
        d->waiting_list[d->box_depth] = d->list;
        d->waiting_list_level[d->box_depth] = d->list_level;
        spare.len = 0;
        d->text = spare;
    }
    d->box_depth++;
}

static void end_box(struct docx *d)
{
    if (!d->box_depth || --d->box_depth >= MAX_BOXES)
        return;
    struct plumb_buf spare = d->text;
    d->text = d->waiting[d->box_depth];
    d->level = d->waiting_level[d->box_depth];
    d->list = d->waiting_list[d->box_depth];
    d->list_level = d->waiting_list_level[d->box_depth];
    d->waiting[d->box_depth] = spare;
}

/* Rows may begin or end some columns in. */
static void skip_columns(struct docx *d)
{
    size_t count = plumb_xml_number(d->xml, "val", 0, d->markup.limits.max_columns);
    for (size_t i = 0; i < count; i++)
        plumb_markup_cell(&d->markup, PLUMB_STR(""), 1, 1);
}

static void start_run(struct docx *d)
{
    struct plumb_xml *xml = d->xml;
    if (plumb_xml_is(xml, "r")) {
        d->hidden = false;
    } else if (plumb_xml_is(xml, "rPr")) {
        d->run_properties = true;
    } else if (plumb_xml_is(xml, "vanish") && d->run_properties) {
        d->hidden = !plumb_xml_attribute(xml, "val", &d->attribute) ||
                    (d->attribute.len > 0 && strchr("1to", d->attribute.data[0]) &&
                     !plumb_str_equal((struct plumb_str){d->attribute.data, d->attribute.len},
                                      PLUMB_STR("off")));
    } else if (plumb_xml_is(xml, "t")) {
        d->in_text = !d->hidden;
    } else if (plumb_xml_is(xml, "tab") || plumb_xml_is(xml, "br") || plumb_xml_is(xml, "cr")) {
        plumb_buf_puts(&d->text, " ");
    } else if (plumb_xml_is(xml, "noBreakHyphen")) {
        plumb_buf_puts(&d->text, "-");
    }
}

static void start(struct docx *d)
{
    struct plumb_xml *xml = d->xml;
    if (plumb_xml_is(xml, "txbxContent")) {
        start_box(d);
    } else if (plumb_xml_is(xml, "gridBefore") && d->table_depth == 1) {
        skip_columns(d);
    } else if (plumb_xml_is(xml, "tbl")) {
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
        d->list = d->list_level = 0;
    } else if (plumb_xml_is(xml, "numId")) {
        d->list = plumb_xml_number(xml, "val", 0, SIZE_MAX / 16);
    } else if (plumb_xml_is(xml, "ilvl")) {
        d->list_level = plumb_xml_number(xml, "val", 0, 16);
    } else if (plumb_xml_is(xml, "pStyle") && plumb_xml_attribute(xml, "val", &d->attribute)) {
        d->level = style_level((struct plumb_str){d->attribute.data, d->attribute.len});
    } else if (plumb_xml_is(xml, "outlineLvl")) {
        size_t level = plumb_xml_number(xml, "val", 9, 9);
        d->level = level < 6 ? (int)level + 1 : d->level;
    } else {
        start_run(d);
    }
}

static void end_paragraph(struct docx *d)
{
    struct plumb_str text = {d->text.len ? d->text.data : "", d->text.len};
    d->numbered.len = 0;
    if (d->list)
        plumb_docx_lists_next(d->lists, d->list, d->list_level, &d->numbered);
    if (d->numbered.len && plumb_str_trim(text).len) {
        plumb_buf_str(&d->numbered, text);
        text = (struct plumb_str){d->numbered.data, d->numbered.len};
    }
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
    if (plumb_xml_is(xml, "txbxContent")) {
        end_box(d);
    } else if (plumb_xml_is(xml, "rPr")) {
        d->run_properties = false;
    } else if (plumb_xml_is(xml, "p")) {
        end_paragraph(d);
        d->hidden = false;
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

/* What is not printed: deletions, the second rendering of drawn shapes, formats before a change. */
static bool is_hidden(const struct plumb_xml *xml)
{
    return plumb_xml_is(xml, "del") || plumb_xml_is(xml, "moveFrom") ||
           plumb_xml_is(xml, "Fallback") || plumb_xml_is(xml, "instrText") ||
           plumb_xml_is(xml, "separator") || plumb_xml_is(xml, "delText") ||
           plumb_xml_is(xml, "pPrChange") || plumb_xml_is(xml, "rPrChange");
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

static enum plumb_status read_part(struct docx *d, struct plumb_zip *zip, const char *path,
                                   const char *name, const struct plumb_read_limits *limits,
                                   struct plumb_error *error)
{
    struct plumb_buf part = {0};
    enum plumb_status status = plumb_zip_read(zip, name, &part, error);
    if (status == PLUMB_OK)
        status =
            plumb_xml_open(path, (struct plumb_str){part.data, part.len}, limits, &d->xml, error);
    if (status == PLUMB_OK)
        status = walk(d, error);
    plumb_xml_close(d->xml);
    d->xml = NULL;
    d->table_depth = d->skip_depth = d->box_depth = 0;
    plumb_buf_free(&part);
    return status;
}

static bool is_short_of_memory(const struct docx *d)
{
    bool failed = d->text.failed || d->cell.failed || d->attribute.failed || d->numbered.failed;
    for (size_t i = 0; i < MAX_BOXES; i++)
        failed = failed || d->waiting[i].failed;
    return failed;
}

enum plumb_status plumb_read_docx(const char *path, struct plumb_str bytes,
                                  const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                  struct plumb_document **document, struct plumb_error *error)
{
    static const char *const notes[] = {"word/footnotes.xml", "word/endnotes.xml"};
    struct docx d = {.markup.limits = *limits};
    struct plumb_zip *zip = NULL;
    enum plumb_status status = plumb_zip_open(path, bytes, limits, &zip, error);
    if (status == PLUMB_OK)
        status = plumb_docx_lists_read(path, zip, limits, &d.lists, error);
    if (status == PLUMB_OK)
        status = read_part(&d, zip, path, "word/document.xml", limits, error);
    for (size_t i = 0; status == PLUMB_OK && i < 2; i++)
        if (plumb_zip_has(zip, notes[i]))
            status = read_part(&d, zip, path, notes[i], limits, error);
    if (status == PLUMB_OK && is_short_of_memory(&d))
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status =
            plumb_markup_read(&d.markup, path, bytes, PLUMB_FORMAT_DOCX, arena, document, error);
    plumb_zip_close(zip);
    plumb_docx_lists_free(d.lists);
    plumb_buf_free(&d.numbered);
    plumb_buf_free(&d.text);
    plumb_buf_free(&d.cell);
    plumb_buf_free(&d.attribute);
    for (size_t i = 0; i < MAX_BOXES; i++)
        plumb_buf_free(&d.waiting[i]);
    plumb_markup_free(&d.markup);
    return status;
}
