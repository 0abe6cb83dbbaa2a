/* plumb merge: join cases made elsewhere. */
#include "cli/job.h"

int plumb_run_merge(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_case *file = NULL;
    struct plumb_merge_count count = {0};
    enum plumb_status status = plumb_job_create_case(cli, &file, &error);
    for (size_t i = 0; status == PLUMB_OK && i < cli->request.argument_count; i++)
        status = plumb_cli_interrupted()
                     ? plumb_fail(&error, PLUMB_E_INTERRUPTED, "Interrupted.")
                     : plumb_case_merge(file, cli->request.arguments[i], &count, &error);
    plumb_case_close(file);
    if (status != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    plumb_cli_note(cli,
                   PLUMB_SAY(cli, "新增 %zu 个文件，替换 %zu 个，保留 %zu 个；新增 %zu 条处理记录",
                             "%zu files added, %zu replaced, %zu kept; %zu decisions added"),
                   count.added, count.replaced, count.kept, count.triage);
    return PLUMB_EXIT_DONE;
}
