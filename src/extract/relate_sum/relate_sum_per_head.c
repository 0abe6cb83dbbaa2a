/* What each pays of an amount a head: "人均筹资 W 元，其中个人缴费 A 元、财政补助 B 元". The whole is an amount per person and
 * its parts are printed as plain money, so that the lists of relate_sum.c do not add them. */
#include "extract/relate/relate_int.h"

enum { PARTS_MOST = 4 };

static bool is_whole(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN_RATE && plumb_is_quantity(item->fact) &&
           item->use == PLUMB_USE_PLAIN && item->fact->comparator == PLUMB_CMP_NONE &&
           PLUMB_HAS(item->label, "人均", "每人", "标准");
}

static bool is_part(const struct plumb_item *item, const struct plumb_item *whole)
{
    return (item->fact->unit == PLUMB_UNIT_YUAN || item->fact->unit == PLUMB_UNIT_YUAN_RATE) &&
           plumb_is_quantity(item->fact) && item->use == PLUMB_USE_PLAIN &&
           item->fact->comparator == PLUMB_CMP_NONE && item->own_label &&
           item->fact->value.v < whole->fact->value.v &&
           plumb_str_equal(item->fact->unit_text, PLUMB_STR("元"));
}

/* Those who pay: the person and somebody else. */
static bool names_payers(const struct plumb_item *first, size_t n)
{
    bool person = false, other = false;
    for (size_t i = 0; i < n; i++) {
        person = person || plumb_str_has(first[i].label, "个人");
        other = other || PLUMB_HAS(first[i].label, "财政", "政府", "单位", "集体");
    }
    return person && other;
}

void plumb_relate_sums_per_head(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "个人"))
            continue;
        for (size_t i = 0; i + 2 < passage->count; i++) {
            struct plumb_item *whole = &passage->items[i], *first = whole + 1;
            const struct plumb_fact *parts[PARTS_MOST];
            size_t n = 0;
            while (n < PARTS_MOST && i + 1 + n < passage->count &&
                   first[n].sentence == whole->sentence && is_part(&first[n], whole)) {
                parts[n] = first[n].fact;
                n++;
            }
            if (!is_whole(whole) || n < 2 || !names_payers(first, n) ||
                !PLUMB_HAS(first->before, "其中", "包括", "由", ":", "("))
                continue;
            struct plumb_claim claim;
            plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
            plumb_claim_sum(&claim, whole->fact, parts, NULL, n, "what each pays a head");
            claim.confidence = 0.85;
            plumb_claim_push(&claim);
        }
    }
}
