/* Looking for words in texts: the one place that knows how to do it fast. Reports are read against some
 * thousand words of the trade; nearly all of them do not occur in a given label or sentence. */
#ifndef PLUMB_WORD_SET_H
#define PLUMB_WORD_SET_H

#include "plumb/base.h"

/* ---- lists of words, asked about one text ---------------------------------------------------- */

/* Does one of the n words occur in s (stand at its end, at its beginning, is all of it)? */
bool plumb_has_any(struct plumb_str s, const char *const *words, size_t n);
bool plumb_ends_any(struct plumb_str s, const char *const *words, size_t n);
bool plumb_starts_any(struct plumb_str s, const char *const *words, size_t n);
bool plumb_equals_any(struct plumb_str s, const char *const *words, size_t n);
#define PLUMB_WORDS(...)                                                                           \
    (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)
#define PLUMB_HAS(s, ...) plumb_has_any((s), PLUMB_WORDS(__VA_ARGS__))
#define PLUMB_ENDS(s, ...) plumb_ends_any((s), PLUMB_WORDS(__VA_ARGS__))

/* What characters a text has, as 256 bits: tells at once of most words that they do not occur. Worth
 * its making for a text that is asked for many words. */
struct plumb_gist {
    uint64_t bits[4];
};
struct plumb_gist plumb_gist_of(struct plumb_str s);

/* Bit of the character at p, which has at least the bytes its first byte promises. */
static inline unsigned plumb_gist_bit(const char *p)
{
    unsigned lead = (unsigned char)p[0];
    if (lead < 0x80)
        return lead & 63;
    unsigned second = (unsigned char)p[1];
    return lead < 0xE0 ? 64 + (second & 63) : (second & 3) << 6 | ((unsigned char)p[2] & 63);
}

/* False when the first character of `word` (not empty) is not in the text. */
static inline bool plumb_gist_may_have(const struct plumb_gist *gist, const char *word)
{
    unsigned bit = plumb_gist_bit(word);
    return gist->bits[bit >> 6] >> (bit & 63) & 1;
}

/* ---- one list, asked about many texts --------------------------------------------------------- */

/* Which of up to 64 words occur in a text: one scan, whatever their number. */
#define PLUMB_WORD_SET_MAX 64

struct plumb_word_set {
    struct plumb_str words[PLUMB_WORD_SET_MAX];
    size_t count;
    uint64_t leads[4]; /* third bytes of the words' first characters */
};

/* At most 64 words of three bytes or more; the words are borrowed. */
void plumb_word_set_init(struct plumb_word_set *set, const char *const *words, size_t count);
/* Bit i is set when word i occurs in s. `last` (may be NULL) gets for each word that occurs the
 * offset behind its last occurrence. */
uint64_t plumb_word_set_scan(const struct plumb_word_set *set, struct plumb_str s, size_t *last);

#endif
