/* The plain rule on panels: robust z of levels and of growth by indicator and year, largest first.
 *
 * One task is one indicator and year: it needs two columns of numbers, so a thread's work space stays
 * in its caches. Each task keeps its own largest; a bar that all tasks may raise saves looking at
 * what cannot be among the largest of all, and does not change the result. */
#include "analysis/stats/stats_robust.h"
#include "plumb/finding.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct candidate {
    double z;
    uint32_t agency;
    bool growth;
};

/* What one task found; a heap with the least on top once it is full. */
struct found {
    struct candidate *items;
    size_t count, capacity;
    double centre[2], spread[2]; /* of levels and of growth */
    bool failed;
};

struct search {
    const struct plumb_panel *panel;
    size_t limit;
    struct found *tasks;      /* [column * years + year] */
    atomic_uint_fast64_t bar; /* bits of a |z| that `limit` values reach at least */
};

/* ---- order --------------------------------------------------------------------------------- */

/* Within one indicator and year. */
static int compare_candidates(const struct plumb_panel *panel, const struct candidate *x,
                              const struct candidate *y)
{
    const double a = fabs(x->z), b = fabs(y->z);
    if (a != b)
        return a > b ? -1 : 1;
    if (x->agency != y->agency) {
        int names = strcmp(panel->agencies[x->agency].name, panel->agencies[y->agency].name);
        return names ? names : x->agency < y->agency ? -1 : 1;
    }
    return (x->growth > y->growth) - (x->growth < y->growth);
}

static const char *column_name(const struct plumb_panel *panel, size_t column)
{
    const struct plumb_panel_column *c = &panel->columns[column];
    return c->name && *c->name ? c->name : c->indicator;
}

/* What the final order needs; the names stand in for the panel, which qsort cannot pass on. */
struct ranked {
    struct plumb_outlier outlier;
    const char *agency, *column;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *x = left, *y = right;
    const struct plumb_outlier *a = &x->outlier, *b = &y->outlier;
    if (fabs(a->z) != fabs(b->z))
        return fabs(a->z) > fabs(b->z) ? -1 : 1;
    int names = strcmp(x->agency, y->agency);
    if (names == 0 && a->agency != b->agency)
        return a->agency < b->agency ? -1 : 1;
    if (names == 0)
        names = strcmp(x->column, y->column);
    if (names)
        return names;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    if (a->year != b->year)
        return a->year < b->year ? -1 : 1;
    return (a->growth > b->growth) - (a->growth < b->growth);
}

/* ---- the bar ------------------------------------------------------------------------------- */

/* Bits of doubles that are not negative are ordered as the doubles are. */
static double bar_of(const struct search *search)
{
    uint64_t bits = atomic_load_explicit(&search->bar, memory_order_relaxed);
    double bar;
    memcpy(&bar, &bits, sizeof bar);
    return bar;
}

static void raise_bar(struct search *search, double to)
{
    uint64_t bits;
    memcpy(&bits, &to, sizeof bits);
    uint_fast64_t now = atomic_load_explicit(&search->bar, memory_order_relaxed);
    while (now < bits && !atomic_compare_exchange_weak(&search->bar, &now, bits))
        ;
}

/* ---- one task ------------------------------------------------------------------------------ */

static void sift_down(const struct plumb_panel *panel, struct found *f)
{
    for (size_t i = 0, child = 1; child < f->count; child = 2 * i + 1) {
        if (child + 1 < f->count &&
            compare_candidates(panel, &f->items[child + 1], &f->items[child]) > 0)
            child++;
        if (compare_candidates(panel, &f->items[child], &f->items[i]) < 0)
            return;
        const struct candidate kept = f->items[i];
        f->items[i] = f->items[child];
        f->items[child] = kept;
        i = child;
    }
}

static void sift_up(const struct plumb_panel *panel, struct found *f)
{
    for (size_t i = f->count - 1; i > 0; i = (i - 1) / 2) {
        const size_t parent = (i - 1) / 2;
        if (compare_candidates(panel, &f->items[i], &f->items[parent]) < 0)
            return;
        const struct candidate kept = f->items[i];
        f->items[i] = f->items[parent];
        f->items[parent] = kept;
    }
}

static void keep(struct search *search, struct found *f, struct candidate c)
{
    if (search->limit && f->count == search->limit) {
        if (compare_candidates(search->panel, &c, &f->items[0]) > 0)
            return;
        f->items[0] = c;
        sift_down(search->panel, f);
    } else {
        if (f->count == f->capacity) {
            const size_t capacity = f->capacity ? 2 * f->capacity : 64;
            struct candidate *grown = plumb_realloc(f->items, capacity * sizeof *grown);
            f->failed = f->failed || !grown;
            if (!grown)
                return;
            f->items = grown;
            f->capacity = capacity;
        }
        f->items[f->count++] = c;
        if (search->limit)
            sift_up(search->panel, f);
    }
    if (search->limit && f->count == search->limit)
        raise_bar(search, fabs(f->items[0].z));
}

/* Centre and spread of what is known in x[n]; false when there is no spread. */
static bool measure(const double *x, size_t n, double *work, double *centre, double *spread)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        work[m] = x[i];
        m += isnan(x[i]) ? 0 : 1;
    }
    *centre = plumb_median_inplace(work, m);
    for (size_t i = 0; i < m; i++)
        work[i] = fabs(work[i] - *centre);
    *spread = m ? 1.4826 * plumb_median_inplace(work, m) : 0;
    return *spread > 0;
}

static void judge(struct search *search, struct found *f, const double *x, double *work,
                  bool growth)
{
    const size_t n = search->panel->agency_count;
    if (!measure(x, n, work, &f->centre[growth], &f->spread[growth]))
        return;
    const double centre = f->centre[growth], spread = f->spread[growth];
    /* a little lower, for the product is rounded */
    double least = bar_of(search) * spread * (1 - 1e-12);
    for (size_t a = 0; a < n; a++) {
        if (!(fabs(x[a] - centre) >= least))
            continue;
        keep(search, f, (struct candidate){(x[a] - centre) / spread, (uint32_t)a, growth});
        least = bar_of(search) * spread * (1 - 1e-12);
    }
}

static void run_task(void *context, size_t index)
{
    struct search *search = context;
    const struct plumb_panel *panel = search->panel;
    const size_t years = panel->year_count, n = panel->agency_count;
    const double *value = panel->columns[index / years].value;
    const size_t year = index % years;
    struct found *f = &search->tasks[index];
    double *x = plumb_malloc(2 * (n + 1) * sizeof *x);
    if (!x) {
        f->failed = true;
        return;
    }
    double *work = x + n + 1;
    for (size_t a = 0; a < n; a++)
        x[a] = isfinite(value[a * years + year]) ? value[a * years + year] : NAN;
    judge(search, f, x, work, false);
    for (size_t a = 0; year > 0 && a < n; a++) {
        const double before = value[a * years + year - 1];
        x[a] = before != 0 && isfinite(before) ? x[a] / before - 1 : NAN;
    }
    if (year > 0)
        judge(search, f, x, work, true);
    plumb_free(x);
}

/* ---- the whole ----------------------------------------------------------------------------- */

static struct ranked rank_of(const struct search *search, size_t task, const struct candidate *c)
{
    const struct plumb_panel *panel = search->panel;
    const size_t years = panel->year_count;
    const struct found *f = &search->tasks[task];
    struct plumb_outlier o = {.column = task / years,
                              .agency = c->agency,
                              .year = task % years,
                              .growth = c->growth,
                              .centre = f->centre[c->growth],
                              .spread = f->spread[c->growth],
                              .z = c->z};
    const double *at = &panel->columns[o.column].value[c->agency * years + o.year];
    o.value = *at;
    o.before = c->growth ? at[-1] : NAN;
    o.x = c->growth ? o.value / o.before - 1 : o.value;
    return (struct ranked){o, panel->agencies[c->agency].name, column_name(panel, o.column)};
}

static enum plumb_status gather(const struct search *search, size_t tasks,
                                struct plumb_outlier **out, size_t *count,
                                struct plumb_error *error)
{
    size_t total = 0, n = 0;
    const double bar = bar_of(search);
    for (size_t t = 0; t < tasks; t++)
        total += search->tasks[t].count;
    struct ranked *all = plumb_calloc(total + 1, sizeof *all);
    if (!all)
        return plumb_fail_nomem(error);
    for (size_t t = 0; t < tasks; t++)
        for (size_t i = 0; i < search->tasks[t].count; i++)
            if (fabs(search->tasks[t].items[i].z) >= bar)
                all[n++] = rank_of(search, t, &search->tasks[t].items[i]);
    if (n)
        qsort(all, n, sizeof *all, compare_ranked);
    *count = search->limit && search->limit < n ? search->limit : n;
    *out = plumb_calloc(*count + 1, sizeof **out);
    for (size_t i = 0; *out && i < *count; i++)
        (*out)[i] = all[i].outlier;
    plumb_free(all);
    return *out ? PLUMB_OK : plumb_fail_nomem(error);
}

enum plumb_status plumb_panel_outliers(const struct plumb_panel *panel, size_t limit,
                                       unsigned threads, struct plumb_outlier **out, size_t *count,
                                       struct plumb_error *error)
{
    const size_t tasks = panel->column_count * panel->year_count;
    struct search search = {.panel = panel, .limit = limit};
    enum plumb_status status = PLUMB_OK;
    *out = NULL;
    *count = 0;
    if (panel->agency_count > UINT32_MAX)
        return plumb_fail(error, PLUMB_E_LIMIT, "A panel of %zu agencies is too big.",
                          panel->agency_count);
    search.tasks = plumb_calloc(tasks + 1, sizeof *search.tasks);
    if (!search.tasks)
        return plumb_fail_nomem(error);
    atomic_init(&search.bar, 0);
    plumb_parallel(tasks, threads, run_task, &search);
    for (size_t t = 0; t < tasks; t++)
        if (search.tasks[t].failed)
            status = plumb_fail_nomem(error);
    if (status == PLUMB_OK)
        status = gather(&search, tasks, out, count, error);
    for (size_t t = 0; t < tasks; t++)
        plumb_free(search.tasks[t].items);
    plumb_free(search.tasks);
    return status;
}
