/* Tables whose columns are kept apart by spaces, as PDF converters and line printers write them:
 * where such tables begin and end. What is in them is told by table_grid.c. */
#include "read/text/grid_int.h"

/* A table has at least this many lines with a number in a field of its own; below "单位：万元" one
 * is enough, and none when there are two lines of heads: a form that was left empty. */
#define MIN_NUMBER_LINES 3
#define MIN_HEAD_LINES 2
/* Lines of one field in a row: part of a label or head broken over lines. */
#define MAX_LONE_LINES 4
#define MAX_LONE_HEADS 8

bool plumb_grid_is_text(const struct plumb_reader *reader, const struct plumb_grid_field *fields,
                        size_t count)
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
static bool is_broken_label(struct plumb_str text, bool numbered_rows)
{
    struct plumb_numbering numbering;
    bool numbered = plumb_numbering_parse(text, &numbering) && numbering.rank <= 2 &&
                    (!numbered_rows || plumb_str_ends(text, PLUMB_STR("表")) ||
                     plumb_str_ends(text, PLUMB_STR("说明")));
    return !numbered && plumb_text_chars(text, 21) <= 20 && !plumb_text_is_final(text) &&
           !plumb_text_is_prose(text) && !plumb_text_is_signoff(text);
}

bool plumb_grid_is_unit_line(struct plumb_str text)
{
    size_t from = 0, to = 0;
    return plumb_str_has(text, "单位") && plumb_text_chars(text, 241) <= 240 &&
           plumb_text_find_unit(text, &from, &to) &&
           plumb_str_starts(plumb_str_sub(text, from, to), PLUMB_STR("单位"));
}

struct extent {
    size_t end;     /* where the search goes on */
    size_t last;    /* line after the last line that proves the table */
    size_t numbers; /* lines with a number in a field of its own */
    size_t heads;   /* lines of two fields or more, without numbers */
    size_t lone;    /* lines of one field in a row */
    bool numbered;  /* rows are called 一、 二、 … */
    size_t above;   /* lines of one field right above, without an empty line between */
    size_t tail;    /* as many may follow the last line with numbers: a label broken over lines */
};

/* A line of one field: part of a label or head broken over lines. */
static bool take_lone_line(const struct plumb_reader *reader, size_t index, bool below_unit,
                           struct extent *extent)
{
    const struct plumb_line *line = &reader->lines[index];
    struct plumb_str text = plumb_reader_line(reader, index);
    if (plumb_text_is_caption(text))
        return false;
    /* A field far from the margin stands in a column; at the margin it may be text. */
    bool inner = (extent->numbers > 0 || below_unit) && line->indent >= 12 && line->width <= 48;
    size_t most = below_unit && extent->numbers == 0 ? MAX_LONE_HEADS : MAX_LONE_LINES;
    if (!inner && (++extent->lone > most || !is_broken_label(text, extent->numbered)))
        return false;
    if (extent->tail > 0 && extent->last == index) {
        extent->last = index + 1;
        extent->tail--;
    } else {
        extent->above++;
    }
    return true;
}

/* Does the line belong to the table that was found so far? */
static bool take_line(const struct plumb_reader *reader, size_t index, bool below_unit,
                      struct extent *extent)
{
    struct plumb_grid_field fields[PLUMB_GRID_FIELDS];
    struct plumb_str text = plumb_reader_line(reader, index);
    size_t numbers = 0, count = plumb_grid_split(reader, index, fields);
    if (count == 0 || plumb_grid_is_text(reader, fields, count) || plumb_grid_is_unit_line(text) ||
        plumb_text_is_signoff(text))
        return false;
    for (size_t f = 0; f < count; f++)
        numbers += fields[f].number;
    if (count == 1 && !take_lone_line(reader, index, below_unit, extent))
        return false;
    if (count == 1)
        return true;
    struct plumb_numbering numbering;
    extent->lone = 0;
    extent->numbered |= plumb_numbering_parse(text, &numbering) && numbering.rank == 1;
    extent->numbers += numbers > 0;
    extent->heads += numbers == 0;
    extent->tail = numbers > 0 ? extent->above : 0;
    extent->above = 0;
    if (numbers > 0 || (below_unit && extent->numbers == 0))
        extent->last = index + 1;
    return true;
}

static struct extent find_extent(const struct plumb_reader *reader, size_t from, bool below_unit)
{
    struct extent extent = {.end = from + 1, .last = from};
    size_t blanks = 0, i = from;
    for (; i < reader->document->line_count; i++) {
        const struct plumb_line *line = &reader->lines[i];
        if (line->kind == PLUMB_LINE_BLANK && ++blanks <= 4) {
            extent.above = extent.tail = 0;
            continue;
        }
        if (line->kind == PLUMB_LINE_DROPPED)
            continue;
        if (line->kind != PLUMB_LINE_TEXT || line->tab)
            break;
        blanks = 0;
        if (!take_line(reader, i, below_unit, &extent))
            break;
    }
    if (i > extent.end)
        extent.end = i;
    return extent;
}

static bool is_table(const struct extent *extent, bool below_unit)
{
    if (below_unit && (extent->numbers > 0 || extent->heads >= MIN_HEAD_LINES))
        return extent->last > 0 && extent->numbers + extent->heads >= MIN_HEAD_LINES;
    return extent->numbers >= MIN_NUMBER_LINES;
}

bool plumb_find_column_tables(struct plumb_reader *reader)
{
    struct plumb_grid_field fields[PLUMB_GRID_FIELDS];
    bool below_unit = false;
    for (size_t i = 0; i < reader->document->line_count;) {
        const struct plumb_line *line = &reader->lines[i];
        if (line->kind == PLUMB_LINE_BLANK || line->kind == PLUMB_LINE_DROPPED) {
            i++;
            continue;
        }
        bool text = line->kind == PLUMB_LINE_TEXT && !line->tab;
        bool unit = text && plumb_grid_is_unit_line(plumb_reader_line(reader, i));
        if (!text || unit || (!below_unit && plumb_grid_split(reader, i, fields) < 2)) {
            below_unit = unit;
            i++;
            continue;
        }
        struct extent extent = find_extent(reader, i, below_unit);
        bool found = is_table(&extent, below_unit);
        if (found && !plumb_grid_read(reader, i, extent.last))
            return false;
        below_unit = false;
        i = found ? extent.last : extent.end;
    }
    return true;
}
