/* A container built in memory around the bytes of a fuzzer, given to one reader. */
#ifndef PLUMB_FUZZ_CONTAINER_H
#define PLUMB_FUZZ_CONTAINER_H

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "read/formats.h"

struct fuzz_part {
    const char *name, *text;
};

static inline void fuzz_add(zip_t *zip, const char *name, const void *bytes, size_t size)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, size, 0);
    zip_int64_t index = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0 || zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) != 0)
        abort();
}

/* A first byte of 0 gives the bytes behind it to the reader as they are: a damaged container. */
static inline void fuzz_container(plumb_format_reader *reader, const struct fuzz_part *parts,
                                  size_t count, const char *name, const uint8_t *data, size_t size)
{
    struct plumb_arena *arena = plumb_arena_new();
    struct plumb_document *document = NULL;
    struct plumb_error error = {0};
    struct plumb_read_limits limits = plumb_read_limits_default();
    void *room = NULL;
    zip_source_t *target = NULL;
    struct plumb_str bytes = {(const char *)data + (size > 0), size - (size > 0)};
    limits.max_cells = 100000;
    if (size && data[0] != 0) {
        target = zip_source_buffer_create(NULL, 0, 0, NULL);
        zip_t *zip = target ? zip_open_from_source(target, ZIP_TRUNCATE, NULL) : NULL;
        if (!zip)
            abort();
        zip_source_keep(target);
        for (size_t i = 0; i < count; i++)
            fuzz_add(zip, parts[i].name, parts[i].text, strlen(parts[i].text));
        fuzz_add(zip, name, data, size);
        zip_stat_t info;
        if (zip_close(zip) != 0 || zip_source_open(target) != 0 ||
            zip_source_stat(target, &info) != 0)
            abort();
        room = malloc(info.size ? info.size : 1);
        if (!room || zip_source_read(target, room, info.size) != (zip_int64_t)info.size)
            abort();
        zip_source_close(target);
        bytes = (struct plumb_str){room, info.size};
    }
    if (reader("a.zip", bytes, &limits, arena, &document, &error) != PLUMB_OK && !error.message[0])
        abort();
    if (target)
        zip_source_free(target);
    free(room);
    plumb_arena_free(arena);
}

#endif
