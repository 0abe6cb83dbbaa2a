/* What a job leaves behind: the case, the report's files, the findings on the terminal. */
#include "cli/job.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define TOP_SHOWN 10

/* Make the folder and its parents. */
static enum plumb_status make_folder(struct plumb_cli *cli, const char *path,
                                     struct plumb_error *error)
{
    char *copy = plumb_arena_printf(cli->arena, "%s", path);
    if (!copy)
        return plumb_fail_nomem(error);
    for (char *p = copy + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        mkdir(copy, 0777); /* what matters is whether the last one is there */
        *p = '/';
    }
    struct stat info;
    if (mkdir(copy, 0777) != 0 && errno != EEXIST)
        return plumb_fail(error, PLUMB_E_IO, "The folder %s could not be created: %s.", path,
                          strerror(errno));
    if (stat(copy, &info) != 0 || !S_ISDIR(info.st_mode))
        return plumb_fail(error, PLUMB_E_IO, "%s is a file; name a folder with --output.", path);
    return PLUMB_OK;
}

const char *plumb_job_folder(const struct plumb_cli *cli)
{
    return plumb_cli_option(cli, PLUMB_OPT_OUTPUT, PLUMB_OUTPUT_DEFAULT);
}

/* Open the case for writing; its folder is made when it is the output folder. */
enum plumb_status plumb_job_create_case(struct plumb_cli *cli, struct plumb_case **file,
                                        struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    if (!plumb_cli_flag(cli, PLUMB_OPT_CASE))
        status = make_folder(cli, plumb_job_folder(cli), error);
    if (status == PLUMB_OK)
        status = plumb_cli_open_case(cli, PLUMB_CASE_CREATE, file, error);
    return status;
}

unsigned plumb_job_charts(const struct plumb_cli *cli)
{
    static const unsigned more[] = {PLUMB_CHART_PNG, PLUMB_CHART_PDF,
                                    PLUMB_CHART_PNG | PLUMB_CHART_PDF};
    size_t choice = 0;
    const char *text = plumb_cli_option(cli, PLUMB_OPT_CHARTS, "");
    unsigned keep = plumb_cli_flag(cli, PLUMB_OPT_KEEP_SCRIPTS) ? PLUMB_CHART_SCRIPTS : 0;
    if (plumb_choice_has(plumb_options[PLUMB_OPT_CHARTS].choices, text, &choice))
        keep |= more[choice];
    return keep;
}

enum plumb_status plumb_job_write(const struct plumb_job *job, struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    const char *note = NULL;
    struct plumb_report_input input = plumb_job_report(job);
    enum plumb_status status = make_folder(cli, plumb_job_folder(cli), error);
    if (status == PLUMB_OK)
        status = plumb_report_write(&input, plumb_job_folder(cli), plumb_job_charts(cli), &note,
                                    cli->arena, error);
    if (status == PLUMB_OK && note)
        plumb_cli_note(cli, "plumb: %s", note);
    return status;
}

/* Findings from the top, then where the report lies. */
enum plumb_status plumb_job_print(const struct plumb_job *job, bool report,
                                  struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    size_t limit = plumb_cli_number(cli, PLUMB_OPT_LIMIT, TOP_SHOWN);
    struct plumb_report_input input = plumb_job_report(job);
    enum plumb_status status = plumb_report_terminal(&input, limit ? limit : SIZE_MAX, cli->color,
                                                     cli->columns, &cli->out, error);
    if (report && status == PLUMB_OK)
        status = plumb_report_coverage(&input, &cli->out, error);
    if (report) {
        plumb_buf_puts(&cli->out, PLUMB_SAY(cli, "\n报告：", "\nReport: "));
        plumb_escape_terminal(&cli->out, plumb_str_from(plumb_job_folder(cli)), false);
        plumb_buf_puts(&cli->out, "/report.html\n");
    }
    return status;
}

int plumb_job_finish(struct plumb_job *job, enum plumb_status status,
                     const struct plumb_error *error)
{
    int result = status == PLUMB_OK ? plumb_job_exit_status(job) : plumb_cli_fail(job->cli, error);
    plumb_case_close(job->file);
    plumb_job_free(job);
    return result;
}
