/* Log tails, adjusted p values, local fdr and combinations against R and by hand. */
#include "analysis/stats/stats_multiplicity.h"

#include <math.h>

#include "stats_reference.h"

static void tails_agree_with_r(void **state)
{
    struct reference tails;
    (void)state;
    assert_true(reference_load("tails.csv", &tails));
    for (size_t r = 0; r < tails.rows; r++) {
        const double x = reference_number(&tails, r, 1), df = reference_number(&tails, r, 2);
        const char *call = tails.field[r][0];
        char what[96];
        snprintf(what, sizeof what, "%s(%g, %g)", call, x, df);
        const double got = strcmp(call, "pnorm") == 0 ? plumb_log_tail_normal(x)
                           : strcmp(call, "pt") == 0  ? plumb_log_tail_t(x, df)
                                                      : plumb_log_tail_chi2(x, df);
        check_close(got, reference_number(&tails, r, 3), 1e-10, what);
    }
    reference_free(&tails);
}

static void tails_at_the_ends(void **state)
{
    (void)state;
    check_close(plumb_log_p_normal(0), 0, 0, "two-sided at 0");
    check_close(plumb_log_p_t(0, 4), 0, 0, "two-sided t at 0");
    check_close(plumb_log_p_t(-3, 4), plumb_log_p_t(3, 4), 0, "symmetric");
    assert_true(isinf(plumb_log_tail_normal(INFINITY)) && isinf(plumb_log_tail_t(INFINITY, 3)));
    assert_true(isnan(plumb_log_tail_normal(NAN)) && isnan(plumb_log_tail_t(1, 0)));
    /* Far beyond underflow: t_1 has the tail 1/(pi t); t_4, with c = t / sqrt(4 + t^2), has
     * (1-c)^2 (2+c) / 4 = (2/t^2)^2 3/4 = 3/t^4. */
    check_close(plumb_log_tail_t(1e200, 1), -log(acos(-1)) - 200 * log(10), 1e-13, "Cauchy tail");
    check_close(plumb_log_tail_t(1e100, 4), log(3) - 400 * log(10), 1e-13, "t_4 tail");
}

static void adjusted_agree_with_r(void **state)
{
    struct reference set;
    double p[256], log_p[256], q[256], lfdr[256], isotone[256], pi0;
    size_t large = 0;
    (void)state;
    assert_true(reference_load("adjust.csv", &set));
    const size_t n = set.rows;
    for (size_t r = 0; r < n; r++) {
        p[r] = reference_number(&set, r, 0);
        log_p[r] = log(p[r]);
        large += p[r] > 0.5;
    }
    assert_int_equal(plumb_p_bh(log_p, n, q, NULL), PLUMB_OK);
    assert_int_equal(plumb_p_local_fdr(log_p, n, lfdr, &pi0, NULL), PLUMB_OK);
    assert_int_equal(plumb_pava(p, NULL, n, isotone, NULL), PLUMB_OK);
    check_close(pi0, (double)large / (0.5 * (double)n), 1e-15, "pi0");
    for (size_t r = 0; r < n; r++) {
        check_close(exp(q[r]), reference_number(&set, r, 1), 1e-10, "p.adjust BH");
        const double f = reference_number(&set, r, 2);
        check_close(lfdr[r], fmin(1, pi0 / f), 1e-10, "pi0 / grenander");
        check_close(isotone[r], reference_number(&set, r, 3), 1e-10, "isoreg");
    }
    double storey[256];
    assert_int_equal(plumb_p_storey(log_p, n, storey, NULL), PLUMB_OK);
    check_close(storey[3], q[3] + log(pi0), 1e-14, "Storey = BH * pi0");
    reference_free(&set);
}

static void bh_by_hand(void **state)
{
    /* m = 4: p = .01 .02 .04 .5 -> .04 .04 .0533 .5; a NaN does not count. */
    const double p[] = {log(0.5), log(0.01), NAN, log(0.04), log(0.02)};
    double q[5];
    (void)state;
    assert_int_equal(plumb_p_bh(p, 5, q, NULL), PLUMB_OK);
    check_close(exp(q[0]), 0.5, 1e-15, "last");
    check_close(exp(q[1]), 0.04, 1e-15, "first");
    check_close(exp(q[3]), 0.16 / 3, 1e-15, "third");
    check_close(exp(q[4]), 0.04, 1e-15, "second");
    assert_true(isnan(q[2]));
    const double bad[] = {-1, 0.5};
    assert_int_equal(plumb_p_bh(bad, 2, q, NULL), PLUMB_E_DOMAIN);
    /* Far under the smallest double. */
    const double tiny[] = {-5000, -1};
    assert_int_equal(plumb_p_bh(tiny, 2, q, NULL), PLUMB_OK);
    check_close(q[0], -5000 + log(2), 1e-15, "tiny");
}

static void pava_with_weights(void **state)
{
    /* 3 (w 1) then 1 (w 3): pooled (3 + 3) / 4 = 1.5; then 5. */
    const double y[] = {3, 1, 5}, w[] = {1, 3, 1};
    double fit[3];
    (void)state;
    assert_int_equal(plumb_pava(y, w, 3, fit, NULL), PLUMB_OK);
    check_close(fit[0], 1.5, 1e-15, "pooled");
    check_close(fit[1], 1.5, 1e-15, "pooled");
    check_close(fit[2], 5, 0, "free");
}

static void combinations_agree_with_r(void **state)
{
    struct reference set;
    (void)state;
    assert_true(reference_load("combine.csv", &set));
    for (size_t from = 0, to; from < set.rows; from = to) {
        double log_p[32], got;
        for (to = from; to < set.rows && strcmp(set.field[to][0], set.field[from][0]) == 0; to++)
            log_p[to - from] = log(reference_number(&set, to, 1));
        const size_t n = to - from;
        assert_int_equal(plumb_p_fisher(log_p, n, &got, NULL), PLUMB_OK);
        check_close(got, reference_number(&set, from, 2), 1e-10, "Fisher");
        assert_int_equal(plumb_p_simes(log_p, n, &got, NULL), PLUMB_OK);
        check_close(got, reference_number(&set, from, 3), 1e-10, "Simes");
        assert_int_equal(plumb_p_cauchy(log_p, NULL, n, &got, NULL), PLUMB_OK);
        check_close(got, reference_number(&set, from, 4), 1e-10, "Cauchy");
    }
    reference_free(&set);
}

static void cauchy_in_the_far_tail(void **state)
{
    double out;
    (void)state;
    /* One p is itself, however small. */
    for (double v = -1e-6; v > -3000; v *= 3) {
        assert_int_equal(plumb_p_cauchy(&v, NULL, 1, &out, NULL), PLUMB_OK);
        check_close(out, v, 1e-10, "identity");
    }
    /* 1/2 cot(pi p) + 1/2 cot(pi/2) with p = e^-2000: T = 1/(2 pi p), so p' = 2 p. */
    const double two[] = {-2000, log(0.5)};
    assert_int_equal(plumb_p_cauchy(two, NULL, 2, &out, NULL), PLUMB_OK);
    check_close(out, -2000 + log(2), 1e-13, "halved");
    /* Weights 3:1 on equal tiny p leave it; zero weight drops a value. */
    const double same[] = {-900, -900, -1}, w[] = {3, 1, 0};
    assert_int_equal(plumb_p_cauchy(same, w, 3, &out, NULL), PLUMB_OK);
    check_close(out, -900, 1e-13, "weighted");
    const double one[] = {0, -900};
    assert_int_equal(plumb_p_cauchy(one, NULL, 2, &out, NULL), PLUMB_OK);
    check_close(out, -900 + log(2), 1e-12, "p = 1 beside a tiny one");
    const double zero[] = {-INFINITY, -1};
    assert_int_equal(plumb_p_cauchy(zero, NULL, 2, &out, NULL), PLUMB_OK);
    assert_true(isinf(out) && out < 0);
    assert_int_equal(plumb_p_cauchy(zero, NULL, 0, &out, NULL), PLUMB_E_DOMAIN);
}

static void belief_bound(void **state)
{
    (void)state;
    /* p = 0.05: B = -e * 0.05 * ln 0.05 = 0.4072; b = 1/(1 + B) at even odds = 0.7107
     * (Sellke, Bayarri, Berger 2001: p = .05 gives alpha = .289). */
    check_close(1 - plumb_p_belief(log(0.05), 0.5), 0.289, 5e-4, "published");
    check_close(1 - plumb_p_belief(log(0.01), 0.5), 0.111, 5e-4, "published");
    check_close(plumb_p_belief(log(0.5), 0.02), 0.02, 1e-15, "no evidence leaves the prior");
    check_close(plumb_p_belief(-INFINITY, 0.02), 1, 0, "certain");
    assert_true(isnan(plumb_p_belief(-3, 0)));
}

static void allocations_may_fail(void **state)
{
    const double p[] = {-1, -2, -3, -0.1};
    double out[4];
    (void)state;
    for (size_t k = 1; k <= 3; k++) {
        plumb_alloc_fail_at(k);
        const enum plumb_status bh = plumb_p_bh(p, 4, out, NULL);
        plumb_alloc_fail_at(k);
        const enum plumb_status fdr = plumb_p_local_fdr(p, 4, out, NULL, NULL);
        plumb_alloc_fail_at(k);
        const enum plumb_status pava = plumb_pava(p, NULL, 4, out, NULL);
        plumb_alloc_fail_at(0);
        assert_int_equal(bh, PLUMB_E_NOMEM);
        assert_int_equal(fdr, PLUMB_E_NOMEM);
        assert_int_equal(pava, PLUMB_E_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_agree_with_r),     cmocka_unit_test(tails_at_the_ends),
        cmocka_unit_test(adjusted_agree_with_r),  cmocka_unit_test(bh_by_hand),
        cmocka_unit_test(pava_with_weights),      cmocka_unit_test(combinations_agree_with_r),
        cmocka_unit_test(cauchy_in_the_far_tail), cmocka_unit_test(belief_bound),
        cmocka_unit_test(allocations_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
