/* Words that compare against the numbers they compare. */
#include "relate_fixture.h"

static void test_comparisons(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"年初预算为120万元，支出决算为110万元，决算数小于预算数的主要原因是压减开支。", "110",
         HOLDS},
        {"支出决算为130万元，完成预算的108%，决算数大于预算数的主要原因是人员增加。", "108", HOLDS},
        {"全年预算为50万元，支出决算为50万元，决算数与全年预算数持平。", "50", HOLDS},
        {"年初预算为50.00万元，支出决算为49.80万元，决算数与年初预算数基本持平。", "49.80", HOLDS},
        {"办理时限由10个工作日缩短至5个工作日。", "5", HOLDS},
        {"满意度由88%提高到95%。", "95", HOLDS},
        {"支出决算为22.41万元，完成预算98.03%，决算数与预算数基本持平。", "98.03", HOLDS},
        {"全年预算为52.00万元，支出决算为51.32万元，完成全年预算数的98.69%"
         "。决算数小于全年预算数的主要原因：人员变动。",
         "51.32", HOLDS},
        {"年初预算为120万元，支出决算为110万元，决算数大于预算数的主要原因是人员增加。", "110",
         BREAKS},
        {"支出决算为130万元，完成预算的108%，决算数小于预算数的主要原因是厉行节约。", "108",
         BREAKS},
        {"全年预算为60万元，支出决算为50万元，决算数与全年预算数持平。", "50", BREAKS},
        {"年初预算为50.00万元，支出决算为40.00万元，决算数与年初预算数基本持平。", "40.00", BREAKS},
        {"满意度由88%提高到85%。", "85", BREAKS},
        {"办理时限由5个工作日缩短至10个工作日。", "10", BREAKS},
        {"“三公”经费年初预算3.00万元。\n\n“三公”经费支出3.36万元，控制在年初预算内。", "3.00",
         BREAKS},
    };
    RELATE_CHECK(PLUMB_REL_COMPARISON, cases);
}

static void test_points(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"满意度由88%提高到95%，提高7个百分点。", "7", HOLDS},
        {"平均出勤比例达91.39%，较“出勤比例不低于85%的要求”高出6.39%。", "6.39", HOLDS},
        {"合格率96.5%，比90%的目标高出6.5个百分点。", "6.5", HOLDS},
        {"满意度由88%提高到95%，提高9个百分点。", "9", BREAKS},
        {"合格率96.5%，比90%的目标高出5.6个百分点。", "5.6", BREAKS},
    };
    RELATE_CHECK(PLUMB_REL_DIFFERENCE, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
