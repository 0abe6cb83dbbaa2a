/* XLSX (ECMA-376 SpreadsheetML): every visible sheet becomes a heading and a table with the cells
 * as they are shown: percentages, dates and fixed decimals by their number format, formulas by
 * their cached value. Hidden sheets and rows are read too, because what is hidden matters. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/formats.h"
#include "read/office/markup.h"
#include "read/office/xml.h"
#include "read/office/zip.h"

enum show { SHOW_GENERAL, SHOW_FIXED, SHOW_PERCENT, SHOW_DATE };

struct style {
    enum show show;
    int decimals;
};

/* Custom number formats by id, and the styles of cells in order. */
struct xlsx {
    const char *path;
    const struct plumb_read_limits *limits;
    struct plumb_zip *zip;
    struct plumb_arena *scratch;
    struct plumb_markup markup;
    struct plumb_str *strings;
    size_t string_count, string_capacity;
    struct numbered {
        size_t id;
        struct style style;
    } * formats;
    size_t format_count, format_capacity;
    struct style *styles;
    size_t style_count, style_capacity;
    struct sheet {
        struct plumb_str name, relation, path;
        bool hidden;
    } * sheets;
    size_t sheet_count, sheet_capacity;
    bool date_1904;
    size_t hidden_sheets, hidden_rows, hidden_columns;
    struct plumb_str last_hidden_sheet;
};

/* ---- number formats ---------------------------------------------------------------------- */

/* What a format code such as "#,##0.00" or "yyyy/m/d" shows: its first section, without literals. */
static struct style style_of_code(struct plumb_str code)
{
    struct style style = {SHOW_GENERAL, 0};
    bool point = false, digit = false;
    for (size_t i = 0; i < code.len && code.ptr[i] != ';'; i++) {
        char c = code.ptr[i];
        if (c == '"') {
            while (++i < code.len && code.ptr[i] != '"') {}
        } else if (c == '[') {
            while (++i < code.len && code.ptr[i] != ']') {}
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '%') {
            style.show = SHOW_PERCENT;
        } else if (c == '.') {
            point = digit;
        } else if (c == '0' || c == '#' || c == '?') {
            digit = true;
            style.decimals += point && c == '0';
        } else if (strchr("yYdD", c) && !digit) {
            return (struct style){SHOW_DATE, 0};
        }
    }
    if (style.show == SHOW_GENERAL && digit)
        style.show = SHOW_FIXED;
    return style;
}

static struct style style_of_id(const struct xlsx *x, size_t id)
{
    for (size_t i = 0; i < x->format_count; i++)
        if (x->formats[i].id == id)
            return x->formats[i].style;
    switch (id) {
    case 1:
    case 3:
    case 37:
    case 38:
        return (struct style){SHOW_FIXED, 0};
    case 2:
    case 4:
    case 39:
    case 40:
        return (struct style){SHOW_FIXED, 2};
    case 9:
        return (struct style){SHOW_PERCENT, 0};
    case 10:
        return (struct style){SHOW_PERCENT, 2};
    default:
        break;
    }
    bool date =
        (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    return (struct style){date ? SHOW_DATE : SHOW_GENERAL, 0};
}

/* Serial day number to yyyy年m月d日 (the calendar of Richards 2013). */
static void print_date(double serial, bool date_1904, char *out, size_t room)
{
    if (!(serial >= 1 && serial < 2958466)) {
        snprintf(out, room, "%.15g", serial);
        return;
    }
    long day = (long)floor(serial) + (date_1904 ? 1462 : 0) - (serial < 60 && !date_1904 ? 0 : 1);
    long julian = day + 2415020; /* 1899-12-31 */
    long f = julian + 1401 + (((4 * julian + 274277) / 146097) * 3) / 4 - 38;
    long e = 4 * f + 3, h = 5 * ((e % 1461) / 4) + 2;
    long d = (h % 153) / 5 + 1, m = (h / 153 + 2) % 12 + 1, y = e / 1461 - 4716 + (14 - m) / 12;
    snprintf(out, room, "%ld年%ld月%ld日", y, m, d);
}

static void print_number(const struct xlsx *x, double value, size_t style_index, char *out,
                         size_t room)
{
    struct style style =
        style_index < x->style_count ? x->styles[style_index] : (struct style){SHOW_GENERAL, 0};
    int decimals = style.decimals > 12 ? 12 : style.decimals;
    if (!isfinite(value) || fabs(value) >= 1e15)
        snprintf(out, room, "%.15g", value);
    else if (style.show == SHOW_FIXED)
        snprintf(out, room, "%.*f", decimals, value);
    else if (style.show == SHOW_PERCENT)
        snprintf(out, room, "%.*f%%", decimals, 100 * value);
    else if (style.show == SHOW_DATE)
        print_date(value, x->date_1904, out, room);
    else
        snprintf(out, room, "%.15g", value);
}

/* ---- parts ------------------------------------------------------------------------------- */

typedef void on_event(struct xlsx *x, struct plumb_xml *xml, enum plumb_xml_event event,
                      void *context);

static enum plumb_status each_event(struct xlsx *x, const char *name, on_event *handle,
                                    void *context, struct plumb_error *error)
{
    struct plumb_buf part = {0};
    struct plumb_xml *xml = NULL;
    enum plumb_xml_event event = PLUMB_XML_START;
    enum plumb_status status = plumb_zip_read(x->zip, name, &part, error);
    if (status == PLUMB_OK)
        status = plumb_xml_open(x->path, (struct plumb_str){part.data, part.len}, x->limits, &xml,
                                error);
    while (status == PLUMB_OK && !x->markup.over_limit && !x->markup.failed) {
        status = plumb_xml_next(xml, &event, error);
        if (status != PLUMB_OK || event == PLUMB_XML_DONE)
            break;
        handle(x, xml, event, context);
    }
    plumb_xml_close(xml);
    plumb_buf_free(&part);
    return status;
}

static struct plumb_str attribute(struct xlsx *x, struct plumb_xml *xml, const char *name)
{
    struct plumb_buf value = {0};
    struct plumb_str copy = {"", 0};
    if (plumb_xml_attribute(xml, name, &value) && value.len) {
        struct plumb_str kept =
            plumb_str_copy(x->scratch, (struct plumb_str){value.data, value.len});
        copy = kept.ptr ? kept : copy;
    }
    plumb_buf_free(&value);
    return copy;
}

struct string_state {
    struct plumb_buf text;
    bool in_text, phonetic;
};

static void on_shared_string(struct xlsx *x, struct plumb_xml *xml, enum plumb_xml_event event,
                             void *context)
{
    struct string_state *s = context;
    if (event == PLUMB_XML_TEXT) {
        if (s->in_text && !s->phonetic)
            plumb_buf_str(&s->text, plumb_xml_text(xml));
    } else if (plumb_xml_is(xml, "rPh")) {
        s->phonetic = event == PLUMB_XML_START;
    } else if (plumb_xml_is(xml, "t")) {
        s->in_text = event == PLUMB_XML_START;
    } else if (plumb_xml_is(xml, "si") && event == PLUMB_XML_START) {
        s->text.len = 0;
    } else if (plumb_xml_is(xml, "si")) {
        struct plumb_str *slot =
            PLUMB_PUSH(x->scratch, x->strings, x->string_count, x->string_capacity);
        struct plumb_str text = {s->text.len ? s->text.data : "", s->text.len};
        if (slot)
            *slot = plumb_str_copy(x->scratch, text);
        x->markup.failed = x->markup.failed || !slot || !slot->ptr || s->text.failed;
    }
}

static void on_style(struct xlsx *x, struct plumb_xml *xml, enum plumb_xml_event event,
                     void *context)
{
    bool *in_cells = context;
    if (plumb_xml_is(xml, "cellXfs")) {
        *in_cells = event == PLUMB_XML_START;
    } else if (event != PLUMB_XML_START) {
        return;
    } else if (plumb_xml_is(xml, "numFmt")) {
        struct numbered *f =
            PLUMB_PUSH(x->scratch, x->formats, x->format_count, x->format_capacity);
        if (f) {
            f->id = plumb_xml_number(xml, "numFmtId", 0, 1 << 20);
            f->style = style_of_code(attribute(x, xml, "formatCode"));
        }
    } else if (plumb_xml_is(xml, "xf") && *in_cells) {
        struct style *s = PLUMB_PUSH(x->scratch, x->styles, x->style_count, x->style_capacity);
        if (s)
            *s = style_of_id(x, plumb_xml_number(xml, "numFmtId", 0, 1 << 20));
    }
}

static void on_workbook(struct xlsx *x, struct plumb_xml *xml, enum plumb_xml_event event,
                        void *context)
{
    (void)context;
    if (event != PLUMB_XML_START)
        return;
    if (plumb_xml_is(xml, "workbookPr")) {
        struct plumb_str flag = attribute(x, xml, "date1904");
        x->date_1904 =
            plumb_str_equal(flag, PLUMB_STR("1")) || plumb_str_equal(flag, PLUMB_STR("true"));
    } else if (plumb_xml_is(xml, "sheet")) {
        struct sheet *s = PLUMB_PUSH(x->scratch, x->sheets, x->sheet_count, x->sheet_capacity);
        if (!s)
            return;
        s->name = attribute(x, xml, "name");
        s->relation = attribute(x, xml, "id");
        struct plumb_str state = attribute(x, xml, "state");
        s->hidden = state.len && !plumb_str_equal(state, PLUMB_STR("visible"));
    }
}

static void on_relation(struct xlsx *x, struct plumb_xml *xml, enum plumb_xml_event event,
                        void *context)
{
    (void)context;
    if (event != PLUMB_XML_START || !plumb_xml_is(xml, "Relationship"))
        return;
    struct plumb_str id = attribute(x, xml, "Id"), target = attribute(x, xml, "Target");
    for (size_t i = 0; i < x->sheet_count; i++)
        if (plumb_str_equal(x->sheets[i].relation, id))
            x->sheets[i].path = target;
}

/* ---- sheets ------------------------------------------------------------------------------ */

struct cell_state {
    size_t row;    /* rows begun */
    size_t column; /* of the current cell */
    size_t style;
    struct plumb_str type;
    struct plumb_buf value;
    bool in_value, in_cell;
};

/* "BC12" → column 54, row 12; false when it is no reference. */
static bool parse_reference(struct plumb_str text, size_t *column, size_t *row)
{
    size_t i = 0, c = 0, r = 0;
    for (; i < text.len && text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' && i < 4; i++)
        c = c * 26 + (size_t)(text.ptr[i] - 'A' + 1);
    size_t letters = i;
    for (; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9' && r < 10000000; i++)
        r = r * 10 + (size_t)(text.ptr[i] - '0');
    *column = c ? c - 1 : 0;
    *row = r;
    return letters && i > letters && i == text.len;
}

static void put_cell(struct xlsx *x, struct cell_state *s)
{
    struct plumb_str text = {s->value.len ? s->value.data : "", s->value.len};
    char number[64];
    if (plumb_str_equal(s->type, PLUMB_STR("s"))) {
        size_t index = text.len ? (size_t)strtoul(text.ptr, NULL, 10) : SIZE_MAX;
        text = index < x->string_count ? x->strings[index] : PLUMB_STR("");
    } else if (plumb_str_equal(s->type, PLUMB_STR("b"))) {
        text = plumb_str_equal(text, PLUMB_STR("1")) ? PLUMB_STR("是") : PLUMB_STR("否");
    } else if ((s->type.len == 0 || plumb_str_equal(s->type, PLUMB_STR("n"))) && text.len) {
        print_number(x, strtod(text.ptr, NULL), s->style, number, sizeof number);
        text = plumb_str_from(number);
    }
    plumb_markup_cell_at(&x->markup, s->column, 1, text);
}

static void start_row(struct xlsx *x, struct plumb_xml *xml, struct cell_state *s)
{
    size_t row = plumb_xml_number(xml, "r", s->row + 1, 2000000);
    /* one empty row parts tables as people draw them; more would only be noise */
    if (row > s->row + 1 && s->row) {
        plumb_markup_table_end(&x->markup);
        plumb_markup_table_begin(&x->markup);
    }
    plumb_markup_row_begin(&x->markup);
    x->hidden_rows += plumb_xml_number(xml, "hidden", 0, 1);
    s->row = row;
    s->column = SIZE_MAX;
}

static void start_cell(struct xlsx *x, struct plumb_xml *xml, struct cell_state *s)
{
    size_t column = 0, row = 0;
    if (parse_reference(attribute(x, xml, "r"), &column, &row))
        s->column = column;
    else
        s->column = s->column == SIZE_MAX ? 0 : s->column + 1;
    s->type = attribute(x, xml, "t");
    s->style = plumb_xml_number(xml, "s", 0, 1 << 20);
    s->value.len = 0;
    s->in_cell = true;
}

static void on_sheet(struct xlsx *x, struct plumb_xml *xml, enum plumb_xml_event event,
                     void *context)
{
    struct cell_state *s = context;
    if (event == PLUMB_XML_TEXT) {
        if (s->in_value)
            plumb_buf_str(&s->value, plumb_xml_text(xml));
    } else if (plumb_xml_is(xml, "col") && event == PLUMB_XML_START) {
        x->hidden_columns += plumb_xml_number(xml, "hidden", 0, 1);
    } else if (plumb_xml_is(xml, "row") && event == PLUMB_XML_START) {
        start_row(x, xml, s);
    } else if (plumb_xml_is(xml, "c") && event == PLUMB_XML_START) {
        start_cell(x, xml, s);
    } else if (plumb_xml_is(xml, "c")) {
        if (s->value.len)
            put_cell(x, s);
        s->in_cell = false;
    } else if (plumb_xml_is(xml, "v") || (plumb_xml_is(xml, "t") && s->in_cell)) {
        s->in_value = event == PLUMB_XML_START;
    }
}

static enum plumb_status read_sheet(struct xlsx *x, const struct sheet *sheet,
                                    struct plumb_error *error)
{
    struct cell_state state = {.column = SIZE_MAX};
    char part[1024];
    struct plumb_str path = sheet->path;
    if (path.len && path.ptr[0] == '/')
        snprintf(part, sizeof part, "%.*s", (int)path.len - 1, path.ptr + 1);
    else
        snprintf(part, sizeof part, "xl/%.*s", PLUMB_STR_ARG(path));
    if (!path.len || !plumb_zip_has(x->zip, part))
        return PLUMB_OK; /* a chart sheet */
    if (sheet->hidden) {
        x->hidden_sheets++;
        x->last_hidden_sheet = sheet->name;
    }
    plumb_markup_paragraph(&x->markup, sheet->name, 0);
    plumb_markup_table_begin(&x->markup);
    enum plumb_status status = each_event(x, part, on_sheet, &state, error);
    plumb_markup_table_end(&x->markup);
    x->markup.failed = x->markup.failed || state.value.failed;
    plumb_buf_free(&state.value);
    return status;
}

static enum plumb_status read_workbook(struct xlsx *x, struct plumb_error *error)
{
    struct string_state strings = {0};
    bool in_cells = false;
    enum plumb_status status = each_event(x, "xl/workbook.xml", on_workbook, NULL, error);
    if (status == PLUMB_OK)
        status = each_event(x, "xl/_rels/workbook.xml.rels", on_relation, NULL, error);
    if (status == PLUMB_OK && plumb_zip_has(x->zip, "xl/sharedStrings.xml"))
        status = each_event(x, "xl/sharedStrings.xml", on_shared_string, &strings, error);
    if (status == PLUMB_OK && plumb_zip_has(x->zip, "xl/styles.xml"))
        status = each_event(x, "xl/styles.xml", on_style, &in_cells, error);
    for (size_t i = 0; status == PLUMB_OK && i < x->sheet_count; i++)
        status = read_sheet(x, &x->sheets[i], error);
    plumb_buf_free(&strings.text);
    return status;
}

/* What a reader of the sheet on a screen would not have seen is read, and said. */
static void note_hidden(const struct xlsx *x, struct plumb_arena *arena,
                        struct plumb_document *document)
{
    struct plumb_buf text = {0};
    if (x->hidden_sheets)
        plumb_buf_printf(&text, "%zu hidden sheet(s) were read too, such as \"%.*s\"; ",
                         x->hidden_sheets, PLUMB_STR_ARG(x->last_hidden_sheet));
    if (x->hidden_rows)
        plumb_buf_printf(&text, "%zu hidden row(s) were read too; ", x->hidden_rows);
    if (x->hidden_columns)
        plumb_buf_printf(&text, "%zu hidden column range(s) were read too; ", x->hidden_columns);
    if (text.len > 2 && !text.failed) {
        struct plumb_note *notes =
            plumb_arena_array(arena, document->note_count + 1, sizeof *notes);
        struct plumb_str copy = plumb_str_copy(arena, (struct plumb_str){text.data, text.len - 2});
        if (notes && copy.ptr) {
            notes[0] = (struct plumb_note){1, copy.ptr};
            for (size_t i = 0; i < document->note_count; i++)
                notes[i + 1] = document->notes[i];
            document->notes = notes;
            document->note_count++;
        }
    }
    plumb_buf_free(&text);
}

enum plumb_status plumb_read_xlsx(const char *path, struct plumb_str bytes,
                                  const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                  struct plumb_document **document, struct plumb_error *error)
{
    struct xlsx x = {
        .path = path, .limits = limits, .markup = {.limits = *limits, .pad = true, .fixed = true}};
    x.scratch = plumb_arena_new();
    if (!x.scratch)
        return plumb_fail_nomem(error);
    plumb_arena_limit(x.scratch, limits->max_memory / 4);
    plumb_arena_deadline(x.scratch, limits->stop_at);
    enum plumb_status status = plumb_zip_open(path, bytes, limits, &x.zip, error);
    if (status == PLUMB_OK)
        status = read_workbook(&x, error);
    if (status == PLUMB_OK)
        status =
            plumb_markup_read(&x.markup, path, bytes, PLUMB_FORMAT_XLSX, arena, document, error);
    if (status == PLUMB_OK)
        note_hidden(&x, arena, *document);
    if (status == PLUMB_E_NOMEM && plumb_arena_is_full(x.scratch))
        status = plumb_read_over_memory(path, limits, error);
    plumb_zip_close(x.zip);
    plumb_markup_free(&x.markup);
    plumb_arena_free(x.scratch);
    return status;
}
