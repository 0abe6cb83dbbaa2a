/* What the table relation builders share: chains of lines, families of sums, notes. */
#ifndef PLUMB_RELATE_TABLE_UTIL_H
#define PLUMB_RELATE_TABLE_UTIL_H

#include "extract/relate/relate_int.h"
#include "extract/table/table_int.h"

/* The lines of one group over a table and its continuations (续表). */
struct plumb_chain_line {
    const struct plumb_grid *grid;
    const struct plumb_grid_line *line;
    const size_t *columns; /* column here of each column of the chain; NULL: the same */
    int depth;             /* below the lines of its segment, by code, numbering or 其中 */
    int follower; /* n-th unnumbered line behind a 其中 that may or may not belong to it; else 0 */
};

struct plumb_chain {
    const struct plumb_grid *grid; /* of the first zone */
    const struct plumb_zone *zone;
    const struct plumb_grid_group *group;
    struct plumb_chain_line *lines;
    size_t count;
};

/* All chains of the document, built in the arena. */
struct plumb_chain *plumb_table_chains(struct plumb_extract_work *work, size_t *count);

/* The cell of a chain line in a column, or NULL. */
struct plumb_grid_cell *plumb_chain_cell(const struct plumb_chain *chain, size_t line,
                                         size_t column);
/* Value of a chain line in a column, or NULL. */
const struct plumb_fact *plumb_chain_value(const struct plumb_extract_work *work,
                                           const struct plumb_chain *chain, size_t line,
                                           size_t column);
/* First column of the chain's group with that role, or PLUMB_NPOS. */
size_t plumb_chain_column(const struct plumb_chain *chain, enum plumb_column_role role);
/* True when the chain is a zone with a head of its own. */
bool plumb_chain_is_headed(const struct plumb_chain *chain);
/* The column can be added up. */
bool plumb_column_is_summable(const struct plumb_grid_column *column);

/* accounts.T1 … T9 for the tables of the 部门决算, else `otherwise`. */
const char *plumb_table_check(const struct plumb_grid *grid, const char *otherwise);

/* ---- sums that run in parallel ---- */

/* One way to read the parts of a total: indices of lines (vertical) or columns (horizontal). */
struct plumb_sum_reading {
    const char *name;
    size_t *parts;
    size_t count;
    const int *signs; /* NULL: all + */
};

enum { PLUMB_SUM_READINGS = 24 };

/* The same sum in every column (vertical) or every line (horizontal) of a chain. */
struct plumb_sum_family {
    const struct plumb_chain *chain;
    bool vertical;
    size_t total;         /* line or column */
    const size_t *across; /* columns or lines it runs over */
    size_t across_count;
    struct plumb_sum_reading readings[PLUMB_SUM_READINGS];
    size_t reading_count;
    const char *check;
    enum plumb_relation_kind kind;
    bool open;     /* the list may be incomplete: parts below the total say nothing */
    bool too_long; /* a reading had more parts than are added up */
    double confidence;
};

/* Adds a reading; parts are copied. Nothing happens when it is empty, a repeat, or there are too
 * many. */
void plumb_family_reading(struct plumb_extract_work *work, struct plumb_sum_family *family,
                          const char *name, const size_t *parts, size_t count, const int *signs);

/* Claims of one table, judged together: whether empty cells mean zero, and whether a layout was
 * read rightly, is learned from the sums that hold. */
struct plumb_sum_batch {
    struct plumb_extract_work *work;
    struct plumb_sum_claim *claims;
    size_t count, capacity;
    size_t families;
};
void plumb_batch_add(struct plumb_sum_batch *batch, struct plumb_sum_family *family);
void plumb_batch_push(struct plumb_sum_batch *batch);
/* Has a claim about this total already been made in the batch? */
bool plumb_batch_has(const struct plumb_sum_batch *batch, const struct plumb_fact *total);

/* ---- other claims ---- */
void plumb_table_claim(struct plumb_claim *claim, struct plumb_extract_work *work,
                       enum plumb_relation_kind kind, const char *check,
                       const struct plumb_fact *stated, struct plumb_str subject);
/* The printed words of a cell as a term. */
struct plumb_term plumb_term_cell(enum plumb_role role, const struct plumb_grid_cell *cell);

#endif
