/* PDF through poppler-utils, as processes of their own with limits: pdftotext gives the words with
 * their places, pdftocairo the ruling lines, from which ruled tables are rebuilt (pdf_ruled.c).
 *
 * Without such tables the text comes in the page layout of pdftotext, with form feeds between
 * pages; the text reader rejoins lines and finds the columns. That layout is made anew for every
 * page, so that the columns of a table that goes on over pages are not at the same places: pages
 * with tables are laid out from the places of their words (pdf_page.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child.h"
#include "read/formats.h"
#include "read/page/pdf_page.h"
#include "read/page/pdf_ruled.h"

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

/* The pages in the layout of pdftotext, those that look like tables laid out from the places of
 * their words; without those, as with an old poppler, the layout stands. */
static enum plumb_status read_layout(const char *path, const struct plumb_child_limits *child,
                                     const struct plumb_pdf_words *words, struct plumb_buf *text,
                                     bool *pitched, struct plumb_error *problem)
{
    const char *const argv[] = {"pdftotext", "-layout", "-enc", "UTF-8", "--", path, "-", NULL};
    struct plumb_buf chosen = {0};
    enum plumb_status status = plumb_child_run(argv, NULL, child, text, problem);
    if (status == PLUMB_OK && words && text->len)
        choose_pages((struct plumb_str){text->data, text->len}, words, &chosen);
    *pitched = chosen.len > 0 && !chosen.failed;
    if (*pitched) {
        struct plumb_buf old = *text;
        *text = chosen;
        chosen = old;
    }
    plumb_buf_free(&chosen);
    return status;
}

/* Ruled tables are exact where the places of words leave a choice, so they come first. */
static enum plumb_status read_pages(const char *path, const struct plumb_read_limits *limits,
                                    struct plumb_buf *text, bool *pitched,
                                    struct plumb_error *problem)
{
    const char *const argv[] = {"pdftotext", "-tsv", "-enc", "UTF-8", "--", path, "-", NULL};
    /* Text and places of a page of words take some tens of kilobytes. */
    struct plumb_child_limits child = {limits->max_seconds, limits->max_memory, limits->max_part,
                                       plumb_child_deadline(limits->max_seconds)};
    struct plumb_buf tsv = {0};
    struct plumb_error ignored = {0};
    struct plumb_pdf_words *words = NULL;
    enum plumb_status status = PLUMB_OK;
    if (plumb_child_run(argv, NULL, &child, &tsv, &ignored) == PLUMB_OK && !tsv.failed && tsv.len)
        words = plumb_pdf_words_read((struct plumb_str){tsv.data, tsv.len});
    *pitched = words && plumb_pdf_ruled_text(path, &child, limits, words, text);
    if (!*pitched)
        status = read_layout(path, &child, words, text, pitched, problem);
    plumb_pdf_words_free(words);
    plumb_buf_free(&tsv);
    return status;
}

/* A PDF in an archive has no file of its own; its bytes go into one for poppler. Empty when it
 * could not be written. */
static void write_file(struct plumb_str bytes, char *name, size_t room)
{
    const char *base = getenv("TMPDIR");
    snprintf(name, room, "%s/plumb-pdf-XXXXXX", base && *base ? base : "/tmp");
    int fd = mkstemp(name);
    size_t done = 0;
    while (fd >= 0 && done < bytes.len) {
        ssize_t n = write(fd, bytes.ptr + done, bytes.len - done);
        if (n <= 0)
            break;
        done += (size_t)n;
    }
    if (fd >= 0 && (close(fd) != 0 || done < bytes.len))
        unlink(name);
    if (fd < 0 || done < bytes.len)
        name[0] = '\0';
}

/* Status of the programs to the status and message of the document. */
static enum plumb_status explain(enum plumb_status status, const char *path,
                                 struct plumb_str layout, const struct plumb_error *problem,
                                 struct plumb_error *error)
{
    size_t characters = 0, pages = 0;
    measure(layout, &characters, &pages);
    if (status == PLUMB_E_UNAVAILABLE)
        return plumb_fail_at(error, status, path, 0, 0,
                             "\"%s\" is a PDF; install poppler-utils to read it.", path);
    if (status != PLUMB_OK && strstr(problem->message, "password"))
        return plumb_fail_at(error, status, path, 0, 0,
                             "\"%s\" is protected by a password; save it without one.", path);
    if (status != PLUMB_OK)
        return plumb_fail_at(error, status, path, 0, 0, "\"%s\" could not be read: %s", path,
                             problem->message);
    if (characters < TEXT_PER_PAGE * pages)
        return plumb_fail_at(error, PLUMB_E_FORMAT, path, 0, 0,
                             "\"%s\" has no text, only pictures of %zu pages; run it through "
                             "text recognition first.",
                             path, pages);
    return PLUMB_OK;
}

enum plumb_status plumb_read_pdf(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_arena *arena,
                                 struct plumb_document **document, struct plumb_error *error)
{
    struct plumb_buf text = {0};
    struct plumb_error problem = {0};
    char written[1024] = "";
    bool pitched = false;
    if (access(path, R_OK) != 0)
        write_file(bytes, written, sizeof written);
    enum plumb_status status =
        read_pages(written[0] ? written : path, limits, &text, &pitched, &problem);
    if (written[0])
        unlink(written);
    struct plumb_str layout = {text.len ? text.data : "", text.len};
    status = text.failed ? plumb_fail_nomem(error) : explain(status, path, layout, &problem, error);
    if (status == PLUMB_OK)
        status = (pitched ? plumb_read_pitched : plumb_read_text)(path, layout, limits, arena,
                                                                  document, error);
    if (status == PLUMB_OK) {
        (*document)->format = PLUMB_FORMAT_PDF;
        plumb_sha256_hex(bytes.ptr, bytes.len, (*document)->sha256);
    }
    plumb_buf_free(&text);
    return status;
}
