/* Between the two halves of reading passages. */
#ifndef PLUMB_RELATE_PROSE_H
#define PLUMB_RELATE_PROSE_H

#include "extract/relate/relate_int.h"

/* Every number of a passage's text is this one character, U+E000. */
#define PLUMB_HOLDER "\xEE\x80\x80"
#define PLUMB_HOLDER_LEN 3

/* relate_prose_text.c: gists of all passages, and the passages by their texts. */
void plumb_prose_index(struct plumb_extract_work *work, struct plumb_prose *prose);
/* relate_prose_items.c: fills in label, core, use … of all items. */
void plumb_prose_read_items(struct plumb_extract_work *work, struct plumb_passage *passage);

#endif
