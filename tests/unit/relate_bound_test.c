/* Staff and posts, net and gross, rates above 100 %, wrong magnitudes. */
#include "relate_fixture.h"

static void test_bounds(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"我局核定编制25人，年末实有24人。", "25", HOLDS},
        {"学校人员编制130人，年末在职教职工127人。", "130", HOLDS},
        {"县法院行政编制60名，事业编制12名，年末实有在编人员70人。", "60", HOLDS},
        {"单位编制人数38人，年末实有人数35人，公益性岗位人数4人。", "38", HOLDS},
        {"固定资产原值641.80万元，净值193.41万元。", "641.80", HOLDS},
        {"全年征缴收入5242万元，其中个人缴费1649万元。", "5242", HOLDS},
        {"我局核定编制25人，年末实有31人。", "25", BREAKS},
        {"学校人员编制127人，年末在职教职工130人。", "127", BREAKS},
        {"县法院行政编制60名，事业编制12名，年末实有在编人员78人。", "60", BREAKS},
        {"固定资产原值193.41万元，净值641.80万元。", "193.41", BREAKS},
        {"全年征缴收入5242万元，其中个人缴费16490万元。", "5242", BREAKS},
        {"产品抽检合格率102.5%。", "102.5", BREAKS},
        QUIET("全覆盖检查医院和随机查房两轮次，覆盖率200%。"),
        QUIET("县医保局现有在编在岗人员39人，其中行政编制9人，事业编制30人。"),
        QUIET("全县贫困人口115157人，共资助117167人。"),
        QUIET("三个批次实际采购进度分别为158.63%、210.31%、184.93%。"),
        QUIET("投资完成额占年度计划的112%。"),
    };
    RELATE_CHECK(PLUMB_REL_BOUND, cases);
}

static void test_magnitudes(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"贫困人口住院提高报销11777000万元，住院总费用159836700元，基本医保报销108011000元。",
         "11777000", BREAKS},
        QUIET("全市重点工程投资120亿元，本单位支出850万元。"),
        QUIET("住院总费用15983.67万元，基本医保报销10801.10万元，提高报销1177.70万元。"),
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
