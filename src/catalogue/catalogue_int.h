/* Inside of the catalogue: its lists, and how a file is read into them. */
#ifndef PLUMB_CATALOGUE_INT_H
#define PLUMB_CATALOGUE_INT_H

#include "plumb/catalogue.h"

struct label_entry {
    struct plumb_str key;
    size_t indicator;
};

struct plumb_catalogue {
    struct plumb_arena *arena;
    struct plumb_indicator *indicators;
    size_t indicator_count, indicator_capacity;
    struct plumb_check *checks;
    size_t check_count, check_capacity;
    struct label_entry *labels; /* sorted by key */
    size_t label_count, label_capacity;
    struct plumb_formula **formulas; /* everything to free */
    size_t formula_count, formula_capacity;
};

/* ---- catalogue_read.c ---- */

/* Adds the entries of a JSON text, and changes those whose ids are there. `source` names it in errors
 * and lives as long as the catalogue. PLUMB_E_FORMAT with line or entry and field. */
enum plumb_status plumb_catalogue_read(struct plumb_catalogue *catalogue, const char *source,
                                       struct plumb_str text, struct plumb_error *error);
/* The same for the file of --rules. */
enum plumb_status plumb_catalogue_read_rules(struct plumb_catalogue *catalogue, const char *path,
                                             struct plumb_error *error);

#endif
