/* Whole CSV files to panels: threads, encodings, merging, hostile input. Mappings: csv_mapping_test.c. */
#include "csv_fixture.h"

#include <iconv.h>

static void expect_same(const struct plumb_panel *a, const struct plumb_panel *b)
{
    size_t cells = a->agency_count * a->year_count;
    assert_int_equal(a->agency_count, b->agency_count);
    assert_int_equal(a->first_year, b->first_year);
    assert_int_equal(a->year_count, b->year_count);
    assert_int_equal(a->column_count, b->column_count);
    assert_int_equal(a->row_count, b->row_count);
    assert_int_equal(a->reject_count, b->reject_count);
    for (size_t i = 0; i < a->agency_count; i++)
        assert_string_equal(a->agencies[i].name, b->agencies[i].name);
    for (size_t c = 0; c < a->column_count; c++) {
        assert_string_equal(a->columns[c].indicator, b->columns[c].indicator);
        assert_memory_equal(a->columns[c].value, b->columns[c].value, cells * sizeof(double));
        assert_memory_equal(a->columns[c].source_row, b->columns[c].source_row,
                            cells * sizeof(uint32_t));
    }
    for (size_t i = 0; i < a->reject_count; i++) {
        assert_int_equal(a->rejects[i].line, b->rejects[i].line);
        assert_string_equal(a->rejects[i].reason, b->rejects[i].reason);
    }
}

/* Nearly every line end lies in quotes, so a cut at the next line end is wrong and must be noticed. */
static void cuts_inside_of_quotes(void **state)
{
    (void)state;
    struct plumb_buf buf = {0};
    plumb_buf_puts(&buf, "agency,year,indicator,value\n");
    for (size_t i = 0; i < 60000; i++)
        plumb_buf_printf(&buf, "\"局%zu\n\n\n,2001,执行数,7\n\n\n\",2020,执行数,%zu\n", i, i);
    write_bytes("p.csv", buf.data, buf.len);
    plumb_buf_free(&buf);
    struct plumb_panel *one = read_panel(1), *two = read_panel(2);
    expect_same(one, two);
    assert_int_equal(two->row_count, 60000);
    assert_int_equal(two->year_count, 1);
    const struct plumb_panel_column *column = plumb_panel_find(two, "expenditure.executed");
    assert_true(column->value[59999] == 59999);
    assert_int_equal(column->source_row[59999], 2 + 7 * 59999);
    plumb_panel_free(one);
    plumb_panel_free(two);
}

/* 9 MB with quoted line ends, doubled quotes, stray quotes, bad rows and duplicates: one, two and
 * seven threads give the same bytes, and the lines are the true ones. */
static void threads_do_not_matter(void **state)
{
    (void)state;
    struct plumb_buf buf = {0};
    uint64_t seed = 7;
    size_t line = 2, bad = 0;
    plumb_buf_puts(&buf, "agency,year,indicator,value,note\n");
    for (size_t i = 0; i < 200000; i++) {
        size_t agency = test_below(&seed, 3000);
        const char *kind = test_below(&seed, 2) ? "执行数" : "编制数";
        switch (test_below(&seed, 8)) {
        case 0: /* two lines */
            plumb_buf_printf(&buf, "\"局%zu\",%zu,%s,%zu,\"a\nb, \"\"c\"\"\"\n", agency,
                             2015 + test_below(&seed, 8), kind, i);
            line += 2;
            break;
        case 1: /* a stray quote */
            plumb_buf_printf(&buf, "局%zu,%zu,%s,%zu,\"5 inch\n", agency,
                             2015 + test_below(&seed, 8), kind, i);
            line++;
            break;
        case 2:
            plumb_buf_printf(&buf, "局%zu,n/a,%s,%zu,\n", agency, kind, i);
            line++;
            bad++;
            break;
        default:
            plumb_buf_printf(&buf, "局%zu,%zu,%s,\"1,%03zu.5\",x\n", agency,
                             2015 + test_below(&seed, 8), kind, test_below(&seed, 1000));
            line++;
        }
    }
    plumb_buf_printf(&buf, "末局,2030,执行数,1,\n");
    write_bytes("p.csv", buf.data, buf.len);
    plumb_buf_free(&buf);
    struct plumb_panel *one = read_panel(1), *two = read_panel(2), *seven = read_panel(7);
    expect_same(one, two);
    expect_same(one, seven);
    assert_int_equal(one->row_count, 200001);
    size_t bad_years = 0;
    for (size_t i = 0; i < one->reject_count; i++)
        bad_years += strstr(one->rejects[i].reason, "year is no year") != NULL;
    assert_int_equal(bad_years, bad);
    /* the last row stands in the line the writer counted */
    const struct plumb_panel_column *column = plumb_panel_find(one, "expenditure.executed");
    size_t cell = plumb_panel_at(one, one->agency_count - 1, (size_t)(2030 - one->first_year));
    assert_string_equal(one->agencies[one->agency_count - 1].name, "末局");
    assert_int_equal(column->source_row[cell], line);
    plumb_panel_free(one);
    plumb_panel_free(two);
    plumb_panel_free(seven);
}

static void convert_to(const char *text, const char *encoding)
{
    static char out[1 << 20];
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    char *copy = strdup(text), *from = copy, *to = out;
    size_t left = strlen(text), room = sizeof out;
    assert_true(iconv(converter, &from, &left, &to, &room) != (size_t)-1);
    iconv_close(converter);
    free(copy);
    write_bytes("p.csv", out, sizeof out - room);
}

static const char *const small =
    "单位,年度,年初预算数（万元）\n某某县档案局,2023,12.5\n某某县统计局,2023,8\n";

static void encodings(void **state)
{
    (void)state;
    static const char *const names[] = {"UTF-8", "GB18030", "UTF-16", "UTF-16LE"};
    for (size_t i = 0; i < 4; i++) {
        convert_to(small, names[i]);
        struct plumb_panel *panel = read_panel(1);
        assert_true(value_of(panel, "某某县档案局", 2023, "expenditure.initial") == 125000);
        assert_true(plumb_csv_is_panel(path, catalogue, NULL));
        plumb_panel_free(panel);
    }
    write_text("\xEF\xBB\xBF单位,年度,执行数\n甲局,2023,1\n");
    struct plumb_panel *panel = read_panel(1);
    assert_true(value_of(panel, "甲局", 2023, "expenditure.executed") == 1);
    plumb_panel_free(panel);
}

/* The first 300 kB are ASCII, so the head cannot tell; the names below are GB18030. */
static void late_encoding(void **state)
{
    (void)state;
    struct plumb_buf buf = {0};
    plumb_buf_puts(&buf, "agency,year,actual\n");
    for (int i = 0; i < 20000; i++)
        plumb_buf_printf(&buf, "Office %d,2023,%d\n", i, i);
    plumb_buf_puts(&buf, "\xBC\xD7\xBE\xD6,2023,77\n"); /* 甲局 */
    write_bytes("p.csv", buf.data, buf.len);
    plumb_buf_free(&buf);
    struct plumb_panel *panel = read_panel(2);
    assert_int_equal(panel->agency_count, 20001);
    assert_true(value_of(panel, "甲局", 2023, "expenditure.executed") == 77);
    plumb_panel_free(panel);
    /* bytes of no encoding */
    write_bytes("p.csv", "agency,year,actual\n\xFF\xFF\x80,2023,1\n", 31);
    struct plumb_error error = {0};
    assert_int_equal(plumb_csv_read_panel(path, catalogue, NULL, 1, &panel, &error),
                     PLUMB_E_ENCODING);
    assert_string_equal(error.source, path);
}

/* The head that is looked at ends in the middle of a character. */
static void head_is_cut(void **state)
{
    (void)state;
    struct plumb_buf buf = {0};
    for (int i = 0; buf.len < 400000; i++)
        plumb_buf_printf(&buf, "某某县第%d号机关事务管理局,2023,%d\n", i, i);
    /* Every name is Chinese: one of three shifts cuts a character. */
    static const char *const heads[] = {"单位,年度,执行数\n", "单位,年度,执行数 \n",
                                        "单位,年度, 执行数 \n"};
    for (size_t i = 0; i < 3; i++) {
        struct plumb_buf file = {0};
        plumb_buf_puts(&file, heads[i]);
        plumb_buf_add(&file, buf.data, buf.len);
        write_bytes("p.csv", file.data, file.len);
        plumb_buf_free(&file);
        assert_true(plumb_csv_is_panel(path, catalogue, NULL));
    }
    plumb_buf_free(&buf);
}

/* ---- merging ---- */

static void merge_adds_agencies_years_and_columns(void **state)
{
    (void)state;
    struct plumb_panel *into = panel_of("单位,年度,执行数\n甲局,2022,1\n乙局,2022,2\n");
    struct plumb_panel *more = panel_of("单位,年度,执行数,编制数\n乙局,2022,9,30\n丙局,2020,3,\n");
    size_t restated = 0;
    struct plumb_error error = {0};
    assert_int_equal(plumb_panel_merge(into, more, false, &restated, &error), PLUMB_OK);
    assert_int_equal(restated, 1);
    assert_int_equal(into->agency_count, 3);
    assert_int_equal(into->first_year, 2020);
    assert_int_equal(into->year_count, 3);
    assert_int_equal(into->file_count, 2);
    assert_int_equal(into->row_count, 4);
    assert_true(value_of(into, "甲局", 2022, "expenditure.executed") == 1);
    assert_true(value_of(into, "乙局", 2022, "expenditure.executed") == 2); /* kept */
    assert_true(value_of(into, "乙局", 2022, "staff.quota") == 30);
    assert_true(value_of(into, "丙局", 2020, "expenditure.executed") == 3);
    assert_true(isnan(value_of(into, "甲局", 2021, "expenditure.executed")));
    const struct plumb_panel_column *column = plumb_panel_find(into, "staff.quota");
    size_t cell = plumb_panel_at(into, 1, 2);
    assert_int_equal(column->source_file[cell], 1);
    assert_int_equal(column->source_row[cell], 2);
    /* the same again: nothing changes, nothing is restated but what differs */
    assert_int_equal(plumb_panel_merge(into, more, true, &restated, &error), PLUMB_OK);
    assert_int_equal(restated, 2);
    assert_int_equal(into->agency_count, 3);
    assert_true(value_of(into, "乙局", 2022, "expenditure.executed") == 9); /* replaced */
    plumb_panel_free(into);
    plumb_panel_free(more);
}

static void merge_keeps_regions_apart(void **state)
{
    (void)state;
    struct plumb_panel *into = panel_of("地区,单位,年度,执行数\n甲县,财政局,2022,1\n");
    struct plumb_panel *more = panel_of("地区,单位,年度,执行数\n乙县,财政局,2022,2\n");
    struct plumb_panel *bare = panel_of("单位,年度,编制数\n甲县财政局,2022,7\n");
    struct plumb_error error = {0};
    assert_int_equal(plumb_panel_merge(into, more, false, NULL, &error), PLUMB_OK);
    assert_int_equal(into->agency_count, 2);
    assert_true(value_of(into, "财政局", 2022, "expenditure.executed") == 1);
    assert_true(value_of(into, "乙县财政局", 2022, "expenditure.executed") == 2);
    /* again: the name with its region is found */
    assert_int_equal(plumb_panel_merge(into, more, false, NULL, &error), PLUMB_OK);
    assert_int_equal(into->agency_count, 2);
    plumb_panel_free(bare);
    plumb_panel_free(into);
    plumb_panel_free(more);
}

static void merge_refuses_what_does_not_fit(void **state)
{
    (void)state;
    struct plumb_panel *a = panel_of("单位,年度,人员(人)\n甲局,2022,1\n");
    struct plumb_panel *b = panel_of("单位,年度,人员(万元)\n甲局,2022,1\n");
    struct plumb_error error = {0};
    assert_int_equal(plumb_panel_merge(a, b, true, NULL, &error), PLUMB_OK);
    assert_true(value_of(a, "甲局", 2022, "人员") == 1);
    assert_int_equal(a->reject_count, 1);
    assert_non_null(strstr(a->rejects[0].reason, "unit"));
    a->currency = "CNY";
    b->currency = "USD";
    assert_int_equal(plumb_panel_merge(a, b, true, NULL, &error), PLUMB_E_DOMAIN);
    plumb_panel_free(a);
    plumb_panel_free(b);
}

static void merge_into_an_empty_panel(void **state)
{
    (void)state;
    struct plumb_panel *into = plumb_panel_new(), *more = panel_of(small);
    struct plumb_error error = {0};
    assert_int_equal(plumb_panel_merge(into, more, false, NULL, &error), PLUMB_OK);
    expect_same(into, more);
    plumb_panel_free(into);
    plumb_panel_free(more);
}

/* ---- hostile input ---- */

static void missing_and_empty_files(void **state)
{
    (void)state;
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    assert_int_equal(plumb_csv_read_panel("no/such.csv", NULL, NULL, 1, &panel, &error),
                     PLUMB_E_IO);
    assert_non_null(strstr(error.message, "no/such.csv"));
    assert_true(plumb_csv_is_panel("no/such.csv", NULL, NULL));
    assert_int_equal(plumb_csv_read_panel(folder, NULL, NULL, 1, &panel, &error), PLUMB_E_IO);
}

static void too_large_a_cube(void **state)
{
    (void)state;
    struct plumb_buf buf = {0};
    plumb_buf_puts(&buf, "agency,year,indicator,value\n");
    for (int i = 0; i < 20000; i++)
        plumb_buf_printf(&buf, "A%d,%d,x%d,1\n", i, 1901 + i % 200, i);
    write_bytes("p.csv", buf.data, buf.len);
    plumb_buf_free(&buf);
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    assert_int_equal(plumb_csv_read_panel(path, NULL, NULL, 2, &panel, &error), PLUMB_E_LIMIT);
    assert_non_null(strstr(error.message, "20000 agencies"));
}

/* Random bytes and lines of these end with a status, whatever it is. */
static void random_files(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "单位", "年度", ",",      ",",        ",",      "\n",   "\n",   "\"",  "\"\"",
        "2023", "甲局", "执行数", "1,234",    "\r\n",   "\t",   ";",    "|",   " ",
        "-",    "合计", "1e99",   "（万元）", "2022年", "\xFF", "指标", "金额"};
    uint64_t seed = 99;
    for (int round = 0; round < 3000; round++) {
        char text[1024];
        size_t len = 0, n = test_below(&seed, 60);
        for (size_t i = 0; i < n; i++)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s",
                                    parts[test_below(&seed, PLUMB_COUNT(parts))]);
        write_bytes("p.csv", text, len);
        struct plumb_panel *panel = NULL;
        struct plumb_error error = {0};
        enum plumb_status status = plumb_csv_read_panel(path, catalogue, NULL, 1, &panel, &error);
        assert_true((status == PLUMB_OK) == (panel != NULL));
        plumb_panel_free(panel);
    }
}

static void allocation_failures(void **state)
{
    (void)state;
    write_text("单位,年度,执行数,编制数\n甲局,2022,1,2\n\"乙\"\"局\",2023,x,3\n甲局,2022,5,\n");
    for (size_t n = 1; n < 300; n++) {
        struct plumb_panel *panel = NULL;
        struct plumb_error error = {0};
        plumb_alloc_fail_at(n);
        enum plumb_status status = plumb_csv_read_panel(path, NULL, NULL, 1, &panel, &error);
        plumb_alloc_fail_at(0);
        assert_true((status == PLUMB_OK) == (panel != NULL));
        plumb_panel_free(panel);
        if (status == PLUMB_OK)
            return;
        assert_int_equal(status, PLUMB_E_NOMEM);
    }
    fail_msg("the reader never came to its end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(cuts_inside_of_quotes),
        cmocka_unit_test(encodings),
        cmocka_unit_test(late_encoding),
        cmocka_unit_test(head_is_cut),
        cmocka_unit_test(merge_adds_agencies_years_and_columns),
        cmocka_unit_test(merge_keeps_regions_apart),
        cmocka_unit_test(merge_refuses_what_does_not_fit),
        cmocka_unit_test(merge_into_an_empty_panel),
        cmocka_unit_test(missing_and_empty_files),
        cmocka_unit_test(too_large_a_cube),
        cmocka_unit_test(random_files),
        cmocka_unit_test(allocation_failures),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
