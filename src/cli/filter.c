/* Which findings are meant, from the options. */
#include "cli/filter.h"

#include <string.h>

bool plumb_filter_fits(const struct plumb_filter *filter, const struct plumb_finding *finding)
{
    return (size_t)finding->severity >= filter->least &&
           (!filter->status || strcmp(finding->status, filter->status) == 0) &&
           (!filter->check || plumb_check_fits(finding->check, filter->check)) &&
           (!filter->audit_class || strchr(filter->audit_class, finding->audit_class)) &&
           (!filter->agency || strstr(finding->agency, filter->agency)) &&
           (filter->year == 0 || finding->year == filter->year);
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

bool plumb_filter_given(const struct plumb_cli *cli)
{
    static const enum plumb_option_id options[] = {PLUMB_OPT_SEVERITY, PLUMB_OPT_STATUS,
                                                   PLUMB_OPT_CHECK,    PLUMB_OPT_CLASS,
                                                   PLUMB_OPT_AGENCY,   PLUMB_OPT_YEAR};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (plumb_cli_flag(cli, options[i]))
            return true;
    return false;
}
