/* The board on which reports are compared: whose a report is, and a finder for its findings. */
#include "analysis/across/across_int.h"

#include <stdlib.h>
#include <string.h>

struct plumb_finder plumb_board_finder(const struct plumb_board *board, size_t document)
{
    const struct plumb_digest *d = board->digests[document];
    return (struct plumb_finder){.arena = board->arena,
                                 .catalogue = board->catalogue,
                                 .extraction = &d->extraction,
                                 .out = board->out,
                                 .agency = d->extraction.agency.ptr,
                                 .materiality = d->materiality};
}

bool plumb_board_same(const struct plumb_board *board, size_t x, size_t y)
{
    return *board->agencies[x] && strcmp(board->agencies[x], board->agencies[y]) == 0;
}

struct seat {
    const char *agency;
    size_t document;
};

static int by_agency(const void *a, const void *b)
{
    const struct seat *x = a, *y = b;
    int order = strcmp(x->agency, y->agency);
    return order ? order : (x->document > y->document) - (x->document < y->document);
}

void plumb_board_seat(struct plumb_board *b, const struct plumb_analysis_input *input)
{
    struct plumb_str *names = plumb_arena_array(b->scratch, b->count + 1, sizeof *names);
    struct seat *seats = plumb_arena_array(b->scratch, b->count + 1, sizeof *seats);
    b->agencies = plumb_arena_array(b->scratch, b->count + 1, sizeof *b->agencies);
    b->order = plumb_arena_array(b->scratch, b->count + 1, sizeof *b->order);
    for (size_t i = 0; i < b->count; i++)
        names[i] = b->digests[i]->extraction.agency;
    plumb_agency_names(names, b->count, input->agency_names, input->agency_name_count, b->scratch,
                       b->agencies);
    for (size_t i = 0; i < b->count; i++)
        seats[i] = (struct seat){b->agencies[i], i};
    qsort(seats, b->count, sizeof *seats, by_agency);
    for (size_t i = 0; i < b->count; i++)
        b->order[i] = seats[i].document;
}
