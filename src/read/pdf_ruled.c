#include "pdf_ruled.h"

#include <math.h>
#include <setjmp.h>

#include "pdf_rules.h"

struct ruled {
    const struct plumb_read_limits *limits;
    const struct plumb_pdf_words *words;
    struct plumb_str drawing;
    struct plumb_arena *scratch;
    struct plumb_markup markup;
    size_t page_count;
};

static struct plumb_layout_page *place_words(struct ruled *r)
{
    size_t count;
    const struct plumb_pdf_word *words = plumb_pdf_words_list(r->words, &count);
    r->page_count = count ? words[count - 1].page : 0;
    struct plumb_layout_page *pages =
        plumb_arena_array(r->scratch, r->page_count + 1, sizeof *pages);
    for (size_t i = 0; i < count; i++) {
        const struct plumb_pdf_word *word = &words[i];
        struct plumb_layout_page *page = &pages[word->page - 1];
        *PLUMB_PUSH(r->scratch, page->words, page->word_count, page->word_capacity) =
            (struct plumb_layout_word){word->left, word->top, word->left + word->width,
                                       word->top + word->height, word->text};
        page->height = fmax(page->height, word->top + word->height);
    }
    return pages;
}

static size_t run(struct ruled *r)
{
    struct plumb_error ignored = {0};
    struct plumb_layout_page *pages = place_words(r);
    /* what is missing in a damaged drawing only leaves its tables unruled */
    plumb_pdf_rules_read(r->drawing, r->limits, r->scratch, pages, r->page_count, &ignored);
    return plumb_layout_put_pages(pages, r->page_count, r->scratch, &r->markup, NULL, NULL);
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
    /* Paper larger than any page, and pages neither shrunk nor centred on it: the places are then
     * those of the words, also where pages have different sizes. */
    const char *const argv[] = {"pdftocairo", "-svg",      "-paperw", "14400", "-paperh", "14400",
                                "-noshrink",  "-nocenter", "--",      path,    "-",       NULL};
    struct plumb_buf drawing = {0};
    struct plumb_error ignored = {0};
    struct ruled r = {.limits = limits, .words = words};
    bool good = plumb_child_run(argv, NULL, child, &drawing, &ignored) == PLUMB_OK &&
                !drawing.failed && drawing.len > 0;
    r.markup.limits = *limits;
    r.drawing = (struct plumb_str){drawing.data, drawing.len};
    r.scratch = good ? plumb_arena_new() : NULL;
    good = r.scratch && guarded(&r) > 0 && !r.markup.failed && !r.markup.over_limit;
    if (good) {
        struct plumb_buf old = *out;
        *out = r.markup.out;
        r.markup.out = old;
    }
    plumb_markup_free(&r.markup);
    plumb_arena_free(r.scratch);
    plumb_buf_free(&drawing);
    return good;
}
