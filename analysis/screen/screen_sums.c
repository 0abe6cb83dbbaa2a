/* Relations that the panel itself keeps: c = a + b in nearly all rows, and the rows that break it. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ADDENDS = 16 };

static bool adds_up(double c, double a, double b)
{
    return fabs(c - a - b) <= 1e-6 * fabs(c) + 0.011;
}

/* Of a total and its parts, the one that a slip explains, when it is only one. */
static void find_slip(struct plumb_screen *screen, struct plumb_exception *e, size_t cell)
{
    const size_t which[3] = {e->series, e->basis[0], e->basis[1]};
    double v[3];
    for (size_t i = 0; i < 3; i++)
        v[i] = screen->series[which[i]].value[cell];
    const double meant[3] = {v[1] + v[2], v[0] - v[2], v[0] - v[1]};
    size_t slips = 0;
    for (size_t i = 0; i < 3; i++)
        if (plumb_screen_is_slip(v[i], meant[i])) {
            e->wrong = which[i];
            e->meant = meant[i];
            slips++;
        }
    if (slips != 1) {
        e->wrong = PLUMB_NPOS;
        return;
    }
    const struct plumb_series *s = &screen->series[e->wrong];
    e->words.zh = plumb_arena_printf(screen->arena, "%s可能是%s误写，应为%s。", e->words.zh,
                                     s->name_zh, plumb_screen_value(screen, s, e->meant, true));
    e->words.en =
        plumb_arena_printf(screen->arena, "%s Probably a slip in %s; %s was meant.", e->words.en,
                           s->name_en, plumb_screen_value(screen, s, e->meant, false));
}

static void push_broken(struct plumb_screen *screen, size_t total, size_t a, size_t b, size_t cell,
                        size_t held, size_t known)
{
    const struct plumb_series *c = &screen->series[total];
    const struct plumb_series *x = &screen->series[a], *y = &screen->series[b];
    double sum = x->value[cell] + y->value[cell];
    struct plumb_exception *e = plumb_screen_push(screen, "consistency.invariant", total, cell);
    e->expected = sum;
    e->belief = (double)held / (double)known > 0.99 ? 0.9 : 0.8;
    e->money = fabs(e->stated - sum);
    e->basis[0] = a;
    e->basis[1] = b;
    e->tested = known;
    e->fired = known - held;
    e->words.zh = plumb_arena_printf(
        screen->arena, "在%zu个单位年度中有%zu个满足%s＝%s＋%s，此处为%s，两项之和为%s。", known,
        held, c->name_zh, x->name_zh, y->name_zh, plumb_screen_value(screen, c, e->stated, true),
        plumb_screen_value(screen, c, sum, true));
    e->words.en = plumb_arena_printf(
        screen->arena,
        "In %zu of %zu agency-years %s is the sum of %s and %s; here it is %s and the sum is %s.",
        held, known, c->name_en, x->name_en, y->name_en,
        plumb_screen_value(screen, c, e->stated, false), plumb_screen_value(screen, c, sum, false));
    find_slip(screen, e, cell);
}

static void try_sum(struct plumb_screen *screen, size_t total, size_t a, size_t b)
{
    const double *c = screen->series[total].value, *x = screen->series[a].value;
    const double *y = screen->series[b].value;
    double share = plumb_screen_parameter(screen, "consistency.invariant", "share", 0.95);
    double least = plumb_screen_parameter(screen, "consistency.invariant", "population", 20);
    /* most columns have nothing to do with each other: stop when the share is out of reach */
    const double most = fmax(0, (1 - share) * (double)screen->cells);
    size_t known = 0, held = 0;
    for (size_t i = 0; i < screen->cells; i++)
        if (!isnan(c[i]) && !isnan(x[i]) && !isnan(y[i])) {
            known++;
            held += adds_up(c[i], x[i], y[i]);
            if ((double)(known - held) > most + 1)
                return;
        }
    if ((double)known < least || held == known || (double)held < share * (double)known)
        return;
    for (size_t i = 0; i < screen->cells; i++)
        if (!isnan(c[i]) && !isnan(x[i]) && !isnan(y[i]) && !adds_up(c[i], x[i], y[i]))
            push_broken(screen, total, a, b, i, held, known);
}

void plumb_screen_sums(struct plumb_screen *screen)
{
    size_t money[MAX_ADDENDS], n = 0;
    for (size_t i = 0; i < screen->stored_count && n < MAX_ADDENDS; i++)
        if (screen->series[i].money)
            money[n++] = i;
    for (size_t c = 0; c < n; c++)
        for (size_t a = 0; a < n; a++)
            for (size_t b = a + 1; b < n; b++)
                if (a != c && b != c)
                    try_sum(screen, money[c], money[a], money[b]);
}
