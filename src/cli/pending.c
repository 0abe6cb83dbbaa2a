/* Stand-ins for functions whose own file has not landed yet; each goes when the real one comes. */
#include "cli/cli.h"

#define WEAK __attribute__((weak))

#ifndef PLUMB_HAVE_PANEL
WEAK bool plumb_csv_is_panel(const char *path, const struct plumb_catalogue *catalogue,
                             const struct plumb_mapping *mapping)
{
    (void)path, (void)catalogue, (void)mapping;
    return false;
}
WEAK enum plumb_status plumb_csv_read_panel(const char *path,
                                            const struct plumb_catalogue *catalogue,
                                            const struct plumb_mapping *mapping, unsigned threads,
                                            struct plumb_panel **out, struct plumb_error *error)
{
    (void)path, (void)catalogue, (void)mapping, (void)threads, (void)out;
    return plumb_fail(error, PLUMB_E_UNAVAILABLE, "This cannot be read yet.");
}
WEAK void plumb_panel_free(struct plumb_panel *panel)
{
    (void)panel;
}
WEAK void plumb_mapping_free(struct plumb_mapping *mapping)
{
    (void)mapping;
}
WEAK enum plumb_status plumb_mapping_load(const char *path, struct plumb_mapping **out,
                                          struct plumb_error *error)
{
    (void)path, (void)out;
    return plumb_fail(error, PLUMB_E_UNAVAILABLE, "This cannot be read yet.");
}
WEAK size_t plumb_panel_at(const struct plumb_panel *panel, size_t agency, size_t year_index)
{
    return agency * panel->year_count + year_index;
}
WEAK const struct plumb_panel_column *plumb_panel_find(const struct plumb_panel *panel,
                                                       const char *indicator)
{
    (void)panel, (void)indicator;
    return NULL;
}
WEAK enum plumb_status plumb_panel_merge(struct plumb_panel *into, const struct plumb_panel *more,
                                         bool restate, size_t *restated, struct plumb_error *error)
{
    (void)into, (void)more, (void)restate, (void)restated;
    return plumb_fail(error, PLUMB_E_UNAVAILABLE, "This cannot be done yet.");
}
#endif
