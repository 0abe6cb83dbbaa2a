/* Passages of tests/corpus (format: tests/corpus/README.md): reading them and matching what they
 * expect. Shared by the test and by the mutation harness. */
#ifndef PLUMB_CORPUS_CASES_H
#define PLUMB_CORPUS_CASES_H

#include <stdbool.h>

#include "plumb/extract.h"

#define CORPUS_WANTS 64
#define CORPUS_NUMBERS 16

struct passage {
    char name[256];
    char *text; /* the document */
    size_t len;
    char *wants[CORPUS_WANTS]; /* expectation lines */
    size_t want_count;
};

/* All passages of all case files under tests/corpus, in order of the files' names; the caller frees
 * them with corpus_free. NULL when there are none or memory is out. */
struct passage **corpus_read(size_t *count);
void corpus_free(struct passage **list, size_t count);

/* "holds|breaks|open KIND NUMBER…" */
struct want {
    char word[16], kind[32];
    char numbers[CORPUS_NUMBERS][64];
    size_t count;
};
bool corpus_parse_want(const char *line, struct want *w);

bool corpus_same_number(struct plumb_str printed, const char *wanted);
bool corpus_relation_has(const struct plumb_relation *r, const char *number);
bool corpus_meets(const struct want *w, const struct plumb_relation *r);
bool corpus_has_fact(const struct plumb_extraction *e, const char *text, const char *value,
                     const char *unit);

/* The catalogue and extractor of all runs; false with a message on stderr. */
struct corpus_tools {
    struct plumb_catalogue *catalogue;
    struct plumb_extractor *extractor;
};
bool corpus_tools_open(struct corpus_tools *tools);
void corpus_tools_close(struct corpus_tools *tools);
/* Read and extract a text; NULL when that failed. Lives in arena. */
struct plumb_extraction *corpus_extract(const struct corpus_tools *tools, struct plumb_str text,
                                        struct plumb_arena *arena);

/* Inject errors into every claim that holds and print how many were found, blamed on the right
 * number and repaired, as a Markdown table. Returns the number of claims. */
/* Offset of a whole number in the text when it stands there exactly once. */
bool corpus_find_once(const struct passage *p, const char *number, size_t *at);
/* The number mistyped in one of these ways (digit, exchange, point, digit dropped), or false when the way
 * does not apply to it. `pick` varies the place. */
enum { CORPUS_TYPOS = 5 };
bool corpus_mistype(const char *old, int how, size_t pick, char out[64]);

/* Prints the table of reliability; returns the number of findings judged. */
size_t corpus_calibrate(const struct corpus_tools *tools, struct passage *const *list,
                        size_t count);

size_t corpus_mutate(const struct corpus_tools *tools, struct passage *const *list, size_t count,
                     bool list_it);

#endif
