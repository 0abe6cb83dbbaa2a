/* plumb screen: the whole job. */
#include "cli/job.h"

/* The case holds exactly what was screened; triage of earlier runs stays. */
static enum plumb_status keep_only_inputs(struct plumb_case *file,
                                          const struct plumb_inputs *inputs,
                                          struct plumb_arena *arena, struct plumb_error *error)
{
    const char **paths = plumb_arena_array(arena, inputs->count + 1, sizeof *paths);
    if (!paths)
        return plumb_fail_nomem(error);
    for (size_t i = 0; i < inputs->count; i++)
        paths[i] = inputs->items[i].path;
    return plumb_case_keep_only(file, paths, inputs->count, error);
}

int plumb_run_screen(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_inputs inputs;
    struct plumb_job job;
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status = plumb_job_create_case(cli, &job.file, &error);
    if (status == PLUMB_OK)
        status = plumb_job_inputs(cli, &inputs, &error);
    if (status == PLUMB_OK)
        status = keep_only_inputs(job.file, &inputs, cli->arena, &error);
    if (status == PLUMB_OK)
        status = plumb_job_read(&job, &inputs, &error);
    if (status == PLUMB_OK)
        status = plumb_job_analyse(&job, &error);
    if (status == PLUMB_OK)
        status = plumb_job_write(&job, &error);
    if (status == PLUMB_OK)
        status = plumb_job_print(&job, true, &error);
    return plumb_job_finish(&job, status, &error);
}
