/* Changes that add up: "“三公”经费比上年减少 0.28 万元，其中：公务用车减少 0.29 万元；公务接待增加 0.01 万元". The
 * change of the whole is the sum of the changes of its parts, each with the sign of its verb. */
#include "extract/relate_change/relate_growth.h"

enum { PARTS_MAX = 24, DIGITS_ENOUGH = 5 };

struct changes {
    const struct plumb_item *parts[PARTS_MAX];
    int signs[PARTS_MAX];
    size_t count;
    bool of_which; /* 其中 between the change of the whole and the first part */
    bool open;     /* 等, 主要: the list need not be complete */
};

/* Compared with the budget, or with another year? Both may be told of one thing. What names no baseline
 * has that of the whole. */
static bool against_budget(const struct plumb_item *delta, bool otherwise)
{
    if (PLUMB_HAS(delta->before, "上年", "去年", "同期"))
        return false;
    if (plumb_str_has(plumb_behind_fund(delta->before), "预算"))
        return true;
    return PLUMB_HAS(delta->before, "比", "较", "与", "同") ? false : otherwise;
}

static bool is_change(const struct plumb_item *item, const struct plumb_item *whole)
{
    return item->use == PLUMB_USE_DELTA && plumb_growth_usable(item) &&
           plumb_same_measure(item->fact, whole->fact);
}

/* Changes behind that of the whole, up to one of the same subject or a new total. */
static void collect(struct plumb_extract_work *work, const struct plumb_item *whole,
                    struct changes *c)
{
    const struct plumb_passage *passage = whole->passage;
    bool budget = against_budget(whole, false);
    int sign = 1;
    *c = (struct changes){.count = 0};
    for (size_t i = whole->index + 1; i < passage->count && c->count < PARTS_MAX; i++) {
        const struct plumb_item *item = &passage->items[i];
        struct plumb_str gap = plumb_text_between(item - 1, item);
        if (c->count == 0)
            c->of_which = c->of_which || plumb_str_has(gap, "其中");
        if (item->total && item->use == PLUMB_USE_PLAIN && item->depth <= whole->depth)
            return;
        if (!is_change(item, whole) || against_budget(item, budget) != budget ||
            item->depth < whole->depth)
            continue;
        c->open = c->open || PLUMB_HAS(gap, "主要", "等");
        /* "各减少 a、b": the second of a row has the verb of the first */
        sign = item->before.len > 3 ? plumb_growth_direction(work, item->before) : sign;
        c->parts[c->count] = item;
        c->signs[c->count++] = sign;
    }
}

static size_t digits_of(const struct plumb_fact *fact)
{
    size_t n = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        n += fact->text.ptr[i] >= '1' && fact->text.ptr[i] <= '9';
    return n;
}

/* Enough digits that adding up exactly is no chance. */
static bool beyond_chance(const struct plumb_item *whole, const struct changes *c, size_t n)
{
    size_t digits = digits_of(whole->fact), nonzero = 0;
    for (size_t i = 0; i < n; i++) {
        digits += digits_of(c->parts[i]->fact);
        nonzero += c->parts[i]->fact->value.v != 0;
    }
    return nonzero >= 2 && digits >= DIGITS_ENOUGH;
}

static plumb_dec signed_by(plumb_dec value, int sign)
{
    return sign < 0 ? plumb_dec_neg(value) : value;
}

static bool slip_explains(const struct plumb_item *whole, const struct changes *c, int sign)
{
    plumb_dec sum = {0};
    for (size_t i = 0; i < c->count; i++)
        sum = plumb_dec_add(sum, signed_by(c->parts[i]->fact->value, sign * c->signs[i]));
    if (digits_of(whole->fact) >= 3 && plumb_one_slip(whole->fact, sum))
        return true;
    for (size_t i = 0; i < c->count; i++) {
        plumb_dec gap = plumb_dec_sub(whole->fact->value, sum);
        plumb_dec wanted =
            plumb_dec_add(c->parts[i]->fact->value, signed_by(gap, sign * c->signs[i]));
        if (digits_of(c->parts[i]->fact) >= 3 && plumb_one_slip(c->parts[i]->fact, wanted))
            return true;
    }
    return false;
}

static void judge(struct plumb_extract_work *work, const struct plumb_item *whole,
                  const struct changes *c)
{
    const struct plumb_fact *facts[PARTS_MAX];
    int signs[PARTS_MAX], sign = plumb_growth_direction(work, whole->before);
    for (size_t i = 0; i < c->count; i++) {
        facts[i] = c->parts[i]->fact;
        signs[i] = sign * c->signs[i];
    }
    bool complete = c->of_which && !c->open;
    for (size_t n = c->count; n >= 2; n--) {
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
        plumb_claim_sum(&claim, whole->fact, facts, signs, n, "the changes of the parts");
        bool sure = complete && n == c->count, holds = plumb_claim_holds(&claim);
        if (holds ? !sure && !beyond_chance(whole, c, n) : !sure || !slip_explains(whole, c, sign))
            continue;
        claim.declared = sure;
        claim.confidence = sure ? 0.8 : 0.6;
        plumb_claim_push(&claim);
        return;
    }
}

void plumb_relate_changes(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *whole = &passage->items[i];
        struct changes c;
        if (!is_change(whole, whole) || whole->fact->value.v == 0)
            continue;
        collect(work, whole, &c);
        if (c.count >= 2)
            judge(work, whole, &c);
    }
}
