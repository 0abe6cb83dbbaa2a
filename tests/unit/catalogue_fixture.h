/* The catalogue of the program, loaded once for all tests of a group. */
#ifndef PLUMB_CATALOGUE_FIXTURE_H
#define PLUMB_CATALOGUE_FIXTURE_H

#include "test_support.h"

#include "plumb/catalogue.h"

static struct plumb_catalogue *catalogue;

static inline int open_catalogue(void **state)
{
    (void)state;
    return plumb_catalogue_load(NULL, &catalogue, NULL) == PLUMB_OK ? 0 : -1;
}

static inline int close_catalogue(void **state)
{
    (void)state;
    plumb_catalogue_free(catalogue);
    return 0;
}

#endif
