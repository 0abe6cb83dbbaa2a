#include <string.h>

#include "analysis/stats/stats_int.h"
#include "analysis/stats/stats_multivariate.h"
#include "analysis/stats/stats_rows_int.h"

#define EULER_GAMMA 0.57721566490153286

/* Average path length of an unsuccessful search in a binary tree of n values. */
static double path_credit(size_t n)
{
    const double m = (double)n;
    if (n <= 1)
        return 0;
    return n == 2 ? 1 : 2 * (log(m - 1) + EULER_GAMMA) - 2 * (m - 1) / m;
}

struct node {
    double split;
    uint32_t column, left, right; /* left = 0: a leaf */
    double credit;                /* of a leaf: its depth + path_credit(size) */
};

struct forest {
    const double *x;
    size_t rows, columns, trees, subsample, limit;
    uint64_t seed;
    const uint64_t *hash; /* [rows] of the contents */
    struct node *nodes;   /* [trees * 2 * subsample] */
    bool *failed;         /* [trees] */
    double *score;
    size_t block;
};

struct grower {
    const struct forest *forest;
    struct node *nodes;
    uint32_t *pick; /* rows of the subsample, partitioned in place */
    uint32_t count;
    uint64_t tree;
};

/* A column drawn among those that vary over pick[from..to); false when none does. */
static bool draw_split(const struct grower *g, size_t from, size_t to, struct plumb_rng *rng,
                       struct node *node)
{
    const struct forest *f = g->forest;
    size_t varying = 0;
    for (size_t j = 0; j < f->columns; j++) {
        double low = INFINITY, high = -INFINITY;
        for (size_t k = from; k < to; k++) {
            const double v = f->x[g->pick[k] * f->columns + j];
            low = fmin(low, v);
            high = fmax(high, v);
        }
        if (!(high > low))
            continue;
        varying++;
        /* Reservoir of one: every varying column ends up chosen with the same chance. */
        const double at = low + plumb_rng_uniform(rng) * (high - low);
        if (plumb_rng_below(rng, varying) == 0) {
            node->column = (uint32_t)j;
            node->split = at < high ? at : low;
        }
    }
    return varying > 0;
}

/* Rows with value <= split to the front; returns the first of the others. */
static size_t partition(const struct grower *g, size_t from, size_t to, const struct node *node)
{
    size_t end = from;
    for (size_t k = from; k < to; k++) {
        const uint32_t row = g->pick[k];
        if (g->forest->x[row * g->forest->columns + node->column] <= node->split) {
            g->pick[k] = g->pick[end];
            g->pick[end++] = row;
        }
    }
    return end;
}

static uint32_t grow(struct grower *g, size_t from, size_t to, size_t depth)
{
    const uint32_t id = g->count++;
    struct node *node = &g->nodes[id];
    *node = (struct node){.credit = (double)depth + path_credit(to - from)};
    struct plumb_rng rng = plumb_rng_stream(g->forest->seed, g->tree << 32 | id);
    if (to - from < 2 || depth >= g->forest->limit || !draw_split(g, from, to, &rng, node))
        return id;
    const size_t middle = partition(g, from, to, node);
    const uint32_t left = grow(g, from, middle, depth + 1);
    const uint32_t right = grow(g, middle, to, depth + 1);
    node->left = left;
    node->right = right;
    return id;
}

static void grow_tree(void *context, size_t tree)
{
    struct forest *f = context;
    struct grower g = {.forest = f,
                       .nodes = f->nodes + tree * 2 * f->subsample,
                       .pick = plumb_calloc(f->subsample, sizeof *g.pick),
                       .tree = tree};
    f->failed[tree] = g.pick == NULL || !plumb_rows_pick(f->hash, f->rows, f->seed, ~(uint64_t)tree,
                                                         f->subsample, g.pick);
    if (!f->failed[tree])
        grow(&g, 0, f->subsample, 0);
    plumb_free(g.pick);
}

static double path_length(const struct node *nodes, const double *row)
{
    const struct node *node = nodes;
    while (node->left != 0)
        node = &nodes[row[node->column] <= node->split ? node->left : node->right];
    return node->credit;
}

static void score_block(void *context, size_t block)
{
    const struct forest *f = context;
    const size_t from = block * f->block, end = from + f->block;
    for (size_t i = from; i < end && i < f->rows; i++) {
        double sum = 0;
        for (size_t t = 0; t < f->trees; t++)
            sum += path_length(f->nodes + t * 2 * f->subsample, f->x + i * f->columns);
        f->score[i] = exp2(-sum / (double)f->trees / path_credit(f->subsample));
    }
}

static enum plumb_status forest_run(struct forest *f, unsigned threads, struct plumb_error *error)
{
    plumb_parallel(f->trees, threads, grow_tree, f);
    for (size_t t = 0; t < f->trees; t++)
        if (f->failed[t])
            return plumb_fail_nomem(error);
    f->block = 1024;
    plumb_parallel((f->rows + f->block - 1) / f->block, threads, score_block, f);
    return PLUMB_OK;
}

enum plumb_status plumb_score_forest(const double *x, size_t rows, size_t columns,
                                     struct plumb_forest_options options, double *score,
                                     struct plumb_error *error)
{
    if (rows < 2 || columns < 1 || rows > UINT32_MAX || options.trees < 1 || options.subsample < 2)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The isolation forest needs 2 rows, 1 column, 1 tree and a subsample of "
                          "2, got %zu rows of %zu.",
                          rows, columns);
    enum plumb_status status =
        plumb_stats_check(x, rows * columns, 1, "The isolation forest", error);
    if (status != PLUMB_OK)
        return status;
    struct forest f = {.x = x,
                       .rows = rows,
                       .columns = columns,
                       .trees = options.trees,
                       .subsample = options.subsample < rows ? options.subsample : rows,
                       .seed = options.seed,
                       .score = score};
    while (((size_t)1 << f.limit) < f.subsample)
        f.limit++;
    uint64_t *hash = plumb_rows_hash(x, rows, columns);
    f.hash = hash;
    f.nodes = plumb_calloc(f.trees, 2 * f.subsample * sizeof *f.nodes);
    f.failed = plumb_calloc(f.trees, sizeof *f.failed);
    status = hash != NULL && f.nodes != NULL && f.failed != NULL
                 ? forest_run(&f, options.threads, error)
                 : plumb_fail_nomem(error);
    plumb_free(hash);
    plumb_free(f.nodes);
    plumb_free(f.failed);
    return status;
}
