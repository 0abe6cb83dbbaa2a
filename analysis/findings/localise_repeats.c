/* Where else a document prints a value: repeats confirm a number, unless it is a neighbour's. */
#include "analysis/findings/localise_int.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_VOTES = 3, MAX_LOOKED = 500 };

static int compare_facts(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return plumb_dec_cmp(a->value, b->value);
}

/* Fact ids carry their sort key with them: qsort has no context argument. */
struct keyed {
    const struct plumb_fact *fact;
    size_t id;
};

static int by_unit_and_value(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = compare_facts(x->fact, y->fact);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

void plumb_repeats_start(struct plumb_search *s)
{
    size_t n = s->extraction->fact_count;
    struct keyed *keys = plumb_arena_array(s->arena, n + 1, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (s->extraction->facts[i].kind == PLUMB_FACT_QUANTITY ||
            s->extraction->facts[i].kind == PLUMB_FACT_BARE)
            keys[count++] = (struct keyed){&s->extraction->facts[i], i};
    qsort(keys, count, sizeof *keys, by_unit_and_value);
    s->by_value = plumb_arena_array(s->arena, count + 1, sizeof *s->by_value);
    for (size_t i = 0; i < count; i++)
        s->by_value[i] = keys[i].id;
    s->by_value_count = count;
}

int plumb_significant_digits(plumb_dec value)
{
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    int digits = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        digits++;
    return digits;
}

static bool related(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->indicator && b->indicator && strcmp(a->indicator, b->indicator) == 0)
        return true;
    if (a->label.len && plumb_str_equal(a->label, b->label))
        return true;
    return a->block == b->block && a->row != PLUMB_NPOS && b->row != PLUMB_NPOS &&
           (a->row == b->row || a->column == b->column);
}

bool plumb_facts_neighbour(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->block != b->block)
        return false;
    if (a->row != PLUMB_NPOS && b->row != PLUMB_NPOS)
        return a->row == b->row || a->column == b->column;
    return a->sentence == b->sentence && a->sentence != PLUMB_NPOS;
}

unsigned plumb_repeats(const struct plumb_search *s, const struct plumb_fact *like, plumb_dec value,
                       bool akin)
{
    struct plumb_fact key = {.unit = like->unit, .value = value};
    size_t low = 0, high = s->by_value_count;
    if (!akin && plumb_significant_digits(value) < 3)
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_facts(&s->extraction->facts[s->by_value[middle]], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    unsigned count = 0;
    size_t looked = 0;
    for (; low < s->by_value_count && count < MAX_VOTES && looked++ < MAX_LOOKED; low++) {
        const struct plumb_fact *fact = &s->extraction->facts[s->by_value[low]];
        if (compare_facts(fact, &key) != 0)
            break;
        count += fact != like && fact->value.v == value.v &&
                 (akin ? related(like, fact) : !plumb_facts_neighbour(like, fact));
    }
    return count;
}
