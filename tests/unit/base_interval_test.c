/* Intervals: what a printed number stands for, and arithmetic that never loses a true value. */
#include "test_support.h"

static plumb_dec dec(const char *text)
{
    plumb_dec value = {0};
    assert_int_equal(plumb_dec_parse(plumb_str_from(text), &value, NULL, NULL), PLUMB_OK);
    return value;
}

static struct plumb_interval between(const char *lo, const char *hi)
{
    return (struct plumb_interval){dec(lo), dec(hi)};
}

static void assert_interval(struct plumb_interval got, const char *lo, const char *hi)
{
    char text[PLUMB_DEC_TEXT];
    assert_string_equal(plumb_dec_text(got.lo, text), lo);
    assert_string_equal(plumb_dec_text(got.hi, text), hi);
}

/* DOMAIN.md 1.1; an open end shows as one step of 10^-9 inside. */
static void test_printed_number_by_mode(void **unused)
{
    (void)unused;
    plumb_dec x = dec("12.3"), minus = dec("-12.3"), zero = dec("0"), u = dec("0.1");
    assert_interval(plumb_interval_printed(x, u, PLUMB_MODE_NEAREST), "12.25", "12.35");
    assert_interval(plumb_interval_printed(minus, u, PLUMB_MODE_NEAREST), "-12.35", "-12.25");
    assert_interval(plumb_interval_printed(x, u, PLUMB_MODE_TRUNCATE), "12.3", "12.399999999");
    assert_interval(plumb_interval_printed(minus, u, PLUMB_MODE_TRUNCATE), "-12.399999999",
                    "-12.3");
    assert_interval(plumb_interval_printed(zero, u, PLUMB_MODE_TRUNCATE), "-0.099999999",
                    "0.099999999");
    assert_interval(plumb_interval_printed(x, u, PLUMB_MODE_CEILING), "12.200000001", "12.3");
    assert_interval(plumb_interval_printed(minus, u, PLUMB_MODE_CEILING), "-12.399999999", "-12.3");
    assert_interval(plumb_interval_printed(x, u, PLUMB_MODE_ANY), "12.2", "12.4");
    assert_interval(plumb_interval_printed(x, u, PLUMB_MODE_EXACT), "12.3", "12.3");
    /* money in units of 10^4 yuan with two decimals: one unit in the last place is 100 yuan */
    assert_interval(plumb_interval_printed(dec("2184700"), dec("100"), PLUMB_MODE_NEAREST),
                    "2184650", "2184750");
    /* half of the smallest step is rounded outward */
    assert_interval(plumb_interval_printed(x, dec("0.000000001"), PLUMB_MODE_NEAREST),
                    "12.299999999", "12.300000001");
    assert_interval(plumb_interval_printed(x, zero, PLUMB_MODE_TRUNCATE), "12.3", "12.3");
}

static void test_sums(void **unused)
{
    (void)unused;
    struct plumb_interval a = between("1", "2"), b = between("-0.5", "10");
    assert_interval(plumb_interval_add(a, b), "0.5", "12");
    assert_interval(plumb_interval_sub(a, b), "-9", "2.5");
    assert_interval(plumb_interval_point(dec("3.5")), "3.5", "3.5");
    assert_interval(plumb_interval_widen(a, dec("0.25")), "0.75", "2.25");
    assert_interval(plumb_interval_widen(a, dec("-0.25")), "0.75", "2.25");
}

static void test_products_and_quotients(void **unused)
{
    (void)unused;
    struct plumb_interval out = {{0}, {0}};
    assert_interval(plumb_interval_mul(between("2", "3"), between("4", "5")), "8", "15");
    assert_interval(plumb_interval_mul(between("-2", "3"), between("4", "5")), "-10", "15");
    assert_interval(plumb_interval_mul(between("-2", "3"), between("-7", "5")), "-21", "15");
    assert_interval(plumb_interval_mul(between("-2", "-1"), between("-7", "-5")), "5", "14");
    assert_true(plumb_interval_div(between("1", "2"), between("3", "6"), &out));
    assert_interval(out, "0.166666666", "0.666666667");
    assert_true(plumb_interval_div(between("-1", "2"), between("-4", "-2"), &out));
    assert_interval(out, "-1", "0.5");
    out = between("7", "7");
    assert_false(plumb_interval_div(between("1", "2"), between("-1", "1"), &out));
    assert_false(plumb_interval_div(between("1", "2"), between("0", "1"), &out));
    assert_false(plumb_interval_div(between("1", "2"), between("-1", "0"), &out));
    assert_interval(out, "7", "7");
}

static void test_infinite_ends(void **unused)
{
    (void)unused;
    struct plumb_interval above = {dec("100"), PLUMB_DEC_INF}, out = {{0}, {0}};
    struct plumb_interval all = {PLUMB_DEC_NINF, PLUMB_DEC_INF}, finite = between("-1", "2");
    struct plumb_interval sum = plumb_interval_add(above, finite);
    assert_true(sum.lo.v == dec("99").v && sum.hi.v == PLUMB_DEC_INF.v);
    sum = plumb_interval_sub(finite, above);
    assert_true(sum.lo.v == PLUMB_DEC_NINF.v && sum.hi.v == dec("-98").v);
    sum = plumb_interval_sub(all, all);
    assert_true(sum.lo.v == PLUMB_DEC_NINF.v && sum.hi.v == PLUMB_DEC_INF.v);
    struct plumb_interval product = plumb_interval_mul(above, finite);
    assert_true(product.lo.v == PLUMB_DEC_NINF.v && product.hi.v == PLUMB_DEC_INF.v);
    product = plumb_interval_mul(above, between("0", "2"));
    assert_true(product.lo.v == 0 && product.hi.v == PLUMB_DEC_INF.v);
    /* 5 / [100, inf) = (0, 0.05] and [100, inf) / 5 = [20, inf) */
    assert_true(plumb_interval_div(between("5", "5"), above, &out));
    assert_interval(out, "0", "0.05");
    assert_true(plumb_interval_div(above, between("5", "5"), &out));
    assert_true(out.lo.v == dec("20").v && out.hi.v == PLUMB_DEC_INF.v);
    assert_true(plumb_interval_div(plumb_interval_point(plumb_dec_pow10(28)), above, &out));
    assert_interval(out, "0", "100000000000000000000000000");
    assert_true(plumb_interval_div(above, above, &out));
    assert_true(out.lo.v == 0 && out.hi.v == PLUMB_DEC_INF.v);
    sum = plumb_interval_widen(above, dec("1"));
    assert_true(sum.hi.v == PLUMB_DEC_INF.v);
    /* products beyond the range count as infinite */
    plumb_dec huge = plumb_dec_pow10(28);
    product = plumb_interval_mul(plumb_interval_point(huge), plumb_interval_point(huge));
    assert_true(product.lo.v == PLUMB_DEC_INF.v && product.hi.v == PLUMB_DEC_INF.v);
}

static void test_meeting_and_gap(void **unused)
{
    (void)unused;
    struct plumb_interval a = between("1", "2"), b = between("2", "3"), c = between("2.5", "4");
    assert_true(plumb_interval_meets(a, b));
    assert_false(plumb_interval_meets(a, c));
    assert_true(plumb_interval_has(a, dec("1")));
    assert_true(plumb_interval_has(a, dec("2")));
    assert_false(plumb_interval_has(a, dec("2.000000001")));
    char text[PLUMB_DEC_TEXT];
    assert_string_equal(plumb_dec_text(plumb_interval_gap(a, b), text), "0");
    assert_string_equal(plumb_dec_text(plumb_interval_gap(a, c), text), "0.5");
    assert_string_equal(plumb_dec_text(plumb_interval_gap(c, a), text), "0.5");
}

static void test_mode_names(void **unused)
{
    (void)unused;
    assert_string_equal(plumb_mode_name(PLUMB_MODE_NEAREST), "nearest");
    assert_string_equal(plumb_mode_name(PLUMB_MODE_TRUNCATE), "truncate");
    assert_string_equal(plumb_mode_name(PLUMB_MODE_CEILING), "ceiling");
    assert_string_equal(plumb_mode_name(PLUMB_MODE_ANY), "any");
    assert_string_equal(plumb_mode_name(PLUMB_MODE_EXACT), "exact");
}

/* ---- properties ---- */

/* |v| < 2^58, so that products and v * 10^9 fit the compiler's own 128-bit integers. */
static struct plumb_interval random_interval(uint64_t *state)
{
    int shift = 6 + (int)test_below(state, 55);
    plumb_i128 centre = (plumb_i128)(test_random(state) >> shift);
    plumb_i128 width = (plumb_i128)(test_random(state) >> (6 + test_below(state, 58)));
    if (test_below(state, 2))
        centre = -centre;
    return (struct plumb_interval){{centre - width}, {centre + width}};
}

static plumb_i128 sample(uint64_t *state, struct plumb_interval a)
{
    size_t where = test_below(state, 4);
    if (where == 0)
        return a.lo.v;
    if (where == 1)
        return a.hi.v;
    return a.lo.v + (plumb_i128)(test_random(state) % ((uint64_t)(a.hi.v - a.lo.v) + 1));
}

static plumb_i128 floor_div(plumb_i128 n, plumb_i128 d)
{
    plumb_i128 q = n / d, r = n % d;
    return r != 0 && (r < 0) != (d < 0) ? q - 1 : q;
}

/* The exact n / d lies in [lo, hi]: integers, so compare with its floor and its ceiling. */
static void assert_holds(struct plumb_interval a, plumb_i128 n, plumb_i128 d)
{
    plumb_i128 down = floor_div(n, d), up = down + (n % d != 0);
    assert_true(a.lo.v <= down && up <= a.hi.v);
}

static void test_results_hold_every_sampled_value(void **unused)
{
    (void)unused;
    uint64_t state = 7;
    size_t divided = 0;
    for (int i = 0; i < 100000; i++) {
        struct plumb_interval a = random_interval(&state), b = random_interval(&state);
        plumb_i128 x = sample(&state, a), y = sample(&state, b);
        assert_holds(plumb_interval_add(a, b), x + y, 1);
        assert_holds(plumb_interval_sub(a, b), x - y, 1);
        assert_holds(plumb_interval_mul(a, b), x * y, PLUMB_DEC_ONE);
        struct plumb_interval quotient = {{0}, {0}};
        bool has_zero = a.lo.v <= 0 && a.hi.v >= 0;
        assert_int_equal(plumb_interval_div(b, a, &quotient), !has_zero);
        if (!has_zero) {
            assert_holds(quotient, y * PLUMB_DEC_ONE, x);
            divided++;
        }
    }
    assert_true(divided > 20000);
}

/* No wider than needed: some pair of ends reaches each end of the result to within one step. */
static void test_products_are_tight(void **unused)
{
    (void)unused;
    uint64_t state = 8;
    for (int i = 0; i < 20000; i++) {
        struct plumb_interval a = random_interval(&state), b = random_interval(&state);
        struct plumb_interval product = plumb_interval_mul(a, b);
        plumb_i128 xs[2] = {a.lo.v, a.hi.v}, ys[2] = {b.lo.v, b.hi.v};
        bool low = false, high = false;
        for (int k = 0; k < 4; k++) {
            plumb_i128 n = xs[k / 2] * ys[k % 2], down = floor_div(n, PLUMB_DEC_ONE);
            low = low || down == product.lo.v;
            high = high || down + (n % PLUMB_DEC_ONE != 0) == product.hi.v;
        }
        assert_true(low && high);
    }
}

static void test_meets_is_gap_zero_and_symmetric(void **unused)
{
    (void)unused;
    uint64_t state = 9;
    for (int i = 0; i < 50000; i++) {
        struct plumb_interval a = random_interval(&state), b = random_interval(&state);
        bool meets = plumb_interval_meets(a, b);
        plumb_dec gap = plumb_interval_gap(a, b);
        assert_int_equal(meets, gap.v == 0);
        assert_int_equal(meets, plumb_interval_meets(b, a));
        assert_true(gap.v == plumb_interval_gap(b, a).v);
        /* widening by the gap makes them meet, by one step less does not */
        assert_true(plumb_interval_meets(plumb_interval_widen(a, gap), b));
        if (!meets)
            assert_false(plumb_interval_meets(plumb_interval_widen(a, (plumb_dec){gap.v - 1}), b));
    }
}

/* A number rounded by each mode lies in its own interval: round here, ask there. */
static void test_printed_interval_holds_the_true_value(void **unused)
{
    (void)unused;
    uint64_t state = 10;
    for (int i = 0; i < 50000; i++) {
        plumb_i128 u = plumb_dec_pow10(-(int)test_below(&state, 9)).v;
        plumb_i128 v = (plumb_i128)(test_random(&state) >> (8 + test_below(&state, 50)));
        if (test_below(&state, 2))
            v = -v;
        plumb_dec x = {v}, ulp = {u};
        plumb_i128 truncated = v / u * u, up = -floor_div(-v, u) * u;
        plumb_i128 nearest = floor_div(v + u / 2, u) * u;
        const struct {
            plumb_i128 printed;
            enum plumb_mode mode;
        } cases[] = {{truncated, PLUMB_MODE_TRUNCATE},
                     {up, PLUMB_MODE_CEILING},
                     {nearest, PLUMB_MODE_NEAREST}};
        for (size_t k = 0; k < 3; k++) {
            plumb_dec printed = {cases[k].printed};
            assert_true(plumb_interval_has(plumb_interval_printed(printed, ulp, cases[k].mode), x));
            assert_true(
                plumb_interval_has(plumb_interval_printed(printed, ulp, PLUMB_MODE_ANY), x));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_printed_number_by_mode),
        cmocka_unit_test(test_sums),
        cmocka_unit_test(test_products_and_quotients),
        cmocka_unit_test(test_infinite_ends),
        cmocka_unit_test(test_meeting_and_gap),
        cmocka_unit_test(test_mode_names),
        cmocka_unit_test(test_results_hold_every_sampled_value),
        cmocka_unit_test(test_products_are_tight),
        cmocka_unit_test(test_meets_is_gap_zero_and_symmetric),
        cmocka_unit_test(test_printed_interval_holds_the_true_value),
    };
    return cmocka_run_group_tests_name("base_interval", tests, NULL, NULL);
}
