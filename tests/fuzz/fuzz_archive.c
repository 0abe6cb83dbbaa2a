/* Zip archives of documents: an input is a list of members – a byte for the length of the name, the
 * name, two bytes for the size, the bytes – of which the target makes a zip file; a member in
 * `members/` with a name in .zip holds such a list again. A first byte of 255 gives the bytes behind
 * it as the file itself. Listing and reading end with a status, and a member's path begins with the
 * archive's. */
#include "fuzz_file.h"
#include "fuzz_zip.h"

#include "plumb/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct fuzz_file file; /* libFuzzer offers no context to carry it in */

static void remove_file(void)
{
    unlink(file.path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    fuzz_require(setenv("PATH", "/nonexistent", 1) == 0); /* no converters: they are not ours */
    fuzz_file_open(&file, ".zip");
    atexit(remove_file);
    return 0;
}

static bool is_inner(const char *name, size_t len)
{
    return len > 4 && memcmp(name + len - 4, ".zip", 4) == 0;
}

static void make_zip(struct fuzz_zip *zip, const uint8_t *data, size_t size, int depth)
{
    for (size_t at = 0; at < size && zip->count < 40;) {
        size_t name_len = data[at++];
        name_len = name_len < size - at ? name_len : size - at;
        const char *name = (const char *)data + at;
        at += name_len;
        size_t len = at + 2 <= size ? (size_t)data[at] << 8 | data[at + 1] : 0;
        at += at + 2 <= size ? 2 : size - at;
        len = len < size - at ? len : size - at;
        if (depth == 0 && is_inner(name, name_len)) {
            struct fuzz_zip inner = {.bytes = NULL};
            make_zip(&inner, data + at, len, 1);
            fuzz_zip_add(zip, name, name_len, inner.bytes, inner.len);
            free(inner.bytes);
        } else {
            fuzz_zip_add(zip, name, name_len, data + at, len);
        }
        at += len;
    }
    fuzz_zip_end(zip);
}

static void read_members(const struct plumb_read_limits *limits)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_member *members = NULL;
    struct plumb_error error = {0};
    size_t count = 0;
    fuzz_require(arena != NULL);
    if (plumb_archive_list(file.path, limits, arena, &members, &count, &error) != PLUMB_OK)
        fuzz_require(error.message[0]);
    for (size_t i = 0; i < count; i++) {
        struct plumb_document *document = NULL;
        struct plumb_error why = {0};
        fuzz_require(strncmp(members[i].path, file.path, strlen(file.path)) == 0 &&
                     plumb_utf8_valid(plumb_str_from(members[i].path), NULL));
        if (plumb_read_member(file.path, &members[i], limits, arena, &document, &why) != PLUMB_OK)
            fuzz_require(why.message[0]);
    }
    plumb_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct fuzz_zip zip = {.bytes = NULL};
    limits.max_cells = 10000;
    limits.max_members = 30;
    limits.max_unzipped = 1 << 20;
    limits.max_seconds = 1;
    limits.without_sha256 = true;
    if (size && data[0] == 255) {
        fuzz_file_put(&file, data + 1, size - 1);
    } else {
        make_zip(&zip, data, size, 0);
        fuzz_file_put(&file, zip.bytes, zip.len);
    }
    read_members(&limits);
    free(zip.bytes);
    return 0;
}
