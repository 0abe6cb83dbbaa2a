/* "决算数大于预算数": the amounts in front, the thing named in front of the words and told before, the rate of
 * execution, or the difference told behind. */
#include "extract/relate_change/relate_compare.h"

static bool is_executed(const struct plumb_item *item)
{
    return PLUMB_HAS(item->label, "决算", "执行", "实际支出") ||
           (PLUMB_HAS(item->label, "支出") && !PLUMB_HAS(item->label, "预算"));
}

bool plumb_compare_is_budget(const struct plumb_item *item)
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
        if (money && !*executed && !behind && plumb_compare_is_budget(item))
            behind = item;
        if (money && *executed && !*budget && plumb_compare_is_budget(item) &&
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

struct plumb_judgement plumb_compare_judge(int claimed, plumb_dec a, plumb_dec b, bool nearly)
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
        j = plumb_compare_judge(claimed_order(m->group[1]), executed->fact->value,
                                budget->fact->value, nearly);
        terms[1] = plumb_term_fact(work, PLUMB_ROLE_OTHER, budget->fact);
        claim.next_money = j.gap;
    } else {
        j = plumb_compare_judge(claimed_order(m->group[1]), rate->fact->value, plumb_dec_int(1),
                                nearly);
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

void plumb_compare_budget(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    struct plumb_match m;
    for (size_t at = 0;
         plumb_pattern_find(work, PLUMB_PATTERNS_COMPARE, COMPARE_BUDGET, passage->text, at, &m);
         at = m.next) {
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
