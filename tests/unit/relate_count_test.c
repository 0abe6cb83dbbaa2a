/* Announced against listed numbers of things. Expectations: counted by eye. */
#include "relate_fixture.h"

static void test_counts(void **state)
{
    (void)state;
    static const struct relate_case cases[] = {
        {"全局内设4个股室：办公室、水资源股、工程建设股、河长制工作股。", "4", HOLDS},
        {"全局内设4个股室。办公室、水资源股、工程建设股、河长制工作股；", "4", HOLDS},
        {"学校设3个处室（教务处、政教处、总务处）。", "3", HOLDS},
        {"打造“水质、水量、水价、水网、水工、水文”六大平台。", "六", HOLDS},
        {"联合六部门（教育、民政、文旅、城管、应急、气象）清查校园周边。", "六", HOLDS},
        {"三个批次采购进度分别为85%、92%、97%。", "三", HOLDS},
        {"自评工作分为四个阶段。一是前期准备。二是数据收集。三是分析撰写。四是提交报告。", "四",
         HOLDS},
        {"下设办公室、人事科、财务科等5个内设机构。", "5", HOLDS},
        {"辖区包括3个街道，分别是东关街道、西关街道和南关街道。", "3", HOLDS},
        {"全局内设5个股室：办公室、水资源股、工程建设股、河长制工作股。", "5", BREAKS},
        {"学校设3个处室（教务处、政教处、总务处、教研室）。", "3", BREAKS},
        {"打造“水质、水量、水价、水网、水工”六大平台。", "六", BREAKS},
        {"三个批次采购进度分别为85%、92%。", "三", BREAKS},
        {"自评工作分为四个阶段。一是前期准备。二是数据收集。三是分析撰写。", "四", BREAKS},
        {"下设办公室、人事科、财务科、法规科、宣教科等4个内设机构。", "4", BREAKS},
        QUIET("大楼共5层，建成后作为办公、会议、档案、接待用房。"),
        QUIET("检查医院3家，药店5家，发现问题12个，已整改。"),
        QUIET("全年开展培训2次，参加人员有教师、家长、学生。"),
    };
    RELATE_CHECK(PLUMB_REL_COUNT, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
