/* Who decides, for the record of a decision. */
#include "cli/cli.h"

#include <stdlib.h>

const char *plumb_cli_who(const struct plumb_cli *cli)
{
    static const char *const names[] = {"LOGNAME", "USER", "USERNAME"};
    for (size_t i = 0; i < PLUMB_COUNT(names); i++) {
        const char *name = getenv(names[i]);
        if (name && *name)
            return plumb_cli_option(cli, PLUMB_OPT_WHO, name);
    }
    return plumb_cli_option(cli, PLUMB_OPT_WHO, "");
}
