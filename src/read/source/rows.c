/* Rows of a table while they grow, with the limits a hostile table meets. */
#include "read/read_int.h"

void plumb_rows_start(struct plumb_rows *rows, struct plumb_reader *reader)
{
    *rows = (struct plumb_rows){.reader = reader, .segments = {.scratch = reader->scratch}};
}

static bool over(struct plumb_rows *rows, const char *what, size_t limit, size_t line)
{
    struct plumb_reader *reader = rows->reader;
    reader->status = plumb_fail_at(reader->error, PLUMB_E_LIMIT, reader->path, line + 1, 0,
                                   "The table at line %zu of \"%s\" has more than %zu %s; a report "
                                   "has no such table, so the file is left out.",
                                   line + 1, reader->path, limit, what);
    return false;
}

/* The open cell gets its text. */
static bool close_cell(struct plumb_rows *rows)
{
    if (!rows->cell_open)
        return true;
    struct plumb_reader *reader = rows->reader;
    size_t bytes = 0;
    for (size_t i = 0; i < rows->segments.count; i++)
        bytes += rows->segments.items[i].to - rows->segments.items[i].from + 1;
    if (bytes > reader->limits.max_cell_bytes)
        return over(rows, "bytes in one cell", reader->limits.max_cell_bytes, rows->cell_line);
    struct plumb_cell *cell = &rows->cells[rows->cell_count - 1];
    cell->text = plumb_segments_text(reader, &rows->segments);
    rows->segments.count = 0;
    rows->cell_open = false;
    return true;
}

bool plumb_rows_cell(struct plumb_rows *rows, size_t line)
{
    struct plumb_reader *reader = rows->reader;
    if (!close_cell(rows))
        return false;
    if (rows->cell_count >= reader->limits.max_columns)
        return over(rows, "columns", reader->limits.max_columns, line);
    if (++rows->total_cells > reader->limits.max_cells)
        return over(rows, "cells", reader->limits.max_cells, line);
    struct plumb_cell *cell =
        PLUMB_PUSH(reader->arena, rows->cells, rows->cell_count, rows->cell_capacity);
    *cell = (struct plumb_cell){.text = {PLUMB_STR(""), NULL, 0},
                                .row = rows->row_count,
                                .column = rows->cell_count - 1,
                                .row_span = 1,
                                .column_span = 1,
                                .line = line + 1};
    rows->cell_open = true;
    rows->cell_line = line;
    return true;
}

bool plumb_rows_add(struct plumb_rows *rows, size_t from, size_t to, size_t line)
{
    if (!rows->cell_open && !plumb_rows_cell(rows, line))
        return false;
    plumb_segments_add(rows->reader, &rows->segments, from, to, line);
    return true;
}

bool plumb_rows_end_row(struct plumb_rows *rows)
{
    if (!close_cell(rows))
        return false;
    if (rows->cell_count == 0)
        return true;
    struct plumb_grid_row *row =
        PLUMB_PUSH(rows->reader->scratch, rows->rows, rows->row_count, rows->row_capacity);
    row->cells = rows->cells;
    row->cell_count = rows->cell_count;
    rows->cells = NULL;
    rows->cell_count = rows->cell_capacity = 0;
    return true;
}

struct plumb_region *plumb_rows_finish(struct plumb_rows *rows, size_t from, size_t to,
                                       bool aligned)
{
    struct plumb_reader *reader = rows->reader;
    if (!plumb_rows_end_row(rows))
        return NULL;
    uint32_t index = (uint32_t)reader->region_count;
    struct plumb_region *region =
        PLUMB_PUSH(reader->scratch, reader->regions, reader->region_count, reader->region_capacity);
    *region = (struct plumb_region){.from = from,
                                    .to = to,
                                    .rows = rows->rows,
                                    .row_count = rows->row_count,
                                    .aligned = aligned};
    for (size_t i = from; i < to; i++)
        if (reader->lines[i].kind != PLUMB_LINE_DROPPED) {
            reader->lines[i].kind = PLUMB_LINE_TABLE;
            reader->lines[i].region = index;
        }
    return region;
}
