/* A project's form that tells a standard, a number of those it is paid for and the money spent: standard × number, times
 * twelve when the standard is by the month, against the 执行数. DOMAIN §1.7, §4 (cost.standard). */
#include "extract/relate/relate_int.h"

/* In a report that prints 万元 with two decimals throughout, "8 万元" is 8.00: DOMAIN §1.2. */
static bool prints_cents_of_wan(const struct plumb_extract_work *work)
{
    size_t all = 0, fine = 0;
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact->unit != PLUMB_UNIT_YUAN || fact->scale.v != 10000 * PLUMB_DEC_ONE)
            continue;
        if (fact->decimals > 2)
            return false;
        all++;
        fine += fact->decimals == 2;
    }
    return fine >= 20 && 4 * fine >= 3 * all;
}

static struct plumb_fact as_exact_as_others(const struct plumb_extract_work *work,
                                            const struct plumb_fact *money)
{
    struct plumb_fact exact = *money;
    if (money->scale.v == 10000 * PLUMB_DEC_ONE && money->decimals < 2 && prints_cents_of_wan(work))
        exact.ulp = plumb_dec_int(100);
    return exact;
}

static bool is_done(const struct plumb_fact *fact, const struct plumb_fact *like)
{
    return fact->row != PLUMB_NPOS && fact->stage == PLUMB_STAGE_ACTUAL &&
           fact->comparator == PLUMB_CMP_NONE && plumb_str_equal(fact->item, like->item);
}

static bool is_number_paid_for(const struct plumb_fact *fact)
{
    return (fact->unit == PLUMB_UNIT_PERSON || fact->unit == PLUMB_UNIT_COUNT ||
            fact->unit == PLUMB_UNIT_NONE) &&
           fact->decimals <= 0 && plumb_dec_sign(fact->value) > 0 &&
           PLUMB_ENDS(fact->label, "数量", "人数", "户数", "个数", "家数", "所数");
}

/* The one such number of the form; NULL when there are more, for which the standard may be meant. */
static const struct plumb_fact *number_beside(const struct plumb_extract_work *work,
                                              const struct plumb_fact *standard)
{
    const struct plumb_fact *found = NULL;
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (!is_done(fact, standard))
            continue;
        if (fact->unit == PLUMB_UNIT_YUAN_RATE && fact != standard)
            return NULL;
        if (is_number_paid_for(fact) && found)
            return NULL;
        if (is_number_paid_for(fact))
            found = fact;
    }
    return found;
}

static const struct plumb_fact *spent_beside(const struct plumb_extract_work *work,
                                             const struct plumb_fact *standard)
{
    const struct plumb_fact *found = NULL;
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact->row == PLUMB_NPOS || fact->stage != PLUMB_STAGE_EXECUTED ||
            fact->unit != PLUMB_UNIT_YUAN || !plumb_str_equal(fact->item, standard->item))
            continue;
        if (found && found->value.v != fact->value.v)
            return NULL;
        if (!found)
            found = fact;
    }
    return found;
}

/* Far from the money it may be for some of them only, or be paid by several. */
static bool is_near(plumb_dec expected, plumb_dec spent)
{
    plumb_dec gap = plumb_dec_abs(plumb_dec_sub(expected, spent));
    return gap.v < spent.v / 4;
}

static void cost_of(struct plumb_extract_work *work, const struct plumb_fact *standard)
{
    const struct plumb_fact *number = number_beside(work, standard);
    const struct plumb_fact *spent = number ? spent_beside(work, standard) : NULL;
    if (!spent)
        return;
    int64_t times = PLUMB_HAS(standard->unit_text, "月") ? 12 : 1;
    struct plumb_fact money = as_exact_as_others(work, spent);
    const struct plumb_fact *factors[2] = {standard, number};
    struct plumb_judgement j = plumb_judge_product(&money, factors, 2, times);
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && !is_near(j.expected, spent->value))
        return;
    bool coarse =
        j.verdict == PLUMB_VERDICT_INCONSISTENT && money.ulp.v != spent->ulp.v &&
        plumb_judge_product(spent, factors, 2, times).verdict != PLUMB_VERDICT_INCONSISTENT;
    if (coarse) {
        j.reason =
            "this report prints 万元 with two decimals, so the amount is taken as exact to them";
        j.reason_zh = "本报告万元金额均列两位小数，此处按同一精度核对";
    }
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_FACTOR, standard),
                                  plumb_term_fact(work, PLUMB_ROLE_FACTOR, number)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_PRODUCT, "cost.standard", NULL);
    claim.stated = spent;
    claim.unit = spent->unit;
    claim.subject = standard->item;
    claim.confidence = 0.6;
    claim.next_money = plumb_dec_abs(plumb_dec_sub(j.expected, spent->value));
    plumb_claim_try(&claim, &j, terms, 2, "the form's standard × number",
                    plumb_arena_printf(work->arena, "%s × %s%s = %s, printed %s",
                                       plumb_fact_text(work, standard),
                                       plumb_fact_text(work, number), times > 1 ? " × 12" : "",
                                       plumb_value_text(work, j.expected, spent, 4),
                                       plumb_fact_text(work, spent)));
    plumb_claim_push(&claim);
}

void plumb_relate_table_costs(struct plumb_extract_work *work)
{
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *standard = &work->facts[i];
        if (standard->unit == PLUMB_UNIT_YUAN_RATE && standard->item.len > 0 &&
            is_done(standard, standard) && PLUMB_HAS(standard->label, "标准"))
            cost_of(work, standard);
    }
}
