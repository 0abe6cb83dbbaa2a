/* Totals whose parts are fixed by rule, told in sentences or paragraphs of their own: 三公经费 = 因公出国（境）
 * + 公务用车 + 公务接待, 公务用车 = 购置 + 运行维护, 政府采购 = 货物 + 工程 + 服务 (DOMAIN §3). Where a 其中 lists
 * them, relate_sum.c sees them already. */
#include "extract/relate/relate_int.h"

#define PARTS 4
#define REACH 8 /* passages behind the whole */

struct composed {
    const char *whole[2];
    const char *parts[PARTS][3]; /* a name has all words up to NULL of one row's alternatives */
    const char *not_whole;       /* a label with this word is a part, not the whole */
    bool cars;                   /* buying and running of cars are told apart */
};

static const struct composed rules[] = {
    /* a total that a rule has judged is not judged by those below it */
    {{"三公", NULL},
     {{"因公出国", "出国(境)"}, {"车购置"}, {"车运行", "车辆运行"}, {"公务接待"}},
     NULL,
     true},
    {{"三公", NULL}, {{"因公出国", "出国(境)"}, {"公务用车"}, {"公务接待"}}, NULL, false},
    {{"公务用车购置及运行", "公务用车购置和运行"},
     {{"公务用车购置", "车辆购置"}, {"公务用车运行", "车辆运行"}},
     NULL,
     true},
    {{"政府采购", NULL}, {{"货物"}, {"工程"}, {"服务"}}, "政府采购项目", false},
};

/* "公务用车购置及运行维护费" */
static bool both_of_cars(struct plumb_str label)
{
    return PLUMB_HAS(label, "购置及", "购置和", "购置与", "购置、") && plumb_str_has(label, "运行");
}

static bool has_one(struct plumb_str label, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n && words[i]; i++)
        if (plumb_str_has(label, words[i]))
            return true;
    return false;
}

enum stage_word { STAGE_ANY, STAGE_BUDGET, STAGE_EXECUTED, STAGE_PRIOR };

static enum stage_word stage_of(const struct plumb_item *item)
{
    struct plumb_str label = plumb_behind_fund(item->label);
    if (PLUMB_HAS(item->label, "上年", "去年") || item->use == PLUMB_USE_BASE)
        return STAGE_PRIOR;
    if (PLUMB_HAS(label, "决算", "支出", "执行") && !PLUMB_HAS(label, "预算"))
        return STAGE_EXECUTED;
    return PLUMB_HAS(label, "预算") ? STAGE_BUDGET : STAGE_ANY;
}

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->use == PLUMB_USE_PLAIN && item->own_label;
}

static bool is_whole(const struct composed *rule, const struct plumb_item *item)
{
    if (!is_money(item) || !has_one(item->label, rule->whole, 2) ||
        (rule->not_whole && plumb_str_has(item->label, rule->not_whole)))
        return false;
    bool of_cars = plumb_str_has(plumb_str_from(rule->whole[0]), "用车");
    for (size_t k = 0; k < PARTS && rule->parts[k][0]; k++)
        if (!of_cars && has_one(item->label, rule->parts[k], 3))
            return false;
    return true;
}

static bool is_part(const struct composed *rule, size_t k, const struct plumb_item *item)
{
    if (!is_money(item) ||
        (!has_one(item->label, rule->parts[k], 3) && !has_one(item->full, rule->parts[k], 3)))
        return false;
    return !rule->cars || (!both_of_cars(item->label) && !both_of_cars(item->full));
}

static struct plumb_item *find_part(const struct plumb_prose *prose, const struct composed *rule,
                                    size_t k, const struct plumb_item *whole)
{
    enum stage_word stage = stage_of(whole);
    size_t first = whole->passage->index;
    for (size_t p = first; p < prose->count && p <= first + REACH; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = p == first ? whole->index + 1 : 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            enum stage_word own = stage_of(item);
            if (is_whole(rule, item) && item != whole && own == stage && p > first)
                return NULL; /* another statement begins */
            if (is_part(rule, k, item) &&
                (own == stage || own == STAGE_ANY || stage == STAGE_ANY) && own != STAGE_PRIOR)
                return item;
        }
    }
    return NULL;
}

static bool already_summed(const struct plumb_extract_work *work, const struct plumb_fact *whole)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, whole, &at)) != NULL;)
        if (r->kind == PLUMB_REL_SUM && r->stated.fact == whole->id &&
            r->verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

/* "预算 42 万元，实际支出 31.86 万元。其中：…": the parts add up to the other number in front. */
static bool another_whole_holds(const struct plumb_extract_work *work,
                                const struct plumb_fact *const *parts, size_t n)
{
    const struct plumb_relation *r;
    for (size_t at = 0; n > 0 && (r = plumb_relation_naming(work, parts[0], &at)) != NULL;) {
        size_t shared = 0;
        if (r->kind != PLUMB_REL_SUM || r->verdict != PLUMB_VERDICT_CONSISTENT)
            continue;
        for (size_t k = 0; k < r->operand_count; k++)
            for (size_t p = 0; p < n; p++)
                shared += r->operands[k].fact == parts[p]->id;
        if (shared == n)
            return true;
    }
    return false;
}

/* The same with other parts: cars bought and run for themselves, or both in one. */
static bool sum_is_told(const struct plumb_item *whole, plumb_dec sum)
{
    for (size_t i = 0; i < whole->passage->count; i++) {
        const struct plumb_item *item = &whole->passage->items[i];
        if (item != whole && is_money(item) && item->fact->value.v == sum.v &&
            plumb_dec_sign(sum) > 0)
            return true;
    }
    return false;
}

static void judge(struct plumb_extract_work *work, const struct composed *rule,
                  struct plumb_item *whole)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_fact *parts[PARTS];
    bool one_sentence = true;
    size_t n = 0;
    for (size_t k = 0; k < PARTS && rule->parts[k][0]; k++) {
        struct plumb_item *part = find_part(prose, rule, k, whole);
        if (!part || !plumb_same_measure(part->fact, whole->fact))
            return;
        for (size_t i = 0; i < n; i++)
            if (parts[i] == part->fact)
                return;
        one_sentence = one_sentence && part->passage == whole->passage;
        parts[n++] = part->fact;
    }
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    plumb_claim_sum(&claim, whole->fact, parts, NULL, n, "the parts the total has by rule");
    if (!plumb_claim_holds(&claim) &&
        (another_whole_holds(work, parts, n) || sum_is_told(whole, claim.best.expected)))
        return;
    claim.confidence = one_sentence ? 0.85 : 0.7;
    bool slip = false;
    plumb_dec gap = plumb_dec_sub(whole->fact->value, claim.best.expected);
    for (size_t i = 0; i < n; i++)
        slip = slip || plumb_one_slip(parts[i], plumb_dec_add(parts[i]->value, gap));
    slip = slip || plumb_one_slip(whole->fact, claim.best.expected);
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && !slip && !one_sentence) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the numbers may have different scopes";
        claim.best.reason_zh = "各数字的口径可能不同";
    }
    plumb_claim_push(&claim);
}

void plumb_relate_composed(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t r = 0; r < PLUMB_COUNT(rules); r++)
        for (size_t p = 0; p < prose->count; p++)
            for (size_t i = 0; i < prose->passages[p].count; i++) {
                struct plumb_item *whole = &prose->passages[p].items[i];
                if (is_whole(&rules[r], whole) && !already_summed(work, whole->fact))
                    judge(work, &rules[r], whole);
            }
}
