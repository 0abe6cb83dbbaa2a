/* The embedded catalogue, its overrides, and what it refuses. */
#include "test_support.h"

#include <unistd.h>

#include "plumb/catalogue.h"

static char rules_path[] = "/tmp/plumb-rules-XXXXXX";

/* Load with a rules file of the given text. */
static enum plumb_status load(const char *rules, struct plumb_catalogue **out,
                              struct plumb_error *error)
{
    if (!rules)
        return plumb_catalogue_load(NULL, out, error);
    char path[sizeof rules_path];
    memcpy(path, rules_path, sizeof path);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal((size_t)write(fd, rules, strlen(rules)), strlen(rules));
    close(fd);
    enum plumb_status status = plumb_catalogue_load(path, out, error);
    unlink(path);
    return status;
}

static void expect_label(const struct plumb_catalogue *c, const char *label, const char *id)
{
    const struct plumb_indicator *found = plumb_catalogue_match_label(c, plumb_str_from(label));
    assert_non_null(found);
    assert_string_equal(found->id, id);
}

static void test_labels(void **state)
{
    (void)state;
    struct plumb_catalogue *c = NULL;
    assert_int_equal(load(NULL, &c, NULL), PLUMB_OK);
    expect_label(c, "年初预算数", "expenditure.initial");
    expect_label(c, "全年预算数", "expenditure.revised");
    expect_label(c, "全年 执行数", "expenditure.executed");
    expect_label(c, "决算数", "expenditure.executed");
    expect_label(c, "“三公”经费", "three_public.executed");
    expect_label(c, "三公经费年初预算数", "three_public.initial");
    expect_label(c, "公务接待费", "reception.executed");
    expect_label(c, "编制数", "staff.quota");
    expect_label(c, "实有人数", "staff.actual");
    expect_label(c, "年末结转和结余", "balance.closing");
    expect_label(c, "预算执行率", "ratio.execution");
    expect_label(c, "Adopted Budget", "expenditure.initial");
    assert_null(plumb_catalogue_match_label(c, PLUMB_STR("")));
    assert_null(plumb_catalogue_match_label(c, PLUMB_STR("天气")));
    plumb_catalogue_free(c);
}

/* 财预〔2013〕53号: staff 35 over 38 posts is 92.1 %; the bound is 100 %. */
static void test_official_ratio(void **state)
{
    (void)state;
    struct plumb_catalogue *c = NULL;
    assert_int_equal(load(NULL, &c, NULL), PLUMB_OK);
    const struct plumb_indicator *ratio = plumb_catalogue_find_indicator(c, "ratio.staffing");
    assert_non_null(ratio);
    assert_int_equal(ratio->type, PLUMB_INDICATOR_RATIO);
    assert_true(ratio->has_high && ratio->high == 1.0);
    const double values[] = {35, 38};
    assert_string_equal(plumb_formula_input(ratio->formula, 0, NULL), "staff.actual");
    assert_true(plumb_formula_eval(ratio->formula, values) == 35.0 / 38.0);
    plumb_catalogue_free(c);
}

static void test_every_check_is_complete(void **state)
{
    (void)state;
    struct plumb_catalogue *c = NULL;
    assert_int_equal(load(NULL, &c, NULL), PLUMB_OK);
    assert_true(plumb_catalogue_check_count(c) > 60);
    for (size_t i = 0; i < plumb_catalogue_check_count(c); i++) {
        const struct plumb_check *check = plumb_catalogue_check(c, i);
        assert_non_null(check->title.zh);
        assert_non_null(check->title.en);
        assert_non_null(check->what.en);
        assert_true(check->weight > 0 && check->weight <= 0.9);
        assert_true(check->source[0] != '\0');
        assert_ptr_equal(plumb_catalogue_find_check(c, check->id), check);
    }
    plumb_catalogue_free(c);
}

static void test_overrides(void **state)
{
    (void)state;
    struct plumb_catalogue *c = NULL;
    struct plumb_error error = {0};
    const char *rules = "{\"indicators\": [{\"id\": \"ratio.carryover\", \"high\": 0.1},"
                        " {\"id\": \"ratio.assets\", \"high\": null}],"
                        "\"checks\": [{\"id\": \"target.exceeded\", \"weight\": 0.2,"
                        " \"parameters\": {\"margin\": 0.5, \"extra\": 7}}]}";
    assert_int_equal(load(rules, &c, &error), PLUMB_OK);
    const struct plumb_indicator *carry = plumb_catalogue_find_indicator(c, "ratio.carryover");
    assert_true(carry->high == 0.1);
    assert_string_equal(carry->name.zh, "结转结余率"); /* what is not named stays */
    assert_false(plumb_catalogue_find_indicator(c, "ratio.assets")->has_high);
    const struct plumb_check *check = plumb_catalogue_find_check(c, "target.exceeded");
    assert_true(check->weight == 0.2);
    assert_true(plumb_check_parameter(check, "margin", 9) == 0.5);
    assert_true(plumb_check_parameter(check, "extra", 9) == 7);
    assert_true(plumb_check_parameter(check, "unknown", 9) == 9);
    plumb_catalogue_free(c);
}

static void expect_refused(const char *rules, const char *part)
{
    struct plumb_catalogue *c = NULL;
    struct plumb_error error = {0};
    assert_int_equal(load(rules, &c, &error), PLUMB_E_FORMAT);
    assert_null(c);
    if (!strstr(error.message, part))
        fail_msg("\"%s\" does not name \"%s\"", error.message, part);
}

static void test_refusals_name_the_place(void **state)
{
    (void)state;
    expect_refused("{\n\"checks\": [\n{]}", "line 3");
    expect_refused("[1]", "indicators");
    expect_refused("{\"check\": []}", "check");
    expect_refused("{\"checks\": [{\"weight\": 1}]}", "entry 1 of checks");
    expect_refused("{\"checks\": [{\"id\": \"score.line\", \"wieght\": 1}]}", "wieght");
    expect_refused("{\"checks\": [{\"id\": \"score.line\", \"weight\": 3}]}", "weight");
    expect_refused("{\"checks\": [{\"id\": \"new.one\", \"class\": \"Z\"}]}", "class");
    expect_refused("{\"indicators\": [{\"id\": \"ratio.assets\", \"formula\": \"a / (b\"}]}",
                   "column 7");
    expect_refused("{\"indicators\": [{\"id\": \"ratio.assets\", \"formula\": \"no.such / 2\"}]}",
                   "no.such");
    expect_refused("{\"indicators\": [{\"id\": \"staff.actual\", \"synonyms\": [\"编制数\"]}]}",
                   "two indicators");
    expect_refused("{\"indicators\": [{\"id\": \"ratio.assets\", \"check\": \"no.check\"}]}",
                   "no.check");
}

static void test_missing_file(void **state)
{
    (void)state;
    struct plumb_catalogue *c = NULL;
    struct plumb_error error = {0};
    assert_int_equal(plumb_catalogue_load("/nonexistent/rules.json", &c, &error), PLUMB_E_IO);
    assert_non_null(strstr(error.message, "/nonexistent/rules.json"));
}

/* Every allocation may fail; nothing leaks (the sanitizer build sees to that). */
static void test_allocation_failures(void **state)
{
    (void)state;
    for (size_t n = 1; n < 400; n += 7) {
        struct plumb_catalogue *c = NULL;
        plumb_alloc_fail_at(n);
        enum plumb_status status = plumb_catalogue_load(NULL, &c, NULL);
        plumb_alloc_fail_at(0);
        assert_true(status == PLUMB_OK || status == PLUMB_E_NOMEM);
        assert_true((c == NULL) == (status != PLUMB_OK));
        plumb_catalogue_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_official_ratio),
        cmocka_unit_test(test_every_check_is_complete),
        cmocka_unit_test(test_overrides),
        cmocka_unit_test(test_refusals_name_the_place),
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_allocation_failures),
    };
    return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
