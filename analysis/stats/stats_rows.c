#include "analysis/stats/stats_rows_int.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/stats/stats_int.h"

uint64_t *plumb_rows_hash(const double *x, size_t rows, size_t columns)
{
    uint64_t *hash = plumb_calloc(rows + 1, sizeof *hash);
    double *row = plumb_stats_doubles(columns);
    for (size_t i = 0; hash != NULL && row != NULL && i < rows; i++) {
        for (size_t j = 0; j < columns; j++)
            row[j] = x[i * columns + j] + 0.0; /* -0 becomes 0 */
        hash[i] = plumb_hash64(row, columns * sizeof *row, 0);
    }
    if (row == NULL) {
        plumb_free(hash);
        hash = NULL;
    }
    plumb_free(row);
    return hash;
}

struct drawn {
    uint64_t key;
    uint32_t row;
};

static int compare_drawn(const void *a, const void *b)
{
    const struct drawn *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static uint64_t drawn_key(uint64_t hash, struct plumb_rng stream)
{
    struct plumb_rng rng = {.key = stream.key ^ hash};
    return plumb_rng_next(&rng);
}

/* Rows whose key lies under `limit`; at most `room` of them are stored. */
static size_t collect(const uint64_t *hash, size_t rows, struct plumb_rng stream, uint64_t limit,
                      struct drawn *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < rows; i++) {
        const uint64_t key = drawn_key(hash[i], stream);
        if (key > limit)
            continue;
        if (n < room)
            out[n] = (struct drawn){key, (uint32_t)i};
        n++;
    }
    return n;
}

bool plumb_rows_pick(const uint64_t *hash, size_t rows, uint64_t seed, uint64_t stream,
                     size_t count, uint32_t *pick)
{
    const struct plumb_rng rng = plumb_rng_stream(seed, stream);
    /* Keys are uniform: about 1.5 count of them lie under the first limit. */
    const double share = 1.5 * ((double)count + 32) / (double)rows;
    uint64_t limit = share < 1 ? (uint64_t)(share * 0x1.0p64) : UINT64_MAX;
    size_t room = share < 1 ? 2 * count + 128 : rows;
    struct drawn *drawn = plumb_calloc(room, sizeof *drawn);
    size_t n = drawn != NULL ? collect(hash, rows, rng, limit, drawn, room) : 0;
    if (drawn != NULL && (n < count || n > room)) { /* many equal rows: take all */
        plumb_free(drawn);
        room = rows;
        drawn = plumb_calloc(room, sizeof *drawn);
        n = drawn != NULL ? collect(hash, rows, rng, UINT64_MAX, drawn, room) : 0;
    }
    if (drawn == NULL)
        return false;
    qsort(drawn, n, sizeof *drawn, compare_drawn);
    for (size_t k = 0; k < count; k++)
        pick[k] = drawn[k].row;
    plumb_free(drawn);
    return true;
}
