#include "read/office/markup.h"

#include <string.h>

#include "read/read_int.h"

#define CLOCK_EVERY 512 /* steps between two looks at the time */

/* ---- tables ------------------------------------------------------------------------------ */

static void clear_table(struct plumb_markup *markup)
{
    for (size_t r = 0; r < markup->row_count; r++) {
        for (size_t c = 0; c < markup->rows[r].count; c++)
            plumb_free(markup->rows[r].cells[c].text);
        plumb_free(markup->rows[r].cells);
    }
    plumb_free(markup->rows);
    markup->rows = NULL;
    markup->row_count = markup->row_capacity = markup->cell_count = markup->begun = 0;
}

void plumb_markup_free(struct plumb_markup *markup)
{
    clear_table(markup);
    plumb_buf_free(&markup->out);
}

void plumb_markup_table_begin(struct plumb_markup *markup)
{
    clear_table(markup);
    markup->in_table = true;
}

static bool grow(struct plumb_markup *markup, void **items, size_t *capacity, size_t need,
                 size_t size)
{
    if (need <= *capacity)
        return true;
    size_t more = *capacity ? *capacity * 2 : 8;
    if (more < need)
        more = need;
    void *grown = more > SIZE_MAX / size ? NULL : plumb_realloc(*items, more * size);
    if (!grown) {
        markup->failed = true;
        return false;
    }
    *items = grown;
    memset((char *)*items + *capacity * size, 0, (more - *capacity) * size);
    *capacity = more;
    return true;
}

static struct plumb_markup_row *row_at(struct plumb_markup *markup, size_t index)
{
    if (!grow(markup, (void **)&markup->rows, &markup->row_capacity, index + 1,
              sizeof *markup->rows))
        return NULL;
    if (markup->row_count <= index)
        markup->row_count = index + 1;
    return &markup->rows[index];
}

static struct plumb_markup_cell *cell_at(struct plumb_markup *markup, size_t row, size_t column)
{
    struct plumb_markup_row *r = row_at(markup, row);
    if (column >= markup->limits.max_columns || row >= markup->limits.max_cells ||
        markup->cell_count >= markup->limits.max_cells) {
        markup->over_limit = column >= markup->limits.max_columns ? "columns" : "cells";
        return NULL;
    }
    if (!r || !grow(markup, (void **)&r->cells, &r->capacity, column + 1, sizeof *r->cells))
        return NULL;
    if (r->count <= column) {
        markup->cell_count += column + 1 - r->count;
        r->count = column + 1;
    }
    return &r->cells[column];
}

void plumb_markup_row_begin(struct plumb_markup *markup)
{
    if (row_at(markup, markup->begun))
        markup->begun++;
}

void plumb_markup_page(struct plumb_markup *markup)
{
    struct plumb_markup_row *next = markup->in_table ? row_at(markup, markup->begun) : NULL;
    if (next)
        next->page_above = true;
    else
        plumb_buf_puts(&markup->out, "\f");
}

static void set_text(struct plumb_markup *markup, struct plumb_markup_cell *cell,
                     struct plumb_str text)
{
    if (text.len > markup->limits.max_cell_bytes) {
        markup->over_limit = "bytes in one cell";
        return;
    }
    plumb_free(cell->text);
    cell->text = text.len ? plumb_malloc(text.len) : NULL;
    cell->len = cell->text ? text.len : 0;
    markup->failed = markup->failed || cell->len < text.len;
    if (cell->text)
        memcpy(cell->text, text.ptr, text.len);
}

static uint32_t to_span(size_t columns)
{
    return columns < UINT32_MAX ? (uint32_t)columns : UINT32_MAX;
}

void plumb_markup_cell_at(struct plumb_markup *markup, size_t column, size_t column_span,
                          struct plumb_str text)
{
    if (!markup->begun || markup->failed || markup->over_limit)
        return;
    struct plumb_markup_cell *cell = cell_at(markup, markup->begun - 1, column);
    if (!cell)
        return;
    cell->span = to_span(column_span);
    set_text(markup, cell, text);
}

void plumb_markup_cell(struct plumb_markup *markup, struct plumb_str text, size_t row_span,
                       size_t column_span)
{
    if (!markup->begun || markup->failed || markup->over_limit)
        return;
    size_t row = markup->begun - 1, column = 0;
    const struct plumb_markup_row *r = &markup->rows[row];
    while (column < r->count && r->cells[column].taken)
        column++;
    for (size_t dr = 0; dr < row_span; dr++)
        for (size_t dc = 0; dc < column_span; dc++) {
            struct plumb_markup_cell *cell = cell_at(markup, row + dr, column + dc);
            if (!cell)
                return;
            cell->taken = true;
        }
    struct plumb_markup_cell *cell = &markup->rows[row].cells[column];
    cell->span = to_span(column_span);
    set_text(markup, cell, text);
}

void plumb_markup_table_end(struct plumb_markup *markup)
{
    if (!markup->failed && !markup->over_limit)
        plumb_markup_put_table(markup);
    markup->in_table = false;
    markup->failed = markup->failed || markup->out.failed;
    clear_table(markup);
}

bool plumb_markup_go_on(struct plumb_markup *markup)
{
    if (++markup->steps % CLOCK_EVERY == 0)
        markup->late = markup->late || plumb_read_is_late(&markup->limits);
    return !markup->failed && !markup->over_limit && !markup->late;
}

enum plumb_status plumb_markup_read(struct plumb_markup *markup, const char *path,
                                    struct plumb_str original, enum plumb_document_format format,
                                    struct plumb_arena *arena, struct plumb_document **document,
                                    struct plumb_error *error)
{
    if (markup->over_limit)
        return plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                             "\"%s\" has a table with too many %s; cut it into parts, or raise "
                             "--max-cells, --max-columns or --max-cell.",
                             path, markup->over_limit);
    if (markup->late)
        return plumb_read_over_time(path, &markup->limits, error);
    if (markup->failed)
        return plumb_fail_nomem(error);
    struct plumb_str text = {markup->out.len ? markup->out.data : "", markup->out.len};
    plumb_format_reader *read = markup->pitched ? plumb_read_pitched : plumb_read_text;
    enum plumb_status status = read(path, text, &markup->limits, arena, document, error);
    if (status == PLUMB_OK) {
        (*document)->format = format;
        plumb_sha256_hex(original.ptr, original.len, (*document)->sha256);
    }
    return status;
}
