/* Files that say what the columns of CSV files mean: what they give, their errors, those we ship. */
#include "csv_fixture.h"

static struct plumb_mapping *load_mapping(const char *json)
{
    char name[128];
    struct plumb_mapping *mapping = NULL;
    struct plumb_error error = {0};
    snprintf(name, sizeof name, "%s/m.json", folder);
    FILE *f = fopen(name, "wb");
    assert_non_null(f);
    fputs(json, f);
    assert_int_equal(fclose(f), 0);
    if (plumb_mapping_load(name, &mapping, &error) != PLUMB_OK)
        fail_msg("%s", error.message);
    return mapping;
}

static void mapping_says_what_columns_are(void **state)
{
    (void)state;
    struct plumb_mapping *mapping = load_mapping(
        "{\"files\":[{\"pattern\":\"p*.csv\",\"currency\":\"USD\",\"multiplier\":1000,"
        "\"agency\":[\"min\",\"off\"],\"year\":\"fy\",\"year_range\":\"end\",\"kind\":\"min\","
        "\"level\":{\"value\":\"state\"},\"where\":{\"scope\":[\"a\",\"b\"]},"
        "\"columns\":{\"spent\":\"expenditure.executed\","
        "\"heads\":{\"indicator\":\"staff.actual\",\"unit\":\"person\",\"multiplier\":0.001},"
        "\"junk\":null},\"zero_is_missing\":[\"spent\"],\"duplicates\":\"sum\","
        "\"other_columns\":\"drop\"}]}");
    write_text("min,off,fy,spent,heads,junk,scope\nM,O,2015-16,1.5,7,9,a\nM,O,2015-16,2,,9,b\n"
               "M,O,2015-16,4,,9,c\nM,P,2014-15,0,3,9,a\n");
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    assert_true(plumb_mapping_covers(mapping, path));
    assert_false(plumb_mapping_covers(mapping, "p/q.csv"));
    assert_int_equal(plumb_csv_read_panel(path, catalogue, mapping, 1, &panel, &error), PLUMB_OK);
    plumb_mapping_free(mapping); /* the panel must not need it any more */
    assert_int_equal(panel->agency_count, 2);
    assert_true(value_of(panel, "M / O", 2016, "expenditure.executed") == 3500);
    assert_true(value_of(panel, "M / O", 2016, "staff.actual") == 7);
    assert_true(value_of(panel, "M / P", 2015, "staff.actual") == 3);
    assert_true(isnan(value_of(panel, "M / P", 2015, "expenditure.executed")));
    assert_string_equal(panel->agencies[0].kind, "M");
    assert_string_equal(panel->agencies[0].level, "state");
    assert_string_equal(panel->currency, "USD");
    assert_int_equal(panel->column_count, 2);
    assert_int_equal(panel->reject_count, 0);
    plumb_panel_free(panel);
}

static void mapping_first_last_and_long_form(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        double value;
    } cases[] = {{"first", 1}, {"last", 2}, {"sum", 3}, {"reject", 1}};
    for (size_t i = 0; i < 4; i++) {
        char json[512];
        snprintf(json, sizeof json,
                 "{\"files\":[{\"pattern\":\"p.csv\",\"agency\":\"o\",\"year\":\"y\","
                 "\"indicator\":\"k\",\"value\":\"v\",\"indicators\":{\"Spent\":"
                 "\"expenditure.executed\",\"Plan\":null},\"duplicates\":\"%s\"}]}",
                 cases[i].word);
        struct plumb_mapping *mapping = load_mapping(json);
        write_text("o,y,k,v\nA,2020,Spent,1\nA,2020,Plan,8\nA,2020,Spent,2\n");
        struct plumb_panel *panel = NULL;
        struct plumb_error error = {0};
        assert_int_equal(plumb_csv_read_panel(path, catalogue, mapping, 1, &panel, &error),
                         PLUMB_OK);
        assert_true(value_of(panel, "A", 2020, "expenditure.executed") == cases[i].value);
        assert_int_equal(panel->column_count, 1);
        assert_int_equal(panel->reject_count, strcmp(cases[i].word, "reject") == 0);
        plumb_panel_free(panel);
        plumb_mapping_free(mapping);
    }
}

static void mapping_errors_name_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *json, *word;
    } cases[] = {
        {"{\"files\":[", "line 1"},
        {"{}", "files"},
        {"{\"files\":[{\"agency\":\"a\",\"year\":\"y\"}]}", "pattern"},
        {"{\"files\":[{\"pattern\":\"p\",\"year\":\"y\"}]}", "agency"},
        {"{\"files\":[{\"pattern\":\"p\",\"agency\":\"a\"}]}", "year"},
        {"{\"files\":[{\"pattern\":\"p\",\"agency\":\"a\",\"year\":\"y\",\"colums\":{}}]}",
         "colums"},
        {"{\"files\":[{\"pattern\":\"p\",\"agency\":\"a\",\"year\":\"y\",\"multiplier\":\"k\"}]}",
         "multiplier"},
        {"{\"files\":[{\"pattern\":\"p\",\"agency\":\"a\",\"year\":\"y\",\"duplicates\":\"x\"}]}",
         "duplicates"},
        {"{\"files\":[{\"pattern\":\"p\",\"agency\":\"a\",\"year\":\"y\",\"columns\":{\"c\":{}}}]}",
         "indicator"},
    };
    for (size_t i = 0; i < PLUMB_COUNT(cases); i++) {
        struct plumb_mapping *mapping = NULL;
        struct plumb_error error = {0};
        write_bytes("m.json", cases[i].json, strlen(cases[i].json));
        assert_int_equal(plumb_mapping_load(path, &mapping, &error), PLUMB_E_FORMAT);
        assert_null(mapping);
        if (!strstr(error.message, cases[i].word))
            fail_msg("\"%s\" is not in: %s", cases[i].word, error.message);
    }
    /* a column the file does not have */
    struct plumb_mapping *mapping =
        load_mapping("{\"files\":[{\"pattern\":\"p.csv\",\"agency\":\"a\",\"year\":\"when\"}]}");
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    write_text("a,y,v\nA,2020,1\n");
    assert_int_equal(plumb_csv_read_panel(path, catalogue, mapping, 1, &panel, &error),
                     PLUMB_E_FORMAT);
    assert_non_null(strstr(error.message, "when"));
    plumb_mapping_free(mapping);
}

/* Sums of whole columns, computed with Python's csv and fractions modules from the same files
 * under the rules of the mappings (all values of the column; for obligations the first of equal
 * agency, year and variable with time_period Full Year; O and V articles and estimates left out). */
static const struct column_sum {
    const char *mapping, *file, *indicator;
    size_t rejects;
    double sum;
} column_sums[] = {
    {"south_africa_departments", "za_department_year.csv", "expenditure.initial", 0,
     6609481407442.0},
    {"south_africa_departments", "za_department_year.csv", "expenditure.executed", 0,
     2185889689220.0},
    {"philadelphia_departments", "department-obligations.csv", "expenditure.executed", 0,
     84784265356.0},
    {"philadelphia_departments", "department-obligations.csv", "expenditure.initial", 0,
     88780524963.0},
    {"philadelphia_departments", "actual-department-spending.csv", "expenditure.executed", 0,
     70972701707.0},
    {"netherlands_national_budget", "begrotingsstaten_2013_2017.csv", "expenditure.executed", 0,
     711177217000.0},
    {"netherlands_national_budget", "agentschappen_2009_2015.csv", "assets.total", 0,
     122196943432.0},
    {"netherlands_national_budget", "agentschappen_2009_2015.csv", "staff.actual", 0,
     361547.4758182},
    {"taiwan_central_budget", "tw_central_items_2006_2025.csv", "expenditure.initial", 1,
     35045952794000.0},
    {"us_omb_budget", "2017/outlays.csv", "expenditure.executed", 0, 73739356619000.0},
    {"us_omb_budget", "2016/budauth.csv", "expenditure.budget", 0, 70546375949000.0},
    {"us_omb_budget", "2017/receipts.csv", "income.year", 0, 61967226097000.0},
    {"vietnam_province_budget", "vn_plan_vs_final.csv", "expenditure.executed", 0,
     4118259061086599.0},
    {"china_province_fiscal", "china_province_fiscal_2014_2017.csv", "general.executed", 0,
     61313084000000.0},
};
/* False: the file is not here. */
static bool sum_agrees(const struct column_sum *wanted)
{
    char name[256], file[256];
    struct plumb_mapping *mapping = NULL;
    struct plumb_panel *panel = NULL;
    struct plumb_error error = {0};
    snprintf(file, sizeof file, "../shared/data/%s/%s", wanted->mapping, wanted->file);
    if (access(file, R_OK) != 0)
        return false;
    snprintf(name, sizeof name, "datasets/mappings/%s.json", wanted->mapping);
    if (plumb_mapping_load(name, &mapping, &error) != PLUMB_OK ||
        !plumb_csv_is_panel(file, catalogue, mapping) ||
        plumb_csv_read_panel(file, catalogue, mapping, 2, &panel, &error) != PLUMB_OK)
        fail_msg("%s: %s", file, error.message);
    const struct plumb_panel_column *column = plumb_panel_find(panel, wanted->indicator);
    assert_non_null(column);
    double sum = 0;
    for (size_t k = 0; k < panel->agency_count * panel->year_count; k++)
        sum += isnan(column->value[k]) ? 0 : column->value[k];
    assert_true(fabs(sum - wanted->sum) <= 1e-12 * wanted->sum);
    assert_int_equal(panel->reject_count, wanted->rejects);
    plumb_panel_free(panel);
    plumb_mapping_free(mapping);
    return true;
}

static void shipped_mappings(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLUMB_COUNT(column_sums); i++)
        if (!sum_agrees(&column_sums[i])) {
            print_message("skipped: ../shared/data is not here\n");
            skip();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mapping_says_what_columns_are),
        cmocka_unit_test(mapping_first_last_and_long_form),
        cmocka_unit_test(mapping_errors_name_the_place),
        cmocka_unit_test(shipped_mappings),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
