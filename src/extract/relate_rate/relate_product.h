/* Prices and standards times counts: what relate_product.c and relate_product_times.c share. */
#ifndef PLUMB_RELATE_PRODUCT_H
#define PLUMB_RELATE_PRODUCT_H

#include "extract/relate/relate_int.h"

enum { PLUMB_STANDARD_TIMES = 6 };

/* How often a standard may be paid: per month 12, in school terms 10 or 4 and the like; else once. */
size_t plumb_standard_times(const struct plumb_item *rate, int64_t out[PLUMB_STANDARD_TIMES]);

#endif
