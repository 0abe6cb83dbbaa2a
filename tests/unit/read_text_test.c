/* Paragraphs and headings from text. All texts are written for these tests. */
#include "read_fixture.h"

static void headings_by_number(void **state)
{
    (void)state;
    expect_outline(
        "第一部分 单位概况\n一、主要职能\n（一）机构设置\n1.人员情况\n（1）编制\n①行政编制\n"
        "(二) 资产\n2、车辆\n",
        "1\theading 1\t第一部分 单位概况\n2\theading 1\t一、主要职能\n"
        "3\theading 2\t（一）机构设置\n4\theading 3\t1.人员情况\n"
        "5\theading 4\t（1）编制\n6\theading 5\t①行政编制\n"
        "7\theading 2\t(二) 资产\n8\theading 3\t2、车辆\n");
}

static void parents_follow_the_numbering(void **state)
{
    (void)state;
    struct read_result r = read_string("第一部分 概况\n一、职能\n（一）机构\n编制十人。\n二、收支\n"
                                       "收入五万元。\n第二部分 决算\n本年收入六万元。\n");
    const struct plumb_block *b = r.document->blocks;
    assert_int_equal(r.document->block_count, 8);
    assert_true(b[0].parent == PLUMB_NPOS);
    assert_int_equal(b[1].parent, 0); /* 一、 under 第一部分, both of level 1 */
    assert_int_equal(b[2].parent, 1);
    assert_int_equal(b[3].parent, 2);
    assert_int_equal(b[4].parent, 0);
    assert_int_equal(b[5].parent, 4);
    assert_true(b[6].parent == PLUMB_NPOS);
    assert_int_equal(b[7].parent, 6);
    read_free(&r);
}

/* A numbered sentence with an amount is an item, and keeps its level. */
static void long_items_are_paragraphs(void **state)
{
    (void)state;
    struct read_result r =
        read_string("（一）项目支出情况\n\n1、2023年档案整理经费8万元，用于购置设备。\n"
                    "\n2、2023年培训经费3万元，用于外出学习。\n");
    assert_string_equal(r.dump.data, "1\theading 2\t（一）项目支出情况\n"
                                     "3\ttext\t1、2023年档案整理经费8万元，用于购置设备。\n"
                                     "5\ttext\t2、2023年培训经费3万元，用于外出学习。\n");
    assert_int_equal(r.document->blocks[1].level, 3);
    assert_int_equal(r.document->blocks[2].level, 3);
    assert_int_equal(r.document->blocks[2].parent, 0);
    read_free(&r);
}

static void numbers_that_are_no_numbering(void **state)
{
    (void)state;
    expect_outline(
        "2.5万元用于培训，另有结余。\n3、4月份完成采购，随后验收。\n2024年收支平衡，没有赤字。\n"
        "1.2024年收入增加，支出减少。\n",
        "1\ttext\t2.5万元用于培训，另有结余。\n2\ttext\t3、4月份完成采购，随后验收。\n"
        "3\ttext\t2024年收支平衡，没有赤字。\n4\ttext\t1.2024年收入增加，支出减少。\n");
}

/* A page break in the middle of a sentence, of a word and of a number. */
static void broken_sentences_are_joined(void **state)
{
    (void)state;
    expect_outline("本单位全面落实预算管理要求，按\n\n时公开预算，接受监督。\n",
                   "1\ttext\t本单位全面落实预算管理要求，按时公开预算，接受监督。\n");
    expect_outline("本年支出共计一百二十万元，其中公用经费12\n\n.35万元，项目支出9万元。\n",
                   "1\ttext\t本年支出共计一百二十万元，其中公用经费12.35万元，项目支出9万元。\n");
    expect_outline("根据《某某市财政局关于报送年度决算的\n\n通知》要求，现将情况报告如下：\n",
                   "1\ttext\t根据《某某市财政局关于报送年度决算的通知》要求，现将情况报告如下：\n");
}

static void pieces_keep_the_lines(void **state)
{
    (void)state;
    const char *text = "年初，收入为12\n\n\n34万元，增长一倍。\n";
    struct read_result r = read_string(text);
    const struct plumb_text *t = &r.document->blocks[0].text;
    assert_int_equal(r.document->block_count, 1);
    assert_int_equal(t->piece_count, 2);
    size_t at = plumb_str_find(t->str, PLUMB_STR("1234万元"));
    assert_true(at != PLUMB_NPOS);
    assert_int_equal(plumb_text_line(t, at), 1);
    assert_int_equal(plumb_text_line(t, at + 1), 1);
    assert_int_equal(plumb_text_line(t, at + 2), 4);
    assert_int_equal(plumb_text_source_offset(t, at + 2), (size_t)(strstr(text, "34万元") - text));
    assert_int_equal(plumb_text_line(t, 100000), 4); /* clamped */
    read_free(&r);
}

static void latin_words_keep_a_space(void **state)
{
    (void)state;
    expect_outline("系统采用统一的编码，名称为 Health\nCare 平台，已经上线。\n",
                   "1\ttext\t系统采用统一的编码，名称为 Health Care 平台，已经上线。\n");
}

/* Titles, headings, signatures, dates, captions and items stay apart. */
static void what_must_not_be_joined(void **state)
{
    (void)state;
    expect_outline("2023年度某某局部门决算报告\n\n按照要求，现将有关情况公开如下。\n",
                   "1\theading 1\t2023年度某某局部门决算报告\n"
                   "3\ttext\t按照要求，现将有关情况公开如下。\n");
    expect_outline(
        "工作完成较好，成效明显。\n\n某某县档案局\n\n2024年3月1日\n",
        "1\ttext\t工作完成较好，成效明显。\n3\ttext\t某某县档案局\n5\ttext\t2024年3月1日\n");
    expect_outline("培训补助二十人次，共计五万元，\n\n（2）会议情况\n",
                   "1\ttext\t培训补助二十人次，共计五万元，\n3\theading 4\t（2）会议情况\n");
    expect_outline(
        "①全面落实责任，工作取得进展\n\n一是建立制度，明确分工。\n",
        "1\theading 5\t①全面落实责任，工作取得进展\n3\ttext\t一是建立制度，明确分工。\n");
    expect_outline("收入决算情况说明\n2023年收入12万元，支出11万元。\n",
                   "1\theading 1\t收入决算情况说明\n2\ttext\t2023年收入12万元，支出11万元。\n");
}

/* Lines broken at a common width, as from pages; a new paragraph is set in. */
static void wrapped_lines(void **state)
{
    (void)state;
    expect_outline(
        "    单位负责全县档案的收集整理保管利用工作并承担地方志\n"
        "书的编纂任务同时负责年鉴的出版发行以及网站的日常维护管\n"
        "理和安全保障。\n"
        "    本年度财政拨款收入为三百万元比上年增加二十万元增长\n"
        "了百分之七左右。\n"
        "    支出主要用于人员经费和公用经费以及项目经费三个方面\n"
        "没有其他支出。\n",
        "1\ttext\t单位负责全县档案的收集整理保管利用工作并承担地方志书的编纂任务同时负责年鉴的出版"
        "发行以及网站的日常维护管理和安全保障。\n"
        "4\ttext\t本年度财政拨款收入为三百万元比上年增加二十万元增长了百分之七左右。\n"
        "6\ttext\t支出主要用于人员经费和公用经费以及项目经费三个方面没有其他支出。\n");
}

static void page_numbers_are_dropped(void **state)
{
    (void)state;
    expect_outline("全年共收缴资金五十万元，其中\n- 3 -\n三十万元已经上缴国库。\n",
                   "1\ttext\t全年共收缴资金五十万元，其中三十万元已经上缴国库。\n"
                   "2\tnote\tpage number left out\n");
    expect_outline("第一段文字，到此为止。\n\n第 1 页 共 2 页\n\n第二段文字，到此为止。\n",
                   "1\ttext\t第一段文字，到此为止。\n5\ttext\t第二段文字，到此为止。\n"
                   "3\tnote\tpage number left out\n");
}

/* Digits alone on a line may be values: only a chain 1, 2, 3 … with text between is page numbers. */
static void bare_numbers_need_a_chain(void **state)
{
    (void)state;
    expect_outline("编制数\n\n38\n\n实有人数\n\n35\n",
                   "1\ttext\t编制数\n3\ttext\t38\n5\ttext\t实有人数\n7\ttext\t35\n");
    expect_outline("甲，一。\n\n乙，二。\n\n1\n\n丙，三。\n\n丁，四。\n\n2\n\n戊，五。\n",
                   "1\ttext\t甲，一。\n3\ttext\t乙，二。\n7\ttext\t丙，三。\n9\ttext\t丁，四。\n"
                   "13\ttext\t戊，五。\n5\tnote\tpage number left out\n"
                   "11\tnote\tpage number left out\n");
}

static void running_heads_are_dropped(void **state)
{
    (void)state;
    expect_outline(
        "某某局二〇二三年决算\n首页文字，到此。\n\f某某局二〇二三年决算\n次页文字，到此。\n"
        "\f某某局二〇二三年决算\n三页文字，到此。\n\f某某局二〇二三年决算\n四页文字，到此。\n",
        "1\theading 1\t某某局二〇二三年决算\n2\ttext\t首页文字，到此。\n"
        "4\ttext\t次页文字，到此。\n6\ttext\t三页文字，到此。\n8\ttext\t四页文字，到此。\n"
        "3\tnote\tpage head or foot left out\n5\tnote\tpage head or foot left out\n"
        "7\tnote\tpage head or foot left out\n");
}

static void pages_are_counted(void **state)
{
    (void)state;
    struct read_result r = read_string("第一页，文字。\n\f第二页，文字。\n");
    assert_int_equal(r.document->blocks[0].page, 1);
    assert_int_equal(r.document->blocks[1].page, 2);
    read_free(&r);
    r = read_string("没有分页，文字。\n");
    assert_int_equal(r.document->blocks[0].page, 0);
    read_free(&r);
}

static void contents_are_dropped(void **state)
{
    (void)state;
    expect_outline("目录\n一、概况........ 1\n二、收支…………12\n一、概况\n正文，开始。\n",
                   "1\theading 1\t目录\n4\theading 1\t一、概况\n5\ttext\t正文，开始。\n"
                   "2\tnote\tentry of the table of contents left out\n"
                   "3\tnote\tentry of the table of contents left out\n");
}

static void markdown_marks(void **state)
{
    (void)state;
    struct read_result r =
        read_bytes("r.md", "# 年度报告\n\n## 收支\n\n- 收入为**12**万元，持平。\n", 62, NULL);
    assert_int_equal(r.status, PLUMB_OK);
    assert_int_equal(r.document->format, PLUMB_FORMAT_MARKDOWN);
    assert_int_equal(r.document->blocks[0].kind, PLUMB_BLOCK_HEADING);
    assert_int_equal(r.document->blocks[0].level, 1);
    assert_int_equal(r.document->blocks[1].level, 2);
    assert_int_equal(r.document->blocks[1].parent, 0);
    assert_true(plumb_str_starts(r.document->blocks[2].text.str, PLUMB_STR("收入为12万元")));
    read_free(&r);
}

static void line_ends_and_numbers(void **state)
{
    (void)state;
    struct read_result r = read_string("甲\r\n\r\n乙，二。\r\n无换行，尾。");
    assert_int_equal(r.document->line_count, 4);
    assert_true(plumb_str_equal(plumb_document_line(r.document, 1), PLUMB_STR("甲")));
    assert_true(plumb_str_equal(plumb_document_line(r.document, 3), PLUMB_STR("乙，二。")));
    assert_true(plumb_str_equal(plumb_document_line(r.document, 4), PLUMB_STR("无换行，尾。")));
    assert_int_equal(plumb_document_line(r.document, 0).len, 0);
    assert_int_equal(plumb_document_line(r.document, 5).len, 0);
    assert_string_equal(r.dump.data, "1\ttext\t甲\n3\ttext\t乙，二。\n4\ttext\t无换行，尾。\n");
    read_free(&r);
}

static void encodings(void **state)
{
    (void)state;
    /* 收入，增。 in GB18030 and, with a mark, in UTF-16LE */
    static const char gb[] = "\xCA\xD5\xC8\xEB\xA3\xAC\xD4\xF6\xA1\xA3\n";
    static const char utf16[] = "\xFF\xFE\x36\x65\x65\x51\x0C\xFF\x9E\x58\x02\x30\n";
    struct read_result r = read_bytes("a.txt", gb, sizeof gb - 1, NULL);
    assert_int_equal(r.status, PLUMB_OK);
    assert_string_equal(r.document->encoding, "GB18030");
    assert_string_equal(r.dump.data, "1\ttext\t收入，增。\n");
    read_free(&r);
    r = read_bytes("a.txt", utf16, sizeof utf16, NULL); /* the final NUL belongs to \n */
    assert_int_equal(r.status, PLUMB_OK);
    assert_string_equal(r.dump.data, "1\ttext\t收入，增。\n");
    read_free(&r);
    r = read_bytes("a.txt", "\xEF\xBB\xBF收入\n", 10, NULL);
    assert_string_equal(r.dump.data, "1\ttext\t收入\n");
    read_free(&r);
}

static void facts_about_the_file(void **state)
{
    (void)state;
    struct read_result r = read_bytes("in/a/报告.txt", "abc", 3, NULL);
    assert_string_equal(r.document->path, "in/a/报告.txt");
    assert_string_equal(r.document->name, "报告.txt");
    /* FIPS 180-4, example "abc" */
    assert_string_equal(r.document->sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    read_free(&r);
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct read_result r = read_bytes("x.txt", "a\0b", 3, NULL);
    assert_int_equal(r.status, PLUMB_E_ENCODING);
    assert_string_equal(r.error.source, "x.txt");
    assert_null(r.document);
    read_free(&r);
    r = read_bytes("x.txt", "", 0, NULL);
    assert_int_equal(r.status, PLUMB_OK);
    assert_int_equal(r.document->block_count, 0);
    assert_int_equal(r.document->line_count, 0);
    read_free(&r);
    struct plumb_read_limits limits = plumb_read_limits_default();
    limits.max_bytes = 4;
    r = read_bytes("x.txt", "12345", 5, &limits);
    assert_int_equal(r.status, PLUMB_E_LIMIT);
    read_free(&r);
}

/* 8 MB in one line and 300,000 short lines end, and end soon (linear time). */
static void large_inputs(void **state)
{
    (void)state;
    size_t len = (size_t)8 << 20;
    char *bytes = malloc(len);
    assert_non_null(bytes);
    memset(bytes, '1', len);
    struct read_result r = read_bytes("x.txt", bytes, len, NULL);
    assert_int_equal(r.status, PLUMB_OK);
    assert_int_equal(r.document->block_count, 1);
    assert_int_equal(r.document->blocks[0].text.str.len, len);
    read_free(&r);
    static const char *const fillers[] = {"\n",           "\t\n",   "a\n\n",  "\ta\n\n",
                                          "|a\n\n",       "1\n\n",  "a  1\n", "（1）\n",
                                          "\t\n\n一、\n", "|a|b\n", "《a\n",  "----\n"};
    for (size_t f = 0; f < PLUMB_COUNT(fillers); f++) {
        size_t n = strlen(fillers[f]), total = 300000 / n * n;
        for (size_t i = 0; i < total; i += n)
            memcpy(bytes + i, fillers[f], n);
        r = read_bytes("x.txt", bytes, total, NULL);
        assert_int_equal(r.status, PLUMB_OK);
        read_free(&r);
    }
    free(bytes);
}

/* Every allocation may fail; nothing leaks (the sanitizers watch) and the status says so. */
static void allocation_failures(void **state)
{
    (void)state;
    static const char text[] = "一、概况\n收入为12，\n\n增长。\n\t甲\n\t乙\n\n\t丙\n\t1\n| a | b "
                               "|\n|---|---|\n| 1 | 2 |\n";
    for (size_t n = 1; n < 200; n++) {
        struct plumb_error error = {0};
        struct plumb_document *document = NULL;
        struct plumb_arena *arena = plumb_arena_new();
        plumb_alloc_fail_at(n);
        enum plumb_status status =
            plumb_read_text("x.txt", PLUMB_STR(text), NULL, arena, &document, &error);
        plumb_alloc_fail_at(0);
        bool done = status == PLUMB_OK;
        assert_true(done || status == PLUMB_E_NOMEM);
        assert_true(done == (document != NULL));
        plumb_arena_free(arena);
        if (done)
            return;
    }
    fail_msg("the reader never came to its end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_by_number),
        cmocka_unit_test(parents_follow_the_numbering),
        cmocka_unit_test(long_items_are_paragraphs),
        cmocka_unit_test(numbers_that_are_no_numbering),
        cmocka_unit_test(broken_sentences_are_joined),
        cmocka_unit_test(pieces_keep_the_lines),
        cmocka_unit_test(latin_words_keep_a_space),
        cmocka_unit_test(what_must_not_be_joined),
        cmocka_unit_test(wrapped_lines),
        cmocka_unit_test(page_numbers_are_dropped),
        cmocka_unit_test(bare_numbers_need_a_chain),
        cmocka_unit_test(running_heads_are_dropped),
        cmocka_unit_test(pages_are_counted),
        cmocka_unit_test(contents_are_dropped),
        cmocka_unit_test(markdown_marks),
        cmocka_unit_test(line_ends_and_numbers),
        cmocka_unit_test(encodings),
        cmocka_unit_test(facts_about_the_file),
        cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(large_inputs),
        cmocka_unit_test(allocation_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
