/* The bytes of a fuzzer as a file, for loaders that want a path. */
#ifndef PLUMB_FUZZ_FILE_H
#define PLUMB_FUZZ_FILE_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct fuzz_file {
    char path[64];
    int descriptor;
};

static inline void fuzz_require(int condition)
{
    if (!condition)
        abort();
}

/* One file a process, written over again for each input; in memory where there is /dev/shm. A
 * program that opens a second time gets the file that now has the name. */
static inline void fuzz_file_open(struct fuzz_file *file, const char *ending)
{
    const char *folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(file->path, sizeof file->path, "%s/plumb-fuzz-%ld%s", folder, (long)getpid(), ending);
    file->descriptor = open(file->path, O_RDWR | O_CREAT, 0600);
    fuzz_require(file->descriptor >= 0);
}

static inline void fuzz_file_put(const struct fuzz_file *file, const uint8_t *data, size_t size)
{
    fuzz_require(ftruncate(file->descriptor, 0) == 0);
    for (size_t at = 0; at < size;) {
        ssize_t n = pwrite(file->descriptor, data + at, size - at, (off_t)at);
        fuzz_require(n > 0);
        at += (size_t)n;
    }
}

#endif
