/* Which number is wrong, and what was probably meant.
 *
 * Numbers and the relations among them form a graph. The smallest change of one, two or three
 * numbers is sought that repairs broken relations and breaks none that held; changing a number
 * costs one, plus the relations it satisfies, plus its independent repeats in the document; a change
 * that is one slip of the pen away, or that another place of the document supports, is cheaper.
 * Fellegi and Holt (1976), JASA 71, 17-35; Scholtus (2009). A broken relation proves that a set of
 * numbers is inconsistent, not that one of them is wrong: the runners-up are kept.
 */
#ifndef PLUMB_LOCALISE_H
#define PLUMB_LOCALISE_H

#include "analysis/findings/slip.h"

struct plumb_suspicion {
    size_t fact;
    struct plumb_slip meant; /* kind NONE: recomputed, no slip explains it */
    unsigned votes;          /* relations and repeats that support the proposal */
    const char *certainty;   /* "certain", "likely", "one of" */
};

/* Broken relations with one root cause. */
struct plumb_cause {
    size_t *relations; /* indices in the extraction, ascending */
    size_t relation_count;
    struct plumb_suspicion *suspects; /* most probable first */
    size_t suspect_count;
    bool repaired; /* with the first suspect changed all of the relations hold */
};

/* Partition the broken arithmetic relations of a document into causes. Relations that cannot be
 * recomputed here (targets, dates, text rules) are not in any cause. Everything is in `arena`,
 * which must jump on failure. The order is that of the relations. */
size_t plumb_localise(struct plumb_arena *arena, const struct plumb_extraction *extraction,
                      struct plumb_cause **causes);

#endif
