/* What one document shows by itself: its relations, its budget, its targets, its gaps. */
#include "analysis/findings/findings_int.h"

static void find_in_document(const struct plumb_catalogue *catalogue,
                             const struct plumb_extraction *extraction, struct plumb_arena *arena,
                             struct plumb_finding_list *out)
{
    struct plumb_finder finder = {.arena = arena,
                                  .catalogue = catalogue,
                                  .extraction = extraction,
                                  .out = out,
                                  .agency = plumb_str_copy(arena, extraction->agency).ptr,
                                  .materiality = plumb_document_materiality(extraction)};
    plumb_find_relations(&finder);
    plumb_find_budget(&finder);
    plumb_find_unexplained(&finder);
    plumb_find_projects(&finder);
    plumb_find_ratios(&finder);
    plumb_find_targets(&finder);
    plumb_find_gaps(&finder);
    plumb_find_impossible(&finder);
}

enum plumb_status plumb_consistency_findings(const struct plumb_catalogue *catalogue,
                                             const struct plumb_extraction *extraction,
                                             struct plumb_arena *arena,
                                             struct plumb_finding_list *out,
                                             struct plumb_error *error)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    find_in_document(catalogue, extraction, arena, out);
    plumb_arena_on_nomem(arena, outer);
    return PLUMB_OK;
}
