/* Which findings are meant: --severity, --status, --check, --class, --agency, --year. */
#ifndef PLUMB_FILTER_H
#define PLUMB_FILTER_H

#include "cli/cli.h"

struct plumb_filter {
    size_t least; /* severity */
    const char *status, *check, *audit_class, *agency;
    int year;
    const char (*since)[17]; /* ids, sorted; NULL: all */
    size_t since_count;
};

struct plumb_filter plumb_filter_from(const struct plumb_cli *cli);
/* --since RUN: only what is new or changed since that run. */
enum plumb_status plumb_filter_since(struct plumb_cli *cli, struct plumb_case *file,
                                     struct plumb_filter *filter, struct plumb_error *error);
/* The number of a run as people write it; PLUMB_E_USAGE when it is none. */
enum plumb_status plumb_run_number(const char *text, int64_t *number, struct plumb_error *error);
/* PLUMB_E_USAGE when --check names neither a check of the catalogue nor one of a finding. */
enum plumb_status plumb_filter_check_known(struct plumb_cli *cli,
                                           const struct plumb_finding_list *list,
                                           struct plumb_error *error);
/* Was any of the options given? */
bool plumb_filter_given(const struct plumb_cli *cli);
bool plumb_filter_fits(const struct plumb_filter *filter, const struct plumb_finding *finding);

#endif
