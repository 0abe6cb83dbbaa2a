/* Counts that multiply: "举办 12 期，每期 80 人，共培训 960 人次", "26 个村每村 3 名，共 78 名". The word behind 每 is the unit of the first
 * count. Not every session is full and some people come twice, so that a product that does not fit is told only when a slip
 * explains it. */
#include <string.h>

#include "extract/relate/relate_int.h"

static bool is_count(const struct plumb_item *item)
{
    return plumb_is_quantity(item->fact) && item->use == PLUMB_USE_PLAIN &&
           item->fact->unit != PLUMB_UNIT_YUAN && item->fact->unit != PLUMB_UNIT_YUAN_RATE &&
           plumb_is_amount(item->fact) && plumb_dec_sign(item->fact->value) > 0 &&
           item->fact->comparator == PLUMB_CMP_NONE;
}

/* "每期": the unit of `sessions` stands behind 每 in front of `each`. */
static bool is_per(const struct plumb_item *each, const struct plumb_item *sessions)
{
    struct plumb_str words = each->before, unit = sessions->fact->unit_text;
    size_t at = plumb_str_rfind(words, PLUMB_STR("每"));
    if (at == PLUMB_NPOS || unit.len == 0 || words.len - at > 18)
        return false;
    return plumb_str_starts(plumb_str_sub(words, at + strlen("每"), words.len), unit);
}

/* Persons or person-times, or the same word. */
static bool is_total(const struct plumb_item *total, const struct plumb_item *each)
{
    enum plumb_unit a = total->fact->unit, b = each->fact->unit;
    bool heads = (a == PLUMB_UNIT_PERSON || a == PLUMB_UNIT_PERSON_TIMES) &&
                 (b == PLUMB_UNIT_PERSON || b == PLUMB_UNIT_PERSON_TIMES);
    return is_count(total) && (heads || plumb_same_measure(total->fact, each->fact)) &&
           PLUMB_HAS(total->before, "共", "合计", "总计", "累计");
}

static void judge(struct plumb_extract_work *work, struct plumb_item *total,
                  const struct plumb_item *sessions, const struct plumb_item *each)
{
    struct plumb_fact times = plumb_priced_count(sessions->fact);
    const struct plumb_fact *factors[2] = {&times, each->fact};
    struct plumb_judgement j = plumb_judge_product(total->fact, factors, 2, 1);
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_FACTOR, sessions->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_FACTOR, each->fact)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_PRODUCT, "consistency.product", total);
    plumb_claim_try(&claim, &j, terms, 2, "count × each",
                    plumb_arena_printf(work->arena, "%s × %s = %s, printed %s",
                                       plumb_fact_text(work, sessions->fact),
                                       plumb_fact_text(work, each->fact),
                                       plumb_value_text(work, j.expected, total->fact, 0),
                                       plumb_fact_text(work, total->fact)));
    claim.confidence = 0.65;
    if (plumb_claim_holds(&claim) || plumb_one_slip(total->fact, claim.best.expected))
        plumb_claim_push(&claim);
}

void plumb_relate_product_counts(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "每"))
            continue;
        for (size_t i = 0; i + 2 < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (item[2].sentence == item->sentence && is_count(item) && is_count(item + 1) &&
                is_per(item + 1, item) && is_total(item + 2, item + 1))
                judge(work, item + 2, item, item + 1);
        }
    }
}
