/* plumb history: every decision and every rule of a case. */
#include "cli/dump.h"

#include <string.h>

static void table_decision(struct plumb_cli *cli, const struct plumb_triage *item)
{
    plumb_buf_printf(&cli->out, "%s  %.8s  %-10s ", item->when, item->finding, item->status);
    plumb_escape_terminal(&cli->out, plumb_str_from(item->who), false);
    plumb_buf_puts(&cli->out, *item->note ? ": " : "");
    plumb_escape_terminal(&cli->out, plumb_str_from(item->note), false);
    plumb_buf_puts(&cli->out, "\n");
}

/* "rule 3  agency  check  2024-01-01 – 2025-12-31  who: note", and below when it was withdrawn. */
static void table_rule(struct plumb_cli *cli, const struct plumb_rule *rule)
{
    struct plumb_buf *out = &cli->out;
    plumb_buf_printf(out, PLUMB_SAY(cli, "%s  规则 %lld  ", "%s  rule %lld  "), rule->when,
                     (long long)rule->id);
    plumb_escape_terminal(out, plumb_str_from(rule->agency), false);
    plumb_buf_puts(out, "  ");
    plumb_escape_terminal(out, plumb_str_from(rule->check), false);
    if (*rule->since || *rule->until)
        plumb_buf_printf(out, "  %s … %s", rule->since, rule->until);
    plumb_buf_puts(out, "  ");
    plumb_escape_terminal(out, plumb_str_from(rule->who), false);
    plumb_buf_puts(out, *rule->note ? ": " : "");
    plumb_escape_terminal(out, plumb_str_from(rule->note), false);
    plumb_buf_puts(out, "\n");
    if (!rule->withdrawn_when)
        return;
    plumb_buf_printf(out, PLUMB_SAY(cli, "%s  规则 %lld 已撤销  ", "%s  rule %lld withdrawn  "),
                     rule->withdrawn_when, (long long)rule->id);
    plumb_escape_terminal(out, plumb_str_from(rule->withdrawn_by), false);
    plumb_buf_puts(out, *rule->withdrawn_note ? ": " : "");
    plumb_escape_terminal(out, plumb_str_from(rule->withdrawn_note), false);
    plumb_buf_puts(out, "\n");
}

static void put_member(struct plumb_buf *out, const char *name, const char *text)
{
    plumb_buf_printf(out, "%s\"%s\":", out->len && out->data[out->len - 1] != '{' ? "," : "", name);
    plumb_escape_json_text(out, text);
}

static void json_decision(struct plumb_buf *out, const struct plumb_triage *item)
{
    plumb_buf_puts(out, "{");
    put_member(out, "finding", item->finding);
    put_member(out, "status", item->status);
    put_member(out, "note", item->note);
    put_member(out, "who", item->who);
    put_member(out, "when", item->when);
    plumb_buf_puts(out, "}\n");
}

static void json_rule(struct plumb_buf *out, const struct plumb_rule *rule)
{
    plumb_buf_printf(out, "{\"rule\":%lld", (long long)rule->id);
    put_member(out, "agency", rule->agency);
    put_member(out, "check", rule->check);
    put_member(out, "since", *rule->since ? rule->since : NULL);
    put_member(out, "until", *rule->until ? rule->until : NULL);
    put_member(out, "note", rule->note);
    put_member(out, "who", rule->who);
    put_member(out, "when", rule->when);
    put_member(out, "withdrawn_when", rule->withdrawn_when);
    put_member(out, "withdrawn_by", rule->withdrawn_by);
    put_member(out, "withdrawn_note", rule->withdrawn_note);
    plumb_buf_puts(out, "}\n");
}

struct history {
    struct plumb_cli *cli;
    struct plumb_case *file;
    bool first;
};

static void put_decisions(struct history *history, const struct plumb_triage *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct plumb_buf line = {0};
        if (history->cli->format == PLUMB_OUT_TABLE)
            table_decision(history->cli, &items[i]);
        else
            json_decision(&line, &items[i]);
        plumb_dump_lines(history->cli, (struct plumb_str){line.data ? line.data : "", line.len},
                         &history->first);
        history->cli->out.failed |= line.failed;
        plumb_buf_free(&line);
    }
}

static void put_rules(struct history *history, const struct plumb_rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct plumb_buf line = {0};
        if (history->cli->format == PLUMB_OUT_TABLE)
            table_rule(history->cli, &rules[i]);
        else
            json_rule(&line, &rules[i]);
        plumb_dump_lines(history->cli, (struct plumb_str){line.data ? line.data : "", line.len},
                         &history->first);
        history->cli->out.failed |= line.failed;
        plumb_buf_free(&line);
    }
}

static enum plumb_status print_all(struct history *history, struct plumb_error *error)
{
    struct plumb_triage *items = NULL;
    struct plumb_rule *rules = NULL;
    size_t count = 0, rule_count = 0;
    struct plumb_arena *arena = history->cli->arena;
    enum plumb_status status = plumb_case_all_triage(history->file, arena, &items, &count, error);
    if (status == PLUMB_OK)
        status = plumb_case_rules(history->file, arena, &rules, &rule_count, error);
    if (status == PLUMB_OK) {
        put_decisions(history, items, count);
        put_rules(history, rules, rule_count);
    }
    return status;
}

static enum plumb_status print_some(struct history *history, struct plumb_error *error)
{
    const struct plumb_request *request = &history->cli->request;
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; status == PLUMB_OK && i < request->argument_count; i++) {
        struct plumb_triage *items = NULL;
        size_t count = 0;
        status = plumb_case_triage(history->file, request->arguments[i], history->cli->arena,
                                   &items, &count, error);
        if (status == PLUMB_OK)
            put_decisions(history, items, count);
    }
    return status;
}

int plumb_run_history(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct history history = {.cli = cli, .first = true};
    enum plumb_status status = plumb_dump_allow(cli, false, &error);
    if (status == PLUMB_OK)
        status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &history.file, &error);
    if (status == PLUMB_OK) {
        plumb_dump_begin(cli);
        status = cli->request.argument_count ? print_some(&history, &error)
                                             : print_all(&history, &error);
        plumb_dump_end(cli);
    }
    plumb_case_close(history.file);
    return status == PLUMB_OK ? PLUMB_EXIT_DONE : plumb_cli_fail(cli, &error);
}
