/* One extract_fixture for all tests of a group. */
#ifndef PLUMB_EXTRACT_GROUP_H
#define PLUMB_EXTRACT_GROUP_H

#include "extract_fixture.h"

static struct extract_fixture fixture;

static inline int open_fixture(void **state)
{
    (void)state;
    fixture_open(&fixture);
    return 0;
}

static inline int close_fixture(void **state)
{
    (void)state;
    fixture_close(&fixture);
    return 0;
}

#endif
