/* What every unit test needs: cmocka and a small seeded generator. */
#ifndef PLUMB_TEST_SUPPORT_H
#define PLUMB_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plumb/base.h"

/* SplitMix64 (Steele, Lea, Flood 2014): any state is a good seed. */
static inline uint64_t test_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* 0 .. limit - 1 */
static inline size_t test_below(uint64_t *state, size_t limit)
{
    return (size_t)(test_random(state) % limit);
}

#endif
