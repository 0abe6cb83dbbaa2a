/* Limits in prose: 控制在 X 以内, 未超过限额 X, and a target with its name whose outcome stands further on
 * ("满意度目标值≥90%，… 满意度95.06%"). DOMAIN §1.2, §4 (consistency.comparison, target.missed). */
#include "extract/relate/relate_int.h"

static bool is_upper(const struct plumb_fact *fact)
{
    return fact->comparator == PLUMB_CMP_LE || fact->comparator == PLUMB_CMP_LT;
}

/* "控制在预算 98 万元以内", "未突破限额 48.9 亿元": words that set the amount in front against this one. */
static bool sets_limit(const struct plumb_item *limit)
{
    struct plumb_str words = limit->before, after = plumb_text_after(limit);
    size_t cut = plumb_str_rfind(words, PLUMB_STR(","));
    words = cut == PLUMB_NPOS ? words : plumb_str_sub(words, cut + 1, words.len);
    if (PLUMB_HAS(words, "目标", "力争", "确保", "要求", "应当", "不得", "计划", "拟"))
        return false;
    if (PLUMB_HAS(words, "未超过", "未突破", "未超出", "没有超过", "没有突破", "均未超"))
        return true;
    return plumb_str_has(words, "控制在") &&
           (is_upper(limit->fact) || plumb_str_starts(after, PLUMB_STR("以内")) ||
            plumb_str_starts(after, PLUMB_STR("之内")) ||
            plumb_str_starts(after, PLUMB_STR("内")) ||
            plumb_str_starts(after, PLUMB_STR("以下")) ||
            /* "的红线以内", "的指标之内" */
            (plumb_str_starts(after, PLUMB_STR("的")) &&
             PLUMB_HAS(plumb_str_sub(after, 0, 24), "以内", "之内", "范围内")));
}

/* The amount the limit is set against: the nearest like amount in front in the sentence; a breakdown
 * behind it (其中 …, brackets) is passed over. */
static struct plumb_item *limited(struct plumb_item *limit)
{
    struct plumb_item *found = NULL;
    for (size_t i = limit->index; i-- > 0;) {
        struct plumb_item *item = &limit->passage->items[i];
        if (item->sentence != limit->sentence)
            break;
        if (item->use != PLUMB_USE_PLAIN || item->depth > limit->depth ||
            !plumb_is_amount(item->fact) || !plumb_same_measure(item->fact, limit->fact))
            continue;
        if (!found)
            found = item;
        else if (PLUMB_HAS(plumb_text_between(item, found), "其中", "包括", "分别")) {
            found = item;
            break;
        } else if (plumb_str_has(plumb_text_between(item, item + 1), "其中")) {
            found = item;
            break;
        }
    }
    return found;
}

/* "自付比例为 7.5%，有效控制在规定比例 10%以内": the clause names nothing of its own, so it is of the rate in front. */
static struct plumb_item *limited_rate(struct plumb_item *limit)
{
    struct plumb_item *rate = limit - 1;
    struct plumb_str words = limit->before;
    if (limit->index == 0 || rate->sentence != limit->sentence || rate->use != PLUMB_USE_RATE ||
        rate->fact->unit != PLUMB_UNIT_FRACTION || rate->fact->comparator != PLUMB_CMP_NONE ||
        !plumb_str_starts(words, PLUMB_STR(",")))
        return NULL;
    words = plumb_str_sub(words, 1, plumb_str_find(words, PLUMB_STR("控制在")));
    static const char *const fillers[] = {"", "有效", "均", "已", "成功", "严格", "较好地"};
    return plumb_equals_any(words, fillers, PLUMB_COUNT(fillers)) ? rate : NULL;
}

static void within_limit(struct plumb_extract_work *work, struct plumb_item *limit)
{
    bool rate = limit->fact->unit == PLUMB_UNIT_FRACTION;
    if ((!rate && !plumb_is_amount(limit->fact)) || limit->fact->unit == PLUMB_UNIT_NONE ||
        !sets_limit(limit))
        return;
    struct plumb_item *actual = rate ? limited_rate(limit) : limited(limit);
    if (!actual)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", NULL);
    struct plumb_fact whole = *limit->fact; /* the bound as a number, without its words */
    whole.comparator = PLUMB_CMP_NONE;
    claim.stated = limit->fact;
    claim.unit = limit->fact->unit;
    claim.subject = actual->label;
    claim.confidence = 0.8;
    plumb_claim_bound(&claim, actual->fact, &whole, "within the limit, as the words say");
    plumb_claim_push(&claim);
}

/* ---- a target and its outcome, by name -------------------------------------------------------------- */

static bool is_target(const struct plumb_item *item)
{
    enum plumb_comparator c = item->fact->comparator;
    bool bounded = c == PLUMB_CMP_GE || c == PLUMB_CMP_GT || c == PLUMB_CMP_LE || c == PLUMB_CMP_LT;
    if (!plumb_is_quantity(item->fact))
        return false;
    if (!bounded) /* "目标值 100%": which way it is meant the words do not say */
        return (c == PLUMB_CMP_NONE || c == PLUMB_CMP_EQ) &&
               PLUMB_ENDS(item->before, "目标值", "目标值为", "指标值", "指标值为", "年度目标",
                          "年度目标为", "预期值", "预期值为");
    return PLUMB_HAS(item->before, "目标", "指标值", "要求", "考核", "标准值", "任务数", "计划");
}

/* The name without 目标值 and the like. */
static struct plumb_str target_name(struct plumb_str core)
{
    static const char *const words[] = {"年度目标值", "目标值", "绩效目标", "年度目标", "目标",
                                        "指标值",     "要求",   "考核",     "标准值",   "任务数",
                                        "计划",       "达到",   "值"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++) {
        struct plumb_str word = plumb_str_from(words[i]);
        if (core.len >= word.len && plumb_str_ends(core, word)) {
            core.len -= word.len;
            i = (size_t)-1;
        }
    }
    return core;
}

/* "人均成本目标值≤400 元，实际 386 元": the words per head stand with the target only. */
static bool like_target(const struct plumb_fact *actual, const struct plumb_fact *target)
{
    bool money = (actual->unit == PLUMB_UNIT_YUAN || actual->unit == PLUMB_UNIT_YUAN_RATE) &&
                 (target->unit == PLUMB_UNIT_YUAN || target->unit == PLUMB_UNIT_YUAN_RATE);
    return money || (actual->unit == target->unit &&
                     (target->unit == PLUMB_UNIT_FRACTION || plumb_same_measure(actual, target)));
}

static void named_target(struct plumb_extract_work *work, struct plumb_item *target)
{
    if (!is_target(target))
        return;
    struct plumb_str name = target_name(target->core);
    for (size_t i = target->index + 1; i < target->passage->count; i++) {
        struct plumb_item *actual = &target->passage->items[i];
        if (actual->sentence - target->sentence > 1 || is_target(actual))
            return;
        if (!like_target(actual->fact, target->fact) ||
            actual->fact->comparator != PLUMB_CMP_NONE || !plumb_is_quantity(actual->fact) ||
            (actual->use != PLUMB_USE_PLAIN && actual->use != PLUMB_USE_RATE))
            continue;
        bool alike = name.len > 0 && plumb_name_likeness(name, actual->core) >= 0.6;
        bool told = actual->index == target->index + 1 &&
                    PLUMB_HAS(actual->before, "实际", "完成值", "达到");
        if (!alike && !told)
            continue;
        struct plumb_judgement j = plumb_judge_target(target->fact, actual->fact, 0);
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_ACTUAL, actual->fact);
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_TARGET, "target.missed", target);
        claim.confidence = 0.8;
        plumb_claim_try(&claim, &j, &term, 1, "the outcome under the target's name",
                        plumb_arena_printf(work->arena, "%s against %s",
                                           plumb_fact_text(work, actual->fact),
                                           plumb_fact_text(work, target->fact)));
        plumb_claim_push(&claim);
        return;
    }
}

/* ---- 应发 A，实发 B，未发 C --------------------------------------------------------------------------- */

/* The like amount in front, beyond a rate or a date. */
static struct plumb_item *like_before(struct plumb_item *item, const struct plumb_fact *like)
{
    for (size_t i = item->index, left = 2; i-- > 0 && left-- > 0;) {
        struct plumb_item *other = &item->passage->items[i];
        if (other->sentence != item->sentence)
            return NULL;
        if (other->use == PLUMB_USE_PLAIN && plumb_is_amount(other->fact) &&
            plumb_same_measure(other->fact, like))
            return other;
    }
    return NULL;
}

static void remainder_of(struct plumb_extract_work *work, struct plumb_item *rest)
{
    static const int signs[2] = {1, -1};
    if (!plumb_is_amount(rest->fact) || rest->fact->unit == PLUMB_UNIT_NONE ||
        !PLUMB_ENDS(rest->before, "未发", "未付", "未支付", "未拨付", "未到位", "未收", "未缴",
                    "未完成", "审减", "核减", "差额", "差额为", "尚欠", "欠拨", "未兑现", "审减额"))
        return;
    struct plumb_item *done = like_before(rest, rest->fact);
    struct plumb_item *due = done ? like_before(done, rest->fact) : NULL;
    if (!due || due->fact->value.v < done->fact->value.v)
        return;
    const struct plumb_fact *parts[2] = {due->fact, done->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", rest);
    plumb_claim_sum(&claim, rest->fact, parts, signs, 2, "due − done");
    claim.confidence = 0.8;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        !plumb_one_slip(rest->fact, claim.best.expected)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "it is not certain which two numbers leave this remainder";
        claim.best.reason_zh = "无法确定该差额由哪两个数相减得出";
    }
    plumb_claim_push(&claim);
}

void plumb_relate_limits(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            within_limit(work, &prose->passages[p].items[i]);
            named_target(work, &prose->passages[p].items[i]);
            remainder_of(work, &prose->passages[p].items[i]);
        }
}
