/* What brackets name of each part, and of their total: "甲 A 万元(其中建筑 a)，乙 B 万元(其中建筑 b)，合计 W 万元(其中
 * 建筑 w)": when A + B = W is told, a + b = w is told too. */
#include "extract/relate_sum/relate_sum.h"

/* The number a bracket opens with right behind `item`, or NULL. */
static struct plumb_item *bracketed(struct plumb_item *item)
{
    struct plumb_item *next = item + 1;
    if (item->index + 1 >= item->passage->count || next->depth != item->depth + 1 ||
        !plumb_sum_can_add(next, next->fact))
        return NULL;
    struct plumb_str gap = plumb_text_between(item, next);
    return plumb_str_starts(gap, PLUMB_STR("(")) ? next : NULL;
}

static bool same_name(const struct plumb_item *a, const struct plumb_item *b)
{
    return plumb_same_measure(a->fact, b->fact) && a->core.len > 0 &&
           plumb_name_likeness(a->core, b->core) >= 0.8;
}

static void one_sum(struct plumb_extract_work *work, size_t relation)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_relation *r = &work->relations[relation];
    const struct plumb_fact *parts[PLUMB_SUM_LIST_MAX];
    size_t n = r->operand_count;
    if (r->kind != PLUMB_REL_SUM || r->verdict != PLUMB_VERDICT_CONSISTENT || n < 2 ||
        n > PLUMB_SUM_LIST_MAX || r->stated.fact >= work->fact_count ||
        !prose->of_fact[r->stated.fact])
        return;
    struct plumb_item *total = bracketed(prose->of_fact[r->stated.fact]);
    if (!total)
        return;
    for (size_t i = 0; i < n; i++) {
        size_t fact = r->operands[i].fact;
        struct plumb_item *part = fact < work->fact_count ? prose->of_fact[fact] : NULL;
        part = part ? bracketed(part) : NULL;
        if (!part || !same_name(part, total))
            return;
        parts[i] = part->fact;
    }
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", total);
    plumb_claim_sum(&claim, total->fact, parts, NULL, n, "what the brackets name of each part");
    claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

void plumb_sum_brackets(struct plumb_extract_work *work, size_t first_relation)
{
    size_t end = work->relation_count;
    for (size_t i = first_relation; i < end; i++)
        one_sum(work, i);
}
