/* Reorganised agencies: renamed ones become one series, merged and split ones are summed. */
#include "analysis/screen/reorganise.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A change with its agencies in the panel; first year of the new order as an index, which may lie
 * outside of the panel's years. */
struct link {
    size_t from, to;
    long year;
    char kind; /* 'm', 's', 'r' */
};

struct joining {
    struct plumb_joined *out;
    struct plumb_arena *arena;
    struct link *links;
    size_t count;
    size_t *stands; /* agency whose row an agency's values lie in since it was renamed */
};

static double *cell_of(const struct joining *j, size_t column, size_t agency, size_t year)
{
    const struct plumb_panel *panel = &j->out->panel;
    return &panel->columns[column].value[plumb_panel_at(panel, agency, year)];
}

static bool has_values(const struct joining *j, size_t agency, size_t year)
{
    for (size_t c = 0; c < j->out->panel.column_count; c++)
        if (!isnan(*cell_of(j, c, agency, year)))
            return true;
    return false;
}

static void mark(struct joining *j, size_t agency, long year, unsigned char what)
{
    if (year >= 0 && year < (long)j->out->panel.year_count)
        j->out->marks[plumb_panel_at(&j->out->panel, agency, (size_t)year)] |= what;
}

/* ---- set-up -------------------------------------------------------------------------------- */

static size_t find_agency(const struct plumb_panel *panel, const char *name)
{
    for (size_t a = 0; a < panel->agency_count; a++)
        if (strcmp(panel->agencies[a].name, name) == 0)
            return a;
    return PLUMB_NPOS;
}

static int by_year(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    if (x->year != y->year)
        return x->year < y->year ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

/* Columns of the joined panel are copies, so that the printed values stay. */
static void copy_columns(struct joining *j, const struct plumb_panel *panel)
{
    struct plumb_panel *copy = &j->out->panel;
    size_t cells = panel->agency_count * panel->year_count;
    copy->columns = plumb_arena_array(j->arena, panel->column_count + 1, sizeof *copy->columns);
    for (size_t c = 0; c < panel->column_count; c++) {
        struct plumb_panel_column *column = &copy->columns[c];
        *column = panel->columns[c];
        column->value = plumb_arena_array(j->arena, cells + 1, sizeof *column->value);
        memcpy(column->value, panel->columns[c].value, cells * sizeof *column->value);
    }
    j->out->parts = plumb_arena_array(j->arena, cells + 1, sizeof *j->out->parts);
    j->out->marks = plumb_arena_array(j->arena, cells + 1, 1);
    j->stands = plumb_arena_array(j->arena, panel->agency_count + 1, sizeof *j->stands);
    for (size_t a = 0; a < panel->agency_count; a++)
        j->stands[a] = a;
}

static long last_year(const struct joining *j, size_t agency)
{
    for (size_t t = j->out->panel.year_count; t-- > 0;)
        if (has_values(j, agency, t))
            return (long)t;
    return -1;
}

/* ---- renamed ------------------------------------------------------------------------------- */

static struct plumb_join_parts parts_of(struct joining *j, size_t agency, size_t year)
{
    struct plumb_join_parts parts = j->out->parts[plumb_panel_at(&j->out->panel, agency, year)];
    if (!parts.count && has_values(j, agency, year)) {
        parts.agencies = plumb_arena_array(j->arena, 1, sizeof *parts.agencies);
        parts.agencies[0] = (uint32_t)agency;
        parts.count = 1;
    }
    return parts;
}

static void move_year(struct joining *j, size_t from, size_t to, size_t year)
{
    j->out->parts[plumb_panel_at(&j->out->panel, to, year)] = parts_of(j, from, year);
    for (size_t c = 0; c < j->out->panel.column_count; c++) {
        *cell_of(j, c, to, year) = *cell_of(j, c, from, year);
        *cell_of(j, c, from, year) = NAN;
    }
}

/* Years that both names have stay as printed: then it is no mere change of name. */
static void rename_agency(struct joining *j, const struct link *link)
{
    size_t from = j->stands[link->from], to = j->stands[link->to];
    if (from == to)
        return;
    for (size_t t = 0; t < j->out->panel.year_count; t++)
        if (has_values(j, from, t) && !has_values(j, to, t))
            move_year(j, from, to, t);
    mark(j, to, link->year, PLUMB_JOIN_CHANGE);
    for (size_t a = 0; a < j->out->panel.agency_count; a++)
        if (j->stands[a] == from)
            j->stands[a] = to;
}

/* ---- sums ---------------------------------------------------------------------------------- */

static void add_parts(struct joining *j, struct plumb_join_parts *sum, struct plumb_join_parts more)
{
    uint32_t *all = plumb_arena_array(j->arena, sum->count + more.count + 1, sizeof *all);
    for (size_t i = 0; i < sum->count; i++)
        all[i] = sum->agencies[i];
    for (size_t i = 0; i < more.count; i++)
        all[sum->count + i] = more.agencies[i];
    *sum = (struct plumb_join_parts){all, sum->count + more.count};
}

/* The other end of a link, as seen from the agency that gets the sum. */
static size_t other_end(const struct joining *j, const struct link *link)
{
    return j->stands[link->kind == 'm' ? link->from : link->to];
}

static size_t own_end(const struct joining *j, const struct link *link)
{
    return j->stands[link->kind == 'm' ? link->to : link->from];
}

static bool adds_in(const struct link *link, long year)
{
    return link->kind == 'm' ? year < link->year : year >= link->year;
}

/* Years of the agency's own values in a column: none before a merger that founded it, none from a split
 * that ended it. */
struct span {
    long first, last;
};

static struct span own_span(const struct joining *j, size_t column, size_t own)
{
    struct span span = {LONG_MAX, -1};
    for (long t = 0; t < (long)j->out->panel.year_count; t++)
        if (!isnan(*cell_of(j, column, own, (size_t)t))) {
            span.first = span.first == LONG_MAX ? t : span.first;
            span.last = t;
        }
    return span;
}

static bool not_there(const struct link *link, struct span own)
{
    return link->kind == 'm' ? own.first >= link->year : own.last < link->year;
}

static void sum_column(struct joining *j, const struct link *links, size_t n, size_t column)
{
    size_t own = own_end(j, &links[0]);
    struct span span = own_span(j, column, own);
    for (size_t t = 0; t < j->out->panel.year_count; t++) {
        double mine = *cell_of(j, column, own, t), sum = 0;
        bool any = false, absent = false;
        for (size_t i = 0; i < n; i++)
            if (adds_in(&links[i], (long)t)) {
                sum += *cell_of(j, column, other_end(j, &links[i]), t);
                absent = absent || not_there(&links[i], span);
                any = true;
            }
        if (any)
            *cell_of(j, column, own, t) = isnan(mine) && absent ? sum : sum + mine;
    }
}

/* links[n] give to one agency: merged into it, or what it was split into. */
static void sum_agencies(struct joining *j, const struct link *links, size_t n)
{
    size_t own = own_end(j, &links[0]);
    for (size_t t = 0; t < j->out->panel.year_count; t++) {
        struct plumb_join_parts sum = parts_of(j, own, t);
        size_t before = sum.count;
        bool any = false;
        for (size_t i = 0; i < n; i++)
            if (adds_in(&links[i], (long)t)) {
                add_parts(j, &sum, parts_of(j, other_end(j, &links[i]), t));
                any = true;
            }
        if (!any)
            continue;
        if (sum.count > before)
            j->out->parts[plumb_panel_at(&j->out->panel, own, t)] = sum;
        mark(j, own, (long)t, PLUMB_JOIN_SUM);
    }
    for (size_t c = 0; c < j->out->panel.column_count; c++)
        sum_column(j, links, n, c);
}

/* The first years of the new order, and what is left behind a merger. */
static void mark_link(struct joining *j, const struct link *link)
{
    size_t from = j->stands[link->from], to = j->stands[link->to];
    mark(j, to, link->year, PLUMB_JOIN_CHANGE);
    mark(j, from, link->year, PLUMB_JOIN_CHANGE);
    for (long t = link->year; link->kind == 'm' && t < (long)j->out->panel.year_count; t++)
        mark(j, from, t, PLUMB_JOIN_REST);
}

/* All links of the kind that share the end that gets the sum, gathered at the earliest of them; mergers
 * go forward in time and splits back, so that sums of sums are whole. */
static void sum_kind(struct joining *j, char kind)
{
    bool *done = plumb_arena_array(j->arena, j->count + 1, sizeof *done);
    struct link *same = plumb_arena_array(j->arena, j->count + 1, sizeof *same);
    for (size_t k = 0; k < j->count; k++) {
        size_t i = kind == 'm' ? k : j->count - 1 - k, n = 0;
        if (done[i] || j->links[i].kind != kind)
            continue;
        for (size_t m = 0; m < j->count; m++)
            if (!done[m] && j->links[m].kind == kind &&
                own_end(j, &j->links[m]) == own_end(j, &j->links[i]) &&
                other_end(j, &j->links[m]) != own_end(j, &j->links[m])) {
                same[n++] = j->links[m];
                done[m] = true;
            }
        if (n)
            sum_agencies(j, same, n);
    }
}

/* A moved value keeps its line; parts name the row it was printed in. */
static void copy_sources(const struct plumb_panel *panel, struct plumb_panel_column *column,
                         const struct plumb_joined *joined)
{
    for (size_t a = 0; a < panel->agency_count; a++)
        for (size_t t = 0; t < panel->year_count; t++) {
            size_t to = plumb_panel_at(panel, a, t);
            if (joined->parts[to].count != 1 || joined->parts[to].agencies[0] == a)
                continue;
            size_t from = plumb_panel_at(panel, joined->parts[to].agencies[0], t);
            if (column->source_row)
                column->source_row[to] = column->source_row[from];
            if (column->source_file)
                column->source_file[to] = column->source_file[from];
        }
}

/* ---- all ----------------------------------------------------------------------------------- */

/* An agency that the panel has under the old name only gets the new one. */
static bool relabel(struct joining *j, struct plumb_panel *panel,
                    const struct plumb_agency_change *changes, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        size_t from = find_agency(panel, changes[i].from);
        if (changes[i].kind[0] != 'r' || from == PLUMB_NPOS ||
            find_agency(panel, changes[i].to) != PLUMB_NPOS)
            continue;
        if (!any) {
            struct plumb_agency *copy =
                plumb_arena_array(j->arena, panel->agency_count + 1, sizeof *copy);
            memcpy(copy, panel->agencies, panel->agency_count * sizeof *copy);
            panel->agencies = copy;
        }
        panel->agencies[from].name = changes[i].to;
        any = true;
    }
    return any;
}

static void read_links(struct joining *j, const struct plumb_panel *panel,
                       const struct plumb_agency_change *changes, size_t count)
{
    j->links = plumb_arena_array(j->arena, count + 1, sizeof *j->links);
    for (size_t i = 0; i < count; i++) {
        size_t from = find_agency(panel, changes[i].from), to = find_agency(panel, changes[i].to);
        if (from == PLUMB_NPOS || to == PLUMB_NPOS || from == to)
            continue;
        j->links[j->count++] =
            (struct link){from, to, changes[i].year ? changes[i].year - panel->first_year : -1,
                          changes[i].kind[0]};
        if (!changes[i].year)
            j->links[j->count - 1].year = LONG_MIN;
    }
}

bool plumb_panel_join(const struct plumb_panel *panel, const struct plumb_agency_change *changes,
                      size_t count, struct plumb_arena *arena, struct plumb_joined *out)
{
    struct joining j = {.out = out, .arena = arena};
    *out = (struct plumb_joined){.panel = *panel, .printed = panel};
    bool named = relabel(&j, &out->panel, changes, count);
    read_links(&j, &out->panel, changes, count);
    if (!j.count && !named)
        return false;
    copy_columns(&j, panel);
    for (size_t i = 0; i < j.count; i++)
        if (j.links[i].year == LONG_MIN)
            j.links[i].year = last_year(&j, j.links[i].from) + 1;
    qsort(j.links, j.count, sizeof *j.links, by_year);
    for (size_t i = 0; i < j.count; i++)
        if (j.links[i].kind == 'r')
            rename_agency(&j, &j.links[i]);
    sum_kind(&j, 'm');
    sum_kind(&j, 's');
    for (size_t i = 0; i < j.count; i++)
        if (j.links[i].kind != 'r')
            mark_link(&j, &j.links[i]);
    return true;
}

/* A row that gave all its values away is nobody's any more. */
static void clear_name(struct plumb_panel *panel, const char *name)
{
    size_t agency = find_agency(panel, name);
    for (size_t c = 0; agency != PLUMB_NPOS && c < panel->column_count; c++)
        for (size_t t = 0; t < panel->year_count; t++)
            if (!isnan(panel->columns[c].value[plumb_panel_at(panel, agency, t)]))
                return;
    if (agency != PLUMB_NPOS)
        panel->agencies[agency].name = "";
}

enum plumb_status plumb_panel_rename(struct plumb_panel *panel,
                                     const struct plumb_agency_change *changes, size_t count,
                                     struct plumb_error *error)
{
    struct plumb_arena *scratch = plumb_arena_new();
    if (!scratch)
        return plumb_fail_nomem(error);
    jmp_buf nomem;
    if (setjmp(nomem)) {
        plumb_arena_free(scratch);
        return plumb_fail_nomem(error);
    }
    plumb_arena_on_nomem(scratch, &nomem);
    struct plumb_agency_change *names = plumb_arena_array(scratch, count + 1, sizeof *names);
    struct plumb_joined joined;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (changes[i].kind[0] == 'r')
            names[n++] = changes[i];
    if (plumb_panel_join(panel, names, n, scratch, &joined)) {
        for (size_t a = 0; a < panel->agency_count; a++)
            panel->agencies[a].name = joined.panel.agencies[a].name;
        for (size_t c = 0; c < panel->column_count; c++) {
            size_t cells = panel->agency_count * panel->year_count;
            memcpy(panel->columns[c].value, joined.panel.columns[c].value,
                   cells * sizeof *panel->columns[c].value);
            copy_sources(panel, &panel->columns[c], &joined);
        }
        for (size_t i = 0; i < n; i++)
            clear_name(panel, names[i].from);
    }
    plumb_arena_free(scratch);
    return PLUMB_OK;
}
