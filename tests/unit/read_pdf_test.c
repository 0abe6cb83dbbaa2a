/* Ruled tables: cells from rules and words, worked out on squared paper; rules from a drawing; the
 * tables of published accounts against a key that was read off the pages by eye. */
#include "read_fixture.h"

#include "read/page/layout.h"
#include "read/page/pdf_rules.h"

#include <unistd.h>

/* ---- rules and words by hand ---- */

struct sheet {
    struct plumb_arena *arena;
    struct plumb_layout_page pages[3];
    struct plumb_markup markup;
};

static struct sheet new_sheet(void)
{
    struct sheet s = {.arena = plumb_arena_new()};
    s.markup.limits = plumb_read_limits_default();
    for (size_t p = 0; p < 3; p++)
        s.pages[p].height = 800;
    return s;
}

static void free_sheet(struct sheet *s)
{
    plumb_markup_free(&s->markup);
    plumb_arena_free(s->arena);
}

static void rule(struct sheet *s, size_t page, double x0, double y0, double x1, double y1)
{
    struct plumb_layout_page *p = &s->pages[page];
    *PLUMB_PUSH(s->arena, p->rules, p->rule_count, p->rule_capacity) =
        (struct plumb_layout_rule){x0, y0, x1, y1};
}

/* Ten points a Chinese character, five a digit; ten high. */
static void word(struct sheet *s, size_t page, double x, double y, const char *text)
{
    struct plumb_layout_page *p = &s->pages[page];
    struct plumb_str str = plumb_str_from(text);
    *PLUMB_PUSH(s->arena, p->words, p->word_count, p->word_capacity) =
        (struct plumb_layout_word){x, y, x + 5 * plumb_utf8_width(str), y + 10, str};
}

static void expect_pages(struct sheet *s, size_t count, size_t tables, const char *text)
{
    assert_int_equal(plumb_layout_put_pages(s->pages, count, s->arena, &s->markup, NULL, NULL),
                     tables);
    plumb_buf_puts(&s->markup.out, "");
    assert_string_equal(s->markup.out.data, text);
    free_sheet(s);
}

/* Columns at 50, 150, 250, 350; rows at 100, 120, 140, 180. The head's first cell spans two rows,
 * its second two columns; one value is missing; one label is broken for lack of room. */
static void cells_between_rules(void **state)
{
    (void)state;
    struct sheet s = new_sheet();
    static const double ys[] = {100, 140, 180};
    for (size_t i = 0; i < 3; i++)
        rule(&s, 0, 50, ys[i], 350, ys[i]);
    rule(&s, 0, 150, 120, 350, 120); /* below the spanning head only */
    rule(&s, 0, 50, 100, 50, 180);
    rule(&s, 0, 150, 100, 150, 180);
    rule(&s, 0, 250, 120, 250, 180);
    /* the last one in three pieces, as drawing programs make them */
    rule(&s, 0, 350, 100, 350, 120);
    rule(&s, 0, 350.4, 120, 350.4, 140);
    rule(&s, 0, 350, 140.5, 350, 180);
    word(&s, 0, 50, 80, "附表");
    word(&s, 0, 80, 115, "项目");
    word(&s, 0, 240, 105, "支出");
    word(&s, 0, 180, 125, "基本");
    word(&s, 0, 280, 125, "项目");
    word(&s, 0, 52, 145, "机关事业单位基本养"); /* 90 of the 100 points */
    word(&s, 0, 52, 160, "老保险");
    word(&s, 0, 300, 152, "6.18");
    expect_pages(&s, 1, 1,
                 "附表\n\n| 项目 | 支出 |  |\n|  | 基本 | 项目 |\n"
                 "| 机关事业单位基本养老保险 |  | 6.18 |\n\n");
}

/* The outer sides of many published tables are not drawn. */
static void open_sides(void **state)
{
    (void)state;
    struct sheet s = new_sheet();
    for (double y = 100; y <= 140; y += 20)
        rule(&s, 0, 50, y, 250, y);
    rule(&s, 0, 150, 100, 150, 140);
    word(&s, 0, 60, 105, "人数");
    word(&s, 0, 200, 105, "38");
    word(&s, 0, 60, 125, "车辆");
    expect_pages(&s, 1, 1, "\n| 人数 | 38 |\n| 车辆 |  |\n\n");
}

/* A frame around text is no table; a line under a word neither. */
static void frames_are_text(void **state)
{
    (void)state;
    struct sheet s = new_sheet();
    rule(&s, 0, 50, 100, 350, 100);
    rule(&s, 0, 50, 200, 350, 200);
    rule(&s, 0, 50, 100, 50, 200);
    rule(&s, 0, 350, 100, 350, 200);
    rule(&s, 0, 60, 316, 160, 316);
    word(&s, 0, 60, 110, "说明");
    word(&s, 0, 60, 305, "签字");
    expect_pages(&s, 1, 0, "说明\n\n签字\n");
}

static void grid(struct sheet *s, size_t page, double top, size_t rows)
{
    for (size_t r = 0; r <= rows; r++)
        rule(s, page, 50, top + 20 * (double)r, 250, top + 20 * (double)r);
    for (double x = 50; x <= 250; x += 100)
        rule(s, page, x, top, x, top + 20 * (double)rows);
}

/* A table that goes on: its head is not repeated, the page number is no line, and a new page
 * begins in the middle of the rows. */
static void table_over_pages(void **state)
{
    (void)state;
    struct sheet s = new_sheet();
    grid(&s, 0, 700, 2);
    word(&s, 0, 60, 705, "项目");
    word(&s, 0, 160, 705, "金额");
    word(&s, 0, 60, 725, "甲");
    word(&s, 0, 160, 725, "1.5");
    word(&s, 0, 300, 780, "-");
    word(&s, 0, 308, 780, "1");
    word(&s, 0, 316, 780, "-");
    grid(&s, 1, 60, 2);
    word(&s, 1, 60, 65, "项目");
    word(&s, 1, 160, 65, "金额");
    word(&s, 1, 60, 85, "乙");
    word(&s, 1, 160, 85, "2");
    word(&s, 1, 60, 130, "注");
    expect_pages(&s, 2, 1, "\n| 项目 | 金额 |\n| 甲 | 1.5 |\n\f| 乙 | 2 |\n\n注\n");
}

/* With a line of its own above it, it is another table. */
static void next_table(void **state)
{
    (void)state;
    struct sheet s = new_sheet();
    grid(&s, 0, 700, 1);
    word(&s, 0, 60, 705, "甲");
    word(&s, 0, 160, 705, "1.5");
    word(&s, 1, 60, 40, "附表二");
    grid(&s, 1, 60, 1);
    word(&s, 1, 60, 65, "乙");
    expect_pages(&s, 2, 2, "\n| 甲 | 1.5 |\n\n\f附表二\n\n| 乙 |  |\n\n");
}

/* A row that is cut by the end of the page: the text goes on from a full line, and the other cell
 * has nothing left to say. */
static void row_over_pages(void **state)
{
    (void)state;
    struct sheet s = new_sheet();
    grid(&s, 0, 700, 1);
    word(&s, 0, 52, 705, "完成全部年度任务目");
    word(&s, 0, 160, 705, "5");
    grid(&s, 1, 60, 2);
    word(&s, 1, 52, 65, "标");
    word(&s, 1, 52, 85, "乙");
    word(&s, 1, 160, 85, "7");
    expect_pages(&s, 2, 1, "\n| 完成全部年度任务目标 | 5 |\n\f| 乙 | 7 |\n\n");
}

/* ---- rules of a drawing ---- */

static void rules_of_a_drawing(void **state)
{
    (void)state;
    static const char svg[] =
        "<svg xmlns='http://www.w3.org/2000/svg'><defs><clipPath><path d='M 0 0 L 9 0'/></clipPath>"
        "</defs><page><g transform='matrix(2,0,0,2,10,0)'>"
        "<path style='fill:none;stroke:rgb(0%,0%,0%);' d='M 0 5 L 50 5 '/>"
        "<path style='stroke:none;fill:rgb(0%,0%,0%);' d='M 0 0 L 0.5 0 L 0.5 40 L 0 40 Z'/></g>"
        "<path style='fill:none;stroke:rgb(100%,100%,100%);' d='M 0 5 L 50 5 '/>"
        "<path style='fill:none;stroke:rgb(0%,0%,0%);' d='M 0 5 L 50 5 C 1 2 3 4 5 6'/>"
        "<path style='stroke:none;fill:rgb(0%,0%,0%);' d='M 0 0 L 90 0 L 90 40 L 0 40 Z'/></page>"
        "<page><rect fill='none' stroke='black' x='1' y='2' width='30' height='40'/></page></svg>";
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_layout_page pages[2] = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct plumb_error error = {0};
    assert_int_equal(plumb_pdf_rules_read(plumb_str_from(svg), &limits, arena, pages, 2, &error),
                     PLUMB_OK);
    assert_int_equal(pages[0].rule_count, 2);
    assert_true(pages[0].rules[0].left == 10 && pages[0].rules[0].right == 110);
    assert_true(pages[0].rules[0].top == 10 && pages[0].rules[0].bottom == 10);
    assert_true(pages[0].rules[1].left == 10 && pages[0].rules[1].right == 11);
    assert_true(pages[0].rules[1].top == 0 && pages[0].rules[1].bottom == 80);
    assert_int_equal(pages[1].rule_count, 4); /* the sides of the box */
    assert_int_equal(
        plumb_pdf_rules_read(PLUMB_STR("<svg><page>"), &limits, arena, pages, 2, &error),
        PLUMB_E_FORMAT);
    plumb_arena_free(arena);
}

/* ---- published accounts ---- */

/* Row by its number in the table from 0 (heads count), then its cells that hold numbers. */
struct key {
    size_t table, row, column;
    const char *number;
};

/* T1 (income left in column 1, expenditure right in 3), T5 (codes in column 0), T6 in its first and
 * last rows. T7 is a head of four rows above one empty row of twelve columns. */
static const struct key keys[] = {
    {1, 2, 1, "307.82"},   {1, 2, 3, "264.87"},  {1, 9, 3, "10.82"},   {1, 10, 3, "2.71"},
    {1, 20, 3, "29.42"},   {1, 28, 1, "307.82"}, {1, 28, 3, "307.82"}, {1, 31, 1, "307.82"},
    {1, 31, 3, "307.82"},  {5, 2, 0, "201"},     {5, 2, 2, "264.87"},  {5, 2, 3, "62.63"},
    {5, 2, 4, "202.24"},   {5, 3, 0, "20139"},   {5, 3, 2, "264.87"},  {5, 3, 3, "62.63"},
    {5, 3, 4, "202.24"},   {5, 4, 0, "2013901"}, {5, 4, 2, "51.32"},   {5, 4, 3, "51.32"},
    {5, 5, 0, "2013950"},  {5, 5, 2, "11.31"},   {5, 5, 3, "11.31"},   {5, 6, 0, "2013999"},
    {5, 6, 2, "202.24"},   {5, 6, 4, "202.24"},  {5, 7, 0, "208"},     {5, 7, 2, "10.82"},
    {5, 7, 3, "10.82"},    {5, 8, 0, "20805"},   {5, 8, 2, "10.82"},   {5, 8, 3, "10.82"},
    {5, 9, 0, "2080505"},  {5, 9, 2, "6.18"},    {5, 9, 3, "6.18"},    {5, 10, 0, "2080506"},
    {5, 10, 2, "4.64"},    {5, 10, 3, "4.64"},   {5, 11, 0, "210"},    {5, 11, 2, "2.71"},
    {5, 11, 3, "2.71"},    {5, 12, 0, "21011"},  {5, 12, 2, "2.71"},   {5, 12, 3, "2.71"},
    {5, 13, 0, "2101101"}, {5, 13, 2, "2.22"},   {5, 13, 3, "2.22"},   {5, 14, 0, "2101102"},
    {5, 14, 2, "0.49"},    {5, 14, 3, "0.49"},   {5, 15, 0, "221"},    {5, 15, 2, "29.42"},
    {5, 15, 3, "29.42"},   {5, 16, 0, "22102"},  {5, 16, 2, "29.42"},  {5, 16, 3, "29.42"},
    {5, 17, 0, "2210201"}, {5, 17, 2, "17.70"},  {5, 17, 3, "17.70"},  {5, 18, 0, "2210203"},
    {5, 18, 2, "11.72"},   {5, 18, 3, "11.72"},  {5, 19, 2, "307.82"}, {5, 19, 3, "105.58"},
    {5, 19, 4, "202.24"},
};
static const size_t t1_rows = 32, t5_rows = 20, t7_rows = 5, t7_columns = 12;

static bool is_plain_number(struct plumb_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("0123456789.,", text.ptr[i]))
            return false;
    return text.len > 0;
}

static const char *key_at(size_t table, size_t row, size_t column)
{
    for (size_t i = 0; i < PLUMB_COUNT(keys); i++)
        if (keys[i].table == table && keys[i].row == row && keys[i].column == column)
            return keys[i].number;
    return NULL;
}

/* Every number of the table is in the key at its place, and every number of the key in the table. */
static void check_key(const struct plumb_table *table, size_t number)
{
    size_t found = 0, wanted = 0;
    for (size_t i = 0; i < PLUMB_COUNT(keys); i++)
        wanted += keys[i].table == number;
    for (size_t r = 0; r < table->row_count; r++)
        for (size_t c = 0; c < table->rows[r].cell_count; c++) {
            struct plumb_str text = table->rows[r].cells[c].text.str;
            if (!is_plain_number(text))
                continue;
            const char *key = key_at(number, r, c);
            if (!key || !plumb_str_equal(text, plumb_str_from(key)))
                fail_msg("T%zu row %zu column %zu: %.*s", number, r, c, PLUMB_STR_ARG(text));
            found++;
        }
    assert_int_equal(found, wanted);
}

static void accounts_match_key(void **state)
{
    (void)state;
    const char *path = "../shared/pdf/accounts_2024_shegongbu.pdf";
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    if (access(path, R_OK) != 0 ||
        plumb_read_file(path, NULL, arena, &document, &error) == PLUMB_E_UNAVAILABLE) {
        print_message("skipped: ../shared/pdf or poppler-utils is not here\n");
        plumb_arena_free(arena);
        skip();
    }
    const struct plumb_table *tables[16] = {0};
    size_t count = 0;
    for (size_t b = 0; document && b < document->block_count && count < 15; b++)
        if (document->blocks[b].kind == PLUMB_BLOCK_TABLE && document->blocks[b].table.unit.str.len)
            tables[++count] = &document->blocks[b].table;
    assert_int_equal(count, 9);
    assert_int_equal(tables[1]->row_count, t1_rows);
    check_key(tables[1], 1);
    assert_int_equal(tables[5]->row_count, t5_rows);
    check_key(tables[5], 5);
    assert_int_equal(tables[7]->row_count, t7_rows);
    assert_int_equal(tables[7]->column_count, t7_columns);
    check_key(tables[7], 7);
    plumb_arena_free(arena);
}

/* ---- PDF made by hand ---- */

static const char *write_pdf(const char *text, size_t len)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/plumb-pdf-%ld.pdf", (long)getpid());
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    return path;
}

/* A page of no text is a scan; a cut file and one of another kind are named. */
static void pages_without_text(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum plumb_status status;
        const char *words;
    } cases[] = {
        {"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
         "/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\n"
         "trailer<</Root 1 0 R>>\n",
         PLUMB_E_FORMAT, "text recognition"},
        {"%PDF-1.4\n1 0 obj<</Type/Cata", PLUMB_E_FORMAT, "could not be read"}};
    for (size_t i = 0; i < 2; i++) {
        struct plumb_arena *arena = plumb_arena_new();
        struct plumb_document *document = NULL;
        struct plumb_error error = {0};
        const char *path = write_pdf(cases[i].text, strlen(cases[i].text));
        enum plumb_status status = plumb_read_file(path, NULL, arena, &document, &error);
        unlink(path);
        plumb_arena_free(arena);
        if (status == PLUMB_E_UNAVAILABLE) {
            print_message("skipped: poppler-utils is not here\n");
            skip();
        }
        if (status != cases[i].status || !strstr(error.message, cases[i].words))
            fail_msg("%d: %s", (int)status, error.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_between_rules), cmocka_unit_test(open_sides),
        cmocka_unit_test(frames_are_text),     cmocka_unit_test(table_over_pages),
        cmocka_unit_test(next_table),          cmocka_unit_test(row_over_pages),
        cmocka_unit_test(rules_of_a_drawing),  cmocka_unit_test(accounts_match_key),
        cmocka_unit_test(pages_without_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
