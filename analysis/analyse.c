/* The whole analysis: documents one by one, documents against each other, panels, ranking. */
#include "findings_documents.h"

#include <stdlib.h>
#include <string.h>

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

/* ---- documents, in parallel ---------------------------------------------------------------- */

struct document_job {
    const struct plumb_analysis_input *input;
    struct plumb_arena **arenas;
    struct plumb_finding_list *lists;
    enum plumb_status *status;
    struct plumb_error *errors;
};

static void document_task(void *context, size_t index)
{
    struct document_job *job = context;
    job->arenas[index] = plumb_arena_new();
    if (!job->arenas[index]) {
        job->status[index] = plumb_fail_nomem(&job->errors[index]);
        return;
    }
    job->status[index] =
        plumb_consistency_findings(job->input->catalogue, job->input->extractions[index],
                                   job->arenas[index], &job->lists[index], &job->errors[index]);
}

/* ---- keeping what lies in a task's arena ---------------------------------------------------- */

static const char *keep(struct plumb_arena *arena, const char *text)
{
    return text ? plumb_str_copy(arena, plumb_str_from(text)).ptr : NULL;
}

/* Quotes and numbers point into the documents, which outlive the analysis; words are copied. */
static struct plumb_finding copy_finding(struct plumb_arena *arena, const struct plumb_finding *f)
{
    struct plumb_finding copy = *f;
    copy.agency = keep(arena, f->agency);
    copy.subject = keep(arena, f->subject);
    copy.stated = keep(arena, f->stated);
    copy.expected = keep(arena, f->expected);
    copy.title = (struct plumb_bilingual){keep(arena, f->title.zh), keep(arena, f->title.en)};
    copy.explanation =
        (struct plumb_bilingual){keep(arena, f->explanation.zh), keep(arena, f->explanation.en)};
    copy.recomputation = keep(arena, f->recomputation);
    copy.recomputation_zh = keep(arena, f->recomputation_zh);
    copy.population = keep(arena, f->population);
    struct plumb_evidence *evidence =
        plumb_arena_array(arena, f->evidence_count + 1, sizeof *evidence);
    for (size_t i = 0; i < f->evidence_count; i++)
        evidence[i] = f->evidence[i];
    struct plumb_suspect *suspects =
        plumb_arena_array(arena, f->suspect_count + 1, sizeof *suspects);
    for (size_t i = 0; i < f->suspect_count; i++) {
        suspects[i] = f->suspects[i];
        suspects[i].proposed = keep(arena, f->suspects[i].proposed);
    }
    copy.evidence = evidence;
    copy.suspects = suspects;
    return copy;
}

static void gather(struct plumb_arena *arena, struct document_job *job, size_t count,
                   struct plumb_finding_list *out)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < job->lists[i].count; k++) {
            struct plumb_finding copy = copy_finding(arena, &job->lists[i].items[k]);
            plumb_finding_push(arena, out, &copy);
        }
}

/* ---- populations --------------------------------------------------------------------------- */

static size_t check_index(const struct plumb_catalogue *catalogue, const char *id)
{
    size_t i = 0, count = plumb_catalogue_check_count(catalogue);
    while (i < count && id && strcmp(plumb_catalogue_check(catalogue, i)->id, id) != 0)
        i++;
    return id ? i : count;
}

/* How often each check was applied to the documents: a check that fails everywhere is suspect. Text
 * rules leave no trace where they hold, so nothing is known of their population. */
static void count_tests(const struct plumb_analysis_input *input, struct plumb_arena *arena,
                        struct plumb_finding_list *list)
{
    size_t checks = plumb_catalogue_check_count(input->catalogue);
    size_t *tested = plumb_arena_array(arena, checks + 1, sizeof *tested);
    size_t *held = plumb_arena_array(arena, checks + 1, sizeof *held);
    for (size_t i = 0; i < input->extraction_count; i++)
        for (size_t k = 0; k < input->extractions[i]->relation_count; k++) {
            const struct plumb_relation *r = &input->extractions[i]->relations[k];
            size_t c = check_index(input->catalogue, r->check);
            tested[c] += r->declared && r->verdict != PLUMB_VERDICT_UNTESTABLE;
            held[c] += r->declared && r->verdict == PLUMB_VERDICT_CONSISTENT;
        }
    for (size_t i = 0; i < list->count; i++) {
        struct plumb_finding *f = &list->items[i];
        size_t c = check_index(input->catalogue, f->check);
        if (c == checks || !held[c])
            continue;
        f->tested = tested[c];
        f->population = plumb_arena_printf(arena, "1 of %zu relations of this check", tested[c]);
    }
}

static enum plumb_status analyse_documents(const struct plumb_analysis_input *input,
                                           struct plumb_arena *arena,
                                           struct plumb_finding_list *out,
                                           struct plumb_error *error)
{
    size_t n = input->extraction_count;
    struct document_job job = {.input = input};
    enum plumb_status status = PLUMB_OK;
    job.arenas = plumb_calloc(n + 1, sizeof *job.arenas);
    job.lists = plumb_calloc(n + 1, sizeof *job.lists);
    job.status = plumb_calloc(n + 1, sizeof *job.status);
    job.errors = plumb_calloc(n + 1, sizeof *job.errors);
    if (!job.arenas || !job.lists || !job.status || !job.errors) {
        status = plumb_fail_nomem(error);
        goto done;
    }
    plumb_parallel(n, input->threads, document_task, &job);
    for (size_t i = 0; i < n && status == PLUMB_OK; i++)
        if (job.status[i] != PLUMB_OK) {
            status = job.status[i];
            if (error)
                *error = job.errors[i];
        }
    if (status == PLUMB_OK) {
        jmp_buf nomem;
        jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
        if (setjmp(nomem))
            status = plumb_fail_nomem(error);
        else {
            gather(arena, &job, n, out);
            count_tests(input, arena, out);
        }
        plumb_arena_on_nomem(arena, outer);
    }
done:
    for (size_t i = 0; job.arenas && i < n; i++)
        plumb_arena_free(job.arenas[i]);
    plumb_free(job.arenas);
    plumb_free(job.lists);
    plumb_free(job.status);
    plumb_free(job.errors);
    return status;
}

/* ---- panels -------------------------------------------------------------------------------- */

enum { FACTS_PANEL_LEAST = 5 };

/* What several reports tell makes a panel too: their agencies and years are compared as well. */
static enum plumb_status analyse_facts(const struct plumb_analysis_input *input,
                                       struct plumb_arena *arena, struct plumb_finding_list *out,
                                       struct plumb_error *error)
{
    struct plumb_panel *panel = NULL;
    if (input->extraction_count < FACTS_PANEL_LEAST)
        return PLUMB_OK;
    enum plumb_status status = plumb_facts_panel(input->catalogue, input->extractions,
                                                 input->extraction_count, &panel, error);
    if (status != PLUMB_OK)
        return status;
    struct plumb_arena *scratch = plumb_arena_new();
    struct plumb_finding_list found = {0};
    status = scratch ? plumb_panel_findings(input->catalogue, panel, input->peers, input->threads,
                                            scratch, &found, error)
                     : plumb_fail_nomem(error);
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem))
        status = plumb_fail_nomem(error);
    else if (status == PLUMB_OK)
        for (size_t i = 0; i < found.count; i++) {
            struct plumb_finding copy = copy_finding(arena, &found.items[i]);
            plumb_finding_push(arena, out, &copy);
        }
    plumb_arena_on_nomem(arena, outer);
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
        status = plumb_panel_findings(input->catalogue, panel, input->peers, input->threads, arena,
                                      out, error);
    }
    return status;
}

/* ---- summary ------------------------------------------------------------------------------- */

static void count_documents(const struct plumb_analysis_input *input,
                            struct plumb_analysis_summary *summary)
{
    for (size_t i = 0; i < input->extraction_count; i++) {
        const struct plumb_coverage *c = &input->extractions[i]->coverage;
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
    enum plumb_status status = analyse_documents(input, arena, out, error);
    if (status == PLUMB_OK)
        status = plumb_find_across(input->catalogue, input->extractions, input->extraction_count,
                                   arena, out, error);
    if (status == PLUMB_OK)
        status = analyse_facts(input, arena, out, error);
    if (status == PLUMB_OK)
        status = analyse_panels(input, arena, out, summary, error);
    if (status == PLUMB_OK)
        status = plumb_rank_findings(input->catalogue, input->rank, arena, out, summary, error);
    return status;
}
