#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multivariate.h"
#include "analysis/stats/stats_rows_int.h"

struct search {
    const double *x;
    size_t rows, columns, k, compared, block;
    const uint32_t *reference; /* [compared] */
    double *score;
    double *heaps; /* [blocks * k] */
};

/* The k smallest squared distances so far, as a heap with the largest on top. */
static void heap_push(double *heap, size_t *n, size_t k, double v)
{
    if (*n < k) {
        size_t at = (*n)++;
        for (; at > 0 && heap[(at - 1) / 2] < v; at = (at - 1) / 2)
            heap[at] = heap[(at - 1) / 2];
        heap[at] = v;
        return;
    }
    if (v >= heap[0])
        return;
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < k; at = child) {
        if (child + 1 < k && heap[child + 1] > heap[child])
            child++;
        if (heap[child] <= v)
            break;
        heap[at] = heap[child];
    }
    heap[at] = v;
}

static double squared_distance(const double *a, const double *b, size_t columns)
{
    double sum = 0;
    for (size_t j = 0; j < columns; j++)
        sum += (a[j] - b[j]) * (a[j] - b[j]);
    return sum;
}

static void search_block(void *context, size_t block)
{
    const struct search *s = context;
    double *heap = s->heaps + block * s->k;
    for (size_t i = block * s->block; i < (block + 1) * s->block && i < s->rows; i++) {
        size_t n = 0;
        for (size_t r = 0; r < s->compared; r++) {
            const size_t other = s->reference[r];
            if (other != i)
                heap_push(
                    heap, &n, s->k,
                    squared_distance(s->x + i * s->columns, s->x + other * s->columns, s->columns));
        }
        s->score[i] = sqrt(heap[0]);
    }
}

/* Which rows to compare with, and k in proportion. */
static bool search_reference(struct search *s, struct plumb_neighbours_options o,
                             uint32_t *reference)
{
    size_t k = o.k;
    if (s->compared < s->rows) {
        uint64_t *hash = plumb_rows_hash(s->x, s->rows, s->columns);
        const bool done =
            hash != NULL && plumb_rows_pick(hash, s->rows, o.seed, 0, s->compared, reference);
        plumb_free(hash);
        if (!done)
            return false;
        k = (size_t)((double)k * (double)s->compared / (double)s->rows + 0.5);
    } else {
        for (size_t i = 0; i < s->rows; i++)
            reference[i] = (uint32_t)i;
    }
    s->k = k < 1 ? 1 : k > s->compared - 1 ? s->compared - 1 : k;
    s->reference = reference;
    return true;
}

enum plumb_status plumb_score_neighbours(const double *x, size_t rows, size_t columns,
                                         struct plumb_neighbours_options options, double *score,
                                         struct plumb_error *error)
{
    if (rows < 2 || columns < 1 || rows > UINT32_MAX || options.k < 1 || options.reference == 1)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "Neighbour distances need 2 rows, 1 column and k >= 1, got %zu rows of "
                          "%zu.",
                          rows, columns);
    enum plumb_status status =
        plumb_stats_check(x, rows * columns, 1, "Neighbour distances", error);
    if (status != PLUMB_OK)
        return status;
    struct search s = {.x = x, .rows = rows, .columns = columns, .score = score, .block = 256};
    s.compared = options.reference > 0 && options.reference < rows ? options.reference : rows;
    const size_t blocks = (rows + s.block - 1) / s.block;
    uint32_t *reference = plumb_calloc(s.compared, sizeof *reference);
    if (reference == NULL || !search_reference(&s, options, reference) ||
        (s.heaps = plumb_calloc(blocks, s.k * sizeof *s.heaps)) == NULL)
        status = plumb_fail_nomem(error);
    else
        plumb_parallel(blocks, options.threads, search_block, &s);
    plumb_free(reference);
    plumb_free(s.heaps);
    return status;
}

enum plumb_status plumb_score_zmean(const double *const *scores, size_t count, size_t rows,
                                    double *out, struct plumb_error *error)
{
    if (count == 0 || rows == 0)
        return plumb_fail(error, PLUMB_E_DOMAIN, "There is no score to combine.");
    for (size_t i = 0; i < rows; i++)
        out[i] = 0;
    for (size_t k = 0; k < count; k++) {
        double *sorted = plumb_stats_copy_sorted(scores[k], rows), mean = 0, squares = 0;
        if (sorted == NULL)
            return plumb_fail_nomem(error);
        for (size_t i = 0; i < rows; i++) /* sums that forget the order of the rows */
            mean += sorted[i] / (double)rows;
        for (size_t i = 0; i < rows; i++)
            squares += (sorted[i] - mean) * (sorted[i] - mean);
        plumb_free(sorted);
        const double sd = sqrt(squares / (double)rows);
        for (size_t i = 0; i < rows && sd > 0; i++)
            out[i] += (scores[k][i] - mean) / sd / (double)count;
    }
    return PLUMB_OK;
}

enum plumb_status plumb_score_profile(const double *x, size_t rows, size_t columns, uint64_t seed,
                                      unsigned threads, double *score, struct plumb_error *error)
{
    double *z = plumb_calloc(rows + 1, (columns + 1) * sizeof *z);
    double *forest = plumb_stats_doubles(rows), *near = plumb_stats_doubles(rows);
    struct plumb_forest_options f = PLUMB_FOREST_DEFAULT;
    struct plumb_neighbours_options k = PLUMB_NEIGHBOURS_DEFAULT;
    f.seed = k.seed = seed;
    f.threads = k.threads = threads;
    enum plumb_status status = PLUMB_E_NOMEM;
    if (z != NULL && forest != NULL && near != NULL)
        status = plumb_columns_z(x, rows, columns, z, error);
    else
        plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = plumb_score_forest(z, rows, columns, f, forest, error);
    if (status == PLUMB_OK)
        status = plumb_score_neighbours(z, rows, columns, k, near, error);
    if (status == PLUMB_OK)
        status = plumb_score_zmean((const double *const[]){forest, near}, 2, rows, score, error);
    plumb_free(z);
    plumb_free(forest);
    plumb_free(near);
    return status;
}
