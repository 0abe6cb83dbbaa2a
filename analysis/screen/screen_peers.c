/* Peers: agencies of the same level, kind and region; of fewer of these where too few are alike. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum attribute { LEVEL = 1, KIND = 2, REGION = 4 };

/* From the narrowest group to the widest; without any, all agencies are peers. */
static const unsigned char usual_chain[] = {LEVEL | KIND | REGION, LEVEL | KIND, KIND, LEVEL};

static const char *attribute_of(const struct plumb_agency *agency, enum attribute which)
{
    const char *value = which == KIND    ? agency->kind
                        : which == LEVEL ? agency->level
                                         : agency->region;
    return value ? value : "";
}

/* Attributes that most agencies have and that tell them apart. */
static unsigned known_attributes(const struct plumb_panel *panel)
{
    static const enum attribute all[] = {LEVEL, KIND, REGION};
    unsigned known = 0;
    for (size_t i = 0; i < PLUMB_COUNT(all); i++) {
        size_t filled = 0;
        bool differs = false;
        for (size_t a = 0; a < panel->agency_count; a++) {
            const char *own = attribute_of(&panel->agencies[a], all[i]);
            filled += own[0] != '\0';
            differs = differs || strcmp(own, attribute_of(&panel->agencies[0], all[i])) != 0;
        }
        if (2 * filled > panel->agency_count && differs)
            known |= all[i];
    }
    return known;
}

/* "县级·学校": the values of the attributes, "" when one is not known. */
static const char *key_of(struct plumb_screen *screen, size_t agency, unsigned attributes)
{
    static const enum attribute all[] = {LEVEL, KIND, REGION};
    const char *key = "";
    for (size_t i = 0; i < PLUMB_COUNT(all); i++) {
        if (!(attributes & all[i]))
            continue;
        const char *own = attribute_of(&screen->panel->agencies[agency], all[i]);
        if (!own[0])
            return "";
        key = key[0] ? plumb_arena_printf(screen->arena, "%s·%s", key, own) : own;
    }
    return key;
}

struct keyed {
    const char *key;
    size_t agency;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    return order ? order : (x->agency > y->agency) - (x->agency < y->agency);
}

struct grouping {
    struct plumb_screen *screen;
    uint32_t *group;
    const char **names;
    size_t *first, *members;
    size_t count, listed, capacity;
};

/* All with the key are members, also those that a narrower group has taken: they are peers too. */
static void add_group(struct grouping *g, const struct keyed *run, size_t n)
{
    size_t taken = 0;
    for (size_t i = 0; i < n; i++)
        if (g->group[run[i].agency] == UINT32_MAX) {
            g->group[run[i].agency] = (uint32_t)g->count;
            taken++;
        }
    if (!taken)
        return;
    g->names[g->count] = run->key;
    g->first[g->count++] = g->listed;
    for (size_t i = 0; i < n; i++)
        *PLUMB_PUSH(g->screen->arena, g->members, g->listed, g->capacity) = run[i].agency;
}

static void group_by(struct grouping *g, unsigned attributes)
{
    const size_t n = g->screen->panel->agency_count;
    struct keyed *keys = plumb_arena_array(g->screen->arena, n + 1, sizeof *keys);
    for (size_t a = 0; a < n; a++)
        keys[a] = (struct keyed){key_of(g->screen, a, attributes), a};
    qsort(keys, n, sizeof *keys, by_key);
    for (size_t i = 0, run = 0; i < n; i += run) {
        for (run = 1; i + run < n && strcmp(keys[i].key, keys[i + run].key) == 0;)
            run++;
        if (keys[i].key[0] && run >= PLUMB_GROUP_LEAST && run < n)
            add_group(g, &keys[i], run);
    }
}

/* Agencies without a group of their own: all are their peers. */
static void group_rest(struct grouping *g)
{
    const size_t n = g->screen->panel->agency_count;
    struct keyed *keys = plumb_arena_array(g->screen->arena, n + 1, sizeof *keys);
    for (size_t a = 0; a < n; a++)
        keys[a] = (struct keyed){"", a};
    add_group(g, keys, n);
    g->first[g->count] = g->listed;
}

static unsigned asked_for(const char *peers)
{
    return strcmp(peers, "kind") == 0 ? KIND : strcmp(peers, "level") == 0 ? LEVEL : REGION;
}

void plumb_screen_read_groups(struct plumb_screen *screen, const char *peers)
{
    const size_t n = screen->panel->agency_count;
    const unsigned known = n ? known_attributes(screen->panel) : 0;
    if (!known)
        return;
    struct grouping g = {.screen = screen,
                         .group = plumb_arena_array(screen->arena, n + 1, sizeof *g.group),
                         .names = plumb_arena_array(screen->arena, n + 2, sizeof *g.names),
                         .first = plumb_arena_array(screen->arena, n + 2, sizeof *g.first)};
    for (size_t a = 0; a < n; a++)
        g.group[a] = UINT32_MAX;
    unsigned last = 0;
    for (size_t i = 0; i < sizeof usual_chain; i++) {
        unsigned attributes = peers ? known & asked_for(peers) : known & usual_chain[i];
        if (attributes && attributes != last)
            group_by(&g, attributes);
        last = attributes;
    }
    group_rest(&g);
    if (g.count < 2)
        return; /* one group of all */
    screen->group = g.group;
    screen->group_names = g.names;
    screen->group_count = g.count;
    screen->first_member = g.first;
    screen->members = g.members;
}

size_t plumb_screen_peer_count(const struct plumb_screen *screen, const struct plumb_series *series,
                               size_t agency, size_t year, bool *wider)
{
    size_t n = 0;
    if (screen->group) {
        uint32_t g = screen->group[agency];
        for (size_t i = screen->first_member[g]; i < screen->first_member[g + 1]; i++)
            n += isnan(series->value[plumb_screen_cell(screen, screen->members[i], year)]) ? 0 : 1;
    }
    *wider = !screen->group || n < PLUMB_GROUP_LEAST;
    if (!*wider)
        return n;
    n = 0;
    for (size_t a = 0; a < screen->panel->agency_count; a++)
        n += isnan(series->value[plumb_screen_cell(screen, a, year)]) ? 0 : 1;
    return n;
}

const char *plumb_screen_peers(const struct plumb_screen *screen, const struct plumb_series *series,
                               size_t agency, size_t year, bool zh)
{
    bool wider;
    size_t n = plumb_screen_peer_count(screen, series, agency, year, &wider);
    const char *own = screen->group && !wider ? screen->group_names[screen->group[agency]] : "";
    if (own[0])
        return zh ? plumb_arena_printf(screen->arena, "同类单位（%s，%zu个）", own, n)
                  : plumb_arena_printf(screen->arena, "%zu peers (%s)", n, own);
    if (!screen->group)
        return zh ? plumb_arena_printf(screen->arena, "全部单位（%zu个）", n)
                  : plumb_arena_printf(screen->arena, "all %zu agencies", n);
    return zh ? plumb_arena_printf(screen->arena, "全部单位（%zu个；同类不足%d个）", n,
                                   PLUMB_GROUP_LEAST)
              : plumb_arena_printf(screen->arena, "all %zu agencies (fewer than %d of its kind)", n,
                                   PLUMB_GROUP_LEAST);
}
