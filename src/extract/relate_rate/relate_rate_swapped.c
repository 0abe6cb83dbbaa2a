/* A rate that no words define and that is, with two neighbouring digits exchanged, what two amounts of its sentence give:
 * "激活 A 万人，激活率 87.48%，全县参保 B 万人" where A ÷ B is 84.78 %. Of four digits that is no chance: of the ten thousand
 * rates three are such, and a sentence has few pairs of amounts. */
#include "extract/relate/relate_slip.h"

enum { DIGITS_ENOUGH = 4, AMOUNTS_MAX = 8 };

static size_t digits_of(const struct plumb_fact *fact)
{
    size_t n = 0;
    for (size_t i = 0; i < fact->text.len; i++)
        n += fact->text.ptr[i] >= '0' && fact->text.ptr[i] <= '9';
    return n;
}

static bool is_open_rate(const struct plumb_extract_work *work, const struct plumb_item *item)
{
    size_t at = 0;
    return item->fact->unit == PLUMB_UNIT_FRACTION && plumb_is_quantity(item->fact) &&
           item->fact->comparator == PLUMB_CMP_NONE && item->fact->ulp.v > 0 &&
           (item->use == PLUMB_USE_RATE || item->use == PLUMB_USE_SHARE) &&
           digits_of(item->fact) >= DIGITS_ENOUGH && !plumb_relation_naming(work, item->fact, &at);
}

static size_t amounts_of(const struct plumb_item *rate, const struct plumb_item *out[AMOUNTS_MAX])
{
    const struct plumb_passage *passage = rate->passage;
    size_t n = 0;
    for (size_t i = 0; i < passage->count && n < AMOUNTS_MAX; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->sentence == rate->sentence && plumb_is_amount(item->fact) &&
            item->fact->comparator == PLUMB_CMP_NONE && plumb_dec_sign(item->fact->value) > 0 &&
            (item->use == PLUMB_USE_PLAIN || item->use == PLUMB_USE_BASE))
            out[n++] = item;
    }
    return n;
}

static plumb_dec quotient(const struct plumb_item *rate, const struct plumb_item *a,
                          const struct plumb_item *b)
{
    plumb_dec exact = plumb_dec_div(a->fact->value, b->fact->value, PLUMB_ROUND_NEAREST);
    plumb_i128 step = rate->fact->ulp.v;
    return (plumb_dec){(exact.v + step / 2) / step * step};
}

static void judge(struct plumb_extract_work *work, struct plumb_item *rate)
{
    const struct plumb_item *amounts[AMOUNTS_MAX], *top = NULL, *base = NULL;
    size_t n = amounts_of(rate, amounts), pairs = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            if (i == k || !plumb_same_measure(amounts[i]->fact, amounts[k]->fact) ||
                amounts[i]->fact->value.v >= amounts[k]->fact->value.v ||
                !plumb_is_swap(rate->fact, quotient(rate, amounts[i], amounts[k])))
                continue;
            top = amounts[i];
            base = amounts[k];
            pairs++;
        }
    if (pairs != 1)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_ratio(&claim, rate->fact, top->fact, base->fact,
                      "two amounts of the sentence, with two digits exchanged");
    claim.confidence = 0.7;
    plumb_claim_push(&claim);
}

void plumb_relate_rates_swapped(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++)
            if (is_open_rate(work, &prose->passages[p].items[i]))
                judge(work, &prose->passages[p].items[i]);
}
