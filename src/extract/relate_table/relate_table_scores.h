/* Parts of the scores builder. */
#ifndef PLUMB_RELATE_TABLE_SCORES_H
#define PLUMB_RELATE_TABLE_SCORES_H

#include "extract/relate_table/relate_table_util.h"

/* relate_grade.c: 优 良 中 差 against the score they are given for, by the report's own bands. */
void plumb_relate_grades(struct plumb_extract_work *work);

/* relate_score_told.c: the score told in the text against the total of its form. */
void plumb_relate_scores_told(struct plumb_extract_work *work);

/* relate_score_deductions.c: 扣分 in a column of its own. */
void plumb_relate_score_deductions(struct plumb_extract_work *work,
                                   const struct plumb_chain *chain);

/* relate_score_funds.c: weight and score of the 执行率 in the funds part above; left alone when none. */
void plumb_find_execution_line(const struct plumb_extract_work *work,
                               const struct plumb_chain *chains, size_t index,
                               const struct plumb_fact **full, const struct plumb_fact **scored);

/* relate_table_units.c: amounts whose unit is printed nowhere. */
void plumb_note_missing_units(struct plumb_extract_work *work, const struct plumb_chain *chain);

#endif
