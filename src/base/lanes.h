/* Sixteen bytes of a text looked at in one step: what the searches for words share. */
#ifndef PLUMB_LANES_H
#define PLUMB_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PLUMB_LANES 16
typedef unsigned char plumb_lanes __attribute__((vector_size(PLUMB_LANES)));
typedef uint16_t plumb_pairs __attribute__((vector_size(PLUMB_LANES)));

/* Bit i is set when x[i] is not 0; the bytes are 0 or 255. */
static inline unsigned plumb_lanes_bits(plumb_lanes x)
{
#ifdef __SSE2__
    return (unsigned)_mm_movemask_epi8((__m128i)x);
#else
    unsigned bits = 0;
    for (unsigned i = 0; i < PLUMB_LANES; i++)
        bits |= (x[i] & 1u) << i;
    return bits;
#endif
}

/* The two bytes at p in every pair of lanes. */
static inline plumb_pairs plumb_pairs_of(const char *p)
{
    uint16_t pair;
    memcpy(&pair, p, sizeof pair);
    return (plumb_pairs){0} + pair;
}

/* A window of a text and the same one byte on: the pairs of both are all neighbours in it. */
struct plumb_window {
    plumb_pairs even, odd;
};

/* PLUMB_LANES + 1 bytes from p on. */
static inline struct plumb_window plumb_window_at(const char *p)
{
    struct plumb_window w;
    memcpy(&w.even, p, PLUMB_LANES);
    memcpy(&w.odd, p + 1, PLUMB_LANES);
    return w;
}

/* `len` bytes, 2 … PLUMB_LANES, and zeros behind them. By shifts on little-endian machines, because
 * loading what was just stored in parts stalls the processor. */
static inline struct plumb_window plumb_window_few(const char *p, size_t len)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    typedef uint64_t halves __attribute__((vector_size(PLUMB_LANES)));
    uint64_t low, high = 0;
    if (len >= 8) {
        memcpy(&low, p, 8);
        memcpy(&high, p + len - 8, 8);
        high = len == 8 ? 0 : high >> 8 * (2 * 8 - len);
    } else if (len >= 4) {
        uint32_t first, last;
        memcpy(&first, p, 4);
        memcpy(&last, p + len - 4, 4);
        low = first | (uint64_t)last << 8 * (len - 4);
    } else {
        const unsigned char *byte = (const unsigned char *)p;
        low = byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[len - 1] << 8 * (len - 1);
    }
    return (struct plumb_window){(plumb_pairs)(halves){low, high},
                                 (plumb_pairs)(halves){low >> 8 | high << 56, high >> 8}};
#else
    char room[PLUMB_LANES + 1] = {0};
    memcpy(room, p, len);
    return plumb_window_at(room);
#endif
}

/* Where these two bytes stand in the window: 255 in a lane of the pair. */
static inline plumb_lanes plumb_window_has(const struct plumb_window *w, plumb_pairs pair)
{
    return (plumb_lanes)((w->even == pair) | (w->odd == pair));
}

/* Bit i: they stand at byte i of the window. */
static inline unsigned plumb_window_places(const struct plumb_window *w, plumb_pairs pair)
{
    const unsigned first_of_pair = 0x5555;
    return (plumb_lanes_bits((plumb_lanes)(w->even == pair)) & first_of_pair) |
           (plumb_lanes_bits((plumb_lanes)(w->odd == pair)) & first_of_pair) << 1;
}

#endif
