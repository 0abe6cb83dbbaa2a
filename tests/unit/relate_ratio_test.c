/* Execution, completion, control and other rates. Expectations: the divisions, done by hand. */
#include "relate_fixture.h"

static void test_rates_that_hold(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"全年预算数320万元，执行数304万元，执行率95%。", "95", HOLDS},
        {"年初预算200万元，调整预算250万元，支出决算240万元，预算执行率96%，预算调整率25%"
         "，结转结余率4%。",
         "96", HOLDS},
        {"年初预算200万元，调整预算250万元，支出决算240万元，预算执行率96%，预算调整率25%"
         "，结转结余率4%。",
         "25", HOLDS},
        {"年初预算200万元，调整预算250万元，支出决算240万元，预算执行率96%，预算调整率25%"
         "，结转结余率4%。",
         "4", HOLDS},
        {"年初预算为100万元，支出决算为88.5万元，完成年初预算的88.5%。", "88.5", HOLDS},
        {"计划投资600万元，到位资金480万元，资金到位率80%。", "80", HOLDS},
        {"应参保5000人，实际参保4900人，参保率98%。", "98", HOLDS},
        {"“三公”经费预算数12万元，实际支出9万元，控制率75%。", "75", HOLDS},
        {"单位核定编制50人，实际在职47人，在职人员控制率94%。", "94", HOLDS},
        {"项目预算180万元，实际支出171万元，节约率5%。", "5", HOLDS},
        {"采购预算186.6万元，政府采购执行数为46.33万元，执行率为24.83%。", "24.83", HOLDS},
        {"计划新建水厂20个，实际完成18个，完成率90%。", "90", HOLDS},
        {"居民基金收入5163.0万元。居民基金支出4310.0万元，基金使用率83.48%。", "83.48", HOLDS},
        {"全年立刑事案件1250起，破获750起，破案率60%。", "60", HOLDS},
    };
    RELATE_CHECK(PLUMB_REL_RATIO, cases);
}

static void test_rates_that_break(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"全年预算数320万元，执行数304万元，执行率85%。", "85", BREAKS},
        {"全年预算数320万元，执行数304万元，执行率100%。", "100", BREAKS},
        {"年初预算200万元，调整预算250万元，支出决算240万元，预算执行率96%，预算调整率20%。", "20",
         BREAKS},
        {"年初预算为100万元，支出决算为88.5万元，完成年初预算的98.5%。", "98.5", BREAKS},
        {"计划投资600万元，到位资金480万元，资金到位率60%。", "60", BREAKS},
        {"应参保5000人，实际参保4900人，参保率89%。", "89", BREAKS},
        {"居民基金收入5163.0万元。居民基金支出4310.0万元，基金使用率83.8%。", "83.8", BREAKS},
        {"全年立刑事案件1250起，破获750起，破案率66%。", "66", BREAKS},
        {"“三公”经费预算数12万元，实际支出9万元，控制率57%。", "57", BREAKS},
        {"年初预算200万元，调整预算250万元，支出决算240万元，结转结余率14%。", "14", BREAKS},
    };
    RELATE_CHECK(PLUMB_REL_RATIO, cases);
}

static void test_rates_to_leave_alone(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        QUIET("对全区68家食堂巡查两遍，覆盖率200%。"),
        QUIET("三条线路客运量分别完成计划的158.63%、210.31%、184.93%。"),
        QUIET("银行贷款500万元，利率4.35%。"),
        QUIET("支出决算为197.31万元，完成预算130.19%。"),
        QUIET("全年办理业务6480件，群众满意率99%。"),
        QUIET("工程总造价159836700元，已付工程款108011000元，平均付款比例达91.39%。"),
    };
    RELATE_CHECK(PLUMB_REL_RATIO, cases);
}

/* 100 % is claimed, no budget is printed, and a balance is left: 900 ÷ (900 + 100) = 90 %. */
static void test_full_execution_with_a_balance(void **state)
{
    (void)state;
    struct relate_fixture f;
    relate_open(&f);
    relate_read(&f, "2022年总支出900万元，结余100万元。\n\n全年严格控制资金，预算执行率100%。");
    const struct plumb_relation *r = relate_find(&f, PLUMB_REL_RATIO, "100");
    assert_non_null(r);
    assert_int_equal(r->verdict, PLUMB_VERDICT_INCONSISTENT);
    assert_true(plumb_dec_cmp(r->expected, (plumb_dec){PLUMB_DEC_ONE / 10 * 9}) == 0);
    assert_true(r->confidence < 0.8);
    relate_close(&f);
}

/* The small amount vanishes beside the large one: 4130.66 亿 ÷ (4130.66 亿 + 86 万) rounds to 100 %, as that of any two
 * such numbers would, and says nothing of the claim. */
static void test_no_full_rate_of_numbers_far_apart(void **state)
{
    (void)state;
    struct relate_fixture f;
    relate_open(&f);
    relate_read(&f, "专项补助86万元之外，全省收入4130.66亿元，为预期的100%。");
    assert_null(relate_find(&f, PLUMB_REL_RATIO, "100"));
    /* the same words where the two do make the rate */
    relate_read(&f, "专项补助86万元之外，全省收入344万元，为预期的80%。");
    assert_non_null(relate_find(&f, PLUMB_REL_RATIO, "80"));
    relate_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rates_that_hold),
        cmocka_unit_test(test_rates_that_break),
        cmocka_unit_test(test_rates_to_leave_alone),
        cmocka_unit_test(test_full_execution_with_a_balance),
        cmocka_unit_test(test_no_full_rate_of_numbers_far_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
