/* The source cut into lines, and what is known of a line before it is understood. */
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>

/* Reports have thousands of lines; this bounds the memory a file of empty lines can take. */
#define MAX_LINES ((size_t)4000000)
/* Widths are only compared with page widths. */
#define WIDTH_BYTES ((size_t)4096)

struct plumb_str plumb_reader_line(const struct plumb_reader *reader, size_t index)
{
    const struct plumb_line *line = &reader->lines[index];
    return plumb_str_sub(reader->document->source, line->from, line->to);
}

void plumb_reader_note(struct plumb_reader *reader, size_t index, const char *message)
{
    struct plumb_note *note =
        PLUMB_PUSH(reader->arena, reader->notes, reader->note_count, reader->note_capacity);
    note->line = index + 1;
    note->message = message;
}

size_t plumb_lines_next(const struct plumb_reader *reader, size_t index, size_t *blanks)
{
    size_t passed = 0;
    while (index < reader->document->line_count) {
        uint8_t kind = reader->lines[index].kind;
        if (kind != PLUMB_LINE_BLANK && kind != PLUMB_LINE_DROPPED)
            break;
        passed += kind == PLUMB_LINE_BLANK;
        index++;
    }
    if (blanks)
        *blanks = passed;
    return index;
}

static size_t count_lines(struct plumb_str source)
{
    size_t count = 0;
    for (size_t at = 0; at < source.len; count++) {
        const char *end = memchr(source.ptr + at, '\n', source.len - at);
        at = end ? (size_t)(end - source.ptr) + 1 : source.len;
    }
    return count;
}

static void measure_line(struct plumb_reader *reader, struct plumb_line *line, size_t from,
                         size_t to, uint32_t *page)
{
    struct plumb_str source = reader->document->source;
    struct plumb_str raw = plumb_str_sub(source, from, to);
    for (size_t i = 0; i < raw.len && raw.ptr[i] == '\f'; i++) {
        reader->has_pages = true;
        ++*page;
    }
    struct plumb_str text = plumb_str_trim(raw);
    line->from = text.len ? (size_t)(text.ptr - source.ptr) : from;
    line->to = line->from + text.len;
    line->page = *page;
    line->kind = text.len ? PLUMB_LINE_TEXT : PLUMB_LINE_BLANK;
    line->leading_tab = raw.len > 0 && raw.ptr[0] == '\t';
    line->tab = raw.len > 0 && memchr(raw.ptr, '\t', raw.len) != NULL;
    int width = plumb_utf8_width(plumb_str_sub(text, 0, WIDTH_BYTES));
    line->width = width < 0 ? 0 : (uint32_t)width;
    struct plumb_str margin = plumb_str_sub(raw, 0, line->from - from);
    int indent = plumb_utf8_width(plumb_str_sub(margin, 0, WIDTH_BYTES));
    line->indent = indent < 0 ? 0 : indent > 1000 ? 1000 : (uint16_t)indent;
}

enum plumb_status plumb_lines_index(struct plumb_reader *reader)
{
    struct plumb_document *document = reader->document;
    struct plumb_str source = document->source;
    size_t count = count_lines(source);
    if (count > MAX_LINES)
        return plumb_fail_at(reader->error, PLUMB_E_LIMIT, reader->path, MAX_LINES, 0,
                             "\"%s\" has %zu lines, more than the %zu a report may have; if it is "
                             "a data table, save it as CSV.",
                             reader->path, count, MAX_LINES);
    size_t *starts = plumb_arena_array(reader->arena, count + 1, sizeof *starts);
    reader->lines = plumb_arena_array(reader->scratch, count + 1, sizeof *reader->lines);
    uint32_t page = 1;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const char *end = memchr(source.ptr + at, '\n', source.len - at);
        size_t to = end ? (size_t)(end - source.ptr) : source.len;
        starts[i] = at;
        measure_line(reader, &reader->lines[i], at, to, &page);
        at = to + 1;
    }
    starts[count] = source.len;
    document->line_starts = starts;
    document->line_count = count;
    return PLUMB_OK;
}

static int compare_widths(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The most common indent of full lines: most lines of a wrapped paragraph are not its first. */
static uint16_t usual_margin(const struct plumb_reader *reader)
{
    size_t counts[64] = {0};
    uint16_t best = 0;
    for (size_t i = 0; i < reader->document->line_count; i++) {
        const struct plumb_line *line = &reader->lines[i];
        if (line->kind == PLUMB_LINE_TEXT && line->indent < 64 &&
            (line->width + line->indent) * 100u >= reader->full_width * 88u)
            counts[line->indent]++;
    }
    for (uint16_t i = 1; i < 64; i++)
        if (counts[i] > counts[best])
            best = i;
    return best;
}

/* Text taken from pages has its lines broken at one width: most lines that end in the middle of a
 * sentence are then within a tenth of the same width. Text with a line a paragraph has no such
 * width. */
void plumb_lines_measure(struct plumb_reader *reader)
{
    size_t count = reader->document->line_count, n = 0;
    uint32_t *widths = plumb_arena_array(reader->scratch, count + 1, sizeof *widths);
    for (size_t i = 0; i < count; i++) {
        const struct plumb_line *line = &reader->lines[i];
        if (line->kind == PLUMB_LINE_TEXT && line->width >= 30 &&
            !plumb_text_is_final(plumb_reader_line(reader, i)))
            widths[n++] = line->width + (line->indent <= 8 ? line->indent : 0u);
    }
    if (n < 3)
        return;
    qsort(widths, n, sizeof *widths, compare_widths);
    uint32_t median = widths[n / 2];
    size_t near = 0;
    for (size_t i = 0; i < n; i++)
        near += widths[i] * 10 >= median * 9 && widths[i] * 10 <= median * 11;
    reader->wrapped = near * 5 >= n * 3;
    reader->full_width = reader->wrapped ? median : 0;
    if (reader->wrapped)
        reader->margin = usual_margin(reader);
}
