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

static bool are_neighbours(const struct plumb_extraction *e, const struct plumb_extraction *g)
{
    return e->year && g->year && e->year - g->year <= 1 && g->year - e->year <= 1 &&
           e->unit_only == g->unit_only;
}

/* The pairs of the reports order[from, to), all of one agency. */
static void visit_agency(const struct plumb_board *b, size_t from, size_t to,
                         plumb_visit_pair *visit, void *context)
{
    for (size_t i = from; i < to; i++) {
        const struct plumb_extraction *e = &b->digests[b->order[i]]->extraction;
        for (size_t k = i + 1, met = 0; k < to && met < PLUMB_NEIGHBOURS; k++) {
            if (!are_neighbours(e, &b->digests[b->order[k]]->extraction))
                continue;
            visit(b, b->order[i], b->order[k], context);
            met++;
        }
    }
}

/* Reports of order[from, to) that have more neighbours behind them than are visited. */
static size_t crowded_in(const struct plumb_board *b, size_t from, size_t to)
{
    size_t crowded = 0;
    for (size_t i = from; i + PLUMB_NEIGHBOURS < to; i++) {
        const struct plumb_extraction *e = &b->digests[b->order[i]]->extraction;
        size_t met = 0;
        for (size_t k = i + 1; k < to && met <= PLUMB_NEIGHBOURS; k++)
            met += are_neighbours(e, &b->digests[b->order[k]]->extraction);
        crowded += met > PLUMB_NEIGHBOURS;
    }
    return crowded;
}

static size_t agency_end(const struct plumb_board *board, size_t from)
{
    size_t to = from + 1;
    while (to < board->count && plumb_board_same(board, board->order[from], board->order[to]))
        to++;
    return to;
}

size_t plumb_board_crowded(const struct plumb_board *board)
{
    size_t crowded = 0;
    for (size_t from = 0, to; from < board->count; from = to) {
        to = agency_end(board, from);
        crowded += crowded_in(board, from, to);
    }
    return crowded;
}

void plumb_board_pairs(const struct plumb_board *board, plumb_visit_pair *visit, void *context)
{
    for (size_t from = 0, to; from < board->count; from = to) {
        to = agency_end(board, from);
        visit_agency(board, from, to, visit, context);
    }
}
