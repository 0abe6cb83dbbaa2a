/* Patterns: PCRE2 expressions compiled once (with JIT) for all documents and threads.
 *
 * Subjects are sentence templates: full-width ASCII folded, no white space, one place-holder a
 * number. Patterns are compiled with UTF and UCP; write ',' for ，, ':' for ：, '(' for （. The
 * builders' patterns and the search over them are in relate/cue.h.
 */
#ifndef PLUMB_PATTERN_H
#define PLUMB_PATTERN_H

#include "plumb/base.h"

struct plumb_pattern_gate;

struct plumb_pattern_list {
    const char *name; /* for the message when an expression is wrong */
    const char *const *sources;
    size_t count;
};

#define PLUMB_MATCH_GROUPS 12 /* the whole match and groups 1..11 */

struct plumb_match {
    struct plumb_str all;                       /* the whole match */
    struct plumb_str group[PLUMB_MATCH_GROUPS]; /* [0] is all; empty when not set */
    size_t from[PLUMB_MATCH_GROUPS];            /* byte offset in the subject, or PLUMB_NPOS */
    size_t next;                                /* where to look for the next match */
};

struct plumb_pattern_table; /* compiled lists, read-only */

/* Scratch memory of the matcher for one thread. NULL when out of memory. */
struct plumb_matcher;
struct plumb_matcher *plumb_matcher_new(void);
void plumb_matcher_free(struct plumb_matcher *matcher);

/* Compiles lists[list_count]; the list's index is its set. Owned by the caller. */
enum plumb_status plumb_patterns_compile(const struct plumb_pattern_list *const *lists,
                                         size_t list_count, struct plumb_pattern_table **out,
                                         struct plumb_error *error);
void plumb_patterns_free(struct plumb_pattern_table *table);

/* Words without which pattern `index` of `set` cannot match (pattern_gate.h); NULL for a pattern
 * that is not there. */
const struct plumb_pattern_gate *plumb_patterns_gate(const struct plumb_pattern_table *table,
                                                     size_t set, size_t index);

/* First match of the pattern in subject at or after byte `at`. Linear; a subject the matcher gives
 * up on (its match limit) counts as no match. */
bool plumb_patterns_match(const struct plumb_pattern_table *table, struct plumb_matcher *matcher,
                          size_t set, size_t index, struct plumb_str subject, size_t at,
                          struct plumb_match *match);

/* The place-holder code point at byte `at` of a template, 0 when there is none. */
uint32_t plumb_template_code(struct plumb_str template, size_t at);

#endif
