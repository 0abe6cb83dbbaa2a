/* Sums and balances every report has, in one sentence and across sections. Done by hand. */
#include "relate_fixture.h"

#define ACCOUNTS "某县水务局2023年度部门决算公开说明\n\n"

static void test_balances(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"年初结转和结余120.50万元，本年收入880.00万元，本年支出900.00万元，年末结转和结余100."
         "50万元。",
         "100.50", HOLDS},
        {"全年总收入919.45万元，总支出758.76万元，结余160.69万元。", "160.69", HOLDS},
        {ACCOUNTS "一、总体情况\n\n收入总计1000.50万元，支出总计1000.50万元。", "1000.50", HOLDS},
        {ACCOUNTS "一、总体情况\n\n收入总计1000.50万元，支出总计1000."
                  "50万元。\n\n二、支出\n\n本年支出合计960.50万元。\n\n"
                  "三、结余\n\n年末结转和结余40.00万元。",
         "40.00", HOLDS},
        {"年初结转和结余120.50万元，本年收入880.00万元，本年支出900.00万元，年末结转和结余150."
         "50万元。",
         "150.50", BREAKS},
        {ACCOUNTS "一、总体情况\n\n收入总计1000.50万元，支出总计1005.00万元。", "1005.00", BREAKS},
        {ACCOUNTS "一、总体情况\n\n收入总计1000.50万元，支出总计1000."
                  "50万元。\n\n二、支出\n\n本年支出合计960.50万元。\n\n"
                  "三、结余\n\n年末结转和结余41.00万元。",
         "41.00", BREAKS},
        /* the balance brought forward is not printed */
        {"全年总收入900.00万元，总支出758.76万元，结余160.69万元。", "160.69", OPEN},
    };
    RELATE_CHECK(PLUMB_REL_BALANCE, cases);
}

static void test_parts_in_sections(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"一、基本支出\n\n2023年总支出2880.29万元，基本支出362."
         "84万元。\n\n二、项目支出\n\n2023年总支出2880.29万元，"
         "项目支出2517.45万元。",
         "2880.29", HOLDS},
        {"一、基本支出\n\n2023年总支出2880.29万元，基本支出362."
         "84万元。\n\n二、项目支出\n\n2023年总支出2880.29万元，"
         "项目支出2571.45万元。",
         "2880.29", BREAKS},
        {"一、预算\n\n基本支出362.84万元，总支出900.00万元。\n\n二、决算\n\n项目支出2571.45万元。",
         "900.00", OPEN},
    };
    RELATE_CHECK(PLUMB_REL_SUM, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_balances),
        cmocka_unit_test(test_parts_in_sections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
