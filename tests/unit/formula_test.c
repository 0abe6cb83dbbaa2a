/* The catalogue's formula language: values worked out by hand, errors with their column. */
#include "test_support.h"

#include <math.h>

#include "plumb/catalogue.h"

static double eval(const char *text, const double *inputs)
{
    struct plumb_formula *formula = NULL;
    struct plumb_error error = {0};
    assert_int_equal(plumb_formula_compile(text, &formula, &error), PLUMB_OK);
    double value = plumb_formula_eval(formula, inputs);
    plumb_formula_free(formula);
    return value;
}

static void test_arithmetic(void **state)
{
    (void)state;
    assert_true(eval("1 + 2 * 3", NULL) == 7);
    assert_true(eval("(1 + 2) * 3", NULL) == 9);
    assert_true(eval("10 - 4 - 3", NULL) == 3);
    assert_true(eval("16 / 4 / 2", NULL) == 2);
    assert_true(eval("-2 * -3", NULL) == 6);
    assert_true(eval("abs(2 - 5.5)", NULL) == 3.5);
    assert_true(eval("min(4, 3) + max(4, 3) * 10", NULL) == 43);
}

static void test_inputs_are_found_once(void **state)
{
    (void)state;
    struct plumb_formula *formula = NULL;
    const char *text = "(balance.closing - prior(balance.closing)) / prior(balance.closing)";
    assert_int_equal(plumb_formula_compile(text, &formula, NULL), PLUMB_OK);
    assert_int_equal(plumb_formula_input_count(formula), 2);
    bool prior = true;
    assert_string_equal(plumb_formula_input(formula, 0, &prior), "balance.closing");
    assert_false(prior);
    assert_string_equal(plumb_formula_input(formula, 1, &prior), "balance.closing");
    assert_true(prior);
    assert_null(plumb_formula_input(formula, 2, &prior));
    const double values[] = {300, 240}; /* 60 / 240 */
    assert_true(plumb_formula_eval(formula, values) == 0.25);
    plumb_formula_free(formula);
}

static void test_missing_and_zero_give_nan(void **state)
{
    (void)state;
    const double missing[] = {NAN, 2}, zero[] = {5, 0}, good[] = {5, 2};
    assert_true(isnan(eval("a / b", missing)));
    assert_true(isnan(eval("a / b", zero)));
    assert_true(isnan(eval("max(a, b)", missing)));
    assert_true(eval("a / b", good) == 2.5);
}

static void expect_error(const char *text, size_t column)
{
    struct plumb_formula *formula = NULL;
    struct plumb_error error = {0};
    assert_int_equal(plumb_formula_compile(text, &formula, &error), PLUMB_E_FORMAT);
    assert_null(formula);
    assert_int_equal(error.column, column);
}

static void test_errors_name_the_column(void **state)
{
    (void)state;
    expect_error("", 1);
    expect_error("a / ", 5);
    expect_error("(a + b", 7);
    expect_error("a b", 3);
    expect_error("sqrt(a)", 1);
    expect_error("min(a)", 6);
    expect_error("prior(3)", 7);
    expect_error("a + %", 5);
}

static void test_deep_nesting_is_refused(void **state)
{
    (void)state;
    char text[2048];
    memset(text, '(', 1000);
    memcpy(text + 1000, "1", 2);
    struct plumb_formula *formula = NULL;
    assert_int_equal(plumb_formula_compile(text, &formula, NULL), PLUMB_E_FORMAT);
    memset(text, '-', 1500);
    memcpy(text + 1500, "1", 2);
    assert_int_equal(plumb_formula_compile(text, &formula, NULL), PLUMB_E_FORMAT);
}

static void test_allocation_failure(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 3; n++) {
        struct plumb_formula *formula = NULL;
        plumb_alloc_fail_at(n);
        enum plumb_status status = plumb_formula_compile("a.x / b.y", &formula, NULL);
        plumb_alloc_fail_at(0);
        assert_int_equal(status, PLUMB_E_NOMEM);
        assert_null(formula);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_inputs_are_found_once),
        cmocka_unit_test(test_missing_and_zero_give_nan),
        cmocka_unit_test(test_errors_name_the_column),
        cmocka_unit_test(test_deep_nesting_is_refused),
        cmocka_unit_test(test_allocation_failure),
    };
    return cmocka_run_group_tests_name("formula", tests, NULL, NULL);
}
