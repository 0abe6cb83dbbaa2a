/* plumb analyse: analyse and rank what is in a case. */
#include "cli/job.h"

int plumb_run_analyse(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_WRITE, &job.file, &error);
    if (status == PLUMB_OK)
        status = plumb_job_load(&job, &error);
    if (status == PLUMB_OK)
        status = plumb_job_analyse(&job, &error);
    if (status == PLUMB_OK)
        status = plumb_job_print(&job, false, &error);
    return plumb_job_finish(&job, status, &error);
}
