/* Rich text (RTF 1.9.1): paragraphs and tables. Text is in the code page of the file, which in China
 * is 936 (GBK), or in \uN. What is not printed (fonts, styles, pictures, fields' codes, headers and
 * footers, deleted and hidden text) is left out; nested tables come out as text of the outer cell. */
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "read/formats.h"
#include "read/office/markup.h"

#define MAX_GROUPS 512 /* braces inside braces */
#define LEGACY_PAGE 936

struct group {
    bool skipped, hidden;
    unsigned fallback; /* \ucN: bytes that stand behind \uN for older programs */
};

struct rtf {
    struct plumb_markup markup;
    struct plumb_str bytes;
    size_t at;
    struct group groups[MAX_GROUPS];
    size_t depth;
    bool too_deep;
    struct plumb_buf legacy; /* bytes of the code page that are not yet decoded */
    struct plumb_buf text;   /* of the current paragraph */
    struct plumb_buf cell;   /* earlier paragraphs of the current cell */
    struct plumb_buf cells[256];
    size_t cell_count;
    bool in_table, in_row; /* a table is open; the paragraph is in a row */
    int page;              /* code page */
    uint32_t high;         /* first half of a surrogate pair */
    unsigned to_skip;      /* of the fallback of \uN */
};

static struct group *group(struct rtf *r)
{
    return &r->groups[r->depth < MAX_GROUPS ? r->depth : MAX_GROUPS - 1];
}

/* ---- text ---- */

static void put_bytes(struct rtf *r, const char *bytes, size_t len)
{
    if (!group(r)->skipped && !group(r)->hidden)
        plumb_buf_add(&r->text, bytes, len);
}

static void put_code(struct rtf *r, uint32_t code)
{
    char bytes[4];
    if (code >= 0xD800 && code < 0xDC00) {
        r->high = code;
        return;
    }
    if (code >= 0xDC00 && code < 0xE000) {
        if (!r->high)
            return;
        code = 0x10000 + ((r->high - 0xD800) << 10) + (code - 0xDC00);
    }
    r->high = 0;
    if (code >= ' ')
        put_bytes(r, bytes, plumb_utf8_encode(code, bytes));
}

/* A double byte of GBK may come as two \'xx or as \'xx and a letter, so bytes are collected. */
static void flush_legacy(struct rtf *r)
{
    char name[16] = "GB18030", out[256];
    char *in = r->legacy.data;
    size_t left = r->legacy.len;
    if (!left)
        return;
    if (r->page != LEGACY_PAGE)
        snprintf(name, sizeof name, "CP%d", r->page);
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        converter = iconv_open("UTF-8", "GB18030");
    while (left > 0 && converter != (iconv_t)-1) {
        char *to = out;
        size_t room = sizeof out, before = left;
        iconv(converter, &in, &left, &to, &room);
        put_bytes(r, out, sizeof out - room);
        if (left == before) { /* a byte of no character */
            put_bytes(r, "?", 1);
            in++, left--;
        }
    }
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    r->legacy.len = 0;
}

static void put_byte(struct rtf *r, char byte)
{
    if (r->to_skip) {
        r->to_skip--;
        return;
    }
    bool second = r->legacy.len > 0; /* perhaps the second half of a character */
    if ((unsigned char)byte >= 0x80 || second) {
        if (!group(r)->skipped && !group(r)->hidden)
            plumb_buf_add(&r->legacy, &byte, 1);
        if ((unsigned char)byte < 0x80)
            flush_legacy(r);
        return;
    }
    put_bytes(r, &byte, 1);
}

/* ---- paragraphs and tables ---- */

static void free_cells(struct rtf *r)
{
    for (size_t i = 0; i < r->cell_count; i++)
        r->cells[i].len = 0;
    r->cell_count = 0;
}

static struct plumb_str str_of(const struct plumb_buf *buf)
{
    return (struct plumb_str){buf->len ? buf->data : "", buf->len};
}

static void end_table(struct rtf *r)
{
    if (r->in_table)
        plumb_markup_table_end(&r->markup);
    r->in_table = false;
}

static void end_paragraph(struct rtf *r)
{
    flush_legacy(r);
    if (r->in_row) {
        plumb_buf_str(&r->cell, str_of(&r->text));
        plumb_buf_puts(&r->cell, "\n");
    } else {
        end_table(r);
        plumb_markup_paragraph(&r->markup, str_of(&r->text), 0);
    }
    r->text.len = 0;
}

static void end_cell(struct rtf *r)
{
    flush_legacy(r);
    plumb_buf_str(&r->cell, str_of(&r->text));
    if (r->cell_count < PLUMB_COUNT(r->cells))
        plumb_buf_str(&r->cells[r->cell_count++], str_of(&r->cell));
    else
        r->markup.over_limit = "columns";
    r->text.len = r->cell.len = 0;
}

static void end_row(struct rtf *r)
{
    if (!r->in_table)
        plumb_markup_table_begin(&r->markup);
    r->in_table = true;
    plumb_markup_row_begin(&r->markup);
    for (size_t i = 0; i < r->cell_count; i++)
        plumb_markup_cell(&r->markup, str_of(&r->cells[i]), 1, 1);
    free_cells(r);
    r->text.len = r->cell.len = 0;
}

/* ---- control words ---- */

static bool is_word(struct plumb_str word, const char *const *list)
{
    for (; *list; list++)
        if (plumb_str_equal(word, plumb_str_from(*list)))
            return true;
    return false;
}

/* Groups of these hold no text of the document. */
static const char *const destinations[] = {
    "fonttbl",    "colortbl",  "stylesheet", "info",        "pict",      "object",   "header",
    "headerl",    "headerr",   "headerf",    "footer",      "footerl",   "footerr",  "footerf",
    "fldinst",    "listtable", "revtbl",     "rsidtbl",     "generator", "xmlnstbl", "themedata",
    "annotation", "atnid",     "atnauthor",  "datafield",   "bkmkstart", "bkmkend",  "pntext",
    "filetbl",    "template",  "private",    "listpicture", NULL};

static void on_character(struct rtf *r, long number)
{
    flush_legacy(r);
    r->to_skip = 0;
    put_code(r, (uint32_t)(number < 0 ? number + 65536 : number));
    r->to_skip = group(r)->fallback;
}

static void on_word(struct rtf *r, struct plumb_str word, bool has_number, long number)
{
    static const char *const ends[] = {"par", "sect", "page", NULL};
    static const char *const gaps[] = {"tab", "line", "emspace", "enspace", "nestcell", NULL};
    if (is_word(word, destinations)) {
        group(r)->skipped = true;
    } else if (plumb_str_equal(word, PLUMB_STR("u")) && has_number) {
        on_character(r, number);
    } else if (plumb_str_equal(word, PLUMB_STR("uc")) && number >= 0 && number < 16) {
        group(r)->fallback = (unsigned)number;
    } else if (plumb_str_equal(word, PLUMB_STR("ansicpg"))) {
        r->page = number > 0 && number < 100000 ? (int)number : r->page;
    } else if (plumb_str_equal(word, PLUMB_STR("v")) ||
               plumb_str_equal(word, PLUMB_STR("deleted"))) {
        flush_legacy(r);
        group(r)->hidden = !has_number || number != 0;
    } else if (plumb_str_equal(word, PLUMB_STR("plain"))) {
        flush_legacy(r);
        group(r)->hidden = false;
    } else if (group(r)->skipped) {
        return;
    } else if (is_word(word, ends)) {
        end_paragraph(r);
    } else if (is_word(word, gaps)) {
        flush_legacy(r);
        put_bytes(r, " ", 1);
    } else if (plumb_str_equal(word, PLUMB_STR("cell"))) {
        end_cell(r);
    } else if (plumb_str_equal(word, PLUMB_STR("row"))) {
        end_row(r);
    } else if (plumb_str_equal(word, PLUMB_STR("pard"))) {
        r->in_row = false;
    } else if (plumb_str_equal(word, PLUMB_STR("intbl"))) {
        r->in_row = true;
    } else if (plumb_str_equal(word, PLUMB_STR("emdash"))) {
        put_code(r, 0x2014);
    } else if (plumb_str_equal(word, PLUMB_STR("endash"))) {
        put_code(r, 0x2013);
    } else if (plumb_str_equal(word, PLUMB_STR("ldblquote"))) {
        put_code(r, 0x201C);
    } else if (plumb_str_equal(word, PLUMB_STR("rdblquote"))) {
        put_code(r, 0x201D);
    }
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "\word-12 ": letters, a number, one space. */
static void read_word(struct rtf *r)
{
    struct plumb_str b = r->bytes;
    size_t from = r->at;
    while (r->at < b.len && is_letter(b.ptr[r->at]))
        r->at++;
    struct plumb_str word = plumb_str_sub(b, from, r->at);
    bool minus = r->at < b.len && b.ptr[r->at] == '-';
    size_t digits = r->at += minus;
    long number = 0;
    for (; r->at < b.len && b.ptr[r->at] >= '0' && b.ptr[r->at] <= '9'; r->at++)
        number = number < 100000000 ? number * 10 + (b.ptr[r->at] - '0') : number;
    bool has_number = r->at > digits;
    r->at += r->at < b.len && b.ptr[r->at] == ' ';
    if (plumb_str_equal(word, PLUMB_STR("bin")) && has_number) {
        r->at = (size_t)number < b.len - r->at ? r->at + (size_t)number : b.len;
        return;
    }
    on_word(r, word, has_number, minus ? -number : number);
}

/* What follows a backslash. */
static void read_control(struct rtf *r)
{
    struct plumb_str b = r->bytes;
    if (r->at >= b.len)
        return;
    char c = b.ptr[r->at];
    if (is_letter(c)) {
        read_word(r);
        return;
    }
    r->at++;
    if (c == '\'' && r->at + 2 <= b.len) {
        int high = hex_digit(b.ptr[r->at]), low = hex_digit(b.ptr[r->at + 1]);
        r->at += 2;
        if (high >= 0 && low >= 0)
            put_byte(r, (char)(unsigned char)(high * 16 + low));
    } else if (c == '*') {
        group(r)->skipped = true; /* a destination that older programs may leave out */
    } else if (c == '~') {
        put_byte(r, ' ');
    } else if (c == '_') {
        put_byte(r, '-');
    } else if (c == '\n' || c == '\r') {
        end_paragraph(r);
    } else if (c == '\\' || c == '{' || c == '}') {
        put_byte(r, c);
    }
}

static void open_group(struct rtf *r)
{
    struct group inner = *group(r);
    flush_legacy(r);
    r->depth++;
    r->too_deep = r->too_deep || r->depth >= MAX_GROUPS;
    *group(r) = inner;
    r->to_skip = 0;
}

static void walk(struct rtf *r)
{
    while (r->at < r->bytes.len && !r->too_deep && plumb_markup_go_on(&r->markup)) {
        char c = r->bytes.ptr[r->at++];
        if (c == '{') {
            open_group(r);
        } else if (c == '}') {
            flush_legacy(r);
            r->depth -= r->depth > 0;
            r->to_skip = 0;
        } else if (c == '\\') {
            read_control(r);
        } else if (c != '\n' && c != '\r' && c != '\0') {
            put_byte(r, c);
        }
    }
    end_paragraph(r);
    end_table(r);
}

static bool is_short_of_memory(const struct rtf *r)
{
    bool failed = r->text.failed || r->cell.failed || r->legacy.failed;
    for (size_t i = 0; i < PLUMB_COUNT(r->cells); i++)
        failed = failed || r->cells[i].failed;
    return failed;
}

enum plumb_status plumb_read_rtf(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    struct rtf *r = plumb_calloc(1, sizeof *r);
    if (!r)
        return plumb_fail_nomem(error);
    r->markup.limits = *limits;
    r->bytes = bytes;
    r->page = LEGACY_PAGE;
    r->groups[0].fallback = 1;
    walk(r);
    enum plumb_status status;
    if (is_short_of_memory(r))
        status = plumb_fail_nomem(error);
    else if (r->too_deep)
        status = plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                               "\"%s\" nests its groups more than %d deep and was not read.", path,
                               MAX_GROUPS);
    else
        status =
            plumb_markup_read(&r->markup, path, bytes, PLUMB_FORMAT_TEXT, arena, document, error);
    plumb_markup_free(&r->markup);
    plumb_buf_free(&r->text);
    plumb_buf_free(&r->cell);
    plumb_buf_free(&r->legacy);
    for (size_t i = 0; i < PLUMB_COUNT(r->cells); i++)
        plumb_buf_free(&r->cells[i]);
    plumb_free(r);
    return status;
}
