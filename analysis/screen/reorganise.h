/* Reorganised agencies: their series joined, so that the change is no exception. */
#ifndef PLUMB_REORGANISE_H
#define PLUMB_REORGANISE_H

#include "plumb/finding.h"

/* Marks of a cell (agency, year) of a joined panel. */
enum plumb_join_mark {
    PLUMB_JOIN_CHANGE = 1, /* the first year of a new order of this agency */
    PLUMB_JOIN_REST = 2,   /* what an agency still shows when another has taken over */
    PLUMB_JOIN_SUM = 4     /* a sum of agencies, made for comparison only */
};

struct plumb_join_parts {
    uint32_t *agencies; /* whose printed values make the cell's */
    size_t count;       /* 0: its own */
};

struct plumb_joined {
    struct plumb_panel panel; /* borrows all but its columns */
    const struct plumb_panel *printed;
    struct plumb_join_parts *parts; /* [agency_count * year_count] */
    unsigned char *marks;           /* the same shape */
};

/* Renamed: one series under the new name, even when the panel has no such row. Merged: before the year the successor's history is its own
 * and the predecessors' sum. Split: from the year on the predecessor goes on as the successors' sum
 * (and what is left of itself). A sum with a part that is not known is not known. A year of 0 is the
 * one behind the predecessor's last. False when no change concerns the panel; everything lives in the
 * arena, which jumps when memory is out. */
bool plumb_panel_join(const struct plumb_panel *panel, const struct plumb_agency_change *changes,
                      size_t count, struct plumb_arena *arena, struct plumb_joined *out);

#endif
