/* SQL for auditors: questions are answered, everything else is refused and changes nothing. */
#include "store_fixture.h"

static void questions(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    assert_int_equal(store_put_sample(file, "a.txt", "h", &f->error), PLUMB_OK);
    assert_string_equal(store_query(file, "SELECT 6 * 7"), "42");
    assert_string_equal(store_query(file, "SELECT 1 WHERE 0"), "");
    assert_string_equal(store_query(file, "-- a remark\nSELECT agency FROM document; -- end"),
                        "某县某局");
    assert_string_equal(
        store_query(file, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE"
                          " x < 5) SELECT sum(x) FROM c"),
        "15");
    assert_string_equal(store_query(file, "PRAGMA table_info(fact)"), "0");
    assert_string_equal(store_query(file, "SELECT count(*) FROM panel"), "0");
    assert_string_equal(store_query(file, "PRAGMA user_version"), "4");
    assert_int_not_equal(strncmp(store_query(file, "EXPLAIN SELECT 1"), "error", 5), 0);
    /* The case can still be written afterwards. */
    assert_int_equal(store_put_sample(file, "b.txt", "h", &f->error), PLUMB_OK);
    plumb_case_close(file);
}

static void everything_else_is_refused(void **state)
{
    struct store_fixture *f = *state;
    static const char *const bad[] = {
        "DELETE FROM fact",
        "INSERT INTO triage(finding, status, note, who, decided) VALUES ('', 'open', '', '', '')",
        "UPDATE document SET agency = 'x'",
        "DROP TABLE fact",
        "CREATE TABLE t(x)",
        "CREATE TEMP TABLE t(x)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE t USING fts5(x)",
        "ATTACH ':memory:' AS other",
        "VACUUM",
        "VACUUM INTO '/tmp/plumb-stolen.db'",
        "PRAGMA user_version = 9",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "BEGIN",
        "SAVEPOINT s",
        "REINDEX",
        "ANALYZE",
        "SELECT load_extension('x')",
        "SELECT 1; DELETE FROM fact",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "",
        "-- nothing",
    };
    size_t before_len = 0, after_len = 0;
    plumb_case_close(store_open(f, PLUMB_CASE_CREATE));
    char *before = store_bytes(f->path, &before_len);
    struct plumb_case *file = store_open(f, PLUMB_CASE_READ);
    for (size_t i = 0; i < PLUMB_COUNT(bad); i++) {
        char out[256] = "\1";
        enum plumb_status status = plumb_case_sql(file, bad[i], store_first, out, &f->error);
        if (status != PLUMB_E_USAGE)
            print_message("%s: %d %s\n", bad[i], status, f->error.message);
        assert_int_equal(status, PLUMB_E_USAGE);
    }
    plumb_case_close(file);
    /* Nor in a case that is open for writing. */
    file = store_open(f, PLUMB_CASE_WRITE);
    char out[256] = "\1";
    assert_int_equal(plumb_case_sql(file, bad[0], store_first, out, &f->error), PLUMB_E_USAGE);
    plumb_case_close(file);
    char *after = store_bytes(f->path, &after_len);
    assert_int_equal(before_len, after_len);
    /* Opening for writing counts up the change counters at 24, 92 and the version at 96. */
    assert_memory_equal(before + 100, after + 100, before_len - 100);
    assert_int_not_equal(access("/tmp/plumb-stolen.db", F_OK), 0);
    free(before);
    free(after);
}

static int row_types(void *context, int columns, const char *const *values, const bool *is_number)
{
    int *row = context;
    assert_int_equal(columns, 4);
    if ((*row)++ == 0) {
        assert_string_equal(values[0], "a");
        assert_false(is_number[0]);
        return 0;
    }
    assert_true(is_number[0] && is_number[1]);
    assert_false(is_number[2] || is_number[3]);
    assert_string_equal(values[1], "2.5");
    assert_string_equal(values[2], "7");
    assert_null(values[3]);
    return 0;
}

static void types_are_told(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    int rows = 0;
    assert_int_equal(
        plumb_case_sql(file, "SELECT 1 AS a, 2.5, '7', NULL", row_types, &rows, &f->error),
        PLUMB_OK);
    assert_int_equal(rows, 2);
    plumb_case_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(questions),
        STORE_TEST(everything_else_is_refused),
        STORE_TEST(types_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
