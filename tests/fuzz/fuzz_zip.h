/* Zip containers written in memory: members stored without packing, so that a fuzzer's change of one
 * byte of a member stays a change of one byte. */
#ifndef PLUMB_FUZZ_ZIP_H
#define PLUMB_FUZZ_ZIP_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct fuzz_zip {
    uint8_t *bytes; /* owned: free it */
    size_t len, capacity;
    uint8_t directory[8192]; /* goes behind the members */
    size_t directory_len, count;
};

static inline void fuzz_zip_put(struct fuzz_zip *zip, const void *bytes, size_t len)
{
    if (zip->len + len > zip->capacity) {
        zip->capacity = 2 * zip->capacity + len + 1024;
        zip->bytes = realloc(zip->bytes, zip->capacity);
        if (!zip->bytes)
            abort();
    }
    if (len)
        memcpy(zip->bytes + zip->len, bytes, len);
    zip->len += len;
}

static inline void fuzz_zip_number(uint8_t *at, size_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

/* One member; what does not fit into the directory is left out of it. */
static inline void fuzz_zip_add(struct fuzz_zip *zip, const char *name, size_t name_len,
                                const void *bytes, size_t size)
{
    uint8_t local[30] = {'P', 'K', 3, 4, 20, 0, 0, 8},
            entry[46] = {'P', 'K', 1, 2, 20, 0, 20, 0, 0, 8};
    fuzz_zip_number(local + 14, crc32(0, bytes, (unsigned)size), 4);
    fuzz_zip_number(local + 18, size, 4);
    fuzz_zip_number(local + 22, size, 4);
    fuzz_zip_number(local + 26, name_len, 2);
    memcpy(entry + 16, local + 14, 14); /* sum, sizes, length of the name */
    fuzz_zip_number(entry + 42, zip->len, 4);
    fuzz_zip_put(zip, local, sizeof local);
    fuzz_zip_put(zip, name, name_len);
    fuzz_zip_put(zip, bytes, size);
    if (zip->directory_len + sizeof entry + name_len > sizeof zip->directory)
        return;
    memcpy(zip->directory + zip->directory_len, entry, sizeof entry);
    memcpy(zip->directory + zip->directory_len + sizeof entry, name, name_len);
    zip->directory_len += sizeof entry + name_len;
    zip->count++;
}

static inline void fuzz_zip_end(struct fuzz_zip *zip)
{
    uint8_t end[22] = {'P', 'K', 5, 6};
    fuzz_zip_number(end + 8, zip->count, 2);
    fuzz_zip_number(end + 10, zip->count, 2);
    fuzz_zip_number(end + 12, zip->directory_len, 4);
    fuzz_zip_number(end + 16, zip->len, 4);
    fuzz_zip_put(zip, zip->directory, zip->directory_len);
    fuzz_zip_put(zip, end, sizeof end);
    /* the exact size, so that reading past it is seen */
    uint8_t *exact = malloc(zip->len);
    if (!exact)
        abort();
    memcpy(exact, zip->bytes, zip->len);
    free(zip->bytes);
    zip->bytes = exact;
}

#endif
