/* PDF through pdftotext (poppler-utils), a process of its own with limits. The text comes in page
 * layout, with form feeds between pages; the text reader rejoins lines and finds the columns.
 *
 * The layout is made anew for every page, so that the columns of a table that goes on over pages
 * are not at the same places. Pages with tables are therefore laid out from a second run, which
 * gives the place of every word (pdf_page.c). */
#include "base/child.h"
#include "formats.h"
#include "pdf_page.h"
#include "pdf_ruled.h"

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

/* Has the page lines of three fields or more? Only then is it taken from the second run; behind such
 * a page one line, the last of a table, is enough. */
static bool is_tabular(struct plumb_str page, bool goes_on)
{
    size_t rows = 0, at = 0;
    while (at < page.len) {
        size_t stop = at, fields = 0, spaces = 2;
        for (; stop < page.len && page.ptr[stop] != '\n'; stop++) {
            bool space = page.ptr[stop] == ' ' || page.ptr[stop] == '\f';
            fields += !space && spaces >= 2;
            spaces = space ? spaces + 1 : 0;
        }
        rows += fields >= 3;
        at = stop + 1;
    }
    return rows >= (goes_on ? 1u : 2u);
}

/* The page at *at, with its form feed. */
static struct plumb_str next_page(struct plumb_str text, size_t *at)
{
    struct plumb_str rest = plumb_str_sub(text, *at, text.len);
    size_t stop = plumb_str_find(rest, PLUMB_STR("\f"));
    struct plumb_str page = plumb_str_sub(rest, 0, stop == PLUMB_NPOS ? rest.len : stop + 1);
    *at += page.len;
    return page;
}

/* Pages of the layout, those with tables laid out anew from the places of their words. */
static void choose_pages(struct plumb_str layout, const struct plumb_pdf_words *words,
                         struct plumb_buf *out)
{
    size_t at = 0;
    bool tabular = false;
    for (size_t number = 1; at < layout.len; number++) {
        struct plumb_str page = next_page(layout, &at);
        tabular = is_tabular(page, tabular);
        if (!tabular || !plumb_pdf_page_text(words, number, out))
            plumb_buf_str(out, page);
    }
}

/* Without the second run, as with an old poppler, the first one stands. */
static bool take_tables(const char *path, const struct plumb_read_limits *limits,
                        const struct plumb_child_limits *child, struct plumb_buf *text)
{
    const char *const argv[] = {"pdftotext", "-tsv", "-enc", "UTF-8", "--", path, "-", NULL};
    struct plumb_buf tsv = {0}, chosen = {0};
    struct plumb_error ignored = {0};
    struct plumb_pdf_words *words = NULL;
    if (plumb_child_run(argv, NULL, child, &tsv, &ignored) == PLUMB_OK && !tsv.failed && tsv.len)
        words = plumb_pdf_words_read((struct plumb_str){tsv.data, tsv.len});
    if (words)
        choose_pages((struct plumb_str){text->data, text->len}, words, &chosen);
    bool taken = chosen.len > 0 && !chosen.failed;
    if (taken) {
        struct plumb_buf old = *text;
        *text = chosen;
        chosen = old;
    }
    /* ruled tables are exact where the places of words leave a choice */
    struct plumb_str plain = {text->data, text->len};
    if (words && plumb_pdf_ruled_text(path, child, limits, words, plain, text))
        taken = true;
    plumb_pdf_words_free(words);
    plumb_buf_free(&chosen);
    plumb_buf_free(&tsv);
    return taken;
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
    bool pitched = status == PLUMB_OK && text.len > 0 && take_tables(path, limits, &child, &text);
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
        status = (pitched ? plumb_read_pitched : plumb_read_text)(path, layout, limits, arena,
                                                                  document, error);
    if (status == PLUMB_OK) {
        (*document)->format = PLUMB_FORMAT_PDF;
        plumb_sha256_hex(bytes.ptr, bytes.len, (*document)->sha256);
    }
    plumb_buf_free(&text);
    return status;
}
