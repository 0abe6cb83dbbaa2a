/* Slips of the pen on printed digits. The candidates are written out by hand. */
#include "analysis_fixture.h"

#include "analysis/findings/slip.h"

static struct plumb_arena *arena;
static jmp_buf nomem;
static struct fixture fx;

static int setup(void **state)
{
    (void)state;
    fixture_start(&fx, "report.txt");
    arena = plumb_arena_new();
    plumb_arena_on_nomem(arena, &nomem);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    plumb_arena_free(arena);
    return 0;
}

static const struct plumb_slip *find(const struct plumb_slip *slips, size_t n, const char *text,
                                     enum plumb_slip_kind kind)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(slips[i].text, text) == 0 && slips[i].kind == kind)
            return &slips[i];
    return NULL;
}

static void test_all_kinds(void **state)
{
    (void)state;
    size_t f = fixture_fact(&fx, "453.14", "万元", "基本支出", 1);
    struct plumb_slip *slips = NULL;
    size_t n = plumb_slips_of(arena, &fx.facts[f], &slips);
    assert_non_null(find(slips, n, "435.14", PLUMB_SLIP_SWAP));
    assert_non_null(find(slips, n, "453.41", PLUMB_SLIP_SWAP));
    assert_non_null(find(slips, n, "483.14", PLUMB_SLIP_DIGIT));
    assert_non_null(find(slips, n, "45.14", PLUMB_SLIP_INSERTED));
    assert_non_null(find(slips, n, "4523.14", PLUMB_SLIP_DROPPED));
    assert_non_null(find(slips, n, "4530.14", PLUMB_SLIP_DROPPED)); /* before the point */
    assert_non_null(find(slips, n, "453.014", PLUMB_SLIP_DROPPED)); /* and behind it */
    assert_non_null(find(slips, n, "45.314", PLUMB_SLIP_SHIFT));
    assert_non_null(find(slips, n, "4531.4", PLUMB_SLIP_SHIFT));
    assert_non_null(find(slips, n, "453.14元", PLUMB_SLIP_SHIFT));
    assert_non_null(find(slips, n, "4531400", PLUMB_SLIP_SHIFT));
    assert_non_null(find(slips, n, "-453.14", PLUMB_SLIP_SIGN));
    for (size_t i = 0; i < n; i++)
        assert_true(slips[i].value.v != fx.facts[f].value.v);
}

/* 453.14万元 with the point moved is 4531.4万元 = 45,314,000 yuan, one unit in the last place 1000. */
static void test_value_and_precision(void **state)
{
    (void)state;
    size_t f = fixture_fact(&fx, "453.14", "万元", "基本支出", 1);
    struct plumb_slip *slips = NULL;
    size_t n = plumb_slips_of(arena, &fx.facts[f], &slips);
    const struct plumb_slip *shift = find(slips, n, "4531.4", PLUMB_SLIP_SHIFT);
    assert_int_equal(plumb_dec_cmp(shift->value, plumb_dec_int(45314000)), 0);
    assert_int_equal(plumb_dec_cmp(shift->ulp, plumb_dec_int(1000)), 0);
    assert_int_equal(shift->power, 1);
}

static void test_whole_numbers_lose_their_zeros(void **state)
{
    (void)state;
    size_t f = fixture_fact(&fx, "150", "分", "得分", 1);
    struct plumb_slip *slips = NULL;
    size_t n = plumb_slips_of(arena, &fx.facts[f], &slips);
    assert_non_null(find(slips, n, "15", PLUMB_SLIP_SHIFT));
    assert_non_null(find(slips, n, "1500", PLUMB_SLIP_SHIFT));
    assert_non_null(find(slips, n, "1.5", PLUMB_SLIP_SHIFT));
    assert_null(find(slips, n, "50", PLUMB_SLIP_DIGIT));  /* no leading zero */
    assert_null(find(slips, n, "-150", PLUMB_SLIP_SIGN)); /* scores have no sign */
}

static void test_full_width_and_grouped_digits(void **state)
{
    (void)state;
    size_t f = fixture_fact(&fx, "5,194.66", "万元", "甲", 1);
    struct plumb_slip *slips = NULL;
    size_t n = plumb_slips_of(arena, &fx.facts[f], &slips);
    assert_non_null(find(slips, n, "5,914.66", PLUMB_SLIP_SWAP));
    fx.facts[f].text = PLUMB_STR("５１９４．６６");
    n = plumb_slips_of(arena, &fx.facts[f], &slips);
    assert_non_null(find(slips, n, "5914.66", PLUMB_SLIP_SWAP));
}

static void test_chinese_numerals_have_no_digits(void **state)
{
    (void)state;
    size_t f = fixture_fact(&fx, "3", "", "家", 1);
    fx.facts[f].kind = PLUMB_FACT_CHINESE;
    struct plumb_slip *slips = NULL;
    assert_int_equal(plumb_slips_of(arena, &fx.facts[f], &slips), 0);
}

static void test_printing_like(void **state)
{
    (void)state;
    char text[PLUMB_SLIP_TEXT];
    size_t f = fixture_fact(&fx, "5,194.66", "万元", "甲", 1);
    plumb_print_like(&fx.facts[f], plumb_dec_int(12345678), 2, text);
    assert_string_equal(text, "1,234.57");
    size_t g = fixture_fact(&fx, "12", "%", "率", 1);
    plumb_dec third;
    plumb_dec_parse(PLUMB_STR("0.333333"), &third, NULL, NULL);
    plumb_print_like(&fx.facts[g], third, 1, text);
    assert_string_equal(text, "33.3");
}

int main(void)
{
#define SLIP(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        SLIP(test_all_kinds),
        SLIP(test_value_and_precision),
        SLIP(test_whole_numbers_lose_their_zeros),
        SLIP(test_full_width_and_grouped_digits),
        SLIP(test_chinese_numerals_have_no_digits),
        SLIP(test_printing_like),
    };
    return cmocka_run_group_tests_name("slip", tests, NULL, NULL);
}
