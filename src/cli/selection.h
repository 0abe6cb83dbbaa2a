/* Which agencies are meant: by name, by a group they belong to, by a part of the name, or all. */
#ifndef PLUMB_SELECTION_H
#define PLUMB_SELECTION_H

#include "cli/job.h"

struct plumb_selection {
    const char **names;  /* those with findings first, the gravest on top; then by name */
    const char **sorted; /* the same by name */
    size_t count;
};

/* From the command line's words; without any all agencies with values. A word is the name of an
 * agency; when nobody bears it, a level, kind or region; else a part of names. PLUMB_E_DOMAIN when a
 * word fits nobody. Lives in the run's arena and borrows the names. */
enum plumb_status plumb_select_agencies(const struct plumb_job *job,
                                        const struct plumb_panel *facts,
                                        struct plumb_selection *out, struct plumb_error *error);
bool plumb_selection_has(const struct plumb_selection *selection, const char *name);

#endif
