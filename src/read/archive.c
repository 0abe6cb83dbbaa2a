/* Zip archives of reports. Members are read in memory and never written under their names, so that
 * a name such as ../../x does no more than look odd. */
#include <iconv.h>
#include <string.h>

#include "read/formats.h"
#include "read/office/zip.h"

/* An archive in an archive is opened, one deeper is not. */
#define MAX_INNER_BYTES ((size_t)64 << 20)

static bool ends_in_zip(struct plumb_str name)
{
    static const char ending[] = ".zip";
    if (name.len < 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        char c = name.ptr[name.len - 4 + i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != ending[i])
            return false;
    }
    return true;
}

/* Names are UTF-8 or, as Windows programs in China write them, GBK; the flag that tells them apart
 * is often wrong, so the bytes decide. */
static const char *decode_name(struct plumb_arena *arena, const char *raw)
{
    struct plumb_str bytes = plumb_str_from(raw);
    if (plumb_utf8_valid(bytes, NULL))
        return plumb_arena_printf(arena, "%s", raw);
    size_t room = 3 * bytes.len + 1, in_left = bytes.len, out_left = room - 1;
    char *name = plumb_arena_alloc(arena, room);
    char *copy = plumb_arena_printf(arena, "%s", raw), *in = copy, *out = name;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (!name || !copy || converter == (iconv_t)-1) {
        if (converter != (iconv_t)-1)
            iconv_close(converter);
        return name && copy ? "?" : NULL;
    }
    while (in_left > 0 && iconv(converter, &in, &in_left, &out, &out_left) == (size_t)-1) {
        if (!in_left || !out_left)
            break;
        *out++ = '?'; /* a byte of no character */
        in++, in_left--, out_left--;
    }
    iconv_close(converter);
    *out = '\0';
    return name;
}

/* Folders, and what systems leave beside the files. */
static bool is_left_out(struct plumb_str name)
{
    size_t slash = plumb_str_rfind(name, PLUMB_STR("/"));
    struct plumb_str last = plumb_str_sub(name, slash == PLUMB_NPOS ? 0 : slash + 1, name.len);
    return last.len == 0 || last.ptr[0] == '.' || plumb_str_starts(name, PLUMB_STR("__MACOSX/")) ||
           plumb_str_equal(last, PLUMB_STR("Thumbs.db"));
}

/* ---- listing ---- */

struct listing {
    const char *path;
    const struct plumb_read_limits *limits;
    struct plumb_arena *arena;
    struct plumb_member *members;
    size_t count, capacity;
    uint64_t bytes;
};

static enum plumb_status too_much(const struct listing *l, const char *what,
                                  struct plumb_error *error)
{
    return plumb_fail_at(error, PLUMB_E_LIMIT, l->path, 0, 0,
                         "\"%s\" is an archive with %s; unpack it and name the files.", l->path,
                         what);
}

static enum plumb_status list_members(struct listing *l, struct plumb_zip *zip, const char *prefix,
                                      size_t outer, struct plumb_error *error);

static enum plumb_status list_inner(struct listing *l, struct plumb_zip *zip, size_t index,
                                    const char *path, struct plumb_error *error)
{
    struct plumb_buf bytes = {0};
    struct plumb_zip *inner = NULL;
    enum plumb_status status = plumb_zip_read_at(zip, index, MAX_INNER_BYTES, &bytes, error);
    if (status == PLUMB_OK)
        status = plumb_zip_open(path, (struct plumb_str){bytes.data, bytes.len}, l->limits, &inner,
                                error);
    if (status == PLUMB_OK)
        status = list_members(l, inner, path, index, error);
    plumb_zip_close(inner);
    plumb_buf_free(&bytes);
    return status;
}

static enum plumb_status add_member(struct listing *l, struct plumb_zip *zip, size_t index,
                                    const char *prefix, size_t outer, struct plumb_error *error)
{
    uint64_t size = 0;
    const char *raw = plumb_zip_name(zip, index, &size);
    const char *name = raw ? decode_name(l->arena, raw) : NULL;
    if (!raw || (name && is_left_out(plumb_str_from(name))))
        return PLUMB_OK;
    const char *path = plumb_arena_printf(l->arena, "%s!%s", prefix, name ? name : "");
    if (!name || !path)
        return plumb_fail_nomem(error);
    if (outer == PLUMB_NPOS && ends_in_zip(plumb_str_from(name))) {
        struct plumb_error ignored = {0};
        size_t before = l->count;
        enum plumb_status status = list_inner(l, zip, index, path, &ignored);
        if (status == PLUMB_OK || status == PLUMB_E_NOMEM)
            return status;
        l->count = before; /* as a member it says itself what is wrong with it */
    }
    l->bytes += size;
    if (l->count >= l->limits->max_members)
        return too_much(l, "too many files", error);
    if (l->bytes > l->limits->max_unzipped)
        return too_much(l, "more in it than the limit", error);
    struct plumb_member *m = PLUMB_PUSH(l->arena, l->members, l->count, l->capacity);
    if (!m)
        return plumb_fail_nomem(error);
    *m = (struct plumb_member){.path = path, .size_bytes = size};
    m->index = outer == PLUMB_NPOS ? index : outer;
    m->inner = outer == PLUMB_NPOS ? PLUMB_NPOS : index;
    return PLUMB_OK;
}

static enum plumb_status list_members(struct listing *l, struct plumb_zip *zip, const char *prefix,
                                      size_t outer, struct plumb_error *error)
{
    enum plumb_status status = PLUMB_OK;
    size_t count = plumb_zip_count(zip);
    for (size_t i = 0; i < count && status == PLUMB_OK; i++)
        status = add_member(l, zip, i, prefix, outer, error);
    return status;
}

bool plumb_is_archive_name(const char *path)
{
    return ends_in_zip(plumb_str_from(path));
}

enum plumb_status plumb_archive_list(const char *path, const struct plumb_read_limits *limits,
                                     struct plumb_arena *arena, struct plumb_member **members,
                                     size_t *count, struct plumb_error *error)
{
    struct plumb_read_limits chosen = plumb_read_limits_resolve(limits);
    struct listing l = {.path = path, .limits = &chosen, .arena = arena};
    struct plumb_zip *zip = NULL;
    *members = NULL;
    *count = 0;
    enum plumb_status status = plumb_zip_open_file(path, &chosen, &zip, error);
    if (status == PLUMB_OK && !plumb_zip_has(zip, "word/document.xml") &&
        !plumb_zip_has(zip, "xl/workbook.xml") && !plumb_zip_has(zip, "OFD.xml"))
        status = list_members(&l, zip, path, PLUMB_NPOS, error);
    plumb_zip_close(zip);
    if (status == PLUMB_OK) {
        *members = l.members;
        *count = l.count;
    }
    return status;
}

/* ---- reading ---- */

enum plumb_status plumb_member_bytes(const char *archive, const struct plumb_member *member,
                                     const struct plumb_read_limits *limits, struct plumb_buf *out,
                                     struct plumb_error *error)
{
    struct plumb_read_limits chosen = plumb_read_limits_resolve(limits);
    struct plumb_zip *zip = NULL, *inner = NULL;
    struct plumb_buf outer = {0};
    bool nested = member->inner != PLUMB_NPOS;
    enum plumb_status status = plumb_zip_open_file(archive, &chosen, &zip, error);
    if (status == PLUMB_OK)
        status = plumb_zip_read_at(zip, member->index, nested ? MAX_INNER_BYTES : chosen.max_bytes,
                                   nested ? &outer : out, error);
    if (status == PLUMB_OK && nested)
        status = plumb_zip_open(member->path, (struct plumb_str){outer.data, outer.len}, &chosen,
                                &inner, error);
    if (status == PLUMB_OK && nested)
        status = plumb_zip_read_at(inner, member->inner, chosen.max_bytes, out, error);
    plumb_zip_close(inner);
    plumb_zip_close(zip);
    plumb_buf_free(&outer);
    return status;
}

enum plumb_status plumb_read_member(const char *archive, const struct plumb_member *member,
                                    const struct plumb_read_limits *limits,
                                    struct plumb_arena *arena, struct plumb_document **document,
                                    struct plumb_error *error)
{
    struct plumb_read_limits chosen = plumb_read_limits_resolve(limits);
    struct plumb_buf bytes = {0};
    *document = NULL;
    enum plumb_status status = plumb_member_bytes(archive, member, &chosen, &bytes, error);
    if (status == PLUMB_OK)
        status =
            plumb_read_any(member->path, (struct plumb_str){bytes.len ? bytes.data : "", bytes.len},
                           &chosen, arena, document, error);
    plumb_buf_free(&bytes);
    return status;
}
