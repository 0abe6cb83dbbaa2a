/* Hashes: xxHash for tables, SHA-256 (libmd) for the identity of files. */
#include "plumb/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include <sha2.h>
#include <xxhash.h>

uint64_t plumb_hash64(const void *data, size_t len, uint64_t seed)
{
    return XXH64(data, len, seed);
}

static void finish(SHA2_CTX *context, char out[65])
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, context);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[64] = '\0';
}

void plumb_sha256_hex(const void *data, size_t len, char out[65])
{
    SHA2_CTX context;
    SHA256Init(&context);
    if (len)
        SHA256Update(&context, data, len);
    finish(&context, out);
}

enum plumb_status plumb_sha256_file_hex(const char *path, char out[65], struct plumb_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0, "%s could not be opened: %s.", path,
                             strerror(errno));
    SHA2_CTX context;
    SHA256Init(&context);
    uint8_t piece[16384];
    for (size_t n = fread(piece, 1, sizeof piece, file); n > 0;
         n = fread(piece, 1, sizeof piece, file))
        SHA256Update(&context, piece, n);
    bool bad = ferror(file) != 0;
    fclose(file);
    if (bad)
        return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0, "%s could not be read to its end.",
                             path);
    finish(&context, out);
    return PLUMB_OK;
}
