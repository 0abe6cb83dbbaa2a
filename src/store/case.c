/* Opening, creating and checking the case file. */
#include "store/store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUSY_MS 15000 /* a decision waits so long for another program's transaction */
#define BUSY_STEP_MS 10

/* ---- what kind of file is it? ------------------------------------------------------------ */

enum file_kind { FILE_MISSING, FILE_EMPTY, FILE_CASE, FILE_FOREIGN };

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Looks at the header itself: SQLite would already create files beside a foreign one.
 * https://www.sqlite.org/fileformat.html#the_database_header */
static enum plumb_status look_at(const char *path, enum file_kind *kind, int *version,
                                 struct plumb_error *error)
{
    unsigned char header[100];
    FILE *file = fopen(path, "rb");
    *kind = FILE_MISSING;
    *version = 0;
    if (!file && errno == ENOENT)
        return PLUMB_OK;
    if (!file)
        return plumb_fail(error, PLUMB_E_IO, "The case file %s could not be opened: %s.", path,
                          strerror(errno));
    size_t len = fread(header, 1, sizeof header, file);
    bool bad = ferror(file) != 0;
    fclose(file);
    if (bad)
        return plumb_fail(error, PLUMB_E_IO, "The case file %s could not be read.", path);
    *kind = len == 0 ? FILE_EMPTY : FILE_FOREIGN;
    if (len == sizeof header && memcmp(header, "SQLite format 3", 16) == 0 &&
        big_endian(header + 68) == PLUMB_APPLICATION_ID) {
        *kind = FILE_CASE;
        *version = (int)big_endian(header + 60);
    }
    return PLUMB_OK;
}

/* ---- connections ------------------------------------------------------------------------- */

static enum plumb_status connect(struct plumb_case *file, const char *path, int flags,
                                 struct plumb_error *error)
{
    int code = sqlite3_open_v2(path, &file->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return plumb_store_fail(file, "opened", error);
    sqlite3_extended_result_codes(file->db, 1);
    sqlite3_busy_timeout(file->db, BUSY_MS);
    /* A case may come from somebody else: its schema must not run functions or write. */
    sqlite3_db_config(file->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(file->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return plumb_store_exec(file, "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON", error);
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Switch to the write-ahead log. While another program switches or closes at the same moment SQLite
 * answers "busy" at once, without its busy handler, because waiting with a read lock held could
 * deadlock (https://www.sqlite.org/c3ref/busy_handler.html); so the waiting is done here. */
static enum plumb_status use_log(const struct plumb_case *file, struct plumb_error *error)
{
    int64_t deadline = now_ms() + BUSY_MS;
    int code = SQLITE_OK;
    do {
        code = sqlite3_exec(file->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    } while ((code & 0xFF) == SQLITE_BUSY && now_ms() < deadline && sqlite3_sleep(BUSY_STEP_MS));
    return code == SQLITE_OK ? PLUMB_OK : plumb_store_fail(file, "opened", error);
}

static enum plumb_status configure(struct plumb_case *file, struct plumb_error *error)
{
    if (file->mode == PLUMB_CASE_READ)
        return plumb_store_exec(file, "PRAGMA query_only = ON", error);
    /* In WAL a commit is whole or absent after a kill; NORMAL may lose the newest commits at a
     * power cut, never their wholeness. */
    enum plumb_status status = use_log(file, error);
    return status == PLUMB_OK ? plumb_store_exec(file, "PRAGMA synchronous = NORMAL", error)
                              : status;
}

/* Build an empty case beside `path` and move it there, so that no half-made file ever bears the
 * name. Another program that was faster keeps its file. */
static enum plumb_status create_file(const char *path, struct plumb_error *error)
{
    struct plumb_case fresh = {.mode = PLUMB_CASE_CREATE};
    enum plumb_status status = PLUMB_OK;
    size_t len = strlen(path) + sizeof ".XXXXXX";
    char *name = plumb_malloc(len);
    int handle = -1;
    if (!name)
        return plumb_fail_nomem(error);
    snprintf(name, len, "%s.XXXXXX", path);
    snprintf(fresh.path, sizeof fresh.path, "%s", path);
    handle = mkstemp(name); /* mode 0600 */
    if (handle < 0) {
        status = plumb_fail(error, PLUMB_E_IO, "The case file %s could not be created: %s.", path,
                            strerror(errno));
        goto done;
    }
    status = connect(&fresh, name, SQLITE_OPEN_READWRITE, error);
    if (status == PLUMB_OK)
        status = plumb_schema_apply(&fresh, 0, error);
    sqlite3_close(fresh.db);
    if (status == PLUMB_OK && link(name, path) != 0 && errno != EEXIST &&
        rename(name, path) != 0) /* a file system without hard links */
        status = plumb_fail(error, PLUMB_E_IO, "The case file %s could not be created: %s.", path,
                            strerror(errno));
done:
    if (handle >= 0) {
        close(handle);
        unlink(name);
    }
    plumb_free(name);
    return status;
}

static enum plumb_status open_memory(struct plumb_case *file, struct plumb_error *error)
{
    enum plumb_status status =
        connect(file, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (status == PLUMB_OK)
        status = plumb_schema_apply(file, 0, error);
    return status;
}

/* A program that was killed, or had no disk left, may leave a journal that has to be rolled back
 * before the file can be read; only a connection that may write can do that. */
static enum plumb_status roll_back(struct plumb_case *file, const char *path,
                                   struct plumb_error *error)
{
    sqlite3_close(file->db);
    file->db = NULL;
    enum plumb_status status = connect(file, path, SQLITE_OPEN_READWRITE, error);
    if (status == PLUMB_OK)
        status = plumb_store_exec(file, "PRAGMA schema_version", error);
    sqlite3_close(file->db);
    file->db = NULL;
    return status == PLUMB_OK ? connect(file, path, SQLITE_OPEN_READONLY, error) : status;
}

static enum plumb_status open_to_read(struct plumb_case *file, const char *path,
                                      struct plumb_error *error)
{
    enum plumb_status status = connect(file, path, SQLITE_OPEN_READONLY, error);
    if (status != PLUMB_OK ||
        sqlite3_exec(file->db, "PRAGMA schema_version", NULL, NULL, NULL) == SQLITE_OK)
        return status;
    int code = sqlite3_extended_errcode(file->db);
    if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY)
        return roll_back(file, path, error);
    return plumb_store_fail(file, "read", error);
}

static enum plumb_status open_file(struct plumb_case *file, const char *path, int version,
                                   struct plumb_error *error)
{
    if (version > PLUMB_SCHEMA_VERSION)
        return plumb_fail(error, PLUMB_E_STORE,
                          "The case file %s was made by a newer version of plumb (schema %d, this "
                          "program knows %d); it was not touched.",
                          path, version, PLUMB_SCHEMA_VERSION);
    if (version < PLUMB_SCHEMA_VERSION && file->mode == PLUMB_CASE_READ)
        return plumb_fail(error, PLUMB_E_STORE,
                          "The case file %s has the older schema %d; open it once with plumb load "
                          "or plumb analyse to bring it up to date.",
                          path, version);
    enum plumb_status status = file->mode == PLUMB_CASE_READ
                                   ? open_to_read(file, path, error)
                                   : connect(file, path, SQLITE_OPEN_READWRITE, error);
    if (status == PLUMB_OK && version < PLUMB_SCHEMA_VERSION)
        status = plumb_schema_apply(file, version, error);
    return status;
}

static enum plumb_status open_path(struct plumb_case *file, const char *path,
                                   struct plumb_error *error)
{
    enum file_kind kind = FILE_MISSING;
    int version = 0;
    if (strcmp(path, ":memory:") == 0)
        return open_memory(file, error);
    enum plumb_status status = look_at(path, &kind, &version, error);
    if (status == PLUMB_OK && kind == FILE_EMPTY && file->mode == PLUMB_CASE_CREATE) {
        kind = unlink(path) == 0 ? FILE_MISSING : FILE_EMPTY;
    }
    if (status == PLUMB_OK && kind == FILE_MISSING && file->mode == PLUMB_CASE_CREATE) {
        status = create_file(path, error);
        if (status == PLUMB_OK)
            status = look_at(path, &kind, &version, error);
    }
    if (status != PLUMB_OK)
        return status;
    if (kind == FILE_MISSING)
        return plumb_fail(error, PLUMB_E_IO, "There is no case file %s.", path);
    if (kind != FILE_CASE)
        return plumb_fail(error, PLUMB_E_STORE,
                          "%s is not a Plumbline case; it was not touched. Name another file.",
                          path);
    return open_file(file, path, version, error);
}

enum plumb_status plumb_case_open(const char *path, enum plumb_case_mode mode,
                                  struct plumb_case **out, struct plumb_error *error)
{
    *out = NULL;
    struct plumb_case *file = plumb_calloc(1, sizeof *file);
    if (!file)
        return plumb_fail_nomem(error);
    file->mode = mode;
    snprintf(file->path, sizeof file->path, "%s", path);
    enum plumb_status status = open_path(file, path, error);
    if (status == PLUMB_OK)
        status = plumb_panel_table_register(file, error);
    if (status == PLUMB_OK)
        status = configure(file, error);
    if (status != PLUMB_OK) {
        sqlite3_close(file->db);
        plumb_free(file);
        return status;
    }
    *out = file;
    return PLUMB_OK;
}

void plumb_case_close(struct plumb_case *file)
{
    if (!file)
        return;
    /* One file again, which can be copied and read from read-only media; when somebody else has
     * the case open this is refused, and does no harm. */
    if (file->mode != PLUMB_CASE_READ) {
        sqlite3_busy_timeout(file->db, 0);
        sqlite3_exec(file->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    }
    sqlite3_close(file->db);
    plumb_free(file);
}
