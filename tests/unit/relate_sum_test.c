/* Sums in prose. Expectations: the additions, done by hand. */
#include "relate_fixture.h"

static void test_sums_that_hold(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"全校教职工共182人，其中专任教师146人，行政人员21人，工勤人员15人。", "182", HOLDS},
        {"2023年收入合计3126.45万元，其中：财政拨款收入2980.17万元，事业收入120.28万元，其他收入26."
         "00万元。",
         "3126.45", HOLDS},
        {"法院全年审结案件4218件，包括刑事案件318件、民事案件3105件、行政案件95件、执行案件700件。",
         "4218", HOLDS},
        {"基本支出1250.36万元，项目支出873.64万元，支出总计2124.00万元。", "2124.00", HOLDS},
        {"购买办公设备花费12.5万元、软件8.3万元、家具4.2万元，合计25万元。", "25", HOLDS},
        {"项目总投资5600万元（中央资金3000万元、省级资金1600万元、县级配套1000万元）。", "5600",
         HOLDS},
        {"支出900万元，其中：基本支出600万元（人员经费450万元、公用经费150万元），项目支出300万元"
         "。",
         "900", HOLDS},
        {"支出900万元，其中：基本支出600万元（人员经费450万元、公用经费150万元），项目支出300万元"
         "。",
         "600", HOLDS},
        {"救助困难群众350人次，发放资金42.6万元，其中：城市低保210人次25.4万元，农村低保140人次17."
         "2万元。",
         "350", HOLDS},
        {"救助困难群众350人次，发放资金42.6万元，其中：城市低保210人次25.4万元，农村低保140人次17."
         "2万元。",
         "42.6", HOLDS},
        {"共发放补贴3.2万元，其中甲社区18500元，乙社区13500元。", "3.2", HOLDS},
        {"2023年共安排3个项目，合计260万元。其中：\n\n1、河道清淤120万元。\n\n2、堤防加固90万元。\n"
         "\n3、监测设备50万元。",
         "260", HOLDS},
        {"项目资金620万元，由财政拨款500万元和自筹资金120万元组成。", "620", HOLDS},
        {"一般公共预算支出1200万元。其中：教育支出500万元；卫生支出300万元；农林水支出400万元。",
         "1200", HOLDS},
        /* three thirds: a cent is lost in rounding and says nothing */
        {"支出100.00万元，其中甲校33.33万元，乙校33.33万元，丙校33.33万元。", "100.00", HOLDS},
        {"2023年基本支出238.29万元，其中：\n\n人员经费214.15万元，主要包括：基本工资、奖金等。\n\n"
         "公用经费24.14万元，主要包括：办公费、差旅费等。",
         "238.29", HOLDS},
        {"全年运转经费为654.99万元；其中人员开支394.06万元,公用开支260.93万元。", "654.99", HOLDS},
        {"公安局年末实有民警辅警412人，行政编制民警186人，事业编制民警24人，勤务辅警202人。", "412",
         HOLDS},
        {"全年用水量86.4万吨，包括居民用水51.2万吨、工业用水35.2万吨。", "86.4", HOLDS},
        {"住院收入2814.68万元，其中：普通病房床日31000天，总费用4085.84万元，住院收入2627."
         "13万元；日间病房总费用"
         "2475.21万元，住院收入187.55万元。",
         "2814.68", HOLDS},
    };
    RELATE_CHECK(PLUMB_REL_SUM, cases);
}

static void test_sums_that_break(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"2023年收入合计3216.45万元，其中：财政拨款收入2980.17万元，事业收入120.28万元，其他收入26."
         "00万元。",
         "3216.45", BREAKS},
        {"全校教职工共182人，其中专任教师164人，行政人员21人，工勤人员15人。", "182", BREAKS},
        {"购买办公设备花费12.5万元、软件8.3万元、家具4.2万元，合计27万元。", "27", BREAKS},
        {"项目总投资5600万元（中央资金3000万元、省级资金1600万元、县级配套1500万元）。", "5600",
         BREAKS},
        {"支出900万元，其中：基本支出600万元（人员经费450万元、公用经费180万元），项目支出300万元"
         "。",
         "600", BREAKS},
        {"2023年共安排3个项目，合计260万元。其中：\n\n1、河道清淤120万元。\n\n2、堤防加固90万元。\n"
         "\n3、监测设备80万元。",
         "260", BREAKS},
        {"法院全年审结案件4218件，包括刑事案件318件、民事案件3015件、行政案件95件、执行案件700件。",
         "4218", BREAKS},
        {"共发放补贴3.2万元，其中甲社区18500元，乙社区15300元。", "3.2", BREAKS},
        {"项目资金640万元，由财政拨款500万元和自筹资金120万元组成。", "640", BREAKS},
        /* 27 人次 and 7.74 万元 over the same two items: the money proves the list complete */
        {"夜校办证72人次，收费7.74万元（寄宿24人次，6.75万元；走读3人次，0.99万元）。", "72",
         BREAKS},
        {"2023年支出合计1995.32万元，其中：基本支出238.29万元，占11.94%；项目支出1725.11万元，占86."
         "46%。",
         "1995.32", BREAKS},
    };
    RELATE_CHECK(PLUMB_REL_SUM, cases);
}

static void test_lists_that_are_no_sums(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        QUIET("全局干部职工120人，其中党员45人，女职工30人。"),
        QUIET("全年支出880万元，主要包括会议费20万元、差旅费45万元等。"),
        QUIET("学校教职工124人，其中党员47人，女教师78人。"),
        QUIET("职工征缴收入5242万元，其中单位缴费3593万元，个人缴费1649万元，为4410人次支付待遇2465"
              "万元。"),
        QUIET("公交共运送52.50万人次，其中票款收入4801.85万元，广告收入179.89万元。"),
        QUIET("开展联合检查3家，移送线索2例。六部门开展整治工作，其中移送公安1例；检察院移交3例案件"
              "。"),
        QUIET("培训教师300人，开展教研活动12次，发放资料5000份。"),
        QUIET("票款收入2041.02万元，广告收入1354.53万元；公交共运送52万人次，其中刷卡票款4801."
              "85万元，"
              "现金票款179.89万元。"),
    };
    RELATE_CHECK(PLUMB_REL_SUM, cases);
}

/* A list under the net value that adds up to the gross value is misplaced, not wrong. */
static void test_misplaced_list(void **state)
{
    (void)state;
    struct relate_fixture f;
    relate_open(&f);
    relate_read(
        &f, "年末资产原值641800元，其中净值193405.27元（其中：通用设备541270元，家具100530元）。");
    const struct plumb_relation *gross = relate_find(&f, PLUMB_REL_SUM, "641800");
    const struct plumb_relation *net = relate_find(&f, PLUMB_REL_REPORT, "193405.27");
    assert_non_null(gross);
    assert_int_equal(gross->verdict, PLUMB_VERDICT_CONSISTENT);
    assert_non_null(net);
    assert_string_equal(net->check, "report.text");
    assert_non_null(net->reason_zh);
    relate_close(&f);
}

/* The gap of a broken sum is named when the report prints it as an amount. */
static void test_gap_is_named(void **state)
{
    (void)state;
    struct relate_fixture f;
    relate_open(&f);
    relate_read(
        &f, "政府性基金支出31.92万元。\n\n支出合计1995.32万元，其中：基本支出238.29万元，占11.94%；"
            "项目支出1725.11万元，占86.46%。");
    const struct plumb_relation *r = relate_find(&f, PLUMB_REL_SUM, "1995.32");
    assert_non_null(r);
    assert_int_equal(r->verdict, PLUMB_VERDICT_INCONSISTENT);
    assert_non_null(r->reason);
    assert_non_null(strstr(r->reason, "31.92万元"));
    assert_string_equal(r->recomputation, "238.29 + 1725.11 = 1963.40万元, printed 1995.32万元");
    assert_int_equal(r->operand_count, 2);
    assert_true(r->declared);
    assert_true(plumb_dec_cmp(r->money, plumb_dec_int(319200)) == 0);
    relate_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_that_hold),         cmocka_unit_test(test_sums_that_break),
        cmocka_unit_test(test_lists_that_are_no_sums), cmocka_unit_test(test_misplaced_list),
        cmocka_unit_test(test_gap_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
