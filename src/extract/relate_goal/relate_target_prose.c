/* Goals told in one paragraph ("开展培训不少于1500人次") and results in a later one under the same name
 * ("全年开展培训1320人次"): target.missed. Only where the name tells one goal and one result, so that no
 * other scope can be meant. */
#include "extract/relate/relate_int.h"

enum { LEAST_NAME = 4, SHORT_NAME = 3, MOST_GOALS = 400, HEAD_MOST = 14, REST_MOST = 12 };

static bool is_bound(const struct plumb_fact *fact)
{
    return fact->comparator == PLUMB_CMP_GE || fact->comparator == PLUMB_CMP_GT ||
           fact->comparator == PLUMB_CMP_LE || fact->comparator == PLUMB_CMP_LT;
}

/* "目标值", "实际完成值": the head of a column told in words, no name of an indicator. */
static bool is_head(struct plumb_str label)
{
    return PLUMB_ENDS(label, "目标值", "指标值", "完成值", "实际值", "实际完成", "计划值");
}

/* "（二）年度目标。1.参保率不低于98%；…": the paragraph, or the heading above it, says that it tells goals. */
static bool tells_goals(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    const struct plumb_item *item = work->prose->of_fact[fact->id];
    if (!item)
        return false;
    struct plumb_str text = item->passage->text, title = item->passage->title;
    size_t stop = plumb_str_find(text, PLUMB_STR("。"));
    struct plumb_str head = plumb_str_sub(text, 0, stop == PLUMB_NPOS ? 0 : stop);
    bool own =
        plumb_utf8_count(head) <= HEAD_MOST && PLUMB_ENDS(head, "目标", "目标任务", "任务目标");
    return own || (PLUMB_ENDS(title, "目标", "目标任务", "任务目标") &&
                   !PLUMB_HAS(title, "完成", "实现", "偏离", "下达"));
}

static bool is_goal(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    if (fact->row != PLUMB_NPOS || !plumb_is_quantity(fact) || fact->partner != PLUMB_NPOS ||
        plumb_utf8_count(fact->label) < LEAST_NAME || is_head(fact->label))
        return false;
    if (fact->stage == PLUMB_STAGE_TARGET)
        return is_bound(fact);
    /* a rate of 100 % can only be meant as the least */
    bool full = fact->unit == PLUMB_UNIT_FRACTION && fact->value.v == PLUMB_DEC_ONE;
    return fact->stage == PLUMB_STAGE_NONE && (is_bound(fact) || full) && tells_goals(work, fact);
}

/* "参保率" for the goal "全县基本医保参保率", when the sentence speaks of 基本医保: the end of the goal's name, and the end
 * of what is left of it. */
static bool is_short_for(const struct plumb_fact *fact, const struct plumb_fact *goal)
{
    struct plumb_str name = goal->label, end = fact->label;
    if (fact->unit != PLUMB_UNIT_FRACTION || plumb_utf8_count(end) < SHORT_NAME ||
        name.len <= end.len || !plumb_str_ends(name, end))
        return false;
    size_t rest = name.len - end.len, from = rest > REST_MOST ? rest - REST_MOST : 0;
    return plumb_str_find(fact->context, plumb_str_sub(name, from, rest)) != PLUMB_NPOS;
}

static bool is_result(const struct plumb_extract_work *work, const struct plumb_fact *fact,
                      const struct plumb_fact *goal)
{
    return fact->row == PLUMB_NPOS && plumb_is_quantity(fact) && fact->unit == goal->unit &&
           fact->comparator == PLUMB_CMP_NONE && fact->stage != PLUMB_STAGE_TARGET &&
           fact->stage != PLUMB_STAGE_PRIOR &&
           (plumb_str_equal(fact->label, goal->label) || is_short_for(fact, goal)) &&
           (!fact->year || !goal->year || fact->year == goal->year) && !tells_goals(work, fact);
}

/* The one result under the goal's name, behind it in another sentence; NULL when there are more goals or
 * results of that name. */
static const struct plumb_fact *result_of(const struct plumb_extract_work *work,
                                          const struct plumb_fact *goal)
{
    const struct plumb_fact *found = NULL;
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact != goal && plumb_str_equal(fact->label, goal->label) && is_goal(work, fact))
            return NULL;
        if (!is_result(work, fact, goal))
            continue;
        if (found || fact->id < goal->id || fact->sentence == goal->sentence)
            return NULL;
        found = fact;
    }
    return found;
}

static bool is_told(const struct plumb_extract_work *work, const struct plumb_fact *goal)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, goal, &at)) != NULL;)
        if (r->kind == PLUMB_REL_TARGET)
            return true;
    return false;
}

void plumb_relate_targets_prose(struct plumb_extract_work *work)
{
    size_t goals = 0;
    plumb_prose_get(work);
    for (size_t i = 0; i < work->fact_count && goals < MOST_GOALS; i++) {
        const struct plumb_fact *goal = &work->facts[i];
        if (!is_goal(work, goal))
            continue;
        goals++;
        const struct plumb_fact *result = is_told(work, goal) ? NULL : result_of(work, goal);
        if (!result)
            continue;
        struct plumb_judgement j = plumb_judge_target(goal, result, is_bound(goal) ? 0 : 1);
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_TARGET, goal);
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_TARGET, "target.missed", NULL);
        claim.stated = result;
        claim.unit = result->unit;
        claim.subject = goal->label;
        claim.confidence = 0.7;
        plumb_claim_try(&claim, &j, &term, 1, "the goal and the only result of this name",
                        plumb_arena_printf(work->arena, "%s against %s",
                                           plumb_fact_text(work, result),
                                           plumb_fact_text(work, goal)));
        plumb_claim_push(&claim);
    }
}
