/* A list of parts and what may be its whole, shared by the builders of sums. */
#ifndef PLUMB_RELATE_SUM_H
#define PLUMB_RELATE_SUM_H

#include "extract/relate/relate_int.h"

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

/* A plain amount of the measure of `like`: no change, no rate, no limit. */
bool plumb_sum_can_add(const struct plumb_item *item, const struct plumb_fact *like);
/* Try every reading of the list and push what comes of it; true when one holds. `loose` (may be NULL)
 * is the same list read with wider limits. */
bool plumb_sum_judge(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                     const struct plumb_sum_list *loose);
/* relate_sum_behind.c: totals in a sentence of their own behind their parts, overall scores */
void plumb_sum_behind(struct plumb_extract_work *work, struct plumb_passage *passage);
/* relate_sum_clauses.c: parts told one a clause; `first_relation` is the count of relations before this
 * passage's sums */
void plumb_sum_clauses(struct plumb_extract_work *work, struct plumb_passage *passage,
                       size_t first_relation);
/* relate_sum_blocks.c */
void plumb_sum_blocks(struct plumb_extract_work *work, struct plumb_passage *passage);

#endif
