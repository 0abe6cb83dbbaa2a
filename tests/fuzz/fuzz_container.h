/* A container built in memory around the bytes of a fuzzer, given to one reader. */
#ifndef PLUMB_FUZZ_CONTAINER_H
#define PLUMB_FUZZ_CONTAINER_H

#include "fuzz_markup.h"
#include "fuzz_zip.h"

#include "read/formats.h"

struct fuzz_part {
    const char *name, *text;
};

/* A first byte of 0 gives the bytes behind it to the reader as they are: a damaged container. */
static inline void fuzz_container(plumb_format_reader *reader, const struct fuzz_part *parts,
                                  size_t count, const char *name, const uint8_t *data, size_t size)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    struct fuzz_zip zip = {.bytes = NULL};
    struct plumb_str bytes = {(const char *)data + (size > 0), size - (size > 0)};
    limits.max_cells = 100000;
    limits.without_sha256 = true;
    if (size && data[0] != 0) {
        for (size_t i = 0; i < count; i++)
            fuzz_zip_add(&zip, parts[i].name, strlen(parts[i].name), parts[i].text,
                         strlen(parts[i].text));
        fuzz_zip_add(&zip, name, strlen(name), data, size);
        fuzz_zip_end(&zip);
        bytes = (struct plumb_str){(const char *)zip.bytes, zip.len};
    }
    if (reader("a.zip", bytes, &limits, arena, &document, &error) != PLUMB_OK && !error.message[0])
        abort();
    free(zip.bytes);
    plumb_arena_free(arena);
}

#endif
