/* Pages of words and ruling lines at their places (PDF, OFD) to the common text.
 *
 * Where tables are ruled, the lines say exactly what a cell is: the rectangles between them, merged
 * where a line is missing. That survives cells of several lines, empty cells and heads that span,
 * none of which can be told from the gaps between words. */
#ifndef PLUMB_LAYOUT_H
#define PLUMB_LAYOUT_H

#include "read/office/markup.h"

/* Places are in points from the upper left corner of the page. */
struct plumb_layout_word {
    double left, top, right, bottom;
    struct plumb_str text; /* borrowed, without white space */
};

/* A straight line along one axis, or a thin filled box. */
struct plumb_layout_rule {
    double left, top, right, bottom;
};

struct plumb_layout_page {
    struct plumb_layout_word *words;
    size_t word_count, word_capacity;
    struct plumb_layout_rule *rules;
    size_t rule_count, rule_capacity;
    double height;
};

/* ---- layout_draw.c: rules out of what a page draws ---- */

struct plumb_layout_matrix { /* x' = a x + c y + e, y' = b x + d y + f */
    double a, b, c, d, e, f;
};
struct plumb_layout_matrix plumb_layout_multiply(struct plumb_layout_matrix m,
                                                 struct plumb_layout_matrix n);

/* Follows an outline. Its straight pieces along an axis become rules of the page when it is
 * stroked, and a thin filled box becomes one; all else is shading or a picture. */
struct plumb_layout_pen {
    struct plumb_arena *arena;
    struct plumb_layout_page *page; /* NULL: nothing is kept */
    bool stroked, filled;
    double x[8], y[8]; /* the current part of the outline */
    size_t points;
};
/* To the point m (x, y); the first one begins a part. */
void plumb_layout_draw_to(struct plumb_layout_pen *pen, struct plumb_layout_matrix m, double x,
                          double y);
void plumb_layout_lift_pen(struct plumb_layout_pen *pen); /* the part ends */

/* ---- layout_lines.c ---- */

struct plumb_layout_line {
    struct plumb_layout_word *words; /* from the left */
    size_t count;
    double left, top, right, bottom;
};
/* The words, which are sorted in place, as lines from the top. Memory: jumps of `arena`. */
struct plumb_layout_line *plumb_layout_lines(struct plumb_layout_word *words, size_t count,
                                             struct plumb_arena *arena, size_t *line_count);
/* Width of a Chinese character in this word, in points. */
double plumb_layout_em(const struct plumb_layout_word *word);
/* The text of lines in a box that ends at `right`, in `arena`: a space for a gap in a line, and
 * '\n' where a line was broken although there was room. */
struct plumb_str plumb_layout_join(const struct plumb_layout_line *lines, size_t count,
                                   double right, struct plumb_arena *arena);
/* Does the line leave no room for the next word? */
bool plumb_layout_is_full(const struct plumb_layout_line *line, double right);
/* A space, or nothing, between neighbours of a line. */
bool plumb_layout_has_gap(const struct plumb_layout_word *a, const struct plumb_layout_word *b);

/* ---- layout_grid.c ---- */

struct plumb_layout_cell {
    size_t row, column, row_span, column_span;
    double left, top, right, bottom;
    struct plumb_layout_line *lines;
    size_t line_count;
    struct plumb_str text;
};

struct plumb_layout_grid {
    double left, top, right, bottom;
    double *columns, *rows; /* edges: [column_count + 1], [row_count + 1] */
    size_t row_count, column_count;
    struct plumb_layout_cell *cells; /* by row, then column */
    size_t cell_count;
    struct plumb_layout_word *words; /* inside */
    size_t word_count;
};

/* The ruled tables of a page from the top, in `arena`; words inside are taken out of the page. A
 * frame of one column counts as a table only when `keep_frame` says so (the table of the page
 * before goes on in it). Memory: jumps of `arena`. */
typedef bool plumb_layout_keep(void *context, const struct plumb_layout_grid *grid);
void plumb_layout_find_grids(struct plumb_layout_page *page, struct plumb_arena *arena,
                             plumb_layout_keep *keep_frame, void *context,
                             struct plumb_layout_grid **grids, size_t *count);

/* ---- layout_text.c ---- */

/* Append the pages to markup->out, a form feed between pages. Page numbers are left out; a table
 * that goes on over a page stays one table, its repeated head left out. Pages without a ruled table
 * are asked of `plain`, which appends the text of page `number` (from 0) without its form feed, or
 * returns false to have it laid out here. Returns the number of ruled tables. */
typedef bool plumb_layout_plain(void *context, size_t number, struct plumb_buf *out);
size_t plumb_layout_put_pages(struct plumb_layout_page *pages, size_t count,
                              struct plumb_arena *arena, struct plumb_markup *markup,
                              plumb_layout_plain *plain, void *context);

#endif
