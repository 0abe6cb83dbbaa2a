/* What stays of a document once its own findings are drawn; see plumb/finding.h. */
#ifndef PLUMB_DIGEST_H
#define PLUMB_DIGEST_H

#include "analysis/across/fingerprint.h"
#include "plumb/finding.h"

/* The best-told value of an indicator for one year, of the agency as a whole. */
struct plumb_told {
    size_t indicator; /* index in the catalogue */
    int year;
    const struct plumb_fact *fact;
};

/* How often a check was applied to the document by declared relations, and how often it held. */
struct plumb_check_use {
    size_t tested, held;
};

struct plumb_digest {
    struct plumb_arena *arena;
    struct plumb_document document;     /* path, name, source with its lines; no blocks */
    struct plumb_extraction extraction; /* facts with an indicator; no relations */
    struct plumb_finding_list findings; /* of the document by itself, unscored */
    struct plumb_told *told;            /* ascending by indicator and year */
    size_t told_count;
    struct plumb_fingerprint *prints; /* ascending by hash */
    size_t print_count;
    struct plumb_check_use *checks; /* one a check of the catalogue, in its order */
    double materiality;             /* yuan; 0 = not known */
    size_t relation_count;
};

/* Append copies of findings and of all their words that live in `arena`. Memory that is out
 * jumps. */
void plumb_findings_keep(struct plumb_arena *arena, const struct plumb_finding_list *from,
                         struct plumb_finding_list *to);

#endif
