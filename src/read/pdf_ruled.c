#include "pdf_ruled.h"

#include <math.h>
#include <setjmp.h>

#include "pdf_rules.h"

struct ruled {
    const struct plumb_read_limits *limits;
    const struct plumb_pdf_words *words;
    struct plumb_str text, drawing;
    struct plumb_arena *scratch;
    struct plumb_markup markup;
    size_t *starts; /* of pages in text, [page_count + 1] */
    size_t page_count;
};

static void find_pages(struct ruled *r)
{
    size_t count = 1, next = 1;
    for (size_t i = 0; i < r->text.len; i++)
        count += r->text.ptr[i] == '\f';
    r->starts = plumb_arena_array(r->scratch, count + 1, sizeof *r->starts);
    for (size_t i = 0; i < r->text.len; i++)
        if (r->text.ptr[i] == '\f')
            r->starts[next++] = i + 1;
    r->starts[next] = r->text.len + 1;
    r->page_count = count > 1 && r->starts[count - 1] >= r->text.len ? count - 1 : count;
}

static bool plain_page(void *context, size_t number, struct plumb_buf *out)
{
    const struct ruled *r = context;
    plumb_buf_str(out, plumb_str_sub(r->text, r->starts[number], r->starts[number + 1] - 1));
    return true;
}

static struct plumb_layout_page *place_words(struct ruled *r)
{
    struct plumb_layout_page *pages =
        plumb_arena_array(r->scratch, r->page_count + 1, sizeof *pages);
    size_t count;
    const struct plumb_pdf_word *words = plumb_pdf_words_list(r->words, &count);
    for (size_t i = 0; i < count; i++) {
        const struct plumb_pdf_word *word = &words[i];
        if (word->page > r->page_count)
            continue;
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
    find_pages(r);
    struct plumb_layout_page *pages = place_words(r);
    /* what is missing in a damaged drawing only leaves its tables unruled */
    plumb_pdf_rules_read(r->drawing, r->limits, r->scratch, pages, r->page_count, &ignored);
    return plumb_layout_put_pages(pages, r->page_count, r->scratch, &r->markup, plain_page, r);
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
                          const struct plumb_pdf_words *words, struct plumb_str text,
                          struct plumb_buf *out)
{
    /* Paper larger than any page, and pages neither shrunk nor centred on it: the places are then
     * those of the words, also where pages have different sizes. */
    const char *const argv[] = {"pdftocairo", "-svg",      "-paperw", "14400", "-paperh", "14400",
                                "-noshrink",  "-nocenter", "--",      path,    "-",       NULL};
    struct plumb_buf drawing = {0};
    struct plumb_error ignored = {0};
    struct ruled r = {.limits = limits, .words = words, .text = text};
    bool good = plumb_child_run(argv, NULL, child, &drawing, &ignored) == PLUMB_OK &&
                !drawing.failed && drawing.len > 0;
    r.markup.limits = *limits;
    r.drawing = (struct plumb_str){drawing.data, drawing.len};
    r.scratch = good ? plumb_arena_new() : NULL;
    good = r.scratch && guarded(&r) > 0 && !r.markup.failed && !r.markup.over_limit;
    if (good) {
        struct plumb_buf old = *out; /* `text` lies in it */
        *out = r.markup.out;
        r.markup.out = old;
    }
    plumb_markup_free(&r.markup);
    plumb_arena_free(r.scratch);
    plumb_buf_free(&drawing);
    return good;
}
