/* Tables made of tabs.
 *
 * Word saved as text gives one cell a line, each behind a tab; an empty line and a tab begin the
 * next row; paragraphs inside a cell stand without a tab, with empty lines between them:
 *
 *     \t年初          one cell, 年初预算数
 *     (empty)
 *     预算数
 *     \t决算数        the next cell of the row
 *     (empty)
 *     \t12.5          the first cell of the next row
 *
 * Whether a line without a tab continues the cell or ends the table is the one hard question; see
 * continuation_end. Spreadsheets saved as text give one row a line (tab separated values). */
#include "read/read_int.h"

#include <string.h>

static size_t count_tabs(const struct plumb_reader *reader, size_t index)
{
    const size_t *starts = reader->document->line_starts;
    const char *at = reader->document->source.ptr + starts[index];
    const char *end = reader->document->source.ptr + starts[index + 1];
    size_t count = 0;
    while (at < end && (at = memchr(at, '\t', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    return count;
}

/* Offset of the end of the line without newline, carriage return and form feed. */
static size_t line_end(const struct plumb_reader *reader, size_t index)
{
    struct plumb_str source = reader->document->source;
    size_t end = reader->document->line_starts[index + 1];
    while (end > reader->document->line_starts[index] &&
           (source.ptr[end - 1] == '\n' || source.ptr[end - 1] == '\r'))
        end--;
    return end;
}

static bool is_free(const struct plumb_reader *reader, size_t index)
{
    uint8_t kind = reader->lines[index].kind;
    return kind == PLUMB_LINE_TEXT || kind == PLUMB_LINE_BLANK;
}

/* A line of one-cell-a-line tables: begins with a tab. An empty cell is a blank line with a tab. */
static bool is_cell_line(const struct plumb_reader *reader, size_t index)
{
    return reader->lines[index].leading_tab && is_free(reader, index);
}

/* An empty line without a tab. */
static bool is_empty(const struct plumb_reader *reader, size_t index)
{
    uint8_t kind = reader->lines[index].kind;
    return (kind == PLUMB_LINE_BLANK && !reader->lines[index].leading_tab) ||
           kind == PLUMB_LINE_DROPPED;
}

/* Every tab begins a cell. */
static bool add_cell_line(struct plumb_rows *rows, size_t index)
{
    struct plumb_str source = rows->reader->document->source;
    size_t at = rows->reader->document->line_starts[index], end = line_end(rows->reader, index);
    while (at < end && source.ptr[at] == '\t') {
        size_t start = ++at;
        while (at < end && source.ptr[at] != '\t')
            at++;
        if (!plumb_rows_cell(rows, index) || !plumb_rows_add(rows, start, at, index))
            return false;
    }
    return true;
}

/* ---- does the text after a cell belong to it? ---- */

/* What is known of the open cell. */
struct open_cell {
    struct plumb_str text; /* its last line */
    size_t chars;          /* of all its lines, up to 99 */
    int style, number;     /* last list number in it; style 0: none */
};

static void cell_sees(struct open_cell *cell, struct plumb_str text)
{
    struct plumb_numbering numbering;
    cell->text = text;
    cell->chars += plumb_text_chars(text, 99);
    if (cell->chars > 99)
        cell->chars = 99;
    if (plumb_numbering_parse(text, &numbering)) {
        cell->style = numbering.style;
        cell->number = numbering.number;
    }
}

struct run {
    size_t start, end; /* lines of text without tab: [start, end) */
    size_t last;       /* last one that is not empty */
    bool before_cell;  /* a cell line follows */
    bool before_row;   /* a line that is a whole row of another table follows */
    bool parted;       /* by empty lines from that cell line */
};

/* At least one tab with text before it, or several tabs. */
static bool is_row_line(const struct plumb_reader *reader, size_t index)
{
    const struct plumb_line *line = &reader->lines[index];
    if (line->kind != PLUMB_LINE_TEXT || !line->tab)
        return false;
    size_t tabs = count_tabs(reader, index);
    return tabs >= 2 || !line->leading_tab;
}

/* The lines up to the next cell line, a row in one line, two empty lines, or the end. */
static struct run find_run(const struct plumb_reader *reader, size_t start)
{
    struct run run = {.start = start, .end = start, .last = start};
    size_t blanks = 0, i = start;
    for (; i < reader->document->line_count; i++) {
        if (is_cell_line(reader, i) || reader->lines[i].kind == PLUMB_LINE_TABLE)
            break;
        if (reader->lines[i].kind == PLUMB_LINE_DROPPED)
            continue;
        if (is_row_line(reader, i) && count_tabs(reader, i) >= 2) {
            run.before_row = true;
            break;
        }
        if (is_empty(reader, i)) {
            if (++blanks >= 2)
                break;
            continue;
        }
        run.last = i;
        run.end = i + 1;
        blanks = 0;
    }
    run.before_cell = i < reader->document->line_count && blanks < 2 && is_cell_line(reader, i);
    run.parted = blanks > 0;
    return run;
}

/* "二、" goes on in a cell that had 一、; else a heading ends the table. */
static bool is_heading_after(struct plumb_str first, const struct open_cell *cell,
                             const struct run *run, bool adjacent)
{
    struct plumb_numbering numbering;
    if (!plumb_numbering_parse(first, &numbering))
        return false;
    if (cell->style == numbering.style && numbering.number == cell->number + 1)
        return false;
    if (numbering.rank == 0)
        return true;
    if (numbering.number == 1 && plumb_text_is_final(cell->text))
        return false;
    /* A list cannot begin at 2: the cell lost its first number. */
    if (numbering.rank >= 3 && numbering.number > 1 && run->before_cell)
        return false;
    return numbering.rank <= 2 || !adjacent;
}

/* "……表" and "（2024年度）" right above the next table are its caption: where they begin, or the
 * end of the run. Short lines above them belong to it too, when they fill the run. */
static size_t caption_start(const struct plumb_reader *reader, const struct run *run)
{
    size_t start = run->end, lines = 0;
    bool all_short = true, open = true;
    if (!run->parted || !plumb_text_is_caption(plumb_reader_line(reader, run->last)))
        return run->end;
    for (size_t i = run->end; i-- > run->start && lines < 4;) {
        struct plumb_str text = plumb_reader_line(reader, i);
        if (reader->lines[i].kind != PLUMB_LINE_TEXT)
            continue;
        lines++;
        open = open && plumb_text_is_caption(text);
        start = open ? i : start;
        all_short = all_short && plumb_text_chars(text, 41) <= 40 && !plumb_text_is_prose(text) &&
                    !plumb_text_is_final(text);
        if (i == run->start && all_short)
            return i;
    }
    return start;
}

/* Lines from `start` (a text line without tab, `blanks` empty lines after the cell) that continue
 * the open cell: returns the line after them, or `start` when the table is at its end. */
static size_t continuation_end(const struct plumb_reader *reader, size_t start, size_t blanks,
                               const struct open_cell *cell)
{
    struct plumb_str first = plumb_reader_line(reader, start);
    if (blanks >= 2 || plumb_text_is_signoff(first))
        return start;
    struct run run = find_run(reader, start);
    if (is_heading_after(first, cell, &run, blanks == 0) || (blanks > 0 && run.before_row))
        return start;
    size_t chars = plumb_text_chars(first, 61);
    bool prose = chars > 30 && plumb_text_is_prose(first);
    /* Long text behind a short complete cell is the text after the table, unless the next cell of
     * the row follows at once. */
    bool cell_is_text = cell->chars > 15 || plumb_text_is_final(cell->text);
    bool inside = run.before_cell && !run.parted;
    if (blanks > 0 && prose && !cell_is_text && !inside)
        return start;
    if (!run.before_cell) {
        if (blanks > 0 && (prose || chars > 40 || cell->chars == 0))
            return start;
        /* Behind the last cell only what stands close to it. */
        size_t end = start + 1;
        while (end < run.end && !is_empty(reader, end))
            end++;
        return blanks > 0 ? run.end : end;
    }
    size_t caption = caption_start(reader, &run);
    return caption > start || blanks > 0 ? caption : run.end;
}

/* ---- one cell a line ---- */

/* The cell line, when the text that follows is the caption of another table, ends the table. */
static bool read_cells(struct plumb_reader *reader, size_t from, struct plumb_rows *rows,
                       size_t *to)
{
    struct open_cell cell = {.text = PLUMB_STR("")};
    size_t blanks = 0, i = from, count = reader->document->line_count;
    *to = from;
    while (i < count) {
        if (is_cell_line(reader, i)) {
            if (blanks > 0 && !plumb_rows_end_row(rows))
                return false;
            if (!add_cell_line(rows, i))
                return false;
            cell = (struct open_cell){.text = PLUMB_STR("")};
            if (reader->lines[i].kind == PLUMB_LINE_TEXT)
                cell_sees(&cell, plumb_reader_line(reader, i));
            blanks = 0;
            *to = ++i;
        } else if (is_empty(reader, i)) {
            blanks += reader->lines[i++].kind == PLUMB_LINE_BLANK;
        } else {
            size_t end = reader->lines[i].kind == PLUMB_LINE_TEXT
                             ? continuation_end(reader, i, blanks, &cell)
                             : i;
            if (end == i)
                break;
            for (; i < end; i++) {
                const struct plumb_line *line = &reader->lines[i];
                if (line->kind != PLUMB_LINE_TEXT)
                    continue;
                cell_sees(&cell, plumb_reader_line(reader, i));
                if (!plumb_rows_add(rows, line->from, line->to, i))
                    return false;
            }
            *to = i;
            blanks = 0;
        }
    }
    return true;
}

/* Paragraphs that are merely indented with a tab: no row has two cells, or all is long prose. */
static bool is_indented_prose(const struct plumb_rows *rows)
{
    size_t cells = 0, long_ones = 0, wide = 0;
    for (size_t r = 0; r < rows->row_count; r++) {
        wide += rows->rows[r].cell_count > 1;
        for (size_t c = 0; c < rows->rows[r].cell_count; c++) {
            struct plumb_str text = rows->rows[r].cells[c].text.str;
            cells++;
            long_ones += plumb_text_is_final(text) && plumb_text_is_prose(text) &&
                         plumb_text_chars(text, 21) > 20;
        }
    }
    return wide == 0 || long_ones * 5 >= cells * 4;
}

/* ---- one row a line ---- */

/* `open`: the row's first cell was begun on the lines above. */
static bool add_row_line(struct plumb_rows *rows, size_t index, bool open)
{
    struct plumb_str source = rows->reader->document->source;
    size_t at = rows->reader->document->line_starts[index], end = line_end(rows->reader, index);
    for (;;) {
        size_t start = at;
        while (at < end && source.ptr[at] != '\t')
            at++;
        if ((!open && !plumb_rows_cell(rows, index)) || !plumb_rows_add(rows, start, at, index))
            return false;
        open = false;
        if (at >= end)
            break;
        at++;
    }
    return plumb_rows_end_row(rows);
}

/* A label alone in the first column, between two rows. */
static bool is_lone_label(const struct plumb_reader *reader, size_t index)
{
    return index + 1 < reader->document->line_count &&
           reader->lines[index].kind == PLUMB_LINE_TEXT && !reader->lines[index].tab &&
           is_row_line(reader, index + 1) &&
           plumb_text_chars(plumb_reader_line(reader, index), 41) <= 40 &&
           !plumb_text_is_prose(plumb_reader_line(reader, index));
}

/* "产出指标⏎（50分）→数量指标→…": a label whose points stand on a line of their own inside its cell. The lines
 * from `index` on that belong to the first cell of the row behind them; 0 when they are no such label. */
static size_t broken_label(const struct plumb_reader *reader, size_t index)
{
    enum { LINES_MAX = 3, LABEL_MAX = 12 };
    for (size_t n = 0; n <= LINES_MAX && index + n < reader->document->line_count; n++) {
        const struct plumb_line *line = &reader->lines[index + n];
        struct plumb_str text = plumb_reader_line(reader, index + n);
        if (line->kind != PLUMB_LINE_TEXT || line->leading_tab)
            return 0;
        if (line->tab) {
            bool bracket =
                plumb_str_starts(text, PLUMB_STR("（")) || plumb_str_starts(text, PLUMB_STR("("));
            return bracket && is_row_line(reader, index + n) ? n : 0;
        }
        if (plumb_text_chars(text, LABEL_MAX + 1) > LABEL_MAX)
            return 0;
    }
    return 0;
}

static bool add_label_lines(struct plumb_rows *rows, size_t index, size_t count)
{
    if (!plumb_rows_cell(rows, index))
        return false;
    for (size_t i = index; i < index + count; i++) {
        const struct plumb_line *line = &rows->reader->lines[i];
        if (!plumb_rows_add(rows, line->from, line->to, i))
            return false;
    }
    return true;
}

/* The next line that is not empty is the cell of a table of one cell a line. */
static bool cells_follow(const struct plumb_reader *reader, size_t index)
{
    while (index < reader->document->line_count && is_empty(reader, index))
        index++;
    return index < reader->document->line_count && is_cell_line(reader, index) &&
           !is_row_line(reader, index);
}

static bool read_row_lines(struct plumb_reader *reader, size_t from, size_t *to)
{
    struct plumb_rows rows;
    plumb_rows_start(&rows, reader);
    size_t i = from, count = reader->document->line_count, filled = 0;
    *to = from;
    while (i < count) {
        if (reader->lines[i].kind == PLUMB_LINE_BLANK ||
            reader->lines[i].kind == PLUMB_LINE_DROPPED) {
            if (i + 1 >= count || !is_row_line(reader, i + 1))
                break;
            i++;
            continue;
        }
        bool row = is_row_line(reader, i) ||
                   (reader->lines[i].kind == PLUMB_LINE_TEXT && reader->lines[i].leading_tab);
        size_t label = row ? 0 : broken_label(reader, i);
        if (!row && !label && !is_lone_label(reader, i))
            break;
        if ((label && !add_label_lines(&rows, i, label)) ||
            !add_row_line(&rows, i + label, label > 0))
            return false;
        i += label + 1;
        *to = i;
    }
    for (size_t c = 0; rows.row_count == 1 && c < rows.rows[0].cell_count; c++)
        filled += rows.rows[0].cells[c].text.str.len > 0;
    if (rows.row_count < 2 && (filled < 2 || cells_follow(reader, *to)))
        return true; /* a tab in running text, or in the caption of a table of another layout */
    bool aligned = rows.row_count > 1;
    return plumb_rows_finish(&rows, from, *to, aligned) != NULL;
}

static bool read_cell_lines(struct plumb_reader *reader, size_t from, size_t *to)
{
    /* The search begins at a line with text; empty cells may come before it. */
    while (from > 0 && is_cell_line(reader, from - 1) &&
           reader->lines[from - 1].kind == PLUMB_LINE_BLANK)
        from--;
    struct plumb_rows rows;
    plumb_rows_start(&rows, reader);
    if (!read_cells(reader, from, &rows, to) || !plumb_rows_end_row(&rows))
        return false;
    if (is_indented_prose(&rows))
        return true;
    struct plumb_region *region = plumb_rows_finish(&rows, from, *to, false);
    if (region)
        region->flat = true;
    return region != NULL;
}

bool plumb_find_tab_tables(struct plumb_reader *reader)
{
    size_t count = reader->document->line_count;
    for (size_t i = 0; i < count;) {
        const struct plumb_line *line = &reader->lines[i];
        size_t to = i + 1;
        bool good = true;
        if (!line->tab || line->kind != PLUMB_LINE_TEXT) {
            i++;
            continue;
        }
        if (is_row_line(reader, i))
            good = read_row_lines(reader, i, &to);
        else if (is_cell_line(reader, i))
            good = read_cell_lines(reader, i, &to);
        if (!good)
            return false;
        i = to > i ? to : i + 1;
    }
    return true;
}
