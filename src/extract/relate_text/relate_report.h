/* What the text rules share: their patterns and how a rule that fires is pushed. */
#ifndef PLUMB_RELATE_REPORT_H
#define PLUMB_RELATE_REPORT_H

#include "extract/relate/relate_int.h"

enum plumb_report_pattern {
    REPORT_PLACEHOLDER,
    REPORT_MASKED,
    REPORT_EMPTY_SHARE,
    REPORT_CHOICE,
    REPORT_STRAY_SIGN,
    REPORT_BLANK_DATE,
    REPORT_CLAIM,
    REPORT_TARGET_NAME,
    REPORT_BLANK_FIELD,
    REPORT_THRIFT,
    REPORT_SOME_LOW,
    REPORT_SELF,
    REPORT_SELF_BUREAU
};

bool plumb_report_find(struct plumb_extract_work *work, enum plumb_report_pattern pattern,
                       struct plumb_str s, size_t at, struct plumb_match *m);
/* A rule that fired on these words: quoted, with the reason. How soft it is, the catalogue says. */
void plumb_report_words(struct plumb_extract_work *work, struct plumb_str words, size_t line,
                        const char *check, double confidence, const char *reason,
                        const char *reason_zh, struct plumb_str subject);
/* The same for a range of a passage's template. */
void plumb_report_range(struct plumb_extract_work *work, const struct plumb_passage *passage,
                        size_t from, size_t to, const char *check, double confidence,
                        const char *reason, const char *reason_zh);
/* Start of the clause that byte `at` stands in. */
size_t plumb_clause_start(struct plumb_str s, size_t at);

/* relate_missing.c: figures, values and content that are not there. */
void plumb_relate_missing(struct plumb_extract_work *work);
/* relate_three_public.c: meetings and training counted into 三公经费; after all sums. */
void plumb_relate_three_public(struct plumb_extract_work *work);

/* relate_unit_missing.c: numbers whose unit or sign was left out. */
void plumb_relate_missing_units(struct plumb_extract_work *work);
/* relate_leftover.c: articles, numbers of headings, offices and bodies left over from elsewhere. */
void plumb_relate_leftovers(struct plumb_extract_work *work);
/* relate_hollow.c: tables and annexes that are named and not there. */
void plumb_relate_hollow_parts(struct plumb_extract_work *work);
/* relate_foreign.c: text of another agency. */
void plumb_relate_foreign(struct plumb_extract_work *work);
/* relate_counted_cost.c: visits, journeys and cars against what was spent on them. */
void plumb_relate_counted_costs(struct plumb_extract_work *work);
/* relate_full_marks.c: full marks for what is told not to be reached. */
void plumb_relate_full_marks(struct plumb_extract_work *work);
/* relate_said_all.c: 全部完成, problems and satisfaction against what is told elsewhere. */
void plumb_relate_said_all(struct plumb_extract_work *work);
/* relate_disclosed.c: what published accounts have to tell, item by item. */
void plumb_relate_disclosed(struct plumb_extract_work *work);

#endif
