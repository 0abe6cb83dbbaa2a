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
    enum plumb_status status = plumb_case_findings(all->file, cli->arena, &list, NULL, error);
    for (size_t i = 0; status == PLUMB_OK && i < list.count; i++)
        if (plumb_filter_fits(&filter, &list.items[i]))
            status = add(all, list.items[i].id, cli->request.arguments[0],
                         plumb_cli_option(cli, PLUMB_OPT_NOTE, ""), error);
    return status;
}

static const char *text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    return text ? text : "";
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
         item = item->next)
        status =
            add(all, text_of(item, "id"), text_of(item, "status"), text_of(item, "note"), error);
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
    if (path && !count && !undo && !filtered)
        return add_file(all, path, error);
    if (!path && filtered && !undo && count == 1)
        return add_filtered(all, error);
    if (!path && !filtered && count >= (undo ? 1 : 2))
        return add_arguments(all, error);
    return plumb_fail(error, PLUMB_E_USAGE,
                      "Say which findings and what: plumb mark ID… STATUS, plumb mark STATUS with "
                      "filters, plumb mark ID… --undo, or plumb mark --from FILE.");
}

int plumb_run_mark(struct plumb_cli *cli)
{
    struct plumb_error error = {0};
    struct decisions all = {.cli = cli};
    enum plumb_status status = plumb_cli_open_case(cli, PLUMB_CASE_WRITE, &all.file, &error);
    if (status == PLUMB_OK)
        status = collect(&all, &error);
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
