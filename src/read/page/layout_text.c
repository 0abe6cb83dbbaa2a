/* Pages of words and ruled tables to the common text. */
#include "read/page/layout.h"

#include <math.h>
#include <string.h>

#define SAME_EDGE 4.0 /* points: edges of a table that goes on over a page */
#define ZONE 0.12     /* of the page's height: where page numbers stand */
#define LINE_GAP 1.7  /* in heights: lines further apart have an empty line between them */
#define MAX_COLUMN 400.0
#define MAX_HEAD 8 /* rows of a head that a new page repeats */

struct item {
    const struct plumb_layout_line *line; /* or */
    struct plumb_layout_grid *grid;
    double top;
};

struct page {
    struct item *items; /* from the top */
    size_t count;
    bool has_grid;
};

struct writer {
    struct plumb_arena *arena;
    struct plumb_markup *markup;
    struct plumb_layout_page *pages;
    struct page *made;
    size_t count;
    double pitch, margin;
    size_t tables;
    const struct plumb_layout_grid *above; /* last of the page before, for frames */
};

/* ---- items of a page ---- */

/* "3", "- 3 -", "第 3 页 共 9 页", "3 / 9" */
static bool is_page_number(const struct plumb_layout_line *line)
{
    size_t digits = 0;
    for (size_t w = 0; w < line->count; w++) {
        struct plumb_str text = line->words[w].text;
        for (size_t at = 0; at < text.len;) {
            uint32_t c = plumb_utf8_decode(text, &at);
            bool digit = c >= '0' && c <= '9';
            bool mark = c == '-' || c == '/' || c == 0x2013 || c == 0x2014 || c == 0x2015 ||
                        c == 0xB7 || c == 0x7B2C || c == 0x9875 || c == 0x5171;
            if (!digit && !mark)
                return false;
            digits += digit;
        }
    }
    return digits > 0 && digits <= 8;
}

static bool is_furniture(const struct plumb_layout_line *line, const struct plumb_layout_page *page)
{
    double middle = (line->top + line->bottom) / 2;
    bool edge = middle < page->height * ZONE || middle > page->height * (1 - ZONE);
    return edge && is_page_number(line);
}

static bool has_same_sides(const struct plumb_layout_grid *a, const struct plumb_layout_grid *b)
{
    return fabs(a->left - b->left) <= SAME_EDGE && fabs(a->right - b->right) <= SAME_EDGE;
}

static bool keep_frame(void *context, const struct plumb_layout_grid *grid)
{
    const struct writer *w = context;
    return w->above && has_same_sides(w->above, grid);
}

static void find_items(struct writer *w, size_t number)
{
    struct plumb_layout_page *page = &w->pages[number];
    struct page *made = &w->made[number];
    struct plumb_layout_grid *grids;
    size_t grid_count, line_count, capacity = 0, g = 0;
    plumb_layout_find_grids(page, w->arena, keep_frame, w, &grids, &grid_count);
    struct plumb_layout_line *lines =
        plumb_layout_lines(page->words, page->word_count, w->arena, &line_count);
    for (size_t l = 0; l < line_count; l++) {
        if ((l == 0 || l + 1 == line_count) && is_furniture(&lines[l], page))
            continue;
        for (; g < grid_count && grids[g].top < lines[l].top; g++)
            *PLUMB_PUSH(w->arena, made->items, made->count, capacity) =
                (struct item){NULL, &grids[g], grids[g].top};
        *PLUMB_PUSH(w->arena, made->items, made->count, capacity) =
            (struct item){&lines[l], NULL, lines[l].top};
    }
    for (; g < grid_count; g++)
        *PLUMB_PUSH(w->arena, made->items, made->count, capacity) =
            (struct item){NULL, &grids[g], grids[g].top};
    made->has_grid = grid_count > 0;
    w->above = made->count ? made->items[made->count - 1].grid : NULL;
}

/* ---- lines ---- */

/* Points for a terminal column, and where the text begins: the same on all pages. */
static void measure(struct writer *w)
{
    double least = INFINITY, sum = 0;
    size_t n = 0;
    for (size_t p = 0; p < w->count; p++)
        for (size_t i = 0; i < w->made[p].count; i++) {
            const struct plumb_layout_line *line = w->made[p].items[i].line;
            if (!line)
                continue;
            least = fmin(least, line->left);
            sum += plumb_layout_em(line->words);
            n++;
        }
    w->margin = n ? least : 0;
    w->pitch = n ? fmax(sum / (double)n / 2, 1) : 5;
}

static void put_spaces(struct plumb_buf *out, size_t count)
{
    while (count--)
        plumb_buf_puts(out, " ");
}

static void put_line(struct writer *w, const struct plumb_layout_line *line)
{
    struct plumb_buf *out = &w->markup->out;
    size_t column = 0;
    for (size_t i = 0; i < line->count; i++) {
        const struct plumb_layout_word *word = &line->words[i];
        double em = plumb_layout_em(word);
        double place = fmin(floor((word->left - w->margin) / w->pitch + 0.5), MAX_COLUMN);
        size_t wanted = place > (double)column ? (size_t)place - column : 0;
        if (i && word->left - word[-1].right <= 1.6 * em)
            wanted = plumb_layout_has_gap(word - 1, word);
        else if (i && wanted < 2)
            wanted = 2;
        put_spaces(out, wanted);
        if (i == 0 && word->text.ptr[0] == '|')
            plumb_buf_puts(out, "\\");
        plumb_buf_str(out, word->text);
        int width = plumb_utf8_width(word->text);
        column += wanted + (width > 0 ? (size_t)width : 0);
    }
    plumb_buf_puts(out, "\n");
}

/* ---- tables that go on ---- */

static bool same_line(const struct plumb_layout_line *a, const struct plumb_layout_line *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!plumb_str_equal(a->words[i].text, b->words[i].text))
            return false;
    return true;
}

/* The table at the top of page `next`, below nothing but lines that stood above `first` too. */
static struct plumb_layout_grid *table_at_top(const struct page *next, const struct page *first,
                                              size_t first_item)
{
    size_t n = 0;
    while (n < next->count && next->items[n].line)
        n++;
    if (n == next->count || n > first_item)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (!first->items[first_item - n + i].line ||
            !same_line(next->items[i].line, first->items[first_item - n + i].line))
            return NULL;
    return next->items[n].grid;
}

/* Most edges of the one with fewer are edges of the other. */
static bool has_same_columns(const struct plumb_layout_grid *a, const struct plumb_layout_grid *b)
{
    const struct plumb_layout_grid *few = a->column_count < b->column_count ? a : b;
    const struct plumb_layout_grid *many = few == a ? b : a;
    size_t same = 0;
    for (size_t i = 0; i <= few->column_count; i++)
        for (size_t k = 0; k <= many->column_count; k++)
            if (fabs(few->columns[i] - many->columns[k]) <= SAME_EDGE) {
                same++;
                break;
            }
    return has_same_sides(a, b) && same * 3 >= (few->column_count + 1) * 2;
}

struct chain {
    struct plumb_layout_grid **grids; /* one a page */
    size_t *pages;
    size_t count, capacity, page_capacity;
    double *edges;
    size_t edge_count;
};

static void find_chain(struct writer *w, size_t page, size_t item, struct chain *chain)
{
    const struct page *first = &w->made[page];
    size_t last = page, pages = 0;
    *PLUMB_PUSH(w->arena, chain->grids, chain->count, chain->capacity) = first->items[item].grid;
    *PLUMB_PUSH(w->arena, chain->pages, pages, chain->page_capacity) = page;
    bool at_end = item + 1 == first->count;
    while (at_end && last + 1 < w->count) {
        const struct page *next = &w->made[last + 1];
        struct plumb_layout_grid *grid = table_at_top(next, first, item);
        if (!grid || !has_same_columns(chain->grids[chain->count - 1], grid))
            return;
        *PLUMB_PUSH(w->arena, chain->grids, chain->count, chain->capacity) = grid;
        *PLUMB_PUSH(w->arena, chain->pages, pages, chain->page_capacity) = ++last;
        at_end = next->items[next->count - 1].grid == grid;
    }
}

/* The edges of all parts; a part may lack rows that have some of them. */
static void join_edges(struct writer *w, struct chain *chain)
{
    size_t capacity = 0;
    for (size_t g = 0; g < chain->count; g++)
        for (size_t i = 0; i <= chain->grids[g]->column_count; i++) {
            double edge = chain->grids[g]->columns[i];
            size_t at = 0;
            while (at < chain->edge_count && chain->edges[at] < edge - SAME_EDGE)
                at++;
            if (at < chain->edge_count && fabs(chain->edges[at] - edge) <= SAME_EDGE)
                continue;
            PLUMB_PUSH(w->arena, chain->edges, chain->edge_count, capacity);
            memmove(chain->edges + at + 1, chain->edges + at,
                    (chain->edge_count - 1 - at) * sizeof *chain->edges);
            chain->edges[at] = edge;
        }
}

static size_t edge_index(const struct chain *chain, double edge)
{
    size_t best = 0;
    for (size_t i = 1; i < chain->edge_count; i++)
        if (fabs(chain->edges[i] - edge) < fabs(chain->edges[best] - edge))
            best = i;
    return best;
}

/* Cells of row `row`: [*from, returned). */
static size_t row_cells(const struct plumb_layout_grid *grid, size_t row, size_t *from)
{
    size_t i = 0;
    while (i < grid->cell_count && grid->cells[i].row < row)
        i++;
    *from = i;
    while (i < grid->cell_count && grid->cells[i].row == row)
        i++;
    return i;
}

/* Rows at the top of a part that repeat those of the first part. */
static size_t repeated_rows(const struct plumb_layout_grid *first,
                            const struct plumb_layout_grid *next)
{
    size_t row = 0;
    for (; row < MAX_HEAD && row < first->row_count && row < next->row_count; row++) {
        size_t a, b, a_end = row_cells(first, row, &a), b_end = row_cells(next, row, &b), text = 0;
        if (a_end - a != b_end - b)
            return row;
        for (; a < a_end; a++, b++) {
            if (first->cells[a].column != next->cells[b].column ||
                !plumb_str_equal(first->cells[a].text, next->cells[b].text))
                return row;
            text += first->cells[a].text.len;
        }
        if (text == 0)
            return row;
    }
    return row;
}

static const struct plumb_layout_cell *cell_above(const struct plumb_layout_grid *grid,
                                                  const struct plumb_layout_cell *below)
{
    for (size_t i = 0; i < grid->cell_count; i++)
        if (grid->cells[i].row + grid->cells[i].row_span == grid->row_count &&
            fabs(grid->cells[i].left - below->left) <= SAME_EDGE &&
            fabs(grid->cells[i].right - below->right) <= SAME_EDGE)
            return &grid->cells[i];
    return NULL;
}

/* Is the first row of `next` the rest of the last row of `grid`? Then every text in it goes on
 * from a full line of the cell above, and some cell has nothing left to say. */
static bool is_rest_of_row(const struct plumb_layout_grid *grid,
                           const struct plumb_layout_grid *next, size_t row)
{
    size_t from, to = row_cells(next, row, &from), texts = 0, done = 0;
    for (; from < to; from++) {
        const struct plumb_layout_cell *cell = &next->cells[from], *above = cell_above(grid, cell);
        if (!above)
            return false;
        if (!cell->line_count) {
            done += above->line_count > 0;
            continue;
        }
        if (!above->line_count ||
            !plumb_layout_is_full(&above->lines[above->line_count - 1], above->right))
            return false;
        texts++;
    }
    return texts > 0 && done > 0;
}

static void append_text(struct writer *w, struct plumb_layout_cell *cell, struct plumb_str more)
{
    char *text = plumb_arena_alloc(w->arena, cell->text.len + more.len + 1);
    memcpy(text, cell->text.ptr, cell->text.len);
    memcpy(text + cell->text.len, more.ptr, more.len);
    cell->text = (struct plumb_str){text, cell->text.len + more.len};
}

/* Put texts of the first row of `next` behind those they go on from. */
static void join_rows(struct writer *w, struct plumb_layout_grid *grid,
                      const struct plumb_layout_grid *next, size_t row)
{
    size_t from, to = row_cells(next, row, &from);
    for (; from < to; from++) {
        const struct plumb_layout_cell *above = cell_above(grid, &next->cells[from]);
        if (above && next->cells[from].line_count)
            append_text(w, &grid->cells[above - grid->cells], next->cells[from].text);
    }
}

static void put_part(struct writer *w, const struct chain *chain, size_t part, size_t skip,
                     bool new_page)
{
    const struct plumb_layout_grid *grid = chain->grids[part];
    size_t i = 0;
    if (new_page)
        plumb_markup_page(w->markup);
    for (size_t row = 0; row < grid->row_count; row++) {
        size_t from, to = row_cells(grid, row, &from);
        if (row < skip)
            continue;
        plumb_markup_row_begin(w->markup);
        for (i = from; i < to; i++) {
            const struct plumb_layout_cell *cell = &grid->cells[i];
            size_t left = edge_index(chain, cell->left), right = edge_index(chain, cell->right);
            plumb_markup_cell_at(w->markup, left, right > left ? right - left : 1, cell->text);
        }
    }
}

/* The table at (page, item) with all that goes on over later pages. Returns the last page. */
static size_t put_table(struct writer *w, size_t page, size_t item)
{
    struct chain chain = {0};
    find_chain(w, page, item, &chain);
    join_edges(w, &chain);
    size_t *skips = plumb_arena_array(w->arena, chain.count, sizeof *skips);
    for (size_t p = 1; p < chain.count; p++)
        skips[p] = repeated_rows(chain.grids[0], chain.grids[p]);
    for (size_t p = chain.count; p-- > 1;)
        if (is_rest_of_row(chain.grids[p - 1], chain.grids[p], skips[p])) {
            join_rows(w, chain.grids[p - 1], chain.grids[p], skips[p]);
            skips[p]++;
        }
    plumb_buf_puts(&w->markup->out, "\n");
    plumb_markup_table_begin(w->markup);
    for (size_t p = 0; p < chain.count; p++)
        put_part(w, &chain, p, skips[p], p > 0);
    plumb_markup_table_end(w->markup);
    w->tables++;
    return chain.pages[chain.count - 1];
}

/* ---- pages ---- */

/* Put the items of a page from `item` on; returns the page where the last table ended. */
static size_t put_items(struct writer *w, size_t page, size_t item)
{
    const struct page *made = &w->made[page];
    const struct plumb_layout_line *above = NULL;
    for (; item < made->count; item++) {
        const struct plumb_layout_line *line = made->items[item].line;
        if (line) {
            if (above && line->top - above->top > LINE_GAP * (line->bottom - line->top))
                plumb_buf_puts(&w->markup->out, "\n");
            put_line(w, line);
        } else {
            size_t last = put_table(w, page, item);
            if (last > page)
                return last;
        }
        above = line;
    }
    return page;
}

/* The first item behind the table that came over from the page before. */
static size_t item_behind_table(const struct page *made)
{
    size_t item = 0;
    while (item < made->count && !made->items[item].grid)
        item++;
    return item + 1;
}

size_t plumb_layout_put_pages(struct plumb_layout_page *pages, size_t count,
                              struct plumb_arena *arena, struct plumb_markup *markup,
                              plumb_layout_plain *plain, void *context)
{
    struct writer w = {.arena = arena, .markup = markup, .pages = pages, .count = count};
    markup->pad = true;
    w.made = plumb_arena_array(arena, count + 1, sizeof *w.made);
    for (size_t p = 0; p < count; p++)
        find_items(&w, p);
    measure(&w);
    for (size_t p = 0, item = 0; p < count;) {
        size_t last = p;
        if (w.made[p].has_grid || !plain || !plain(context, p, &markup->out))
            last = put_items(&w, p, item);
        item = last > p ? item_behind_table(&w.made[last]) : 0;
        if (last == p && ++p < count)
            plumb_markup_page(markup);
        else if (last > p)
            p = last;
    }
    return w.tables;
}
