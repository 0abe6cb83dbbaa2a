/* Old Office files (.doc, .xls): turned into their successors by LibreOffice, or into plain
 * text by catdoc and xls2csv, whichever is installed; processes of their own with limits. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "read/formats.h"

#define MAX_OUTPUT ((size_t)1 << 20) /* of what the converter says */
#define MAX_DEPTH 16                 /* of the folder the converter leaves behind */

enum kind { KIND_NONE, KIND_DOC, KIND_XLS };

/* The names of the streams of a compound file are UTF-16 (MS-CFB 2.6.1). */
static enum kind kind_of(struct plumb_str bytes)
{
    static const char word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t";
    static const char book[] = "W\0o\0r\0k\0b\0o\0o\0k", old_book[] = "B\0o\0o\0k\0\0";
    if (!plumb_str_starts(bytes, PLUMB_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return KIND_NONE;
    if (plumb_str_find(bytes, (struct plumb_str){word, sizeof word - 1}) != PLUMB_NPOS)
        return KIND_DOC;
    if (plumb_str_find(bytes, (struct plumb_str){book, sizeof book - 1}) != PLUMB_NPOS ||
        plumb_str_find(bytes, (struct plumb_str){old_book, sizeof old_book - 1}) != PLUMB_NPOS)
        return KIND_XLS;
    return KIND_NONE;
}

bool plumb_is_legacy(struct plumb_str bytes)
{
    return kind_of(bytes) != KIND_NONE;
}

static void remove_folder(const char *path, size_t depth)
{
    DIR *folder = depth < MAX_DEPTH ? opendir(path) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char inner[1024];
        struct stat info;
        int len = snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || len < 0 ||
            (size_t)len >= sizeof inner || lstat(inner, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            remove_folder(inner, depth + 1);
        else
            unlink(inner);
    }
    if (folder)
        closedir(folder);
    rmdir(path);
}

/* Write the bytes where the converter finds them under a plain name. */
static bool write_input(const char *path, struct plumb_str bytes)
{
    FILE *file = fopen(path, "wbx");
    bool good = file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
    return file && fclose(file) == 0 && good;
}

/* A profile of its own lets several conversions run at once. */
static enum plumb_status convert(const char *folder, enum kind kind, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_buf *out,
                                 struct plumb_error *error)
{
    static const char *const names[] = {"", "input.doc", "input.xls"};
    char input[256], profile[320], output[256];
    const char *target = kind == KIND_XLS ? "xlsx" : "docx";
    snprintf(input, sizeof input, "%s/%s", folder, names[kind]);
    snprintf(profile, sizeof profile, "-env:UserInstallation=file://%s/profile", folder);
    snprintf(output, sizeof output, "%s/input.%s", folder, target);
    const char *const argv[] = {
        "soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, input, NULL};
    struct plumb_child_limits child = {limits->max_seconds, 0, MAX_OUTPUT, 0};
    if (!write_input(input, bytes))
        return plumb_fail(error, PLUMB_E_IO, "a temporary file could not be written");
    enum plumb_status status = plumb_child_run(argv, folder, &child, NULL, error);
    if (status != PLUMB_OK)
        return status;
    if (access(output, R_OK) != 0)
        return plumb_fail(error, PLUMB_E_FORMAT, "LibreOffice could not open it; it is damaged");
    return plumb_read_bytes(output, limits->max_bytes, out, error);
}

static enum plumb_status with_office(const char *path, enum kind kind, struct plumb_str bytes,
                                     const struct plumb_read_limits *limits,
                                     struct plumb_arena *arena, struct plumb_document **document,
                                     struct plumb_error *error)
{
    const char *base = getenv("TMPDIR");
    char folder[160];
    struct plumb_buf converted = {0};
    struct plumb_error problem = {0};
    snprintf(folder, sizeof folder, "%s/plumb-office-XXXXXX",
             base && *base && strlen(base) < 128 ? base : "/tmp");
    if (!mkdtemp(folder))
        return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0,
                             "\"%s\" needs a temporary folder, which could not be made in %s.",
                             path, base ? base : "/tmp");
    enum plumb_status status = convert(folder, kind, bytes, limits, &converted, &problem);
    if (status != PLUMB_OK) {
        status = plumb_fail_at(error, status, path, 0, 0, "\"%s\" could not be converted: %s", path,
                               problem.message);
    } else {
        struct plumb_str text = {converted.data, converted.len};
        status = (kind == KIND_XLS ? plumb_read_xlsx : plumb_read_docx)(path, text, limits, arena,
                                                                        document, error);
    }
    plumb_buf_free(&converted);
    remove_folder(folder, 0);
    return status;
}

/* catdoc and xls2csv keep the text and the rows, but not merged cells. */
static enum plumb_status with_catdoc(const char *path, enum kind kind,
                                     const struct plumb_read_limits *limits,
                                     struct plumb_arena *arena, struct plumb_document **document,
                                     struct plumb_error *error)
{
    const char *const doc[] = {"catdoc", "-w", "-d", "utf-8", path, NULL};
    const char *const xls[] = {"xls2csv", "-q", "1", "-d", "utf-8", path, NULL};
    struct plumb_child_limits child = {limits->max_seconds, 0, limits->max_part, 0};
    struct plumb_buf out = {0};
    struct plumb_error problem = {0};
    enum plumb_status status =
        plumb_child_run(kind == KIND_XLS ? xls : doc, NULL, &child, &out, &problem);
    struct plumb_str text = {out.len ? out.data : "", out.len};
    if (status != PLUMB_OK)
        status = plumb_fail_at(error, status, path, 0, 0, "\"%s\" could not be converted: %s", path,
                               problem.message);
    else
        status = (kind == KIND_XLS ? plumb_read_csv : plumb_read_text)(path, text, limits, arena,
                                                                       document, error);
    plumb_buf_free(&out);
    return status;
}

enum plumb_status plumb_read_legacy(const char *path, struct plumb_str bytes,
                                    const struct plumb_read_limits *limits,
                                    struct plumb_arena *arena, struct plumb_document **document,
                                    struct plumb_error *error)
{
    enum kind kind = kind_of(bytes);
    enum plumb_status status;
    if (plumb_child_exists("soffice"))
        status = with_office(path, kind, bytes, limits, arena, document, error);
    else if (plumb_child_exists(kind == KIND_XLS ? "xls2csv" : "catdoc"))
        status = with_catdoc(path, kind, limits, arena, document, error);
    else
        status = plumb_fail_at(error, PLUMB_E_UNAVAILABLE, path, 0, 0,
                               "\"%s\" is an old Office file; install LibreOffice or catdoc, or "
                               "save it as .%s.",
                               path, kind == KIND_XLS ? "xlsx" : "docx");
    if (status == PLUMB_OK) {
        (*document)->format = kind == KIND_XLS ? PLUMB_FORMAT_XLSX : PLUMB_FORMAT_DOCX;
        plumb_sha256_hex(bytes.ptr, bytes.len, (*document)->sha256);
    }
    return status;
}
