/* plumb show: one finding with all its evidence and what was decided about it. */
#include "cli/dump.h"

#include <string.h>

#define INDENT 14

/* "Stated        166.02 %" with the text wrapped below itself; nothing when it is empty. */
static void field(struct plumb_cli *cli, const char *zh, const char *en, const char *text)
{
    if (!text || !*text)
        return;
    plumb_terminal_fit(&cli->out, plumb_str_from(PLUMB_SAY(cli, zh, en)), INDENT, -1);
    plumb_terminal_wrap(&cli->out, plumb_str_from(text), INDENT, INDENT, cli->columns);
    plumb_buf_puts(&cli->out, "\n");
}

/* The half of "Chinese · English" that is asked for; older cases hold English alone. */
static const char *population_in(const struct plumb_cli *cli, const char *both)
{
    static const char between[] = " · ";
    const char *english = strstr(both, between);
    if (!english)
        return both;
    if (cli->language != PLUMB_LANGUAGE_ZH)
        return english + strlen(between);
    return plumb_str_copy(cli->arena, (struct plumb_str){both, (size_t)(english - both)}).ptr;
}

static void show_head(struct plumb_cli *cli, const struct plumb_finding *finding)
{
    struct plumb_buf money = {0};
    const char *zh = finding->recomputation_zh;
    plumb_terminal_wrap(&cli->out,
                        plumb_str_from(PLUMB_SAY(cli, finding->title.zh, finding->title.en)), 0, 0,
                        cli->columns);
    plumb_buf_puts(&cli->out, "\n\n");
    field(cli, "编号", "Id", finding->id);
    char *text = plumb_arena_printf(cli->arena, "%s  (%.1f)",
                                    plumb_severity_name(finding->severity), finding->score);
    field(cli, "级别", "Severity", text);
    text = plumb_arena_printf(cli->arena, "%s  (%c)", finding->check, finding->audit_class);
    field(cli, "检查", "Check", text);
    field(cli, "单位", "Agency", finding->agency);
    if (finding->year)
        field(cli, "年度", "Year", plumb_arena_printf(cli->arena, "%d", finding->year));
    field(cli, "事项", "Subject", finding->subject);
    field(cli, "报告数", "Stated", finding->stated);
    field(cli, "复算数", "Expected", finding->expected);
    field(cli, "说明", "Explanation",
          PLUMB_SAY(cli, finding->explanation.zh, finding->explanation.en));
    field(cli, "复算", "Recomputation",
          cli->language == PLUMB_LANGUAGE_ZH && zh && *zh ? zh : finding->recomputation);
    field(cli, "总体", "Population", population_in(cli, finding->population));
    if (finding->money_at_stake > 0) {
        plumb_json_rounded(&money, finding->money_at_stake, 2);
        field(cli, "涉及金额", "At stake", money.failed ? NULL : money.data);
    }
    plumb_buf_free(&money);
}

static void show_suspects(struct plumb_cli *cli, const struct plumb_finding *finding)
{
    for (size_t i = 0; i < finding->suspect_count; i++) {
        const struct plumb_suspect *suspect = &finding->suspects[i];
        bool proposed = suspect->proposed && *suspect->proposed;
        char *text = plumb_arena_printf(
            cli->arena, "%.*s%s%s  (%s%s%zu, %s, %u)", PLUMB_STR_ARG(suspect->text),
            proposed ? " → " : "", proposed ? suspect->proposed : "",
            suspect->document ? suspect->document : "", suspect->document ? ":" : "", suspect->line,
            suspect->certainty ? suspect->certainty : "", suspect->votes);
        field(cli, i ? "" : "疑似错误", i ? "" : "Suspect", text);
    }
}

static void show_evidence(struct plumb_cli *cli, const struct plumb_finding *finding)
{
    plumb_buf_puts(&cli->out, "\n");
    for (size_t i = 0; i < finding->evidence_count; i++) {
        const struct plumb_evidence *evidence = &finding->evidence[i];
        plumb_escape_terminal(&cli->out, plumb_str_from(evidence->document), false);
        if (evidence->line)
            plumb_buf_printf(&cli->out, ":%zu", evidence->line);
        plumb_buf_printf(&cli->out, "  %s", evidence->role ? evidence->role : "");
        if (evidence->text.len > 0) {
            plumb_buf_puts(&cli->out, "  ");
            plumb_escape_terminal(&cli->out, evidence->text, false);
        }
        plumb_buf_puts(&cli->out, "\n    ");
        plumb_terminal_wrap(&cli->out, evidence->quote, 4, 4, cli->columns);
        plumb_buf_puts(&cli->out, "\n");
    }
}

static void show_triage(struct plumb_cli *cli, const struct plumb_triage *items, size_t count)
{
    if (count)
        plumb_buf_puts(&cli->out, "\n");
    for (size_t i = 0; i < count; i++) {
        plumb_buf_printf(&cli->out, "%s  %-10s ", items[i].when, items[i].status);
        plumb_escape_terminal(&cli->out, plumb_str_from(items[i].who), false);
        plumb_buf_puts(&cli->out, *items[i].note ? ": " : "");
        plumb_escape_terminal(&cli->out, plumb_str_from(items[i].note), false);
        plumb_buf_puts(&cli->out, "\n");
    }
}

/* The rule a status comes from; without one the decisions say it. */
static void show_rule(struct plumb_cli *cli, const struct plumb_finding *finding)
{
    const struct plumb_decision *decision = &finding->decision;
    if (!decision->rule)
        return;
    plumb_buf_printf(&cli->out, "\n%s  %-10s ", decision->when, finding->status);
    plumb_buf_printf(&cli->out, PLUMB_SAY(cli, "规则 %lld  ", "rule %lld  "),
                     (long long)decision->rule);
    plumb_escape_terminal(&cli->out, plumb_str_from(decision->who), false);
    plumb_buf_puts(&cli->out, *decision->note ? ": " : "");
    plumb_escape_terminal(&cli->out, plumb_str_from(decision->note), false);
    plumb_buf_puts(&cli->out, "\n");
}

static enum plumb_status show(struct plumb_cli *cli, struct plumb_case *file,
                              struct plumb_error *error)
{
    char id[17];
    struct plumb_finding_list list;
    struct plumb_triage *triage = NULL;
    size_t count = 0;
    const char *wanted = cli->request.arguments[0];
    enum plumb_status status = plumb_case_find_id(file, wanted, id, error);
    if (status == PLUMB_OK)
        status = plumb_case_findings(file, cli->arena, &list, NULL, error);
    if (status == PLUMB_OK)
        status = plumb_case_triage(file, id, cli->arena, &triage, &count, error);
    if (status != PLUMB_OK)
        return status;
    for (size_t i = 0; i < list.count; i++) {
        const struct plumb_finding *finding = &list.items[i];
        if (strcmp(finding->id, id) != 0)
            continue;
        if (cli->format != PLUMB_OUT_TABLE) {
            plumb_json_finding(&cli->out, finding);
            return PLUMB_OK;
        }
        show_head(cli, finding);
        show_suspects(cli, finding);
        show_evidence(cli, finding);
        show_triage(cli, triage, count);
        show_rule(cli, finding);
        return PLUMB_OK;
    }
    return plumb_fail(error, PLUMB_E_DOMAIN,
                      "Finding %s was decided on before, but the last run did not find it again.",
                      id);
}

int plumb_run_show(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct plumb_case *file = NULL;
    enum plumb_status status = plumb_dump_allow(cli, false, &error);
    if (status == PLUMB_OK)
        status = plumb_cli_open_case(cli, PLUMB_CASE_READ, &file, &error);
    if (status == PLUMB_OK)
        status = show(cli, file, &error);
    plumb_case_close(file);
    return status == PLUMB_OK ? PLUMB_EXIT_DONE : plumb_cli_fail(cli, &error);
}
