/* Containers made by hand for the readers of DOCX, XLSX, OFD and archives. */
#ifndef PLUMB_ZIP_FIXTURE_H
#define PLUMB_ZIP_FIXTURE_H

#include "read_fixture.h"

#include <unistd.h>
#include <zip.h>

struct zip_part {
    const char *name, *text;
    size_t len; /* 0: strlen(text) */
};

/* Write a container; the path is good until the next call. */
static inline const char *zip_write(const char *extension, const struct zip_part *parts,
                                    size_t count)
{
    static char path[128];
    snprintf(path, sizeof path, "/tmp/plumb-zip-%ld%s", (long)getpid(), extension);
    int problem = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &problem);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        size_t len = parts[i].len ? parts[i].len : strlen(parts[i].text);
        zip_source_t *source = zip_source_buffer(zip, parts[i].text, len, 0);
        assert_non_null(source);
        assert_true(zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    return path;
}

/* Read a file as `plumb` does. */
static inline struct read_result read_path_dump(const char *path)
{
    struct read_result r = {.arena = plumb_arena_new()};
    r.status = plumb_read_file(path, NULL, r.arena, &r.document, &r.error);
    if (r.status == PLUMB_OK) {
        check_document(r.document);
        plumb_document_text(r.document, &r.dump);
    } else {
        assert_true(r.error.message[0] != '\0');
    }
    return r;
}

/* The dump without its line numbers: "text\t…\nrow\t…\n". */
static inline void expect_dump(const struct read_result *r, const char *wanted)
{
    struct plumb_buf out = {0};
    const char *at = r->dump.data;
    plumb_buf_puts(&out, "");
    while (at && *at) {
        const char *end = strchr(at, '\n'), *tab = strchr(at, '\t');
        assert_non_null(end);
        if (tab && tab < end && strncmp(tab + 1, "table", 5) != 0)
            plumb_buf_add(&out, tab + 1, (size_t)(end - tab));
        at = end + 1;
    }
    assert_string_equal(out.data, wanted);
    plumb_buf_free(&out);
}

static inline void expect_file(const char *path, const char *wanted)
{
    struct read_result r = read_path_dump(path);
    if (r.status != PLUMB_OK)
        fail_msg("%s", r.error.message);
    expect_dump(&r, wanted);
    read_free(&r);
    unlink(path);
}

/* The file fails with this status, and its message names the file and holds `words`. */
static inline void expect_failure(const char *path, enum plumb_status status, const char *words)
{
    struct read_result r = read_path_dump(path);
    if (r.status != status || !strstr(r.error.message, words) || !strstr(r.error.message, path))
        fail_msg("status %d: %s", (int)r.status, r.error.message);
    read_free(&r);
    unlink(path);
}

#endif
