/* Standard × count and averages. Expectations: the multiplications, done by hand. */
#include "relate_fixture.h"

static void test_products(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"按照每人每月500元的标准，为120名护理员发放补贴72万元。", "72", HOLDS},
        {"补助标准为4000元/人，全县退休教师19人，共发放补助7.6万元。", "7.6", HOLDS},
        {"城乡居民参保168034人，县级按照42.9元/人的标准补助720.87万元。", "720.87", HOLDS},
        {"每辆校车补助3万元，共补助25辆，合计补助75万元。", "75", HOLDS},
        {"村医通网络租赁费标准60元/月，村卫生室100个，全年需支付租赁费7.2万元。", "7.2", HOLDS},
        {"奖励标准200元/户，奖励示范户350户，共发放奖励资金7万元。", "7", HOLDS},
        {"公益林补偿标准15元/亩，共8000亩，发放补偿资金12万元。", "12", HOLDS},
        {"孤儿每人每月1100元，共30人，全年发放39.6万元。", "39.6", HOLDS},
        {"按照每人每月500元的标准，为120名护理员发放补贴82万元。", "82", BREAKS},
        {"补助标准为4000元/人，全县退休教师19人，共发放补助6.7万元。", "6.7", BREAKS},
        {"每辆校车补助3万元，共补助25辆，合计补助57万元。", "57", BREAKS},
        {"奖励标准200元/户，奖励示范户350户，共发放奖励资金17万元。", "17", BREAKS},
        {"公益林补偿标准15元/亩，共8000亩，发放补偿资金21万元。", "21", BREAKS},
        {"孤儿每人每月1100元，共30人，全年发放补贴36.9万元。", "36.9", BREAKS},
        QUIET("城乡居民人均筹资740元，农村居民参保464563人，筹集参保资金34510.21万元。"),
        QUIET("取消医疗救助3000元起付线，全年救助贫困人口1200人，拨付资金85万元。"),
        QUIET("培训学员40人，培训费标准每人每天400元，支出会议费3万元。"),
    };
    RELATE_CHECK(PLUMB_REL_PRODUCT, cases);
}

static void test_averages(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"全年国内公务接待48人次，支出2.40万元，人均500元。", "500", HOLDS},
        {"全年门诊20000人次，门诊费用260.00万元，次均130元。", "130", HOLDS},
        {"全年国内公务接待48人次，支出2.40万元，人均600元。", "600", BREAKS},
        QUIET("全年接待48人次，支出2.40万元，农民人均纯收入18600元。"),
    };
    RELATE_CHECK(PLUMB_REL_AVERAGE, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products),
        cmocka_unit_test(test_averages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
