/* plumb serve: the report as a local page whose decisions go into the case. */
#include "cli/job.h"
#include "cli/server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct desk {
    struct plumb_job *job;
    struct plumb_chart *charts;
    size_t chart_count;
    int lock; /* of the case file; another `plumb serve` on it is refused */
};

static enum plumb_status make_page(void *context, const char *token, struct plumb_buf *out,
                                   struct plumb_error *error)
{
    struct desk *desk = context;
    struct plumb_report_input input = plumb_job_report(desk->job);
    input.served_token = token;
    return plumb_report_html(&input, desk->charts, desk->chart_count, out, error);
}

static enum plumb_status take_mark(void *context, const char *id, const char *status,
                                   const char *note, struct plumb_error *error)
{
    struct desk *desk = context;
    struct plumb_job *job = desk->job;
    enum plumb_status result =
        plumb_case_mark(job->file, id, status, note, plumb_cli_who(job->cli), error);
    for (size_t i = 0; result == PLUMB_OK && i < job->findings.count; i++) {
        struct plumb_finding_list one = {&job->findings.items[i], 1, 1};
        if (strcmp(one.items->id, id) == 0)
            result = plumb_case_apply_triage(job->file, job->cli->arena, &one, error);
    }
    return result;
}

static enum plumb_status take_rule(void *context, const char *agency, const char *check,
                                   const char *since, const char *until, const char *note,
                                   int64_t *number, struct plumb_error *error)
{
    struct desk *desk = context;
    struct plumb_job *job = desk->job;
    struct plumb_rule rule = {.agency = agency,
                              .check = check,
                              .since = since,
                              .until = until,
                              .note = note,
                              .who = plumb_cli_who(job->cli)};
    enum plumb_status result = plumb_case_put_rule(job->file, &rule, number, error);
    if (result == PLUMB_OK)
        result = plumb_case_apply_triage(job->file, job->cli->arena, &job->findings, error);
    return result;
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(path);
}

/* gnuplot works in a folder; what it leaves there is not wanted. */
static enum plumb_status draw(struct desk *desk, struct plumb_error *error)
{
    struct plumb_cli *cli = desk->job->cli;
    const char *base = getenv("TMPDIR"), *note = NULL;
    char *folder =
        plumb_arena_printf(cli->arena, "%s/plumb-serve-XXXXXX", base && *base ? base : "/tmp");
    if (!folder)
        return plumb_fail_nomem(error);
    if (!mkdtemp(folder))
        return plumb_fail(error, PLUMB_E_IO, "A folder for the charts could not be made: %s.",
                          strerror(errno));
    struct plumb_report_input input = plumb_job_report(desk->job);
    enum plumb_status status = plumb_charts_draw(&input, folder, 0, cli->arena, &desk->charts,
                                                 &desk->chart_count, &note, error);
    remove_folder(folder);
    if (note)
        plumb_cli_note(cli, "plumb: %s", note);
    return status;
}

/* One desk a case. The lock is given back after the case is closed: closing any descriptor of the
 * file would end SQLite's own locks (fcntl(2)). */
static enum plumb_status lock_case(struct desk *desk, struct plumb_error *error)
{
    const char *path = plumb_cli_case_path(desk->job->cli);
    desk->lock = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (desk->lock < 0 || flock(desk->lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return PLUMB_OK; /* a missing case is the opening's to report */
    return plumb_fail(error, PLUMB_E_IO, "%s is being served already.", path);
}

static enum plumb_status serve(struct desk *desk, struct plumb_error *error)
{
    struct plumb_cli *cli = desk->job->cli;
    struct plumb_server_work work = {desk, make_page, take_mark, take_rule, 0};
    struct plumb_server *server = NULL;
    enum plumb_status status = plumb_server_start(&work, &server, error);
    if (status != PLUMB_OK)
        return status;
    /* an address that nobody gets to see serves nobody */
    if (printf("%s\n", plumb_server_url(server)) < 0 || fflush(stdout) != 0) {
        int why = errno;
        clearerr(stdout); /* told here, and once */
        plumb_server_stop(server);
        return plumb_fail(error, PLUMB_E_IO, "The address of the page could not be written: %s.",
                          strerror(why));
    }
    plumb_cli_note(cli, PLUMB_SAY(cli, "在浏览器中打开以上网址；按 Ctrl-C 结束。",
                                  "Open this address in a browser; Ctrl-C ends it."));
    bool good = true;
    while (good && !plumb_cli_interrupted())
        good = plumb_server_run(server, 250);
    plumb_server_stop(server);
    return good ? PLUMB_OK : plumb_fail(error, PLUMB_E_IO, "The page is no longer served.");
}

int plumb_run_serve(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    plumb_job_init(&job, cli, NULL);
    struct desk desk = {.job = &job, .lock = -1};
    enum plumb_status status = lock_case(&desk, &error);
    if (status == PLUMB_OK)
        status = plumb_cli_open_case(cli, PLUMB_CASE_WRITE, &job.file, &error);
    if (status == PLUMB_OK)
        status = plumb_job_load(&job, &error);
    if (status == PLUMB_OK)
        status = plumb_case_findings(job.file, cli->arena, &job.findings, &job.summary, &error);
    if (status == PLUMB_OK)
        status = draw(&desk, &error);
    if (status == PLUMB_OK)
        status = serve(&desk, &error);
    job.unread = 0; /* the case was served, not its inputs */
    int result = plumb_job_finish(&job, status, &error);
    if (desk.lock >= 0)
        close(desk.lock);
    return result;
}
