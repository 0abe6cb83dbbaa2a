/* Sorting and random streams of the statistics library. */
#include "analysis/stats/stats_int.h"

#include "stats_reference.h"

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Lengths on both sides of every change of method; ties, signs, infinities, both zeros. */
static void sorts_like_qsort(void **state)
{
    static const size_t lengths[] = {0, 1, 2, 24, 25, 2047, 2048, 30000};
    uint64_t seed = 9;
    (void)state;
    for (size_t l = 0; l < PLUMB_COUNT(lengths); l++) {
        const size_t n = lengths[l];
        double *x = calloc(n + 1, sizeof *x), *y = calloc(n + 1, sizeof *y);
        size_t *order = calloc(n + 1, sizeof *order);
        for (size_t i = 0; i < n; i++) {
            const double v = (double)test_below(&seed, 2000) - 1000;
            x[i] = v * (i % 3 == 0 ? 1e-9 : i % 3 == 1 ? 1.0 : 1e40);
            x[i] = i % 501 == 500 ? INFINITY : i % 503 == 502 ? -0.0 : x[i];
        }
        memcpy(y, x, n * sizeof *x);
        assert_true(plumb_stats_order(x, n, order));
        for (size_t i = 1; i < n; i++) {
            assert_true(x[order[i - 1]] <= x[order[i]]);
            assert_true(x[order[i - 1]] < x[order[i]] || order[i - 1] < order[i]);
        }
        plumb_stats_sort(x, n);
        qsort(y, n, sizeof *y, ascending);
        for (size_t i = 0; i < n; i++)
            assert_true(x[i] >= y[i] && x[i] <= y[i]);
        free(x);
        free(y);
        free(order);
    }
}

/* Without memory for the radix passes sorting still sorts. */
static void sorts_without_memory(void **state)
{
    enum { N = 5000 };
    static double x[N];
    (void)state;
    for (size_t i = 0; i < N; i++)
        x[i] = (double)((i * 7919) % N);
    plumb_alloc_fail_at(1);
    plumb_stats_sort(x, N);
    plumb_alloc_fail_at(0);
    for (size_t i = 0; i < N; i++)
        check_close(x[i], (double)i, 0, "sorted");
}

/* A stream is a function of (seed, stream, counter) alone, and looks uniform and normal: means and
 * chi-square within five standard deviations of what they should be. */
static void random_streams(void **state)
{
    enum { N = 100000, CELLS = 64 };
    size_t count[CELLS] = {0};
    double mean = 0, square = 0, chi2 = 0;
    (void)state;
    struct plumb_rng a = plumb_rng_stream(1, 2), b = plumb_rng_stream(1, 3), c = a;
    assert_true(plumb_rng_next(&a) != plumb_rng_next(&b));
    assert_true(plumb_rng_next(&c) == plumb_rng_next(&(struct plumb_rng){c.key, 0}));
    for (size_t s = 0; s < N; s++) { /* one draw from each of many streams */
        struct plumb_rng rng = plumb_rng_stream(77, s);
        const double u = plumb_rng_uniform(&rng), z = plumb_rng_normal(&rng);
        assert_true(u >= 0 && u < 1);
        count[plumb_rng_below(&rng, CELLS)]++;
        mean += u / N;
        square += z * z / N;
    }
    for (size_t k = 0; k < CELLS; k++) {
        const double gap = (double)count[k] - (double)N / CELLS;
        chi2 += gap * gap / ((double)N / CELLS);
    }
    assert_true(fabs(mean - 0.5) < 5 * sqrt(1.0 / 12 / N));
    assert_true(fabs(square - 1) < 5 * sqrt(2.0 / N));
    assert_true(fabs(chi2 - 63) < 5 * sqrt(2 * 63.0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_like_qsort),
        cmocka_unit_test(sorts_without_memory),
        cmocka_unit_test(random_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
