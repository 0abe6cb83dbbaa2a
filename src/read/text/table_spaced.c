/* Tables whose cells stand one space apart, as text copied out of a PDF has them:
 *
 *   项目 行次 金额 项目 行次 金额
 *   一、财政拨款收入 1 2,865.43 四、公共安全支出 35 2,611.08
 *   九、卫生健康支出 40 64.30
 *
 * Only below a line that names the unit: running text of such files has single spaces too. A row is labels
 * and the numbers behind each; where the head repeats itself the table has two halves, and a row of one label
 * belongs to the half whose 行次 it continues. */
#include "read/text/grid_int.h"

#define FIELDS_MAX PLUMB_GRID_FIELDS
#define HEAD_LINES_MAX 6
#define MIN_ROWS 3
#define LABEL_CHARS 30

struct spaced_row {
    struct plumb_grid_field fields[FIELDS_MAX];
    size_t count, numbers;
};

struct spaced_table {
    struct plumb_reader *reader;
    size_t head, from, to;   /* lines: heads [head, from), rows [from, to) */
    struct spaced_row names; /* the head line with most fields */
    size_t columns, half;    /* half: columns of one half, 0 when there are none */
    long last[2];            /* 行次 of the last row of each half */
};

static struct plumb_str field_text(const struct plumb_reader *reader,
                                   const struct plumb_grid_field *field)
{
    return plumb_str_sub(reader->document->source, field->from, field->to);
}

/* The line cut at white space; false when it is no row and no head of a table. */
static bool split(const struct plumb_reader *reader, size_t index, struct spaced_row *row)
{
    const struct plumb_line *line = &reader->lines[index];
    struct plumb_str source = reader->document->source;
    *row = (struct spaced_row){.count = 0};
    if (line->kind != PLUMB_LINE_TEXT || line->tab)
        return false;
    for (size_t at = line->from; at < line->to;) {
        size_t end = at;
        while (end < line->to && source.ptr[end] != ' ')
            end++;
        if (end > at) {
            struct plumb_grid_field field = {.from = at, .to = end};
            struct plumb_str text = field_text(reader, &field);
            field.number = plumb_text_is_number(text);
            if (row->count == FIELDS_MAX || plumb_text_chars(text, LABEL_CHARS + 1) > LABEL_CHARS ||
                (!field.number && (plumb_text_is_prose(text) || plumb_text_is_final(text))))
                return false;
            row->numbers += field.number;
            row->fields[row->count++] = field;
        }
        at = end + 1;
    }
    return row->count > 0;
}

static bool is_row(const struct spaced_row *row)
{
    return row->numbers > 0 && row->count > row->numbers && row->count >= 2;
}

/* ---- where the table is ------------------------------------------------------------------------ */

static bool find_table(struct spaced_table *t, size_t below_unit)
{
    struct spaced_row row;
    size_t count = t->reader->document->line_count, i = below_unit, rows = 0;
    t->head = below_unit;
    t->columns = 0;
    for (; i < count && i - below_unit < HEAD_LINES_MAX; i++) {
        if (!split(t->reader, i, &row) || row.numbers > 0)
            break;
        if (row.count >= t->columns) {
            t->names = row;
            t->columns = row.count;
        }
    }
    t->from = i;
    for (; i < count && split(t->reader, i, &row) && is_row(&row); i++)
        rows++;
    t->to = i;
    return rows >= MIN_ROWS && t->columns >= 2;
}

/* "项目 行次 金额 项目 行次 金额" is two tables side by side. */
static size_t half_of(const struct spaced_table *t)
{
    size_t half = t->columns / 2;
    if (t->columns % 2 || half < 2)
        return 0;
    for (size_t c = 0; c < half; c++)
        if (!plumb_str_equal(field_text(t->reader, &t->names.fields[c]),
                             field_text(t->reader, &t->names.fields[c + half])))
            return 0;
    return half;
}

/* ---- its cells ----------------------------------------------------------------------------------- */

/* One label with the numbers behind it: fields [from, to), of which [from, label_to) are the label. */
struct part {
    size_t from, label_to, to;
};

/* Parts of a row; codes in front of the first label are a part of their own without a label. */
static size_t parts_of(const struct spaced_row *row, struct part parts[FIELDS_MAX])
{
    size_t n = 0;
    for (size_t f = 0; f < row->count;) {
        struct part part = {.from = f, .label_to = f};
        while (part.label_to < row->count && !row->fields[part.label_to].number)
            part.label_to++;
        part.to = part.label_to;
        while (part.to < row->count && row->fields[part.to].number)
            part.to++;
        f = part.to;
        parts[n++] = part;
    }
    return n;
}

static bool put_cell(struct plumb_rows *rows, size_t line, const struct spaced_row *row,
                     size_t from, size_t to)
{
    return plumb_rows_cell(rows, line) &&
           (from == to ||
            plumb_rows_add(rows, row->fields[from].from, row->fields[to - 1].to, line));
}

static bool put_empty(struct plumb_rows *rows, size_t line, size_t count)
{
    while (count-- > 0)
        if (!plumb_rows_cell(rows, line))
            return false;
    return true;
}

/* The label in one cell, each number in one of its own. */
static bool put_part(struct plumb_rows *rows, size_t line, const struct spaced_row *row,
                     const struct part *part)
{
    if (part->label_to > part->from && !put_cell(rows, line, row, part->from, part->label_to))
        return false;
    for (size_t f = part->label_to; f < part->to; f++)
        if (!put_cell(rows, line, row, f, f + 1))
            return false;
    return true;
}

/* The row number printed behind a label, 0 when there is none. */
static long row_number(const struct spaced_table *t, const struct spaced_row *row,
                       const struct part *part)
{
    long n = 0;
    if (part->label_to >= part->to)
        return 0;
    struct plumb_str text = field_text(t->reader, &row->fields[part->label_to]);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || n > 9999)
            return 0;
        n = 10 * n + (text.ptr[i] - '0');
    }
    return n;
}

static long apart(long a, long b)
{
    return a > b ? a - b : b - a;
}

static bool put_halves(struct spaced_table *t, struct plumb_rows *rows, size_t line,
                       const struct spaced_row *row, const struct part *parts, size_t n)
{
    size_t place = 0;
    for (size_t k = 0; k < n && k < 2; k++) {
        long number = row_number(t, row, &parts[k]);
        size_t side = k;
        if (n == 1 && number > 0 && t->last[1] > 0)
            side = apart(number, t->last[1] + 1) < apart(number, t->last[0] + 1);
        if (number > 0)
            t->last[side] = number;
        if (!put_empty(rows, line, side * t->half > place ? side * t->half - place : 0) ||
            !put_part(rows, line, row, &parts[k]))
            return false;
        place =
            side * t->half + (parts[k].label_to > parts[k].from) + parts[k].to - parts[k].label_to;
    }
    return true;
}

/* "收入 支出" over six columns: each over as many. */
static bool put_head(const struct spaced_table *t, struct plumb_rows *rows, size_t line,
                     const struct spaced_row *row)
{
    size_t over =
        row->count < t->columns && t->columns % row->count == 0 ? t->columns / row->count : 1;
    for (size_t f = 0; f < row->count; f++)
        if (!put_cell(rows, line, row, f, f + 1) || !put_empty(rows, line, over - 1))
            return false;
    return true;
}

static bool emit(struct spaced_table *t)
{
    struct plumb_rows rows;
    struct spaced_row row;
    struct part parts[FIELDS_MAX];
    plumb_rows_start(&rows, t->reader);
    t->half = half_of(t);
    t->last[0] = t->last[1] = 0;
    for (size_t i = t->head; i < t->to; i++) {
        split(t->reader, i, &row);
        size_t n = parts_of(&row, parts);
        bool good = true;
        if (i < t->from)
            good = put_head(t, &rows, i, &row);
        else if (t->half && n <= 2)
            good = put_halves(t, &rows, i, &row, parts, n);
        else
            for (size_t k = 0; k < n && good; k++)
                good = put_part(&rows, i, &row, &parts[k]);
        if (!good || !plumb_rows_end_row(&rows))
            return false;
    }
    return plumb_rows_finish(&rows, t->head, t->to, t->half > 0) != NULL;
}

bool plumb_find_spaced_tables(struct plumb_reader *reader)
{
    for (size_t i = 0; i + 1 < reader->document->line_count; i++) {
        struct spaced_table t = {.reader = reader};
        if (reader->lines[i].kind != PLUMB_LINE_TEXT ||
            !plumb_grid_is_unit_line(plumb_reader_line(reader, i)) || !find_table(&t, i + 1))
            continue;
        if (!emit(&t))
            return false;
        i = t.to - 1;
    }
    return true;
}
