/* A list of parts and what may be its whole, shared by the builders of sums. */
#ifndef PLUMB_RELATE_SUM_H
#define PLUMB_RELATE_SUM_H

#include "extract/relate/relate_int.h"

/* Patterns of relate_sum_list.c. */
enum { SUM_OF_WHICH, SUM_BEHIND, SUM_OPEN_LEAD, SUM_OPEN_END, SUM_LIST_MARK, SUM_INNER, SUM_STOP };

#define PLUMB_SUM_LIST_MAX 64
#define PLUMB_SUM_WHOLES_MAX 4

struct plumb_sum_list {
    struct plumb_item *parts[PLUMB_SUM_LIST_MAX];
    size_t count;
    struct plumb_item *wholes[PLUMB_SUM_WHOLES_MAX];
    size_t whole_count;
    double strength; /* how clearly words and layout declare the sum */
    bool open;       /* 等, 主要: only part <= whole */
    bool bracket;
    bool behind; /* the whole stands behind the parts */
    const char *cue;
};

/* relate_sum_list.c */

/* A plain amount of the measure of `like`: no change, no rate, no limit. */
bool plumb_sum_can_add(const struct plumb_item *item, const struct plumb_fact *like);
/* Do the words announce parts: 其中, 包括, 分别为 …? */
bool plumb_sum_leads_in(struct plumb_extract_work *work, struct plumb_str words);

/* relate_sum_evidence.c */
plumb_dec plumb_parts_total(struct plumb_item *const *parts, size_t n);
bool plumb_has_three_digits(const struct plumb_fact *fact);
/* Would one slip in one number repair the sum? Of numbers with one or two digits that says nothing. */
bool plumb_sum_one_slip(const struct plumb_fact *whole, struct plumb_item *const *parts, size_t n);
/* Parts that exclude each other by their names (男/女, 基本/项目) cover the whole. */
bool plumb_parts_oppose(struct plumb_extract_work *work, struct plumb_item *const *parts, size_t n);
/* How alike neighbours are named, on average. */
double plumb_parts_likeness(struct plumb_item *const *parts, size_t n);
/* How much speaks for a broken sum being one, in points; from 3 on it is reported. */
double plumb_sum_evidence(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                          const struct plumb_fact *whole, size_t n);

/* relate_sum_judge.c */

/* Try every reading of the list and push what comes of it; true when one holds. `loose` (may be NULL)
 * is the same list read with wider limits. */
bool plumb_sum_judge(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                     const struct plumb_sum_list *loose);
/* All readings of the list with this whole: all of it, its first or last items, the whole's namesakes.
 * True when one holds. */
bool plumb_sum_try(struct plumb_claim *claim, const struct plumb_sum_list *list,
                   const struct plumb_item *whole, const char *reading);
bool plumb_sum_try_namesakes(struct plumb_claim *claim, const struct plumb_sum_list *list,
                             const struct plumb_item *whole);

/* relate_sum_bare.c: like items without a cue */
void plumb_sum_bare(struct plumb_extract_work *work, struct plumb_passage *passage);
/* relate_sum_behind.c: a total of what each clause in front of it comes to; true when it is one */
bool plumb_sum_of_clauses(struct plumb_extract_work *work, struct plumb_item *total);
/* relate_sum_behind.c: totals in a sentence of their own behind their parts, overall scores */
void plumb_sum_behind(struct plumb_extract_work *work, struct plumb_passage *passage);
/* relate_sum_clauses.c: parts told one a clause; `first_relation` is the count of relations before this
 * passage's sums */
void plumb_sum_clauses(struct plumb_extract_work *work, struct plumb_passage *passage,
                       size_t first_relation);
/* relate_sum_subject.c: the amount in front that the words before a list name again ("财政补助 W，利息 V。财政补助里
 * 中央 A、省级 B"), NULL when they name none */
struct plumb_item *plumb_sum_resumed(struct plumb_extract_work *work,
                                     const struct plumb_item *first);
/* The whole is the subject of the sentence, told elsewhere. */
void plumb_sum_subject(struct plumb_extract_work *work, struct plumb_passage *passage);
/* relate_sum_brackets.c: what stands in the brackets behind parts and total of the sums told since */
void plumb_sum_brackets(struct plumb_extract_work *work, size_t first_relation);
/* relate_sum_blocks.c */
void plumb_sum_blocks(struct plumb_extract_work *work, struct plumb_passage *passage);

#endif
