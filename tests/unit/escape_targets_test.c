/* Every escaping target: what must never get through, and that the rest does. */
#include "test_support.h"

#include "plumb/report.h"

#include <math.h>

typedef void escape(struct plumb_buf *out, struct plumb_str s);

static void check(escape *function, const char *in, const char *expected)
{
    struct plumb_buf out = {0};
    function(&out, plumb_str_from(in));
    assert_string_equal(out.data ? out.data : "", expected);
    plumb_buf_free(&out);
}

static void html(void **state)
{
    (void)state;
    check(plumb_escape_html, "a<b>&\"c\"'d'", "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39;");
    check(plumb_escape_html, "决算\t数\n", "决算\t数\n");
    check(plumb_escape_html, "\x01\x7F", "\xEF\xBF\xBD\xEF\xBF\xBD");
    check(plumb_escape_html, "\xFF", "\xEF\xBF\xBD");
    check(plumb_escape_html, "", "");
}

static void json(void **state)
{
    (void)state;
    check(plumb_escape_json, "a\"b\\c\n\r\t", "\"a\\\"b\\\\c\\n\\r\\t\"");
    check(plumb_escape_json, "\x01\x1F\x7F", "\"\\u0001\\u001f\\u007f\"");
    check(plumb_escape_json, "万元", "\"万元\"");
    check(plumb_escape_json, "\xE2\x80\xA8", "\"\\u2028\"");
    check(plumb_escape_json, "\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    struct plumb_buf out = {0};
    plumb_escape_json(&out, (struct plumb_str){"a\0b", 3});
    assert_string_equal(out.data, "\"a\\u0000b\"");
    out.len = 0;
    plumb_escape_json_text(&out, NULL);
    assert_string_equal(out.data, "null");
    plumb_buf_free(&out);
}

static void script(void **state)
{
    (void)state;
    check(plumb_escape_script_json, "{\"a\":\"</script><!--&\"}",
          "{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u0026\"}");
    check(plumb_escape_script_json, "[1,2]", "[1,2]");
}

static void csv(void **state)
{
    (void)state;
    check(plumb_escape_csv, "plain", "plain");
    check(plumb_escape_csv, "a,b", "\"a,b\"");
    check(plumb_escape_csv, "a\"b", "\"a\"\"b\"");
    check(plumb_escape_csv, "a\nb", "\"a\nb\"");
    /* Formulas: OWASP's list of starters, and their full-width forms. */
    check(plumb_escape_csv, "=1+1", "\"'=1+1\"");
    check(plumb_escape_csv, "+cmd", "\"'+cmd\"");
    check(plumb_escape_csv, "-cmd|x", "\"'-cmd|x\"");
    check(plumb_escape_csv, "@SUM(A1)", "\"'@SUM(A1)\"");
    check(plumb_escape_csv, "\t=1", "\"'\t=1\"");
    check(plumb_escape_csv, "＝1", "\"'＝1\"");
    /* Numbers stay numbers. */
    check(plumb_escape_csv, "-3.2", "-3.2");
    check(plumb_escape_csv, "+5", "+5");
    check(plumb_escape_csv, "-", "\"'-\"");
    check(plumb_escape_csv, "-1-1", "\"'-1-1\"");
    check(plumb_escape_csv, "", "");
}

static void terminal_line(struct plumb_buf *out, struct plumb_str s)
{
    plumb_escape_terminal(out, s, false);
}

static void terminal_text(struct plumb_buf *out, struct plumb_str s)
{
    plumb_escape_terminal(out, s, true);
}

static void terminal(void **state)
{
    (void)state;
    check(terminal_line, "\x1B[31mred", "\\x1b[31mred");
    check(terminal_line, "a\nb\tc", "a b c");
    check(terminal_text, "a\nb\tc", "a\nb\tc");
    check(terminal_text, "\x07\x7F", "\\x07\\x7f");
    check(terminal_line, "\xC2\x9B", "\\x9b"); /* C1 CSI */
    check(terminal_line,
          "a\xE2\x80\xAE"
          "b",
          "a\\u{202e}b"); /* right-to-left override */
    check(terminal_line, "决算", "决算");
}

static void gnuplot(void **state)
{
    (void)state;
    check(plumb_escape_gnuplot, "`rm`", "’rm’");
    check(plumb_escape_gnuplot, "a\"b'c", "a”b’c");
    check(plumb_escape_gnuplot, "a\\n@b$c", "a＼n＠b＄c");
    check(plumb_escape_gnuplot, "a\nb\tc", "a b c");
    /* No byte of any input may leave one of the dangerous characters. */
    for (unsigned byte = 1; byte < 256; byte++) {
        char text[2] = {(char)byte, '\0'};
        struct plumb_buf out = {0};
        plumb_escape_gnuplot(&out, plumb_str_from(text));
        assert_true(strpbrk(out.data, "\"'`\\@$\n\r\t") == NULL);
        plumb_buf_free(&out);
    }
}

static void check_double(double x, const char *expected)
{
    struct plumb_buf out = {0};
    plumb_json_double(&out, x);
    assert_string_equal(out.data, expected);
    if (isfinite(x))
        assert_true(strtod(out.data, NULL) == x);
    plumb_buf_free(&out);
}

static void check_rounded(double x, int decimals, const char *expected)
{
    struct plumb_buf out = {0};
    plumb_json_rounded(&out, x, decimals);
    assert_string_equal(out.data, expected);
    plumb_buf_free(&out);
}

static void numbers(void **state)
{
    (void)state;
    check_double(0.1, "0.1");
    check_double(0.1 + 0.2, "0.30000000000000004"); /* ECMAScript prints the same */
    check_double(100000, "100000");
    check_double(9007199254740991.0, "9007199254740991");
    check_double(1e300, "1e+300");
    check_double(-0.0, "0");
    check_double((double)NAN, "null");
    check_double((double)INFINITY, "null");
    check_rounded(87.256, 2, "87.26");
    check_rounded(100, 2, "100");
    check_rounded(-0.001, 2, "0");
    check_rounded((double)NAN, 2, "null");
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = test_random(&seed);
        double x = 0;
        memcpy(&x, &bits, sizeof x);
        struct plumb_buf out = {0};
        plumb_json_double(&out, x);
        if (isfinite(x))
            assert_true(strtod(out.data, NULL) == x);
        plumb_buf_free(&out);
    }
}

static void check_dec(const char *text, const char *expected)
{
    plumb_dec value;
    struct plumb_buf out = {0};
    assert_int_equal(plumb_dec_parse(plumb_str_from(text), &value, NULL, NULL), PLUMB_OK);
    plumb_json_dec(&out, value);
    assert_string_equal(out.data, expected);
    plumb_buf_free(&out);
}

static void decimals(void **state)
{
    (void)state;
    check_dec("840.870", "840.87");
    check_dec("0.1", "0.1");
    check_dec("123456789012345678.9", "123456789012345678.9"); /* more digits than a double has */
    check_dec("-0.500", "-0.5");
    struct plumb_buf out = {0};
    plumb_json_dec(&out, PLUMB_DEC_INF);
    assert_string_equal(out.data, "null");
    out.len = 0;
    plumb_json_dec(&out, PLUMB_DEC_NINF);
    assert_string_equal(out.data, "null");
    plumb_buf_free(&out);
}

static void check_wrap(const char *in, int columns, const char *expected)
{
    struct plumb_buf out = {0};
    plumb_terminal_wrap(&out, plumb_str_from(in), 0, 2, columns);
    assert_string_equal(out.data ? out.data : "", expected);
    plumb_buf_free(&out);
}

static void wrap(void **state)
{
    (void)state;
    check_wrap("one two three four", 10, "one two\n  three\n  four");
    check_wrap("one two", 80, "one two");
    /* Ideographs are two columns wide; 。 may not begin a line. */
    check_wrap("预算执行率不符。", 14, "预算执行率不\n  符。");
    check_wrap("预算执行率，不符", 10, "预算执行\n  率，不符");
    check_wrap("a\nb", 80, "a\n  b");
    check_wrap("averyveryverylongword", 10, "averyveryv\n  erylongw\n  ord");
    check_wrap("", 10, "");
}

static void check_fit(const char *in, int columns, int align, const char *expected)
{
    struct plumb_buf out = {0};
    plumb_terminal_fit(&out, plumb_str_from(in), columns, align);
    assert_string_equal(out.data ? out.data : "", expected);
    assert_int_equal(plumb_utf8_width(plumb_str_from(out.data)), columns);
    plumb_buf_free(&out);
}

static void fit(void **state)
{
    (void)state;
    check_fit("abc", 5, -1, "abc  ");
    check_fit("abc", 5, 1, "  abc");
    check_fit("abcdef", 5, -1, "abcd…");
    check_fit("决算数", 6, -1, "决算数");
    check_fit("决算数据", 6, -1, "决算… ");
    check_fit("a\nb", 4, -1, "a b ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html),    cmocka_unit_test(json),     cmocka_unit_test(script),
        cmocka_unit_test(csv),     cmocka_unit_test(terminal), cmocka_unit_test(gnuplot),
        cmocka_unit_test(numbers), cmocka_unit_test(decimals), cmocka_unit_test(wrap),
        cmocka_unit_test(fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
