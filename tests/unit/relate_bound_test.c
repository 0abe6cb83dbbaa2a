/* Staff and posts, net and gross, rates above 100 %, wrong magnitudes. */
#include "relate_fixture.h"

static void test_bounds(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"我局核定编制25人，年末实有24人。", "25", HOLDS},
        {"学校人员编制130人，年末在职教职工127人。", "130", HOLDS},
        {"县法院行政编制60名，事业编制12名，年末实有在编人员70人。", "60", HOLDS},
        {"图书馆核定编制38人，现有职工35人，另聘公益性岗位保洁员4人。", "38", HOLDS},
        {"固定资产原值641.80万元，净值193.41万元。", "641.80", HOLDS},
        {"全年征缴收入5242万元，其中个人缴费1649万元。", "5242", HOLDS},
        {"我局核定编制25人，年末实有31人。", "25", BREAKS},
        {"学校人员编制127人，年末在职教职工130人。", "127", BREAKS},
        {"县法院行政编制60名，事业编制12名，年末实有在编人员78人。", "60", BREAKS},
        {"固定资产原值193.41万元，净值641.80万元。", "193.41", BREAKS},
        {"全年征缴收入5242万元，其中个人缴费16490万元。", "5242", BREAKS},
        {"产品抽检合格率102.5%。", "102.5", BREAKS},
        QUIET("对全区食堂巡查两遍，覆盖率200%。"),
        QUIET("气象站在岗职工39人，含行政编制9人、事业编制30人。"),
        QUIET("全县贫困人口115157人，共资助117167人。"),
        QUIET("三条线路客运量完成计划的158.63%、210.31%、184.93%。"),
        QUIET("投资完成额占年度计划的112%。"),
    };
    RELATE_CHECK(PLUMB_REL_BOUND, cases);
}

static void test_magnitudes(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"灌区节水改造补助11777000万元，灌区工程总造价159836700元，已付工程款108011000元。",
         "11777000", BREAKS},
        QUIET("全市重点工程投资120亿元，本单位支出850万元。"),
        QUIET("灌区工程总造价15983.67万元，已付工程款10801.10万元，节水改造补助1177.70万元。"),
    };
    RELATE_CHECK(PLUMB_REL_UNIT, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_magnitudes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
