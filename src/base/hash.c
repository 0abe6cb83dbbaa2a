/* Hashes: xxHash for tables, SHA-256 (libmd) for the identity of files. */
#include "plumb/base.h"
#include "sha256_blocks.h"

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

/* As SHA256Update, with the processor's help for whole blocks. */
static void update(SHA2_CTX *context, const uint8_t *data, size_t len)
{
    const size_t blocks = len / SHA256_BLOCK_LENGTH, whole = blocks * SHA256_BLOCK_LENGTH;
    const bool between = context->bitcount[0] / 8 % SHA256_BLOCK_LENGTH == 0;
    if (between && blocks && plumb_sha256_blocks(context->state.st32, data, blocks)) {
        context->bitcount[0] += (uint64_t)whole * 8;
        data += whole;
        len -= whole;
    }
    if (len)
        SHA256Update(context, data, len);
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
    update(&context, data, len);
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
    uint8_t piece[65536];
    for (size_t n = fread(piece, 1, sizeof piece, file); n > 0;
         n = fread(piece, 1, sizeof piece, file))
        update(&context, piece, n);
    bool bad = ferror(file) != 0;
    fclose(file);
    if (bad)
        return plumb_fail_at(error, PLUMB_E_IO, path, 0, 0, "%s could not be read to its end.",
                             path);
    finish(&context, out);
    return PLUMB_OK;
}
