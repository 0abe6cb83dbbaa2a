/* The plain rule on panels, worked out by hand; the list does not depend on the threads. */
#include "test_support.h"

#include <math.h>

#include "analysis/stats/stats_robust.h"
#include "plumb/finding.h"

enum { MANY = 6000, YEARS = 3, COLUMNS = 2 };

static struct plumb_agency agencies[MANY];
static char names[MANY][16];
static double values[COLUMNS][MANY * YEARS];
static struct plumb_panel_column columns[COLUMNS] = {
    {.indicator = "a", .name = "甲", .unit = "", .value = values[0]},
    {.indicator = "b", .name = "乙", .unit = "", .value = values[1]}};

static struct plumb_panel panel_of(size_t count, size_t years, size_t column_count)
{
    for (size_t a = 0; a < count; a++) {
        snprintf(names[a], sizeof names[a], "u%05zu", (a * 7919) % MANY);
        agencies[a] = (struct plumb_agency){names[a], "", "", ""};
    }
    return (struct plumb_panel){.agencies = agencies,
                                .agency_count = count,
                                .first_year = 2020,
                                .year_count = years,
                                .columns = columns,
                                .column_count = column_count};
}

static void set(size_t column, size_t years, size_t agency, const double *series)
{
    memcpy(&values[column][agency * years], series, years * sizeof *series);
}

/* Levels of the first year 1 2 3 4 100: median 3, deviations 2 1 0 1 97, their median 1, so z of 100
 * is 97 / 1.4826. Growth 0, .5, 1, 1, .1: median .5, deviations .5 0 .5 .5 .4, median .5. Levels of
 * the second year 1 3 6 8 110: median 6, deviations 5 3 0 2 104, median 3. */
static void worked_by_hand(void **state)
{
    (void)state;
    const double series[5][2] = {{1, 1}, {2, 3}, {3, 6}, {4, 8}, {100, 110}};
    struct plumb_panel panel = panel_of(5, 2, 1);
    struct plumb_outlier *found = NULL;
    size_t count = 0;
    for (size_t a = 0; a < 5; a++)
        set(0, 2, a, series[a]);
    assert_int_equal(plumb_panel_outliers(&panel, 0, 1, &found, &count, NULL), PLUMB_OK);
    assert_int_equal(count, 15);
    assert_int_equal(found[0].agency, 4);
    assert_int_equal(found[0].year, 0);
    assert_false(found[0].growth);
    assert_true(fabs((found[0].z) - (97 / 1.4826)) <= 1e-12);
    assert_true(fabs((found[0].centre) - (3)) <= 0);
    assert_true(fabs((found[0].spread) - (1.4826)) <= 1e-15);
    assert_int_equal(found[1].year, 1);
    assert_true(fabs((found[1].z) - (104 / (1.4826 * 3))) <= 1e-12);
    for (size_t i = 0; i < count; i++)
        if (found[i].growth && found[i].agency == 2) {
            assert_true(fabs((found[i].x) - (1)) <= 0);
            assert_true(fabs((found[i].before) - (3)) <= 0);
            assert_true(fabs((found[i].z) - (0.5 / (1.4826 * 0.5))) <= 1e-12);
        }
    plumb_free(found);
}

/* Missing years, zeros before, groups without spread: nothing is divided by nothing. */
static void what_has_no_z(void **state)
{
    (void)state;
    const double series[5][3] = {{0, 5, NAN}, {0, 5, 1}, {NAN, 5, 2}, {0, 5, 3}, {0, 6, 4}};
    struct plumb_panel panel = panel_of(5, 3, 1);
    struct plumb_outlier *found = NULL;
    size_t count = 0;
    for (size_t a = 0; a < 5; a++)
        set(0, 3, a, series[a]);
    assert_int_equal(plumb_panel_outliers(&panel, 0, 2, &found, &count, NULL), PLUMB_OK);
    /* only the last year has a spread: 1 2 3 4, and growth -.8 -.6 -.4 -1/3 */
    assert_int_equal(count, 8);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(found[i].year, 2);
        assert_true(isfinite(found[i].z));
    }
    plumb_free(found);
}

/* A list cut to its best is the start of the whole list, for any number of threads. */
static void cutting_and_threads(void **state)
{
    (void)state;
    struct plumb_panel panel = panel_of(MANY, YEARS, COLUMNS);
    uint64_t word = 12345;
    for (size_t c = 0; c < COLUMNS; c++)
        for (size_t i = 0; i < (size_t)MANY * YEARS; i++) {
            word = word * 6364136223846793005u + 1442695040888963407u;
            /* few different values: many ties */
            values[c][i] = (double)(1 + (word >> 33) % 40);
        }
    struct plumb_outlier *all = NULL, *some = NULL;
    size_t all_count = 0, count = 0;
    assert_int_equal(plumb_panel_outliers(&panel, 0, 1, &all, &all_count, NULL), PLUMB_OK);
    assert_int_equal(all_count, COLUMNS * (YEARS + YEARS - 1) * (size_t)MANY);
    static const size_t limits[] = {1, 7, 1000};
    for (size_t l = 0; l < 3; l++)
        for (unsigned threads = 1; threads <= 8; threads *= 2) {
            assert_int_equal(plumb_panel_outliers(&panel, limits[l], threads, &some, &count, NULL),
                             PLUMB_OK);
            assert_int_equal(count, limits[l]);
            for (size_t i = 0; i < count; i++) {
                assert_true(some[i].z == all[i].z);
                assert_int_equal(some[i].agency, all[i].agency);
                assert_int_equal(some[i].column, all[i].column);
                assert_int_equal(some[i].year, all[i].year);
                assert_int_equal(some[i].growth, all[i].growth);
            }
            plumb_free(some);
        }
    for (size_t i = 1; i < all_count; i++)
        assert_true(fabs(all[i - 1].z) >= fabs(all[i].z));
    plumb_free(all);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of long arrays is found by sampling; sorting must say the same, whatever the order:
 * random, rising, two values, waves in step with the sample, all equal but one. */
static void long_medians(void **state)
{
    (void)state;
    static const size_t lengths[] = {4095, 4096, 4097, 9999, 20000};
    static double x[20000], sorted[20000];
    uint64_t word = 99;
    for (int k = 0; k < 25; k++) {
        const size_t n = lengths[k / 5];
        for (size_t i = 0; i < n; i++) {
            word = word * 6364136223846793005u + 1442695040888963407u;
            const double random = (double)(word >> 11) * 0x1p-53;
            x[i] = k % 5 == 0   ? random
                   : k % 5 == 1 ? (double)i
                   : k % 5 == 2 ? (double)(random < 0.5)
                   : k % 5 == 3 ? (i % (n / 1024) == 0 ? -1 - random : 1 + random)
                                : (double)(i == 17);
        }
        memcpy(sorted, x, n * sizeof *x);
        qsort(sorted, n, sizeof *sorted, by_value);
        assert_true(plumb_median_inplace(x, n) == 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_by_hand), cmocka_unit_test(what_has_no_z),
        cmocka_unit_test(cutting_and_threads), cmocka_unit_test(long_medians)};
    return cmocka_run_group_tests_name("outliers", tests, NULL, NULL);
}
