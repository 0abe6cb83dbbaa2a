/* An average among several totals and counts: "住院 N 人次，总费用 A，统筹支付 B，次均费用 Y". The average's last word (费用)
 * says which total it is of and the word in front of 均 which count, when exactly one of each fits. */
#include "extract/relate/relate_int.h"

/* What an average is per, and the unit its count has. */
struct per {
    const char *word;
    const char *unit;
};

static const struct per pers[] = {{"次均", "次"}, {"人均", "人"}, {"户均", "户"}, {"例均", "例"},
                                  {"件均", "件"}, {"亩均", "亩"}, {"村均", "村"}};

enum { LAST_WORD = 6 }; /* bytes: two characters */

static bool is_total(const struct plumb_item *item, const struct plumb_item *average,
                     struct plumb_str word)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->use == PLUMB_USE_PLAIN && item->fact->comparator == PLUMB_CMP_NONE &&
           item->fact->value.v > average->fact->value.v && plumb_str_ends(item->core, word);
}

static bool is_count(const struct plumb_item *item, const char *unit)
{
    /* 人次 are no 人 */
    return plumb_is_quantity(item->fact) && item->use == PLUMB_USE_PLAIN &&
           item->fact->comparator == PLUMB_CMP_NONE && plumb_dec_sign(item->fact->value) > 0 &&
           (plumb_str_ends(item->fact->unit_text, plumb_str_from(unit)));
}

static const struct per *per_of(struct plumb_str label)
{
    for (size_t i = 0; i < PLUMB_COUNT(pers); i++)
        if (plumb_str_has(label, pers[i].word))
            return &pers[i];
    return NULL;
}

bool plumb_average_of_named(struct plumb_claim *claim, const struct plumb_item *average)
{
    const struct per *per = per_of(average->label);
    if (!per || average->label.len < LAST_WORD + 6)
        return false;
    struct plumb_str word =
        plumb_str_sub(average->label, average->label.len - LAST_WORD, average->label.len);
    const struct plumb_item *total = NULL, *count = NULL;
    size_t totals = 0, counts = 0;
    for (size_t i = average->index; i-- > 0;) {
        const struct plumb_item *item = &average->passage->items[i];
        if (item->sentence != average->sentence)
            break;
        if (is_total(item, average, word)) {
            total = item;
            totals++;
        } else if (is_count(item, per->unit)) {
            count = item;
            counts++;
        }
    }
    if (totals != 1 || counts != 1)
        return false;
    struct plumb_fact counted = plumb_priced_count(count->fact);
    return plumb_claim_ratio(claim, average->fact, total->fact, &counted,
                             "the total of this name ÷ the only count");
}
