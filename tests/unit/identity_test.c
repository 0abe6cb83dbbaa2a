/* Agency, fiscal year and kind of a document. The agencies are invented. */
#include "identity_fixture.h"

static void titles(void **state)
{
    (void)state;
    static const struct page items[] = {
        {"2022年度青石县水务局整体支出绩效自评报告", "青石县水务局", 2022, PLUMB_KIND_SELF_WHOLE},
        {"青石县水务局 2022 年度部门整体绩效自评报告", "青石县水务局", 2022, PLUMB_KIND_SELF_WHOLE},
        {"青石县第二中学2023年单位决算", "青石县第二中学", 2023, PLUMB_KIND_ACCOUNTS},
        {"云河市云东区人民法院2021年度部门决算", "云河市云东区人民法院", 2021, PLUMB_KIND_ACCOUNTS},
        {"云河市人民检察院2024年部门预算", "云河市人民检察院", 2024, PLUMB_KIND_BUDGET},
        {"2023年度青石县公安局交通警察大队部门决算公开说明", "青石县公安局交通警察大队", 2023,
         PLUMB_KIND_ACCOUNTS},
        {"关于青石县中医医院2022年项目支出绩效自评的报告", "青石县中医医院", 2022,
         PLUMB_KIND_SELF_PROJECT},
        {"云东区白鹭街道办事处2020年预算执行情况报告", "云东区白鹭街道办事处", 2020,
         PLUMB_KIND_EXECUTION},
        {"青石县松林镇人民政府2023年度部门整体支出绩效评价报告", "青石县松林镇人民政府", 2023,
         PLUMB_KIND_SELF_WHOLE},
        {"中共青石县委宣传部2022年度部门决算", "中共青石县委宣传部", 2022, PLUMB_KIND_ACCOUNTS},
        {"青石县疾病预防控制中心2021年单位预算公开", "青石县疾病预防控制中心", 2021,
         PLUMB_KIND_BUDGET},
        {"青石县博物馆2022年度绩效目标表", "青石县博物馆", 2022, PLUMB_KIND_TARGETS},
        {"云河省林业科学研究院2023年度部门决算", "云河省林业科学研究院", 2023, PLUMB_KIND_ACCOUNTS},
        {"青石县残疾人联合会2024年部门预算编制说明", "青石县残疾人联合会", 2024, PLUMB_KIND_BUDGET},
        {"青石县农业技术推广站2022年度整体支出绩效自评报告", "青石县农业技术推广站", 2022,
         PLUMB_KIND_SELF_WHOLE},
    };
    CHECK(items);
}

static void covers_forms_and_signatures(void **state)
{
    (void)state;
    static const struct page items[] = {
        /* form cells; the department in charge is not the agency */
        {"部门整体支出绩效自评表（2022年度）\n预算部门名称|青石县水务局\n年度资金总额|8万元",
         "青石县水务局", 2022, PLUMB_KIND_SELF_WHOLE},
        {"项目支出绩效自评表（2023年度）\n主管部门|青石县财政局|实施单位|青石县图书馆",
         "青石县图书馆", 2023, PLUMB_KIND_SELF_PROJECT},
        {"填报单位：青石县体育中心\n2021年度部门整体支出绩效自评表", "青石县体育中心", 2021,
         PLUMB_KIND_SELF_WHOLE},
        /* a signature, and a date that is not the fiscal year */
        {"部门整体支出绩效自评报告\n2022年完成投资8万元。\n2022年组织培训3次。\n青石县交通运输局\n2"
         "023年3月6日",
         "青石县交通运输局", 2022, PLUMB_KIND_SELF_WHOLE},
        /* the longer name takes the votes of the shorter */
        {"2023年度水务局部门整体绩效自评\n青石县水务局2023年度部门整体绩效自评报告", "青石县水务局",
         2023, PLUMB_KIND_SELF_WHOLE},
        {"预算主管部门：云东区人民政府白鹭街道办事处\n2024年部门预算",
         "云东区人民政府白鹭街道办事处", 2024, PLUMB_KIND_BUDGET},
        {"第一部分 青石县城市管理局概况\n第二部分 2022年度部门决算表", "青石县城市管理局", 2022,
         PLUMB_KIND_ACCOUNTS},
    };
    CHECK(items);
}

static void what_is_not_taken(void **state)
{
    (void)state;
    static const struct page items[] = {
        /* file numbers and quoted notices give neither name nor year */
        {"根据《青石县财政局关于开展2019年度绩效自评工作的通知》（青财绩〔2020〕8号）要求，我局开展"
         "自评。",
         "", 0, PLUMB_KIND_OTHER},
        /* the year compared with is not the year of the report */
        {"收入比2021年增加8万元。\n与2021年相比下降2%。\n2022年支出9万元。", "", 2022,
         PLUMB_KIND_OTHER},
        /* a sentence of a budget is no title */
        {"青石县园林局2023年度部门决算\n纳入青石县园林局2023年度部门决算编制范围的单位包括：",
         "青石县园林局", 2023, PLUMB_KIND_ACCOUNTS},
        {"", "", 0, PLUMB_KIND_OTHER},
    };
    CHECK(items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles),
        cmocka_unit_test(covers_forms_and_signatures),
        cmocka_unit_test(what_is_not_taken),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
