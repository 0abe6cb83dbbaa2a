/* Findings and triage: stored whole, decisions only added, ids abbreviated, both outlive runs. */
#include "store_fixture.h"

#include <sqlite3.h>

static const struct plumb_evidence evidence[] = {
    {"a.txt", 12, {"执行率为100%", 16}, {"100%", 4}, 12, "stated"},
    {"b.csv", 0, {"", 0}, {"", 0}, PLUMB_NPOS, "peer"}};
static const struct plumb_suspect suspects[] = {{"a.txt", {"100", 3}, 12, "98.5", 3, "likely"},
                                                {"a.txt", {"7", 1}, 13, NULL, 0, "one of"}};

static struct plumb_finding sample(const char *id, double score)
{
    struct plumb_finding f = {.check = "ratio.execution",
                              .audit_class = 'H',
                              .severity = PLUMB_SEVERITY_HIGH,
                              .score = score,
                              .confidence = 0.75,
                              .agency = "某县某局",
                              .year = 2023,
                              .subject = "预算执行率",
                              .stated = "100%",
                              .expected = "98.5%",
                              .money_at_stake = 1234.5,
                              .title = {"标题", "title"},
                              .explanation = {"说明", "explanation"},
                              .recomputation = "1 / 2",
                              .recomputation_zh = "1 ÷ 2",
                              .suspects = suspects,
                              .suspect_count = 2,
                              .evidence = evidence,
                              .evidence_count = 2,
                              .soft = true,
                              .log_p = -3.5,
                              .population = "1 of 20",
                              .merged = 2,
                              .status = "open"};
    snprintf(f.id, sizeof f.id, "%s", id);
    return f;
}

static void put(struct plumb_case *file, const char *const *ids, size_t count,
                struct plumb_error *error)
{
    struct plumb_finding items[8];
    struct plumb_finding_list list = {items, count, 8};
    struct plumb_analysis_summary summary = {.relations = 5,
                                             .tested = 4,
                                             .quantities = 90,
                                             .related = 30,
                                             .crowded = 3,
                                             .expected_false_share = 0.125,
                                             .fdr_line = 1,
                                             .materiality_line = PLUMB_NPOS};
    for (size_t i = 0; i < count; i++)
        items[i] = sample(ids[i], 90 - (double)i);
    int64_t run = 0;
    assert_int_equal(plumb_case_put_findings(file, &list, &summary, "plumb test", &run, error),
                     PLUMB_OK);
    assert_true(run > 0);
}

static void whole_and_in_order(void **state)
{
    struct store_fixture *f = *state;
    const char *const ids[] = {"00000000000000ff", "00000000000000aa"};
    struct plumb_finding_list list;
    struct plumb_analysis_summary summary;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    put(file, ids, 2, &f->error);
    plumb_case_close(file);
    file = store_open(f, PLUMB_CASE_READ);
    assert_int_equal(plumb_case_findings(file, f->arena, &list, &summary, &f->error), PLUMB_OK);
    plumb_case_close(file);
    assert_int_equal(list.count, 2);
    const struct plumb_finding *a = &list.items[0], want = sample(ids[0], 90);
    assert_string_equal(a->id, ids[0]);
    assert_string_equal(list.items[1].id, ids[1]);
    assert_string_equal(a->check, want.check);
    assert_int_equal(a->audit_class, 'H');
    assert_int_equal(a->severity, PLUMB_SEVERITY_HIGH);
    assert_true(a->score == 90 && a->confidence == 0.75 && a->money_at_stake == 1234.5);
    assert_true(a->log_p == -3.5 && a->soft && a->merged == 2 && a->year == 2023);
    const char *const got[] = {a->agency,         a->subject,        a->stated,
                               a->expected,       a->title.zh,       a->title.en,
                               a->explanation.zh, a->explanation.en, a->recomputation,
                               a->population,     a->status,         a->recomputation_zh};
    const char *const wanted[] = {want.agency,
                                  want.subject,
                                  want.stated,
                                  want.expected,
                                  want.title.zh,
                                  want.title.en,
                                  want.explanation.zh,
                                  want.explanation.en,
                                  want.recomputation,
                                  want.population,
                                  "open",
                                  want.recomputation_zh};
    for (size_t i = 0; i < PLUMB_COUNT(got); i++)
        assert_string_equal(got[i], wanted[i]);
    assert_int_equal(a->evidence_count, 2);
    assert_string_equal(a->evidence[0].document, "a.txt");
    assert_int_equal(a->evidence[0].line, 12);
    assert_int_equal(a->evidence[0].text_offset, 12);
    assert_int_equal(a->evidence[1].text_offset, PLUMB_NPOS);
    assert_true(plumb_str_equal(a->evidence[0].quote, evidence[0].quote));
    assert_int_equal(a->suspect_count, 2);
    assert_string_equal(a->suspects[0].proposed, "98.5");
    assert_null(a->suspects[1].proposed);
    assert_int_equal(a->suspects[0].votes, 3);
    assert_true(summary.relations == 5 && summary.related == 30 && summary.fdr_line == 1 &&
                summary.crowded == 3);
    assert_int_equal(summary.materiality_line, PLUMB_NPOS);
    assert_true(summary.expected_false_share == 0.125);
}

static void decisions_outlive_runs(void **state)
{
    struct store_fixture *f = *state;
    const char *const first[] = {"1111222233334444", "5555666677778888"};
    const char *const second[] = {"9999aaaabbbbcccc", "5555666677778888"};
    struct plumb_finding_list list;
    struct plumb_triage *triage = NULL;
    size_t count = 0;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    put(file, first, 2, &f->error);
    assert_int_equal(plumb_case_mark(file, "5555", "dismissed", "已批复", "王", &f->error),
                     PLUMB_OK);
    assert_int_equal(plumb_case_mark(file, "5555", "confirmed", "", "李", &f->error), PLUMB_OK);
    put(file, second, 2, &f->error);
    assert_int_equal(plumb_case_findings(file, f->arena, &list, NULL, &f->error), PLUMB_OK);
    assert_string_equal(list.items[0].status, "open");
    assert_string_equal(list.items[1].status, "confirmed");
    list.items[1].status = "open";
    assert_int_equal(plumb_case_apply_triage(file, f->arena, &list, &f->error), PLUMB_OK);
    assert_string_equal(list.items[1].status, "confirmed");
    assert_int_equal(plumb_case_triage(file, "5555", f->arena, &triage, &count, &f->error),
                     PLUMB_OK);
    assert_int_equal(count, 2);
    assert_string_equal(triage[0].status, "dismissed");
    assert_string_equal(triage[0].note, "已批复");
    assert_string_equal(triage[0].who, "王");
    assert_int_equal(strlen(triage[0].when), strlen("2024-01-01T00:00:00Z"));
    assert_string_equal(triage[1].who, "李");
    assert_string_equal(store_query(file, "SELECT count(*) FROM run"), "2");
    assert_string_equal(store_query(file, "SELECT count(*) FROM evidence"), "4");
    plumb_case_close(file);
    /* Append-only, also for other programs. */
    sqlite3 *db = NULL;
    sqlite3_open(f->path, &db);
    assert_int_not_equal(sqlite3_exec(db, "DELETE FROM triage", NULL, NULL, NULL), SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(db, "UPDATE triage SET note = ''", NULL, NULL, NULL),
                         SQLITE_OK);
    sqlite3_close(db);
}

static void ids_are_found_or_refused(void **state)
{
    struct store_fixture *f = *state;
    const char *const ids[] = {"abcd111122223333", "abcd999900001111", "0123456789abcdef"};
    char id[17];
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    put(file, ids, 3, &f->error);
    assert_int_equal(plumb_case_find_id(file, "0123", id, &f->error), PLUMB_OK);
    assert_string_equal(id, ids[2]);
    assert_int_equal(plumb_case_find_id(file, "ABCD9", id, &f->error), PLUMB_OK);
    assert_string_equal(id, ids[1]);
    assert_int_equal(plumb_case_find_id(file, "abcd", id, &f->error), PLUMB_E_DOMAIN);
    assert_non_null(strstr(f->error.message, "More than one"));
    static const char *const bad[] = {"abc", "", "ffff", "abcd%", "0123456789abcdef0"};
    for (size_t i = 0; i < PLUMB_COUNT(bad); i++)
        assert_int_equal(plumb_case_find_id(file, bad[i], id, &f->error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_mark(file, "0123", "maybe", "", "", &f->error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_mark(file, "ffff", "open", "", "", &f->error), PLUMB_E_DOMAIN);
    assert_string_equal(store_query(file, "SELECT count(*) FROM triage"), "0");
    plumb_case_close(file);
}

static void memory_runs_out(void **state)
{
    struct store_fixture *f = *state;
    const char *const ids[] = {"abcd111122223333"};
    struct plumb_finding_list list;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    put(file, ids, 1, &f->error);
    bool read = false;
    for (size_t n = 1; !read && n < 200; n++) {
        struct plumb_arena *arena = plumb_arena_new();
        plumb_alloc_fail_at(n);
        enum plumb_status status = plumb_case_findings(file, arena, &list, NULL, &f->error);
        plumb_alloc_fail_at(0);
        read = status == PLUMB_OK;
        assert_true(read || status == PLUMB_E_NOMEM);
        plumb_arena_free(arena);
    }
    assert_true(read);
    plumb_case_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(whole_and_in_order),
        STORE_TEST(decisions_outlive_runs),
        STORE_TEST(ids_are_found_or_refused),
        STORE_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
