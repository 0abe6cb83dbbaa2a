/* Which number is wrong: minimal change, slips, votes. Expectations are worked out by hand. */
#include "analysis_fixture.h"

#include "analysis/findings/localise.h"

static struct fixture fx;
static struct plumb_arena *arena;
static jmp_buf nomem;

static int setup(void **state)
{
    (void)state;
    fixture_start(&fx, "report.txt");
    arena = plumb_arena_new();
    assert_non_null(arena);
    plumb_arena_on_nomem(arena, &nomem);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    plumb_arena_free(arena);
    return 0;
}

/* Localise; the test expects exactly this many causes. */
static struct plumb_cause *causes_of(size_t expected)
{
    struct plumb_cause *causes = NULL;
    size_t count = plumb_localise(arena, &fx.extraction, &causes);
    assert_int_equal(count, expected);
    return causes;
}

static void expect_first(const struct plumb_cause *cause, size_t fact, const char *proposed)
{
    assert_true(cause->suspect_count >= 1);
    assert_int_equal(cause->suspects[0].fact, fact);
    assert_string_equal(cause->suspects[0].meant.text, proposed);
}

/* 120000 + 66486 = 186486, printed 186468: the only repair one slip away is the total. */
static void test_exchanged_digits_in_a_total(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "186468", "人", "合计", 1);
    size_t a = fixture_fact(&fx, "120000", "人", "城市", 1);
    size_t b = fixture_fact(&fx, "66486", "人", "农村", 1);
    FIXTURE_SUM(&fx, total, "186486", PLUMB_VERDICT_INCONSISTENT, a, b);
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], total, "186486");
    assert_int_equal(causes[0].suspects[0].meant.kind, PLUMB_SLIP_SWAP);
    assert_true(causes[0].repaired);
}

/* A part that also stands in a share that breaks with it: one cause, two relations. 300 = 120 + 180
 * printed as 120 + 108; 180 / 300 = 60 % holds only for 180. */
static void test_two_relations_point_at_the_part(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "300.00", "万元", "合计", 1);
    size_t a = fixture_fact(&fx, "120.00", "万元", "甲", 1);
    size_t b = fixture_fact(&fx, "108.00", "万元", "乙", 1);
    size_t share = fixture_fact(&fx, "60.00", "%", "乙占比", 1);
    FIXTURE_SUM(&fx, total, "2280000", PLUMB_VERDICT_INCONSISTENT, a, b);
    FIXTURE_CLAIM(&fx, PLUMB_REL_SHARE, "consistency.share", share, "0.36",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_PART, b}, {PLUMB_ROLE_WHOLE, total});
    struct plumb_cause *causes = causes_of(1);
    assert_int_equal(causes[0].relation_count, 2);
    expect_first(&causes[0], b, "180.00");
    assert_string_equal(causes[0].suspects[0].certainty, "certain");
    assert_true(causes[0].suspects[0].votes >= 2);
}

/* Amounts told again elsewhere are dear, the rate is cheap: 840.87 / 506.48 = 166.02 %. A printed 100 % does not
 * say that this report rounds to whole per cents. */
static void test_repeated_numbers_are_not_suspected(void **state)
{
    (void)state;
    size_t executed = fixture_fact(&fx, "840.87", "万元", "执行数", 3);
    size_t budget = fixture_fact(&fx, "506.48", "万元", "预算数", 2);
    size_t rate = fixture_fact(&fx, "100", "%", "执行率", 4);
    fixture_fact(&fx, "840.87", "万元", "支出合计", 10);
    fixture_fact(&fx, "506.48", "万元", "年初预算", 11);
    FIXTURE_CLAIM(&fx, PLUMB_REL_RATIO, "consistency.ratio", rate, "1.660223503",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_NUMERATOR, executed},
                  {PLUMB_ROLE_DENOMINATOR, budget});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], rate, "166.02");
}

/* The point moved: 45.314 for 453.14 among parts of 840.87. */
static void test_shifted_point(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "840.87", "万元", "支出合计", 1);
    size_t a = fixture_fact(&fx, "45.314", "万元", "基本支出", 1);
    size_t b = fixture_fact(&fx, "387.73", "万元", "项目支出", 1);
    FIXTURE_SUM(&fx, total, "4330440", PLUMB_VERDICT_INCONSISTENT, a, b);
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], a, "453.14");
    assert_int_equal(causes[0].suspects[0].meant.kind, PLUMB_SLIP_SHIFT);
}

/* Scholtus (2009), the edits of his example: x1 + x2 = x3, x2 = x4, x5 + x6 + x7 = x8, x3 + x8 = x9,
 * x9 - x10 = x11; x4 reads 161 where x2 is 116. Only x4 stands in no satisfied edit. */
static void test_scholtus_typing_error(void **state)
{
    (void)state;
    static const char *const values[] = {"1452", "116", "1568", "161",  "0",  "0",
                                         "0",    "0",   "1568", "1400", "168"};
    size_t x[11];
    for (size_t i = 0; i < 11; i++)
        x[i] = fixture_fact(&fx, values[i], "元", "", 1);
    FIXTURE_SUM(&fx, x[2], "1568", PLUMB_VERDICT_CONSISTENT, x[0], x[1]);
    FIXTURE_CLAIM(&fx, PLUMB_REL_RESTATEMENT, "consistency.restatement", x[1], "161",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_OTHER, x[3]});
    FIXTURE_SUM(&fx, x[7], "0", PLUMB_VERDICT_CONSISTENT, x[4], x[5], x[6]);
    FIXTURE_SUM(&fx, x[8], "1568", PLUMB_VERDICT_CONSISTENT, x[2], x[7]);
    FIXTURE_CLAIM(&fx, PLUMB_REL_DIFFERENCE, "consistency.difference", x[10], "168",
                  PLUMB_VERDICT_CONSISTENT, {PLUMB_ROLE_PART, x[8]}, {PLUMB_ROLE_MINUS, x[9]});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], x[3], "116");
}

/* 15 + 50 + 50 is not 100; the second 50 is 35 in another place: one change mends both. */
static void test_another_place_decides(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "100", "万元", "合计", 1);
    size_t a = fixture_fact(&fx, "15", "万元", "甲项目", 2);
    size_t b = fixture_fact(&fx, "50", "万元", "乙项目", 3);
    size_t c = fixture_fact(&fx, "50", "万元", "丙项目", 4);
    size_t b2 = fixture_fact(&fx, "35", "万元", "乙项目", 40);
    size_t c2 = fixture_fact(&fx, "50", "万元", "丙项目", 60);
    FIXTURE_SUM(&fx, total, "1150000", PLUMB_VERDICT_INCONSISTENT, a, b, c);
    FIXTURE_CLAIM(&fx, PLUMB_REL_RESTATEMENT, "consistency.restatement", b, "350000",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_OTHER, b2});
    FIXTURE_CLAIM(&fx, PLUMB_REL_RESTATEMENT, "consistency.restatement", c, "500000",
                  PLUMB_VERDICT_CONSISTENT, {PLUMB_ROLE_OTHER, c2});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], b, "35");
    assert_int_equal(causes[0].relation_count, 2);
}

/* Two slips in parts of two sums that share a total are two causes: 634.27 as 643.27, 345.60 as
 * 435.60. */
static void test_two_errors_are_two_causes(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "1000.00", "万元", "合计", 1);
    size_t p[6];
    p[0] = fixture_fact(&fx, "643.27", "万元", "甲", 1);
    p[1] = fixture_fact(&fx, "214.00", "万元", "乙", 1);
    p[5] = fixture_fact(&fx, "151.73", "万元", "己", 1);
    p[2] = fixture_fact(&fx, "151.40", "万元", "丙", 2);
    p[3] = fixture_fact(&fx, "435.60", "万元", "丁", 2);
    p[4] = fixture_fact(&fx, "503.00", "万元", "戊", 2);
    FIXTURE_SUM(&fx, total, "10090000", PLUMB_VERDICT_INCONSISTENT, p[0], p[1], p[5]);
    FIXTURE_SUM(&fx, total, "10900000", PLUMB_VERDICT_INCONSISTENT, p[2], p[3], p[4]);
    struct plumb_cause *causes = causes_of(2);
    expect_first(&causes[0], p[0], "634.27");
    expect_first(&causes[1], p[3], "345.60");
}

static void test_guessed_relations_are_not_reported(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "100", "万元", "合计", 1);
    size_t a = fixture_fact(&fx, "40", "万元", "甲", 1);
    struct plumb_relation *r = fixture_relation(&fx, PLUMB_REL_SUM, "consistency.sum", total,
                                                "400000", PLUMB_VERDICT_INCONSISTENT);
    r->declared = false;
    fixture_operand(&fx, r, PLUMB_ROLE_PART, a);
    causes_of(0);
}

/* A decrease is printed without its sign: from 250 to 200 is 20 %, printed 30 %. */
static void test_growth_without_sign(void **state)
{
    (void)state;
    size_t rate = fixture_fact(&fx, "30.00", "%", "下降", 1);
    size_t now = fixture_fact(&fx, "200.00", "万元", "本年", 1);
    size_t then = fixture_fact(&fx, "250.00", "万元", "上年", 1);
    fixture_fact(&fx, "200.00", "万元", "本年", 5);
    fixture_fact(&fx, "250.00", "万元", "上年", 6);
    FIXTURE_CLAIM(&fx, PLUMB_REL_GROWTH, "consistency.growth", rate, "-0.2",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_CURRENT, now}, {PLUMB_ROLE_PRIOR, then});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], rate, "20.00");
}

/* 100 x 12 months x 3 persons = 3600, printed 36000. */
static void test_product_with_hidden_months(void **state)
{
    (void)state;
    size_t amount = fixture_fact(&fx, "36000", "元", "补贴", 1);
    size_t price = fixture_fact(&fx, "100", "元", "标准", 1);
    size_t persons = fixture_fact(&fx, "3", "人", "人数", 1);
    FIXTURE_CLAIM(&fx, PLUMB_REL_PRODUCT, "consistency.product", amount, "3600",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_FACTOR, price},
                  {PLUMB_ROLE_FACTOR, persons});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], amount, "3600");
}

static void test_grouped_digits_stay_grouped(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "7,178.25", "万元", "合计", 1);
    size_t a = fixture_fact(&fx, "5,194.66", "万元", "甲", 1); /* 5,549.66? no: 5,914.66 meant */
    size_t b = fixture_fact(&fx, "1,263.59", "万元", "乙", 1);
    FIXTURE_SUM(&fx, total, "64582500", PLUMB_VERDICT_INCONSISTENT, a, b);
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], a, "5,914.66");
}

/* 1 - 51.683 / 71.7825 = 28 %, printed 280 %: a rate of what is missing from a whole. */
static void test_rate_of_what_is_left(void **state)
{
    (void)state;
    size_t rate = fixture_fact(&fx, "280", "%", "结转结余率", 1);
    size_t budget = fixture_fact(&fx, "7178.25", "万元", "全年预算", 1);
    size_t spent = fixture_fact(&fx, "5168.30", "万元", "执行", 1);
    fixture_fact(&fx, "7178.25", "万元", "全年预算", 5);
    fixture_fact(&fx, "5168.30", "万元", "执行", 5);
    FIXTURE_CLAIM(&fx, PLUMB_REL_RATIO, "ratio.carryover", rate, "0.280005572",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_WHOLE, budget},
                  {PLUMB_ROLE_MINUS, spent});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], rate, "28");
    assert_int_equal(causes[0].suspects[0].meant.kind, PLUMB_SLIP_SHIFT);
}

/* 453.14 / 840.87 = 53.89 %, printed 538.9 %: the digits say more than the printed precision. */
static void test_shifted_rate_keeps_its_digits(void **state)
{
    (void)state;
    size_t share = fixture_fact(&fx, "538.9", "%", "占比", 1);
    size_t part = fixture_fact(&fx, "453.14", "万元", "甲", 1);
    size_t whole = fixture_fact(&fx, "840.87", "万元", "合计", 1);
    FIXTURE_CLAIM(&fx, PLUMB_REL_SHARE, "consistency.share", share, "0.538894240",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_NUMERATOR, part},
                  {PLUMB_ROLE_WHOLE, whole});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], share, "53.89");
}

/* 120 + 380 = 500 printed as 500 = 120 + 500 in a sum that may be nested and is not told; 380 / 500 = 76 % is
 * told and breaks. A copied neighbour mends both, another rate only one. */
static void test_untold_relation_breaks_ties(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "500.00", "万元", "合计", 1);
    size_t a = fixture_fact(&fx, "120.00", "万元", "甲", 1);
    size_t b = fixture_fact(&fx, "500.00", "万元", "乙", 1);
    size_t share = fixture_fact(&fx, "76.00", "%", "乙占比", 1);
    for (size_t i = 0; i < 4; i++)
        fx.facts[i].sentence = 1;
    FIXTURE_SUM(&fx, total, "6200000", PLUMB_VERDICT_INCONSISTENT, a, b);
    FIXTURE_CLAIM(&fx, PLUMB_REL_SHARE, "consistency.share", share, "1", PLUMB_VERDICT_INCONSISTENT,
                  {PLUMB_ROLE_NUMERATOR, b}, {PLUMB_ROLE_WHOLE, total});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], b, "380.00");
}

/* One claim found by two rules is one vote: the total, one digit away, stays what it is worth alone. */
static void test_claim_found_twice_counts_once(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "640", "人", "合计", 1);
    size_t a = fixture_fact(&fx, "210", "人", "甲", 1);
    size_t b = fixture_fact(&fx, "330", "人", "乙", 1);
    for (int i = 0; i < 2; i++) {
        FIXTURE_SUM(&fx, total, "540", PLUMB_VERDICT_INCONSISTENT, a, b);
    }
    struct plumb_cause *causes = causes_of(1);
    assert_int_equal(causes[0].relation_count, 2);
    assert_string_equal(causes[0].suspects[0].certainty, "one of");
}

/* 6480 = 4200 + 2280 in one place, 6390 = 4200 + 2130 in another, which makes 6330: total and part told anew
 * would both have to change, so no number alone is surely wrong. */
static void test_two_changes_together_blame_nobody(void **state)
{
    (void)state;
    size_t total = fixture_fact(&fx, "6480", "人", "参保", 1);
    size_t part = fixture_fact(&fx, "4200", "人", "居民", 1);
    size_t rest = fixture_fact(&fx, "2280", "人", "职工", 1);
    size_t total2 = fixture_fact(&fx, "6390", "人", "参保", 9);
    size_t part2 = fixture_fact(&fx, "4200", "人", "居民", 9);
    size_t rest2 = fixture_fact(&fx, "2130", "人", "职工", 9);
    FIXTURE_SUM(&fx, total, "6480", PLUMB_VERDICT_CONSISTENT, part, rest);
    struct plumb_relation *r =
        FIXTURE_SUM(&fx, total2, "6330", PLUMB_VERDICT_INCONSISTENT, part2, rest2);
    const size_t again[][2] = {{total2, total}, {rest2, rest}, {part2, part}};
    for (size_t i = 0; i < PLUMB_COUNT(again); i++) {
        bool same = i == 2;
        r = fixture_relation(&fx, PLUMB_REL_RESTATEMENT, "consistency.restatement", again[i][0],
                             i == 0   ? "6480"
                             : i == 1 ? "2280"
                                      : "4200",
                             same ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT);
        fixture_operand(&fx, r, PLUMB_ROLE_OTHER, again[i][1]);
    }
    struct plumb_cause *causes = NULL;
    size_t sums = 0, count = plumb_localise(arena, &fx.extraction, &causes);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < causes[i].relation_count; k++)
            if (fx.relations[causes[i].relations[k]].kind == PLUMB_REL_SUM) {
                assert_string_equal(causes[i].suspects[0].certainty, "one of");
                sums++;
            }
    assert_int_equal(sums, 1);
}

/* 900 - 100 = 800 printed as 900: nothing nested makes it true, so it is told; the copied number is blamed
 * because 760 / 800 = 95 % speaks for 800. */
static void test_what_is_taken_off_leaves_less(void **state)
{
    (void)state;
    size_t first = fixture_fact(&fx, "900", "万元", "年初预算", 1);
    size_t cut = fixture_fact(&fx, "100", "万元", "压减", 1);
    size_t rest = fixture_fact(&fx, "900", "万元", "调整后预算", 1);
    size_t spent = fixture_fact(&fx, "760", "万元", "支出", 1);
    size_t rate = fixture_fact(&fx, "95", "%", "执行率", 1);
    for (size_t i = 0; i < 5; i++)
        fx.facts[i].sentence = 1;
    FIXTURE_CLAIM(&fx, PLUMB_REL_SUM, "consistency.sum", rest, "8000000",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_PART, first}, {PLUMB_ROLE_MINUS, cut});
    FIXTURE_CLAIM(&fx, PLUMB_REL_RATIO, "ratio.execution", rate, "0.844444444",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_NUMERATOR, spent},
                  {PLUMB_ROLE_DENOMINATOR, rest});
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], rest, "800");
    assert_int_equal(causes[0].relation_count, 2);
}

/* (24 + 30 + 36) / 3 = 30, printed 24 + 30 + 63: the mean of three is recomputed, and 63 is 36 turned. */
static void test_mean_of_three(void **state)
{
    (void)state;
    size_t mean = fixture_fact(&fx, "30.0", "人", "平均", 1);
    size_t x[3];
    x[0] = fixture_fact(&fx, "24.0", "人", "一", 1);
    x[1] = fixture_fact(&fx, "30.0", "人", "二", 1);
    x[2] = fixture_fact(&fx, "63.0", "人", "三", 1);
    struct plumb_relation *r = fixture_relation(&fx, PLUMB_REL_AVERAGE, "consistency.average", mean,
                                                "39", PLUMB_VERDICT_INCONSISTENT);
    for (size_t i = 0; i < 3; i++)
        fixture_operand(&fx, r, PLUMB_ROLE_PART, x[i]);
    struct plumb_cause *causes = causes_of(1);
    expect_first(&causes[0], x[2], "36.0");
}

int main(void)
{
#define LOCALISE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        LOCALISE(test_exchanged_digits_in_a_total),
        LOCALISE(test_two_relations_point_at_the_part),
        LOCALISE(test_repeated_numbers_are_not_suspected),
        LOCALISE(test_shifted_point),
        LOCALISE(test_scholtus_typing_error),
        LOCALISE(test_another_place_decides),
        LOCALISE(test_two_errors_are_two_causes),
        LOCALISE(test_guessed_relations_are_not_reported),
        LOCALISE(test_growth_without_sign),
        LOCALISE(test_product_with_hidden_months),
        LOCALISE(test_grouped_digits_stay_grouped),
        LOCALISE(test_rate_of_what_is_left),
        LOCALISE(test_shifted_rate_keeps_its_digits),
        LOCALISE(test_untold_relation_breaks_ties),
        LOCALISE(test_claim_found_twice_counts_once),
        LOCALISE(test_two_changes_together_blame_nobody),
        LOCALISE(test_what_is_taken_off_leaves_less),
        LOCALISE(test_mean_of_three),
    };
    return cmocka_run_group_tests_name("localise", tests, NULL, NULL);
}
