/* The published tables: titles of several regions (as their forms print them), classification codes, and
 * the real accounts of ../shared/pdf against a key made by hand (see the key's head for how). */
#include "relate_fixture.h"

#include "extract/published/account_codes.h"
#include "extract/published/published.h"
#include "extract/text/pattern.h"

#include <stdio.h>

#define PDF "../shared/pdf/accounts_2024_shegongbu.pdf"
#define KEY "tests/accounts/accounts_2024.key"

static struct relate_fixture f;

/* ---- titles ------------------------------------------------------------------------------------- */

static void titles_of_regions(void **state)
{
    static const struct {
        const char *title;
        bool budget;
        enum plumb_published_kind kind;
    } cases[] = {
        {"收入支出决算总表", false, PLUMB_T1},
        {"2023年度部门收支决算总表（公开01表）", false, PLUMB_T1},
        {"收入决算表", false, PLUMB_T2},
        {"部门支出决算表（公开03表）", false, PLUMB_T3},
        {"财政拨款收支决算总表", false, PLUMB_T4},
        {"财政拨款收入支出决算总表", false, PLUMB_T4},
        {"一般公共预算财政拨款支出决算表", false, PLUMB_T5},
        {"一般公共预算财政拨款收入支出决算表", false, PLUMB_T5},
        {"一般公共预算财政拨款基本支出决算明细表", false, PLUMB_T6},
        {"一般公共预算财政拨款“三公”经费支出决算表", false, PLUMB_T7},
        {"政府性基金预算财政拨款收入支出决算表", false, PLUMB_T8},
        {"国有资本经营预算财政拨款支出决算表", false, PLUMB_T9},
        {"部门收支总表", true, PLUMB_B1},
        {"收入总表", true, PLUMB_B2},
        {"2025年部门支出预算总表", true, PLUMB_B3},
        {"财政拨款收支总表", true, PLUMB_B4},
        {"一般公共预算支出表", true, PLUMB_B5},
        {"一般公共预算基本支出部门预算经济分类预算表", true, PLUMB_B6},
        {"部门“三公”经费和机关运行经费预算表", true, PLUMB_B7},
        {"政府性基金预算支出表", true, PLUMB_B8},
        {"国有资本经营预算支出功能分类预算表", true, PLUMB_B9},
        /* none of the nine */
        {"政府采购预算表", true, PLUMB_PUBLISHED_NONE},
        {"项目支出绩效目标表", true, PLUMB_PUBLISHED_NONE},
        {"部门支出总表", false, PLUMB_PUBLISHED_NONE},
        {"收入决算情况说明", false, PLUMB_PUBLISHED_NONE},
    };
    (void)state;
    struct plumb_arena *arena = plumb_arena_new();
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        struct plumb_str key = plumb_label_key(arena, plumb_str_from(cases[i].title));
        enum plumb_published_kind kind = plumb_published_by_title(key, cases[i].budget);
        if (kind != cases[i].kind)
            fail_msg("%s: %s instead of %s", cases[i].title, plumb_published_name(kind),
                     plumb_published_name(cases[i].kind));
    }
    plumb_arena_free(arena);
}

/* ---- codes -------------------------------------------------------------------------------------- */

static void codes_and_names(void **state)
{
    (void)state;
    const char *names = plumb_account_code_names(PLUMB_STR("210"));
    assert_non_null(names);
    assert_true(plumb_account_name_is(names, PLUMB_STR("卫生健康支出")));
    /* its name until 2018 */
    assert_true(plumb_account_name_is(names, PLUMB_STR("医疗卫生与计划生育支出")));
    assert_false(plumb_account_name_is(names, PLUMB_STR("农林水支出")));
    assert_null(plumb_account_code_names(PLUMB_STR("9999999")));
    assert_null(plumb_account_code_names(PLUMB_STR("")));
    assert_string_equal(plumb_account_code_named(PLUMB_STR("住房公积金"), 7), "2210201");
    assert_string_equal(plumb_account_code_named(PLUMB_STR("住房公积金"), 5), "30113");
    /* 信息化建设 is an item under several groups */
    assert_null(plumb_account_code_named(PLUMB_STR("信息化建设"), 7));
}

/* ---- small documents ------------------------------------------------------------------------------ */

static size_t count_of(const char *check, enum plumb_verdict verdict)
{
    size_t n = 0;
    for (size_t i = 0; i < f.extraction->relation_count; i++)
        n += f.extraction->relations[i].verdict == verdict &&
             strcmp(f.extraction->relations[i].check, check) == 0;
    return n;
}

#define FUNCTIONS(a, b, c)                                                                          \
    "| 功能分类科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 " \
    "|\n|---|---|---|---|---|\n"                                                                    \
    "| 201 | 一般公共服务支出 | " a " | " a " |  |\n"                                               \
    "| 20106 | 财政事务 | " a " | " a " |  |\n"                                                     \
    "| 2010601 | 行政运行 | " b " | " b " |  |\n"                                                   \
    "| 2010607 | 信息化建设 | " c " | " c " |  |\n"                                                 \
    "| 208 | 社会保障和就业支出 | 10.00 | 10.00 |  |\n"                                    \
    "| 20805 | 行政事业单位养老支出 | 10.00 | 10.00 |  |\n"                               \
    "| 2080505 | 机关事业单位基本养老保险缴费支出 | 10.00 | 10.00 |  |\n"

/* T3 and T5 spend the same; in T5 one item and the classes above it are 3 higher: T5 adds up by
 * itself, and only the two tables together tell. */
static void two_tables_disagree(void **state)
{
    (void)state;
    relate_read(&f,
                "# 某市审计局2022年度部门决算\n\n### 支出决算表\n\n单位：万元\n\n" FUNCTIONS(
                    "90.00", "60.00",
                    "30.00") "| 合计 |  | 100.00 | 100.00 |  |\n\n### "
                             "一般公共预算财政拨款支出决算表\n\n单位：万元\n\n" FUNCTIONS(
                                 "90.00", "60.00", "30.00") "| 合计 |  | 100.00 | 100.00 |  |\n");
    assert_int_equal(count_of("accounts.T5", PLUMB_VERDICT_INCONSISTENT), 0);
    size_t holds = count_of("accounts.T5", PLUMB_VERDICT_CONSISTENT);
    assert_true(holds >= 14); /* seven codes in two columns */
    relate_read(&f,
                "# 某市审计局2022年度部门决算\n\n### 支出决算表\n\n单位：万元\n\n" FUNCTIONS(
                    "90.00", "60.00",
                    "30.00") "| 合计 |  | 100.00 | 100.00 |  |\n\n### "
                             "一般公共预算财政拨款支出决算表\n\n单位：万元\n\n" FUNCTIONS(
                                 "93.00", "60.00", "33.00") "| 合计 |  | 103.00 | 103.00 |  |\n");
    assert_true(count_of("accounts.T5", PLUMB_VERDICT_INCONSISTENT) > 0);
}

/* Amounts of T5 stand one row low from the second row on: one note, and no broken sums. */
static void rows_slid(void **state)
{
    (void)state;
    relate_read(
        &f, "# 某市审计局2022年度部门决算\n\n### 一般公共预算财政拨款支出决算表\n\n单位：万元\n\n"
            "| 功能分类科目编码 | 科目名称 | 合计 |\n|---|---|---|\n"
            "| 201 | 一般公共服务支出 | 90.00 |\n"
            "| 20106 | 财政事务 |  |\n"
            "| 2010601 | 行政运行 | 90.00 |\n"
            "| 2010607 | 信息化建设 | 60.00 |\n"
            "| 208 | 社会保障和就业支出 | 30.00 |\n"
            "| 20805 | 行政事业单位养老支出 | 10.00 |\n"
            "| 2080505 | 机关事业单位基本养老保险缴费支出 | 10.00 |\n"
            "| 2080506 | 机关事业单位职业年金缴费支出 | 4.00 |\n"
            "| 221 | 住房保障支出 | 6.00 |\n"
            "| 22102 | 住房改革支出 | 8.00 |\n"
            "| 2210201 | 住房公积金 | 8.00 |\n");
    assert_int_equal(count_of("report.cellshift", PLUMB_VERDICT_INCONSISTENT), 1);
    assert_int_equal(count_of("accounts.T5", PLUMB_VERDICT_INCONSISTENT), 0);
}

#define FUND_TABLE                                                                                 \
    "### 政府性基金预算财政拨款收入支出决算表\n\n单位：万元\n\n"            \
    "| 科目编码 | 科目名称 | 本年收入 | 本年支出 |\n|---|---|---|---|\n| 合计 |  |  |  |\n\n"

static void empty_tables(void **state)
{
    (void)state;
    relate_read(&f, "# 某市审计局2022年度部门决算\n\n" FUND_TABLE "其余情况见说明。\n");
    assert_int_equal(count_of("report.section", PLUMB_VERDICT_INCONSISTENT), 1);
    relate_read(&f, "# 某市审计局2022年度部门决算\n\n" FUND_TABLE
                    "注：本单位没有此类收支，本表无数据。\n");
    assert_int_equal(count_of("report.section", PLUMB_VERDICT_INCONSISTENT), 0);
    relate_read(&f, "# 某市审计局2022年度部门决算\n\n" FUND_TABLE
                    "2022年没有政府性基金预算财政拨款收支。\n");
    assert_int_equal(count_of("report.section", PLUMB_VERDICT_INCONSISTENT), 0);
}

/* ---- the real accounts ------------------------------------------------------------------------------ */

static bool file_is_there(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

static enum plumb_published_kind kind_of(const char *name)
{
    return (enum plumb_published_kind)(PLUMB_T1 + (name[1] - '1'));
}

static size_t find_line(const struct plumb_chain *chain, struct plumb_str row)
{
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (plumb_str_equal(line->code.len ? line->code : line->key, row))
            return i;
    }
    return PLUMB_NPOS;
}

/* Compares one line of the key; returns how many numbers it has. */
static size_t check_line(const struct plumb_extract_work *work,
                         const struct plumb_published_set *set, char *line, size_t number)
{
    char *rest = NULL;
    char *kind = strtok_r(line, "|", &rest), *side = strtok_r(NULL, "|", &rest);
    char *row = strtok_r(NULL, "|", &rest);
    char *cells = strtok_r(NULL, "\n", &rest);
    size_t s = (size_t)(side[0] - '1'), numbers = 0;
    const struct plumb_published *table = set->of[kind_of(kind)];
    assert_non_null(table);
    assert_true(s < table->chain_count);
    const struct plumb_chain *chain = &table->chains[s];
    size_t at = find_line(chain, plumb_str_from(row));
    if (at == PLUMB_NPOS)
        fail_msg("key line %zu: no row %s", number, row);
    size_t column = chain->group->first_value;
    for (char *cell = strtok_r(cells, " ", &rest); cell;
         cell = strtok_r(NULL, " ", &rest), column++) {
        const struct plumb_fact *fact = plumb_chain_value(work, chain, at, column);
        const char *got = fact ? plumb_str_copy(work->arena, fact->text).ptr : ".";
        if (strcmp(got, cell) != 0)
            fail_msg("key line %zu, row %s: %s instead of %s", number, row, got, cell);
        numbers += fact != NULL;
    }
    return numbers;
}

static size_t numbers_in_tables(const struct plumb_extract_work *work)
{
    size_t n = 0;
    for (size_t i = 0; i < work->fact_count; i++)
        n += work->facts[i].row != PLUMB_NPOS && work->facts[i].unit == PLUMB_UNIT_YUAN &&
             work->facts[i].kind != PLUMB_FACT_NOT;
    return n;
}

static void every_number_in_its_cell(void **state)
{
    (void)state;
    if (!file_is_there(PDF)) {
        print_message("%s is not there: skipped\n", PDF);
        skip();
    }
    struct plumb_error error;
    struct plumb_document *document = NULL;
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_matcher *matcher = plumb_matcher_new();
    enum plumb_status status = plumb_read_file(PDF, &limits, arena, &document, &error);
    if (status == PLUMB_E_UNAVAILABLE) {
        print_message("%s: skipped\n", error.message);
        skip();
    }
    assert_int_equal(status, PLUMB_OK);
    struct plumb_extract_work *work = plumb_extract_prepare(f.extractor, document, arena, matcher);
    const struct plumb_published_set *set = plumb_published_find(work);
    FILE *key = fopen(KEY, "rb");
    assert_non_null(key);
    char line[256];
    size_t numbers = 0, lines = 0;
    for (size_t n = 1; fgets(line, sizeof line, key); n++) {
        if (line[0] == '#')
            continue;
        if (strstr(line, "||empty|")) {
            assert_non_null(set->of[kind_of(line)]);
            assert_int_equal(set->of[kind_of(line)]->amounts, 0);
            continue;
        }
        numbers += check_line(work, set, line, n);
        lines++;
    }
    fclose(key);
    assert_int_equal(lines, 198);
    /* and no number stands anywhere else in a table */
    assert_int_equal(numbers, numbers_in_tables(work));
    plumb_matcher_free(matcher);
    plumb_arena_free(arena);
}

static void relations_of_the_real_accounts(void **state)
{
    (void)state;
    struct plumb_error error;
    struct plumb_document *document = NULL;
    struct plumb_read_limits limits = plumb_read_limits_default();
    if (!file_is_there(PDF))
        skip();
    plumb_arena_free(f.arena);
    f.arena = plumb_arena_new();
    enum plumb_status status = plumb_read_file(PDF, &limits, f.arena, &document, &error);
    if (status == PLUMB_E_UNAVAILABLE)
        skip();
    assert_int_equal(status, PLUMB_OK);
    assert_int_equal(plumb_extract(f.extractor, document, f.arena, &f.extraction, &error),
                     PLUMB_OK);
    assert_int_equal(f.extraction->kind, PLUMB_KIND_ACCOUNTS);
    assert_int_equal(f.extraction->year, 2024);
    const struct plumb_coverage *c = &f.extraction->coverage;
    assert_true(c->consistent + c->rounding >= 150);
    /* no sum or share breaks; two formal faults are in its text: a rate "of the initial budget" that is
     * nothing (it is of the whole year's), and growth of 100 % from nothing */
    assert_int_equal(c->inconsistent, 2);
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
    relate_close(&f);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_of_regions),
        cmocka_unit_test(codes_and_names),
        cmocka_unit_test(two_tables_disagree),
        cmocka_unit_test(rows_slid),
        cmocka_unit_test(empty_tables),
        cmocka_unit_test(every_number_in_its_cell),
        cmocka_unit_test(relations_of_the_real_accounts),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
