/* DOCX made by hand: merged cells, boxes, notes, what is not printed; and hostile containers. */
#include "zip_fixture.h"

#define W                                                                                          \
    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
#define END "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define TC(text) "<w:tc>" P(text) "</w:tc>"
#define TCP(properties, text) "<w:tc><w:tcPr>" properties "</w:tcPr>" P(text) "</w:tc>"

static const char *docx(const char *body)
{
    struct zip_part parts[] = {{"word/document.xml", body, 0}};
    return zip_write(".docx", parts, 1);
}

/* 项目 spans two rows, 支出 two columns; the last row begins one column in. */
static void merged_cells(void **state)
{
    (void)state;
    expect_file(
        docx(W P("单位：万元") "<w:tbl><w:tr>" TCP("<w:vMerge w:val='restart'/>", "项目")
                 TCP("<w:gridSpan w:val='2'/>", "支出") "</w:tr><w:tr>" TCP("<w:vMerge/>", "")
                     TC("预算数") TC("决算数") "</w:tr><w:tr>" TC("办公费") TC("") TC(
                         "3.78") "</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" TC("8.5")
                         TC("9") "</w:tr></w:tbl>" P("注释") END),
        "text\t单位：万元\nrow\t项目 | 支出 | \nrow\t | 预算数 | 决算数\nrow\t办公费 |  | 3.78\n"
        "row\t | 8.5 | 9\ntext\t注释\n");
}

static void headings_and_runs(void **state)
{
    (void)state;
    expect_file(docx(W "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>概况</w:t></w:r>"
                       "</w:p><w:p><w:r><w:t>收入 12</w:t></w:r><w:r><w:t>.5 万元。</w:t></w:r>"
                       "</w:p>" END),
                "heading 1\t概况\ntext\t收入 12.5 万元。\n");
}

/* Deleted and hidden text and field codes are not printed; inserted text and field results are. */
static void what_is_printed(void **state)
{
    (void)state;
    expect_file(
        docx(W "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>7</w:delText></w:r></w:del>"
               "<w:ins><w:r><w:t>8</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t>"
               "</w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish w:val='0'/>"
               "</w:rPr><w:t>人。</w:t></w:r></w:p>" END),
        "text\t共8人。\n");
}

#define LEVEL(n, format, text)                                                                     \
    "<w:lvl w:ilvl='" n "'><w:start w:val='1'/><w:numFmt w:val='" format                           \
    "'/><w:lvlText w:val='" text "'/></w:lvl>"
#define ITEM(list, level, text)                                                                    \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" list                        \
    "'/></w:numPr></w:pPr>"                                                                        \
    "<w:r><w:t>" text "</w:t></w:r></w:p>"

/* Numbers of lists are not in the text: 一、 with （一） and 1. below it, which begin anew under the
 * next 一、; a bullet prints none; the list before a tracked change does not count. */
static void numbered_paragraphs(void **state)
{
    (void)state;
    struct zip_part parts[] = {
        {"word/numbering.xml",
         "<w:numbering xmlns:w='x'><w:abstractNum w:abstractNumId='7'>" LEVEL(
             "0", "chineseCountingThousand", "%1、") LEVEL("1", "chineseCounting", "（%2）")
             LEVEL("2", "decimal", "%3.") "</w:abstractNum><w:abstractNum "
                                          "w:abstractNumId='8'>" LEVEL(
                                              "0", "bullet",
                                              "o") "</w:abstractNum><w:num "
                                                   "w:numId='3'><w:abstractNumId w:val='7'/>"
                                                   "</w:num><w:num w:numId='4'><w:abstractNumId "
                                                   "w:val='8'/></w:num></w:numbering>",
         0},
        {"word/document.xml",
         W ITEM("3", "0", "部门概况") ITEM("3", "1", "主要职能是管水，共三项。") ITEM(
             "3", "1", "下设机构，共2个。") ITEM("3", "0", "收支情况") ITEM("3", "1",
                                                                            "2023年收入5万元。")
             ITEM("3", "2", "2023年支出4万元。") ITEM("4", "0", "其他。") ITEM(
                 "9", "0", "附注。") "<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId "
                                     "w:val='3'/></w:numPr></w:pPr>"
                                     "</w:pPrChange></w:pPr><w:r><w:t>完。</w:t></w:r></w:p>" END,
         0}};
    expect_file(
        zip_write(".docx", parts, 2),
        "heading "
        "1\t一、部门概况\ntext\t（一）主要职能是管水，共三项。\ntext\t（二）下设机构，共2个。\n"
        "heading 1\t二、收支情况\ntext\t（一）2023年收入5万元。\n"
        "text\t1. 2023年支出4万元。\ntext\t其他。\ntext\t附注。\ntext\t完。\n");
}

/* A text box stands inside a paragraph, in two renderings of which one counts. */
static void text_boxes(void **state)
{
    (void)state;
    expect_file(
        docx(W "<w:p><w:r><w:t>甲单位</w:t></w:r><w:r><w:pict><w:txbxContent>" P(
            "附件一。") "</w:txbxContent></w:pict></w:r><w:r><w:t>乙单位。</w:t></w:r></w:p>" END),
        "text\t附件一。\ntext\t甲单位乙单位。\n");
}

static void notes_at_the_end(void **state)
{
    (void)state;
    struct zip_part parts[] = {
        {"word/document.xml", W P("正文。") END, 0},
        {"word/footnotes.xml",
         "<w:footnotes xmlns:w='x'><w:footnote><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
         "<w:footnote>" P("脚注。") "</w:footnote></w:footnotes>",
         0}};
    expect_file(zip_write(".docx", parts, 2), "text\t正文。\ntext\t脚注。\n");
}

/* A table in a cell is flattened into it. */
static void nested_table(void **state)
{
    (void)state;
    expect_file(docx(W "<w:tbl><w:tr><w:tc><w:tbl><w:tr>" TC("甲")
                         TC("1") "</w:tr></w:tbl><w:p/>"
                                 "</w:tc>" TC("乙") "</w:tr></w:tbl>" END),
                "row\t甲 1 | 乙\n");
}

/* ---- hostile ---- */

static void entity_bomb(void **state)
{
    (void)state;
    struct read_result r = read_path_dump(
        docx("<!DOCTYPE w:document [<!ENTITY a '1111111111'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
             "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>"
             "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>" W P(
                 "数 &e;&f; 完") END));
    if (r.status == PLUMB_OK)
        assert_true(r.document->source.len < 1000);
    read_free(&r);
}

static void nested_tags(void **state)
{
    (void)state;
    struct plumb_buf xml = {0};
    plumb_buf_puts(&xml, W);
    for (size_t i = 0; i < 1000000; i++)
        plumb_buf_printf(&xml, "<w:a%zu>", (i * 7919) % 999983); /* packs less than a bomb does */
    expect_failure(docx(xml.data), PLUMB_E_LIMIT, "deep");
    plumb_buf_free(&xml);
}

/* 64 MiB of one letter pack to 64 KiB: 1,000 to 1. */
static void zip_bomb(void **state)
{
    (void)state;
    size_t len = (size_t)64 << 20;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, 'a', len);
    struct zip_part parts[] = {{"word/document.xml", text, len}};
    expect_failure(zip_write(".docx", parts, 1), PLUMB_E_LIMIT, "unpacks");
    free(text);
}

static void cut_file(void **state)
{
    (void)state;
    const char *path = docx(W P("正文。") END);
    assert_int_equal(truncate(path, 100), 0);
    expect_failure(path, PLUMB_E_FORMAT, "zip");
    expect_failure(docx(W "<w:p><w:r><w:t>正文"), PLUMB_E_FORMAT, "damaged");
}

/* What a file is called does not matter. */
static void wrong_extension(void **state)
{
    (void)state;
    struct zip_part parts[] = {{"word/document.xml", W P("正文。") END, 0}};
    expect_file(zip_write(".pdf", parts, 1), "text\t正文。\n");
    expect_file(zip_write(".txt", parts, 1), "text\t正文。\n");
}

static void many_columns(void **state)
{
    (void)state;
    expect_failure(docx(W "<w:tbl><w:tr>" TCP("<w:gridSpan w:val='99999999'/>", "甲")
                            TC("乙") "</w:tr></w:tbl>" END),
                   PLUMB_E_LIMIT, "columns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_cells),    cmocka_unit_test(headings_and_runs),
        cmocka_unit_test(what_is_printed), cmocka_unit_test(numbered_paragraphs),
        cmocka_unit_test(text_boxes),      cmocka_unit_test(notes_at_the_end),
        cmocka_unit_test(nested_table),    cmocka_unit_test(entity_bomb),
        cmocka_unit_test(nested_tags),     cmocka_unit_test(zip_bomb),
        cmocka_unit_test(cut_file),        cmocka_unit_test(wrong_extension),
        cmocka_unit_test(many_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
