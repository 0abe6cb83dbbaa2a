/* Every builder's patterns, for the extractor to compile. Apart from cue.c, which the builders call. */
#include "extract/relate/cue.h"

static const struct plumb_pattern_list *const lists[PLUMB_PATTERN_SETS] = {
    [PLUMB_PATTERNS_SUM] = &plumb_patterns_sum,
    [PLUMB_PATTERNS_SHARE] = &plumb_patterns_share,
    [PLUMB_PATTERNS_RATIO] = &plumb_patterns_ratio,
    [PLUMB_PATTERNS_GROWTH] = &plumb_patterns_growth,
    [PLUMB_PATTERNS_PRODUCT] = &plumb_patterns_product,
    [PLUMB_PATTERNS_COMPARE] = &plumb_patterns_compare,
    [PLUMB_PATTERNS_COUNT_ITEMS] = &plumb_patterns_count,
    [PLUMB_PATTERNS_RESTATE] = &plumb_patterns_restate,
    [PLUMB_PATTERNS_BOUND] = &plumb_patterns_bound,
    [PLUMB_PATTERNS_DATE] = &plumb_patterns_date,
    [PLUMB_PATTERNS_BESIDE] = &plumb_patterns_beside,
    [PLUMB_PATTERNS_REPORT] = &plumb_patterns_report,
    [PLUMB_PATTERNS_CONTRADICTION] = &plumb_patterns_contradiction,
    [PLUMB_PATTERNS_SAID] = &plumb_patterns_said,
    [PLUMB_PATTERNS_LEFTOVER] = &plumb_patterns_leftover,
};

enum plumb_status plumb_cues_compile(struct plumb_pattern_table **out, struct plumb_error *error)
{
    return plumb_patterns_compile(lists, PLUMB_PATTERN_SETS, out, error);
}
