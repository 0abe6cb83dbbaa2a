/* Hashes: xxHash for tables, SHA-256 (libmd) for the identity of files. */
#include "plumb/base.h"

#include <sys/types.h>

#include <sha2.h>
#include <xxhash.h>

uint64_t plumb_hash64(const void *data, size_t len, uint64_t seed)
{
    return XXH64(data, len, seed);
}

void plumb_sha256_hex(const void *data, size_t len, char out[65])
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    SHA256Init(&context);
    if (len)
        SHA256Update(&context, data, len);
    SHA256Final(digest, &context);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[64] = '\0';
}
