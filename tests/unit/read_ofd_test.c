/* OFD (GB/T 33190) made by hand: text objects by their places; damaged containers. */
#include "zip_fixture.h"

#define TEXT(box, text)                                                                            \
    "<ofd:TextObject Boundary='" box "'><ofd:TextCode>" text "</ofd:TextCode></ofd:TextObject>"

static const char *ofd(const char *page)
{
    struct zip_part parts[] = {
        {"OFD.xml",
         "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'><ofd:DocBody><ofd:DocRoot>Doc_0/"
         "Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
         0},
        {"Doc_0/Document.xml",
         "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Pages><ofd:Page ID='1' "
         "BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages></ofd:Document>",
         0},
        {"Doc_0/Pages/Page_0/Content.xml", page, 0}};
    return zip_write(".ofd", parts, 3);
}

#define PAGE(objects)                                                                              \
    "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Content><ofd:Layer>" objects           \
    "</ofd:Layer></ofd:Content></ofd:Page>"

/* Objects come in any order; their heights on the page make the lines. */
static void lines_by_place(void **state)
{
    (void)state;
    expect_file(ofd(PAGE(TEXT("20 40 60 5", "第二行。") TEXT("20 20 30 5", "收入合计")
                             TEXT("50 20 40 5", "五万元。"))),
                "text\t收入合计五万元。\ntext\t第二行。\n");
}

static void cut_page(void **state)
{
    (void)state;
    expect_failure(ofd("<ofd:Page xmlns:ofd='x'><ofd:Content>"), PLUMB_E_FORMAT, "damaged");
    struct zip_part parts[] = {{"OFD.xml", "<OFD/>", 0}};
    expect_failure(zip_write(".ofd", parts, 1), PLUMB_E_FORMAT, "lacks");
}

static void wild_places(void **state)
{
    (void)state;
    struct read_result r = read_path_dump(
        ofd(PAGE(TEXT("nan inf 1e300 -5", "甲") TEXT("1e9 1e9 5 5", "乙") TEXT("", "丙"))));
    assert_int_equal(r.status, PLUMB_OK);
    assert_true(r.document->source.len < 100000);
    read_free(&r);
    unlink(ofd(PAGE("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_by_place),
        cmocka_unit_test(cut_page),
        cmocka_unit_test(wild_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
