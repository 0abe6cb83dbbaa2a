/* Digit tests against Nigrini's published examples, closed forms, simulation and by hand. */
#include "analysis/stats/stats_digits.h"

#include <math.h>

#include "stats_reference.h"

static plumb_dec dec(const char *text)
{
    plumb_dec out;
    const char *e = strpbrk(text, "eE");
    const struct plumb_str s = {text, e != NULL ? (size_t)(e - text) : strlen(text)};
    assert_int_equal(plumb_dec_parse(s, &out, NULL, NULL), PLUMB_OK);
    if (e != NULL) /* 1e+05 as R writes it */
        out = plumb_dec_muldiv(out, plumb_dec_pow10((int)strtol(e + 1, NULL, 10)), plumb_dec_int(1),
                               PLUMB_ROUND_NEAREST);
    return out;
}

static void classes(void **state)
{
    static const struct {
        const char *text;
        int first, second, two;
    } cases[] = {{"5", 4, 0, 40},           {"-5", 4, 0, 40}, {"0.0031", 2, 1, 21},
                 {"199.99", 0, 9, 9},       {"10", 0, 0, 0},  {"99999999999999999", 8, 9, 89},
                 {"0.000000007", 6, 0, 60}, {"0", -1, -1, -1}};
    (void)state;
    for (size_t k = 0; k < PLUMB_COUNT(cases); k++) {
        const plumb_dec v = dec(cases[k].text);
        assert_int_equal(plumb_digits_class(v, PLUMB_DIGITS_FIRST), cases[k].first);
        assert_int_equal(plumb_digits_class(v, PLUMB_DIGITS_SECOND), cases[k].second);
        assert_int_equal(plumb_digits_class(v, PLUMB_DIGITS_TWO), cases[k].two);
    }
    /* Benford (1938): .301 ... .046; second digit 0: .1197; the classes sum to 1. */
    check_close(plumb_digits_expected(PLUMB_DIGITS_FIRST, 0), log10(2), 1e-15, "1");
    check_close(plumb_digits_expected(PLUMB_DIGITS_SECOND, 0), 0.11968, 5e-6, "second 0");
    for (int kind = 0; kind < 3; kind++) {
        double sum = 0;
        for (size_t k = 0; k < plumb_digits_classes((enum plumb_digits)kind); k++)
            sum += plumb_digits_expected((enum plumb_digits)kind, k);
        check_close(sum, 1, 1e-14, "sum");
    }
}

/* US town populations 2009: first digits as measured with benford.analysis 0.1.5. */
static void census_towns(void **state)
{
    struct reference set;
    struct plumb_benford b;
    (void)state;
    if (!reference_load("../shared/data/benford_corporate_payment/census_2009_towns.csv", &set)) {
        print_message("skipped: ../shared/data/benford_corporate_payment is not there\n");
        skip();
    }
    plumb_dec *value = calloc(set.rows, sizeof *value);
    for (size_t r = 0; r < set.rows; r++)
        value[r] = dec(set.field[r][2]);
    assert_int_equal(plumb_digits_benford(value, set.rows, PLUMB_DIGITS_FIRST, &b, NULL), PLUMB_OK);
    check_close(b.chi2, 17.523559997044444, 1e-10, "chi2");
    check_close(exp(b.log_p), 0.025096264035668735, 1e-10, "p");
    check_close(b.mad, 0.00311926, 5e-9, "MAD");
    assert_int_equal(b.conformity, PLUMB_CONFORMITY_CLOSE);
    assert_true(b.applicable && b.reason == NULL);
    free(value);
    reference_free(&set);
}

/* 189,470 payments: the figures published by benford.analysis (Nigrini 2012) for amounts above 0. */
static void corporate_payments(void **state)
{
    (void)state;
    FILE *pipe = popen("gzip -dc ../shared/data/benford_corporate_payment/"
                       "corporate_payment_2010.csv.gz 2>/dev/null",
                       "r");
    char line[512];
    size_t n = 0;
    plumb_dec *value = calloc(200000, sizeof *value);
    assert_non_null(value);
    while (pipe != NULL && fgets(line, sizeof line, pipe) != NULL && n < 200000) {
        char *amount = strrchr(line, ',');
        if (amount == NULL || amount[1] == '"')
            continue; /* the head line */
        amount[strcspn(amount, "\r\n")] = '\0';
        const plumb_dec v = dec(amount + 1);
        if (v.v > 0)
            value[n++] = v;
    }
    if (pipe != NULL)
        pclose(pipe);
    if (n == 0) {
        free(value);
        print_message("skipped: ../shared/data/benford_corporate_payment is not there\n");
        skip();
    }
    struct plumb_benford b;
    assert_int_equal(n, 185083);
    assert_int_equal(plumb_digits_benford(value, n, PLUMB_DIGITS_TWO, &b, NULL), PLUMB_OK);
    assert_true(fabs(b.chi2 - 32100.90) < 0.005); /* 29684.8 comes from floor() on doubles */
    assert_true(fabs(b.mad - 0.002336614) < 5e-7);
    assert_true(fabs(b.arc - 0.0039958) < 5e-8);
    assert_int_equal(b.conformity, PLUMB_CONFORMITY_NONE);
    size_t worst = 0;
    double gap[PLUMB_DIGIT_CLASSES];
    for (size_t k = 0; k < PLUMB_DIGIT_CLASSES; k++) {
        gap[k] = fabs((double)b.count[k] - 185083 * plumb_digits_expected(PLUMB_DIGITS_TWO, k));
        worst = gap[k] > gap[worst] ? k : worst;
    }
    assert_int_equal(worst + 10, 50); /* published: the largest deviation is at 50, 5938.25 */
    assert_true(fabs(gap[worst] - 5938.25) < 0.01);
    assert_true(b.log_p < -10000);
    struct plumb_repeat top[3];
    struct plumb_repeats repeats;
    assert_int_equal(plumb_digits_repeats(value, n, 2, top, 3, &repeats, NULL), PLUMB_OK);
    assert_true(top[0].value.v == 50 * PLUMB_DEC_ONE); /* Nigrini: 50.00 is the most frequent */
    free(value);
}

static void conforming_counts(void **state)
{
    /* Counts as near to Benford as integers allow. */
    const size_t count[9] = {3010, 1761, 1249, 969, 792, 669, 580, 512, 458};
    struct plumb_benford b;
    (void)state;
    assert_int_equal(plumb_digits_benford_counts(count, PLUMB_DIGITS_FIRST, &b, NULL), PLUMB_OK);
    assert_int_equal(b.n, 10000);
    assert_true(b.chi2 < 0.01 && b.log_p > log(0.999) && b.mad < 1e-4 && b.mad_excess < 0);
    assert_true(b.w2_log_p > log(0.99) && b.u2_log_p > log(0.99));
    /* R: mean(sqrt(2 * p * (1 - p) / (pi * 1e4))); 100,000 simulated samples have mean .002346 */
    check_close(b.mad_expected, 0.00234847131895, 1e-11, "expected MAD");
}

static void preconditions(void **state)
{
    plumb_dec value[400];
    struct plumb_benford b;
    (void)state;
    for (size_t i = 0; i < 400; i++)
        value[i] = plumb_dec_int((int64_t)(100 + i));
    assert_int_equal(plumb_digits_benford(value, 400, PLUMB_DIGITS_FIRST, &b, NULL), PLUMB_OK);
    assert_false(b.applicable);
    assert_string_equal(b.reason, "the values span less than two powers of ten");
    assert_int_equal(plumb_digits_benford(value, 299, PLUMB_DIGITS_FIRST, &b, NULL), PLUMB_OK);
    assert_string_equal(b.reason, "fewer than 300 values");
    assert_int_equal(plumb_digits_benford(value, 0, PLUMB_DIGITS_FIRST, &b, NULL), PLUMB_OK);
    assert_false(b.applicable);
    value[0] = (plumb_dec){0};
    assert_int_equal(plumb_digits_benford(value, 1, PLUMB_DIGITS_FIRST, &b, NULL), PLUMB_OK);
    assert_int_equal(b.n, 0);
    /* Powers of two over many decades conform (Benford's theorem) and pass the precondition. */
    for (size_t i = 0; i < 400; i++)
        value[i] = plumb_dec_from_double(exp2((double)(i % 80) + (double)i / 400));
    assert_int_equal(plumb_digits_benford(value, 400, PLUMB_DIGITS_FIRST, &b, NULL), PLUMB_OK);
    assert_true(b.applicable && b.log_p > log(0.2) && b.decades > 20);
}

static void quadratic_forms_in_closed_form(void **state)
{
    double log_p;
    (void)state;
    /* Weights a a b b: a sum of exponentials, P = (a e^(-x/2a) - b e^(-x/2b)) / (a - b). */
    const double w[] = {2, 2, 0.5, 0.5}, one[] = {3};
    for (double x = 0.5; x < 90; x *= 1.7) {
        const double p = (2 * exp(-x / 4) - 0.5 * exp(-x)) / 1.5;
        assert_int_equal(plumb_log_tail_quadratic(x, w, 4, &log_p, NULL), PLUMB_OK);
        check_close(log_p, log(p), p > 1e-6 ? 1e-3 : 0.4, "a a b b");
        if (p > 1e-4)
            check_close(exp(log_p), p, 1e-8, "a a b b");
    }
    /* P(3 chi2_1 > 3 * 3.841458820694124) = .05 */
    assert_int_equal(plumb_log_tail_quadratic(3 * 3.841458820694124, one, 1, &log_p, NULL),
                     PLUMB_OK);
    check_close(exp(log_p), 0.05, 1e-12, "one weight");
    assert_int_equal(plumb_log_tail_quadratic(-1, w, 4, &log_p, NULL), PLUMB_OK);
    check_close(log_p, 0, 0, "x <= 0");
    const double bad[] = {1, 0};
    assert_int_equal(plumb_log_tail_quadratic(1, bad, 2, &log_p, NULL), PLUMB_E_DOMAIN);
}

/* Counts that give nearly a wanted W2 or U2 are hard to make; so find the p of the simulated
 * quantiles through the statistic's own distribution, exported for one set of counts at a time. */
static void cvm_p_agrees_with_simulation(void **state)
{
    static const char *const names[] = {"first", "second", "two"};
    struct reference set;
    (void)state;
    assert_true(reference_load("benford_cvm.csv", &set));
    for (size_t r = 0; r < set.rows; r++) {
        enum plumb_digits kind = PLUMB_DIGITS_FIRST;
        while (strcmp(names[kind], set.field[r][0]) != 0)
            kind++;
        const double level = reference_number(&set, r, 1);
        /* Move a share e from the first class to the last: W2 and U2 grow as e^2 n. Bisect e. */
        for (int watson = 0; watson < 2; watson++) {
            const double wanted = reference_number(&set, r, 2 + (size_t)watson);
            const size_t k = plumb_digits_classes(kind), n = 1000000000;
            double low = 0, high = 0.01, statistic = 0, log_p = 0;
            for (int step = 0; step < 60; step++) {
                size_t count[PLUMB_DIGIT_CLASSES];
                struct plumb_benford b;
                const double e = 0.5 * (low + high);
                for (size_t c = 0; c < k; c++)
                    count[c] = (size_t)(plumb_digits_expected(kind, c) * (double)n + 0.5);
                count[0] -= (size_t)(e * (double)n);
                count[k - 1] += (size_t)(e * (double)n);
                assert_int_equal(plumb_digits_benford_counts(count, kind, &b, NULL), PLUMB_OK);
                statistic = watson ? b.u2 : b.w2;
                log_p = watson ? b.u2_log_p : b.w2_log_p;
                if (fabs(statistic - wanted) < 1e-4 * wanted)
                    break;
                if (statistic < wanted)
                    low = e;
                else
                    high = e;
            }
            check_close(statistic / wanted, 1, 2e-3, "statistic reached");
            check_close(exp(log_p), level, level > 0.2 ? 0.006 : 0.0035, set.field[r][0]);
        }
    }
    reference_free(&set);
}

static void last_digits(void **state)
{
    plumb_dec value[200];
    int decimals[200];
    struct plumb_last_digits last;
    struct plumb_round_numbers round;
    (void)state;
    for (int i = 0; i < 200; i++) { /* 10.00 ... 11.99: every last digit 20 times */
        value[i] = (plumb_dec){(plumb_i128)(1000 + i) * 10000000};
        decimals[i] = 2;
    }
    assert_int_equal(plumb_digits_last(value, decimals, 200, &last, NULL), PLUMB_OK);
    assert_int_equal(last.n, 200);
    check_close(last.chi2, 0, 1e-12, "uniform");
    check_close(last.share5, 0.1, 1e-15, "share of 5");
    assert_true(last.applicable);
    assert_int_equal(plumb_digits_round(value, decimals, 200, &round, NULL), PLUMB_OK);
    assert_int_equal(round.n[0], 200);
    assert_int_equal(round.round[0], 20); /* 10.00, 10.10, ... */
    assert_int_equal(round.round[1], 2);  /* 10.00 and 11.00 */
    assert_int_equal(round.round[2], 1);  /* 10.00 */
    assert_int_equal(round.n[3], 0);      /* four digits cannot end in four zeros */
    check_close(round.log_p[3], 0, 0, "nothing tested");
    for (int i = 0; i < 200; i++)
        value[i] = plumb_dec_int(1000 * (i + 1));
    memset(decimals, 0, sizeof decimals);
    assert_int_equal(plumb_digits_last(value, decimals, 200, &last, NULL), PLUMB_OK);
    /* All zeros: chi2 = 180^2/20 + 9 * 20 = 1800. */
    check_close(last.chi2, 1800, 1e-9, "all zero");
    assert_int_equal(plumb_digits_round(value, decimals, 200, &round, NULL), PLUMB_OK);
    /* P(X >= 200 of 200) at 1/10 is 10^-200; at 1/1000 it is 10^-600, under the smallest double. */
    check_close(round.log_p[0], -200 * log(10), 1e-10, "binomial");
    check_close(round.log_p[2], -600 * log(10), 1e-10, "binomial far tail");
    value[0] = dec("12.345");
    decimals[0] = 2; /* says two decimals but holds three: not a printed figure, left out */
    assert_int_equal(plumb_digits_last(value, decimals, 1, &last, NULL), PLUMB_OK);
    assert_int_equal(last.n, 0);
    assert_int_equal(plumb_digits_last(value, NULL, 1, &last, NULL), PLUMB_E_USAGE);
}

static void repeats(void **state)
{
    const plumb_dec value[] = {dec("5"), dec("7"), dec("5"), dec("0"), dec("7"),
                               dec("5"), dec("9"), dec("0"), dec("-7")};
    struct plumb_repeat repeat[2];
    struct plumb_repeats out;
    (void)state;
    assert_int_equal(plumb_digits_repeats(value, 9, 2, repeat, 2, &out, NULL), PLUMB_OK);
    assert_int_equal(out.n, 7);
    assert_int_equal(out.distinct, 4);
    assert_int_equal(out.repeated, 5);
    assert_int_equal(out.listed, 2);
    assert_true(repeat[0].count == 3 && repeat[0].first == 0);
    assert_true(repeat[1].count == 2 && repeat[1].first == 1);
    assert_int_equal(plumb_digits_repeats(value, 9, 3, repeat, 2, &out, NULL), PLUMB_OK);
    assert_int_equal(out.listed, 1);
    plumb_alloc_fail_at(1);
    const enum plumb_status status = plumb_digits_repeats(value, 9, 3, repeat, 2, &out, NULL);
    plumb_alloc_fail_at(0);
    assert_int_equal(status, PLUMB_E_NOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes),
        cmocka_unit_test(census_towns),
        cmocka_unit_test(corporate_payments),
        cmocka_unit_test(conforming_counts),
        cmocka_unit_test(preconditions),
        cmocka_unit_test(quadratic_forms_in_closed_form),
        cmocka_unit_test(cvm_p_agrees_with_simulation),
        cmocka_unit_test(last_digits),
        cmocka_unit_test(repeats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
