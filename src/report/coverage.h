/* What the page and the terminal say alike of what was read. */
#ifndef PLUMB_REPORT_COVERAGE_H
#define PLUMB_REPORT_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>

/* How many reports were not compared with every other one of their agency, as a sentence. */
enum { PLUMB_CROWDED_WORDS = 256 };
void plumb_crowded_words(size_t crowded, bool zh, char out[PLUMB_CROWDED_WORDS]);

#endif
