/* Sums without a cue: a number and like items behind it ("实有31人，甲类8人，乙类4人 …"). */
#include "extract/relate_sum/relate_sum.h"

static size_t nonzero(struct plumb_item *const *parts, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += parts[i]->fact->value.v != 0;
    return count;
}

/* One of a row of like items is no whole. */
static bool in_a_row(struct plumb_extract_work *work, const struct plumb_item *whole,
                     const struct plumb_sum_list *list)
{
    if (!whole->total && (plumb_name_likeness(whole->core, list->parts[0]->core) > 0.6 ||
                          plumb_names_oppose(work, whole->core, list->parts[0]->core)))
        return true;
    if (whole->depth > 0)
        return true;
    for (size_t i = whole->index; i-- > 0 && whole->index - i <= 2;) {
        const struct plumb_item *previous = &whole->passage->items[i];
        if (previous->sentence == whole->sentence && plumb_sum_can_add(previous, whole->fact) &&
            plumb_name_likeness(previous->core, whole->core) > 0.5)
            return true;
    }
    return false;
}

static void judge_bare(struct plumb_extract_work *work, const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    claim.declared = false;
    claim.confidence = 0.6;
    if (plumb_sum_try(&claim, list, whole, list->cue)) {
        plumb_claim_push(&claim);
        return;
    }
    bool several = list->count >= 3 || plumb_parts_oppose(work, list->parts, list->count);
    bool plain = several && !in_a_row(work, whole, list) &&
                 plumb_sum_one_slip(whole->fact, list->parts, list->count);
    if (plain && plumb_sum_evidence(work, list, whole->fact, list->count) >= 2) {
        claim.declared = true;
        plumb_claim_push(&claim);
    }
}

/* Three or more numbers that add up exactly to one of three digits or more: no chance. */
static bool exact_run(const struct plumb_sum_list *list)
{
    const struct plumb_fact *whole = list->wholes[0]->fact;
    return nonzero(list->parts, list->count) >= 3 && whole->value.v >= 100 * PLUMB_DEC_ONE &&
           plumb_parts_total(list->parts, list->count).v == whole->value.v;
}

/* "职工基金支付 W，住院总费用 x，基金支付 a，门诊总费用 y，基金支付 b": the last items of the same name. */
static void bare_namesakes(struct plumb_extract_work *work, const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    struct plumb_claim claim;
    if (list->count < 3 || !plumb_has_three_digits(whole->fact))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    if (!plumb_sum_try_namesakes(&claim, list, whole))
        return;
    claim.declared = false;
    claim.confidence = 0.6;
    plumb_claim_push(&claim);
}

/* "实有31人，甲类8人，乙类4人 …": holds or is left alone, unless the items are plainly of one kind
 * and one slip explains the gap. */
void plumb_sum_bare(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i + 2 < passage->count; i++) {
        struct plumb_item *whole = &passage->items[i];
        struct plumb_sum_list list = {.cue = "like items behind it", .whole_count = 1};
        if (!plumb_sum_can_add(whole, whole->fact) || !whole->own_label)
            continue;
        list.wholes[0] = whole;
        for (size_t k = i + 1; k < passage->count && list.count < PLUMB_SUM_LIST_MAX; k++) {
            struct plumb_item *item = &passage->items[k];
            struct plumb_str gap = plumb_text_between(item - 1, item);
            if (item->depth != whole->depth || plumb_str_has(gap, "。") ||
                plumb_str_has(gap, ";") || plumb_sum_leads_in(work, gap))
                break;
            if (!plumb_sum_can_add(item, whole->fact))
                continue;
            list.parts[list.count++] = item;
        }
        bare_namesakes(work, &list);
        if (exact_run(&list)) {
            judge_bare(work, &list);
            continue;
        }
        while (list.count >= 2 && plumb_parts_likeness(list.parts, list.count) < 0.5 &&
               !plumb_parts_oppose(work, list.parts, list.count))
            list.count--;
        if (nonzero(list.parts, list.count) < 2 ||
            (list.count == 2 && !plumb_parts_oppose(work, list.parts, 2)))
            continue;
        judge_bare(work, &list);
    }
}
