/* The columns and rows of a table kept apart by spaces.
 *
 * Lines with numbers shape the columns, page by page, because converters lay out every page anew.
 * Fields of the head join the column below them; one that has nothing below it is a column that
 * holds no value. A label broken over lines stands above and below its numbers:
 *
 *               社会保障和就
 *     208                        10.82
 *               业支出
 */
#include "read/text/grid_int.h"

#include <string.h>

#define MAX_POSITION 1024
#define MAX_COLUMNS 64
/* A head field this far from a column is a column of its own. */
#define HEAD_DISTANCE 3

struct grid_line {
    size_t index; /* line of the source */
    struct plumb_grid_field *fields;
    size_t count, gap; /* gap: empty lines above */
    bool number;       /* a number in a field of its own */
};

struct column {
    size_t start, end;
};

struct grid {
    struct plumb_reader *reader;
    struct grid_line *lines;
    size_t line_count;
    struct column columns[MAX_COLUMNS];
    size_t column_count, base_count; /* base: with values */
    size_t values_end;               /* where the last of them ends */
    size_t collisions;
    int measure;
    size_t heads; /* lines before the first one with a number */
    size_t least; /* fields of a line that shapes the columns */
};

/* Columns of the character cp in [from, to); for the frequent ones without asking. */
static size_t width_of(struct plumb_str source, uint32_t cp, size_t from, size_t to)
{
    if (cp >= ' ' && cp < 0x7F)
        return 1;
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return 2;
    int columns = plumb_utf8_width(plumb_str_sub(source, from, to));
    return columns > 0 ? (size_t)columns : 0;
}

size_t plumb_grid_split(const struct plumb_reader *reader, size_t index,
                        struct plumb_grid_field *fields)
{
    struct plumb_str source = reader->document->source;
    size_t at = reader->document->line_starts[index], end = reader->lines[index].to;
    size_t count = 0, gap = 2, chars = 0, width = 0;
    uint32_t last = 0;
    if (end - at > (size_t)4 * MAX_POSITION)
        return 0;
    while (at < end) {
        size_t start = at;
        uint32_t cp = plumb_utf8_decode(source, &at);
        bool space = cp == ' ' || cp == 0x3000 || cp == 0xA0 || cp == '\f';
        size_t wide = width_of(source, cp, start, at);
        /* Alone between columns, a character without width is no field: it has no extent. */
        if (wide == 0 && gap >= 2) {
            chars++;
            continue;
        }
        if (!space) {
            if (gap >= 2) {
                if (count == PLUMB_GRID_FIELDS)
                    return 0;
                fields[count++] = (struct plumb_grid_field){.from = start, .start = {width, chars}};
            }
            struct plumb_grid_field *field = &fields[count - 1];
            field->to = at;
            field->end[PLUMB_GRID_WIDTH] = width + wide;
            field->end[PLUMB_GRID_CHARS] = chars + 1;
        }
        /* "预算数（万元）　执行数": one wide space parts what a bracket, % or digit has closed; within
         * 合　计 it parts nothing */
        bool closed = last == ')' || last == 0xFF09 || last == '%' || (last >= '0' && last <= '9');
        gap = space ? gap + (cp == 0x3000 && gap == 0 && closed ? 2 : 1) : 0;
        last = space ? last : cp;
        chars++;
        width += wide;
    }
    for (size_t i = 0; i < count; i++)
        fields[i].number =
            plumb_text_is_number(plumb_str_sub(source, fields[i].from, fields[i].to));
    return width <= MAX_POSITION && chars <= MAX_POSITION ? count : 0;
}

/* ---- columns ---- */

static void collect_lines(struct grid *grid, size_t from, size_t to)
{
    struct plumb_reader *reader = grid->reader;
    size_t capacity = 0, gap = 0;
    for (size_t i = from; i < to; i++) {
        struct plumb_grid_field fields[PLUMB_GRID_FIELDS];
        if (reader->lines[i].kind != PLUMB_LINE_TEXT) {
            gap += reader->lines[i].kind == PLUMB_LINE_BLANK;
            continue;
        }
        struct grid_line *line =
            PLUMB_PUSH(reader->scratch, grid->lines, grid->line_count, capacity);
        line->index = i;
        line->gap = gap;
        line->count = plumb_grid_split(reader, i, fields);
        line->fields = plumb_arena_array(reader->scratch, line->count + 1, sizeof *line->fields);
        if (line->count)
            memcpy(line->fields, fields, line->count * sizeof *fields);
        for (size_t f = 0; f < line->count; f++)
            line->number = line->number || (line->count > 1 && fields[f].number);
        gap = 0;
    }
}

static struct column extent_of(const struct plumb_grid_field *field, int measure)
{
    return (struct column){field->start[measure], field->end[measure]};
}

static size_t distance(struct column a, struct column b)
{
    return a.end <= b.start ? b.start - a.end : b.end <= a.start ? a.start - b.end : 0;
}

static size_t overlap(struct column a, struct column b)
{
    size_t start = a.start > b.start ? a.start : b.start, end = a.end < b.end ? a.end : b.end;
    return end > start ? end - start : 0;
}

/* The column a field lies over most; the first of several that it spans; else the nearest. */
static size_t column_of(const struct grid *grid, const struct plumb_grid_field *field)
{
    struct column extent = extent_of(field, grid->measure);
    size_t best = 0, most = 0, nearest = SIZE_MAX;
    for (size_t c = 0; c < grid->column_count; c++) {
        struct column column = grid->columns[c];
        size_t middle = (column.start + column.end) / 2;
        size_t over = overlap(extent, column), d = distance(extent, column);
        bool spans = over > 0 && extent.start <= middle && middle < extent.end &&
                     extent.end > column.end + HEAD_DISTANCE;
        if (over > most || (over == 0 && most == 0 && d < nearest)) {
            best = c;
            most = over;
            nearest = d;
        }
        if (spans)
            return c;
    }
    return best;
}

/* Lines with numbers shape the columns; when one of them spans columns, as a row of totals does,
 * those with most of the fields do. Without numbers the line with the most heads shapes them. */
static bool shapes(const struct grid *grid, size_t index)
{
    const struct grid_line *line = &grid->lines[index];
    if (grid->heads < grid->line_count)
        return line->number && line->count >= grid->least;
    for (size_t i = 0; i < grid->line_count; i++)
        if (grid->lines[i].count > line->count ||
            (grid->lines[i].count == line->count && i < index))
            return false;
    return true;
}

/* Two fields in one column: of a shaping line, or two numbers of any line. */
static size_t count_collisions(const struct grid *grid)
{
    size_t collisions = 0;
    for (size_t i = 0; i < grid->line_count; i++)
        for (size_t f = 1; f < grid->lines[i].count && grid->lines[i].number; f++) {
            const struct plumb_grid_field *a = &grid->lines[i].fields[f - 1];
            const struct plumb_grid_field *b = &grid->lines[i].fields[f];
            if (shapes(grid, i) || (a->number && b->number))
                collisions += column_of(grid, a) == column_of(grid, b);
        }
    return collisions;
}

/* Positions that some field of a shaping line covers, as intervals; parted also where a field ends
 * and another begins, which none crosses. */
static void shape_columns(struct grid *grid, int measure, size_t least)
{
    bool covered[MAX_POSITION + 2] = {false}, crossed[MAX_POSITION + 2] = {false};
    grid->measure = measure;
    grid->least = least;
    grid->column_count = 0;
    for (size_t i = 0; i < grid->line_count; i++)
        for (size_t f = 0; f < grid->lines[i].count && shapes(grid, i); f++) {
            struct column extent = extent_of(&grid->lines[i].fields[f], measure);
            memset(&covered[extent.start], true, extent.end - extent.start);
            memset(&crossed[extent.start + 1], true, extent.end - extent.start - 1);
        }
    for (size_t p = 0; p <= MAX_POSITION && grid->column_count < MAX_COLUMNS; p++) {
        if (covered[p] && (p == 0 || !covered[p - 1] || !crossed[p]))
            grid->columns[grid->column_count++].start = p;
        if (covered[p])
            grid->columns[grid->column_count - 1].end = p + 1;
    }
    grid->collisions = count_collisions(grid);
}

static void insert_column(struct grid *grid, struct column extent)
{
    size_t at = 0;
    while (at < grid->column_count && grid->columns[at].start < extent.start)
        at++;
    if (grid->column_count == MAX_COLUMNS)
        return;
    memmove(&grid->columns[at + 1], &grid->columns[at],
            (grid->column_count - at) * sizeof *grid->columns);
    grid->columns[at] = extent;
    grid->column_count++;
}

/* A head above no number is a column that is empty in all rows; `inner`: also between two columns
 * of values. */
static void add_head_column(struct grid *grid, const struct plumb_grid_field *field, bool inner)
{
    struct column extent = extent_of(field, grid->measure);
    for (size_t c = 0; c < grid->column_count; c++)
        if (distance(extent, grid->columns[c]) < HEAD_DISTANCE)
            return;
    if (inner || extent.start > grid->values_end)
        insert_column(grid, extent);
}

/* Lines with many heads first: a head over several columns is written in a line with few, and
 * stands where none of them need be. */
static void add_head_columns(struct grid *grid, size_t heads)
{
    size_t most = 0;
    for (size_t i = 0; i < heads; i++)
        most = grid->lines[i].count > most ? grid->lines[i].count : most;
    for (size_t want = most; want > 1; want--)
        for (size_t i = 0; i < heads; i++)
            for (size_t f = 0; grid->lines[i].count == want && f < want; f++)
                add_head_column(grid, &grid->lines[i].fields[f], want * 2 > most);
}

static size_t first_number_line(const struct grid *grid)
{
    size_t i = 0;
    while (i < grid->line_count && !grid->lines[i].number)
        i++;
    return i;
}

/* Fewer collisions; then fewer columns, because under the wrong measure one column falls apart. */
static void try_shape(struct grid *grid, int measure, size_t least, struct grid *best)
{
    shape_columns(grid, measure, least);
    if (best->column_count == 0 || grid->collisions < best->collisions ||
        (grid->collisions == best->collisions && grid->column_count < best->column_count))
        *best = *grid;
}

static void find_columns(struct grid *grid)
{
    size_t most = 0;
    struct grid best = {.column_count = 0};
    grid->heads = first_number_line(grid);
    for (size_t i = grid->heads; i < grid->line_count; i++)
        most = grid->lines[i].count > most ? grid->lines[i].count : most;
    const size_t least[] = {0, (most + 1) / 2, (most * 3 + 3) / 4};
    for (size_t i = 0; i < 3 && (best.column_count == 0 || best.collisions > 0); i++) {
        try_shape(grid, PLUMB_GRID_WIDTH, least[i], &best);
        try_shape(grid, PLUMB_GRID_CHARS, least[i], &best);
    }
    *grid = best;
    grid->base_count = grid->column_count;
    grid->values_end = grid->column_count ? grid->columns[grid->column_count - 1].end : 0;
    if (grid->collisions == 0)
        add_head_columns(grid, grid->heads);
}

/* ---- rows ---- */

static struct plumb_str field_text(const struct grid *grid, const struct plumb_grid_field *field)
{
    return plumb_str_sub(grid->reader->document->source, field->from, field->to);
}

/* Words without a number or a list mark, that take less than half of the columns. */
static bool is_fragment(const struct grid *grid, size_t index)
{
    const struct grid_line *line = &grid->lines[index];
    struct plumb_numbering numbering;
    if (line->number || line->count == 0 || line->count * 2 > grid->column_count)
        return false;
    for (size_t f = 0; f < line->count; f++) {
        struct plumb_str text = field_text(grid, &line->fields[f]);
        if (line->fields[f].number || plumb_text_is_final(text) ||
            (plumb_numbering_parse(text, &numbering) && numbering.rank <= 2))
            return false;
    }
    return true;
}

static const struct plumb_grid_field *field_in(const struct grid *grid, size_t index, size_t column)
{
    const struct grid_line *line = &grid->lines[index];
    for (size_t f = 0; f < line->count; f++)
        if (column_of(grid, &line->fields[f]) == column)
            return &line->fields[f];
    return NULL;
}

/* Fragments right above line `index`, down from line `from`. */
static size_t count_above(const struct grid *grid, size_t from, size_t index)
{
    size_t count = 0;
    while (index > from && grid->lines[index].gap == 0 && is_fragment(grid, index - 1)) {
        count++;
        index--;
    }
    return count;
}

static size_t count_below(const struct grid *grid, size_t index, size_t most)
{
    size_t count = 0;
    while (count < most && index + 1 < grid->line_count && grid->lines[index + 1].gap == 0 &&
           is_fragment(grid, index + 1)) {
        count++;
        index++;
    }
    return count;
}

/* Every fragment goes into a column in which the line of numbers is empty; or into one whose text
 * is wrapped above and below at the width of the column. */
static bool completes(const struct grid *grid, size_t index, size_t above, size_t below)
{
    for (size_t i = index - above; i < index; i++)
        for (size_t f = 0; f < grid->lines[i].count; f++) {
            const struct plumb_grid_field *field = &grid->lines[i].fields[f];
            size_t column = column_of(grid, field);
            if (!field_in(grid, index, column))
                continue;
            struct column extent = extent_of(field, grid->measure);
            size_t width = grid->columns[column].end - grid->columns[column].start;
            if (below == 0 || (extent.end - extent.start) * 5 < width * 3)
                return false;
        }
    return true;
}

static bool add_row(struct plumb_rows *rows, const struct grid *grid, size_t from, size_t to,
                    size_t main_line)
{
    for (size_t c = 0; c < grid->column_count; c++) {
        if (!plumb_rows_cell(rows, grid->lines[main_line].index))
            return false;
        for (size_t i = from; i < to; i++)
            for (size_t f = 0; f < grid->lines[i].count; f++) {
                const struct plumb_grid_field *field = &grid->lines[i].fields[f];
                if (column_of(grid, field) == c &&
                    !plumb_rows_add(rows, field->from, field->to, grid->lines[i].index))
                    return false;
            }
    }
    return plumb_rows_end_row(rows);
}

static bool add_plain_row(struct plumb_rows *rows, const struct grid *grid, size_t index)
{
    const struct grid_line *line = &grid->lines[index];
    for (size_t f = 0; f < line->count; f++)
        if (!plumb_rows_cell(rows, line->index) ||
            !plumb_rows_add(rows, line->fields[f].from, line->fields[f].to, line->index))
            return false;
    return plumb_rows_end_row(rows);
}

/* Lines to rows; a label's lines above and below its numbers are one row with them. */
static bool add_rows(struct plumb_rows *rows, const struct grid *grid)
{
    size_t done = 0;
    for (size_t i = 0; i < grid->line_count; i++) {
        if (!grid->lines[i].number)
            continue;
        size_t above = count_above(grid, done, i), below = count_below(grid, i, above);
        if (above == 0 || !completes(grid, i, above, below))
            above = below = 0;
        for (; done < i - above; done++)
            if (!add_row(rows, grid, done, done + 1, done))
                return false;
        if (!add_row(rows, grid, i - above, i + below + 1, i))
            return false;
        done = i + below + 1;
        i += below;
    }
    for (; done < grid->line_count; done++)
        if (!add_row(rows, grid, done, done + 1, done))
            return false;
    return true;
}

static bool add_page(struct plumb_rows *rows, const struct grid *grid)
{
    if (grid->collisions == 0 && grid->column_count > 1)
        return add_rows(rows, grid);
    for (size_t i = 0; i < grid->line_count; i++)
        if (!add_plain_row(rows, grid, i))
            return false;
    return true;
}

/* ---- pages ---- */

static size_t page_end(const struct plumb_reader *reader, size_t from, size_t to)
{
    size_t i = from + 1;
    while (i < to && reader->lines[i].page == reader->lines[from].page)
        i++;
    return i;
}

/* Positions of another page mean nothing; but where the first page has values in all columns, as
 * many columns are the same columns. */
static bool goes_on(const struct grid *first, const struct grid *next)
{
    return first->collisions == 0 && next->collisions == 0 &&
           first->column_count == first->base_count && next->column_count == first->base_count;
}

static bool finish(struct plumb_rows *rows, const struct grid *grid, size_t from, size_t to)
{
    bool aligned = grid->collisions == 0 && grid->column_count > 1;
    return plumb_rows_finish(rows, from, to, aligned) != NULL;
}

static void start_grid(struct grid *grid, struct plumb_reader *reader, size_t from, size_t to)
{
    *grid = (struct grid){.reader = reader};
    collect_lines(grid, from, to);
    if (grid->line_count > 0)
        find_columns(grid);
}

/* Pages that share their positions are one grid. */
static bool read_as_one(struct plumb_reader *reader, size_t from, size_t to, bool *done)
{
    struct grid *grid = plumb_arena_alloc(reader->scratch, sizeof *grid);
    struct plumb_rows rows;
    start_grid(grid, reader, from, to);
    *done = grid->collisions == 0 && grid->column_count > 1;
    if (!*done)
        return true;
    plumb_rows_start(&rows, reader);
    return add_page(&rows, grid) && finish(&rows, grid, from, to);
}

bool plumb_grid_read(struct plumb_reader *reader, size_t from, size_t to)
{
    bool done = false;
    bool shared = reader->shared_places || page_end(reader, from, to) == to;
    if (shared && (!read_as_one(reader, from, to, &done) || done))
        return done;
    struct grid *first = plumb_arena_alloc(reader->scratch, sizeof *first);
    struct grid *next = plumb_arena_alloc(reader->scratch, sizeof *next);
    struct plumb_rows rows;
    size_t start = from;
    while (from < to) {
        size_t end = page_end(reader, from, to);
        start_grid(next, reader, from, end);
        if (next->line_count == 0) {
            from = end;
            continue;
        }
        if (first->line_count == 0 || !goes_on(first, next)) {
            if (first->line_count > 0 && !finish(&rows, first, start, from))
                return false;
            *first = *next;
            start = from;
            plumb_rows_start(&rows, reader);
        }
        if (!add_page(&rows, next))
            return false;
        from = end;
    }
    return first->line_count == 0 || finish(&rows, first, start, to);
}
