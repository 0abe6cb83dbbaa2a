/* PDF through pdftotext (poppler-utils), a process of its own with limits. The text comes in page
 * layout, with form feeds between pages; the text reader rejoins lines and finds the columns. */
#include "base/child.h"
#include "formats.h"

#define PDF_MEMORY ((size_t)2 << 30)
/* Fewer characters a page than this is a scanned page with a stamp, not a page of text. */
#define TEXT_PER_PAGE 20

/* Printable characters and pages of the layout text. */
static void measure(struct plumb_str text, size_t *characters, size_t *pages)
{
    *characters = 0;
    *pages = 1;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        *pages += c == '\f' && i + 1 < text.len;
        *characters += c > ' ' && (c & 0xC0) != 0x80;
    }
}

enum plumb_status plumb_read_pdf(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    const char *const argv[] = {"pdftotext", "-layout", "-enc", "UTF-8", "--", path, "-", NULL};
    struct plumb_child_limits child = {limits->child_seconds, PDF_MEMORY, limits->max_bytes};
    struct plumb_buf text = {0};
    struct plumb_error problem = {0};
    size_t characters = 0, pages = 0;
    enum plumb_status status = plumb_child_run(argv, NULL, &child, &text, &problem);
    struct plumb_str layout = {text.len ? text.data : "", text.len};
    measure(layout, &characters, &pages);
    if (status == PLUMB_E_UNAVAILABLE)
        status = plumb_fail_at(error, status, path, 0, 0,
                               "\"%s\" is a PDF; install poppler-utils to read it.", path);
    else if (status != PLUMB_OK)
        status = plumb_fail_at(error, status, path, 0, 0, "\"%s\" could not be read: %s", path,
                               problem.message);
    else if (text.failed)
        status = plumb_fail_nomem(error);
    else if (characters < TEXT_PER_PAGE * pages)
        status = plumb_fail_at(error, PLUMB_E_FORMAT, path, 0, 0,
                               "\"%s\" has no text, only pictures of %zu pages; run it through "
                               "text recognition first.",
                               path, pages);
    else
        status = plumb_read_text(path, layout, limits, arena, document, error);
    if (status == PLUMB_OK) {
        (*document)->format = PLUMB_FORMAT_PDF;
        plumb_sha256_hex(bytes.ptr, bytes.len, (*document)->sha256);
    }
    plumb_buf_free(&text);
    return status;
}
