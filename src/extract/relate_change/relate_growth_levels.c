/* Levels and changes without a rate: "由 A 增加至 B，增加 C", "比年初预算减少 C", "是上年的 3 倍". DOMAIN §1.6. */
#include "extract/relate_change/relate_growth.h"

/* The words speak of the budget at the year's start, the amount is the one after adjustment. */
static bool other_budget(struct plumb_str words, struct plumb_str label)
{
    return PLUMB_HAS(words, "年初")
               ? PLUMB_HAS(label, "调整", "全年", "追加", "追减")
               : PLUMB_HAS(words, "调整", "全年") && PLUMB_HAS(label, "年初", "追加", "追减");
}

/* "年初预算 A 万元，决算 B 万元，比年初预算减少 C 万元": the budget is the level compared with. */
static struct plumb_item *budget_compared(const struct plumb_item *delta,
                                          struct plumb_item **current)
{
    struct plumb_item *budget = NULL, *spent = NULL;
    if (!PLUMB_HAS(delta->before, "比年初预算", "较年初预算", "比预算", "较预算", "比全年预算",
                   "较全年预算", "比调整预算", "较调整预算"))
        return NULL;
    for (size_t i = delta->index; i-- > 0 && !(budget && spent);) {
        struct plumb_item *item = &delta->passage->items[i];
        if (item->sentence != delta->sentence)
            break;
        if (!plumb_growth_usable(item) || !plumb_same_measure(item->fact, delta->fact) ||
            item->use != PLUMB_USE_PLAIN)
            continue;
        bool is_budget = plumb_str_has(item->label, "预算");
        if (is_budget && !budget && other_budget(delta->before, item->label))
            continue;
        if (is_budget && !budget)
            budget = item;
        else if (!is_budget && !spent && PLUMB_HAS(item->label, "决算", "支出", "执行"))
            spent = item;
    }
    if (budget && spent)
        *current = spent;
    return budget && spent ? budget : NULL;
}

/* "年末 A 人，比上年减少 C 人，上年末为 B 人" */
static struct plumb_item *prior_behind(const struct plumb_extract_work *work,
                                       struct plumb_item *delta)
{
    size_t end = delta->passage->count;
    if (!PLUMB_HAS(delta->before, "上年", "去年", "上期", "同期", "年初"))
        return NULL;
    for (size_t i = delta->index + 1; i < end && i <= delta->index + 3; i++) {
        struct plumb_item *item = &delta->passage->items[i];
        if (item->sentence != delta->sentence || item->use == PLUMB_USE_DELTA)
            return NULL;
        if (plumb_growth_usable(item) && plumb_same_measure(item->fact, delta->fact)) {
            bool compared =
                PLUMB_HAS(item->before, "比", "较", "与", "同"); /* the next change's base */
            return !compared && plumb_growth_is_prior(work, item) ? item : NULL;
        }
    }
    return NULL;
}

/* "较上年减少 C 人，上年参保 B 人，今年参保 A 人": the level of this year, directly behind that of the last. */
static struct plumb_item *level_behind(const struct plumb_extract_work *work,
                                       struct plumb_item *prior)
{
    struct plumb_item *next = prior + 1;
    bool fits = prior->index + 1 < prior->passage->count && next->sentence == prior->sentence &&
                plumb_growth_usable(next) && next->use != PLUMB_USE_DELTA &&
                plumb_same_measure(next->fact, prior->fact) &&
                PLUMB_HAS(next->before, "今年", "本年", "当年");
    return fits && !plumb_growth_is_prior(work, next) ? next : NULL;
}

/* How far the printed change is from what the two levels give, whichever way it went. */
static plumb_dec miss(const struct plumb_item *delta, const struct plumb_item *level,
                      const struct plumb_item *prior)
{
    plumb_dec change = plumb_dec_abs(plumb_dec_sub(level->fact->value, prior->fact->value));
    return plumb_dec_abs(plumb_dec_sub(change, delta->fact->value));
}

/* "参保 A 人，按应参保 W 人计，参保率 q，较上年末的 B 人少了 C 人": what changed need not be the nearest level. */
static struct plumb_item *changed_level(const struct plumb_item *delta, struct plumb_item *nearest,
                                        const struct plumb_item *prior)
{
    struct plumb_item *best = nearest;
    for (size_t i = nearest->index; i-- > 0;) {
        struct plumb_item *item = &delta->passage->items[i];
        if (item->sentence != delta->sentence)
            break;
        if (item != prior && plumb_growth_usable(item) && item->use != PLUMB_USE_DELTA &&
            plumb_levels_alike(item->fact, delta->fact) &&
            plumb_dec_cmp(miss(delta, item, prior), miss(delta, best, prior)) < 0)
            best = item;
    }
    return best;
}

/* "“三公”经费实际支出 A 万元，其中 …。“三公”经费较上年 P 万元减少 C 万元": the amount of the paragraph that is C from P. */
static struct plumb_item *level_that_fits(const struct plumb_item *delta,
                                          const struct plumb_item *prior, bool down)
{
    plumb_dec change = delta->fact->value;
    plumb_dec level = down ? plumb_dec_sub(prior->fact->value, change)
                           : plumb_dec_add(prior->fact->value, change);
    for (size_t i = prior->index; i-- > 0;) {
        struct plumb_item *item = &prior->passage->items[i];
        if (item->use == PLUMB_USE_PLAIN && plumb_growth_usable(item) &&
            plumb_same_measure(item->fact, delta->fact) && item->fact->value.v == level.v)
            return item;
    }
    return NULL;
}

/* "由 A 增加至 B，增加 C": C = |B − A|. */
void plumb_growth_difference(struct plumb_extract_work *work, struct plumb_item *delta)
{
    struct plumb_passage *passage = delta->passage;
    struct plumb_item *current = NULL, *prior = NULL;
    for (size_t i = delta->index; i-- > 0;) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != delta->sentence)
            break;
        if (!plumb_growth_usable(item) || !plumb_same_measure(item->fact, delta->fact) ||
            item->use == PLUMB_USE_DELTA)
            continue;
        if (!prior && plumb_growth_is_prior(work, item))
            prior = item;
        else if (!current && !plumb_growth_is_prior(work, item))
            current = item;
    }
    if (!prior)
        prior = prior_behind(work, delta);
    if (!current && prior && prior > delta)
        current = level_behind(work, prior);
    if (!prior)
        prior = budget_compared(delta, &current);
    bool elsewhere = !current && prior;
    if (elsewhere) /* "本年支出合计 A 万元…。与上年 B 万元相比，减少 C 万元": the total of the passage */
        for (size_t i = 0; i < prior->index && !current; i++)
            if (passage->items[i].total && passage->items[i].use == PLUMB_USE_PLAIN &&
                plumb_same_measure(passage->items[i].fact, delta->fact))
                current = &passage->items[i];
    bool down = plumb_growth_is_down(work, delta->before);
    if (elsewhere && !current)
        current = level_that_fits(delta, prior, down);
    if (!current || !prior)
        return;
    if (!elsewhere)
        current = changed_level(delta, current, prior);
    const struct plumb_fact *up_parts[2] = {current->fact, prior->fact};
    const struct plumb_fact *down_parts[2] = {prior->fact, current->fact};
    static const int signs[2] = {1, -1};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", delta);
    struct plumb_item *whole =
        plumb_growth_subject(work, delta).len == 0 ? plumb_growth_list_whole(current) : NULL;
    if (whole) {
        const struct plumb_fact *parts[2] = {down ? prior->fact : whole->fact,
                                             down ? whole->fact : prior->fact};
        plumb_claim_sum(&claim, delta->fact, parts, signs, 2, "the list's whole − prior");
    }
    if (!plumb_claim_holds(&claim))
        plumb_claim_sum(&claim, delta->fact, down ? down_parts : up_parts, signs, 2,
                        "current − prior");
    claim.subject = whole ? whole->label : current->label;
    claim.confidence = 0.85;
    if (elsewhere && claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        !plumb_one_slip(delta->fact, claim.best.expected))
        return;
    plumb_claim_push(&claim);
}

/* "收入 300 万元，是 2022 年 200 万元的 1.5 倍": current ÷ prior, not growth. */
void plumb_growth_times_of(struct plumb_extract_work *work, struct plumb_item *rate)
{
    struct plumb_item *prior = rate - 1;
    struct plumb_claim claim;
    if (rate->index < 2 || !plumb_str_starts(rate->before, PLUMB_STR("的")) ||
        !plumb_growth_usable(prior) ||
        !PLUMB_HAS(rate[-2].fact->kind == PLUMB_FACT_YEAR ? rate[-2].before : prior->before, "是",
                   "为", "达", "相当于"))
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    for (size_t i = prior->index; i-- > 0 && !plumb_claim_holds(&claim);) {
        struct plumb_item *current = &rate->passage->items[i];
        if (current->sentence != rate->sentence)
            break;
        if (plumb_growth_usable(current) && plumb_same_measure(current->fact, prior->fact) &&
            plumb_claim_ratio(&claim, rate->fact, current->fact, prior->fact, "current ÷ prior")) {
            claim.subject = current->label;
            claim.terms[0].role = PLUMB_ROLE_CURRENT;
            claim.terms[1].role = PLUMB_ROLE_PRIOR;
        }
    }
    claim.confidence = 0.8;
    plumb_claim_push(&claim);
}

/* The last item in front of `item` in its sentence that is (not) a base, of the measure of `like`. */
static struct plumb_item *level_before(struct plumb_extract_work *work, struct plumb_item *item,
                                       bool prior, const struct plumb_fact *like)
{
    for (size_t i = item->index; i-- > 0;) {
        struct plumb_item *other = &item->passage->items[i];
        if (other->sentence != item->sentence)
            return NULL;
        if (plumb_growth_usable(other) && other->use != PLUMB_USE_DELTA &&
            plumb_growth_is_prior(work, other) == prior &&
            (!like || plumb_same_measure(other->fact, like)))
            return other;
    }
    return NULL;
}

/* "由 A 增加到 B，是上年的 3 倍": the base is printed in front, not in the claim. */
void plumb_growth_times_of_prior(struct plumb_extract_work *work, struct plumb_item *rate)
{
    struct plumb_claim claim;
    struct plumb_str words = rate->before;
    size_t cut = plumb_str_rfind(words, PLUMB_STR(","));
    words = cut == PLUMB_NPOS ? words : plumb_str_sub(words, cut + 1, words.len);
    /* "资金是上年的 2 倍" is about another amount */
    if (!plumb_str_starts(words, PLUMB_STR("是")) && !plumb_str_starts(words, PLUMB_STR("为")) &&
        !plumb_str_starts(words, PLUMB_STR("达")) && !plumb_str_starts(words, PLUMB_STR("约")) &&
        !plumb_str_starts(words, PLUMB_STR("相当于")))
        return;
    if (!PLUMB_ENDS(words, "年的", "同期的", "原来的", "以前的", "期的") ||
        !PLUMB_HAS(words, "是", "为", "达", "相当于") || !PLUMB_HAS(words, "上", "去", "同", "原"))
        return;
    struct plumb_item *current = level_before(work, rate, false, NULL);
    struct plumb_item *prior = current ? level_before(work, rate, true, current->fact) : NULL;
    struct plumb_item *next = rate + 1;
    if (!prior && current && rate->index + 1 < rate->passage->count &&
        next->sentence == rate->sentence && plumb_growth_usable(next) &&
        plumb_growth_is_prior(work, next) && plumb_same_measure(next->fact, current->fact))
        prior = next;
    if (!prior || plumb_dec_sign(prior->fact->value) <= 0)
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    plumb_claim_ratio(&claim, rate->fact, current->fact, prior->fact, "current ÷ prior");
    claim.subject = current->label;
    claim.terms[0].role = PLUMB_ROLE_CURRENT;
    claim.terms[1].role = PLUMB_ROLE_PRIOR;
    claim.confidence = 0.8;
    plumb_claim_push(&claim);
}

void plumb_growth_claim_change(struct plumb_claim *claim, struct plumb_extract_work *work,
                               struct plumb_item *change, const struct plumb_item *now,
                               const struct plumb_item *then, const char *reading)
{
    static const int signs[2] = {1, -1};
    bool down = plumb_growth_is_down(work, change->before);
    const struct plumb_fact *parts[2] = {down ? then->fact : now->fact,
                                         down ? now->fact : then->fact};
    plumb_claim_begin(claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", change);
    plumb_claim_sum(claim, change->fact, parts, signs, 2, reading);
    claim->subject = now->label;
}
