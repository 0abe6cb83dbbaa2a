/* Verdict arithmetic on hand-made facts. Expectations come from the interval rules of DOMAIN §1 and
 * from the cases named beside them, worked out by hand. */
#include "test_support.h"

#include "extract/extract_int.h"

/* A printed number: "840.87" in 万元 is money(“840.87”). */
static struct plumb_fact printed(const char *text, plumb_dec scale, enum plumb_unit unit,
                                 bool exact)
{
    struct plumb_fact fact = {.kind = PLUMB_FACT_QUANTITY,
                              .row = PLUMB_NPOS,
                              .column = PLUMB_NPOS,
                              .partner = PLUMB_NPOS,
                              .text = plumb_str_from(text),
                              .scale = scale,
                              .unit = unit};
    plumb_dec value;
    assert_int_equal(plumb_dec_parse(fact.text, &value, &fact.decimals, NULL), PLUMB_OK);
    fact.value = plumb_dec_mul(value, scale, PLUMB_ROUND_NEAREST);
    plumb_dec ulp = scale;
    for (int i = 0; i < fact.decimals; i++)
        ulp.v /= 10;
    fact.ulp = exact ? (plumb_dec){0} : ulp;
    return fact;
}

static struct plumb_fact money(const char *text) /* 万元 */
{
    return printed(text, plumb_dec_int(10000), PLUMB_UNIT_YUAN, false);
}

static struct plumb_fact yuan(const char *text)
{
    return printed(text, plumb_dec_int(1), PLUMB_UNIT_YUAN, false);
}

static struct plumb_fact people(const char *text)
{
    return printed(text, plumb_dec_int(1), PLUMB_UNIT_PERSON, true);
}

static struct plumb_fact percent(const char *text)
{
    return printed(text, (plumb_dec){PLUMB_DEC_ONE / 100}, PLUMB_UNIT_FRACTION, false);
}

static enum plumb_verdict sum_of(struct plumb_fact total, const struct plumb_fact *facts, size_t n)
{
    const struct plumb_fact *parts[16];
    for (size_t i = 0; i < n; i++)
        parts[i] = &facts[i];
    return plumb_judge_sum(&total, parts, NULL, n).verdict;
}

static void test_sum(void **state)
{
    (void)state;
    struct plumb_fact exact[] = {money("453.14"), money("387.73")};
    assert_int_equal(sum_of(money("840.87"), exact, 2), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(sum_of(money("874.24"), exact, 2), PLUMB_VERDICT_INCONSISTENT);
    /* XBRL Calculation 1.1: three thirds and a cent, 3 · 0.005 + 0.005 */
    struct plumb_fact thirds[] = {money("33.33"), money("33.33"), money("33.33")};
    assert_int_equal(sum_of(money("100.00"), thirds, 3), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(sum_of(money("100.02"), thirds, 3), PLUMB_VERDICT_INCONSISTENT);
    /* "8万元" beside "218.47万元" means 8.00 */
    struct plumb_fact mixed[] = {money("8"), money("218.47")};
    assert_int_equal(sum_of(money("226.47"), mixed, 2), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(sum_of(money("226.30"), mixed, 2), PLUMB_VERDICT_ROUNDING);
    assert_int_equal(sum_of(money("227.47"), mixed, 2), PLUMB_VERDICT_INCONSISTENT);
    /* 万元 and 元 in one sum: 7.638479万元 + 994.69元 = 7.737948万元 */
    struct plumb_fact units[] = {money("7.638479"), yuan("994.69")};
    assert_int_equal(sum_of(money("7.737948"), units, 2), PLUMB_VERDICT_CONSISTENT);
    struct plumb_fact heads[] = {people("8"), people("23")};
    assert_int_equal(sum_of(people("31"), heads, 2), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(sum_of(people("32"), heads, 2), PLUMB_VERDICT_INCONSISTENT);
}

static void test_sum_of_many(void **state)
{
    (void)state;
    /* ten times 1.00: the hard bound is 11 · 0.005 = 0.055, three deviations are 0.0287 */
    struct plumb_fact ones[10];
    for (size_t i = 0; i < 10; i++)
        ones[i] = money("1.00");
    assert_int_equal(sum_of(money("10.02"), ones, 10), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(sum_of(money("10.05"), ones, 10), PLUMB_VERDICT_ROUNDING);
    assert_int_equal(sum_of(money("10.06"), ones, 10), PLUMB_VERDICT_INCONSISTENT);
}

static void test_difference(void **state)
{
    (void)state;
    static const int signs[2] = {1, -1};
    struct plumb_fact income = money("919.45"), spent = money("758.76");
    const struct plumb_fact *parts[2] = {&income, &spent};
    struct plumb_fact right = money("160.69"), wrong = money("160.96");
    struct plumb_judgement j = plumb_judge_sum(&right, parts, signs, 2);
    assert_int_equal(j.verdict, PLUMB_VERDICT_CONSISTENT);
    j = plumb_judge_sum(&wrong, parts, signs, 2);
    assert_int_equal(j.verdict, PLUMB_VERDICT_INCONSISTENT);
    assert_true(plumb_dec_cmp(j.expected, plumb_dec_int(1606900)) == 0);
    assert_true(plumb_dec_sign(j.gap) > 0);
}

static struct plumb_judgement share(const char *rate, struct plumb_fact a, struct plumb_fact b,
                                    enum plumb_mode mode)
{
    struct plumb_fact q = percent(rate);
    return plumb_judge_ratio(&q, &a, &b, mode);
}

static void test_rates(void **state)
{
    (void)state;
    struct plumb_fact a = money("33.63"), b = money("840.87");
    /* 33.63 ÷ 840.87 = 3.99943 % */
    assert_int_equal(share("4.00", a, b, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(share("4", a, b, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_CONSISTENT);
    struct plumb_judgement j = share("3.99", a, b, PLUMB_MODE_NEAREST);
    assert_int_equal(j.verdict, PLUMB_VERDICT_ROUNDING);
    assert_int_equal(j.mode, PLUMB_MODE_TRUNCATE);
    j = share("3.99", a, b, PLUMB_MODE_TRUNCATE);
    assert_int_equal(j.verdict, PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(j.mode, PLUMB_MODE_TRUNCATE);
    j = share("0.04", a, b, PLUMB_MODE_NEAREST);
    assert_int_equal(j.verdict, PLUMB_VERDICT_INCONSISTENT);
    assert_string_equal(j.reason, "the printed rate is 100 times too small");
    j = share("399.94", a, b, PLUMB_MODE_NEAREST);
    assert_string_equal(j.reason, "the printed rate is 100 times too large");
    /* 238.29 ÷ 1995.32 = 11.94245 %: 11.95 is rounded up, 11.93 and 11.96 fit nothing */
    struct plumb_fact c = money("238.29"), d = money("1995.32");
    assert_int_equal(share("11.95", c, d, PLUMB_MODE_NEAREST).mode, PLUMB_MODE_CEILING);
    assert_int_equal(share("11.94", c, d, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(share("11.93", c, d, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_INCONSISTENT);
    assert_int_equal(share("11.96", c, d, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_INCONSISTENT);
}

static void test_rates_without_power(void **state)
{
    (void)state;
    /* 1 ÷ 3 (万元, no decimals) may be anything from 0.5 ÷ 3.5 to 1.5 ÷ 2.5 */
    struct plumb_fact a = money("1"), b = money("3"), zero = money("0.00");
    assert_int_equal(share("33.33", a, b, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(share("33.32", a, b, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_UNTESTABLE);
    assert_int_equal(share("70", a, b, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_INCONSISTENT);
    assert_int_equal(share("5", a, zero, PLUMB_MODE_NEAREST).verdict, PLUMB_VERDICT_UNTESTABLE);
    /* people are exact: 35 of 38 is 92.105 % */
    struct plumb_fact in_post = people("35"), posts = people("38");
    assert_int_equal(share("92.1", in_post, posts, PLUMB_MODE_NEAREST).verdict,
                     PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(share("92.5", in_post, posts, PLUMB_MODE_NEAREST).verdict,
                     PLUMB_VERDICT_INCONSISTENT);
}

static enum plumb_verdict growth(const char *rate, int sign, struct plumb_fact *current,
                                 struct plumb_fact *prior, struct plumb_fact *delta)
{
    struct plumb_fact q = percent(rate);
    return plumb_judge_growth(&q, sign, current, prior, delta, PLUMB_MODE_NEAREST).verdict;
}

static void test_growth(void **state)
{
    (void)state;
    struct plumb_fact current = money("1150.00"), prior = money("1000.00"), delta = money("150.00");
    assert_int_equal(growth("15.00", 1, &current, &prior, NULL), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(growth("15.00", 1, &current, NULL, &delta), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(growth("15.00", 1, NULL, &prior, &delta), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(growth("13.04", 1, &current, NULL, &delta), PLUMB_VERDICT_INCONSISTENT);
    /* 下降: 1000 to 850 is 15 %; the other direction is wrong */
    struct plumb_fact less = money("850.00");
    assert_int_equal(growth("15.00", -1, &less, &prior, NULL), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(growth("15.00", -1, &less, NULL, &delta), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(growth("15.00", 1, &less, &prior, NULL), PLUMB_VERDICT_INCONSISTENT);
    assert_int_equal(growth("-15.00", 1, &less, &prior, NULL), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(growth("-15.00", -1, &less, &prior, NULL), PLUMB_VERDICT_ROUNDING);
    /* a base of zero has no growth rate; 100 % is a common way to say so */
    struct plumb_fact none = money("0.00");
    assert_int_equal(growth("100.00", 1, &current, &none, NULL), PLUMB_VERDICT_ROUNDING);
    assert_int_equal(growth("50.00", 1, &current, &none, NULL), PLUMB_VERDICT_INCONSISTENT);
    assert_int_equal(growth("15.00", 1, &current, NULL, NULL), PLUMB_VERDICT_UNTESTABLE);
}

static void test_growth_sign_of_result(void **state)
{
    (void)state;
    struct plumb_fact q = percent("12.00"), current = money("880.00"), delta = money("120.00");
    struct plumb_judgement j =
        plumb_judge_growth(&q, -1, &current, NULL, &delta, PLUMB_MODE_NEAREST);
    assert_int_equal(j.verdict, PLUMB_VERDICT_CONSISTENT);
    assert_true(plumb_dec_cmp(j.expected, (plumb_dec){-PLUMB_DEC_ONE * 12 / 100}) == 0);
    assert_true(plumb_dec_cmp(j.low, j.high) < 0);
    assert_true(plumb_dec_cmp(j.low, j.expected) <= 0 && plumb_dec_cmp(j.expected, j.high) <= 0);
}

static enum plumb_verdict product(struct plumb_fact stated, struct plumb_fact a,
                                  struct plumb_fact b, int64_t times)
{
    const struct plumb_fact *factors[2] = {&a, &b};
    return plumb_judge_product(&stated, factors, 2, times).verdict;
}

static void test_product(void **state)
{
    (void)state;
    struct plumb_fact price = printed("42.9", plumb_dec_int(1), PLUMB_UNIT_YUAN_RATE, false);
    /* 168034 × 42.9 = 7 208 658.6 */
    assert_int_equal(product(money("720.87"), price, people("168034"), 1),
                     PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(product(money("720.86"), price, people("168034"), 1), PLUMB_VERDICT_ROUNDING);
    assert_int_equal(product(money("702.87"), price, people("168034"), 1),
                     PLUMB_VERDICT_INCONSISTENT);
    struct plumb_fact monthly = printed("500", plumb_dec_int(1), PLUMB_UNIT_YUAN_RATE, false);
    assert_int_equal(product(money("72.00"), monthly, people("120"), 12), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(product(money("72.00"), monthly, people("120"), 1),
                     PLUMB_VERDICT_INCONSISTENT);
}

static enum plumb_verdict same(struct plumb_fact a, struct plumb_fact b)
{
    return plumb_judge_same(&a, &b).verdict;
}

static void test_same(void **state)
{
    (void)state;
    assert_int_equal(same(money("214.15"), money("214.15")), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(same(money("214.15"), money("214.16")), PLUMB_VERDICT_ROUNDING);
    assert_int_equal(same(money("214.15"), money("214.25")), PLUMB_VERDICT_INCONSISTENT);
    /* equal decimals: the half steps touch, and still the values differ */
    assert_int_equal(same(people("4982"), people("4410")), PLUMB_VERDICT_INCONSISTENT);
    /* 多 decimals: 30.35 万 covers 303 450 to 303 550 */
    struct plumb_fact coarse = printed("30.35", plumb_dec_int(10000), PLUMB_UNIT_PERSON, false);
    assert_int_equal(same(coarse, people("303517")), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(same(coarse, people("303580")), PLUMB_VERDICT_ROUNDING);
    assert_int_equal(same(coarse, people("304580")), PLUMB_VERDICT_INCONSISTENT);
    struct plumb_fact fuzzy = people("9200");
    fuzzy.comparator = PLUMB_CMP_MORE;
    assert_int_equal(same(fuzzy, people("9212")), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(same(fuzzy, people("9312")), PLUMB_VERDICT_INCONSISTENT);
}

static enum plumb_verdict target(struct plumb_fact aim, enum plumb_comparator sign,
                                 struct plumb_fact actual, int direction)
{
    aim.comparator = sign;
    return plumb_judge_target(&aim, &actual, direction).verdict;
}

static void test_target(void **state)
{
    (void)state;
    assert_int_equal(target(percent("90"), PLUMB_CMP_GE, percent("90"), 0),
                     PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(target(percent("90"), PLUMB_CMP_GE, percent("72"), 0),
                     PLUMB_VERDICT_INCONSISTENT);
    assert_int_equal(target(percent("20"), PLUMB_CMP_LE, percent("28"), 0),
                     PLUMB_VERDICT_INCONSISTENT);
    assert_int_equal(target(percent("90"), PLUMB_CMP_GT, percent("90"), 0),
                     PLUMB_VERDICT_INCONSISTENT);
    /* a bare target has no direction: a difference proves nothing */
    assert_int_equal(target(percent("90"), PLUMB_CMP_NONE, percent("95"), 0),
                     PLUMB_VERDICT_UNTESTABLE);
    assert_int_equal(target(percent("90"), PLUMB_CMP_NONE, percent("85"), 1),
                     PLUMB_VERDICT_INCONSISTENT);
    assert_int_equal(target(money("35"), PLUMB_CMP_NONE, money("36"), -1),
                     PLUMB_VERDICT_INCONSISTENT);
    /* "30余次" meets "≥20次"; "≤15万元" told back is no measurement */
    struct plumb_fact times = people("30"), cost = money("15");
    times.comparator = PLUMB_CMP_MORE;
    cost.comparator = PLUMB_CMP_LE;
    assert_int_equal(target(people("20"), PLUMB_CMP_GE, times, 0), PLUMB_VERDICT_CONSISTENT);
    assert_int_equal(target(money("15"), PLUMB_CMP_LE, cost, 0), PLUMB_VERDICT_UNTESTABLE);
}

static void test_order(void **state)
{
    (void)state;
    struct plumb_judgement good = {.verdict = PLUMB_VERDICT_CONSISTENT};
    struct plumb_judgement soft = {.verdict = PLUMB_VERDICT_ROUNDING};
    struct plumb_judgement open = {.verdict = PLUMB_VERDICT_UNTESTABLE};
    struct plumb_judgement bad = {.verdict = PLUMB_VERDICT_INCONSISTENT};
    assert_true(plumb_judgement_better(&good, &soft));
    assert_true(plumb_judgement_better(&soft, &open));
    assert_true(plumb_judgement_better(&open, &bad));
    assert_false(plumb_judgement_better(&bad, &bad));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sum),
        cmocka_unit_test(test_sum_of_many),
        cmocka_unit_test(test_difference),
        cmocka_unit_test(test_rates),
        cmocka_unit_test(test_rates_without_power),
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_growth_sign_of_result),
        cmocka_unit_test(test_product),
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_target),
        cmocka_unit_test(test_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
