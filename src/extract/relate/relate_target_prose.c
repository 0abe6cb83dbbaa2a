/* Goals told in one paragraph ("开展培训不少于1500人次") and results in a later one under the same name
 * ("全年开展培训1320人次"): target.missed. Only where the name tells one goal and one result, so that no
 * other scope can be meant. */
#include "extract/relate/relate_int.h"

enum { LEAST_NAME = 4, MOST_GOALS = 400 };

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

static bool is_goal(const struct plumb_fact *fact)
{
    return fact->row == PLUMB_NPOS && plumb_is_quantity(fact) &&
           fact->stage == PLUMB_STAGE_TARGET && is_bound(fact) && fact->partner == PLUMB_NPOS &&
           plumb_utf8_count(fact->label) >= LEAST_NAME && !is_head(fact->label);
}

static bool is_result(const struct plumb_fact *fact, const struct plumb_fact *goal)
{
    return fact->row == PLUMB_NPOS && plumb_is_quantity(fact) && fact->unit == goal->unit &&
           fact->comparator == PLUMB_CMP_NONE && fact->stage != PLUMB_STAGE_TARGET &&
           fact->stage != PLUMB_STAGE_PRIOR && plumb_str_equal(fact->label, goal->label) &&
           (!fact->year || !goal->year || fact->year == goal->year);
}

/* The one result under the goal's name, behind it in another sentence; NULL when there are more goals or
 * results of that name. */
static const struct plumb_fact *result_of(const struct plumb_extract_work *work,
                                          const struct plumb_fact *goal)
{
    const struct plumb_fact *found = NULL;
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact != goal && is_goal(fact) && plumb_str_equal(fact->label, goal->label))
            return NULL;
        if (!is_result(fact, goal))
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
    for (size_t i = 0; i < work->fact_count && goals < MOST_GOALS; i++) {
        const struct plumb_fact *goal = &work->facts[i];
        if (!is_goal(goal))
            continue;
        goals++;
        const struct plumb_fact *result = is_told(work, goal) ? NULL : result_of(work, goal);
        if (!result)
            continue;
        struct plumb_judgement j = plumb_judge_target(goal, result, 0);
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
