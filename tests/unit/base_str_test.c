/* Borrowed strings and the text buffer. */
#include "test_support.h"

#define S PLUMB_STR

static void assert_str(struct plumb_str got, const char *expected)
{
    assert_int_equal(got.len, strlen(expected));
    assert_memory_equal(got.ptr, expected, got.len);
}

static void test_from_and_sub(void **unused)
{
    (void)unused;
    assert_str(plumb_str_from(NULL), "");
    assert_non_null(plumb_str_from(NULL).ptr);
    assert_str(plumb_str_from("abc"), "abc");
    assert_str(plumb_str_sub(S("abcdef"), 1, 3), "bc");
    assert_str(plumb_str_sub(S("abcdef"), 4, 99), "ef");
    assert_str(plumb_str_sub(S("abcdef"), 99, 200), "");
    assert_str(plumb_str_sub(S("abcdef"), 3, 1), "");
    assert_str(plumb_str_sub((struct plumb_str){NULL, 0}, 0, 0), "");
}

static void test_trim(void **unused)
{
    (void)unused;
    assert_str(plumb_str_trim(S("  a b \t\r\n")), "a b");
    assert_str(plumb_str_trim(S("　收入　合计　")), "收入　合计");
    assert_str(plumb_str_trim(S("\xC2\xA0x\xC2\xA0")), "x");
    assert_str(plumb_str_trim(S("\xEF\xBB\xBF\xE2\x80\x8Bx\xE2\x80\x8D\xE2\x81\xA0")), "x");
    assert_str(plumb_str_trim(S(" 　\xC2\xA0 ")), "");
    assert_str(plumb_str_trim(S("")), "");
    assert_str(plumb_str_trim(S("\x80 ")), "\x80"); /* a stray byte is no blank */
}

static void test_comparisons(void **unused)
{
    (void)unused;
    assert_true(plumb_str_equal(S(""), (struct plumb_str){NULL, 0}));
    assert_false(plumb_str_equal(S("a"), S("ab")));
    assert_true(plumb_str_starts(S("预算数"), S("预算")));
    assert_true(plumb_str_starts(S("x"), S("")));
    assert_false(plumb_str_starts(S("x"), S("xy")));
    assert_true(plumb_str_ends(S("预算数"), S("数")));
    assert_false(plumb_str_ends(S("数"), S("预算数")));
    assert_int_equal(plumb_str_compare(S("a"), S("b")), -1);
    assert_int_equal(plumb_str_compare(S("b"), S("a")), 1);
    assert_int_equal(plumb_str_compare(S("a"), S("ab")), -1);
    assert_int_equal(plumb_str_compare(S("ab"), S("a")), 1);
    assert_int_equal(plumb_str_compare(S("ab"), S("ab")), 0);
    assert_int_equal(plumb_str_compare(S("a"), S("\xE4\xB8\x80")), -1); /* bytes are unsigned */
}

static void test_find(void **unused)
{
    (void)unused;
    struct plumb_str s = S("项目支出与项目结余");
    assert_int_equal(plumb_str_find(s, S("项目")), 0);
    assert_int_equal(plumb_str_rfind(s, S("项目")), 15);
    assert_int_equal(plumb_str_find(s, S("结余")), 21);
    assert_true(plumb_str_find(s, S("收入")) == PLUMB_NPOS);
    assert_true(plumb_str_rfind(s, S("收入")) == PLUMB_NPOS);
    assert_int_equal(plumb_str_find(s, S("")), 0);
    assert_int_equal(plumb_str_rfind(s, S("")), s.len);
    assert_true(plumb_str_find(S(""), S("x")) == PLUMB_NPOS);
    assert_true(plumb_str_rfind(S(""), S("x")) == PLUMB_NPOS);
    assert_int_equal(plumb_str_rfind(S("aaa"), S("aa")), 1);
    assert_true(plumb_str_has(s, "支出"));
    assert_false(plumb_str_has(plumb_str_sub(s, 0, 9), "支出")); /* does not look behind the end */
}

static void test_find_against_a_slow_search(void **unused)
{
    (void)unused;
    uint64_t state = 1;
    for (int i = 0; i < 50000; i++) {
        char hay[24], needle[4];
        size_t hay_len = test_below(&state, sizeof hay), len = 1 + test_below(&state, 4);
        for (size_t k = 0; k < hay_len; k++)
            hay[k] = (char)('a' + test_below(&state, 2));
        for (size_t k = 0; k < len; k++)
            needle[k] = (char)('a' + test_below(&state, 2));
        size_t first = PLUMB_NPOS, last = PLUMB_NPOS;
        for (size_t at = 0; at + len <= hay_len; at++) {
            size_t same = 0;
            while (same < len && hay[at + same] == needle[same])
                same++;
            if (same == len) {
                first = first == PLUMB_NPOS ? at : first;
                last = at;
            }
        }
        struct plumb_str h = {hay, hay_len}, n = {needle, len};
        assert_true(plumb_str_find(h, n) == first);
        assert_true(plumb_str_rfind(h, n) == last);
    }
}

static void test_copy_is_terminated(void **unused)
{
    (void)unused;
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_str copy = plumb_str_copy(arena, plumb_str_sub(S("abcdef"), 1, 4));
    assert_string_equal(copy.ptr, "bcd");
    assert_int_equal(copy.len, 3);
    assert_string_equal(plumb_str_copy(arena, (struct plumb_str){NULL, 0}).ptr, "");
    plumb_arena_free(arena);
}

static void test_buffer_grows(void **unused)
{
    (void)unused;
    struct plumb_buf buf = {0};
    plumb_buf_puts(&buf, "");
    assert_int_equal(buf.len, 0);
    plumb_buf_puts(&buf, "a");
    plumb_buf_str(&buf, S("bc"));
    plumb_buf_add(&buf, "d\0e", 3);
    plumb_buf_printf(&buf, "%s%03d", "-", 7);
    plumb_buf_printf(&buf, "%s", "");
    assert_int_equal(buf.len, 10);
    assert_memory_equal(buf.data, "abcd\0e-007", 11);
    plumb_buf_printf(&buf, "%10000d", 5);
    assert_int_equal(buf.len, 10010);
    assert_int_equal(buf.data[10009], '5');
    assert_int_equal(buf.data[10010], '\0');
    assert_false(buf.failed);
    plumb_buf_free(&buf);
    assert_true(buf.data == NULL && buf.len == 0 && buf.capacity == 0);
    plumb_buf_free(&buf);
    plumb_buf_free(NULL);
}

static void test_buffer_remembers_a_failure(void **unused)
{
    (void)unused;
    struct plumb_buf buf = {0};
    plumb_buf_puts(&buf, "kept");
    plumb_alloc_fail_at(1);
    plumb_buf_printf(&buf, "%200d", 1);
    plumb_alloc_fail_at(0);
    assert_true(buf.failed);
    plumb_buf_puts(&buf, "ignored");
    plumb_buf_printf(&buf, "%d", 2);
    assert_string_equal(buf.data, "kept");
    assert_int_equal(buf.len, 4);
    plumb_buf_free(&buf);
    assert_false(buf.failed); /* free makes it usable again */
    plumb_buf_add(&buf, "x", SIZE_MAX);
    assert_true(buf.failed);
    plumb_buf_free(&buf);
}

/* Every piece of texts of two letters, so that much nearly matches, is found where a plain search of all
 * places finds it first. */
static void finds_the_first_of_many_near_matches(void **state)
{
    (void)state;
    char text[80];
    uint32_t random = 12345;
    for (size_t round = 0; round < 400; round++) {
        size_t len = round % sizeof text;
        for (size_t i = 0; i < len; i++) {
            random = random * 1664525u + 1013904223u;
            text[i] = random >> 30 ? 'a' : 'b';
        }
        struct plumb_str s = {text, len};
        for (size_t from = 0; from < len; from += 3)
            for (size_t size = 1; size <= 20 && from + size <= len; size++) {
                struct plumb_str needle = plumb_str_sub(s, from, from + size);
                size_t first = 0;
                while (memcmp(text + first, needle.ptr, size) != 0)
                    first++;
                assert_int_equal(plumb_str_find(s, needle), first);
                /* without its last letter the text has it only if it stands earlier */
                struct plumb_str rest = plumb_str_sub(s, 0, first + size - 1);
                assert_int_equal(plumb_str_find(rest, needle), PLUMB_NPOS);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_first_of_many_near_matches),
        cmocka_unit_test(test_from_and_sub),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_find_against_a_slow_search),
        cmocka_unit_test(test_copy_is_terminated),
        cmocka_unit_test(test_buffer_grows),
        cmocka_unit_test(test_buffer_remembers_a_failure),
    };
    return cmocka_run_group_tests_name("base_str", tests, NULL, NULL);
}
