/* A copy of the case by SQLite's backup interface: under a temporary name, verified, then named.
 * https://www.sqlite.org/backup.html */
#include "store/store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The target is ours alone: no journal is needed, and the file is flushed when it is whole. */
static enum plumb_status copy_pages(const struct plumb_case *from, struct plumb_case *to,
                                    const char *name, struct plumb_error *error)
{
    if (sqlite3_open_v2(name, &to->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        return plumb_store_fail(to, "opened", error);
    enum plumb_status status =
        plumb_store_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", error);
    if (status != PLUMB_OK)
        return status;
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!backup)
        return plumb_store_fail(to, "written", error);
    int code = sqlite3_backup_step(backup, -1);
    for (int tries = 0; (code == SQLITE_BUSY || code == SQLITE_LOCKED) && tries < 50; tries++) {
        sqlite3_sleep(100);
        code = sqlite3_backup_step(backup, -1);
    }
    sqlite3_backup_finish(backup); /* leaves the reason with `to` */
    return code == SQLITE_DONE ? PLUMB_OK : plumb_store_fail(to, "written", error);
}

/* A source in WAL mode hands that mode on; a copy is one file. */
static enum plumb_status copy_to(const char *from, const char *to, const char *name,
                                 struct plumb_error *error)
{
    struct plumb_case *source = NULL;
    struct plumb_case target = {.mode = PLUMB_CASE_WRITE};
    snprintf(target.path, sizeof target.path, "%s", to);
    enum plumb_status status = plumb_case_open(from, PLUMB_CASE_READ, &source, error);
    if (status == PLUMB_OK)
        status = copy_pages(source, &target, name, error);
    if (status == PLUMB_OK)
        status = plumb_store_exec(&target, "PRAGMA journal_mode = DELETE", error);
    sqlite3_close(target.db);
    plumb_case_close(source);
    return status;
}

static enum plumb_status verify(const char *name, struct plumb_error *error)
{
    struct plumb_case *copy = NULL;
    const char *detail = NULL;
    struct plumb_arena *arena = plumb_arena_new();
    enum plumb_status status =
        arena ? plumb_case_open(name, PLUMB_CASE_READ, &copy, error) : plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = plumb_case_check(copy, arena, &detail, error);
    plumb_case_close(copy);
    plumb_arena_free(arena);
    return status;
}

static bool flush_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[4096] = ".";
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = handle >= 0 && (fsync(handle) == 0 || errno == EINVAL);
    if (handle >= 0)
        close(handle);
    return good;
}

static enum plumb_status exists(const char *path, struct plumb_error *error)
{
    return plumb_fail(error, PLUMB_E_USAGE,
                      "%s is there already; name another file, or replace it with --force.", path);
}

/* Flush the copy and give it its name; without `replace` no file of that name is lost, not even
 * one that has appeared meanwhile. */
static enum plumb_status settle(int handle, const char *name, const char *to, bool replace,
                                struct plumb_error *error)
{
    bool good = fsync(handle) == 0;
    if (good && !replace) {
        good = link(name, to) == 0;
        if (!good && errno == EEXIST)
            return exists(to, error);
        if (!good && access(to, F_OK) != 0) /* a file system without hard links */
            good = rename(name, to) == 0;
    } else if (good) {
        good = rename(name, to) == 0;
    }
    if (good && flush_folder(to))
        return PLUMB_OK;
    return plumb_fail(error, PLUMB_E_IO, "The copy %s could not be written: %s.", to,
                      strerror(errno));
}

enum plumb_status plumb_case_backup(const char *from, const char *to, bool replace,
                                    struct plumb_error *error)
{
    struct stat source, target;
    if (stat(to, &target) == 0) {
        if (stat(from, &source) == 0 && source.st_dev == target.st_dev &&
            source.st_ino == target.st_ino)
            return plumb_fail(error, PLUMB_E_USAGE, "%s is the case itself; name another file.",
                              to);
        if (!replace)
            return exists(to, error);
        if (!S_ISREG(target.st_mode))
            return plumb_fail(error, PLUMB_E_USAGE, "%s is no file; name another.", to);
    }
    size_t len = strlen(to) + sizeof ".XXXXXX";
    char *name = plumb_malloc(len);
    if (!name)
        return plumb_fail_nomem(error);
    snprintf(name, len, "%s.XXXXXX", to);
    int handle = mkstemp(name); /* mode 0600 */
    enum plumb_status status = PLUMB_OK;
    if (handle < 0)
        status = plumb_fail(error, PLUMB_E_IO, "The copy %s could not be created: %s.", to,
                            strerror(errno));
    else
        status = copy_to(from, to, name, error);
    if (status == PLUMB_OK)
        status = verify(name, error);
    if (status == PLUMB_OK)
        status = settle(handle, name, to, replace, error);
    if (handle >= 0) {
        close(handle);
        unlink(name); /* gone already when it was renamed */
    }
    plumb_free(name);
    return status;
}
