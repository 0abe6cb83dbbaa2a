/* Failures on demand: the program links these in front of libc, and SQLite and the other libraries
 * find them there too. A failure of the parent process is never meant: the caller forks first. */
#ifndef PLUMB_TESTS_INJECT_H
#define PLUMB_TESTS_INJECT_H

#include <stdbool.h>
#include <stddef.h>

enum inject_kind {
    INJECT_OFF,
    INJECT_OWN_MEMORY, /* plumb's allocator, this thread */
    INJECT_ANY_MEMORY, /* malloc of everybody */
    INJECT_WRITE,      /* write, pwrite, ftruncate, fwrite, fflush, fclose after writing */
    INJECT_SYNC,       /* fsync, fdatasync */
    INJECT_READ,       /* read, pread, fread */
    INJECT_NAMES, /* open, fopen, mkstemp, mkdir, rename, link; not opendir, which cleaning up needs */
    INJECT_KINDS
};
const char *inject_name(enum inject_kind kind);

/* The n-th call (from 1) of the kind fails; with `lasting` all after it, too. Memory always lasts.
 * Calls on standard error pass: that is where the failure is to be told. */
void inject_arm(enum inject_kind kind, size_t n, bool lasting);
size_t inject_seen(void); /* calls of the kind since inject_arm; not for INJECT_OWN_MEMORY */
bool inject_hit(void);    /* has one failed? Same. */

#endif
