/* A table with spans to lines of pipes.
 *
 * Forms put several tables into one grid: a row over the whole width names what follows, and the
 * rows below it have columns of their own, so that the grid has the edges of all of them and most
 * of its columns begin nowhere in a given part. Such a table is cut at those rows, and a part keeps
 * only the columns in which one of its cells begins. */
#include <string.h>

#include "read/office/markup.h"
#include "read/read_int.h"

#define PROSE_LINES 2  /* a cell over the whole width with so many lines, … */
#define PROSE_CHARS 60 /* one of them so long, is text in a frame */

static struct plumb_str cell_text(const struct plumb_markup_cell *cell)
{
    return (struct plumb_str){cell->len ? cell->text : "", cell->len};
}

/* The only cell of a row, when it covers all columns; else NULL. */
static const struct plumb_markup_cell *whole_cell(const struct plumb_markup_row *row,
                                                  size_t columns)
{
    return row->count && row->cells[0].span >= columns ? &row->cells[0] : NULL;
}

/* The next line of a cell that is not blank; empty at its end. */
static struct plumb_str next_line(struct plumb_str text, size_t *at)
{
    while (*at < text.len) {
        struct plumb_str rest = plumb_str_sub(text, *at, text.len);
        size_t stop = plumb_str_find(rest, PLUMB_STR("\n"));
        struct plumb_str line = plumb_str_sub(rest, 0, stop == PLUMB_NPOS ? rest.len : stop);
        *at += line.len + 1;
        line = plumb_str_trim(line);
        if (line.len)
            return line;
    }
    return PLUMB_STR("");
}

static bool is_framed_prose(struct plumb_str text)
{
    size_t lines = 0, at = 0;
    bool prose = false;
    for (struct plumb_str line = next_line(text, &at); line.len; line = next_line(text, &at)) {
        lines++;
        prose = prose || plumb_text_chars(line, PROSE_CHARS) >= PROSE_CHARS;
    }
    return prose && lines >= PROSE_LINES;
}

static void put_paragraphs(struct plumb_markup *markup, struct plumb_str text)
{
    size_t at = 0;
    for (struct plumb_str line = next_line(text, &at); line.len; line = next_line(text, &at))
        plumb_markup_paragraph(markup, line, 0);
}

static bool has_digit(struct plumb_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            return true;
    return false;
}

/* A row of labels, all filled in: the head of a table. */
static bool is_head_like(const struct plumb_markup_row *row)
{
    size_t cells = 0;
    for (size_t c = 0; c < row->count; c++) {
        if (row->cells[c].span == 0)
            continue;
        struct plumb_str text = plumb_str_trim(cell_text(&row->cells[c]));
        if (text.len == 0 || has_digit(text))
            return false;
        cells++;
    }
    return cells >= 2;
}

/* "二、收支情况", "项目绩效目标完成情况表" */
static bool is_title(struct plumb_str text)
{
    struct plumb_numbering numbering;
    return plumb_str_has(text, "表") || plumb_numbering_parse(text, &numbering);
}

/* Does row `r` name the rows below it? Then it is the first or last one of the part, or stands
 * above a head or another such row; a name between rows of numbers only groups them, and above a
 * whole table it may be the top of its head. */
static bool is_banner_row(const struct plumb_markup *markup, size_t r, size_t start, size_t columns)
{
    const struct plumb_markup_cell *cell = whole_cell(&markup->rows[r], columns);
    if (!cell || !plumb_text_is_banner(plumb_str_trim(cell_text(cell))))
        return false;
    if (r == 0)
        return is_title(plumb_str_trim(cell_text(cell)));
    if (r == start || r + 1 == markup->begun)
        return true;
    const struct plumb_markup_row *next = &markup->rows[r + 1];
    const struct plumb_markup_cell *below = whole_cell(next, columns);
    return below ? plumb_text_is_banner(plumb_str_trim(cell_text(below))) : is_head_like(next);
}

/* Columns in which a cell of the rows begins; false when memory is short. */
static bool find_used(const struct plumb_markup *markup, size_t from, size_t to, size_t columns,
                      bool **used, size_t *count)
{
    *count = 0;
    *used = plumb_calloc(columns + 1, sizeof **used);
    for (size_t r = from; *used && r < to; r++)
        for (size_t c = 0; c < markup->rows[r].count; c++) {
            bool begins = markup->rows[r].cells[c].span > 0 || markup->fixed;
            *count += begins && !(*used)[c];
            (*used)[c] = (*used)[c] || begins;
        }
    return *used != NULL;
}

static void put_row(struct plumb_markup *markup, const struct plumb_markup_row *row,
                    const bool *used, size_t columns)
{
    plumb_buf_puts(&markup->out, "|");
    for (size_t c = 0; c < (markup->pad ? columns : row->count); c++) {
        if (!used[c])
            continue;
        plumb_buf_puts(&markup->out, " ");
        if (c < row->count && row->cells[c].len)
            plumb_markup_clean(&markup->out, cell_text(&row->cells[c]), true);
        plumb_buf_puts(&markup->out, " |");
    }
    plumb_buf_puts(&markup->out, "\n");
}

static void put_part(struct plumb_markup *markup, size_t from, size_t to, size_t columns)
{
    bool *used;
    size_t count;
    if (from >= to)
        return;
    if (!find_used(markup, from, to, columns, &used, &count)) {
        markup->failed = true;
        return;
    }
    for (size_t r = from; r < to; r++) {
        const struct plumb_markup_row *row = &markup->rows[r];
        if (row->page_above)
            plumb_buf_puts(&markup->out, "\f");
        if (count > 1) {
            put_row(markup, row, used, columns);
        } else { /* a frame around text */
            for (size_t c = 0; c < row->count; c++)
                put_paragraphs(markup, cell_text(&row->cells[c]));
        }
    }
    if (count > 1)
        plumb_buf_puts(&markup->out, "\n");
    plumb_free(used);
}

void plumb_markup_put_table(struct plumb_markup *markup)
{
    size_t columns = 0, start = 0;
    for (size_t r = 0; r < markup->begun; r++)
        if (markup->rows[r].count > columns)
            columns = markup->rows[r].count;
    for (size_t r = 0; r < markup->begun && columns > 1; r++) {
        const struct plumb_markup_row *row = &markup->rows[r];
        const struct plumb_markup_cell *whole = whole_cell(row, columns);
        bool prose = whole && is_framed_prose(cell_text(whole));
        if (!prose && !is_banner_row(markup, r, start, columns))
            continue;
        put_part(markup, start, r, columns);
        if (row->page_above)
            plumb_buf_puts(&markup->out, "\f");
        if (prose)
            put_paragraphs(markup, cell_text(whole));
        else
            plumb_markup_paragraph(markup, cell_text(whole), 0);
        start = r + 1;
    }
    put_part(markup, start, markup->begun, columns);
}
