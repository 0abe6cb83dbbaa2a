/* Growth in prose. Expectations: the divisions, done by hand. */
#include "relate_fixture.h"

static void test_growth_that_holds(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"2023年收入1150万元，比上年增加150万元，增长15%。", "15", HOLDS},
        {"支出总计880万元，与2022年相比减少120万元，下降12%。", "12", HOLDS},
        {"招生人数由2022年的400人增加到2023年的460人，增长15%。", "15", HOLDS},
        {"2023年收入2400万元，支出2100万元。与上年相比，收入增加400万元，增长20%"
         "；支出减少900万元，下降30%。",
         "20", HOLDS},
        {"2023年收入2400万元，支出2100万元。与上年相比，收入增加400万元，增长20%"
         "；支出减少900万元，下降30%。",
         "30", HOLDS},
        {"公务接待费3.60万元，较上年4.50万元下降20%。", "20", HOLDS},
        {"收入、支出总计分别为4000万元、3800万元，分别增加500万元、300万元，增长14.29%、8.57%。",
         "14.29", HOLDS},
        {"收入、支出总计分别为4000万元、3800万元，分别增加500万元、300万元，增长14.29%、8.57%。",
         "8.57", HOLDS},
        {"支出500万元，比上年减少125万元，增长-20%。", "-20", HOLDS},
        {"门票收入从120万元增长到240万元，增长1倍。", "1", HOLDS},
        {"机关运行经费支出24.13万元，比2019年增加1.55万元，增长6.86%。", "6.86", HOLDS},
        {"人均住院费用由上年的3000元下降至2700元，降幅10%。", "10", HOLDS},
        {"门票收入300万元，是2022年200万元的1.5倍。", "1.5", HOLDS},
        /* 0.13 ÷ 0.15 = 86.667 %: cut off */
        {"公务接待费比上年增加0.13万元，增长86.66%，全年支出0.28万元。", "86.66", ROUNDS},
    };
    RELATE_CHECK(PLUMB_REL_GROWTH, cases);
}

static void test_growth_that_breaks(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"2023年收入1150万元，比上年增加150万元，增长51%。", "51", BREAKS},
        {"支出总计880万元，与2022年相比减少120万元，下降21%。", "21", BREAKS},
        {"招生人数由2022年的400人增加到2023年的460人，增长25%。", "25", BREAKS},
        {"2023年收入2400万元，支出2100万元。与上年相比，收入增加400万元，增长20%"
         "；支出减少900万元，下降13%。",
         "13", BREAKS},
        {"公务接待费3.60万元，较上年4.50万元下降25%。", "25", BREAKS},
        {"招生人数由2022年的400人减少到2023年的460人，下降15%。", "15", BREAKS},
        {"门票收入300万元，是2022年200万元的2.5倍。", "2.5", BREAKS},
        /* the change measured against the current amount instead of the prior */
        {"2023年收入1150万元，比上年增加150万元，增长13.04%。", "13.04", BREAKS},
    };
    RELATE_CHECK(PLUMB_REL_GROWTH, cases);
}

static void test_growth_to_leave_alone(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        QUIET("窗口受理6.48万件，比上年多14.89%，线上1.03万件、线下5.45万件。"),
        QUIET("满意度95%，比上年提高2个百分点。"),
        QUIET("因公出国（境）费支出0万元，与2022年持平。"),
        QUIET("2023年新成立单位，收入500万元，比上年增加500万元，增长100%。"),
        QUIET("全市经济总量增长5.2%，我局支出880万元。"),
    };
    RELATE_CHECK(PLUMB_REL_GROWTH, cases);
}

/* "下降 -20 %" is a double negative: odd, not wrong. */
static void test_double_negative(void **state)
{
    (void)state;
    struct relate_fixture f;
    relate_open(&f);
    relate_read(&f, "支出500万元，比上年减少125万元，下降-20%。");
    const struct plumb_relation *r = relate_find(&f, PLUMB_REL_GROWTH, "-20");
    assert_non_null(r);
    assert_int_equal(r->verdict, PLUMB_VERDICT_ROUNDING);
    relate_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_growth_that_holds),
        cmocka_unit_test(test_growth_that_breaks),
        cmocka_unit_test(test_growth_to_leave_alone),
        cmocka_unit_test(test_double_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
