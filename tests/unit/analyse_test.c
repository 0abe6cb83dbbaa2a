/* The whole analysis: several documents together, in any number of threads. */
#include "analysis_fixture.h"
#include "catalogue_fixture.h"

static struct plumb_arena *arena;
static struct plumb_finding_list list;
static struct plumb_analysis_summary summary;

enum { DOCUMENTS = 16, BROKEN = 4, SENTENCES = 6 };
static struct fixture fx[DOCUMENTS];
static struct plumb_block blocks[DOCUMENTS][SENTENCES];
static struct plumb_piece pieces[DOCUMENTS][SENTENCES];
static struct plumb_digest *digests[DOCUMENTS];

static int setup(void **state)
{
    (void)state;
    arena = plumb_arena_new();
    list = (struct plumb_finding_list){0};
    for (size_t i = 0; i < DOCUMENTS; i++) {
        fixture_start(&fx[i], plumb_arena_printf(arena, "%c.txt", 'a' + (int)i));
        fx[i].extraction.agency = plumb_str_from(plumb_arena_printf(arena, "第%c局", 'A' + (int)i));
        digests[i] = NULL;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    for (size_t i = 0; i < DOCUMENTS; i++)
        plumb_digest_free(digests[i]);
    plumb_arena_free(arena);
    return 0;
}

static void analyse(size_t documents, unsigned threads)
{
    struct plumb_analysis_input input = {.catalogue = catalogue,
                                         .digests = (const struct plumb_digest *const *)digests,
                                         .digest_count = documents,
                                         .threads = threads};
    list.count = 0;
    for (size_t i = 0; i < documents; i++) {
        plumb_digest_free(digests[i]);
        digests[i] = NULL;
        assert_int_equal(plumb_digest_new(catalogue, &fx[i].extraction, 0, &digests[i], NULL),
                         PLUMB_OK);
    }
    assert_int_equal(plumb_analyse(&input, arena, &list, &summary, NULL), PLUMB_OK);
}

static const struct plumb_finding *of_check(const char *check)
{
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i].check, check) == 0)
            return &list.items[i];
    return NULL;
}

static void say(size_t document, size_t at, const char *sentence)
{
    pieces[document][at] = (struct plumb_piece){0, at + 1, 0};
    blocks[document][at] =
        (struct plumb_block){.kind = PLUMB_BLOCK_PARAGRAPH,
                             .text = {plumb_str_from(sentence), &pieces[document][at], 1},
                             .line = at + 1,
                             .parent = PLUMB_NPOS};
    fx[document].document.blocks = blocks[document];
    if (fx[document].document.block_count <= at)
        fx[document].document.block_count = at + 1;
}

static void test_nothing(void **state)
{
    (void)state;
    analyse(0, 1);
    assert_int_equal(list.count, 0);
    analyse(DOCUMENTS, 1);
    assert_int_equal(list.count, 0);
}

static size_t tell(size_t document, const char *text, const char *indicator, int year)
{
    size_t f = fixture_fact(&fx[document], text, "万元", "本年支出", 3);
    fx[document].facts[f].indicator = indicator;
    fx[document].facts[f].stage = PLUMB_STAGE_EXECUTED;
    fx[document].facts[f].year = year;
    return f;
}

/* The report of 2023 gives last year's spending as 512.30; the report of 2022 said 521.30. */
static void test_last_year_told_differently(void **state)
{
    (void)state;
    fx[1].extraction.agency = fx[0].extraction.agency;
    fx[1].extraction.year = 2022;
    tell(0, "512.30", "expenditure.executed", 2022);
    tell(1, "521.30", "expenditure.executed", 2022);
    analyse(2, 1);
    const struct plumb_finding *f = of_check("consistency.restatement");
    assert_non_null(f);
    assert_int_equal(f->year, 2022);
    assert_int_equal(f->evidence_count, 2);
    assert_string_equal(f->evidence[0].document, "a.txt");
    assert_string_equal(f->evidence[1].document, "b.txt");
    assert_true(f->money_at_stake == 90000);
}

/* 512.30万元 and 512万元 are one amount at two precisions. */
static void test_rounded_retelling_is_no_conflict(void **state)
{
    (void)state;
    fx[1].extraction.agency = fx[0].extraction.agency;
    fx[1].extraction.year = 2022;
    tell(0, "512.30", "expenditure.executed", 2022);
    tell(1, "512", "expenditure.executed", 2022);
    analyse(2, 1);
    assert_null(of_check("consistency.restatement"));
}

static void test_other_agencies_are_not_compared(void **state)
{
    (void)state;
    tell(0, "512.30", "expenditure.executed", 2023);
    tell(1, "721.30", "expenditure.executed", 2023);
    analyse(2, 1);
    assert_null(of_check("consistency.restatement"));
}

/* The balance carried over from 2022 opens 2023. */
static void test_opening_is_last_closing(void **state)
{
    (void)state;
    fx[1].extraction.agency = fx[0].extraction.agency;
    fx[1].extraction.year = 2022;
    tell(0, "33.10", "balance.opening", 2023);
    tell(1, "31.30", "balance.closing", 2022);
    analyse(2, 1);
    const struct plumb_finding *f = of_check("consistency.balance");
    assert_non_null(f);
    assert_true(f->money_at_stake == 18000);
}

static const char *const own_words[SENTENCES] = {
    "围绕群众办事难的问题，在东街和西街各设一个便民点，周末轮班值守。",
    "针对老旧水管漏损，安排两支队伍分段排查并建立台账。",
    "受连续降雨影响，山区路段施工推迟到秋季完成。",
    "培训教材由本地教师编写，并在三所学校先行试用。",
    "对未按期完工的标段约谈了施工单位负责人。",
    "下一步将把巡查频次由每月一次提高到每周一次。"};

/* Two agencies with the same six sentences, numbers apart; the third has its own. */
static void test_copied_report(void **state)
{
    (void)state;
    for (size_t i = 0; i < SENTENCES; i++) {
        say(0, i, own_words[i]);
        say(1, i, own_words[i]);
    }
    say(2, 0, "本年度主要开展了三项与前述单位都不相同的工作，情况如下。");
    say(2, 1, "其中第一项工作历时四个月，由两个科室共同承担完成。");
    analyse(3, 1);
    const struct plumb_finding *f = of_check("similarity.copied");
    assert_non_null(f);
    assert_true(f->confidence > 0.8);
    assert_non_null(strstr(f->explanation.en, "6 sentences"));
    assert_non_null(strstr(f->explanation.en, "another agency"));
}

/* What stands in all reports is the form's text. */
static void test_templates_are_discounted(void **state)
{
    (void)state;
    for (size_t d = 0; d < DOCUMENTS; d++)
        for (size_t i = 0; i < SENTENCES; i++)
            say(d, i, own_words[i]);
    analyse(DOCUMENTS, 1);
    assert_null(of_check("similarity.copied"));
}

static void broken_sum(size_t document, const char *total)
{
    struct fixture *f = &fx[document];
    size_t t = fixture_fact(f, total, "万元", "支出合计", 7);
    size_t x = fixture_fact(f, "412.60", "万元", "基本支出", 7);
    size_t y = fixture_fact(f, "440.54", "万元", "项目支出", 7);
    FIXTURE_SUM(f, t, "8531400", PLUMB_VERDICT_INCONSISTENT, x, y);
    f->extraction.coverage = (struct plumb_coverage){3, 3, 0, 0, 1, 0};
}

static void test_threads_do_not_change_the_list(void **state)
{
    (void)state;
    char ids[BROKEN][17];
    broken_sum(0, "835.14");
    broken_sum(1, "863.14");
    broken_sum(2, "8531.4");
    broken_sum(3, "953.14");
    analyse(BROKEN, 1);
    assert_int_equal(list.count, BROKEN);
    for (size_t i = 0; i < BROKEN; i++)
        memcpy(ids[i], list.items[i].id, sizeof ids[i]);
    analyse(BROKEN, 4);
    assert_int_equal(list.count, BROKEN);
    for (size_t i = 0; i < BROKEN; i++)
        assert_string_equal(list.items[i].id, ids[i]);
    assert_int_equal(summary.relations, 4);
    assert_int_equal(summary.tested, 4);
    assert_int_equal(summary.quantities, 12);
}

/* Three agencies share a text: the second and the third are told as copies, once each. */
static void test_shared_text_is_one_finding_a_copy(void **state)
{
    (void)state;
    size_t copies = 0;
    for (size_t d = 0; d < 3; d++)
        for (size_t i = 0; i < SENTENCES; i++)
            say(d, i, own_words[i]);
    analyse(DOCUMENTS, 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct plumb_finding *f = &list.items[i];
        if (strcmp(f->check, "similarity.copied") != 0)
            continue;
        copies++;
        assert_true(strcmp(f->evidence[0].document, "b.txt") == 0 ||
                    strcmp(f->evidence[0].document, "c.txt") == 0);
        assert_int_equal(strstr(f->explanation.en, "So is 1 other report.") != NULL,
                         strcmp(f->evidence[0].document, "c.txt") == 0);
    }
    assert_int_equal(copies, 2);
}

/* What is told by five reports is screened as a panel; its findings outlive that panel. */
static void test_facts_of_reports_are_screened(void **state)
{
    (void)state;
    for (size_t d = 0; d < DOCUMENTS; d++) {
        size_t f = fixture_fact(&fx[d], "100.00", "万元", "全年预算数", 3);
        fx[d].facts[f].indicator = "expenditure.revised";
        fx[d].facts[f].stage = PLUMB_STAGE_REVISED;
        tell(d, d == 2 ? "523.40" : "98.60", "expenditure.executed", 2023);
    }
    analyse(DOCUMENTS, 1);
    const struct plumb_finding *found = NULL;
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i].agency, "第C局") == 0)
            found = &list.items[i];
    assert_non_null(found);
    assert_true(found->evidence_count > 0);
    for (size_t i = 0; i < found->evidence_count; i++) {
        assert_true(strlen(found->evidence[i].document) > 0);
        assert_true(plumb_utf8_valid(found->evidence[i].quote, NULL));
    }
}

/* Nothing of the extraction is needed behind the digest. */
static void test_digest_stands_alone(void **state)
{
    (void)state;
    char printed[] = "835.14", label[] = "支出合计", path[] = "long/way/a.txt";
    struct fixture *f = &fx[0];
    f->document.path = path;
    size_t t = fixture_fact(f, printed, "万元", label, 7);
    f->facts[t].indicator = "expenditure.executed";
    size_t x = fixture_fact(f, "412.60", "万元", "基本支出", 7);
    FIXTURE_SUM(f, t, "8531400", PLUMB_VERDICT_INCONSISTENT, x);
    struct plumb_digest *digest = NULL;
    assert_int_equal(plumb_digest_new(catalogue, &f->extraction, 0, &digest, NULL), PLUMB_OK);
    assert_int_equal(plumb_digest_relations(digest), 1);
    memset(printed, '#', sizeof printed - 1);
    memset(label, '#', sizeof label - 1);
    memset(path, '#', sizeof path - 1);
    memset(f->facts, 0xff, sizeof f->facts);
    const struct plumb_digest *const one[] = {digest};
    struct plumb_analysis_input input = {
        .catalogue = catalogue, .digests = one, .digest_count = 1, .threads = 1};
    assert_int_equal(plumb_analyse(&input, arena, &list, &summary, NULL), PLUMB_OK);
    const struct plumb_extraction *kept = plumb_digest_extraction(digest);
    assert_int_equal(kept->fact_count, 1);
    assert_true(plumb_str_equal(kept->facts[0].text, PLUMB_STR("835.14")));
    assert_true(plumb_str_equal(kept->facts[0].label, PLUMB_STR("支出合计")));
    const struct plumb_finding *found = of_check("consistency.sum");
    assert_non_null(found);
    assert_string_equal(found->evidence[0].document, "long/way/a.txt");
    assert_true(plumb_str_equal(found->evidence[0].text, PLUMB_STR("835.14")));
    plumb_digest_free(digest);
}

static void test_allocation_failures(void **state)
{
    (void)state;
    broken_sum(0, "835.14");
    for (size_t i = 0; i < SENTENCES; i++) {
        say(0, i, own_words[i]);
        say(1, i, own_words[i]);
    }
    for (size_t n = 1; n < 400; n++) {
        struct plumb_digest *two[2] = {NULL, NULL};
        struct plumb_analysis_input input = {.catalogue = catalogue,
                                             .digests = (const struct plumb_digest *const *)two,
                                             .digest_count = 2,
                                             .threads = 1};
        struct plumb_arena *own = plumb_arena_new();
        struct plumb_finding_list out = {0};
        plumb_alloc_fail_at(n);
        enum plumb_status status = PLUMB_OK;
        for (size_t i = 0; i < 2 && status == PLUMB_OK; i++)
            status = plumb_digest_new(catalogue, &fx[i].extraction, 0, &two[i], NULL);
        if (status == PLUMB_OK)
            status = plumb_analyse(&input, own, &out, &summary, NULL);
        plumb_alloc_fail_at(0);
        plumb_arena_free(own);
        plumb_digest_free(two[0]);
        plumb_digest_free(two[1]);
        assert_true(status == PLUMB_OK || status == PLUMB_E_NOMEM);
        if (status == PLUMB_OK)
            return;
    }
    fail_msg("still failing after 400 allocations");
}

int main(void)
{
#define ANALYSE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        ANALYSE(test_nothing),
        ANALYSE(test_last_year_told_differently),
        ANALYSE(test_rounded_retelling_is_no_conflict),
        ANALYSE(test_other_agencies_are_not_compared),
        ANALYSE(test_opening_is_last_closing),
        ANALYSE(test_copied_report),
        ANALYSE(test_templates_are_discounted),
        ANALYSE(test_threads_do_not_change_the_list),
        ANALYSE(test_shared_text_is_one_finding_a_copy),
        ANALYSE(test_facts_of_reports_are_screened),
        ANALYSE(test_digest_stands_alone),
        ANALYSE(test_allocation_failures),
    };
    return cmocka_run_group_tests_name("analyse", tests, open_catalogue, close_catalogue);
}
