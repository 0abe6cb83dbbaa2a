/* The common text of formats that are not text: what `plumb text` prints for them.
 *
 * Readers of DOCX, XLSX, HTML and OFD turn a file into Markdown-like lines (one paragraph a line,
 * one table row a line) and hand them to the text reader, so that one set of rules finds headings,
 * captions and tables, and every finding quotes a line that can be looked up.
 */
#ifndef PLUMB_MARKUP_H
#define PLUMB_MARKUP_H

#include "plumb/document.h"

struct plumb_markup_cell {
    char *text; /* owned, as given; NULL when empty */
    size_t len;
    uint32_t span; /* columns of a cell that begins here; 0: none does */
    bool taken;    /* given, or covered by a cell that spans rows or columns */
};

struct plumb_markup {
    struct plumb_buf out;
    struct plumb_read_limits limits;
    /* the table that is being filled, row-major and ragged */
    struct plumb_markup_row {
        struct plumb_markup_cell *cells;
        size_t count, capacity;
        bool page_above; /* the row begins a new page */
    } * rows;
    size_t row_count, row_capacity, cell_count; /* rows a span from above opened count too */
    size_t begun;                               /* rows begun; the current one is begun - 1 */
    bool in_table;
    bool pad;               /* cells missing at a row's end are empty, not merged away */
    bool pitched;           /* lines outside tables keep the places of their words */
    bool fixed;             /* columns are those of a sheet and stay, also when empty */
    bool failed;            /* out of memory */
    bool late;              /* out of time */
    size_t steps;           /* looks at it */
    const char *over_limit; /* name of a limit that was met, or NULL */
};

void plumb_markup_free(struct plumb_markup *markup);
/* Asked at each step through a file: is there any use in going on? No once a limit of size, memory
 * or time is met. */
bool plumb_markup_go_on(struct plumb_markup *markup);

/* A paragraph (markup_text.c): white space runs become one space; level > 0 makes it a heading "# ". */
void plumb_markup_paragraph(struct plumb_markup *markup, struct plumb_str text, int level);

/* Tables: begin, then for each row cells from the left. A cell skips columns that cells above it
 * cover. row_span and column_span are at least 1; what they cover stays empty. A table whose parts
 * have columns of their own, as forms have, comes out as several (markup_table.c). */
void plumb_markup_table_begin(struct plumb_markup *markup);
void plumb_markup_row_begin(struct plumb_markup *markup);
void plumb_markup_cell(struct plumb_markup *markup, struct plumb_str text, size_t row_span,
                       size_t column_span);
/* A new page: before the next paragraph, or the next row of the table that is being filled. */
void plumb_markup_page(struct plumb_markup *markup);
/* Put a cell at a known column of the current row (XLSX, ruled tables). */
void plumb_markup_cell_at(struct plumb_markup *markup, size_t column, size_t column_span,
                          struct plumb_str text);
void plumb_markup_table_end(struct plumb_markup *markup);

/* Inside: text with white space tidied, pipes escaped; the waiting table to lines. */
void plumb_markup_clean(struct plumb_buf *out, struct plumb_str text, bool in_cell);
void plumb_markup_put_table(struct plumb_markup *markup);

/* Read the lines with the text reader; `original` is the file, for its hash. */
enum plumb_status plumb_markup_read(struct plumb_markup *markup, const char *path,
                                    struct plumb_str original, enum plumb_document_format format,
                                    struct plumb_arena *arena, struct plumb_document **document,
                                    struct plumb_error *error);

#endif
