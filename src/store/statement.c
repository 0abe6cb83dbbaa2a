/* SQLite at arm's length: statements, bindings, transactions, errors. */
#include "store/store_int.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum plumb_status plumb_store_fail(const struct plumb_case *file, const char *doing,
                                   struct plumb_error *error)
{
    int code = file->db ? sqlite3_errcode(file->db) : SQLITE_NOMEM;
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return plumb_fail_nomem(error);
    case SQLITE_INTERRUPT:
        return plumb_fail(error, PLUMB_E_INTERRUPTED, "Interrupted.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return plumb_fail(error, PLUMB_E_STORE,
                          "The case file %s is in use by another program; try again when that has "
                          "ended.",
                          file->path);
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        return plumb_fail(error, PLUMB_E_IO,
                          "The case file %s could not be %s (%s); check the disk's free space and "
                          "the permissions.",
                          file->path, doing, sqlite3_errmsg(file->db));
    default:
        return plumb_fail(error, PLUMB_E_STORE, "The case file %s could not be %s: %s.", file->path,
                          doing, sqlite3_errmsg(file->db));
    }
}

enum plumb_status plumb_store_exec(const struct plumb_case *file, const char *sql,
                                   struct plumb_error *error)
{
    if (sqlite3_exec(file->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return PLUMB_OK;
    return plumb_store_fail(file, "written", error);
}

enum plumb_status plumb_store_prepare(const struct plumb_case *file, const char *sql,
                                      sqlite3_stmt **out, struct plumb_error *error)
{
    *out = NULL;
    if (sqlite3_prepare_v2(file->db, sql, -1, out, NULL) == SQLITE_OK)
        return PLUMB_OK;
    return plumb_store_fail(file, "read", error);
}

enum plumb_status plumb_store_step(const struct plumb_case *file, sqlite3_stmt *statement,
                                   struct plumb_error *error)
{
    int code = sqlite3_step(statement);
    enum plumb_status status = PLUMB_OK;
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = plumb_store_fail(file, "written", error);
    sqlite3_reset(statement);
    return status;
}

enum plumb_status plumb_store_next(const struct plumb_case *file, sqlite3_stmt *statement,
                                   bool *row, struct plumb_error *error)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return PLUMB_OK;
    return plumb_store_fail(file, "read", error);
}

enum plumb_status plumb_store_exec_id(const struct plumb_case *file, const char *sql, int64_t id,
                                      struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_store_prepare(file, sql, &statement, error);
    if (status == PLUMB_OK) {
        sqlite3_bind_int64(statement, 1, id);
        status = plumb_store_step(file, statement, error);
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_store_begin(const struct plumb_case *file, struct plumb_error *error)
{
    return plumb_store_exec(file, "BEGIN IMMEDIATE", error);
}

enum plumb_status plumb_store_end(const struct plumb_case *file, enum plumb_status status,
                                  struct plumb_error *error)
{
    if (status == PLUMB_OK)
        status = plumb_store_exec(file, "COMMIT", error);
    if (status != PLUMB_OK && !sqlite3_get_autocommit(file->db))
        sqlite3_exec(file->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

void plumb_store_finalize_others(const struct plumb_case *file, const sqlite3_stmt *keep)
{
    sqlite3_stmt *statement = sqlite3_next_stmt(file->db, NULL);
    while (statement) {
        sqlite3_stmt *next = sqlite3_next_stmt(file->db, statement);
        if (statement != keep)
            sqlite3_finalize(statement);
        statement = next;
    }
}

/* ---- values ------------------------------------------------------------------------------ */

static void bound(struct plumb_binder *binder, int code)
{
    binder->failed |= code != SQLITE_OK;
}

void plumb_bind_int(struct plumb_binder *binder, int64_t value)
{
    bound(binder, sqlite3_bind_int64(binder->statement, ++binder->at, value));
}

void plumb_bind_size(struct plumb_binder *binder, size_t value)
{
    if (value == PLUMB_NPOS)
        plumb_bind_null(binder);
    else
        plumb_bind_int(binder, (int64_t)value);
}

void plumb_bind_double(struct plumb_binder *binder, double value)
{
    if (isnan(value))
        plumb_bind_null(binder);
    else
        bound(binder, sqlite3_bind_double(binder->statement, ++binder->at, value));
}

void plumb_bind_str(struct plumb_binder *binder, struct plumb_str s)
{
    bound(binder, sqlite3_bind_text64(binder->statement, ++binder->at, s.len ? s.ptr : "", s.len,
                                      SQLITE_STATIC, SQLITE_UTF8));
}

void plumb_bind_text(struct plumb_binder *binder, const char *text)
{
    plumb_bind_str(binder, plumb_str_from(text));
}

void plumb_bind_blob(struct plumb_binder *binder, const void *data, size_t len)
{
    bound(binder, sqlite3_bind_blob64(binder->statement, ++binder->at, len ? data : "", len,
                                      SQLITE_STATIC));
}

void plumb_bind_null(struct plumb_binder *binder)
{
    bound(binder, sqlite3_bind_null(binder->statement, ++binder->at));
}

struct plumb_str plumb_column_str(sqlite3_stmt *statement, int column, struct plumb_arena *arena)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    int len = sqlite3_column_bytes(statement, column);
    if (!text || len <= 0)
        return PLUMB_STR("");
    return plumb_str_copy(arena, (struct plumb_str){(const char *)text, (size_t)len});
}

const char *plumb_column_text(sqlite3_stmt *statement, int column, struct plumb_arena *arena)
{
    return plumb_column_str(statement, column, arena).ptr;
}

size_t plumb_column_size(sqlite3_stmt *statement, int column)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return PLUMB_NPOS;
    int64_t value = sqlite3_column_int64(statement, column);
    return value < 0 ? 0 : (size_t)value;
}

void plumb_store_now(char out[32])
{
    time_t now = time(NULL);
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch && *epoch) {
        char *end = NULL;
        long long seconds = strtoll(epoch, &end, 10);
        if (*end == '\0')
            now = (time_t)seconds;
    }
    struct tm utc;
    if (!gmtime_r(&now, &utc) || strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        out[0] = '\0';
}

enum plumb_severity plumb_store_severity(const char *name)
{
    for (int s = PLUMB_SEVERITY_NOTE; s <= PLUMB_SEVERITY_CRITICAL; s++)
        if (strcmp(plumb_severity_name((enum plumb_severity)s), name) == 0)
            return (enum plumb_severity)s;
    return PLUMB_SEVERITY_NOTE;
}

/* ---- rows --------------------------------------------------------------------------------- */

static enum plumb_status take_rows(const struct plumb_case *file, sqlite3_stmt *statement,
                                   plumb_take_row *take, size_t size, struct plumb_arena *arena,
                                   struct plumb_rows *rows, struct plumb_error *error)
{
    char *items = NULL;
    size_t count = 0, capacity = 0;
    for (;;) {
        bool row = false;
        enum plumb_status status = plumb_store_next(file, statement, &row, error);
        if (status != PLUMB_OK || !row) {
            *rows = (struct plumb_rows){items, count};
            return status;
        }
        if (count == capacity)
            plumb_arena_grow(arena, (void **)&items, &capacity, count, size);
        take(statement, arena, items + count * size);
        count++;
    }
}

enum plumb_status plumb_store_rows(const struct plumb_case *file, sqlite3_stmt *statement,
                                   plumb_take_row *take, size_t size, struct plumb_arena *arena,
                                   struct plumb_rows *rows, struct plumb_error *error)
{
    *rows = (struct plumb_rows){NULL, 0};
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        plumb_store_finalize_others(file, NULL);
        return plumb_fail_nomem(error);
    }
    enum plumb_status status = take_rows(file, statement, take, size, arena, rows, error);
    plumb_arena_on_nomem(arena, outer);
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_store_query(const struct plumb_case *file, const char *sql,
                                    plumb_take_row *take, size_t size, struct plumb_arena *arena,
                                    struct plumb_rows *rows, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    *rows = (struct plumb_rows){NULL, 0};
    enum plumb_status status = plumb_store_prepare(file, sql, &statement, error);
    if (status == PLUMB_OK)
        status = plumb_store_rows(file, statement, take, size, arena, rows, error);
    return status;
}
