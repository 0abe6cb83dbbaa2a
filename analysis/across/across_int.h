/* What the finders between documents share: the digests, ordered by agency. */
#ifndef PLUMB_ACROSS_INT_H
#define PLUMB_ACROSS_INT_H

#include "analysis/across/digest.h"
#include "analysis/findings/findings_int.h"

/* So many reports of neighbouring years each report is compared with, in the order of the files. An
 * agency has tens; thousands under one name must not cost their square. */
enum { PLUMB_NEIGHBOURS = 256 };

struct plumb_board {
    const struct plumb_catalogue *catalogue;
    const struct plumb_digest *const *digests;
    size_t count;
    struct plumb_arena *arena;   /* of the findings */
    struct plumb_arena *scratch; /* freed behind the finders */
    struct plumb_finding_list *out;
    const char **agencies; /* one name an agency, "" unknown */
    size_t *order;         /* documents by agency, then by place */
};

/* Who belongs together: fills agencies and order. */
void plumb_board_seat(struct plumb_board *board, const struct plumb_analysis_input *input);
struct plumb_finder plumb_board_finder(const struct plumb_board *board, size_t document);
bool plumb_board_same(const struct plumb_board *board, size_t x, size_t y);
/* Visit the pairs (x, y) of reports of one agency, of one year or of two that follow each other, both
 * of the department or both of the unit alone. */
typedef void plumb_visit_pair(const struct plumb_board *board, size_t x, size_t y, void *context);
void plumb_board_pairs(const struct plumb_board *board, plumb_visit_pair *visit, void *context);
/* Reports that are not compared with all of these, because there are more than PLUMB_NEIGHBOURS. */
size_t plumb_board_crowded(const struct plumb_board *board);

/* findings_figures.c: figures told in two reports of an agency. */
void plumb_compare_figures(const struct plumb_board *board);
/* findings_told.c: catalogue indicators told in two reports of an agency. */
void plumb_compare_indicators(const struct plumb_board *board);
/* findings_units.c: a department against the sum of its units. */
void plumb_compare_units(const struct plumb_board *board);
/* findings_stale.c: sentences kept from last year's report with last year's number of the year. */
void plumb_find_stale(const struct plumb_board *board);
/* findings_copies.c: reports that share more text than a common template explains. */
enum plumb_status plumb_compare_texts(const struct plumb_board *board, struct plumb_arena *scratch,
                                      struct plumb_error *error);

#endif
