/* plumb: the command line program. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static enum plumb_language default_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < PLUMB_COUNT(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) == 0 ? PLUMB_LANGUAGE_ZH : PLUMB_LANGUAGE_EN;
    }
    return PLUMB_LANGUAGE_EN;
}

static int terminal_columns(void)
{
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col < 120 ? size.ws_col : 120;
    return 80;
}

static bool wants_color(const struct plumb_cli *cli)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return !plumb_cli_flag(cli, PLUMB_OPT_NO_COLOR) && !(no_color && *no_color) &&
           isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

/* The words of the command line joined with spaces, for the record. */
static const char *join_words(struct plumb_arena *arena, int argc, char **argv)
{
    struct plumb_buf text = {0};
    plumb_buf_puts(&text, "plumb");
    for (int i = 1; i < argc; i++) {
        bool plain = argv[i][0] && !argv[i][strcspn(argv[i], " \t\n'\"\\$`;&|<>()*?")];
        plumb_buf_printf(&text, plain ? " %s" : " '%s'", argv[i]);
    }
    const char *copy = text.failed ? NULL : plumb_arena_printf(arena, "%s", text.data);
    plumb_buf_free(&text);
    return copy ? copy : "plumb";
}

static void settle(struct plumb_cli *cli)
{
    size_t word = 0;
    cli->language = default_language();
    const char *language = plumb_cli_option(cli, PLUMB_OPT_LANG, NULL);
    if (language)
        cli->language = strcmp(language, "zh") == 0 ? PLUMB_LANGUAGE_ZH : PLUMB_LANGUAGE_EN;
    plumb_choice_has(plumb_options[PLUMB_OPT_FORMAT].choices,
                     plumb_cli_option(cli, PLUMB_OPT_FORMAT, "table"), &word);
    cli->format = (enum plumb_format)word;
    cli->quiet = plumb_cli_flag(cli, PLUMB_OPT_QUIET);
    cli->progress = !cli->quiet && isatty(STDERR_FILENO);
    cli->color = wants_color(cli);
    cli->columns = terminal_columns();
    cli->jobs = (unsigned)plumb_cli_number(cli, PLUMB_OPT_JOBS, 0);
}

static int dispatch(struct plumb_cli *cli)
{
    const struct plumb_command *command = cli->request.command;
    if (plumb_cli_flag(cli, PLUMB_OPT_VERSION))
        plumb_buf_puts(&cli->out, "plumb " PLUMB_VERSION "\n");
    else if (plumb_cli_flag(cli, PLUMB_OPT_HELP) && command)
        plumb_help_command(&cli->out, command, cli->language);
    else if (plumb_cli_flag(cli, PLUMB_OPT_HELP))
        plumb_help_program(&cli->out, cli->language);
    else if (!command)
        plumb_help_short(&cli->out, cli->language);
    else
        return command->run(cli);
    return PLUMB_EXIT_DONE;
}

static int run(int argc, char **argv)
{
    struct plumb_error error = {0};
    struct plumb_cli cli = {.arena = plumb_arena_new()};
    if (!cli.arena) {
        plumb_fail_nomem(&error);
        return plumb_cli_fail(&cli, &error);
    }
    int result = PLUMB_EXIT_USAGE;
    cli.command_line = join_words(cli.arena, argc, argv);
    if (plumb_request_parse(argc, argv, cli.arena, &cli.request, &error) != PLUMB_OK) {
        result = plumb_cli_fail(&cli, &error);
    } else {
        settle(&cli);
        result = dispatch(&cli);
        if (!plumb_cli_flush(&cli) && result != PLUMB_EXIT_INTERNAL)
            result = PLUMB_EXIT_SYSTEM;
        if (plumb_cli_interrupted())
            result = PLUMB_EXIT_INTERRUPTED;
    }
    plumb_mapping_free(cli.mapping);
    plumb_extractor_free(cli.extractor);
    plumb_catalogue_free(cli.catalogue);
    plumb_buf_free(&cli.out);
    plumb_arena_free(cli.arena);
    return result;
}

int main(int argc, char **argv)
{
    plumb_cli_catch_signals();
    return run(argc, argv);
}
