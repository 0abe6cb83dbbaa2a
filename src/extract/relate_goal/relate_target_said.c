/* Words that say how a result stands to its goal: "普及率86.4%，达到85%的目标", "合格率92.11%，未达到95%的目标". A goal
 * that the report admits to have missed is well told; words against the numbers are not. */
#include "extract/relate/relate_int.h"

/* +1 said to be reached, -1 said to be missed, 0 nothing said. */
static int said(const struct plumb_item *goal)
{
    enum plumb_comparator c = goal->fact->comparator;
    if (PLUMB_ENDS(goal->before, "未达到", "未达", "没有达到", "未能达到", "未完成", "不到",
                   "低于"))
        return -1;
    if (c == PLUMB_CMP_LT && PLUMB_ENDS(goal->before, ","))
        return -1; /* 未达到 was read as the number's sign */
    if (c == PLUMB_CMP_NONE && PLUMB_ENDS(goal->before, "达到", "达到了", "完成", "超过", "高于"))
        return 1;
    return 0;
}

static bool is_called_goal(const struct plumb_item *goal)
{
    struct plumb_str after = plumb_text_after(goal);
    return plumb_str_begins(after, "的目标") || plumb_str_begins(after, "的年度目标") ||
           plumb_str_begins(after, "的绩效目标") || plumb_str_begins(after, "的预期目标") ||
           plumb_str_begins(after, "的年初目标") || plumb_str_begins(after, "目标");
}

/* The number right in front of the goal, in the same sentence and of the same measure. */
static const struct plumb_item *result_before(const struct plumb_item *goal)
{
    if (goal->index == 0)
        return NULL;
    const struct plumb_item *result = goal - 1;
    bool fits = result->sentence == goal->sentence && plumb_is_quantity(result->fact) &&
                result->fact->unit == goal->fact->unit &&
                result->fact->comparator == PLUMB_CMP_NONE && result->depth == goal->depth &&
                plumb_same_measure(result->fact, goal->fact) && !PLUMB_HAS(goal->before, ";", "。");
    /* "完成426户，达到…": nothing but the verb stands between */
    return fits && plumb_utf8_count(goal->before) <= 9 ? result : NULL;
}

static void judge_words(struct plumb_extract_work *work, const struct plumb_item *result,
                        const struct plumb_item *goal, int claimed)
{
    int order = plumb_dec_cmp(result->fact->value, goal->fact->value);
    bool holds = claimed > 0 ? order >= 0 : order < 0;
    struct plumb_judgement j = {
        .verdict = holds ? PLUMB_VERDICT_CONSISTENT : PLUMB_VERDICT_INCONSISTENT,
        .reason = holds         ? NULL
                  : claimed > 0 ? "said to reach the goal, but the number is below it"
                                : "said to miss the goal, but the number reaches it",
        .reason_zh = holds         ? NULL
                     : claimed > 0 ? "称达到目标，但数值低于目标"
                                   : "称未达到目标，但数值已达到目标"};
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_TARGET, goal->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_TARGET, "consistency.comparison", result);
    claim.subject = result->label;
    claim.confidence = 0.8;
    plumb_claim_try(&claim, &j, &term, 1, "what the words say of the goal",
                    plumb_arena_printf(work->arena, "%s against %s",
                                       plumb_fact_text(work, result->fact),
                                       plumb_fact_text(work, goal->fact)));
    plumb_claim_push(&claim);
}

void plumb_relate_targets_said(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (passage->count < 2 || !PLUMB_TELLS(passage, "目标"))
            continue;
        for (size_t i = 1; i < passage->count; i++) {
            const struct plumb_item *goal = &passage->items[i];
            int claimed = plumb_is_quantity(goal->fact) && is_called_goal(goal) ? said(goal) : 0;
            const struct plumb_item *result = claimed ? result_before(goal) : NULL;
            if (result)
                judge_words(work, result, goal, claimed);
        }
    }
}
