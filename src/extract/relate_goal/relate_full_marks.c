/* Full marks for what the report itself tells was not reached: execution of 62 %, money added in the year under
 * 预算控制率. The scale may be kinder than 100 %: a threshold told beside the score is honoured. Check score.line. */
#include "extract/relate_text/relate_report.h"

/* Below this no scale in use gives full marks for execution. */
#define EXECUTED_ENOUGH (PLUMB_DEC_ONE / 100 * 85)

static bool is_points(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_SCORE && fact->comparator == PLUMB_CMP_NONE &&
           plumb_is_quantity(fact) && plumb_dec_sign(fact->value) > 0;
}

/* ---- what the report tells of its execution --------------------------------------------------- */

static bool is_execution(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_FRACTION && item->fact->comparator == PLUMB_CMP_NONE &&
           item->fact->kind == PLUMB_FACT_QUANTITY && item->fact->row == PLUMB_NPOS &&
           PLUMB_ENDS(item->core, "执行率", "预算完成率", "执行进度") &&
           !PLUMB_HAS(item->core, "采购", "三公", "上级", "专项", "目标", "上年");
}

/* The one rate of execution that the whole text tells; NULL when it tells several. */
static const struct plumb_item *executed(const struct plumb_prose *prose)
{
    const struct plumb_item *found = NULL;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "执行率", "完成率", "执行进度"))
            continue;
        for (size_t i = 0; i < passage->count; i++) {
            const struct plumb_item *item = &passage->items[i];
            if (!is_execution(item) ||
                PLUMB_HAS(plumb_text_after(item), "以上", "以下", "得满分", "含"))
                continue;
            if (found && found->fact->value.v != item->fact->value.v)
                return NULL;
            found = found ? found : item;
        }
    }
    return found;
}

/* Money added in the year, by nothing that scales leave out. */
static const struct plumb_item *added(const struct plumb_prose *prose)
{
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "追加") ||
            PLUMB_TELLS(passage, "政策", "上级", "调资", "增资", "人员", "工资", "突发", "救灾",
                        "疫情", "剔除", "不含", "每追加"))
            continue;
        for (size_t i = 0; i < passage->count; i++) {
            const struct plumb_item *item = &passage->items[i];
            if (item->fact->unit == PLUMB_UNIT_YUAN && plumb_dec_sign(item->fact->value) > 0 &&
                item->fact->comparator == PLUMB_CMP_NONE &&
                PLUMB_ENDS(item->before, "追加", "追加预算", "追加资金", "追加经费", "追加了",
                           "追加预算资金", "追加指标"))
                return item;
        }
    }
    return NULL;
}

/* ---- the score -------------------------------------------------------------------------------- */

/* "分值 10 分，自评得 10 分": the full marks of a score, told in its sentence. */
static const struct plumb_item *full_of(const struct plumb_item *score)
{
    const struct plumb_passage *passage = score->passage;
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item != score && item->sentence == score->sentence && is_points(item->fact) &&
            PLUMB_ENDS(item->before, "满分", "满分为", "分值", "分值为", "权重", "总分", "满分值"))
            return item;
    }
    return NULL;
}

static bool is_full_score(const struct plumb_item *item)
{
    const struct plumb_item *full = NULL;
    if (!is_points(item->fact) ||
        !PLUMB_ENDS(item->before, "得", "得分", "得分为", "评分", "评分为", "计", "评为"))
        return false;
    full = full_of(item);
    return full && full->fact->value.v == item->fact->value.v;
}

/* Where the words that name what was scored stand: from the sentence's start to the score. */
static struct plumb_str scored_words(const struct plumb_item *score)
{
    const struct plumb_passage *passage = score->passage;
    return plumb_str_sub(passage->text, passage->starts[score->sentence], score->at);
}

/* "达到 60%（含）以上得满分": the scale is kinder. */
static bool scale_is_kinder(const struct plumb_passage *passage, plumb_dec rate)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        bool threshold =
            item->fact->comparator == PLUMB_CMP_GE || item->fact->comparator == PLUMB_CMP_GT ||
            PLUMB_HAS(plumb_str_sub(plumb_text_after(item), 0, 36), "以上", "得满分", "不扣分");
        if (item->fact->unit == PLUMB_UNIT_FRACTION && threshold && item->fact->value.v <= rate.v)
            return true;
    }
    return false;
}

static void push(struct plumb_extract_work *work, const struct plumb_fact *score,
                 const struct plumb_item *told, double confidence, const char *reason,
                 const char *reason_zh)
{
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT, .reason = reason, .reason_zh = reason_zh};
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_ACTUAL, told->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SCORE, "score.line", NULL);
    claim.stated = score;
    claim.unit = PLUMB_UNIT_SCORE;
    claim.subject = told->label;
    claim.confidence = confidence;
    claim.line = score->line;
    plumb_claim_try(&claim, &j, &term, 1, "full marks against what is told",
                    plumb_arena_printf(work->arena, "%s; %s", plumb_fact_text(work, score),
                                       plumb_fact_text(work, told->fact)));
    plumb_claim_push(&claim);
}

static void score_in_prose(struct plumb_extract_work *work, const struct plumb_item *score,
                           const struct plumb_item *rate, const struct plumb_item *addition)
{
    struct plumb_str words = scored_words(score);
    if (rate && PLUMB_HAS(words, "执行率", "预算完成率", "执行进度") &&
        !scale_is_kinder(score->passage, rate->fact->value))
        push(work, score->fact, rate, 0.7,
             "full marks for execution, which the report tells was far from complete",
             "预算执行率指标得满分，与报告所列执行情况不符");
    if (addition && PLUMB_HAS(words, "预算控制", "预算调整", "预算追加", "追加率", "控制率为零") &&
        !PLUMB_HAS(score->passage->text, "政策", "剔除", "不含", "除外"))
        push(work, score->fact, addition, 0.6,
             "full marks for keeping to the budget, though money was added in the year",
             "预算控制（调整）指标得满分，但报告列有年中追加");
}

/* A form's line of 预算控制率 with its full marks. */
static void score_in_forms(struct plumb_extract_work *work, const struct plumb_item *addition)
{
    for (size_t f = 0; f + 1 < work->fact_count; f++) {
        const struct plumb_fact *full = &work->facts[f], *score = full + 1;
        if (score->row == PLUMB_NPOS || score->row != full->row || score->block != full->block ||
            full->stage != PLUMB_STAGE_WEIGHT || score->stage != PLUMB_STAGE_SCORE ||
            score->value.v != full->value.v || plumb_dec_sign(score->value) <= 0 ||
            !PLUMB_HAS(score->label, "预算控制率", "预算调整率", "预算追加率") ||
            PLUMB_HAS(score->context, "政策", "剔除", "不含", "除外", "上级"))
            continue;
        push(work, score, addition, 0.55,
             "full marks for keeping to the budget, though money was added in the year",
             "预算控制（调整）指标得满分，但报告列有年中追加");
        return;
    }
}

void plumb_relate_full_marks(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    if (work->kind != PLUMB_KIND_SELF_WHOLE && work->kind != PLUMB_KIND_SELF_PROJECT)
        return;
    const struct plumb_item *rate = executed(prose), *addition = added(prose);
    if (rate && rate->fact->value.v >= EXECUTED_ENOUGH)
        rate = NULL;
    if (!rate && !addition)
        return;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count && !passage->is_cell; i++)
            if (is_full_score(&passage->items[i]))
                score_in_prose(work, &passage->items[i], rate, addition);
    }
    if (addition)
        score_in_forms(work, addition);
}
