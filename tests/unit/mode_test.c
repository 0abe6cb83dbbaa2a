/* Rounding mode of a document. Shares of 30000: 1 ÷ 3 → 33.33 says nothing; 2 ÷ 3 = 66.667 → 66.66 is
 * a vote for cutting off. */
#include "relate_fixture.h"

static enum plumb_mode mode_of(const char *text)
{
    struct relate_fixture f;
    relate_open(&f);
    relate_read(&f, text);
    enum plumb_mode mode = f.extraction->mode;
    relate_close(&f);
    return mode;
}

static void test_modes(void **state)
{
    (void)state;
    /* 20000 ÷ 30000, 5000 ÷ 30000 = 16.667, 11000 ÷ 30000 = 36.667, 26000 ÷ 30000 = 86.667 */
    assert_int_equal(mode_of("支出30000.00万元，其中：甲项目20000.00万元，占66.66%。\n\n"
                             "支出30000.00万元，其中：乙项目5000.00万元，占16.66%。\n\n"
                             "支出30000.00万元，其中：丙项目11000.00万元，占36.66%。\n\n"
                             "支出30000.00万元，其中：丁项目26000.00万元，占86.66%。\n"),
                     PLUMB_MODE_TRUNCATE);
    assert_int_equal(mode_of("支出30000.00万元，其中：甲项目20000.00万元，占66.67%。\n\n"
                             "支出30000.00万元，其中：乙项目5000.00万元，占16.67%。\n\n"
                             "支出30000.00万元，其中：丙项目11000.00万元，占36.67%。\n"),
                     PLUMB_MODE_NEAREST);
    /* two votes are not enough */
    assert_int_equal(mode_of("支出30000.00万元，其中：甲项目20000.00万元，占66.66%。\n\n"
                             "支出30000.00万元，其中：乙项目5000.00万元，占16.66%。\n"),
                     PLUMB_MODE_NEAREST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_modes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
