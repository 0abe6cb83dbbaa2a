/* The case file: created private, refused when foreign, replaced by content, whole after errors. */
#include "store_fixture.h"

#include <pthread.h>
#include <sqlite3.h>

static void created_private_and_whole(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    const char *detail = NULL;
    struct stat info;
    assert_int_equal(stat(f->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(plumb_case_check(file, f->arena, &detail, &f->error), PLUMB_OK);
    assert_null(detail);
    plumb_case_close(file);
    /* After closing it is one file again. */
    char wal[128];
    snprintf(wal, sizeof wal, "%s-wal", f->path);
    assert_int_not_equal(access(wal, F_OK), 0);
    /* The header says what it is: application id at 68, user version at 60. */
    size_t len = 0;
    char *bytes = store_bytes(f->path, &len);
    assert_memory_equal(bytes + 68, "PLMB", 4);
    assert_memory_equal(bytes + 60, "\0\0\0\4", 4);
    free(bytes);
}

static void check_refused(struct store_fixture *f, enum plumb_case_mode mode,
                          enum plumb_status wanted)
{
    size_t before_len = 0, after_len = 0;
    struct plumb_case *file = NULL;
    char *before = store_bytes(f->path, &before_len);
    assert_int_equal(plumb_case_open(f->path, mode, &file, &f->error), wanted);
    assert_null(file);
    assert_non_null(strstr(f->error.message, f->path));
    char *after = store_bytes(f->path, &after_len);
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
    free(before);
    free(after);
}

static void foreign_files_are_refused(void **state)
{
    struct store_fixture *f = *state;
    FILE *text = fopen(f->path, "w");
    fputs("this is no database, but long enough to have a header of one hundred bytes: ......"
          "......................................\n",
          text);
    fclose(text);
    check_refused(f, PLUMB_CASE_CREATE, PLUMB_E_STORE);
    check_refused(f, PLUMB_CASE_READ, PLUMB_E_STORE);
    unlink(f->path);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE t(x); PRAGMA user_version = 1", NULL, NULL, NULL);
    sqlite3_close(db);
    check_refused(f, PLUMB_CASE_WRITE, PLUMB_E_STORE);
}

static void newer_files_are_refused(void **state)
{
    struct store_fixture *f = *state;
    plumb_case_close(store_open(f, PLUMB_CASE_CREATE));
    sqlite3 *db = NULL;
    sqlite3_open(f->path, &db);
    sqlite3_exec(db, "PRAGMA user_version = 5", NULL, NULL, NULL);
    sqlite3_close(db);
    check_refused(f, PLUMB_CASE_CREATE, PLUMB_E_STORE);
    assert_non_null(strstr(f->error.message, "newer"));
    sqlite3_open(f->path, &db);
    sqlite3_exec(db, "PRAGMA user_version = 1", NULL, NULL, NULL);
    sqlite3_close(db);
    check_refused(f, PLUMB_CASE_READ, PLUMB_E_STORE);
    assert_non_null(strstr(f->error.message, "older"));
}

static void missing_and_empty(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = NULL;
    assert_int_equal(plumb_case_open(f->path, PLUMB_CASE_READ, &file, &f->error), PLUMB_E_IO);
    assert_int_equal(plumb_case_open(f->path, PLUMB_CASE_WRITE, &file, &f->error), PLUMB_E_IO);
    assert_int_not_equal(access(f->path, F_OK), 0);
    fclose(fopen(f->path, "w"));
    plumb_case_close(store_open(f, PLUMB_CASE_CREATE));
    assert_int_equal(plumb_case_open("/nonexistent-folder/x", PLUMB_CASE_CREATE, &file, &f->error),
                     PLUMB_E_IO);
}

static void documents_replace_by_path(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    assert_false(plumb_case_has_file(file, "a.txt", "h1"));
    assert_int_equal(store_put_sample(file, "a.txt", "h1", &f->error), PLUMB_OK);
    assert_true(plumb_case_has_file(file, "a.txt", "h1"));
    assert_false(plumb_case_has_file(file, "a.txt", "h2"));
    assert_false(plumb_case_has_file(file, "b.txt", "h1"));
    assert_int_equal(store_put_sample(file, "a.txt", "h2", &f->error), PLUMB_OK);
    assert_false(plumb_case_has_file(file, "a.txt", "h1"));
    assert_string_equal(store_query(file, "SELECT count(*) FROM document"), "1");
    /* The NOT fact is no fact; the quote is stored once. */
    assert_string_equal(store_query(file, "SELECT count(*) FROM fact"), "2");
    assert_string_equal(store_query(file, "SELECT count(*) FROM quote"), "1");
    assert_string_equal(store_query(file, "SELECT count(*) FROM relation"), "1");
    assert_string_equal(store_query(file, "SELECT count(*) FROM term"), "2");
    assert_string_equal(store_query(file, "SELECT exact FROM fact WHERE text = '12.5'"), "125000");
    /* Byte offset of "12.5" in the source: 7 for the first line, 6 for 支出. */
    assert_string_equal(store_query(file, "SELECT byte_offset FROM fact WHERE text = '12.5'"),
                        "13");
    assert_string_equal(store_query(file, "SELECT year FROM fact WHERE text = '5'"), "NULL");
    plumb_case_close(file);
}

static void failures_and_keep_only(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    struct plumb_error reason = {.code = PLUMB_E_FORMAT, .line = 3};
    struct plumb_failure *failures = NULL;
    size_t count = 0;
    snprintf(reason.message, sizeof reason.message, "not a table");
    assert_int_equal(plumb_case_put_failure(file, "b.pdf", &reason, &f->error), PLUMB_OK);
    assert_int_equal(store_put_sample(file, "a.txt", "h", &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_failures(file, f->arena, &failures, &count, &f->error), PLUMB_OK);
    assert_int_equal(count, 1);
    assert_string_equal(failures[0].path, "b.pdf");
    assert_string_equal(failures[0].reason, "not a table");
    assert_false(plumb_case_has_file(file, "b.pdf", ""));
    /* The file can be read later: the failure goes. */
    assert_int_equal(store_put_sample(file, "b.pdf", "h", &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_failures(file, f->arena, &failures, &count, &f->error), PLUMB_OK);
    assert_int_equal(count, 0);
    const char *const kept[] = {"a.txt", "never-there.txt"};
    assert_int_equal(plumb_case_keep_only(file, kept, 2, &f->error), PLUMB_OK);
    assert_string_equal(store_query(file, "SELECT group_concat(path) FROM source"), "a.txt");
    assert_string_equal(store_query(file, "SELECT count(DISTINCT document) FROM fact"), "1");
    plumb_case_close(file);
}

static void check_finds_what_is_missing(void **state)
{
    struct store_fixture *f = *state;
    const char *detail = NULL;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    assert_int_equal(store_put_sample(file, "a.txt", "h", &f->error), PLUMB_OK);
    plumb_case_close(file);
    sqlite3 *db = NULL;
    sqlite3_open(f->path, &db);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM fact WHERE id = 1", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    file = store_open(f, PLUMB_CASE_READ);
    assert_int_equal(plumb_case_check(file, f->arena, &detail, &f->error), PLUMB_E_STORE);
    assert_non_null(strstr(detail, "facts are not all there"));
    plumb_case_close(file);
}

static void readers_do_not_write(void **state)
{
    struct store_fixture *f = *state;
    plumb_case_close(store_open(f, PLUMB_CASE_CREATE));
    struct plumb_case *file = store_open(f, PLUMB_CASE_READ);
    assert_int_not_equal(store_put_sample(file, "a.txt", "h", &f->error), PLUMB_OK);
    plumb_case_close(file);
}

/* Two programs: the second writer waits, then says who holds the file; nothing is lost. */
static void busy_is_said(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    sqlite3 *other = NULL;
    sqlite3_open(f->path, &other);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(store_put_sample(file, "a.txt", "h", &f->error), PLUMB_E_STORE);
    assert_non_null(strstr(f->error.message, "in use"));
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(other);
    assert_int_equal(store_put_sample(file, "a.txt", "h", &f->error), PLUMB_OK);
    plumb_case_close(file);
}

static void *commit_soon(void *other)
{
    sqlite3_sleep(100);
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(other);
    return NULL;
}

/* Another program is about to write while the journal is still the plain one: SQLite refuses the
 * switch to the log at once, and opening waits. */
static void opening_waits(void **state)
{
    struct store_fixture *f = *state;
    sqlite3 *other = NULL;
    pthread_t thread;
    plumb_case_close(store_open(f, PLUMB_CASE_CREATE)); /* leaves the plain journal */
    assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(pthread_create(&thread, NULL, commit_soon, other), 0);
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    pthread_join(thread, NULL);
    assert_int_equal(store_put_sample(file, "a.txt", "h", &f->error), PLUMB_OK);
    plumb_case_close(file);
}

/* Of two files of one path the one loaded later stays, whichever case is merged into which. */
static void merge_keeps_the_later(void **state)
{
    struct store_fixture *f = *state;
    char other[128];
    struct plumb_merge_count count = {0};
    struct plumb_case *file = NULL;
    snprintf(other, sizeof other, "%s.copy", f->path);
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    struct plumb_case *old = store_open(f, PLUMB_CASE_CREATE);
    assert_int_equal(store_put_sample(old, "a.txt", "old", &f->error), PLUMB_OK);
    assert_int_equal(store_put_sample(old, "only-old.txt", "x", &f->error), PLUMB_OK);
    setenv("SOURCE_DATE_EPOCH", "1700000100", 1);
    assert_int_equal(plumb_case_open(other, PLUMB_CASE_CREATE, &file, &f->error), PLUMB_OK);
    assert_int_equal(store_put_sample(file, "a.txt", "new", &f->error), PLUMB_OK);
    unsetenv("SOURCE_DATE_EPOCH");
    plumb_case_close(old);
    /* The older into the newer: only what is missing is added. */
    assert_int_equal(plumb_case_merge(file, f->path, &count, &f->error), PLUMB_OK);
    assert_true(count.added == 1 && count.replaced == 0 && count.kept == 1);
    assert_true(plumb_case_has_file(file, "a.txt", "new"));
    assert_string_equal(store_query(file, "SELECT count(*) FROM fact"), "4");
    plumb_case_close(file);
    /* The newer into the older: it replaces. */
    old = store_open(f, PLUMB_CASE_WRITE);
    count = (struct plumb_merge_count){0};
    assert_int_equal(plumb_case_merge(old, other, &count, &f->error), PLUMB_OK);
    assert_true(count.added == 0 && count.replaced == 1 && count.kept == 1);
    assert_true(plumb_case_has_file(old, "a.txt", "new"));
    const char *detail = NULL;
    assert_int_equal(plumb_case_check(old, f->arena, &detail, &f->error), PLUMB_OK);
    assert_string_equal(store_query(old, "SELECT count(*) FROM relation"), "2");
    plumb_case_close(old);
}

/* Fail each allocation in turn: an error, never a crash, and the case holds nothing half. */
static void memory_runs_out(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    bool stored = false;
    for (size_t n = 1; !stored && n < 200; n++) {
        plumb_alloc_fail_at(n);
        stored = store_put_sample(file, "a.txt", "h", &f->error) == PLUMB_OK;
        plumb_alloc_fail_at(0);
        if (!stored) {
            assert_int_equal(f->error.code, PLUMB_E_NOMEM);
            assert_string_equal(store_query(file, "SELECT count(*) FROM source"), "0");
        }
    }
    assert_true(stored);
    struct plumb_document **documents = NULL;
    size_t count = 0;
    bool read = false;
    for (size_t n = 1; !read && n < 200; n++) {
        struct plumb_arena *arena = plumb_arena_new();
        plumb_alloc_fail_at(n);
        read = plumb_case_documents(file, "", 0, arena, &documents, &count, &f->error) == PLUMB_OK;
        plumb_alloc_fail_at(0);
        plumb_arena_free(arena);
    }
    assert_true(read);
    plumb_case_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(created_private_and_whole),
        STORE_TEST(foreign_files_are_refused),
        STORE_TEST(newer_files_are_refused),
        STORE_TEST(missing_and_empty),
        STORE_TEST(documents_replace_by_path),
        STORE_TEST(failures_and_keep_only),
        STORE_TEST(check_finds_what_is_missing),
        STORE_TEST(readers_do_not_write),
        STORE_TEST(busy_is_said),
        STORE_TEST(opening_waits),
        STORE_TEST(merge_keeps_the_later),
        STORE_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
