/* Past runs, rules, names of agencies; a case of schema version 1 is brought up to date whole. */
#include "store_fixture.h"

#include <sqlite3.h>

static struct plumb_finding sample(const char *id, const char *agency, int year, const char *stated)
{
    struct plumb_finding f = {.check = "ratio.execution",
                              .audit_class = 'H',
                              .severity = PLUMB_SEVERITY_HIGH,
                              .score = 50,
                              .agency = agency,
                              .year = year,
                              .subject = "预算执行率",
                              .stated = stated,
                              .expected = "98.5%",
                              .money_at_stake = 10,
                              .title = {"标题", "title"},
                              .explanation = {"", ""},
                              .recomputation = "",
                              .recomputation_zh = "",
                              .population = "",
                              .status = "open"};
    snprintf(f.id, sizeof f.id, "%s", id);
    return f;
}

static int64_t put(struct plumb_case *file, struct plumb_finding *items, size_t count)
{
    struct plumb_finding_list list = {items, count, count};
    struct plumb_error error = {0};
    int64_t run = 0;
    assert_int_equal(plumb_case_put_findings(file, &list, NULL, "plumb test", &run, &error),
                     PLUMB_OK);
    return run;
}

#define A "aaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbb"
#define C "cccccccccccccccc"

static void diff_is(struct store_fixture *f, struct plumb_case *file, int64_t from, int64_t to,
                    const char *want)
{
    struct plumb_change *changes = NULL;
    size_t count = 0;
    char got[256] = "";
    assert_int_equal(plumb_case_diff(file, from, to, f->arena, &changes, &count, &f->error),
                     PLUMB_OK);
    for (size_t i = 0; i < count; i++) {
        const struct plumb_change *c = &changes[i];
        const char *id = c->kind == PLUMB_CHANGE_GONE ? c->before.id : c->after.id;
        size_t len = strlen(got);
        snprintf(got + len, sizeof got - len, "%s %.1s %s>%s;", plumb_change_name(c->kind), id,
                 c->before.stated ? c->before.stated : "", c->after.stated ? c->after.stated : "");
    }
    assert_string_equal(got, want);
}

static void runs_differ(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    struct plumb_finding one[] = {sample(A, "甲", 2023, "1"), sample(B, "甲", 2022, "2")};
    struct plumb_finding two[] = {sample(A, "甲", 2023, "7"), sample(B, "甲", 2022, "2"),
                                  sample(C, "乙", 2023, "3")};
    struct plumb_finding three[] = {sample(C, "乙", 2023, "3"), sample(B, "甲", 2022, "2")};
    two[1].score = 77; /* moved by the population: the same finding */
    assert_int_equal(put(file, one, 2), 1);
    assert_int_equal(put(file, two, 3), 2);
    assert_int_equal(put(file, three, 2), 3);
    assert_int_equal(put(file, one, 2), 4); /* A is back as it was in run 1 */
    diff_is(f, file, 1, 1, "");
    diff_is(f, file, 1, 2, "new c >3;changed a 1>7;");
    diff_is(f, file, 2, 1, "changed a 7>1;gone c 3>;");
    diff_is(f, file, 2, 3, "gone a 7>;");
    diff_is(f, file, 1, 4, "");
    diff_is(f, file, 3, 4, "new a >1;gone c 3>;");
    /* B never changed and is one row for four runs; A has three lives. */
    assert_string_equal(store_query(file, "SELECT count(*) FROM past_finding"), "5");
    assert_string_equal(store_query(file, "SELECT first_run || '-' || last_run || ' ' || score FROM"
                                          " past_finding WHERE id = '" B "'"),
                        "1-4 50.0");
    struct plumb_change *changes = NULL;
    struct plumb_run *runs = NULL;
    size_t count = 0;
    assert_int_equal(plumb_case_diff(file, 1, 9, f->arena, &changes, &count, &f->error),
                     PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_runs(file, f->arena, &runs, &count, &f->error), PLUMB_OK);
    assert_int_equal(count, 4);
    assert_int_equal(runs[1].findings, 3);
    char id[17]; /* a finding of a past run can still be named */
    assert_int_equal(plumb_case_find_id(file, "cccc", id, &f->error), PLUMB_OK);
    plumb_case_close(file);
}

static void empty_runs_count(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    struct plumb_finding one[] = {sample(A, "甲", 2023, "1")};
    put(file, one, 1);
    put(file, one, 0);
    put(file, one, 1);
    diff_is(f, file, 1, 2, "gone a 1>;");
    diff_is(f, file, 2, 3, "new a >1;");
    diff_is(f, file, 1, 3, "");
    plumb_case_close(file);
}

static int64_t add_rule(struct plumb_case *file, const char *agency, const char *check,
                        const char *since, const char *until)
{
    struct plumb_error error = {0};
    int64_t id = 0;
    struct plumb_rule rule = {.agency = agency,
                              .check = check,
                              .since = since,
                              .until = until,
                              .note = "依法",
                              .who = "王"};
    assert_int_equal(plumb_case_put_rule(file, &rule, &id, &error), PLUMB_OK);
    return id;
}

static void status_is(struct store_fixture *f, struct plumb_case *file, size_t i,
                      const char *status, int64_t rule)
{
    struct plumb_finding_list list;
    assert_int_equal(plumb_case_findings(file, f->arena, &list, NULL, &f->error), PLUMB_OK);
    assert_true(i < list.count);
    assert_string_equal(list.items[i].status, status);
    assert_int_equal(list.items[i].decision.rule, rule);
}

static void rules_dismiss(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    struct plumb_finding all[] = {sample(A, "甲", 2022, "1"), sample(B, "甲", 2023, "2"),
                                  sample(C, "甲乡", 2022, "3")};
    put(file, all, 3);
    int64_t first = add_rule(file, "甲", "ratio", "2022-01-01", "2023-12-30");
    status_is(f, file, 0, "dismissed", first);
    status_is(f, file, 1, "open", 0); /* its 31 December is a day too late */
    status_is(f, file, 2, "open", 0); /* another agency */
    put(file, all, 3);                /* holds for the next run, too */
    status_is(f, file, 0, "dismissed", first);
    /* The newer rule goes before the older; the finding's own decision before both. */
    int64_t second = add_rule(file, "甲", "ratio.execution", "", "");
    status_is(f, file, 0, "dismissed", second);
    status_is(f, file, 1, "dismissed", second);
    assert_int_equal(plumb_case_mark(file, A, "confirmed", "", "李", &f->error), PLUMB_OK);
    status_is(f, file, 0, "confirmed", 0);
    /* Withdrawn once; the older one holds again. */
    assert_int_equal(plumb_case_withdraw_rule(file, second, "误", "李", &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_withdraw_rule(file, second, "误", "李", &f->error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_withdraw_rule(file, 99, "", "李", &f->error), PLUMB_E_DOMAIN);
    status_is(f, file, 1, "open", 0);
    struct plumb_rule *rules = NULL;
    size_t count = 0;
    assert_int_equal(plumb_case_rules(file, f->arena, &rules, &count, &f->error), PLUMB_OK);
    assert_int_equal(count, 2);
    assert_null(rules[0].withdrawn_by);
    assert_string_equal(rules[1].withdrawn_by, "李");
    assert_string_equal(rules[0].note, "依法");
    plumb_case_close(file);
    sqlite3 *db = NULL;
    sqlite3_open(f->path, &db);
    static const char *const forbidden[] = {
        "DELETE FROM triage_rule", "UPDATE triage_rule SET note = ''",
        "DELETE FROM triage_rule_end", "UPDATE triage_rule_end SET note = ''"};
    for (size_t i = 0; i < 4; i++)
        assert_int_not_equal(sqlite3_exec(db, forbidden[i], NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void rules_fit_exactly(void **state)
{
    (void)state;
    struct plumb_finding finding = sample(A, "甲", 2023, "");
    struct plumb_rule rule = {.agency = "甲", .check = "ratio", .since = "", .until = ""};
    assert_true(plumb_rule_covers(&rule, &finding, "2026-06-01"));
    rule.check = "ratio.exec";
    assert_false(plumb_rule_covers(&rule, &finding, "2026-06-01"));
    rule.check = "ratio.execution";
    rule.until = "2023-12-31";
    assert_true(plumb_rule_covers(&rule, &finding, "2026-06-01"));
    rule.since = "2024-01-01";
    rule.until = "";
    assert_false(plumb_rule_covers(&rule, &finding, "2026-06-01"));
    finding.year = 0; /* then the day of the run counts */
    assert_true(plumb_rule_covers(&rule, &finding, "2026-06-01T00:00:00Z"));
    rule.until = "2026-06-01";
    assert_true(plumb_rule_covers(&rule, &finding, "2026-06-01T23:00:00Z"));
    assert_false(plumb_rule_covers(&rule, &finding, "2026-06-02T00:00:00Z"));
    rule.withdrawn_when = "2026-01-01";
    assert_false(plumb_rule_covers(&rule, &finding, "2026-06-01"));
}

static void bad_rules_are_refused(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    static const struct plumb_rule bad[] = {
        {.agency = "", .check = "ratio"},
        {.agency = "甲", .check = NULL},
        {.agency = "甲", .check = "ratio", .since = "2023"},
        {.agency = "甲", .check = "ratio", .since = "2023-13-01"},
        {.agency = "甲", .check = "ratio", .until = "2023-02-29"},
        {.agency = "甲", .check = "ratio", .until = "2024-01-01x"},
        {.agency = "甲", .check = "ratio", .since = "2024-01-02", .until = "2024-01-01"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(bad); i++)
        assert_int_equal(plumb_case_put_rule(file, &bad[i], NULL, &f->error), PLUMB_E_DOMAIN);
    assert_true(add_rule(file, "甲", "ratio", "2024-02-29", "2024-02-29") > 0);
    plumb_case_close(file);
}

static void agencies_are_kept(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_agency_alias *aliases = NULL;
    struct plumb_agency_link *links = NULL;
    size_t count = 0;
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    const struct plumb_agency_alias first = {"县卫计局", "县卫健局", "简称", "王", NULL};
    const struct plumb_agency_alias again = {"县卫计局", "县卫生健康局", "", "李", NULL};
    const struct plumb_agency_link link = {"县旅游局", "县文旅局", "merged", 2019,
                                           "机构改革", "王",       NULL};
    const struct plumb_agency_link wrong = {"县旅游局", "县文旅局", "eaten", 2019, "", "", NULL};
    const struct plumb_agency_link self = {"县旅游局", "县旅游局", "split", 0, "", "", NULL};
    assert_int_equal(plumb_case_put_alias(file, &first, &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_put_alias(file, &again, &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_put_link(file, &link, &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_put_link(file, &wrong, &f->error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_put_link(file, &self, &f->error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_aliases(file, f->arena, &aliases, &count, &f->error), PLUMB_OK);
    assert_int_equal(count, 1);
    assert_string_equal(aliases[0].agency, "县卫生健康局");
    assert_string_equal(aliases[0].who, "李");
    assert_int_equal(plumb_case_links(file, f->arena, &links, &count, &f->error), PLUMB_OK);
    assert_int_equal(count, 1);
    assert_int_equal(links[0].year, 2019);
    assert_string_equal(links[0].kind, "merged");
    assert_string_equal(links[0].note, "机构改革");
    assert_int_equal(plumb_case_remove_alias(file, "县卫健局", &f->error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_remove_alias(file, "县卫计局", &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_remove_link(file, "县文旅局", "县旅游局", &f->error),
                     PLUMB_E_DOMAIN);
    assert_int_equal(plumb_case_remove_link(file, "县旅游局", "县文旅局", &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_links(file, f->arena, &links, &count, &f->error), PLUMB_OK);
    assert_int_equal(count, 0);
    plumb_case_close(file);
}

/* A case as version 0.1.0 wrote it. */
static void make_version_1(const struct store_fixture *f)
{
    size_t len = 0;
    char *sql = store_bytes("tests/unit/files/case_1.sql", &len);
    sqlite3 *db = NULL;
    sql[len] = '\0';
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA application_id = 1347177794; PRAGMA user_version = 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    free(sql);
}

static void version_1_is_brought_up_to_date(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_finding_list list;
    struct plumb_case *file = NULL;
    const char *detail = NULL;
    make_version_1(f);
    assert_int_equal(plumb_case_open(f->path, PLUMB_CASE_READ, &file, &f->error), PLUMB_E_STORE);
    file = store_open(f, PLUMB_CASE_WRITE);
    assert_string_equal(store_query(file, "PRAGMA user_version"), "4");
    assert_int_equal(plumb_case_check(file, f->arena, &detail, &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_findings(file, f->arena, &list, NULL, &f->error), PLUMB_OK);
    assert_true(list.count > 0);
    assert_string_equal(list.items[0].id, "7640dd41f54965a6");
    assert_string_equal(list.items[0].status, "dismissed");
    assert_string_equal(list.items[0].decision.note, "批复在案");
    assert_int_equal(list.items[0].evidence_count, 3);
    assert_string_equal(store_query(file, "SELECT count(*) FROM fact"), "8");
    assert_string_equal(store_query(file, "SELECT count(*) FROM panel WHERE value IS NOT NULL"),
                        "18"); /* 3 rows of 6 numbers */
    /* The run of version 1 is the first of the history. */
    put(file, list.items, 0);
    diff_is(f, file, 1, 2, "gone 7 120%>;");
    plumb_case_close(file);
    /* A second opening has nothing left to do. */
    file = store_open(f, PLUMB_CASE_CREATE);
    assert_string_equal(store_query(file, "SELECT count(*) FROM past_finding"), "1");
    plumb_case_close(file);
}

/* Nothing of the migration stays when it cannot end. */
static void migration_is_whole_or_absent(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = NULL;
    make_version_1(f);
    sqlite3 *db = NULL;
    sqlite3_open(f->path, &db);
    sqlite3_exec(db, "CREATE TABLE agency_link(x)", NULL, NULL, NULL); /* in its way */
    sqlite3_close(db);
    assert_int_equal(plumb_case_open(f->path, PLUMB_CASE_WRITE, &file, &f->error), PLUMB_E_STORE);
    sqlite3_stmt *statement = NULL;
    sqlite3_open(f->path, &db);
    sqlite3_prepare_v2(db,
                       "SELECT (SELECT user_version FROM pragma_user_version) || '/' || count(*)"
                       " FROM sqlite_schema WHERE name IN ('past_finding', 'triage_rule')",
                       -1, &statement, NULL);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "1/0");
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static void merging_takes_rules_and_names(void **state)
{
    struct store_fixture *f = *state;
    char other[128];
    struct plumb_merge_count count = {0};
    const struct plumb_agency_alias alias = {"县卫计局", "县卫健局", "", "王", NULL};
    snprintf(other, sizeof other, "%s.copy", f->path);
    struct plumb_case *file = NULL;
    assert_int_equal(plumb_case_open(other, PLUMB_CASE_CREATE, &file, &f->error), PLUMB_OK);
    add_rule(file, "乙", "trend", "", "");
    add_rule(file, "甲", "ratio", "", "2025-12-31");
    assert_int_equal(plumb_case_withdraw_rule(file, 2, "误", "李", &f->error), PLUMB_OK);
    assert_int_equal(plumb_case_put_alias(file, &alias, &f->error), PLUMB_OK);
    plumb_case_close(file);
    file = store_open(f, PLUMB_CASE_CREATE);
    add_rule(file, "丙", "peer", "", "");
    for (int twice = 0; twice < 2; twice++)
        assert_int_equal(plumb_case_merge(file, other, &count, &f->error), PLUMB_OK);
    assert_int_equal(count.triage, 3); /* two rules and an end, once */
    struct plumb_rule *rules = NULL;
    struct plumb_agency_alias *aliases = NULL;
    size_t n = 0;
    assert_int_equal(plumb_case_rules(file, f->arena, &rules, &n, &f->error), PLUMB_OK);
    assert_int_equal(n, 3);
    assert_string_equal(rules[1].agency, "乙");
    assert_null(rules[1].withdrawn_by);
    assert_string_equal(rules[2].withdrawn_by, "李");
    assert_int_equal(plumb_case_aliases(file, f->arena, &aliases, &n, &f->error), PLUMB_OK);
    assert_int_equal(n, 1);
    plumb_case_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(runs_differ),
        STORE_TEST(empty_runs_count),
        STORE_TEST(rules_dismiss),
        STORE_TEST(rules_fit_exactly),
        STORE_TEST(bad_rules_are_refused),
        STORE_TEST(agencies_are_kept),
        STORE_TEST(version_1_is_brought_up_to_date),
        STORE_TEST(migration_is_whole_or_absent),
        STORE_TEST(merging_takes_rules_and_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
