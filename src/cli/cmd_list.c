/* plumb list: the findings of a case, filtered. */
#include "cli/dump.h"
#include "cli/filter.h"
#include "cli/job.h"

#include <string.h>

#define FEW_SHOWN 50

/* One line a finding: "  12  3fa9c2d1  high      87.3  agency 2023  title". */
static void table_row(struct plumb_cli *cli, size_t rank, const struct plumb_finding *finding)
{
    struct plumb_buf *out = &cli->out;
    plumb_buf_printf(out, "%4zu %.8s ", rank, finding->id);
    plumb_terminal_fit(out, plumb_str_from(plumb_severity_name(finding->severity)), 8, -1);
    plumb_buf_printf(out, " %5.1f ", finding->score);
    plumb_terminal_fit(out, plumb_str_from(finding->agency), 14, -1);
    if (finding->year)
        plumb_buf_printf(out, " %4d ", finding->year);
    else
        plumb_buf_puts(out, "      ");
    struct plumb_buf title = {0};
    if (finding->decision.rule)
        plumb_buf_printf(&title, PLUMB_SAY(cli, "[%s：规则 %lld] ", "[%s: rule %lld] "),
                         finding->status, (long long)finding->decision.rule);
    else if (strcmp(finding->status, "open") != 0)
        plumb_buf_printf(&title, "[%s] ", finding->status);
    plumb_buf_puts(&title, PLUMB_SAY(cli, finding->title.zh, finding->title.en));
    plumb_terminal_fit(out, (struct plumb_str){title.data ? title.data : "", title.len},
                       cli->columns - 48, 0);
    plumb_buf_puts(out, "\n");
    out->failed |= title.failed;
    plumb_buf_free(&title);
}

static void print_rows(struct plumb_cli *cli, const struct plumb_finding_list *all,
                       const struct plumb_filter *filter)
{
    bool table = cli->format == PLUMB_OUT_TABLE;
    size_t limit = plumb_cli_number(cli, PLUMB_OPT_LIMIT, table ? FEW_SHOWN : 0);
    size_t fitting = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (!plumb_filter_fits(filter, &all->items[i]))
            continue;
        if (fitting++ >= limit && limit != 0)
            continue;
        if (table)
            table_row(cli, i + 1, &all->items[i]);
        else
            plumb_json_finding(&cli->out, &all->items[i]);
    }
    if (table && fitting == 0)
        plumb_cli_note(cli,
                       PLUMB_SAY(cli, "没有符合条件的事项（案卷中共 %zu 项）。",
                                 "No finding fits (the case has %zu)."),
                       all->count);
    if (table && limit != 0 && fitting > limit)
        plumb_cli_note(cli,
                       PLUMB_SAY(cli, "还有 %zu 项；用 --limit 0 显示全部。",
                                 "%zu more; --limit 0 shows all."),
                       fitting - limit);
}

/* The whole-report formats take a list: keep what fits, in place. */
static enum plumb_status print_report(struct plumb_job *job, const struct plumb_filter *filter,
                                      struct plumb_error *error)
{
    struct plumb_cli *cli = job->cli;
    struct plumb_finding_list *list = &job->findings;
    size_t limit = plumb_cli_number(cli, PLUMB_OPT_LIMIT, 0), kept = 0;
    for (size_t i = 0; i < list->count && (limit == 0 || kept < limit); i++)
        if (plumb_filter_fits(filter, &list->items[i]))
            list->items[kept++] = list->items[i];
    list->count = kept;
    struct plumb_report_input input = plumb_job_report(job);
    return cli->format == PLUMB_OUT_CSV ? plumb_report_csv(&input, &cli->out, error)
                                        : plumb_report_json(&input, &cli->out, error);
}

int plumb_run_list(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_job job;
    struct plumb_filter filter = plumb_filter_from(cli);
    plumb_job_init(&job, cli, NULL);
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &job.file, &error);
    if (status == PLUMB_OK)
        status = plumb_case_findings(job.file, cli->arena, &job.findings, &job.summary, &error);
    if (status == PLUMB_OK)
        status = plumb_filter_check_known(cli, &job.findings, &error);
    if (status == PLUMB_OK)
        status = plumb_filter_since(cli, job.file, &filter, &error);
    if (status == PLUMB_OK && (cli->format == PLUMB_OUT_CSV || cli->format == PLUMB_OUT_JSON))
        status = print_report(&job, &filter, &error);
    else if (status == PLUMB_OK)
        print_rows(cli, &job.findings, &filter);
    return plumb_job_finish(&job, status, &error);
}
