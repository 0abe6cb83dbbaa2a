/* Findings of past runs: one row for as long as a finding stays the same. */
#include "store/store_int.h"

#include <string.h>

/* What makes two findings of one id the same; the score is not in it, because it moves whenever
 * the population does. */
#define SAME(a, b)                                                                                 \
    a ".severity = " b ".severity AND " a ".stated = " b ".stated AND " a ".expected = " b         \
      ".expected AND " a ".money_at_stake = " b ".money_at_stake AND " a ".subject = " b           \
      ".subject AND " a ".title_zh = " b ".title_zh AND " a ".title_en = " b ".title_en"

enum plumb_status plumb_history_note_run(const struct plumb_case *file, int64_t run,
                                         struct plumb_error *error)
{
    enum plumb_status status =
        plumb_store_exec_id(file,
                            "UPDATE past_finding AS p SET last_run = ?1, score = f.score"
                            " FROM finding f WHERE f.id = p.id AND p.last_run ="
                            " (SELECT max(id) FROM run WHERE id < ?1) AND " SAME("p", "f"),
                            run, error);
    if (status == PLUMB_OK)
        status = plumb_store_exec_id(
            file,
            "INSERT INTO past_finding SELECT id, ?1, ?1, check_id, class, severity, score, agency,"
            " year, subject, stated, expected, money_at_stake, title_zh, title_en FROM finding f"
            " WHERE NOT EXISTS (SELECT 1 FROM past_finding p WHERE p.id = f.id AND p.last_run = "
            "?1)",
            run, error);
    return status;
}

const char *plumb_change_name(enum plumb_change_kind kind)
{
    static const char *const names[] = {"new", "changed", "gone"};
    return names[kind];
}

/* ---- runs -------------------------------------------------------------------------------- */

static void take_run(sqlite3_stmt *row, struct plumb_arena *arena, void *into)
{
    struct plumb_run *run = into;
    run->id = sqlite3_column_int64(row, 0);
    run->started = plumb_column_text(row, 1, arena);
    run->version = plumb_column_text(row, 2, arena);
    run->command = plumb_column_text(row, 3, arena);
    run->findings = plumb_column_size(row, 4);
}

enum plumb_status plumb_case_runs(struct plumb_case *file, struct plumb_arena *arena,
                                  struct plumb_run **runs, size_t *count, struct plumb_error *error)
{
    struct plumb_rows rows;
    enum plumb_status status = plumb_store_query(
        file, "SELECT id, started, version, command, findings FROM run ORDER BY id", take_run,
        sizeof **runs, arena, &rows, error);
    *runs = rows.items;
    *count = rows.count;
    return status;
}

/* ---- differences ------------------------------------------------------------------------- */

#define COLUMNS(x)                                                                                 \
    x ".id, " x ".check_id, " x ".class, " x ".severity, " x ".score, " x ".agency, " x            \
      ".year, " x ".subject, " x ".stated, " x ".expected, " x ".money_at_stake, " x               \
      ".title_zh, " x ".title_en"
#define COLUMN_COUNT 13

/* A run's findings: the rows whose span holds it. No row changes within a span, so two runs in one
 * span have the same row. */
static const char diff_sql[] =
    /* clang-format off */
    "WITH a AS (SELECT * FROM past_finding WHERE first_run <= ?1 AND last_run >= ?1),"
    " b AS (SELECT * FROM past_finding WHERE first_run <= ?2 AND last_run >= ?2)"
    " SELECT 0 AS kind, b.score AS score, " COLUMNS("b") ", " COLUMNS("b")
    " FROM b WHERE NOT EXISTS (SELECT 1 FROM a WHERE a.id = b.id)"
    " UNION ALL SELECT 1, b.score, " COLUMNS("a") ", " COLUMNS("b")
    " FROM a JOIN b ON a.id = b.id WHERE NOT (" SAME("a", "b") ")"
    " UNION ALL SELECT 2, a.score, " COLUMNS("a") ", " COLUMNS("a")
    " FROM a WHERE NOT EXISTS (SELECT 1 FROM b WHERE a.id = b.id)"
    " ORDER BY 1, 2 DESC, 3";
/* clang-format on */

static void take_past(sqlite3_stmt *row, int at, struct plumb_arena *arena,
                      struct plumb_finding *finding)
{
    struct plumb_str id = plumb_column_str(row, at, arena);
    memcpy(finding->id, id.ptr, id.len < 16 ? id.len : 16);
    finding->check = plumb_column_text(row, at + 1, arena);
    finding->audit_class = plumb_column_text(row, at + 2, arena)[0];
    finding->severity = plumb_store_severity(plumb_column_text(row, at + 3, arena));
    finding->score = sqlite3_column_double(row, at + 4);
    finding->agency = plumb_column_text(row, at + 5, arena);
    finding->year = sqlite3_column_int(row, at + 6); /* NULL gives 0 */
    finding->subject = plumb_column_text(row, at + 7, arena);
    finding->stated = plumb_column_text(row, at + 8, arena);
    finding->expected = plumb_column_text(row, at + 9, arena);
    finding->money_at_stake = sqlite3_column_double(row, at + 10);
    finding->title.zh = plumb_column_text(row, at + 11, arena);
    finding->title.en = plumb_column_text(row, at + 12, arena);
    finding->status = "open";
}

static void take_change(sqlite3_stmt *row, struct plumb_arena *arena, void *into)
{
    struct plumb_change *change = into;
    change->kind = (enum plumb_change_kind)sqlite3_column_int(row, 0);
    if (change->kind != PLUMB_CHANGE_NEW)
        take_past(row, 2, arena, &change->before);
    if (change->kind != PLUMB_CHANGE_GONE)
        take_past(row, 2 + COLUMN_COUNT, arena, &change->after);
}

static enum plumb_status check_run(struct plumb_case *file, int64_t run, struct plumb_error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    /* Runs before the history began have no findings in it, though the run is known. */
    enum plumb_status status = plumb_store_prepare(
        file,
        "SELECT findings = 0 OR EXISTS (SELECT 1 FROM past_finding WHERE first_run <= ?1 AND"
        " last_run >= ?1) FROM run WHERE id = ?1",
        &statement, error);
    if (status == PLUMB_OK) {
        sqlite3_bind_int64(statement, 1, run);
        status = plumb_store_next(file, statement, &row, error);
    }
    if (status == PLUMB_OK && !row)
        status =
            plumb_fail(error, PLUMB_E_DOMAIN,
                       "The case has no run %lld; plumb diff --runs lists them.", (long long)run);
    else if (status == PLUMB_OK && !sqlite3_column_int(statement, 0))
        status = plumb_fail(error, PLUMB_E_DOMAIN,
                            "Run %lld was made by an older version that kept no past findings.",
                            (long long)run);
    sqlite3_finalize(statement);
    return status;
}

enum plumb_status plumb_case_diff(struct plumb_case *file, int64_t from_run, int64_t to_run,
                                  struct plumb_arena *arena, struct plumb_change **changes,
                                  size_t *count, struct plumb_error *error)
{
    struct plumb_rows rows = {NULL, 0};
    sqlite3_stmt *statement = NULL;
    *changes = NULL;
    *count = 0;
    enum plumb_status status = check_run(file, from_run, error);
    if (status == PLUMB_OK)
        status = check_run(file, to_run, error);
    if (status != PLUMB_OK)
        return status;
    status = plumb_store_prepare(file, diff_sql, &statement, error);
    if (status == PLUMB_OK) {
        sqlite3_bind_int64(statement, 1, from_run);
        sqlite3_bind_int64(statement, 2, to_run);
    }
    if (status == PLUMB_OK)
        status =
            plumb_store_rows(file, statement, take_change, sizeof **changes, arena, &rows, error);
    *changes = rows.items;
    *count = rows.count;
    return status;
}
