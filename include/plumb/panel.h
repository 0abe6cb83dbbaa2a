/* The panel: canonical values of many agencies over many years, columnar.
 *
 * A panel is a cube agency × year × indicator held as one array of doubles per indicator; NaN means
 * missing. Money is in yuan (or in `currency` when it is foreign). Cells keep where they came from.
 */
#ifndef PLUMB_PANEL_H
#define PLUMB_PANEL_H

#include "plumb/base.h"

#ifdef __cplusplus
extern "C" {
#endif

struct plumb_agency {
    const char *name;
    const char *level;  /* 县, province, … or "" */
    const char *kind;   /* 医疗保障局, court, … or "" */
    const char *region; /* or "" */
};

struct plumb_panel_column {
    const char *indicator; /* catalogue id, or the raw name for columns we do not know */
    const char *name;      /* as printed in the source */
    const char *unit;      /* "yuan", "fraction", …; "" unknown */
    double *value;         /* [agency_count * year_count], agency-major, NaN = missing */
    uint32_t *source_row;  /* same shape: line in the source file, 0 = unknown */
    uint16_t *source_file; /* same shape: index into files */
};

struct plumb_panel {
    struct plumb_arena *arena; /* owns everything below */
    struct plumb_agency *agencies;
    size_t agency_count;
    int first_year;
    size_t year_count;
    struct plumb_panel_column *columns;
    size_t column_count;
    const char **files;
    size_t file_count;
    const char *currency; /* "CNY" … "" unknown */
    /* Rows that could not be used, each with line and reason: nothing is lost silently. */
    struct plumb_panel_reject {
        size_t line;
        uint16_t file;
        const char *reason;
    } * rejects;
    size_t reject_count;
    size_t row_count; /* data rows read */
    const char
        *unused; /* heads of the columns that nobody reads, "备注, 编码"; "" none; not stored */
};

/* An empty panel with an arena of its own; NULL when out of memory. */
struct plumb_panel *plumb_panel_new(void);
/* Index into a column's arrays of an agency and a year (0: first_year). */
size_t plumb_panel_at(const struct plumb_panel *panel, size_t agency, size_t year_index);
const struct plumb_panel_column *plumb_panel_find(const struct plumb_panel *panel,
                                                  const char *indicator); /* NULL if none */
void plumb_panel_free(struct plumb_panel *panel);

/* ---- loading ----------------------------------------------------------------------------- */

struct plumb_mapping; /* foreign column names and values to ours; see docs/csv.md */
/* PLUMB_E_IO, or PLUMB_E_FORMAT with the rule and field that is wrong. Free with plumb_mapping_free. */
enum plumb_status plumb_mapping_load(const char *path, struct plumb_mapping **out,
                                     struct plumb_error *error);
void plumb_mapping_free(struct plumb_mapping *mapping);
/* True when the mapping has rules for a file of this name ("a.zip!b/c.csv" is c.csv, too). */
bool plumb_mapping_covers(const struct plumb_mapping *mapping, const char *path);

struct plumb_catalogue;

/* True when the head of a CSV file looks like a panel (agency and year, or years as columns), or when
 * it could not be looked at: reading it then says why. */
bool plumb_csv_is_panel(const char *path, const struct plumb_catalogue *catalogue,
                        const struct plumb_mapping *mapping);
/* Read one CSV in long or wide form into a new panel. `mapping` may be NULL. `threads` 0: all. */
enum plumb_status plumb_csv_read_panel(const char *path, const struct plumb_catalogue *catalogue,
                                       const struct plumb_mapping *mapping, unsigned threads,
                                       struct plumb_panel **out, struct plumb_error *error);
/* The same two for CSV in memory: a file in an archive, a worksheet. `path` is the name that mappings
 * and years are looked for in and that the panel gets. */
bool plumb_csv_held_is_panel(const char *path, struct plumb_str bytes,
                             const struct plumb_catalogue *catalogue,
                             const struct plumb_mapping *mapping);
enum plumb_status plumb_csv_read_held(const char *path, struct plumb_str bytes,
                                      const struct plumb_catalogue *catalogue,
                                      const struct plumb_mapping *mapping, unsigned threads,
                                      struct plumb_panel **out, struct plumb_error *error);
/* Add the cells of `more` to `into` (agencies by name, columns by indicator). A later value for a
 * filled cell replaces it only when `restate`, and is counted in *restated either way (equal
 * values are no restatement). A column whose unit differs is left out with a reject; different
 * currencies are PLUMB_E_DOMAIN. *restated may be NULL and is added to. */
enum plumb_status plumb_panel_merge(struct plumb_panel *into, const struct plumb_panel *more,
                                    bool restate, size_t *restated, struct plumb_error *error);

#ifdef __cplusplus
}
#endif
#endif
