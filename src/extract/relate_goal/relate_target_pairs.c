/* Targets and results told side by side in prose: "群体免疫密度，年初目标值≥90%，实际完成值93%", "目标值：12场；完成值：
 * 14场", "工程合格率-100%，实际100%" (target.missed). A target without a sign says nothing of its direction;
 * then a miss is only noted. DOMAIN §3. */
#include "extract/relate_goal/relate_target.h"

#define LEAD_MAX 120 /* bytes in front of the target in which its name stands */

static struct plumb_str without_marks(struct plumb_str words)
{
    while (PLUMB_ENDS(words, ":", "-", "=", "为", "是", "\"", "“"))
        words.len -= PLUMB_ENDS(words, ":", "-", "=", "\"") ? 1 : 3;
    return words;
}

static bool names_target(const struct plumb_item *item)
{
    struct plumb_str words = without_marks(item->before);
    if (PLUMB_HAS(item->before, "实际", "上年"))
        return false;
    return PLUMB_ENDS(words, "目标值", "指标值", "目标", "计划值", "预期值", "目标数", "计划数") ||
           (PLUMB_ENDS(words, "率", "度") && item->fact->unit == PLUMB_UNIT_FRACTION &&
            plumb_str_starts(plumb_text_after(item), PLUMB_STR(",实际")));
}

/* What stands between is marks and the words for a result: ",实际完成值", ";完成值为". */
static bool names_result(const struct plumb_item *item)
{
    struct plumb_str words = without_marks(item->before);
    if (item[-1].sentence == item->sentence) { /* a ';' parts sentences */
        if (!PLUMB_HAS(plumb_str_sub(words, 0, 1), ",", "/"))
            return false;
        words = plumb_str_sub(words, 1, words.len);
    }
    return plumb_utf8_count(words) <= 8 &&
           PLUMB_HAS(words, "实际", "完成值", "完成数", "实际值", "完成", "达到") &&
           !PLUMB_HAS(words, "得分", "分值", "权重", "预算", "资金", "未");
}

/* The indicator's name and what stands around it, back to the list mark or the clause in front. */
static struct plumb_str name_of(const struct plumb_item *target)
{
    struct plumb_str front = plumb_str_sub(target->passage->text, 0, target->at);
    struct plumb_str marks[] = {PLUMB_STR(";"), PLUMB_STR("。")};
    size_t from = front.len > LEAD_MAX ? front.len - LEAD_MAX : 0;
    for (size_t i = 0; i < PLUMB_COUNT(marks); i++) {
        size_t at = plumb_str_rfind(front, marks[i]);
        if (at != PLUMB_NPOS && at + marks[i].len > from)
            from = at + marks[i].len;
    }
    return plumb_str_sub(front, from, front.len);
}

static bool has_sign(const struct plumb_fact *target)
{
    return target->comparator == PLUMB_CMP_GE || target->comparator == PLUMB_CMP_GT ||
           target->comparator == PLUMB_CMP_LE || target->comparator == PLUMB_CMP_LT;
}

/* Either of the two may be the stated one (relate_limit.c judges outcomes by name). */
static bool is_judged(const struct plumb_extract_work *work, const struct plumb_fact *target,
                      const struct plumb_fact *result)
{
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->kind == PLUMB_REL_TARGET && r->operand_count > 0 &&
            (r->stated.fact == result->id ||
             (r->stated.fact == target->id && r->operands[0].fact == result->id)))
            return true;
    }
    return false;
}

static void judge(struct plumb_extract_work *work, const struct plumb_item *target,
                  struct plumb_item *result)
{
    struct plumb_str name = name_of(target);
    int direction = plumb_target_direction(name, name);
    struct plumb_judgement j = plumb_judge_target(target->fact, result->fact, direction);
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_TARGET, target->fact);
    struct plumb_claim claim;
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && !has_sign(target->fact)) {
        j.verdict = PLUMB_VERDICT_UNTESTABLE;
        j.reason = "the target does not say whether more or less is better";
        j.reason_zh = "指标值未写明方向";
    }
    plumb_claim_begin(&claim, work, PLUMB_REL_TARGET, "target.missed", result);
    claim.subject = name;
    claim.confidence = 0.7;
    plumb_claim_try(&claim, &j, &term, 1, "target and result side by side",
                    plumb_arena_printf(work->arena, "%s against %s",
                                       plumb_fact_text(work, result->fact),
                                       plumb_fact_text(work, target->fact)));
    plumb_claim_push(&claim);
}

void plumb_relate_target_pairs(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "实际", "完成值", "完成数"))
            continue;
        for (size_t i = 0; i + 1 < passage->count; i++) {
            struct plumb_item *target = &passage->items[i], *result = target + 1;
            if (plumb_is_quantity(target->fact) && plumb_is_quantity(result->fact) &&
                plumb_dec_sign(target->fact->value) >= 0 && target->fact->row == PLUMB_NPOS &&
                plumb_target_usable(target->fact) &&
                plumb_target_comparable(target->fact, result->fact) &&
                !plumb_str_has(plumb_text_between(target, result), "。") && names_target(target) &&
                names_result(result) && !is_judged(work, target->fact, result->fact))
                judge(work, target, result);
        }
    }
}
