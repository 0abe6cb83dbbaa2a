/* A CSV file that is no panel, as a document with one table: an annex saved from a spreadsheet. */
#include "read/panel/csv_int.h"
#include "read/read_int.h"

#include <string.h>

#define MAX_FIELDS PLUMB_CSV_MAX_COLUMNS

/* The text of a field without its doubled quotes, line by line. */
static bool add_field(struct plumb_rows *rows, const struct plumb_csv_field *field, size_t line)
{
    const char *base = rows->reader->document->source.ptr;
    const char *at = field->ptr, *end = field->ptr + field->len, *from = at;
    if (!plumb_rows_cell(rows, line))
        return false;
    for (; at < end; at++) {
        bool doubled = field->escaped && *at == '"' && at + 1 < end && at[1] == '"';
        if (!doubled && *at != '\n')
            continue;
        size_t to = (size_t)(at - base) + doubled;
        if (!plumb_rows_add(rows, (size_t)(from - base), to, line))
            return false;
        line += *at == '\n';
        at += doubled;
        from = at + 1;
    }
    return plumb_rows_add(rows, (size_t)(from - base), (size_t)(end - base), line);
}

static size_t count_filled(const struct plumb_csv_field *fields, size_t count, size_t *last)
{
    size_t filled = 0;
    for (size_t i = 0; i < count; i++)
        if (plumb_str_trim((struct plumb_str){fields[i].ptr, fields[i].len}).len > 0) {
            filled++;
            *last = i;
        }
    return filled;
}

/* A row of one field above or below the table is a line of text: a title, a note. */
static void keep_as_text(struct plumb_reader *reader, const struct plumb_csv_field *field,
                         size_t line)
{
    struct plumb_str text = plumb_str_trim((struct plumb_str){field->ptr, field->len});
    struct plumb_line *to = &reader->lines[line];
    if (memchr(text.ptr, '\n', text.len))
        return;
    to->from = (size_t)(text.ptr - reader->document->source.ptr);
    to->to = to->from + text.len;
}

struct table_end {
    size_t line;      /* line after the last row of two fields or more */
    size_t row_count; /* rows up to there */
};

static bool find_table(struct plumb_reader *reader, const struct plumb_csv_dialect *dialect,
                       struct plumb_csv_field *fields, struct plumb_rows *rows)
{
    struct plumb_str source = reader->document->source;
    const char *at = source.ptr, *end = source.ptr + source.len;
    size_t line = 0, first = PLUMB_NPOS;
    struct table_end table = {0, 0};
    while (at < end) {
        size_t count = 0, lines = 0, last = 0;
        at = plumb_csv_row(dialect, at, end, fields, MAX_FIELDS, &count, &lines);
        size_t read = count < MAX_FIELDS ? count : MAX_FIELDS;
        size_t filled = count_filled(fields, read, &last);
        if (filled == 1)
            keep_as_text(reader, &fields[last], line);
        if (filled > 0 && (filled > 1 || first != PLUMB_NPOS)) {
            for (size_t i = 0; i < read; i++)
                if (!add_field(rows, &fields[i], line))
                    return false;
            if ((count > read && !plumb_rows_cell(rows, line)) || !plumb_rows_end_row(rows))
                return false;
        }
        if (filled > 1) {
            first = first == PLUMB_NPOS ? line : first;
            table = (struct table_end){line + (lines ? lines : 1), rows->row_count};
        }
        line += lines;
    }
    if (first == PLUMB_NPOS)
        return true;
    rows->row_count = table.row_count;
    size_t to =
        table.line < reader->document->line_count ? table.line : reader->document->line_count;
    return plumb_rows_finish(rows, first, to, true) != NULL;
}

bool plumb_find_csv_table(struct plumb_reader *reader)
{
    struct plumb_str source = reader->document->source;
    size_t head = source.len < PLUMB_CSV_HEAD ? source.len : PLUMB_CSV_HEAD;
    struct plumb_csv_dialect dialect = plumb_csv_sniff(source.ptr, head);
    dialect.newline = '\n'; /* lines of a document end there */
    struct plumb_csv_field *fields = plumb_arena_array(reader->scratch, MAX_FIELDS, sizeof *fields);
    struct plumb_rows rows;
    plumb_rows_start(&rows, reader);
    return find_table(reader, &dialect, fields, &rows);
}
