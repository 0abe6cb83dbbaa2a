/* Numbers of lists in a DOCX: by styles, begun anew, changed by a use; the formats of ST_NumberFormat
 * (ECMA-376 part 1, 17.18.59, whose examples the expectations are). */
#include "read/office/list_number.h"
#include "zip_fixture.h"

#define W "<w:document xmlns:w='x'><w:body>"
#define END "</w:body></w:document>"
#define P(properties, text) "<w:p><w:pPr>" properties "</w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define STYLED(style, text) P("<w:pStyle w:val='" style "'/>", text)
#define NUM(list, level) "<w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" list "'/></w:numPr>"
#define LVL(n, format, text, more)                                                                 \
    "<w:lvl w:ilvl='" n "'><w:start w:val='1'/><w:numFmt w:val='" format                           \
    "'/><w:lvlText w:val='" text "'/>" more "</w:lvl>"
#define ABSTRACT(id, levels) "<w:abstractNum w:abstractNumId='" id "'>" levels "</w:abstractNum>"
#define USE(id, abstract, changes)                                                                 \
    "<w:num w:numId='" id "'><w:abstractNumId w:val='" abstract "'/>" changes "</w:num>"

static const char *docx(const char *styles, const char *numbering, const char *body)
{
    struct zip_part parts[] = {{"word/document.xml", body, 0},
                               {"word/styles.xml", styles, 0},
                               {"word/numbering.xml", numbering, 0}};
    return zip_write(".docx", parts, 3);
}

/* 一级 is numbered and a heading; 二级 takes the list of 一级 and its level from the list, which names
 * it; 三级 is based on 二级 and says its level; 不编号 is based on 一级 and takes its number away. */
static void numbers_of_styles(void **state)
{
    (void)state;
    expect_file(
        docx("<w:styles xmlns:w='x'>"
             "<w:style w:type='paragraph' w:styleId='c'><w:basedOn w:val='b'/><w:pPr>"
             "<w:numPr><w:ilvl w:val='2'/></w:numPr></w:pPr></w:style>"
             "<w:style w:type='paragraph' w:styleId='a'><w:name w:val='heading 1'/><w:pPr><w:numPr>"
             "<w:numId w:val='5'/></w:numPr></w:pPr></w:style>"
             "<w:style w:type='paragraph' w:styleId='b'><w:basedOn w:val='a'/><w:pPr>"
             "<w:outlineLvl w:val='9'/></w:pPr></w:style>"
             "<w:style w:type='paragraph' w:styleId='d'><w:basedOn w:val='a'/><w:pPr><w:numPr>"
             "<w:numId w:val='0'/></w:numPr></w:pPr></w:style></w:styles>",
             "<w:numbering xmlns:w='x'>" ABSTRACT(
                 "1", LVL("0", "chineseCountingThousand", "%1、", "<w:pStyle w:val='a'/>")
                          LVL("1", "chineseCounting", "（%2）", "<w:pStyle w:val='b'/>")
                              LVL("2", "decimal", "%3.", "")) USE("5", "1", "") "</w:numbering>",
             W STYLED("a", "部门概况") STYLED("b", "负责管水，共3处。")
                 STYLED("b", "负责管渠，共2条。") STYLED("c", "2023年修渠3条，长5公里。") STYLED(
                     "d", "说明") STYLED("a", "收支情况") STYLED("b", "收入5万元。")
                     P("<w:pStyle w:val='b'/><w:numPr><w:numId w:val='0'/></w:numPr>", "完。") END),
        "heading "
        "1\t一、部门概况\ntext\t（一）负责管水，共3处。\ntext\t（二）负责管渠，共2条。\ntext\t1. "
        "2023年修渠3条，长5公里。\n"
        "heading 1\t说明\nheading 1\t二、收支情况\ntext\t（一）收入5万元。\ntext\t完。\n");
}

/* Use 2 begins anew at 1 where it is first used and counts on behind; use 3 prints another way. */
static void uses_of_a_list(void **state)
{
    (void)state;
    expect_file(
        docx("<w:styles xmlns:w='x'/>",
             "<w:numbering xmlns:w='x'>" ABSTRACT("1", LVL("0", "decimal", "%1、", ""))
                 USE("1", "1", "") USE("2", "1",
                                       "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>"
                                       "</w:lvlOverride>")
                     USE("3", "1",
                         "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='4'/>" LVL(
                             "0", "decimalEnclosedCircleChinese", "%1",
                             "") "</w:lvlOverride>") "</w:numbering>",
             W P(NUM("1", "0"), "甲。") P(NUM("1", "0"), "乙。") P(NUM("2", "0"), "丙。")
                 P(NUM("2", "0"), "丁。") P(NUM("3", "0"), "戊。") P(NUM("3", "0"), "己。") END),
        "text\t1、甲。\ntext\t2、乙。\ntext\t1、丙。\ntext\t2、丁。\ntext\t④戊。\ntext\t⑤己。\n");
}

/* 1.1 begins anew under 2, the level that w:lvlRestart 0 keeps does not; a legal level prints 一 as 1;
 * the number of an empty paragraph is a cell's content, in the text it is none. */
static void levels(void **state)
{
    (void)state;
    expect_file(docx("<w:styles xmlns:w='x'/>",
                     "<w:numbering xmlns:w='x'>" ABSTRACT(
                         "1", LVL("0", "chineseCounting", "第%1章", "")
                                  LVL("1", "decimal", "%1.%2", "<w:isLgl/>")
                                      LVL("2", "upperRoman", "%3.", "<w:lvlRestart w:val='0'/>"))
                         USE("1", "1", "") "</w:numbering>",
                     W P(NUM("1", "0"), "总则") P(NUM("1", "1"), "甲。") P(NUM("1", "2"), "子。")
                         P(NUM("1", "1"), "乙。") P(NUM("1", "0"), "分则") P(NUM("1", "1"), "丙。")
                             P(NUM("1", "2"), "丑。") P(NUM("1", "1"), "") "<w:tbl><w:tr><w:tc>" P(
                                 NUM("1", "1"),
                                 "") "</w:tc><w:tc>" P("", "项目") "</w:tc></w:tr></w:tbl>" END),
                "heading 1\t第一章总则\ntext\t1.1 甲。\ntext\tI. 子。\ntext\t1.2 乙。\nheading "
                "1\t第二章分则\n"
                "text\t2.1 丙。\ntext\tII. 丑。\nrow\t2.3 | 项目\n");
}

/* The list of a numbering style: the used list is a copy of the one that the style tells. */
static void list_of_a_numbering_style(void **state)
{
    (void)state;
    expect_file(
        docx("<w:styles xmlns:w='x'><w:style w:type='numbering' w:styleId='L'><w:pPr><w:numPr>"
             "<w:numId w:val='8'/></w:numPr></w:pPr></w:style></w:styles>",
             "<w:numbering xmlns:w='x'>" ABSTRACT("1", "<w:numStyleLink w:val='L'/>") ABSTRACT(
                 "2", "<w:styleLink w:val='L'/>" LVL("0", "ideographTraditional", "%1、", ""))
                 USE("7", "1", "") USE("8", "2", "") "</w:numbering>",
             W P(NUM("7", "0"), "首。") P(NUM("7", "0"), "次。") END),
        "text\t甲、首。\ntext\t乙、次。\n");
}

/* A sentence in the style of a heading is text, and long styles that refer to each other end. */
static void headings_of_styles(void **state)
{
    (void)state;
    expect_file(docx("<w:styles xmlns:w='x'><w:style w:type='paragraph' w:styleId='2'><w:name "
                     "w:val='heading 2'/><w:basedOn w:val='3'/></w:style><w:style "
                     "w:type='paragraph' w:styleId='3'><w:basedOn w:val='2'/></w:style></w:styles>",
                     "<w:numbering xmlns:w='x'/>",
                     W STYLED("2", "收入情况") STYLED("2", "2023年收入5万元。") STYLED("3", "支出")
                         END),
                "heading 2\t收入情况\ntext\t2023年收入5万元。\nheading 2\t支出\n");
}

static void formats(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t number;
        const char *printed;
    } cases[] = {{"decimal", 12, "12"},
                 {"decimalZero", 7, "07"},
                 {"decimalZero", 12, "12"},
                 {"decimalFullWidth", 12, "１２"},
                 {"numberInDash", 3, "- 3 -"},
                 {"lowerLetter", 3, "c"},
                 {"upperLetter", 27, "AA"},
                 {"lowerRoman", 14, "xiv"},
                 {"upperRoman", 1949, "MCMXLIX"},
                 {"chineseCounting", 10, "十"},
                 {"chineseCounting", 21, "二十一"},
                 {"chineseCounting", 105, "一〇五"},
                 {"chineseCountingThousand", 105, "一百零五"},
                 {"chineseCountingThousand", 110, "一百一十"},
                 {"japaneseCounting", 12, "十二"},
                 {"ideographDigital", 10, "一〇"},
                 {"ideographDigital", 23, "二三"},
                 {"chineseLegalSimplified", 12, "壹拾贰"},
                 {"ideographTraditional", 10, "癸"},
                 {"ideographZodiac", 5, "辰"},
                 {"decimalEnclosedCircle", 20, "⑳"},
                 {"decimalEnclosedCircle", 21, "21"},
                 {"decimalEnclosedCircleChinese", 1, "①"},
                 {"ideographEnclosedCircle", 2, "㊁"},
                 {"decimalEnclosedParen", 1, "⑴"},
                 {"decimalEnclosedFullstop", 1, "⒈"},
                 {"bullet", 1, ""},
                 {"none", 1, ""},
                 {"ofTheFuture", 4, "4"}};
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        struct plumb_buf out = {0};
        plumb_list_number(&out, plumb_list_format_of(cases[i].name), cases[i].number);
        assert_string_equal(out.len ? out.data : "", cases[i].printed);
        plumb_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_styles),
        cmocka_unit_test(uses_of_a_list),
        cmocka_unit_test(levels),
        cmocka_unit_test(list_of_a_numbering_style),
        cmocka_unit_test(headings_of_styles),
        cmocka_unit_test(formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
