/* Tables whose columns are kept apart by spaces, as PDF converters and line printers write them.
 *
 * Converters pad by characters or by terminal columns; both measures are tried and the one that
 * keeps the fields of every line apart is taken. */
#include "read_int.h"

#include <string.h>

#define MAX_FIELDS 64
#define MAX_POSITION 1024
/* A table has at least this many lines with a number in a field of its own. */
#define MIN_NUMBER_LINES 3

enum { BY_WIDTH, BY_CHARS, MEASURES };

struct field {
    size_t from, to;                       /* bytes of source */
    size_t start[MEASURES], end[MEASURES]; /* positions */
    bool number;
};

/* Cut at two or more spaces. Returns the number of fields, 0 when the line has too many. */
static size_t split_fields(const struct plumb_reader *reader, size_t index, struct field *fields)
{
    struct plumb_str source = reader->document->source;
    size_t at = reader->document->line_starts[index], end = reader->lines[index].to;
    size_t count = 0, gap = 2, chars = 0, width = 0;
    while (at < end) {
        size_t start = at;
        uint32_t cp = plumb_utf8_decode(source, &at);
        bool space = cp == ' ' || cp == 0x3000 || cp == 0xA0 || cp == '\f';
        int columns = plumb_utf8_width(plumb_str_sub(source, start, at));
        size_t wide = columns > 0 ? (size_t)columns : 0;
        if (!space) {
            if (gap >= 2) {
                if (count == MAX_FIELDS)
                    return 0;
                fields[count++] = (struct field){.from = start, .start = {width, chars}};
            }
            struct field *field = &fields[count - 1];
            field->to = at;
            field->end[BY_WIDTH] = width + wide;
            field->end[BY_CHARS] = chars + 1;
        }
        gap = space ? gap + 1 : 0;
        chars++;
        width += wide;
    }
    for (size_t i = 0; i < count; i++)
        fields[i].number =
            plumb_text_is_number(plumb_str_sub(source, fields[i].from, fields[i].to));
    return width <= MAX_POSITION ? count : 0;
}

static bool has_prose(const struct plumb_reader *reader, const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct plumb_str text =
            plumb_str_sub(reader->document->source, fields[i].from, fields[i].to);
        if (plumb_text_is_prose(text) && plumb_text_chars(text, 21) > 20)
            return true;
    }
    return false;
}

/* A line of text inside a table that has one field: part of a label broken over lines. */
static bool is_broken_label(struct plumb_str text)
{
    struct plumb_numbering numbering;
    bool numbered = plumb_numbering_parse(text, &numbering) && numbering.rank <= 2;
    return !numbered && plumb_text_chars(text, 21) <= 20 && !plumb_text_is_final(text) &&
           !plumb_text_is_prose(text) && !plumb_text_is_signoff(text);
}

struct extent {
    size_t end;     /* where the search goes on */
    size_t last;    /* line after the last line with a number */
    size_t numbers; /* lines with a number in a field of its own */
};

static struct extent find_extent(const struct plumb_reader *reader, size_t from)
{
    struct extent extent = {from + 1, from, 0};
    struct field fields[MAX_FIELDS];
    size_t blanks = 0, lone = 0, i = from;
    for (; i < reader->document->line_count; i++) {
        const struct plumb_line *line = &reader->lines[i];
        if (line->kind == PLUMB_LINE_BLANK && ++blanks <= 2)
            continue;
        if (line->kind == PLUMB_LINE_DROPPED)
            continue;
        if (line->kind != PLUMB_LINE_TEXT || line->tab)
            break;
        blanks = 0;
        size_t count = split_fields(reader, i, fields), numbers = 0;
        if (count == 0 || has_prose(reader, fields, count))
            break;
        /* A field far from the margin stands in a column; at the margin it may be text. */
        bool inner = count == 1 && extent.numbers > 0 && line->indent >= 12 && line->width <= 48;
        if (count == 1 && !inner && (++lone > 4 || !is_broken_label(plumb_reader_line(reader, i))))
            break;
        lone = count > 1 ? 0 : lone;
        for (size_t f = 0; f < count; f++)
            numbers += fields[f].number;
        if (count > 1 && numbers > 0) {
            extent.numbers++;
            extent.last = i + 1;
        }
    }
    if (i > extent.end)
        extent.end = i;
    return extent;
}

/* Columns of a table under one measure: runs of positions that some field covers. */
struct columns {
    size_t start[MAX_POSITION + 2], count;
    size_t collisions; /* lines with two fields in one column */
};

static size_t column_of(const struct columns *columns, size_t position)
{
    size_t low = 0, high = columns->count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (columns->start[middle] <= position)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Only lines with numbers shape the columns: heads reach across them. */
static bool shapes_columns(const struct field *fields, size_t count)
{
    for (size_t f = 0; f < count; f++)
        if (fields[f].number && count > 1)
            return true;
    return false;
}

static void find_columns(const struct plumb_reader *reader, size_t from, size_t to, int measure,
                         struct columns *columns)
{
    bool covered[MAX_POSITION + 2] = {false};
    struct field fields[MAX_FIELDS];
    columns->count = columns->collisions = 0;
    for (size_t i = from; i < to; i++) {
        size_t count =
            reader->lines[i].kind == PLUMB_LINE_TEXT ? split_fields(reader, i, fields) : 0;
        if (!shapes_columns(fields, count))
            continue;
        for (size_t f = 0; f < count; f++)
            memset(&covered[fields[f].start[measure]], true,
                   fields[f].end[measure] - fields[f].start[measure]);
    }
    for (size_t p = 0; p <= MAX_POSITION; p++)
        if (covered[p] && (p == 0 || !covered[p - 1]))
            columns->start[columns->count++] = p;
    for (size_t i = from; i < to; i++) {
        size_t count =
            reader->lines[i].kind == PLUMB_LINE_TEXT ? split_fields(reader, i, fields) : 0;
        if (!shapes_columns(fields, count))
            continue;
        for (size_t f = 1; f < count; f++)
            columns->collisions += column_of(columns, fields[f].start[measure]) ==
                                   column_of(columns, fields[f - 1].start[measure]);
    }
}

/* The column a field of a head line belongs to: the one under its middle. */
static size_t field_column(const struct columns *columns, const struct field *field, int measure)
{
    size_t column = column_of(columns, field->start[measure]);
    size_t middle = (field->start[measure] + field->end[measure]) / 2;
    size_t at_middle = column_of(columns, middle);
    return field->number ? column : at_middle;
}

static bool add_line(struct plumb_rows *rows, size_t index, const struct columns *columns,
                     int measure)
{
    struct field fields[MAX_FIELDS];
    size_t count = split_fields(rows->reader, index, fields), open = 0;
    for (size_t f = 0; f < count; f++) {
        size_t column = columns ? field_column(columns, &fields[f], measure) : f;
        if (columns && column + 1 < open)
            column = open - 1;
        for (; open <= column; open++)
            if (!plumb_rows_cell(rows, index))
                return false;
        if (!plumb_rows_add(rows, fields[f].from, fields[f].to, index))
            return false;
    }
    return plumb_rows_end_row(rows);
}

static bool read_table(struct plumb_reader *reader, size_t from, size_t to)
{
    struct columns *columns = plumb_arena_array(reader->scratch, MEASURES, sizeof *columns);
    for (int measure = 0; measure < MEASURES; measure++)
        find_columns(reader, from, to, measure, &columns[measure]);
    int best = columns[BY_CHARS].collisions < columns[BY_WIDTH].collisions ||
                       (columns[BY_CHARS].collisions == columns[BY_WIDTH].collisions &&
                        columns[BY_CHARS].count > columns[BY_WIDTH].count)
                   ? BY_CHARS
                   : BY_WIDTH;
    bool aligned = columns[best].collisions == 0 && columns[best].count > 1;
    struct plumb_rows rows;
    plumb_rows_start(&rows, reader);
    for (size_t i = from; i < to; i++)
        if (reader->lines[i].kind == PLUMB_LINE_TEXT &&
            !add_line(&rows, i, aligned ? &columns[best] : NULL, best))
            return false;
    return plumb_rows_finish(&rows, from, to, aligned) != NULL;
}

bool plumb_find_column_tables(struct plumb_reader *reader)
{
    struct field fields[MAX_FIELDS];
    for (size_t i = 0; i < reader->document->line_count;) {
        const struct plumb_line *line = &reader->lines[i];
        if (line->kind != PLUMB_LINE_TEXT || line->tab || split_fields(reader, i, fields) < 2) {
            i++;
            continue;
        }
        struct extent extent = find_extent(reader, i);
        if (extent.numbers >= MIN_NUMBER_LINES && !read_table(reader, i, extent.last))
            return false;
        i = extent.numbers >= MIN_NUMBER_LINES ? extent.last : extent.end;
    }
    return true;
}
