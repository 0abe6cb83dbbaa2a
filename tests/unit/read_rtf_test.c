/* Rich text made by hand: code page 936, \uN, tables, what is not printed; hostile files. */
#include "zip_fixture.h"

static const char *rtf(const char *bytes, size_t len)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/plumb-rtf-%ld.rtf", (long)getpid());
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    return path;
}

static const char *text(const char *bytes)
{
    return rtf(bytes, strlen(bytes));
}

/* 收入 is CA D5 C8 EB in GBK, U+6536 U+5165. */
static void characters(void **state)
{
    (void)state;
    expect_file(text("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}{\\info{\\title x}}\n"
                     "\\pard \\'ca\\'d5\\'c8\\'eb 5\\par\n{\\b \\u25910?\\u20837 ?}7\\{\\}\\par\n"
                     "{\\header page}{\\*\\generator x}{\\v hidden}{\\deleted gone}8\\par}"),
                "text\t收入 5\ntext\t收入7{}\ntext\t8\n");
}

/* U+20BB7 is the pair D842 DFB7, printed as signed 16-bit numbers. */
static void surrogates(void **state)
{
    (void)state;
    expect_file(text("{\\rtf1\\uc0 \\u-10174\\u-8265 a\\par}"), "text\t\xF0\xA0\xAE\xB7"
                                                                "a\n");
}

static void table(void **state)
{
    (void)state;
    expect_file(text("{\\rtf1\\ansi\\uc1 a\\par\n"
                     "\\trowd\\cellx1000\\cellx2000\\pard\\intbl x\\cell y\\par z\\cell\\row\n"
                     "\\trowd\\cellx1000\\cellx2000\\pard\\intbl\\cell 1.5\\cell\\row\n"
                     "\\pard b\\par}"),
                "text\ta\nrow\tx | y z\nrow\t | 1.5\ntext\tb\n");
}

static void binary_and_cut(void **state)
{
    (void)state;
    static const char bytes[] = "{\\rtf1 a{\\pict\\bin4 }}}}b}c\\par d\\u";
    expect_file(rtf(bytes, sizeof bytes - 1), "text\tac\ntext\td\n");
}

static void nested_groups(void **state)
{
    (void)state;
    struct plumb_buf many = {0};
    plumb_buf_puts(&many, "{\\rtf1 ");
    for (size_t i = 0; i < 1000000; i++)
        plumb_buf_puts(&many, "{");
    const char *path = rtf(many.data, many.len);
    plumb_buf_free(&many);
    expect_failure(path, PLUMB_E_LIMIT, "nests");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters),     cmocka_unit_test(surrogates),    cmocka_unit_test(table),
        cmocka_unit_test(binary_and_cut), cmocka_unit_test(nested_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
