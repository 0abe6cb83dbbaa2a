/* Words that the numbers beside them refute: 持平 behind a change, 增加 of what is nothing, a rate of a
 * budget that is zero, a growth rate over a base of zero, a reason that is announced and not given.
 * DOMAIN §4 (consistency.comparison), §6.13. */
#include "extract/relate/relate_int.h"
#include "extract/relate_text/relate_report.h"

enum {
    AGAINST_LEVEL,
    AGAINST_SAME,
    AGAINST_ROSE,
    AGAINST_NO_REASON,
    AGAINST_BEHIND,
    AGAINST_MORE,
    AGAINST_BUDGET
};

#define PRIOR_YEAR                                                                                                           \
    "(?:上年|去年|上一年|上年度|上年同期|去年同期|\\p{Co}年?)(?:度)?(?:决算|支出|执行|预算)?(?:" \
    "数)?"
static const char *const sources[] = {
    /* a clause of its own: a subject in front would make it another thing's */
    [AGAINST_LEVEL] = "(?<=[,;])(?:也|均|总体)?(?:(?:与|同|较|和|比)" PRIOR_YEAR "(?:相比)?|同比)"
                      "(?:基本|大致|总体)?(?:持平|相当|一致|无(?:增减)?变化|没有(?:增减)?变化)"
                      "(?=[,;。)]|$)",
    /* the same of what the sentence has just told of both years */
    [AGAINST_SAME] = "(?<=[,;])(?:人员|人数|总量|数量|金额|支出)?(?:总体|基本)?(?:无(?:增减)?变化|"
                     "没有(?:增减)?变化"
                     "|未发生变化|保持不变|持平|一致)(?=[,;。)]|$)",
    [AGAINST_ROSE] =
        "^[,(](?:比|较|与)" PRIOR_YEAR "(?:相比)?(?:有所)?(?:略有)?(?:增加|增长|上升)(?=[,;。)]|$)",
    /* a change of nothing else, right behind the words or the number */
    [AGAINST_BEHIND] = "^,(?:(?:比|较|与)" PRIOR_YEAR "(?:相比)?|同比)?"
                       "(?:增加|增长|上升|减少|下降|降低)(?:了)?$",
    [AGAINST_MORE] = "^,(?:(?:比|较|与)" PRIOR_YEAR "(?:相比)?|同比)(?:增加|增长|上升)(?:了)?$",
    /* "预算 100 万元，支出 120 万元，比预算数减少。" */
    [AGAINST_BUDGET] =
        ("(?<=,)(?:比|较|与)(?:年初|全年|调整)?预算(?:数|安排)?(?:相比)?(?:有所|略有)?"
         "(增加|增长|上升|减少|下降|降低)(?=[,;。)]|$)"),
    [AGAINST_NO_REASON] = "(?:主要|变动|增减|增加|减少)?(?:原因|主要)(?:是|为|:|是:|为:)(?=[。;])",
};
const struct plumb_pattern_list plumb_patterns_contradiction = {"contradiction", sources,
                                                                PLUMB_COUNT(sources)};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s, size_t at,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_CONTRADICTION, pattern, s, at, m);
}

static struct plumb_judgement refuted(const char *reason, const char *reason_zh)
{
    return (struct plumb_judgement){
        .verdict = PLUMB_VERDICT_INCONSISTENT, .reason = reason, .reason_zh = reason_zh};
}

/* ---- 与上年持平 ------------------------------------------------------------------------------- */

static bool against_prior_year(const struct plumb_item *change)
{
    return PLUMB_HAS(change->before, "上年", "去年", "同比", "上一年", "同期") &&
           !PLUMB_HAS(change->before, "预算", "累计", "年初");
}

/* How large the change is, as a share of what it started from; false when the text does not tell. */
static bool change_rate(const struct plumb_item *change, plumb_dec *rate)
{
    const struct plumb_passage *passage = change->passage;
    if (change->use == PLUMB_USE_GROWTH && change->fact->unit == PLUMB_UNIT_FRACTION) {
        *rate = plumb_dec_abs(change->fact->value);
        return true;
    }
    if (change->use != PLUMB_USE_DELTA || change->index == 0)
        return false;
    const struct plumb_item *current = &passage->items[change->index - 1];
    if (current->fact->kind == PLUMB_FACT_YEAR && current->index > 0)
        current--;
    if (current->sentence != change->sentence || current->use != PLUMB_USE_PLAIN ||
        !plumb_same_measure(current->fact, change->fact))
        return false;
    bool fell = PLUMB_HAS(change->before, "减少", "下降", "降低", "减", "压减");
    plumb_dec base = fell ? plumb_dec_add(current->fact->value, change->fact->value)
                          : plumb_dec_sub(current->fact->value, change->fact->value);
    if (plumb_dec_sign(base) <= 0)
        return false;
    *rate = plumb_dec_div(plumb_dec_abs(change->fact->value), base, PLUMB_ROUND_NEAREST);
    return true;
}

/* What has changed: the amount in front of the change in its sentence. */
static const struct plumb_item *subject_of(const struct plumb_item *change)
{
    for (size_t i = change->index; i-- > 0;) {
        const struct plumb_item *item = &change->passage->items[i];
        if (item->sentence != change->sentence)
            break;
        if (item->use == PLUMB_USE_PLAIN && item->label.len > 0)
            return item;
    }
    return change;
}

/* "与上年持平，较上年增加 1.5 万元": a change of nothing else right behind the words. */
static const struct plumb_item *change_behind(struct plumb_extract_work *work,
                                              const struct plumb_passage *passage, size_t at,
                                              plumb_dec *rate)
{
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        struct plumb_match m;
        if (item->at < at)
            continue;
        bool bare = finds(work, AGAINST_BEHIND, plumb_str_sub(passage->text, at, item->at), 0, &m);
        return bare && change_rate(item, rate) ? item : NULL;
    }
    return NULL;
}

/* "与 ⟨2024年⟩ 持平" speaks of a year; "与 ⟨9.3万元⟩ 持平" of an amount (relate_compare.c). */
static bool speaks_of_a_year(const struct plumb_passage *passage, size_t from, size_t to)
{
    for (size_t i = 0; i < passage->count; i++)
        if (passage->items[i].at >= from && passage->items[i].at < to &&
            passage->items[i].fact->kind != PLUMB_FACT_YEAR)
            return false;
    return true;
}

/* "35 人，上年末 32 人，人员无变化": this year and the year before in one sentence, ahead of the words. The
 * number of this year, NULL when they are not told so or hardly differ. */
static const struct plumb_item *told_both_years(const struct plumb_passage *passage, size_t at,
                                                plumb_dec *rate)
{
    const struct plumb_item *prior = NULL;
    for (size_t i = passage->count; i-- > 0 && !prior;)
        if (passage->items[i].at < at && passage->items[i].fact->kind != PLUMB_FACT_YEAR)
            prior = &passage->items[i];
    if (!prior || prior->index == 0 ||
        PLUMB_HAS(plumb_str_sub(passage->text, prior->at, at), "。", ";") ||
        !PLUMB_HAS(prior->before, "上年", "去年", "上一年", "同期"))
        return NULL;
    const struct plumb_item *current = prior - 1;
    if (current->sentence != prior->sentence || current->use != PLUMB_USE_PLAIN ||
        PLUMB_HAS(current->before, "上年", "去年", "预算") ||
        PLUMB_HAS(prior->before, "增加", "减少", "增长", "下降") ||
        !plumb_same_measure(current->fact, prior->fact) || plumb_dec_sign(prior->fact->value) <= 0)
        return NULL;
    plumb_dec apart = plumb_dec_abs(plumb_dec_sub(current->fact->value, prior->fact->value));
    *rate = plumb_dec_div(apart, prior->fact->value, PLUMB_ROUND_NEAREST);
    return current;
}

/* The change that "与上年持平" at byte `at` stands against: the nearest one told of the year before in
 * its sentence, or "减少为 0 万元". NULL when none is told, or one within ±5 % (DOMAIN §1.2). */
static const struct plumb_item *change_before(const struct plumb_passage *passage, size_t at,
                                              plumb_dec *rate)
{
    for (size_t i = passage->count; i-- > 0;) {
        const struct plumb_item *item = &passage->items[i];
        if (item->at >= at)
            continue;
        if (PLUMB_HAS(plumb_str_sub(passage->text, item->at, at), "。", ";"))
            return NULL;
        if (PLUMB_ENDS(item->before, "减少为", "下降为", "下降至", "减少至", "增加为", "增加至",
                       "上升为", "上升至")) {
            *rate = plumb_dec_int(1);
            return item;
        }
        if (item->use == PLUMB_USE_PLAIN)
            return NULL;
        if (against_prior_year(item) && change_rate(item, rate))
            return plumb_dec_sign(item->fact->value) != 0 ? item : NULL;
    }
    return NULL;
}

static void push_level(struct plumb_extract_work *work, const struct plumb_match *m,
                       const struct plumb_item *change, plumb_dec rate)
{
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT};
    if (rate.v > plumb_dec_int(1).v / 20)
        j = refuted("said to be level with the year before, beside a change",
                    "称与上年持平，同句却列明增减变动");
    size_t line = 0;
    struct plumb_str words =
        plumb_passage_quote(work, change->passage, m->from[0], m->from[0] + m->all.len, &line);
    struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", change);
    claim.confidence = 0.75;
    claim.subject = subject_of(change)->label;
    plumb_claim_try(&claim, &j, &term, 1, "level, as the words say", NULL);
    plumb_claim_push(&claim);
}

static void level_against_change(struct plumb_extract_work *work,
                                 const struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0; finds(work, AGAINST_LEVEL, passage->text, at, &m); at = m.next) {
        size_t end = m.from[0] + m.all.len;
        plumb_dec rate = {0};
        if (!speaks_of_a_year(passage, m.from[0], end))
            continue;
        const struct plumb_item *change = change_before(passage, m.from[0], &rate);
        if (!change)
            change = change_behind(work, passage, end, &rate);
        if (!change)
            change = told_both_years(passage, m.from[0], &rate);
        if (change)
            push_level(work, &m, change, rate);
    }
    for (size_t at = 0; finds(work, AGAINST_SAME, passage->text, at, &m); at = m.next) {
        plumb_dec rate = {0};
        const struct plumb_item *current = told_both_years(passage, m.from[0], &rate);
        if (current)
            push_level(work, &m, current, rate);
    }
}

/* ---- what is nothing has not grown ------------------------------------------------------------ */

/* Where the words end that say so of the number, behind its place-holder; 0 when none do. */
static size_t said_to_rise(struct plumb_extract_work *work, const struct plumb_item *item)
{
    struct plumb_match m;
    const struct plumb_passage *passage = item->passage;
    const struct plumb_item *next = item + 1;
    /* "比2025年预算增加": the year compared with stands between */
    if (item->index + 2 < passage->count && next->fact->kind == PLUMB_FACT_YEAR)
        next++;
    if (finds(work, AGAINST_ROSE, plumb_text_after(item), 0, &m))
        return item->at + 3 + m.all.len;
    bool change = next->index < passage->count && next->sentence == item->sentence &&
                  next->use == PLUMB_USE_DELTA && plumb_dec_sign(next->fact->value) > 0;
    return change && finds(work, AGAINST_MORE, plumb_str_sub(passage->text, item->at + 3, next->at),
                           0, &m)
               ? next->at + 3
               : 0;
}

static void nothing_rose(struct plumb_extract_work *work, const struct plumb_item *item)
{
    if (item->use != PLUMB_USE_PLAIN || item->fact->unit != PLUMB_UNIT_YUAN ||
        plumb_dec_sign(item->fact->value) != 0 ||
        PLUMB_HAS(item->label, "结余", "结转", "净", "差额", "盈余", "利润"))
        return;
    size_t end = said_to_rise(work, item), line = 0;
    if (end == 0)
        return;
    struct plumb_str words = plumb_passage_quote(work, item->passage, item->at + 4, end, &line);
    struct plumb_judgement j =
        refuted("nothing cannot be more than the year before", "本年为零，不可能比上年增加");
    struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", item);
    claim.confidence = 0.8;
    plumb_claim_try(&claim, &j, &term, 1, "more than the year before, as the words say", NULL);
    plumb_claim_push(&claim);
}

/* ---- rates without a base --------------------------------------------------------------------- */

/* Where the clause of a number begins in its passage. */
static size_t clause_of(const struct plumb_item *item)
{
    return plumb_clause_start(item->passage->text, item->at);
}

static bool says_budget(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "预算") && !PLUMB_HAS(item->label, "决算", "执行");
}

/* "年初预算为 0 万元，支出决算为 45.20 万元，完成年初预算的 95.89%" */
static void rate_of_no_budget(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *budget = NULL, *spent = NULL;
    if (rate->fact->unit != PLUMB_UNIT_FRACTION || plumb_dec_sign(rate->fact->value) == 0 ||
        !PLUMB_HAS(rate->before, "完成", "占", "为") || !PLUMB_HAS(rate->before, "预算"))
        return;
    for (size_t i = rate->index; i-- > 0;) {
        const struct plumb_item *item = &rate->passage->items[i];
        if (item->sentence != rate->sentence)
            break;
        bool nothing = item->fact->unit == PLUMB_UNIT_NONE && item->fact->value.v == 0;
        if ((item->fact->unit != PLUMB_UNIT_YUAN && !nothing) || item->use != PLUMB_USE_PLAIN)
            continue;
        if (says_budget(item)) {
            /* another budget may be meant, unless both are said to be the initial one */
            bool initial = PLUMB_ENDS(rate->before, "年初预算", "年初预算的", "年初预算数的");
            if (plumb_dec_sign(item->fact->value) != 0 &&
                (!initial || PLUMB_HAS(item->label, "年初")))
                return;
            if (plumb_dec_sign(item->fact->value) == 0 || !initial)
                budget = item;
        } else if (!budget && !spent) {
            spent = item;
        }
    }
    if (!budget || !spent || plumb_dec_sign(spent->fact->value) == 0)
        return;
    struct plumb_judgement j =
        refuted("the budget is zero: there is no rate of it", "预算数为零，不存在完成比例");
    size_t line = 0;
    struct plumb_str words =
        plumb_passage_quote(work, rate->passage, clause_of(rate), rate->at + 3, &line);
    struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, words, line),
                                  plumb_term_fact(work, PLUMB_ROLE_OTHER, budget->fact)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", rate);
    claim.confidence = 0.6; /* a formal fault: templates print it where money came late */
    claim.subject = spent->label;
    plumb_claim_try(&claim, &j, terms, 2, "a rate of the budget, as the words say",
                    plumb_arena_printf(work->arena, "%s ÷ %s", plumb_fact_text(work, spent->fact),
                                       plumb_fact_text(work, budget->fact)));
    plumb_claim_push(&claim);
}

/* The number of this sentence that is nearest in front of byte `at` and is, or is not, a budget. */
static const struct plumb_item *amount_before(const struct plumb_passage *passage, size_t at,
                                              bool budget)
{
    for (size_t i = passage->count; i-- > 0;) {
        const struct plumb_item *item = &passage->items[i];
        if (item->at >= at)
            continue;
        if (PLUMB_HAS(plumb_str_sub(passage->text, item->at, at), "。", ";"))
            return NULL;
        if (item->use == PLUMB_USE_DELTA || item->use == PLUMB_USE_GROWTH)
            return NULL;
        if (item->fact->unit == PLUMB_UNIT_YUAN && item->use == PLUMB_USE_PLAIN &&
            says_budget(item) == budget)
            return item;
    }
    return NULL;
}

/* "预算 100 万元，支出 120 万元，比预算数减少。" */
static void order_against_budget(struct plumb_extract_work *work,
                                 const struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0; finds(work, AGAINST_BUDGET, passage->text, at, &m); at = m.next) {
        const struct plumb_item *spent = amount_before(passage, m.from[0], false);
        const struct plumb_item *budget = amount_before(passage, m.from[0], true);
        if (!spent || !budget || !PLUMB_HAS(spent->label, "决算", "执行", "支出"))
            continue;
        bool more = PLUMB_HAS(m.group[1], "增", "上升");
        int order = plumb_dec_cmp(spent->fact->value, budget->fact->value);
        struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT};
        if (order != (more ? 1 : -1))
            j = refuted("the words claim the opposite order", "文字表述的增减方向与数字相反");
        size_t line = 0;
        struct plumb_str words =
            plumb_passage_quote(work, passage, m.from[0], m.from[0] + m.all.len, &line);
        struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, words, line),
                                      plumb_term_fact(work, PLUMB_ROLE_OTHER, budget->fact)};
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", spent);
        claim.confidence = 0.8;
        plumb_claim_try(&claim, &j, terms, 2, "against the budget, as the words say",
                        plumb_arena_printf(work->arena, "%s against %s",
                                           plumb_fact_text(work, spent->fact),
                                           plumb_fact_text(work, budget->fact)));
        plumb_claim_push(&claim);
    }
}

/* What this change is of, told before under the very same name. */
static const struct plumb_item *told_before(const struct plumb_item *change)
{
    const struct plumb_passage *passage = change->passage;
    struct plumb_str name = change->label;
    static const char *const verbs[] = {"增加", "增长", "上升"};
    for (size_t i = 0; i < PLUMB_COUNT(verbs); i++)
        if (plumb_str_ends(name, plumb_str_from(verbs[i])))
            name = plumb_str_sub(name, 0, name.len - 6);
    if (plumb_utf8_count(name) < 4)
        return NULL;
    for (size_t i = change->index; i-- > 0;) {
        const struct plumb_item *item = &passage->items[i];
        if (item->use == PLUMB_USE_PLAIN && item->fact->unit == PLUMB_UNIT_YUAN &&
            item->fact->year == change->fact->year && plumb_str_equal(item->label, name))
            return item;
    }
    return NULL;
}

/* "接待费支出 0.3 万元，…。接待费支出增加 0.3 万元，增长 100%": the same over sentences, by the same name. */
static void growth_from_nothing_told(struct plumb_extract_work *work,
                                     const struct plumb_item *growth)
{
    const struct plumb_item *change = growth - 1;
    if (growth->use != PLUMB_USE_GROWTH || growth->index < 2 ||
        growth->fact->value.v != PLUMB_DEC_ONE || growth->fact->unit != PLUMB_UNIT_FRACTION ||
        change->sentence != growth->sentence || !PLUMB_ENDS(change->before, "增加", "增长") ||
        change->fact->unit != PLUMB_UNIT_YUAN || PLUMB_HAS(change->before, "预算数", "年初"))
        return;
    const struct plumb_item *current = told_before(change);
    if (!current || current->sentence == growth->sentence ||
        plumb_dec_cmp(current->fact->value, change->fact->value) != 0 ||
        PLUMB_HAS(growth->passage->text, "新成立", "新设", "新组建", "首次", "首年"))
        return;
    plumb_report_range(work, growth->passage, clause_of(change), growth->at + 3, "report.text", 0.5,
                       "the base is zero: there is no rate of growth",
                       "上年为零，不存在可比的增长率");
}

/* "0.36 万元，比上年增加 0.36 万元，增长 100%": all of it is new, and 100 % is no rate of growth. */
static void growth_from_nothing(struct plumb_extract_work *work, const struct plumb_item *growth)
{
    growth_from_nothing_told(work, growth);
    if (growth->use != PLUMB_USE_GROWTH || growth->index < 2 ||
        growth->fact->unit != PLUMB_UNIT_FRACTION || plumb_dec_sign(growth->fact->value) <= 0)
        return;
    const struct plumb_item *change = growth - 1, *current = growth - 2;
    if (change->sentence != growth->sentence || current->sentence != growth->sentence ||
        change->use != PLUMB_USE_DELTA || current->use != PLUMB_USE_PLAIN ||
        (!against_prior_year(change) &&
         !PLUMB_HAS(change->before, "比上年预算", "较上年预算", "上年预算数")) ||
        PLUMB_HAS(change->before, "减少", "下降", "降低") ||
        PLUMB_HAS(growth->passage->text, "新成立", "新设", "新组建", "首次", "首年") ||
        change->fact->unit != PLUMB_UNIT_YUAN || current->fact->unit != PLUMB_UNIT_YUAN ||
        plumb_dec_sign(current->fact->value) <= 0 ||
        plumb_dec_cmp(change->fact->value, current->fact->value) != 0)
        return;
    plumb_report_range(work, growth->passage, current->at, growth->at + 3, "report.text", 0.5,
                       "the base is zero: there is no rate of growth",
                       "上年为零，不存在可比的增长率");
}

/* ---- a reason that is announced and not given -------------------------------------------------- */

static void no_reason(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0; finds(work, AGAINST_NO_REASON, passage->text, at, &m); at = m.next) {
        size_t from = plumb_clause_start(passage->text, m.from[0]);
        plumb_report_range(work, passage, from, m.from[0] + m.all.len, "report.missing", 0.7,
                           "a reason is announced and not given", "只有“原因是”，未写明原因");
    }
}

void plumb_relate_contradictions(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (PLUMB_TELLS(passage, "持平", "相当", "一致", "变化", "不变"))
            level_against_change(work, passage);
        if (PLUMB_TELLS(passage, "原因", "主要"))
            no_reason(work, passage);
        if (PLUMB_TELLS(passage, "比预算", "较预算", "与预算", "年初预算", "全年预算", "调整预算"))
            order_against_budget(work, passage);
        for (size_t i = 0; i < passage->count; i++) {
            nothing_rose(work, &passage->items[i]);
            rate_of_no_budget(work, &passage->items[i]);
            growth_from_nothing(work, &passage->items[i]);
        }
    }
}
