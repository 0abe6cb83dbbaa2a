/* The one door of allocation, with a switch that lets a test fail the n-th call. */
#include "plumb/base.h"

#include <stdlib.h>

/* Per thread, so that a test of one thread does not disturb another; production code never
 * writes fail_countdown. */
static _Thread_local size_t alloc_made;
static _Thread_local size_t fail_countdown; /* 0 = off, 1 = the next allocation fails */

static bool refused(void)
{
    alloc_made++;
    if (fail_countdown == 0)
        return false;
    if (fail_countdown == 1)
        return true;
    fail_countdown--;
    return false;
}

void plumb_alloc_fail_at(size_t n)
{
    fail_countdown = n;
}

size_t plumb_alloc_count(void)
{
    size_t made = alloc_made;
    alloc_made = 0;
    return made;
}

void *plumb_malloc(size_t size)
{
    return refused() ? NULL : malloc(size ? size : 1);
}

void *plumb_calloc(size_t count, size_t size)
{
    if (refused())
        return NULL;
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return count == 0 || size == 0 ? calloc(1, 1) : calloc(count, size);
}

void *plumb_realloc(void *old, size_t size)
{
    return refused() ? NULL : realloc(old, size ? size : 1);
}

void plumb_free(void *block)
{
    free(block);
}
