/* plumb backup: a verified copy of a case. */
#include "cli/cli.h"

int plumb_run_backup(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    const char *from = cli->request.arguments[0], *to = cli->request.arguments[1];
    if (plumb_case_backup(from, to, plumb_cli_flag(cli, PLUMB_OPT_FORCE), &error) != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    plumb_cli_note(cli, PLUMB_SAY(cli, "已复制并核验：%s", "copied and verified: %s"), to);
    return PLUMB_EXIT_DONE;
}
