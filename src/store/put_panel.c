/* Panels into columnar segments. */
#include "store/store_int.h"

#include <string.h>

struct panel_writer {
    const struct plumb_case *file;
    const struct plumb_panel *panel;
    int64_t id;
    struct plumb_error *error;
};

static enum plumb_status step(const struct panel_writer *writer, const struct plumb_binder *binder)
{
    if (binder->failed)
        return plumb_fail_nomem(writer->error);
    return plumb_store_step(writer->file, binder->statement, writer->error);
}

static enum plumb_status write_head(const struct panel_writer *writer)
{
    const struct plumb_panel *panel = writer->panel;
    sqlite3_stmt *statement = NULL;
    enum plumb_status status =
        plumb_store_prepare(writer->file, "INSERT INTO panel_source VALUES (?, ?, ?, ?, ?, ?)",
                            &statement, writer->error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_int(&binder, writer->id);
        plumb_bind_text(&binder, panel->currency);
        plumb_bind_int(&binder, panel->first_year);
        plumb_bind_size(&binder, panel->year_count);
        plumb_bind_size(&binder, panel->agency_count);
        plumb_bind_size(&binder, panel->row_count);
        status = step(writer, &binder);
    }
    sqlite3_finalize(statement);
    return status;
}

/* Bind what one row of the i-th thing holds behind (panel, ordinal). */
typedef void bind_row(struct plumb_binder *binder, const struct plumb_panel *panel, size_t i);

static void bind_agency(struct plumb_binder *binder, const struct plumb_panel *panel, size_t i)
{
    const struct plumb_agency *agency = &panel->agencies[i];
    plumb_bind_text(binder, agency->name);
    plumb_bind_text(binder, agency->level);
    plumb_bind_text(binder, agency->kind);
    plumb_bind_text(binder, agency->region);
}

static void bind_column(struct plumb_binder *binder, const struct plumb_panel *panel, size_t i)
{
    const struct plumb_panel_column *column = &panel->columns[i];
    plumb_bind_text(binder, column->indicator);
    plumb_bind_text(binder, column->name);
    plumb_bind_text(binder, column->unit);
}

static void bind_file(struct plumb_binder *binder, const struct plumb_panel *panel, size_t i)
{
    plumb_bind_text(binder, panel->files[i]);
}

static void bind_reject(struct plumb_binder *binder, const struct plumb_panel *panel, size_t i)
{
    plumb_bind_int(binder, panel->rejects[i].file);
    plumb_bind_size(binder, panel->rejects[i].line);
    plumb_bind_text(binder, panel->rejects[i].reason);
}

static enum plumb_status write_rows(const struct panel_writer *writer, const char *sql,
                                    size_t count, bind_row *bind)
{
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_store_prepare(writer->file, sql, &statement, writer->error);
    for (size_t i = 0; status == PLUMB_OK && i < count; i++) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_int(&binder, writer->id);
        plumb_bind_size(&binder, i);
        bind(&binder, writer->panel, i);
        status = step(writer, &binder);
    }
    sqlite3_finalize(statement);
    return status;
}

/* ---- segments ---------------------------------------------------------------------------- */

static enum plumb_status write_chunk(const struct panel_writer *writer, sqlite3_stmt *statement,
                                     size_t column, enum plumb_segment_part part, size_t chunk,
                                     const unsigned char *data, size_t count, size_t size)
{
    bool constant = plumb_segment_is_constant(data, count, size);
    size_t len = (constant ? 1 : count) * size;
    struct plumb_binder binder = {.statement = statement};
    unsigned char *swapped = NULL;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    swapped = plumb_malloc(len);
    if (!swapped)
        return plumb_fail_nomem(writer->error);
    memcpy(swapped, data, len);
    plumb_segment_swap_if_big(swapped, len / size, size);
    data = swapped;
#endif
    plumb_bind_int(&binder, writer->id);
    plumb_bind_size(&binder, column);
    plumb_bind_int(&binder, part);
    plumb_bind_size(&binder, chunk);
    plumb_bind_int(&binder, constant ? PLUMB_CODEC_CONSTANT : PLUMB_CODEC_RAW);
    plumb_bind_blob(&binder, data, len);
    enum plumb_status status = step(writer, &binder);
    plumb_free(swapped);
    return status;
}

static enum plumb_status write_part(const struct panel_writer *writer, sqlite3_stmt *statement,
                                    size_t column, enum plumb_segment_part part, const void *data,
                                    size_t size)
{
    const unsigned char *bytes = data;
    size_t count = writer->panel->agency_count * writer->panel->year_count;
    enum plumb_status status = PLUMB_OK;
    for (size_t from = 0; status == PLUMB_OK && bytes && from < count;
         from += PLUMB_SEGMENT_VALUES) {
        size_t n = count - from < PLUMB_SEGMENT_VALUES ? count - from : PLUMB_SEGMENT_VALUES;
        status = write_chunk(writer, statement, column, part, from / PLUMB_SEGMENT_VALUES,
                             bytes + from * size, n, size);
    }
    return status;
}

static enum plumb_status write_segments(const struct panel_writer *writer)
{
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_store_prepare(
        writer->file, "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)", &statement, writer->error);
    for (size_t c = 0; status == PLUMB_OK && c < writer->panel->column_count; c++) {
        const struct plumb_panel_column *column = &writer->panel->columns[c];
        status = write_part(writer, statement, c, PLUMB_PART_VALUE, column->value,
                            sizeof *column->value);
        if (status == PLUMB_OK)
            status = write_part(writer, statement, c, PLUMB_PART_ROW, column->source_row,
                                sizeof *column->source_row);
        if (status == PLUMB_OK)
            status = write_part(writer, statement, c, PLUMB_PART_FILE, column->source_file,
                                sizeof *column->source_file);
    }
    sqlite3_finalize(statement);
    return status;
}

static enum plumb_status write_panel(const struct panel_writer *writer)
{
    const struct plumb_panel *panel = writer->panel;
    enum plumb_status status = write_head(writer);
    if (status == PLUMB_OK)
        status = write_rows(writer, "INSERT INTO panel_agency VALUES (?, ?, ?, ?, ?, ?)",
                            panel->agency_count, bind_agency);
    if (status == PLUMB_OK)
        status = write_rows(writer, "INSERT INTO panel_column VALUES (?, ?, ?, ?, ?)",
                            panel->column_count, bind_column);
    if (status == PLUMB_OK)
        status = write_rows(writer, "INSERT INTO panel_file VALUES (?, ?, ?)", panel->file_count,
                            bind_file);
    if (status == PLUMB_OK)
        status = write_rows(writer, "INSERT INTO panel_reject VALUES (?, ?, ?, ?, ?)",
                            panel->reject_count, bind_reject);
    if (status == PLUMB_OK)
        status = write_segments(writer);
    return status;
}

enum plumb_status plumb_case_put_panel(struct plumb_case *file, const char *path,
                                       const char *sha256, const struct plumb_panel *panel,
                                       struct plumb_error *error)
{
    struct panel_writer writer = {.file = file, .panel = panel, .error = error};
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_replace_source(file, path, "panel", sha256, NULL, &writer.id, error);
    if (status == PLUMB_OK)
        status = write_panel(&writer);
    return plumb_store_end(file, status, error);
}
