/* An agency's names, and its documents against each other: figures of a budget against last year's
 * budget, department against units, sentences kept from last year. Numbers worked out by hand. */
#include "relate_fixture.h"

#include "plumb/finding.h"

#include <stdio.h>

static struct relate_fixture f;

/* ---- names -------------------------------------------------------------------------------------- */

enum { NAMES_MAX = 8 };

/* `names` end with NULL; `groups`: names with one letter are one agency. */
static void expect_groups(const char *const *names, const char *groups,
                          const struct plumb_agency_name *decided, size_t decided_count)
{
    struct plumb_str list[NAMES_MAX];
    const char *out[NAMES_MAX];
    size_t n = 0;
    struct plumb_arena *arena = plumb_arena_new();
    for (; names[n]; n++)
        list[n] = plumb_str_from(names[n]);
    plumb_agency_names(list, n, decided, decided_count, arena, out);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if ((groups[i] == groups[k]) != (strcmp(out[i], out[k]) == 0))
                fail_msg("%s is %s, %s is %s", names[i], out[i], names[k], out[k]);
    plumb_arena_free(arena);
}

static void names_of_one_agency(void **state)
{
    (void)state;
    expect_groups((const char *const[]){"临溪县水利局", "临溪县水利局（部门）", "临溪县水利局本级",
                                        "县水利局", "临溪县林业局", NULL},
                  "aaaab", NULL, 0);
    expect_groups(
        (const char *const[]){"明州市卫健委", "明州市卫生健康委员会", "明州市卫生健康委", NULL},
        "aaa", NULL, 0);
    expect_groups((const char *const[]){"普安区人民政府东桥街道办事处", "普安区东桥街道办事处",
                                        "普安区人民政府", NULL},
                  "aab", NULL, 0);
    expect_groups((const char *const[]){"中共普安区委社会工作部", "普安区委社工部", NULL}, "aa",
                  NULL, 0);
}

/* A bare name that two longer ones end in belongs to neither. */
static void ambiguous_name_stays_alone(void **state)
{
    (void)state;
    expect_groups((const char *const[]){"财政局", "临溪县财政局", "明州市财政局", NULL}, "abc",
                  NULL, 0);
    expect_groups((const char *const[]){"", "临溪县财政局", "", NULL}, "aba", NULL, 0);
}

static void decisions_go_first(void **state)
{
    (void)state;
    const struct plumb_agency_name apart[] = {{"县水利局", "县水利局"}};
    expect_groups((const char *const[]){"临溪县水利局", "县水利局", NULL}, "ab", apart, 1);
    const struct plumb_agency_name joined[] = {{"临溪县水务局", "临溪县水利局"}};
    expect_groups((const char *const[]){"临溪县水利局", "临溪县水务局", NULL}, "aa", joined, 1);
}

/* ---- documents ------------------------------------------------------------------------------------ */

enum { DOCUMENTS_MAX = 4 };
static struct plumb_arena *arena;
static struct plumb_finding_list list;

static struct plumb_digest *read_one(const char *name, const char *text)
{
    struct plumb_document *document = NULL;
    struct plumb_extraction *extraction = NULL;
    struct plumb_digest *digest = NULL;
    struct plumb_error error;
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_arena *own = plumb_arena_new();
    assert_int_equal(plumb_read_text(name, plumb_str_from(text), &limits, own, &document, &error),
                     PLUMB_OK);
    assert_int_equal(plumb_extract(f.extractor, document, own, &extraction, &error), PLUMB_OK);
    assert_int_equal(plumb_digest_new(f.catalogue, extraction, 0, &digest, &error), PLUMB_OK);
    plumb_arena_free(own);
    return digest;
}

/* Analyse documents given as name, text, name, text, … NULL; findings lie in `list`. */
static void screen(const char *const *documents)
{
    struct plumb_digest *digests[DOCUMENTS_MAX];
    struct plumb_analysis_summary summary;
    size_t n = 0;
    plumb_arena_free(arena);
    arena = plumb_arena_new();
    list = (struct plumb_finding_list){0};
    for (; documents[2 * n]; n++)
        digests[n] = read_one(documents[2 * n], documents[2 * n + 1]);
    struct plumb_analysis_input input = {.catalogue = f.catalogue,
                                         .digests = (const struct plumb_digest *const *)digests,
                                         .digest_count = n,
                                         .threads = 1};
    assert_int_equal(plumb_analyse(&input, arena, &list, &summary, NULL), PLUMB_OK);
    for (size_t i = 0; i < n; i++)
        plumb_digest_free(digests[i]);
}

static size_t findings_of(const char *check)
{
    size_t n = 0;
    for (size_t i = 0; i < list.count; i++)
        n += strcmp(list.items[i].check, check) == 0;
    return n;
}

#define BUDGET(year, total, more)                                                                  \
    "# 某市审计局" year "年部门预算\n\n## 二、部门预算编制说明\n\n" year                           \
    "年，某市审计局支出预算" total "万元" more "。\n"

static void last_years_budget(void **state)
{
    (void)state;
    /* 520 − 20 = 500 */
    screen((const char *const[]){"b2023.md", BUDGET("2023", "500.00", ""), "b2024.md",
                                 BUDGET("2024", "520.00", "，比2023年预算增加20.00万元"), NULL});
    assert_int_equal(list.count, 0);
    /* 520 − 30 = 490 ≠ 500 */
    screen((const char *const[]){"b2023.md", BUDGET("2023", "500.00", ""), "b2024.md",
                                 BUDGET("2024", "520.00", "，比2023年预算增加30.00万元"), NULL});
    assert_int_equal(findings_of("consistency.restatement"), 1);
    assert_int_equal(list.items[0].evidence_count, 2);
    assert_false(list.items[0].soft);
    assert_true(list.items[0].money_at_stake == 100000);
    /* the same, on a comparable scope: to be explained, no more */
    screen((const char *const[]){"b2023.md", BUDGET("2023", "500.00", ""), "b2024.md",
                                 BUDGET("2024", "520.00", "，按可比口径比2023年预算增加30.00万元"),
                                 NULL});
    assert_int_equal(findings_of("consistency.restatement"), 1);
    assert_true(list.items[0].soft);
    /* 持平 means the same amount */
    screen((const char *const[]){"b2023.md", BUDGET("2023", "500.00", ""), "b2024.md",
                                 BUDGET("2024", "520.00", "，比2023年预算持平"), NULL});
    assert_int_equal(findings_of("consistency.restatement"), 1);
}

#define ACCOUNTS(name, title, year, amount, words)                                                     \
    "# " name year "年度" title "\n\n" words "\n\n### 收入支出决算总表\n\n单位：万元\n\n" \
    "| 收入 |  | 支出 |  |\n|---|---|---|---|\n| 项目 | 决算数 | 项目 | 决算数 |\n"      \
    "| 一、一般公共预算财政拨款收入 | " amount " | 一、一般公共服务支出 | " amount " |\n"              \
    "| 本年收入合计 | " amount " | 本年支出合计 | " amount " |\n"                                      \
    "| 总计 | " amount " | 总计 | " amount " |\n"

#define UNITS                                                                                                                   \
    "纳入决算编制范围的单位包括：\n\n| 序号 | 单位名称 |\n|---|---|\n| 1 | 某市审计局（本级） |\n" \
    "| 2 | 某市审计服务中心 |\n"

static void department_and_units(void **state)
{
    (void)state;
    const char *own = ACCOUNTS("某市审计局（本级）", "单位决算", "2022", "300.00", "");
    const char *centre = ACCOUNTS("某市审计服务中心", "单位决算", "2022", "50.00", "");
    /* 300 + 50 = 350 */
    screen((const char *const[]){"d.md",
                                 ACCOUNTS("某市审计局", "部门决算", "2022", "350.00", UNITS),
                                 "o.md", own, "c.md", centre, NULL});
    assert_int_equal(findings_of("consistency.sum"), 0);
    screen((const char *const[]){"d.md",
                                 ACCOUNTS("某市审计局", "部门决算", "2022", "390.00", UNITS),
                                 "o.md", own, "c.md", centre, NULL});
    assert_true(findings_of("consistency.sum") > 0);
    for (size_t i = 0; i < list.count; i++)
        assert_true(list.items[i].soft); /* payments between the units may have been eliminated */
}

#define EVALUATION(year, goal)                                                                     \
    "# 某市审计局" year "年度部门整体支出绩效自评报告\n\n## 三、绩效目标完成情况\n\n" goal "\n"

static void sentence_of_last_year(void **state)
{
    (void)state;
    const char *before =
        EVALUATION("2021", "2021年完成专项审计项目38个，提出整改建议126条，被采纳119条。");
    screen((const char *const[]){
        "e2021.md", before, "e2022.md",
        EVALUATION("2022", "2021年完成专项审计项目38个，提出整改建议126条，被采纳119条。"), NULL});
    assert_int_equal(findings_of("report.year"), 1);
    screen((const char *const[]){
        "e2021.md", before, "e2022.md",
        EVALUATION("2022", "2022年完成专项审计项目41个，提出整改建议133条，被采纳120条。"), NULL});
    assert_int_equal(list.count, 0);
}

/* ---- the real budgets ------------------------------------------------------------------------------- */

/* Every "比2024年预算…" of the 2025 budget finds its figure in the budget of 2024. */
static void real_budgets_tie(void **state)
{
    static const char *const paths[] = {"../shared/pdf/budget_2024_wanli.pdf",
                                        "../shared/pdf/budget_2025_wanli.pdf"};
    (void)state;
    struct plumb_extraction *e[2];
    struct plumb_error error;
    struct plumb_read_limits limits = plumb_read_limits_default();
    plumb_arena_free(f.arena);
    f.arena = plumb_arena_new();
    for (size_t i = 0; i < 2; i++) {
        struct plumb_document *document = NULL;
        FILE *file = fopen(paths[i], "rb");
        if (!file) {
            print_message("%s is not there: skipped\n", paths[i]);
            skip();
        }
        fclose(file);
        enum plumb_status status = plumb_read_file(paths[i], &limits, f.arena, &document, &error);
        if (status == PLUMB_E_UNAVAILABLE)
            skip();
        assert_int_equal(status, PLUMB_OK);
        assert_int_equal(plumb_extract(f.extractor, document, f.arena, &e[i], &error), PLUMB_OK);
        assert_int_equal(e[i]->kind, PLUMB_KIND_BUDGET);
        assert_int_equal(e[i]->year, 2024 + (int)i);
    }
    assert_true(plumb_str_equal(e[0]->agency, e[1]->agency));
    size_t claims = 0, found = 0;
    for (size_t i = 0; i < e[1]->figure_count; i++) {
        const struct plumb_figure *claim = &e[1]->figures[i];
        bool tied = false;
        if (claim->year != 2024 || !claim->claim)
            continue;
        claims++;
        for (size_t k = 0; k < e[0]->figure_count; k++)
            tied |= e[0]->figures[k].key == claim->key && e[0]->figures[k].year == 2024 &&
                    e[0]->figures[k].value.v == claim->value.v;
        found += tied;
        if (!tied)
            print_message("not found in 2024: %.*s = %s\n", PLUMB_STR_ARG(claim->name),
                          claim->words);
    }
    assert_int_equal(claims, 10); /* counted in the text */
    assert_int_equal(found, claims);
}

static int open_fixture(void **state)
{
    (void)state;
    relate_open(&f);
    return 0;
}

static int close_fixture(void **state)
{
    (void)state;
    plumb_arena_free(arena);
    relate_close(&f);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_one_agency),  cmocka_unit_test(ambiguous_name_stays_alone),
        cmocka_unit_test(decisions_go_first),   cmocka_unit_test(last_years_budget),
        cmocka_unit_test(department_and_units), cmocka_unit_test(sentence_of_last_year),
        cmocka_unit_test(real_budgets_tie),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
