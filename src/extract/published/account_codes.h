/* Names of the classification codes: 政府收支分类科目, expenditure by function (类, 款, 项) and by economic
 * class. The list holds what agencies' tables use most and the classes completely; names that a code had
 * in earlier years stand beside the present one. */
#ifndef PLUMB_ACCOUNT_CODES_H
#define PLUMB_ACCOUNT_CODES_H

#include "plumb/base.h"

/* Names of a code ("2010601"), parted by '|'; NULL when the list does not hold it. */
const char *plumb_account_code_names(struct plumb_str code);
/* Is `key` (plumb_label_key of a name) one of these names? */
bool plumb_account_name_is(const char *names, struct plumb_str key);
/* A code of `length` digits that has this name; NULL when there is none or more than one. */
const char *plumb_account_code_named(struct plumb_str key, size_t length);

#endif
