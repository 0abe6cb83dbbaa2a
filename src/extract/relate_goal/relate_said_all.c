/* What a self-evaluation says of itself against what it tells elsewhere: 全部完成 beside a goal that was missed, a
 * problem of slow spending where all was spent, satisfaction that nobody asked about. DOMAIN §4 (consistency.comparison). */
#include "extract/relate_text/relate_report.h"

enum { SAID_ALL, SAID_UNMET, SAID_SLOW, SAID_UNASKED };

static const char *const sources[] = {
    [SAID_ALL] =
        "(?:任务|目标|指标)[^,;。]{0,14}?(?:全部|全面|均|都|圆满|如期)(?:已)?(?:按[时期质]|"
        "顺利|较好)?(?:完成|实现|达到|达成|达标)|(?:全部|全面|均|圆满|如期)(?:已)?(?:按[时"
        "期]|顺利)?(?:完成|实现|达到)(?:了)?[^,;。]{0,14}(?:任务|目标|指标)",
    /* what was not done; not what a scale would take off for it */
    [SAID_UNMET] =
        "(?<!如)(?<!若)(?<!因)未(?:能)?(?:按[时期]|如期|全面|全部)?(?:完成|达到|实现|达成)(?:了)?"
        "(?:年初|年度|预期|预定|既定|设定|计划)(?:的)?(?:绩效)?(?:目标|任务|指标|计划)?"
        "(?=[,;。)]|$)",
    [SAID_SLOW] =
        "(?<!个别)(?<!部分)(?:预算执行率|预算执行进度|执行进度|支出进度|资金支付进度|资金支出进度)"
        "(?:较|偏|仍|还|相对)?(?:低|慢|缓慢|滞后|较慢|偏慢|不高)",
    [SAID_UNASKED] =
        "(?:未|尚未|没有|暂未)(?:能)?(?:开展|进行|组织|实施)[^,;。]{0,14}(?:满意度|问卷)(?:的)?"
        "(?:调查|测评|调研|评价)?",
};
const struct plumb_pattern_list plumb_patterns_said = {"said", sources, PLUMB_COUNT(sources)};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s, size_t at,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_SAID, pattern, s, at, m);
}

/* The sentence that byte `at` stands in. */
static struct plumb_str sentence_at(const struct plumb_passage *passage, size_t at)
{
    size_t from = 0, to = passage->text.len;
    for (size_t i = 0; i < passage->sentence_count; i++) {
        if (passage->starts[i] <= at)
            from = passage->starts[i];
        else {
            to = passage->starts[i];
            break;
        }
    }
    return plumb_str_sub(passage->text, from, to);
}

/* Does the sentence tell of another year than the report's? */
static bool of_another_year(const struct plumb_extract_work *work,
                            const struct plumb_passage *passage, size_t at)
{
    struct plumb_str sentence = sentence_at(passage, at);
    size_t from = (size_t)(sentence.ptr - passage->text.ptr);
    for (size_t i = 0; i < passage->count; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->fact->kind == PLUMB_FACT_YEAR && item->at >= from &&
            item->at < from + sentence.len && work->year &&
            item->fact->value.v != plumb_dec_int(work->year).v)
            return true;
    }
    return PLUMB_HAS(sentence, "上年", "去年", "以前年度", "历年");
}

/* ---- all is said to be done ------------------------------------------------------------------- */

struct said {
    const struct plumb_passage *passage;
    size_t from, to;
};

/* The first plain claim that all was done; false when none is made. */
static bool says_all(struct plumb_extract_work *work, const struct plumb_prose *prose,
                     struct said *said)
{
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        struct plumb_match m;
        if (passage->is_cell || !PLUMB_TELLS(passage, "任务", "目标", "指标"))
            continue;
        for (size_t at = 0; finds(work, SAID_ALL, passage->text, at, &m); at = m.next) {
            struct plumb_str sentence = sentence_at(passage, m.from[0]);
            if (PLUMB_HAS(sentence, "除", "基本", "大部分", "多数", "其余", "其他", "未", "力争",
                          "确保", "争取", "计划", "得满分", "扣", "是否", "推动", "要求", "将") ||
                of_another_year(work, passage, m.from[0]))
                continue;
            *said = (struct said){passage, m.from[0], m.next};
            return true;
        }
    }
    return false;
}

static struct plumb_str own_clause(struct plumb_str words)
{
    size_t comma = plumb_str_rfind(words, PLUMB_STR(","));
    return comma == PLUMB_NPOS ? words : plumb_str_sub(words, comma + 1, words.len);
}

/* "目标 500 户，实际新增 430 户": less than was aimed at, of what is better high. */
static bool is_missed(const struct plumb_item *goal)
{
    const struct plumb_item *done = goal + 1;
    struct plumb_str words = goal->before;
    size_t stop = plumb_str_rfind(words, PLUMB_STR(";"));
    words = stop == PLUMB_NPOS ? words : plumb_str_sub(words, stop + 1, words.len);
    return goal->index + 1 < goal->passage->count && done->sentence == goal->sentence &&
           PLUMB_HAS(own_clause(words), "目标", "计划", "任务数") &&
           PLUMB_HAS(done->before, "实际", "完成", "达到", "达") &&
           !PLUMB_HAS(done->before, "超", "目标", "计划") &&
           plumb_same_measure(goal->fact, done->fact) && goal->fact->comparator == PLUMB_CMP_NONE &&
           done->fact->comparator == PLUMB_CMP_NONE && done->fact->value.v < goal->fact->value.v &&
           !PLUMB_HAS(words, "成本", "费", "投诉", "时间", "时长", "控制", "不超", "事故", "支出",
                      "天", "预算", "资金", "件数", "减少", "下降", "压减", "上年", "去年");
}

static void push_against(struct plumb_extract_work *work, const struct said *said,
                         const struct plumb_item *goal)
{
    size_t line = 0;
    struct plumb_str words = plumb_passage_quote(
        work, said->passage, plumb_clause_start(said->passage->text, said->from), said->to, &line);
    struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, words, line),
                                  plumb_term_fact(work, PLUMB_ROLE_TARGET, goal->fact)};
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                .reason = "all goals are said to be reached, and this one was not",
                                .reason_zh = "称目标全部完成，但该项未达到目标值"};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", goal + 1);
    claim.subject = goal->label;
    claim.confidence = 0.7;
    plumb_claim_try(&claim, &j, terms, 2, "the words against a goal",
                    plumb_arena_printf(work->arena, "%s against %s",
                                       plumb_fact_text(work, goal[1].fact),
                                       plumb_fact_text(work, goal->fact)));
    plumb_claim_push(&claim);
}

/* "管网改造未完成年初目标" where all tasks are said to be done. */
static void push_unmet(struct plumb_extract_work *work, const struct said *said,
                       const struct plumb_passage *passage, const struct plumb_match *m)
{
    size_t line = 0, other = 0;
    struct plumb_str words = plumb_passage_quote(
        work, passage, plumb_clause_start(passage->text, m->from[0]), m->next, &line);
    struct plumb_str all = plumb_passage_quote(
        work, said->passage, plumb_clause_start(said->passage->text, said->from), said->to, &other);
    struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, all, other),
                                  plumb_term_words(PLUMB_ROLE_OTHER, words, line)};
    plumb_note_push(work, "consistency.comparison", PLUMB_VERDICT_INCONSISTENT, words, terms, 2,
                    "all goals are said to be reached, and elsewhere one is said not to be",
                    "一处称目标任务全部完成，另一处称未完成");
    work->relations[work->relation_count - 1].confidence = 0.55;
}

static void against_all(struct plumb_extract_work *work, const struct plumb_prose *prose)
{
    struct said said;
    if (!says_all(work, prose, &said))
        return;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        struct plumb_match m;
        if (passage->is_cell)
            continue;
        bool aims = PLUMB_TELLS(passage, "目标", "计划", "任务");
        for (size_t i = 0; aims && i + 1 < passage->count; i++)
            if (is_missed(&passage->items[i]) &&
                !of_another_year(work, passage, passage->items[i].at))
                push_against(work, &said, &passage->items[i]);
        if (PLUMB_TELLS(passage, "未") && finds(work, SAID_UNMET, passage->text, 0, &m) &&
            !PLUMB_HAS(sentence_at(passage, m.from[0]), "扣", "不得分", "的,", "如果", "可能",
                       "防止") &&
            !of_another_year(work, passage, m.from[0])) {
            push_unmet(work, &said, passage, &m);
            return;
        }
    }
}

/* ---- a problem that the figures do not show ----------------------------------------------------- */

/* "资金支付进度缓慢" where the budget was spent to the last yuan. */
static void slow_though_spent(struct plumb_extract_work *work, const struct plumb_prose *prose)
{
    const struct plumb_item *rate = NULL;
    struct plumb_match m;
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            if (item->fact->unit != PLUMB_UNIT_FRACTION ||
                item->fact->comparator != PLUMB_CMP_NONE || item->fact->row != PLUMB_NPOS ||
                !PLUMB_ENDS(item->core, "预算执行率"))
                continue;
            if (item->fact->value.v < PLUMB_DEC_ONE / 1000 * 995)
                return; /* some rate is below, and may be meant */
            rate = item;
        }
    for (size_t p = 0; rate && p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (passage->is_cell || !PLUMB_TELLS(passage, "进度", "执行率") ||
            !finds(work, SAID_SLOW, passage->text, 0, &m) ||
            PLUMB_HAS(sentence_at(passage, m.from[0]), "个别", "部分", "少数", "季度", "半年",
                      "前期", "年初", "上年", "月份", "序时", "可能", "避免", "防止", "扣", "项目"))
            continue;
        size_t line = 0;
        struct plumb_str words = plumb_passage_quote(
            work, passage, plumb_clause_start(passage->text, m.from[0]), m.next, &line);
        struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
        struct plumb_judgement j = {
            .verdict = PLUMB_VERDICT_INCONSISTENT,
            .reason = "slow spending is named as a problem, though all was spent",
            .reason_zh = "问题部分称执行率低、进度慢，但预算执行率已接近100%"};
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", rate);
        claim.confidence = 0.45;
        plumb_claim_try(&claim, &j, &term, 1, "the problem against the rate", NULL);
        plumb_claim_push(&claim);
        return;
    }
}

/* ---- satisfaction that was not asked for --------------------------------------------------------- */

static const struct plumb_fact *told_satisfaction(const struct plumb_extract_work *work)
{
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->unit == PLUMB_UNIT_FRACTION && fact->comparator == PLUMB_CMP_NONE &&
            fact->kind == PLUMB_FACT_QUANTITY && fact->stage != PLUMB_STAGE_TARGET &&
            PLUMB_HAS(fact->label, "满意"))
            return fact;
    }
    return NULL;
}

static void unasked(struct plumb_extract_work *work, const struct plumb_prose *prose)
{
    const struct plumb_fact *told = NULL;
    struct plumb_match m;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "满意度", "问卷") ||
            !finds(work, SAID_UNASKED, passage->text, 0, &m) ||
            PLUMB_HAS(sentence_at(passage, m.from[0]), "扣", "不得分", "的,", "部分", "个别"))
            continue;
        told = told ? told : told_satisfaction(work);
        if (!told)
            return;
        size_t line = 0;
        struct plumb_str words = plumb_passage_quote(
            work, passage, plumb_clause_start(passage->text, m.from[0]), m.next, &line);
        struct plumb_term term = plumb_term_words(PLUMB_ROLE_CUE, words, line);
        struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                    .reason =
                                        "satisfaction is told, and elsewhere that nobody was asked",
                                    .reason_zh = "列有满意度数值，但称未开展满意度调查，依据不足"};
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", NULL);
        claim.stated = told;
        claim.unit = told->unit;
        claim.subject = told->label;
        claim.confidence = 0.65;
        claim.line = told->line;
        plumb_claim_try(&claim, &j, &term, 1, "a rate without a survey", NULL);
        plumb_claim_push(&claim);
        return;
    }
}

void plumb_relate_said_all(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    if (work->kind != PLUMB_KIND_SELF_WHOLE && work->kind != PLUMB_KIND_SELF_PROJECT)
        return;
    against_all(work, prose);
    slow_though_spent(work, prose);
    unasked(work, prose);
}
