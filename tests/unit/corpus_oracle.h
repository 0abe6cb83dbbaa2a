/* What a perfect reader could tell of a changed number: is there an error left, does anything declare the
 * claim, and does the passage say which of its numbers is the changed one? So that the mutation harness
 * counts apart what is undecidable by nature. */
#ifndef PLUMB_CORPUS_ORACLE_H
#define PLUMB_CORPUS_ORACLE_H

#include "corpus_cases.h"

enum corpus_fate {
    CORPUS_NO_ERROR, /* the claim holds with the changed number too: rounding, or a bound still kept */
    CORPUS_UNDECLARED, /* numbers that merely add up: nothing says that they have to */
    CORPUS_SINGLE, /* broken, but a slip of another number explains it as well, and nothing else votes */
    CORPUS_DECIDABLE,
    CORPUS_FATES
};

/* `before`: the sound passage. `old` and `changed`: what is printed before and after, unit included when
 * that is what changes. */
enum corpus_fate corpus_fate(const struct plumb_extraction *before, const struct want *w,
                             const char *old, const char *changed, struct plumb_arena *arena);

#endif
