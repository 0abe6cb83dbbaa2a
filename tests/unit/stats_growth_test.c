/* Hidiroglou-Berthelot against figures measured with univOutl and by hand. */
#include "analysis/stats/stats_growth.h"

#include <math.h>

#include "stats_reference.h"

static void grunfeld_bounds(void **state)
{
    /* plm Grunfeld, investment of 1953 to 1954; bounds from the project's statistics reference. */
    struct reference set;
    double a[16], b[16], effect[16];
    struct plumb_hb hb;
    (void)state;
    assert_true(reference_load("grunfeld.csv", &set));
    for (size_t r = 0; r < set.rows; r++) {
        a[r] = reference_number(&set, r, 0);
        b[r] = reference_number(&set, r, 1);
    }
    assert_int_equal(plumb_growth_hb(a, b, set.rows, PLUMB_HB_DEFAULT, effect, &hb, NULL),
                     PLUMB_OK);
    check_close(hb.lower, -7.0582749030822258, 1e-12, "lower");
    check_close(hb.upper, 6.584277660148552, 1e-12, "upper");
    size_t outside = 0;
    for (size_t r = 0; r < set.rows; r++)
        outside += effect[r] < hb.lower || effect[r] > hb.upper;
    assert_int_equal(outside, hb.outliers);
    reference_free(&set);
}

static void by_hand(void **state)
{
    /* Ratios 1 1 1 2 0.5, median 1; s = 0 0 0 1 -1; with U = 0.5 and max(y) = 4 4 4 4 16:
     * E = 0 0 0 2 -4. Quartiles 0, median 0: bounds 0 +- 4 * max(0, 0) = 0. */
    const double y1[] = {4, 4, 4, 2, 16}, y2[] = {4, 4, 4, 4, 8};
    double effect[5];
    struct plumb_hb hb;
    (void)state;
    assert_int_equal(plumb_growth_hb(y1, y2, 5, PLUMB_HB_DEFAULT, effect, &hb, NULL), PLUMB_OK);
    check_close(effect[3], 2, 1e-15, "grown");
    check_close(effect[4], -4, 1e-15, "shrunk");
    check_close(hb.ratio_median, 1, 0, "median");
    assert_int_equal(hb.outliers, 2);
    /* U = 0: size does not count. */
    assert_int_equal(
        plumb_growth_hb(y1, y2, 5, (struct plumb_hb_options){0, 0.05, 4}, effect, &hb, NULL),
        PLUMB_OK);
    check_close(effect[4], -1, 1e-15, "U = 0");
}

static void refuses(void **state)
{
    const double y1[] = {1, 2, 3, 4}, zero[] = {1, 0, 3, 4}, nan[] = {1, NAN, 3, 4};
    struct plumb_hb hb;
    struct plumb_error error;
    (void)state;
    assert_int_equal(plumb_growth_hb(y1, zero, 4, PLUMB_HB_DEFAULT, NULL, &hb, &error),
                     PLUMB_E_DOMAIN);
    assert_non_null(strstr(error.message, "pair 2"));
    assert_int_equal(plumb_growth_hb(y1, nan, 4, PLUMB_HB_DEFAULT, NULL, &hb, NULL),
                     PLUMB_E_DOMAIN);
    assert_int_equal(plumb_growth_hb(y1, y1, 3, PLUMB_HB_DEFAULT, NULL, &hb, NULL), PLUMB_E_DOMAIN);
    plumb_alloc_fail_at(1);
    const enum plumb_status status = plumb_growth_hb(y1, y1, 4, PLUMB_HB_DEFAULT, NULL, &hb, NULL);
    plumb_alloc_fail_at(0);
    assert_int_equal(status, PLUMB_E_NOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grunfeld_bounds),
        cmocka_unit_test(by_hand),
        cmocka_unit_test(refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
