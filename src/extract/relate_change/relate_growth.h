/* What the builders of growth share: which numbers can be levels, and which of them is the base. */
#ifndef PLUMB_RELATE_GROWTH_H
#define PLUMB_RELATE_GROWTH_H

#include "extract/relate/relate_int.h"

/* Patterns of relate_growth_words.c. */
enum { GROWTH_DOWN, GROWTH_BASELINE, GROWTH_TO, GROWTH_FROM, GROWTH_PLAIN, GROWTH_SIGN };

/* ---- relate_growth_words.c ---- */
/* "次均费用 268.4 元，较上年的 259.7 元": the words per head stand with the first only. */
bool plumb_levels_alike(const struct plumb_fact *a, const struct plumb_fact *b);
/* Can this number be a level or a change? */
bool plumb_growth_usable(const struct plumb_item *item);
/* A base year in front of the amount ("2019年 X 万元") or words for the year before. */
bool plumb_growth_is_prior(const struct plumb_extract_work *work, const struct plumb_item *item);
/* +1 or -1 from the last verb in front of the number; 0 when the word has no direction (变动率). */
int plumb_growth_direction(struct plumb_extract_work *work, struct plumb_str before);
/* Do the words speak of a decrease? */
bool plumb_growth_is_down(struct plumb_extract_work *work, struct plumb_str words);

/* ---- relate_growth_subject.c ---- */
/* The words that name what changes by `delta`; empty when there are none. */
struct plumb_str plumb_growth_subject(struct plumb_extract_work *work,
                                      const struct plumb_item *delta);
/* The whole of the list that ends with `last`, when a comparison without a name stands behind it. */
struct plumb_item *plumb_growth_list_whole(struct plumb_item *last);

/* ---- relate_growth_levels.c ---- */
/* "由 A 增加至 B，增加 C": C = |B − A|. */
void plumb_growth_difference(struct plumb_extract_work *work, struct plumb_item *delta);
/* Begin the claim that `change` lies between the levels of now and then, by the direction its words have. */
void plumb_growth_claim_change(struct plumb_claim *claim, struct plumb_extract_work *work,
                               struct plumb_item *change, const struct plumb_item *now,
                               const struct plumb_item *then, const char *reading);
/* "收入 300 万元，是 2022 年 200 万元的 1.5 倍": current ÷ prior, not growth. */
void plumb_growth_times_of(struct plumb_extract_work *work, struct plumb_item *rate);
/* "由 A 增加到 B，是上年的 3 倍": the base is printed in front, not in the claim. */
void plumb_growth_times_of_prior(struct plumb_extract_work *work, struct plumb_item *rate);

/* ---- relate_changes.c ---- */
/* The changes of the parts make the change of the whole. */
void plumb_relate_changes(struct plumb_extract_work *work, struct plumb_passage *passage);

#endif
