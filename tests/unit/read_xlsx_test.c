/* XLSX made by hand: values as they are shown, merged cells, what is hidden; hostile sheets. */
#include "zip_fixture.h"

#define SHEET "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"

static const char *book_of(const char *sheet, const char *state)
{
    static char workbook[512];
    snprintf(
        workbook, sizeof workbook,
        "<workbook xmlns:r='r'><sheets><sheet name='表一' %s sheetId='1' r:id='rId1'/></sheets>"
        "</workbook>",
        state);
    struct zip_part parts[] = {
        {"xl/workbook.xml", workbook, 0},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>",
         0},
        {"xl/sharedStrings.xml",
         "<sst><si><t>项目</t></si><si><r><t>决</t></r><r><t>算数</t></r><rPh><t>x</t></rPh></si>"
         "</sst>",
         0},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='#,##0.0&quot;万元&quot;'/>"
         "<numFmt numFmtId='165' formatCode='yyyy\\-mm\\-dd'/></numFmts><cellStyleXfs><xf "
         "numFmtId='10'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='10'/><xf "
         "numFmtId='4'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs>"
         "</styleSheet>",
         0},
        {"xl/worksheets/sheet1.xml", sheet, 0}};
    return zip_write(".xlsx", parts, 5);
}

static const char *book(const char *sheet)
{
    return book_of(sheet, "");
}

/* 45292 is 1 January 2024 (ECMA-376 18.17.4.1: 2 January 1900 is 2, with the false leap day). */
static void values_as_shown(void **state)
{
    (void)state;
    expect_file(
        book(SHEET "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
                   "</row><row r='2'><c r='A2' t='inlineStr'><is><t>执行率</t></is></c><c r='B2' "
                   "s='1'><v>0.98765</v></c></row><row r='3'><c r='A3' t='str'><f>A1</f><v>合计</v>"
                   "</c><c r='B3' s='2'><f>SUM(B1)</f><v>1234.5</v></c></row><row r='4'><c r='A4' "
                   "s='3'><v>45292</v></c><c r='B4'><v>0.30000000000000004</v></c></row><row "
                   "r='5'><c r='A5' s='5'><v>45292</v></c><c r='B5' t='str'><v>1,234.50</v></c>"
                   "</row></sheetData></worksheet>"),
        "text\t表一\nrow\t项目 | 决算数\nrow\t执行率 | 98.77%\nrow\t合计 | 1234.50\n"
        "row\t2024年1月1日 | 0.3\nrow\t2024年1月1日 | 1,234.50\n");
}

/* Empty cells keep their columns; a merged head stands in the first of its columns. */
static void empty_and_merged(void **state)
{
    (void)state;
    expect_file(book(SHEET "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='s'><v>1"
                           "</v></c></row><row r='2'><c r='D2'><v>7</v></c></row><row r='3'><c "
                           "r='A3'><v>8</v></c></row></sheetData><mergeCells><mergeCell "
                           "ref='A1:B1'/></mergeCells></worksheet>"),
                "text\t表一\nrow\t项目 |  | 决算数 | \nrow\t |  |  | 7\nrow\t8 |  |  | \n");
}

static void hidden_parts(void **state)
{
    (void)state;
    struct read_result r = read_path_dump(
        book_of(SHEET "<sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>"
                      "<row r='2' hidden='1'><c r='A2'><v>3</v></c><c r='B2'><v>4</v></c></row>"
                      "</sheetData></worksheet>",
                "state='hidden'"));
    assert_int_equal(r.status, PLUMB_OK);
    assert_non_null(strstr(r.dump.data, "row\t3 | 4\n"));
    assert_true(r.document->note_count >= 1);
    assert_non_null(strstr(r.document->notes[0].message, "1 hidden sheet(s)"));
    assert_non_null(strstr(r.document->notes[0].message, "表一"));
    assert_non_null(strstr(r.document->notes[0].message, "1 hidden row(s)"));
    read_free(&r);
    unlink(book(""));
}

/* ---- hostile ---- */

static void wild_references(void **state)
{
    (void)state;
    static const char *const sheets[] = {
        SHEET "<sheetData><row r='99999999999'><c r='ZZZZ1'><v>1</v></c></row></sheetData>"
              "</worksheet>",
        SHEET "<sheetData><row><c r='A1' t='s'><v>-5</v></c><c s='4000000000'><v>1e999</v></c>"
              "</row></sheetData></worksheet>",
        SHEET "<sheetData><row><c r='!'><v>nan</v></c></row><row><c/></row></sheetData>"
              "</worksheet>"};
    for (size_t i = 0; i < 3; i++) {
        struct read_result r = read_path_dump(book(sheets[i]));
        assert_true(r.status == PLUMB_OK || r.status == PLUMB_E_LIMIT);
        read_free(&r);
    }
    unlink(book(""));
}

static void missing_parts(void **state)
{
    (void)state;
    struct zip_part parts[] = {{"xl/workbook.xml", "<workbook/>", 0}};
    expect_failure(zip_write(".xlsx", parts, 1), PLUMB_E_FORMAT, "lacks");
    expect_failure(book(SHEET "<sheetData><row>"), PLUMB_E_FORMAT, "damaged");
}

/* A zip of other things is named as such. */
static void other_zip(void **state)
{
    (void)state;
    struct zip_part parts[] = {{"a.bin", "x", 0}};
    expect_failure(zip_write(".xlsx", parts, 1), PLUMB_E_FORMAT, "zip");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_as_shown), cmocka_unit_test(empty_and_merged),
        cmocka_unit_test(hidden_parts),    cmocka_unit_test(wild_references),
        cmocka_unit_test(missing_parts),   cmocka_unit_test(other_zip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
