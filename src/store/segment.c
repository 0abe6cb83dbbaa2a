/* Columns of a panel as pieces of a BLOB: how they are packed, and back. */
#include "store/store_int.h"

#include <string.h>

bool plumb_segment_is_constant(const unsigned char *data, size_t count, size_t size)
{
    return count > 0 && memcmp(data, data + size, (count - 1) * size) == 0;
}

/* The file is little-endian; so is nearly every machine. */
void plumb_segment_swap_if_big(unsigned char *data, size_t count, size_t size)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < size / 2; j++) {
            unsigned char *a = &data[i * size + j], *b = &data[i * size + size - 1 - j];
            unsigned char kept = *a;
            *a = *b;
            *b = kept;
        }
#else
    (void)data, (void)count, (void)size;
#endif
}

bool plumb_segment_decode(int codec, const void *data, size_t len, size_t count, size_t size,
                          void *out)
{
    unsigned char *bytes = out;
    if (codec == PLUMB_CODEC_CONSTANT && len == size && count > 0) {
        memcpy(bytes, data, size);
        plumb_segment_swap_if_big(bytes, 1, size);
        for (size_t done = 1; done < count;) {
            size_t more = done < count - done ? done : count - done;
            memcpy(bytes + done * size, bytes, more * size);
            done += more;
        }
        return true;
    }
    if (codec != PLUMB_CODEC_RAW || len != count * size)
        return false;
    memcpy(bytes, data, len);
    plumb_segment_swap_if_big(bytes, count, size);
    return true;
}
