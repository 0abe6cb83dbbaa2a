#include "read/office/zip.h"

#include <string.h>
#include <zip.h>

/* Real documents stay below 50 : 1; bombs start at 1,000 : 1. Small members are let through. */
#define MAX_RATIO 200
#define RATIO_FREE ((size_t)1 << 20)

struct plumb_zip {
    const char *path;
    zip_t *archive;
    size_t max_unzipped, max_part, unzipped;
};

/* Takes the source over. */
static enum plumb_status open_source(const char *path, zip_source_t *source, zip_error_t *problem,
                                     const struct plumb_read_limits *limits, struct plumb_zip **out,
                                     struct plumb_error *error)
{
    struct plumb_zip *zip = plumb_calloc(1, sizeof *zip);
    zip_t *archive = zip && source ? zip_open_from_source(source, ZIP_RDONLY, problem) : NULL;
    enum plumb_status status = PLUMB_OK;
    if (!zip)
        status = plumb_fail_nomem(error);
    else if (!archive)
        status = plumb_fail_at(error, PLUMB_E_FORMAT, path, 0, 0,
                               "\"%s\" is a damaged zip container (%s); ask for it again.", path,
                               zip_error_strerror(problem));
    if (status == PLUMB_OK) {
        *zip = (struct plumb_zip){path, archive, limits->max_unzipped, limits->max_part, 0};
        *out = zip;
        return PLUMB_OK;
    }
    if (source)
        zip_source_free(source);
    plumb_free(zip);
    return status;
}

enum plumb_status plumb_zip_open(const char *path, struct plumb_str bytes,
                                 const struct plumb_read_limits *limits, struct plumb_zip **out,
                                 struct plumb_error *error)
{
    zip_error_t problem;
    *out = NULL;
    zip_error_init(&problem);
    zip_source_t *source = zip_source_buffer_create(bytes.ptr, bytes.len, 0, &problem);
    enum plumb_status status = open_source(path, source, &problem, limits, out, error);
    zip_error_fini(&problem);
    return status;
}

enum plumb_status plumb_zip_open_file(const char *path, const struct plumb_read_limits *limits,
                                      struct plumb_zip **out, struct plumb_error *error)
{
    zip_error_t problem;
    *out = NULL;
    zip_error_init(&problem);
    zip_source_t *source = zip_source_file_create(path, 0, -1, &problem);
    enum plumb_status status = open_source(path, source, &problem, limits, out, error);
    zip_error_fini(&problem);
    return status;
}

void plumb_zip_close(struct plumb_zip *zip)
{
    if (!zip)
        return;
    zip_discard(zip->archive);
    plumb_free(zip);
}

bool plumb_zip_has(const struct plumb_zip *zip, const char *name)
{
    return zip_name_locate(zip->archive, name, ZIP_FL_NOCASE) >= 0;
}

static enum plumb_status too_large(const struct plumb_zip *zip, const char *name,
                                   struct plumb_error *error)
{
    return plumb_fail_at(error, PLUMB_E_LIMIT, zip->path, 0, 0,
                         "\"%s\" holds a part (%s) that unpacks to far more than a document needs "
                         "and was not read; if it is meant, raise --max-part or "
                         "--max-unzipped.",
                         zip->path, name);
}

static enum plumb_status unpack(struct plumb_zip *zip, const char *name, zip_file_t *member,
                                size_t most, struct plumb_buf *out, struct plumb_error *error)
{
    char block[65536];
    for (;;) {
        zip_int64_t got = zip_fread(member, block, sizeof block);
        if (got < 0)
            return plumb_fail_at(error, PLUMB_E_FORMAT, zip->path, 0, 0,
                                 "\"%s\" is damaged inside (%s); ask for it again.", zip->path,
                                 name);
        if (got == 0)
            return out->failed ? plumb_fail_nomem(error) : PLUMB_OK;
        zip->unzipped += (size_t)got;
        if (out->len + (size_t)got > most || zip->unzipped > zip->max_unzipped)
            return too_large(zip, name, error);
        plumb_buf_add(out, block, (size_t)got);
        if (out->failed)
            return plumb_fail_nomem(error);
    }
}

static enum plumb_status read_index(struct plumb_zip *zip, const char *name, zip_uint64_t index,
                                    size_t max_bytes, struct plumb_buf *out,
                                    struct plumb_error *error)
{
    zip_stat_t info;
    if (zip_stat_index(zip->archive, index, 0, &info) != 0)
        return plumb_fail_at(error, PLUMB_E_FORMAT, zip->path, 0, 0,
                             "\"%s\" is damaged inside (%s); ask for it again.", zip->path, name);
    size_t packed = info.valid & ZIP_STAT_COMP_SIZE ? (size_t)info.comp_size : 0;
    size_t most = packed > SIZE_MAX / MAX_RATIO ? SIZE_MAX : packed * MAX_RATIO;
    if (most < RATIO_FREE)
        most = RATIO_FREE;
    if (most > max_bytes)
        most = max_bytes;
    zip_file_t *member = zip_fopen_index(zip->archive, index, 0);
    if (!member)
        return plumb_fail_at(error, PLUMB_E_FORMAT, zip->path, 0, 0,
                             "\"%s\" is protected or damaged (%s); save it without a password.",
                             zip->path, zip_strerror(zip->archive));
    enum plumb_status status = unpack(zip, name, member, most, out, error);
    zip_fclose(member);
    return status;
}

enum plumb_status plumb_zip_read(struct plumb_zip *zip, const char *name, struct plumb_buf *out,
                                 struct plumb_error *error)
{
    zip_int64_t index = zip_name_locate(zip->archive, name, ZIP_FL_NOCASE);
    if (index < 0)
        return plumb_fail_at(error, PLUMB_E_FORMAT, zip->path, 0, 0,
                             "\"%s\" lacks its part %s; it is damaged or no such document.",
                             zip->path, name);
    return read_index(zip, name, (zip_uint64_t)index, zip->max_part, out, error);
}

size_t plumb_zip_count(const struct plumb_zip *zip)
{
    zip_int64_t count = zip_get_num_entries(zip->archive, 0);
    return count > 0 ? (size_t)count : 0;
}

const char *plumb_zip_name(const struct plumb_zip *zip, size_t index, uint64_t *size_bytes)
{
    zip_stat_t info;
    bool known = zip_stat_index(zip->archive, index, 0, &info) == 0;
    *size_bytes = known && (info.valid & ZIP_STAT_SIZE) ? info.size : 0;
    return zip_get_name(zip->archive, index, ZIP_FL_ENC_RAW);
}

enum plumb_status plumb_zip_read_at(struct plumb_zip *zip, size_t index, size_t max_bytes,
                                    struct plumb_buf *out, struct plumb_error *error)
{
    return read_index(zip, "a file in it", index, max_bytes, out, error);
}
