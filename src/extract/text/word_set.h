/* Looking for words in texts: the one place that knows how to do it fast. Reports are read against some
 * thousand words of the trade; nearly all of them do not occur in a given label or sentence. */
#ifndef PLUMB_WORD_SET_H
#define PLUMB_WORD_SET_H

#include "extract/text/word_list.h"
#include "plumb/base.h"

/* ---- lists of words, asked about one text ---------------------------------------------------- */

struct plumb_word {
    struct plumb_str text;
    unsigned char bit; /* of its first character in a gist */
};

/* Does one of the words occur in s (stand at its end)? PLUMB_HAS(s, "合计", "总计"). */
#define PLUMB_HAS(s, ...) PLUMB_ASK(plumb_has_word, s, __VA_ARGS__)
#define PLUMB_ENDS(s, ...) PLUMB_ASK(plumb_ends_in_word, s, __VA_ARGS__)
/* The list is static, so that asking costs nothing but the search. */
#define PLUMB_ASK(ask, s, ...)                                                                     \
    ask((s), __extension__({                                                                       \
            static const struct plumb_word words_asked[] = {PLUMB_WORD_LIST(__VA_ARGS__)};         \
            words_asked;                                                                           \
        }),                                                                                        \
        PLUMB_WORD_COUNT(__VA_ARGS__))
bool plumb_has_word(struct plumb_str s, const struct plumb_word *words, size_t n);
bool plumb_ends_in_word(struct plumb_str s, const struct plumb_word *words, size_t n);
/* Bytes of the first word of the list that s begins (ends) with; 0 when there is none. */
size_t plumb_word_in_front(struct plumb_str s, const struct plumb_word *words, size_t n);
size_t plumb_word_behind(struct plumb_str s, const struct plumb_word *words, size_t n);

/* The same for lists that are tables of their own. */
bool plumb_has_any(struct plumb_str s, const char *const *words, size_t n);
bool plumb_ends_any(struct plumb_str s, const char *const *words, size_t n);
bool plumb_starts_any(struct plumb_str s, const char *const *words, size_t n);
bool plumb_equals_any(struct plumb_str s, const char *const *words, size_t n);

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

/* False when no character of the text has this bit: no word that begins with it occurs. */
static inline bool plumb_gist_may_have(const struct plumb_gist *gist, unsigned bit)
{
    return gist->bits[bit >> 6] >> (bit & 63) & 1;
}

/* ---- one list, asked about many texts --------------------------------------------------------- */

/* Which of up to 64 words occur in a text: one scan, whatever their number. */
#define PLUMB_WORD_SET_MAX 64

struct plumb_word_set {
    struct plumb_str words[PLUMB_WORD_SET_MAX];
    size_t count;
    unsigned char first[256]; /* by the bit of a word's first character: its index + 1 */
    unsigned char next[PLUMB_WORD_SET_MAX]; /* the next word with this bit: its index + 1 */
};

/* At most 64 words; the words are borrowed. */
void plumb_word_set_init(struct plumb_word_set *set, const char *const *words, size_t count);
/* Bytes of the first word of the list that stands at s[at], 0 when there is none. */
size_t plumb_word_set_at(const struct plumb_word_set *set, struct plumb_str s, size_t at);
/* Only for words of three bytes or more: bit i is set when word i occurs in s. `last` (may be NULL) gets for each word that occurs the
 * offset behind its last occurrence. */
uint64_t plumb_word_set_scan(const struct plumb_word_set *set, struct plumb_str s, size_t *last);

#endif
