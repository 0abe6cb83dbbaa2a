/* The panel: look-up, merging, end. */
#include "read/panel/csv_int.h"

#include <math.h>
#include <string.h>

#define MAX_FILES ((size_t)UINT16_MAX)
#define MAX_CELLS ((size_t)400000000)

struct plumb_panel *plumb_panel_new(void)
{
    struct plumb_panel *panel = plumb_calloc(1, sizeof *panel);
    if (!panel)
        return NULL;
    panel->arena = plumb_arena_new();
    panel->currency = "";
    panel->unused = "";
    if (panel->arena)
        return panel;
    plumb_free(panel);
    return NULL;
}

void plumb_panel_free(struct plumb_panel *panel)
{
    if (!panel)
        return;
    plumb_arena_free(panel->arena);
    plumb_free(panel);
}

size_t plumb_panel_at(const struct plumb_panel *panel, size_t agency, size_t year_index)
{
    return agency * panel->year_count + year_index;
}

const struct plumb_panel_column *plumb_panel_find(const struct plumb_panel *panel,
                                                  const char *indicator)
{
    for (size_t i = 0; i < panel->column_count; i++)
        if (strcmp(panel->columns[i].indicator, indicator) == 0)
            return &panel->columns[i];
    return NULL;
}

const char *plumb_agency_full_name(struct plumb_arena *arena, struct plumb_str region,
                                   struct plumb_str name)
{
    bool latin = region.len && (unsigned char)region.ptr[region.len - 1] < 0x80;
    return plumb_arena_printf(arena, "%.*s%s%.*s", PLUMB_STR_ARG(region), latin ? " " : "",
                              PLUMB_STR_ARG(name));
}

/* ---- merging ---- */

struct merger {
    struct plumb_panel *into;
    const struct plumb_panel *more;
    struct plumb_arena *scratch;
    uint32_t *agency_of; /* [more->agency_count]: agency of `into` */
    uint32_t *column_of; /* [more->column_count]: UINT32_MAX = units differ */
    bool restate;
    size_t restated;
    struct plumb_error *error;
};

static const char *keep(struct merger *merger, const char *text)
{
    return plumb_str_copy(merger->into->arena, plumb_str_from(text)).ptr;
}

/* The union of agencies while it grows. */
struct united {
    struct merger *merger;
    struct plumb_agency *agencies;
    size_t count;
    struct plumb_names full, names; /* keys with and without region */
    uint32_t *full_index;           /* [full.count]: agency */
    uint32_t *first, *uses;         /* [names.count]: first agency of the name; how many have it */
};

/* 财政局 of 甲县 and 甲县财政局 of 甲县 have one key. */
static struct plumb_str key_of(struct plumb_arena *scratch, const struct plumb_agency *agency,
                               bool with_region)
{
    struct plumb_str name = plumb_label_key(scratch, plumb_str_from(agency->name));
    struct plumb_str region = plumb_label_key(scratch, plumb_str_from(agency->region));
    if (region.len && name.len > region.len && plumb_str_starts(name, region))
        name = plumb_str_sub(name, region.len, name.len);
    if (!with_region)
        return name;
    return plumb_str_from(
        plumb_arena_printf(scratch, "%.*s\x1f%.*s", PLUMB_STR_ARG(name), PLUMB_STR_ARG(region)));
}

static uint32_t unite(struct united *united, const struct plumb_agency *agency, bool is_new)
{
    struct plumb_arena *scratch = united->merger->scratch;
    bool added = false, name_added = false;
    uint32_t full = plumb_names_add(&united->full, key_of(scratch, agency, true), &added);
    uint32_t name = plumb_names_add(&united->names, key_of(scratch, agency, false), &name_added);
    if (!added)
        return united->full_index[full];
    /* The same name, where one of the two does not say of which region, is the same agency. */
    if (is_new && !name_added && united->uses[name] == 1) {
        uint32_t known = united->first[name];
        if (agency->region[0] == '\0' || united->agencies[known].region[0] == '\0')
            return united->full_index[full] = known;
    }
    uint32_t index = (uint32_t)united->count++;
    united->agencies[index] = *agency;
    united->full_index[full] = index;
    if (name_added)
        united->first[name] = index;
    else if (is_new && agency->region[0])
        united->agencies[index].name = plumb_agency_full_name(
            scratch, plumb_str_from(agency->region), plumb_str_from(agency->name));
    united->uses[name]++;
    return index;
}

/* Agencies of `more` by name and region; new ones go behind those of `into`. */
static size_t match_agencies(struct merger *merger, struct plumb_agency **agencies)
{
    struct plumb_panel *into = merger->into;
    const struct plumb_panel *more = merger->more;
    size_t most = into->agency_count + more->agency_count + 1;
    struct united united = {.merger = merger};
    united.agencies = plumb_arena_array(merger->scratch, most, sizeof *united.agencies);
    united.full_index = plumb_arena_array(merger->scratch, most, sizeof *united.full_index);
    united.first = plumb_arena_array(merger->scratch, most, sizeof *united.first);
    united.uses = plumb_arena_array(merger->scratch, most, sizeof *united.uses);
    plumb_names_start(&united.full, merger->scratch);
    plumb_names_start(&united.names, merger->scratch);
    for (size_t i = 0; i < into->agency_count; i++)
        if (unite(&united, &into->agencies[i], false) != i)
            united.agencies[united.count++] = into->agencies[i]; /* twice in one panel */
    for (size_t i = 0; i < more->agency_count; i++) {
        uint32_t index = unite(&united, &more->agencies[i], true);
        struct plumb_agency *to = &united.agencies[index];
        merger->agency_of[i] = index;
        to->level = to->level[0] ? to->level : more->agencies[i].level;
        to->kind = to->kind[0] ? to->kind : more->agencies[i].kind;
        to->region = to->region[0] ? to->region : more->agencies[i].region;
    }
    *agencies = united.agencies;
    return united.count;
}

static size_t match_columns(struct merger *merger, struct plumb_panel_column **columns)
{
    struct plumb_panel *into = merger->into;
    const struct plumb_panel *more = merger->more;
    size_t count = into->column_count;
    *columns = plumb_arena_array(merger->scratch, count + more->column_count + 1, sizeof **columns);
    for (size_t i = 0; i < count; i++)
        (*columns)[i] = into->columns[i];
    for (size_t i = 0; i < more->column_count; i++) {
        const struct plumb_panel_column *from = &more->columns[i];
        size_t k = 0;
        while (k < count && strcmp((*columns)[k].indicator, from->indicator) != 0)
            k++;
        bool differ = k < count && (*columns)[k].unit[0] && from->unit[0] &&
                      strcmp((*columns)[k].unit, from->unit) != 0;
        merger->column_of[i] = differ ? UINT32_MAX : (uint32_t)k;
        if (k == count)
            (*columns)[count++] = (struct plumb_panel_column){
                .indicator = from->indicator, .name = from->name, .unit = from->unit};
        else if (!differ && (*columns)[k].unit[0] == '\0')
            (*columns)[k].unit = from->unit;
    }
    return count;
}

static void copy_cells(const struct plumb_panel_column *from, struct plumb_panel_column *to,
                       const struct plumb_panel *old, const struct plumb_panel *shape)
{
    size_t shift = (size_t)(old->first_year - shape->first_year);
    for (size_t a = 0; a < old->agency_count; a++)
        for (size_t y = 0; y < old->year_count; y++) {
            size_t source = a * old->year_count + y;
            size_t target = a * shape->year_count + y + shift;
            to->value[target] = from->value[source];
            to->source_row[target] = from->source_row[source];
            to->source_file[target] = from->source_file[source];
        }
}

/* New arrays for a panel of the shape of `next`, with the cells of `old`. */
static void lay_out(struct merger *merger, struct plumb_panel *next, const struct plumb_panel *old,
                    const struct plumb_panel_column *columns)
{
    struct plumb_arena *arena = next->arena;
    size_t rows = next->agency_count * next->year_count;
    next->columns = plumb_arena_array(arena, next->column_count + 1, sizeof *next->columns);
    for (size_t c = 0; c < next->column_count; c++) {
        struct plumb_panel_column *to = &next->columns[c];
        to->indicator = keep(merger, columns[c].indicator);
        to->name = keep(merger, columns[c].name);
        to->unit = keep(merger, columns[c].unit);
        to->value = plumb_arena_array(arena, rows + 1, sizeof *to->value);
        to->source_row = plumb_arena_array(arena, rows + 1, sizeof *to->source_row);
        to->source_file = plumb_arena_array(arena, rows + 1, sizeof *to->source_file);
        for (size_t i = 0; i < rows; i++)
            to->value[i] = NAN;
        if (c < old->column_count)
            copy_cells(&old->columns[c], to, old, next);
    }
}

static void set_agencies(struct merger *merger, struct plumb_panel *next,
                         const struct plumb_agency *agencies)
{
    next->agencies = plumb_arena_array(next->arena, next->agency_count + 1, sizeof *next->agencies);
    for (size_t i = 0; i < next->agency_count; i++)
        next->agencies[i] =
            (struct plumb_agency){keep(merger, agencies[i].name), keep(merger, agencies[i].level),
                                  keep(merger, agencies[i].kind), keep(merger, agencies[i].region)};
}

static void set_years(struct plumb_panel *next, const struct plumb_panel *into,
                      const struct plumb_panel *more)
{
    const struct plumb_panel *only = into->year_count == 0 ? more : into;
    int first = only->first_year, last = first + (int)only->year_count;
    if (into->year_count && more->year_count) {
        int end = more->first_year + (int)more->year_count;
        first = more->first_year < first ? more->first_year : first;
        last = end > last ? end : last;
    }
    next->first_year = first;
    next->year_count = (size_t)(last - first);
}

static void put_cells(struct merger *merger, size_t file_shift)
{
    struct plumb_panel *into = merger->into;
    const struct plumb_panel *more = merger->more;
    size_t shift = (size_t)(more->first_year - into->first_year);
    for (size_t c = 0; c < more->column_count; c++) {
        if (merger->column_of[c] == UINT32_MAX)
            continue;
        const struct plumb_panel_column *from = &more->columns[c];
        struct plumb_panel_column *to = &into->columns[merger->column_of[c]];
        for (size_t a = 0; a < more->agency_count; a++)
            for (size_t y = 0; y < more->year_count; y++) {
                size_t source = a * more->year_count + y;
                size_t target = merger->agency_of[a] * into->year_count + y + shift;
                if (isnan(from->value[source]))
                    continue;
                bool filled = !isnan(to->value[target]);
                merger->restated += filled && to->value[target] != from->value[source];
                if (filled && !merger->restate)
                    continue;
                to->value[target] = from->value[source];
                to->source_row[target] = from->source_row[source];
                to->source_file[target] = (uint16_t)(from->source_file[source] + file_shift);
            }
    }
}

static void add_files(struct merger *merger, const struct plumb_panel *old)
{
    struct plumb_panel *into = merger->into;
    const struct plumb_panel *more = merger->more;
    size_t count = old->file_count + more->file_count;
    const char **files = plumb_arena_array(into->arena, count + 1, sizeof *files);
    for (size_t i = 0; i < old->file_count; i++)
        files[i] = keep(merger, old->files[i]);
    for (size_t i = 0; i < more->file_count; i++)
        files[old->file_count + i] = keep(merger, more->files[i]);
    into->files = files;
    into->file_count = count;
}

/* Also names the columns that were left out because their units differ. */
static void add_rejects(struct merger *merger, const struct plumb_panel *old)
{
    struct plumb_panel *into = merger->into;
    const struct plumb_panel *more = merger->more;
    size_t most = old->reject_count + more->reject_count + more->column_count, n = 0;
    into->rejects = plumb_arena_array(into->arena, most + 1, sizeof *into->rejects);
    for (size_t i = 0; i < old->reject_count; i++, n++) {
        into->rejects[n] = old->rejects[i];
        into->rejects[n].reason = keep(merger, old->rejects[i].reason);
    }
    for (size_t i = 0; i < more->reject_count; i++, n++) {
        into->rejects[n] = more->rejects[i];
        into->rejects[n].reason = keep(merger, more->rejects[i].reason);
        into->rejects[n].file = (uint16_t)(more->rejects[i].file + old->file_count);
    }
    for (size_t c = 0; c < more->column_count; c++)
        if (merger->column_of[c] == UINT32_MAX) {
            into->rejects[n].file = (uint16_t)old->file_count;
            into->rejects[n++].reason = plumb_arena_printf(
                into->arena, "the column \"%s\" is left out: its unit \"%s\" differs from before",
                more->columns[c].name, more->columns[c].unit);
        }
    into->reject_count = n;
}

/* The union is built in a new panel, whose content then takes the place of the old one's. */
static enum plumb_status merge(struct merger *merger, struct plumb_panel *next)
{
    struct plumb_panel *old = merger->into;
    const struct plumb_panel *more = merger->more;
    struct plumb_agency *agencies = NULL;
    struct plumb_panel_column *columns = NULL;
    merger->agency_of =
        plumb_arena_array(merger->scratch, more->agency_count + 1, sizeof *merger->agency_of);
    merger->column_of =
        plumb_arena_array(merger->scratch, more->column_count + 1, sizeof *merger->column_of);
    next->agency_count = match_agencies(merger, &agencies);
    next->column_count = match_columns(merger, &columns);
    set_years(next, old, more);
    size_t rows = next->agency_count * next->year_count;
    if (rows && next->column_count > MAX_CELLS / rows)
        return plumb_fail(merger->error, PLUMB_E_LIMIT,
                          "The panel would have %zu agencies, %zu years and %zu indicators, which "
                          "is more than %zu cells.",
                          next->agency_count, next->year_count, next->column_count, MAX_CELLS);
    merger->into = next; /* strings go to the new arena */
    lay_out(merger, next, old, columns);
    set_agencies(merger, next, agencies);
    add_files(merger, old);
    add_rejects(merger, old);
    put_cells(merger, old->file_count);
    next->currency = keep(merger, old->currency[0] ? old->currency : more->currency);
    next->unused = keep(merger, old->unused[0] ? old->unused : more->unused);
    next->row_count = old->row_count + more->row_count;
    return PLUMB_OK;
}

static enum plumb_status guarded(struct merger *merger, struct plumb_panel *next)
{
    jmp_buf nomem;
    plumb_arena_on_nomem(merger->scratch, &nomem);
    plumb_arena_on_nomem(next->arena, &nomem);
    if (setjmp(nomem))
        return plumb_fail_nomem(merger->error);
    enum plumb_status status = merge(merger, next);
    plumb_arena_on_nomem(next->arena, NULL);
    return status;
}

enum plumb_status plumb_panel_merge(struct plumb_panel *into, const struct plumb_panel *more,
                                    bool restate, size_t *restated, struct plumb_error *error)
{
    if (into->currency[0] && more->currency[0] && strcmp(into->currency, more->currency) != 0)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "Panels in %s and %s cannot be one panel; load them into two cases.",
                          into->currency, more->currency);
    if (into->file_count + more->file_count > MAX_FILES)
        return plumb_fail(error, PLUMB_E_LIMIT, "A panel cannot come from more than %zu files.",
                          MAX_FILES);
    struct merger merger = {.into = into,
                            .more = more,
                            .scratch = plumb_arena_new(),
                            .restate = restate,
                            .error = error};
    struct plumb_panel *next = plumb_panel_new();
    enum plumb_status status =
        merger.scratch && next ? guarded(&merger, next) : plumb_fail_nomem(error);
    plumb_arena_free(merger.scratch);
    if (status == PLUMB_OK && restated)
        *restated += merger.restated;
    if (status == PLUMB_OK) {
        struct plumb_panel old = *into;
        *into = *next;
        *next = old;
    }
    plumb_panel_free(next);
    return status;
}
