/* Operands in scope: numbers under a name, nearest and best labelled first. */
#include "extract/relate_int.h"

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

static int bit_count(uint64_t x)
{
    int n = 0;
    for (; x; x &= x - 1)
        n++;
    return n;
}

size_t plumb_find_named(struct plumb_extract_work *work, const struct plumb_item *around,
                        struct plumb_str name, const struct plumb_fact *like, double least,
                        struct plumb_found *out, size_t limit)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_str core = plumb_label_core(work, name);
    size_t n = 0;
    if (core.len == 0)
        return 0;
    /* two names with likeness 0.6 share at least four of ten code points */
    uint64_t bits = plumb_name_bits(core);
    int wanted = bit_count(bits);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (item == around || 5 * bit_count(bits & item->core_bits) < 2 * wanted ||
                !plumb_is_amount(item->fact) || !plumb_same_measure(item->fact, like) ||
                item->use == PLUMB_USE_DELTA || plumb_names_oppose(core, item->core))
                continue;
            struct plumb_found found = {.item = item,
                                        .likeness = plumb_name_likeness(core, item->core),
                                        .hops = hops_between(around, item)};
            if (found.likeness >= least)
                n = insert_found(out, n, limit, &found, around);
        }
    }
    return n;
}
