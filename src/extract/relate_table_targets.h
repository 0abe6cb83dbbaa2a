/* A line of a 自评表: its target, what was reached, and what it scored. */
#ifndef PLUMB_RELATE_TABLE_TARGETS_H
#define PLUMB_RELATE_TABLE_TARGETS_H

#include "extract/relate_table_util.h"

struct plumb_target_line {
    const struct plumb_grid *grid;
    const struct plumb_grid_line *line;
    const struct plumb_grid_cell *target_cell, *actual_cell, *score_cell; /* or NULL */
    const struct plumb_fact *target, *actual, *weight, *score;            /* or NULL */
    bool has_reason;      /* 偏差原因 is filled in */
    int direction;        /* +1 more is better, -1 less, 0 unknown */
    bool written_at_most; /* ≤ although more is better */
};

/* +1, -1 or 0 by the words of the indicator's name and its path. */
int plumb_target_direction(struct plumb_str key, struct plumb_str path);

/* relate_table_points.c: the points of one line against weight, target and actual. `met` is the
 * verdict of the target, UNTESTABLE for lines without numbers. */
void plumb_score_of_line(struct plumb_extract_work *work, const struct plumb_target_line *t,
                         enum plumb_verdict met);

#endif
