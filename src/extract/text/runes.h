/* A text as the lexer sees it: code points folded, white space taken out, each with its place. */
#ifndef PLUMB_RUNES_H
#define PLUMB_RUNES_H

#include "plumb/base.h"

enum plumb_gap {
    PLUMB_GAP_NONE,
    PLUMB_GAP_SPACE, /* one blank before the character */
    PLUMB_GAP_WIDE,  /* two or more: column space of a layout */
    PLUMB_GAP_LINE   /* a tab or a line end */
};

/* cp[0..count-1], one 0 behind the last, so that looking one ahead needs no check. */
struct plumb_runes {
    uint32_t *cp;
    uint32_t *at; /* byte offset in the text */
    uint8_t *len; /* bytes in the text */
    uint8_t *gap; /* enum plumb_gap before the character */
    size_t count, capacity;
    bool malformed;                       /* the text has bytes that are no UTF-8 */
    const struct plumb_unit_index *units; /* quantity.h; NULL: not made */
};

/* Folding: full-width ASCII and its small forms to ASCII, the many hyphens and minus signs (but not
 * the em dash) to '-', ≧ ≦ to ≥ ≤, frequent Traditional characters to Simplified; private-use characters (bullets of Word's symbol fonts) to U+FFFD,
 * so that they cannot be taken for place-holders. */
uint32_t plumb_rune_fold(uint32_t cp);
/* Fill `runes` (reused from text to text) from `text`; memory comes from `arena`. O(len). */
void plumb_runes_set(struct plumb_runes *runes, struct plumb_arena *arena, struct plumb_str text);

/* Is the NUL-terminated `word` at index i? Index of the character behind it, or PLUMB_NPOS. */
size_t plumb_runes_match(const struct plumb_runes *runes, size_t i, const uint32_t *word);
/* Does the text before index i end in `word`? Index of its first character, or PLUMB_NPOS. */
size_t plumb_runes_match_back(const struct plumb_runes *runes, size_t i, const uint32_t *word);
/* Is cp (not 0) one of the characters of `set`? */
bool plumb_rune_in(uint32_t cp, const uint32_t *set);

static inline uint32_t plumb_rune(const struct plumb_runes *runes, size_t i)
{
    return i < runes->count ? runes->cp[i] : 0;
}

static inline uint32_t plumb_rune_before(const struct plumb_runes *runes, size_t i)
{
    return i > 0 ? runes->cp[i - 1] : 0;
}

static inline bool plumb_rune_digit(uint32_t cp)
{
    return cp - '0' < 10u;
}

static inline bool plumb_rune_letter(uint32_t cp)
{
    return (cp | 32) - 'a' < 26u;
}

/* CJK ideographs, also the compatibility ones and 〇. */
static inline bool plumb_rune_han(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007 ||
           (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x323AF);
}

/* Bytes of the text covered by runes [from, to), to > from. */
static inline size_t plumb_runes_start(const struct plumb_runes *runes, size_t from)
{
    return runes->at[from];
}

static inline size_t plumb_runes_end(const struct plumb_runes *runes, size_t to)
{
    return to ? (size_t)runes->at[to - 1] + runes->len[to - 1] : 0;
}

#endif
