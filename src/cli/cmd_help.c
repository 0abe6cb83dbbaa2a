/* plumb help: help, the man page, the completion script. */
#include "cli/cli.h"

int plumb_run_help(struct plumb_cli *cli)
{
    if (plumb_cli_flag(cli, PLUMB_OPT_MAN)) {
        plumb_help_manual(&cli->out);
    } else if (plumb_cli_flag(cli, PLUMB_OPT_COMPLETION)) {
        plumb_help_completion(&cli->out);
    } else if (cli->request.argument_count == 0) {
        plumb_help_program(&cli->out, cli->language);
    } else {
        const char *word = cli->request.arguments[0];
        const struct plumb_command *command = plumb_command_find(word);
        const char *near = plumb_command_suggest(word);
        struct plumb_error error = {0};
        if (!command) {
            plumb_fail(&error, PLUMB_E_USAGE, "There is no command %s%s%s%s", word,
                       near ? "; did you mean " : ".", near ? near : "", near ? "?" : "");
            return plumb_cli_fail(cli, &error);
        }
        plumb_help_command(&cli->out, command, cli->language);
    }
    return PLUMB_EXIT_DONE;
}
