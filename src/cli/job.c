/* The whole job, from inputs to ranked findings. */
#include "cli/job.h"
#include "cli/panels_join.h"

#include <stdio.h>
#include <string.h>

void plumb_job_init(struct plumb_job *job, struct plumb_cli *cli, struct plumb_case *file)
{
    *job = (struct plumb_job){.cli = cli, .file = file, .stored = true};
    job->summary.fdr_line = PLUMB_NPOS;
    job->summary.materiality_line = PLUMB_NPOS;
}

void plumb_job_free(struct plumb_job *job)
{
    for (size_t i = 0; i < job->panel_count; i++)
        plumb_panel_free(job->panels[i]);
    for (size_t i = 0; i < job->digest_count; i++)
        plumb_digest_free(job->digests[i]);
}

/* ---- the files, as the report lists them ------------------------------------------------- */

static struct plumb_report_file *add_file(struct plumb_job *job, const char *path, const char *kind)
{
    struct plumb_report_file *file =
        PLUMB_PUSH(job->cli->arena, job->files, job->file_count, job->file_capacity);
    if (file)
        *file = (struct plumb_report_file){.path = path, .kind = kind, .agency = ""};
    return file;
}

static bool add_unread(struct plumb_job *job, const char *path, const char *reason)
{
    struct plumb_report_file *file = add_file(job, path, "unreadable");
    if (!file)
        return false;
    file->problem = plumb_arena_printf(job->cli->arena, "%s", reason);
    job->unread++;
    return true;
}

/* Takes the digest over, also when memory is out. */
static bool keep_digest(struct plumb_job *job, struct plumb_digest *digest)
{
    struct plumb_arena *arena = job->cli->arena;
    const struct plumb_extraction *extraction = plumb_digest_extraction(digest);
    struct plumb_digest **slot =
        PLUMB_PUSH(arena, job->digests, job->digest_count, job->digest_capacity);
    if (slot)
        *slot = digest;
    else
        plumb_digest_free(digest);
    const struct plumb_extraction **place =
        slot ? PLUMB_PUSH(arena, job->extractions, job->extraction_count, job->extraction_capacity)
             : NULL;
    struct plumb_report_file *file = place ? add_file(job, extraction->document->path,
                                                      plumb_document_kind_name(extraction->kind))
                                           : NULL;
    if (!file)
        return false;
    *place = extraction;
    const struct plumb_coverage *coverage = &extraction->coverage;
    file->agency = plumb_str_copy(arena, extraction->agency).ptr;
    file->year = extraction->year;
    file->sure = plumb_extraction_sure(extraction);
    file->quantities = coverage->quantities;
    file->relations = plumb_digest_relations(digest);
    file->tested = coverage->consistent + coverage->rounding + coverage->inconsistent;
    return true;
}

/* ---- panels ------------------------------------------------------------------------------ */

/* Takes the panel over. */
static enum plumb_status keep_panel(struct plumb_job *job, struct plumb_panel *panel,
                                    struct plumb_error *error)
{
    for (size_t i = 0; i < job->panel_count; i++) {
        if (!plumb_panels_join(job->panels[i], panel))
            continue;
        size_t restated = 0;
        enum plumb_status status =
            plumb_panel_merge(job->panels[i], panel, false, &restated, error);
        plumb_panel_free(panel);
        return status;
    }
    struct plumb_panel **slot =
        PLUMB_PUSH(job->cli->arena, job->panels, job->panel_count, job->panel_capacity);
    if (!slot) {
        plumb_panel_free(panel);
        return plumb_fail_nomem(error);
    }
    *slot = panel;
    return PLUMB_OK;
}

static enum plumb_status list_panel(struct plumb_job *job, const char *path,
                                    const struct plumb_panel *panel, struct plumb_error *error)
{
    struct plumb_report_file *file = add_file(job, path, "panel");
    if (!file)
        return plumb_fail_nomem(error);
    file->rows = panel->row_count;
    if (panel->unused[0])
        plumb_cli_note(job->cli,
                       PLUMB_SAY(job->cli, "plumb: %s：没有用到的列：%s",
                                 "plumb: %s: columns that are not used: %s"),
                       path, panel->unused);
    if (panel->reject_count == 0)
        return PLUMB_OK;
    file->problem =
        plumb_arena_printf(job->cli->arena,
                           PLUMB_SAY(job->cli, "有 %zu 处用不上，第一处是第 %zu 行：%s",
                                     "%zu places could not be used; the first is line %zu: %s"),
                           panel->reject_count, panel->rejects[0].line, panel->rejects[0].reason);
    plumb_cli_note(job->cli, "plumb: %s: %s", path, file->problem ? file->problem : "");
    return PLUMB_OK;
}

/* ---- reading ----------------------------------------------------------------------------- */

bool plumb_job_has_stored(struct plumb_cli *cli, struct plumb_case *file, const char *path,
                          const char *sha256)
{
    return !plumb_mapping_covers(cli->mapping, path) && plumb_case_has_file(file, path, sha256);
}

static enum plumb_status store_reading(struct plumb_job *job, const struct plumb_reading *reading,
                                       struct plumb_error *error)
{
    const char *path = reading->input->path;
    if (!job->file)
        return PLUMB_OK;
    if (reading->status != PLUMB_OK)
        return plumb_case_put_failure(job->file, path, &reading->error, error);
    if (plumb_job_has_stored(job->cli, job->file, path, reading->sha256))
        return PLUMB_OK;
    if (reading->panel)
        return plumb_case_put_panel(job->file, path, reading->sha256, reading->panel, error);
    return plumb_case_put_document(job->file, reading->document, reading->extraction, error);
}

static enum plumb_status take_reading(struct plumb_job *job, struct plumb_reading *reading,
                                      struct plumb_error *error)
{
    if (reading->status != PLUMB_OK) {
        plumb_cli_complain(reading->input->path, &reading->error);
        bool kept = add_unread(job, reading->input->path, reading->error.message);
        return kept ? PLUMB_OK : plumb_fail_nomem(error);
    }
    if (reading->panel) {
        struct plumb_panel *panel = reading->panel;
        enum plumb_status status = list_panel(job, reading->input->path, panel, error);
        reading->panel = NULL;
        if (status == PLUMB_OK)
            return keep_panel(job, panel, error);
        plumb_panel_free(panel);
        return status;
    }
    struct plumb_digest *digest = reading->digest;
    reading->digest = NULL;
    return keep_digest(job, digest) ? PLUMB_OK : plumb_fail_nomem(error);
}

static void digest_reading(struct plumb_cli *cli, struct plumb_reading *reading)
{
    reading->status = plumb_digest_new(cli->catalogue, reading->extraction, reading->stop_at,
                                       &reading->digest, &reading->error);
}

static bool deliver(struct plumb_cli *cli, struct plumb_reading *reading, void *context)
{
    struct plumb_job *job = context;
    (void)cli;
    enum plumb_status status = store_reading(job, reading, &job->failure);
    if (status == PLUMB_OK)
        status = take_reading(job, reading, &job->failure);
    job->stored = status == PLUMB_OK;
    return job->stored;
}

enum plumb_status plumb_job_read(struct plumb_job *job, const struct plumb_inputs *inputs,
                                 struct plumb_error *error)
{
    struct plumb_reading_plan plan = {.extract = true,
                                      .panels = true,
                                      .hash = job->file != NULL,
                                      .what = PLUMB_SAY(job->cli, "读取", "reading"),
                                      .work = digest_reading,
                                      .deliver = deliver,
                                      .context = job};
    enum plumb_status status = plumb_cli_catalogue(job->cli, error);
    if (status == PLUMB_OK)
        status = plumb_read_inputs(job->cli, inputs, &plan, error);
    if (status == PLUMB_OK && !job->stored) {
        *error = job->failure;
        status = job->failure.code;
    }
    return status;
}

/* ---- from the case ----------------------------------------------------------------------- */

/* So many documents of a case are extracted at a time. */
enum { BATCH = 64 };

struct again {
    struct plumb_job *job;
    struct plumb_document **documents;
    struct plumb_digest *digests[BATCH];
    struct plumb_error errors[BATCH];
};

static void extract_again(void *context, size_t index)
{
    struct again *again = context;
    struct plumb_cli *cli = again->job->cli;
    struct plumb_error *error = &again->errors[index];
    struct plumb_extraction *extraction = NULL;
    struct plumb_arena *arena = plumb_arena_new();
    enum plumb_status status =
        arena ? plumb_extract(cli->extractor, again->documents[index], arena, &extraction, error)
              : plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        plumb_digest_new(cli->catalogue, extraction, 0, &again->digests[index], error);
    plumb_arena_free(arena);
}

/* Hand the digests over to the job; the first error is returned. */
static enum plumb_status keep_again(struct again *again, size_t count, struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; i < count; i++) {
        if (status == PLUMB_OK && again->errors[i].code != PLUMB_OK) {
            *error = again->errors[i];
            status = error->code;
        }
        if (status != PLUMB_OK)
            plumb_digest_free(again->digests[i]);
        else if (!keep_digest(again->job, again->digests[i]))
            status = plumb_fail_nomem(error);
    }
    return status;
}

/* One batch of documents behind the path *after; *count tells how many there were. */
static enum plumb_status load_batch(struct plumb_job *job, const char **after, size_t *count,
                                    struct plumb_error *error)
{
    struct again again = {.job = job};
    struct plumb_arena *arena = plumb_arena_new();
    *count = 0;
    enum plumb_status status = arena ? plumb_case_documents(job->file, *after, BATCH, arena,
                                                            &again.documents, count, error)
                                     : plumb_fail_nomem(error);
    if (status == PLUMB_OK && *count) {
        plumb_parallel(*count, job->cli->jobs, extract_again, &again);
        status = keep_again(&again, *count, error);
        *after = plumb_arena_printf(job->cli->arena, "%s", again.documents[*count - 1]->path);
        if (status == PLUMB_OK && !*after)
            status = plumb_fail_nomem(error);
    }
    plumb_arena_free(arena);
    return status;
}

static enum plumb_status load_documents(struct plumb_job *job, struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    const char *after = "";
    for (size_t count = BATCH; status == PLUMB_OK && count == BATCH;)
        status = load_batch(job, &after, &count, error);
    return status;
}

static enum plumb_status load_panels(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_panel **panels = NULL;
    size_t count = 0;
    enum plumb_status status =
        plumb_case_panels(job->file, &panels, &count, job->cli->arena, error);
    for (size_t i = 0; i < count; i++) {
        if (status == PLUMB_OK)
            status =
                list_panel(job, panels[i]->file_count ? panels[i]->files[0] : "", panels[i], error);
        if (status == PLUMB_OK)
            status = keep_panel(job, panels[i], error);
        else
            plumb_panel_free(panels[i]);
    }
    return status;
}

enum plumb_status plumb_job_load(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_failure *failures = NULL;
    size_t count = 0;
    enum plumb_status status = plumb_cli_catalogue(job->cli, error);
    if (status == PLUMB_OK)
        status = load_documents(job, error);
    if (status == PLUMB_OK)
        status = load_panels(job, error);
    if (status == PLUMB_OK)
        status = plumb_case_failures(job->file, job->cli->arena, &failures, &count, error);
    for (size_t i = 0; status == PLUMB_OK && i < count; i++)
        if (!add_unread(job, failures[i].path, failures[i].reason))
            status = plumb_fail_nomem(error);
    return status;
}

/* ---- analysis ---------------------------------------------------------------------------- */

enum plumb_status plumb_job_decisions(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_arena *arena = job->cli->arena;
    struct plumb_agency_alias *aliases = NULL;
    struct plumb_agency_link *links = NULL;
    size_t count = 0, linked = 0;
    if (!job->file)
        return PLUMB_OK;
    enum plumb_status status = plumb_case_aliases(job->file, arena, &aliases, &count, error);
    if (status == PLUMB_OK)
        status = plumb_case_links(job->file, arena, &links, &linked, error);
    if (status != PLUMB_OK)
        return status;
    job->names = plumb_arena_array(arena, count + 1, sizeof *job->names);
    job->changes = plumb_arena_array(arena, count + linked + 1, sizeof *job->changes);
    if (!job->names || !job->changes)
        return plumb_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        job->names[i] = (struct plumb_agency_name){aliases[i].name, aliases[i].agency};
        job->changes[i] =
            (struct plumb_agency_change){aliases[i].name, aliases[i].agency, "renamed", 0};
    }
    for (size_t i = 0; i < linked; i++)
        job->changes[count + i] =
            (struct plumb_agency_change){links[i].from, links[i].to, links[i].kind, links[i].year};
    job->name_count = count;
    job->change_count = count + linked;
    return PLUMB_OK;
}

enum plumb_status plumb_job_analyse(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    const char *rank = plumb_cli_option(cli, PLUMB_OPT_RANK, NULL);
    struct plumb_analysis_input input = {.catalogue = cli->catalogue,
                                         .digests =
                                             (const struct plumb_digest *const *)job->digests,
                                         .digest_count = job->digest_count,
                                         .panels = (const struct plumb_panel *const *)job->panels,
                                         .panel_count = job->panel_count,
                                         .peers = plumb_cli_option(cli, PLUMB_OPT_PEERS, NULL),
                                         .rank = rank && strcmp(rank, "score") != 0 ? rank : NULL,
                                         .threads = cli->jobs};
    enum plumb_status status = plumb_job_decisions(job, error);
    input.agency_names = job->names;
    input.agency_name_count = job->name_count;
    input.changes = job->changes;
    input.change_count = job->change_count;
    if (status == PLUMB_OK)
        status = plumb_analyse(&input, cli->arena, &job->findings, &job->summary, error);
    if (status == PLUMB_OK && job->file)
        status = plumb_case_apply_triage(job->file, cli->arena, &job->findings, error);
    if (status == PLUMB_OK && job->file)
        status = plumb_case_put_findings(job->file, &job->findings, &job->summary,
                                         cli->command_line, NULL, error);
    return status;
}

/* ---- the report's view ------------------------------------------------------------------- */

struct plumb_report_input plumb_job_report(const struct plumb_job *job)
{
    struct plumb_cli *cli = job->cli;
    return (struct plumb_report_input){
        .title = PLUMB_SAY(cli, "准绳筛查报告", "Plumbline screening report"),
        .command_line = cli->command_line,
        .when = plumb_cli_now(cli),
        .language = cli->language,
        .catalogue = cli->catalogue,
        .findings = &job->findings,
        .summary = &job->summary,
        .files = job->files,
        .file_count = job->file_count,
        .extractions = job->extractions,
        .extraction_count = job->extraction_count,
        .panels = (const struct plumb_panel *const *)job->panels,
        .panel_count = job->panel_count,
        .changes = job->changes,
        .change_count = job->change_count};
}

enum plumb_status plumb_job_inputs(struct plumb_cli *cli, struct plumb_inputs *out,
                                   struct plumb_error *error)
{
    const char *path = plumb_cli_case_path(cli);
    const char *folder = plumb_cli_option(cli, PLUMB_OPT_OUTPUT, PLUMB_OUTPUT_DEFAULT);
    const char *const companions[] = {folder, path, plumb_arena_printf(cli->arena, "%s-wal", path),
                                      plumb_arena_printf(cli->arena, "%s-shm", path)};
    struct plumb_left_out left_out[PLUMB_COUNT(companions)];
    const struct plumb_read_limits limits = plumb_cli_limits(cli);
    size_t count = 0;
    for (size_t i = 0; i < PLUMB_COUNT(companions); i++)
        count += companions[i] && plumb_left_out_from(companions[i], &left_out[count]);
    enum plumb_status status =
        plumb_inputs_collect(cli->arena, cli->request.arguments, cli->request.argument_count,
                             left_out, count, &limits, out, error);
    if (status == PLUMB_OK && out->set_aside > 0)
        plumb_cli_note(
            cli,
            PLUMB_SAY(cli,
                      "文件夹中有 %zu 个文件从名称看不是报告（说明、程序、设置），未读；"
                      "要读就直接写出文件名。",
                      "%zu files in the folders are no reports by their names (README, "
                      "programs, settings) and were left out; name one to have it read."),
            out->set_aside);
    /* A mistyped folder must not empty a case without a word. */
    if (status == PLUMB_OK && out->count == 0)
        return plumb_fail(error, PLUMB_E_FORMAT,
                          "There is no report in %s; name a folder or file that holds some.",
                          cli->request.arguments[0]);
    return status;
}

int plumb_job_exit_status(const struct plumb_job *job)
{
    int found = plumb_cli_fail_on(job->cli, &job->findings);
    return job->unread > 0 ? PLUMB_EXIT_INPUT : found;
}
