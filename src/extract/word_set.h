/* Which of up to 64 words occur in a text: one scan, whatever their number. */
#ifndef PLUMB_WORD_SET_H
#define PLUMB_WORD_SET_H

#include "plumb/base.h"

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
