#include "analysis/across/fingerprint.h"

#include <stdlib.h>
#include <string.h>

enum { SENTENCE_LEAST = 16 };

struct prints {
    struct plumb_fingerprint *items;
    size_t count, capacity;
    struct plumb_arena *arena;
    char *bare; /* of the longest text */
};

static bool ends_sentence(uint32_t cp)
{
    return cp == 0x3002 || cp == 0xFF1B || cp == 0xFF01 || cp == 0xFF1F || cp == ';' || cp == '!';
}

struct plumb_str plumb_sentence_body(struct plumb_str text)
{
    static const char *const words[] = {"年度", "年",   "全年", "本年度",
                                        "本年", "今年", "当年", "年内"};
    size_t digits = 0, longest = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    if (digits != 0 && digits != 4)
        return text;
    struct plumb_str rest = plumb_str_sub(text, digits, text.len);
    /* the first two stand behind a number, the others by themselves */
    for (size_t i = digits ? 0 : 2; i < (digits ? 2 : PLUMB_COUNT(words)); i++)
        if (plumb_str_starts(rest, plumb_str_from(words[i])) && strlen(words[i]) > longest)
            longest = strlen(words[i]);
    return longest ? plumb_str_sub(rest, longest, rest.len) : text;
}

/* The sentence without spaces and digits: a copied sentence with new numbers is a copy too. */
static uint64_t sentence_hash(char *bare, struct plumb_str text, size_t *length)
{
    size_t n = 0;
    *length = 0;
    text = plumb_sentence_body(text);
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        if (cp <= ' ' || cp == '.' || cp == ',' || (cp >= '0' && cp <= '9'))
            continue;
        n += plumb_utf8_encode(cp, bare + n);
        (*length)++;
    }
    return plumb_hash64(bare, n, 1);
}

static void add_sentence(struct prints *p, const struct plumb_text *text, size_t from, size_t to)
{
    struct plumb_str piece = plumb_str_trim(plumb_str_sub(text->str, from, to));
    size_t length = 0;
    uint64_t hash = sentence_hash(p->bare, piece, &length);
    if (length < SENTENCE_LEAST)
        return;
    *PLUMB_PUSH(p->arena, p->items, p->count, p->capacity) =
        (struct plumb_fingerprint){hash, piece, plumb_text_line(text, from), length};
}

static void cut_sentences(struct prints *p, const struct plumb_text *text)
{
    size_t from = 0;
    for (size_t at = 0; at < text->str.len;) {
        uint32_t cp = plumb_utf8_decode(text->str, &at);
        if (ends_sentence(cp)) {
            add_sentence(p, text, from, at);
            from = at;
        }
    }
    if (from < text->str.len)
        add_sentence(p, text, from, text->str.len);
}

static int by_hash(const void *a, const void *b)
{
    const struct plumb_fingerprint *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

struct plumb_fingerprint *plumb_document_fingerprints(const struct plumb_document *document,
                                                      struct plumb_arena *arena, size_t *count)
{
    struct prints p = {.arena = arena};
    size_t longest = 0, kept = 0;
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].text.str.len > longest)
            longest = document->blocks[i].text.str.len;
    /* folding never lengthens a character beyond four bytes, and most take three already */
    p.bare = plumb_arena_array(arena, longest + 1, 4);
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].kind != PLUMB_BLOCK_TABLE)
            cut_sentences(&p, &document->blocks[i].text);
    if (p.count)
        qsort(p.items, p.count, sizeof *p.items, by_hash);
    for (size_t i = 0; i < p.count; i++)
        if (!kept || p.items[kept - 1].hash != p.items[i].hash)
            p.items[kept++] = p.items[i];
    *count = kept;
    return p.items;
}
