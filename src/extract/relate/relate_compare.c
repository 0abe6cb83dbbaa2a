/* Words that compare two numbers: 决算数大于预算数, 持平, 控制在预算内, 高出 q 个百分点, and counts or
 * amounts "由 A 增加到 B" whose direction the numbers must follow. */
#include "extract/relate/relate_int.h"

enum { COMPARE_BUDGET, COMPARE_EQUAL, COMPARE_WITHIN, COMPARE_RATE, COMPARE_UP, COMPARE_FROM_TO };

static const char *const sources[] = {
    [COMPARE_BUDGET] = ("(?:决算|支出决算|执行|支出|实际支出)(?:数|额)?(?:略|明显|远)?"
                        "(未超过|未超出|没有超过|不超过|大于|小于|高于|低于|多于|少于|超过|超出|"
                        "等于|与[^,。;]{0,4}(?:年初|全年|调整)?"
                        "预算(?:数|安排)?(?:基本)?(?:持平|一致|相等|相同))"
                        "(?:\\p{Co}度?)?(年初|全年|调整后?)?(?:预算)?(?:数|安排)?"),
    [COMPARE_EQUAL] = "持平|一致|相等|相同|等于",
    [COMPARE_WITHIN] = "控制在(?:年初|全年)?预算(?:范围|指标)?(?:之)?内|(?:未|没有)(?:突破|超(?:过|"
                       "出)?)(?:年初|全年)?预算",
    [COMPARE_RATE] =
        "(?:高出|高于|提高|提升|上升|增加|增长|低于|降低|下降|减少|超出|超)(?:了|约|近|达|达到)*$",
    [COMPARE_UP] = "增加|增长|提高|提升|上升|上涨|扩大|升|增",
    [COMPARE_FROM_TO] =
        ("(增加|增长|提高|提升|上升|上涨|扩大|下降|减少|降低|压减|压缩|缩短|回落|升|增|涨|降|减)"
         "(?:了)?(?:到|至|为)$"),
};
const struct plumb_pattern_list plumb_patterns_compare = {"compare", sources,
                                                          sizeof sources / sizeof *sources};

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

/* ---- 决算数大于预算数 --------------------------------------------------------------------------- */

static bool is_executed(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "决算", "执行", "实际支出") ||
           (PLUMB_HAS(item->label, "支出") && !PLUMB_HAS(item->label, "预算"));
}

static bool is_budget(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "预算") && !PLUMB_HAS(item->label, "决算", "执行");
}

/* "年初预算为 0，": nothing needs no unit. */
static bool is_money(const struct plumb_item *item)
{
    return item->use == PLUMB_USE_PLAIN &&
           (item->fact->unit == PLUMB_UNIT_YUAN ||
            (item->fact->unit == PLUMB_UNIT_NONE && plumb_dec_sign(item->fact->value) == 0));
}

/* Last numbers in front of byte `at`: executed, budget, and the rate "完成预算 q%". */
static void operands_before(struct plumb_passage *passage, size_t at, struct plumb_str which,
                            struct plumb_item **executed, struct plumb_item **budget,
                            struct plumb_item **rate)
{
    struct plumb_item *behind = NULL; /* "决算为 A，年初预算为 B，决算数小于预算数" */
    *executed = *budget = *rate = NULL;
    for (size_t i = passage->count; i-- > 0;) {
        struct plumb_item *item = &passage->items[i];
        if (item->at > at)
            continue;
        bool money = is_money(item);
        if (!*rate && item->fact->unit == PLUMB_UNIT_FRACTION &&
            PLUMB_HAS(item->before, "完成", "为预算", "占预算") && PLUMB_HAS(item->before, "预算"))
            *rate = item;
        if (money && !*executed && is_executed(item))
            *executed = item;
        if (money && !*executed && !behind && is_budget(item))
            behind = item;
        if (money && *executed && !*budget && is_budget(item) &&
            (which.len == 0 || plumb_str_find(item->label, which) != PLUMB_NPOS))
            *budget = item;
    }
    if (!*budget && *executed && behind && behind->sentence == (*executed)->sentence &&
        (which.len == 0 || plumb_str_find(behind->label, which) != PLUMB_NPOS))
        *budget = behind;
}

enum { AT_MOST = 2 }; /* "未超过": less or equal */

/* "留学教育…使得决算小于预算，完成年初预算的93%": a rate of another sentence is of another thing, unless the
 * claim opens its own sentence ("…完成预算的93%。决算数小于预算数的主要原因…"). */
static struct plumb_item *own_rate(struct plumb_passage *passage, size_t at,
                                   struct plumb_item *rate)
{
    struct plumb_str front = rate ? plumb_str_sub(passage->text, rate->at, at) : PLUMB_STR("");
    size_t stop = plumb_str_rfind(front, PLUMB_STR("。"));
    if (!rate || stop == PLUMB_NPOS || front.len - stop <= 3 + 3 * 8)
        return rate;
    for (size_t i = rate->index + 1; i < passage->count; i++) {
        struct plumb_item *item = &passage->items[i];
        if (item->at < at)
            continue;
        if (plumb_str_has(plumb_str_sub(passage->text, at, item->at), "。"))
            return NULL;
        if (item->fact->unit == PLUMB_UNIT_FRACTION && PLUMB_HAS(item->before, "完成") &&
            PLUMB_HAS(item->before, "预算"))
            return item;
    }
    return NULL;
}

/* -1, 0, 1 or AT_MOST from the words of the claim. */
static int claimed_order(struct plumb_str words)
{
    if (PLUMB_HAS(words, "未超", "没有超", "不超"))
        return AT_MOST;
    if (PLUMB_HAS(words, "持平", "一致", "相等", "相同", "等于"))
        return 0;
    return PLUMB_HAS(words, "大于", "高于", "多于", "超过", "超出") ? 1 : -1;
}

static struct plumb_judgement judge_order(int claimed, plumb_dec a, plumb_dec b, bool nearly)
{
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_CONSISTENT, .expected = a, .low = a, .high = a};
    int order = plumb_dec_cmp(a, b);
    plumb_dec apart = plumb_dec_abs(plumb_dec_sub(a, b));
    if (order == claimed || (claimed == AT_MOST && order <= 0))
        return j;
    if (claimed == 0 && apart.v <= plumb_dec_abs(b).v / 20) {
        /* "持平" is used for "about the same" (DOMAIN §1.2: ±5 %) */
        if (!nearly) {
            j.verdict = PLUMB_VERDICT_ROUNDING;
            j.reason = "said to be equal, but only nearly so";
            j.reason_zh = "称持平，但仅为基本持平";
        }
        return j;
    }
    j.gap = apart;
    j.verdict = PLUMB_VERDICT_INCONSISTENT;
    j.reason = claimed == 0 ? "said to be equal" : "the words claim the opposite order";
    j.reason_zh = claimed == 0 ? "称持平，但两数不等" : "文字表述的大小关系与数字相反";
    return j;
}

static void push_order(struct plumb_extract_work *work, struct plumb_passage *passage,
                       const struct plumb_match *m, struct plumb_item *executed,
                       struct plumb_item *budget, struct plumb_item *rate)
{
    size_t line = 0;
    struct plumb_str words =
        plumb_passage_quote(work, passage, m->from[0], m->from[0] + m->all.len, &line);
    bool nearly = plumb_str_has(m->all, "基本");
    struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, words, line)};
    struct plumb_judgement j;
    struct plumb_claim claim;
    const struct plumb_item *stated = budget ? executed : rate;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", stated);
    if (budget) {
        j = judge_order(claimed_order(m->group[1]), executed->fact->value, budget->fact->value,
                        nearly);
        terms[1] = plumb_term_fact(work, PLUMB_ROLE_OTHER, budget->fact);
        claim.next_money = j.gap;
    } else {
        j = judge_order(claimed_order(m->group[1]), rate->fact->value, plumb_dec_int(1), nearly);
    }
    int order = budget ? plumb_dec_cmp(executed->fact->value, budget->fact->value)
                       : plumb_dec_cmp(rate->fact->value, plumb_dec_int(1));
    const char *text =
        plumb_arena_printf(work->arena, "%s %s %s", plumb_fact_text(work, stated->fact),
                           order > 0   ? ">"
                           : order < 0 ? "<"
                                       : "=",
                           budget ? plumb_fact_text(work, budget->fact) : "100%");
    claim.confidence = 0.85;
    if (executed)
        claim.subject = executed->label;
    plumb_claim_try(&claim, &j, terms, budget ? 2 : 1, "the two numbers in front", text);
    plumb_claim_push(&claim);
}

/* The budget a rate of execution was judged with. */
static struct plumb_item *budget_of(struct plumb_extract_work *work,
                                    const struct plumb_item *executed)
{
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->kind == PLUMB_REL_RATIO && r->operand_count == 2 &&
            r->operands[0].fact == executed->fact->id && r->operands[1].fact < work->fact_count &&
            r->operands[1].role == PLUMB_ROLE_DENOMINATOR && r->verdict != PLUMB_VERDICT_UNTESTABLE)
            return plumb_prose_get(work)->of_fact[r->operands[1].fact];
    }
    return NULL;
}

/* "2022年度“三公”经费支出决算小于预算数的主要原因…": the words in front of 支出决算 name what was told before. */
static bool named_operands(struct plumb_extract_work *work, struct plumb_passage *passage,
                           size_t at, struct plumb_item **executed, struct plumb_item **budget)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_fact money = {.kind = PLUMB_FACT_QUANTITY, .unit = PLUMB_UNIT_YUAN};
    struct plumb_found found[4];
    const struct plumb_item *around = passage->count > 0 ? &passage->items[0] : NULL;
    size_t from = 0;
    for (size_t i = 0; i < passage->count && passage->items[i].at < at; i++) {
        const struct plumb_item *item = &passage->items[i];
        bool same = !plumb_str_has(plumb_str_sub(passage->text, item->at, at), "。");
        if (same && item->fact->unit == PLUMB_UNIT_YUAN)
            return false; /* the sentence has amounts of its own */
        from = item->at + 3;
        around = item;
    }
    struct plumb_str subject = plumb_str_sub(passage->text, from, at);
    for (size_t cut; (cut = plumb_str_find(subject, PLUMB_STR(","))) != PLUMB_NPOS ||
                     (cut = plumb_str_find(subject, PLUMB_STR(";"))) != PLUMB_NPOS;)
        subject = plumb_str_sub(subject, cut + 1, subject.len);
    size_t stop = plumb_str_rfind(subject, PLUMB_STR("。"));
    subject = stop == PLUMB_NPOS ? subject : plumb_str_sub(subject, stop + 3, subject.len);
    while (plumb_str_starts(subject, PLUMB_STR("度")) || plumb_str_starts(subject, PLUMB_STR("年")))
        subject = plumb_str_sub(subject, 3, subject.len);
    for (size_t p = passage->index; !around && p-- > 0;)
        if (prose->passages[p].count > 0)
            around = &prose->passages[p].items[0];
    if (plumb_utf8_count(subject) < 4 || !around)
        return false;
    struct plumb_str name =
        plumb_str_from(plumb_arena_printf(work->arena, "%.*s支出决算", PLUMB_STR_ARG(subject)));
    size_t n = plumb_find_named(work, around, name, &money, 0.72, found, 4);
    for (size_t i = 0; i < n; i++) {
        struct plumb_item *item = found[i].item;
        if (item->use != PLUMB_USE_PLAIN || PLUMB_ENDS(item->core, "预算", "预算数"))
            continue;
        *executed = item;
        *budget = budget_of(work, item);
        return *budget != NULL;
    }
    return false;
}

/* "支出 A 万元，完成预算 q%，决算数大于预算数 D 万元": the budget is A − D, and q must be A ÷ (A − D). */
static void budget_by_difference(struct plumb_extract_work *work, const struct plumb_match *m,
                                 const struct plumb_item *delta)
{
    const struct plumb_item *rate = delta - 1, *executed = NULL;
    int order = claimed_order(m->group[1]);
    if (delta->index == 0 || delta->fact->unit != PLUMB_UNIT_YUAN || order == 0 ||
        order == AT_MOST || !PLUMB_HAS(rate->before, "完成") || !PLUMB_HAS(rate->before, "预算") ||
        rate->fact->unit != PLUMB_UNIT_FRACTION)
        return;
    for (size_t i = rate->index; i-- > 0 && !executed;) {
        const struct plumb_item *item = &rate->passage->items[i];
        if (plumb_str_has(plumb_text_between(item, rate), "。"))
            return;
        if (item->fact->unit != PLUMB_UNIT_YUAN || item->use != PLUMB_USE_PLAIN)
            continue;
        if (PLUMB_ENDS(item->core, "预算", "预算数"))
            return; /* the budget itself is printed */
        executed = item;
    }
    if (!executed)
        return;
    struct plumb_interval a = plumb_fact_interval(executed->fact, PLUMB_MODE_NEAREST);
    struct plumb_interval d = plumb_fact_interval(delta->fact, PLUMB_MODE_NEAREST);
    plumb_dec budget = order > 0 ? plumb_dec_sub(executed->fact->value, delta->fact->value)
                                 : plumb_dec_add(executed->fact->value, delta->fact->value);
    if (plumb_dec_sign(budget) <= 0)
        return;
    struct plumb_interval b = order > 0 ? plumb_interval_sub(a, d) : plumb_interval_add(a, d);
    struct plumb_judgement j =
        plumb_judge_quotient(rate->fact, a, b, executed->fact->value, budget, work->mode);
    struct plumb_term terms[2] = {
        plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, executed->fact),
        plumb_term_fact(work, order > 0 ? PLUMB_ROLE_MINUS : PLUMB_ROLE_PART, delta->fact)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "ratio.execution", rate);
    claim.confidence = 0.8;
    claim.subject = executed->label;
    plumb_claim_try(&claim, &j, terms, 2, "÷ the budget that the difference tells",
                    plumb_arena_printf(work->arena, "%s ÷ (%s %s %s) = %s, printed %s",
                                       plumb_fact_text(work, executed->fact),
                                       plumb_fact_text(work, executed->fact), order > 0 ? "−" : "+",
                                       plumb_fact_text(work, delta->fact),
                                       plumb_value_text(work, j.expected, rate->fact, 2),
                                       plumb_fact_text(work, rate->fact)));
    plumb_claim_push(&claim);
}

static void compare_budget(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0; finds(work, COMPARE_BUDGET, passage->text, at, &m); at = m.next) {
        struct plumb_item *executed, *budget, *rate = NULL;
        if (!plumb_str_has(m.all, "预算"))
            continue;
        struct plumb_str ahead = plumb_str_sub(passage->text, m.next, m.next + 9);
        const struct plumb_item *delta = plumb_item_at(passage, m.next);
        if (delta) {
            budget_by_difference(work, &m, delta);
            continue; /* "支出大于预算 X 万元": a difference, not this claim */
        }
        if (plumb_str_starts(ahead, PLUMB_STR("(或")))
            continue; /* "小于预算数(或与预算数持平)": the template's choice was left standing */
        if (!named_operands(work, passage, m.from[0], &executed, &budget))
            operands_before(passage, m.from[0], m.group[2], &executed, &budget, &rate);
        else
            rate = NULL;
        if (!budget)
            rate = own_rate(passage, m.from[0], rate);
        if (budget || rate)
            push_order(work, passage, &m, executed, budget, budget ? NULL : rate);
    }
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
        bool budget = fact->stage == PLUMB_STAGE_INITIAL || fact->stage == PLUMB_STAGE_BUDGET ||
                      fact->stage == PLUMB_STAGE_REVISED;
        if (fact == item->fact || fact->unit != PLUMB_UNIT_YUAN || !plumb_is_quantity(fact))
            continue;
        if (other ? !is_budget(other) : !budget && !PLUMB_HAS(fact->head, "预算"))
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
            return is_budget(other) ? other->fact : NULL;
    }
    return NULL;
}

static void compare_within(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0; finds(work, COMPARE_WITHIN, passage->text, at, &m); at = m.next) {
        struct plumb_item *item = NULL;
        for (size_t i = 0; i < passage->count && passage->items[i].at < m.from[0]; i++)
            if (passage->items[i].fact->unit == PLUMB_UNIT_YUAN &&
                passage->items[i].use == PLUMB_USE_PLAIN && !is_budget(&passage->items[i]))
                item = &passage->items[i];
        const struct plumb_fact *budget = item ? budget_beside(item) : NULL;
        if (!budget && item)
            budget = budget_for(work, item);
        if (!budget)
            continue;
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", NULL);
        claim.stated = budget;
        claim.unit = budget->unit;
        claim.subject = item->label;
        claim.confidence = 0.75;
        plumb_claim_bound(&claim, item->fact, budget, "within the budget, as the words say");
        plumb_claim_push(&claim);
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
    if (!finds(work, COMPARE_FROM_TO, to->before, 0, &m))
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
    struct plumb_judgement j = judge_order(claimed, to->fact->value, from->fact->value, false);
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

/* "决算 A 万元，与上年 B 万元持平" */
static void equal_to_prior(struct plumb_extract_work *work, struct plumb_item *prior)
{
    struct plumb_str after = plumb_text_after(prior);
    bool nearly = plumb_str_starts(after, PLUMB_STR("基本持平"));
    if ((!nearly && !plumb_str_starts(after, PLUMB_STR("持平"))) || !plumb_is_amount(prior->fact) ||
        !PLUMB_HAS(prior->before, "与", "同", "较", "和") ||
        !PLUMB_HAS(prior->before, "上年", "去年", "上一年", "同期", "年决算", "年度决算"))
        return;
    for (size_t i = prior->index; i-- > 0;) {
        struct plumb_item *current = &prior->passage->items[i];
        if (current->sentence != prior->sentence)
            return;
        if (current->use != PLUMB_USE_PLAIN || !plumb_same_measure(current->fact, prior->fact))
            continue;
        struct plumb_judgement j = judge_order(0, current->fact->value, prior->fact->value, nearly);
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_PRIOR, prior->fact);
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", current);
        claim.confidence = 0.8;
        claim.next_money = j.gap;
        plumb_claim_try(&claim, &j, &term, 1, "said to equal the year before",
                        plumb_arena_printf(work->arena, "%s against %s",
                                           plumb_fact_text(work, current->fact),
                                           plumb_fact_text(work, prior->fact)));
        plumb_claim_push(&claim);
        return;
    }
}

void plumb_relate_comparisons(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    plumb_relate_orders(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        compare_budget(work, passage);
        compare_within(work, passage);
        bool equal = PLUMB_HAS(passage->text, "持平");
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            bool rate =
                item->fact->unit == PLUMB_UNIT_FRACTION || item->fact->unit == PLUMB_UNIT_POINTS;
            if (rate && plumb_is_quantity(item->fact) && has(work, COMPARE_RATE, item->before))
                compare_rates(work, item);
            else if (plumb_is_quantity(item->fact))
                compare_from_to(work, item);
            if (equal)
                equal_to_prior(work, item);
        }
    }
}
