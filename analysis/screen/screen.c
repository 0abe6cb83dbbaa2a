/* Screening a panel: its columns are read, all screens run, and what they push is written. */
#include "analysis/screen/screen_int.h"

static enum plumb_status run(struct plumb_screen *screen, const char *peers,
                             struct plumb_error *error)
{
    plumb_screen_read_series(screen);
    plumb_screen_read_groups(screen, peers);
    plumb_screen_read_sizes(screen);
    enum plumb_status status = plumb_screen_values(screen, error);
    if (status != PLUMB_OK)
        return status;
    plumb_screen_ratios(screen);
    plumb_screen_patterns(screen);
    plumb_screen_sums(screen);
    plumb_screen_proportions(screen);
    plumb_screen_structure(screen);
    status = plumb_screen_digits(screen, error);
    if (status == PLUMB_OK)
        plumb_screen_write(screen);
    return status;
}

static enum plumb_status run_joined(struct plumb_screen *screen,
                                    const struct plumb_agency_change *changes, size_t count,
                                    const char *peers, struct plumb_error *error)
{
    struct plumb_joined *joined = plumb_arena_array(screen->arena, 1, sizeof *joined);
    if (plumb_panel_join(screen->panel, changes, count, screen->arena, joined)) {
        screen->panel = &joined->panel;
        screen->joined = joined;
    }
    return run(screen, peers, error);
}

enum plumb_status plumb_panel_findings_joined(const struct plumb_catalogue *catalogue,
                                              const struct plumb_panel *panel,
                                              const struct plumb_agency_change *changes,
                                              size_t change_count, const char *peers,
                                              unsigned threads, struct plumb_arena *arena,
                                              struct plumb_finding_list *out,
                                              struct plumb_error *error)
{
    /* on the heap: what longjmp would lose must not live in registers */
    struct plumb_screen *screen = plumb_calloc(1, sizeof *screen);
    if (!screen)
        return plumb_fail_nomem(error);
    *screen = (struct plumb_screen){.catalogue = catalogue,
                                    .panel = panel,
                                    .arena = arena,
                                    .out = out,
                                    .threads = threads,
                                    .cells = panel->agency_count * panel->year_count};
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    enum plumb_status status;
    if (setjmp(nomem))
        status = plumb_fail_nomem(error);
    else
        status = run_joined(screen, changes, change_count, peers, error);
    plumb_arena_on_nomem(arena, outer);
    plumb_screen_free_series(screen);
    plumb_free(screen);
    return status;
}

enum plumb_status plumb_panel_findings(const struct plumb_catalogue *catalogue,
                                       const struct plumb_panel *panel, const char *peers,
                                       unsigned threads, struct plumb_arena *arena,
                                       struct plumb_finding_list *out, struct plumb_error *error)
{
    return plumb_panel_findings_joined(catalogue, panel, NULL, 0, peers, threads, arena, out,
                                       error);
}
