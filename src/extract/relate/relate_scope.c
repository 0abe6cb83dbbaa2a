/* Operands in scope: numbers under a name, nearest and best labelled first. */
#include <stdlib.h>
#include <string.h>

#include "extract/relate/relate_int.h"

static unsigned hops_between(const struct plumb_item *a, const struct plumb_item *b)
{
    if (a->passage == b->passage)
        return a->sentence == b->sentence ? 0 : 1;
    return a->passage->section == b->passage->section ? 2 : 3;
}

static double distance_of(const struct plumb_item *around, const struct plumb_item *item)
{
    double passages = (double)around->passage->index - (double)item->passage->index;
    double bytes = around->passage == item->passage ? (double)around->at - (double)item->at : 0;
    /* what stands in front is nearer than what follows */
    passages = passages < 0 ? -1.5 * passages : passages;
    bytes = bytes < 0 ? -1.5 * bytes : bytes;
    return passages * 1000.0 + bytes;
}

static bool found_before(const struct plumb_found *a, const struct plumb_found *b,
                         const struct plumb_item *around)
{
    /* likeness counts in steps: a slightly better name does not beat a nearer place */
    int x = (int)(a->likeness * 10.001), y = (int)(b->likeness * 10.001);
    if (a->hops <= 1 && b->hops <= 1 && a->hops != b->hops && x >= 8 && y >= 8)
        return a->hops < b->hops;
    if (x != y)
        return x > y;
    if (a->hops != b->hops)
        return a->hops < b->hops;
    return distance_of(around, a->item) < distance_of(around, b->item);
}

static size_t insert_found(struct plumb_found *out, size_t n, size_t limit,
                           const struct plumb_found *found, const struct plumb_item *around)
{
    size_t at = n;
    while (at > 0 && found_before(found, &out[at - 1], around))
        at--;
    if (at >= limit)
        return n;
    if (n < limit)
        n++;
    for (size_t i = n - 1; i > at; i--)
        out[i] = out[i - 1];
    out[at] = *found;
    return n;
}

/* ---- the values of a document --------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const struct plumb_fact *x = (*(struct plumb_item *const *)a)->fact;
    const struct plumb_fact *y = (*(struct plumb_item *const *)b)->fact;
    if (x->value.v != y->value.v)
        return x->value.v < y->value.v ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void sort_values(struct plumb_extract_work *work, struct plumb_prose *prose)
{
    prose->by_value = plumb_arena_array(work->arena, work->fact_count + 1, sizeof *prose->by_value);
    for (size_t f = 0; f < work->fact_count; f++)
        if (prose->of_fact[f])
            prose->by_value[prose->value_count++] = prose->of_fact[f];
    if (prose->value_count > 0)
        qsort(prose->by_value, prose->value_count, sizeof *prose->by_value, by_value);
}

/* First of the sorted items whose value is not below (`above`: is above) this one. */
static size_t value_at(const struct plumb_prose *prose, plumb_dec value, bool above)
{
    size_t low = 0, high = prose->value_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        plumb_i128 v = prose->by_value[middle]->fact->value.v;
        if (v < value.v || (above && v == value.v))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t plumb_items_of_value(struct plumb_extract_work *work, plumb_dec value,
                            struct plumb_item *const **items)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    if (!prose->by_value)
        sort_values(work, prose);
    size_t from = value_at(prose, value, false);
    *items = &prose->by_value[from];
    return value_at(prose, value, true) - from;
}

/* ---- the names of a document --------------------------------------------------------------------- */

/* A name and all numbers under it: a long report tells most names many times. */
struct name {
    struct plumb_str core;
    uint64_t bits; /* plumb_name_bits */
    struct plumb_sides sides;
    bool has_sides;
    struct plumb_item **items; /* in reading order */
    size_t count;
};

/* A number under a name like the one asked for. */
struct candidate {
    uint64_t place; /* in reading order */
    struct plumb_item *item;
    double likeness; /* of the name it was found by */
};

struct plumb_name_index {
    struct name *names;
    size_t count;
    struct candidate *found; /* scratch: as many as there are names of numbers */
};

static struct name *add_name(struct plumb_name_index *index, size_t *slots, size_t slot_count,
                             struct plumb_str core)
{
    size_t slot = (size_t)plumb_hash64(core.ptr, core.len, 0) & (slot_count - 1);
    for (; slots[slot]; slot = (slot + 1) & (slot_count - 1))
        if (plumb_str_equal(index->names[slots[slot] - 1].core, core))
            return &index->names[slots[slot] - 1];
    struct name *name = &index->names[index->count++];
    *name = (struct name){.core = core, .bits = plumb_name_bits(core)};
    slots[slot] = index->count;
    return name;
}

static bool can_be_found(const struct plumb_item *item)
{
    return item->use != PLUMB_USE_DELTA && plumb_is_amount(item->fact);
}

static struct plumb_name_index *names_get(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    if (prose->names)
        return prose->names;
    struct plumb_name_index *index = plumb_arena_alloc(work->arena, sizeof *index);
    size_t slot_count = 16, most = 2 * work->fact_count + 1; /* a name and a full name each */
    while (slot_count < 2 * most)
        slot_count *= 2;
    size_t *slots = plumb_arena_array(work->arena, slot_count, sizeof *slots);
    size_t *name_of = plumb_arena_array(work->arena, most, sizeof *name_of);
    index->names = plumb_arena_array(work->arena, most, sizeof *index->names);
    index->found = plumb_arena_array(work->arena, most, sizeof *index->found);
    struct plumb_item **items = plumb_arena_array(work->arena, most, sizeof *items);
    size_t n = 0;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            struct plumb_item *item = &prose->passages[p].items[i];
            const struct plumb_str names[] = {item->core, item->full};
            for (size_t k = 0; k < (item->full.len > 0 ? 2u : 1u); k++) {
                struct name *name = add_name(index, slots, slot_count, names[k]);
                name->count++;
                name_of[n] = (size_t)(name - index->names);
                index->found[n++].item = item;
            }
        }
    for (size_t k = 0; k < index->count; k++) {
        index->names[k].items = items;
        items += index->names[k].count;
        index->names[k].count = 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct name *name = &index->names[name_of[i]];
        name->items[name->count++] = index->found[i].item;
    }
    prose->names = index;
    return index;
}

static int by_place(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

/* The self-evaluations of projects are appended one to another: 全部支出 here is not the 全年支出 of the next. */
static bool of_other_project(const struct plumb_item *a, const struct plumb_item *b)
{
    return a->passage != b->passage && a->fact->item.len > 0 && b->fact->item.len > 0 &&
           !plumb_str_equal(a->fact->item, b->fact->item);
}

static bool is_item_of(const struct plumb_item *item, const struct plumb_item *around,
                       const struct plumb_fact *like)
{
    return item != around && can_be_found(item) && plumb_same_measure(item->fact, like) &&
           !of_other_project(item, around);
}

/* "基本支出预算" and "基本支出" name one thing at two stages. */
static struct plumb_str without_account(struct plumb_str core)
{
    static const char *const stages[] = {"预算数", "决算数", "预算", "决算", "数"};
    for (size_t i = 0; i < PLUMB_COUNT(stages); i++)
        if (plumb_str_ends(core, plumb_str_from(stages[i])))
            return plumb_str_sub(core, 0, core.len - strlen(stages[i]));
    return core;
}

/* The name without 总 in it: 采购总规模 is 采购规模. */
static struct plumb_str without_total(struct plumb_extract_work *work, struct plumb_str core)
{
    size_t at = plumb_str_find(core, PLUMB_STR("总")), len = strlen("总");
    if (at == PLUMB_NPOS)
        return core;
    return plumb_str_from(plumb_arena_printf(work->arena, "%.*s%.*s", (int)at, core.ptr,
                                             (int)(core.len - at - len), core.ptr + at + len));
}

size_t plumb_find_ending(struct plumb_extract_work *work, const struct plumb_item *around,
                         struct plumb_str name, const struct plumb_fact *like,
                         struct plumb_found *out, size_t limit)
{
    struct plumb_name_index *index = names_get(work);
    struct plumb_str core = without_total(work, without_account(plumb_label_core(work, name)));
    size_t n = 0;
    if (plumb_utf8_count(core) < 4)
        return 0;
    struct plumb_sides sides = plumb_name_sides(work, core);
    for (size_t k = 0; k < index->count; k++) {
        struct name *other = &index->names[k];
        if (!plumb_str_ends(without_account(other->core), core))
            continue;
        struct plumb_sides others = plumb_name_sides(work, other->core);
        for (size_t i = 0; i < other->count && !plumb_sides_oppose(&sides, &others); i++)
            if (is_item_of(other->items[i], around, like)) {
                struct plumb_found found = {.item = other->items[i],
                                            .likeness = 0.8,
                                            .hops = hops_between(around, other->items[i])};
                n = insert_found(out, n, limit, &found, around);
            }
    }
    return n;
}

/* Likeness of a name to `core`; below 0 when they exclude each other. */
static double likeness_of(struct plumb_extract_work *work, struct name *name, struct plumb_str core,
                          const struct plumb_sides *sides)
{
    if (!name->has_sides) {
        name->sides = plumb_name_sides(work, name->core);
        name->has_sides = true;
    }
    return plumb_sides_oppose(sides, &name->sides) ? -1 : plumb_name_likeness(core, name->core);
}

/* Numbers under names like `core`, in reading order; one that both its names find comes twice. */
static size_t collect_candidates(struct plumb_extract_work *work, const struct plumb_item *around,
                                 struct plumb_str core, const struct plumb_fact *like, double least)
{
    struct plumb_name_index *index = names_get(work);
    /* two names with likeness 0.6 share at least four of ten code points */
    const uint64_t bits = plumb_name_bits(core);
    const int wanted = __builtin_popcountll(bits);
    const struct plumb_sides sides = plumb_name_sides(work, core);
    size_t count = 0, names = 0;
    for (size_t k = 0; k < index->count; k++) {
        struct name *other = &index->names[k];
        if (5 * __builtin_popcountll(bits & other->bits) < 2 * wanted)
            continue;
        double likeness = likeness_of(work, other, core, &sides);
        if (likeness < least)
            continue;
        names++;
        for (size_t i = 0; i < other->count; i++) {
            struct plumb_item *item = other->items[i];
            if (is_item_of(item, around, like))
                index->found[count++] = (struct candidate){
                    (uint64_t)item->passage->index << 32 | item->index, item, likeness};
        }
    }
    if (names > 1)
        qsort(index->found, count, sizeof *index->found, by_place);
    return count;
}

/* The name it was found by may be the less like one of its two. */
static double best_likeness(const struct candidate *found, struct plumb_str core)
{
    if (found->item->full.len == 0)
        return found->likeness; /* it has but one */
    double own = plumb_name_likeness(core, found->item->core);
    double full = plumb_name_likeness(core, found->item->full);
    return full > own ? full : own;
}

size_t plumb_find_named(struct plumb_extract_work *work, const struct plumb_item *around,
                        struct plumb_str name, const struct plumb_fact *like, double least,
                        struct plumb_found *out, size_t limit)
{
    struct plumb_str core = plumb_label_core(work, name);
    size_t n = 0;
    if (core.len == 0)
        return 0;
    size_t count = collect_candidates(work, around, core, like, least);
    const struct candidate *candidates = names_get(work)->found;
    for (size_t i = 0; i < count; i++) {
        struct plumb_item *item = candidates[i].item;
        if (i > 0 && item == candidates[i - 1].item)
            continue; /* found by both its names */
        struct plumb_found found = {.item = item,
                                    .likeness = best_likeness(&candidates[i], core),
                                    .hops = hops_between(around, item)};
        n = insert_found(out, n, limit, &found, around);
    }
    return n;
}
