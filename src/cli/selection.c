/* Which agencies are meant. */
#include "cli/selection.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

bool plumb_selection_has(const struct plumb_selection *selection, const char *name)
{
    return selection->count &&
           bsearch(&name, selection->sorted, selection->count, sizeof *selection->sorted, by_name);
}

enum fit { FIT_NAME, FIT_GROUP, FIT_PART, FIT_COUNT };

static bool fits(const struct plumb_agency *agency, const char *word, enum fit how)
{
    const char *const groups[] = {agency->level, agency->kind, agency->region};
    if (how == FIT_NAME)
        return strcmp(agency->name, word) == 0;
    if (how == FIT_PART)
        return strstr(agency->name, word) != NULL;
    for (size_t i = 0; i < 3; i++)
        if (groups[i] && strcmp(groups[i], word) == 0)
            return true;
    return false;
}

struct picking {
    const struct plumb_panel **panels;
    size_t panel_count;
    const char **names; /* with repeats until they are sorted */
    size_t count;
};

/* Add everybody whom the word fits this way; false when it is nobody. NULL fits all. */
static bool pick(struct picking *picking, const char *word, enum fit how)
{
    size_t before = picking->count;
    for (size_t p = 0; p < picking->panel_count; p++)
        for (size_t a = 0; a < picking->panels[p]->agency_count; a++) {
            const struct plumb_agency *agency = &picking->panels[p]->agencies[a];
            if (*agency->name && (!word || fits(agency, word, how)))
                picking->names[picking->count++] = agency->name;
        }
    return picking->count > before;
}

/* Those of the findings first, in their order. */
static void order_names(const struct plumb_job *job, struct plumb_selection *out)
{
    size_t n = 0;
    bool *taken = plumb_arena_array(job->cli->arena, out->count + 1, sizeof *taken);
    for (size_t i = 0; taken && i < job->findings.count; i++) {
        const char *name = job->findings.items[i].agency;
        const char **hit =
            out->count ? bsearch(&name, out->sorted, out->count, sizeof *out->sorted, by_name)
                       : NULL;
        if (!hit || taken[hit - out->sorted])
            continue;
        taken[hit - out->sorted] = true;
        out->names[n++] = *hit;
    }
    for (size_t i = 0; taken && i < out->count; i++)
        if (!taken[i])
            out->names[n++] = out->sorted[i];
}

static enum plumb_status pick_words(const struct plumb_request *request, struct picking *picking,
                                    struct plumb_error *error)
{
    if (!request->argument_count)
        pick(picking, NULL, FIT_NAME);
    for (size_t i = 0; i < request->argument_count; i++) {
        bool found = false;
        for (int how = FIT_NAME; !found && how < FIT_COUNT; how++)
            found = pick(picking, request->arguments[i], (enum fit)how);
        if (!found)
            return plumb_fail(error, PLUMB_E_DOMAIN,
                              "The case knows no agency named %s with values of any year.",
                              request->arguments[i]);
    }
    return PLUMB_OK;
}

enum plumb_status plumb_select_agencies(const struct plumb_job *job,
                                        const struct plumb_panel *facts,
                                        struct plumb_selection *out, struct plumb_error *error)
{
    struct plumb_arena *arena = job->cli->arena;
    const struct plumb_request *request = &job->cli->request;
    struct picking picking = {0};
    size_t agencies = facts ? facts->agency_count : 0;
    picking.panels = plumb_arena_array(arena, job->panel_count + 1, sizeof *picking.panels);
    for (size_t i = 0; picking.panels && i < job->panel_count; i++) {
        picking.panels[picking.panel_count++] = job->panels[i];
        agencies += job->panels[i]->agency_count;
    }
    if (picking.panels && facts)
        picking.panels[picking.panel_count++] = facts;
    size_t words = request->argument_count ? request->argument_count : 1;
    picking.names = plumb_arena_array(arena, agencies * words + 1, sizeof *picking.names);
    out->names = plumb_arena_array(arena, agencies * words + 1, sizeof *out->names);
    if (!picking.panels || !picking.names || !out->names)
        return plumb_fail_nomem(error);
    enum plumb_status status = pick_words(request, &picking, error);
    if (status != PLUMB_OK)
        return status;
    if (picking.count > 1)
        qsort(picking.names, picking.count, sizeof *picking.names, by_name);
    out->sorted = picking.names;
    for (size_t i = 0; i < picking.count; i++)
        if (i == 0 || strcmp(picking.names[i], out->sorted[out->count - 1]) != 0)
            out->sorted[out->count++] = picking.names[i];
    order_names(job, out);
    return PLUMB_OK;
}
