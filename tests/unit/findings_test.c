/* Findings of one document: root causes, words, merging, and what must not be reported. Numbers are
 * worked out by hand. */
#include "analysis_fixture.h"
#include "catalogue_fixture.h"

static struct plumb_arena *arena;
static struct plumb_finding_list list;
static struct fixture fx;

static int setup(void **state)
{
    (void)state;
    fixture_start(&fx, "report.txt");
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

static const struct plumb_finding *findings(size_t expected)
{
    assert_int_equal(plumb_consistency_findings(catalogue, &fx.extraction, arena, &list, NULL),
                     PLUMB_OK);
    assert_int_equal(list.count, expected);
    return list.items;
}

static bool quotes(const struct plumb_finding *f, size_t line, const char *text)
{
    for (size_t i = 0; i < f->evidence_count; i++)
        if (f->evidence[i].line == line &&
            plumb_str_equal(f->evidence[i].text, plumb_str_from(text)))
            return true;
    return false;
}

static struct plumb_relation *broken_sum(const char *total, const char *a, const char *b,
                                         const char *expected, size_t line)
{
    size_t t = fixture_fact(&fx, total, "万元", "支出合计", line);
    size_t x = fixture_fact(&fx, a, "万元", "基本支出", line);
    size_t y = fixture_fact(&fx, b, "万元", "项目支出", line);
    struct plumb_relation *r = fixture_relation(&fx, PLUMB_REL_SUM, "consistency.sum", t, expected,
                                                PLUMB_VERDICT_INCONSISTENT);
    fixture_operand(&fx, r, PLUMB_ROLE_PART, x);
    fixture_operand(&fx, r, PLUMB_ROLE_PART, y);
    return r;
}

/* 412.60 + 440.54 = 853.14, printed 835.14 */
static void test_broken_sum_in_words(void **state)
{
    (void)state;
    broken_sum("835.14", "412.60", "440.54", "8531400", 7);
    const struct plumb_finding *f = findings(1);
    assert_string_equal(f->check, "consistency.sum");
    assert_int_equal(f->audit_class, 'A');
    assert_string_equal(f->agency, "甲县某局");
    assert_int_equal(f->year, 2023);
    assert_string_equal(f->stated, "835.14万元");
    assert_string_equal(f->expected, "853.14万元");
    assert_string_equal(f->recomputation,
                        "412.60万元 + 440.54万元 = 853.14万元, printed 835.14万元");
    assert_string_equal(f->recomputation_zh,
                        "412.60万元 + 440.54万元 = 853.14万元，报告为835.14万元");
    assert_string_equal(f->title.zh, "合计与分项之和不符：支出合计");
    assert_string_equal(
        f->explanation.zh,
        "“支出合计”列为835.14万元，所列2项合计为853.14万元，相差18.00万元。"
        "最可能有误的是第7行的“835.14万元”，似应为“853.14万元”（相邻两位数字颠倒）。");
    assert_string_equal(
        f->explanation.en,
        "“支出合计” is printed as 835.14万元; its 2 items add up to 853.14万元, a "
        "difference of 18.00万元. The number most likely wrong is “835.14万元” on "
        "line 7, probably meant as “853.14万元” (two neighbouring digits are exchanged).");
    assert_true(f->money_at_stake == 180000);
    assert_int_equal(f->evidence_count, 3);
    assert_true(quotes(f, 7, "412.60"));
    assert_string_equal(f->suspects[0].proposed, "853.14");
}

static void test_nothing_wrong(void **state)
{
    (void)state;
    broken_sum("853.14", "453.14", "400.00", "8531400", 7)->verdict = PLUMB_VERDICT_CONSISTENT;
    findings(0);
}

static void test_untestable_and_guessed_are_silent(void **state)
{
    (void)state;
    broken_sum("835.14", "453.14", "400.00", "8531400", 7)->verdict = PLUMB_VERDICT_UNTESTABLE;
    broken_sum("835.14", "453.14", "400.00", "8531400", 9)->declared = false;
    findings(0);
}

static void test_empty_extraction(void **state)
{
    (void)state;
    findings(0);
}

/* 840.87 / 506.48 = 166.02 %, told as a rate, as a bound and as a target: one matter. */
static void test_one_root_cause_is_one_finding(void **state)
{
    (void)state;
    size_t rate = fixture_fact(&fx, "100", "%", "执行率", 4);
    size_t spent = fixture_fact(&fx, "840.87", "万元", "执行数", 3);
    size_t budget = fixture_fact(&fx, "506.48", "万元", "全年预算数", 2);
    size_t cost = fixture_fact(&fx, "840.87", "万元", "成本控制", 40);
    size_t limit = fixture_fact(&fx, "506.48", "万元", "成本控制", 39);
    fx.facts[limit].comparator = PLUMB_CMP_LE;
    fx.facts[limit].stage = PLUMB_STAGE_TARGET;
    FIXTURE_CLAIM(&fx, PLUMB_REL_RATIO, "ratio.execution", rate, "1.660223503",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_NUMERATOR, spent},
                  {PLUMB_ROLE_DENOMINATOR, budget});
    FIXTURE_CLAIM(&fx, PLUMB_REL_TARGET, "target.missed", cost, "5064800",
                  PLUMB_VERDICT_INCONSISTENT, {PLUMB_ROLE_TARGET, limit});
    const struct plumb_finding *f = findings(1);
    assert_string_equal(f->check, "ratio.execution");
    assert_int_equal(f->merged, 1);
    assert_true(quotes(f, 4, "100"));
    assert_true(quotes(f, 39, "506.48"));
    assert_string_equal(f->expected, "166.02%");
}

/* The gap of 31.92 is the amount of the fund, printed elsewhere. */
static void test_gap_is_named(void **state)
{
    (void)state;
    broken_sum("1995.32", "238.29", "1725.11", "19634000", 7);
    fixture_fact(&fx, "31.92", "万元", "政府性基金支出", 5);
    const struct plumb_finding *f = findings(1);
    assert_non_null(strstr(f->explanation.zh, "差额恰等于第5行“政府性基金支出”31.92万元"));
    assert_non_null(strstr(f->explanation.en, "“政府性基金支出” 31.92万元 on line 5"));
}

/* One part is the whole again ("收入 800，其中：财政拨款 800，一般公共预算 800"): not a sum. */
static void test_nested_list_is_no_error(void **state)
{
    (void)state;
    broken_sum("800.00", "800.00", "800.00", "16000000", 7);
    findings(0);
}

/* Another sum of the same total, with one of the parts, holds. */
static void test_a_reading_that_holds_wins(void **state)
{
    (void)state;
    struct plumb_relation *r = broken_sum("853.14", "453.14", "120.00", "5731400", 7);
    size_t rest = fixture_fact(&fx, "400.00", "万元", "项目支出", 7);
    struct plumb_relation *good = fixture_relation(
        &fx, PLUMB_REL_SUM, "consistency.sum", r->stated.fact, "8531400", PLUMB_VERDICT_CONSISTENT);
    fixture_operand(&fx, good, PLUMB_ROLE_PART, r->operands[0].fact);
    fixture_operand(&fx, good, PLUMB_ROLE_PART, rest);
    findings(0);
}

static void cut_share(const char *share, const char *part, const char *whole, const char *expected,
                      size_t line)
{
    size_t s = fixture_fact(&fx, share, "%", "占比", line);
    size_t p = fixture_fact(&fx, part, "万元", "甲", line);
    size_t w = fixture_fact(&fx, whole, "万元", "合计", line);
    struct plumb_relation *r = fixture_relation(&fx, PLUMB_REL_SHARE, "consistency.share", s,
                                                expected, PLUMB_VERDICT_ROUNDING);
    fixture_operand(&fx, r, PLUMB_ROLE_NUMERATOR, p);
    fixture_operand(&fx, r, PLUMB_ROLE_WHOLE, w);
    r->mode = PLUMB_MODE_TRUNCATE;
    r->reason = "the last digit was cut off instead of rounded";
    r->reason_zh = "末位截尾而未四舍五入";
}

/* 2/3 = 66.67 %, printed 66.66; 5/6 = 83.33 %... 4/7 = 57.14 % cut is right; 5/9 = 55.56 as 55.55. */
static void test_cut_off_digits_are_one_soft_note(void **state)
{
    (void)state;
    cut_share("66.66", "2", "3", "0.666666667", 3);
    cut_share("55.55", "5", "9", "0.555555556", 8);
    const struct plumb_finding *f = findings(1);
    assert_true(f->soft);
    assert_string_equal(f->title.zh, "末位截尾而未四舍五入（2处）");
    assert_int_equal(f->suspect_count, 0);
    assert_true(f->money_at_stake == 0);
}

static void test_plain_rounding_is_silent(void **state)
{
    (void)state;
    cut_share("66.66", "2", "3", "0.666666667", 3);
    fx.relations[0].mode = PLUMB_MODE_NEAREST;
    fx.relations[0].reason = NULL;
    findings(0);
}

static void weights(const char *item, size_t line)
{
    size_t total = fixture_fact(&fx, "100", "分", "总分", line);
    size_t a = fixture_fact(&fx, "60", "分", "产出", line + 1);
    size_t b = fixture_fact(&fx, "50", "分", "效益", line + 2);
    fx.facts[total].item = plumb_str_from(item);
    FIXTURE_CLAIM(&fx, PLUMB_REL_SCORE, "score.weight", total, "110", PLUMB_VERDICT_INCONSISTENT,
                  {PLUMB_ROLE_PART, a}, {PLUMB_ROLE_PART, b});
}

/* Three tables of one form with the same flaw. */
static void test_flaw_of_a_form_is_told_once(void **state)
{
    (void)state;
    weights("甲项目", 10);
    weights("乙项目", 20);
    weights("丙项目", 30);
    const struct plumb_finding *f = findings(1);
    assert_int_equal(f->merged, 2);
    assert_true(quotes(f, 10, "100") && quotes(f, 30, "100"));
}

static void test_full_marks_for_a_missed_target(void **state)
{
    (void)state;
    size_t actual = fixture_fact(&fx, "218", "", "服务点个数", 3);
    size_t target = fixture_fact(&fx, "200", "", "服务点个数", 2);
    size_t weight = fixture_fact(&fx, "5", "分", "服务点个数", 4);
    size_t score = fixture_fact(&fx, "5", "分", "服务点个数", 5);
    fx.facts[target].comparator = PLUMB_CMP_LE;
    FIXTURE_CLAIM(&fx, PLUMB_REL_TARGET, "target.missed", actual, "200", PLUMB_VERDICT_INCONSISTENT,
                  {PLUMB_ROLE_TARGET, target}, {PLUMB_ROLE_WEIGHT, weight},
                  {PLUMB_ROLE_SCORE, score});
    const struct plumb_finding *f = findings(1);
    assert_string_equal(f->explanation.zh,
                        "“服务点个数”目标值为≤200，实际为218，未达到目标，却得满分5分。");
    assert_string_equal(f->expected, "≤200");
}

/* ---- several facts ------------------------------------------------------------------------- */

static size_t amount(const char *text, const char *indicator, enum plumb_stage stage, size_t line)
{
    size_t f = fixture_fact(&fx, text, "万元", indicator, line);
    fx.facts[f].indicator = indicator;
    fx.facts[f].stage = stage;
    return f;
}

/* 28.65 of 288.03 + 28.65 = 9.05 %: under the official 20 %, above the notice of 8 %. */
static void test_carry_over(void **state)
{
    (void)state;
    amount("288.03", "expenditure.executed", PLUMB_STAGE_EXECUTED, 1);
    amount("28.65", "balance.closing", PLUMB_STAGE_BALANCE, 2);
    const struct plumb_finding *f = findings(1);
    assert_string_equal(f->check, "ratio.carryover");
    assert_non_null(strstr(f->explanation.zh, "9.05%"));
    assert_true(f->confidence < 0.7);
}

/* 20 of 280: 6.67 % */
static void test_small_carry_over_is_silent(void **state)
{
    (void)state;
    amount("280.00", "expenditure.executed", PLUMB_STAGE_EXECUTED, 1);
    amount("20.00", "balance.closing", PLUMB_STAGE_BALANCE, 2);
    findings(0);
}

/* (717.8 - 555.0) / 555.0 = 29.33 %; 15 % is silent. */
static void test_adjustment(void **state)
{
    (void)state;
    amount("555.0", "expenditure.initial", PLUMB_STAGE_INITIAL, 1);
    size_t f = amount("717.8", "expenditure.revised", PLUMB_STAGE_REVISED, 2);
    findings(1);
    assert_string_equal(list.items[0].check, "ratio.adjustment");
    assert_non_null(strstr(list.items[0].explanation.en, "29.33%"));
    list.count = 0;
    fx.facts[f].value = plumb_dec_int(6382500); /* + 15 % */
    findings(0);
}

static void row(size_t fact, size_t r, int year)
{
    fx.facts[fact].block = 1;
    fx.facts[fact].row = r;
    fx.facts[fact].column = (size_t)(year - 2020);
    fx.facts[fact].year = year;
}

/* 8.71 to 113.9 is 13 times and 12.5 % of the spending of 840.87; 2.32 to 0.78 moves no money. */
static void test_jump_between_columns(void **state)
{
    (void)state;
    amount("840.87", "expenditure.executed", PLUMB_STAGE_EXECUTED, 1);
    row(amount("8.71", "office.executed", PLUMB_STAGE_EXECUTED, 2), 5, 2022);
    row(amount("113.9", "office.executed", PLUMB_STAGE_EXECUTED, 3), 5, 2023);
    row(amount("2.32", "utilities.executed", PLUMB_STAGE_EXECUTED, 4), 6, 2022);
    row(amount("0.78", "utilities.executed", PLUMB_STAGE_EXECUTED, 5), 6, 2023);
    const struct plumb_finding *f = findings(1);
    assert_string_equal(f->check, "growth.outlier");
    assert_non_null(strstr(f->explanation.zh, "增长1207.69%"));
}

/* 3395.58万元 for 31 of staff: 1,095,348.39 yuan a head. */
static void test_transfers_booked_as_basic_expenditure(void **state)
{
    (void)state;
    amount("3395.58", "persons_transfers.executed", PLUMB_STAGE_EXECUTED, 1);
    size_t staff = fixture_fact(&fx, "31", "人", "实有人数", 2);
    fx.facts[staff].indicator = "staff.actual";
    const struct plumb_finding *f = findings(1);
    assert_string_equal(f->check, "cost.unit");
    assert_non_null(strstr(f->explanation.zh, "109.53万元"));
}

static void test_allocation_failures(void **state)
{
    (void)state;
    broken_sum("835.14", "453.14", "400.00", "8531400", 7);
    for (size_t n = 1; n < 200; n++) {
        struct plumb_arena *own = plumb_arena_new();
        struct plumb_finding_list out = {0};
        plumb_alloc_fail_at(n);
        enum plumb_status status =
            plumb_consistency_findings(catalogue, &fx.extraction, own, &out, NULL);
        plumb_alloc_fail_at(0);
        plumb_arena_free(own);
        assert_true(status == PLUMB_OK || status == PLUMB_E_NOMEM);
        if (status == PLUMB_OK)
            return;
    }
    fail_msg("still failing after 200 allocations");
}

int main(void)
{
#define FINDINGS(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        FINDINGS(test_broken_sum_in_words),
        FINDINGS(test_nothing_wrong),
        FINDINGS(test_untestable_and_guessed_are_silent),
        FINDINGS(test_empty_extraction),
        FINDINGS(test_one_root_cause_is_one_finding),
        FINDINGS(test_gap_is_named),
        FINDINGS(test_nested_list_is_no_error),
        FINDINGS(test_a_reading_that_holds_wins),
        FINDINGS(test_cut_off_digits_are_one_soft_note),
        FINDINGS(test_plain_rounding_is_silent),
        FINDINGS(test_flaw_of_a_form_is_told_once),
        FINDINGS(test_full_marks_for_a_missed_target),
        FINDINGS(test_carry_over),
        FINDINGS(test_small_carry_over_is_silent),
        FINDINGS(test_adjustment),
        FINDINGS(test_jump_between_columns),
        FINDINGS(test_transfers_booked_as_basic_expenditure),
        FINDINGS(test_allocation_failures),
    };
    return cmocka_run_group_tests_name("findings", tests, open_catalogue, close_catalogue);
}
