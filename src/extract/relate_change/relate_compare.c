/* Words that compare two numbers: 决算数大于预算数, 持平, 控制在预算内, 高出 q 个百分点, and counts or
 * amounts "由 A 增加到 B" whose direction the numbers must follow. */
#include "extract/relate_change/relate_compare.h"
#include "extract/relate/relate_prose.h"
#include "extract/relate_sum/relate_listed_names.h"
#include "extract/relate_text/relate_report.h"

#include <string.h>

static const char *const sources[] = {
    [COMPARE_BUDGET] = ("(?:决算|支出决算|执行|支出|实际支出)(?:数|额)?(?:略|明显|远)?"
                        "(未超过|未超出|没有超过|不超过|大于|小于|高于|低于|多于|少于|超过|超出|"
                        "等于|与[^,。;]{0,4}(?:年初|全年|调整)?"
                        "预算(?:数|安排)?(?:基本)?(?:持平|一致|相等|相同))"
                        "(?:\\p{Co}度?)?(年初|全年|调整后?)?(?:预算)?(?:数|安排)?"),
    [COMPARE_EQUAL] = "持平|一致|相等|相同|等于",
    [COMPARE_WITHIN] = "控制在(?:年初|全年|年度)?预算(?:数|安排)?(?:范围|指标)?[之以]?内|(?:未|"
                       "没有)(?:突破|超(?:过|"
                       "出)?)(?:年初|全年)?预算",
    [COMPARE_RATE] =
        "(?:高出|高于|提高|提升|上升|增加|增长|低于|降低|下降|减少|超出|超)(?:了|约|近|达|达到)*$",
    [COMPARE_UP] = "增加|增长|提高|提升|上升|上涨|扩大|升|增",
    [COMPARE_BARE_CHANGE] = "^(?:也|均|都)?(?:有所|略有|略微|稍有|小幅|大幅|明显|稳步|有了?)?"
                            "(增加|增长|提高|提升|上升|减少|下降|降低|回落)(?=[,;)]|$)",
    [COMPARE_FROM_TO] =
        ("(增加|增长|提高|提升|上升|上涨|扩大|下降|减少|降低|压减|压缩|缩短|回落|升|增|涨|降|减)"
         "(?:了)?(?:到|至|为)$"),
};
const struct plumb_pattern_list plumb_patterns_compare = {"compare", sources, PLUMB_COUNT(sources)};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s, size_t at,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_COMPARE, pattern, s, at, m);
}

static bool has(struct plumb_extract_work *work, size_t pattern, struct plumb_str s)
{
    struct plumb_match m;
    return finds(work, pattern, s, 0, &m);
}

/* ---- 控制在预算内 ------------------------------------------------------------------------------- */

/* A budget for what `item` names, in prose or in a table. */
static const struct plumb_fact *budget_for(struct plumb_extract_work *work,
                                           const struct plumb_item *item)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_fact *best = NULL;
    struct plumb_str name = plumb_name_without_stage(item->core);
    double best_likeness = 0.7;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        const struct plumb_item *other = prose->of_fact[f];
        bool budget = plumb_stage_is_budget(fact->stage);
        if (fact == item->fact || fact->unit != PLUMB_UNIT_YUAN || !plumb_is_quantity(fact))
            continue;
        if (other ? !plumb_compare_is_budget(other) : !budget && !PLUMB_HAS(fact->head, "预算"))
            continue;
        struct plumb_str core = other ? other->core : plumb_label_core(work, fact->label);
        double likeness = plumb_name_likeness(name, plumb_name_without_stage(core));
        if (likeness > best_likeness) {
            best = fact;
            best_likeness = likeness;
        }
    }
    return best;
}

/* The budget just in front in the sentence: "预算 12 万元，实际支出 13.8 万元，控制在预算内". */
static const struct plumb_fact *budget_beside(const struct plumb_item *item)
{
    for (size_t i = item->index; i-- > 0;) {
        const struct plumb_item *other = &item->passage->items[i];
        if (other->sentence != item->sentence)
            return NULL;
        if (other->fact->unit == PLUMB_UNIT_YUAN && other->use == PLUMB_USE_PLAIN)
            return plumb_compare_is_budget(other) ? other->fact : NULL;
    }
    return NULL;
}

static bool is_spent(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && item->use == PLUMB_USE_PLAIN &&
           !plumb_compare_is_budget(item);
}

static void push_within(struct plumb_extract_work *work, const struct plumb_item *item)
{
    const struct plumb_fact *budget = budget_beside(item);
    if (!budget)
        budget = budget_for(work, item);
    if (!budget)
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", NULL);
    claim.stated = budget;
    claim.unit = budget->unit;
    claim.subject = item->label;
    claim.confidence = 0.75;
    plumb_claim_bound(&claim, item->fact, budget, "within the budget, as the words say");
    plumb_claim_push(&claim);
}

/* What the words at byte `at` are said of: "“三公”经费" of "…，“三公”经费均控制在预算内". Empty when the clause
 * names nothing, or a number stands in it. */
static struct plumb_str within_subject(const struct plumb_passage *passage, size_t at)
{
    static const char *const fillers[] = {"严格", "全部", "均",   "都",   "有效",
                                          "已",   "也",   "一律", "总体", "较好地"};
    struct plumb_str clause =
        plumb_str_sub(passage->text, plumb_clause_start(passage->text, at), at);
    for (size_t cut = 1; cut > 0;) {
        cut = 0;
        for (size_t i = 0; i < PLUMB_COUNT(fillers) && !cut; i++)
            if (plumb_str_ends(clause, plumb_str_from(fillers[i])))
                cut = strlen(fillers[i]);
        clause.len -= cut;
    }
    bool plain = plumb_str_has(clause, PLUMB_HOLDER) || plumb_utf8_count(clause) < 3 ||
                 PLUMB_HAS(clause, "各项", "全年", "支出", "总", "项目", "部门", "单位");
    return plain ? PLUMB_STR("") : clause;
}

/* The number of this paragraph, or of the ones before in the section, that the name is of. */
static const struct plumb_item *spent_on(const struct plumb_prose *prose,
                                         const struct plumb_passage *passage, size_t at,
                                         struct plumb_str name)
{
    for (size_t p = passage->index + 1; p-- > 0 && prose->passages[p].section == passage->section;)
        for (size_t i = prose->passages[p].count; i-- > 0;) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            if ((p < passage->index || item->at < at) && is_spent(item) &&
                plumb_str_find(item->label, name) != PLUMB_NPOS)
                return item;
            /* "会议费预算 3 万元，支出 4.2 万元": the name stands with its budget */
            if ((p < passage->index || item->at < at) && is_spent(item) && item->index > 0 &&
                item[-1].sentence == item->sentence && plumb_compare_is_budget(&item[-1]) &&
                plumb_str_find(item[-1].label, name) != PLUMB_NPOS &&
                !plumb_str_has(plumb_text_between(&item[-1], item), ";"))
                return item;
        }
    return NULL;
}

static void compare_within(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_match m;
    for (size_t at = 0; finds(work, COMPARE_WITHIN, passage->text, at, &m); at = m.next) {
        struct plumb_str subject = within_subject(passage, m.from[0]);
        struct plumb_str names[PLUMB_LISTED_MAX];
        size_t n = subject.len ? plumb_listed_names(subject, names) : 0;
        if (subject.len && n == 0)
            names[n++] = subject;
        for (size_t i = 0; i < n; i++) {
            const struct plumb_item *named = spent_on(prose, passage, m.from[0], names[i]);
            if (named)
                push_within(work, named);
        }
        if (n > 0)
            continue;
        const struct plumb_item *item = NULL;
        for (size_t i = 0; i < passage->count && passage->items[i].at < m.from[0]; i++)
            if (is_spent(&passage->items[i]))
                item = &passage->items[i];
        if (item)
            push_within(work, item);
    }
}

/* ---- points between two rates ------------------------------------------------------------------- */

/* "满意度 91%，较 85% 的要求高出 6%": a − b before a ÷ b − 1. */
static void compare_rates(struct plumb_extract_work *work, struct plumb_item *stated)
{
    struct plumb_passage *passage = stated->passage;
    struct plumb_item *rates[4];
    size_t n = 0;
    for (size_t i = stated->index; i-- > 0 && n < 4;) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != stated->sentence)
            break;
        /* "完成预算的 99.2%，下降 4.7%" is growth of the amount */
        if (stated->fact->unit == PLUMB_UNIT_FRACTION && PLUMB_HAS(item->before, "完成", "为") &&
            PLUMB_HAS(item->before, "预算", "任务", "计划"))
            return;
        if (item->fact->unit == PLUMB_UNIT_FRACTION &&
            (item->use == PLUMB_USE_RATE || item->use == PLUMB_USE_SHARE))
            rates[n++] = item;
    }
    if (n < 2)
        return;
    struct plumb_claim claim;
    static const int signs[2] = {1, -1};
    /* "同比提高 q 个百分点" compares with a rate that is not printed */
    bool elsewhere = PLUMB_HAS(stated->before, "同比", "上年", "去年", "年初", "同期", "环比");
    bool natural = n == 2 && !elsewhere &&
                   PLUMB_HAS(stated->before, "高出", "提高", "提升", "上升", "低于", "降低", "下降",
                             "高于", "超出");
    plumb_claim_begin(&claim, work, PLUMB_REL_DIFFERENCE, "consistency.difference", stated);
    for (size_t i = 0; i + 1 < n && !plumb_claim_holds(&claim); i++)
        for (size_t k = i + 1; k < n && !plumb_claim_holds(&claim); k++) {
            bool first = rates[i]->fact->value.v >= rates[k]->fact->value.v;
            const struct plumb_fact *high = rates[first ? i : k]->fact;
            const struct plumb_fact *low = rates[first ? k : i]->fact;
            const struct plumb_fact *parts[2] = {high, low};
            plumb_claim_sum(&claim, stated->fact, parts, signs, 2, "difference in points");
            if (!plumb_claim_holds(&claim) && stated->fact->unit == PLUMB_UNIT_FRACTION)
                plumb_claim_growth(&claim, stated->fact, 1, high, low, NULL, "growth of the rate");
        }
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && elsewhere)
        return;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && !natural) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "it is not certain which two rates are compared";
        claim.best.reason_zh = "无法确定比较的是哪两个比率";
    }
    claim.confidence = 0.8;
    if (claim.subject.len == 0)
        claim.subject = rates[0]->label;
    plumb_claim_push(&claim);
}

/* ---- 由 A 增加到 B -------------------------------------------------------------------------------- */

/* "由 A", "从 2022年的 A": the preposition may stand before a year. */
static bool starts_from(const struct plumb_item *from)
{
    if (PLUMB_HAS(from->before, "由", "从", "自"))
        return true;
    const struct plumb_item *year = from - 1;
    return from->index > 0 && year->fact->kind == PLUMB_FACT_YEAR &&
           year->sentence == from->sentence && PLUMB_ENDS(year->before, "由", "从", "自");
}

static void compare_from_to(struct plumb_extract_work *work, struct plumb_item *to)
{
    struct plumb_match m;
    struct plumb_passage *passage = to->passage;
    /* "由 2015年的 A 增加到 2016年的 B" */
    const struct plumb_item *year = to - 1;
    bool dated = to->index > 1 && year->fact->kind == PLUMB_FACT_YEAR &&
                 year->sentence == to->sentence && to->before.len <= 6;
    if (!finds(work, COMPARE_FROM_TO, dated ? year->before : to->before, 0, &m))
        return;
    struct plumb_item *from = NULL;
    for (size_t i = to->index; i-- > 0 && !from;) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != to->sentence)
            return;
        if (item->fact->unit == to->fact->unit && plumb_same_measure(item->fact, to->fact))
            from = item;
        else if (plumb_is_quantity(item->fact))
            return;
    }
    if (!from || !starts_from(from))
        return;
    int claimed = has(work, COMPARE_UP, m.group[1]) ? 1 : -1;
    int order = plumb_dec_cmp(to->fact->value, from->fact->value);
    struct plumb_judgement j =
        plumb_compare_judge(claimed, to->fact->value, from->fact->value, false);
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_PRIOR, from->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", to);
    claim.subject = from->label;
    claim.confidence = 0.85;
    plumb_claim_try(&claim, &j, &term, 1, "from … to …",
                    plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, to->fact),
                                       order > 0   ? ">"
                                       : order < 0 ? "<"
                                                   : "=",
                                       plumb_fact_text(work, from->fact)));
    plumb_claim_push(&claim);
}

/* What the words behind the year before say of the year's number: 持平 0, 有所增加 1, 略有下降 -1; false
 * when they say nothing or go on with the size of the change, which the changes look after. */
static bool said_against_prior(struct plumb_extract_work *work, const struct plumb_item *prior,
                               int *order, bool *nearly)
{
    struct plumb_str after = plumb_text_after(prior);
    struct plumb_match m;
    *order = 0;
    *nearly = plumb_str_starts(after, PLUMB_STR("基本持平"));
    if (*nearly || plumb_str_starts(after, PLUMB_STR("持平")))
        return PLUMB_HAS(prior->before, "与", "同", "较", "和");
    if (!PLUMB_HAS(prior->before, "比", "较", "与", "同") ||
        !finds(work, COMPARE_BARE_CHANGE, after, 0, &m))
        return false;
    bool cut = m.next == after.len && prior->index + 1 < prior->passage->count &&
               prior[1].at == prior->at + PLUMB_HOLDER_LEN + after.len;
    *order = has(work, COMPARE_UP, m.group[1]) ? 1 : -1;
    return !cut;
}

/* "决算 A 万元，与上年 B 万元持平", "接待 A 人次，比上年的 B 人次有所增加" */
static void against_prior(struct plumb_extract_work *work, struct plumb_item *prior)
{
    bool nearly;
    int order;
    if (!plumb_is_amount(prior->fact) || !said_against_prior(work, prior, &order, &nearly) ||
        !PLUMB_HAS(prior->before, "上年", "去年", "上一年", "同期", "年决算", "年度决算"))
        return;
    const struct plumb_item *current = NULL;
    bool holds = false;
    for (size_t i = prior->index; i-- > 0 && !holds;) {
        const struct plumb_item *item = &prior->passage->items[i];
        if (item->sentence != prior->sentence)
            break;
        if (item->use != PLUMB_USE_PLAIN || !plumb_same_measure(item->fact, prior->fact))
            continue;
        /* the nearest; but words that fit a number farther off may be of that one */
        holds = order && plumb_dec_cmp(item->fact->value, prior->fact->value) == order;
        current = !current || holds ? item : current;
        if (!order)
            break;
    }
    if (!current)
        return;
    struct plumb_judgement j =
        plumb_compare_judge(order, current->fact->value, prior->fact->value, nearly);
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_PRIOR, prior->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", current);
    claim.confidence = 0.8;
    claim.next_money = j.gap;
    plumb_claim_try(&claim, &j, &term, 1,
                    order ? "said to differ from the year before" : "said to equal the year before",
                    plumb_arena_printf(work->arena, "%s against %s",
                                       plumb_fact_text(work, current->fact),
                                       plumb_fact_text(work, prior->fact)));
    plumb_claim_push(&claim);
}

void plumb_relate_comparisons(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    plumb_relate_orders(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        plumb_compare_budget(work, passage);
        compare_within(work, passage);
        bool prior_year = PLUMB_TELLS(passage, "上年", "去年", "上一年", "同期", "持平");
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            bool rate =
                item->fact->unit == PLUMB_UNIT_FRACTION || item->fact->unit == PLUMB_UNIT_POINTS;
            if (rate && plumb_is_quantity(item->fact) && has(work, COMPARE_RATE, item->before))
                compare_rates(work, item);
            else if (plumb_is_quantity(item->fact))
                compare_from_to(work, item);
            if (prior_year)
                against_prior(work, item);
        }
    }
}
