/* OGK, ECOD, neighbours and isolation forest against robustbase, dbscan and scikit-learn. */
#include "analysis/stats/stats_multivariate.h"

#include <math.h>

#include "stats_reference.h"

static const struct {
    const char *name;
    size_t columns;
} sets[] = {{"hbk", 3}, {"stackloss", 4}, {"wood", 6}, {"bushfire", 5}};
#define SETS (PLUMB_COUNT(sets))

/* x of set s; the reference stays open for the other columns. */
static double *load(size_t s, struct reference *set)
{
    char name[64];
    snprintf(name, sizeof name, "multivariate_%s.csv", sets[s].name);
    assert_true(reference_load(name, set));
    double *x = calloc(set->rows * sets[s].columns, sizeof *x);
    assert_non_null(x);
    for (size_t i = 0; i < set->rows; i++)
        for (size_t j = 0; j < sets[s].columns; j++)
            x[i * sets[s].columns + j] = reference_number(set, i, j);
    return x;
}

static void ogk_agrees_with_robustbase(void **state)
{
    (void)state;
    for (size_t s = 0; s < SETS; s++) {
        struct reference set, ogk;
        char name[64];
        const size_t p = sets[s].columns;
        double *x = load(s, &set), centre[8], cov[64], scale, *d2 = calloc(set.rows, sizeof *d2),
               *column = calloc(set.rows, sizeof *column);
        snprintf(name, sizeof name, "ogk_%s.csv", sets[s].name);
        assert_true(reference_load(name, &ogk));
        assert_int_equal(plumb_ogk(x, set.rows, p, PLUMB_OGK_DEFAULT, centre, cov, d2, NULL),
                         PLUMB_OK);
        for (size_t j = 0; j < p; j++) {
            check_close(centre[j], reference_number(&ogk, 0, j), 1e-10, "centre");
            for (size_t k = 0; k < p; k++)
                check_close(cov[j * p + k], reference_number(&ogk, 1 + j, k), 1e-10, "cov");
            for (size_t i = 0; i < set.rows; i++)
                column[i] = x[i * p + j];
            assert_int_equal(plumb_tau_scale(column, set.rows, NULL, &scale, NULL), PLUMB_OK);
            check_close(scale, reference_number(&ogk, 1 + p, j), 1e-10, "tau scale");
        }
        for (size_t i = 0; i < set.rows; i++)
            check_close(d2[i], reference_number(&set, i, p), 1e-9, "distance");
        free(x);
        free(d2);
        free(column);
        reference_free(&set);
        reference_free(&ogk);
    }
}

/* Rows 1 to 14 of hbk are the planted outliers (Hawkins, Bradu, Kass 1984). */
static void ogk_finds_the_planted_rows(void **state)
{
    struct reference set;
    double *x = load(0, &set), d2[75];
    (void)state;
    assert_int_equal(plumb_ogk(x, 75, 3, PLUMB_OGK_DEFAULT, NULL, NULL, d2, NULL), PLUMB_OK);
    for (size_t i = 0; i < 14; i++)
        assert_true(d2[i] > 10 * plumb_ogk_cut(3));
    for (size_t i = 14; i < 75; i++)
        assert_true(d2[i] < 2 * plumb_ogk_cut(3));
    check_close(exp(plumb_ogk_log_p(plumb_ogk_cut(3), 3)), 0.025, 1e-12, "p at the cut");
    check_close(plumb_ogk_cut(3), 9.348403604496149, 1e-10, "qchisq(.975, 3)");
    free(x);
    reference_free(&set);
}

static void ogk_names_what_is_wrong(void **state)
{
    double x[40];
    struct plumb_error error;
    (void)state;
    for (size_t i = 0; i < 20; i++) {
        x[2 * i] = (double)(i * i % 17);
        x[2 * i + 1] = 3;
    }
    assert_int_equal(plumb_ogk(x, 20, 2, PLUMB_OGK_DEFAULT, NULL, NULL, x, &error), PLUMB_E_DOMAIN);
    assert_non_null(strstr(error.message, "Column 2"));
    for (size_t i = 0; i < 20; i++)
        x[2 * i + 1] = 2 * x[2 * i];
    assert_int_equal(plumb_ogk(x, 20, 2, PLUMB_OGK_DEFAULT, NULL, NULL, x, &error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_ogk(x, 3, 2, PLUMB_OGK_DEFAULT, NULL, NULL, x, &error), PLUMB_E_DOMAIN);
}

static void neighbours_and_ecod_agree(void **state)
{
    (void)state;
    for (size_t s = 0; s < SETS; s++) {
        struct reference set;
        const size_t p = sets[s].columns;
        double *x = load(s, &set), *score = calloc(set.rows, sizeof *score),
               *terms = calloc(set.rows * p, sizeof *terms);
        struct plumb_neighbours_options options = PLUMB_NEIGHBOURS_DEFAULT;
        options.k = 5;
        assert_int_equal(plumb_score_neighbours(x, set.rows, p, options, score, NULL), PLUMB_OK);
        for (size_t i = 0; i < set.rows; i++)
            check_close(score[i], reference_number(&set, i, p + 1), 1e-12, "5th neighbour");
        assert_int_equal(plumb_score_ecod(x, set.rows, p, terms, score, NULL), PLUMB_OK);
        for (size_t i = 0; i < set.rows; i++) {
            check_close(score[i], reference_number(&set, i, p + 2), 1e-10, "ECOD");
            check_close(terms[i * p], reference_number(&set, i, p + 3), 1e-10, "ECOD term");
        }
        free(x);
        free(score);
        free(terms);
        reference_free(&set);
    }
}

static void ecod_by_hand(void **state)
{
    /* 1 2 3, skewness exactly 0: left tails 1/3 2/3 1, right tails 1 2/3 1/3; the middle has
     * U_l + U_r = 2 ln 1.5, the ends ln 3 + 0. 1 1 10 is skewed to the right: U_r = 0 0 ln 3, but
     * U_l of the twos is ln 1.5, and the largest counts. */
    const double x[] = {1, 1, 2, 1, 3, 10};
    double terms[6], score[3];
    (void)state;
    assert_int_equal(plumb_score_ecod(x, 3, 2, terms, score, NULL), PLUMB_OK);
    check_close(terms[0], log(3), 1e-15, "first");
    check_close(terms[2], 2 * log(1.5), 1e-15, "middle");
    check_close(terms[1], log(1.5), 1e-15, "tied");
    check_close(terms[5], log(3), 1e-15, "far");
    check_close(score[2], 2 * log(3), 1e-15, "sum");
}

static void forest_agrees_with_scikit(void **state)
{
    static const size_t which[] = {0, 2};
    (void)state;
    for (size_t k = 0; k < 2; k++) {
        struct reference set, scikit;
        const size_t s = which[k];
        char name[64];
        double *x = load(s, &set), *score = calloc(set.rows, sizeof *score);
        struct plumb_forest_options options = PLUMB_FOREST_DEFAULT;
        options.trees = 3000;
        snprintf(name, sizeof name, "forest_%s.csv", sets[s].name);
        assert_true(reference_load(name, &scikit));
        assert_int_equal(plumb_score_forest(x, set.rows, sets[s].columns, options, score, NULL),
                         PLUMB_OK);
        for (size_t i = 0; i < set.rows; i++)
            check_close(score[i], reference_number(&scikit, i, 0), 0.012, "forest score");
        free(x);
        free(score);
        reference_free(&set);
        reference_free(&scikit);
    }
}

static void forest_by_hand(void **state)
{
    /* Equal rows: every tree is one leaf at depth 0 with credit c(4), so the score is 2^-1.
     * 0, 1e-9 and 1: the first cut isolates 1 (depth 1) but for one draw in 1e9; the others end at
     * depth 2; c(3) = 2 (ln 2 + gamma) - 4/3. */
    const double same[] = {5, 5, 5, 5}, three[] = {0, 1e-9, 1};
    double score[4];
    const double c3 = 2 * (log(2) + 0.57721566490153286) - 4.0 / 3;
    (void)state;
    assert_int_equal(plumb_score_forest(same, 4, 1, PLUMB_FOREST_DEFAULT, score, NULL), PLUMB_OK);
    check_close(score[3], 0.5, 1e-13, "equal rows");
    assert_int_equal(plumb_score_forest(three, 3, 1, PLUMB_FOREST_DEFAULT, score, NULL), PLUMB_OK);
    check_close(score[2], exp2(-1 / c3), 1e-12, "far row");
    check_close(score[0], exp2(-2 / c3), 1e-12, "near row");
}

/* Reordered rows and other thread counts give the same bits. */
static void scores_ignore_order_and_threads(void **state)
{
    enum { ROWS = 900, COLUMNS = 3 };
    static double x[ROWS * COLUMNS], y[ROWS * COLUMNS], a[ROWS], b[ROWS];
    static size_t to[ROWS];
    uint64_t seed = 5;
    (void)state;
    for (size_t i = 0; i < ROWS * COLUMNS; i++)
        x[i] = (double)test_below(&seed, 1000000) / 1000 - (i % 97 == 0 ? 3000 : 0);
    for (size_t i = 0; i < ROWS; i++)
        to[i] = i;
    for (size_t i = ROWS - 1; i > 0; i--) {
        const size_t j = test_below(&seed, i + 1), keep = to[i];
        to[i] = to[j];
        to[j] = keep;
    }
    for (size_t i = 0; i < ROWS; i++)
        memcpy(y + to[i] * COLUMNS, x + i * COLUMNS, COLUMNS * sizeof *x);
    assert_int_equal(plumb_score_profile(x, ROWS, COLUMNS, 11, 1, a, NULL), PLUMB_OK);
    assert_int_equal(plumb_score_profile(y, ROWS, COLUMNS, 11, 2, b, NULL), PLUMB_OK);
    for (size_t i = 0; i < ROWS; i++)
        assert_memory_equal(&a[i], &b[to[i]], sizeof *a);
    struct plumb_neighbours_options part = PLUMB_NEIGHBOURS_DEFAULT;
    part.reference = 300;
    assert_int_equal(plumb_score_neighbours(x, ROWS, COLUMNS, part, a, NULL), PLUMB_OK);
    assert_int_equal(plumb_score_neighbours(y, ROWS, COLUMNS, part, b, NULL), PLUMB_OK);
    for (size_t i = 0; i < ROWS; i++)
        assert_memory_equal(&a[i], &b[to[i]], sizeof *a);
    assert_int_equal(plumb_score_profile(x, ROWS, COLUMNS, 12, 1, b, NULL), PLUMB_OK);
    size_t differ = 0;
    for (size_t i = 0; i < ROWS; i++)
        differ += a[i] < b[i] || a[i] > b[i];
    assert_true(differ > 0);
}

static void zmean_by_hand(void **state)
{
    /* 0 0 3: mean 1, sd sqrt 2; 5 5 5 has no spread and counts as 0. */
    const double a[] = {0, 0, 3}, b[] = {5, 5, 5};
    const double *const scores[] = {a, b};
    double out[3];
    (void)state;
    assert_int_equal(plumb_score_zmean(scores, 2, 3, out, NULL), PLUMB_OK);
    check_close(out[2], 2 / sqrt(2) / 2, 1e-15, "z mean");
}

static void refuses_and_survives(void **state)
{
    const double x[] = {1, 2, NAN, 4};
    double score[4];
    (void)state;
    assert_int_equal(plumb_score_forest(x, 4, 1, PLUMB_FOREST_DEFAULT, score, NULL),
                     PLUMB_E_DOMAIN);
    assert_int_equal(plumb_score_forest(x, 1, 1, PLUMB_FOREST_DEFAULT, score, NULL),
                     PLUMB_E_DOMAIN);
    assert_int_equal(plumb_score_neighbours(x, 4, 1, PLUMB_NEIGHBOURS_DEFAULT, score, NULL),
                     PLUMB_E_DOMAIN);
    assert_int_equal(plumb_score_ecod(x, 4, 1, NULL, score, NULL), PLUMB_E_DOMAIN);
    struct reference set;
    double *data = load(0, &set), out[75];
    for (size_t k = 1; k < 40; k++) {
        plumb_alloc_fail_at(k);
        const enum plumb_status status = plumb_score_profile(data, 75, 3, 1, 1, out, NULL);
        plumb_alloc_fail_at(0);
        assert_int_equal(status, PLUMB_E_NOMEM);
    }
    free(data);
    reference_free(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ogk_agrees_with_robustbase),
        cmocka_unit_test(ogk_finds_the_planted_rows),
        cmocka_unit_test(ogk_names_what_is_wrong),
        cmocka_unit_test(neighbours_and_ecod_agree),
        cmocka_unit_test(ecod_by_hand),
        cmocka_unit_test(forest_agrees_with_scikit),
        cmocka_unit_test(forest_by_hand),
        cmocka_unit_test(scores_ignore_order_and_threads),
        cmocka_unit_test(zmean_by_hand),
        cmocka_unit_test(refuses_and_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
