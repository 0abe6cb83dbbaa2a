/* plumb export: working papers of the findings that fit. */
#include "cli/filter.h"
#include "cli/job.h"

/* Keep what fits, in place. */
static enum plumb_status narrow(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_filter filter = plumb_filter_from(job->cli);
    struct plumb_finding_list *list = &job->findings;
    size_t limit = plumb_cli_number(job->cli, PLUMB_OPT_LIMIT, 0), kept = 0;
    enum plumb_status status = plumb_filter_since(job->cli, job->file, &filter, error);
    for (size_t i = 0; status == PLUMB_OK && i < list->count && (limit == 0 || kept < limit); i++)
        if (plumb_filter_fits(&filter, &list->items[i]))
            list->items[kept++] = list->items[i];
    list->count = kept;
    return status;
}

int plumb_run_export(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    const char *path = plumb_cli_option(cli, PLUMB_OPT_DOCX, NULL);
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status =
        path ? PLUMB_OK
             : plumb_fail(&error, PLUMB_E_USAGE,
                          "Name the file to write: plumb export --docx papers.docx.");
    if (status == PLUMB_OK)
        status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &job.file, &error);
    if (status == PLUMB_OK)
        status = plumb_cli_catalogue(cli, &error);
    if (status == PLUMB_OK)
        status = plumb_case_findings(job.file, cli->arena, &job.findings, &job.summary, &error);
    if (status == PLUMB_OK)
        status = narrow(&job, &error);
    if (status == PLUMB_OK) {
        struct plumb_report_input input = plumb_job_report(&job);
        status = plumb_report_docx(&input, path, &error);
    }
    if (status == PLUMB_OK)
        plumb_buf_printf(&cli->out, "%zu ", job.findings.count);
    if (status == PLUMB_OK)
        plumb_escape_terminal(&cli->out, plumb_str_from(path), false);
    if (status == PLUMB_OK)
        plumb_buf_puts(&cli->out, "\n");
    return plumb_job_finish(&job, status, &error);
}
