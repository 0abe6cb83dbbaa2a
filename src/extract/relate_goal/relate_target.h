/* What the rules on targets share, in prose and in forms. */
#ifndef PLUMB_RELATE_TARGET_H
#define PLUMB_RELATE_TARGET_H

#include "extract/relate/relate_int.h"

/* +1, -1 or 0 by the words of the indicator's name and its path. */
int plumb_target_direction(struct plumb_str key, struct plumb_str path);
bool plumb_unit_is_people(enum plumb_unit unit); /* 人 or 人次 */
/* The two can be compared by their units. */
bool plumb_target_comparable(const struct plumb_fact *a, const struct plumb_fact *b);
/* Not about so much, no range and no date. */
bool plumb_target_usable(const struct plumb_fact *target);

#endif
