/* Agency-years of a rare structure: profiles of ratios far from all others. */
#include "analysis/screen/screen_int.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_FEATURES = 3, LEAST_ROWS = 50 };
/* Rare structures are looked for one by one: more than these nobody reads, and beyond so many
 * agency-years the neighbours take longer than all other screens together. */
enum { MAX_STRUCTURES = 20, MAX_PROFILE_ROWS = 50000 };

struct profile {
    size_t *features, feature_count; /* series */
    size_t *rows, row_count;         /* cells */
    double *x;
    size_t size; /* series that measures the agency-year */
};

/* Amounts relative to the whole, in logarithms: what the agency spends on, not how much it is. Its
 * budget at other stages is screened as a ratio. */
static bool read_profile(struct plumb_screen *screen, struct profile *p)
{
    p->size = plumb_screen_find(screen, "expenditure.executed");
    if (p->size == PLUMB_NPOS)
        return false;
    p->features = plumb_arena_array(screen->arena, screen->stored_count + 1, sizeof *p->features);
    for (size_t i = 0; i < screen->stored_count; i++)
        if (screen->series[i].money && strncmp(screen->series[i].id, "expenditure.", 12) != 0 &&
            10 * screen->series[i].count >= 7 * screen->series[p->size].count)
            p->features[p->feature_count++] = i;
    if (p->feature_count < LEAST_FEATURES)
        return false;
    p->rows = plumb_arena_array(screen->arena, screen->cells + 1, sizeof *p->rows);
    p->x = plumb_arena_array(screen->arena, screen->cells * p->feature_count + 1, sizeof *p->x);
    for (size_t c = 0; c < screen->cells; c++) {
        double whole = screen->series[p->size].value[c];
        size_t k = 0;
        for (; whole > 0 && k < p->feature_count; k++) {
            double v = screen->series[p->features[k]].value[c];
            if (!(v > 0))
                break;
            p->x[p->row_count * p->feature_count + k] = log(v / whole);
        }
        if (k == p->feature_count)
            p->rows[p->row_count++] = c;
    }
    return p->row_count >= LEAST_ROWS;
}

static const char *strangest(struct plumb_screen *screen, const struct profile *p,
                             const double *terms, size_t row, bool zh)
{
    size_t first = 0, second = PLUMB_NPOS;
    const double *t = &terms[row * p->feature_count];
    for (size_t k = 1; k < p->feature_count; k++) {
        if (t[k] > t[first]) {
            second = first;
            first = k;
        } else if (second == PLUMB_NPOS || t[k] > t[second]) {
            second = k;
        }
    }
    const struct plumb_series *a = &screen->series[p->features[first]];
    const struct plumb_series *b = &screen->series[p->features[second]];
    return plumb_arena_printf(screen->arena, zh ? "%s、%s" : "%s, %s", zh ? a->name_zh : a->name_en,
                              zh ? b->name_zh : b->name_en);
}

struct ranked_row {
    size_t row;
    double score;
};

static int by_score(const void *a, const void *b)
{
    const struct ranked_row *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void push_structure(struct plumb_screen *screen, const struct profile *p,
                           const double *terms, size_t row)
{
    struct plumb_exception *e =
        plumb_screen_push(screen, "peer.multivariate", p->size, p->rows[row]);
    e->belief = 0.5;
    e->tested = p->row_count;
    e->words.zh = plumb_arena_printf(
        screen->arena, "%d年收支结构与其他单位差异大，主要在于%s占支出的比重。",
        plumb_screen_year(screen, e->year), strangest(screen, p, terms, row, true));
    e->words.en = plumb_arena_printf(
        screen->arena,
        "In %d the structure differs from all other agencies, mostly in the share of %s in "
        "spending.",
        plumb_screen_year(screen, e->year), strangest(screen, p, terms, row, false));
}

void plumb_screen_structure(struct plumb_screen *screen)
{
    struct profile p = {0};
    double mean = 0, sd = 0;
    if (!read_profile(screen, &p) || p.row_count > MAX_PROFILE_ROWS)
        return;
    double *score = plumb_arena_array(screen->arena, p.row_count + 1, sizeof *score);
    double *terms =
        plumb_arena_array(screen->arena, p.row_count * p.feature_count + 1, sizeof *terms);
    if (plumb_score_profile(p.x, p.row_count, p.feature_count, 20240501, screen->threads, score,
                            NULL) != PLUMB_OK ||
        plumb_score_ecod(p.x, p.row_count, p.feature_count, terms, NULL, NULL) != PLUMB_OK ||
        plumb_mad(score, p.row_count, &mean, &sd, NULL) != PLUMB_OK || !(sd > 0))
        return;
    struct ranked_row *order = plumb_arena_array(screen->arena, p.row_count + 1, sizeof *order);
    for (size_t r = 0; r < p.row_count; r++)
        order[r] = (struct ranked_row){r, score[r]};
    qsort(order, p.row_count, sizeof *order, by_score);
    for (size_t i = 0; i < MAX_STRUCTURES && i < p.row_count; i++)
        if (order[i].score >= mean + 8 * sd)
            push_structure(screen, &p, terms, order[i].row);
}
