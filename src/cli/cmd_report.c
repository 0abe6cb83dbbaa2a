/* plumb report: write the report of a case. */
#include "cli/job.h"

int plumb_run_report(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &job.file, &error);
    if (status == PLUMB_OK)
        status = plumb_job_load(&job, &error);
    if (status == PLUMB_OK)
        status = plumb_case_findings(job.file, cli->arena, &job.findings, &job.summary, &error);
    if (status == PLUMB_OK)
        status = plumb_job_write(&job, &error);
    if (status == PLUMB_OK) {
        plumb_buf_puts(&cli->out, PLUMB_SAY(cli, "报告：", "Report: "));
        plumb_escape_terminal(&cli->out, plumb_str_from(plumb_job_folder(cli)), false);
        plumb_buf_puts(&cli->out, "/report.html\n");
    }
    return plumb_job_finish(&job, status, &error);
}
