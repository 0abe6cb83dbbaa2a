/* The one scale of findings (DOMAIN §5): scores worked out by hand from the formula. */
#include "analysis_fixture.h"
#include "catalogue_fixture.h"

#include <math.h>

static struct plumb_arena *arena;
static struct plumb_finding_list list;

static int setup(void **state)
{
    (void)state;
    arena = plumb_arena_new();
    list = (struct plumb_finding_list){0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    plumb_arena_free(arena);
    return 0;
}

static struct plumb_finding *add(const char *check, const char *agency, double belief, double money)
{
    struct plumb_finding *f = PLUMB_PUSH(arena, list.items, list.count, list.capacity);
    *f = (struct plumb_finding){.check = check,
                                .agency = agency,
                                .year = 2023,
                                .subject = "合计",
                                .stated = "",
                                .expected = "",
                                .title = {"", ""},
                                .explanation = {"", ""},
                                .recomputation = "",
                                .population = "",
                                .status = "open",
                                .confidence = belief,
                                .money_at_stake = money,
                                .materiality = 1000};
    return f;
}

static void rank(const char *order, struct plumb_analysis_summary *summary)
{
    struct plumb_analysis_summary own = {0};
    assert_int_equal(
        plumb_rank_findings(catalogue, order, arena, &list, summary ? summary : &own, NULL),
        PLUMB_OK);
}

static const struct plumb_finding *of_agency(const char *agency)
{
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i].agency, agency) == 0)
            return &list.items[i];
    return NULL;
}

static void expect_score(const char *agency, double score, enum plumb_severity severity)
{
    const struct plumb_finding *f = of_agency(agency);
    assert_non_null(f);
    assert_true(fabs(f->score - score) < 1e-9 * score + 1e-12);
    assert_int_equal(f->severity, severity);
}

/* consistency.sum has w = 0.8: without money score = 100 b 0.8. With b = 0.9 and money 1,111,111.1
 * the expected misstatement is 1,000,000 = 1000 J, m = ln(1001)/ln(1001) = 1, score = 100 b = 90. */
static void test_formula(void **state)
{
    (void)state;
    add("consistency.sum", "a", 0.9, 0);
    add("consistency.sum", "b", 0.9, 1000000 / 0.9);
    add("consistency.sum", "c", 0.5, 0);
    add("consistency.sum", "d", 0.9, 1000 / 0.9); /* m = ln 2 / ln 1001 */
    rank(NULL, NULL);
    expect_score("a", 72, PLUMB_SEVERITY_HIGH);
    expect_score("b", 90, PLUMB_SEVERITY_CRITICAL);
    expect_score("c", 40, PLUMB_SEVERITY_MEDIUM);
    expect_score("d", 90 * (1 - (1 - log(2) / log(1001)) * 0.2), PLUMB_SEVERITY_HIGH);
}

/* report.text has w = 0.2 and is soft; score.full w = 0.3. */
static void test_bands_and_soft(void **state)
{
    (void)state;
    add("report.text", "note", 0.7, 0);                /* 14 */
    add("consistency.granularity", "low", 0.32, 0);    /* w 0.5: 16 */
    add("consistency.sum", "soft", 1, 0)->soft = true; /* 80, but soft */
    rank(NULL, NULL);
    expect_score("note", 14, PLUMB_SEVERITY_NOTE);
    expect_score("low", 16, PLUMB_SEVERITY_LOW);
    assert_int_equal(of_agency("soft")->severity, PLUMB_SEVERITY_LOW);
    assert_true(of_agency("soft")->score < 40);
}

static void test_beyond_one_and_below_zero(void **state)
{
    (void)state;
    add("consistency.sum", "over", 1.7, 0);
    add("consistency.sum", "under", -1, 1e12);
    rank(NULL, NULL);
    expect_score("over", 80, PLUMB_SEVERITY_HIGH);
    assert_true(of_agency("under")->score == 0);
}

static void test_orders(void **state)
{
    (void)state;
    add("consistency.sum", "sure", 0.95, 0);
    add("report.missing", "rich", 0.5, 1e9);
    rank("money", NULL);
    assert_string_equal(list.items[0].agency, "rich");
    rank("evidence", NULL);
    assert_string_equal(list.items[0].agency, "sure");
}

static const struct plumb_evidence two_numbers[] = {
    {.document = "a.txt", .line = 3, .text = {"840.87", 6}, .role = "numerator"},
    {.document = "a.txt", .line = 4, .text = {"506.48", 6}, .role = "denominator"},
    {.document = "a.txt", .line = 9, .text = {"12.5", 4}, .role = "other"}};

/* The same two numbers in the same places: one root cause. The weightier check leads. */
static void test_merging(void **state)
{
    (void)state;
    struct plumb_finding *f = add("ratio.adjustment", "a", 0.6, 5);
    f->evidence = two_numbers;
    f->evidence_count = 2;
    f = add("ratio.execution", "a", 0.9, 3);
    f->evidence = two_numbers;
    f->evidence_count = 3;
    rank(NULL, NULL);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].check, "ratio.execution");
    assert_int_equal(list.items[0].evidence_count, 3);
    assert_int_equal(list.items[0].merged, 1);
    assert_true(list.items[0].money_at_stake == 5);
}

static void test_one_shared_number_is_not_enough(void **state)
{
    (void)state;
    struct plumb_finding *f = add("ratio.adjustment", "a", 0.6, 0);
    f->evidence = two_numbers;
    f->evidence_count = 1;
    f = add("ratio.execution", "a", 0.9, 0);
    f->evidence = two_numbers;
    f->evidence_count = 2;
    rank(NULL, NULL);
    assert_int_equal(list.count, 2);
}

static void test_different_suspects_stay_apart(void **state)
{
    (void)state;
    static const struct plumb_suspect one = {
        .document = "a.txt", .text = {"840.87", 6}, .line = 3, .certainty = "likely"};
    static const struct plumb_suspect other = {
        .document = "a.txt", .text = {"506.48", 6}, .line = 4, .certainty = "likely"};
    struct plumb_finding *f = add("consistency.sum", "a", 0.9, 0);
    f->evidence = two_numbers;
    f->evidence_count = 2;
    f->suspects = &one;
    f->suspect_count = 1;
    f = add("consistency.share", "a", 0.9, 0);
    f->evidence = two_numbers;
    f->evidence_count = 2;
    f->suspects = &other;
    f->suspect_count = 1;
    rank(NULL, NULL);
    assert_int_equal(list.count, 2);
}

/* 20 of 100 applications fire: share 0.2, four times 5 %, so the belief is quartered. */
static void test_common_checks_weigh_less(void **state)
{
    (void)state;
    static const char *const names[] = {"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9",
                                        "b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9"};
    for (size_t i = 0; i < 20; i++)
        add("consistency.sum", names[i], 0.8, 0)->tested = 100;
    rank(NULL, NULL);
    assert_true(fabs(of_agency("a0")->confidence - 0.2) < 1e-12);
    assert_non_null(strstr(of_agency("a0")->explanation.en, "20 of 100"));
}

static void test_small_populations_are_left_alone(void **state)
{
    (void)state;
    add("consistency.sum", "a", 0.8, 0)->tested = 10;
    rank(NULL, NULL);
    assert_true(of_agency("a")->confidence == 0.8);
}

/* Ids depend on check, agency, year, subject and roles, not on the order or the numbers. */
static void test_ids(void **state)
{
    (void)state;
    char first[17];
    add("consistency.sum", "a", 0.9, 0);
    add("consistency.sum", "b", 0.5, 0);
    rank(NULL, NULL);
    memcpy(first, of_agency("a")->id, sizeof first);
    assert_int_equal(strlen(first), 16);
    assert_string_not_equal(first, of_agency("b")->id);
    teardown(NULL);
    setup(NULL);
    add("consistency.sum", "b", 0.95, 0);
    add("consistency.sum", "a", 0.3, 77)->stated = "9";
    add("consistency.sum", "a", 0.3, 77);
    rank(NULL, NULL);
    size_t same = 0;
    for (size_t i = 0; i < list.count; i++)
        same += strcmp(list.items[i].id, first) == 0;
    assert_int_equal(same, 1); /* the twin got another id */
}

/* b = 0.95 each: 0.05 expected false a finding, the line stands below both; a third of b = 0.2 adds
 * 0.8: (0.05 + 0.05 + 0.8) / 3 > 0.1. Money: J = 1000, outside the first two lie 0.2 * 100 < J. */
static void test_lines(void **state)
{
    (void)state;
    struct plumb_analysis_summary summary = {0};
    add("consistency.sum", "a", 0.95, 1e6);
    add("consistency.sum", "b", 0.95, 9e5);
    add("consistency.sum", "c", 0.2, 100);
    rank(NULL, &summary);
    assert_int_equal(summary.fdr_line, 2);
    assert_int_equal(summary.materiality_line, 2);
    assert_true(fabs(summary.expected_false_share - 0.05) < 1e-12);
}

static void test_empty_list(void **state)
{
    (void)state;
    struct plumb_analysis_summary summary = {0};
    rank(NULL, &summary);
    assert_int_equal(summary.fdr_line, PLUMB_NPOS);
    assert_int_equal(summary.materiality_line, PLUMB_NPOS);
    assert_true(summary.expected_false_share == 0);
}

static void test_severity_names(void **state)
{
    (void)state;
    assert_string_equal(plumb_severity_name(PLUMB_SEVERITY_NOTE), "note");
    assert_string_equal(plumb_severity_name(PLUMB_SEVERITY_CRITICAL), "critical");
}

int main(void)
{
#define RANK(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        RANK(test_formula),
        RANK(test_bands_and_soft),
        RANK(test_beyond_one_and_below_zero),
        RANK(test_orders),
        RANK(test_merging),
        RANK(test_one_shared_number_is_not_enough),
        RANK(test_different_suspects_stay_apart),
        RANK(test_common_checks_weigh_less),
        RANK(test_small_populations_are_left_alone),
        RANK(test_ids),
        RANK(test_lines),
        RANK(test_empty_list),
        RANK(test_severity_names),
    };
    return cmocka_run_group_tests_name("rank", tests, open_catalogue, close_catalogue);
}
