/* Words that a text must have for a pattern to match, read off the pattern itself: asked before the
 * pattern is tried, since most patterns match in few texts. */
#ifndef PLUMB_PATTERN_GATE_H
#define PLUMB_PATTERN_GATE_H

#include "extract/text/word_set.h"

#define PLUMB_GATE_WORDS 32

/* Any match contains one of the words; with none of them nothing is known. The words are pieces of the
 * source. */
struct plumb_pattern_gate {
    struct plumb_word words[PLUMB_GATE_WORDS];
    size_t count;
};

struct plumb_pattern_gate plumb_pattern_gate_of(const char *source);
/* False when the pattern cannot match in `text`, whose gist is given. */
bool plumb_pattern_gate_open(const struct plumb_pattern_gate *gate, const struct plumb_gist *gist,
                             struct plumb_str text);

#endif
