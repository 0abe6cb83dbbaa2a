#include "analysis/across/similarity.h"

#include <stdlib.h>
#include <string.h>

/* SplitMix64's finaliser: a bijection that turns one hash into a family of them. */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

void plumb_minhash(const uint64_t *hashes, size_t n, uint64_t signature[PLUMB_MINHASH_SIZE])
{
    for (size_t k = 0; k < PLUMB_MINHASH_SIZE; k++) {
        uint64_t least = UINT64_MAX, salt = mixed(0x9E3779B97F4A7C15u * (k + 1));
        for (size_t i = 0; i < n; i++) {
            uint64_t h = mixed(hashes[i] ^ salt);
            least = h < least ? h : least;
        }
        signature[k] = least;
    }
}

struct slot {
    uint64_t key;
    size_t text;
};

static int by_slot(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

static int by_pair(const void *a, const void *b)
{
    const struct plumb_pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

struct pairs {
    struct plumb_pair *items;
    size_t count, capacity;
};

static void pairs_of_band(const uint64_t *signatures, size_t count, size_t band, size_t limit,
                          struct plumb_arena *arena, struct slot *slots, struct pairs *out)
{
    size_t rows = PLUMB_MINHASH_SIZE / PLUMB_MINHASH_BANDS, filled = 0;
    for (size_t t = 0; t < count; t++) {
        const uint64_t *part = &signatures[t * PLUMB_MINHASH_SIZE + band * rows];
        if (part[0] != UINT64_MAX)
            slots[filled++] = (struct slot){plumb_hash64(part, rows * sizeof *part, band), t};
    }
    if (filled)
        qsort(slots, filled, sizeof *slots, by_slot);
    for (size_t i = 0; i < filled; i++) {
        size_t found = 0;
        for (size_t k = i + 1; k < filled && slots[k].key == slots[i].key && found < limit; k++) {
            *PLUMB_PUSH(arena, out->items, out->count, out->capacity) =
                (struct plumb_pair){slots[i].text, slots[k].text};
            found++;
        }
    }
}

enum plumb_status plumb_similar_pairs(const uint64_t *signatures, size_t count, size_t limit,
                                      struct plumb_arena *arena, struct plumb_pair **pairs,
                                      size_t *pair_count, struct plumb_error *error)
{
    jmp_buf nomem;
    jmp_buf *outer = plumb_arena_on_nomem(arena, &nomem);
    if (setjmp(nomem)) {
        plumb_arena_on_nomem(arena, outer);
        return plumb_fail_nomem(error);
    }
    struct pairs found = {0};
    struct slot *slots = plumb_arena_array(arena, count + 1, sizeof *slots);
    for (size_t band = 0; band < PLUMB_MINHASH_BANDS; band++)
        pairs_of_band(signatures, count, band, limit, arena, slots, &found);
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, by_pair);
    size_t kept = 0;
    for (size_t i = 0; i < found.count; i++)
        if (!kept || by_pair(&found.items[kept - 1], &found.items[i]) != 0)
            found.items[kept++] = found.items[i];
    *pairs = found.items;
    *pair_count = kept;
    plumb_arena_on_nomem(arena, outer);
    return PLUMB_OK;
}

size_t plumb_set_overlap(const uint64_t *a, size_t n, const uint64_t *b, size_t m)
{
    size_t i = 0, k = 0, common = 0;
    while (i < n && k < m) {
        uint64_t x = a[i], y = b[k];
        common += x == y;
        i += x <= y;
        k += y <= x;
    }
    return common;
}
