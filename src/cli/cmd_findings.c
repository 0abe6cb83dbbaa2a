/* plumb findings: the whole job to standard output, or the findings of a case. */
#include "cli/dump.h"
#include "cli/job.h"

static void print_lines(struct plumb_cli *cli, const struct plumb_finding_list *list, size_t limit)
{
    for (size_t i = 0; i < list->count && i < limit; i++)
        plumb_json_finding(&cli->out, &list->items[i]);
}

static enum plumb_status print_findings(const struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    size_t limit = plumb_cli_number(cli, PLUMB_OPT_LIMIT, 0);
    struct plumb_report_input input = plumb_job_report(job);
    struct plumb_finding_list shown = job->findings;
    limit = limit == 0 ? SIZE_MAX : limit;
    if (cli->format == PLUMB_OUT_JSONL) {
        print_lines(cli, &job->findings, limit);
        return PLUMB_OK;
    }
    if (cli->format == PLUMB_OUT_TABLE)
        return plumb_report_terminal(&input, limit, cli->color, cli->columns, &cli->out, error);
    shown.count = shown.count < limit ? shown.count : limit;
    input.findings = &shown;
    return cli->format == PLUMB_OUT_CSV ? plumb_report_csv(&input, &cli->out, error)
                                        : plumb_report_json(&input, &cli->out, error);
}

/* Without paths: the findings as the case has them. */
static enum plumb_status from_case(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_case *file = NULL;
    enum plumb_status status = plumb_cli_catalogue(job->cli, error);
    if (status == PLUMB_OK)
        status = plumb_cli_open_case(job->cli, PLUMB_CASE_READ, &file, error);
    if (status == PLUMB_OK)
        status = plumb_case_findings(file, job->cli->arena, &job->findings, &job->summary, error);
    plumb_case_close(file);
    return status;
}

static enum plumb_status from_files(struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_inputs inputs;
    enum plumb_status status = plumb_job_inputs(job->cli, &inputs, error);
    if (status == PLUMB_OK)
        status = plumb_job_read(job, &inputs, error);
    if (status == PLUMB_OK)
        status = plumb_job_analyse(job, error);
    return status;
}

int plumb_run_findings(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status =
        cli->request.argument_count > 0 ? from_files(&job, &error) : from_case(&job, &error);
    if (status == PLUMB_OK)
        status = print_findings(&job, &error);
    int result = status == PLUMB_OK ? plumb_job_exit_status(&job) : plumb_cli_fail(cli, &error);
    plumb_job_free(&job);
    return result;
}
