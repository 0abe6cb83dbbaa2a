/* Chains of lines over continued tables, and small helpers of the table relation builders. */
#include "extract/relate_table/relate_table_util.h"

/* ---- chains -------------------------------------------------------------------------------- */

static bool uses_indent(const struct plumb_chain_line *line)
{
    return line->line->cell && (!line->grid->table->aligned || line->line->cell->cell->column == 0);
}

static size_t indent_of(const struct plumb_chain_line *line)
{
    return uses_indent(line) ? line->line->cell->indent : 0;
}

/* Where each line stands: the walk remembers the last line of every numbering style. */
struct depth_walk {
    struct plumb_chain *chain;
    int last[6];          /* depth of the last line of that style, -1 for none */
    size_t whole;         /* line the running 其中 belongs to, or PLUMB_NPOS */
    size_t above;         /* last line that is not under a 其中, or PLUMB_NPOS */
    size_t unnumbered[8]; /* stack of unnumbered lines by indentation */
    size_t unnumbered_count;
};

static int depth_of_number(const struct depth_walk *walk, const struct plumb_grid_line *line)
{
    const struct plumb_chain *chain = walk->chain;
    int last = walk->last[line->style];
    if (line->number != 1)
        return last >= 0 ? last : 0;
    if (walk->above == PLUMB_NPOS)
        return 0;
    const struct plumb_chain_line *above = &chain->lines[walk->above];
    if (above->line->total || above->line->style >= line->style)
        return last >= 0 ? last : 0;
    return above->depth + 1;
}

static int depth_of_plain(struct depth_walk *walk, size_t i)
{
    const struct plumb_chain *chain = walk->chain;
    size_t indent = indent_of(&chain->lines[i]);
    while (walk->unnumbered_count > 0) {
        size_t top = walk->unnumbered[walk->unnumbered_count - 1];
        if (indent_of(&chain->lines[top]) + 2 <= indent)
            break;
        walk->unnumbered_count--;
    }
    int depth = 0;
    if (walk->unnumbered_count > 0)
        depth = chain->lines[walk->unnumbered[walk->unnumbered_count - 1]].depth + 1;
    if (walk->unnumbered_count < 8)
        walk->unnumbered[walk->unnumbered_count++] = i;
    return depth;
}

/* An unnumbered line behind a 其中 still belongs to it when it is indented, or when the numbering
 * goes on below it, or when nothing tells. */
static bool still_among(const struct depth_walk *walk, size_t i)
{
    const struct plumb_chain_line *line = &walk->chain->lines[i];
    const struct plumb_chain_line *whole = &walk->chain->lines[walk->whole];
    size_t own = indent_of(line), of_whole = indent_of(whole);
    if (own > of_whole)
        return true;
    for (size_t k = walk->whole + 1; k < i; k++)
        if (indent_of(&walk->chain->lines[k]) > own + 1)
            return false; /* the 其中 lines are indented, this one is not */
    return true;
}

static void walk_line(struct depth_walk *walk, size_t i)
{
    struct plumb_chain_line *at = &walk->chain->lines[i];
    const struct plumb_grid_line *line = at->line;
    if (line->code.len) {
        at->depth = line->code.len <= 3 ? 0 : line->code.len <= 5 ? 1 : 2;
        walk->above = i;
        walk->whole = PLUMB_NPOS;
        return;
    }
    if (line->total) {
        at->depth = 0;
        walk->whole = PLUMB_NPOS;
        walk->unnumbered_count = 0;
        for (int s = 0; s < 6; s++)
            walk->last[s] = -1;
        walk->above = i;
        return;
    }
    if (line->among && walk->above != PLUMB_NPOS) {
        walk->whole = walk->above;
        at->depth = walk->chain->lines[walk->whole].depth + 1;
        return;
    }
    if (line->style == 0 && walk->whole != PLUMB_NPOS && still_among(walk, i)) {
        const struct plumb_chain_line *whole = &walk->chain->lines[walk->whole];
        at->depth = whole->depth + 1;
        if (indent_of(at) <= indent_of(whole))
            at->follower = (i > 0 ? walk->chain->lines[i - 1].follower : 0) + 1;
        return;
    }
    walk->whole = PLUMB_NPOS;
    at->depth = line->style ? depth_of_number(walk, line) : depth_of_plain(walk, i);
    walk->last[line->style] = at->depth;
    for (int s = line->style + 1; line->style && s < 6; s++)
        walk->last[s] = -1;
    if (line->style)
        walk->unnumbered_count = 0;
    walk->above = i;
}

/* n-th value column with this head, or PLUMB_NPOS. */
static size_t find_column(const struct plumb_zone *zone, struct plumb_str key, size_t n)
{
    for (size_t c = 0; c < zone->column_count; c++)
        if (zone->columns[c].role >= PLUMB_COLUMN_AMOUNT &&
            plumb_str_equal(zone->columns[c].key, key) && n-- == 0)
            return c;
    return PLUMB_NPOS;
}

/* Another page may have split its columns otherwise: they are found by their heads, those of labels by
 * their order. */
static const size_t *map_columns(struct plumb_extract_work *work, const struct plumb_chain *chain,
                                 const struct plumb_zone *zone,
                                 const struct plumb_grid_group *group)
{
    const struct plumb_zone *first = chain->zone;
    bool same = first->column_count == zone->column_count;
    for (size_t c = 0; same && c < first->column_count; c++)
        same = plumb_str_equal(first->columns[c].key, zone->columns[c].key);
    if (same)
        return NULL;
    size_t *map = plumb_arena_array(work->arena, first->column_count + 1, sizeof *map);
    for (size_t c = 0; c < first->column_count; c++) {
        size_t n = 0;
        for (size_t k = 0; k < c; k++)
            n += first->columns[k].role >= PLUMB_COLUMN_AMOUNT &&
                 plumb_str_equal(first->columns[k].key, first->columns[c].key);
        map[c] = first->columns[c].role >= PLUMB_COLUMN_AMOUNT
                     ? find_column(zone, first->columns[c].key, n)
                     : PLUMB_NPOS;
    }
    for (size_t i = 0; i < chain->group->label_count && i < group->label_count; i++)
        map[chain->group->labels[i]] = group->labels[i];
    return map;
}

static void add_lines(struct plumb_extract_work *work, struct plumb_chain *chain, size_t *capacity,
                      const struct plumb_grid *grid, const struct plumb_zone *zone, size_t g)
{
    const struct plumb_grid_group *group = &zone->groups[g];
    const size_t *columns = map_columns(work, chain, zone, group);
    for (size_t i = 0; i < group->line_count; i++) {
        struct plumb_chain_line *line =
            PLUMB_PUSH(work->arena, chain->lines, chain->count, *capacity);
        line->grid = grid;
        line->line = &group->lines[i];
        line->columns = columns;
    }
}

static const struct plumb_zone *next_zone(const struct plumb_extract_work *work, size_t *table,
                                          size_t *zone)
{
    const struct plumb_grid *grid = work->tables[*table].grid;
    if (*zone + 1 < grid->zone_count) {
        (*zone)++;
    } else if (*table + 1 < work->table_count) {
        (*table)++;
        *zone = 0;
        if (work->tables[*table].grid->zone_count == 0)
            return NULL;
    } else {
        return NULL;
    }
    const struct plumb_zone *next = &work->tables[*table].grid->zones[*zone];
    return next->continues ? next : NULL;
}

struct plumb_chain *plumb_table_chains(struct plumb_extract_work *work, size_t *count)
{
    struct plumb_chain *chains = NULL;
    size_t n = 0, capacity = 0;
    for (size_t t = 0; t < work->table_count; t++) {
        const struct plumb_grid *grid = work->tables[t].grid;
        for (size_t z = 0; grid && z < grid->zone_count; z++) {
            const struct plumb_zone *zone = &grid->zones[z];
            for (size_t g = 0; g < zone->group_count && !zone->continues; g++) {
                struct plumb_chain *chain = PLUMB_PUSH(work->arena, chains, n, capacity);
                size_t lines = 0, table = t, at = z;
                chain->grid = grid;
                chain->zone = zone;
                chain->group = &zone->groups[g];
                add_lines(work, chain, &lines, grid, zone, g);
                const struct plumb_zone *next;
                while ((next = next_zone(work, &table, &at)) != NULL)
                    if (g < next->group_count)
                        add_lines(work, chain, &lines, work->tables[table].grid, next, g);
                struct depth_walk walk = {.chain = chain,
                                          .last = {-1, -1, -1, -1, -1, -1},
                                          .whole = PLUMB_NPOS,
                                          .above = PLUMB_NPOS};
                for (size_t i = 0; i < chain->count; i++)
                    walk_line(&walk, i);
            }
        }
    }
    *count = n;
    return chains;
}

/* A column that the table does not have stays none. */
static size_t column_at(const struct plumb_chain_line *at, size_t column)
{
    return at->columns && column != PLUMB_NPOS ? at->columns[column] : column;
}

struct plumb_grid_cell *plumb_chain_cell(const struct plumb_chain *chain, size_t line,
                                         size_t column)
{
    const struct plumb_chain_line *at = &chain->lines[line];
    size_t own = column_at(at, column);
    struct plumb_grid_cell *cell =
        own == PLUMB_NPOS ? NULL : plumb_grid_at(at->grid, at->line->row, own);
    return cell && cell->from == own ? cell : NULL;
}

const struct plumb_fact *plumb_chain_value(const struct plumb_extract_work *work,
                                           const struct plumb_chain *chain, size_t line,
                                           size_t column)
{
    const struct plumb_chain_line *at = &chain->lines[line];
    size_t own = column_at(at, column);
    return own == PLUMB_NPOS ? NULL : plumb_grid_value(work, at->grid, at->line->row, own);
}

size_t plumb_chain_column(const struct plumb_chain *chain, enum plumb_column_role role)
{
    const struct plumb_grid_group *group = chain->group;
    for (size_t c = group->first_value; c != PLUMB_NPOS && c <= group->last_value; c++)
        if (chain->zone->columns[c].role == role)
            return c;
    return PLUMB_NPOS;
}

bool plumb_chain_is_headed(const struct plumb_chain *chain)
{
    return chain->zone->head_to > chain->zone->head_from;
}

bool plumb_column_is_summable(const struct plumb_grid_column *column)
{
    return (column->role >= PLUMB_COLUMN_AMOUNT && column->role <= PLUMB_COLUMN_BALANCE) ||
           column->role == PLUMB_COLUMN_POSTS || column->role == PLUMB_COLUMN_STAFF;
}

const char *plumb_table_check(const struct plumb_grid *grid, const char *otherwise)
{
    struct plumb_str t = grid->title;
    bool accounts = plumb_str_has(t, "决算");
    if (!accounts)
        return otherwise;
    if (plumb_str_has(t, "三公"))
        return "accounts.T7";
    if (plumb_str_has(t, "国有资本"))
        return "accounts.T9";
    if (plumb_str_has(t, "政府性基金"))
        return "accounts.T8";
    if (plumb_str_has(t, "基本支出决算"))
        return "accounts.T6";
    if (plumb_str_has(t, "一般公共预算"))
        return "accounts.T5";
    if (plumb_str_has(t, "财政拨款收入支出决算总表"))
        return "accounts.T4";
    if (plumb_str_has(t, "收入支出决算总表"))
        return "accounts.T1";
    if (plumb_str_has(t, "收入决算表"))
        return "accounts.T2";
    if (plumb_str_has(t, "支出决算表"))
        return "accounts.T3";
    return otherwise;
}

/* ---- claims and notes ---------------------------------------------------------------------- */

void plumb_table_claim(struct plumb_claim *claim, struct plumb_extract_work *work,
                       enum plumb_relation_kind kind, const char *check,
                       const struct plumb_fact *stated, struct plumb_str subject)
{
    plumb_claim_begin(claim, work, kind, check, NULL);
    claim->stated = stated;
    claim->subject = subject.len || !stated ? subject : stated->label;
    if (stated)
        claim->unit = stated->unit;
}

struct plumb_term plumb_term_cell(enum plumb_role role, const struct plumb_grid_cell *cell)
{
    return plumb_term_words(role, cell->cell->text.str, cell->cell->line);
}
