/* Which findings are meant: --severity, --status, --check, --class, --agency, --year. */
#ifndef PLUMB_FILTER_H
#define PLUMB_FILTER_H

#include "cli/cli.h"

struct plumb_filter {
    size_t least; /* severity */
    const char *status, *check, *audit_class, *agency;
    int year;
};

struct plumb_filter plumb_filter_from(const struct plumb_cli *cli);
/* Was any of the options given? */
bool plumb_filter_given(const struct plumb_cli *cli);
bool plumb_filter_fits(const struct plumb_filter *filter, const struct plumb_finding *finding);

#endif
