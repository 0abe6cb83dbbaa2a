/* Tables of the same agencies: may their cells be one panel? */
#include "cli/panels_join.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
    const struct plumb_agency *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

/* agencies of `panel` sorted by name; NULL when out of memory. Free with plumb_free. */
static const struct plumb_agency **sorted_agencies(const struct plumb_panel *panel)
{
    const struct plumb_agency **list = plumb_calloc(panel->agency_count + 1, sizeof *list);
    for (size_t i = 0; list && i < panel->agency_count; i++)
        list[i] = &panel->agencies[i];
    if (list && panel->agency_count > 1)
        qsort(list, panel->agency_count, sizeof *list, by_text);
    return list;
}

/* Index in `panel` of the agency with this name, or PLUMB_NPOS. */
static size_t find_agency(const struct plumb_panel *panel, const struct plumb_agency **sorted,
                          const struct plumb_agency *wanted)
{
    const struct plumb_agency **hit =
        bsearch(&wanted, sorted, panel->agency_count, sizeof *sorted, by_text);
    return hit ? (size_t)(*hit - panel->agencies) : PLUMB_NPOS;
}

/* Do the agency's cells in the two panels contradict each other? */
static bool cells_agree(const struct plumb_panel *a, size_t agency_a, const struct plumb_panel *b,
                        size_t agency_b)
{
    for (size_t c = 0; c < b->column_count; c++) {
        const struct plumb_panel_column *column = plumb_panel_find(a, b->columns[c].indicator);
        for (size_t y = 0; column && y < b->year_count; y++) {
            int year = b->first_year + (int)y;
            if (year < a->first_year || year >= a->first_year + (int)a->year_count)
                continue;
            size_t at = plumb_panel_at(a, agency_a, (size_t)(year - a->first_year));
            double x = column->value[at];
            double z = b->columns[c].value[plumb_panel_at(b, agency_b, y)];
            if (!isnan(x) && !isnan(z) && x != z)
                return false;
        }
    }
    return true;
}

bool plumb_panels_join(const struct plumb_panel *into, const struct plumb_panel *more)
{
    if (strcmp(into->currency ? into->currency : "", more->currency ? more->currency : "") != 0)
        return false;
    const struct plumb_agency **sorted = sorted_agencies(into);
    if (!sorted)
        return false;
    size_t shared = 0;
    bool agree = true;
    for (size_t i = 0; agree && i < more->agency_count; i++) {
        size_t at = find_agency(into, sorted, &more->agencies[i]);
        if (at == PLUMB_NPOS)
            continue;
        shared++;
        agree = cells_agree(into, at, more, i);
    }
    plumb_free(sorted);
    size_t smaller =
        into->agency_count < more->agency_count ? into->agency_count : more->agency_count;
    return agree && shared > 0 && shared * 2 >= smaller;
}
