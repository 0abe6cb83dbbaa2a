/* Exact decimals: printing, parsing and arithmetic against a slow reference. */
#include "test_support.h"

#include <math.h>

__extension__ typedef unsigned __int128 u128;

#define MAX_V ((plumb_i128)((((u128)1) << 127) - 1))

static plumb_dec dec(const char *text)
{
    plumb_dec value = {0};
    struct plumb_error error = {0};
    if (plumb_dec_parse(plumb_str_from(text), &value, NULL, &error) != PLUMB_OK)
        fail_msg("%s: %s", text, error.message);
    return value;
}

static void assert_dec(plumb_dec got, const char *expected)
{
    char text[PLUMB_DEC_TEXT];
    assert_string_equal(plumb_dec_text(got, text), expected);
}

/* A value of random width, so that small and huge ones are equally frequent. */
static plumb_i128 random_value(uint64_t *state, int max_bits)
{
    u128 bits = (u128)test_random(state) << 64 | test_random(state);
    int width = 1 + (int)test_below(state, (size_t)max_bits);
    u128 size = bits >> (128 - width);
    if (test_below(state, 4) == 0) /* runs of ones and zeros are where carries go wrong */
        size = (((u128)1 << (width - 1)) - 1) | (size & 0xFF);
    if (test_below(state, 8) == 0)
        size &= ~(u128)UINT64_MAX;
    plumb_i128 v = (plumb_i128)(size & (u128)MAX_V);
    return test_below(state, 2) ? -v : v;
}

/* ---- text ---- */

static void test_parse_values(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        int64_t nano;
        int decimals;
    } cases[] = {
        {"0", 0, 0},
        {"-0", 0, 0},
        {"7", 7000000000, 0},
        {"+7.50", 7500000000, 2},
        {"-0.5", -500000000, 1},
        {"840.87", 840870000000, 2},
        {"1,234,567.8", 1234567800000000, 1},
        {"12,34", 1234000000000, 0}, /* any grouping: the reader of the page decided it is one */
        {"007", 7000000000, 0},
        {"0.000000001", 1, 9},
        {"0.0000000010000000000000000000000000000000000000", 1, 46},
        {"100.000", 100000000000, 3},
    };
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        plumb_dec value = {-1};
        int decimals = -1;
        assert_int_equal(plumb_dec_parse(plumb_str_from(cases[i].text), &value, &decimals, NULL),
                         PLUMB_OK);
        assert_true(value.v == cases[i].nano);
        assert_int_equal(decimals, cases[i].decimals);
    }
}

static void test_parse_refuses(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        enum plumb_status status;
    } cases[] = {
        {"", PLUMB_E_FORMAT},
        {"-", PLUMB_E_FORMAT},
        {"+-1", PLUMB_E_FORMAT},
        {".5", PLUMB_E_FORMAT},
        {"5.", PLUMB_E_FORMAT},
        {"1.2.3", PLUMB_E_FORMAT},
        {"1,,2", PLUMB_E_FORMAT},
        {",1", PLUMB_E_FORMAT},
        {"1,", PLUMB_E_FORMAT},
        {"1.2,3", PLUMB_E_FORMAT},
        {"1,.5", PLUMB_E_FORMAT},
        {" 1", PLUMB_E_FORMAT},
        {"1e5", PLUMB_E_FORMAT},
        {"\xEF\xBC\x91", PLUMB_E_FORMAT}, /* full-width 1: the caller folds */
        {"0.0000000001", PLUMB_E_DOMAIN},
        {"1.1234567891", PLUMB_E_DOMAIN},
        {"170141183460469231731687303715.884105728", PLUMB_E_LIMIT}, /* 2^127 */
        {"1000000000000000000000000000000", PLUMB_E_LIMIT},
        {"99999999999999999999999999999999999999999999999999999999", PLUMB_E_LIMIT},
    };
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        plumb_dec value = {42};
        int decimals = 42;
        struct plumb_error error = {0};
        assert_int_equal(plumb_dec_parse(plumb_str_from(cases[i].text), &value, &decimals, &error),
                         cases[i].status);
        assert_int_equal(error.code, cases[i].status);
        assert_true(strlen(error.message) > 10);
        assert_true(value.v == 42 && decimals == 42); /* a refusal leaves the outputs alone */
    }
}

static void test_parse_stops_at_length(void **unused)
{
    (void)unused;
    plumb_dec value = {0};
    struct plumb_str part = {"12.345", 4};
    assert_int_equal(plumb_dec_parse(part, &value, NULL, NULL), PLUMB_OK);
    assert_dec(value, "12.3");
}

static void test_text_then_parse_is_identity(void **unused)
{
    (void)unused;
    uint64_t state = 1;
    char text[PLUMB_DEC_TEXT], fixed[PLUMB_DEC_TEXT];
    for (int i = 0; i < 200000; i++) {
        plumb_dec value = {random_value(&state, 127)}, back = {0};
        int decimals = -1;
        plumb_dec_text(value, text);
        assert_int_equal(plumb_dec_parse(plumb_str_from(text), &back, &decimals, NULL), PLUMB_OK);
        assert_true(back.v == value.v);
        /* shortest: no zero at the end of a fraction */
        assert_true(decimals == 0 || text[strlen(text) - 1] != '0');
        plumb_dec_fixed(value, 9, fixed);
        assert_int_equal(plumb_dec_parse(plumb_str_from(fixed), &back, &decimals, NULL), PLUMB_OK);
        assert_true(back.v == value.v && decimals == 9);
    }
}

static void test_extremes_print(void **unused)
{
    (void)unused;
    assert_dec((plumb_dec){MAX_V}, "170141183460469231731687303715.884105727");
    assert_dec((plumb_dec){-MAX_V}, "-170141183460469231731687303715.884105727");
    assert_dec((plumb_dec){-MAX_V - 1}, "-170141183460469231731687303715.884105728");
    assert_dec((plumb_dec){0}, "0");
    char text[PLUMB_DEC_TEXT];
    assert_string_equal(plumb_dec_fixed((plumb_dec){-MAX_V}, 15, text),
                        "-170141183460469231731687303715.884105727000000");
    assert_int_equal(strlen(text), PLUMB_DEC_TEXT - 1);
}

static void test_fixed_rounds_half_away(void **unused)
{
    (void)unused;
    static const struct {
        const char *value;
        int decimals;
        const char *expected;
    } cases[] = {
        {"0.125", 2, "0.13"},
        {"-0.125", 2, "-0.13"},
        {"0.1249", 2, "0.12"},
        {"2.5", 0, "3"},
        {"-2.5", 0, "-3"},
        {"-0.004", 2, "0.00"},
        {"-0.005", 2, "-0.01"},
        {"999.999", 2, "1000.00"},
        {"7", 2, "7.00"},
        {"0.000000001", 9, "0.000000001"},
        {"1.5", 12, "1.500000000000"},
        {"0.4", 0, "0"},
        {"840.87", -3, "841"}, /* below 0 is 0 */
    };
    char text[PLUMB_DEC_TEXT];
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++)
        assert_string_equal(plumb_dec_fixed(dec(cases[i].value), cases[i].decimals, text),
                            cases[i].expected);
}

/* ---- conversions ---- */

static void test_double_is_correctly_rounded(void **unused)
{
    (void)unused;
    /* glibc's strtod rounds correctly: an independent reference for the printed value. */
    uint64_t state = 2;
    char text[PLUMB_DEC_TEXT];
    for (int i = 0; i < 200000; i++) {
        plumb_dec value = {random_value(&state, 127)};
        double expected = strtod(plumb_dec_text(value, text), NULL), got = plumb_dec_double(value);
        if (memcmp(&expected, &got, sizeof got) != 0)
            fail_msg("%s: %.17g, not %.17g", text, got, expected);
    }
    /* 2^42 (2^53 + 1) lies halfway between two doubles; 10^-9 more decides */
    assert_true(plumb_dec_double(dec("39614081257132173194818486272")) == 0x1p95);
    assert_true(plumb_dec_double(dec("39614081257132173194818486272.000000001")) ==
                0x1.0000000000001p95);
    assert_true(plumb_dec_double(dec("840.87")) == 840.87);
    assert_true(plumb_dec_double((plumb_dec){0}) == 0.0);
}

static void test_from_double(void **unused)
{
    (void)unused;
    assert_dec(plumb_dec_from_double(0.1), "0.1");
    assert_dec(plumb_dec_from_double(-840.87), "-840.87");
    assert_dec(plumb_dec_from_double(1e10), "10000000000");
    assert_dec(plumb_dec_from_double(0x1p-31), "0");                /* 4.66e-10 */
    assert_dec(plumb_dec_from_double(0x1p-30), "0.000000001");      /* 9.3e-10 */
    assert_dec(plumb_dec_from_double(0.0000000005), "0.000000001"); /* the double is above half */
    assert_dec(plumb_dec_from_double(0x1.8p-1), "0.75");
    assert_dec(plumb_dec_from_double(5e-324), "0");
    assert_dec(plumb_dec_from_double(0x1p90), "1237940039285380274899124224"); /* exact, 2^90 */
    assert_true(plumb_dec_from_double(1e300).v == MAX_V);
    assert_true(plumb_dec_from_double(-HUGE_VAL).v == -MAX_V);
    assert_true(plumb_dec_from_double((double)NAN).v == 0);
    uint64_t state = 3;
    for (int i = 0; i < 100000; i++) {
        plumb_dec value = {random_value(&state, 50)};
        assert_true(plumb_dec_from_double(plumb_dec_double(value)).v == value.v);
    }
}

static void test_scaled(void **unused)
{
    (void)unused;
    plumb_dec value = {0};
    assert_int_equal(plumb_dec_scaled(2345, 2, &value, NULL), PLUMB_OK); /* 23.45 of 10^4 yuan */
    assert_dec(value, "234500");
    assert_int_equal(plumb_dec_scaled(-123456, -6, &value, NULL), PLUMB_OK);
    assert_dec(value, "-0.123456");
    assert_int_equal(plumb_dec_scaled(5000, -12, &value, NULL), PLUMB_OK);
    assert_dec(value, "0.000000005");
    assert_int_equal(plumb_dec_scaled(0, 1000, &value, NULL), PLUMB_OK);
    assert_dec(value, "0");
    assert_int_equal(plumb_dec_scaled(17, 28, &value, NULL), PLUMB_OK);
    assert_dec(value, "170000000000000000000000000000");
    assert_int_equal(plumb_dec_scaled(18, 28, &value, NULL), PLUMB_E_LIMIT);
    assert_int_equal(plumb_dec_scaled(1, 1000000, &value, NULL), PLUMB_E_LIMIT);
    assert_int_equal(plumb_dec_scaled(1, -10, &value, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_dec_scaled(1, -2147483647, &value, NULL), PLUMB_E_DOMAIN);
}

static void test_pow10(void **unused)
{
    (void)unused;
    assert_dec(plumb_dec_pow10(-9), "0.000000001");
    assert_dec(plumb_dec_pow10(-2), "0.01");
    assert_dec(plumb_dec_pow10(0), "1");
    assert_dec(plumb_dec_pow10(8), "100000000");
    assert_dec(plumb_dec_pow10(28), "10000000000000000000000000000");
}

/* ---- arithmetic ---- */

static void test_order_and_sign(void **unused)
{
    (void)unused;
    plumb_dec small = dec("-2.5"), large = dec("1");
    assert_int_equal(plumb_dec_cmp(small, large), -1);
    assert_int_equal(plumb_dec_cmp(large, small), 1);
    assert_int_equal(plumb_dec_cmp(large, large), 0);
    assert_int_equal(plumb_dec_sign(small), -1);
    assert_int_equal(plumb_dec_sign((plumb_dec){0}), 0);
    assert_dec(plumb_dec_abs(small), "2.5");
    assert_dec(plumb_dec_neg(small), "2.5");
    assert_dec(plumb_dec_min(small, large), "-2.5");
    assert_dec(plumb_dec_max(small, large), "1");
    assert_dec(plumb_dec_int(-3), "-3");
    assert_dec(plumb_dec_int(INT64_MIN), "-9223372036854775808");
}

static void test_sums_saturate(void **unused)
{
    (void)unused;
    plumb_dec max = {MAX_V}, min = {-MAX_V}, lowest = {-MAX_V - 1}, tiny = {1};
    assert_dec(plumb_dec_add(dec("0.1"), dec("0.2")), "0.3");
    assert_dec(plumb_dec_sub(dec("1"), dec("0.000000001")), "0.999999999");
    assert_true(plumb_dec_add(max, tiny).v == MAX_V);
    assert_true(plumb_dec_sub(min, tiny).v == -MAX_V);
    assert_true(plumb_dec_sub(max, min).v == MAX_V);
    assert_true(plumb_dec_neg(lowest).v == MAX_V);
    assert_true(plumb_dec_abs(lowest).v == MAX_V);
    assert_true(plumb_dec_sub((plumb_dec){0}, lowest).v == MAX_V);
}

static void test_muldiv_by_hand(void **unused)
{
    (void)unused;
    /* 7e10 * 100 / (9e10 + 1) = 77.777777776913580... */
    plumb_dec a = dec("70000000000"), b = dec("100"), c = dec("90000000001");
    assert_dec(plumb_dec_muldiv(a, b, c, PLUMB_ROUND_FLOOR), "77.777777776");
    assert_dec(plumb_dec_muldiv(a, b, c, PLUMB_ROUND_CEIL), "77.777777777");
    assert_dec(plumb_dec_muldiv(a, b, c, PLUMB_ROUND_NEAREST), "77.777777777");
    plumb_dec third = dec("3"), one = dec("1"), minus = dec("-1");
    assert_dec(plumb_dec_div(one, third, PLUMB_ROUND_FLOOR), "0.333333333");
    assert_dec(plumb_dec_div(one, third, PLUMB_ROUND_CEIL), "0.333333334");
    assert_dec(plumb_dec_div(minus, third, PLUMB_ROUND_FLOOR), "-0.333333334");
    assert_dec(plumb_dec_div(minus, third, PLUMB_ROUND_CEIL), "-0.333333333");
    assert_dec(plumb_dec_div(minus, third, PLUMB_ROUND_NEAREST), "-0.333333333");
    assert_dec(plumb_dec_mul(dec("0.000000001"), dec("0.5"), PLUMB_ROUND_NEAREST), "0.000000001");
    assert_dec(plumb_dec_mul(dec("-0.000000001"), dec("0.5"), PLUMB_ROUND_NEAREST), "-0.000000001");
    assert_dec(plumb_dec_mul(dec("0.000000001"), dec("0.5"), PLUMB_ROUND_FLOOR), "0");
    /* the product needs 200 bits, the result does not */
    plumb_dec huge = dec("100000000000000000000000000000");
    assert_dec(plumb_dec_muldiv(huge, huge, huge, PLUMB_ROUND_NEAREST),
               "100000000000000000000000000000");
    assert_true(plumb_dec_mul(huge, huge, PLUMB_ROUND_FLOOR).v == MAX_V);
    assert_true(plumb_dec_mul(huge, plumb_dec_neg(huge), PLUMB_ROUND_CEIL).v == -MAX_V);
    assert_true(plumb_dec_div(huge, dec("0.000000001"), PLUMB_ROUND_FLOOR).v == MAX_V);
}

/* Slow reference: numbers as 320 bits, one a byte, multiplied and divided bit by bit. */
#define BITS 320
struct bits {
    unsigned char bit[BITS];
};

static struct bits bits_from(u128 value)
{
    struct bits x = {{0}};
    for (int i = 0; i < 128; i++)
        x.bit[i] = (unsigned char)(value >> i & 1);
    return x;
}

static void bits_add_shifted(struct bits *sum, const struct bits *x, int shift)
{
    int carry = 0;
    for (int i = shift; i < BITS; i++) {
        int digit = sum->bit[i] + x->bit[i - shift] + carry;
        sum->bit[i] = (unsigned char)(digit & 1);
        carry = digit >> 1;
    }
}

static int bits_compare(const struct bits *a, const struct bits *b)
{
    for (int i = BITS - 1; i >= 0; i--)
        if (a->bit[i] != b->bit[i])
            return a->bit[i] < b->bit[i] ? -1 : 1;
    return 0;
}

static void bits_subtract(struct bits *a, const struct bits *b)
{
    int borrow = 0;
    for (int i = 0; i < BITS; i++) {
        int digit = a->bit[i] - b->bit[i] - borrow;
        a->bit[i] = (unsigned char)(digit & 1);
        borrow = digit < 0;
    }
}

static void bits_double(struct bits *a, int low)
{
    memmove(a->bit + 1, a->bit, BITS - 1);
    a->bit[0] = (unsigned char)low;
}

static u128 size_of(plumb_i128 v)
{
    return v < 0 ? (u128)0 - (u128)v : (u128)v;
}

static plumb_i128 slow_muldiv(plumb_i128 a, plumb_i128 b, plumb_i128 c, enum plumb_round round)
{
    struct bits x = bits_from(size_of(a)), product = {{0}}, d = bits_from(size_of(c));
    struct bits quotient = {{0}}, rest = {{0}}, one = bits_from(1);
    for (int i = 0; i < 128; i++)
        if (size_of(b) >> i & 1)
            bits_add_shifted(&product, &x, i);
    for (int i = BITS - 1; i >= 0; i--) {
        bits_double(&rest, product.bit[i]);
        if (bits_compare(&rest, &d) >= 0) {
            bits_subtract(&rest, &d);
            quotient.bit[i] = 1;
        }
    }
    struct bits zero = {{0}}, twice = rest;
    bits_double(&twice, 0);
    bool negative = ((a < 0) != (b < 0)) != (c < 0);
    bool inexact = bits_compare(&rest, &zero) != 0;
    bool up = round == PLUMB_ROUND_NEAREST ? bits_compare(&twice, &d) >= 0
              : round == PLUMB_ROUND_FLOOR ? inexact && negative
                                           : inexact && !negative;
    if (up)
        bits_add_shifted(&quotient, &one, 0);
    u128 result = 0;
    for (int i = BITS - 1; i >= 0; i--) {
        if (i >= 127 && quotient.bit[i])
            return negative ? -MAX_V : MAX_V;
        if (i < 127)
            result |= (u128)quotient.bit[i] << i;
    }
    return negative ? -(plumb_i128)result : (plumb_i128)result;
}

static void test_muldiv_against_slow_reference(void **unused)
{
    (void)unused;
    uint64_t state = 4;
    size_t wide = 0, saturated = 0;
    for (int i = 0; i < 8000; i++) {
        plumb_i128 a = random_value(&state, 127), b = random_value(&state, 127);
        plumb_i128 c = random_value(&state, 127);
        if (c == 0)
            c = 1;
        enum plumb_round round = (enum plumb_round)test_below(&state, 3);
        plumb_i128 expected = slow_muldiv(a, b, c, round);
        plumb_i128 got = plumb_dec_muldiv((plumb_dec){a}, (plumb_dec){b}, (plumb_dec){c}, round).v;
        if (got != expected) {
            char t[3][PLUMB_DEC_TEXT];
            fail_msg("%s * %s / %s", plumb_dec_text((plumb_dec){a}, t[0]),
                     plumb_dec_text((plumb_dec){b}, t[1]), plumb_dec_text((plumb_dec){c}, t[2]));
        }
        saturated += got == MAX_V || got == -MAX_V;
        wide +=
            size_of(b) != 0 && size_of(a) > ~(u128)0 / size_of(b) && got != MAX_V && got != -MAX_V;
    }
    /* the cases that matter did occur */
    assert_true(wide > 700);
    assert_true(saturated > 150);
}

/* Divisors just above the upper words of the dividend make the first guess of a digit too large;
 * quotients of 2^128 and more must be noticed. */
static void test_muldiv_at_the_edges(void **unused)
{
    (void)unused;
    uint64_t state = 5;
    for (int i = 0; i < 3000; i++) {
        plumb_i128 c = random_value(&state, 127) | 1;
        plumb_i128 a = c + (plumb_i128)test_below(&state, 3) - 1;
        plumb_i128 b = (plumb_i128)((u128)(test_random(&state) >> 1) << 64 | UINT64_MAX);
        plumb_i128 expected = slow_muldiv(a, b, c, PLUMB_ROUND_FLOOR);
        plumb_dec got =
            plumb_dec_muldiv((plumb_dec){a}, (plumb_dec){b}, (plumb_dec){c}, PLUMB_ROUND_FLOOR);
        assert_true(got.v == expected);
    }
    plumb_dec big = {(plumb_i128)1 << 100}, word = {(plumb_i128)1 << 64};
    plumb_dec divisor = {(plumb_i128)1 << 36}, next = {((plumb_i128)1 << 36) + 1};
    assert_true(plumb_dec_muldiv(big, word, divisor, PLUMB_ROUND_FLOOR).v == MAX_V);
    assert_true(plumb_dec_muldiv(big, word, next, PLUMB_ROUND_FLOOR).v == MAX_V);
    assert_true(plumb_dec_muldiv(big, word, (plumb_dec){0}, PLUMB_ROUND_FLOOR).v == MAX_V);
    assert_true(plumb_dec_muldiv(big, (plumb_dec){-1}, (plumb_dec){0}, PLUMB_ROUND_FLOOR).v ==
                -MAX_V);
    assert_true(plumb_dec_muldiv((plumb_dec){0}, word, (plumb_dec){0}, PLUMB_ROUND_CEIL).v == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_values),
        cmocka_unit_test(test_parse_refuses),
        cmocka_unit_test(test_parse_stops_at_length),
        cmocka_unit_test(test_text_then_parse_is_identity),
        cmocka_unit_test(test_extremes_print),
        cmocka_unit_test(test_fixed_rounds_half_away),
        cmocka_unit_test(test_double_is_correctly_rounded),
        cmocka_unit_test(test_from_double),
        cmocka_unit_test(test_scaled),
        cmocka_unit_test(test_pow10),
        cmocka_unit_test(test_order_and_sign),
        cmocka_unit_test(test_sums_saturate),
        cmocka_unit_test(test_muldiv_by_hand),
        cmocka_unit_test(test_muldiv_against_slow_reference),
        cmocka_unit_test(test_muldiv_at_the_edges),
    };
    return cmocka_run_group_tests_name("base_decimal", tests, NULL, NULL);
}
