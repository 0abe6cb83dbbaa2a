/* See inject.h. */
#include "inject.h"

#include "plumb/base.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Headers that send names elsewhere (64 bit offsets) would make a second definition of these. */
int open64(const char *path, int flags, ...);
ssize_t pread64(int fd, void *to, size_t len, long at);
ssize_t pwrite64(int fd, const void *from, size_t len, long at);
int ftruncate64(int fd, long len);
FILE *fopen64(const char *path, const char *mode);

static struct {
    enum inject_kind kind;
    size_t n, seen;
    bool lasting, hit;
} armed;

const char *inject_name(enum inject_kind kind)
{
    static const char *const names[INJECT_KINDS] = {
        "nothing", "plumb's memory", "any memory", "write", "fsync", "read", "open, rename"};
    return names[kind];
}

void inject_arm(enum inject_kind kind, size_t n, bool lasting)
{
    armed.kind = kind;
    armed.n = n;
    armed.seen = 0;
    armed.lasting = lasting;
    armed.hit = false;
    plumb_alloc_fail_at(kind == INJECT_OWN_MEMORY ? n : 0);
}

size_t inject_seen(void)
{
    return armed.seen;
}

bool inject_hit(void)
{
    return armed.hit;
}

static bool fails(enum inject_kind kind)
{
    if (armed.kind != kind)
        return false;
    armed.seen++;
    if (armed.n == 0 || armed.seen < armed.n || (armed.seen > armed.n && !armed.lasting))
        return false;
    armed.hit = true;
    errno = kind == INJECT_WRITE ? ENOSPC : kind == INJECT_ANY_MEMORY ? ENOMEM : EIO;
    return true;
}

/* The next definition of the function around it; ISO C has no such conversion of pointers. */
#define REAL(name)                                                                                 \
    static __typeof__(name) *real;                                                                 \
    if (!real)                                                                                     \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

/* ---- memory ------------------------------------------------------------------------------ */

/* glibc's own names: dlsym allocates, so it cannot be asked here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    return fails(INJECT_ANY_MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(INJECT_ANY_MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(INJECT_ANY_MEMORY) ? NULL : __libc_realloc(old, size);
}

/* ---- writing ----------------------------------------------------------------------------- */

ssize_t write(int fd, const void *from, size_t len)
{
    REAL(write);
    return fd != STDERR_FILENO && fails(INJECT_WRITE) ? -1 : real(fd, from, len);
}

ssize_t pwrite64(int fd, const void *from, size_t len, long at)
{
    REAL(pwrite64);
    return fails(INJECT_WRITE) ? -1 : real(fd, from, len, at);
}

int ftruncate64(int fd, long len)
{
    REAL(ftruncate64);
    return fails(INJECT_WRITE) ? -1 : real(fd, len);
}

size_t fwrite(const void *restrict from, size_t size, size_t count, FILE *restrict file)
{
    REAL(fwrite);
    return file != stderr && fails(INJECT_WRITE) ? 0 : real(from, size, count, file);
}

int fflush(FILE *file)
{
    REAL(fflush);
    return file != stderr && fails(INJECT_WRITE) ? EOF : real(file);
}

/* What close reports: the file is closed all the same. */
int fclose(FILE *file)
{
    REAL(fclose);
    bool writes = (fcntl(fileno(file), F_GETFL) & O_ACCMODE) != O_RDONLY;
    bool bad = writes && fails(INJECT_WRITE);
    int result = real(file);
    if (bad)
        errno = ENOSPC;
    return bad ? EOF : result;
}

int fsync(int fd)
{
    REAL(fsync);
    return fails(INJECT_SYNC) ? -1 : real(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return fails(INJECT_SYNC) ? -1 : real(fd);
}

/* ---- reading ----------------------------------------------------------------------------- */

ssize_t read(int fd, void *to, size_t len)
{
    REAL(read);
    return fails(INJECT_READ) ? -1 : real(fd, to, len);
}

ssize_t pread64(int fd, void *to, size_t len, long at)
{
    REAL(pread64);
    return fails(INJECT_READ) ? -1 : real(fd, to, len, at);
}

/* A failed fread must leave ferror set: the descriptor is taken from under it. */
size_t fread(void *restrict to, size_t size, size_t count, FILE *restrict file)
{
    REAL(fread);
    if (!fails(INJECT_READ))
        return real(to, size, count, file);
    int kept = dup(fileno(file)), folder = (open)("/", O_RDONLY); /* read(2) of it is EISDIR */
    dup2(folder, fileno(file));
    size_t got = real(to, size, count, file);
    dup2(kept, fileno(file));
    close(kept);
    close(folder);
    return got;
}

/* ---- names ------------------------------------------------------------------------------- */

static mode_t mode_of(int flags, va_list rest)
{
    return flags & O_CREAT ? (mode_t)va_arg(rest, int) : 0;
}

int open(const char *path, int flags, ...)
{
    REAL(open);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return fails(INJECT_NAMES) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    REAL(open64);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return fails(INJECT_NAMES) ? -1 : real(path, flags, mode);
}

FILE *fopen(const char *restrict path, const char *restrict mode)
{
    REAL(fopen);
    return fails(INJECT_NAMES) ? NULL : real(path, mode);
}

FILE *fopen64(const char *path, const char *mode)
{
    REAL(fopen64);
    return fails(INJECT_NAMES) ? NULL : real(path, mode);
}

int mkstemp(char *name)
{
    REAL(mkstemp);
    return fails(INJECT_NAMES) ? -1 : real(name);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    return fails(INJECT_NAMES) ? -1 : real(path, mode);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return fails(INJECT_NAMES) ? -1 : real(from, to);
}

int link(const char *from, const char *to)
{
    REAL(link);
    return fails(INJECT_NAMES) ? -1 : real(from, to);
}
