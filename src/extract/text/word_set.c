/* Words in texts: lists asked about one text, sets asked about many. */
#include "extract/text/word_set.h"

#include "base/lanes.h"

#include <string.h>

#define FEW_WORDS 4   /* for so few a gist does not pay */
#define LONG_TEXT 600 /* in longer texts most characters occur anyway */

struct plumb_gist plumb_gist_of(struct plumb_str s)
{
    struct plumb_gist gist = {{0}};
    for (size_t at = 0; at < s.len;) {
        unsigned char lead = (unsigned char)s.ptr[at];
        if (lead - 0xE4u < 6 && s.len - at >= 3 && ((unsigned char)s.ptr[at + 1] & 0xC0) == 0x80) {
            /* the same bit, with fewer steps */
            gist.bits[(unsigned char)s.ptr[at + 1] & 3] |= (uint64_t)1
                                                           << ((unsigned char)s.ptr[at + 2] & 63);
            at += 3;
            continue;
        }
        size_t len = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : 3;
        /* the bytes inside of a character (also the last of four) stand for no word's beginning */
        if ((lead & 0xC0) != 0x80 && len <= s.len - at) {
            unsigned bit = plumb_gist_bit(s.ptr + at);
            gist.bits[bit >> 6] |= (uint64_t)1 << (bit & 63);
        }
        at += len > 1 && at + 1 < s.len && ((unsigned char)s.ptr[at + 1] & 0xC0) != 0x80 ? 1 : len;
    }
    return gist;
}

__attribute__((noinline)) static bool any_has_word(struct plumb_str s,
                                                   const struct plumb_word *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plumb_str_find(s, words[i].text) != PLUMB_NPOS)
            return true;
    return false;
}

__attribute__((noinline)) static bool long_has_word(struct plumb_str s,
                                                    const struct plumb_word *words, size_t n)
{
    if (s.len == 0)
        return false;
    if (n <= FEW_WORDS || s.len > LONG_TEXT)
        return any_has_word(s, words, n);
    struct plumb_gist gist = plumb_gist_of(s);
    for (size_t i = 0; i < n; i++)
        if (plumb_gist_may_have(&gist, words[i].bit) &&
            plumb_str_find(s, words[i].text) != PLUMB_NPOS)
            return true;
    return false;
}

/* A text of at most so many bytes is two windows, and is held against a word in a dozen steps. */
#define SHORT_TEXT (2 * PLUMB_LANES + 1)
#define SHORT_WORDS 12 /* for more of them a gist is quicker all the same */

/* Most words are asked of labels and clauses, and do not occur: the last two bytes of a word, which tell
 * most, are nowhere in the two windows. What takes longer is apart, so that this needs no stack. */
bool plumb_has_word(struct plumb_str s, const struct plumb_word *words, size_t n)
{
    if (s.len < 2 || s.len > SHORT_TEXT || n > SHORT_WORDS)
        return long_has_word(s, words, n);
    const bool few = s.len <= PLUMB_LANES;
    const struct plumb_window front = few ? plumb_window_few(s.ptr, s.len) : plumb_window_at(s.ptr);
    const struct plumb_window end = few ? front : plumb_window_at(s.ptr + s.len - PLUMB_LANES - 1);
    for (size_t i = 0; i < n; i++) {
        const struct plumb_str word = words[i].text;
        if (word.len < 2)
            return any_has_word(s, words + i, n - i);
        const plumb_pairs pair = plumb_pairs_of(word.ptr + word.len - 2);
        if (plumb_lanes_bits(plumb_window_has(&front, pair) | plumb_window_has(&end, pair)))
            return any_has_word(s, words + i, n - i);
    }
    return false;
}

size_t plumb_word_in_front(struct plumb_str s, const struct plumb_word *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plumb_str_starts(s, words[i].text))
            return words[i].text.len;
    return 0;
}

size_t plumb_word_behind(struct plumb_str s, const struct plumb_word *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plumb_str_ends(s, words[i].text))
            return words[i].text.len;
    return 0;
}

bool plumb_ends_in_word(struct plumb_str s, const struct plumb_word *words, size_t n)
{
    return plumb_word_behind(s, words, n) > 0;
}

bool plumb_has_any(struct plumb_str s, const char *const *words, size_t n)
{
    if (s.len == 0)
        return false;
    if (n <= FEW_WORDS || s.len > LONG_TEXT) {
        for (size_t i = 0; i < n; i++)
            if (plumb_str_has(s, words[i]))
                return true;
        return false;
    }
    struct plumb_gist gist = plumb_gist_of(s);
    for (size_t i = 0; i < n; i++)
        if (plumb_gist_may_have(&gist, plumb_gist_bit(words[i])) && plumb_str_has(s, words[i]))
            return true;
    return false;
}

bool plumb_ends_any(struct plumb_str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plumb_str_ends(s, plumb_str_from(words[i])))
            return true;
    return false;
}

bool plumb_starts_any(struct plumb_str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (plumb_str_begins(s, words[i]))
            return true;
    return false;
}

static bool is_word(struct plumb_str s, const char *word)
{
    for (size_t i = 0; i < s.len; i++)
        if (word[i] == '\0' || s.ptr[i] != word[i])
            return false;
    return word[s.len] == '\0';
}

bool plumb_equals_any(struct plumb_str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_word(s, words[i]))
            return true;
    return false;
}

void plumb_word_set_init(struct plumb_word_set *set, const char *const *words, size_t count)
{
    *set = (struct plumb_word_set){.count = count};
    for (size_t i = count < PLUMB_WORD_SET_MAX ? count : PLUMB_WORD_SET_MAX; i-- > 0;) {
        set->words[i] = plumb_str_from(words[i]);
        unsigned bit = plumb_gist_bit(words[i]);
        set->next[i] = set->first[bit];
        set->first[bit] = (unsigned char)(i + 1);
    }
}

size_t plumb_word_set_at(const struct plumb_word_set *set, struct plumb_str s, size_t at)
{
    unsigned char lead = (unsigned char)s.ptr[at];
    if ((lead & 0xC0) == 0x80 || s.len - at < (lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3))
        return 0; /* inside of a character, or it is cut off */
    for (size_t w = set->first[plumb_gist_bit(s.ptr + at)]; w > 0; w = set->next[w - 1])
        if (plumb_str_starts(plumb_str_sub(s, at, s.len), set->words[w - 1]))
            return set->words[w - 1].len;
    return 0;
}

uint64_t plumb_word_set_scan(const struct plumb_word_set *set, struct plumb_str s, size_t *last)
{
    uint64_t found = 0;
    size_t step = 1; /* to the next character, or the next byte */
    for (size_t at = 0; at + 3 <= s.len; at += step) {
        unsigned char lead = (unsigned char)s.ptr[at];
        step = lead >= 0xE0 && ((unsigned char)s.ptr[at + 1] & 0xC0) == 0x80 &&
                       ((unsigned char)s.ptr[at + 2] & 0xC0) == 0x80
                   ? 3
                   : 1;
        if ((lead & 0xC0) == 0x80)
            continue; /* inside of a character */
        for (size_t w = set->first[plumb_gist_bit(s.ptr + at)]; w > 0; w = set->next[w - 1]) {
            struct plumb_str word = set->words[w - 1];
            if (word.len > s.len - at || word.ptr[2] != s.ptr[at + 2] ||
                word.ptr[1] != s.ptr[at + 1] || memcmp(s.ptr + at, word.ptr, word.len) != 0)
                continue;
            found |= (uint64_t)1 << (w - 1);
            if (last)
                last[w - 1] = at + word.len;
        }
    }
    return found;
}
