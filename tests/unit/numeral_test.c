/* Chinese numerals, units as words, and the place of units behind numbers. */
#include "extract_fixture.h"

#include "extract/number/quantity.h"

static struct plumb_arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = plumb_arena_new();
    return arena ? 0 : -1;
}

static int close_arena(void **state)
{
    (void)state;
    plumb_arena_free(arena);
    return 0;
}

static struct plumb_runes *runes_of(const char *text)
{
    static const struct plumb_runes empty;
    struct plumb_runes *runes = plumb_arena_alloc(arena, sizeof *runes);
    *runes = empty;
    plumb_runes_set(runes, arena, plumb_str_from(text));
    return runes;
}

static void well_formed_numerals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *value, *step;
        size_t used; /* characters */
    } items[] = {
        {"三", "3", "1", 1},
        {"十", "10", "10", 1},
        {"十二", "12", "1", 2},
        {"二十", "20", "10", 2},
        {"两百", "200", "100", 2},
        {"一百零五", "105", "1", 4},
        {"一百一十", "110", "10", 4},
        {"一百二十", "120", "10", 4},
        {"两千五百", "2500", "100", 4},
        {"一万零三百", "10300", "100", 5},
        {"五万", "50000", "10000", 2},
        {"三千万", "30000000", "10000000", 3},
        {"十二万", "120000", "10000", 3},
        {"一亿二千万", "120000000", "10000000", 5},
        {"两亿零五十万", "200500000", "100000", 6},
        {"一万亿", "1000000000000", "1000000000000", 3},
        {"壹拾伍", "15", "1", 3},
        {"叁佰陆拾", "360", "10", 4},
        {"三点五", "3.5", "0.1", 3},
        {"一千二百三十四点五六", "1234.56", "0.01", 10},
        {"零", "0", "1", 1},
        {"四家", "4", "1", 1},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        struct plumb_numeral numeral;
        char value[PLUMB_DEC_TEXT], step[PLUMB_DEC_TEXT];
        const struct plumb_runes *runes = runes_of(items[i].text);
        if (!plumb_numeral_parse(runes, 0, &numeral))
            fail_msg("%s is not read", items[i].text);
        assert_string_equal(plumb_dec_text(numeral.value, value), items[i].value);
        assert_string_equal(plumb_dec_text(numeral.step, step), items[i].step);
        assert_int_equal(numeral.to, items[i].used);
        assert_false(numeral.positional);
    }
}

static void ill_formed_numerals(void **state)
{
    (void)state;
    static const char *const items[] = {"三五", "一二三", "百",       "万", "亿", "十十",
                                        "百三", "三百五", "五十六十", "",   "家", "千家万户"};
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        struct plumb_numeral numeral;
        if (plumb_numeral_parse(runes_of(items[i]), 0, &numeral))
            fail_msg("%s is no numeral", items[i]);
    }
}

static void digits_written_one_by_one(void **state)
{
    (void)state;
    struct plumb_numeral numeral;
    char value[PLUMB_DEC_TEXT];
    assert_true(plumb_numeral_parse(runes_of("二〇二四年"), 0, &numeral));
    assert_true(numeral.positional);
    assert_string_equal(plumb_dec_text(numeral.value, value), "2024");
    assert_true(plumb_numeral_parse(runes_of("二○一九年"), 0, &numeral));
    assert_string_equal(plumb_dec_text(numeral.value, value), "2019");
    assert_true(plumb_numeral_parse(runes_of("十几家"), 0, &numeral));
    assert_true(numeral.more);
    assert_int_equal(numeral.to, 2);
}

static void units_as_words(void **state)
{
    (void)state;
    static const struct {
        const char *words, *scale, *canonical;
        enum plumb_unit unit;
    } items[] = {
        {"元", "1", "元", PLUMB_UNIT_YUAN},
        {"（单位：万元）", "10000", "万元", PLUMB_UNIT_YUAN},
        {"单位：亿元", "100000000", "亿元", PLUMB_UNIT_YUAN},
        {"金额单位:千元", "1000", "千元", PLUMB_UNIT_YUAN},
        {"百万元", "1000000", "百万元", PLUMB_UNIT_YUAN},
        {"（%）", "0.01", "%", PLUMB_UNIT_FRACTION},
        {"％", "0.01", "%", PLUMB_UNIT_FRACTION},
        {"万人次", "10000", "万人次", PLUMB_UNIT_PERSON_TIMES},
        {"(㎡)", "1", "㎡", PLUMB_UNIT_AREA},
        {"元/人", "1", "元/人", PLUMB_UNIT_YUAN_RATE},
        {"公里", "1000", "公里", PLUMB_UNIT_LENGTH},
        {"个", "1", "个", PLUMB_UNIT_COUNT},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        enum plumb_unit unit = PLUMB_UNIT_NONE;
        plumb_dec scale = {0};
        struct plumb_str canonical = PLUMB_STR("");
        char text[PLUMB_DEC_TEXT];
        if (!plumb_unit_parse(plumb_str_from(items[i].words), &unit, &scale, &canonical))
            fail_msg("%s is not read", items[i].words);
        assert_int_equal(unit, items[i].unit);
        assert_string_equal(plumb_dec_text(scale, text), items[i].scale);
    }
    static const char *const none[] = {"项目名称", "金额", "", "年初预算数", "单位：", "备注"};
    for (size_t i = 0; i < PLUMB_COUNT(none); i++) {
        enum plumb_unit unit;
        plumb_dec scale;
        assert_false(plumb_unit_parse(plumb_str_from(none[i]), &unit, &scale, NULL));
    }
}

/* A fact without a unit takes one from its head, and another one instead. */
static void units_set_later(void **state)
{
    (void)state;
    char text[PLUMB_DEC_TEXT];
    struct plumb_fact fact = {.scale = plumb_dec_int(1), .decimals = 2};
    assert_int_equal(plumb_dec_parse(PLUMB_STR("506.48"), &fact.value, NULL, NULL), PLUMB_OK);
    plumb_fact_set_unit(&fact, PLUMB_UNIT_YUAN, plumb_dec_int(10000), PLUMB_STR("万元"));
    assert_string_equal(plumb_dec_text(fact.value, text), "5064800");
    assert_string_equal(plumb_dec_text(fact.ulp, text), "100");
    assert_true(fact.unit_inferred);
    plumb_fact_set_unit(&fact, PLUMB_UNIT_FRACTION, plumb_dec_pow10(-2), PLUMB_STR("%"));
    assert_string_equal(plumb_dec_text(fact.value, text), "5.0648");
    assert_string_equal(plumb_dec_text(fact.ulp, text), "0.0001");
    plumb_fact_set_unit(&fact, PLUMB_UNIT_SCORE, plumb_dec_int(1), PLUMB_STR("分"));
    assert_string_equal(plumb_dec_text(fact.value, text), "506.48");
    assert_string_equal(plumb_dec_text(fact.ulp, text), "0");
}

/* DOMAIN 1.1 and 1.2. */
static void intervals(void **state)
{
    (void)state;
    static const struct {
        const char *value, *ulp;
        enum plumb_comparator comparator;
        enum plumb_mode mode;
        const char *low, *high; /* "" unbounded */
    } items[] = {
        {"840.87", "0.01", PLUMB_CMP_NONE, PLUMB_MODE_NEAREST, "840.865", "840.875"},
        {"12.6", "0.1", PLUMB_CMP_EQ, PLUMB_MODE_TRUNCATE, "12.6", "12.699999999"},
        {"38", "0", PLUMB_CMP_NONE, PLUMB_MODE_NEAREST, "38", "38"},
        {"95", "1", PLUMB_CMP_GE, PLUMB_MODE_NEAREST, "95", ""},
        {"30", "1", PLUMB_CMP_LE, PLUMB_MODE_NEAREST, "0", "30"},
        {"2", "1", PLUMB_CMP_LT, PLUMB_MODE_NEAREST, "0", "2"},
        {"200", "1", PLUMB_CMP_ABOUT, PLUMB_MODE_NEAREST, "190", "210"},
        {"50000", "1", PLUMB_CMP_MORE, PLUMB_MODE_NEAREST, "50000", "59999.999999999"},
        {"2030000", "10000", PLUMB_CMP_MORE, PLUMB_MODE_NEAREST, "2030000", "2039999.999999999"},
        {"30", "0", PLUMB_CMP_MORE, PLUMB_MODE_NEAREST, "30", "39.999999999"},
        {"1000", "1", PLUMB_CMP_NEARLY, PLUMB_MODE_NEAREST, "900", "1000"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++) {
        struct plumb_fact fact = {.comparator = items[i].comparator};
        char text[PLUMB_DEC_TEXT];
        plumb_dec_parse(plumb_str_from(items[i].value), &fact.value, NULL, NULL);
        plumb_dec_parse(plumb_str_from(items[i].ulp), &fact.ulp, NULL, NULL);
        struct plumb_interval interval = plumb_fact_interval(&fact, items[i].mode);
        assert_string_equal(plumb_dec_text(interval.lo, text), items[i].low);
        if (*items[i].high)
            assert_string_equal(plumb_dec_text(interval.hi, text), items[i].high);
        else
            assert_int_equal(plumb_dec_cmp(interval.hi, PLUMB_DEC_INF), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_numerals),      cmocka_unit_test(ill_formed_numerals),
        cmocka_unit_test(digits_written_one_by_one), cmocka_unit_test(units_as_words),
        cmocka_unit_test(units_set_later),           cmocka_unit_test(intervals),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
