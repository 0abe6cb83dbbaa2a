/* Records to the cube. */
#include "read/panel/csv_panel_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A cube larger than this is a misread file: the largest real ones have some ten million cells. */
#define MAX_CELLS ((size_t)400000000)
#define MAX_COLUMNS ((size_t)65535)
/* Rejects that quote the cell; the others say only what is wrong. */
#define QUOTED_REJECTS ((size_t)10000)

struct builder {
    struct plumb_csv_reading *reading;
    struct plumb_panel *panel;
    struct plumb_arena *scratch;
    uint32_t **agency_of; /* [piece][agency of the piece] */
    uint32_t **column_of; /* [piece][column of the piece] */
    struct plumb_names agency_keys, column_keys;
    struct plumb_csv_agency *agencies;
    size_t agency_capacity;
    struct plumb_csv_target *columns;
    size_t column_capacity;
    size_t parts;
    struct plumb_csv_rejects *rejects; /* [part], on the heap */
    bool *failed;                      /* [part] */
};

/* ---- agencies ---- */

static struct plumb_str agency_key(struct builder *builder, const struct plumb_csv_agency *agency)
{
    struct plumb_str name = plumb_label_key(builder->scratch, agency->name);
    if (agency->region.len == 0)
        return name;
    struct plumb_str region = plumb_label_key(builder->scratch, agency->region);
    return plumb_str_from(plumb_arena_printf(builder->scratch, "%.*s\x1f%.*s", PLUMB_STR_ARG(name),
                                             PLUMB_STR_ARG(region)));
}

static uint32_t unite_agency(struct builder *builder, const struct plumb_csv_agency *agency)
{
    bool added = false;
    size_t count = builder->agency_keys.count;
    uint32_t index = plumb_names_add(&builder->agency_keys, agency_key(builder, agency), &added);
    if (added) {
        struct plumb_csv_agency *slot =
            PLUMB_PUSH(builder->scratch, builder->agencies, count, builder->agency_capacity);
        *slot = *agency;
        return index;
    }
    struct plumb_csv_agency *known = &builder->agencies[index];
    if (known->level.len == 0)
        known->level = agency->level;
    if (known->kind.len == 0)
        known->kind = agency->kind;
    return index;
}

/* Names of one kind stay apart by their region: 财政局 of two counties are two agencies. */
static void name_agencies(struct builder *builder)
{
    struct plumb_panel *panel = builder->panel;
    const struct plumb_mapping_file *rules = builder->reading->layout.rules;
    struct plumb_names names;
    plumb_names_start(&names, builder->scratch);
    size_t count = builder->agency_keys.count;
    uint32_t *name_of = plumb_arena_array(builder->scratch, count + 1, sizeof *name_of);
    uint32_t *uses = plumb_arena_array(builder->scratch, count + 1, sizeof *uses);
    for (size_t i = 0; i < count; i++) {
        bool added = false;
        struct plumb_str key = plumb_label_key(builder->scratch, builder->agencies[i].name);
        name_of[i] = plumb_names_add(&names, key, &added);
        uses[name_of[i]]++;
    }
    panel->agencies = plumb_arena_array(panel->arena, count + 1, sizeof *panel->agencies);
    panel->agency_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct plumb_csv_agency *from = &builder->agencies[i];
        struct plumb_agency *to = &panel->agencies[i];
        bool prefix = uses[name_of[i]] > 1 && !plumb_str_starts(from->name, from->region);
        to->name = prefix ? plumb_agency_full_name(panel->arena, from->region, from->name)
                          : plumb_str_copy(panel->arena, from->name).ptr;
        to->level = plumb_str_copy(panel->arena, from->level).ptr;
        to->kind = plumb_str_copy(panel->arena, from->kind).ptr;
        to->region = plumb_str_copy(panel->arena, from->region).ptr;
        if (rules && rules->fixed_level)
            to->level = plumb_str_copy(panel->arena, plumb_str_from(rules->fixed_level)).ptr;
        if (rules && rules->fixed_kind)
            to->kind = plumb_str_copy(panel->arena, plumb_str_from(rules->fixed_kind)).ptr;
        if (rules && rules->fixed_region)
            to->region = plumb_str_copy(panel->arena, plumb_str_from(rules->fixed_region)).ptr;
    }
}

/* ---- columns ---- */

static uint32_t unite_column(struct builder *builder, const struct plumb_csv_target *target)
{
    struct plumb_str key = plumb_str_from(target->series.indicator);
    for (;;) {
        bool added = false;
        size_t count = builder->column_keys.count;
        uint32_t index = plumb_names_add(&builder->column_keys, key, &added);
        if (added) {
            struct plumb_csv_target *slot =
                PLUMB_PUSH(builder->scratch, builder->columns, count, builder->column_capacity);
            *slot = *target;
            slot->series.indicator = key.ptr;
            return index;
        }
        struct plumb_csv_target *known = &builder->columns[index];
        bool same = target->series.unit[0] == '\0' || known->series.unit[0] == '\0' ||
                    strcmp(known->series.unit, target->series.unit) == 0;
        if (same) {
            if (known->series.unit[0] == '\0')
                known->series.unit = target->series.unit;
            known->series.maybe_percent |= target->series.maybe_percent;
            known->series.stated_yuan |= target->series.stated_yuan;
            known->percent_seen |= target->percent_seen;
            return index;
        }
        /* One name with two units is two columns. */
        key = plumb_str_from(plumb_arena_printf(builder->scratch, "%s (%s)",
                                                target->series.indicator, target->series.unit));
        if (plumb_str_ends(plumb_str_from(known->series.indicator), key))
            return index;
    }
}

static void unite_names(struct builder *builder)
{
    struct plumb_csv_reading *reading = builder->reading;
    plumb_names_start(&builder->agency_keys, builder->scratch);
    plumb_names_start(&builder->column_keys, builder->scratch);
    builder->agency_of =
        plumb_arena_array(builder->scratch, reading->piece_count, sizeof *builder->agency_of);
    builder->column_of =
        plumb_arena_array(builder->scratch, reading->piece_count, sizeof *builder->column_of);
    for (size_t p = 0; p < reading->piece_count; p++) {
        const struct plumb_csv_piece *piece = &reading->pieces[p];
        uint32_t *agency_of =
            plumb_arena_array(builder->scratch, piece->agency_count + 1, sizeof *agency_of);
        uint32_t *column_of =
            plumb_arena_array(builder->scratch, piece->target_count + 1, sizeof *column_of);
        for (size_t i = 0; i < piece->agency_count; i++)
            agency_of[i] = piece->agencies[i].total || piece->agencies[i].head
                               ? UINT32_MAX
                               : unite_agency(builder, &piece->agencies[i]);
        for (size_t i = 0; i < piece->target_count; i++)
            column_of[i] = piece->targets[i].series.skip
                               ? UINT32_MAX
                               : unite_column(builder, &piece->targets[i]);
        builder->agency_of[p] = agency_of;
        builder->column_of[p] = column_of;
    }
}

/* ---- the cube ---- */

static enum plumb_status make_cube(struct builder *builder)
{
    struct plumb_csv_reading *reading = builder->reading;
    struct plumb_panel *panel = builder->panel;
    int first = INT32_MAX, last = INT32_MIN;
    for (size_t p = 0; p < reading->piece_count; p++) {
        const struct plumb_csv_piece *piece = &reading->pieces[p];
        panel->row_count += piece->row_count;
        first = piece->first_year < first ? piece->first_year : first;
        last = piece->last_year > last ? piece->last_year : last;
    }
    panel->first_year = first <= last ? first : 0;
    panel->year_count = first <= last ? (size_t)(last - first) + 1 : 0;
    panel->column_count = builder->column_keys.count;
    size_t rows = panel->agency_count * panel->year_count;
    if (panel->column_count > MAX_COLUMNS || (rows && panel->column_count > MAX_CELLS / rows))
        return plumb_fail_at(reading->error, PLUMB_E_LIMIT, reading->path, 0, 0,
                             "\"%s\" would make a panel of %zu agencies, %zu years and %zu "
                             "indicators, which is more than %zu cells; is the right column the "
                             "agency?",
                             reading->path, panel->agency_count, panel->year_count,
                             panel->column_count, MAX_CELLS);
    panel->columns =
        plumb_arena_array(panel->arena, panel->column_count + 1, sizeof *panel->columns);
    for (size_t c = 0; c < panel->column_count; c++) {
        const struct plumb_csv_series *series = &builder->columns[c].series;
        struct plumb_panel_column *column = &panel->columns[c];
        column->indicator = plumb_str_copy(panel->arena, plumb_str_from(series->indicator)).ptr;
        column->name = plumb_str_copy(panel->arena, plumb_str_from(series->name)).ptr;
        column->unit = plumb_str_copy(panel->arena, plumb_str_from(series->unit)).ptr;
        column->value = plumb_arena_array(panel->arena, rows + 1, sizeof *column->value);
        column->source_row = plumb_arena_array(panel->arena, rows + 1, sizeof *column->source_row);
        column->source_file =
            plumb_arena_array(panel->arena, rows + 1, sizeof *column->source_file);
    }
    return PLUMB_OK;
}

static void reject_duplicate(struct builder *builder, size_t part,
                             const struct plumb_csv_record *record, size_t column,
                             size_t other_line)
{
    struct plumb_csv_rejects *rejects = &builder->rejects[part];
    if (rejects->count == rejects->capacity) {
        size_t capacity = rejects->capacity ? rejects->capacity * 2 : 64;
        void *grown = plumb_realloc(rejects->items, capacity * sizeof *rejects->items);
        if (!grown) {
            builder->failed[part] = true;
            return;
        }
        rejects->items = grown;
        rejects->capacity = capacity;
    }
    rejects->items[rejects->count++] =
        (struct plumb_csv_reject){.line = record->line,
                                  .order = column + 1,
                                  .reason = PLUMB_REASON_DUPLICATE,
                                  .text = plumb_str_from(builder->panel->columns[column].name),
                                  .other_line = other_line};
}

static void put_value(struct builder *builder, size_t part, const struct plumb_csv_record *record,
                      size_t column, size_t cell)
{
    const struct plumb_mapping_file *rules = builder->reading->layout.rules;
    struct plumb_panel_column *to = &builder->panel->columns[column];
    enum plumb_csv_duplicates duplicates = rules ? rules->duplicates : PLUMB_CSV_REJECT;
    if (isnan(to->value[cell])) {
        to->value[cell] = record->value;
        to->source_row[cell] = (uint32_t)record->line;
    } else if (duplicates == PLUMB_CSV_SUM) {
        to->value[cell] += record->value;
    } else if (duplicates == PLUMB_CSV_LAST) {
        to->value[cell] = record->value;
        to->source_row[cell] = (uint32_t)record->line;
    } else if (duplicates == PLUMB_CSV_REJECT && to->value[cell] != record->value) {
        reject_duplicate(builder, part, record, column, to->source_row[cell]);
    }
}

/* Agencies of a file come in any order, so each cell is a cache miss: ask for it this early. */
#define AHEAD ((size_t)24)

/* Where the records of a piece go, for agencies [from, to). */
struct fill {
    struct builder *builder;
    size_t part, from, to;
    const struct plumb_csv_piece *piece;
    const uint32_t *agency_of, *column_of;
};

/* PLUMB_NPOS when the record belongs to another part. */
static size_t cell_of(const struct fill *f, const struct plumb_csv_block *block, size_t i)
{
    const struct plumb_panel *panel = f->builder->panel;
    const size_t agency = f->agency_of[block->agency[i]];
    if (agency < f->from || agency >= f->to)
        return PLUMB_NPOS;
    return agency * panel->year_count + (size_t)(block->year[i] - panel->first_year);
}

static void fill_block(const struct fill *f, const struct plumb_csv_block *block)
{
    const struct plumb_panel_column *columns = f->builder->panel->columns;
    size_t cells[AHEAD];
    for (size_t i = 0; i < block->count + AHEAD; i++) {
        const size_t due = i < AHEAD ? PLUMB_NPOS : cells[i % AHEAD];
        if (due != PLUMB_NPOS) {
            const size_t k = i - AHEAD;
            const struct plumb_csv_record record = {.value = block->value[k],
                                                    .line = f->piece->first_line +
                                                            block->first_line + block->line[k]};
            put_value(f->builder, f->part, &record, f->column_of[block->column[k]], due);
        }
        const size_t cell = i < block->count ? cell_of(f, block, i) : PLUMB_NPOS;
        cells[i % AHEAD] = cell;
        if (cell == PLUMB_NPOS)
            continue;
        const struct plumb_panel_column *to = &columns[f->column_of[block->column[i]]];
        __builtin_prefetch(&to->value[cell], 1);
        __builtin_prefetch(&to->source_row[cell], 1);
    }
}

/* Agencies [from, to) of all pieces, in the order of the file. */
static void fill_part(void *context, size_t part)
{
    struct builder *builder = context;
    struct plumb_panel *panel = builder->panel;
    const struct plumb_csv_reading *reading = builder->reading;
    size_t from = panel->agency_count * part / builder->parts;
    size_t to = panel->agency_count * (part + 1) / builder->parts;
    for (size_t c = 0; c < panel->column_count; c++)
        for (size_t i = from * panel->year_count; i < to * panel->year_count; i++)
            panel->columns[c].value[i] = NAN;
    for (size_t p = 0; p < reading->piece_count; p++) {
        const struct fill fill = {builder,
                                  part,
                                  from,
                                  to,
                                  &reading->pieces[p],
                                  builder->agency_of[p],
                                  builder->column_of[p]};
        for (const struct plumb_csv_block *b = fill.piece->first; b; b = b->next)
            fill_block(&fill, b);
    }
}

/* Columns of rates that print 95.3 for 95.3 % without saying so: most values are above 1.5. */
static void settle_percent(struct builder *builder)
{
    struct plumb_panel *panel = builder->panel;
    size_t rows = panel->agency_count * panel->year_count;
    for (size_t c = 0; c < panel->column_count; c++) {
        const struct plumb_csv_target *target = &builder->columns[c];
        double *value = panel->columns[c].value;
        size_t filled = 0, large = 0;
        if (!target->series.maybe_percent || target->percent_seen)
            continue;
        for (size_t i = 0; i < rows; i++) {
            filled += isnan(value[i]) ? 0 : 1;
            large += fabs(value[i]) > 1.5;
        }
        if (large * 2 > filled)
            for (size_t i = 0; i < rows; i++)
                value[i] /= 100;
    }
}

/* Columns no row filled are left out: a label that was only read but never had a number. */
static void drop_empty_columns(struct plumb_panel *panel)
{
    size_t rows = panel->agency_count * panel->year_count, kept = 0;
    for (size_t c = 0; c < panel->column_count; c++) {
        bool filled = false;
        for (size_t i = 0; i < rows && !filled; i++)
            filled = panel->columns[c].source_row[i] != 0;
        if (filled)
            panel->columns[kept++] = panel->columns[c];
    }
    panel->column_count = kept;
}

/* ---- rejects ---- */

static int compare_rejects(const void *a, const void *b)
{
    const struct plumb_csv_reject *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static const char *reason_text(enum plumb_csv_reason reason)
{
    static const char *const texts[] = {
        [PLUMB_REASON_LONG_ROW] = "the row is longer than 4 MiB",
        [PLUMB_REASON_FEW_FIELDS] = "the row has fewer fields than the table",
        [PLUMB_REASON_NO_AGENCY] = "the row names no agency",
        [PLUMB_REASON_TOTAL] = "a row of totals is no agency",
        [PLUMB_REASON_HEAD] = "the head of the table is repeated",
        [PLUMB_REASON_NO_YEAR] = "the row has no year",
        [PLUMB_REASON_BAD_YEAR] = "the year is no year",
        [PLUMB_REASON_NO_INDICATOR] = "the row names no indicator",
        [PLUMB_REASON_BAD_NUMBER] = "the value is no number",
        [PLUMB_REASON_DUPLICATE] = "a second value for the same agency, year and indicator"};
    return texts[reason];
}

static const char *describe(struct builder *builder, const struct plumb_csv_reject *reject,
                            size_t index)
{
    const char *text = reason_text(reject->reason);
    struct plumb_arena *arena = builder->panel->arena;
    struct plumb_str cell = plumb_str_trim(plumb_str_sub(reject->text, 0, 60));
    if (index >= QUOTED_REJECTS)
        return text;
    if (reject->reason == PLUMB_REASON_DUPLICATE)
        return plumb_arena_printf(arena, "%s \"%.*s\" (line %zu has another)", text,
                                  PLUMB_STR_ARG(cell), reject->other_line);
    /* cut between two characters */
    while (cell.len && !plumb_utf8_valid(cell, NULL))
        cell.len--;
    return cell.len ? plumb_arena_printf(arena, "%s: \"%.*s\"", text, PLUMB_STR_ARG(cell)) : text;
}

/* Columns with a head that nobody reads are no error; a mapping leaves columns out on purpose. */
static const char *name_unused_columns(struct builder *builder)
{
    const struct plumb_csv_layout *layout = &builder->reading->layout;
    const char *names = "";
    for (size_t i = 0; i < layout->column_count && !layout->rules; i++) {
        const struct plumb_csv_column *column = &layout->columns[i];
        if (column->role == PLUMB_CSV_IGNORE && column->head.len)
            names = plumb_arena_printf(builder->panel->arena, "%s%s%.*s", names,
                                       names[0] ? ", " : "", PLUMB_STR_ARG(column->head));
    }
    return names;
}

static void collect_rejects(struct builder *builder)
{
    struct plumb_csv_reading *reading = builder->reading;
    struct plumb_panel *panel = builder->panel;
    size_t total = 0, n = 0;
    for (size_t p = 0; p < reading->piece_count; p++)
        total += reading->pieces[p].rejects.count;
    for (size_t p = 0; p < builder->parts; p++)
        total += builder->rejects[p].count;
    struct plumb_csv_reject *all = plumb_arena_array(builder->scratch, total + 1, sizeof *all);
    for (size_t p = 0; p < reading->piece_count; p++) {
        const struct plumb_csv_rejects *from = &reading->pieces[p].rejects;
        for (size_t i = 0; i < from->count; i++)
            all[n++] = from->items[i];
    }
    for (size_t p = 0; p < builder->parts; p++)
        for (size_t i = 0; i < builder->rejects[p].count; i++)
            all[n++] = builder->rejects[p].items[i];
    if (total > 1)
        qsort(all, total, sizeof *all, compare_rejects);
    panel->rejects = plumb_arena_array(panel->arena, total + 1, sizeof *panel->rejects);
    panel->reject_count = total;
    for (size_t i = 0; i < total; i++) {
        panel->rejects[i].line = all[i].line;
        panel->rejects[i].reason = describe(builder, &all[i], i);
    }
}

/* ---- the whole ---- */

static enum plumb_status fill_cube(struct builder *builder)
{
    struct plumb_csv_reading *reading = builder->reading;
    builder->parts = reading->piece_count;
    builder->rejects =
        plumb_arena_array(builder->scratch, builder->parts, sizeof *builder->rejects);
    builder->failed = plumb_arena_array(builder->scratch, builder->parts, sizeof *builder->failed);
    plumb_parallel(builder->parts, reading->threads, fill_part, builder);
    for (size_t p = 0; p < builder->parts; p++)
        if (builder->failed[p])
            return plumb_fail_nomem(reading->error);
    settle_percent(builder);
    drop_empty_columns(builder->panel);
    collect_rejects(builder);
    return PLUMB_OK;
}

/* Amounts printed in 元, 万元 … are of one currency. */
static const char *stated_currency(const struct builder *builder)
{
    for (size_t i = 0; i < builder->column_keys.count; i++)
        if (builder->columns[i].series.stated_yuan)
            return "CNY";
    return "";
}

static enum plumb_status build(struct builder *builder)
{
    struct plumb_csv_reading *reading = builder->reading;
    struct plumb_panel *panel = builder->panel;
    const struct plumb_mapping_file *rules = reading->layout.rules;
    unite_names(builder);
    const char *currency = rules && rules->currency ? rules->currency : stated_currency(builder);
    name_agencies(builder);
    panel->files = plumb_arena_array(panel->arena, 1, sizeof *panel->files);
    panel->files[0] = plumb_str_copy(panel->arena, plumb_str_from(reading->path)).ptr;
    panel->file_count = 1;
    panel->currency = plumb_str_copy(panel->arena, plumb_str_from(currency)).ptr;
    panel->unused = name_unused_columns(builder);
    enum plumb_status status = make_cube(builder);
    return status == PLUMB_OK ? fill_cube(builder) : status;
}

static enum plumb_status guarded(struct builder *builder)
{
    jmp_buf nomem;
    plumb_arena_on_nomem(builder->scratch, &nomem);
    plumb_arena_on_nomem(builder->panel->arena, &nomem);
    if (setjmp(nomem))
        return plumb_fail_nomem(builder->reading->error);
    enum plumb_status status = build(builder);
    plumb_arena_on_nomem(builder->panel->arena, NULL);
    return status;
}

enum plumb_status plumb_csv_build_panel(struct plumb_csv_reading *reading, struct plumb_panel **out)
{
    struct builder builder = {
        .reading = reading, .panel = plumb_panel_new(), .scratch = plumb_arena_new()};
    enum plumb_status status =
        builder.panel && builder.scratch ? guarded(&builder) : plumb_fail_nomem(reading->error);
    for (size_t p = 0; builder.rejects && p < builder.parts; p++)
        plumb_free(builder.rejects[p].items);
    plumb_arena_free(builder.scratch);
    if (status == PLUMB_OK)
        *out = builder.panel;
    else
        plumb_panel_free(builder.panel);
    return status;
}
