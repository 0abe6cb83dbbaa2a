/* plumb mark: record decisions about findings. */
#include "cli/filter.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DECISIONS_BYTES ((size_t)64 << 20)

struct decision {
    char id[17];
    const char *status, *note;
};

struct decisions {
    struct plumb_cli *cli;
    struct plumb_case *file;
    struct decision *items;
    size_t count, capacity;
    struct plumb_rule *rules; /* of a file; written before the decisions */
    size_t rule_count, rule_capacity;
};

/* All are looked up before the first is written: a wrong one stops the command with nothing done. */
static enum plumb_status add(struct decisions *all, const char *id, const char *status,
                             const char *note, struct plumb_error *error)
{
    struct decision *decision = PLUMB_PUSH(all->cli->arena, all->items, all->count, all->capacity);
    if (!decision)
        return plumb_fail_nomem(error);
    decision->status = plumb_arena_printf(all->cli->arena, "%s", status ? status : "");
    decision->note = plumb_arena_printf(all->cli->arena, "%s", note);
    if (!decision->status || !decision->note)
        return plumb_fail_nomem(error);
    enum plumb_status found = plumb_case_find_id(all->file, id, decision->id, error);
    if (found != PLUMB_OK)
        return found;
    static const char words[] = "open|confirmed|dismissed|fixed";
    if (!plumb_choice_has(words, decision->status, NULL))
        return plumb_fail(error, PLUMB_E_USAGE,
                          "\"%.40s\" is no status; use open, confirmed, dismissed or fixed.",
                          decision->status);
    return PLUMB_OK;
}

/* The status a finding had before its last decision. */
static enum plumb_status add_undo(struct decisions *all, const char *wanted,
                                  struct plumb_error *error)
{
    struct plumb_triage *items = NULL;
    size_t count = 0;
    enum plumb_status status =
        plumb_case_triage(all->file, wanted, all->cli->arena, &items, &count, error);
    if (status != PLUMB_OK)
        return status;
    if (!count)
        return plumb_fail(error, PLUMB_E_DOMAIN, "There is no decision about %s to undo.", wanted);
    const char *note = plumb_cli_option(all->cli, PLUMB_OPT_NOTE, "undo");
    return add(all, wanted, count > 1 ? items[count - 2].status : "open", note, error);
}

static enum plumb_status add_arguments(struct decisions *all, struct plumb_error *error)
{
    const struct plumb_request *request = &all->cli->request;
    bool undo = plumb_cli_flag(all->cli, PLUMB_OPT_UNDO);
    size_t ids = undo ? request->argument_count : request->argument_count - 1;
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; status == PLUMB_OK && i < ids; i++)
        status = undo ? add_undo(all, request->arguments[i], error)
                      : add(all, request->arguments[i], request->arguments[ids],
                            plumb_cli_option(all->cli, PLUMB_OPT_NOTE, ""), error);
    return status;
}

static enum plumb_status add_filtered(struct decisions *all, struct plumb_error *error)
{
    struct plumb_cli *cli = all->cli;
    struct plumb_filter filter = plumb_filter_from(cli);
    struct plumb_finding_list list = {0};
    bool undo = plumb_cli_flag(cli, PLUMB_OPT_UNDO);
    enum plumb_status status = plumb_case_findings(all->file, cli->arena, &list, NULL, error);
    if (status == PLUMB_OK)
        status = plumb_filter_since(cli, all->file, &filter, error);
    for (size_t i = 0; status == PLUMB_OK && i < list.count; i++) {
        const struct plumb_finding *finding = &list.items[i];
        bool decided = finding->decision.when && !finding->decision.rule;
        if (!plumb_filter_fits(&filter, finding))
            continue;
        if (!undo)
            status = add(all, finding->id, cli->request.arguments[0],
                         plumb_cli_option(cli, PLUMB_OPT_NOTE, ""), error);
        else if (decided)
            status = add_undo(all, finding->id, error);
    }
    return status;
}

/* ---- rules ------------------------------------------------------------------------------- */

/* "2024" stands for its first or its last day. */
static const char *whole_day(struct plumb_cli *cli, enum plumb_option_id id, const char *day)
{
    const char *text = plumb_cli_option(cli, id, "");
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
        return plumb_arena_printf(cli->arena, "%s-%s", text, day);
    return text;
}

static size_t count_covered(const struct plumb_finding_list *list, int64_t rule)
{
    size_t covered = 0;
    for (size_t i = 0; i < list->count; i++)
        covered += list->items[i].decision.rule == rule;
    return covered;
}

static enum plumb_status add_rule(struct decisions *all, struct plumb_error *error)
{
    struct plumb_cli *cli = all->cli;
    struct plumb_finding_list list = {0};
    int64_t id = 0;
    struct plumb_rule rule = {.agency = plumb_cli_option(cli, PLUMB_OPT_AGENCY, NULL),
                              .check = plumb_cli_option(cli, PLUMB_OPT_CHECK, NULL),
                              .since = whole_day(cli, PLUMB_OPT_SINCE, "01-01"),
                              .until = whole_day(cli, PLUMB_OPT_UNTIL, "12-31"),
                              .note = plumb_cli_option(cli, PLUMB_OPT_NOTE, ""),
                              .who = plumb_cli_who(cli)};
    if (!rule.since || !rule.until)
        return plumb_fail_nomem(error);
    enum plumb_status status = plumb_case_findings(all->file, cli->arena, &list, NULL, error);
    if (status == PLUMB_OK)
        status = plumb_filter_check_known(cli, &list, error);
    if (status == PLUMB_OK)
        status = plumb_case_put_rule(all->file, &rule, &id, error);
    if (status == PLUMB_OK)
        status = plumb_case_findings(all->file, cli->arena, &list, NULL, error);
    if (status == PLUMB_OK)
        plumb_buf_printf(&cli->out,
                         PLUMB_SAY(cli, "规则 %lld：排除本次运行的 %zu 项\n",
                                   "rule %lld dismisses %zu of the last run's findings\n"),
                         (long long)id, count_covered(&list, id));
    return status;
}

static enum plumb_status withdraw_rules(struct decisions *all, struct plumb_error *error)
{
    struct plumb_cli *cli = all->cli;
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; status == PLUMB_OK && i < cli->request.argument_count; i++) {
        int64_t number = 0;
        status = plumb_run_number(cli->request.arguments[i], &number, error);
        if (status == PLUMB_OK)
            status = plumb_case_withdraw_rule(all->file, number,
                                              plumb_cli_option(cli, PLUMB_OPT_NOTE, ""),
                                              plumb_cli_who(cli), error);
        if (status == PLUMB_OK)
            plumb_buf_printf(&cli->out,
                             PLUMB_SAY(cli, "规则 %lld 已撤销\n", "rule %lld withdrawn\n"),
                             (long long)number);
    }
    return status;
}

static enum plumb_status take_rules(struct decisions *all, struct plumb_error *error)
{
    struct plumb_cli *cli = all->cli;
    static const enum plumb_option_id narrower[] = {
        PLUMB_OPT_SEVERITY, PLUMB_OPT_STATUS, PLUMB_OPT_CLASS, PLUMB_OPT_YEAR, PLUMB_OPT_FROM};
    size_t count = cli->request.argument_count;
    for (size_t i = 0; i < PLUMB_COUNT(narrower); i++)
        if (plumb_cli_flag(cli, narrower[i]))
            return plumb_fail(error, PLUMB_E_USAGE,
                              "A rule is for an agency and a check; it takes no --%s.",
                              plumb_options[narrower[i]].name);
    if (plumb_cli_flag(cli, PLUMB_OPT_UNDO) && count > 0)
        return withdraw_rules(all, error);
    if (!plumb_cli_flag(cli, PLUMB_OPT_UNDO) && count == 1 &&
        strcmp(cli->request.arguments[0], "dismissed") == 0)
        return add_rule(all, error);
    return plumb_fail(error, PLUMB_E_USAGE,
                      "A rule dismisses: plumb mark dismissed --rule --agency NAME --check CHECK; "
                      "plumb mark --rule --undo NUMBER withdraws it.");
}

/* ---- decisions from a file --------------------------------------------------------------- */

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
}

static enum plumb_status keep_rule(struct decisions *all, const cJSON *json, const char *note,
                                   struct plumb_error *error)
{
    struct plumb_arena *arena = all->cli->arena;
    struct plumb_rule *rule = PLUMB_PUSH(arena, all->rules, all->rule_count, all->rule_capacity);
    if (!rule)
        return plumb_fail_nomem(error);
    *rule = (struct plumb_rule){.agency = plumb_arena_printf(arena, "%s", text_of(json, "agency")),
                                .check = plumb_arena_printf(arena, "%s", text_of(json, "check")),
                                .since = plumb_arena_printf(arena, "%s", text_of(json, "since")),
                                .until = plumb_arena_printf(arena, "%s", text_of(json, "until")),
                                .note = plumb_arena_printf(arena, "%s", note),
                                .who = plumb_cli_who(all->cli)};
    return PLUMB_OK;
}

static enum plumb_status write_rules(struct decisions *all, struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    for (size_t i = 0; status == PLUMB_OK && i < all->rule_count; i++) {
        int64_t id = 0;
        status = plumb_case_put_rule(all->file, &all->rules[i], &id, error);
        if (status == PLUMB_OK)
            plumb_buf_printf(&all->cli->out, PLUMB_SAY(all->cli, "规则 %lld\n", "rule %lld\n"),
                             (long long)id);
    }
    return status;
}

static enum plumb_status read_whole(const char *path, struct plumb_buf *out,
                                    struct plumb_error *error)
{
    char block[65536];
    FILE *file = fopen(path, "rb");
    size_t got = file ? 1 : 0;
    while (file && got && out->len <= DECISIONS_BYTES && !out->failed) {
        got = fread(block, 1, sizeof block, file);
        plumb_buf_add(out, block, got);
    }
    bool bad = !file || ferror(file) != 0;
    int reason = errno;
    if (file)
        fclose(file);
    if (bad)
        return plumb_fail(error, PLUMB_E_IO, "%s could not be read: %s.", path, strerror(reason));
    if (out->len > DECISIONS_BYTES)
        return plumb_fail(error, PLUMB_E_FORMAT, "%s is too large for a list of decisions.", path);
    return out->failed ? plumb_fail_nomem(error) : PLUMB_OK;
}

static enum plumb_status add_file(struct decisions *all, const char *path,
                                  struct plumb_error *error)
{
    struct plumb_buf text = {0};
    enum plumb_status status = read_whole(path, &text, error);
    cJSON *json =
        status == PLUMB_OK && text.len ? cJSON_ParseWithLength(text.data, text.len) : NULL;
    if (status == PLUMB_OK && !cJSON_IsArray(json))
        status = plumb_fail(error, PLUMB_E_FORMAT,
                            "%s holds no decisions; download them from the report page.", path);
    for (const cJSON *item = json ? json->child : NULL; status == PLUMB_OK && item;
         item = item->next) {
        const cJSON *rule = cJSON_GetObjectItemCaseSensitive(item, "rule");
        status = cJSON_IsObject(rule) ? keep_rule(all, rule, text_of(item, "note"), error)
                                      : add(all, text_of(item, "id"), text_of(item, "status"),
                                            text_of(item, "note"), error);
    }
    cJSON_Delete(json);
    plumb_buf_free(&text);
    return status;
}

static enum plumb_status collect(struct decisions *all, struct plumb_error *error)
{
    const struct plumb_cli *cli = all->cli;
    size_t count = cli->request.argument_count;
    const char *path = plumb_cli_option(cli, PLUMB_OPT_FROM, NULL);
    bool undo = plumb_cli_flag(cli, PLUMB_OPT_UNDO), filtered = plumb_filter_given(cli);
    if (plumb_cli_flag(cli, PLUMB_OPT_RULE))
        return take_rules(all, error);
    if (plumb_cli_flag(cli, PLUMB_OPT_UNTIL))
        return plumb_fail(error, PLUMB_E_USAGE, "--until is for rules; add --rule.");
    if (path && !count && !undo && !filtered)
        return add_file(all, path, error);
    if (!path && filtered && count == (undo ? 0 : 1))
        return add_filtered(all, error);
    if (!path && !filtered && count >= (undo ? 1 : 2))
        return add_arguments(all, error);
    return plumb_fail(error, PLUMB_E_USAGE,
                      "Say which findings and what: plumb mark ID… STATUS, plumb mark STATUS with "
                      "filters, plumb mark ID… --undo, plumb mark --undo with filters, or plumb "
                      "mark --from FILE.");
}

int plumb_run_mark(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct decisions all = {.cli = cli};
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_WRITE, &all.file, &error);
    if (status == PLUMB_OK)
        status = collect(&all, &error);
    if (status == PLUMB_OK)
        status = write_rules(&all, &error);
    for (size_t i = 0; status == PLUMB_OK && i < all.count; i++) {
        const struct decision *decision = &all.items[i];
        status = plumb_case_mark(all.file, decision->id, decision->status, decision->note,
                                 plumb_cli_who(cli), &error);
        if (status == PLUMB_OK)
            plumb_buf_printf(&cli->out, "%s %s\n", decision->id, decision->status);
    }
    plumb_case_close(all.file);
    return status == PLUMB_OK ? PLUMB_EXIT_DONE : plumb_cli_fail(cli, &error);
}
