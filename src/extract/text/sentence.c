/* Passes 1 and 3: cutting texts into sentences, and sentences into templates. */
#include "extract/extract_int.h"
#include "extract/text/runes.h"

#include <string.h>

/* A mark inside brackets or quotes that close within this many bytes is no sentence end. */
#define BRACKET_REACH 3000
#define QUOTE_REACH 400
/* Longer sentences are cut, so that their facts fit the place-holders (U+E000..U+F8FF) even when
 * every second byte is a number, and patterns stay fast. */
#define SENTENCE_LIMIT 8000
#define NESTING_LIMIT 24

struct bracket {
    uint32_t closer;
    size_t at;     /* byte offset of the opener */
    size_t breaks; /* number of breaks found before it */
};

struct cutter {
    struct plumb_extract_work *work;
    struct plumb_str text;
    size_t *breaks; /* offsets behind an end mark */
    size_t count, capacity;
    struct bracket open[NESTING_LIMIT];
    size_t depth;
};

static uint32_t closer_of(uint32_t cp)
{
    static const uint32_t pairs[][2] = {
        {'(', ')'},       {0xFF08, 0xFF09}, {0x3010, 0x3011}, {'[', ']'},       {0x3014, 0x3015},
        {0x300A, 0x300B}, {0x201C, 0x201D}, {0x300C, 0x300D}, {0x300E, 0x300F},
    };
    for (size_t i = 0; i < PLUMB_COUNT(pairs); i++)
        if (pairs[i][0] == cp)
            return pairs[i][1];
    return 0;
}

static bool is_closer(uint32_t cp)
{
    return cp == ')' || cp == ']' || cp == 0xFF09 || cp == 0x3011 || cp == 0x3015 || cp == 0x300B ||
           cp == 0x201D || cp == 0x300D || cp == 0x300F;
}

/* Mixed brackets such as "（1)" are common: round ones close each other. */
static bool closes(uint32_t closer, uint32_t cp)
{
    return closer == cp || (closer == 0xFF09 && cp == ')') || (closer == ')' && cp == 0xFF09);
}

static bool is_end_mark(uint32_t cp)
{
    return cp == 0x3002 || cp == 0xFF1B || cp == ';' || cp == 0xFF01 || cp == 0xFF1F || cp == '!' ||
           cp == '?';
}

static void push_break(struct cutter *cutter, size_t at)
{
    size_t *slot = PLUMB_PUSH(cutter->work->arena, cutter->breaks, cutter->count, cutter->capacity);
    *slot = at;
}

/* `at` is the closing character, `next` the byte behind it. */
static void close_bracket(struct cutter *cutter, uint32_t cp, size_t at, size_t next)
{
    size_t i = cutter->depth;
    while (i > 0 && !closes(cutter->open[i - 1].closer, cp))
        i--;
    if (i == 0)
        return;
    const struct bracket *open = &cutter->open[i - 1];
    bool quote = cp == 0x201D;
    bool ended = cutter->count > open->breaks && cutter->breaks[cutter->count - 1] == at;
    if (at - open->at <= (quote ? QUOTE_REACH : BRACKET_REACH)) {
        cutter->count = open->breaks;
        if (quote && ended)
            push_break(cutter, next); /* “……。” ends the sentence that quotes it */
    }
    cutter->depth = i - 1;
}

static void find_breaks(struct cutter *cutter)
{
    struct plumb_str text = cutter->text;
    cutter->count = 0;
    cutter->depth = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        unsigned char lead = (unsigned char)text.ptr[at];
        /* Ideographs begin with E4..E9: none of them matters here. */
        if (lead >= 0xE4 && lead <= 0xE9 && at + 3 <= text.len) {
            at += 3;
            continue;
        }
        uint32_t cp = plumb_utf8_decode(text, &at), closer = closer_of(cp);
        if (is_end_mark(cp)) {
            push_break(cutter, at);
        } else if (closer) {
            if (cutter->depth < NESTING_LIMIT)
                cutter->open[cutter->depth++] = (struct bracket){closer, start, cutter->count};
        } else if (is_closer(cp)) {
            close_bracket(cutter, cp, start, at);
        }
    }
}

static void push_sentence(struct cutter *cutter, const struct plumb_sentence *place, size_t from,
                          size_t to)
{
    struct plumb_extract_work *work = cutter->work;
    struct plumb_str text = plumb_str_trim(plumb_str_sub(cutter->text, from, to));
    if (text.len == 0)
        return;
    struct plumb_sentence *sentence =
        PLUMB_PUSH(work->arena, work->sentences, work->sentence_count, work->sentence_capacity);
    *sentence = *place;
    sentence->id = work->sentence_count - 1;
    sentence->from = (size_t)(text.ptr - cutter->text.ptr);
    sentence->to = sentence->from + text.len;
    sentence->text = text;
    sentence->template = PLUMB_STR("");
}

/* Where to cut an over-long piece that starts at `from`: behind the last clause mark in reach. */
static size_t forced_break(struct plumb_str text, size_t from)
{
    size_t limit = from + SENTENCE_LIMIT, cut = 0;
    for (size_t at = limit; at > from + SENTENCE_LIMIT / 2 && !cut; at--) {
        bool full_comma = at >= from + 3 && memcmp(text.ptr + at - 3, "，", 3) == 0;
        if (full_comma || text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\n')
            cut = at;
    }
    return cut ? cut : plumb_utf8_prev(text, limit);
}

static void cut_text(struct cutter *cutter, struct plumb_str text,
                     const struct plumb_sentence *place)
{
    if (text.len == 0)
        return;
    cutter->text = text;
    find_breaks(cutter);
    size_t from = 0;
    for (size_t i = 0; i <= cutter->count; i++) {
        size_t to = i < cutter->count ? cutter->breaks[i] : text.len;
        while (to - from > SENTENCE_LIMIT) {
            size_t cut = forced_break(text, from);
            push_sentence(cutter, place, from, cut);
            from = cut;
        }
        push_sentence(cutter, place, from, to);
        from = to;
    }
}

/* Room for a sentence a cell: what grows by doubling leaves as much behind. */
static void reserve(struct plumb_extract_work *work)
{
    const struct plumb_document *document = work->document;
    size_t cells = 0;
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        for (size_t r = 0; block->kind == PLUMB_BLOCK_TABLE && r < block->table.row_count; r++)
            cells += block->table.rows[r].cell_count;
    }
    work->sentence_capacity = cells + 4 * document->block_count + 1;
    work->sentences =
        plumb_arena_array(work->arena, work->sentence_capacity, sizeof *work->sentences);
}

void plumb_pass_sentences(struct plumb_extract_work *work)
{
    struct cutter cutter = {.work = work};
    const struct plumb_document *document = work->document;
    reserve(work);
    for (size_t b = 0; b < document->block_count; b++) {
        const struct plumb_block *block = &document->blocks[b];
        struct plumb_sentence place = {.block = b, .row = PLUMB_NPOS, .column = PLUMB_NPOS};
        if (block->kind != PLUMB_BLOCK_TABLE) {
            cut_text(&cutter, block->text.str, &place);
            continue;
        }
        for (size_t r = 0; r < block->table.row_count; r++) {
            const struct plumb_row *row = &block->table.rows[r];
            for (size_t c = 0; c < row->cell_count; c++) {
                place.row = r;
                place.column = c;
                cut_text(&cutter, row->cells[c].text.str, &place);
            }
        }
    }
}

/* ---- templates ---- */

struct writer {
    char *text;
    uint32_t *source;
    size_t len;
};

static void put(struct writer *writer, uint32_t cp, size_t source)
{
    char bytes[4];
    char *to = writer->text + writer->len;
    uint32_t *from = writer->source + writer->len;
    if (cp >= 0x800 && cp < 0xD800) { /* nearly all of them */
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        to[2] = (char)(0x80 | (cp & 0x3F));
        from[0] = from[1] = from[2] = (uint32_t)source;
        writer->len += 3;
        return;
    }
    size_t n = plumb_utf8_encode(cp, bytes);
    memcpy(to, bytes, n);
    for (size_t i = 0; i < n; i++)
        from[i] = (uint32_t)source;
    writer->len += n;
}

void plumb_sentence_template(struct plumb_extract_work *work, struct plumb_sentence *sentence)
{
    const struct plumb_runes *runes = work->runes;
    /* Folding never lengthens; a place-holder is at most 2 bytes longer than the digit it hides; a
     * bad byte becomes U+FFFD. */
    size_t room = sentence->text.len * 3 + 1;
    if (runes->count > 0 && !runes->malformed)
        room = sentence->text.len + sentence->fact_count * 3 + 1;
    struct writer writer = {.len = 0};
    writer.text = plumb_arena_alloc(work->arena, room);
    writer.source = plumb_arena_array(work->arena, room, sizeof *writer.source);
    size_t fact = 0;
    for (size_t i = 0; i < runes->count;) {
        const struct plumb_span *span = NULL;
        size_t at = sentence->from + runes->at[i];
        while (fact < sentence->fact_count) {
            size_t id = sentence->first_fact + fact;
            if (work->facts[id].kind != PLUMB_FACT_NOT && work->spans[id].to > at) {
                span = &work->spans[id];
                break;
            }
            fact++;
        }
        if (!span || span->from > at) {
            put(&writer, runes->cp[i], runes->at[i]);
            i++;
            continue;
        }
        put(&writer, 0xE000u + (uint32_t)fact, runes->at[i]);
        while (i < runes->count && sentence->from + runes->at[i] < span->to)
            i++;
    }
    writer.source[writer.len] = (uint32_t)sentence->text.len;
    sentence->template = (struct plumb_str){writer.text, writer.len};
    sentence->template_source = writer.source;
}
