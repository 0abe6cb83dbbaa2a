/* Names enumerated in one phrase: "甲、乙和丙". */
#ifndef PLUMB_RELATE_LISTED_NAMES_H
#define PLUMB_RELATE_LISTED_NAMES_H

#include "extract/relate/relate_int.h"

#define PLUMB_LISTED_MAX 8

/* Splits a phrase at 、 and at the last 和, 及, 与 behind it; returns how many names, 0 when it lists none. */
size_t plumb_listed_names(struct plumb_str phrase, struct plumb_str names[PLUMB_LISTED_MAX]);
/* Does the item's own name end with the listed one, or the listed one with it ("受理咨询" and 咨询)? */
bool plumb_is_listed(const struct plumb_item *item, struct plumb_str name);

#endif
