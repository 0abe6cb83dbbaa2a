/* Panel signals against an independent R transcription; explaining away, evidence and unit errors on
 * panels whose right answer is known. */
#include "analysis/stats/stats_panel.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "analysis/stats/stats_multiplicity.h"
#include "stats_reference.h"

static struct plumb_panel_signals signals_of(const double *y, size_t agencies, size_t years,
                                             double threshold)
{
    struct plumb_panel_signals out;
    struct plumb_panel_options options = PLUMB_PANEL_DEFAULT;
    options.threshold = threshold;
    assert_int_equal(plumb_panel_signals(y, agencies, years, options, &out, NULL), PLUMB_OK);
    return out;
}

/* A standard normal draw, from 12 uniforms. */
static double noise(uint64_t *state)
{
    double sum = -6;
    for (int k = 0; k < 12; k++)
        sum += (double)(test_random(state) >> 11) * 0x1.0p-53;
    return sum;
}

static double *noisy_panel(size_t agencies, size_t years, double sd, uint64_t seed)
{
    double *y = calloc(agencies * years + 1, sizeof *y);
    assert_non_null(y);
    for (size_t a = 0; a < agencies; a++) {
        const double level = 12 + 1.5 * noise(&seed);
        for (size_t t = 0; t < years; t++)
            y[a * years + t] = exp(level + 0.04 * (double)t + sd * noise(&seed));
    }
    return y;
}

static void signals_agree_with_r(void **state)
{
    static const enum plumb_signal order[] = {PLUMB_SIGNAL_OWN, PLUMB_SIGNAL_INTERP,
                                              PLUMB_SIGNAL_GROWTH, PLUMB_SIGNAL_PEER};
    struct reference set;
    struct plumb_panel_signals s;
    struct plumb_panel_options options = PLUMB_PANEL_DEFAULT;
    double y[144];
    uint32_t group[24];
    (void)state;
    assert_true(reference_load("panel.csv", &set));
    assert_int_equal(set.rows, 144);
    for (size_t c = 0; c < 144; c++) {
        y[c] = reference_number(&set, c, 1);
        group[c / 6] = (uint32_t)reference_number(&set, c, 0);
    }
    options.threshold = INFINITY;
    options.group = group;
    assert_int_equal(plumb_panel_signals(y, 24, 6, options, &s, NULL), PLUMB_OK);
    for (size_t c = 0; c < 144; c++)
        for (size_t l = 0; l < 4; l++) {
            char what[64];
            snprintf(what, sizeof what, "%s of cell %zu", plumb_signal_name(order[l]), c);
            check_close(s.z[order[l]][c], reference_number(&set, c, 2 + l), 1e-10, what);
        }
    plumb_panel_signals_free(&s);
    reference_free(&set);
}

/* Six agencies grow alike by 10 %; agency 3 prints year 3 ten times too big. */
static void one_wrong_year_is_explained_away(void **state)
{
    double y[36];
    (void)state;
    for (size_t a = 0; a < 6; a++)
        for (size_t t = 0; t < 6; t++)
            y[a * 6 + t] = (double)(a + 1) * 1000 * pow(1.1, (double)t);
    const double right = y[20];
    y[20] *= 10;
    struct plumb_panel_signals s = signals_of(y, 6, 6, 2.2);
    for (size_t c = 0; c < 36; c++) {
        assert_int_equal(s.round[c], c == 20 ? 1 : 0);
        if (c == 20)
            continue;
        /* with the wrong year replaced nothing else is unusual */
        for (int l = 0; l < 3; l++)
            assert_true(isnan(s.z[l][c]) || fabs(s.z[l][c]) < 1e-6);
        check_close(s.predicted[c] / y[c], 1, 1e-9, "the others are as predicted");
    }
    check_close(s.predicted[20] / right, 1, 1e-9, "prediction");
    assert_true(s.z[PLUMB_SIGNAL_OWN][20] > 5 && s.z[PLUMB_SIGNAL_GROWTH][20] > 5);
    const struct plumb_unit_shift shift = plumb_unit_shift(y[20], s.predicted[20], 0.1);
    assert_int_equal(shift.power, 1);
    check_close(shift.corrected / right, 1, 1e-12, "corrected");
    plumb_panel_signals_free(&s);

    /* Without explaining away the next year echoes. */
    s = signals_of(y, 6, 6, INFINITY);
    assert_true(fabs(s.z[PLUMB_SIGNAL_GROWTH][21]) > 5);
    plumb_panel_signals_free(&s);
}

/* A level that moves is one finding in the year it moves, with the old level as what was expected;
 * the years after it are ordinary, and a wrong year after it is still found. */
static void a_moved_level_is_explained_once(void **state)
{
    enum { A = 60, T = 10 };
    double *y = noisy_panel(A, T, 0.05, 31);
    (void)state;
    const double old = y[20 * T + 5], wrong = 1.8 * y[20 * T + 8];
    for (size_t t = 5; t < T; t++)
        y[20 * T + t] *= 1.8;
    y[20 * T + 8] *= 1.8;
    struct plumb_panel_signals s = signals_of(y, A, T, 2.2);
    assert_true(s.round[20 * T + 5] > 0);
    assert_true(s.z[PLUMB_SIGNAL_OWN][20 * T + 5] > 5);
    assert_true(isnan(s.z[PLUMB_SIGNAL_INTERP][20 * T + 5]));
    check_close(s.predicted[20 * T + 5] / old, 1, 0.15, "the old level");
    assert_true(s.round[20 * T + 8] > 0);
    check_close(s.predicted[20 * T + 8] / wrong, 1, 0.15, "the new level");
    for (size_t t = 0; t < T; t++)
        if (t != 5 && t != 8)
            assert_int_equal(s.round[20 * T + t], 0);
    plumb_panel_signals_free(&s);
    free(y);
}

static void rounds_are_limited(void **state)
{
    /* Nine years, three of them wild: three rounds by default, one when asked. */
    double *y = noisy_panel(40, 9, 0.02, 3);
    (void)state;
    y[5 * 9 + 1] *= 30;
    y[5 * 9 + 4] /= 40;
    y[5 * 9 + 7] *= 50;
    struct plumb_panel_signals s = signals_of(y, 40, 9, 2.2);
    unsigned char seen[4] = {0};
    for (size_t t = 0; t < 9; t++)
        if (s.round[45 + t] > 0)
            seen[s.round[45 + t]]++;
    assert_true(seen[1] == 1 && seen[2] == 1 && seen[3] == 1);
    assert_true(s.round[46] && s.round[49] && s.round[52]);
    plumb_panel_signals_free(&s);
    struct plumb_panel_options options = PLUMB_PANEL_DEFAULT;
    options.max_rounds = 1;
    assert_int_equal(plumb_panel_signals(y, 40, 9, options, &s, NULL), PLUMB_OK);
    size_t replaced = 0;
    for (size_t t = 0; t < 9; t++)
        replaced += s.round[45 + t];
    assert_int_equal(replaced, 1);
    plumb_panel_signals_free(&s);
    free(y);
}

static void evidence_is_additive_and_points_at_the_cell(void **state)
{
    enum { A = 60, T = 7, I = 4 };
    double *y[I], centre[A * T];
    const double *growth[I];
    struct plumb_panel_signals s[I];
    (void)state;
    for (size_t i = 0; i < I; i++)
        y[i] = noisy_panel(A, T, 0.05, 100 + i);
    y[2][17 * T + 3] *= 2.5;
    for (size_t i = 0; i < I; i++) {
        s[i] = signals_of(y[i], A, T, 2.2);
        growth[i] = s[i].z[PLUMB_SIGNAL_GROWTH];
    }
    assert_int_equal(plumb_panel_growth_centre(growth, I, 0, A * T, centre, NULL), PLUMB_OK);
    for (size_t i = 0; i < I; i++) {
        struct plumb_panel_evidence e;
        assert_int_equal(plumb_panel_evidence(&s[i], centre, &e, NULL), PLUMB_OK);
        assert_false(e.small);
        size_t top = 0;
        for (size_t c = 0; c < A * T; c++) {
            double share[PLUMB_EVIDENCE_SIGNALS], sum = 0, shares = 0;
            int n = 0;
            plumb_panel_share(&e, c, share);
            for (int l = 0; l < PLUMB_EVIDENCE_SIGNALS; l++) {
                shares += share[l];
                if (isnan(e.surprise[l][c]))
                    continue;
                sum += e.surprise[l][c];
                n++;
            }
            /* as surprising, by Fisher, as the mean of four: both tails of chi squared from GSL */
            check_close(gsl_cdf_chisq_Q(2 * 4 * e.s[c], 2 * 4), gsl_cdf_chisq_Q(2 * sum, 2 * n),
                        1e-9, "evidence");
            check_close(shares, 1, 1e-14, "shares");
            assert_true(e.log_p[c] <= 0 && e.tau[c] >= 0 && e.tau[c] <= 1);
            top = e.s[c] > e.s[top] ? c : top;
        }
        if (i == 2) {
            assert_int_equal(top, 17 * T + 3);
            assert_true(e.tau[top] > 0.5);
            for (int l = 0; l < PLUMB_EVIDENCE_SIGNALS; l++)
                assert_true(e.surprise[l][top] > 4);
        }
        plumb_panel_evidence_free(&e);
        plumb_panel_signals_free(&s[i]);
        free(y[i]);
    }
}

/* 100,000 clean cells: at most one below the Benjamini-Hochberg line at 0.1 (Cauchy p). */
static void clean_panels_raise_no_alarm(void **state)
{
    enum { A = 400, T = 10, I = 25 };
    static double log_p[I * A * T], log_q[I * A * T], centre[A * T];
    struct plumb_panel_signals s[I];
    const double *growth[I];
    size_t alarms = 0, small_p = 0, believed = 0;
    (void)state;
    for (size_t i = 0; i < I; i++) {
        double *y = noisy_panel(A, T, 0.1, 9000 + i);
        s[i] = signals_of(y, A, T, 2.2);
        growth[i] = s[i].z[PLUMB_SIGNAL_GROWTH];
        free(y);
    }
    assert_int_equal(plumb_panel_growth_centre(growth, I, 0, A * T, centre, NULL), PLUMB_OK);
    for (size_t i = 0; i < I; i++) {
        struct plumb_panel_evidence e;
        assert_int_equal(plumb_panel_evidence(&s[i], centre, &e, NULL), PLUMB_OK);
        memcpy(log_p + i * A * T, e.log_p, A * T * sizeof *log_p);
        for (size_t c = 0; c < A * T; c++)
            believed += e.tau[c] > 0.5;
        plumb_panel_evidence_free(&e);
        plumb_panel_signals_free(&s[i]);
    }
    assert_int_equal(plumb_p_bh(log_p, I * A * T, log_q, NULL), PLUMB_OK);
    for (size_t c = 0; c < I * A * T; c++) {
        alarms += log_q[c] <= log(0.1);
        small_p += log_p[c] <= log(0.01);
    }
    assert_true(alarms <= 1);
    assert_true(believed <= 50); /* two an indicator of 4,000 cells */
    /* and the p are about uniform where it matters */
    assert_true(small_p > 700 && small_p < 1300);
}

static void order_of_agencies_does_not_matter(void **state)
{
    enum { A = 50, T = 8 };
    double *y = noisy_panel(A, T, 0.1, 42), swapped[A * T];
    struct plumb_panel_evidence e, f;
    (void)state;
    for (size_t c = 0; c < A * T; c += 13)
        y[c] = c % 2 == 0 ? NAN : y[c - 1]; /* gaps and ties */
    for (size_t a = 0; a < A; a++)
        memcpy(swapped + ((a * 37 + 5) % A) * T, y + a * T, T * sizeof *y);
    struct plumb_panel_signals s = signals_of(y, A, T, 2.2), u = signals_of(swapped, A, T, 2.2);
    assert_int_equal(plumb_panel_evidence(&s, NULL, &e, NULL), PLUMB_OK);
    assert_int_equal(plumb_panel_evidence(&u, NULL, &f, NULL), PLUMB_OK);
    for (size_t a = 0; a < A; a++)
        for (size_t t = 0; t < T; t++) {
            const size_t c = a * T + t, d = ((a * 37 + 5) % A) * T + t;
            assert_memory_equal(&e.s[c], &f.s[d], sizeof *e.s);
            assert_memory_equal(&e.log_p[c], &f.log_p[d], sizeof *e.s);
            assert_memory_equal(&e.tau[c], &f.tau[d], sizeof *e.s);
            assert_memory_equal(&s.predicted[c], &u.predicted[d], sizeof *e.s);
        }
    plumb_panel_evidence_free(&e);
    plumb_panel_evidence_free(&f);
    plumb_panel_signals_free(&s);
    plumb_panel_signals_free(&u);
    free(y);
}

/* z of one signal in one cell, and nothing else: the line's p is that signal's. */
static double line_of(size_t agencies, size_t years, const double *own)
{
    const size_t cells = agencies * years;
    double *y = calloc(cells, sizeof *y), log_p;
    struct plumb_panel_evidence e;
    for (size_t c = 0; c < cells; c++)
        y[c] = 100 + (double)(c % 7);
    struct plumb_panel_signals s = signals_of(y, agencies, years, 2.2);
    for (size_t c = 0; c < cells; c++)
        for (int l = 0; l < PLUMB_SIGNALS; l++)
            s.z[l][c] = l == PLUMB_SIGNAL_OWN ? own[c] : NAN;
    assert_int_equal(plumb_panel_evidence(&s, NULL, &e, NULL), PLUMB_OK);
    log_p = e.log_p[0];
    plumb_panel_evidence_free(&e);
    plumb_panel_signals_free(&s);
    free(y);
    return log_p;
}

/* R 4.2.2: 2 * pt(-10, df) with df 4, 2, 1: a scale from few years makes heavier tails. */
static void line_of_few_years(void **state)
{
    (void)state;
    double z[6] = {10, NAN, NAN, NAN, NAN, NAN};
    check_close(line_of(1, 6, z), log(0.0005620036227159911), 1e-10, "six years: t4");
    check_close(line_of(1, 4, z), log(0.009852457023325692), 1e-10, "four years: t2");
    check_close(line_of(1, 3, z), log(0.06345103486110712), 1e-10, "three years: t1");
}

/* 980 values of 1 and 20 of e: u = 1, twenty log excesses of 1, so the predictive tail at e is
 * 21/1001 * (1 + 1/20)^-20 = .0079068; Hill's would be 21/1001 * e^-2 at its bound of 1/2. */
static void line_of_a_short_tail(void **state)
{
    (void)state;
    static double z[1000];
    for (size_t c = 0; c < 1000; c++)
        z[c] = c < 20 ? exp(1) : 1;
    check_close(line_of(100, 10, z), log(21.0 / 1001) - 20 * log(1.05), 1e-9, "predictive tail");
}

static void small_and_empty_panels(void **state)
{
    const double one[] = {100, 104, 98, 1020, 101}, none[] = {NAN, NAN, NAN}, two[] = {5, 8};
    struct plumb_panel_evidence e;
    (void)state;
    struct plumb_panel_signals s = signals_of(one, 1, 5, 2.2);
    assert_int_equal(s.count, 5);
    assert_int_equal(s.round[3], 1);
    assert_true(isnan(s.z[PLUMB_SIGNAL_GROWTH][3]) && isnan(s.z[PLUMB_SIGNAL_PEER][3]));
    assert_true(s.predicted[3] > 95 && s.predicted[3] < 106);
    assert_int_equal(plumb_panel_evidence(&s, NULL, &e, NULL), PLUMB_OK);
    assert_true(e.small);
    for (size_t t = 0; t < 5; t++)
        assert_true(t == 3 || e.s[t] < e.s[3]);
    check_close(e.tau[3], plumb_p_belief(e.log_p[3], 0.02), 1e-15, "small family");
    plumb_panel_evidence_free(&e);
    plumb_panel_signals_free(&s);

    s = signals_of(none, 1, 3, 2.2);
    assert_int_equal(s.count, 0);
    assert_int_equal(plumb_panel_evidence(&s, NULL, &e, NULL), PLUMB_OK);
    assert_true(isnan(e.s[0]) && isnan(e.tau[0]) && isnan(s.predicted[0]));
    plumb_panel_evidence_free(&e);
    plumb_panel_signals_free(&s);

    s = signals_of(two, 1, 2, 2.2); /* two values: nothing to judge them by */
    assert_true(isnan(s.z[PLUMB_SIGNAL_OWN][0]) && isnan(s.z[PLUMB_SIGNAL_INTERP][1]));
    plumb_panel_signals_free(&s);
    s = signals_of(one, 5, 1, 2.2); /* one year: only the peers */
    assert_true(s.z[PLUMB_SIGNAL_PEER][3] > 5 && isnan(s.z[PLUMB_SIGNAL_OWN][3]));
    plumb_panel_signals_free(&s);
    s = signals_of(NULL, 0, 0, 2.2);
    plumb_panel_signals_free(&s);
    plumb_panel_signals_free(NULL);
}

static void zeros_and_signs(void **state)
{
    double *y = noisy_panel(30, 8, 0.05, 8);
    (void)state;
    y[3 * 8 + 4] = 0;
    y[9 * 8 + 2] = -y[9 * 8 + 2];
    struct plumb_panel_signals s = signals_of(y, 30, 8, 2.2);
    assert_int_equal(s.round[28], 1);
    assert_int_equal(s.round[74], 1);
    assert_true(s.z[PLUMB_SIGNAL_OWN][28] < -5 && s.z[PLUMB_SIGNAL_OWN][74] < -5);
    check_close(s.predicted[74] / -y[74], 1, 0.15, "the sign is put right");
    check_close(s.predicted[28] / y[27], 1, 0.2, "the zero is filled");
    plumb_panel_signals_free(&s);
    free(y);
}

static void groups_are_compared_among_themselves(void **state)
{
    /* Group 1 triples in year 4, group 0 does not: ordinary inside the group. */
    enum { A = 40, T = 6 };
    double *y = noisy_panel(A, T, 0.05, 21);
    uint32_t group[A];
    struct plumb_panel_signals with, without;
    struct plumb_panel_options options = PLUMB_PANEL_DEFAULT;
    (void)state;
    for (size_t a = 0; a < A; a++) {
        group[a] = a < 12 ? 1 : 0;
        for (size_t t = 4; t < T && group[a]; t++)
            y[a * T + t] *= 3;
    }
    assert_int_equal(plumb_panel_signals(y, A, T, options, &without, NULL), PLUMB_OK);
    options.group = group;
    assert_int_equal(plumb_panel_signals(y, A, T, options, &with, NULL), PLUMB_OK);
    for (size_t a = 0; a < 12; a++) {
        assert_true(without.z[PLUMB_SIGNAL_GROWTH][a * T + 4] > 5);
        assert_true(fabs(with.z[PLUMB_SIGNAL_GROWTH][a * T + 4]) < 5);
    }
    plumb_panel_signals_free(&with);
    plumb_panel_signals_free(&without);
    free(y);
}

static void unit_shifts(void **state)
{
    static const struct {
        double y, predicted, spread;
        int power;
    } cases[] = {{5120, 512, 0.05, 1}, {0.052, 512, 0.05, -4}, {512e8, 500, 0.05, 8},
                 {2048, 512, 0.05, 0}, {512, 512, 0.05, 0},    {-5120, 512, 0.05, 0},
                 {5120, 512, 0.6, 0},  {7000, 512, 0.05, 0},   {5120, 0, 0.05, 0},
                 {5.2e6, 512, 0.2, 4}, {NAN, 512, 0.05, 0},    {5120, 512, 0, 0}};
    (void)state;
    for (size_t k = 0; k < PLUMB_COUNT(cases); k++) {
        const struct plumb_unit_shift s =
            plumb_unit_shift(cases[k].y, cases[k].predicted, cases[k].spread);
        assert_int_equal(s.power, cases[k].power);
    }
    const struct plumb_unit_shift s = plumb_unit_shift(52000, 500, 0.1);
    check_close(s.corrected, 520, 1e-13, "corrected");
    check_close(s.z, log(104) / 0.1, 1e-13, "before");
    check_close(s.z_after, log(1.04) / 0.1, 1e-11, "after");
}

/* 12 values of five digits and more can be compared; two of agency 0 and one of agency 2 repeat. */
static void repeats_by_hand(void **state)
{
    const double y[] = {12345, 12345, 12345, 23456, 500, 500,   500,   500,   34567, 45678,
                        45678, 56789, 67891, 78912, NAN, 78912, 10001, 10002, 10003, 10004};
    double log_p[20];
    (void)state;
    plumb_panel_repeats(y, 5, 4, 5, log_p);
    /* tested: 3 + 0 + 3 + 1 + 3 = 10, repeats 3: panel 4/11; agency 0 has 2 of 3: 2/4 */
    check_close(log_p[1], log(2.0 / 4), 1e-15, "an agency that repeats itself");
    check_close(log_p[2], log(2.0 / 4), 1e-15, "again");
    check_close(log_p[10], log(4.0 / 11), 1e-15, "once");
    check_close(log_p[3], 0, 1e-15, "another value");
    assert_true(isnan(log_p[0]) && isnan(log_p[5]) && isnan(log_p[14]) && isnan(log_p[15]));
}

/* Another currency changes no z and scales the predictions. */
static void units_do_not_matter(void **state)
{
    enum { A = 40, T = 7 };
    double *y = noisy_panel(A, T, 0.1, 77), other[A * T];
    (void)state;
    y[5] = 0;
    y[100] = NAN;
    y[33] *= -1;
    for (size_t c = 0; c < A * T; c++)
        other[c] = y[c] * 6.8123;
    struct plumb_panel_signals s = signals_of(y, A, T, 2.2), u = signals_of(other, A, T, 2.2);
    for (size_t c = 0; c < A * T; c++) {
        for (int l = 0; l < PLUMB_SIGNALS; l++)
            check_close(u.z[l][c], s.z[l][c], 1e-8, "z");
        check_close(u.predicted[c] / 6.8123, s.predicted[c], 1e-8, "prediction");
        assert_int_equal(s.round[c], u.round[c]);
    }
    plumb_panel_signals_free(&s);
    plumb_panel_signals_free(&u);
    free(y);
}

static void refuses_and_survives(void **state)
{
    double *y = noisy_panel(40, 6, 0.1, 1);
    struct plumb_panel_signals s;
    struct plumb_panel_evidence e;
    struct plumb_error error;
    (void)state;
    y[7] = INFINITY;
    assert_int_equal(plumb_panel_signals(y, 40, 6, PLUMB_PANEL_DEFAULT, &s, &error),
                     PLUMB_E_DOMAIN);
    assert_non_null(strstr(error.message, "agency 2 in year 2"));
    y[7] = 100;
    size_t failures = 0;
    for (size_t k = 1; k < 60; k++) {
        plumb_alloc_fail_at(k);
        enum plumb_status status = plumb_panel_signals(y, 40, 6, PLUMB_PANEL_DEFAULT, &s, NULL);
        if (status == PLUMB_OK) {
            plumb_alloc_fail_at(failures < 30 ? k : k - 20);
            status = plumb_panel_evidence(&s, NULL, &e, NULL);
            plumb_alloc_fail_at(0);
            if (status == PLUMB_OK)
                plumb_panel_evidence_free(&e);
            plumb_panel_signals_free(&s);
        }
        plumb_alloc_fail_at(0);
        assert_true(status == PLUMB_OK || status == PLUMB_E_NOMEM);
        failures += status == PLUMB_E_NOMEM;
    }
    assert_true(failures > 20);
    free(y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_agree_with_r),
        cmocka_unit_test(one_wrong_year_is_explained_away),
        cmocka_unit_test(a_moved_level_is_explained_once),
        cmocka_unit_test(rounds_are_limited),
        cmocka_unit_test(evidence_is_additive_and_points_at_the_cell),
        cmocka_unit_test(clean_panels_raise_no_alarm),
        cmocka_unit_test(order_of_agencies_does_not_matter),
        cmocka_unit_test(line_of_few_years),
        cmocka_unit_test(line_of_a_short_tail),
        cmocka_unit_test(small_and_empty_panels),
        cmocka_unit_test(zeros_and_signs),
        cmocka_unit_test(groups_are_compared_among_themselves),
        cmocka_unit_test(unit_shifts),
        cmocka_unit_test(repeats_by_hand),
        cmocka_unit_test(units_do_not_matter),
        cmocka_unit_test(refuses_and_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
