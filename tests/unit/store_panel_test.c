/* Panels as columnar segments, and as rows of the virtual table. */
#include "store_fixture.h"

#include <sqlite3.h>

#define AGENCIES 7000u
#define YEARS 10u
#define FIRST_YEAR 2010
#define CELLS (AGENCIES * YEARS) /* 70,000: one whole segment and a piece */

/* Value of a cell: a formula of its place, every seventh missing; column 1 is all missing. */
static double cell(size_t column, size_t i)
{
    return column == 1 || i % 7 == 3 ? (double)NAN : (double)i * 1.5 + (double)column;
}

static struct plumb_panel *sample(void)
{
    struct plumb_panel *panel = plumb_calloc(1, sizeof *panel);
    struct plumb_arena *arena = plumb_arena_new();
    static const char *const ids[] = {"expenditure.executed", "staff.actual",
                                      "expenditure.revised"};
    panel->arena = arena;
    panel->agency_count = AGENCIES;
    panel->year_count = YEARS;
    panel->first_year = FIRST_YEAR;
    panel->column_count = 3;
    panel->file_count = 2;
    panel->reject_count = 1;
    panel->row_count = 69000;
    panel->currency = "CNY";
    panel->agencies = plumb_arena_array(arena, AGENCIES, sizeof *panel->agencies);
    panel->columns = plumb_arena_array(arena, 3, sizeof *panel->columns);
    panel->files = plumb_arena_array(arena, 2, sizeof *panel->files);
    panel->rejects = plumb_arena_array(arena, 1, sizeof *panel->rejects);
    panel->files[0] = "甲.csv";
    panel->files[1] = "b.csv";
    panel->rejects[0].line = 9;
    panel->rejects[0].file = 1;
    panel->rejects[0].reason = "no year";
    for (size_t a = 0; a < AGENCIES; a++)
        panel->agencies[a] = (struct plumb_agency){plumb_arena_printf(arena, "机构%zu", a), "县",
                                                   a % 2 ? "法院" : "学校", ""};
    for (size_t c = 0; c < 3; c++) {
        struct plumb_panel_column *column = &panel->columns[c];
        column->indicator = ids[c];
        column->name = "名";
        column->unit = c == 1 ? "person" : "yuan";
        column->value = plumb_arena_array(arena, CELLS, sizeof *column->value);
        column->source_row = plumb_arena_array(arena, CELLS, sizeof *column->source_row);
        column->source_file = plumb_arena_array(arena, CELLS, sizeof *column->source_file);
        for (size_t i = 0; i < CELLS; i++) {
            column->value[i] = cell(c, i);
            column->source_row[i] = isnan(column->value[i]) ? 0 : (uint32_t)i + 2;
            column->source_file[i] = c == 2 && i > 100;
        }
    }
    return panel;
}

static struct plumb_case *with_panel(struct store_fixture *f)
{
    struct plumb_panel *panel = sample();
    struct plumb_case *file = store_open(f, PLUMB_CASE_CREATE);
    assert_int_equal(plumb_case_put_panel(file, "甲.csv", "h", panel, &f->error), PLUMB_OK);
    plumb_panel_free(panel);
    return file;
}

static void back_as_it_was(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_panel **panels = NULL, *want = sample();
    size_t count = 0;
    struct plumb_case *file = with_panel(f);
    assert_int_equal(plumb_case_panels(file, &panels, &count, f->arena, &f->error), PLUMB_OK);
    plumb_case_close(file);
    assert_int_equal(count, 1);
    const struct plumb_panel *got = panels[0];
    assert_int_equal(got->agency_count, AGENCIES);
    assert_int_equal(got->year_count, YEARS);
    assert_int_equal(got->first_year, FIRST_YEAR);
    assert_int_equal(got->row_count, 69000);
    assert_string_equal(got->currency, "CNY");
    assert_int_equal(got->file_count, 2);
    assert_string_equal(got->files[0], "甲.csv");
    assert_int_equal(got->reject_count, 1);
    assert_int_equal(got->rejects[0].line, 9);
    assert_int_equal(got->rejects[0].file, 1);
    assert_string_equal(got->rejects[0].reason, "no year");
    assert_string_equal(got->agencies[6999].name, "机构6999");
    assert_string_equal(got->agencies[6999].kind, "法院");
    for (size_t c = 0; c < 3; c++) {
        const struct plumb_panel_column *a = &got->columns[c], *b = &want->columns[c];
        assert_string_equal(a->indicator, b->indicator);
        assert_string_equal(a->unit, b->unit);
        /* Bit for bit, also the missing ones. */
        assert_memory_equal(a->value, b->value, CELLS * sizeof *a->value);
        assert_memory_equal(a->source_row, b->source_row, CELLS * sizeof *a->source_row);
        assert_memory_equal(a->source_file, b->source_file, CELLS * sizeof *a->source_file);
    }
    plumb_panel_free(panels[0]);
    plumb_panel_free(want);
}

static void columnar_and_small(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = with_panel(f);
    /* Two chunks a part, three parts a column, three columns. */
    assert_string_equal(store_query(file, "SELECT count(*) FROM segment"), "18");
    /* What is the same everywhere takes one element. */
    assert_string_equal(
        store_query(file, "SELECT length(data) FROM segment WHERE column = 1 AND part = 0 AND"
                          " chunk = 0"),
        "8");
    assert_string_equal(
        store_query(file, "SELECT length(data) FROM segment WHERE column = 0 AND part = 0 AND"
                          " chunk = 0"),
        "524288");
    assert_string_equal(
        store_query(file, "SELECT max(chunk) FROM segment WHERE column = 0 AND part = 0"), "1");
    plumb_case_close(file);
}

/* Counts by hand: of 70,000 places those with i % 7 == 3 are missing, 10,000 in all. */
static void rows_of_the_table(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = with_panel(f);
    assert_string_equal(store_query(file, "SELECT count(*) FROM panel"), "120000");
    assert_string_equal(
        store_query(file, "SELECT count(*) FROM panel WHERE indicator = 'expenditure.executed'"),
        "60000");
    assert_string_equal(
        store_query(file, "SELECT count(*) FROM panel WHERE indicator = 'staff.actual'"), "0");
    assert_string_equal(store_query(file, "SELECT count(*) FROM panel WHERE indicator = NULL"),
                        "0");
    assert_string_equal(store_query(file, "SELECT count(*) FROM panel WHERE indicator = 5"), "0");
    /* Agency 6600, year 2015 is place 66,005 in the second chunk; 66,005 % 7 = 2. */
    static const char place[] = " FROM panel WHERE agency = '机构6600' AND year = 2015 AND"
                                " indicator = 'expenditure.executed'";
    char sql[256];
    static const char *const columns[][2] = {{"value", "99007.5"},    {"unit", "yuan"},
                                             {"source_row", "66007"}, {"source_file", "甲.csv"},
                                             {"agency", "机构6600"},  {"year", "2015"}};
    for (size_t i = 0; i < PLUMB_COUNT(columns); i++) {
        snprintf(sql, sizeof sql, "SELECT %s%s", columns[i][0], place);
        assert_string_equal(store_query(file, sql), columns[i][1]);
    }
    assert_string_equal(
        store_query(file, "SELECT source_file FROM panel WHERE agency = '机构6600' AND year = 2015"
                          " AND indicator = 'expenditure.revised'"),
        "b.csv");
    plumb_case_close(file);
}

/* Bounds that the table answers itself agree with the same condition SQLite must test. */
static void bounds_agree(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_case *file = with_panel(f);
    static const char *const conditions[][2] = {
        {"year = 2012", "year + 0 = 2012"},
        {"year >= 2018", "year + 0 >= 2018"},
        {"year > 2018", "year + 0 > 2018"},
        {"year <= 2011", "year + 0 <= 2011"},
        {"year < 2011", "year + 0 < 2011"},
        {"year BETWEEN 2012 AND 2013", "year + 0 BETWEEN 2012 AND 2013"},
        {"year = '2012'", "year + 0 = 2012"},
        {"year > 2018.5", "year + 0 > 2018.5"},
        {"year > 3000", "0"},
        {"agency = '机构17'", "agency || '' = '机构17'"},
        {"agency = '机构17' AND year > 2015", "agency || '' = '机构17' AND year + 0 > 2015"},
        {"agency IN ('机构1', '机构2')", "agency || '' IN ('机构1', '机构2')"},
        {"agency = 17", "0"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(conditions); i++) {
        char sql[512], fast[256];
        snprintf(sql, sizeof sql, "SELECT count(*) || ' ' || total(value) FROM panel WHERE %s",
                 conditions[i][0]);
        snprintf(fast, sizeof fast, "%s", store_query(file, sql));
        snprintf(sql, sizeof sql, "SELECT count(*) || ' ' || total(value) FROM panel WHERE %s",
                 conditions[i][1]);
        assert_string_equal(fast, store_query(file, sql));
    }
    assert_string_equal(
        store_query(file, "SELECT count(*) FROM panel a JOIN panel b USING (agency, year) WHERE"
                          " a.agency = '机构3' AND a.indicator = 'expenditure.executed' AND"
                          " b.indicator = 'expenditure.revised'"),
        "8"); /* places 30 to 39 but 31 and 38, which are 3 modulo 7 */
    plumb_case_close(file);
}

static void damage_is_noticed(void **state)
{
    struct store_fixture *f = *state;
    static const char *const damages[] = {
        "DELETE FROM segment WHERE column = 0 AND part = 0 AND chunk = 1",
        "UPDATE segment SET data = x'00' WHERE column = 0 AND part = 0 AND chunk = 0",
        "UPDATE segment SET codec = 9 WHERE column = 2 AND part = 1 AND chunk = 1",
        "DELETE FROM panel_agency WHERE ordinal = 5",
        "UPDATE panel_source SET agency_count = 7001",
    };
    struct plumb_panel **panels = NULL;
    size_t count = 0;
    for (size_t i = 0; i < PLUMB_COUNT(damages); i++) {
        plumb_case_close(with_panel(f));
        sqlite3 *db = NULL;
        sqlite3_open(f->path, &db);
        assert_int_equal(sqlite3_exec(db, damages[i], NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_changes(db), 1);
        sqlite3_close(db);
        struct plumb_case *file = store_open(f, PLUMB_CASE_READ);
        assert_int_equal(plumb_case_panels(file, &panels, &count, f->arena, &f->error),
                         PLUMB_E_STORE);
        assert_int_equal(count, 0);
        plumb_case_close(file);
        unlink(f->path);
    }
}

static void memory_runs_out(void **state)
{
    struct store_fixture *f = *state;
    struct plumb_panel **panels = NULL;
    size_t count = 0;
    struct plumb_case *file = with_panel(f);
    bool read = false;
    /* Every one of the first, then further and further apart: there are many alike. */
    for (size_t n = 1; !read && n < 1000000; n += 1 + n / 8) {
        plumb_alloc_fail_at(n);
        enum plumb_status status = plumb_case_panels(file, &panels, &count, f->arena, &f->error);
        plumb_alloc_fail_at(0);
        read = status == PLUMB_OK;
        assert_true(read || status == PLUMB_E_NOMEM);
    }
    assert_true(read);
    plumb_panel_free(panels[0]);
    plumb_case_close(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(back_as_it_was), STORE_TEST(columnar_and_small), STORE_TEST(rows_of_the_table),
        STORE_TEST(bounds_agree),   STORE_TEST(damage_is_noticed),  STORE_TEST(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
