/* What a page carries besides its text: page numbers, running heads, contents, pictures. Such lines
 * are dropped from the text, because they stand in the middle of sentences and their numbers are no
 * facts; each is noted. */
#include "read/read_int.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PAGE 10000u
/* A running head is the first or last line of at least this many pages. */
#define MIN_REPEATS 3

static bool is_candidate(const struct plumb_reader *reader, size_t index)
{
    const struct plumb_line *line = &reader->lines[index];
    return line->kind == PLUMB_LINE_TEXT && !line->tab &&
           reader->document->source.ptr[line->from] != '|';
}

static void drop(struct plumb_reader *reader, size_t index, const char *why)
{
    reader->lines[index].kind = PLUMB_LINE_DROPPED;
    plumb_reader_note(reader, index, why);
}

/* The number of a page-number line, 0 when it is none. *bare: nothing but digits, which may as
 * well be a value. */
static unsigned page_number(struct plumb_str text, bool *bare)
{
    unsigned value = 0;
    size_t digits = 0, runs = 0;
    bool marked = false, in_run = false, page_word = false;
    if (text.len > 40)
        return 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        bool digit = cp >= '0' && cp <= '9';
        if (digit && !in_run)
            runs++;
        if (digit && runs == 1) {
            value = value * 10 + (cp - '0');
            if (++digits > 4)
                return 0;
        }
        in_run = digit;
        page_word = page_word || cp == 0x9875; /* 页 */
        bool dash = cp == '-' || cp == 0x2014 || cp == 0x2013 || cp == 0x00B7 || cp == 0x2015;
        marked = marked || dash;
        if (!digit && !dash && cp != ' ' && cp != '/' && cp != 0x9875 && cp != 0x7B2C &&
            cp != 0x5171) /* 第 共 */
            return 0;
    }
    if (runs == 0 || runs > 2 || (runs == 2 && !page_word))
        return 0;
    /* "—3—" has a dash at both ends; "-3" is a negative number. */
    struct plumb_str last = plumb_str_sub(text, plumb_utf8_prev(text, text.len), text.len);
    bool closed = marked && !(last.len == 1 && last.ptr[0] >= '0' && last.ptr[0] <= '9');
    *bare = !page_word && !marked;
    return page_word || closed || *bare ? value : 0;
}

struct chain_link {
    size_t line, previous; /* previous: index of the link of the page before, or PLUMB_NPOS */
    unsigned number, length;
};

/* Bare numbers are page numbers where they count on, 1, 2, 3 …, with text between them: the
 * longest such chain. */
static void drop_bare_numbers(struct plumb_reader *reader, struct chain_link *links, size_t count)
{
    size_t *last_of = plumb_arena_array(reader->scratch, MAX_PAGE + 1, sizeof *last_of);
    for (size_t v = 0; v <= MAX_PAGE; v++)
        last_of[v] = PLUMB_NPOS;
    size_t best = PLUMB_NPOS;
    for (size_t i = 0; i < count; i++) {
        struct chain_link *link = &links[i];
        size_t before = last_of[link->number - 1];
        link->previous = PLUMB_NPOS;
        link->length = 1;
        if (before != PLUMB_NPOS && link->line - links[before].line >= 6) {
            link->previous = before;
            link->length = links[before].length + 1;
        }
        size_t rival = last_of[link->number];
        if (rival == PLUMB_NPOS || links[rival].length <= link->length)
            last_of[link->number] = i;
        if (best == PLUMB_NPOS || link->length > links[best].length)
            best = i;
    }
    if (best == PLUMB_NPOS || links[best].length < 2)
        return;
    for (size_t i = best; i != PLUMB_NPOS; i = links[i].previous)
        drop(reader, links[i].line, "page number left out");
}

/* A line that is nothing but a number, of a table printed one cell a line without tabs. */
static bool is_number_cell(const struct plumb_reader *reader, size_t index)
{
    return index < reader->document->line_count && reader->lines[index].kind == PLUMB_LINE_TEXT &&
           !reader->lines[index].tab && plumb_text_is_number(plumb_reader_line(reader, index));
}

/* "10", "9", "2" on lines of their own, one after the other, are points or amounts; a page number
 * stands alone. */
static bool is_among_numbers(const struct plumb_reader *reader, size_t index)
{
    size_t above = index;
    while (above > 0 && reader->lines[above - 1].kind == PLUMB_LINE_BLANK && index - above < 3)
        above--;
    return (above > 0 && is_number_cell(reader, above - 1)) ||
           is_number_cell(reader, plumb_lines_next(reader, index + 1, NULL));
}

static void drop_page_numbers(struct plumb_reader *reader)
{
    struct chain_link *links = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < reader->document->line_count; i++) {
        bool bare = false;
        if (!is_candidate(reader, i))
            continue;
        unsigned number = page_number(plumb_reader_line(reader, i), &bare);
        if (number == 0 || number > MAX_PAGE)
            continue;
        if (!bare) {
            drop(reader, i, "page number left out");
            continue;
        }
        if (is_among_numbers(reader, i))
            continue;
        struct chain_link *link = PLUMB_PUSH(reader->scratch, links, count, capacity);
        link->line = i;
        link->number = number;
    }
    drop_bare_numbers(reader, links, count);
}

struct edge {
    uint64_t hash;
    size_t line, page;
};

static int compare_edges(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

/* Hash of a line without its digits and spaces: a head may carry the page number. */
static uint64_t edge_hash(struct plumb_str text)
{
    char key[256];
    size_t len = 0;
    for (size_t i = 0; i < text.len && len < sizeof key; i++)
        if (text.ptr[i] != ' ' && (text.ptr[i] < '0' || text.ptr[i] > '9'))
            key[len++] = text.ptr[i];
    return plumb_hash64(key, len, 0);
}

static bool is_running_head(struct plumb_str text)
{
    size_t chars = plumb_text_chars(text, 61);
    return chars >= 4 && chars <= 60 && !plumb_str_has(text, "   ") && !plumb_text_is_number(text);
}

static void push_edge(struct plumb_reader *reader, struct edge **edges, size_t *count,
                      size_t *capacity, size_t line, size_t page)
{
    if (line >= reader->document->line_count || !is_candidate(reader, line) ||
        !is_running_head(plumb_reader_line(reader, line)))
        return;
    struct edge *edge = PLUMB_PUSH(reader->scratch, *edges, *count, *capacity);
    *edge = (struct edge){edge_hash(plumb_reader_line(reader, line)), line, page};
}

/* First and last lines of pages. Page borders are form feeds, else page-number lines. */
static struct edge *collect_edges(struct plumb_reader *reader, size_t *count)
{
    struct edge *edges = NULL;
    size_t capacity = 0, last_text = PLUMB_NPOS, page = 1;
    bool at_top = true;
    *count = 0;
    for (size_t i = 0; i < reader->document->line_count; i++) {
        const struct plumb_line *line = &reader->lines[i];
        bool border = reader->has_pages ? line->page > page : line->kind == PLUMB_LINE_DROPPED;
        if (border) {
            if (last_text != PLUMB_NPOS)
                push_edge(reader, &edges, count, &capacity, last_text, page);
            page = reader->has_pages ? line->page : page + 1;
            at_top = true;
        }
        if (line->kind != PLUMB_LINE_TEXT)
            continue;
        if (at_top && page > 1)
            push_edge(reader, &edges, count, &capacity, i, page);
        at_top = false;
        last_text = i;
    }
    return edges;
}

static void drop_running_heads(struct plumb_reader *reader)
{
    size_t count = 0;
    struct edge *edges = collect_edges(reader, &count);
    if (count == 0)
        return;
    size_t pages = edges[count - 1].page;
    qsort(edges, count, sizeof *edges, compare_edges);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && edges[end].hash == edges[i].hash)
            end++;
        if (end - i >= MIN_REPEATS && (end - i) * 2 >= pages)
            for (size_t k = i; k < end; k++)
                if (reader->lines[edges[k].line].kind == PLUMB_LINE_TEXT)
                    drop(reader, edges[k].line, "page head or foot left out");
        i = end;
    }
}

/* "一、基本情况.......... 3": dots that lead to a page number. */
static bool is_contents_entry(struct plumb_str text)
{
    if (text.len > 400)
        return false;
    size_t end = text.len;
    while (end > 0 &&
           ((text.ptr[end - 1] >= '0' && text.ptr[end - 1] <= '9') || text.ptr[end - 1] == ' '))
        end--;
    bool number = end < text.len;
    size_t dots = 0;
    while (end > 0) {
        size_t at = plumb_utf8_prev(text, end), next = at;
        uint32_t cp = plumb_utf8_decode(text, &next);
        if (cp == '.' || cp == 0x00B7 || cp == 0xFF0E)
            dots++;
        else if (cp == 0x2026)
            dots += 3;
        else if (cp != ' ')
            break;
        end = at;
    }
    return end > 0 && dots >= (number ? 4u : 12u);
}

static bool is_picture(struct plumb_str text)
{
    bool comment =
        plumb_str_starts(text, PLUMB_STR("<!--")) && plumb_str_ends(text, PLUMB_STR("-->"));
    bool image = plumb_str_starts(text, PLUMB_STR("![")) && plumb_str_ends(text, PLUMB_STR(")"));
    bool word = plumb_str_starts(text, PLUMB_STR("[image")) && plumb_str_ends(text, PLUMB_STR("]"));
    return comment || image || word;
}

void plumb_lines_drop_furniture(struct plumb_reader *reader)
{
    drop_page_numbers(reader);
    drop_running_heads(reader);
    for (size_t i = 0; i < reader->document->line_count; i++) {
        struct plumb_str text = plumb_reader_line(reader, i);
        if (!is_candidate(reader, i))
            continue;
        if (is_contents_entry(text))
            drop(reader, i, "entry of the table of contents left out");
        else if (is_picture(text))
            drop(reader, i, "picture or comment left out");
    }
}
