/* DOCX (ECMA-376 WordprocessingML): paragraphs with the numbers of their lists, headings by outline
 * level, tables with merged cells, text boxes behind the paragraph they hang on, notes at the end.
 * Deleted and hidden text, field codes, comments, running heads and feet are left out; what is
 * inserted counts. */
#include <string.h>

#include "read/formats.h"
#include "read/office/docx_lists.h"
#include "read/office/docx_styles.h"
#include "read/office/markup.h"
#include "read/office/xml.h"
#include "read/office/zip.h"

#define MAX_BOXES 4 /* text boxes inside text boxes */

/* What the current paragraph says of itself; the rest its style says. */
struct paragraph {
    uint64_t style;          /* key; 0: none named */
    int guess;               /* heading level by the name of the style */
    size_t outline;          /* w:outlineLvl, or PLUMB_DOCX_UNSET */
    size_t list, list_level; /* w:numPr; list 0: none, also when the style has one */
};

static const struct paragraph no_paragraph = {
    .outline = PLUMB_DOCX_UNSET, .list = PLUMB_DOCX_UNSET, .list_level = PLUMB_DOCX_UNSET};

/* Tables inside table cells are rare; deeper ones are flattened into the outer cell. */
struct docx {
    struct plumb_markup markup;
    struct plumb_xml *xml;
    struct plumb_buf text; /* of the current paragraph */
    struct plumb_buf cell; /* of the current cell: its paragraphs */
    size_t table_depth, skip_depth;
    struct plumb_docx_lists *lists;
    struct plumb_docx_styles *styles;
    struct paragraph paragraph;
    struct plumb_buf numbered; /* the paragraph behind its number */
    size_t grid_span;
    bool merged_away; /* vMerge continues: the text belongs to the cell above */
    bool in_text;     /* inside w:t */
    struct plumb_buf attribute;
    /* A text box stands inside a paragraph and has paragraphs of its own: the outer text waits. */
    struct plumb_buf waiting[MAX_BOXES];
    struct paragraph waiting_paragraph[MAX_BOXES];
    size_t box_depth;
    bool run_properties; /* inside w:rPr */
    bool hidden;         /* the current run is w:vanish */
};

/* "heading 2", "标题 2", "2" of w:pStyle; 0 when it is no heading. */
static int style_level(struct plumb_str style)
{
    static const char *const words[] = {"Heading", "heading", "标题"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++) {
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
        d->waiting_paragraph[d->box_depth] = d->paragraph;
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
    d->paragraph = d->waiting_paragraph[d->box_depth];
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
        d->paragraph = no_paragraph;
    } else if (plumb_xml_is(xml, "numId")) {
        d->paragraph.list = plumb_xml_number(xml, "val", 0, SIZE_MAX / 16);
    } else if (plumb_xml_is(xml, "ilvl")) {
        d->paragraph.list_level = plumb_xml_number(xml, "val", 0, 16);
    } else if (plumb_xml_is(xml, "pStyle") && plumb_xml_attribute(xml, "val", &d->attribute)) {
        struct plumb_str name = {d->attribute.data, d->attribute.len};
        d->paragraph.style = plumb_docx_style_key(name);
        d->paragraph.guess = style_level(name);
    } else if (plumb_xml_is(xml, "outlineLvl")) {
        d->paragraph.outline = plumb_xml_number(xml, "val", 9, 9);
    } else {
        start_run(d);
    }
}

/* The number of the paragraph in its list, into d->numbered. Of what the paragraph does not say, the
 * style decides, and of the level first the list, which may name the style. */
static void put_number(struct docx *d)
{
    const struct paragraph *p = &d->paragraph;
    const struct plumb_docx_style *style = plumb_docx_styles_find(d->styles, p->style);
    size_t list = p->list, level = p->list_level;
    d->numbered.len = 0;
    if (list == PLUMB_DOCX_UNSET && style)
        list = style->list;
    if (list == PLUMB_DOCX_UNSET || list == 0)
        return;
    if (level == PLUMB_DOCX_UNSET)
        level = plumb_docx_lists_level(d->lists, list, style ? style->key : 0,
                                       style ? style->level : PLUMB_DOCX_UNSET);
    plumb_docx_lists_next(d->lists, list, level == PLUMB_DOCX_UNSET ? 0 : level, &d->numbered);
}

/* Heading level of the paragraph, 0: none. Whole sentences may be given the style of a heading for
 * its looks or its number: they are text. */
static int heading_level(const struct docx *d, struct plumb_str text)
{
    const struct paragraph *p = &d->paragraph;
    const struct plumb_docx_style *style = plumb_docx_styles_find(d->styles, p->style);
    size_t outline = p->outline;
    if (plumb_str_find(text, PLUMB_STR("。")) != PLUMB_NPOS)
        return 0;
    if (outline == PLUMB_DOCX_UNSET && style)
        outline = style->outline;
    if (outline != PLUMB_DOCX_UNSET)
        return outline < 6 ? (int)outline + 1 : 0;
    return p->guess;
}

static void end_paragraph(struct docx *d)
{
    struct plumb_str text = {d->text.len ? d->text.data : "", d->text.len};
    bool empty = plumb_str_trim(text).len == 0;
    put_number(d);
    /* the number alone is what a column of numbers shows; outside tables it is a forgotten line */
    if (d->numbered.len && (!empty || d->table_depth)) {
        plumb_buf_str(&d->numbered, text);
        text = (struct plumb_str){d->numbered.data, d->numbered.len};
    }
    if (d->table_depth == 0) {
        plumb_markup_paragraph(&d->markup, text, heading_level(d, text));
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
    struct docx d = {.markup.limits = *limits, .paragraph = no_paragraph};
    struct plumb_zip *zip = NULL;
    enum plumb_status status = plumb_zip_open(path, bytes, limits, &zip, error);
    if (status == PLUMB_OK)
        status = plumb_docx_styles_read(path, zip, limits, &d.styles, error);
    if (status == PLUMB_OK)
        status = plumb_docx_lists_read(path, zip, limits, d.styles, &d.lists, error);
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
    plumb_docx_styles_free(d.styles);
    plumb_buf_free(&d.numbered);
    plumb_buf_free(&d.text);
    plumb_buf_free(&d.cell);
    plumb_buf_free(&d.attribute);
    for (size_t i = 0; i < MAX_BOXES; i++)
        plumb_buf_free(&d.waiting[i]);
    plumb_markup_free(&d.markup);
    return status;
}
