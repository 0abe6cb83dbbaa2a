/* The same fact told twice in one report. */
#include "relate_fixture.h"

#define REPORT "某县教育局2023年度部门整体支出绩效自评报告\n\n"

static void test_restatements(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {REPORT "一、基本情况\n\n2023年总支出28802.92万元，结余286.53万元。\n\n二、支出情况\n\n"
                "2023年总支出28802.92万元，结余286.53万元，全部用于教育。",
         "28802.92", HOLDS},
        {REPORT "一、基本情况\n\n全县义务教育在校学生32456人。\n\n二、完成情况\n\n全县义务教育在校"
                "学生32456人，"
                "入学率100%。",
         "32456", HOLDS},
        /* a rounded repeat: 303 517 is 30.35 万 */
        {REPORT "一、基本情况\n\n城乡居民参保人数为303517人。\n\n二、完成情况\n\n城乡居民参保人数达"
                "30.35万人。",
         "30.35", HOLDS},
        {REPORT "一、基本情况\n\n2023年总支出28802.92万元，结余286.53万元。\n\n二、支出情况\n\n"
                "2023年总支出82802.92万元，结余286.53万元。",
         "82802.92", BREAKS},
        {REPORT "一、基本情况\n\n全县义务教育在校学生32456人。\n\n二、完成情况\n\n全县义务教育在校"
                "学生32546人，"
                "入学率100%。",
         "32546", BREAKS},
        {REPORT
         "一、工作任务\n\n补助幼儿园45所1236.50万元，小学132所5480.20万元，初中38所2250."
         "75万元。\n\n"
         "二、完成情况\n\n补助幼儿园45所1236.50万元，小学132所5480.20万元，初中38所2520.75万元。",
         "2520.75", BREAKS},
        /* one unit in the last place apart */
        {REPORT
         "一、基本情况\n\n人员经费支出214.15万元。\n\n二、支出情况\n\n人员经费支出214.16万元。",
         "214.16", ROUNDS},
    };
    RELATE_CHECK(PLUMB_REL_RESTATEMENT, cases);
}

static void test_different_facts(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        QUIET(REPORT
              "一、收入\n\n年初预算项目支出1250.00万元。\n\n二、支出\n\n决算项目支出1320.00万元。"),
        QUIET(REPORT "一、甲项目\n\n项目全年预算数720.87万元，执行数为720.87万元，完成预算的100%"
                     "。\n\n二、乙项目\n\n"
                     "项目全年预算数26.08万元，执行数为26.08万元，完成预算的100%。"),
        QUIET(REPORT
              "一、职工\n\n城镇职工住院补偿3820人次。\n\n二、居民\n\n城乡居民住院补偿2467人次。"),
        QUIET(REPORT "一、2022年\n\n2022年义务教育在校学生31250人。\n\n二、2023年\n\n2023年义务教育"
                     "在校学生32456人。"),
        QUIET(REPORT "一、上半年\n\n截至6月30日完成固定资产投资3250."
                     "00万元。\n\n二、全年\n\n完成固定资产投资6480.00万元。"),
        QUIET(REPORT "一、甲\n\n救助困难群众9200余人次。\n\n二、乙\n\n救助困难群众9212人次。"),
    };
    RELATE_CHECK(PLUMB_REL_RESTATEMENT, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_restatements),
        cmocka_unit_test(test_different_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
