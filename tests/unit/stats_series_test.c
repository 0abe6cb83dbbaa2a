/* Shifts, spikes, trends and robust regression against strucchange, R, scipy and by hand. */
#include "analysis/stats/stats_series.h"

#include <math.h>

#include "stats_reference.h"

static size_t series(const char *name, double **x)
{
    struct reference set;
    assert_true(reference_load("series.csv", &set));
    const size_t n = reference_sample(&set, name, x);
    reference_free(&set);
    return n;
}

static void sup_f_agrees_with_strucchange(void **state)
{
    struct reference set;
    (void)state;
    assert_true(reference_load("supf.csv", &set));
    for (size_t r = 0; r < set.rows; r++) {
        double *x, f, rss[2];
        size_t at;
        const size_t n = series(set.field[r][0], &x);
        assert_int_equal(plumb_series_sup_f(x, n, 0.15, &f, &at, rss, NULL), PLUMB_OK);
        check_close(f, reference_number(&set, r, 1), 1e-10, "sup F");
        assert_int_equal(at, (size_t)reference_number(&set, r, 2));
        check_close(rss[0], reference_number(&set, r, 3), 1e-10, "rss 0");
        check_close(rss[1], reference_number(&set, r, 4), 1e-10, "rss 1");
        if (r == 0) { /* Nile, as printed in the project's statistics reference */
            check_close(f, 75.929769427485425, 1e-12, "Nile");
            assert_int_equal(at, 28); /* 1898 */
        }
        free(x);
    }
    reference_free(&set);
}

static void shift_p_by_counting(void **state)
{
    /* 4 | 4: only the 4! 4! orders of this split and of its mirror image are as extreme. */
    const double step[] = {0, 0, 0, 0, 1, 1, 1, 1}, seven[] = {1, 2, 3, 11, 12, 13, 14};
    double twelve[12];
    struct plumb_shift_options plain = PLUMB_SHIFT_DEFAULT;
    struct plumb_shift shift;
    (void)state;
    plain.robust = false;
    assert_int_equal(plumb_series_shift(step, 8, plain, &shift, NULL), PLUMB_OK);
    assert_true(shift.testable && shift.exact && isinf(shift.f));
    assert_int_equal(shift.at, 4);
    check_close(exp(shift.log_p), 2 * 24.0 * 24 / 40320, 1e-12, "4 | 4");
    assert_int_equal(plumb_series_shift(seven, 7, plain, &shift, NULL), PLUMB_OK);
    check_close(exp(shift.log_p), 2 * 6.0 * 24 / 5040, 1e-12, "3 | 4");
    check_close(shift.before, 2, 1e-15, "before");
    check_close(shift.after, 12.5, 1e-15, "after");
    /* F by hand: means 2 and 12.5, RSS1 = 2 + 5 = 7, RSS0 = 7 + 10.5^2 * 12 / 7 = 196. */
    check_close(shift.f, (196 - 7) / (7.0 / 5), 1e-12, "F");
    for (size_t i = 0; i < 12; i++)
        twelve[i] = (double)(i % 3) + (i < 6 ? 0 : 50);
    assert_int_equal(plumb_series_shift(twelve, 12, plain, &shift, NULL), PLUMB_OK);
    assert_false(shift.exact);
    assert_true(exp(shift.log_p) < 0.005 && exp(shift.log_p) >= 1e-4); /* 2 6! 6! / 12! = .0022 */
}

static void robust_shift_ignores_one_wild_year(void **state)
{
    /* One wild year inside a shift hides it from the means, not from the robust scan. */
    const double x[] = {10, 10.2, 9.9, 500, 10.1, 14.1, 13.8, 14, 14.2, 13.9};
    struct plumb_shift_options plain = PLUMB_SHIFT_DEFAULT;
    struct plumb_shift shift;
    (void)state;
    assert_int_equal(plumb_series_shift(x, 10, PLUMB_SHIFT_DEFAULT, &shift, NULL), PLUMB_OK);
    assert_int_equal(shift.at, 5);
    assert_int_equal(shift.aside, 3);
    check_close(shift.before, 10.05, 1e-12, "before");
    check_close(shift.after, 14, 1e-12, "after");
    plain.robust = false;
    assert_int_equal(plumb_series_shift(x, 10, plain, &shift, NULL), PLUMB_OK);
    assert_true(exp(shift.log_p) > 0.3);
}

static void shift_is_honest_about_length(void **state)
{
    const double x[] = {1, 2, 3}, same[] = {4, 4, 4, 4, 4, 4}, bad[] = {1, NAN, 2, 3};
    struct plumb_shift shift;
    (void)state;
    assert_int_equal(plumb_series_shift(x, 3, PLUMB_SHIFT_DEFAULT, &shift, NULL), PLUMB_OK);
    assert_false(shift.testable);
    assert_int_equal(plumb_series_shift(same, 6, PLUMB_SHIFT_DEFAULT, &shift, NULL), PLUMB_OK);
    assert_false(shift.testable);
    check_close(shift.log_p, 0, 0, "p = 1");
    assert_int_equal(plumb_series_shift(bad, 4, PLUMB_SHIFT_DEFAULT, &shift, NULL), PLUMB_E_DOMAIN);
}

static void spikes(void **state)
{
    const double x[] = {10, 11, 10, 60, 10.5, 11}, end[] = {10, 11, 10, 11, 60};
    const double rest[] = {5, 5, 5, 9}, same[] = {5, 5, 5, 5};
    struct plumb_spike spike;
    (void)state;
    assert_int_equal(plumb_series_spike(x, 6, &spike, NULL), PLUMB_OK);
    assert_int_equal(spike.at, 3);
    assert_true(spike.testable && spike.returns);
    check_close(spike.expected, 10.5, 1e-15, "median of the others");
    /* others 10 10 10.5 11 11: MAD = 0.5 * 1.4826 */
    check_close(spike.z, 49.5 / (0.5 * 1.482602218505602), 1e-12, "z");
    assert_true(exp(spike.log_p) < 1e-4);
    assert_int_equal(plumb_series_spike(end, 5, &spike, NULL), PLUMB_OK);
    assert_true(spike.at == 4 && !spike.returns);
    assert_int_equal(plumb_series_spike(rest, 4, &spike, NULL), PLUMB_OK);
    assert_true(isinf(spike.z) && isinf(spike.log_p)); /* the others are equal: G is maximal */
    assert_int_equal(plumb_series_spike(same, 4, &spike, NULL), PLUMB_OK);
    assert_false(spike.testable);
    assert_int_equal(plumb_series_spike(same, 2, &spike, NULL), PLUMB_OK);
    assert_false(spike.testable);
}

static void theil_sen_agrees_with_scipy(void **state)
{
    struct reference set;
    (void)state;
    assert_true(reference_load("theil_sen.csv", &set));
    for (size_t r = 0; r < set.rows; r++) {
        double *y, x[256];
        struct plumb_trend trend;
        const size_t n = series(set.field[r][0], &y);
        for (size_t i = 0; i < n; i++)
            x[i] = (double)(i + 1);
        assert_int_equal(plumb_trend_theil_sen(x, y, n, 0.95, &trend, NULL), PLUMB_OK);
        check_close(trend.slope, reference_number(&set, r, 1), 1e-12, set.field[r][0]);
        check_close(trend.intercept, reference_number(&set, r, 2), 1e-12, set.field[r][0]);
        check_close(trend.low, reference_number(&set, r, 3), 1e-12, set.field[r][0]);
        check_close(trend.high, reference_number(&set, r, 4), 1e-12, set.field[r][0]);
        free(y);
    }
    reference_free(&set);
    const double same[] = {2, 2, 2}, y[] = {1, 2, 3};
    struct plumb_trend trend;
    assert_int_equal(plumb_trend_theil_sen(same, y, 3, 0.95, &trend, NULL), PLUMB_E_DOMAIN);
}

static void kendall_agrees_with_r(void **state)
{
    struct reference set;
    (void)state;
    assert_true(reference_load("kendall.csv", &set));
    for (size_t r = 0; r < set.rows; r++) {
        double *y;
        struct plumb_kendall kendall;
        const size_t n = series(set.field[r][0], &y);
        assert_int_equal(plumb_trend_kendall(y, n, &kendall, NULL), PLUMB_OK);
        check_close(kendall.tau, reference_number(&set, r, 1), 1e-10, set.field[r][0]);
        check_close(exp(kendall.log_p), reference_number(&set, r, 2), 1e-10, set.field[r][0]);
        free(y);
    }
    reference_free(&set);
    /* 1 2 3 4: one of 24 orders is as rising, one as falling. */
    const double up[] = {1, 2, 3, 4}, same[] = {7, 7, 7};
    struct plumb_kendall kendall;
    assert_int_equal(plumb_trend_kendall(up, 4, &kendall, NULL), PLUMB_OK);
    check_close(exp(kendall.log_p), 2.0 / 24, 1e-14, "exact");
    assert_true(kendall.exact && kendall.s > 5.5 && kendall.s < 6.5);
    assert_int_equal(plumb_trend_kendall(same, 3, &kendall, NULL), PLUMB_OK);
    check_close(kendall.log_p, 0, 0, "all equal");
}

static size_t regression_data(const char *name, size_t p, double *design, double *y)
{
    struct reference set;
    size_t n = 0;
    assert_true(reference_load("regression_data.csv", &set));
    for (size_t r = 0; r < set.rows; r++) {
        if (strcmp(set.field[r][0], name) != 0)
            continue;
        y[n] = reference_number(&set, r, 1);
        design[n * p] = 1;
        for (size_t j = 1; j < p; j++)
            design[n * p + j] = reference_number(&set, r, 1 + j);
        n++;
    }
    reference_free(&set);
    return n;
}

static void regression_agrees(void **state)
{
    static const struct {
        const char *name;
        size_t p;
    } sets[] = {{"stackloss", 4}, {"phones", 2}, {"cars", 2}};
    struct reference set;
    (void)state;
    assert_true(reference_load("regression.csv", &set));
    for (size_t s = 0, row = 0; s < 3; s++) {
        double design[256], y[64], b[4], se[4], z[64];
        struct plumb_regression fit;
        const size_t n = regression_data(sets[s].name, sets[s].p, design, y);
        assert_int_equal(plumb_regress_robust(design, n, sets[s].p, y, b, se, z, &fit, NULL),
                         PLUMB_OK);
        assert_true(fit.converged && fit.iterations > 1);
        for (size_t j = 0; j < sets[s].p; j++, row++) {
            assert_string_equal(set.field[row][0], sets[s].name);
            check_close(b[j], reference_number(&set, row, 2), 1e-6, sets[s].name);
            assert_true(se[j] > 0);
        }
        check_close(fit.scale, reference_number(&set, row, 2), 1e-6, "scale");
        row++;
        /* phones: the calls of 1964 to 1969 were recorded in minutes */
        for (size_t i = 14; s == 1 && i < 20; i++)
            assert_true(z[i] > 4);
    }
    reference_free(&set);
}

static void regression_edges(void **state)
{
    const double x[] = {1, 2, 3, 4, 5, 6, 7, 8}, y[] = {2, 4, 6, 80, 10, 12, 14, 16};
    const double same[] = {3, 3, 3, 3, 3, 3, 3, 3};
    double b[2], se[2], z[8];
    struct plumb_regression fit;
    struct plumb_error error;
    (void)state;
    assert_int_equal(plumb_regress_line(x, y, 8, b, se, z, &fit, NULL), PLUMB_OK);
    check_close(b[1], 2, 1e-4, "the seven on a line win");
    assert_int_equal(plumb_regress_line(same, y, 8, b, se, z, &fit, &error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_regress_line(x, y, 2, b, se, z, &fit, &error), PLUMB_E_DOMAIN);
    plumb_alloc_fail_at(1);
    const enum plumb_status status = plumb_regress_line(x, y, 8, b, se, z, &fit, NULL);
    plumb_alloc_fail_at(0);
    assert_int_equal(status, PLUMB_E_NOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sup_f_agrees_with_strucchange),
        cmocka_unit_test(shift_p_by_counting),
        cmocka_unit_test(robust_shift_ignores_one_wild_year),
        cmocka_unit_test(shift_is_honest_about_length),
        cmocka_unit_test(spikes),
        cmocka_unit_test(theil_sen_agrees_with_scipy),
        cmocka_unit_test(kendall_agrees_with_r),
        cmocka_unit_test(regression_agrees),
        cmocka_unit_test(regression_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
