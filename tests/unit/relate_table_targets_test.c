/* Targets against actual values, and what the line scored. */
#include "table_cases.h"

#define HEAD                                                                                                                   \
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 " \
    "|\n|---|---|---|---|---|---|---|---|\n"
#define FLAT                                                                                                                                     \
    "→绩效指标\n→一级指标\n→二级指标\n→三级指标\n→年度\n\n指标值\n→实际\n\n完成值\n→分值\n→得分\n" \
    "→偏差原因\n\n"

static const struct table_case MET[] = {
    {"at least, at most, exactly, other heads and order",
     "| 指标名称 | 计划值 | 实际值 | 评分 | 权重 |\n|---|---|---|---|---|\n| 巡查河道里程 | "
     "≥300公里 | 312公里 | 20 | 20 |\n"
     "| 单次清淤成本 | ≤4.5万元 | 4.2万元 | 10 | 10 |\n| 水质达标率 | =100% | 100% | 20 | 20 |\n",
     "holds target 300 312\nholds target 4.5 4.2\nholds target 100\nholds score.line 20\n"
     "fact 300 300000 m target 巡查河道里程\nfact 4.2 42000 yuan actual 单次清淤成本"},
    {"words for signs",
     HEAD "| 产出指标 | 数量指标 | 审结案件数 | 不少于1200件 | 1288件 | 20 | 20 | |\n"
          "| | 成本指标 | 办案经费 | 不超过80万元 | 79.6万元 | 10 | 10 | |\n| | 时效指标 | "
          "平均审理天数 | 60天以内 | 55天 | 10 | 10 | |\n",
     "holds target 1200 1288\nholds target 80 79.6\nholds target 60 55"},
    {"a band as actual",
     HEAD "| 产出指标 | 数量指标 | 义诊次数 | ≥20次 | 30余次 | 10 | 10 | 群众需求增加 |\n",
     "holds target 20 30"},
    {"equal bare values", HEAD "| 效益指标 | 满意度 | 患者满意度 | 90% | 90% | 10 | 10 | |\n",
     "holds target 90"},
    {"a bare rate that is exceeded",
     HEAD "| 产出指标 | 质量指标 | 验收合格率 | 95% | 98% | 10 | 10 | |\n", "holds target 95 98"},
    {"=100 % is met by more",
     HEAD "| 产出指标 | 数量指标 | 培训完成率 | =100% | 104% | 10 | 10 | |\n",
     "holds target 100 104"},
    {"lower is better by its name",
     HEAD "| 效益指标 | 社会效益 | 有效投诉率 | 3% | 2% | 10 | 10 | |\n", "holds target 3 2"},
    {"flattened, labels inherited, head of several lines",
     FLAT "→\n→产出指标\n\n（50分）\n→数量\n\n指标（20分）\n→下乡送教次数\n→≥12次\n→14次\n→10分\n→1"
          "0\n→\n\n→\n→\n→\n→教师培训人次\n→≥200人次\n→206人次\n→10分\n→10\n→\n",
     "holds target 12 14\nholds target 200 206\nfact 14 14 count actual 下乡送教次数\nfact 206 206 "
     "person-time actual 教师培训人次\n"
     "breaks score.weight 50 20\nholds score.weight 20 10"},
};

static const struct table_case MISSED[] = {
    {"at least", HEAD "| 产出指标 | 数量指标 | 新建厕所 | ≥40座 | 36座 | 10 | 9 | 征地滞后 |\n",
     "breaks target 40 36\nholds score.line 40 36 9"},
    {"at most",
     HEAD "| 产出指标 | 成本指标 | 工程造价 | ≤260万元 | 286万元 | 10 | 9 | 材料涨价 |\n",
     "breaks target 260 286\nholds score.line 260 286 9"},
    {"bare rate, more is better",
     HEAD "| 产出指标 | 质量指标 | 验收合格率 | 98% | 95% | 10 | 9.7 | |\n",
     "breaks target 98 95\nholds score.line 98 95 9.7"},
    {"full marks are named",
     HEAD "| 效益指标 | 满意度指标 | 学生满意度 | ≥95% | 91% | 10 | 10 | |\n",
     "breaks target 95 91 10\nnone score.line 95 91"},
    {"the direction may be turned",
     HEAD "| 产出指标 | 数量指标 | 服务网点个数 | ≤200个 | 231个 | 5 | 5 | |\n",
     "breaks target 200 231 5"},
    {"points above the proportion",
     HEAD "| 产出指标 | 成本指标 | 运行成本 | ≤100万元 | 160万元 | 10 | 9 | 任务增加 |\n",
     "breaks target 100 160\nbreaks score.line 100 160 9"},
    {"points a little off the proportion",
     HEAD "| 产出指标 | 数量指标 | 植树数量 | ≥1000株 | 900株 | 10 | 8 | 干旱 |\n",
     "breaks target 1000 900\nsoft score.line 1000 900 8"},
    {"lower is better by its name",
     HEAD "| 效益指标 | 社会效益 | 安全事故次数 | 0次 | 1次 | 10 | 10 | |\n",
     "breaks target 0 1 10"},
};

static const struct table_case NOT_TESTED[] = {
    {"no direction known: a miss says nothing",
     HEAD "| 产出指标 | 其他 | 常住户规模 | 500户 | 480户 | 10 | 10 | |\n", "dark target 500 480"},
    {"qualitative lines", HEAD "| 效益指标 | 社会效益 | 营商环境 | 改善 | 改善 | 10 | 10 | |\n",
     "holds score.line 10"},
    {"about", HEAD "| 产出指标 | 数量指标 | 受益人数 | 约3000人 | 2900人 | 10 | 10 | |\n",
     "none target 3000 2900"},
    {"different units are no comparison",
     HEAD "| 产出指标 | 数量指标 | 宣传活动 | ≥5场 | 98% | 10 | 10 | |\n",
     "none target 5 98\nnote report.unit ≥5场"},
    {"the head of a text form holds no targets",
     "→年度总体目标\n→预期目标\n→实际完成情况\n\n→\n→保障3所学校运转，完成2项维修。\n→保障3所学校运"
     "转，完成1项维修。\n",
     ""},
};

static const struct table_case NOTES[] = {
    {"the actual repeats the sign",
     HEAD "| 产出指标 | 成本指标 | 成本控制金额 | ≤60万元 | ≤60万元 | 10 | 10 | |\n",
     "note target.actual ≤60万元\ndark target 60"},
    {"the name of another indicator in the target's place",
     HEAD "| 产出指标 | 数量指标 | 走访户数 | 困难家庭走访覆盖率 | 100% | 10 | 10 | |\n",
     "note report.cellshift 困难家庭走访覆盖率"},
    {"persons against person-times",
     HEAD "| 产出指标 | 数量指标 | 救助困难群众数量 | ≥300人次 | 310人 | 10 | 10 | |\n",
     "holds target 300 310\nnote report.unit 310人"},
    {"persons served are limited from above",
     HEAD "| 产出指标 | 数量指标 | 服务老人人数 | ≤50人 | 50人 | 10 | 10 | |\n",
     "holds target 50\nnote target.direction ≤50人"},
    {"far above the target without a reason",
     HEAD "| 产出指标 | 数量指标 | 发放手册数量 | ≥1000册 | 5200册 | 10 | 10 | |\n",
     "holds target 1000 5200\nnote target.exceeded 5200册"},
    {"far above the target, with a reason",
     HEAD "| 产出指标 | 数量指标 | 发放手册数量 | ≥1000册 | 5200册 | 10 | 10 | 新增两个乡镇 |\n",
     "holds target 1000 5200"},
    {"numeric targets answered with words",
     HEAD "| 产出指标 | 质量指标 | 设备完好率 | 100% | 完成 | 10 | 10 | |\n| | | 档案合格率 | 98% "
          "| 完成 | 10 | 10 | |\n",
     "note target.actual 98%"},
    {"targets filled in from the results",
     "| 指标名称 | 指标值 | 完成值 |\n|---|---|---|\n| 住院人次数 | 6154 | 6154 |\n| 门诊人次数 | "
     "20591 | 20591 |\n| 平均费用占比 | 14.27% | 14.27% |\n"
     "| 资助人数 | 6267人 | 6267人 |\n| 收缴金额 | 513.8万元 | 513.8万元 |\n| 及时率 | 100% | 100% "
     "|\n",
     "note target.backfilled 6154\nholds target 6154"},
    {"every line scores full marks",
     HEAD "| 产出指标 | 数量指标 | 检查次数 | ≥4次 | 4次 | 10 | 10 | |\n| | | 演练次数 | ≥2次 | "
          "2次 | 10 | 10 | |\n| | 质量指标 | 合格率 | 100% | 100% | 10 | 10 | |\n"
          "| | 时效指标 | 及时率 | 100% | 100% | 10 | 10 | |\n| 效益指标 | 社会效益 | 隐患数量 | "
          "减少 | 减少 | 30 | 30 | |\n| 满意度 | 满意度 | 群众满意度 | ≥90% | 93% | 10 | 10 | |\n",
     "note score.full 30"},
};

static const struct table_case ELSEWHERE[] = {
    {"targets of a table, results in the text",
     "整体绩效目标表\n\n| 一级指标 | 三级指标 | 年度指标值 |\n|---|---|---|\n| 投入 | 预算执行率 | "
     "≥92% |\n| | “三公经费”控制率 | ≤100% |\n| | 结转结余率 | ≤10% |\n\n"
     "一、资金情况\n\n本年预算执行率为88%，三公经费控制率为76%，结转结余率12%。\n",
     "breaks target 92 88\nholds target 100 76\nbreaks target 10 12"},
    {"a short name in a sentence about the thing",
     "整体绩效目标表\n\n| 一级指标 | 三级指标 | 年度指标值 |\n|---|---|---|\n| 投入 | "
     "政府采购执行率 | ≥80% |\n| | 专项资金细化率 | ≥90% |\n\n"
     "一、资金情况\n\n专项资金细化率达100%。政府采购预算50万元，执行12.5万元，执行率25%。\n",
     "breaks target 80 25\nholds target 90 100"},
    {"the text tells only another rate",
     "整体绩效目标表\n\n| 一级指标 | 三级指标 | 年度指标值 |\n|---|---|---|\n| 投入 | "
     "政府采购执行率 | ≥80% |\n\n一、资金情况\n\n医保参保率达到72%。\n",
     "none target 80"},
};

static void met_targets_hold(void **state)
{
    (void)state;
    TABLE_CHECK(MET);
}

static void missed_targets_break(void **state)
{
    (void)state;
    TABLE_CHECK(MISSED);
}

static void untestable_targets_stay_quiet(void **state)
{
    (void)state;
    TABLE_CHECK(NOT_TESTED);
}

static void odd_lines_are_noted(void **state)
{
    (void)state;
    TABLE_CHECK(NOTES);
}

static void results_told_elsewhere(void **state)
{
    (void)state;
    TABLE_CHECK(ELSEWHERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(met_targets_hold),
        cmocka_unit_test(missed_targets_break),
        cmocka_unit_test(untestable_targets_stay_quiet),
        cmocka_unit_test(odd_lines_are_noted),
        cmocka_unit_test(results_told_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
