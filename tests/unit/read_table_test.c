/* Tables from text. All texts are written for these tests. */
#include "read_fixture.h"

static void one_cell_a_line(void **state)
{
    (void)state;
    expect_outline("\t项目\n\t年初\n\n预算数\n\t决算数\n\n\t办公费\n\t　3.5\n\t\n\n\t\n\t2\n\t　\n",
                   "1\ttable\t\n1\trow\t项目 | 年初预算数 | 决算数\n7\trow\t办公费 | 3.5 | \n"
                   "11\trow\t | 2 | \n");
}

/* The first row may begin with an empty cell; a word may stand one character a line. */
static void first_cell_empty_and_vertical_words(void **state)
{
    (void)state;
    expect_outline(
        "情况如下：\n\n\t\n\t数量\n\t金额\n\n\t产\n\n出\n\t5\n\t6\n",
        "1\ttext\t情况如下：\n3\ttable\t\n3\trow\t | 数量 | 金额\n7\trow\t产出 | 5 | 6\n");
}

static void cell_of_many_paragraphs(void **state)
{
    (void)state;
    expect_outline(
        "\t主要职责\n\t（一）承担档案管理工作。\n\n（二）承担地方志编纂工作，按期出版。\n\n"
        "第三条  内设机构：\n\n办公室。负责日常运转\n\n\t人员\n\t12\n",
        "1\ttable\t\n1\trow\t主要职责 | （一）承担档案管理工作。（二）承担地方志编纂工作，按期"
        "出版。第三条  内设机构：办公室。负责日常运转\n10\trow\t人员 | 12\n");
}

static void what_ends_a_flat_table(void **state)
{
    (void)state;
    expect_outline("\t总分\n\t98\n\n\n填表人：      填报日期：\n",
                   "1\ttable\t\n1\trow\t总分 | 98\n5\ttext\t填表人：      填报日期：\n");
    expect_outline("\t总分\n\t98\n填表人：张三\n",
                   "1\ttable\t\n1\trow\t总分 | 98\n3\ttext\t填表人：张三\n");
    expect_outline("\t总分\n\t98\n\n（二）存在问题。\n", "1\ttable\t\n1\trow\t总分 | 98\n"
                                                         "4\theading 2\t（二）存在问题。\n");
    expect_outline(
        "\t总分\n\t98\n\n本单位按要求开展了年度自评，从结果来看，各项指标都完成得比较好。\n",
        "1\ttable\t\n1\trow\t总分 | 98\n"
        "4\ttext\t本单位按要求开展了年度自评，从结果来看，各项指标都完成得比较好。\n");
}

static void caption_between_flat_tables(void **state)
{
    (void)state;
    expect_outline("\t甲\n\t1\n\n培训项目自评表\n\n（2023年度）\n\n\t乙\n\t2\n",
                   "1\ttable\t\n1\trow\t甲 | 1\n4\ttext\t培训项目自评表\n6\ttext\t（2023年度）\n"
                   "8\ttable\t培训项目自评表（2023年度）\n8\trow\t乙 | 2\n");
}

/* Rows of one cell that name a part of a form cut it into tables. */
static void banners_cut_a_form(void **state)
{
    (void)state;
    expect_outline(
        "\t一、基本情况\n\n\t编制\n\t20\n\n\t二、收支情况\n\n\t年度收入（万元）\n\n\t单位\n\t合计\n"
        "\n\t本级\n\t33.5\n",
        "1\theading 1\t一、基本情况\n3\ttable\t一、基本情况\n3\trow\t编制 | 20\n"
        "6\theading 1\t二、收支情况\n8\ttext\t年度收入（万元）\n"
        "10\ttable\t年度收入（万元） [（万元）]\n10\trow\t单位 | 合计\n13\trow\t本级 | 33.5\n");
}

/* Between rows of figures a row of one cell stays in its table. */
static void group_rows_stay(void **state)
{
    (void)state;
    expect_outline(
        "\t项目\n\t金额\n\n\t人员支出\n\n\t工资\n\t12\n\n\t津贴\n\t5\n",
        "1\ttable\t\n1\trow\t项目 | 金额\n4\trow\t人员支出\n6\trow\t工资 | 12\n9\trow\t津贴 | 5\n");
}

static void tab_indented_prose(void **state)
{
    (void)state;
    expect_outline("\t本单位负责全县档案管理工作，编制二十人，实有十八人。\n"
                   "\t本年度收入三百万元，支出二百九十万元，结余十万元。\n",
                   "1\ttext\t本单位负责全县档案管理工作，编制二十人，实有十八人。\n"
                   "2\ttext\t本年度收入三百万元，支出二百九十万元，结余十万元。\n");
}

static void tab_separated_values(void **state)
{
    (void)state;
    struct read_result r =
        read_string("支出表（单位：千元）\n项目\t预算\t决算\n其中\n工资\t12\t\n\t3\t4\n");
    assert_string_equal(r.dump.data,
                        "1\ttext\t支出表（单位：千元）\n"
                        "2\ttable\t支出表（单位：千元） [单位：千元]\n"
                        "2\trow\t项目 | 预算 | 决算\n3\trow\t其中\n4\trow\t工资 | 12 | \n"
                        "5\trow\t | 3 | 4\n");
    assert_true(r.document->blocks[1].table.aligned);
    read_free(&r);
}

static void markdown_tables(void **state)
{
    (void)state;
    struct read_result r =
        read_string("收支表\n\n| 项目 | 金额 |\n|:---|---:|\n| 一<br>甲 | |\n|| 5 |\n"
                    "| a\\|b | 6 |\n");
    assert_string_equal(r.dump.data,
                        "1\ttext\t收支表\n3\ttable\t收支表\n3\trow\t项目 | 金额\n5\trow\t一甲 | \n"
                        "6\trow\t | 5\n7\trow\ta|b | 6\n");
    const struct plumb_table *table = &r.document->blocks[1].table;
    assert_true(table->aligned);
    assert_int_equal(table->column_count, 2);
    assert_int_equal(table->rows[2].cells[1].line, 6);
    read_free(&r);
}

/* A table continued on the next page with its head again. */
static void continued_markdown_table(void **state)
{
    (void)state;
    expect_outline("| 项目 | 数 |\n|---|---|\n| 甲 | 1 |\n\n| 项目 | 数 |\n|---|---|\n| 乙 | 2 |\n",
                   "1\ttable\t\n1\trow\t项目 | 数\n3\trow\t甲 | 1\n5\ttable\t\n5\trow\t项目 | "
                   "数\n7\trow\t乙 | 2\n");
}

static void bare_pipes(void **state)
{
    (void)state;
    expect_outline("项目 | 预算 | 决算\n--- | --- | ---\n甲 || 2\n",
                   "1\ttable\t\n1\trow\t项目 | 预算 | 决算\n3\trow\t甲 |  | 2\n");
    expect_outline("|项目\n|预算\n|决算\n\n|甲\n|\n|2\n",
                   "1\ttable\t\n1\trow\t项目 | 预算 | 决算\n5\trow\t甲 |  | 2\n");
}

/* A table of contents drawn as a table is noted, not kept. */
static void contents_table(void **state)
{
    (void)state;
    expect_outline(
        "| | |\n|---|---|\n| 一、概况..... | 1 |\n| 二、收支..... | 2 |\n| 三、其他..... | 9 |\n",
        "1\tnote\tentry of the table of contents left out\n"
        "2\tnote\tentry of the table of contents left out\n"
        "3\tnote\tentry of the table of contents left out\n"
        "4\tnote\tentry of the table of contents left out\n"
        "5\tnote\tentry of the table of contents left out\n");
}

static void fixed_columns(void **state)
{
    (void)state;
    struct read_result r = read_string("单位：万元\n"
                                       "项目          年初预算    决算数\n"
                                       "办公费            12.00     11.50\n"
                                       "差旅费                       3.25\n"
                                       "会议费             2.00      1.00\n"
                                       "注：本表反映全年支出情况。\n");
    assert_string_equal(
        r.dump.data,
        "1\ttext\t单位：万元\n2\ttable\t [单位：万元]\n2\trow\t项目 | 年初预算 | 决算数\n"
        "3\trow\t办公费 | 12.00 | 11.50\n4\trow\t差旅费 |  | 3.25\n"
        "5\trow\t会议费 | 2.00 | 1.00\n6\ttext\t注：本表反映全年支出情况。\n");
    assert_true(r.document->blocks[1].table.aligned);
    read_free(&r);
}

/* A label broken over lines stands above and below its numbers; a total spans the code columns; a
 * head without values is a column; an empty form below its unit is a table too. */
static void broken_labels_and_empty_columns(void **state)
{
    (void)state;
    expect_outline("支出决算表\n"
                   "                                    单位：万元\n"
                   "编码       名称          合计      基本支出    上缴支出\n"
                   "\n"
                   "      合计              30.00     10.00\n"
                   "201      文化支出        20.00      8.00\n"
                   "         社会保障和\n"
                   "208                   10.00      2.00\n"
                   "         就业支出\n"
                   "注：本表反映支出情况。\n",
                   "1\ttext\t支出决算表\n2\ttext\t单位：万元\n3\ttable\t支出决算表 [单位：万元]\n"
                   "3\trow\t编码 | 名称 | 合计 | 基本支出 | 上缴支出\n"
                   "5\trow\t | 合计 | 30.00 | 10.00 | \n"
                   "6\trow\t201 | 文化支出 | 20.00 | 8.00 | \n"
                   "8\trow\t208 | 社会保障和就业支出 | 10.00 | 2.00 | \n"
                   "10\ttext\t注：本表反映支出情况。\n");
    expect_outline("基金支出表\n            单位：万元\n   项目       年初结余    本年支出\n"
                   "           合计      基本支出\n注：本表无数据。\n",
                   "1\ttext\t基金支出表\n2\ttext\t单位：万元\n3\ttable\t基金支出表 [单位：万元]\n"
                   "3\trow\t项目 | 年初结余 | 本年支出\n4\trow\t | 合计 | 基本支出\n"
                   "5\ttext\t注：本表无数据。\n");
}

/* Columns stand elsewhere on the next page; as many columns are the same columns. */
static void columns_over_pages(void **state)
{
    (void)state;
    struct read_result r = read_string("项目           预算      决算\n"
                                       "办公费         12.00     11.00\n"
                                       "差旅费          3.00      2.00\n"
                                       "\f培训费   5.00   4.00\n"
                                       "会议费   1.00   0.50\n");
    assert_string_equal(r.dump.data,
                        "1\ttable\t\n1\trow\t项目 | 预算 | 决算\n"
                        "2\trow\t办公费 | 12.00 | 11.00\n3\trow\t差旅费 | 3.00 | 2.00\n"
                        "4\trow\t培训费 | 5.00 | 4.00\n5\trow\t会议费 | 1.00 | 0.50\n");
    assert_true(r.document->blocks[0].table.aligned);
    read_free(&r);
}

/* The caption of the next table ends a table. */
static void captions_part_column_tables(void **state)
{
    (void)state;
    expect_outline(
        "           收入表\n单位：万元\n甲        1.00\n乙        2.00\n           支出表\n"
        "编制部门：某局              单位：万元\n丙        3.00\n丁        4.00\n",
        "1\ttext\t收入表\n2\ttext\t单位：万元\n3\ttable\t收入表 [单位：万元]\n"
        "3\trow\t甲 | 1.00\n4\trow\t乙 | 2.00\n5\ttext\t支出表\n"
        "6\ttext\t编制部门：某局              单位：万元\n7\ttable\t支出表 [单位：万元]\n"
        "7\trow\t丙 | 3.00\n8\trow\t丁 | 4.00\n");
}

/* A character without width alone between columns, as pages copied from the web have, is no field. */
static void column_without_width(void **state)
{
    (void)state;
    expect_outline("项目           预算数       决算数\n"
                   "人员经费           640.00         600.00\n"
                   "日常公用            88.00          79.20\n"
                   "项目支出           210.00         199.50\n"
                   "合计       \u200B      938.00         878.70\n",
                   "1\ttable\t\n1\trow\t项目 | 预算数 | 决算数\n"
                   "2\trow\t人员经费 | 640.00 | 600.00\n3\trow\t日常公用 | 88.00 | 79.20\n"
                   "4\trow\t项目支出 | 210.00 | 199.50\n5\trow\t合计 | 938.00 | 878.70\n");
}

static void prose_with_double_spaces_is_no_table(void **state)
{
    (void)state;
    expect_outline("全年总支出  288  元，比上年增加，主要是采购设备所致，详见附表。\n"
                   "全年总收入  300  元，比上年增加，主要是拨款增加所致，详见附表。\n"
                   "全年总结余   12  元，比上年减少，主要是采购设备所致，详见附表。\n",
                   "1\ttext\t全年总支出  288  元，比上年增加，主要是采购设备所致，详见附表。\n"
                   "2\ttext\t全年总收入  300  元，比上年增加，主要是拨款增加所致，详见附表。\n"
                   "3\ttext\t全年总结余   12  元，比上年减少，主要是采购设备所致，详见附表。\n");
}

static void title_and_unit_above(void **state)
{
    (void)state;
    struct read_result r =
        read_string("支出决算表\n公开03表\n编制单位：某某局          金额单位：万元\n"
                    "| 项目 | 数 |\n|---|---|\n| 甲 | 1 |\n");
    const struct plumb_table *table = &r.document->blocks[3].table;
    assert_true(plumb_str_equal(table->title.str, PLUMB_STR("支出决算表")));
    assert_true(plumb_str_equal(table->unit.str, PLUMB_STR("单位：万元")));
    assert_int_equal(table->unit.pieces[0].line, 3);
    read_free(&r);
    /* prose above is no title */
    expect_outline(
        "具体情况如下，详见下表：\n| 项目 | 数 |\n|---|---|\n| 甲 | 1 |\n",
        "1\ttext\t具体情况如下，详见下表：\n2\ttable\t\n2\trow\t项目 | 数\n4\trow\t甲 | 1\n");
}

static void table_limits(void **state)
{
    (void)state;
    struct plumb_read_limits limits = plumb_read_limits_default();
    limits.max_columns = 3;
    struct read_result r = read_bytes("x.txt", "a\tb\tc\td\ne\tf\tg\th\n", 16, &limits);
    assert_int_equal(r.status, PLUMB_E_LIMIT);
    assert_int_equal(r.error.line, 1);
    assert_non_null(strstr(r.error.message, "columns"));
    read_free(&r);
    limits = plumb_read_limits_default();
    limits.max_cells = 3;
    r = read_bytes("x.txt", "|a|b|\n|c|d|\n", 12, &limits);
    assert_int_equal(r.status, PLUMB_E_LIMIT);
    assert_int_equal(r.error.line, 2);
    read_free(&r);
    limits = plumb_read_limits_default();
    limits.max_cell_bytes = 8;
    r = read_bytes("x.txt", "|a|0123456789|\n", 15, &limits);
    assert_int_equal(r.status, PLUMB_E_LIMIT);
    read_free(&r);
    /* a million columns meet the default limit */
    size_t len = 1000000;
    char *bytes = malloc(len);
    assert_non_null(bytes);
    memset(bytes, '\t', len);
    bytes[0] = 'a';
    bytes[len - 1] = 'b';
    r = read_bytes("x.txt", bytes, len, NULL);
    assert_int_equal(r.status, PLUMB_E_LIMIT);
    read_free(&r);
    memset(bytes, '|', len);
    r = read_bytes("x.txt", bytes, len, NULL);
    assert_int_equal(r.status, PLUMB_E_LIMIT);
    read_free(&r);
    free(bytes);
}

/* Random lines of the kinds above: whatever comes out, no byte is lost or misplaced. */
static void random_documents_keep_every_line(void **state)
{
    (void)state;
    static const char *const lines[] = {"",
                                        "",
                                        "",
                                        "\t",
                                        "\t12.5",
                                        "\t甲\t乙",
                                        "　　本年收入，增加",
                                        "一、概况",
                                        "（2024年度）",
                                        "单位：万元",
                                        "|a|b|",
                                        "|---|---|",
                                        "|",
                                        "a  1",
                                        "乙方   22   3",
                                        "12",
                                        "- 4 -",
                                        "填表人：",
                                        "合计",
                                        "2023年5月1日",
                                        "支出为12，",
                                        "\t（一）说明",
                                        "\f页首文字",
                                        "…",
                                        "甲\t1\t2",
                                        "# 题",
                                        "- 项",
                                        "总计........5"};
    uint64_t seed = 20240601;
    for (int round = 0; round < 3000; round++) {
        char text[2048];
        size_t len = 0, n = 1 + test_below(&seed, 24);
        for (size_t i = 0; i < n; i++) {
            const char *line = lines[test_below(&seed, PLUMB_COUNT(lines))];
            len += (size_t)snprintf(text + len, sizeof text - len, "%s\n", line);
        }
        struct read_result r = read_bytes("r.txt", text, len, NULL); /* checks every property */
        assert_int_equal(r.status, PLUMB_OK);
        read_free(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_cell_a_line),
        cmocka_unit_test(first_cell_empty_and_vertical_words),
        cmocka_unit_test(cell_of_many_paragraphs),
        cmocka_unit_test(what_ends_a_flat_table),
        cmocka_unit_test(caption_between_flat_tables),
        cmocka_unit_test(banners_cut_a_form),
        cmocka_unit_test(group_rows_stay),
        cmocka_unit_test(tab_indented_prose),
        cmocka_unit_test(tab_separated_values),
        cmocka_unit_test(markdown_tables),
        cmocka_unit_test(continued_markdown_table),
        cmocka_unit_test(bare_pipes),
        cmocka_unit_test(contents_table),
        cmocka_unit_test(fixed_columns),
        cmocka_unit_test(broken_labels_and_empty_columns),
        cmocka_unit_test(columns_over_pages),
        cmocka_unit_test(captions_part_column_tables),
        cmocka_unit_test(column_without_width),
        cmocka_unit_test(prose_with_double_spaces_is_no_table),
        cmocka_unit_test(title_and_unit_above),
        cmocka_unit_test(table_limits),
        cmocka_unit_test(random_documents_keep_every_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
