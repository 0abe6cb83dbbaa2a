/* Weights, total scores, grades and empty score fields of 自评表. */
#include "table_cases.h"

#define FUNDS(score)                                                                                                                                \
    "→资金（万元）\n→\n→全年预算数\n→全年执行数\n→分值\n→执行率\n→得分\n\n→\n→年度资金总额\n→80\n" \
    "→80\n→10\n→100%\n→" score "\n\n"
#define HEAD "→绩效指标\n→一级指标\n→二级指标\n→三级指标\n→指标值\n→完成值\n→分值\n→得分\n→原因\n\n"
#define LINE(one, two, three, weight, score)                                                       \
    "→\n→" one "\n→" two "\n→" three "\n→≥3次\n→3次\n→" weight "\n→" score "\n→\n\n"

static const struct table_case WEIGHTS[] = {
    {"lines to levels, levels to 100 with the funds part",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标（30分）", "巡诊次数", "15", "15")
         LINE("", "", "讲座次数", "15", "14") LINE("", "质量指标（20分）", "复查次数", "20", "20")
             LINE("效益指标（40分）", "社会效益（40分）", "回访次数", "40",
                  "38") "→总分\n→100\n→97\n→\n",
     "holds score.weight 50 30 20\nholds score.weight 30 15\nholds score.weight 20\nholds "
     "score.weight 40\n"
     "holds score.weight 100 10 50 40\nholds score.total 97 10 15 14 20 38"},
    {"the levels add to 90",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标（30分）", "巡诊次数", "15", "15")
         LINE("", "", "讲座次数", "15", "14") LINE("", "质量指标（20分）", "复查次数", "20", "20")
             LINE("效益指标（30分）", "社会效益（30分）", "回访次数", "30",
                  "28") "→总分\n→100\n→87\n→\n",
     "holds score.weight 50 30 20\nbreaks score.weight 100 10 50 30\nholds score.total 87 10 15 14 "
     "20 28"},
    {"a level does not add up",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标（30分）", "巡诊次数", "15", "15")
         LINE("", "", "讲座次数", "10", "10") LINE("", "质量指标（20分）", "复查次数", "20", "20")
             LINE("效益指标（40分）", "社会效益（40分）", "回访次数", "40",
                  "38") "→总分\n→100\n→93\n→\n",
     "holds score.weight 50 30 20\nbreaks score.weight 30 15 10\nholds score.weight 100 10 50 "
     "40\nholds score.total 93 10 15 20 38"},
    {"a page break prints the label again",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标（30分）", "巡诊次数", "15", "15")
         LINE("", "", "讲座次数", "15",
              "15") "→绩效指标\n→产出指标（50分）\n→质量指标（20分）\n→复查次数\n→≥3次\n→3次\n→20\n"
                    "→20\n→\n\n" LINE("效益指标（40分）", "社会效益（40分）", "回访次数", "40",
                                      "38") "→总分\n→100\n→98\n→\n",
     "holds score.weight 50 30 20\nholds score.weight 100 10 50 40\nholds score.total 98 10 15 20 "
     "38"},
    {"satisfaction inside the benefits",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标（50分）", "巡诊次数", "50", "50")
         LINE("效益指标（40分）", "社会效益指标（30分）", "回访次数", "30", "30")
             LINE("", "服务对象满意度（10分）", "调查次数", "10", "10") "→总分\n→100\n→100\n→\n",
     "holds score.weight 40 30 10\nholds score.weight 100 10 50 40\nholds score.total 100 10 50 "
     "30"},
    {"satisfaction beside the benefits and counted in them",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标", "巡诊次数", "50", "50")
         LINE("效益指标（40分）", "社会效益指标", "回访次数", "30", "30")
             LINE("满意度指标", "服务对象满意度", "调查次数", "10", "10") "→总分\n→100\n→100\n→\n",
     "holds score.weight 50\nholds score.weight 40 30 10\nholds score.weight 100 10 50 30\nholds "
     "score.total 100 10 50 30"},
    {"the execution rate is a line of its own: the funds part only shows it",
     FUNDS("10") HEAD LINE("投入指标（10分）", "预算执行（10分）", "预算执行率", "10", "10")
         LINE("产出指标（60分）", "数量指标（60分）", "巡诊次数", "60", "60")
             LINE("效益指标（30分）", "社会效益（30分）", "回访次数", "30",
                  "30") "→总分\n→100\n→100\n→\n",
     "holds score.weight 60\nholds score.weight 100 10 60 30\nholds score.total 100 10 60 30"},
    {"a plain table of points",
     "| 指标 | 分值 | 得分 |\n|---|---|---|\n| 决策 | 20 | 19 |\n| 过程 | 20 | 18.5 |\n| 产出 | 30 "
     "| 29 |\n| 效益 | 30 | 27 |\n| 合计 | 100 | 93.5 |\n",
     "holds score.weight 100 20 30\nholds score.total 93.5 19 18.5 29 27\nholds score.line 18.5 "
     "20"},
};

static const struct table_case TOTALS[] = {
    {"a total that is 10 too high",
     "| 指标 | 分值 | 得分 |\n|---|---|---|\n| 决策 | 20 | 19 |\n| 过程 | 20 | 18.5 |\n| 产出 | 30 "
     "| 29 |\n| 效益 | 30 | 17 |\n| 合计 | 100 | 93.5 |\n",
     "holds score.weight 100 20 30\nbreaks score.total 93.5 19 18.5 29 17"},
    {"weights that add to 110",
     "| 指标 | 分值 | 得分 |\n|---|---|---|\n| 决策 | 20 | 19 |\n| 过程 | 30 | 18.5 |\n| 产出 | 30 "
     "| 29 |\n| 效益 | 30 | 27 |\n| 合计 | 100 | 93.5 |\n",
     "breaks score.weight 100 20 30\nholds score.total 93.5 19 18.5 29 27"},
    {"more points than the line has",
     "| 指标 | 分值 | 得分 |\n|---|---|---|\n| 决策 | 20 | 19 |\n| 过程 | 20 | 21 |\n| 产出 | 30 | "
     "29 |\n| 效益 | 30 | 27 |\n| 合计 | 100 | 96 |\n",
     "breaks score.line 21 20\nholds score.total 96 19 21 29 27"},
    {"points to be taken off have no full marks",
     "| 指标 | 分值 | 得分 |\n|---|---|---|\n| 决策 | 20 | 19 |\n| 过程 | 20 | 18.5 |\n| 产出 | 60 "
     "| 59 |\n| 逾期报送 | -5 | -2 |\n| 信息泄露 | -5 | 0 |\n",
     "holds score.line 18.5 20\nholds score.line 59 60"},
    {"an empty total: the scores are above the full marks",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标（50分）", "巡诊次数", "50", "50")
         LINE("效益指标（50分）", "社会效益（50分）", "回访次数", "50", "49") "→总分\n→100\n→\n→\n",
     "breaks score.weight 100 10 50\nbreaks score.total 100 10 50 49\nnote report.missing 总分"},
    {"an empty total: nothing else is wrong",
     FUNDS("10") HEAD LINE("产出指标（50分）", "数量指标（50分）", "巡诊次数", "50", "50")
         LINE("效益指标（40分）", "社会效益（40分）", "回访次数", "40", "39") "→总分\n→100\n→\n→\n",
     "holds score.weight 100 10 50 40\nholds score.total 100 10 50 39\nnote report.missing 总分"},
    {"an empty execution score counts as full marks or as nothing",
     FUNDS("") HEAD LINE("产出指标（50分）", "数量指标（50分）", "巡诊次数", "50", "50") LINE(
         "效益指标（40分）", "社会效益（40分）", "回访次数", "40", "39") "→总分\n→100\n→89\n→\n",
     "holds score.total 89 50 39\nnote report.missing 年度资金总额"},
    {"one number in the row of totals is the score",
     "部门评分表\n\n→一级指标\n→二级指标\n→分值\n→指标解释\n→得分\n\n→预算管理（60分）\n→编制\n→35"
     "\n→是否完整细化\n→33\n\n→\n→执行\n→25\n→是否达到序时进度\n→22.5\n\n"
     "→绩效管理（40分）\n→自评\n→40\n→是否按时报送\n→40\n\n→总 分\n→95.5\n",
     "holds score.weight 60 35 25\nholds score.weight 40\nholds score.total 95.5 33 22.5 40\nfact "
     "95.5 95.5 score score 总分"},
    {"one number in the row of totals, and it is wrong",
     "部门评分表\n\n→一级指标\n→二级指标\n→分值\n→指标解释\n→得分\n\n→预算管理（60分）\n→编制\n→35"
     "\n→是否完整细化\n→33\n\n→\n→执行\n→25\n→是否达到序时进度\n→22.5\n\n"
     "→绩效管理（40分）\n→自评\n→40\n→是否按时报送\n→40\n\n→总 分\n→99.5\n",
     "breaks score.total 99.5 33 22.5 40"},
};

static const struct table_case GRADES[] = {
    {"in a form", "→绩效自评综合得分\n→92\n\n→评价等次\n→优秀\n", "holds score.grade 92 优秀"},
    {"in a form, too good", "→绩效自评综合得分\n→86\n\n→评价等次\n→优秀\n",
     "breaks score.grade 86 优秀"},
    {"in a form, too bad", "→绩效自评综合得分\n→86.5\n\n→评价等级\n→中\n",
     "breaks score.grade 86.5 中"},
    {"good", "→绩效自评综合得分\n→80\n\n→评价等级\n→良\n", "holds score.grade 80 良"},
    {"by the default bands", "综合得分为84.2分，评价等级为“良”。\n", "holds score.grade 84.2 良"},
    {"by the report's own bands",
     "综合得分为88分。按照85-100分为优、70-84分为良、60-69分为中、0-59分为差，评价等级为“优”。\n",
     "holds score.grade 88 85"},
    {"against the report's own bands",
     "综合得分为84分。按照85-100分为优、70-84分为良、60-69分为中、0-59分为差，评价等级为“优”。\n",
     "breaks score.grade 84 85"},
    {"against the default bands", "自评得分78.4分，评价等级为良好。\n",
     "breaks score.grade 78.4 良好"},
};

static void weights_add_up(void **state)
{
    (void)state;
    TABLE_CHECK(WEIGHTS);
}

static void scores_add_up(void **state)
{
    (void)state;
    TABLE_CHECK(TOTALS);
}

static void grades_fit_scores(void **state)
{
    (void)state;
    TABLE_CHECK(GRADES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_add_up),
        cmocka_unit_test(scores_add_up),
        cmocka_unit_test(grades_fit_scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
