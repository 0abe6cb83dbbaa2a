/* Findings between documents: the board is set up, then every finder between reports runs. */
#include "analysis/across/find_across.h"

#include "analysis/across/across_int.h"

enum plumb_status plumb_find_across(const struct plumb_analysis_input *input,
                                    struct plumb_arena *arena, struct plumb_finding_list *out,
                                    size_t *crowded, struct plumb_error *error)
{
    struct plumb_arena *scratch = input->digest_count > 1 ? plumb_arena_new() : NULL;
    if (input->digest_count < 2)
        return PLUMB_OK;
    if (!scratch)
        return plumb_fail_nomem(error);
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    enum plumb_status status;
    if (setjmp(nomem)) {
        status = plumb_fail_nomem(error);
    } else {
        plumb_arena_on_nomem(scratch, &nomem);
        struct plumb_board b = {.catalogue = input->catalogue,
                                .digests = input->digests,
                                .count = input->digest_count,
                                .arena = arena,
                                .scratch = scratch,
                                .out = out};
        plumb_board_seat(&b, input);
        *crowded = plumb_board_crowded(&b);
        plumb_compare_figures(&b);
        plumb_compare_indicators(&b);
        plumb_compare_units(&b);
        plumb_find_stale(&b);
        status = plumb_compare_texts(&b, scratch, error);
    }
    plumb_arena_on_nomem(arena, outer);
    plumb_arena_free(scratch);
    return status;
}
