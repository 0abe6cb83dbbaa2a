/* A goal and what was reached, told side by side in one sentence: "布防飞机≥6架，实际布防6架", "满意度需达到80%以上，
 * 实际为90%" (target.missed). */
#include "extract/relate/relate_int.h"

enum { BESIDE_ACTUAL };

static const char *const sources[] = {
    /* "6.5次/10万公顷，实际发生率为" */
    [BESIDE_ACTUAL] =
        "^(?:/[^,;。]{0,8}|\\([^()]*\\))?[,;]?(?:全年|本年|年末|目前)?实际[^,;。:]{0,14}$",
};
const struct plumb_pattern_list plumb_patterns_beside = {"beside", sources, PLUMB_COUNT(sources)};

/* +1 a goal to be reached, -1 one not to be passed, 0 none. A bare number is a goal after words that say so. */
static int goal_direction(const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    if (!plumb_is_quantity(fact) || fact->partner != PLUMB_NPOS || fact->unit == PLUMB_UNIT_SCORE)
        return 0;
    switch (fact->comparator) {
    case PLUMB_CMP_GE:
    case PLUMB_CMP_GT:
        return 1;
    case PLUMB_CMP_LE:
    case PLUMB_CMP_LT:
        return -1;
    case PLUMB_CMP_NONE:
        break;
    default:
        return 0;
    }
    if (PLUMB_ENDS(item->before, "控制在"))
        return -1;
    return PLUMB_ENDS(item->before, "指标", "指标为", "指标值", "指标值为", "目标值", "目标值为",
                      "目标为", "需达到", "应达到", "须达到")
               ? 1
               : 0;
}

/* The next number of the sentence, when only "实际 …" stands between. */
static const struct plumb_item *reached(struct plumb_extract_work *work,
                                        const struct plumb_item *goal)
{
    const struct plumb_item *next = goal + 1;
    struct plumb_match m;
    if (goal->index + 1 >= goal->passage->count || next->sentence != goal->sentence ||
        !plumb_is_quantity(next->fact) || next->fact->comparator != PLUMB_CMP_NONE ||
        next->fact->partner != PLUMB_NPOS || next->fact->unit != goal->fact->unit ||
        !plumb_pattern_find(work, PLUMB_PATTERNS_BESIDE, BESIDE_ACTUAL,
                            plumb_text_between(goal, next), 0, &m))
        return NULL;
    return next;
}

static bool is_told(const struct plumb_extract_work *work, const struct plumb_fact *goal)
{
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->kind == PLUMB_REL_TARGET && r->stated.fact == goal->id)
            return true;
        for (size_t k = 0; r->kind == PLUMB_REL_TARGET && k < r->operand_count; k++)
            if (r->operands[k].fact == goal->id)
                return true;
    }
    return false;
}

void plumb_relate_targets_beside(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++) {
            const struct plumb_item *goal = &passage->items[i];
            int direction = goal_direction(goal);
            const struct plumb_item *actual = direction ? reached(work, goal) : NULL;
            if (!actual || is_told(work, goal->fact))
                continue;
            struct plumb_judgement j = plumb_judge_target(goal->fact, actual->fact, direction);
            struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_TARGET, goal->fact);
            struct plumb_claim claim;
            plumb_claim_begin(&claim, work, PLUMB_REL_TARGET, "target.missed", actual);
            claim.subject = goal->label;
            claim.confidence = 0.85;
            plumb_claim_try(&claim, &j, &term, 1, "goal and result side by side",
                            plumb_arena_printf(work->arena, "%s against %s",
                                               plumb_fact_text(work, actual->fact),
                                               plumb_fact_text(work, goal->fact)));
            plumb_claim_push(&claim);
        }
    }
}
