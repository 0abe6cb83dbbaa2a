/* UTF-8 and label keys. */
#include "test_support.h"

#define S PLUMB_STR

static void test_every_code_point_goes_round(void **unused)
{
    (void)unused;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        char bytes[4];
        size_t len = plumb_utf8_encode(cp, bytes), at = 0;
        struct plumb_str s = {bytes, len};
        size_t expected = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
        if (len != expected || plumb_utf8_decode(s, &at) != cp || at != len ||
            plumb_utf8_prev(s, len) != 0 || !plumb_utf8_valid(s, NULL))
            fail_msg("U+%04X", (unsigned)cp);
    }
}

static void test_encode_replaces_what_is_no_character(void **unused)
{
    (void)unused;
    const uint32_t bad[] = {0xD800, 0xDFFF, 0x110000, 0xFFFFFFFF};
    for (size_t i = 0; i < 4; i++) {
        char bytes[4];
        assert_int_equal(plumb_utf8_encode(bad[i], bytes), 3);
        assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    }
}

/* Ill-formed sequences of the Unicode standard, chapter 3, and where they go wrong. */
static void test_ill_formed_bytes(void **unused)
{
    (void)unused;
    static const struct {
        struct plumb_str text;
        size_t bad_at;
    } cases[] = {
        {PLUMB_STR_INIT("a\x80"), 1},                /* continuation alone */
        {PLUMB_STR_INIT("\xC0\xAF"), 0},             /* overlong / */
        {PLUMB_STR_INIT("\xC1\xBF"), 0},             /* overlong */
        {PLUMB_STR_INIT("\xE0\x9F\xBF"), 0},         /* overlong */
        {PLUMB_STR_INIT("\xF0\x8F\xBF\xBF"), 0},     /* overlong */
        {PLUMB_STR_INIT("x\xED\xA0\x80"), 1},        /* surrogate */
        {PLUMB_STR_INIT("\xF4\x90\x80\x80"), 0},     /* beyond U+10FFFF */
        {PLUMB_STR_INIT("\xF5\x80\x80\x80"), 0},     /* no such lead */
        {PLUMB_STR_INIT("\xFF"), 0},                 /* no such byte */
        {PLUMB_STR_INIT("ab\xE4\xB8"), 2},           /* cut off */
        {PLUMB_STR_INIT("\xE4\xB8\xE4\xB8\x80"), 0}, /* cut off by the next */
        {PLUMB_STR_INIT("\xE4\xB8\x80\xC3"), 3},
    };
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        size_t bad_at = 99;
        assert_false(plumb_utf8_valid(cases[i].text, &bad_at));
        assert_int_equal(bad_at, cases[i].bad_at);
        size_t at = bad_at;
        assert_int_equal(plumb_utf8_decode(cases[i].text, &at), 0xFFFD);
        assert_int_equal(at, bad_at + 1);
    }
    assert_true(plumb_utf8_valid(S(""), NULL));
    size_t end = 3;
    assert_int_equal(plumb_utf8_decode(S("abc"), &end), 0xFFFD); /* at the end: stays */
    assert_int_equal(end, 3);
}

static void test_walking_back_meets_the_same_places(void **unused)
{
    (void)unused;
    uint64_t state = 1;
    for (int i = 0; i < 20000; i++) {
        /* whole characters: forward and backward must agree */
        char text[64];
        size_t starts[20], count = 1 + test_below(&state, 12), len = 0;
        for (size_t k = 0; k < count; k++) {
            static const uint32_t some[] = {'a', 0xE9, 0x4E00, 0x3000, 0x20000, 0x10FFFF, 0};
            starts[k] = len;
            len += plumb_utf8_encode(some[test_below(&state, 7)], text + len);
        }
        struct plumb_str s = {text, len};
        assert_int_equal(plumb_utf8_count(s), count);
        size_t at = len;
        for (size_t k = count; k-- > 0;) {
            at = plumb_utf8_prev(s, at);
            assert_int_equal(at, starts[k]);
        }
        assert_int_equal(plumb_utf8_prev(s, 0), 0);
        /* random bytes: always moves, never past the front */
        for (size_t k = 0; k < len; k++)
            text[k] = (char)test_random(&state);
        for (at = len; at > 0;) {
            size_t before = plumb_utf8_prev(s, at);
            assert_true(before < at && at - before <= 4);
            at = before;
        }
        assert_true(plumb_utf8_count(s) <= len);
    }
    assert_int_equal(plumb_utf8_prev(S("ab"), 99), 1);
}

static void test_width(void **unused)
{
    (void)unused;
    assert_int_equal(plumb_utf8_width(S("abc")), 3);
    assert_int_equal(plumb_utf8_width(S("预算")), 4);
    assert_int_equal(plumb_utf8_width(S("％")), 2);
    assert_int_equal(plumb_utf8_width(S("e\xCC\x81")), 1); /* combining accent */
    assert_int_equal(plumb_utf8_width(S("")), 0);
}

static void test_fold(void **unused)
{
    (void)unused;
    assert_int_equal(plumb_fold(0xFF10), '0');
    assert_int_equal(plumb_fold(0xFF05), '%');
    assert_int_equal(plumb_fold(0xFF08), '(');
    assert_int_equal(plumb_fold(0xFF5E), '~');
    assert_int_equal(plumb_fold(0xFF5F), 0xFF5F);
    assert_int_equal(plumb_fold(0xFF00), 0xFF00);
    assert_int_equal(plumb_fold(0x3000), ' ');
    assert_int_equal(plumb_fold('A'), 'A');
    assert_int_equal(plumb_fold(0x4E00), 0x4E00);
}

static void test_label_keys(void **unused)
{
    (void)unused;
    static const struct {
        const char *label, *key;
    } cases[] = {
        {"", ""},
        {"合 计", "合计"},
        {"　合　　计　", "合计"},
        {"执行率（％）", "执行率(%)"},
        {"Total\xC2\xA0 Cost", "totalcost"},
        {"ＧＤＰ", "gdp"},
        {"Ⅲ类", "iii类"},             /* compatibility */
        {"①人员", "1人员"},           /* compatibility */
        {"㎡", "m2"},                 /* compatibility */
        {"收\xE2\x80\x8B入", "收入"}, /* zero-width space */
        {"\xEF\xBB\xBF收入", "收入"}, /* byte order mark */
        {"\xE2\xBC\x80", "一"},       /* Kangxi radical one, as some PDF converters write */
        {"Stra\xC3\x9F"
         "e",
         "strasse"},                /* case folding */
        {"e\xCC\x81", "\xC3\xA9"},  /* composition */
        {"\xC2\xA8x", "\xCC\x88x"}, /* a mark on a space: the space goes */
        {"a\xFF"
         "b",
         "a\xEF\xBF\xBD"
         "b"},
    };
    struct plumb_arena *arena = plumb_arena_new();
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        struct plumb_str key = plumb_label_key(arena, plumb_str_from(cases[i].label));
        assert_string_equal(key.ptr, cases[i].key);
        assert_int_equal(key.len, strlen(cases[i].key));
    }
    plumb_arena_free(arena);
}

/* The short cut for simple text and the full algorithm must agree: a circled digit behind the
 * label forces the latter and adds one known character. */
static void test_both_ways_to_a_key_agree(void **unused)
{
    (void)unused;
    struct plumb_arena *arena = plumb_arena_new();
    uint64_t state = 3;
    for (int i = 0; i < 20000; i++) {
        char text[64];
        size_t len = 0;
        for (size_t k = test_below(&state, 10); k > 0; k--) {
            uint32_t cp = 0x4E00 + (uint32_t)test_below(&state, 0x5200);
            if (test_below(&state, 2))
                cp = test_below(&state, 2) ? 1 + (uint32_t)test_below(&state, 126)
                                           : 0xFF01 + (uint32_t)test_below(&state, 94);
            len += plumb_utf8_encode(cp, text + len);
        }
        struct plumb_str simple = plumb_label_key(arena, (struct plumb_str){text, len});
        len += plumb_utf8_encode(0x2460, text + len);
        struct plumb_str full = plumb_label_key(arena, (struct plumb_str){text, len});
        assert_true(full.len == simple.len + 1 && full.ptr[simple.len] == '1');
        assert_memory_equal(full.ptr, simple.ptr, simple.len);
        assert_true(plumb_str_equal(plumb_label_key(arena, full), full)); /* a key is its own key */
    }
    plumb_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_point_goes_round),
        cmocka_unit_test(test_encode_replaces_what_is_no_character),
        cmocka_unit_test(test_ill_formed_bytes),
        cmocka_unit_test(test_walking_back_meets_the_same_places),
        cmocka_unit_test(test_width),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_label_keys),
        cmocka_unit_test(test_both_ways_to_a_key_agree),
    };
    return cmocka_run_group_tests_name("base_utf8", tests, NULL, NULL);
}
