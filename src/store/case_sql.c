/* Read-only SQL for auditors, and the check of the whole file. */
#include "store/store_int.h"

#include <string.h>

/* ---- SQL --------------------------------------------------------------------------------- */

static bool is_allowed_pragma(const char *name, const char *value)
{
    static const char *const words[] = {"table_info",   "table_xinfo",   "table_list",
                                        "index_list",   "index_info",    "foreign_key_list",
                                        "user_version", "application_id"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (sqlite3_stricmp(words[i], name) == 0)
            return i < 6 || !value; /* the last two would be set by a value */
    return false;
}

/* https://www.sqlite.org/c3ref/set_authorizer.html: what is not a plain question is refused. */
static int authorize(void *context, int action, const char *first, const char *second,
                     const char *database, const char *trigger)
{
    (void)context, (void)database, (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return second && sqlite3_stricmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:
        return first && is_allowed_pragma(first, second) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static enum plumb_status only_questions(struct plumb_error *error)
{
    return plumb_fail(error, PLUMB_E_USAGE,
                      "Only questions are allowed here: SELECT, WITH, EXPLAIN, PRAGMA table_info. "
                      "The case was not changed.");
}

static enum plumb_status sql_error(const struct plumb_case *file, struct plumb_error *error)
{
    int code = sqlite3_errcode(file->db) & 0xFF;
    /* A CREATE that is denied comes as SQLITE_CORRUPT or worse, with this text. */
    bool denied = strncmp(sqlite3_errmsg(file->db), "not authorized", 14) == 0;
    if (denied || code == SQLITE_AUTH || code == SQLITE_READONLY)
        return only_questions(error);
    if (code == SQLITE_ERROR)
        return plumb_fail(error, PLUMB_E_USAGE, "The query is not understood: %s.",
                          sqlite3_errmsg(file->db));
    return plumb_store_fail(file, "read", error);
}

struct row_buffer {
    const char **values;
    bool *is_number;
};

/* Give one row, or the names of the columns when `names`, to the caller. */
static int give_row(sqlite3_stmt *statement, bool names, const struct row_buffer *buffer,
                    plumb_sql_row *row, void *context)
{
    int columns = sqlite3_column_count(statement);
    for (int i = 0; i < columns; i++) {
        int type = names ? SQLITE_TEXT : sqlite3_column_type(statement, i);
        buffer->is_number[i] = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
        buffer->values[i] = names ? sqlite3_column_name(statement, i)
                                  : (const char *)sqlite3_column_text(statement, i);
    }
    return row(context, columns, buffer->values, buffer->is_number);
}

static enum plumb_status run_statement(const struct plumb_case *file, sqlite3_stmt *statement,
                                       plumb_sql_row *row, void *context, struct plumb_error *error)
{
    size_t columns = (size_t)sqlite3_column_count(statement);
    struct row_buffer buffer = {plumb_calloc(columns, sizeof *buffer.values),
                                plumb_calloc(columns, sizeof *buffer.is_number)};
    enum plumb_status status = PLUMB_OK;
    if (!buffer.values || !buffer.is_number) {
        status = plumb_fail_nomem(error);
        goto done;
    }
    bool stopped = columns == 0 || give_row(statement, true, &buffer, row, context) != 0;
    int code = SQLITE_DONE;
    while (!stopped && (code = sqlite3_step(statement)) == SQLITE_ROW)
        stopped = give_row(statement, false, &buffer, row, context) != 0;
    if (!stopped && code != SQLITE_DONE)
        status = sql_error(file, error);
done:
    plumb_free(buffer.values);
    plumb_free(buffer.is_number);
    return status;
}

/* The authorizer is on: what it denies fails in prepare. */
static enum plumb_status run_query(const struct plumb_case *file, const char *query,
                                   plumb_sql_row *row, void *context, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL, *second = NULL;
    const char *tail = query;
    enum plumb_status status = PLUMB_OK;
    if (sqlite3_prepare_v2(file->db, query, -1, &statement, &tail) != SQLITE_OK)
        status = sql_error(file, error);
    else if (!statement)
        status = plumb_fail(error, PLUMB_E_USAGE, "There is no query.");
    else if (sqlite3_prepare_v2(file->db, tail, -1, &second, NULL) != SQLITE_OK || second)
        status = plumb_fail(error, PLUMB_E_USAGE, "Give one statement at a time.");
    else if (!sqlite3_stmt_readonly(statement))
        status = only_questions(error);
    else
        status = run_statement(file, statement, row, context, error);
    sqlite3_finalize(statement);
    sqlite3_finalize(second);
    return status;
}

enum plumb_status plumb_case_sql(struct plumb_case *file, const char *query, plumb_sql_row *row,
                                 void *context, struct plumb_error *error)
{
    enum plumb_status status = plumb_store_exec(file, "PRAGMA query_only = ON", error);
    if (status != PLUMB_OK)
        return status;
    sqlite3_set_authorizer(file->db, authorize, NULL);
    status = run_query(file, query, row, context, error);
    sqlite3_set_authorizer(file->db, NULL, NULL);
    if (file->mode != PLUMB_CASE_READ)
        sqlite3_exec(file->db, "PRAGMA query_only = OFF", NULL, NULL, NULL);
    return status;
}

/* ---- check ------------------------------------------------------------------------------- */

/* Each query counts rows that must not be there. */
static const struct {
    const char *sql, *what;
} invariants[] = {
    {"SELECT count(*) FROM source s WHERE kind = 'document' AND NOT EXISTS"
     " (SELECT 1 FROM document d JOIN document_body b ON b.document = d.id WHERE d.id = s.id)",
     "documents without text"},
    {"SELECT count(*) FROM source s WHERE kind = 'panel' AND NOT EXISTS"
     " (SELECT 1 FROM panel_source p WHERE p.id = s.id)",
     "panels without a head"},
    {"SELECT count(*) FROM document d WHERE relations <>"
     " (SELECT count(*) FROM relation r WHERE r.document = d.id)",
     "documents whose relations are not all there"},
    {"SELECT count(*) FROM document d WHERE facts <>"
     " (SELECT count(*) FROM fact f WHERE f.document = d.id)",
     "documents whose facts are not all there"},
    {"SELECT count(*) FROM panel_source p WHERE agency_count <>"
     " (SELECT count(*) FROM panel_agency a WHERE a.panel = p.id)",
     "panels whose agencies are not all there"},
    {"SELECT count(*) FROM panel_source p WHERE"
     " (SELECT count(*) FROM panel_column c WHERE c.panel = p.id) * 3 *"
     " ((p.agency_count * p.year_count + 65535) / 65536) <>"
     " (SELECT count(*) FROM segment s WHERE s.panel = p.id)",
     "panels whose segments are not all there"},
};

/* The first row of a query; `good` is what it should say. */
static enum plumb_status expect(const struct plumb_case *file, const char *sql, const char *good,
                                struct plumb_arena *arena, const char **found,
                                struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    *found = NULL;
    enum plumb_status status = plumb_store_prepare(file, sql, &statement, error);
    if (status == PLUMB_OK)
        status = plumb_store_next(file, statement, &row, error);
    if (row) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        if (!text || strcmp(text, good) != 0)
            *found = plumb_arena_printf(arena, "%s", text ? text : "?");
    }
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_check(struct plumb_case *file, struct plumb_arena *arena,
                                   const char **detail, struct plumb_error *error)
{
    const char *found = NULL;
    *detail = NULL;
    enum plumb_status status =
        expect(file, "PRAGMA integrity_check(1)", "ok", arena, &found, error);
    if (status == PLUMB_OK && found)
        *detail = found;
    /* No row at all is what foreign_key_check gives when all is well. */
    if (status == PLUMB_OK && !*detail)
        status = expect(file,
                        "SELECT 'a row of ' || \"table\" || ' refers to nothing' FROM"
                        " pragma_foreign_key_check LIMIT 1",
                        "", arena, detail, error);
    for (size_t i = 0; status == PLUMB_OK && !*detail && i < PLUMB_COUNT(invariants); i++) {
        status = expect(file, invariants[i].sql, "0", arena, &found, error);
        if (status == PLUMB_OK && found)
            *detail = plumb_arena_printf(arena, "%s %s", found, invariants[i].what);
    }
    if (status == PLUMB_OK && *detail)
        return plumb_fail(error, PLUMB_E_STORE, "The case file %s is damaged: %s.", file->path,
                          *detail);
    return status;
}
