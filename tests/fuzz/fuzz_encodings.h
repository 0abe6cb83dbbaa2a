/* Keep iconv's tables loaded: to load and unload one for each input takes most of the time. */
#ifndef PLUMB_FUZZ_ENCODINGS_H
#define PLUMB_FUZZ_ENCODINGS_H

#include <iconv.h>
#include <stdlib.h>

static inline void fuzz_encodings_keep(void)
{
    static const char *const names[] = {"GB18030", "BIG5-HKSCS", "UTF-16LE", "UTF-16BE", "CP936"};
    static iconv_t kept[sizeof names / sizeof *names]; /* reachable: no leak */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((kept[i] = iconv_open("UTF-8", names[i])) == (iconv_t)-1)
            abort();
}

#endif
