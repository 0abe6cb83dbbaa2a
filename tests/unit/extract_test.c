/* The extraction as a whole: order of the passes, coverage, memory, threads, odd input. */
#include "extract_group.h"

static const char report[] =
    "2022年度青石县水务局整体支出绩效自评报告\n"
    "#一、基本情况\n"
    "我局编制25人，实有31人，其中行政8人、事业23人。\n"
    "年初预算数为549.66万元，调整预算数718.25万元，预算执行数516.83万元，预算执行率72%。\n"
    "基本支出238.29万元，占总支出的46.1%；项目支出278.54万元，占53.9%。\n"
    "项目名称|年初预算数（万元）|全年执行数（万元）|执行率\n"
    "河道治理|120|96|80%\n"
    "饮水安全|200|200|100%\n"
    "合计|320|296|92.5%\n";

static void whole_report(void **state)
{
    (void)state;
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_extraction *e = NULL;
    struct plumb_error error = {0};
    const struct plumb_document *document = fixture_document(arena, report);
    assert_int_equal(plumb_extract(fixture.extractor, document, arena, &e, &error), PLUMB_OK);
    assert_string_equal(plumb_str_copy(arena, e->agency).ptr, "青石县水务局");
    assert_int_equal(e->year, 2022);
    assert_int_equal(e->kind, PLUMB_KIND_SELF_WHOLE);
    size_t quantities = 0;
    for (size_t i = 0; i < e->fact_count; i++) {
        assert_int_equal(e->facts[i].id, i);
        assert_non_null(e->facts[i].label.ptr);
        quantities += fixture_is_quantity(&e->facts[i]);
    }
    assert_int_equal(quantities, 21);
    assert_int_equal(e->coverage.quantities, quantities);
    assert_true(e->coverage.related <= quantities);
    assert_int_equal(e->coverage.consistent + e->coverage.rounding + e->coverage.inconsistent +
                         e->coverage.untestable,
                     e->relation_count);
    for (size_t i = 0; i < e->relation_count; i++) {
        assert_true(e->relations[i].stated.text.len == 0 ||
                    e->relations[i].stated.fact == PLUMB_NPOS ||
                    e->relations[i].stated.fact < e->fact_count);
        for (size_t k = 0; k < e->relations[i].operand_count; k++)
            assert_true(e->relations[i].operands[k].fact == PLUMB_NPOS ||
                        e->relations[i].operands[k].fact < e->fact_count);
    }
    plumb_arena_free(arena);
}

/* Facts of a sentence are contiguous and in reading order; spans contain their numbers. */
static void order_of_facts(void **state)
{
    (void)state;
    const struct plumb_extract_work *work = fixture_run(&fixture, report);
    size_t next = 0;
    for (size_t s = 0; s < work->sentence_count; s++) {
        const struct plumb_sentence *sentence = &work->sentences[s];
        assert_int_equal(sentence->first_fact, next);
        next += sentence->fact_count;
        for (size_t f = sentence->first_fact; f < next; f++) {
            const struct plumb_fact *fact = &work->facts[f];
            assert_true(work->spans[f].from <= fact->offset);
            assert_true(work->spans[f].to >= fact->offset + fact->len);
            assert_true(fact->offset >= sentence->from && fact->offset < sentence->to);
            if (f > sentence->first_fact)
                assert_true(work->spans[f].from >= work->spans[f - 1].to);
        }
    }
    assert_int_equal(next, work->fact_count);
}

/* Whichever allocation fails, the answer is PLUMB_E_NOMEM and nothing leaks. */
static void out_of_memory(void **state)
{
    (void)state;
    struct plumb_arena *documents = plumb_arena_new();
    const struct plumb_document *document = fixture_document(documents, report);
    size_t failures = 0;
    for (size_t n = 1; n < 400; n++) {
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_extraction *e = NULL;
        struct plumb_error error = {0};
        plumb_alloc_fail_at(n);
        enum plumb_status status = plumb_extract(fixture.extractor, document, arena, &e, &error);
        plumb_alloc_fail_at(0);
        plumb_arena_free(arena);
        if (status == PLUMB_OK)
            break;
        assert_int_equal(status, PLUMB_E_NOMEM);
        assert_null(e);
        failures++;
    }
    assert_true(failures > 0 && failures < 399);
    for (size_t n = 1; n < 60; n++) {
        struct plumb_extractor *extractor = NULL;
        plumb_alloc_fail_at(n);
        enum plumb_status status = plumb_extractor_new(fixture.catalogue, &extractor, NULL);
        plumb_alloc_fail_at(0);
        assert_true(status == PLUMB_OK || (status == PLUMB_E_NOMEM && !extractor));
        plumb_extractor_free(extractor);
    }
    plumb_extractor_free(NULL);
    plumb_arena_free(documents);
}

struct job {
    const struct plumb_extractor *extractor;
    size_t facts[8], relations[8];
};

static void extract_one(void *context, size_t index)
{
    struct job *job = context;
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_extraction *e = NULL;
    if (plumb_extract(job->extractor, fixture_document(arena, report), arena, &e, NULL) ==
        PLUMB_OK) {
        job->facts[index] = e->fact_count;
        job->relations[index] = e->relation_count;
    }
    plumb_arena_free(arena);
}

static void shared_by_threads(void **state)
{
    (void)state;
    struct job job = {.extractor = fixture.extractor};
    plumb_parallel(8, 4, extract_one, &job);
    for (size_t i = 1; i < 8; i++) {
        assert_int_equal(job.facts[i], job.facts[0]);
        assert_int_equal(job.relations[i], job.relations[0]);
    }
    assert_true(job.facts[0] > 0);
}

/* Scraps of what numbers and units are made of. */
static const char *const odd_texts[] = {
    "",
    "。",
    "1",
    "1.",
    ".5",
    "5.",
    "-",
    "--1",
    "1,",
    ",1",
    "1,2,3",
    "1.2.3.4.5",
    "1e10",
    "0x1F",
    "12345678901234567890123456789012345678901234567890123",
    "0.00000000001万元",
    "99999999999999亿亿元",
    "万元",
    "亿",
    "％",
    "余",
    "第",
    "（",
    "）",
    "“",
    "(1",
    "1)",
    "一",
    "十",
    "百分之",
    "三分之",
    "年",
    "2024",
    "2024年",
    "2024年13月40日",
    "0年0月0日",
    "1/0",
    "1/",
    "：1：",
    "｜|",
    "a|b\n|\n||",
    "1 2 3 4",
    "１，２３４，５６７．８９元",
    "😀5个",
    "5\xCC\x81个",
    "l",
    "O",
    "I5",
    "L5L",
    "1+1=2",
    "～～3～～4～～",
    "——5——",
    "≥≥5",
    "不低于",
    "5以上以下",
    "余余5余余",
    "1至2至3至4个",
};

/* Nothing of these may crash, loop or make a number of what is none. */
static void odd_input(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLUMB_COUNT(odd_texts); i++) {
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_extraction *e = NULL;
        const struct plumb_document *document = fixture_document(arena, odd_texts[i]);
        assert_int_equal(plumb_extract(fixture.extractor, document, arena, &e, NULL), PLUMB_OK);
        for (size_t f = 0; f < e->fact_count; f++)
            assert_true(e->facts[f].len > 0);
        plumb_arena_free(arena);
    }
}

/* Random texts of the characters the lexer looks at: no crash, spans in order. */
static void random_input(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "1",  "2",  "0",  "9",  ".",  ",",    "，",   "、",     "。", "；",  " ",
        "　", "万", "亿", "元", "%",  "余",   "以上", "年",     "月", "日",  "第",
        "号", "〔", "〕", "（", "）", "三",   "十",   "百",     "个", "人",  "次",
        "分", "-",  "—",  "~",  "至", "约",   "≥",    "不超过", "l",  "O",   "/",
        "每", "：", "“",  "”",  "占", "增长", "其中", "|",      "\n", "上年"};
    uint64_t seed = 20240601;
    for (int round = 0; round < 400; round++) {
        struct plumb_buf buf = {0};
        for (size_t i = test_below(&seed, 60); i-- > 0;)
            plumb_buf_puts(&buf, parts[test_below(&seed, PLUMB_COUNT(parts))]);
        const struct plumb_extract_work *work = fixture_run(&fixture, buf.data ? buf.data : "");
        for (size_t f = 0; f < work->fact_count; f++)
            assert_true(work->spans[f].from < work->spans[f].to);
        plumb_buf_free(&buf);
    }
}

static void names_of_enums(void **state)
{
    (void)state;
    assert_string_equal(plumb_unit_name(PLUMB_UNIT_YUAN), "yuan");
    assert_string_equal(plumb_unit_name(PLUMB_UNIT_SCORE), "score");
    assert_string_equal(plumb_comparator_name(PLUMB_CMP_GE), "≥");
    assert_string_equal(plumb_stage_name(PLUMB_STAGE_NONE), "");
    assert_string_equal(plumb_stage_name(PLUMB_STAGE_REVISED), "revised");
    assert_string_equal(plumb_relation_kind_name(PLUMB_REL_SHARE), "share");
    assert_string_equal(plumb_verdict_name(PLUMB_VERDICT_ROUNDING), "rounding");
    assert_string_equal(plumb_role_name(PLUMB_ROLE_WHOLE), "whole");
    assert_string_equal(plumb_document_kind_name(PLUMB_KIND_ACCOUNTS), "accounts");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_report),   cmocka_unit_test(order_of_facts),
        cmocka_unit_test(out_of_memory),  cmocka_unit_test(shared_by_threads),
        cmocka_unit_test(odd_input),      cmocka_unit_test(random_input),
        cmocka_unit_test(names_of_enums),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
