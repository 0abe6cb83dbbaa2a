/* What the agency view shows: indicators over the years beside the peers, and documents.
 *
 * A value comes from the first panel that has it, then from the facts of the reports; its peers are
 * the other agencies of that same panel, of the same level when the panel gives levels.
 */
#include "report/agency_pages.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/escape.h"

#define YEARS_SHOWN 20
/* Agencies of a panel whose values make the median; a larger panel is thinned evenly. */
#define PEERS_READ ((size_t)4000)
#define PEERS_LEAST 3 /* fewer have no median worth showing */

struct cell {
    double value, median; /* NaN = missing */
    size_t peers;         /* other agencies with a value in that year */
};

struct peer {
    double value;
    const char *level;
};

struct pages {
    const struct plumb_report_input *input;
    struct plumb_arena *arena; /* scratch */
    const struct plumb_panel **panels;
    size_t panel_count;
    const char **names;
    size_t count;
    int first_year;
    size_t year_count;
    struct peer *peers;    /* of one indicator, panel and year, by level and value */
    size_t *at;            /* [panel * count + agency]: index in the panel, or PLUMB_NPOS */
    struct cell *cells;    /* [agency * year_count + year], of the indicator at hand */
    struct plumb_buf *out; /* one an agency: its indicators so far */
};

static void collect_names(struct pages *pages)
{
    const struct plumb_finding_list *list = pages->input->findings;
    if (pages->names)
        return;
    pages->names = plumb_arena_array(pages->arena, PLUMB_AGENCY_PAGES, sizeof *pages->names);
    for (size_t i = 0; i < list->count && pages->count < PLUMB_AGENCY_PAGES; i++) {
        const char *name = list->items[i].agency;
        size_t k = 0;
        while (k < pages->count && strcmp(pages->names[k], name) != 0)
            k++;
        if (k == pages->count && *name)
            pages->names[pages->count++] = name;
    }
}

static void collect_panels(struct pages *pages, const struct plumb_panel *facts)
{
    const struct plumb_report_input *input = pages->input;
    int last = 0;
    pages->panels = plumb_arena_array(pages->arena, input->panel_count + 1, sizeof *pages->panels);
    for (size_t i = 0; i < input->panel_count; i++)
        pages->panels[pages->panel_count++] = input->panels[i];
    if (facts)
        pages->panels[pages->panel_count++] = facts;
    for (size_t p = 0; p < pages->panel_count; p++) {
        const struct plumb_panel *panel = pages->panels[p];
        if (!panel->year_count)
            continue;
        int end = panel->first_year + (int)panel->year_count - 1;
        if (!last || panel->first_year < pages->first_year)
            pages->first_year = panel->first_year;
        last = end > last ? end : last;
    }
    if (last && last - pages->first_year >= YEARS_SHOWN)
        pages->first_year = last - YEARS_SHOWN + 1;
    pages->year_count = last ? (size_t)(last - pages->first_year + 1) : 0;
}

static void find_agencies(struct pages *pages)
{
    pages->at =
        plumb_arena_array(pages->arena, pages->panel_count * pages->count + 1, sizeof *pages->at);
    for (size_t p = 0; p < pages->panel_count; p++)
        for (size_t n = 0; n < pages->count; n++) {
            const struct plumb_panel *panel = pages->panels[p];
            size_t a = 0;
            while (a < panel->agency_count && strcmp(panel->agencies[a].name, pages->names[n]) != 0)
                a++;
            pages->at[p * pages->count + n] = a < panel->agency_count ? a : PLUMB_NPOS;
        }
}

/* ---- the peers' median ------------------------------------------------------------------- */

static int by_level_value(const void *a, const void *b)
{
    const struct peer *x = a, *y = b;
    int order = strcmp(x->level, y->level);
    return order ? order : (x->value > y->value) - (x->value < y->value);
}

static const char *level_of(const struct plumb_panel *panel, size_t agency)
{
    const char *level = panel->agencies[agency].level;
    return level ? level : "";
}

/* Values of the panel's agencies in a year, sorted by level and value; the number of them. */
static size_t gather_peers(struct pages *pages, const struct plumb_panel *panel,
                           const struct plumb_indicator *indicator, size_t year)
{
    size_t step = panel->agency_count / PEERS_READ + 1, count = 0;
    for (size_t a = 0; a < panel->agency_count; a += step) {
        double value = plumb_indicator_value(panel, indicator, a, year, NULL);
        if (isfinite(value))
            pages->peers[count++] = (struct peer){value, level_of(panel, a)};
    }
    if (count > 1)
        qsort(pages->peers, count, sizeof *pages->peers, by_level_value);
    return count;
}

/* Median of the agencies of this level without one whose value is `own`. */
static void set_median(const struct peer *peers, size_t count, const char *level, struct cell *cell)
{
    size_t from = 0, end, own;
    while (from < count && strcmp(peers[from].level, level) < 0)
        from++;
    for (end = from; end < count && strcmp(peers[end].level, level) == 0;)
        end++;
    for (own = from; own < end && peers[own].value != cell->value;)
        own++;
    size_t n = end - from - (own < end); /* a thinned panel may not hold the agency itself */
    cell->peers = n;
    if (n < PEERS_LEAST)
        return;
    size_t low = from + (n - 1) / 2, high = from + n / 2;
    low += own < end && low >= own;
    high += own < end && high >= own;
    cell->median = 0.5 * (peers[low].value + peers[high].value);
}

/* ---- one indicator of all agencies ------------------------------------------------------- */

static void read_year(struct pages *pages, size_t p, const struct plumb_indicator *indicator,
                      size_t year)
{
    const struct plumb_panel *panel = pages->panels[p];
    int shift = pages->first_year + (int)year - panel->first_year;
    if (shift < 0 || shift >= (int)panel->year_count)
        return;
    bool gathered = false;
    size_t count = 0;
    for (size_t n = 0; n < pages->count; n++) {
        struct cell *cell = &pages->cells[n * pages->year_count + year];
        size_t a = pages->at[p * pages->count + n];
        if (a == PLUMB_NPOS || !isnan(cell->value))
            continue;
        double value = plumb_indicator_value(panel, indicator, a, (size_t)shift, NULL);
        if (!isfinite(value))
            continue;
        if (!gathered)
            count = gather_peers(pages, panel, indicator, (size_t)shift);
        gathered = true;
        cell->value = value;
        set_median(pages->peers, count, level_of(panel, a), cell);
    }
}

static void put_series(struct plumb_buf *out, const struct cell *cells, size_t count, bool median)
{
    for (size_t y = 0; y < count; y++) {
        plumb_buf_puts(out, y ? "," : "[");
        plumb_json_double(out, median ? cells[y].median : cells[y].value);
    }
    plumb_buf_puts(out, "]");
}

static void put_indicator(struct plumb_buf *out, const struct plumb_indicator *indicator,
                          const struct cell *cells, size_t years)
{
    bool any = false;
    size_t peers = 0;
    for (size_t y = 0; y < years; y++) {
        any = any || !isnan(cells[y].value);
        peers = cells[y].peers > peers ? cells[y].peers : peers;
    }
    if (!any)
        return;
    plumb_buf_puts(out, out->len ? ",{\"id\":" : "{\"id\":");
    plumb_escape_json_text(out, indicator->id);
    plumb_buf_puts(out, ",\"name\":{\"zh\":");
    plumb_escape_json_text(out, indicator->name.zh);
    plumb_buf_puts(out, ",\"en\":");
    plumb_escape_json_text(out, indicator->name.en);
    plumb_buf_puts(out, "},\"unit\":");
    plumb_escape_json_text(out, indicator->unit ? indicator->unit : "");
    plumb_buf_printf(out, ",\"peers\":%zu,\"values\":", peers);
    put_series(out, cells, years, false);
    plumb_buf_puts(out, ",\"median\":");
    put_series(out, cells, years, true);
    plumb_buf_puts(out, "}");
}

static void read_indicator(struct pages *pages, const struct plumb_indicator *indicator)
{
    size_t cells = pages->count * pages->year_count;
    for (size_t i = 0; i < cells; i++)
        pages->cells[i] = (struct cell){NAN, NAN, 0};
    for (size_t p = 0; p < pages->panel_count; p++)
        for (size_t y = 0; y < pages->year_count; y++)
            read_year(pages, p, indicator, y);
    for (size_t n = 0; n < pages->count; n++)
        put_indicator(&pages->out[n], indicator, &pages->cells[n * pages->year_count],
                      pages->year_count);
}

/* ---- documents --------------------------------------------------------------------------- */

static bool column_names_file(const struct plumb_panel *panel,
                              const struct plumb_panel_column *column, size_t agency,
                              const char *path)
{
    for (size_t y = 0; column->source_file && y < panel->year_count; y++) {
        size_t at = plumb_panel_at(panel, agency, y);
        if (!isnan(column->value[at]) && column->source_file[at] < panel->file_count &&
            strcmp(panel->files[column->source_file[at]], path) == 0)
            return true;
    }
    return false;
}

/* A report that names the agency, or a table one of its values comes from. */
static bool is_of_agency(const struct pages *pages, const struct plumb_report_file *file, size_t n)
{
    if (file->agency && strcmp(file->agency, pages->names[n]) == 0)
        return true;
    if (strcmp(file->kind, "panel") != 0)
        return false;
    for (size_t p = 0; p < pages->panel_count; p++) {
        size_t a = pages->at[p * pages->count + n];
        for (size_t c = 0; a != PLUMB_NPOS && c < pages->panels[p]->column_count; c++)
            if (column_names_file(pages->panels[p], &pages->panels[p]->columns[c], a, file->path))
                return true;
    }
    return false;
}

static void put_documents(struct pages *pages, size_t n, struct plumb_buf *out)
{
    bool first = true;
    plumb_buf_puts(out, "[");
    for (size_t i = 0; i < pages->input->file_count; i++) {
        const struct plumb_report_file *file = &pages->input->files[i];
        if (!is_of_agency(pages, file, n))
            continue;
        plumb_buf_puts(out, first ? "{\"path\":" : ",{\"path\":");
        plumb_escape_json_text(out, file->path);
        plumb_buf_puts(out, ",\"kind\":");
        plumb_escape_json_text(out, file->kind);
        plumb_buf_printf(out, ",\"year\":%d,\"quantities\":%zu,\"relations\":%zu,\"tested\":%zu}",
                         file->year, file->quantities, file->relations, file->tested);
        first = false;
    }
    plumb_buf_puts(out, "]");
}

/* ---- all of them ------------------------------------------------------------------------- */

static void put_pages(struct pages *pages, struct plumb_buf *out)
{
    size_t most = 1;
    for (size_t p = 0; p < pages->panel_count; p++)
        most = pages->panels[p]->agency_count > most ? pages->panels[p]->agency_count : most;
    find_agencies(pages);
    pages->peers = plumb_arena_array(pages->arena, most, sizeof *pages->peers);
    pages->cells =
        plumb_arena_array(pages->arena, pages->count * pages->year_count + 1, sizeof *pages->cells);
    for (size_t i = 0; i < plumb_catalogue_indicator_count(pages->input->catalogue); i++)
        read_indicator(pages, plumb_catalogue_indicator(pages->input->catalogue, i));
    plumb_buf_puts(out, "[");
    for (size_t n = 0; n < pages->count; n++) {
        plumb_buf_puts(out, n ? ",\n{\"name\":" : "{\"name\":");
        plumb_escape_json_text(out, pages->names[n]);
        plumb_buf_printf(out, ",\"first_year\":%d,\"indicators\":[", pages->first_year);
        plumb_buf_add(out, pages->out[n].data ? pages->out[n].data : "", pages->out[n].len);
        plumb_buf_puts(out, "],\"documents\":");
        put_documents(pages, n, out);
        plumb_buf_puts(out, "}");
        out->failed = out->failed || pages->out[n].failed;
    }
    plumb_buf_puts(out, "]");
}

static enum plumb_status make_pages(struct pages *pages, const struct plumb_panel *facts,
                                    struct plumb_buf *out, struct plumb_error *error)
{
    jmp_buf nomem;
    plumb_arena_on_nomem(pages->arena, &nomem);
    if (setjmp(nomem))
        return plumb_fail_nomem(error);
    collect_names(pages);
    collect_panels(pages, facts);
    put_pages(pages, out);
    return PLUMB_OK;
}

enum plumb_status plumb_agency_pages_json(const struct plumb_report_input *input,
                                          const char **names, size_t count, struct plumb_buf *out,
                                          struct plumb_error *error)
{
    struct plumb_panel *facts = NULL;
    if (!names && input->agencies_json) {
        plumb_buf_puts(out, input->agencies_json);
        return PLUMB_OK;
    }
    struct pages pages = {.input = input, .arena = plumb_arena_new(), .names = names};
    pages.count = names ? count : 0;
    size_t most = names ? count : PLUMB_AGENCY_PAGES;
    if (!pages.arena)
        return plumb_fail_nomem(error);
    enum plumb_status status = plumb_facts_panel(input->catalogue, input->extractions,
                                                 input->extraction_count, &facts, error);
    pages.out = plumb_calloc(most + 1, sizeof *pages.out);
    if (status == PLUMB_OK)
        status = pages.out ? make_pages(&pages, facts, out, error) : plumb_fail_nomem(error);
    for (size_t n = 0; pages.out && n < most; n++)
        plumb_buf_free(&pages.out[n]);
    plumb_free(pages.out);
    plumb_arena_free(pages.arena);
    plumb_panel_free(facts);
    return status;
}
