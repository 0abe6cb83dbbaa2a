/* All bytes of a file, up to a limit. */
#include "read/read_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum plumb_status read_all(int fd, const char *path, size_t max, struct plumb_buf *buf,
                                  struct plumb_error *error)
{
    char chunk[65536];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0, "\"%s\" could not be read: %s.",
                                 path, strerror(errno));
        if (got == 0)
            return buf->failed ? plumb_fail_nomem(error) : PLUMB_OK;
        plumb_buf_add(buf, chunk, (size_t)got);
        if (buf->failed)
            return plumb_fail_nomem(error);
        if (buf->len > max)
            return plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                                 "\"%s\" has more than %zu bytes; cut it into parts or raise "
                                 "--max-file.",
                                 path, max);
    }
}

enum plumb_status plumb_read_bytes(const char *path, size_t max, struct plumb_buf *buf,
                                   struct plumb_error *error)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0, "\"%s\" could not be opened: %s.", path,
                             strerror(errno));
    enum plumb_status status = PLUMB_OK;
    if (fstat(fd, &info) != 0)
        status = plumb_fail_at(error, PLUMB_E_IO, path, 0, 0, "\"%s\" could not be read: %s.", path,
                               strerror(errno));
    else if (S_ISDIR(info.st_mode))
        status = plumb_fail_at(error, PLUMB_E_IO, path, 0, 0,
                               "\"%s\" is a folder, not a file; name the files in it.", path);
    else if (S_ISREG(info.st_mode) && (uintmax_t)info.st_size > max)
        status = plumb_fail_at(error, PLUMB_E_LIMIT, path, 0, 0,
                               "\"%s\" has %ju bytes, more than the limit of %zu; cut it into "
                               "parts or raise --max-file.",
                               path, (uintmax_t)info.st_size, max);
    else
        status = read_all(fd, path, max, buf, error);
    close(fd);
    return status;
}
