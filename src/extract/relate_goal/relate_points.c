/* Points in prose: 得分率 = points ÷ weight, and an overall score in front of the points it is made of. */
#include "extract/relate/relate_int.h"

#define POINTS_MAX 64

static bool is_score(const struct plumb_item *item)
{
    return plumb_is_quantity(item->fact) && item->fact->unit == PLUMB_UNIT_SCORE;
}

static bool is_weight(const struct plumb_item *item)
{
    return is_score(item) &&
           PLUMB_HAS(item->before, "分值", "权重", "满分", "标准分", "总分值", "设定分");
}

static bool is_earned(const struct plumb_item *item)
{
    return is_score(item) && !is_weight(item) && !PLUMB_HAS(item->before, "扣") &&
           PLUMB_HAS(item->before, "得", "评分", "自评");
}

/* "分值 20 分，得分 18.5 分，得分率 92.5 %", in either order, within one clause. */
static void score_rate(struct plumb_extract_work *work, struct plumb_item *rate)
{
    struct plumb_item *weight = NULL, *earned = NULL;
    bool share = rate->use == PLUMB_USE_SHARE && PLUMB_HAS(rate->before, "分值", "满分", "权重");
    if (rate->fact->unit != PLUMB_UNIT_FRACTION ||
        (!share && !PLUMB_HAS(rate->before, "得分率", "得分比例")))
        return;
    for (size_t i = rate->index; i-- > 0 && (!weight || !earned);) {
        struct plumb_item *item = &rate->passage->items[i];
        struct plumb_str gap = plumb_text_between(item, item + 1);
        if (item->sentence != rate->sentence || PLUMB_HAS(gap, ";", "。"))
            break;
        if (!weight && is_weight(item))
            weight = item;
        else if (!earned && is_score(item) && !is_weight(item))
            earned = item;
        else if (item->fact->unit == PLUMB_UNIT_FRACTION)
            break;
    }
    if (!weight || !earned || plumb_dec_sign(weight->fact->value) <= 0)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "score.rate", rate);
    plumb_claim_ratio(&claim, rate->fact, earned->fact, weight->fact, "points ÷ weight");
    claim.subject = weight->label;
    claim.confidence = 0.9;
    plumb_claim_push(&claim);
}

struct plumb_str plumb_words_of_score(const struct plumb_item *item)
{
    struct plumb_str words = item->before;
    size_t colon = plumb_str_rfind(words, PLUMB_STR(":"));
    bool heads = colon != PLUMB_NPOS && words.len - colon > 4;
    return heads ? plumb_str_sub(words, colon + 1, words.len) : words;
}

static bool is_overall(const struct plumb_item *item)
{
    struct plumb_str words = plumb_words_of_score(item);
    return is_score(item) && item->fact->comparator == PLUMB_CMP_NONE && !is_weight(item) &&
           PLUMB_HAS(words, "综合得分", "综合评分", "总得分", "总分", "自评得分", "最终得分",
                     "评价得分", "自评总分", "自评综合");
}

static bool already_held(const struct plumb_extract_work *work, const struct plumb_fact *total)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, total, &at)) != NULL;)
        if (r->stated.fact == total->id && r->verdict != PLUMB_VERDICT_UNTESTABLE &&
            (r->kind == PLUMB_REL_SUM || r->kind == PLUMB_REL_SCORE))
            return true;
    return false;
}

/* "综合得分 88.65 分。其中：决策类分值 20 分，得 18.5 分；…": all that is earned behind the total. */
static void overall_in_front(struct plumb_extract_work *work, struct plumb_item *total)
{
    const struct plumb_fact *parts[POINTS_MAX];
    plumb_dec weights = {0}, sum = {0};
    size_t n = 0;
    if (!is_overall(total) || already_held(work, total->fact))
        return;
    for (size_t i = total->index + 1; i < total->passage->count && n < POINTS_MAX; i++) {
        struct plumb_item *item = &total->passage->items[i];
        if (is_overall(item))
            break;
        if (item->depth > total->depth)
            continue;
        if (is_weight(item))
            weights = plumb_dec_add(weights, item->fact->value);
        if (!is_earned(item))
            continue;
        parts[n++] = item->fact;
        sum = plumb_dec_add(sum, item->fact->value);
    }
    if (n < 3)
        return;
    /* complete when the weights make 100; fewer points may be for want of a line not told */
    bool whole = weights.v == 100 * PLUMB_DEC_ONE, more = sum.v > total->fact->value.v;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "score.total", total);
    plumb_claim_sum(&claim, total->fact, parts, NULL, n, "points of the parts");
    claim.declared = whole || more;
    claim.confidence = whole ? 0.9 : 0.7;
    if (plumb_claim_holds(&claim) || whole || (more && n >= 3))
        plumb_claim_push(&claim);
}

void plumb_relate_points(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            score_rate(work, &prose->passages[p].items[i]);
            overall_in_front(work, &prose->passages[p].items[i]);
        }
}
