/* What paragraphs tell about the budget without drawing the conclusion: money far beyond the initial budget, items
 * spent beyond their budget, a project short of its budget that "has no problems", a total that doubled. All are
 * exceptions to explain. */
#include "analysis/findings/findings_int.h"

#include <math.h>

static double amount(const struct plumb_fact *fact)
{
    return plumb_dec_double(fact->value);
}

static double parameter(const struct plumb_finder *f, const char *check, const char *name,
                        double fallback)
{
    return plumb_check_parameter(plumb_catalogue_find_check(f->catalogue, check), name, fallback);
}

/* ---- far beyond the initial budget ----------------------------------------------------------- */

/* "本年收入 1,995 万元，年初预算安排 203 万元": no adjusted budget is told, and one sentence names both. Below twice the
 * budget it may be another scope. */
static void beyond_initial(const struct plumb_finder *f)
{
    const struct plumb_extraction *e = f->extraction;
    const struct plumb_fact *initial = plumb_pick_fact(e, "expenditure.initial", PLUMB_STR(""));
    const struct plumb_fact *spent = plumb_pick_fact(e, "expenditure.executed", PLUMB_STR(""));
    const struct plumb_fact *beside = NULL;
    if (!initial || !spent || initial->row != PLUMB_NPOS || amount(initial) <= 0 ||
        plumb_pick_fact(e, "expenditure.revised", PLUMB_STR("")))
        return;
    for (size_t i = 0; i < e->fact_count && !beside; i++)
        if (e->facts[i].sentence == initial->sentence && e->facts[i].block == initial->block &&
            e->facts[i].value.v == spent->value.v && plumb_fact_is_plain(&e->facts[i]))
            beside = &e->facts[i];
    double rate = amount(spent) / amount(initial) - 1;
    if (!beside || rate < parameter(f, "ratio.adjustment", "beyond", 1))
        return;
    struct plumb_draft d = plumb_draft_begin(f, "ratio.adjustment");
    const char *from = plumb_fact_words(f->arena, initial);
    const char *to = plumb_fact_words(f->arena, beside);
    const char *share = plumb_percent_words(f->arena, rate, 2);
    plumb_draft_title(f, &d, plumb_label_words(f->arena, beside->label));
    d.finding.stated = to;
    d.finding.expected = from;
    d.finding.explanation.zh = plumb_arena_printf(
        f->arena,
        "全年%s，而年初预算仅%s，相当于年中追加%s，需说明追加依据及年初预算编制的完整性。", to,
        from, share);
    d.finding.explanation.en = plumb_arena_printf(
        f->arena,
        "%s for the year against an initial budget of %s: %s was added in the year. What it rests "
        "on, and whether the initial budget was complete, needs explaining.",
        to, from, share);
    d.finding.recomputation =
        plumb_arena_printf(f->arena, "(%s − %s) ÷ %s = %s", to, from, from, share);
    d.finding.recomputation_zh = d.finding.recomputation;
    d.finding.confidence = 0.6;
    d.finding.money_at_stake = amount(spent) - amount(initial);
    plumb_draft_fact(f, &d, initial, "denominator");
    plumb_draft_fact(f, &d, beside, "numerator");
    plumb_draft_push(f, &d);
}

/* ---- items beyond their budget --------------------------------------------------------------- */

/* "完成预算 130 %": of the budget as it stood, not of the one at the year's start. */
static bool is_completion(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_FRACTION && fact->row == PLUMB_NPOS &&
           plumb_fact_is_plain(fact) && plumb_str_has(fact->label, "完成") &&
           plumb_str_has(fact->label, "预算") && !plumb_str_has(fact->label, "年初") &&
           !plumb_str_has(fact->context, "年初");
}

/* The spending that the rate is of; NULL for revenue, which may run ahead of its budget. */
static const struct plumb_fact *spending_of(const struct plumb_extraction *e,
                                            const struct plumb_fact *rate)
{
    if (plumb_str_has(rate->context, "收入"))
        return NULL;
    for (size_t k = rate->id; k-- > 0 && e->facts[k].sentence == rate->sentence;)
        if (e->facts[k].unit == PLUMB_UNIT_YUAN &&
            (plumb_str_has(e->facts[k].label, "支出") || plumb_str_has(e->facts[k].label, "决算")))
            return &e->facts[k];
    return NULL;
}

static void items_over_budget(const struct plumb_finder *f)
{
    const struct plumb_extraction *e = f->extraction;
    const struct plumb_fact *worst = NULL;
    struct plumb_draft d = plumb_draft_begin(f, "ratio.completion");
    double over = parameter(f, "ratio.completion", "over", 1.1);
    size_t n = 0;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *rate = &e->facts[i];
        const struct plumb_fact *spent =
            is_completion(rate) && amount(rate) >= over ? spending_of(e, rate) : NULL;
        if (!spent)
            continue;
        n++;
        if (!worst || amount(rate) > amount(worst))
            worst = rate;
        plumb_draft_fact(f, &d, spent, "numerator");
        plumb_draft_fact(f, &d, rate, "stated");
    }
    if (!worst)
        return;
    const char *rate = plumb_fact_words(f->arena, worst);
    plumb_draft_title(f, &d,
                      plumb_label_words(f->arena, worst->item.len ? worst->item : worst->label));
    d.finding.stated = rate;
    d.finding.expected = "≤100%";
    d.finding.explanation.zh = plumb_arena_printf(
        f->arena, "%zu项支出超过其预算，最高完成预算的%s，应说明是否履行了预算调整程序。", n, rate);
    d.finding.explanation.en = plumb_arena_printf(
        f->arena,
        "Spending beyond the budget in %zu item(s), up to %s of it: was the budget adjusted?", n,
        rate);
    d.finding.confidence = 0.5;
    plumb_draft_push(f, &d);
}

/* ---- short of the budget, and no problem -------------------------------------------------------- */

static bool denies_problems(struct plumb_str paragraph)
{
    static const char *const words[] = {"未发现问题", "没有发现问题", "无问题",
                                        "不存在问题", "没有问题",     "未发现存在问题"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(paragraph, words[i]))
            return true;
    return false;
}

static void short_without_problem(const struct plumb_finder *f)
{
    const struct plumb_extraction *e = f->extraction;
    double low = parameter(f, "ratio.execution", "silent", 0.85);
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *rate = &e->facts[i];
        bool executed =
            is_completion(rate) || (rate->unit == PLUMB_UNIT_FRACTION && rate->row == PLUMB_NPOS &&
                                    plumb_str_has(rate->label, "执行率"));
        if (!executed || !plumb_fact_is_plain(rate) || amount(rate) > low || amount(rate) <= 0 ||
            !denies_problems(plumb_fact_paragraph(e, rate)))
            continue;
        struct plumb_draft d = plumb_draft_begin(f, "ratio.execution");
        const char *value = plumb_fact_words(f->arena, rate);
        const char *name = plumb_label_words(f->arena, rate->item.len ? rate->item : rate->label);
        plumb_draft_title(f, &d, name);
        d.finding.stated = value;
        d.finding.explanation.zh = plumb_arena_printf(
            f->arena, "“%s”仅完成预算的%s，报告却称未发现问题，未说明资金未用完的原因。", name,
            value);
        d.finding.explanation.en = plumb_arena_printf(
            f->arena,
            "“%s” used %s of its budget, yet the report says that there is no problem and does not "
            "tell why money was left.",
            name, value);
        d.finding.confidence = 0.6;
        for (size_t k = i; k-- > 0 && e->facts[k].block == rate->block;)
            if (e->facts[k].unit == PLUMB_UNIT_YUAN)
                plumb_draft_fact(f, &d, &e->facts[k], "numerator");
        plumb_draft_fact(f, &d, rate, "stated");
        plumb_draft_push(f, &d);
    }
}

/* ---- a total that doubled ----------------------------------------------------------------------- */

static const struct plumb_fact *current_of(const struct plumb_extraction *e,
                                           const struct plumb_relation *r)
{
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].role == PLUMB_ROLE_CURRENT && r->operands[i].fact < e->fact_count)
            return &e->facts[r->operands[i].fact];
    return NULL;
}

static void doubled(const struct plumb_finder *f)
{
    const struct plumb_extraction *e = f->extraction;
    const struct plumb_fact *spent = plumb_pick_fact(e, "expenditure.executed", PLUMB_STR(""));
    double least = parameter(f, "growth.outlier", "total", 1);
    for (size_t i = 0; spent && i < e->relation_count; i++) {
        const struct plumb_relation *r = &e->relations[i];
        const struct plumb_fact *now = r->kind == PLUMB_REL_GROWTH ? current_of(e, r) : NULL;
        if (!now || r->verdict != PLUMB_VERDICT_CONSISTENT || r->stated.fact >= e->fact_count ||
            now->value.v != spent->value.v || now->row != PLUMB_NPOS ||
            fabs(amount(&e->facts[r->stated.fact])) < least)
            continue;
        const struct plumb_fact *rate = &e->facts[r->stated.fact];
        struct plumb_draft d = plumb_draft_begin(f, "growth.outlier");
        const char *name = plumb_label_words(f->arena, r->subject);
        const char *to = plumb_fact_words(f->arena, now), *by = plumb_fact_words(f->arena, rate);
        plumb_draft_title(f, &d, name);
        d.finding.stated = to;
        d.finding.explanation.zh = plumb_arena_printf(
            f->arena, "“%s”%s，较上年变动%s，总量成倍变化，需核实原因说明是否充分。", name, to, by);
        d.finding.explanation.en = plumb_arena_printf(
            f->arena,
            "“%s” is %s, %s from last year: does the reason given explain a total that "
            "multiplied?",
            name, to, by);
        d.finding.confidence = 0.5;
        for (size_t k = 0; k < r->operand_count; k++)
            plumb_draft_term(f, &d, &r->operands[k]);
        plumb_draft_fact(f, &d, rate, "stated");
        plumb_draft_push(f, &d);
        return; /* told again of the same total it is the same matter */
    }
}

void plumb_find_unexplained(const struct plumb_finder *finder)
{
    beyond_initial(finder);
    items_over_budget(finder);
    short_without_problem(finder);
    doubled(finder);
}
