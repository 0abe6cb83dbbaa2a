/* From extracted facts to a panel: the best-supported value of each agency, year and indicator. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plumb/finding.h"

/* One fact that could fill a cell. */
struct candidate {
    const char *agency, *indicator;
    int year;
    double value;
    bool in_table;
    size_t document, line; /* order of reading */
    size_t support;        /* how many facts tell the same value */
};

struct builder {
    struct plumb_arena *arena;
    struct candidate *items;
    size_t count, capacity;
};

static bool year_plausible(int year)
{
    return year >= 1950 && year <= 2200;
}

static void add_candidate(struct builder *b, const char *agency, const char *indicator, int year,
                          const struct plumb_fact *fact, size_t document)
{
    if (!year_plausible(year))
        return;
    struct candidate *c = PLUMB_PUSH(b->arena, b->items, b->count, b->capacity);
    *c = (struct candidate){
        agency,   indicator,  year, plumb_dec_double(fact->value), fact->row != PLUMB_NPOS,
        document, fact->line, 1};
}

static bool usable(const struct plumb_fact *fact, const struct plumb_indicator *indicator)
{
    if (fact->kind == PLUMB_FACT_NOT || fact->kind == PLUMB_FACT_YEAR ||
        fact->kind == PLUMB_FACT_DATE || !indicator || indicator->type != PLUMB_INDICATOR_STORED)
        return false;
    if (fact->comparator != PLUMB_CMP_NONE && fact->comparator != PLUMB_CMP_EQ)
        return false;
    if (fact->stage == PLUMB_STAGE_TARGET || fact->stage == PLUMB_STAGE_WEIGHT)
        return false;
    /* 人 and 人次 are counts too: 公务接待人次, 在职人数 */
    bool counted = fact->unit == PLUMB_UNIT_PERSON || fact->unit == PLUMB_UNIT_PERSON_TIMES;
    return strcmp(indicator->unit, plumb_unit_name(fact->unit)) == 0 ||
           (counted && strcmp(indicator->unit, plumb_unit_name(PLUMB_UNIT_COUNT)) == 0);
}

/* "x.prior" is last year's "x.executed"; it stays a column of its own for the change rates. */
static void add_prior(struct builder *b, const struct plumb_catalogue *catalogue,
                      const char *agency, int document_year, const struct plumb_fact *fact,
                      size_t document)
{
    add_candidate(b, agency, fact->indicator, document_year, fact, document);
    size_t stem = strlen(fact->indicator) - strlen(".prior");
    const char *executed =
        plumb_arena_printf(b->arena, "%.*s.executed", (int)stem, fact->indicator);
    const struct plumb_indicator *entry = plumb_catalogue_find_indicator(catalogue, executed);
    if (entry)
        add_candidate(b, agency, entry->id, document_year - 1, fact, document);
}

static void collect(struct builder *b, const struct plumb_catalogue *catalogue,
                    const struct plumb_extraction *e, size_t document)
{
    if (!e->agency.len)
        return;
    const char *agency = plumb_str_copy(b->arena, e->agency).ptr;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *fact = &e->facts[i];
        if (!fact->indicator ||
            !usable(fact, plumb_catalogue_find_indicator(catalogue, fact->indicator)))
            continue;
        if (plumb_str_ends(plumb_str_from(fact->indicator), PLUMB_STR(".prior")))
            add_prior(b, catalogue, agency, e->year, fact, document);
        else
            add_candidate(b, agency, fact->indicator, fact->year ? fact->year : e->year, fact,
                          document);
    }
}

static int by_cell(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = strcmp(x->agency, y->agency);
    if (!order)
        order = strcmp(x->indicator, y->indicator);
    if (!order)
        order = (x->year > y->year) - (x->year < y->year);
    if (!order)
        order = (x->value > y->value) - (x->value < y->value);
    if (!order)
        order = (x->document > y->document) - (x->document < y->document);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static bool same_cell(const struct candidate *x, const struct candidate *y)
{
    return x->year == y->year && strcmp(x->agency, y->agency) == 0 &&
           strcmp(x->indicator, y->indicator) == 0;
}

/* More repeats, then a table before prose, then the larger (the whole rather than a part told
 * under the same name), then the earlier. */
static bool better(const struct candidate *x, const struct candidate *y)
{
    if (x->support != y->support)
        return x->support > y->support;
    if (x->in_table != y->in_table)
        return x->in_table;
    if (x->value != y->value)
        return x->value > y->value;
    return x->document < y->document || (x->document == y->document && x->line < y->line);
}

/* Keep one candidate a cell, in place. */
static void choose(struct builder *b)
{
    if (!b->count)
        return;
    qsort(b->items, b->count, sizeof *b->items, by_cell);
    size_t kept = 0;
    for (size_t i = 0; i < b->count;) {
        struct candidate best = {0};
        size_t end = i;
        while (end < b->count && same_cell(&b->items[i], &b->items[end])) {
            struct candidate run = b->items[end];
            size_t next = end + 1;
            for (; next < b->count && same_cell(&run, &b->items[next]) &&
                   b->items[next].value == run.value;
                 next++) {
                run.in_table = run.in_table || b->items[next].in_table;
                run.support++;
            }
            if (!best.agency || better(&run, &best))
                best = run;
            end = next;
        }
        b->items[kept++] = best;
        i = end;
    }
    b->count = kept;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted distinct strings picked from the candidates. */
static const char **distinct(struct builder *b, bool agencies, size_t *count)
{
    const char **texts = plumb_arena_array(b->arena, b->count + 1, sizeof *texts);
    for (size_t i = 0; i < b->count; i++)
        texts[i] = agencies ? b->items[i].agency : b->items[i].indicator;
    qsort(texts, b->count, sizeof *texts, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < b->count; i++)
        if (!kept || strcmp(texts[kept - 1], texts[i]) != 0)
            texts[kept++] = texts[i];
    *count = kept;
    return texts;
}

static size_t index_of(const char *const *texts, size_t count, const char *text)
{
    const char *const *found = bsearch(&text, texts, count, sizeof *texts, by_text);
    return (size_t)(found - texts);
}

static void fill(struct builder *b, const struct plumb_catalogue *catalogue,
                 struct plumb_panel *panel)
{
    size_t agencies = 0, indicators = 0;
    const char **agency = distinct(b, true, &agencies);
    const char **indicator = distinct(b, false, &indicators);
    int first = b->count ? b->items[0].year : 0, last = first;
    for (size_t i = 0; i < b->count; i++) {
        first = b->items[i].year < first ? b->items[i].year : first;
        last = b->items[i].year > last ? b->items[i].year : last;
    }
    panel->first_year = first;
    panel->year_count = b->count ? (size_t)(last - first) + 1 : 0;
    panel->agency_count = agencies;
    panel->column_count = indicators;
    panel->agencies = plumb_arena_array(b->arena, agencies + 1, sizeof *panel->agencies);
    for (size_t i = 0; i < agencies; i++)
        panel->agencies[i] = (struct plumb_agency){agency[i], "", "", ""};
    size_t cells = agencies * panel->year_count;
    panel->columns = plumb_arena_array(b->arena, indicators + 1, sizeof *panel->columns);
    for (size_t i = 0; i < indicators; i++) {
        const struct plumb_indicator *entry =
            plumb_catalogue_find_indicator(catalogue, indicator[i]);
        struct plumb_panel_column *column = &panel->columns[i];
        column->indicator = entry->id;
        column->name = entry->name.zh;
        column->unit = entry->unit;
        column->value = plumb_arena_array(b->arena, cells, sizeof *column->value);
        column->source_row = plumb_arena_array(b->arena, cells, sizeof *column->source_row);
        column->source_file = plumb_arena_array(b->arena, cells, sizeof *column->source_file);
        for (size_t c = 0; c < cells; c++)
            column->value[c] = NAN;
    }
    for (size_t i = 0; i < b->count; i++) {
        const struct candidate *c = &b->items[i];
        size_t at =
            plumb_panel_at(panel, index_of(agency, agencies, c->agency), (size_t)(c->year - first));
        struct plumb_panel_column *column =
            &panel->columns[index_of(indicator, indicators, c->indicator)];
        column->value[at] = c->value;
        column->source_row[at] = (uint32_t)c->line;
        column->source_file[at] = (uint16_t)c->document;
    }
}

enum plumb_status plumb_facts_panel(const struct plumb_catalogue *catalogue,
                                    const struct plumb_extraction *const *extractions, size_t count,
                                    struct plumb_panel **out, struct plumb_error *error)
{
    *out = NULL;
    if (count > UINT16_MAX)
        return plumb_fail(error, PLUMB_E_LIMIT,
                          "More than %u documents cannot share one panel; split the run.",
                          (unsigned)UINT16_MAX);
    struct plumb_panel *panel = plumb_calloc(1, sizeof *panel);
    struct plumb_arena *arena = panel ? plumb_arena_new() : NULL;
    if (!arena) {
        plumb_free(panel);
        return plumb_fail_nomem(error);
    }
    jmp_buf nomem;
    if (setjmp(nomem)) {
        plumb_arena_free(arena);
        plumb_free(panel);
        return plumb_fail_nomem(error);
    }
    plumb_arena_on_nomem(arena, &nomem);
    panel->arena = arena;
    panel->currency = "CNY";
    panel->unused = "";
    panel->files = plumb_arena_array(arena, count + 1, sizeof *panel->files);
    panel->file_count = count;
    struct builder builder = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        panel->files[i] = plumb_str_copy(arena, plumb_str_from(extractions[i]->document->path)).ptr;
        collect(&builder, catalogue, extractions[i], i);
    }
    panel->row_count = builder.count;
    choose(&builder);
    fill(&builder, catalogue, panel);
    plumb_arena_on_nomem(arena, NULL);
    *out = panel;
    return PLUMB_OK;
}
