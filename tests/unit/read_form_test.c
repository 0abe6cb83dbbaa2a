/* Forms that lost their grid. All texts are written for these tests. */
#include "read_fixture.h"

#define HEAD "三级指标 年度指标值 实际完成值 分值 得分"
#define HEAD_ROW "三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分"

static void one_line(void **state)
{
    (void)state;
    expect_outline(
        "绩效自评 一级指标 二级 指标 三级指标 年度指标值 实际完成值 分值 得分 产出指标(30分) "
        "数量指标 "
        "巡河里程 ≥900公里 912 20 20 质量指标 达标河段 ≥ 95 % 96% 10 10 满意度指标 满意度指标 "
        "居民满意度 ≥90% 91% 10 10 总分 40 40 填表人 李某\n",
        "1\ttext\t绩效自评\n1\ttable\t绩效自评\n"
        "1\trow\t一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分\n"
        "1\trow\t产出指标(30分) | 数量指标 | 巡河里程 | ≥900公里 | 912 | 20 | 20\n"
        "1\trow\t | 质量指标 | 达标河段 | ≥95% | 96% | 10 | 10\n"
        "1\trow\t满意度指标 | 满意度指标 | 居民满意度 | ≥90% | 91% | 10 | 10\n"
        "1\trow\t总分 |  |  |  |  | 40 | 40\n1\ttext\t填表人 李某\n");
}

static void funds(void **state)
{
    (void)state;
    expect_outline(
        "项目资金 （万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分 年度资金总额： 70 80 "
        "72 10 90% "
        "9 其中：本年财政拨款 70 70 62 上年结转资金 0 10 10 其他资金\n",
        "1\ttable\t\n1\trow\t项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | "
        "执行率 | "
        "得分\n1\trow\t年度资金总额： | 70 | 80 | 72 | 10 | 90% | 9\n"
        "1\trow\t其中：本年财政拨款 | 70 | 70 | 62 |  |  | \n"
        "1\trow\t上年结转资金 | 0 | 10 | 10 |  |  | \n1\trow\t其他资金 |  |  |  |  |  | \n");
}

/* Two amounts of three: which is missing? */
static void funds_in_doubt(void **state)
{
    (void)state;
    const char *text =
        "项目资金 年初预算数 全年预算数 全年执行数 分值 执行率 得分 资金总额 80 72 10 90% 9\n";
    struct read_result r = read_string(text);
    for (size_t b = 0; b < r.document->block_count; b++)
        assert_int_not_equal(r.document->blocks[b].kind, PLUMB_BLOCK_TABLE);
    read_free(&r);
}

/* One cell a line; words broken over lines, points that count on like page numbers. */
static void cell_a_line(void **state)
{
    (void)state;
    expect_outline("三级\n\n指标\n\n年度\n\n指标值\n\n实际\n\n完成值\n\n分值\n\n得分\n\n"
                   "检修水闸\n\n≥12座\n\n12座\n\n2\n\n2\n\n清淤\n\n≥3公里\n\n2公里\n\n3\n\n2\n\n"
                   "……\n\n巡查\n\n≥40次\n\n44次\n\n4\n\n4\n\n说明：无\n",
                   "1\ttable\t\n1\trow\t" HEAD_ROW "\n"
                   "17\trow\t检修水闸 | ≥12座 | 12座 | 2 | 2\n"
                   "27\trow\t清淤 | ≥3公里 | 2公里 | 3 | 2\n"
                   "39\trow\t巡查 | ≥40次 | 44次 | 4 | 4\n"
                   "49\ttext\t说明：无\n37\tnote\tempty line of a form left out\n");
}

static void rows_a_line(void **state)
{
    (void)state;
    expect_outline("培训项目自评表\n" HEAD " 未完成原因分析\n培训人数 ≥300人 312人 10 10\n"
                   "培训期数 ≥6期 5期 10 8 场地不足\n合计 20 18\n三、存在问题\n",
                   "1\ttext\t培训项目自评表\n2\ttable\t培训项目自评表\n2\trow\t" HEAD_ROW
                   " | 未完成原因分析\n3\trow\t培训人数 | ≥300人 | 312人 | 10 | 10 | \n"
                   "4\trow\t培训期数 | ≥6期 | 5期 | 10 | 8 | 场地不足\n"
                   "5\trow\t合计 |  |  | 20 | 18 | \n6\theading 1\t三、存在问题\n");
}

/* Nothing but a pipe is an empty cell, and line ends mean nothing. */
static void stream_of_pipes(void **state)
{
    (void)state;
    expect_outline(
        "三级指标 |\n年度指标值 |\n实际完成值 |\n分值 |\n得分 |\n备注 |\n放映场次 |\n≥50场 |\n"
        "52场 |\n10 |\n10 |\n|\n观众 |\n≥4000人 |\n|\n10 |\n|\n未统计 |\n",
        "1\ttable\t\n1\trow\t" HEAD_ROW " | 备注\n"
        "7\trow\t放映场次 | ≥50场 | 52场 | 10 | 10 | \n"
        "13\trow\t观众 | ≥4000人 |  | 10 |  | 未统计\n");
}

/* A converter that drops the cells of merged labels and fills the rows up at their ends. */
static void padded_rows(void **state)
{
    (void)state;
    expect_outline(
        "一级指标 | 三级指标 | 指标值 | 完成值 | 权重 | 得分 | 备注 |\n"
        "产出指标 | 植树 | ≥500株 | 520株 | 50 | 50 | ||\n"
        "成活率 | ≥90% | 88% | 50 | 49 | 干旱 | |\n",
        "1\ttable\t\n1\trow\t一级指标 | 三级指标 | 指标值 | 完成值 | 权重 | 得分 | 备注\n"
        "2\trow\t产出指标 | 植树 | ≥500株 | 520株 | 50 | 50 | \n"
        "3\trow\t | 成活率 | ≥90% | 88% | 50 | 49 | 干旱\n");
}

/* The upper row of the head, then the parts of its merged cells. */
static void head_of_two_rows(void **state)
{
    (void)state;
    expect_outline("|\n|\n| 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注 | 一级指标 | "
                   "三级指标 | 指标性质 "
                   "| 指标值 | 度量单位 | 产出指标 | 施工长度 | ≥ | 30 | 公里 | 31 | 60 | 60 |\n"
                   "| 效益指标 | 受益村 | = | 8 | 个 | 8 | 40 | 40 | 超额 |\n",
                   "1\ttable\t\n1\trow\t\n2\trow\t\n3\ttable\t\n"
                   "3\trow\t一级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 实际完成值 | 分值 "
                   "| 得分 | 备注\n"
                   "3\trow\t产出指标 | 施工长度 | ≥ | 30 | 公里 | 31 | 60 | 60 | \n"
                   "4\trow\t效益指标 | 受益村 | = | 8 | 个 | 8 | 40 | 40 | 超额\n");
}

/* 绩效 and 目标值 are one head, 实际 and 完成值 another. */
static void head_broken_over_lines(void **state)
{
    (void)state;
    expect_outline(
        "二级指标 三级指标 绩效 实际 指标分值 自评得分\n目标值 完成值\n"
        "数量目标 疏浚河道 ≥5公里 6公里 60 60\n质量目标 验收合格率 100% 100% 40 40\n",
        "1\ttable\t\n1\trow\t二级指标 | 三级指标 | 绩效目标值 | 实际完成值 | 指标分值 | 自评得分\n"
        "3\trow\t数量目标 | 疏浚河道 | ≥5公里 | 6公里 | 60 | 60\n"
        "4\trow\t质量目标 | 验收合格率 | 100% | 100% | 40 | 40\n");
}

static void expect_no_table(const char *text)
{
    struct read_result r = read_string(text);
    for (size_t b = 0; b < r.document->block_count; b++)
        assert_int_not_equal(r.document->blocks[b].kind, PLUMB_BLOCK_TABLE);
    read_free(&r);
}

/* What is doubtful stays text: a wrong table would accuse the agency of the reader's mistake. */
static void doubtful_stays_text(void **state)
{
    (void)state;
    expect_no_table(HEAD " 甲类 12 10 10 乙类 15 12 10 8\n"); /* aimed at 12, or reached? */
    expect_no_table(HEAD " 甲类 ≥12次 12次 10 10 乙类 ≥8次 8次 10\n"); /* one score is missing */
    expect_no_table(HEAD " 甲类 ≥12次 12次 180 180 乙类 ≥8次 8次 120 120\n"); /* no points */
    expect_no_table(
        "自评表包括三级指标 年度指标值 实际完成值 分值 得分 等栏，各单位应逐项填写。\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_line),
                                       cmocka_unit_test(funds),
                                       cmocka_unit_test(funds_in_doubt),
                                       cmocka_unit_test(cell_a_line),
                                       cmocka_unit_test(rows_a_line),
                                       cmocka_unit_test(stream_of_pipes),
                                       cmocka_unit_test(padded_rows),
                                       cmocka_unit_test(head_of_two_rows),
                                       cmocka_unit_test(head_broken_over_lines),
                                       cmocka_unit_test(doubtful_stays_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
