/* The index of numbers a slip apart: it must not lose a pair that the test of one pair finds. */
#include "test_support.h"

#include "extract/relate/relate_slip.h"

enum { NUMBERS = 400 };

/* A made-up number: `steps` of the last place of a unit of `scale` with `decimals`. */
static struct plumb_fact number(int64_t steps, int64_t scale, int decimals, bool exact)
{
    struct plumb_fact fact = {.unit = PLUMB_UNIT_YUAN, .scale = plumb_dec_int(scale)};
    plumb_dec step = fact.scale;
    fact.decimals = decimals;
    for (int i = 0; i < decimals; i++)
        step.v /= 10;
    fact.value.v = step.v * steps;
    fact.ulp = exact ? plumb_dec_int(0) : step;
    return fact;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static bool every_pair(const void *context, size_t i, size_t k)
{
    (void)context;
    return i < k;
}

/* Numbers of few different digits, so that many are a slip apart; units and decimals mixed. */
static void make_numbers(struct plumb_fact *facts, uint32_t seed)
{
    static const int64_t scales[] = {1, 10000, 100000000, 667};
    for (size_t i = 0; i < NUMBERS; i++) {
        int64_t steps = 0;
        uint32_t length = 1 + next_random(&seed) % 7;
        for (uint32_t d = 0; d < length; d++)
            steps = steps * 10 + next_random(&seed) % 3 + (next_random(&seed) % 9 == 0 ? 7 : 0);
        facts[i] = number(steps, scales[next_random(&seed) % 4], (int)(next_random(&seed) % 3),
                          next_random(&seed) % 4 == 0);
    }
}

static void no_pair_is_lost(void **state)
{
    (void)state;
    struct plumb_fact facts[NUMBERS];
    const struct plumb_fact *list[NUMBERS];
    for (size_t i = 0; i < NUMBERS; i++)
        list[i] = &facts[i];
    for (uint32_t seed = 1; seed <= 20; seed++) {
        struct plumb_extract_work work = {.arena = plumb_arena_new()};
        struct plumb_slip_pair *pairs = NULL;
        size_t found = 0;
        make_numbers(facts, seed);
        size_t count = plumb_slip_pairs(&work, list, NUMBERS, every_pair, NULL, &pairs), at = 0;
        for (size_t i = 0; i < NUMBERS; i++)
            for (size_t k = i + 1; k < NUMBERS; k++) {
                bool listed = at < count && pairs[at].first == i && pairs[at].second == k;
                at += listed;
                bool alike = facts[i].decimals == facts[k].decimals;
                bool slip = alike && plumb_one_slip(&facts[i], facts[k].value);
                found += slip;
                assert_true(listed || !slip);
            }
        assert_int_equal(at, count); /* ordered, none twice */
        assert_true(found > 100);
        assert_true(count < 6 * found);
        plumb_arena_free(work.arena);
    }
}

static void a_pair_is_found_by_each_slip(void **state)
{
    (void)state;
    /* 1250.75万元: a digit changed, lost, doubled, two exchanged, the point moved; then none */
    static const int64_t steps[] = {125075, 125975, 12575, 1225075, 120575, 1250750, 436281};
    struct plumb_fact facts[7];
    const struct plumb_fact *list[7];
    struct plumb_extract_work work = {.arena = plumb_arena_new()};
    struct plumb_slip_pair *pairs = NULL;
    for (size_t i = 0; i < 7; i++) {
        facts[i] = number(steps[i], 10000, 2, false);
        list[i] = &facts[i];
    }
    size_t count = plumb_slip_pairs(&work, list, 7, every_pair, NULL, &pairs), first = 0;
    for (size_t p = 0; p < count; p++)
        if (pairs[p].first == 0)
            assert_int_equal(pairs[p].second, ++first);
    assert_int_equal(first, 5);
    plumb_arena_free(work.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_pair_is_lost),
                                       cmocka_unit_test(a_pair_is_found_by_each_slip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
