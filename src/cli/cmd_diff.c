/* plumb diff: what is new, changed and gone between two runs. */
#include "cli/dump.h"
#include "cli/filter.h"

#include <string.h>

/* ---- runs -------------------------------------------------------------------------------- */

static void print_runs(struct plumb_cli *cli, const struct plumb_run *runs, size_t count)
{
    bool first = true;
    plumb_dump_begin(cli);
    for (size_t i = 0; i < count; i++) {
        struct plumb_buf line = {0};
        if (cli->format == PLUMB_OUT_TABLE) {
            plumb_buf_printf(&cli->out, "%4lld  %s  %8zu  ", (long long)runs[i].id, runs[i].started,
                             runs[i].findings);
            plumb_terminal_fit(&cli->out, plumb_str_from(runs[i].command), cli->columns - 38, 0);
            plumb_buf_puts(&cli->out, "\n");
            continue;
        }
        plumb_buf_printf(&line, "{\"run\":%lld,\"when\":", (long long)runs[i].id);
        plumb_escape_json_text(&line, runs[i].started);
        plumb_buf_puts(&line, ",\"version\":");
        plumb_escape_json_text(&line, runs[i].version);
        plumb_buf_puts(&line, ",\"command\":");
        plumb_escape_json_text(&line, runs[i].command);
        plumb_buf_printf(&line, ",\"findings\":%zu}\n", runs[i].findings);
        plumb_dump_lines(cli, (struct plumb_str){line.data, line.len}, &first);
        cli->out.failed |= line.failed;
        plumb_buf_free(&line);
    }
    plumb_dump_end(cli);
}

/* The two runs asked for: by default the last and the one before. */
static enum plumb_status choose_runs(const struct plumb_cli *cli, const struct plumb_run *runs,
                                     size_t count, int64_t chosen[2], struct plumb_error *error)
{
    const struct plumb_request *request = &cli->request;
    enum plumb_status status = PLUMB_OK;
    if (count < 2 && request->argument_count < 2)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The case has %zu run; two are needed to compare. plumb analyse makes "
                          "another.",
                          count);
    chosen[0] = count > 1 ? runs[count - 2].id : 0;
    chosen[1] = count ? runs[count - 1].id : 0;
    for (size_t i = 0; status == PLUMB_OK && i < request->argument_count; i++)
        status = plumb_run_number(request->arguments[i], &chosen[i], error);
    return status;
}

/* ---- differences ------------------------------------------------------------------------- */

static const struct {
    const char *name, *zh, *en;
} fields[] = {{"severity", "级别", "severity"},
              {"stated", "报告数", "stated"},
              {"expected", "复算数", "expected"},
              {"money_at_stake", "涉及金额", "at stake"},
              {"subject", "事项", "subject"}};
#define FIELDS (PLUMB_COUNT(fields))

/* The field as text, in the arena. */
static const char *field_text(struct plumb_cli *cli, const struct plumb_finding *finding, size_t i)
{
    const char *const texts[] = {plumb_severity_name(finding->severity), finding->stated,
                                 finding->expected, NULL, finding->subject};
    if (texts[i])
        return texts[i];
    struct plumb_buf money = {0};
    plumb_json_rounded(&money, finding->money_at_stake, 2);
    const char *text = plumb_arena_printf(cli->arena, "%s", money.data ? money.data : "");
    plumb_buf_free(&money);
    return text ? text : "";
}

static void table_change(struct plumb_cli *cli, const struct plumb_change *change)
{
    struct plumb_buf *out = &cli->out;
    static const char marks[] = {'+', '~', '-'};
    const struct plumb_finding *f =
        change->kind == PLUMB_CHANGE_GONE ? &change->before : &change->after;
    plumb_buf_printf(out, "%c %.8s ", marks[change->kind], f->id);
    plumb_terminal_fit(out, plumb_str_from(plumb_severity_name(f->severity)), 8, -1);
    plumb_buf_puts(out, " ");
    plumb_terminal_fit(out, plumb_str_from(f->agency), 14, -1);
    if (f->year)
        plumb_buf_printf(out, " %4d ", f->year);
    else
        plumb_buf_puts(out, "      ");
    plumb_terminal_fit(out, plumb_str_from(PLUMB_SAY(cli, f->title.zh, f->title.en)),
                       cli->columns - 41, 0);
    plumb_buf_puts(out, "\n");
    for (size_t i = 0; change->kind == PLUMB_CHANGE_CHANGED && i < FIELDS; i++) {
        const char *before = field_text(cli, &change->before, i);
        const char *after = field_text(cli, &change->after, i);
        if (strcmp(before, after) == 0)
            continue;
        plumb_buf_printf(out, "           %s: ", PLUMB_SAY(cli, fields[i].zh, fields[i].en));
        plumb_escape_terminal(out, plumb_str_from(*before ? before : "–"), false);
        plumb_buf_puts(out, " → ");
        plumb_escape_terminal(out, plumb_str_from(*after ? after : "–"), false);
        plumb_buf_puts(out, "\n");
    }
}

static void json_side(struct plumb_buf *out, struct plumb_cli *cli, const char *name,
                      const struct plumb_finding *finding, bool there)
{
    plumb_buf_printf(out, ",\"%s\":", name);
    if (!there) {
        plumb_buf_puts(out, "null");
        return;
    }
    for (size_t i = 0; i < FIELDS; i++) {
        plumb_buf_printf(out, "%s\"%s\":", i ? "," : "{", fields[i].name);
        if (strcmp(fields[i].name, "money_at_stake") == 0)
            plumb_json_rounded(out, finding->money_at_stake, 2);
        else
            plumb_escape_json_text(out, field_text(cli, finding, i));
    }
    plumb_buf_puts(out, "}");
}

static void json_change(struct plumb_buf *out, struct plumb_cli *cli,
                        const struct plumb_change *change)
{
    const struct plumb_finding *f =
        change->kind == PLUMB_CHANGE_GONE ? &change->before : &change->after;
    plumb_buf_printf(
        out, "{\"change\":\"%s\",\"id\":\"%s\",\"check\":", plumb_change_name(change->kind), f->id);
    plumb_escape_json_text(out, f->check);
    plumb_buf_puts(out, ",\"agency\":");
    plumb_escape_json_text(out, *f->agency ? f->agency : NULL);
    plumb_buf_puts(out, ",\"year\":");
    if (f->year)
        plumb_buf_printf(out, "%d", f->year);
    else
        plumb_buf_puts(out, "null");
    plumb_buf_puts(out, ",\"title\":{\"zh\":");
    plumb_escape_json_text(out, f->title.zh);
    plumb_buf_puts(out, ",\"en\":");
    plumb_escape_json_text(out, f->title.en);
    plumb_buf_puts(out, "}");
    json_side(out, cli, "before", &change->before, change->kind != PLUMB_CHANGE_NEW);
    json_side(out, cli, "after", &change->after, change->kind != PLUMB_CHANGE_GONE);
    plumb_buf_puts(out, "}\n");
}

static void csv_change(struct plumb_cli *cli, const struct plumb_change *change)
{
    struct plumb_buf *out = &cli->out;
    const struct plumb_finding *f =
        change->kind == PLUMB_CHANGE_GONE ? &change->before : &change->after;
    plumb_buf_printf(out, "%s,%s,", plumb_change_name(change->kind), f->id);
    plumb_escape_csv(out, plumb_str_from(f->check));
    plumb_buf_puts(out, ",");
    plumb_escape_csv(out, plumb_str_from(f->agency));
    plumb_buf_puts(out, ",");
    if (f->year)
        plumb_buf_printf(out, "%d", f->year);
    plumb_buf_puts(out, ",");
    plumb_escape_csv(out, plumb_str_from(PLUMB_SAY(cli, f->title.zh, f->title.en)));
    for (size_t i = 0; i < FIELDS; i++)
        for (int side = 0; side < 2; side++) {
            bool there = change->kind != (side ? PLUMB_CHANGE_GONE : PLUMB_CHANGE_NEW);
            const struct plumb_finding *one = side ? &change->after : &change->before;
            plumb_buf_puts(out, ",");
            plumb_escape_csv(out, plumb_str_from(there ? field_text(cli, one, i) : ""));
        }
    plumb_buf_puts(out, "\r\n");
}

static void print_changes(struct plumb_cli *cli, const struct plumb_change *changes, size_t count)
{
    size_t kinds[3] = {0};
    bool first = true;
    plumb_dump_begin(cli);
    if (cli->format == PLUMB_OUT_CSV) {
        plumb_buf_puts(&cli->out, "\xEF\xBB\xBF"
                                  "change,id,check,agency,year,title");
        for (size_t i = 0; i < FIELDS; i++)
            plumb_buf_printf(&cli->out, ",%s_before,%s_after", fields[i].name, fields[i].name);
        plumb_buf_puts(&cli->out, "\r\n");
    }
    for (size_t i = 0; i < count; i++) {
        struct plumb_buf line = {0};
        kinds[changes[i].kind]++;
        if (cli->format == PLUMB_OUT_TABLE)
            table_change(cli, &changes[i]);
        else if (cli->format == PLUMB_OUT_CSV)
            csv_change(cli, &changes[i]);
        else
            json_change(&line, cli, &changes[i]);
        plumb_dump_lines(cli, (struct plumb_str){line.data ? line.data : "", line.len}, &first);
        cli->out.failed |= line.failed;
        plumb_buf_free(&line);
    }
    plumb_dump_end(cli);
    plumb_cli_note(
        cli,
        PLUMB_SAY(cli, "新增 %zu 项，有变 %zu 项，消失 %zu 项", "%zu new, %zu changed, %zu gone"),
        kinds[0], kinds[1], kinds[2]);
}

int plumb_run_diff(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_case *file = NULL;
    struct plumb_run *runs = NULL;
    struct plumb_change *changes = NULL;
    size_t run_count = 0, count = 0;
    int64_t chosen[2] = {0, 0};
    bool list = plumb_cli_flag(cli, PLUMB_OPT_RUNS);
    enum plumb_status status = list ? plumb_dump_allow(cli, false, &error) : PLUMB_OK;
    if (status == PLUMB_OK)
        status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &file, &error);
    if (status == PLUMB_OK)
        status = plumb_case_runs(file, cli->arena, &runs, &run_count, &error);
    if (status == PLUMB_OK && !list)
        status = choose_runs(cli, runs, run_count, chosen, &error);
    if (status == PLUMB_OK && !list)
        status = plumb_case_diff(file, chosen[0], chosen[1], cli->arena, &changes, &count, &error);
    if (status == PLUMB_OK && list)
        print_runs(cli, runs, run_count);
    else if (status == PLUMB_OK)
        print_changes(cli, changes, count);
    plumb_case_close(file);
    return status == PLUMB_OK ? PLUMB_EXIT_DONE : plumb_cli_fail(cli, &error);
}
