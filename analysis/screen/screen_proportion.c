/* Columns that are a fixed share of another in nearly all rows (a levy of 10 %, matched funds of a
 * third): the rows that leave the proportion, with the value that a slip would have been meant as. */
#include "analysis/screen/screen_int.h"
#include "analysis/stats/stats_robust.h"

#include <math.h>

enum { MAX_COLUMNS = 16, LEAST_DISTINCT = 10, SAMPLE = 1000 };
/* Equal columns are no proportion: a budget that is not adjusted is lawful, and so is one that is. */
#define NEAR_ONE 1e-6
/* Rounding to cents on both sides, and the error of the factor itself. */
#define RELATIVE 1e-6
#define ABSOLUTE 0.011

struct proportion {
    size_t of, base; /* of = factor * base */
    double factor;
    size_t known, held;
};

static bool both_known(double c, double x)
{
    return !isnan(c) && !isnan(x) && c != 0 && x != 0; /* 0: it does not apply to this agency */
}

static bool holds(const struct proportion *p, double c, double x)
{
    return fabs(c - p->factor * x) <= RELATIVE * fabs(c) + ABSOLUTE * (1 + fabs(p->factor));
}

/* Most columns have nothing to do with each other: a sample of the rows tells. */
static bool is_candidate(const struct plumb_screen *screen, size_t of, size_t base, double *ratios)
{
    const double *c = screen->series[of].value, *x = screen->series[base].value;
    size_t n = 0, near = 0, step = screen->cells / SAMPLE + 1;
    for (size_t i = 0; i < screen->cells; i += step)
        if (both_known(c[i], x[i]))
            ratios[n++] = c[i] / x[i];
    if (n < LEAST_DISTINCT)
        return false;
    double median = plumb_median_inplace(ratios, n);
    for (size_t i = 0; i < n; i++)
        near += fabs(ratios[i] - median) <= 1e-4 * fabs(median);
    return 5 * near >= 4 * n;
}

/* The factor is read where the amounts are largest, so where rounding says least. False when the
 * columns are no candidates: too few rows, or too few different amounts. */
static bool read_factor(const struct plumb_screen *screen, struct proportion *p, double *ratios)
{
    const double *c = screen->series[p->of].value, *x = screen->series[p->base].value;
    size_t n = 0, distinct = 0;
    double last = NAN, largest = 0;
    for (size_t i = 0; i < screen->cells; i++)
        if (both_known(c[i], x[i])) {
            ratios[n++] = c[i] / x[i];
            distinct += x[i] != last;
            last = x[i];
        }
    p->known = n;
    if (distinct < LEAST_DISTINCT)
        return false;
    double median = plumb_median_inplace(ratios, n);
    for (size_t i = 0; i < screen->cells; i++)
        if (both_known(c[i], x[i]) && fabs(c[i] / x[i] - median) <= 1e-4 * fabs(median) &&
            fabs(x[i]) > largest) {
            largest = fabs(x[i]);
            p->factor = c[i] / x[i];
        }
    return largest > 0 && fabs(p->factor - 1) > NEAR_ONE;
}

static void add_slip(struct plumb_screen *screen, const struct proportion *p,
                     struct plumb_exception *e, size_t cell)
{
    const size_t which[2] = {p->of, p->base};
    const double stated[2] = {screen->series[p->of].value[cell],
                              screen->series[p->base].value[cell]};
    const double meant[2] = {p->factor * stated[1], stated[0] / p->factor};
    bool slip[2];
    for (size_t i = 0; i < 2; i++)
        slip[i] = plumb_screen_is_slip(stated[i], round(100 * meant[i]) / 100);
    if (slip[0] == slip[1])
        return;
    const size_t wrong = slip[0] ? 0 : 1;
    const struct plumb_series *s = &screen->series[which[wrong]];
    e->wrong = which[wrong];
    e->meant = round(100 * meant[wrong]) / 100;
    e->words.zh = plumb_arena_printf(screen->arena, "%s%s可能是误写，应为%s。", e->words.zh,
                                     s->name_zh, plumb_screen_value(screen, s, e->meant, true));
    e->words.en =
        plumb_arena_printf(screen->arena, "%s Probably a slip in %s; %s was meant.", e->words.en,
                           s->name_en, plumb_screen_value(screen, s, e->meant, false));
}

static void push_broken(struct plumb_screen *screen, const struct proportion *p, size_t cell)
{
    const struct plumb_series *c = &screen->series[p->of], *x = &screen->series[p->base];
    struct plumb_exception *e = plumb_screen_push(screen, "consistency.invariant", p->of, cell);
    e->expected = p->factor * x->value[cell];
    e->belief = (double)p->held / (double)p->known > 0.99 ? 0.8 : 0.7;
    e->money = fabs(e->stated - e->expected);
    e->basis[0] = p->base;
    e->basis[1] = PLUMB_NPOS;
    e->tested = p->known;
    e->fired = p->known - p->held;
    e->words.zh = plumb_arena_printf(
        screen->arena, "在%zu个单位年度中有%zu个的%s为%s的%.6g倍，此处为%s，按该比例应为%s。",
        p->known, p->held, c->name_zh, x->name_zh, p->factor,
        plumb_screen_value(screen, c, e->stated, true),
        plumb_screen_value(screen, c, e->expected, true));
    e->words.en = plumb_arena_printf(screen->arena,
                                     "In %zu of %zu agency-years %s is %.6g times %s; here it is "
                                     "%s, and that share would be %s.",
                                     p->held, p->known, c->name_en, p->factor, x->name_en,
                                     plumb_screen_value(screen, c, e->stated, false),
                                     plumb_screen_value(screen, c, e->expected, false));
    add_slip(screen, p, e, cell);
}

/* How often `of` is the same share of `base`; false when it hardly ever is, or too little is known. */
static bool count_held(const struct plumb_screen *screen, struct proportion *p, double *ratios)
{
    const double *c = screen->series[p->of].value, *x = screen->series[p->base].value;
    double share = plumb_screen_parameter(screen, "consistency.invariant", "share", 0.95);
    double least = plumb_screen_parameter(screen, "consistency.invariant", "population", 20);
    if (!is_candidate(screen, p->of, p->base, ratios) || !read_factor(screen, p, ratios) ||
        (double)p->known < least)
        return false;
    for (size_t i = 0; i < screen->cells; i++)
        p->held += both_known(c[i], x[i]) && holds(p, c[i], x[i]);
    return (double)p->held >= share * (double)p->known;
}

void plumb_screen_proportions(struct plumb_screen *screen)
{
    size_t money[MAX_COLUMNS], n = 0;
    double *ratios = plumb_arena_array(screen->arena, screen->cells + 1, sizeof *ratios);
    for (size_t i = 0; i < screen->stored_count && n < MAX_COLUMNS; i++)
        if (screen->series[i].money)
            money[n++] = i;
    /* Once a pair, and of the one column that it follows best: what is a share of the initial budget
     * is no share of the revised one where that was adjusted. */
    for (size_t c = 1; c < n; c++) {
        struct proportion best = {0};
        for (size_t x = 0; x < c; x++) {
            struct proportion p = {.of = money[c], .base = money[x]};
            if (count_held(screen, &p, ratios) &&
                (!best.known || best.known - best.held > p.known - p.held))
                best = p;
        }
        for (size_t i = 0; best.held < best.known && i < screen->cells; i++) {
            double y = screen->series[best.of].value[i], x = screen->series[best.base].value[i];
            if (both_known(y, x) && !holds(&best, y, x))
                push_broken(screen, &best, i);
        }
    }
}
