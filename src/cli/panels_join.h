#ifndef PLUMB_PANELS_JOIN_H
#define PLUMB_PANELS_JOIN_H

#include "plumb/panel.h"

/* May the cells of `more` join `into`: same currency, half of the smaller's agencies in common, and
 * no cell with two different values? */
bool plumb_panels_join(const struct plumb_panel *into, const struct plumb_panel *more);

#endif
