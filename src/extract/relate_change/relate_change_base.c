/* Changes whose base is told in another sentence, paragraph or table: "投入 A 万元，比上年增加 C 万元" where A − C is
 * printed for the year before. A number that agrees to its last place is no chance; under the very name a
 * slip is told as well. DOMAIN §1.6. */
#include "extract/relate_change/relate_growth.h"

#define CHANGES_MAX 400 /* of one document, for bases in tables */
#define DIGITS_MIN 3    /* significant ones of a base found by its value */

static int year_of(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    return fact->year ? fact->year : work->year;
}

/* The year compared with: "较2013年增加", "比上年减少"; 0 when the words compare with something else. */
static int base_year(const struct plumb_extract_work *work, const struct plumb_item *change,
                     const struct plumb_item *current)
{
    const struct plumb_item *year = change - 1;
    if (PLUMB_HAS(change->before, "预算", "计划", "目标", "年初", "同口径", "调整"))
        return 0;
    if (change->index > 0 && year->fact->kind == PLUMB_FACT_YEAR &&
        year->sentence == change->sentence && PLUMB_ENDS(year->before, "比", "较", "与"))
        return (int)(year->fact->value.v / PLUMB_DEC_ONE);
    int own = year_of(work, current->fact);
    return own && PLUMB_HAS(change->before, "上年", "去年", "同比", "上一年") ? own - 1 : 0;
}

/* The amount that changes: the nearest in front of it in the sentence. */
static const struct plumb_item *current_of(const struct plumb_item *change)
{
    for (size_t i = change->index; i-- > 0;) {
        const struct plumb_item *item = &change->passage->items[i];
        if (item->sentence != change->sentence)
            return NULL;
        if (item->use == PLUMB_USE_PLAIN && plumb_growth_usable(item))
            return plumb_levels_alike(item->fact, change->fact) ? item : NULL;
    }
    return NULL;
}

static size_t digits_of(plumb_dec value)
{
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    size_t n = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        n++;
    return n;
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *change)
{
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->stated.fact == change->id && r->verdict != PLUMB_VERDICT_UNTESTABLE &&
            (r->kind == PLUMB_REL_DIFFERENCE || r->kind == PLUMB_REL_SUM))
            return true;
    }
    return false;
}

/* Told of that year, in prose or in a column of it. */
static bool is_of_year(const struct plumb_extract_work *work, const struct plumb_fact *fact,
                       int year)
{
    bool prior = fact->stage == PLUMB_STAGE_PRIOR && !fact->year;
    return prior || year_of(work, fact) == year;
}

static const struct plumb_fact *base_by_value(struct plumb_extract_work *work,
                                              const struct plumb_item *current, plumb_dec value,
                                              int year)
{
    struct plumb_item *const *items = NULL;
    size_t n = plumb_items_of_value(work, value, &items);
    if (digits_of(value) < DIGITS_MIN)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (items[i]->use != PLUMB_USE_DELTA &&
            (items[i]->passage != current->passage || items[i]->sentence != current->sentence) &&
            plumb_levels_alike(items[i]->fact, current->fact) &&
            is_of_year(work, items[i]->fact, year))
            return items[i]->fact;
    for (size_t f = 0; work->table_count > 0 && f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->row != PLUMB_NPOS && fact->value.v == value.v && plumb_is_quantity(fact) &&
            plumb_same_measure(fact, current->fact) && is_of_year(work, fact, year))
            return fact;
    }
    return NULL;
}

/* The one amount of that year under the very name of the current one. */
static const struct plumb_fact *base_by_name(struct plumb_extract_work *work,
                                             const struct plumb_item *current, int year)
{
    struct plumb_found found[8];
    const struct plumb_fact *base = NULL;
    size_t n = current->own_label && plumb_utf8_count(current->core) >= 4
                   ? plumb_find_named(work, current, current->core, current->fact, 0.99, found, 8)
                   : 0;
    for (size_t i = 0; i < n; i++) {
        const struct plumb_item *item = found[i].item;
        if (item->passage == current->passage && item->sentence == current->sentence)
            continue;
        if (item->use == PLUMB_USE_DELTA || !item->fact->year || item->fact->year != year ||
            item->fact->stage != current->fact->stage)
            continue;
        if (base && base->value.v != item->fact->value.v)
            return NULL;
        base = item->fact;
    }
    return base;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *change)
{
    const struct plumb_item *current = current_of(change);
    int year = current ? base_year(work, change, current) : 0;
    if (!year || is_stated(work, change->fact))
        return;
    bool down = plumb_growth_is_down(work, change->before);
    plumb_dec value = down ? plumb_dec_add(current->fact->value, change->fact->value)
                           : plumb_dec_sub(current->fact->value, change->fact->value);
    const struct plumb_fact *base = base_by_value(work, current, value, year);
    bool found = base != NULL;
    if (!found)
        base = base_by_name(work, current, year);
    if (!base)
        return;
    const struct plumb_fact *up_parts[2] = {current->fact, base};
    const struct plumb_fact *down_parts[2] = {base, current->fact};
    static const int signs[2] = {1, -1};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", change);
    plumb_claim_sum(&claim, change->fact, down ? down_parts : up_parts, signs, 2,
                    "against the base told elsewhere");
    if (!plumb_claim_holds(&claim) && !plumb_one_slip(change->fact, claim.best.expected))
        return;
    claim.subject = current->label;
    claim.declared = !found;
    claim.confidence = found ? 0.6 : 0.7;
    plumb_claim_push(&claim);
}

void plumb_relate_change_bases(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    size_t looked_at = 0;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 1; i < prose->passages[p].count && looked_at < CHANGES_MAX; i++) {
            struct plumb_item *item = &prose->passages[p].items[i];
            if (item->use != PLUMB_USE_DELTA || !plumb_growth_usable(item))
                continue;
            looked_at++;
            judge(work, item);
        }
}
