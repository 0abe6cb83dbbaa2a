/* A line of a 自评表: its target, what was reached, and what it scored. */
#ifndef PLUMB_RELATE_TABLE_TARGETS_H
#define PLUMB_RELATE_TABLE_TARGETS_H

#include "extract/relate_goal/relate_target.h"
#include "extract/relate_table/relate_table_util.h"

struct plumb_target_line {
    const struct plumb_grid *grid;
    const struct plumb_grid_line *line;
    const struct plumb_grid_cell *target_cell, *actual_cell, *score_cell, *note_cell; /* or NULL */
    const struct plumb_fact *target, *actual, *weight, *score;                        /* or NULL */
    bool has_reason;      /* 偏差原因 is filled in */
    int direction;        /* +1 more is better, -1 less, 0 unknown */
    bool written_at_most; /* ≤ although more is better */
    bool opposite;        /* 下降 was aimed at, 上升 is what came */
};

/* The columns of a form, PLUMB_NPOS for those it lacks. */
struct plumb_target_columns {
    size_t target, actual, weight, score, note;
};

/* What the lines of a form have in common. */
struct plumb_target_count {
    size_t lines, numeric, equal, telling, worded, scored, full;
    struct plumb_term worded_terms[12], equal_terms[12], full_terms[12], silent_terms[12];
    size_t worded_count, equal_count, full_count, silent_count;
};

/* ---- relate_table_target_line.c ---- */

struct plumb_target_columns plumb_target_columns(const struct plumb_chain *chain);
struct plumb_target_line plumb_target_read(const struct plumb_extract_work *work,
                                           const struct plumb_chain *chain, size_t i,
                                           const struct plumb_target_columns *c);
/* One more reading of a claim: `actual` is what was reached. */
void plumb_target_try(struct plumb_claim *claim, const struct plumb_target_line *t,
                      const struct plumb_fact *actual, const char *reading);

/* One more term of a note, while there is room. */
void plumb_target_add_term(struct plumb_term *terms, size_t *count, struct plumb_term term);

/* ---- relate_table_points.c ---- */

/* The points of one line against weight, target and actual. `met` is the
 * verdict of the target, UNTESTABLE for lines without numbers. */
void plumb_score_of_line(struct plumb_extract_work *work, const struct plumb_target_line *t,
                         enum plumb_verdict met);

/* ---- relate_target_notes.c ---- */

/* Services or people, of which more is better. */
bool plumb_target_counts_output(const struct plumb_target_line *t);
void plumb_target_line_notes(struct plumb_extract_work *work, const struct plumb_target_line *t);
void plumb_target_count(struct plumb_extract_work *work, const struct plumb_target_line *t,
                        struct plumb_target_count *n);
void plumb_target_table_notes(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              const struct plumb_target_count *n);

/* ---- relate_score_reasons.c ---- */

/* The reason of a line against its points; silent deductions are counted. */
void plumb_score_reason(struct plumb_extract_work *work, const struct plumb_target_line *t,
                        struct plumb_target_count *n);
void plumb_score_reasons_note(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              const struct plumb_target_count *n);

/* ---- relate_target_words.c ---- */

/* "计划300人，实际326人" in one cell of a form without columns for them. */
void plumb_relate_target_phrases(struct plumb_extract_work *work, const struct plumb_chain *chain);
/* 预期目标 and 实际完成情况 told in words, against the lines of all forms. */
void plumb_relate_goal_texts(struct plumb_extract_work *work, const struct plumb_chain *chains,
                             size_t count);
/* A rate under the line's own name in its remark. */
void plumb_relate_target_remark(struct plumb_extract_work *work, const struct plumb_target_line *t);

/* ---- relate_target_twice.c ---- */

/* One indicator in two forms: a target filled in from the result. */
void plumb_relate_targets_twice(struct plumb_extract_work *work, const struct plumb_chain *chains,
                                size_t count);

/* ---- relate_target_named.c ---- */

/* A rate in the indicator's own name against the cell of targets. */
void plumb_relate_target_names(struct plumb_extract_work *work, const struct plumb_chain *chain);

/* ---- relate_target_elsewhere.c ---- */

/* A list of targets without a column of actual values. `bare`: NULL at first, labels it keeps. */
void plumb_relate_target_list(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              struct plumb_str **bare);

#endif
