/* Scanning a text for many words at once. */
#include "extract/word_set.h"

#include <string.h>

void plumb_word_set_init(struct plumb_word_set *set, const char *const *words, size_t count)
{
    *set = (struct plumb_word_set){.count = count};
    for (size_t i = 0; i < count && i < PLUMB_WORD_SET_MAX; i++) {
        set->words[i] = plumb_str_from(words[i]);
        unsigned char third = (unsigned char)words[i][2];
        set->leads[third >> 6] |= (uint64_t)1 << (third & 63);
    }
}

uint64_t plumb_word_set_scan(const struct plumb_word_set *set, struct plumb_str s, size_t *last)
{
    uint64_t found = 0;
    for (size_t at = 0; at + 3 <= s.len; at++) {
        unsigned char third = (unsigned char)s.ptr[at + 2];
        if (!(set->leads[third >> 6] >> (third & 63) & 1))
            continue;
        for (size_t w = 0; w < set->count; w++) {
            struct plumb_str word = set->words[w];
            if (word.len > s.len - at || word.ptr[2] != s.ptr[at + 2] ||
                word.ptr[1] != s.ptr[at + 1] || memcmp(s.ptr + at, word.ptr, word.len) != 0)
                continue;
            found |= (uint64_t)1 << w;
            if (last)
                last[w] = at + word.len;
        }
    }
    return found;
}
