/* Rates of tables by the formula of their heads, and the bounds of execution and staffing. */
#include "table_cases.h"

static const struct table_case EXECUTION[] = {
    {"over the revised budget",
     "| 项目 | 年初预算数（万元） | 全年预算数（万元） | 全年执行数（万元） | 执行率 "
     "|\n|---|---|---|---|---|\n| 防汛物资 | 100 | 120 | 108 | 90% |\n"
     "| 水质监测 | 40 | 40 | 39.2 | 98% |\n",
     "holds ratio 120 108 90\nholds ratio 40 39.2 98\nholds bound 120 108\nholds bound 40 "
     "39.2\nfact 90 0.9 fraction - 防汛物资执行率"},
    {"over the initial budget is lawful too",
     "| 项目 | 年初预算数（万元） | 全年预算数（万元） | 全年执行数（万元） | 执行率 "
     "|\n|---|---|---|---|---|\n| 防汛物资 | 100 | 120 | 108 | 108% |\n"
     "| 水质监测 | 40 | 50 | 45 | 90% |\n",
     "holds ratio 100 108\nholds ratio 50 45 90\nholds bound 120 108\nholds bound 50 45"},
    {"printed 100 % against 166 %, budget never adjusted",
     "→资金（万元）\n→\n→年初预算数\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年度资"
     "金总额\n→500万元\n→500万元\n→830万元\n→10\n→100%\n→10\n",
     "breaks ratio 500 830 100\nbreaks ratio.unapproved 500 830\nholds score.rate 10 100"},
    {"budget adjusted, but still less than what was spent",
     "→资金（万元）\n→\n→年初预算数\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年度资"
     "金总额\n→500万元\n→600万元\n→660万元\n→10\n→110%\n→10\n",
     "holds ratio 600 660 110\nbreaks ratio.execution 600 660\nholds score.rate 10 110"},
    {"cells with units and blanks around the numbers",
     "→项目资金（万元）\n→\n→年初预算数\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年"
     "度资金总额　\n→　36.5万元\n→　36.5万元\n→　32.85万元\n→　10\n→　90%\n→　9\n",
     "holds ratio 36.5 32.85 90\nholds bound 36.5 32.85\nholds score.rate 10 90 9"},
    {"a rate without a sign in a column of rates",
     "| 项目 | 预算数（元） | 决算数（元） | 完成预算% |\n|---|---|---|---|\n| 乡村道路 | 8000 | "
     "6000 | 75 |\n| 文化下乡 | 500 | 500 | 100 |\n",
     "holds ratio 8000 6000 75\nholds ratio 500 100\nfact 75 0.75 fraction - 乡村道路完成预算%"},
    {"a wrong rate among right ones",
     "| 项目 | 预算数（元） | 决算数（元） | 执行率 |\n|---|---|---|---|\n| 乡村道路 | 8000 | 6000 "
     "| 75% |\n| 文化下乡 | 500 | 450 | 95% |\n"
     "| 卫生改厕 | 1000 | 990 | 99% |\n",
     "holds ratio 8000 6000 75\nbreaks ratio 500 450 95\nholds ratio 1000 990 99"},
    {"two digits of a rate exchanged",
     "| 项目 | 预算数（元） | 决算数（元） | 执行率 |\n|---|---|---|---|\n| 法律援助 | 700 | 637 | "
     "91% |\n| 人民陪审 | 200 | 164 | 28% |\n",
     "holds ratio 700 637 91\nbreaks ratio 200 164 28"},
    {"a coarse rate is right at its precision",
     "| 项目 | 预算数（万元） | 决算数（万元） | 执行率 |\n|---|---|---|---|\n| 设备购置 | 85.06 | "
     "83.05 | 98% |\n",
     "holds ratio 85.06 83.05 98"},
    {"cut off instead of rounded",
     "| 项目 | 预算数（万元） | 决算数（万元） | 执行率 |\n|---|---|---|---|\n| 设备购置 | 8506.00 "
     "| 8305.06 | 97.63% |\n",
     "soft ratio 8506.00 8305.06 97.63"},
    {"lines instead of columns",
     "单位：万元\n\n| 项目 | 金额 |\n|---|---|\n| 年初预算数 | 900 |\n| 调整预算数 | 1000 |\n| "
     "执行数 | 870 |\n| 预算执行率 | 87% |\n",
     "holds ratio 1000 870 87"},
    {"lines instead of columns, wrong",
     "单位：万元\n\n| 项目 | 金额 |\n|---|---|\n| 年初预算数 | 900 |\n| 调整预算数 | 1000 |\n| "
     "执行数 | 870 |\n| 预算执行率 | 78% |\n",
     "breaks ratio 1000 870 78"},
    {"label and value pairs", "→预算数（万元）\n→64\n→执行数（万元）\n→48\n→执行率\n→75%\n",
     "holds ratio 64 48 75"},
    {"label and value pairs, wrong", "→预算数（万元）\n→64\n→执行数（万元）\n→48\n→执行率\n→57%\n",
     "breaks ratio 64 48 57"},
};

static const struct table_case OTHERS[] = {
    {"control rate of staff",
     "→人员情况\n→编制数\n→2023年实际在职人数\n→控制率\n\n→\n→52\n→49\n→94.23%\n",
     "holds ratio 49 52 94.23\nholds ratio.staffing 49 52\nfact 52 52 person - 编制数"},
    {"control rate of staff is wrong",
     "→人员情况\n→编制数\n→2023年实际在职人数\n→控制率\n\n→\n→52\n→49\n→106.12%\n",
     "breaks ratio 49 52 106.12\nholds ratio.staffing 49 52"},
    {"more staff than posts",
     "→人员情况\n→编制数\n→2023年实际在职人数\n→控制率\n\n→\n→50\n→53\n→106%\n",
     "holds ratio 53 50 106\nbreaks ratio.staffing 53 50"},
    {"growth over the year before",
     "单位：万元\n\n| 项目 | 2021年决算数 | 2022年决算数 | 增长率 |\n|---|---|---|---|\n| 门诊收入 "
     "| 400 | 460 | 15% |\n| 住院收入 | 900 | 810 | -10% |\n",
     "holds growth 400 460 15\nholds growth 900 810\nfact 460 4600000 yuan executed 门诊收入"},
    {"growth over the year before is wrong",
     "单位：万元\n\n| 项目 | 2021年决算数 | 2022年决算数 | 增长率 |\n|---|---|---|---|\n| 门诊收入 "
     "| 400 | 460 | 13.04% |\n| 住院收入 | 900 | 810 | -10% |\n",
     "breaks growth 400 460 13.04\nholds growth 900 810"},
    {"change and rate of change",
     "单位：万元\n\n| 项目 | 上年数 | 本年预算数 | 增减额 | 增减% |\n|---|---|---|---|---|\n| "
     "公用经费 | 50 | 55 | 5 | 10 |\n| 人员经费 | 200 | 230 | 30 | 15 |\n",
     "holds growth 50 55 10\nholds growth 200 230 15"},
    {"share of the total line",
     "单位：万元\n\n| 项目 | 金额 | 占比 |\n|---|---|---|\n| 工资福利支出 | 600 | 60% |\n| "
     "商品和服务支出 | 250 | 25% |\n| 资本性支出 | 150 | 15% |\n| 合计 | 1000 | 100% |\n",
     "holds share 600 1000 60\nholds share 250 1000 25\nholds share 150 1000 15\nholds sum 1000 "
     "600 250 150"},
    {"one share is wrong",
     "单位：万元\n\n| 项目 | 金额 | 占比 |\n|---|---|---|\n| 工资福利支出 | 600 | 60% |\n| "
     "商品和服务支出 | 250 | 27% |\n| 资本性支出 | 150 | 15% |\n| 合计 | 1000 | 100% |\n",
     "holds share 600 1000 60\nbreaks share 250 1000 27\nholds share 150 1000 15\nholds sum 1000 "
     "600 250 150"},
    {"score rates",
     "得分情况表\n\n| 指标 | 权重分值 | 得分 | 得分率 |\n|---|---|---|---|\n| 投入 | 20 | 18.5 | "
     "92.5% |\n| 产出 | 50 | 47 | 94% |\n| 效益 | 30 | 30 | 100% |\n| 合计 | 100 | 95.5 | 95.5% "
     "|\n",
     "holds score.rate 18.5 20 92.5\nholds score.rate 47 50 94\nholds score.total 95.5 18.5 47 "
     "30\nholds score.weight 100 20 50 30"},
    {"a score rate is wrong",
     "得分情况表\n\n| 指标 | 权重分值 | 得分 | 得分率 |\n|---|---|---|---|\n| 投入 | 20 | 18.5 | "
     "95.2% |\n| 产出 | 50 | 47 | 94% |\n| 效益 | 30 | 30 | 100% |\n| 合计 | 100 | 95.5 | 95.5% "
     "|\n",
     "breaks score.rate 18.5 20 95.2\nholds score.rate 47 50 94"},
    {"completion of a target",
     "| 指标名称 | 目标值 | 实际完成值 | 完成率 |\n|---|---|---|---|\n| 新增绿地 | 20亩 | 18亩 | "
     "90% |\n| 植树 | 500株 | 500株 | 100% |\n",
     "holds ratio 20 18 90\ndark target 20 18\nholds target 500\nholds ratio 500 100"},
    {"carry-over rate",
     "单位：万元\n\n| 项目 | 预算数 | 决算数 | 结转结余 | 结转结余率 |\n|---|---|---|---|---|\n| "
     "农田水利 | 800 | 720 | 80 | 10% |\n",
     "holds ratio 800 80 10"},
    {"a column whose formula is another one stays quiet",
     "| 项目 | 预算数（万元） | 决算数（万元） | 执行率 |\n|---|---|---|---|\n| 甲 | 100 | 50 | "
     "80% |\n| 乙 | 200 | 90 | 70% |\n| 丙 | 300 | 60 | 65% |\n",
     "dark ratio 100 50 80\ndark ratio 200 90 70\ndark ratio 300 60 65"},
    {"all zero",
     "| 项目 | 批复规模（㎡） | 实际规模（㎡） | 规模控制率 |\n|---|---|---|---|\n| 办公楼 | 0 | 0 "
     "| 0 |\n",
     ""},
};

static const struct table_case POINTS[] = {
    {"in proportion to the rate",
     "→资金（万元）\n→\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年度资金总额\n→80\n→"
     "60\n→10\n→75%\n→7.5\n",
     "holds score.rate 10 75 7.5\nholds ratio 80 60 75\nholds bound 80 60"},
    {"not in proportion: a local rule may apply",
     "→资金（万元）\n→\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年度资金总额\n→80\n→"
     "60\n→10\n→75%\n→9\n",
     "soft score.rate 10 75 9\nholds ratio 80 60 75\nholds bound 80 60"},
    {"more points than the line has",
     "→资金（万元）\n→\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年度资金总额\n→80\n→"
     "60\n→10\n→75%\n→12\n",
     "breaks score.rate 10 75 12\nholds ratio 80 60 75\nholds bound 80 60"},
    {"the score is left empty",
     "→资金（万元）\n→\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年度资金总额\n→80\n→"
     "60\n→10\n→75%\n→\n",
     "note report.missing 75\nholds ratio 80 60 75\nholds bound 80 60"},
};

static void execution_rates(void **state)
{
    (void)state;
    TABLE_CHECK(EXECUTION);
}

static void other_rates(void **state)
{
    (void)state;
    TABLE_CHECK(OTHERS);
}

static void points_of_execution(void **state)
{
    (void)state;
    TABLE_CHECK(POINTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(execution_rates),
        cmocka_unit_test(other_rates),
        cmocka_unit_test(points_of_execution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
