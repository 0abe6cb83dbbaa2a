/* Ruled tables: lines of a page to grids of cells, words to their cells.
 *
 * Rules that touch make one table. Its cells are the rectangles between all its rules, merged where
 * no rule parts them. */
#include "read/page/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_RULES 100000 /* of a page; more is a drawing */
#define MAX_LINES 3000   /* when joined; the same */
#define MAX_SQUARES 200000
#define SAME 2.6       /* points: rules this near are one (double lines, joints) */
#define TOUCH 3.5      /* rules this near meet */
#define MIN_LENGTH 5.0 /* of a rule */
#define MIN_SIDE 4.0   /* of a cell */

struct segment {
    double at, from, to;
    size_t group;
    bool upright;
};

struct segments {
    struct segment *items;
    size_t count, capacity;
};

static int by_place(const void *a, const void *b)
{
    const struct segment *x = a, *y = b;
    if (x->upright != y->upright)
        return x->upright ? 1 : -1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* ---- rules ---- */

static struct segment segment_of(const struct plumb_layout_rule *rule)
{
    bool upright = rule->bottom - rule->top > rule->right - rule->left;
    return upright
               ? (struct segment){(rule->left + rule->right) / 2, rule->top, rule->bottom, 0, true}
               : (struct segment){(rule->top + rule->bottom) / 2, rule->left, rule->right, 0,
                                  false};
}

/* Join pieces of one line; drawing programs make a piece a cell. */
static void merge_segments(struct segments *segments)
{
    struct segment *items = segments->items;
    size_t count = segments->count, kept = 0;
    if (!count)
        return;
    qsort(items, count, sizeof *items, by_place);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (items[i].upright != items[first].upright || items[i].at - items[first].at > SAME)
            first = i;
        items[i].at = items[first].at;
    }
    qsort(items, count, sizeof *items, by_place);
    for (size_t i = 1; i < count; i++) {
        struct segment *last = &items[kept];
        bool same = items[i].upright == last->upright && items[i].at == last->at &&
                    items[i].from <= last->to + SAME;
        if (same)
            last->to = fmax(last->to, items[i].to);
        else
            items[++kept] = items[i];
    }
    count = kept + 1;
    kept = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].to - items[i].from >= MIN_LENGTH)
            items[kept++] = items[i];
    segments->count = kept;
}

static size_t root_of(size_t *parents, size_t i)
{
    while (parents[i] != i)
        i = parents[i] = parents[parents[i]];
    return i;
}

static bool touch(const struct segment *flat, const struct segment *upright)
{
    return upright->at >= flat->from - TOUCH && upright->at <= flat->to + TOUCH &&
           flat->at >= upright->from - TOUCH && flat->at <= upright->to + TOUCH;
}

static void group_segments(struct segments *segments, struct plumb_arena *arena)
{
    size_t n = segments->count, flats = 0;
    size_t *parents = plumb_arena_array(arena, n + 1, sizeof *parents);
    for (size_t i = 0; i < n; i++) {
        parents[i] = i;
        flats += !segments->items[i].upright;
    }
    for (size_t f = 0; f < flats; f++)
        for (size_t u = flats; u < n; u++)
            if (touch(&segments->items[f], &segments->items[u]))
                parents[root_of(parents, f)] = root_of(parents, u);
    for (size_t i = 0; i < n; i++)
        segments->items[i].group = root_of(parents, i);
}

/* ---- one grid ---- */

struct builder {
    const struct segments *segments;
    struct plumb_arena *arena;
    struct plumb_layout_grid grid;
    size_t *parents;      /* of squares that are one cell */
    size_t *cells;        /* of squares: index into grid.cells */
    bool *right, *bottom; /* square has a rule at its side */
};

/* Distinct edges across one direction; open sides get an edge where the other rules end. */
static double *find_edges(struct builder *b, size_t group, bool upright, size_t *count)
{
    const struct segments *s = b->segments;
    double *edges = plumb_arena_array(b->arena, s->count + 3, sizeof *edges);
    double low = INFINITY, high = -INFINITY;
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->items[i].group != group)
            continue;
        if (s->items[i].upright == upright) {
            edges[n++] = s->items[i].at;
        } else {
            low = fmin(low, s->items[i].from);
            high = fmax(high, s->items[i].to);
        }
    }
    edges[n++] = low;
    edges[n++] = high;
    qsort(edges, n, sizeof *edges, compare_doubles);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || edges[i] - edges[kept - 1] >= MIN_SIDE)
            edges[kept++] = edges[i];
    *count = kept;
    return edges;
}

static size_t edge_at(const double *edges, size_t count, double at)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (fabs(edges[i] - at) < fabs(edges[best] - at))
            best = i;
    return best;
}

/* Mark the sides of squares that the rules of the group cover for more than half. */
static void mark_sides(struct builder *b, size_t group)
{
    struct plumb_layout_grid *g = &b->grid;
    size_t rows = g->row_count, columns = g->column_count;
    for (size_t i = 0; i < b->segments->count; i++) {
        const struct segment *s = &b->segments->items[i];
        if (s->group != group)
            continue;
        const double *along = s->upright ? g->rows : g->columns;
        size_t length = s->upright ? rows : columns;
        size_t edge = s->upright ? edge_at(g->columns, columns + 1, s->at)
                                 : edge_at(g->rows, rows + 1, s->at);
        for (size_t k = 0; k < length && edge > 0; k++) {
            double quarter = (along[k + 1] - along[k]) / 4;
            if (s->from > along[k] + quarter || s->to < along[k + 1] - quarter)
                continue;
            if (s->upright)
                b->right[k * columns + edge - 1] = true;
            else
                b->bottom[(edge - 1) * columns + k] = true;
        }
    }
}

static void merge_squares(struct builder *b)
{
    size_t rows = b->grid.row_count, columns = b->grid.column_count;
    for (size_t i = 0; i < rows * columns; i++)
        b->parents[i] = i;
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++) {
            size_t at = r * columns + c, mine = root_of(b->parents, at);
            if (c + 1 < columns && !b->right[at])
                b->parents[root_of(b->parents, at + 1)] = mine;
            if (r + 1 < rows && !b->bottom[at])
                b->parents[root_of(b->parents, at + columns)] = root_of(b->parents, at);
        }
}

/* Merged squares become cells; a merged shape that is no rectangle stays apart. */
static void build_cells(struct builder *b)
{
    struct plumb_layout_grid *g = &b->grid;
    size_t columns = g->column_count, squares = g->row_count * columns, capacity = 0;
    struct box {
        size_t r0, c0, r1, c1, count, cell;
    } *boxes = plumb_arena_array(b->arena, squares, sizeof *boxes);
    for (size_t i = 0; i < squares; i++) {
        struct box *box = &boxes[root_of(b->parents, i)];
        size_t r = i / columns, c = i % columns;
        if (box->count++ == 0)
            *box = (struct box){r, c, r, c, 1, SIZE_MAX};
        box->c0 = c < box->c0 ? c : box->c0;
        box->c1 = c > box->c1 ? c : box->c1;
        box->r1 = r;
    }
    for (size_t i = 0; i < squares; i++) {
        size_t r = i / columns, c = i % columns;
        struct box *box = &boxes[root_of(b->parents, i)], own = {r, c, r, c, 1, SIZE_MAX};
        bool whole = (box->r1 - box->r0 + 1) * (box->c1 - box->c0 + 1) == box->count;
        struct box *from = whole ? box : &own;
        if (from->cell == SIZE_MAX) {
            struct plumb_layout_cell *cell =
                PLUMB_PUSH(b->arena, g->cells, g->cell_count, capacity);
            *cell = (struct plumb_layout_cell){.row = from->r0,
                                               .column = from->c0,
                                               .row_span = from->r1 - from->r0 + 1,
                                               .column_span = from->c1 - from->c0 + 1,
                                               .left = g->columns[from->c0],
                                               .right = g->columns[from->c1 + 1],
                                               .top = g->rows[from->r0],
                                               .bottom = g->rows[from->r1 + 1]};
            from->cell = g->cell_count - 1;
        }
        b->cells[i] = from->cell;
    }
}

static bool build_grid(struct builder *b, size_t group)
{
    struct plumb_layout_grid *g = &b->grid;
    size_t flats = 0, uprights = 0, rows, columns;
    *g = (struct plumb_layout_grid){0};
    for (size_t i = 0; i < b->segments->count; i++) {
        flats += b->segments->items[i].group == group && !b->segments->items[i].upright;
        uprights += b->segments->items[i].group == group && b->segments->items[i].upright;
    }
    if (flats < 2 || uprights < 1)
        return false;
    g->columns = find_edges(b, group, true, &columns);
    g->rows = find_edges(b, group, false, &rows);
    if (rows < 2 || columns < 2 || rows * columns > MAX_SQUARES)
        return false;
    g->row_count = rows - 1;
    g->column_count = columns - 1;
    g->left = g->columns[0];
    g->right = g->columns[columns - 1];
    g->top = g->rows[0];
    g->bottom = g->rows[rows - 1];
    size_t squares = g->row_count * g->column_count;
    b->parents = plumb_arena_array(b->arena, squares, sizeof *b->parents);
    b->cells = plumb_arena_array(b->arena, squares, sizeof *b->cells);
    b->right = plumb_arena_array(b->arena, squares, sizeof *b->right);
    b->bottom = plumb_arena_array(b->arena, squares, sizeof *b->bottom);
    mark_sides(b, group);
    merge_squares(b);
    return true;
}

/* ---- words ---- */

static bool is_inside(const struct plumb_layout_grid *g, const struct plumb_layout_word *word)
{
    double x = (word->left + word->right) / 2, y = (word->top + word->bottom) / 2;
    return x > g->left - 1 && x < g->right + 1 && y > g->top - 1 && y < g->bottom + 1;
}

static size_t band_of(const double *edges, size_t count, double at)
{
    size_t band = 0;
    while (band + 1 < count && at >= edges[band + 1])
        band++;
    return band;
}

struct placed {
    size_t cell;
    struct plumb_layout_word word;
};

static int by_cell(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    return (x->cell > y->cell) - (x->cell < y->cell);
}

/* Take the words inside the grid out of the page and give them to its cells. */
static void fill_cells(struct builder *b, struct plumb_layout_page *page)
{
    struct plumb_layout_grid *g = &b->grid;
    struct placed *placed = plumb_arena_array(b->arena, page->word_count + 1, sizeof *placed);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < page->word_count; i++) {
        struct plumb_layout_word word = page->words[i];
        if (!is_inside(g, &word)) {
            page->words[kept++] = word;
            continue;
        }
        size_t row = band_of(g->rows, g->row_count, (word.top + word.bottom) / 2);
        size_t column = band_of(g->columns, g->column_count, (word.left + word.right) / 2);
        placed[n++] = (struct placed){b->cells[row * g->column_count + column], word};
    }
    page->word_count = kept;
    if (n)
        qsort(placed, n, sizeof *placed, by_cell);
    g->words = plumb_arena_array(b->arena, n + 1, sizeof *g->words);
    g->word_count = n;
    for (size_t i = 0; i < n; i++)
        g->words[i] = placed[i].word;
    for (size_t i = 0; i < n;) {
        struct plumb_layout_cell *cell = &g->cells[placed[i].cell];
        size_t to = i;
        while (to < n && placed[to].cell == placed[i].cell)
            to++;
        cell->lines = plumb_layout_lines(g->words + i, to - i, b->arena, &cell->line_count);
        cell->text = plumb_layout_join(cell->lines, cell->line_count, cell->right, b->arena);
        i = to;
    }
}

static bool has_words(const struct plumb_layout_page *page, const struct plumb_layout_grid *g)
{
    for (size_t i = 0; i < page->word_count; i++)
        if (is_inside(g, &page->words[i]))
            return true;
    return false;
}

static int by_area(const void *a, const void *b)
{
    const struct plumb_layout_grid *x = &((const struct builder *)a)->grid,
                                   *y = &((const struct builder *)b)->grid;
    double p = (x->right - x->left) * (x->bottom - x->top);
    double q = (y->right - y->left) * (y->bottom - y->top);
    return (p > q) - (p < q);
}

static int by_top(const void *a, const void *b)
{
    const struct plumb_layout_grid *x = a, *y = b;
    if (fabs(x->top - y->top) > SAME)
        return x->top < y->top ? -1 : 1;
    return (x->left > y->left) - (x->left < y->left);
}

/* The smallest grids take their words first: a table may stand in a frame. */
void plumb_layout_find_grids(struct plumb_layout_page *page, struct plumb_arena *arena,
                             plumb_layout_keep *keep_frame, void *context,
                             struct plumb_layout_grid **grids, size_t *count)
{
    struct segments segments = {0};
    struct builder *found = NULL;
    size_t found_count = 0, found_capacity = 0, capacity = 0;
    *grids = NULL;
    *count = 0;
    if (page->rule_count == 0 || page->rule_count > MAX_RULES)
        return;
    for (size_t i = 0; i < page->rule_count; i++)
        *PLUMB_PUSH(arena, segments.items, segments.count, segments.capacity) =
            segment_of(&page->rules[i]);
    merge_segments(&segments);
    if (segments.count > MAX_LINES)
        return;
    group_segments(&segments, arena);
    for (size_t i = 0; i < segments.count; i++) {
        struct builder b = {.segments = &segments, .arena = arena};
        if (segments.items[i].group == i && build_grid(&b, i))
            *PLUMB_PUSH(arena, found, found_count, found_capacity) = b;
    }
    if (found_count)
        qsort(found, found_count, sizeof *found, by_area);
    for (size_t i = 0; i < found_count; i++) {
        struct builder *b = &found[i];
        if (!has_words(page, &b->grid))
            continue;
        build_cells(b);
        bool frame = b->grid.column_count == 1 || b->grid.cell_count == 1;
        if (frame && !(keep_frame && keep_frame(context, &b->grid)))
            continue;
        fill_cells(b, page);
        *PLUMB_PUSH(arena, *grids, *count, capacity) = b->grid;
    }
    if (*count)
        qsort(*grids, *count, sizeof **grids, by_top);
}
