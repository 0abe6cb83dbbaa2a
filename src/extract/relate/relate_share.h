/* Forms of a share that the builder of shares hands on. */
#ifndef PLUMB_RELATE_SHARE_H
#define PLUMB_RELATE_SHARE_H

#include "extract/relate/relate_int.h"

/* "A、B 分别为 a、b，分别占 W 的 p、q": `group` shares from `share` on. Shares judged, or 0. */
size_t plumb_share_row(struct plumb_extract_work *work, struct plumb_item *share, size_t group);
/* "占 W 的 q%（a，W）": both amounts in the bracket behind. */
bool plumb_share_bracket(struct plumb_extract_work *work, struct plumb_item *share,
                         struct plumb_str whole_name);
/* "总额 W，其中 q% 即 a 用于…" */
void plumb_share_in_front(struct plumb_extract_work *work, struct plumb_item *share);

/* relate_share_set.c: the amount in front that the parts of the share's sentence add up to, or NULL. */
const struct plumb_item *plumb_share_set_whole(struct plumb_extract_work *work,
                                               const struct plumb_item *share,
                                               const struct plumb_item *part);

#endif
