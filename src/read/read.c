/* One door for all files: what is it, and which reader takes it. Content decides before the
 * extension, because files are renamed and mailed about. */
#include "read/formats.h"

#include <string.h>

/* ---- formats ---- */

static bool starts(struct plumb_str bytes, const char *magic, size_t len)
{
    return bytes.len >= len && memcmp(bytes.ptr, magic, len) == 0;
}

/* The container's names stand in its central directory at the end. */
static enum plumb_document_format zip_format(struct plumb_str bytes)
{
    size_t tail = bytes.len > ((size_t)1 << 20) ? bytes.len - ((size_t)1 << 20) : 0;
    struct plumb_str end = plumb_str_sub(bytes, tail, bytes.len);
    if (plumb_str_has(end, "word/document.xml"))
        return PLUMB_FORMAT_DOCX;
    if (plumb_str_has(end, "xl/workbook.xml"))
        return PLUMB_FORMAT_XLSX;
    if (plumb_str_has(end, "OFD.xml"))
        return PLUMB_FORMAT_OFD;
    return PLUMB_FORMAT_UNKNOWN;
}

static bool ends_in(const char *path, const char *extension)
{
    size_t len = strlen(path), n = strlen(extension);
    if (len < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = path[len - n + i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != extension[i])
            return false;
    }
    return true;
}

static bool is_html(struct plumb_str bytes)
{
    static const char *const marks[] = {"<!doctype html", "<html", "<head", "<body", "<table"};
    size_t at = starts(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < bytes.len && strchr(" \t\r\n", bytes.ptr[at]) && bytes.ptr[at])
        at++;
    if (plumb_str_starts(plumb_str_sub(bytes, at, bytes.len), PLUMB_STR("<?xml"))) {
        size_t end = plumb_str_find(plumb_str_sub(bytes, at, at + 300), PLUMB_STR("?>"));
        at += end == PLUMB_NPOS ? 0 : end + 2;
        while (at < bytes.len && strchr(" \t\r\n", bytes.ptr[at]) && bytes.ptr[at])
            at++;
    }
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++) {
        size_t n = strlen(marks[i]), k = 0;
        while (k < n && at + k < bytes.len) {
            char c = bytes.ptr[at + k];
            if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != marks[i][k])
                break;
            k++;
        }
        if (k == n)
            return true;
    }
    return false;
}

static enum plumb_document_format sniff(const char *path, struct plumb_str bytes)
{
    if (starts(bytes, "PK\x03\x04", 4))
        return zip_format(bytes);
    if (plumb_str_has(plumb_str_sub(bytes, 0, 1024), "%PDF-"))
        return PLUMB_FORMAT_PDF;
    if (is_html(bytes))
        return PLUMB_FORMAT_HTML;
    if (ends_in(path, ".csv") || ends_in(path, ".tsv"))
        return PLUMB_FORMAT_CSV;
    return PLUMB_FORMAT_TEXT;
}

/* Files no reader takes, each with what to do about it; NULL when it may be text. */
static const char *advice_for(struct plumb_str bytes)
{
    static const struct {
        const char *magic;
        size_t len;
        const char *advice;
    } known[] = {
        {"\xD0\xCF\x11\xE0", 4,
         "is an old Office file that is neither Word nor Excel; save it as .docx or .xlsx"},
        {"\x89PNG", 4, "is a picture; run it through text recognition first"},
        {"\xFF\xD8\xFF", 3, "is a picture; run it through text recognition first"},
        {"II*\0", 4, "is a picture; run it through text recognition first"},
        {"MM\0*", 4, "is a picture; run it through text recognition first"},
        {"\x1F\x8B", 2, "is compressed; unpack it with gunzip"},
        {"7z\xBC\xAF", 4, "is a 7z archive; unpack it"},
        {"Rar!", 4, "is a RAR archive; unpack it"},
        {"SQLite format 3", 15, "is a database; if it is a case, name it with --case"}};
    for (size_t i = 0; i < PLUMB_COUNT(known); i++)
        if (starts(bytes, known[i].magic, known[i].len))
            return known[i].advice;
    return NULL;
}

/* Readers by format. Text and Markdown share one. */
static plumb_format_reader *const readers[] = {
    [PLUMB_FORMAT_TEXT] = plumb_read_text, [PLUMB_FORMAT_MARKDOWN] = plumb_read_text,
    [PLUMB_FORMAT_CSV] = plumb_read_csv,   [PLUMB_FORMAT_HTML] = plumb_read_html,
    [PLUMB_FORMAT_DOCX] = plumb_read_docx, [PLUMB_FORMAT_XLSX] = plumb_read_xlsx,
    [PLUMB_FORMAT_PDF] = plumb_read_pdf,   [PLUMB_FORMAT_OFD] = plumb_read_ofd,
};

static const char *const format_names[] = {
    "text", "Markdown", "CSV", "HTML", "Word (.docx)", "Excel (.xlsx)", "PDF", "OFD", "unknown"};

static enum plumb_status dispatch(const char *path, struct plumb_str bytes,
                                  const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                  struct plumb_document **document, struct plumb_error *error)
{
    if (plumb_is_legacy(bytes))
        return plumb_read_legacy(path, bytes, limits, arena, document, error);
    if (starts(bytes, "{\\rtf", 5))
        return plumb_read_rtf(path, bytes, limits, arena, document, error);
    const char *advice = advice_for(bytes);
    if (advice)
        return plumb_fail_at(error, PLUMB_E_FORMAT, path, 0, 0, "\"%s\" %s.", path, advice);
    enum plumb_document_format format = sniff(path, bytes);
    if (format == PLUMB_FORMAT_UNKNOWN)
        return plumb_fail_at(error, PLUMB_E_FORMAT, path, 0, 0,
                             "\"%s\" is a zip archive, but neither Word, Excel nor OFD; unpack it "
                             "and name the files in it.",
                             path);
    if (!readers[format])
        return plumb_fail_at(error, PLUMB_E_UNAVAILABLE, path, 0, 0,
                             "\"%s\" is a %s file, which this build cannot read; save it as text.",
                             path, format_names[format]);
    return readers[format](path, bytes, limits, arena, document, error);
}

enum plumb_status plumb_read_any(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    /* What readers hold is on the heap: no jump may pass it by. */
    jmp_buf *outer = plumb_arena_on_nomem(arena, NULL);
    plumb_arena_deadline(arena, limits->stop_at);
    enum plumb_status status = dispatch(path, bytes, limits, arena, document, error);
    if (status == PLUMB_E_NOMEM && plumb_arena_is_full(arena))
        status = plumb_read_over_memory(path, limits, error);
    else if (status == PLUMB_E_NOMEM && plumb_read_is_late(limits))
        status = plumb_read_over_time(path, limits, error);
    plumb_arena_deadline(arena, 0);
    plumb_arena_on_nomem(arena, outer);
    return status;
}

enum plumb_status plumb_read_file(const char *path, const struct plumb_read_limits *limits,
                                  struct plumb_arena *arena, struct plumb_document **document,
                                  struct plumb_error *error)
{
    struct plumb_read_limits chosen = plumb_read_limits_resolve(limits);
    struct plumb_buf buf = {0};
    *document = NULL;
    enum plumb_status status = plumb_read_bytes(path, chosen.max_bytes, &buf, error);
    if (status == PLUMB_OK)
        status = plumb_read_any(path, (struct plumb_str){buf.len ? buf.data : "", buf.len}, &chosen,
                                arena, document, error);
    plumb_buf_free(&buf);
    return status;
}
