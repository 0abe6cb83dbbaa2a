/* What a reorganisation explains: the year of the change is no exception, and a sum that was made for
 * comparison speaks only where none of its parts does. */
#include "analysis/screen/screen_int.h"

#include <string.h>

/* Checks that judge a year by the years beside it. */
static bool of_course(const struct plumb_exception *e)
{
    return strncmp(e->check, "growth.", 7) == 0 || strncmp(e->check, "series.", 7) == 0;
}

/* A jump into the year; an error of unit or sign there is one all the same. */
static bool of_change(const struct plumb_exception *e)
{
    return of_course(e) && !e->power && strcmp(e->check, "growth.sign") != 0;
}

static bool part_speaks(const struct plumb_screen *screen, const struct plumb_exception *e)
{
    const struct plumb_join_parts *parts =
        &screen->joined->parts[plumb_screen_cell(screen, e->agency, e->year)];
    for (size_t i = 0; i < screen->count; i++) {
        const struct plumb_exception *x = &screen->items[i];
        if (x->year != e->year || x->agency == e->agency || !of_course(x))
            continue;
        for (size_t p = 0; p < parts->count; p++)
            if (parts->agencies[p] == x->agency)
                return true;
    }
    return false;
}

static bool explained(const struct plumb_screen *screen, const struct plumb_exception *e)
{
    unsigned marks = screen->joined->marks[plumb_screen_cell(screen, e->agency, e->year)];
    if (marks & PLUMB_JOIN_REST)
        return true;
    if ((marks & PLUMB_JOIN_CHANGE) && of_change(e))
        return true;
    return (marks & PLUMB_JOIN_SUM) && (!of_course(e) || part_speaks(screen, e));
}

void plumb_screen_drop_joined(struct plumb_screen *screen)
{
    size_t kept = 0;
    if (!screen->joined)
        return;
    bool *drop = plumb_arena_array(screen->arena, screen->count + 1, sizeof *drop);
    for (size_t i = 0; i < screen->count; i++)
        drop[i] = explained(screen, &screen->items[i]);
    for (size_t i = 0; i < screen->count; i++)
        if (!drop[i])
            screen->items[kept++] = screen->items[i];
    screen->count = kept;
}
