/* What the cells of a table mean: unit, stage, label; layouts and traps of DOMAIN §6 (3, 4, 11, 12). */
#include "table_cases.h"

static const struct table_case UNITS[] = {
    {"from the head, the row label, a column of units, the cell",
     "| 项目 | 单位 | 2023年预算数（万元） | 2023年决算数（万元） |\n|---|---|---|---|\n| 办公费 | "
     "万元 | 12.5 | 11 |\n| 车辆数 | 辆 | 3 | 2 |\n",
     "fact 12.5 125000 yuan budget 办公费\nfact 3 3 count budget 车辆数"},
    {"columns of different units",
     "| 乡镇 | 人口（人） | 耕地（亩） | 补贴（万元） | 覆盖率（%） |\n|---|---|---|---|---|\n| "
     "东河 | 1200 | 300 | 4.5 | 98.5 |\n",
     "fact 1200 1200 person - 东河\nfact 4.5 45000 yuan - 东河\nfact 98.5 0.985 fraction - "
     "东河覆盖率"},
    {"mixed cells: unit in some, noise behind others",
     "→经费\n→2022年决算数\n→2023年决算数\n\n→招待费\n→2.38万元\n→2.36万　\n\n→差旅费\n→18."
     "9\n→0　\n",
     "fact 2.36 23600 yuan executed 招待费\nfact 18.9 189000 yuan executed 差旅费\nfact 0 0 yuan "
     "executed 差旅费"},
    {"amounts without a unit beside others that have one",
     "→经费\n→2022年决算数\n→2023年决算数\n\n→招待费\n→2.38万元\n→2.36\n\n→差旅费\n→18.9\n→17.2\n",
     "fact 17.2 172000 yuan executed 差旅费\nnote report.unit 17.2"},
    {"from the caption", "支出情况\n\n单位：元\n\n| 科目 | 金额 |\n|---|---|\n| 水费 | 3560.5 |\n",
     "fact 3560.5 3560.5 yuan - 水费"},
    {"from a section row of the form",
     "→二、收支情况（万元）\n\n→机构名称\n→收入合计\n→支出合计\n\n→敬老院\n→66.5\n→60\n",
     "fact 66.5 665000 yuan - 收入合计"},
    {"from the label of the row",
     "| 指标 | 数值 |\n|---|---|\n| 建筑面积（平方米） | 860 |\n| 总投资（万元） | 95.2 |\n",
     "fact 860 860 m2 - 建筑面积\nfact 95.2 952000 yuan - 总投资"},
};

static const struct table_case STAGES[] = {
    {"heads that change in the middle of a form",
     "→项目名称\n→校园安防升级\n\n→项目资金\n→\n→年初\n\n预算数\n→全年\n\n预算数\n→全年\n\n执行数\n"
     "→分值\n→执行率\n→得分\n\n→\n→年度资金总额\n→60万元\n→66万元\n→66万元\n→10\n→100%\n→10\n\n"
     "→绩效指标\n→一级指标\n→二级指标\n→三级指标\n→年度指标值\n→实际完成值\n→分值\n→得分\n→偏差原因"
     "\n\n→\n→产出指标\n→数量指标\n→安装摄像头数量\n→≥120个\n→126个\n→30\n→30\n→\n",
     "fact 60 600000 yuan initial 年度资金总额\nfact 66 660000 yuan revised 年度资金总额\nfact 66 "
     "660000 yuan executed 年度资金总额\n"
     "fact 100 1 fraction - 执行率\nfact 120 120 count target 安装摄像头数量\nfact 126 126 count "
     "actual 安装摄像头数量\n"
     "fact 30 30 score weight 安装摄像头数量\nfact 30 30 score score 安装摄像头数量"},
    {"prior year by words",
     "单位：万元\n\n| 项目 | 上年决算数 | 本年预算数 |\n|---|---|---|\n| 物业费 | 8 | 9.5 |\n",
     "fact 8 80000 yuan prior 物业费\nfact 9.5 95000 yuan budget 物业费"},
    {"label and value pairs", "→预算数：\n→7.5万元\n→执行数：\n→7万元\n",
     "fact 7.5 75000 yuan budget 预算数\nfact 7 70000 yuan executed 执行数"},
    {"two tables side by side",
     "单位：万元\n\n| 收入 | | | 支出 | | |\n|---|---|---|---|---|---|\n| 项目 | 行次 | 金额 | "
     "项目 | 行次 | 金额 |\n| 一、财政拨款 | 1 | 88 | 一、教育支出 | 31 | 70 |\n| 二、事业收入 | 2 "
     "| 5.5 | 二、住房保障支出 | 32 | 23.5 |\n",
     "fact 88 880000 yuan - 财政拨款\nfact 23.5 235000 yuan - 住房保障支出\nunfact 31\nunfact 2"},
    {"heads of three rows over stages: the thing is the label",
     "三公经费支出决算表\n\n单位：万元\n\n| 合计 | | 公务接待费 | | 公务用车购置及运行维护费 | | | "
     "|\n|---|---|---|---|---|---|---|---|\n"
     "| | | | | 小计 | | 公务用车购置费 | |\n| 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 "
     "| 预算数 | 决算数 |\n| 9 | 7.5 | 3 | 2.5 | 6 | 5 | 6 | 5 |\n",
     "fact 9 90000 yuan budget 三公经费支出决算\nfact 2.5 25000 yuan executed 公务接待费\n"
     "holds accounts.T7 9 3 6\nholds accounts.T7 7.5 2.5 5\nholds accounts.T7 6"},
    {"names broken over three lines, a code alone on its line",
     "支出决算表\n\n单位：元\n\n| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| 208 | "
     "社会保障和就业支出 | 60 |\n| | 机关事业单位基 | |\n| 20805 | | 45 |\n| | 本养老保险缴费 | |\n"
     "| 20807 | | |\n| | 就业补助 | 15 |\n",
     "fact 45 45 yuan - 机关事业单位基本养老保险缴费\nholds sum 60 45 15"},
    {"a row of column numbers",
     "单位：万元\n\n| 项目 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|\n| 栏次 | 1 | 2 | 3 "
     "|\n| 教育支出 | 90 | 60 | 30 |\n",
     "holds sum 90 60 30\nunfact 2\nfact 60 600000 yuan - 教育支出"},
    {"points in brackets of a label",
     "| 一级指标 | 三级指标 | 分值 | 得分 |\n|---|---|---|---|\n| 产出指标（60分） | 出警次数 | "
     "35分 | 35 |\n| | 处置次数 | 25分 | 20 |\n",
     "fact 60 60 score weight 产出指标\nfact 35 35 score weight 出警次数\nholds score.weight 60 35 "
     "25"},
    {"continued behind a page break: the label goes on",
     "| 一级指标 | 三级指标 | 分值 | 得分 |\n|---|---|---|---|\n| 产出指标（60分） | 出警次数 | 35 "
     "| 35 |\n\n| 一级指标 | 三级指标 | 分值 | 得分 |\n|---|---|---|---|\n| | 处置次数 | 25 | 20 "
     "|\n| 效益指标（40分） | 满意度 | 40 | 40 |\n| 合计 | | 100 | 95 |\n",
     "holds score.weight 60 35 25\nholds score.weight 100 60 40\nholds score.total 95 35 20 40"},
};

static void paths_and_heads_are_kept(void **state)
{
    (void)state;
    struct table_runner t = {.name = "views"};
    fixture_open(&t.f);
    table_run(&t, "→一级指标\n→二级指标\n→三级指标\n→目标值\n\n→产出指标（50分）\n→数量指标\n→开庭"
                  "次数\n→40次\n\n→\n→\n→调解次数\n→25次\n");
    const struct plumb_extract_work *work = t.f.work;
    assert_int_equal(work->table_count, 1);
    const struct plumb_cell_view *cell = &work->tables[0].rows[2][3];
    assert_string_equal(fixture_copy(&t.f, cell->row_label), "产出指标/数量指标/调解次数");
    assert_string_equal(fixture_copy(&t.f, cell->head), "目标值");
    assert_int_equal(cell->head_row, 0);
    assert_int_equal(cell->fact_count, 1);
    assert_true(work->tables[0].rows[0][3].is_head);
    assert_false(cell->is_head);
    assert_string_equal(fixture_copy(&t.f, work->facts[cell->first_fact].context),
                        "调解次数 | 25次");
    fixture_close(&t.f);
}

static void words_of_heads(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        enum plumb_column_role role;
        enum plumb_rate_kind rate;
    } heads[] = {
        {"年初预算数(万元)", PLUMB_COLUMN_INITIAL, PLUMB_RATE_NONE},
        {"调整后预算", PLUMB_COLUMN_REVISED, PLUMB_RATE_NONE},
        {"2023年决算数", PLUMB_COLUMN_EXECUTED, PLUMB_RATE_NONE},
        {"上年决算数", PLUMB_COLUMN_PRIOR, PLUMB_RATE_NONE},
        {"一般公共预算财政拨款", PLUMB_COLUMN_AMOUNT, PLUMB_RATE_NONE},
        {"预算执行率", PLUMB_COLUMN_RATE, PLUMB_RATE_EXECUTION},
        {"得分率", PLUMB_COLUMN_RATE, PLUMB_RATE_SCORE},
        {"增减%", PLUMB_COLUMN_RATE, PLUMB_RATE_GROWTH},
        {"占比", PLUMB_COLUMN_RATE, PLUMB_RATE_SHARE},
        {"实际完成指标值(包含数字及文字描述)", PLUMB_COLUMN_ACTUAL, PLUMB_RATE_NONE},
        {"预期指标值", PLUMB_COLUMN_TARGET, PLUMB_RATE_NONE},
        {"标准分", PLUMB_COLUMN_WEIGHT, PLUMB_RATE_NONE},
        {"自评得分", PLUMB_COLUMN_SCORE, PLUMB_RATE_NONE},
        {"偏差原因分析及改进措施", PLUMB_COLUMN_NOTE, PLUMB_RATE_NONE},
        {"本年支出合计", PLUMB_COLUMN_TOTAL, PLUMB_RATE_NONE},
        {"科目编码", PLUMB_COLUMN_CODE, PLUMB_RATE_NONE},
        {"行次", PLUMB_COLUMN_ORDINAL, PLUMB_RATE_NONE},
        {"整体支出绩效定量目标及实施计划完成情况", PLUMB_COLUMN_AMOUNT, PLUMB_RATE_NONE},
    };
    for (size_t i = 0; i < PLUMB_COUNT(heads); i++) {
        struct plumb_head_meaning m = plumb_head_meaning(plumb_str_from(heads[i].key));
        if (m.role != heads[i].role || m.rate != heads[i].rate)
            fail_msg("%s is %d, %d", heads[i].key, m.role, m.rate);
    }
}

static void labels_are_cleaned(void **state)
{
    (void)state;
    static const struct {
        const char *text, *label;
        int style, number;
        bool among;
    } labels[] = {
        {"  其中：公车购置", "公车购置", 0, 0, true},
        {"   2.出国经费", "出国经费", 3, 2, false},
        {"一、基本支出", "基本支出", 1, 1, false},
        {"（十二）其他支出", "其他支出", 2, 12, false},
        {"产出指标（50分）", "产出指标", 0, 0, false},
        {"≤效益指标（30分）", "效益指标", 0, 0, false},
        {"办公费（万元）", "办公费", 0, 0, false},
        {"因公出国（境）费", "因公出国（境）费", 0, 0, false},
        {"1.5倍系数", "1.5倍系数", 0, 0, false},
        {"预算数：", "预算数", 0, 0, false},
        {"1.其中：在职人员", "在职人员", 3, 1, true},
    };
    for (size_t i = 0; i < PLUMB_COUNT(labels); i++) {
        int style, number;
        bool among;
        struct plumb_str got =
            plumb_label_parse(plumb_str_from(labels[i].text), &style, &number, &among);
        if (!plumb_str_equal(got, plumb_str_from(labels[i].label)) || style != labels[i].style ||
            number != labels[i].number || among != labels[i].among)
            fail_msg("%s gives %.*s, %d, %d, %d", labels[i].text, PLUMB_STR_ARG(got), style, number,
                     among);
    }
}

static void units_are_found(void **state)
{
    (void)state;
    TABLE_CHECK(UNITS);
}

static void stages_are_found(void **state)
{
    (void)state;
    TABLE_CHECK(STAGES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_heads),           cmocka_unit_test(labels_are_cleaned),
        cmocka_unit_test(units_are_found),          cmocka_unit_test(stages_are_found),
        cmocka_unit_test(paths_and_heads_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
