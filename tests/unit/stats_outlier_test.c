/* Grubbs, generalised ESD, Dixon and Tietjen-Moore against NIST, Rosner and simulation in R. */
#include "analysis/stats/stats_outlier.h"

#include <math.h>

#include "stats_reference.h"

static size_t sample(const char *name, double **x)
{
    struct reference samples;
    assert_true(reference_load("samples.csv", &samples));
    const size_t n = reference_sample(&samples, name, x);
    reference_free(&samples);
    return n;
}

static void grubbs_on_uranium(void **state)
{
    /* NIST e-Handbook 1.3.5.17.1: G = 2.4687, critical value 2.032 (upper, alpha 0.05). */
    double *x, critical;
    struct plumb_outlier_test test;
    (void)state;
    const size_t n = sample("uranium8", &x);
    assert_int_equal(plumb_outlier_grubbs(x, n, PLUMB_SIDE_UPPER, &test, NULL), PLUMB_OK);
    assert_int_equal(test.index, 7);
    check_close(test.statistic, 2.4687, 5e-5, "G");
    assert_int_equal(plumb_outlier_grubbs_critical(n, PLUMB_SIDE_UPPER, 0.05, &critical, NULL),
                     PLUMB_OK);
    check_close(critical, 2.032, 5e-4, "critical value");
    assert_true(test.log_p < log(0.05));
    assert_int_equal(plumb_outlier_grubbs(x, n, PLUMB_SIDE_LOWER, &test, NULL), PLUMB_OK);
    assert_int_equal(test.index, 0);
    assert_true(test.log_p > log(0.05));
    free(x);
}

/* p at the critical value is alpha: the two are computed by different routes. */
static void grubbs_p_inverts_its_critical_value(void **state)
{
    static const size_t sizes[] = {3, 5, 10, 30, 100};
    (void)state;
    for (size_t k = 0; k < 5; k++) {
        const size_t n = sizes[k];
        double critical, *x = calloc(n, sizeof *x);
        struct plumb_outlier_test test;
        assert_int_equal(plumb_outlier_grubbs_critical(n, PLUMB_SIDE_BOTH, 0.05, &critical, NULL),
                         PLUMB_OK);
        /* n - 1 values 0 and +-d around a far one cannot reach every G: use symmetric noise. */
        for (size_t i = 0; i + 1 < n; i++)
            x[i] = i % 2 == 0 ? 1 : -1;
        double low = 0, high = 1e6;
        for (int step = 0; step < 200; step++) {
            x[n - 1] = 0.5 * (low + high);
            plumb_outlier_grubbs(x, n, PLUMB_SIDE_BOTH, &test, NULL);
            if (test.statistic < critical)
                low = x[n - 1];
            else
                high = x[n - 1];
        }
        check_close(test.statistic, critical, 1e-9, "G reached");
        check_close(exp(test.log_p), 0.05, 1e-6, "p at the critical value");
        free(x);
    }
}

static void gesd_on_rosner(void **state)
{
    /* Rosner (1983): R_1 and R_2 stay under lambda, R_3 does not: three outliers. Figures with all
     * digits from the project's statistics reference; the printed ones from the NIST handbook. */
    static const double r[] = {3.1189060489824421, 2.9429731136435069, 3.1794239367178361};
    static const double lambda[] = {3.1587939408874948, 3.1514300233160122, 3.1438896850319948};
    static const double printed[][2] = {
        {3.118, 3.158}, {2.942, 3.151}, {3.179, 3.143}, {2.810, 3.136}, {2.815, 3.128},
        {2.848, 3.120}, {2.279, 3.111}, {2.310, 3.103}, {2.101, 3.094}, {2.067, 3.085}};
    double *x;
    struct plumb_gesd_step steps[10];
    size_t outliers;
    (void)state;
    const size_t n = sample("rosner54", &x);
    assert_int_equal(plumb_outlier_gesd(x, n, 10, 0.05, steps, &outliers, NULL), PLUMB_OK);
    assert_int_equal(outliers, 3);
    for (size_t i = 0; i < 3; i++) {
        check_close(steps[i].r, r[i], 1e-12, "R");
        check_close(steps[i].lambda, lambda[i], 1e-12, "lambda");
    }
    for (size_t i = 0; i < 10; i++) { /* printed cut, not rounded */
        assert_true(steps[i].r - printed[i][0] < 1e-3 && steps[i].r >= printed[i][0] - 1e-12);
        assert_true(fabs(steps[i].lambda - printed[i][1]) < 1e-3);
    }
    assert_true(x[steps[0].index] > 6.0 && x[steps[1].index] > 5.4 && x[steps[2].index] > 5.3);
    free(x);
}

static void gesd_edges(void **state)
{
    const double same[] = {4, 4, 4, 4, 4, 4}, one[] = {1, 2, 3, 2, 1, 2, 3, 2, 500};
    struct plumb_gesd_step steps[9];
    size_t outliers;
    (void)state;
    assert_int_equal(plumb_outlier_gesd(same, 6, 3, 0.05, steps, &outliers, NULL), PLUMB_OK);
    assert_int_equal(outliers, 0);
    assert_int_equal(plumb_outlier_gesd(one, 9, 3, 0.05, steps, &outliers, NULL), PLUMB_OK);
    assert_int_equal(outliers, 1);
    assert_int_equal(steps[0].index, 8);
    assert_int_equal(plumb_outlier_gesd(one, 9, 7, 0.05, steps, &outliers, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_outlier_gesd(one, 3, 1, 0.05, steps, &outliers, NULL), PLUMB_E_DOMAIN);
}

static void dixon_closed_form(void **state)
{
    /* n = 3: density 3 sqrt(3) / (2 pi (r^2 - r + 1)) on [0, 1], so
     * P(r > q) = (3/pi) (atan(1/sqrt 3) - atan((2q - 1)/sqrt 3)). */
    (void)state;
    for (double q = 0; q < 1; q += 0.09) {
        double p;
        const double pi = acos(-1);
        const double exact = 3 / pi * (atan(1 / sqrt(3)) - atan((2 * q - 1) / sqrt(3)));
        assert_int_equal(plumb_outlier_dixon_p(3, q, &p, NULL), PLUMB_OK);
        check_close(p, exact, 1e-10, "Dixon n = 3");
    }
}

static void dixon_tables(void **state)
{
    /* Upper 5 % points of Dixon (1951), Ann. Math. Stat. 22, 68-78, to three places;
     * found by hand-cranked quadrature then, so good to about 0.001 in p (n = 6 is the worst). */
    static const struct {
        size_t n;
        double q;
    } table[] = {{3, 0.941},  {4, 0.765},  {5, 0.642},  {6, 0.560},  {7, 0.507},
                 {8, 0.554},  {9, 0.512},  {10, 0.477}, {11, 0.576}, {12, 0.546},
                 {13, 0.521}, {14, 0.546}, {20, 0.450}};
    struct reference simulated;
    double p;
    (void)state;
    for (size_t k = 0; k < PLUMB_COUNT(table); k++) {
        assert_int_equal(plumb_outlier_dixon_p(table[k].n, table[k].q, &p, NULL), PLUMB_OK);
        check_close(p, 0.05, 1.3e-3, "Dixon's table");
    }
    assert_true(reference_load("dixon.csv", &simulated));
    for (size_t r = 0; r < simulated.rows; r++) {
        const double expected = reference_number(&simulated, r, 2);
        plumb_outlier_dixon_p((size_t)reference_number(&simulated, r, 0),
                              reference_number(&simulated, r, 1), &p, NULL);
        check_close(p, expected, 0.003, "simulated");
    }
    reference_free(&simulated);
}

static void dixon_picks_an_end(void **state)
{
    const double x[] = {10.1, 10.2, 10.0, 10.15, 7.0}, same[] = {2, 2, 2, 2};
    struct plumb_outlier_test test;
    (void)state;
    assert_int_equal(plumb_outlier_dixon(x, 5, PLUMB_SIDE_BOTH, &test, NULL), PLUMB_OK);
    assert_int_equal(test.index, 4);
    check_close(test.statistic, 3.0 / 3.2, 1e-12, "r10"); /* (10.0 - 7.0) / (10.2 - 7.0) */
    assert_true(exp(test.log_p) < 0.01);
    assert_int_equal(plumb_outlier_dixon(same, 4, PLUMB_SIDE_BOTH, &test, NULL), PLUMB_OK);
    check_close(test.log_p, 0, 0, "no spread");
    assert_int_equal(plumb_outlier_dixon(x, 2, PLUMB_SIDE_BOTH, &test, NULL), PLUMB_E_DOMAIN);
}

static void tietjen_moore_on_nist(void **state)
{
    /* e-Handbook 1.3.5.17.2: k = 2, E_k = 0.292, critical value 0.317 at alpha 0.05. */
    double *x, e, p, again;
    (void)state;
    const size_t n = sample("tietjen15", &x);
    assert_int_equal(plumb_outlier_tietjen_moore(x, n, 2, 4000, 7, &e, &p, NULL), PLUMB_OK);
    check_close(e, 0.292, 5e-4, "E_2");
    assert_true(p < 0.05 && p > 0.01);
    plumb_outlier_tietjen_moore(x, n, 2, 4000, 7, &e, &again, NULL);
    check_close(again, p, 0, "same seed, same p");
    assert_int_equal(plumb_outlier_tietjen_moore(x, n, 14, 10, 7, &e, &p, NULL), PLUMB_E_DOMAIN);
    free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grubbs_on_uranium),  cmocka_unit_test(grubbs_p_inverts_its_critical_value),
        cmocka_unit_test(gesd_on_rosner),     cmocka_unit_test(gesd_edges),
        cmocka_unit_test(dixon_closed_form),  cmocka_unit_test(dixon_tables),
        cmocka_unit_test(dixon_picks_an_end), cmocka_unit_test(tietjen_moore_on_nist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
