/* Which of many numbers are a slip apart?
 *
 * Two digit strings are at most one edit apart (a digit changed, lost or doubled, two neighbours exchanged)
 * only when they are equal, one is the other without one digit, or both become equal when each loses one
 * digit. So every number is filed under its digits and its digits without each one of them, and numbers
 * that meet under a key are candidates (Mor and Fraenkel 1982, Comm. ACM 25, 935-938). A shifted point is
 * found by binary search among the values. */
#include <stdlib.h>
#include <string.h>

#include "extract/relate/relate_slip.h"

/* So many meetings are looked at; only a text made to waste time has more. */
#define MOST_MEETINGS ((size_t)1 << 26)

struct filed {
    uint64_t key;
    size_t fact, next; /* next: index + 1 in the chain of a slot */
};

struct valued {
    double value;
    enum plumb_unit unit;
    size_t fact;
};

struct meeting {
    struct plumb_arena *arena;
    const struct plumb_fact *const *facts;
    size_t count;
    bool (*wanted)(const void *context, size_t i, size_t k);
    const void *context;
    size_t *slots; /* index + 1 in filed */
    size_t slot_mask;
    struct filed *filed;
    size_t filed_count, filed_capacity;
    struct plumb_slip_pair *pairs;
    size_t pair_count, pair_capacity, looks;
};

static void meet(struct meeting *m, size_t i, size_t k)
{
    if (i < k && m->wanted(m->context, i, k))
        *PLUMB_PUSH(m->arena, m->pairs, m->pair_count, m->pair_capacity) =
            (struct plumb_slip_pair){i, k};
}

/* ---- one edit ---- */

#define BASE UINT64_C(0x9E3779B97F4A7C15) /* of a polynomial hash modulo 2^64 */

/* Hashes of the digits and of the digits without each one of them, all times BASE: then the digits in
 * front of a lost one keep their powers and those behind it move up by one. Returns how many. */
static size_t keys_of(const char *digits, uint64_t keys[PLUMB_DEC_TEXT + 1])
{
    size_t n = strlen(digits), count = 0;
    uint64_t front = 0, behind = 0, power = 1;
    for (size_t i = 0; i < n; i++)
        front = front * BASE + (uint64_t)digits[i];
    keys[count++] = front * BASE;
    for (size_t i = n; i-- > 0;) {
        uint64_t own = (uint64_t)digits[i] * power;
        front -= own;
        keys[count++] = front + behind * BASE;
        behind += own;
        power *= BASE;
    }
    return count;
}

static size_t slot_of(const struct meeting *m, uint64_t key)
{
    return (size_t)((key ^ key >> 29) * UINT64_C(0xBF58476D1CE4E5B9) >> 20) & m->slot_mask;
}

static bool one_class(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->unit == b->unit && a->decimals == b->decimals && a->scale.v == b->scale.v &&
           (a->ulp.v == 0) == (b->ulp.v == 0);
}

/* File the numbers that are printed like `like`. */
static void file_class(struct meeting *m, const struct plumb_fact *like, bool *done)
{
    char digits[PLUMB_DEC_TEXT];
    uint64_t keys[PLUMB_DEC_TEXT + 1];
    plumb_dec step = plumb_slip_step(like);
    m->filed_count = 0;
    memset(m->slots, 0, (m->slot_mask + 1) * sizeof *m->slots);
    for (size_t i = 0; i < m->count; i++) {
        if (done[i] || !one_class(like, m->facts[i]))
            continue;
        done[i] = true;
        if (!plumb_slip_digits(like, m->facts[i]->value, step, 0, digits))
            continue;
        size_t n = keys_of(digits, keys);
        for (size_t k = 0; k < n; k++) {
            size_t *slot = &m->slots[slot_of(m, keys[k])];
            struct filed *f = PLUMB_PUSH(m->arena, m->filed, m->filed_count, m->filed_capacity);
            *f = (struct filed){keys[k], i, *slot};
            *slot = m->filed_count;
        }
    }
}

static void look_up(struct meeting *m, uint64_t key, size_t fact)
{
    for (size_t at = m->slots[slot_of(m, key)]; at && m->looks < MOST_MEETINGS; m->looks++) {
        const struct filed *f = &m->filed[at - 1];
        if (f->key == key)
            meet(m, f->fact, fact);
        at = f->next;
    }
}

/* Numbers that, printed like `like`, meet one of the filed ones. The last place may be one off. */
static void meet_class(struct meeting *m, const struct plumb_fact *like)
{
    char digits[PLUMB_DEC_TEXT];
    uint64_t keys[PLUMB_DEC_TEXT + 1];
    plumb_dec step = plumb_slip_step(like);
    int slack = like->ulp.v == 0 ? 0 : 1;
    for (size_t k = 0; k < m->count; k++) {
        const struct plumb_fact *fact = m->facts[k];
        if (fact->unit != like->unit || fact->decimals != like->decimals || fact->value.v <= 0)
            continue;
        for (int off = -slack; off <= slack; off++) {
            if (!plumb_slip_digits(like, fact->value, step, off, digits))
                continue;
            size_t n = keys_of(digits, keys);
            for (size_t i = 0; i < n; i++)
                look_up(m, keys[i], k);
        }
    }
}

static void meet_edits(struct meeting *m)
{
    bool *done = plumb_arena_array(m->arena, m->count + 1, sizeof *done);
    size_t slots = 64;
    while (slots < 8 * m->count)
        slots *= 2;
    m->slots = plumb_arena_array(m->arena, slots, sizeof *m->slots);
    m->slot_mask = slots - 1;
    for (size_t i = 0; i < m->count; i++)
        if (!done[i]) {
            file_class(m, m->facts[i], done);
            meet_class(m, m->facts[i]);
        }
}

/* ---- a shifted point ---- */

static int by_value(const void *a, const void *b)
{
    const struct valued *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->fact > y->fact) - (x->fact < y->fact);
}

static size_t first_from(const struct valued *sorted, size_t count, enum plumb_unit unit,
                         double value)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct valued *v = &sorted[middle];
        if (v->unit < unit || (v->unit == unit && v->value < value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void meet_shifts(struct meeting *m)
{
    static const double shifts[] = {1e-8, 1e-4, 1e-3, 1e-2, 1e-1, 1e1, 1e2, 1e3, 1e4, 1e8};
    struct valued *sorted = plumb_arena_array(m->arena, m->count + 1, sizeof *sorted);
    for (size_t i = 0; i < m->count; i++)
        sorted[i] = (struct valued){(double)m->facts[i]->value.v, m->facts[i]->unit, i};
    qsort(sorted, m->count, sizeof *sorted, by_value);
    for (size_t i = 0; i < m->count; i++) {
        const struct plumb_fact *fact = m->facts[i];
        double slack = (double)plumb_slip_step(fact).v;
        for (size_t s = 0; s < PLUMB_COUNT(shifts); s++) {
            double to = (double)fact->value.v * shifts[s], room = 2 * slack + 2e-9 * to + 4;
            size_t at = first_from(sorted, m->count, fact->unit, to - room);
            for (; at < m->count && m->looks < MOST_MEETINGS; at++, m->looks++) {
                if (sorted[at].unit != fact->unit || sorted[at].value > to + room)
                    break;
                if (m->facts[sorted[at].fact]->decimals == fact->decimals)
                    meet(m, i, sorted[at].fact);
            }
        }
    }
}

static int by_place(const void *a, const void *b)
{
    const struct plumb_slip_pair *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->second > y->second) - (x->second < y->second);
}

size_t plumb_slip_pairs(struct plumb_extract_work *work, const struct plumb_fact *const *facts,
                        size_t n, bool (*wanted)(const void *context, size_t i, size_t k),
                        const void *context, struct plumb_slip_pair **pairs)
{
    struct meeting m = {
        .arena = work->arena, .facts = facts, .count = n, .wanted = wanted, .context = context};
    size_t kept = 0;
    if (n < 2)
        return 0;
    meet_edits(&m);
    meet_shifts(&m);
    if (m.pair_count > 0)
        qsort(m.pairs, m.pair_count, sizeof *m.pairs, by_place);
    for (size_t i = 0; i < m.pair_count; i++)
        if (i == 0 || by_place(&m.pairs[i], &m.pairs[i - 1]) != 0)
            m.pairs[kept++] = m.pairs[i];
    *pairs = m.pairs;
    return kept;
}
