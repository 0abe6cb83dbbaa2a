/* Whose, of which year, of which kind: first pages and file names as agencies write them, in many
 * wordings; how sure that is, and where cover, text and file name disagree. The agencies are
 * invented. */
#include "identity_fixture.h"

static void accounts(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"云河省青石县水务局\n2023年度部门决算\n目录", "云河省青石县水务局", 2023,
         PLUMB_KIND_ACCOUNTS},
        {"2023年度\n青石县审计局部门决算\n目 录", "青石县审计局", 2023, PLUMB_KIND_ACCOUNTS},
        {"青石县供销合作社联合社2022年度部门决算公开报告", "青石县供销合作社联合社", 2022,
         PLUMB_KIND_ACCOUNTS},
        {"二〇二二年度青石县林业局部门决算", "青石县林业局", 2022, PLUMB_KIND_ACCOUNTS},
        {"青石县人力资源和社会保障局本级2023年度决算", "青石县人力资源和社会保障局", 2023,
         PLUMB_KIND_ACCOUNTS},
        {"青石县融媒体中心2023年度决算公开", "青石县融媒体中心", 2023, PLUMB_KIND_ACCOUNTS},
        {"收入支出决算总表\n公开01表\n部门：青石县统计局\n2023年度\n金额单位：万元", "青石县统计局",
         2023, PLUMB_KIND_ACCOUNTS},
        {"青石县市场监督管理局2021年度“三公”经费决算公开", "青石县市场监督管理局", 2021,
         PLUMB_KIND_ACCOUNTS},
        {"中国共产党青石县委员会组织部2023年度部门决算", "中国共产党青石县委员会组织部", 2023,
         PLUMB_KIND_ACCOUNTS},
        {"青石县人大常委会办公室2022年度部门决算", "青石县人大常委会办公室", 2022,
         PLUMB_KIND_ACCOUNTS},
        {"共青团青石县委员会2023年度部门决算", "共青团青石县委员会", 2023, PLUMB_KIND_ACCOUNTS},
        {"青石经济技术开发区管理委员会2023年度部门决算", "青石经济技术开发区管理委员会", 2023,
         PLUMB_KIND_ACCOUNTS},
        {"《2023年度部门决算》\n公开单位：青石县信访局", "青石县信访局", 2023, PLUMB_KIND_ACCOUNTS},
        {"青石县实验小学2023年部门收支决算情况说明", "青石县实验小学", 2023, PLUMB_KIND_ACCOUNTS},
        {"2022 年 度\n部 门 决 算\n青 石 县 档 案 馆", "青石县档案馆", 2022, PLUMB_KIND_ACCOUNTS},
        {"青石县粮食和物资储备局\n2022年度部门决算\n2023年9月", "青石县粮食和物资储备局", 2022,
         PLUMB_KIND_ACCOUNTS},
        {"青石县科学技术局2022年度部门决算公开\n发布时间：2023-09-15 来源：青石县科学技术局",
         "青石县科学技术局", 2022, PLUMB_KIND_ACCOUNTS},
    };
    CHECK(pages);
}

static void budgets(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"青石县工业和信息化局二○二三年部门预算编制情况说明", "青石县工业和信息化局", 2023,
         PLUMB_KIND_BUDGET},
        {"2024年青石县人民政府办公室部门预算信息公开", "青石县人民政府办公室", 2024,
         PLUMB_KIND_BUDGET},
        {"青石县第一人民医院2024年预算", "青石县第一人民医院", 2024, PLUMB_KIND_BUDGET},
        {"2025年部门预算公开表\n单位：青石县气象局", "青石县气象局", 2025, PLUMB_KIND_BUDGET},
        {"政协青石县委员会办公室2024年部门预算", "政协青石县委员会办公室", 2024, PLUMB_KIND_BUDGET},
        {"云河市生态环境局青石分局2024年预算公开情况说明", "云河市生态环境局青石分局", 2024,
         PLUMB_KIND_BUDGET},
        {"部门收支总表\n部门公开表1\n2025年度\n部门名称：青石县民族宗教事务局\n单位：万元",
         "青石县民族宗教事务局", 2025, PLUMB_KIND_BUDGET},
    };
    CHECK(pages);
}

static void evaluations(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"附件1\n2023年度部门整体支出绩效自评表\n填报单位（盖章）：青石县民政局", "青石县民政局",
         2023, PLUMB_KIND_SELF_WHOLE},
        {"青石县文化广电旅游体育局部门2023年度整体支出绩效评价自评报告", "青石县文化广电旅游体育局",
         2023, PLUMB_KIND_SELF_WHOLE},
        {"青石县交通运输局关于2022年度部门整体支出绩效自评情况的报告", "青石县交通运输局", 2022,
         PLUMB_KIND_SELF_WHOLE},
        {"青石县自然资源局2023年度部门预算绩效自评报告", "青石县自然资源局", 2023,
         PLUMB_KIND_SELF_WHOLE},
        {"2023年度部门整体评价指标体系评分表\n部门名称|青石县商务局", "青石县商务局", 2023,
         PLUMB_KIND_SELF_WHOLE},
        {"青石县城乡规划服务中心2023年度部门支出绩效自评报告", "青石县城乡规划服务中心", 2023,
         PLUMB_KIND_SELF_WHOLE},
        {"青石县退役军人事务局2023年部门整体支出绩效自评报告\n一、2024年工作打算\n2024年将继续推进"
         "。"
         "\n2024年二季度完成。\n2024年三季度完成。",
         "青石县退役军人事务局", 2023, PLUMB_KIND_SELF_WHOLE},
        {"附件2：\n项目支出绩效自评表\n（2023年度）\n项目名称|困难群众救助\n主管部门|青石县民政局|"
         "项目实施单位|青石县救助管理站",
         "青石县救助管理站", 2023, PLUMB_KIND_SELF_PROJECT},
        {"2022年度城乡居民医疗保险补助资金绩效自评报告\n青石县医疗保障局", "青石县医疗保障局", 2022,
         PLUMB_KIND_SELF_PROJECT},
        {"青石县农业农村局2022年高标准农田建设项目绩效自评报告", "青石县农业农村局", 2022,
         PLUMB_KIND_SELF_PROJECT},
        {"转移支付区域（项目）绩效目标自评表\n（2022年度）\n主管部门|青石县林业局", "青石县林业局",
         2022, PLUMB_KIND_SELF_PROJECT},
        {"青石县教育局2023年中央财政专项转移支付资金绩效自评报告", "青石县教育局", 2023,
         PLUMB_KIND_SELF_PROJECT},
        {"2020—2022年度青石县水务局项目支出绩效评价报告", "青石县水务局", 2022,
         PLUMB_KIND_SELF_PROJECT},
        {"2023年度省级财政支出项目绩效自评报告\n项目单位：青石县体育中心", "青石县体育中心", 2023,
         PLUMB_KIND_SELF_PROJECT},
        {"2023年部门预算项目支出绩效自评表\n单位名称：青石县应急管理局", "青石县应急管理局", 2023,
         PLUMB_KIND_SELF_PROJECT},
    };
    CHECK(pages);
}

static void targets_execution_and_others(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"部门（单位）整体支出绩效目标表\n（2024年度）\n部门（单位）名称|青石县残疾人联合会",
         "青石县残疾人联合会", 2024, PLUMB_KIND_TARGETS},
        {"项目支出绩效目标申报表\n（2024年度）\n项目单位|青石县城市管理局", "青石县城市管理局",
         2024, PLUMB_KIND_TARGETS},
        {"2024年部门预算项目绩效目标批复表\n单位名称：青石县公共就业服务中心",
         "青石县公共就业服务中心", 2024, PLUMB_KIND_TARGETS},
        {"关于青石县2023年财政预算执行情况和2024年财政预算草案的报告\n青石县财政局", "青石县财政局",
         2023, PLUMB_KIND_EXECUTION},
        {"青石县水务局2023年度预算执行情况分析报告", "青石县水务局", 2023, PLUMB_KIND_EXECUTION},
        {"青石县卫生健康局2022年预算执行自查报告", "青石县卫生健康局", 2022, PLUMB_KIND_EXECUTION},
        {"青石县水务局2023年工作总结", "青石县水务局", 2023, PLUMB_KIND_OTHER},
        {"青石县财政局关于印发《青石县部门预算绩效管理办法》的通知", "青石县财政局", 0,
         PLUMB_KIND_OTHER},
    };
    CHECK(pages);
}

/* ---- how sure, and disagreements ---------------------------------------------------------------- */

static struct plumb_extraction *extract(const char *name, const char *text)
{
    static struct plumb_arena *arena;
    struct plumb_document *document = NULL;
    struct plumb_extraction *out = NULL;
    struct plumb_read_limits limits = plumb_read_limits_default();
    plumb_arena_free(arena);
    arena = plumb_arena_new();
    if (!name)
        return NULL;
    assert_int_equal(plumb_read_text(name, plumb_str_from(text), &limits, arena, &document, NULL),
                     PLUMB_OK);
    assert_int_equal(plumb_extract(fixture.extractor, document, arena, &out, NULL), PLUMB_OK);
    return out;
}

/* Subjects of the disagreements found, parted by spaces. */
static void expect_disagreements(const char *name, const char *text, const char *expected)
{
    const struct plumb_extraction *e = extract(name, text);
    char found[256] = "";
    for (size_t i = 0; i < e->relation_count; i++)
        if (strcmp(e->relations[i].check, "report.identity") == 0)
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s%.*s",
                     *found ? " " : "", PLUMB_STR_ARG(e->relations[i].subject));
    assert_string_equal(found, expected);
    extract(NULL, NULL);
}

#define STALE                                                                                                          \
    "青石县水务局2023年度部门决算\n\n2022年收入合计20万元。\n\n2022年支出合计20万元。\n\n" \
    "2022年完成清淤3公里。\n\n截至2022年底，供水12万吨。\n"

static void disagreements(void **state)
{
    (void)state;
    expect_disagreements("a.txt", STALE, "标题年度");
    /* another year told in comparison, or just now and then, is none */
    expect_disagreements(
        "a.txt",
        "青石县水务局2023年度部门决算\n\n2023年收入合计20万元。\n\n比2022年增加。"
        "\n\n比2022年减少。\n\n较2022年增加。\n\n较2022年减少。\n\n2022年已完工。\n",
        "");
    expect_disagreements("青石县水务局2022年度部门决算.txt", "青石县水务局2023年度部门决算\n",
                         "文件名年度");
    expect_disagreements("2022-2023青石县水务局部门决算.txt", "青石县水务局2023年度部门决算\n", "");
    expect_disagreements("青石县财政局2023年度部门决算.txt", "青石县水务局2023年度部门决算\n",
                         "文件名单位");
    /* short forms name the same agency */
    expect_disagreements("青石县卫健委2023年度部门决算.txt",
                         "青石县卫生健康委员会2023年度部门决算\n", "");
    expect_disagreements("县水务局2023年度部门决算.txt", "青石县水务局2023年度部门决算\n", "");
}

/* Votes by hand: the title has 10 for the kind and nobody else any: 10 / (10 + 0 + 2); the file's
 * name alone has 2 for each: 2 / (2 + 0 + 2); 2 : 2 halves it. */
static void confidence(void **state)
{
    (void)state;
    const struct plumb_extraction *e = extract("a.txt", "青石县水务局2023年度部门决算\n");
    assert_true(e->kind_confidence > 10.0 / 12 - 1e-9 && e->kind_confidence < 10.0 / 12 + 1e-9);
    assert_true(e->year_confidence > 0.9);
    assert_true(e->agency_confidence > 0.8);
    e = extract("青石县水务局2023年部门预算.txt", "无标题内容。\n");
    assert_int_equal(e->kind, PLUMB_KIND_BUDGET);
    assert_true(e->kind_confidence > 0.5 - 1e-9 && e->kind_confidence < 0.5 + 1e-9);
    assert_true(plumb_extraction_sure(e) < 0.51);
    /* a file named after another agency and kind makes both less sure */
    double alone = extract("a.txt", "青石县水务局2023年度部门决算\n")->agency_confidence;
    e = extract("青石县财政局2023年部门预算.txt", "青石县水务局2023年度部门决算\n");
    assert_int_equal(e->kind, PLUMB_KIND_ACCOUNTS);
    assert_true(e->kind_confidence > 10.0 / 14 - 1e-9 && e->kind_confidence < 10.0 / 14 + 1e-9);
    assert_true(e->agency_confidence < alone);
    extract(NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accounts),      cmocka_unit_test(budgets),
        cmocka_unit_test(evaluations),   cmocka_unit_test(targets_execution_and_others),
        cmocka_unit_test(disagreements), cmocka_unit_test(confidence),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
