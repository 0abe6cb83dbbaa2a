/* Cutting texts into sentences, and templates with place-holders. */
#include "extract_group.h"

/* The sentences of a text, joined by '/'. */
static const char *cut(const char *text)
{
    struct plumb_buf buf = {0};
    fixture_run(&fixture, text);
    for (size_t i = 0; i < fixture.work->sentence_count; i++) {
        plumb_buf_puts(&buf, i ? "/" : "");
        plumb_buf_str(&buf, fixture.work->sentences[i].text);
    }
    const char *joined = plumb_arena_printf(fixture.arena, "%s", buf.len ? buf.data : "");
    plumb_buf_free(&buf);
    return joined;
}

/* The templates of a text, joined by '/', numbers as ⟨…⟩. */
static const char *templates(const char *text)
{
    struct plumb_buf buf = {0};
    fixture_run(&fixture, text);
    for (size_t i = 0; i < fixture.work->sentence_count; i++) {
        plumb_buf_puts(&buf, i ? "/" : "");
        plumb_template_dump(fixture.work, &fixture.work->sentences[i], &buf);
    }
    const char *joined = plumb_arena_printf(fixture.arena, "%s", buf.len ? buf.data : "");
    plumb_buf_free(&buf);
    return joined;
}

static void ends_of_sentences(void **state)
{
    (void)state;
    static const struct {
        const char *text, *sentences;
    } items[] = {
        {"完成绿化。支出8万元；结余2万元！好？", "完成绿化。/支出8万元；/结余2万元！/好？"},
        {"没有句号", "没有句号"},
        {"支出10万元（其中：水费4万元；电费6万元。）。完。",
         "支出10万元（其中：水费4万元；电费6万元。）。/完。"},
        {"召开“安全生产；人人有责”活动。", "召开“安全生产；人人有责”活动。"},
        {"他说：“都完成了。”次日验收。", "他说：“都完成了。”/次日验收。"},
        {"《办法；细则》已印发；公开。", "《办法；细则》已印发；/公开。"},
        {"括号（没有合上；照样断开。下一句", "括号（没有合上；/照样断开。/下一句"},
        {"1）多余的括号；断开。", "1）多余的括号；/断开。"},
        {"  前后的空白  。  下一句  ", "前后的空白  。/下一句"},
        {"第一段。\n第二段", "第一段。/第二段"},
        {"。。", "。/。"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++)
        assert_string_equal(cut(items[i].text), items[i].sentences);
}

static void sentences_know_their_place(void **state)
{
    (void)state;
    fixture_run(&fixture, "说明。支出8万元。\n甲|乙；丙");
    assert_int_equal(fixture.work->sentence_count, 5);
    const struct plumb_sentence *s = fixture.work->sentences;
    assert_int_equal(s[1].block, 0);
    assert_int_equal(s[1].from, strlen("说明。"));
    assert_int_equal(s[1].to, strlen("说明。支出8万元。"));
    assert_int_equal(s[1].row, PLUMB_NPOS);
    assert_int_equal(s[4].block, 1);
    assert_int_equal(s[4].row, 0);
    assert_int_equal(s[4].column, 1);
    assert_int_equal(s[1].first_fact, 0);
    assert_int_equal(s[1].fact_count, 1);
    assert_int_equal(fixture.work->facts[0].sentence, 1);
}

/* Place-holders take the number, its unit and its comparator words; what is no fact stays. */
static void place_holders(void **state)
{
    (void)state;
    static const struct {
        const char *text, *template;
    } items[] = {
        {"２０２３年度，支出 840.87 万元，占总支出的５.３％。",
         "⟨２０２３⟩,支出⟨840.87⟩,占总支出的⟨５.３⟩。"},
        {"满意度不低于 90%，控制在5%以内，发放3千余元", "满意度⟨90⟩,控制在⟨5⟩,发放⟨3⟩"},
        {"1.按川财〔2020〕10号文件，第3批，人数 50 余人",
         "1.按川财〔2020〕10号文件,第3批,人数⟨50⟩"},
        {"自2021年5月3日至2022年末", "自⟨2021年5月3日⟩至⟨2022⟩末"},
        {"增长-13.3%，负2.1%，（1）项", "增长⟨-13.3⟩,⟨2.1⟩,(1)项"},
        {"三家单位、四个意识", "⟨三⟩单位、四个意识"},
        {"经 费 合 计 2， 976.35 万 元", "经费合计⟨2， 976.35⟩"},
        {"由3万元增加到5万元", "由⟨3⟩增加到⟨5⟩"},
        {"￥3,500.00", "⟨3,500.00⟩"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(items); i++)
        assert_string_equal(templates(items[i].text), items[i].template);
}

/* Every byte of a template knows the byte of the sentence it stands for. */
static void template_sources(void **state)
{
    (void)state;
    fixture_run(&fixture, "支 出 8 万元，占５％。");
    const struct plumb_sentence *s = &fixture.work->sentences[0];
    size_t comma = plumb_str_find(s->template, PLUMB_STR(",")), at = s->template_source[comma];
    assert_string_equal(fixture_copy(&fixture, plumb_str_sub(s->text, at, at + 3)), "，");
    assert_int_equal(s->template_source[s->template.len], s->text.len);
    for (size_t i = 1; i <= s->template.len; i++)
        assert_true(s->template_source[i] >= s->template_source[i - 1]);
    size_t holder = plumb_str_find(s->template, PLUMB_STR("支出")) + strlen("支出");
    uint32_t code = plumb_template_code(s->template, holder);
    assert_int_equal(code, 0xE000);
    const struct plumb_fact *fact = plumb_template_fact(fixture.work, s, code);
    assert_string_equal(fixture_copy(&fixture, fact->text), "8");
    assert_null(plumb_template_fact(fixture.work, s, 0xE000 + 7));
}

/* Bullets of symbol fonts lie in the private use area, as the place-holders do. */
static void private_use_characters(void **state)
{
    (void)state;
    const char *text = templates("\xEF\x82\xB7支出8万元");
    assert_string_equal(text, "\xEF\xBF\xBD支出⟨8⟩");
}

/* A paragraph without marks is cut so that its numbers fit the place-holders. */
static void very_long_sentences(void **state)
{
    (void)state;
    struct plumb_buf buf = {0};
    for (int i = 0; i < 20000; i++)
        plumb_buf_puts(&buf, "7，");
    fixture_run(&fixture, buf.data);
    plumb_buf_free(&buf);
    assert_true(fixture.work->sentence_count >= 10);
    size_t facts = 0, bytes = 0;
    for (size_t i = 0; i < fixture.work->sentence_count; i++) {
        assert_true(fixture.work->sentences[i].fact_count <= 6400);
        facts += fixture.work->sentences[i].fact_count;
        bytes += fixture.work->sentences[i].text.len;
    }
    assert_int_equal(facts, 20000);
    assert_int_equal(bytes, 80000);
}

static void patterns_out_of_range(void **state)
{
    (void)state;
    struct plumb_match match;
    fixture_run(&fixture, "支出8万元。");
    assert_false(
        plumb_pattern_find(fixture.work, PLUMB_PATTERNS_SHARE, 100000, PLUMB_STR("占"), 0, &match));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_of_sentences),      cmocka_unit_test(sentences_know_their_place),
        cmocka_unit_test(place_holders),          cmocka_unit_test(template_sources),
        cmocka_unit_test(private_use_characters), cmocka_unit_test(very_long_sentences),
        cmocka_unit_test(patterns_out_of_range),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
