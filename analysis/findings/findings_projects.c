/* What a paragraph on projects says in words against its own numbers: all spent and yet slow to be
 * paid; fewer projects evaluated than had goals. */
#include "analysis/findings/findings_int.h"

/* The words between the number and the next comma or stop. */
static struct plumb_str clause_behind(const struct plumb_extraction *e,
                                      const struct plumb_fact *fact)
{
    struct plumb_str text = plumb_fact_paragraph(e, fact);
    size_t start = fact->offset + fact->len + fact->unit_len, end = text.len;
    static const char *const ends[] = {"，", ",", "。", "；", ";", "\n"};
    if (start > text.len)
        return PLUMB_STR("");
    struct plumb_str rest = {text.ptr + start, text.len - start};
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++) {
        size_t at = plumb_str_find(rest, plumb_str_from(ends[i]));
        if (at != PLUMB_NPOS && start + at < end)
            end = start + at;
    }
    return (struct plumb_str){text.ptr + start, end - start};
}

/* ---- all spent, and slow ------------------------------------------------------------------------ */

static const char *slowness(struct plumb_str paragraph)
{
    static const char *const words[] = {
        "支付进度慢",   "支付进度较慢", "支付进度缓慢", "支付进度滞后", "支出进度慢",
        "支出进度较慢", "支出进度缓慢", "支出进度滞后", "执行进度慢",   "执行进度较慢",
        "执行进度缓慢", "执行进度滞后", "执行率较低",   "执行率偏低",   "执行率不高",
        "支付不及时",   "未及时支付",   "资金支付缓慢", "资金支付较慢"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_has(paragraph, words[i]))
            return words[i];
    return NULL;
}

static bool is_full(const struct plumb_fact *rate)
{
    return rate->unit == PLUMB_UNIT_FRACTION && rate->row == PLUMB_NPOS &&
           plumb_fact_is_plain(rate) && rate->value.v == plumb_dec_int(1).v &&
           (plumb_str_has(rate->label, "执行率") ||
            (plumb_str_has(rate->label, "完成") && plumb_str_has(rate->label, "预算")));
}

static void slow_though_spent(const struct plumb_finder *f)
{
    const struct plumb_extraction *e = f->extraction;
    size_t told = PLUMB_NPOS; /* the last paragraph that was told */
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *rate = &e->facts[i];
        const char *slow =
            is_full(rate) && rate->block != told ? slowness(plumb_fact_paragraph(e, rate)) : NULL;
        if (!slow)
            continue;
        told = rate->block;
        struct plumb_draft d = plumb_draft_begin(f, "ratio.execution");
        const char *name = plumb_label_words(f->arena, rate->item.len ? rate->item : rate->label);
        plumb_draft_title(f, &d, name);
        d.finding.stated = plumb_fact_words(f->arena, rate);
        d.finding.explanation.zh = plumb_arena_printf(
            f->arena, "“%s”列为%s，同段却称“%s”，数字与所述问题不一致，需核实实际支付时间和金额。",
            name, d.finding.stated, slow);
        d.finding.explanation.en = plumb_arena_printf(
            f->arena,
            "“%s” is printed as %s while the same paragraph names “%s” as a problem: when, and how "
            "much, was really paid?",
            name, d.finding.stated, slow);
        d.finding.confidence = 0.35; /* paid late in the year is paid all the same */
        plumb_draft_fact(f, &d, rate, "stated");
        plumb_draft_words(f, &d, rate->line, plumb_str_from(slow), "cue");
        plumb_draft_push(f, &d);
    }
}

/* ---- goals for more projects than were evaluated --------------------------------------------- */

static bool counts_projects(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY && fact->unit == PLUMB_UNIT_COUNT &&
           fact->row == PLUMB_NPOS && plumb_str_has(fact->label, "项目");
}

static bool sets_goals(struct plumb_str clause)
{
    return plumb_str_has(clause, "绩效目标") && !plumb_str_has(clause, "自评") &&
           (plumb_str_has(clause, "编制") || plumb_str_has(clause, "设定") ||
            plumb_str_has(clause, "编报") || plumb_str_has(clause, "申报"));
}

/* "对 12 个项目编制了绩效目标，…对 7 个项目开展了绩效自评": every project with goals is to be evaluated by
 * its agency (财预〔2020〕10号). */
static void evaluated_too_few(const struct plumb_finder *f)
{
    const struct plumb_extraction *e = f->extraction;
    const struct plumb_fact *planned = NULL;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *fact = &e->facts[i];
        if (!counts_projects(fact))
            continue;
        struct plumb_str clause = clause_behind(e, fact);
        if (sets_goals(clause))
            planned = fact;
        if (!planned || planned->sentence != fact->sentence || !plumb_str_has(clause, "自评") ||
            fact->value.v >= planned->value.v)
            continue;
        struct plumb_draft d = plumb_draft_begin(f, "report.missing");
        plumb_draft_title(f, &d, "绩效自评");
        const char *all = plumb_fact_words(f->arena, planned);
        d.finding.stated = plumb_fact_words(f->arena, fact);
        d.finding.expected = all;
        d.finding.explanation.zh = plumb_arena_printf(
            f->arena, "编制绩效目标的项目为%s，开展自评的仅%s，设定了绩效目标的项目均应开展自评。",
            all, d.finding.stated);
        d.finding.explanation.en = plumb_arena_printf(
            f->arena,
            "Goals were set for %s projects and only %s evaluated; every project with goals is to "
            "be.",
            all, d.finding.stated);
        d.finding.confidence = 0.5;
        plumb_draft_fact(f, &d, planned, "whole");
        plumb_draft_fact(f, &d, fact, "stated");
        plumb_draft_push(f, &d);
    }
}

void plumb_find_projects(const struct plumb_finder *finder)
{
    slow_though_spent(finder);
    evaluated_too_few(finder);
}
