/* Shares in prose. Expectations: the divisions, done by hand. */
#include "relate_fixture.h"

static void test_shares_that_hold(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"医院全年总收入8650.00万元，其中医疗收入6920.00万元，占80%。", "80", HOLDS},
        {"一般公共预算支出500万元，教育支出125万元，占一般公共预算支出的25%。", "25", HOLDS},
        {"在校学生1200人，其中女生564人，占比47%。", "47", HOLDS},
        {"脱贫人口4.45万人，占全县总人口35.60万人的12.5%。", "12.5", HOLDS},
        {"总支出699.0万元。基本支出436.2万元，占总支出的比重为62.4%；项目支出262."
         "8万元，占总支出的比重为37.6%。",
         "62.4", HOLDS},
        {"总支出699.0万元。基本支出436.2万元，占总支出的比重为62.4%；项目支出262."
         "8万元，占总支出的比重为37.6%。",
         "37.6", HOLDS},
        {"设备支出800万元，购买图书50万元、课桌120万元、电脑230万元，占设备支出的50%。", "50",
         HOLDS},
        {"政府采购支出总额120万元，其中：货物支出80万元、服务支出40万元。授予中小企业合同金额90万元"
         "，占政府采购支出"
         "总额的75%。",
         "75", HOLDS},
        {"全年受理案件1600件，其中甲庭320件、乙庭480件、丙庭800件，分别占20%、30%、50%。", "30",
         HOLDS},
        {"本年支出300万元，其中差旅费55万元（含培训差旅），占18.33%。", "18.33", HOLDS},
        /* 5703.35 ÷ 30100 = 18.948 %: cut off */
        {"本年支出30100.00万元，其中差旅费5703.35万元，占18.94%。", "18.94", ROUNDS},
    };
    RELATE_CHECK(PLUMB_REL_SHARE, cases);
}

static void test_shares_that_break(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"医院全年总收入8650.00万元，其中医疗收入6920.00万元，占70%。", "70", BREAKS},
        {"一般公共预算支出500万元，教育支出125万元，占一般公共预算支出的52%。", "52", BREAKS},
        {"在校学生1200人，其中女生564人，占比74%。", "74", BREAKS},
        {"脱贫人口4.45万人，占全县总人口35.60万人的15.2%。", "15.2", BREAKS},
        {"总支出699.0万元。基本支出436.2万元，占总支出的比重为64.2%。", "64.2", BREAKS},
        {"本年支出840.87万元，其中：甲项目807.24万元，占96.00%；乙项目33.63万元，占比0.04%。",
         "0.04", BREAKS},
        {"全年受理案件1600件，其中甲庭320件、乙庭480件、丙庭800件，分别占20%、35%、50%。", "35",
         BREAKS},
    };
    RELATE_CHECK(PLUMB_REL_SHARE, cases);
}

static void test_shares_of_something_else(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        QUIET("全年住院收入820万元，目录外费用占比5.2%。"),
        QUIET("学校占地面积1200平方米，绿化率35%。"),
        QUIET("课后服务10350人次，外聘教师占比1.75%，乡村学校5.82%。"),
        QUIET("农村户数占全乡总户数的九成以上，蔬菜产值1200万元。"),
    };
    RELATE_CHECK(PLUMB_REL_SHARE, cases);
}

/* A share a hundred times too small says so. */
static void test_factor_is_named(void **state)
{
    (void)state;
    struct relate_fixture f;
    relate_open(&f);
    relate_read(
        &f, "本年支出840.87万元，其中：甲项目807.24万元，占96.00%；乙项目33.63万元，占比0.04%。");
    const struct plumb_relation *r = relate_find(&f, PLUMB_REL_SHARE, "0.04");
    assert_non_null(r);
    assert_string_equal(r->reason, "the printed rate is 100 times too small");
    assert_string_equal(r->recomputation, "33.63万元 ÷ 840.87万元 = 3.9994%, printed 0.04%");
    relate_close(&f);
}

/* One share set so that all make 100 %: 33.34 where a third rounds to 33.33. */
static void test_plug_is_named(void **state)
{
    (void)state;
    struct relate_fixture f;
    relate_open(&f);
    relate_read(&f,
                "本年支出30000.00万元，其中：甲10000.00万元，占33.33%；乙10000.00万元，占33.33%；"
                "丙10000.00万元，占33.34%。");
    const struct plumb_relation *r = relate_find(&f, PLUMB_REL_SHARE, "33.34");
    assert_non_null(r);
    assert_int_equal(r->verdict, PLUMB_VERDICT_ROUNDING);
    assert_string_equal(r->reason, "set so that the shares add up to 100 %");
    relate_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares_that_hold),
        cmocka_unit_test(test_shares_that_break),
        cmocka_unit_test(test_shares_of_something_else),
        cmocka_unit_test(test_factor_is_named),
        cmocka_unit_test(test_plug_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
