/* Texts put together from segments of the source, every byte traceable to its line. */
#include "read/read_int.h"

#include <string.h>

static bool is_latin(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp < 0x250);
}

static uint32_t last_char(struct plumb_str s)
{
    size_t at = plumb_utf8_prev(s, s.len);
    return s.len ? plumb_utf8_decode(s, &at) : 0;
}

static uint32_t first_char(struct plumb_str s)
{
    size_t at = 0;
    return s.len ? plumb_utf8_decode(s, &at) : 0;
}

/* Chinese is joined without a space; Latin words need one, and so does a number of a list behind
 * a line without a full stop, which would else grow into the number before it. */
static bool needs_space(struct plumb_str before, struct plumb_str after)
{
    uint32_t a = last_char(before), b = first_char(after);
    if (is_latin(b) && (is_latin(a) || a == ',' || a == '.' || a == ';' || a == ':'))
        return true;
    struct plumb_numbering numbering;
    return plumb_numbering_parse(after, &numbering) && !plumb_text_is_final(before);
}

void plumb_segments_add(const struct plumb_reader *reader, struct plumb_segments *segments,
                        size_t from, size_t to, size_t line)
{
    struct plumb_str source = reader->document->source;
    struct plumb_str text = plumb_str_trim(plumb_str_sub(source, from, to));
    if (text.len == 0)
        return;
    struct plumb_segment *last = segments->count ? &segments->items[segments->count - 1] : NULL;
    bool space = last && needs_space(plumb_str_sub(source, last->from, last->to), text);
    struct plumb_segment *segment =
        PLUMB_PUSH(segments->scratch, segments->items, segments->count, segments->capacity);
    segment->from = (size_t)(text.ptr - source.ptr);
    segment->to = segment->from + text.len;
    segment->line = line;
    segment->space = space;
}

struct plumb_text plumb_segments_text(struct plumb_reader *reader,
                                      const struct plumb_segments *segments)
{
    struct plumb_text text = {PLUMB_STR(""), NULL, 0};
    if (segments->count == 0)
        return text;
    struct plumb_str source = reader->document->source;
    struct plumb_piece *pieces = plumb_arena_array(reader->arena, segments->count, sizeof *pieces);
    size_t len = 0;
    for (size_t i = 0; i < segments->count; i++) {
        const struct plumb_segment *segment = &segments->items[i];
        len += segment->space;
        pieces[i] = (struct plumb_piece){len, segment->line + 1, segment->from};
        len += segment->to - segment->from;
    }
    text.pieces = pieces;
    text.piece_count = segments->count;
    if (segments->count == 1) {
        text.str = plumb_str_sub(source, segments->items[0].from, segments->items[0].to);
        return text;
    }
    char *bytes = plumb_arena_alloc(reader->arena, len + 1), *out = bytes;
    for (size_t i = 0; i < segments->count; i++) {
        const struct plumb_segment *segment = &segments->items[i];
        if (segment->space)
            *out++ = ' ';
        memcpy(out, source.ptr + segment->from, segment->to - segment->from);
        out += segment->to - segment->from;
    }
    text.str = (struct plumb_str){bytes, len};
    return text;
}

struct plumb_text plumb_text_slice(struct plumb_arena *arena, const struct plumb_text *text,
                                   size_t from, size_t to)
{
    struct plumb_text out = {plumb_str_sub(text->str, from, to), NULL, 0};
    if (out.str.len == 0 || text->piece_count == 0)
        return out;
    size_t first = 0, last = 0;
    for (size_t i = 0; i < text->piece_count; i++) {
        if (text->pieces[i].offset <= from)
            first = i;
        if (text->pieces[i].offset < to)
            last = i;
    }
    if (last < first)
        last = first;
    struct plumb_piece *pieces = plumb_arena_array(arena, last - first + 1, sizeof *pieces);
    for (size_t i = first; i <= last; i++) {
        struct plumb_piece piece = text->pieces[i];
        if (piece.offset < from) {
            piece.source_offset += from - piece.offset;
            piece.offset = from;
        }
        piece.offset -= from;
        pieces[i - first] = piece;
    }
    out.pieces = pieces;
    out.piece_count = last - first + 1;
    return out;
}

struct plumb_text plumb_text_join(struct plumb_arena *arena, const struct plumb_text *a,
                                  const struct plumb_text *b)
{
    if (a->str.len == 0 || b->str.len == 0)
        return a->str.len ? *a : *b;
    size_t count = a->piece_count + b->piece_count;
    struct plumb_piece *pieces = plumb_arena_array(arena, count + 1, sizeof *pieces);
    for (size_t i = 0; i < a->piece_count; i++)
        pieces[i] = a->pieces[i];
    for (size_t i = 0; i < b->piece_count; i++) {
        pieces[a->piece_count + i] = b->pieces[i];
        pieces[a->piece_count + i].offset += a->str.len;
    }
    char *bytes = plumb_arena_alloc(arena, a->str.len + b->str.len + 1);
    memcpy(bytes, a->str.ptr, a->str.len);
    memcpy(bytes + a->str.len, b->str.ptr, b->str.len);
    return (struct plumb_text){{bytes, a->str.len + b->str.len}, pieces, count};
}
