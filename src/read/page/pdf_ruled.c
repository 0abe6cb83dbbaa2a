#include "read/page/pdf_ruled.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "read/page/pdf_rules.h"

/* Drawing a page costs several times what reading its words does, so only pages that may hold a
 * table are drawn: those with a line of parts that stand apart, what lies between two such pages
 * (a cell may fill pages), and the page behind them. Few pages between two runs are drawn too,
 * because a run has a start to pay for. */
#define APART 1.6 /* widths of a Chinese character */
#define MAX_INSIDE 3
#define MAX_BETWEEN 2
#define MAX_RUN 32 /* pages of one drawing, to bound its memory */

struct ruled {
    const char *path;
    const struct plumb_child_limits *child;
    const struct plumb_read_limits *limits;
    const struct plumb_pdf_words *words;
    struct plumb_buf drawing;
    struct plumb_arena *scratch;
    struct plumb_markup markup;
    struct plumb_layout_page *pages;
    size_t page_count;
};

static void place_words(struct ruled *r)
{
    size_t count;
    const struct plumb_pdf_word *words = plumb_pdf_words_list(r->words, &count);
    r->page_count = count ? words[count - 1].page : 0;
    r->pages = plumb_arena_array(r->scratch, r->page_count + 1, sizeof *r->pages);
    for (size_t i = 0; i < count; i++) {
        const struct plumb_pdf_word *word = &words[i];
        struct plumb_layout_page *page = &r->pages[word->page - 1];
        *PLUMB_PUSH(r->scratch, page->words, page->word_count, page->word_capacity) =
            (struct plumb_layout_word){word->left, word->top, word->left + word->width,
                                       word->top + word->height, word->text};
        page->height = fmax(page->height, word->top + word->height);
    }
}

/* ---- which pages ---- */

static bool has_apart(struct ruled *r, const struct plumb_layout_page *page)
{
    size_t count;
    struct plumb_layout_word *words =
        plumb_arena_array(r->scratch, page->word_count + 1, sizeof *words);
    if (page->word_count)
        memcpy(words, page->words, page->word_count * sizeof *words);
    const struct plumb_layout_line *lines =
        plumb_layout_lines(words, page->word_count, r->scratch, &count);
    for (size_t l = 0; l < count; l++)
        for (size_t i = 1; i < lines[l].count; i++) {
            const struct plumb_layout_word *word = &lines[l].words[i];
            if (word->left - word[-1].right > APART * plumb_layout_em(word))
                return true;
        }
    return false;
}

/* Set what lies between two set pages that are at most `most` apart. */
static void close_gaps(bool *set, size_t count, size_t most)
{
    size_t last = PLUMB_NPOS;
    for (size_t p = 0; p < count; p++) {
        if (!set[p])
            continue;
        if (last != PLUMB_NPOS && p - last - 1 <= most)
            memset(set + last, true, (p - last) * sizeof *set);
        last = p;
    }
}

static bool *choose_pages(struct ruled *r)
{
    bool *chosen = plumb_arena_array(r->scratch, r->page_count + 1, sizeof *chosen);
    for (size_t p = 0; p < r->page_count; p++)
        chosen[p] = has_apart(r, &r->pages[p]);
    close_gaps(chosen, r->page_count, MAX_INSIDE);
    for (size_t p = r->page_count; p-- > 1;)
        chosen[p] = chosen[p] || chosen[p - 1];
    close_gaps(chosen, r->page_count, MAX_BETWEEN);
    return chosen;
}

/* ---- their lines ---- */

/* Letters are nine tenths of a drawing and hold no rule: outlines in definitions, and their uses.
 * The tags are those that cairo writes; what is written otherwise is skipped by the reader of the
 * drawing, only later. */
static void drop_letters(struct plumb_buf *svg)
{
    static const char *const tags[][2] = {{"<defs>", "</defs>"}, {"<use ", "/>"}};
    struct plumb_str text = {svg->data, svg->len};
    size_t kept = 0;
    for (size_t at = 0; at < text.len;) {
        struct plumb_str rest = plumb_str_sub(text, at, text.len);
        size_t skip = 0;
        for (size_t i = 0; i < 2 && rest.ptr[0] == '<' && !skip; i++) {
            if (!plumb_str_starts(rest, plumb_str_from(tags[i][0])))
                continue;
            size_t end = plumb_str_find(rest, plumb_str_from(tags[i][1]));
            skip = end == PLUMB_NPOS ? 0 : end + strlen(tags[i][1]);
        }
        if (!skip)
            svg->data[kept++] = svg->data[at];
        at += skip ? skip : 1;
    }
    svg->len = kept;
}

/* Rules of the pages [from, to), counted from 0. */
static bool draw(struct ruled *r, size_t from, size_t to)
{
    char first[24], last[24];
    snprintf(first, sizeof first, "%zu", from + 1);
    snprintf(last, sizeof last, "%zu", to);
    /* Paper larger than any page, and pages neither shrunk nor centred on it: the places are then
     * those of the words, also where pages have different sizes. */
    const char *const argv[] = {"pdftocairo", "-svg",  "-f",      first,   "-l",        last,
                                "-paperw",    "14400", "-paperh", "14400", "-noshrink", "-nocenter",
                                "--",         r->path, "-",       NULL};
    struct plumb_error ignored = {0};
    r->drawing.len = 0;
    if (plumb_child_run(argv, NULL, r->child, &r->drawing, &ignored) != PLUMB_OK ||
        r->drawing.failed || !r->drawing.len)
        return false;
    drop_letters(&r->drawing);
    /* what is missing in a damaged drawing only leaves its tables unruled */
    plumb_pdf_rules_read((struct plumb_str){r->drawing.data, r->drawing.len}, r->limits, r->scratch,
                         r->pages + from, to - from, &ignored);
    return true;
}

static size_t run(struct ruled *r)
{
    place_words(r);
    const bool *chosen = choose_pages(r);
    bool any = false;
    for (size_t from = 0, to; from < r->page_count; from = to) {
        to = from + 1;
        if (!chosen[from])
            continue;
        while (to < r->page_count && chosen[to] && to - from < MAX_RUN)
            to++;
        if (!draw(r, from, to))
            return 0;
        any = true;
    }
    return any ? plumb_layout_put_pages(r->pages, r->page_count, r->scratch, &r->markup, NULL, NULL)
               : 0;
}

/* Allocations below jump back here. */
static size_t guarded(struct ruled *r)
{
    jmp_buf nomem;
    plumb_arena_on_nomem(r->scratch, &nomem);
    if (setjmp(nomem)) {
        r->markup.failed = true;
        return 0;
    }
    return run(r);
}

bool plumb_pdf_ruled_text(const char *path, const struct plumb_child_limits *child,
                          const struct plumb_read_limits *limits,
                          const struct plumb_pdf_words *words, struct plumb_buf *out)
{
    struct ruled r = {.path = path, .child = child, .limits = limits, .words = words};
    r.markup.limits = *limits;
    r.scratch = plumb_arena_new();
    if (r.scratch) {
        plumb_arena_limit(r.scratch, limits->max_memory / 4);
        plumb_arena_deadline(r.scratch, limits->stop_at);
    }
    bool good = r.scratch && guarded(&r) > 0 && !r.markup.failed && !r.markup.over_limit;
    if (good) {
        struct plumb_buf old = *out;
        *out = r.markup.out;
        r.markup.out = old;
    }
    plumb_markup_free(&r.markup);
    plumb_arena_free(r.scratch);
    plumb_buf_free(&r.drawing);
    return good;
}
