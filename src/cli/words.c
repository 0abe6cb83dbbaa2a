/* Words the user typed against the words that are known. */
#include "cli/options.h"

#include <string.h>

size_t plumb_word_distance(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b);
    if (m >= PLUMB_WORD_FAR || n >= PLUMB_WORD_FAR)
        return PLUMB_WORD_FAR;
    unsigned char row[3][PLUMB_WORD_FAR + 1];
    for (size_t j = 0; j <= n; j++)
        row[0][j] = (unsigned char)j;
    for (size_t i = 1; i <= m; i++) {
        unsigned char *now = row[i % 3];
        const unsigned char *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];
        now[0] = (unsigned char)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned best = up[j - 1] + (a[i - 1] != b[j - 1] ? 1u : 0u);
            if (up[j] + 1u < best)
                best = up[j] + 1u;
            if (now[j - 1] + 1u < best)
                best = now[j - 1] + 1u;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && up2[j - 2] + 1u < best)
                best = up2[j - 2] + 1u;
            now[j] = (unsigned char)best;
        }
    }
    return row[m % 3][n];
}

bool plumb_choice_has(const char *choices, const char *word, size_t *index)
{
    size_t len = strlen(word), at = 0;
    for (const char *p = choices; len > 0; at++) {
        const char *end = strchr(p, '|');
        size_t size = end ? (size_t)(end - p) : strlen(p);
        if (size == len && memcmp(p, word, len) == 0) {
            if (index)
                *index = at;
            return true;
        }
        if (!end)
            break;
        p = end + 1;
    }
    return false;
}
