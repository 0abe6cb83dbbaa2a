/* plumb mark: record a decision about a finding. */
#include "cli/cli.h"

int plumb_run_mark(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_case *file = NULL;
    char id[17] = "";
    const char *wanted = cli->request.arguments[0], *word = cli->request.arguments[1];
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_WRITE, &file, &error);
    if (status == PLUMB_OK)
        status = plumb_case_find_id(file, wanted, id, &error);
    if (status == PLUMB_OK)
        status = plumb_case_mark(file, id, word, plumb_cli_option(cli, PLUMB_OPT_NOTE, ""),
                                 plumb_cli_who(cli), &error);
    plumb_case_close(file);
    if (status != PLUMB_OK)
        return plumb_cli_fail(cli, &error);
    plumb_buf_printf(&cli->out, "%s %s\n", id, word);
    return PLUMB_EXIT_DONE;
}
