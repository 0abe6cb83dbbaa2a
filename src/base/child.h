/* Outside programs (gnuplot, pdftotext), run without a shell, with limits. */
#ifndef PLUMB_CHILD_H
#define PLUMB_CHILD_H

#include "plumb/base.h"

struct plumb_child_limits {
    unsigned seconds;    /* wall time; the child is killed after it */
    size_t memory_bytes; /* address space; 0 = not limited */
    size_t output_bytes; /* of captured standard output; 0 = 1 GiB */
    double deadline;     /* from plumb_child_deadline, for several programs; 0 = none */
};
/* The time `seconds` from now, which several programs that serve one file have together. */
double plumb_child_deadline(unsigned seconds);

/* Run argv[0] (found on PATH) with a scrubbed environment (PATH, HOME, TMPDIR, a UTF-8 locale) in
 * `directory` (NULL: the current one), its input from /dev/null and its standard output captured
 * in *out (may be NULL: discarded). What it says on standard error (at most 400 bytes) goes into
 * the error's message.
 * PLUMB_E_UNAVAILABLE: there is no such program. PLUMB_E_LIMIT: too slow or too much output.
 * PLUMB_E_FORMAT: it ended with a failure. PLUMB_E_IO: it could not be started. */
enum plumb_status plumb_child_run(const char *const *argv, const char *directory,
                                  const struct plumb_child_limits *limits, struct plumb_buf *out,
                                  struct plumb_error *error);
/* True when the program is on PATH and executable. */
bool plumb_child_exists(const char *program);

#endif
