/* Tables drawn with pipes: Markdown, and one cell a line with a pipe before it. */
#include "read/read_int.h"

#include <string.h>

/* Number of pipes that are not escaped, counted up to `stop`. */
static size_t count_pipes(struct plumb_str text, size_t stop)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len && count < stop; i++)
        count += text.ptr[i] == '|' && (i == 0 || text.ptr[i - 1] != '\\');
    return count;
}

/* |---|:--:| */
static bool is_rule(struct plumb_str text)
{
    size_t dashes = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!strchr("|-:+= ", c) || c == '\0')
            return false;
        dashes += c == '-' || c == '=';
    }
    return dashes >= 2 && (count_pipes(text, 1) > 0 || plumb_str_has(text, "+"));
}

/* +-----+-----+ of a drawn table. */
static bool is_border(struct plumb_str text)
{
    return text.len > 2 && text.ptr[0] == '+' && is_rule(text);
}

static bool is_pipe_line(const struct plumb_reader *reader, size_t index)
{
    if (reader->lines[index].kind != PLUMB_LINE_TEXT)
        return false;
    struct plumb_str text = plumb_reader_line(reader, index);
    return text.ptr[0] == '|' || is_border(text);
}

/* "a | b | c" without outer pipes is a table when the next line is a rule, or when it and the
 * next have two pipes or more. */
static bool starts_bare_table(const struct plumb_reader *reader, size_t index)
{
    if (reader->lines[index].kind != PLUMB_LINE_TEXT || index + 1 >= reader->document->line_count ||
        reader->lines[index + 1].kind != PLUMB_LINE_TEXT)
        return false;
    struct plumb_str text = plumb_reader_line(reader, index);
    struct plumb_str next = plumb_reader_line(reader, index + 1);
    size_t pipes = count_pipes(text, 3);
    if (pipes == 0)
        return false;
    return (is_rule(next) && count_pipes(next, 1) > 0) || (pipes >= 2 && count_pipes(next, 2) >= 2);
}

static bool is_break_tag(struct plumb_str text, size_t at, size_t *len)
{
    static const char *const tags[] = {"<br>", "<br/>", "<br />", "<BR>", "<BR/>", "&nbsp;"};
    struct plumb_str rest = plumb_str_sub(text, at, at + 6);
    for (size_t i = 0; i < PLUMB_COUNT(tags); i++)
        if (plumb_str_starts(rest, plumb_str_from(tags[i]))) {
            *len = strlen(tags[i]);
            return true;
        }
    return false;
}

/* The cells of one line; an outer pipe at either end opens no cell of its own. In a `bare` table,
 * drawn without outer pipes, a pipe at the beginning ends an empty cell (a merged label). */
static bool add_cells(struct plumb_rows *rows, size_t index, bool bare)
{
    const struct plumb_line *line = &rows->reader->lines[index];
    struct plumb_str text = plumb_reader_line(rows->reader, index);
    size_t end = text.len;
    if (end > 1 && text.ptr[end - 1] == '|' && text.ptr[end - 2] != '\\')
        end--;
    size_t at = text.ptr[0] == '|' && !bare ? 1 : 0, start = at;
    if (!plumb_rows_cell(rows, index))
        return false;
    for (; at < end; at++) {
        size_t len = 0;
        bool escaped = text.ptr[at] == '\\' && at + 1 < end && text.ptr[at + 1] == '|';
        bool tag = (text.ptr[at] == '<' || text.ptr[at] == '&') && is_break_tag(text, at, &len);
        if (text.ptr[at] != '|' && !escaped && !tag)
            continue;
        if (!plumb_rows_add(rows, line->from + start, line->from + at, index))
            return false;
        if (text.ptr[at] == '|' && !plumb_rows_cell(rows, index))
            return false;
        if (tag)
            at += len - 1;
        start = at + 1;
        if (escaped)
            at++;
    }
    return plumb_rows_add(rows, line->from + start, line->from + end, index);
}

/* A line that holds one cell: "|text", "|text|" or "|". */
static bool is_single_cell(const struct plumb_reader *reader, size_t index)
{
    struct plumb_str text = plumb_reader_line(reader, index);
    size_t pipes = count_pipes(text, 3);
    bool closed = pipes == 2 && text.len > 1 && text.ptr[text.len - 1] == '|';
    return (pipes == 1 || closed) && !is_rule(text);
}

/* One cell a line: empty lines part the rows, the first of which has two lines or more. *to gets
 * the end of the last whole row. */
static bool is_cell_a_line(const struct plumb_reader *reader, size_t from, size_t *to)
{
    size_t group_lines = 0, groups = 0, count = reader->document->line_count;
    for (size_t i = from; i < count; i++) {
        bool blank = reader->lines[i].kind == PLUMB_LINE_BLANK;
        if (!blank && is_pipe_line(reader, i)) {
            if (!is_single_cell(reader, i))
                return groups >= 2;
            group_lines++;
            continue;
        }
        if (groups == 0 && group_lines < 2)
            return false;
        groups++;
        *to = i;
        group_lines = 0;
        if (!blank || i + 1 >= count || !is_pipe_line(reader, i + 1))
            return groups >= 2;
    }
    if (group_lines > 0 && groups > 0) {
        groups++;
        *to = count;
    }
    return groups >= 2;
}

static bool read_cells_a_line(struct plumb_reader *reader, size_t from, size_t to)
{
    struct plumb_rows rows;
    plumb_rows_start(&rows, reader);
    for (size_t i = from; i < to; i++) {
        bool good = reader->lines[i].kind == PLUMB_LINE_BLANK ? plumb_rows_end_row(&rows)
                                                              : add_cells(&rows, i, false);
        if (!good)
            return false;
    }
    struct plumb_region *region = plumb_rows_finish(&rows, from, to, false);
    if (region)
        region->flat = true;
    return region != NULL;
}

/* "3 | 计划完整性 | 3 | ||": a converter that drops the cells a merged one covers, and fills the row up
 * at its end. */
static bool is_padded(struct plumb_str text)
{
    return text.len > 2 && text.ptr[text.len - 1] == '|' && text.ptr[text.len - 2] == '|';
}

static bool is_blank_row(const struct plumb_grid_row *row)
{
    for (size_t c = 0; c < row->cell_count; c++)
        if (row->cells[c].text.str.len > 0)
            return false;
    return true;
}

static void drop_padding(struct plumb_rows *rows)
{
    for (size_t r = 0; r < rows->row_count; r++) {
        struct plumb_grid_row *row = &rows->rows[r];
        while (!is_blank_row(row) && row->cells[row->cell_count - 1].text.str.len == 0)
            row->cell_count--;
    }
}

static bool read_lines_as_rows(struct plumb_reader *reader, size_t from, size_t to, bool bare)
{
    struct plumb_rows rows;
    plumb_rows_start(&rows, reader);
    bool padded = false;
    for (size_t i = from; i < to; i++) {
        struct plumb_str text = plumb_reader_line(reader, i);
        if (reader->lines[i].kind != PLUMB_LINE_TEXT || is_rule(text))
            continue;
        padded = padded || (bare && is_padded(text));
        if (!add_cells(&rows, i, bare) || !plumb_rows_end_row(&rows))
            return false;
    }
    if (padded)
        drop_padding(&rows);
    /* rows of different lengths have lost their merged cells: equal numbers mean nothing then */
    bool aligned = true;
    for (size_t r = 1; r < rows.row_count && aligned; r++)
        aligned = rows.rows[r].cell_count == rows.rows[0].cell_count;
    return plumb_rows_finish(&rows, from, to, aligned) != NULL;
}

bool plumb_find_pipe_tables(struct plumb_reader *reader)
{
    size_t count = reader->document->line_count;
    for (size_t i = 0; i < count;) {
        bool pipe = is_pipe_line(reader, i);
        if (!pipe && !starts_bare_table(reader, i)) {
            i++;
            continue;
        }
        size_t end = i;
        if (pipe && is_cell_a_line(reader, i, &end)) {
            if (!read_cells_a_line(reader, i, end))
                return false;
            i = end;
            continue;
        }
        for (end = i; end < count && reader->lines[end].kind == PLUMB_LINE_TEXT; end++)
            if (pipe ? !is_pipe_line(reader, end)
                     : count_pipes(plumb_reader_line(reader, end), 1) == 0)
                break;
        if (!read_lines_as_rows(reader, i, end, !pipe))
            return false;
        i = end;
    }
    return true;
}
