/* Values of the panel quoted as evidence: file, line and the number as printed. */
#include "analysis/screen/screen_int.h"

#include <math.h>

enum { MAX_QUOTES = 24 };

const char *plumb_screen_number(struct plumb_arena *arena, double value)
{
    double whole = floor(value + 0.5);
    if (fabs(value - whole) < 1e-9 * (fabs(value) + 1) && fabs(value) < 1e15)
        return plumb_arena_printf(arena, "%.0f", whole);
    return plumb_arena_printf(arena, "%.10g", value);
}

static void quote_cell(struct plumb_screen *screen, struct plumb_draft *d,
                       const struct plumb_panel *panel, const struct plumb_panel_column *column,
                       size_t agency, size_t year, const char *role)
{
    size_t cell = plumb_panel_at(panel, agency, year);
    if (isnan(column->value[cell]) || d->evidence_count >= MAX_QUOTES)
        return;
    const char *text = plumb_screen_number(screen->arena, column->value[cell]);
    const char *line =
        plumb_arena_printf(screen->arena, "%s, %d, %s: %s", panel->agencies[agency].name,
                           plumb_screen_year(screen, year), column->name, text);
    uint16_t file = column->source_file ? column->source_file[cell] : 0;
    struct plumb_str q = plumb_str_from(line), t = plumb_str_from(text);
    for (size_t i = 0; i < d->evidence_count; i++)
        if (plumb_str_equal(d->evidence[i].quote, q))
            return;
    struct plumb_evidence *e =
        PLUMB_PUSH(screen->arena, d->evidence, d->evidence_count, d->evidence_capacity);
    *e = (struct plumb_evidence){.document = file < panel->file_count ? panel->files[file] : "",
                                 .line = column->source_row ? column->source_row[cell] : 0,
                                 .quote = q,
                                 .text = t,
                                 .text_offset = q.len - t.len,
                                 .role = role};
}

/* A joined value is quoted as it was printed: under the old name, or part by part. */
void plumb_screen_quote(struct plumb_screen *screen, struct plumb_draft *d,
                        const struct plumb_series *s, size_t agency, size_t year, const char *role)
{
    const struct plumb_joined *joined = screen->joined;
    size_t cell = plumb_screen_cell(screen, agency, year);
    if (!s->column)
        return;
    if (!joined) {
        quote_cell(screen, d, screen->panel, s->column, agency, year, role);
        return;
    }
    const struct plumb_panel_column *printed =
        &joined->printed->columns[s->column - screen->panel->columns];
    if (!joined->parts[cell].count)
        quote_cell(screen, d, joined->printed, printed, agency, year, role);
    for (size_t i = 0; i < joined->parts[cell].count; i++)
        quote_cell(screen, d, joined->printed, printed, joined->parts[cell].agencies[i], year,
                   role);
}
