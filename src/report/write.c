/* Everything a run leaves behind, each file under a temporary name first. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/agency_pages.h"
#include "report/charts.h"
#include "report/html.h"

static enum plumb_status make_folder(const char *path, struct plumb_error *error)
{
    char part[4096];
    size_t len = strlen(path);
    if (len >= sizeof part)
        return plumb_fail(error, PLUMB_E_IO, "The folder name %.80s… is too long.", path);
    for (size_t i = 1; i <= len; i++) {
        if (i < len && path[i] != '/')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return plumb_fail(error, PLUMB_E_IO, "The folder %s could not be made: %s.", part,
                              strerror(errno));
    }
    return PLUMB_OK;
}

/* Write, flush to the disk, rename: a reader sees the old file or the whole new one. */
static enum plumb_status replace_file(struct plumb_arena *arena, const char *directory,
                                      const char *name, const struct plumb_buf *content,
                                      struct plumb_error *error)
{
    const char *path = plumb_arena_printf(arena, "%s/%s", directory, name);
    const char *temporary = plumb_arena_printf(arena, "%s/.%s.part", directory, name);
    if (!path || !temporary)
        return plumb_fail_nomem(error);
    FILE *file = fopen(temporary, "wb");
    bool good = file != NULL;
    if (good && content->len)
        good = fwrite(content->data, 1, content->len, file) == content->len;
    if (file) {
        good = good && fflush(file) == 0 && fsync(fileno(file)) == 0;
        good = fclose(file) == 0 && good;
    }
    if (good && rename(temporary, path) == 0)
        return PLUMB_OK;
    enum plumb_status status =
        plumb_fail(error, PLUMB_E_IO, "%s could not be written: %s.", path, strerror(errno));
    unlink(temporary);
    return status;
}

static enum plumb_status write_xlsx(const struct plumb_report_input *input, const char *directory,
                                    struct plumb_arena *arena, struct plumb_error *error)
{
    const char *path = plumb_arena_printf(arena, "%s/findings.xlsx", directory);
    const char *temporary = plumb_arena_printf(arena, "%s/.findings.xlsx.part", directory);
    if (!path || !temporary)
        return plumb_fail_nomem(error);
    enum plumb_status status = plumb_report_xlsx(input, temporary, error);
    if (status == PLUMB_OK && rename(temporary, path) != 0)
        status =
            plumb_fail(error, PLUMB_E_IO, "%s could not be written: %s.", path, strerror(errno));
    if (status != PLUMB_OK)
        unlink(temporary);
    return status;
}

typedef enum plumb_status render(const struct plumb_report_input *, struct plumb_buf *,
                                 struct plumb_error *);

static enum plumb_status write_one(const struct plumb_report_input *input, const char *directory,
                                   const char *name, render *make, struct plumb_arena *arena,
                                   struct plumb_error *error)
{
    struct plumb_buf content = {0};
    enum plumb_status status = make(input, &content, error);
    if (status == PLUMB_OK && content.failed)
        status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = replace_file(arena, directory, name, &content, error);
    plumb_buf_free(&content);
    return status;
}

static enum plumb_status write_trend(const struct plumb_report_input *input, const char *directory,
                                     const struct plumb_chart *charts, size_t chart_count,
                                     const char *note, struct plumb_arena *arena,
                                     struct plumb_error *error)
{
    struct plumb_buf page = {0};
    const char *folder = plumb_arena_printf(arena, "%s/trend", directory);
    if (!folder)
        return plumb_fail_nomem(error);
    enum plumb_status status = make_folder(folder, error);
    if (status == PLUMB_OK)
        status = plumb_report_trend(input, NULL, 0, charts, chart_count, note, &page, error);
    if (status == PLUMB_OK)
        status = replace_file(arena, folder, "index.html", &page, error);
    plumb_buf_free(&page);
    return status;
}

static enum plumb_status write_all(const struct plumb_report_input *input, const char *directory,
                                   unsigned keep, const char **note, struct plumb_arena *arena,
                                   struct plumb_error *error)
{
    struct plumb_chart *charts = NULL;
    size_t chart_count = 0;
    struct plumb_buf page = {0};
    *note = NULL;
    enum plumb_status status = make_folder(directory, error);
    const char *folder = plumb_arena_printf(arena, "%s/charts", directory);
    if (!folder)
        return plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = write_one(input, directory, "findings.json", plumb_report_json, arena, error);
    if (status == PLUMB_OK)
        status = write_one(input, directory, "findings.csv", plumb_report_csv, arena, error);
    if (status == PLUMB_OK)
        status = write_xlsx(input, directory, arena, error);
    if (status == PLUMB_OK)
        status = plumb_charts_draw(input, folder, keep, arena, &charts, &chart_count, note, error);
    if (status == PLUMB_OK)
        status = plumb_html_page(input, charts, chart_count, *note, &page, error);
    if (status == PLUMB_OK)
        status = replace_file(arena, directory, "report.html", &page, error);
    if (status == PLUMB_OK)
        status = write_trend(input, directory, charts, chart_count, *note, arena, error);
    plumb_buf_free(&page);
    return status;
}

enum plumb_status plumb_report_write(const struct plumb_report_input *input, const char *directory,
                                     unsigned keep, const char **note, struct plumb_arena *arena,
                                     struct plumb_error *error)
{
    struct plumb_report_input shared = *input;
    struct plumb_buf agencies = {0};
    *note = NULL;
    enum plumb_status status = plumb_agency_pages_json(input, NULL, 0, &agencies, error);
    if (status == PLUMB_OK && agencies.failed)
        status = plumb_fail_nomem(error);
    shared.agencies_json = agencies.data;
    if (status == PLUMB_OK)
        status = write_all(&shared, directory, keep, note, arena, error);
    plumb_buf_free(&agencies);
    return status;
}

/* ---- the trend page ---------------------------------------------------------------------- */

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(path);
}

enum plumb_status plumb_report_trend_write(const struct plumb_report_input *input,
                                           const char **names, size_t name_count, const char *path,
                                           unsigned keep, const char **note,
                                           struct plumb_arena *arena, struct plumb_error *error)
{
    struct plumb_chart *charts = NULL;
    size_t chart_count = 0;
    struct plumb_buf page = {0};
    const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
    const char *dot = strrchr(file, '.');
    size_t stem = dot && dot != file ? (size_t)(dot - path) : strlen(path);
    const char *directory =
        slash ? plumb_arena_printf(arena, "%.*s", slash == path ? 1 : (int)(slash - path), path)
              : ".";
    const char *folder =
        plumb_arena_printf(arena, "%.*s-charts%s", (int)stem, path, keep ? "" : ".part");
    *note = NULL;
    if (!directory || !folder)
        return plumb_fail_nomem(error);
    enum plumb_status status = make_folder(directory, error);
    if (status == PLUMB_OK)
        status = plumb_charts_trend(input, (const char *const *)names, name_count, folder, keep,
                                    arena, &charts, &chart_count, note, error);
    if (status == PLUMB_OK)
        status =
            plumb_report_trend(input, names, name_count, charts, chart_count, *note, &page, error);
    if (status == PLUMB_OK)
        status = replace_file(arena, directory, file, &page, error);
    if (!keep)
        remove_folder(folder);
    plumb_buf_free(&page);
    return status;
}
