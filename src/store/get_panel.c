/* Panels out of their segments, straight into arrays. */
#include "store/store_int.h"

#include <string.h>

struct panel_reader {
    const struct plumb_case *file;
    struct plumb_panel *panel;
    int64_t id;
    struct plumb_error *error;
};

static enum plumb_status damaged(const struct panel_reader *reader, const char *what)
{
    return plumb_fail(reader->error, PLUMB_E_STORE,
                      "The case file %s holds a damaged panel (%s); load its file again.",
                      reader->file->path, what);
}

/* Fill the i-th thing from a row; the arena jumps when memory is out. */
typedef void take_row(struct plumb_panel *panel, size_t i, sqlite3_stmt *row);

static void take_agency(struct plumb_panel *panel, size_t i, sqlite3_stmt *row)
{
    panel->agencies[i] = (struct plumb_agency){
        plumb_column_text(row, 0, panel->arena), plumb_column_text(row, 1, panel->arena),
        plumb_column_text(row, 2, panel->arena), plumb_column_text(row, 3, panel->arena)};
}

static void take_column(struct plumb_panel *panel, size_t i, sqlite3_stmt *row)
{
    struct plumb_panel_column *column = &panel->columns[i];
    size_t count = panel->agency_count * panel->year_count;
    column->indicator = plumb_column_text(row, 0, panel->arena);
    column->name = plumb_column_text(row, 1, panel->arena);
    column->unit = plumb_column_text(row, 2, panel->arena);
    column->value = plumb_arena_array(panel->arena, count, sizeof *column->value);
    column->source_row = plumb_arena_array(panel->arena, count, sizeof *column->source_row);
    column->source_file = plumb_arena_array(panel->arena, count, sizeof *column->source_file);
}

static void take_file(struct plumb_panel *panel, size_t i, sqlite3_stmt *row)
{
    panel->files[i] = plumb_column_text(row, 0, panel->arena);
}

static void take_reject(struct plumb_panel *panel, size_t i, sqlite3_stmt *row)
{
    panel->rejects[i].file = (uint16_t)sqlite3_column_int(row, 0);
    panel->rejects[i].line = plumb_column_size(row, 1);
    panel->rejects[i].reason = plumb_column_text(row, 2, panel->arena);
}

/* Rows 0 … count - 1 of a table, in order; another number of rows is damage. */
static enum plumb_status take_rows(const struct panel_reader *reader, const char *sql, size_t count,
                                   take_row *take)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    size_t i = 0;
    enum plumb_status status = plumb_store_prepare(reader->file, sql, &statement, reader->error);
    if (status == PLUMB_OK)
        sqlite3_bind_int64(statement, 1, reader->id);
    while (status == PLUMB_OK) {
        status = plumb_store_next(reader->file, statement, &row, reader->error);
        if (status != PLUMB_OK || !row)
            break;
        if (i < count)
            take(reader->panel, i, statement);
        i++;
    }
    sqlite3_finalize(statement);
    return status == PLUMB_OK && i != count ? damaged(reader, "rows are missing") : status;
}

static enum plumb_status count_rows(const struct panel_reader *reader, const char *sql,
                                    size_t *count)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum plumb_status status = plumb_store_prepare(reader->file, sql, &statement, reader->error);
    if (status == PLUMB_OK) {
        sqlite3_bind_int64(statement, 1, reader->id);
        status = plumb_store_next(reader->file, statement, &row, reader->error);
    }
    if (row)
        *count = plumb_column_size(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

static enum plumb_status read_head(const struct panel_reader *reader)
{
    struct plumb_panel *panel = reader->panel;
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum plumb_status status = plumb_store_prepare(
        reader->file,
        "SELECT currency, first_year, year_count, agency_count, row_count FROM panel_source"
        " WHERE id = ?",
        &statement, reader->error);
    if (status == PLUMB_OK) {
        sqlite3_bind_int64(statement, 1, reader->id);
        status = plumb_store_next(reader->file, statement, &row, reader->error);
    }
    if (row) {
        panel->currency = plumb_column_text(statement, 0, panel->arena);
        panel->first_year = sqlite3_column_int(statement, 1);
        panel->year_count = plumb_column_size(statement, 2);
        panel->agency_count = plumb_column_size(statement, 3);
        panel->row_count = plumb_column_size(statement, 4);
    }
    sqlite3_finalize(statement);
    if (status == PLUMB_OK && panel->year_count > 10000)
        status = damaged(reader, "too many years");
    return status;
}

/* The part's array of a column, its element size, or NULL. */
static void *part_array(const struct plumb_panel_column *column, int part, size_t *size)
{
    *size = part == PLUMB_PART_VALUE ? sizeof *column->value
            : part == PLUMB_PART_ROW ? sizeof *column->source_row
                                     : sizeof *column->source_file;
    return part == PLUMB_PART_VALUE  ? (void *)column->value
           : part == PLUMB_PART_ROW  ? (void *)column->source_row
           : part == PLUMB_PART_FILE ? (void *)column->source_file
                                     : NULL;
}

static bool take_segment(const struct plumb_panel *panel, sqlite3_stmt *row, size_t *filled)
{
    size_t column = plumb_column_size(row, 0), chunk = plumb_column_size(row, 2), size = 0;
    size_t count = panel->agency_count * panel->year_count;
    if (column >= panel->column_count || chunk > count / PLUMB_SEGMENT_VALUES)
        return false;
    unsigned char *array = part_array(&panel->columns[column], sqlite3_column_int(row, 1), &size);
    size_t from = chunk * PLUMB_SEGMENT_VALUES;
    size_t n = count - from < PLUMB_SEGMENT_VALUES ? count - from : PLUMB_SEGMENT_VALUES;
    const void *data = sqlite3_column_blob(row, 4);
    int len = sqlite3_column_bytes(row, 4);
    *filled += n;
    return array && data && len >= 0 &&
           plumb_segment_decode(sqlite3_column_int(row, 3), data, (size_t)len, n, size,
                                array + from * size);
}

static enum plumb_status read_segments(const struct panel_reader *reader)
{
    const struct plumb_panel *panel = reader->panel;
    sqlite3_stmt *statement = NULL;
    bool row = false;
    size_t filled = 0;
    enum plumb_status status = plumb_store_prepare(
        reader->file, "SELECT column, part, chunk, codec, data FROM segment WHERE panel = ?",
        &statement, reader->error);
    if (status == PLUMB_OK)
        sqlite3_bind_int64(statement, 1, reader->id);
    while (status == PLUMB_OK) {
        status = plumb_store_next(reader->file, statement, &row, reader->error);
        if (status != PLUMB_OK || !row)
            break;
        if (!take_segment(panel, statement, &filled))
            status = damaged(reader, "a segment has the wrong size");
    }
    sqlite3_finalize(statement);
    size_t wanted =
        panel->agency_count * panel->year_count * panel->column_count * PLUMB_PART_COUNT;
    return status == PLUMB_OK && filled != wanted ? damaged(reader, "segments are missing")
                                                  : status;
}

static enum plumb_status read_panel(const struct panel_reader *reader)
{
    struct plumb_panel *panel = reader->panel;
    enum plumb_status status = read_head(reader);
    if (status == PLUMB_OK)
        status = count_rows(reader, "SELECT count(*) FROM panel_column WHERE panel = ?",
                            &panel->column_count);
    if (status == PLUMB_OK)
        status = count_rows(reader, "SELECT count(*) FROM panel_file WHERE panel = ?",
                            &panel->file_count);
    if (status == PLUMB_OK)
        status = count_rows(reader, "SELECT count(*) FROM panel_reject WHERE panel = ?",
                            &panel->reject_count);
    if (status != PLUMB_OK)
        return status;
    panel->agencies = plumb_arena_array(panel->arena, panel->agency_count, sizeof *panel->agencies);
    panel->columns = plumb_arena_array(panel->arena, panel->column_count, sizeof *panel->columns);
    panel->files = plumb_arena_array(panel->arena, panel->file_count, sizeof *panel->files);
    panel->rejects = plumb_arena_array(panel->arena, panel->reject_count, sizeof *panel->rejects);
    status = take_rows(reader,
                       "SELECT name, level, kind, region FROM panel_agency WHERE panel = ?"
                       " ORDER BY ordinal",
                       panel->agency_count, take_agency);
    if (status == PLUMB_OK)
        status = take_rows(reader,
                           "SELECT indicator, name, unit FROM panel_column WHERE panel = ?"
                           " ORDER BY ordinal",
                           panel->column_count, take_column);
    if (status == PLUMB_OK)
        status = take_rows(reader, "SELECT path FROM panel_file WHERE panel = ? ORDER BY ordinal",
                           panel->file_count, take_file);
    if (status == PLUMB_OK)
        status = take_rows(reader,
                           "SELECT file, line, reason FROM panel_reject WHERE panel = ?"
                           " ORDER BY ordinal",
                           panel->reject_count, take_reject);
    return status == PLUMB_OK ? read_segments(reader) : status;
}

/* `list` is the caller's open statement. */
static enum plumb_status load_one(const struct plumb_case *file, const sqlite3_stmt *list,
                                  int64_t id, struct plumb_panel **out, struct plumb_error *error)
{
    /* As plumb_panel_free wants it: the panel on the heap, all it holds in its arena. */
    struct plumb_panel *panel = plumb_calloc(1, sizeof *panel);
    struct plumb_arena *arena = panel ? plumb_arena_new() : NULL;
    *out = NULL;
    if (!arena) {
        plumb_free(panel);
        return plumb_fail_nomem(error);
    }
    panel->unused = "";
    panel->arena = arena;
    struct panel_reader reader = {.file = file, .panel = panel, .id = id, .error = error};
    jmp_buf nomem;
    plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_store_finalize_others(file, list);
        plumb_panel_free(panel);
        return plumb_fail_nomem(error);
    }
    enum plumb_status status = read_panel(&reader);
    plumb_arena_on_nomem(arena, NULL);
    if (status == PLUMB_OK)
        *out = panel;
    else
        plumb_panel_free(panel);
    return status;
}

enum plumb_status plumb_case_panels(struct plumb_case *file, struct plumb_panel ***panels,
                                    size_t *count, struct plumb_arena *arena,
                                    struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    size_t capacity = 0;
    bool row = false;
    *panels = NULL;
    *count = 0;
    enum plumb_status status = plumb_store_prepare(
        file, "SELECT id FROM source WHERE kind = 'panel' ORDER BY path", &statement, error);
    while (status == PLUMB_OK) {
        status = plumb_store_next(file, statement, &row, error);
        if (status != PLUMB_OK || !row)
            break;
        struct plumb_panel **slot = PLUMB_PUSH(arena, *panels, *count, capacity);
        status = slot ? load_one(file, statement, sqlite3_column_int64(statement, 0), slot, error)
                      : plumb_fail_nomem(error);
    }
    sqlite3_finalize(statement);
    for (size_t i = 0; status != PLUMB_OK && i < *count; i++)
        plumb_panel_free((*panels)[i]);
    if (status != PLUMB_OK)
        *count = 0;
    return status;
}
