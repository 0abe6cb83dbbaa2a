/* Which findings are meant, from the options. */
#include "cli/filter.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
    return strcmp(a, b);
}

bool plumb_filter_fits(const struct plumb_filter *filter, const struct plumb_finding *finding)
{
    return (size_t)finding->severity >= filter->least &&
           (!filter->status || strcmp(finding->status, filter->status) == 0) &&
           (!filter->check || plumb_check_fits(finding->check, filter->check)) &&
           (!filter->audit_class || strchr(filter->audit_class, finding->audit_class)) &&
           (!filter->agency || strstr(finding->agency, filter->agency)) &&
           (filter->year == 0 || finding->year == filter->year) &&
           (!filter->since ||
            bsearch(finding->id, filter->since, filter->since_count, sizeof *filter->since, by_id));
}

enum plumb_status plumb_run_number(const char *text, int64_t *number, struct plumb_error *error)
{
    size_t len = strlen(text);
    if (len == 0 || len > 9 || strspn(text, "0123456789") != len)
        return plumb_fail(error, PLUMB_E_USAGE,
                          "\"%.40s\" is no run; give its number, plumb diff --runs lists them.",
                          text);
    *number = strtoll(text, NULL, 10);
    return PLUMB_OK;
}

enum plumb_status plumb_filter_since(struct plumb_cli *cli, struct plumb_case *file,
                                     struct plumb_filter *filter, struct plumb_error *error)
{
    const char *text = plumb_cli_option(cli, PLUMB_OPT_SINCE, NULL);
    struct plumb_change *changes = NULL;
    struct plumb_run *runs = NULL;
    size_t count = 0, run_count = 0;
    int64_t number = 0;
    if (!text)
        return PLUMB_OK;
    enum plumb_status status = plumb_run_number(text, &number, error);
    if (status == PLUMB_OK)
        status = plumb_case_runs(file, cli->arena, &runs, &run_count, error);
    if (status == PLUMB_OK)
        status = plumb_case_diff(file, number, run_count ? runs[run_count - 1].id : 0, cli->arena,
                                 &changes, &count, error);
    char(*ids)[17] = plumb_arena_array(cli->arena, count + 1, sizeof *ids);
    if (status == PLUMB_OK && !ids)
        return plumb_fail_nomem(error);
    for (size_t i = 0; status == PLUMB_OK && i < count; i++)
        if (changes[i].kind != PLUMB_CHANGE_GONE)
            memcpy(ids[filter->since_count++], changes[i].after.id, 17);
    if (filter->since_count > 1)
        qsort(ids, filter->since_count, sizeof *ids, by_id);
    filter->since = (const char(*)[17])ids;
    return status;
}

struct plumb_filter plumb_filter_from(const struct plumb_cli *cli)
{
    struct plumb_filter filter = {.status = plumb_cli_option(cli, PLUMB_OPT_STATUS, NULL),
                                  .check = plumb_cli_option(cli, PLUMB_OPT_CHECK, NULL),
                                  .audit_class = plumb_cli_option(cli, PLUMB_OPT_CLASS, NULL),
                                  .agency = plumb_cli_option(cli, PLUMB_OPT_AGENCY, NULL),
                                  .year = (int)plumb_cli_number(cli, PLUMB_OPT_YEAR, 0)};
    const char *severity = plumb_cli_option(cli, PLUMB_OPT_SEVERITY, "note");
    plumb_choice_has(plumb_options[PLUMB_OPT_SEVERITY].choices, severity, &filter.least);
    return filter;
}

enum plumb_status plumb_filter_check_known(struct plumb_cli *cli,
                                           const struct plumb_finding_list *list,
                                           struct plumb_error *error)
{
    const char *wanted = plumb_cli_option(cli, PLUMB_OPT_CHECK, NULL);
    if (!wanted)
        return PLUMB_OK;
    enum plumb_status status = plumb_cli_catalogue(cli, error);
    if (status != PLUMB_OK)
        return status;
    for (size_t i = 0; i < plumb_catalogue_check_count(cli->catalogue); i++)
        if (plumb_check_fits(plumb_catalogue_check(cli->catalogue, i)->id, wanted))
            return PLUMB_OK;
    /* Checks of a --rules file are known by their findings only. */
    for (size_t i = 0; i < list->count; i++)
        if (plumb_check_fits(list->items[i].check, wanted))
            return PLUMB_OK;
    return plumb_fail(error, PLUMB_E_USAGE,
                      "There is no check or family of checks %.60s; plumb explain lists them.",
                      wanted);
}

bool plumb_filter_given(const struct plumb_cli *cli)
{
    static const enum plumb_option_id options[] = {
        PLUMB_OPT_SEVERITY, PLUMB_OPT_STATUS, PLUMB_OPT_CHECK, PLUMB_OPT_CLASS,
        PLUMB_OPT_AGENCY,   PLUMB_OPT_YEAR,   PLUMB_OPT_SINCE};
    for (size_t i = 0; i < PLUMB_COUNT(options); i++)
        if (plumb_cli_flag(cli, options[i]))
            return true;
    return false;
}
