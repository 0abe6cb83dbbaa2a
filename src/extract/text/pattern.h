/* Cue patterns: PCRE2 expressions compiled once (with JIT) for all documents and threads.
 *
 * A module that looks for cues keeps its expressions in one list and names it in pattern.c:
 *
 *     const char *const plumb_share_sources[] = {[SHARE_OF] = "占(?<whole>[^,、;]*?)的?\\p{Co}", …};
 *     const struct plumb_pattern_list plumb_patterns_share = {"share", plumb_share_sources, N};
 *
 * and finds with
 *
 *     struct plumb_match m;
 *     for (size_t at = 0; plumb_pattern_find(work, PLUMB_PATTERNS_SHARE, SHARE_OF, text, at, &m);
 *          at = m.next) …
 *
 * Subjects are sentence templates: full-width ASCII folded, no white space, one place-holder a
 * number. Patterns are compiled with UTF and UCP; write ',' for ，, ':' for ：, '(' for （.
 */
#ifndef PLUMB_PATTERN_H
#define PLUMB_PATTERN_H

#include "extract/extract_int.h"

struct plumb_pattern_list {
    const char *name;
    const char *const *sources;
    size_t count;
};

enum plumb_pattern_set {
    PLUMB_PATTERNS_SUM,
    PLUMB_PATTERNS_SHARE,
    PLUMB_PATTERNS_RATIO,
    PLUMB_PATTERNS_GROWTH,
    PLUMB_PATTERNS_PRODUCT,
    PLUMB_PATTERNS_COMPARE,
    PLUMB_PATTERNS_COUNT_ITEMS,
    PLUMB_PATTERNS_RESTATE,
    PLUMB_PATTERNS_BOUND,
    PLUMB_PATTERNS_DATE,
    PLUMB_PATTERNS_REPORT,
    PLUMB_PATTERNS_CONTRADICTION,
    PLUMB_PATTERN_SETS
};

/* Defined by the modules that use them. */
extern const struct plumb_pattern_list plumb_patterns_sum, plumb_patterns_share,
    plumb_patterns_ratio, plumb_patterns_growth, plumb_patterns_product, plumb_patterns_compare,
    plumb_patterns_count, plumb_patterns_restate, plumb_patterns_bound, plumb_patterns_date,
    plumb_patterns_report, plumb_patterns_contradiction;

#define PLUMB_MATCH_GROUPS 12 /* the whole match and groups 1..11 */

struct plumb_match {
    struct plumb_str all;                       /* the whole match */
    struct plumb_str group[PLUMB_MATCH_GROUPS]; /* [0] is all; empty when not set */
    size_t from[PLUMB_MATCH_GROUPS];            /* byte offset in the subject, or PLUMB_NPOS */
    size_t next;                                /* where to look for the next match */
};

struct plumb_pattern_table; /* all compiled patterns, read-only */

enum plumb_status plumb_patterns_compile(struct plumb_pattern_table **out,
                                         struct plumb_error *error);
void plumb_patterns_free(struct plumb_pattern_table *table);

/* First match of pattern `index` of `set` in subject at or after byte `at`. Linear; a subject the
 * matcher gives up on (its match limit) counts as no match. */
bool plumb_pattern_find(const struct plumb_extract_work *work, enum plumb_pattern_set set,
                        size_t index, struct plumb_str subject, size_t at,
                        struct plumb_match *match);

/* The place-holder code point at byte `at` of a template, 0 when there is none. */
uint32_t plumb_template_code(struct plumb_str template, size_t at);

/* Scratch memory of the matcher for one thread, kept in work->matcher. */
struct plumb_matcher;
struct plumb_matcher *plumb_matcher_new(void);
void plumb_matcher_free(struct plumb_matcher *matcher);

#endif
