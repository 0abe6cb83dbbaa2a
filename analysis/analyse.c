/* The whole analysis: documents one by one, documents against each other, panels, ranking. */
#include "analysis/across/find_across.h"

#include <stdlib.h>
#include <string.h>

/* ---- documents ----------------------------------------------------------------------------- */

/* A check that fails everywhere is suspect: its findings know how often it was applied. */
static void count_tests(const struct plumb_analysis_input *input, struct plumb_arena *arena,
                        struct plumb_finding_list *list)
{
    size_t checks = plumb_catalogue_check_count(input->catalogue);
    struct plumb_check_use *uses = plumb_arena_array(arena, checks + 1, sizeof *uses);
    for (size_t i = 0; i < input->digest_count; i++)
        for (size_t c = 0; c < checks; c++) {
            uses[c].tested += input->digests[i]->checks[c].tested;
            uses[c].held += input->digests[i]->checks[c].held;
        }
    for (size_t i = 0; i < list->count; i++) {
        struct plumb_finding *f = &list->items[i];
        const struct plumb_check *check = plumb_catalogue_find_check(input->catalogue, f->check);
        size_t c = check ? (size_t)(check - plumb_catalogue_check(input->catalogue, 0)) : checks;
        if (!uses[c].held)
            continue;
        f->tested = uses[c].tested;
        f->population =
            plumb_arena_printf(arena, "本检查%zu项关系中的1项 · 1 of %zu relations of this check",
                               f->tested, f->tested);
    }
}

static enum plumb_status gather_documents(const struct plumb_analysis_input *input,
                                          struct plumb_arena *arena, struct plumb_finding_list *out,
                                          struct plumb_error *error)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    for (size_t i = 0; i < input->digest_count; i++)
        for (size_t k = 0; k < input->digests[i]->findings.count; k++)
            plumb_finding_push(arena, out, &input->digests[i]->findings.items[k]);
    count_tests(input, arena, out);
    plumb_arena_on_nomem(arena, outer);
    return PLUMB_OK;
}

/* ---- panels -------------------------------------------------------------------------------- */

enum { FACTS_PANEL_LEAST = 5 };

static enum plumb_status keep_findings(const struct plumb_finding_list *found,
                                       struct plumb_arena *arena, struct plumb_finding_list *out,
                                       struct plumb_error *error)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    plumb_findings_keep(arena, found, out);
    plumb_arena_on_nomem(arena, outer);
    return PLUMB_OK;
}

const struct plumb_extraction *const *
plumb_extractions_named(const struct plumb_extraction *const *extractions, size_t count,
                        const struct plumb_agency_name *decided, size_t decided_count,
                        struct plumb_arena *arena)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return NULL;
    }
    struct plumb_str *names = plumb_arena_array(arena, count + 1, sizeof *names);
    const char **agencies = plumb_arena_array(arena, count + 1, sizeof *agencies);
    struct plumb_extraction *copies = plumb_arena_array(arena, count + 1, sizeof *copies);
    const struct plumb_extraction **list = plumb_arena_array(arena, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        names[i] = extractions[i]->agency;
    plumb_agency_names(names, count, decided, decided_count, arena, agencies);
    for (size_t i = 0; i < count; i++) {
        copies[i] = *extractions[i];
        if (!copies[i].unit_only)
            copies[i].agency = plumb_str_from(agencies[i]);
        list[i] = &copies[i];
    }
    plumb_arena_on_nomem(arena, outer);
    return list;
}

static const struct plumb_extraction *const *
under_one_name(const struct plumb_analysis_input *input, struct plumb_arena *scratch)
{
    const struct plumb_extraction **all =
        plumb_arena_array(scratch, input->digest_count + 1, sizeof *all);
    for (size_t i = 0; all && i < input->digest_count; i++)
        all[i] = &input->digests[i]->extraction;
    return all ? plumb_extractions_named(all, input->digest_count, input->agency_names,
                                         input->agency_name_count, scratch)
               : NULL;
}

/* What several reports tell makes a panel too: their agencies and years are compared as well. The
 * panel is freed here, so its findings are copied. */
static enum plumb_status analyse_facts(const struct plumb_analysis_input *input,
                                       struct plumb_arena *arena, struct plumb_finding_list *out,
                                       struct plumb_error *error)
{
    struct plumb_panel *panel = NULL;
    struct plumb_finding_list found = {0};
    if (input->digest_count < FACTS_PANEL_LEAST)
        return PLUMB_OK;
    struct plumb_arena *scratch = plumb_arena_new();
    const struct plumb_extraction *const *extractions =
        scratch ? under_one_name(input, scratch) : NULL;
    enum plumb_status status = extractions ? plumb_facts_panel(input->catalogue, extractions,
                                                               input->digest_count, &panel, error)
                                           : plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = plumb_panel_findings_joined(input->catalogue, panel, input->changes,
                                             input->change_count, input->peers, input->threads,
                                             scratch, &found, error);
    if (status == PLUMB_OK)
        status = keep_findings(&found, arena, out, error);
    plumb_arena_free(scratch);
    plumb_panel_free(panel);
    return status;
}

static enum plumb_status analyse_panels(const struct plumb_analysis_input *input,
                                        struct plumb_arena *arena, struct plumb_finding_list *out,
                                        struct plumb_analysis_summary *summary,
                                        struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; i < input->panel_count && status == PLUMB_OK; i++) {
        const struct plumb_panel *panel = input->panels[i];
        summary->series += panel->agency_count * panel->column_count;
        summary->cells += panel->agency_count * panel->column_count * panel->year_count;
        status = plumb_panel_findings_joined(input->catalogue, panel, input->changes,
                                             input->change_count, input->peers, input->threads,
                                             arena, out, error);
    }
    return status;
}

/* ---- summary ------------------------------------------------------------------------------- */

static void count_documents(const struct plumb_analysis_input *input,
                            struct plumb_analysis_summary *summary)
{
    for (size_t i = 0; i < input->digest_count; i++) {
        const struct plumb_coverage *c = &input->digests[i]->extraction.coverage;
        summary->relations += c->consistent + c->rounding + c->inconsistent + c->untestable;
        summary->tested += c->consistent + c->rounding + c->inconsistent;
        summary->quantities += c->quantities;
        summary->related += c->related;
    }
}

enum plumb_status plumb_analyse(const struct plumb_analysis_input *input, struct plumb_arena *arena,
                                struct plumb_finding_list *out,
                                struct plumb_analysis_summary *summary, struct plumb_error *error)
{
    *summary =
        (struct plumb_analysis_summary){.fdr_line = PLUMB_NPOS, .materiality_line = PLUMB_NPOS};
    count_documents(input, summary);
    enum plumb_status status = gather_documents(input, arena, out, error);
    if (status == PLUMB_OK)
        status = plumb_find_across(input, arena, out, &summary->crowded, error);
    if (status == PLUMB_OK)
        status = analyse_facts(input, arena, out, error);
    if (status == PLUMB_OK)
        status = analyse_panels(input, arena, out, summary, error);
    if (status == PLUMB_OK)
        status = plumb_rank_findings(input->catalogue, input->rank, arena, out, summary, error);
    return status;
}
