/* Order statistics against R and robustbase (tests/reference), and by hand. */
#include "analysis/stats/stats_robust.h"

#include <math.h>

#include "stats_reference.h"

#define CLOSED 1e-10
#define QN_SINGLE 1e-7 /* robustbase 0.95 rounds Qn to single precision in one branch */

static double statistic(const double *x, size_t n, const char *call)
{
    double value = NAN, five[5];
    struct plumb_fences fences;
    struct plumb_error error;
    if (strncmp(call, "quantile", 8) == 0) {
        assert_int_equal(plumb_quantile(x, n, strtod(call + 8, NULL), &value, &error), PLUMB_OK);
        return value;
    }
    if (strncmp(call, "fivenum", 7) == 0) {
        assert_int_equal(plumb_fivenum(x, n, five, &error), PLUMB_OK);
        return five[call[7] - '1'];
    }
    if (strcmp(call, "boxplotOut") == 0) {
        assert_int_equal(plumb_fences_tukey(x, n, 1.5, &fences, &error), PLUMB_OK);
        return (double)(fences.below + fences.above);
    }
    if (strncmp(call, "adjbox", 6) == 0) {
        assert_int_equal(plumb_fences_adjusted(x, n, &fences, &error), PLUMB_OK);
        return call[6] == 'L'   ? fences.lower
               : call[6] == 'U' ? fences.upper
                                : (double)(fences.below + fences.above);
    }
    if (strcmp(call, "median") == 0)
        plumb_median(x, n, &value, &error);
    else if (strcmp(call, "mad") == 0)
        plumb_mad(x, n, NULL, &value, &error);
    else if (strcmp(call, "Sn") == 0)
        plumb_sn(x, n, &value, &error);
    else if (strcmp(call, "Qn") == 0 || strcmp(call, "QnDefinition") == 0)
        plumb_qn(x, n, &value, &error);
    else if (strcmp(call, "mc") == 0)
        plumb_medcouple(x, n, &value, &error);
    else
        fail_msg("unknown call %s", call);
    return value;
}

static void agrees_with_r(void **state)
{
    struct reference samples, values;
    (void)state;
    assert_true(reference_load("samples.csv", &samples));
    assert_true(reference_load("robust.csv", &values));
    assert_true(values.rows > 400);
    for (size_t r = 0; r < values.rows; r++) {
        double *x;
        char what[128];
        const size_t n = reference_sample(&samples, values.field[r][0], &x);
        snprintf(what, sizeof what, "%s of %s", values.field[r][1], values.field[r][0]);
        const bool rounded = strcmp(values.field[r][1], "Qn") == 0;
        check_close(statistic(x, n, values.field[r][1]), reference_number(&values, r, 2),
                    rounded ? QN_SINGLE : CLOSED, what);
        free(x);
    }
    reference_free(&samples);
    reference_free(&values);
}

/* Values printed in the project's statistics reference, measured with robustbase 0.95. */
static void agrees_with_printed_values(void **state)
{
    static const struct {
        const char *sample, *call;
        double value;
    } printed[] = {{"rosner54", "mc", 0.15972222222222265},
                   {"rivers", "mc", 0.43859649122807015},
                   {"islands", "mc", 0.7630331753554502},
                   {"rivers", "adjboxLower", 213.977537465298},
                   {"rivers", "adjboxUpper", 2748.86947025610}};
    struct reference samples;
    (void)state;
    assert_true(reference_load("samples.csv", &samples));
    for (size_t i = 0; i < PLUMB_COUNT(printed); i++) {
        double *x;
        const size_t n = reference_sample(&samples, printed[i].sample, &x);
        check_close(statistic(x, n, printed[i].call), printed[i].value, 1e-12, printed[i].call);
        free(x);
    }
    reference_free(&samples);
}

/* The column of a data set whose head is `name`. The head line ends at the first NUL of the text. */
static size_t column_of(const struct reference *set, const char *name)
{
    const size_t len = strlen(name);
    const char *head = set->text;
    for (size_t column = 0;; column++) {
        const char *word = head + (*head == '"');
        if (strncmp(word, name, len) == 0 && strchr("\",", word[len]))
            return column;
        head += strcspn(head, ",");
        assert_int_equal(*head, ',');
        head++;
    }
}

/* The statistics of one column of one data set; row r of `values` tells what they are. */
static void agrees_on_column(const struct reference *values, size_t r)
{
    static const struct {
        const char *call;
        size_t field;
        double tolerance;
    } columns[] = {{"median", 5, 1e-10},       {"quantile0.25", 7, 1e-10},
                   {"quantile0.75", 8, 1e-10}, {"mc", 9, 1e-10},
                   {"Qn", 10, QN_SINGLE},      {"Sn", 11, 1e-10},
                   {"adjboxLower", 12, 1e-10}, {"adjboxUpper", 13, 1e-10},
                   {"adjboxOut", 14, 0},       {"boxplotOut", 15, 0}};
    const char *name = values->field[r][0], *head = values->field[r][1];
    struct reference set;
    char path[256], what[256];
    snprintf(path, sizeof path, "../shared/data/robust_classics/%s.csv", name);
    assert_true(reference_load(path, &set));
    size_t column = column_of(&set, head);
    double *x = calloc(set.rows + 1, sizeof *x);
    size_t n = 0;
    for (size_t k = 0; k < set.rows; k++) {
        x[n] = reference_number(&set, k, column);
        n += isnan(x[n]) ? 0 : 1;
    }
    assert_int_equal(n, (size_t)reference_number(values, r, 2));
    /* Twenty values of this set are rounding noise about 0. robustbase clips what is 1e11
     * robust standard deviations away before mc(); the definition, mc(x, c.huberize = Inf),
     * gives -0.25867634307320664. */
    const bool noise = strcmp(name, "x30o50") == 0;
    if (noise)
        check_close(statistic(x, n, "mc"), -0.25867634307320664, 1e-10, "x30o50");
    for (size_t c = 0; c < PLUMB_COUNT(columns); c++) {
        if (noise && (columns[c].field == 9 || columns[c].field > 11) && columns[c].field != 15)
            continue;
        snprintf(what, sizeof what, "%s of %s$%s", columns[c].call, name, head);
        check_close(statistic(x, n, columns[c].call), reference_number(values, r, columns[c].field),
                    columns[c].tolerance, what);
    }
    free(x);
    reference_free(&set);
}

/* All columns of the classic robust data sets, when the reference material is there. */
static void agrees_on_classic_sets(void **state)
{
    struct reference values;
    (void)state;
    if (!reference_load("../shared/data/robust_classics/reference_values_R_robustbase.csv",
                        &values)) {
        print_message("skipped: ../shared/data/robust_classics is not there\n");
        skip();
    }
    for (size_t r = 0; r < values.rows; r++)
        agrees_on_column(&values, r);
    reference_free(&values);
}

static void medcouple_is_the_median_of_the_kernel(void **state)
{
    /* x = 1 2 3 5 9 by hand: m = 3; pairs (9|5|3) x (3|2|1): h(9,3)=1 h(9,2)=5/7 h(9,1)=1/2
     * h(5,3)=1 h(5,2)=1/3 h(5,1)=0 h(3,3)=0 h(3,2)=-1 h(3,1)=-1; the middle of nine is 1/3. */
    const double x[] = {9, 1, 5, 3, 2};
    double mc;
    (void)state;
    assert_int_equal(plumb_medcouple(x, 5, &mc, NULL), PLUMB_OK);
    check_close(mc, 1.0 / 3, 1e-15, "medcouple");
    assert_true(x[0] >= 9 && x[1] <= 1); /* the input is not reordered */
}

static void shifts_and_scales(void **state)
{
    struct reference samples;
    double *x;
    (void)state;
    assert_true(reference_load("samples.csv", &samples));
    const size_t n = reference_sample(&samples, "rivers", &x);
    static const char *const scales[] = {"mad", "Sn", "Qn"};
    double before[4], after;
    for (size_t k = 0; k < 3; k++)
        before[k] = statistic(x, n, scales[k]);
    before[3] = statistic(x, n, "mc");
    for (size_t i = 0; i < n; i++)
        x[i] = -4 * x[i] + 1000;
    for (size_t k = 0; k < 3; k++) {
        after = statistic(x, n, scales[k]);
        check_close(after, 4 * before[k], 1e-12, scales[k]);
    }
    check_close(statistic(x, n, "mc"), -before[3], 2e-3, "medcouple of -x (one-sided above 100)");
    free(x);
    reference_free(&samples);
}

static void modified_z_falls_back(void **state)
{
    /* Median 5, MAD 0, mean absolute deviation (0+0+0+0+10)/5 = 2, scale 2 sqrt(pi/2). */
    const double x[] = {5, 5, 5, 5, 15}, same[] = {3, 3, 3};
    double z[5];
    (void)state;
    assert_int_equal(plumb_modified_z(x, 5, z, NULL), PLUMB_OK);
    check_close(z[4], 10 / (2 * sqrt(acos(-1) / 2)), 1e-14, "fallback");
    check_close(z[0], 0, 0, "middle");
    assert_int_equal(plumb_modified_z(same, 3, z, NULL), PLUMB_OK);
    check_close(z[2], 0, 0, "no spread");
    /* 1 2 3 4 100: median 3, MAD 1.4826: z of 100 is 97 / 1.482602218505602. */
    const double y[] = {1, 2, 3, 4, 100};
    assert_int_equal(plumb_modified_z(y, 5, z, NULL), PLUMB_OK);
    check_close(z[4], 97 / 1.482602218505602, 1e-14, "plain");
}

static void refuses_bad_input(void **state)
{
    const double bad[] = {1, NAN, 3}, big[] = {1, INFINITY, 3};
    double v = 42;
    struct plumb_fences fences;
    struct plumb_error error;
    (void)state;
    assert_int_equal(plumb_median(bad, 3, &v, &error), PLUMB_E_DOMAIN);
    assert_non_null(strstr(error.message, "value 2"));
    assert_int_equal(plumb_median(bad, 0, &v, &error), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_median(NULL, 3, &v, &error), PLUMB_E_USAGE);
    assert_int_equal(plumb_mad(big, 3, NULL, &v, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_quantile(bad, 1, 1.5, &v, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_medcouple(bad, 1, &v, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_fences_tukey(bad, 1, -1, &fences, NULL), PLUMB_E_DOMAIN);
    assert_int_equal(plumb_sn(bad, 1, &v, NULL), PLUMB_OK);
    check_close(v, 0, 0, "Sn of one value");
    assert_true(isnan(plumb_median_inplace(NULL, 0)));
}

static void every_allocation_may_fail(void **state)
{
    struct reference samples;
    double *x, v;
    (void)state;
    assert_true(reference_load("samples.csv", &samples));
    const size_t n = reference_sample(&samples, "rosner54", &x);
    for (size_t k = 1; k < 40; k++) {
        plumb_alloc_fail_at(k);
        const enum plumb_status mc = plumb_medcouple(x, n, &v, NULL);
        plumb_alloc_fail_at(k);
        const enum plumb_status qn = plumb_qn(x, n, &v, NULL);
        plumb_alloc_fail_at(0);
        assert_true(mc == PLUMB_OK || mc == PLUMB_E_NOMEM);
        assert_int_equal(qn, k <= 3 ? PLUMB_E_NOMEM : PLUMB_OK);
    }
    free(x);
    reference_free(&samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r),
        cmocka_unit_test(agrees_with_printed_values),
        cmocka_unit_test(agrees_on_classic_sets),
        cmocka_unit_test(medcouple_is_the_median_of_the_kernel),
        cmocka_unit_test(shifts_and_scales),
        cmocka_unit_test(modified_z_falls_back),
        cmocka_unit_test(refuses_bad_input),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
