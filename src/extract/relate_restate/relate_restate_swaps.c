/* A number that nothing in the report bears out, and that is one the report does bear out with two neighbouring digits exchanged:
 * "医疗救助资金 4,586.20 万元" adds up in one place, "医疗救助支出 4,856.20 万元" stands alone in another. Of five digits and
 * more that is no chance, so that the names need only have their matter in common, not be one name. */
#include <stdlib.h>

#include "extract/relate/relate_slip.h"
#include "extract/relate_restate/restate_int.h"

/* A group of more numbers of the same digits is no report's, and is not compared to its end. */
enum { DIGITS_ENOUGH = 5, COMMON_ENOUGH = 3, GROUP_MAX = 256 };

/* Code points of the longest run that both names have. */
static size_t common_run(struct plumb_str a, struct plumb_str b)
{
    size_t best = 0;
    for (size_t from = 0; from < a.len;) {
        size_t end = from, count = 0;
        while (end < a.len) {
            size_t next = end;
            plumb_utf8_decode(a, &next);
            if (plumb_str_find(b, plumb_str_sub(a, from, next)) == PLUMB_NPOS)
                break;
            end = next;
            count++;
        }
        best = count > best ? count : best;
        plumb_utf8_decode(a, &from);
    }
    return best;
}

/* Does a sum, a rate or another telling rest on this number? A bound or a target holds for nearly any. */
static bool is_borne_out(const struct restate_work *r, const struct telling *t)
{
    const struct plumb_relation *relation;
    if (r->linked[t->fact->id])
        return true;
    for (size_t at = 0; (relation = plumb_relation_naming(r->work, t->fact, &at)) != NULL;) {
        bool holds = relation->verdict == PLUMB_VERDICT_CONSISTENT ||
                     relation->verdict == PLUMB_VERDICT_ROUNDING;
        if (holds && relation->kind != PLUMB_REL_BOUND && relation->kind != PLUMB_REL_TARGET)
            return true;
    }
    return false;
}

/* By its own words: the stage may come from the section or the document. */
static bool is_planned(const struct telling *t)
{
    return PLUMB_HAS(t->item ? t->item->label : t->fact->label, "预算", "计划", "目标") ||
           PLUMB_HAS(t->fact->head, "预算", "计划", "目标");
}

static bool speak_of_one_thing(struct restate_work *r, const struct telling *a,
                               const struct telling *b)
{
    bool same = plumb_str_equal(a->core, b->core) && a->core.len >= 6;
    return (same ||
            (!a->generic && !b->generic && common_run(a->core, b->core) >= COMMON_ENOUGH)) &&
           a->year == b->year && is_planned(a) == is_planned(b) &&
           plumb_same_measure(a->fact, b->fact) && !plumb_names_oppose(r->work, a->core, b->core) &&
           !plumb_restate_siblings(a, b);
}

static bool may_swap(const struct telling *t)
{
    return t->digits >= DIGITS_ENOUGH && plumb_is_amount(t->fact) &&
           t->fact->comparator == PLUMB_CMP_NONE && (!t->item || t->item->depth == 0);
}

/* A number by the digits it is made of, whatever their order: only two with the same can be a swap. */
struct swappable {
    uint64_t digits; /* how often each, four bits a digit; the unit on top */
    const struct telling *telling;
};

static bool digits_of(const struct telling *t, uint64_t *out)
{
    char text[PLUMB_DEC_TEXT];
    if (!plumb_slip_digits(t->fact, t->fact->value, plumb_slip_step(t->fact), 0, text))
        return false;
    *out = (uint64_t)t->fact->unit << 48 ^ (uint64_t)t->fact->decimals << 56;
    for (const char *p = text; *p; p++)
        *out += UINT64_C(1) << (4 * (*p - '0'));
    return true;
}

static int by_digits(const void *x, const void *y)
{
    const struct swappable *a = x, *b = y;
    if (a->digits != b->digits)
        return a->digits < b->digits ? -1 : 1;
    return a->telling < b->telling ? -1 : a->telling > b->telling;
}

/* The number that `alone`, borne out by nothing, was meant to be; NULL when there is none. */
static const struct telling *meant(struct restate_work *r, const struct swappable *group, size_t n,
                                   const struct telling *alone)
{
    for (size_t k = 0; k < n; k++) {
        const struct telling *other = group[k].telling;
        if (other->fact->block != alone->fact->block &&
            plumb_is_swap(other->fact, alone->fact->value) && speak_of_one_thing(r, other, alone) &&
            is_borne_out(r, other))
            return other;
    }
    return NULL;
}

void plumb_restate_swaps(struct restate_work *r)
{
    struct swappable *list = plumb_arena_array(r->work->arena, r->count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < r->count; i++)
        if (may_swap(&r->tellings[i]) && digits_of(&r->tellings[i], &list[count].digits))
            list[count++].telling = &r->tellings[i];
    qsort(list, count, sizeof *list, by_digits);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && list[to].digits == list[from].digits; to++)
            continue;
        size_t n = to - from < GROUP_MAX ? to - from : GROUP_MAX;
        for (size_t i = 0; n >= 2 && i < n; i++) {
            const struct telling *alone = list[from + i].telling;
            if (is_borne_out(r, alone))
                continue;
            const struct telling *other = meant(r, &list[from], n, alone);
            if (!other)
                continue;
            plumb_restate_push(r, other, alone, true, 0.7,
                               "a number borne out elsewhere, with two digits exchanged");
            r->linked[alone->fact->id] = true; /* told once is enough */
        }
    }
}
