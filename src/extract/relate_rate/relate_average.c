/* Averages that are no money: "12 万名法官，受理 1458.6 万件，人均受理 121.4 件", "178 万亩，总产 73 万吨，平均亩产 410 公斤". The
 * word for what it is per names the unit of the count. DOMAIN §1.5. */
#include "extract/relate/relate_int.h"

struct per {
    const char *words[4];
    const char *unit; /* the printed unit of the count has it */
};

static const struct per kinds[] = {
    {{"人均", NULL}, "人"},     {{"亩产", "亩均", "单产", NULL}, "亩"},
    {{"户均", NULL}, "户"},     {{"村均", NULL}, "村"},
    {{"校均", NULL}, "所"},     {{"床均", NULL}, "床"},
    {{"平均每个", NULL}, "个"}, {{"平均每所", NULL}, "所"},
    {{"平均每家", NULL}, "家"}, {{"平均每场", NULL}, "场"},
    {{"平均每期", NULL}, "期"}, {{"平均每村", NULL}, "村"},
};

#define KINDS (PLUMB_COUNT(kinds))

static const struct per *kind_of(const struct plumb_item *average)
{
    for (size_t i = 0; i < KINDS; i++)
        for (size_t k = 0; k < 4 && kinds[i].words[k]; k++) {
            size_t at = plumb_str_rfind(average->before, plumb_str_from(kinds[i].words[k]));
            if (at != PLUMB_NPOS && average->before.len - at <= 30)
                return &kinds[i];
        }
    return NULL;
}

/* Kilograms a unit of mass holds, in half kilograms; 0 for what is no mass. */
static int mass_of(struct plumb_str unit)
{
    return plumb_str_has(unit, "公斤") || plumb_str_has(unit, "千克") ? 2
           : plumb_str_has(unit, "吨")                                ? 2000
           : plumb_str_has(unit, "斤")                                ? 1
                                                                      : 0;
}

/* The amount in the unit of the average: tons as kilograms, cases as cases; false when it is another. */
static bool in_unit_of(const struct plumb_fact *amount, const struct plumb_fact *average,
                       struct plumb_fact *out)
{
    int from = mass_of(amount->unit_text), to = mass_of(average->unit_text);
    *out = *amount;
    if (from && to) {
        plumb_dec times =
            plumb_dec_div(plumb_dec_int(from), plumb_dec_int(to), PLUMB_ROUND_NEAREST);
        out->value = plumb_dec_mul(amount->value, times, PLUMB_ROUND_NEAREST);
        out->ulp = plumb_dec_mul(amount->ulp, times, PLUMB_ROUND_NEAREST);
        return true;
    }
    return !from && !to && plumb_same_measure(amount, average);
}

/* The count as it is printed, 178 万亩 as 1780000. */
static bool as_count(const struct plumb_item *item, const struct per *per, struct plumb_fact *out)
{
    const struct plumb_fact *fact = item->fact;
    if (!plumb_str_has(fact->unit_text, per->unit) || item->use != PLUMB_USE_PLAIN ||
        !plumb_is_quantity(fact) || plumb_dec_sign(fact->value) <= 0 ||
        plumb_str_has(fact->unit_text, "次"))
        return false;
    *out = plumb_priced_count(fact);
    return true;
}

static bool is_amount(const struct plumb_item *item, const struct plumb_item *average)
{
    return item->use == PLUMB_USE_PLAIN && plumb_is_quantity(item->fact) &&
           item->fact->unit != PLUMB_UNIT_YUAN && !plumb_is_rate(item->fact) &&
           item->fact->value.v > average->fact->value.v && !kind_of(item);
}

static void one_average(struct plumb_extract_work *work, struct plumb_item *average,
                        const struct per *per)
{
    struct plumb_passage *passage = average->passage;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_AVERAGE, "consistency.average", average);
    for (size_t i = average->index; i-- > 0 && !plumb_claim_holds(&claim);) {
        struct plumb_fact amount, count;
        if (average->sentence - passage->items[i].sentence > 1)
            break;
        if (!is_amount(&passage->items[i], average) ||
            !in_unit_of(passage->items[i].fact, average->fact, &amount))
            continue;
        for (size_t k = average->index; k-- > 0 && !plumb_claim_holds(&claim);) {
            if (average->sentence - passage->items[k].sentence > 1)
                break;
            if (k != i && as_count(&passage->items[k], per, &count))
                plumb_claim_ratio(&claim, average->fact, &amount, &count, "total ÷ count");
        }
    }
    claim.confidence = 0.65;
    /* which total and count are meant is not certain; a slip is */
    if (claim.tried && claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        (claim.readings > 1 || !plumb_one_slip(average->fact, claim.best.expected)))
        return;
    plumb_claim_push(&claim);
}

void plumb_relate_averages(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 2; i < prose->passages[p].count; i++) {
            struct plumb_item *item = &prose->passages[p].items[i];
            const struct plumb_fact *fact = item->fact;
            const struct per *per = plumb_is_quantity(fact) && item->use == PLUMB_USE_PLAIN &&
                                            fact->unit != PLUMB_UNIT_YUAN &&
                                            fact->unit != PLUMB_UNIT_YUAN_RATE &&
                                            !plumb_is_rate(fact)
                                        ? kind_of(item)
                                        : NULL;
            if (per)
                one_average(work, item, per);
        }
}
