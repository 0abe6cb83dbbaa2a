/* Reorganised agencies: sums and series worked out by hand; a change is no exception, an error beside it
 * is one. */
#include "analysis/screen/reorganise.h"
#include "screen_fixture.h"

/* ---- the join by itself: four agencies, four years, one column ------------------------------ */

enum { FEW = 5, SHORT = 4 };
static double few_values[FEW * SHORT];
static struct plumb_agency few_agencies[FEW] = {{"甲", "", "", ""},
                                                {"乙", "", "", ""},
                                                {"丙", "", "", ""},
                                                {"丁", "", "", ""},
                                                {"戊", "", "", ""}};
static uint32_t few_rows[FEW * SHORT];
static uint16_t few_files[FEW * SHORT];
static struct plumb_panel_column few_column = {
    "expenditure.executed", "执行数", "yuan", few_values, few_rows, few_files};
static struct plumb_panel few = {.agencies = few_agencies,
                                 .agency_count = FEW,
                                 .first_year = 2018,
                                 .year_count = SHORT,
                                 .columns = &few_column,
                                 .column_count = 1,
                                 .files = paths,
                                 .file_count = 1,
                                 .currency = "CNY"};

static void fill(size_t agency, double a, double b, double c, double d)
{
    const double row[SHORT] = {a, b, c, d};
    for (size_t t = 0; t < SHORT; t++) {
        few_values[agency * SHORT + t] = row[t];
        few_rows[agency * SHORT + t] = (uint32_t)(2 + agency * SHORT + t);
    }
}

static void is_row(const struct plumb_joined *joined, size_t agency, double a, double b, double c,
                   double d)
{
    const double row[SHORT] = {a, b, c, d};
    for (size_t t = 0; t < SHORT; t++) {
        double v = joined->panel.columns[0].value[agency * SHORT + t];
        if (isnan(row[t]))
            assert_true(isnan(v));
        else
            assert_true(v == row[t]);
    }
}

static void empty(void)
{
    for (size_t a = 0; a < FEW; a++)
        fill(a, NAN, NAN, NAN, NAN);
}

static void test_renamed(void **state)
{
    (void)state;
    struct plumb_joined joined;
    const struct plumb_agency_change link = {"甲", "乙", "renamed", 2020};
    empty();
    fill(0, 1, 2, NAN, NAN);
    fill(1, NAN, NAN, 3, 4);
    assert_true(plumb_panel_join(&few, &link, 1, arena, &joined));
    is_row(&joined, 0, NAN, NAN, NAN, NAN);
    is_row(&joined, 1, 1, 2, 3, 4);
    assert_int_equal(joined.parts[SHORT].agencies[0], 0);
    assert_int_equal(joined.marks[SHORT + 2], PLUMB_JOIN_CHANGE);
    assert_true(few_values[0] == 1); /* what was printed stays */
}

static void test_merged(void **state)
{
    (void)state;
    struct plumb_joined joined;
    const struct plumb_agency_change links[] = {{"甲", "丙", "merged", 2020},
                                                {"乙", "丙", "merged", 2020}};
    empty();
    fill(0, 100, 110, 5, NAN); /* 5 is what was wound up */
    fill(1, 50, 55, NAN, NAN);
    fill(2, NAN, NAN, 170, 180);
    assert_true(plumb_panel_join(&few, links, 2, arena, &joined));
    is_row(&joined, 0, 100, 110, 5, NAN);
    is_row(&joined, 2, 150, 165, 170, 180);
    assert_int_equal(joined.parts[2 * SHORT].count, 2);
    assert_true(joined.marks[2] & PLUMB_JOIN_REST);
}

/* 甲 into 乙, which goes on; a year in which either is not known has no sum. */
static void test_merged_into_a_going_one(void **state)
{
    (void)state;
    struct plumb_joined joined;
    const struct plumb_agency_change link = {"甲", "乙", "merged", 2020};
    empty();
    fill(0, NAN, 10, NAN, NAN);
    fill(1, 20, 21, 32, 33);
    assert_true(plumb_panel_join(&few, &link, 1, arena, &joined));
    is_row(&joined, 1, NAN, 31, 32, 33);
}

static void test_split(void **state)
{
    (void)state;
    struct plumb_joined joined;
    const struct plumb_agency_change links[] = {{"甲", "乙", "split", 2020},
                                                {"甲", "丙", "split", 2020}};
    empty();
    fill(0, 90, 100, NAN, NAN);
    fill(1, NAN, NAN, 60, 70);
    fill(2, NAN, NAN, 50, NAN);
    assert_true(plumb_panel_join(&few, links, 2, arena, &joined));
    is_row(&joined, 0, 90, 100, 110, NAN);
    is_row(&joined, 1, NAN, NAN, 60, 70);
    assert_true(joined.marks[2] & PLUMB_JOIN_CHANGE);
}

/* 甲 + 乙 → 丙 (2019), which is renamed 丁 (2020), which takes in 戊 (2021). */
static void test_chain(void **state)
{
    (void)state;
    struct plumb_joined joined;
    const struct plumb_agency_change links[] = {{"戊", "丁", "merged", 2021},
                                                {"丙", "丁", "renamed", 2020},
                                                {"乙", "丙", "merged", 2019},
                                                {"甲", "丙", "merged", 2019}};
    empty();
    fill(0, 1, NAN, NAN, NAN);
    fill(1, 2, NAN, NAN, NAN);
    fill(2, NAN, 4, NAN, NAN);
    fill(3, NAN, NAN, 5, 16);
    fill(4, 10, 10, 10, NAN);
    assert_true(plumb_panel_join(&few, links, 4, arena, &joined));
    is_row(&joined, 3, 13, 14, 15, 16);
    is_row(&joined, 2, NAN, NAN, NAN, NAN);
}

/* Nobody bears the new name yet: the row is called by it. */
static void test_name_alone(void **state)
{
    (void)state;
    struct plumb_joined joined;
    const struct plumb_agency_change link = {"甲", "新", "renamed", 0};
    empty();
    fill(0, 1, 2, 3, 4);
    assert_true(plumb_panel_join(&few, &link, 1, arena, &joined));
    is_row(&joined, 0, 1, 2, 3, 4);
    assert_string_equal(joined.panel.agencies[0].name, "新");
    assert_string_equal(few.agencies[0].name, "甲");
}

static void test_unknown_names(void **state)
{
    (void)state;
    struct plumb_joined joined;
    const struct plumb_agency_change link = {"甲", "不在", "merged", 2020};
    empty();
    assert_false(plumb_panel_join(&few, &link, 1, arena, &joined));
}

/* ---- screening ------------------------------------------------------------------------------ */

/* The clean panel, all of one kind, and two agencies that the tests found. */
static int setup_founded(void **state)
{
    setup(state);
    panel.agency_count = AGENCIES + FOUNDED;
    for (size_t a = 0; a < panel.agency_count; a++)
        agencies[a].kind = "";
    return 0;
}

/* From 2019 on the values of 单位03 and 单位04 are those of `to`. */
static void merge_into(size_t to)
{
    for (size_t c = 0; c < COLUMNS; c++)
        for (int year = 2019; year <= 2021; year++) {
            double own = to < AGENCIES ? *cell(c, to, year) : 0;
            *cell(c, to, year) = own + *cell(c, 3, year) + *cell(c, 4, year);
            *cell(c, 3, year) = *cell(c, 4, year) = NAN;
        }
}

static const struct plumb_agency_change merged[] = {{"单位03", "单位24", "merged", 2019},
                                                    {"单位04", "单位24", "merged", 2019}};

static void screen(const struct plumb_agency_change *changes, size_t count)
{
    list = (struct plumb_finding_list){0};
    assert_int_equal(
        plumb_panel_findings_joined(catalogue, &panel, changes, count, NULL, 1, arena, &list, NULL),
        PLUMB_OK);
}

static void test_merger_is_no_exception(void **state)
{
    (void)state;
    merge_into(24);
    screen(merged, 2);
    assert_int_equal(list.count, 0);
}

/* 单位02 (12 million) takes in 13 and 14: three times as large from one year to the next. */
static void test_growth_by_merger(void **state)
{
    (void)state;
    const struct plumb_agency_change links[] = {{"单位03", "单位02", "merged", 2019},
                                                {"单位04", "单位02", "merged", 2019}};
    merge_into(2);
    screen(links, 2);
    assert_int_equal(list.count, 0);
    /* the same jump that no link explains */
    for (size_t c = 0; c < COLUMNS; c++)
        for (int year = 2019; year <= 2021; year++)
            *cell(c, 10, year) *= 3;
    screen(links, 2);
    assert_non_null(about("单位10", 2019));
    assert_null(about("单位02", 2019));
}

static void test_error_behind_a_merger(void **state)
{
    (void)state;
    merge_into(24);
    *cell(2, 24, 2020) *= 10; /* two printed years behind the merger and six joined ones */
    screen(merged, 2);
    const struct plumb_finding *f = about("单位24", 2020);
    assert_non_null(f);
    assert_string_equal(f->check, "series.unit");
    bool old = false; /* the history is quoted as printed, under the old names */
    for (size_t i = 0; i < f->evidence_count; i++)
        old = old || strstr(f->evidence[i].quote.ptr, "单位03, 2018") != NULL;
    assert_true(old);
}

/* An error of unit in the year of the change itself is an error. */
static void test_error_in_the_year(void **state)
{
    (void)state;
    merge_into(24);
    *cell(2, 24, 2019) *= 10000;
    screen(merged, 2);
    const struct plumb_finding *f = about("单位24", 2019);
    assert_non_null(f);
    assert_string_equal(f->check, "series.unit");
}

/* An error in a part is told of the part, not of the sum that was made of it. */
static void test_error_in_a_part(void **state)
{
    (void)state;
    merge_into(24);
    *cell(2, 4, 2017) *= 10;
    screen(merged, 2);
    assert_non_null(about("单位04", 2017));
    assert_null(about("单位24", 2017));
}

static void test_split_is_no_exception(void **state)
{
    (void)state;
    const struct plumb_agency_change links[] = {{"单位05", "单位24", "split", 2019},
                                                {"单位05", "单位25", "split", 2019}};
    for (size_t c = 0; c < COLUMNS; c++)
        for (int year = 2019; year <= 2021; year++) {
            *cell(c, 24, year) = floor(0.6 * *cell(c, 5, year));
            *cell(c, 25, year) = floor(0.4 * *cell(c, 5, year));
            *cell(c, 5, year) = NAN;
        }
    screen(links, 2);
    assert_int_equal(list.count, 0);
}

static void test_new_name(void **state)
{
    (void)state;
    const struct plumb_agency_change link = {"单位06", "单位24", "renamed", 2019};
    for (size_t c = 0; c < COLUMNS; c++)
        for (int year = 2019; year <= 2021; year++) {
            *cell(c, 24, year) = *cell(c, 6, year);
            *cell(c, 6, year) = NAN;
        }
    screen(&link, 1);
    assert_int_equal(list.count, 0);
    *cell(2, 6, 2018) *= 10; /* under the old name */
    screen(&link, 1);
    const struct plumb_finding *f = about("单位24", 2018);
    assert_non_null(f);
    assert_non_null(strstr(f->evidence[0].quote.ptr, "单位06, 2018"));
}

#define WITH(name) cmocka_unit_test_setup_teardown(name, setup_founded, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_renamed),
        WITH(test_merged),
        WITH(test_merged_into_a_going_one),
        WITH(test_split),
        WITH(test_chain),
        WITH(test_name_alone),
        WITH(test_unknown_names),
        WITH(test_merger_is_no_exception),
        WITH(test_growth_by_merger),
        WITH(test_error_behind_a_merger),
        WITH(test_error_in_the_year),
        WITH(test_error_in_a_part),
        WITH(test_split_is_no_exception),
        WITH(test_new_name),
    };
    return cmocka_run_group_tests(tests, open_catalogue, close_catalogue);
}
