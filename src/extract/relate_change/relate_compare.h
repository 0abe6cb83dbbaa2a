/* Words that compare two numbers: what the builders of comparisons share. */
#ifndef PLUMB_RELATE_COMPARE_H
#define PLUMB_RELATE_COMPARE_H

#include "extract/relate/relate_int.h"

/* Patterns of relate_compare.c. */
enum {
    COMPARE_BUDGET,
    COMPARE_EQUAL,
    COMPARE_WITHIN,
    COMPARE_RATE,
    COMPARE_UP,
    COMPARE_BARE_CHANGE,
    COMPARE_FROM_TO
};

/* ---- relate_compare_budget.c ---- */
bool plumb_compare_is_budget(const struct plumb_item *item);
/* Do the words (claimed: -1 less, 0 equal, 1 more) fit the two numbers? `nearly`: 基本持平. */
struct plumb_judgement plumb_compare_judge(int claimed, plumb_dec a, plumb_dec b, bool nearly);
/* "决算数大于预算数" */
void plumb_compare_budget(struct plumb_extract_work *work, struct plumb_passage *passage);

#endif
