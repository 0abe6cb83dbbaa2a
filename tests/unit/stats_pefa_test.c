/* PEFA PI-1 and PI-2 by hand, on the wording of the 2016 framework. */
#include "analysis/stats/stats_pefa.h"

#include <math.h>

#include "stats_reference.h"

static void pi1_grades(void **state)
{
    static const struct {
        double outturn[4];
        size_t years;
        char letter;
    } cases[] = {
        {{1.02, 0.97, 1.30}, 3, 'A'}, /* two of three within 5 % */
        {{1.05, 0.95, 2.00}, 3, 'A'}, /* the limits belong to it */
        {{1.06, 0.97, 1.30}, 3, 'B'},
        {{1.06, 0.91, 1.00}, 3, 'B'},
        {{1.14, 0.86, 1.00}, 3, 'C'},
        {{1.16, 0.84, 1.00}, 3, 'D'},
        {{1.50, 1.02, 0.97, 1.30}, 4, 'A'}, /* only the last three count */
        {{1.02, 0.98}, 2, 'A'},             /* a third year cannot change it */
        {{1.02, 1.30}, 2, '-'},
        {{1.30, 1.40}, 2, 'D'},
        {{1.02, NAN, 0.97}, 3, 'A'},
        {{NAN, NAN, 1.0}, 3, '-'},
        {{0}, 0, '-'},
    };
    (void)state;
    for (size_t k = 0; k < PLUMB_COUNT(cases); k++)
        assert_int_equal(plumb_pefa_letter(plumb_pefa_pi1(cases[k].outturn, cases[k].years)),
                         cases[k].letter);
    check_close(plumb_pefa_outturn(100, 105), 1.05, 1e-15, "out-turn");
    assert_true(isnan(plumb_pefa_outturn(0, 5)));
    const double hundred_five[] = {105.0 / 100, 105.0 / 100, 0};
    assert_int_equal(plumb_pefa_pi1(hundred_five, 3), PLUMB_PEFA_A);
}

static void pi2_by_hand(void **state)
{
    /* Budget 40 30 20 10, spent 50 30 20 20: out-turn 1.2, adjusted 48 36 24 12, gaps 2 -6 -4 8,
     * sum 20 over 120. */
    const double budget[] = {40, 30, 20, 10}, actual[] = {50, 30, 20, 20}, less[] = {1, -1};
    const double a[] = {0.04, 0.02, 0.30}, b[] = {0.05, 0.02, 0.30}, d[] = {0.2, 0.2, 0.01};
    struct plumb_pefa_composition c;
    (void)state;
    assert_int_equal(plumb_pefa_composition(budget, actual, 4, &c, NULL), PLUMB_OK);
    check_close(c.outturn, 1.2, 1e-15, "out-turn");
    check_close(c.variance, 20.0 / 120, 1e-14, "variance");
    assert_int_equal(c.largest, 3);
    check_close(c.largest_gap, 8, 1e-13, "largest");
    assert_int_equal(plumb_pefa_pi2(a, 3), PLUMB_PEFA_A);
    assert_int_equal(plumb_pefa_pi2(b, 3), PLUMB_PEFA_B); /* "less than 5 %" */
    assert_int_equal(plumb_pefa_pi2(d, 3), PLUMB_PEFA_D);
    assert_int_equal(plumb_pefa_composition(less, actual, 2, &c, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_pefa_composition(budget, actual, 0, &c, NULL), PLUMB_E_DOMAIN);
    const double zero[] = {0, 0};
    assert_int_equal(plumb_pefa_composition(zero, actual, 2, &c, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_pefa_contingency(0.03), PLUMB_PEFA_A);
    assert_int_equal(plumb_pefa_contingency(0.07), PLUMB_PEFA_C);
    assert_int_equal(plumb_pefa_contingency(NAN), PLUMB_PEFA_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pi1_grades),
        cmocka_unit_test(pi2_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
