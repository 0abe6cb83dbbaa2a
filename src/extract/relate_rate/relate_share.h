/* Forms of a share that the builder of shares hands on. */
#ifndef PLUMB_RELATE_SHARE_H
#define PLUMB_RELATE_SHARE_H

#include "extract/relate/relate_int.h"

enum { SHARE_WHOLE, SHARE_DIRECT, SHARE_LIST_HEAD }; /* patterns of relate_share.c */

#define PLUMB_SHARE_WHOLES_MAX 16

/* What may be the whole of a share, most natural first. */
struct plumb_share_wholes {
    const struct plumb_item *items[PLUMB_SHARE_WHOLES_MAX];
    double likeness[PLUMB_SHARE_WHOLES_MAX]; /* 1 for the whole of the list the part stands in */
    size_t count;
    size_t named; /* the first ones come from the words; the others only may help */
};

/* relate_share_wholes.c */

/* An amount that can be the part or the whole of a share. */
bool plumb_share_is_part(const struct plumb_item *item);
/* `name` is what stands behind 占, or empty. */
void plumb_share_find_wholes(struct plumb_extract_work *work, const struct plumb_item *share,
                             struct plumb_str name, const struct plumb_item *part,
                             struct plumb_share_wholes *w);

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
