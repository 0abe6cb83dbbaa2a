/* Inside of reading tables with columns kept apart by spaces. */
#ifndef PLUMB_GRID_INT_H
#define PLUMB_GRID_INT_H

#include "read/read_int.h"

#define PLUMB_GRID_FIELDS 64

/* Converters pad by characters or by terminal columns. */
enum { PLUMB_GRID_WIDTH, PLUMB_GRID_CHARS, PLUMB_GRID_MEASURES };

struct plumb_grid_field {
    size_t from, to;                                             /* bytes of source */
    size_t start[PLUMB_GRID_MEASURES], end[PLUMB_GRID_MEASURES]; /* positions */
    bool number;
};

/* The line cut at two or more spaces. Returns the number of fields, 0 when the line has too many
 * or is too long for a table. */
size_t plumb_grid_split(const struct plumb_reader *reader, size_t index,
                        struct plumb_grid_field *fields);
/* Some field is running text. */
bool plumb_grid_is_text(const struct plumb_reader *reader, const struct plumb_grid_field *fields,
                        size_t count);
/* "单位：万元", also behind the name of who filled in the form. */
bool plumb_grid_is_unit_line(struct plumb_str text);
/* The table in the lines [from, to); several regions when its columns change from page to page.
 * False after a failure. */
bool plumb_grid_read(struct plumb_reader *reader, size_t from, size_t to);

#endif
