/* OFD (GB/T 33190) made by hand: text objects and lines at their places, in the ways that different
 * programs write them; damaged and hostile containers. Expected texts were worked out on paper. */
#include "ofd_fixture.h"

#define TEXT(box, text)                                                                            \
    "<ofd:TextObject Boundary='" box "'><ofd:TextCode>" text "</ofd:TextCode></ofd:TextObject>"

/* One page of objects as they are. */
static const char *ofd(const char *objects)
{
    struct ofd_book book = {.count = 1};
    plumb_buf_puts(&book.pages[0], objects);
    return ofd_write(&book);
}

/* Objects come in any order; their heights on the page make the lines. */
static void lines_by_place(void **state)
{
    (void)state;
    expect_file(ofd(TEXT("20 40 60 5", "第二行。") TEXT("20 20 30 5", "收入合计")
                        TEXT("50 20 40 5", "五万元。")),
                "text\t收入合计五万元。\ntext\t第二行。\n");
}

#define STEPS(y, text)                                                                             \
    "<ofd:TextObject Boundary='20 " y " 100 5' Size='4'><ofd:TextCode X='0' Y='4' "                \
    "DeltaX='g 3 4 40 2 40 2'>" text "</ofd:TextCode></ofd:TextObject>"

/* Steps between letters: each, or "g count step"; a wide one parts two words. */
static void letters_by_steps(void **state)
{
    (void)state;
    expect_file(ofd("<ofd:TextObject Boundary='20 20 100 5' Size='4'><ofd:TextCode X='0' Y='4' "
                    "DeltaX='g 4 4 2 2'>收入为共12万</ofd:TextCode></ofd:TextObject>"),
                "text\t收入为共12万\n");
    expect_file(
        ofd(STEPS("30", "支出合计1256") STEPS("37", "年末结余3478") STEPS("44", "资产总额9012")),
        "row\t支出合计 | 12 | 56\nrow\t年末结余 | 34 | 78\nrow\t资产总额 | 90 | 12\n");
}

typedef void put_text(struct ofd_book *book, size_t page, double x, double y, double size,
                      const char *text);

/* Columns at 20, 80, 120, 160; rows at 40, 50, 60, 75. The head's first cell spans two rows, its
 * second two columns; one value is missing; one label is broken for lack of room. */
static void table_with_spans(put_text *put, bool under)
{
    struct ofd_book book = {0};
    struct plumb_buf *lines = under ? &book.under : &book.pages[0];
    put(&book, 0, 20, 30, 4, "收入支出决算表");
    put(&book, 0, 40, 48, 4, "项目");
    put(&book, 0, 115, 43, 4, "支出");
    put(&book, 0, 95, 53, 4, "基本");
    put(&book, 0, 135, 53, 4, "项目");
    put(&book, 0, 21, 62, 4, "机关事业单位基本养老保险缴"); /* 52 of the 60 mm */
    put(&book, 0, 21, 68, 4, "费");
    put(&book, 0, 150, 65, 4, "6.18");
    ofd_cell(lines, 20, 40, 60, 20);
    ofd_cell(lines, 80, 40, 80, 10);
    ofd_cell(lines, 80, 50, 40, 10);
    ofd_cell(lines, 120, 50, 40, 10);
    for (double x = 20; x < 160; x += x < 80 ? 60 : 40)
        ofd_cell(lines, x, 60, x < 80 ? 60 : 40, 15);
    expect_file(ofd_write(&book), "text\t收入支出决算表\nrow\t项目 | 支出 | \nrow\t | 基本 | 项目\n"
                                  "row\t机关事业单位基本养老保险缴费 |  | 6.18\n");
}

static void ruled_tables(void **state)
{
    (void)state;
    table_with_spans(ofd_text, false);
    table_with_spans(ofd_letters, false);
    table_with_spans(ofd_text, true); /* the lines stand in the page's template */
}

/* A table that goes on: its head is not repeated, the page number is no line. */
static void table_over_pages(void **state)
{
    (void)state;
    static const char *const cells[2][3][2] = {{{"项目", "金额"}, {"甲", "1.5"}, {"乙", "2.5"}},
                                               {{"项目", "金额"}, {"丙", "3.5"}, {"丁", "4.5"}}};
    struct ofd_book book = {0};
    for (size_t p = 0; p < 2; p++) {
        double top = p ? 30 : 240;
        for (size_t r = 0; r < 3; r++)
            for (size_t c = 0; c < 2; c++)
                ofd_text(&book, p, 32 + 60 * (double)c, top + 2 + 10 * (double)r, 4,
                         cells[p][r][c]);
        for (double r = 0; r <= 3; r++)
            ofd_line(&book.pages[p], 30, top + 10 * r, 150, top + 10 * r);
        for (double x = 30; x <= 150; x += 60)
            ofd_line(&book.pages[p], x, top, x, top + 30);
        ofd_text(&book, p, 100, 285, 3, p ? "- 2 -" : "- 1 -");
    }
    expect_file(ofd_write(&book),
                "row\t项目 | 金额\nrow\t甲 | 1.5\nrow\t乙 | 2.5\nrow\t丙 | 3.5\nrow\t丁 | 4.5\n");
}

/* Without lines the columns are where the words stand; an empty cell stays in its column. */
static void columns_by_place(void **state)
{
    (void)state;
    static const char *const cells[4][3] = {{"项目", "预算数", "决算数"},
                                            {"工资福利支出", "120.5", "118.2"},
                                            {"办公费", "", "6.4"},
                                            {"合计", "120.5", "124.6"}};
    struct ofd_book book = {0};
    for (size_t r = 0; r < 4; r++)
        for (size_t c = 0; c < 3; c++)
            if (cells[r][c][0])
                ofd_text(&book, 0, 20 + 60 * (double)c, 30 + 8 * (double)r, 4, cells[r][c]);
    expect_file(ofd_write(&book), "row\t项目 | 预算数 | 决算数\nrow\t工资福利支出 | 120.5 | 118.2\n"
                                  "row\t办公费 |  | 6.4\nrow\t合计 | 120.5 | 124.6\n");
}

/* A slanted watermark, what is not to be seen, and a word drawn twice to look bold. */
static void only_what_is_read(void **state)
{
    (void)state;
    expect_file(ofd("<ofd:TextObject Boundary='20 20 90 90' CTM='0.7 -0.7 0.7 0.7 0 60' Size='9'>"
                    "<ofd:TextCode X='0' Y='9'>内部资料</ofd:TextCode></ofd:TextObject>"
                    "<ofd:TextObject Boundary='20 60 40 5' Visible='false' Size='4'>"
                    "<ofd:TextCode X='0' Y='4'>旧稿</ofd:TextCode></ofd:TextObject>" TEXT(
                        "20 20 30 5", "本年收入") TEXT("20.1 20 30 5", "本年收入")),
                "text\t本年收入\n");
}

static void pictures_only(void **state)
{
    (void)state;
    expect_failure(ofd("<ofd:ImageObject Boundary='0 0 210 297' ResourceID='7'/>"), PLUMB_E_FORMAT,
                   "text recognition");
    expect_failure(
        ofd("<ofd:ImageObject Boundary='0 0 210 297' ResourceID='7'/>" TEXT("100 285 5 4", "1")),
        PLUMB_E_FORMAT, "text recognition");
}

static void cut_page(void **state)
{
    (void)state;
    struct zip_part cut[] = {
        {"OFD.xml", "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>", 0},
        {"D.xml", "<Document><Pages><Page ID='1' BaseLoc='P.xml'/></Pages></Document>", 0},
        {"P.xml", "<Page><Content><Layer><TextObject Boundary='0 0 9 9'>", 0}};
    expect_failure(zip_write(".ofd", cut, 3), PLUMB_E_FORMAT, "damaged");
    expect_failure(zip_write(".ofd", cut, 2), PLUMB_E_FORMAT, "lacks");
    struct zip_part parts[] = {{"OFD.xml", "<OFD/>", 0}};
    expect_failure(zip_write(".ofd", parts, 1), PLUMB_E_FORMAT, "lacks");
}

/* Places no paper has, and steps repeated for ever: what can be placed is read. */
static void wild_places(void **state)
{
    (void)state;
    expect_file(
        ofd(TEXT("nan inf 1e300 -5", "甲") TEXT("1e9 1e9 5 5", "乙") TEXT("20 30 30 5", "丙")
                TEXT("20 40 0 0", "丁") "<ofd:TextObject Boundary='20 60 9 9' Size='4'>"
                                        "<ofd:TextCode X='0' Y='4' DeltaX='g 1e300 4 g g -'>戊己"
                                        "</ofd:TextCode></ofd:TextObject>"
                                        "<ofd:PathObject Boundary='0 0 1e300 1'>"
                                        "<ofd:AbbreviatedData>M 1 L 2 X 1e999 C C S"
                                        "</ofd:AbbreviatedData></ofd:PathObject>"),
        "text\t甲\ntext\t丙\ntext\t丁\ntext\t戊己\n");
}

/* More than the memory that one file may take. */
static void memory_is_bounded(void **state)
{
    (void)state;
    struct ofd_book book = {.count = 1};
    for (size_t i = 0; i < 60000; i++)
        plumb_buf_printf(&book.pages[0],
                         "<ofd:TextObject Boundary='%zu %zu 4 4'><ofd:TextCode>"
                         "%zu</ofd:TextCode></ofd:TextObject>",
                         i % 200, i / 300, i);
    const char *path = ofd_write(&book);
    struct plumb_read_limits limits = {.max_memory = (size_t)8 << 20};
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    assert_int_equal(plumb_read_file(path, &limits, arena, &document, &error), PLUMB_E_LIMIT);
    assert_non_null(strstr(error.message, "--max-memory"));
    plumb_arena_free(arena);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_by_place),   cmocka_unit_test(letters_by_steps),
        cmocka_unit_test(ruled_tables),     cmocka_unit_test(table_over_pages),
        cmocka_unit_test(columns_by_place), cmocka_unit_test(only_what_is_read),
        cmocka_unit_test(pictures_only),    cmocka_unit_test(cut_page),
        cmocka_unit_test(wild_places),      cmocka_unit_test(memory_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
