/* Cues: the patterns by which the prose builders find claims, all compiled once into one table.
 *
 * A builder that looks for cues keeps its expressions in one list and names it in cue_lists.c:
 *
 *     static const char *const sources[] = {[SHARE_OF] = "占(?<whole>[^,、;]*?)的?\\p{Co}", …};
 *     const struct plumb_pattern_list plumb_patterns_share = {"share", sources, N};
 *
 * and finds with
 *
 *     struct plumb_match m;
 *     for (size_t at = 0; plumb_pattern_find(work, PLUMB_PATTERNS_SHARE, SHARE_OF, text, at, &m);
 *          at = m.next) …
 */
#ifndef PLUMB_CUE_H
#define PLUMB_CUE_H

#include "extract/extract_int.h"
#include "extract/text/pattern.h"

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
    PLUMB_PATTERNS_BESIDE,
    PLUMB_PATTERNS_REPORT,
    PLUMB_PATTERNS_CONTRADICTION,
    PLUMB_PATTERNS_SAID,
    PLUMB_PATTERNS_LEFTOVER,
    PLUMB_PATTERN_SETS
};

/* Defined by the builders that use them. */
extern const struct plumb_pattern_list plumb_patterns_sum, plumb_patterns_share,
    plumb_patterns_ratio, plumb_patterns_growth, plumb_patterns_product, plumb_patterns_compare,
    plumb_patterns_count, plumb_patterns_restate, plumb_patterns_bound, plumb_patterns_date,
    plumb_patterns_beside, plumb_patterns_report, plumb_patterns_contradiction, plumb_patterns_said,
    plumb_patterns_leftover;

/* Compiles the lists of all builders, in the order of the enumeration. Owned by the caller:
 * plumb_patterns_free. */
enum plumb_status plumb_cues_compile(struct plumb_pattern_table **out, struct plumb_error *error);

/* First match of pattern `index` of `set` in subject at or after byte `at`. Linear; a subject the
 * matcher gives up on (its match limit) counts as no match. */
bool plumb_pattern_find(const struct plumb_extract_work *work, enum plumb_pattern_set set,
                        size_t index, struct plumb_str subject, size_t at,
                        struct plumb_match *match);

#endif
