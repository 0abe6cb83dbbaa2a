/* MinHash and candidate pairs: properties of the method, on sets with a known Jaccard similarity. */
#include "test_support.h"

#include <math.h>

#include "analysis/across/similarity.h"

/* n hashes: the first `shared` from a common stream, the rest from the own seed. Sorted. */
static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void make_set(uint64_t *out, size_t n, size_t shared, uint64_t common, uint64_t own)
{
    for (size_t i = 0; i < n; i++)
        out[i] = test_random(i < shared ? &common : &own);
    qsort(out, n, sizeof *out, by_value);
}

static void test_overlap(void **state)
{
    (void)state;
    const uint64_t a[] = {1, 3, 5, 7, 9}, b[] = {2, 3, 4, 7, 11, 12};
    assert_int_equal(plumb_set_overlap(a, 5, b, 6), 2);
    assert_int_equal(plumb_set_overlap(a, 5, a, 5), 5);
    assert_int_equal(plumb_set_overlap(a, 0, b, 6), 0);
    assert_int_equal(plumb_set_overlap(b, 6, a, 5), 2);
}

/* The share of equal positions estimates the Jaccard similarity: 100 common of 300 is 1/3; the
 * standard deviation over 64 positions is 0.06. */
static void test_signature_estimates_jaccard(void **state)
{
    (void)state;
    double sum = 0;
    for (uint64_t trial = 0; trial < 20; trial++) {
        uint64_t x[200], y[200], p[PLUMB_MINHASH_SIZE], q[PLUMB_MINHASH_SIZE];
        make_set(x, 200, 100, trial, 1000 + trial);
        make_set(y, 200, 100, trial, 2000 + trial);
        plumb_minhash(x, 200, p);
        plumb_minhash(y, 200, q);
        size_t equal = 0;
        for (size_t i = 0; i < PLUMB_MINHASH_SIZE; i++)
            equal += p[i] == q[i];
        sum += (double)equal / PLUMB_MINHASH_SIZE;
    }
    assert_true(fabs(sum / 20 - 1.0 / 3) < 0.05);
}

static void test_signature_is_of_the_set(void **state)
{
    (void)state;
    const uint64_t a[] = {5, 9, 2}, b[] = {2, 5, 9, 9};
    uint64_t p[PLUMB_MINHASH_SIZE], q[PLUMB_MINHASH_SIZE];
    plumb_minhash(a, 3, p);
    plumb_minhash(b, 4, q);
    assert_memory_equal(p, q, sizeof p);
}

enum { TEXTS = 12 };

static void test_pairs(void **state)
{
    (void)state;
    static uint64_t signatures[TEXTS * PLUMB_MINHASH_SIZE];
    uint64_t set[60];
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_pair *pairs = NULL;
    size_t count = 0;
    for (size_t t = 0; t < TEXTS; t++) {
        /* 3 and 8 share 50 of 60 sentences, 11 is empty, the others share nothing */
        make_set(set, 60, t == 3 || t == 8 ? 50 : 0, 77, 500 + t);
        plumb_minhash(set, t == 11 ? 0 : 60, &signatures[t * PLUMB_MINHASH_SIZE]);
    }
    assert_int_equal(plumb_similar_pairs(signatures, TEXTS, 8, arena, &pairs, &count, NULL),
                     PLUMB_OK);
    assert_int_equal(count, 1);
    assert_int_equal(pairs[0].a, 3);
    assert_int_equal(pairs[0].b, 8);
    assert_int_equal(plumb_similar_pairs(signatures, 0, 8, arena, &pairs, &count, NULL), PLUMB_OK);
    assert_int_equal(count, 0);
    plumb_arena_free(arena);
}

static void test_pairs_without_memory(void **state)
{
    (void)state;
    static uint64_t signatures[2 * PLUMB_MINHASH_SIZE];
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_pair *pairs = NULL;
    size_t count = 0;
    plumb_alloc_fail_at(1);
    enum plumb_status status = plumb_similar_pairs(signatures, 2, 8, arena, &pairs, &count, NULL);
    plumb_alloc_fail_at(0);
    assert_int_equal(status, PLUMB_E_NOMEM);
    plumb_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_overlap),
        cmocka_unit_test(test_signature_estimates_jaccard),
        cmocka_unit_test(test_signature_is_of_the_set),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_pairs_without_memory),
    };
    return cmocka_run_group_tests_name("similarity", tests, NULL, NULL);
}
