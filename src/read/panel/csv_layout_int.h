/* What the parts of finding a layout share: the rows at the top of a file, and what became of its
 * columns so far. */
#ifndef PLUMB_CSV_LAYOUT_INT_H
#define PLUMB_CSV_LAYOUT_INT_H

#include "read/panel/csv_int.h"

enum {
    PLUMB_CSV_HEAD_ROWS = 48,  /* rows looked at */
    PLUMB_CSV_HEAD_SEARCH = 12 /* rows that may come before the head and be it */
};

struct plumb_csv_head_row {
    struct plumb_str *cells; /* trimmed */
    size_t count, line;
    size_t offset, next; /* bytes of the text */
};

struct plumb_csv_finder {
    const struct plumb_catalogue *catalogue;
    const char *path;
    struct plumb_arena *arena;
    struct plumb_csv_layout *layout;
    struct plumb_csv_head_row rows[PLUMB_CSV_HEAD_ROWS];
    size_t row_count;
    struct plumb_error *error;
};

/* ---- csv_head.c: `key` is plumb_label_key of a head ---- */
enum plumb_csv_role plumb_csv_role_of_head(struct plumb_str key);
/* Numbers of units and agencies are no quantities. */
bool plumb_csv_is_code_head(struct plumb_str key);
/* A year at the start or end of a head ("2023年决算数", "revenue_2023", "FY2023") is cut off and
 * returned; 0 for none. */
int plumb_csv_take_year(struct plumb_str *label);
/* The only year in a text; 0 for none and for several. */
int plumb_csv_year_in(struct plumb_str text);

/* ---- csv_columns.c ---- */
/* How many cells of a column hold what. */
struct plumb_csv_content {
    size_t filled, numbers, years, units;
};
/* The cells of a column in the rows looked at, from row `first` on. */
struct plumb_csv_content plumb_csv_look_at(const struct plumb_csv_finder *finder, size_t first,
                                           size_t column);
bool plumb_csv_is_numeric(struct plumb_csv_content content);
/* The first column with the role; PLUMB_NPOS for none. */
size_t plumb_csv_find_role(const struct plumb_csv_layout *layout, enum plumb_csv_role role);
/* Fill in what the layout tells by the roles of its columns. */
void plumb_csv_collect_roles(struct plumb_csv_finder *finder);
/* Unit and year of all values: from the rows above the head, else from the file's name. */
void plumb_csv_read_title(struct plumb_csv_finder *finder, size_t head);
/* Columns without roles, one for each cell of the row. */
void plumb_csv_set_columns(struct plumb_csv_finder *finder, const struct plumb_csv_head_row *row);
/* Where the data begin: behind the head row, or with it. */
void plumb_csv_set_start(struct plumb_csv_finder *finder, size_t head, bool has_head);

/* ---- csv_placed.c ---- */
/* The columns that finder->layout->rules names. PLUMB_E_FORMAT when one is missing. */
enum plumb_status plumb_csv_layout_place(struct plumb_csv_finder *finder);

#endif
