/* Cases of tests/checks (format: tests/checks/README.md) and the way from a text to ranked findings,
 * which the metamorphic tests use as well. */
#ifndef PLUMB_CHECK_CASES_H
#define PLUMB_CHECK_CASES_H

#include "test_support.h"

#include "plumb/finding.h"

enum { CASE_FILES = 8, CASE_WANTS = 32 };

struct case_file {
    char name[64];
    struct plumb_buf text;
};

struct check_case {
    char name[256];
    struct case_file files[CASE_FILES];
    size_t file_count;
    char *wants[CASE_WANTS];
    size_t want_count;
};

/* All cases, files in order of their names; free with check_cases_free. NULL: unreadable. */
struct check_case **check_cases_read(size_t *count);
void check_cases_free(struct check_case **list, size_t count);

/* What the analysis borrows; findings live in `arena`. */
struct screening {
    struct plumb_arena *arena;
    struct plumb_digest *digests[CASE_FILES];
    size_t digest_count;
    struct plumb_panel *panels[CASE_FILES];
    size_t panel_count;
    struct plumb_finding_list list;
};

struct screening_tools {
    struct plumb_catalogue *catalogue;
    struct plumb_extractor *extractor;
};
bool screening_tools_open(struct screening_tools *tools);
void screening_tools_close(struct screening_tools *tools);

/* Read, analyse and rank; false with a message on stderr. Free with screening_free in either case. */
bool screen_files(const struct screening_tools *tools, const struct case_file *files, size_t count,
                  struct screening *out);
void screening_free(struct screening *s);

/* Does the finding quote a number printed like this (separators apart)? */
bool finding_quotes(const struct plumb_finding *f, const char *number);

#endif
