/* Panels out of files written in a test: one file at a time, in a folder of the program. */
#ifndef PLUMB_CSV_FIXTURE_H
#define PLUMB_CSV_FIXTURE_H

#include "test_support.h"

#include <math.h>
#include <unistd.h>

#include "plumb/catalogue.h"
#include "plumb/panel.h"

static struct plumb_catalogue *catalogue;
static char folder[64], path[128];

static inline void write_bytes(const char *name, const void *bytes, size_t len)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static inline void write_text(const char *text)
{
    write_bytes("p.csv", text, strlen(text));
}

static inline struct plumb_panel *read_panel(unsigned threads)
{
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    if (plumb_csv_read_panel(path, catalogue, NULL, threads, &panel, &error) != PLUMB_OK)
        fail_msg("%s", error.message);
    return panel;
}

static inline struct plumb_panel *panel_of(const char *text)
{
    write_text(text);
    return read_panel(1);
}

static inline double value_of(const struct plumb_panel *panel, const char *agency, int year,
                              const char *indicator)
{
    const struct plumb_panel_column *column = plumb_panel_find(panel, indicator);
    for (size_t a = 0; column && a < panel->agency_count; a++)
        if (strcmp(panel->agencies[a].name, agency) == 0)
            return column->value[plumb_panel_at(panel, a, (size_t)(year - panel->first_year))];
    return NAN;
}

static inline int set_up(void **state)
{
    (void)state;
    struct plumb_error error = {0};
    if (plumb_catalogue_load(NULL, &catalogue, &error) != PLUMB_OK)
        return -1;
    snprintf(folder, sizeof folder, "/tmp/plumb-panel-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static inline int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"p.csv", "m.json"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    plumb_catalogue_free(catalogue);
    return rmdir(folder);
}

#endif
