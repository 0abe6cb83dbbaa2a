/* Numbers told twice that are equal: as printed, rounded, or in another unit. Agreement may be found
 * by value alone; it never makes a finding. */
#include <stdlib.h>

#include "extract/relate_restate/restate_int.h"

/* ---- equal numbers --------------------------------------------------------------------------- */

static bool same_place(const struct telling *a, const struct telling *b)
{
    return a->fact->line == b->fact->line && a->fact->block == b->fact->block &&
           a->fact->row == b->fact->row;
}

static int by_value(const struct telling *a, const struct telling *b)
{
    if (a->fact->unit != b->fact->unit)
        return a->fact->unit < b->fact->unit ? -1 : 1;
    int c = plumb_dec_cmp(a->fact->value, b->fact->value);
    if (c != 0)
        return c;
    return a->fact->id < b->fact->id ? -1 : a->fact->id > b->fact->id;
}

static int compare_values(const void *a, const void *b)
{
    return by_value(*(const struct telling *const *)a, *(const struct telling *const *)b);
}

/* Enough for an equal number to be the same fact? */
static bool agree(const struct telling *a, const struct telling *b)
{
    if (a->fact->unit == PLUMB_UNIT_NONE && a->fact->kind == PLUMB_FACT_BARE && a->digits < 4)
        return false;
    if (plumb_is_rate(a->fact))
        return a->digits >= 3 && plumb_name_likeness(a->core, b->core) >= 0.5 && !a->generic &&
               !plumb_restate_siblings(a, b);
    if (a->digits >= 5)
        return true;
    if (a->digits == 4)
        return plumb_name_likeness(a->core, b->core) >= 0.25;
    if (a->digits == 3)
        return plumb_name_likeness(a->core, b->core) >= 0.4;
    return a->fact->value.v != 0 && plumb_utf8_count(a->core) >= 3 &&
           plumb_name_likeness(a->core, b->core) >= 0.7;
}

void plumb_restate_sort(struct restate_work *r)
{
    r->sorted = plumb_arena_array(r->work->arena, r->count + 1, sizeof *r->sorted);
    for (size_t i = 0; i < r->count; i++)
        r->sorted[i] = &r->tellings[i];
    qsort(r->sorted, r->count, sizeof *r->sorted, compare_values);
}

size_t plumb_restate_first(const struct restate_work *r, enum plumb_unit unit, plumb_dec value)
{
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct plumb_fact *fact = r->sorted[middle]->fact;
        if (fact->unit < unit || (fact->unit == unit && fact->value.v < value.v))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void plumb_restate_equal(struct restate_work *r)
{
    const struct telling **sorted = r->sorted;
    for (size_t i = 1; i < r->count; i++) {
        const struct telling *b = sorted[i];
        for (size_t k = i, back = 0; k-- > 0 && back < 6; back++) {
            const struct telling *a = sorted[k];
            if (a->fact->unit != b->fact->unit || a->fact->value.v != b->fact->value.v)
                break;
            if (same_place(a, b) || (!a->item && !b->item && a->fact->block == b->fact->block) ||
                !plumb_same_measure(a->fact, b->fact) || !agree(a, b))
                continue;
            plumb_restate_push(r, a, b, false, b->digits >= 4 ? 0.9 : 0.75, "equal numbers");
            break;
        }
    }
}

/* "30.35万人" tells 303 517 again: the same person count, rounded. */
static bool tells_rounded(const struct telling *a, const struct telling *b)
{
    return b->fact->ulp.v < a->fact->ulp.v && b->fact->value.v != a->fact->value.v &&
           b->fact->line != a->fact->line && plumb_same_measure(a->fact, b->fact) &&
           plumb_name_likeness(a->core, b->core) >= 0.15;
}

void plumb_restate_coarse(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = r->sorted[i], *found = NULL;
        if (a->digits < 4 || a->fact->ulp.v == 0 || plumb_is_rate(a->fact) ||
            a->fact->comparator != PLUMB_CMP_NONE || r->linked[a->fact->id])
            continue;
        plumb_i128 reach = a->fact->ulp.v / 2;
        for (size_t k = i; k-- > 0 && !found;) {
            const struct telling *b = r->sorted[k];
            if (b->fact->unit != a->fact->unit ||
                plumb_dec_sub(a->fact->value, b->fact->value).v > reach)
                break;
            found = tells_rounded(a, b) ? b : NULL;
        }
        for (size_t k = i + 1; k < r->count && !found; k++) {
            const struct telling *b = r->sorted[k];
            if (b->fact->unit != a->fact->unit ||
                plumb_dec_sub(b->fact->value, a->fact->value).v > reach)
                break;
            found = tells_rounded(a, b) ? b : NULL;
        }
        if (found)
            plumb_restate_push(r, a < found ? a : found, a < found ? found : a, false, 0.7,
                               "the same number, rounded");
    }
}

/* ---- one number as persons and as person-times --------------------------------------------------- */

void plumb_restate_units(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (a->fact->unit != PLUMB_UNIT_PERSON || a->digits < 3)
            continue;
        size_t k = plumb_restate_first(r, PLUMB_UNIT_PERSON_TIMES, a->fact->value);
        for (; k < r->count; k++) {
            const struct telling *b = r->sorted[k];
            if (b->fact->unit != PLUMB_UNIT_PERSON_TIMES || b->fact->value.v != a->fact->value.v)
                break;
            struct plumb_claim claim;
            struct plumb_judgement j = {.verdict = PLUMB_VERDICT_ROUNDING,
                                        .expected = a->fact->value,
                                        .low = a->fact->value,
                                        .high = a->fact->value,
                                        .reason = "one number is printed as persons and as "
                                                  "person-times",
                                        .reason_zh = "同一数字分别以“人”和“人次”计量"};
            struct plumb_term term = plumb_term_fact(r->work, PLUMB_ROLE_OTHER, a->fact);
            plumb_claim_begin(&claim, r->work, PLUMB_REL_RESTATEMENT, "consistency.unit", NULL);
            claim.stated = b->fact;
            claim.unit = b->fact->unit;
            claim.subject = b->item ? b->item->label : b->fact->label;
            claim.confidence = 0.7;
            plumb_claim_try(&claim, &j, &term, 1, "equal numbers",
                            plumb_restate_text(r->work, a, b, true));
            plumb_claim_push(&claim);
        }
    }
}
