/* The files a case was made from, and those that could not be read. */
#include "store/store_int.h"

bool plumb_case_has_file(struct plumb_case *file, const char *path, const char *sha256)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    if (plumb_store_prepare(file,
                            "SELECT 1 FROM source WHERE path = ? AND sha256 = ?"
                            " AND kind <> 'failure'",
                            &statement, NULL) == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, path);
        plumb_bind_text(&binder, sha256);
        if (binder.failed || plumb_store_next(file, statement, &row, NULL) != PLUMB_OK)
            row = false;
    }
    sqlite3_finalize(statement);
    return row;
}

enum plumb_status plumb_store_replace_source(const struct plumb_case *file, const char *path,
                                             const char *kind, const char *sha256,
                                             const struct plumb_error *reason, int64_t *id,
                                             struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    char now[32];
    plumb_store_now(now);
    enum plumb_status status =
        plumb_store_prepare(file, "DELETE FROM source WHERE path = ?", &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, path);
        status = plumb_store_step(file, statement, error);
    }
    sqlite3_finalize(statement);
    statement = NULL;
    if (status == PLUMB_OK)
        status = plumb_store_prepare(file,
                                     "INSERT INTO source(path, kind, sha256, added, reason, line)"
                                     " VALUES (?, ?, ?, ?, ?, ?)",
                                     &statement, error);
    if (status == PLUMB_OK) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, path);
        plumb_bind_text(&binder, kind);
        plumb_bind_text(&binder, sha256);
        plumb_bind_text(&binder, now);
        plumb_bind_text(&binder, reason ? reason->message : "");
        plumb_bind_size(&binder, reason ? reason->line : 0);
        status = binder.failed ? plumb_fail_nomem(error) : plumb_store_step(file, statement, error);
        *id = sqlite3_last_insert_rowid(file->db);
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_put_failure(struct plumb_case *file, const char *path,
                                         const struct plumb_error *reason,
                                         struct plumb_error *error)
{
    int64_t id = 0;
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_replace_source(file, path, "failure", "", reason, &id, error);
    return plumb_store_end(file, status, error);
}

static void take_failure(sqlite3_stmt *row, struct plumb_arena *arena, void *into)
{
    struct plumb_failure *failure = into;
    failure->path = plumb_column_text(row, 0, arena);
    failure->reason = plumb_column_text(row, 1, arena);
}

enum plumb_status plumb_case_failures(struct plumb_case *file, struct plumb_arena *arena,
                                      struct plumb_failure **failures, size_t *count,
                                      struct plumb_error *error)
{
    struct plumb_rows rows;
    enum plumb_status status = plumb_store_query(
        file, "SELECT path, reason FROM source WHERE kind = 'failure' ORDER BY path", take_failure,
        sizeof **failures, arena, &rows, error);
    *failures = rows.items;
    *count = rows.count;
    return status;
}

enum plumb_status plumb_case_keep_only(struct plumb_case *file, const char *const *paths,
                                       size_t count, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    enum plumb_status status = plumb_store_begin(file, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_exec(file, "CREATE TEMP TABLE kept(path TEXT PRIMARY KEY)", error);
    if (status == PLUMB_OK)
        status = plumb_store_prepare(file, "INSERT OR IGNORE INTO temp.kept VALUES (?)", &statement,
                                     error);
    for (size_t i = 0; status == PLUMB_OK && i < count; i++) {
        struct plumb_binder binder = {.statement = statement};
        plumb_bind_text(&binder, paths[i]);
        status = binder.failed ? plumb_fail_nomem(error) : plumb_store_step(file, statement, error);
    }
    sqlite3_finalize(statement);
    if (status == PLUMB_OK)
        status = plumb_store_exec(file,
                                  "DELETE FROM source WHERE path NOT IN (SELECT path FROM kept);"
                                  "DROP TABLE temp.kept",
                                  error);
    return plumb_store_end(file, status, error);
}
