/* Inside of hashing. */
#ifndef PLUMB_SHA256_BLOCKS_H
#define PLUMB_SHA256_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Take `count` blocks of 64 bytes into the state; false, with nothing done, when the processor has no
 * instructions for it. */
bool plumb_sha256_blocks(uint32_t state[8], const uint8_t *data, size_t count);

#endif
