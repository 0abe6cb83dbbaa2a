/* A project's paragraph beside its form: "某项目…。全年预算数 A 万元，执行数为 B 万元" tells the form's 预算数 and 执行数
 * again. */
#include "extract/relate_restate/restate_int.h"

enum side { SIDE_NONE, SIDE_BUDGET, SIDE_EXECUTED };

/* "全年实际支出 A 万元" in a project's own section: all that it spent, in other words than the form's. */
static bool says_all_spent(const struct telling *t)
{
    static const char *const words[] = {"实际支出", "全年支出", "全年实际支出", "实际执行",
                                        "全年执行", "支出合计", "全年实际执行", "实际支出资金"};
    return t->item && plumb_equals_any(t->item->label, words, PLUMB_COUNT(words));
}

/* Which of the two a number is that only its project tells apart from others. */
static enum side side_of(const struct telling *t)
{
    if (t->fact->unit != PLUMB_UNIT_YUAN || t->fact->item.len == 0 ||
        t->fact->comparator != PLUMB_CMP_NONE)
        return SIDE_NONE;
    struct plumb_str label = t->item ? t->item->label : t->fact->label;
    if (t->fact->stage == PLUMB_STAGE_EXECUTED &&
        (PLUMB_ENDS(label, "执行数") || says_all_spent(t) ||
         (!t->item && PLUMB_ENDS(label, "资金总额"))))
        return SIDE_EXECUTED;
    bool budget = t->fact->stage == PLUMB_STAGE_REVISED || t->fact->stage == PLUMB_STAGE_BUDGET;
    return budget && PLUMB_ENDS(label, "预算数") ? SIDE_BUDGET : SIDE_NONE;
}

/* A budget that is not said to be the adjusted one may be another than that, and so may spending in other words: only
 * a slip tells them to be one. */
static bool is_sure(const struct telling *text, const struct telling *cell)
{
    return (text->fact->stage == cell->fact->stage && !says_all_spent(text)) ||
           plumb_one_slip(text->fact, cell->fact->value) ||
           plumb_one_slip(cell->fact, text->fact->value);
}

static void hold_against_form(struct restate_work *r, const struct telling *text, enum side side)
{
    const struct telling *first = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *cell = &r->tellings[i];
        if (cell->item || cell->fact->row == PLUMB_NPOS || side_of(cell) != side ||
            cell->year != text->year || !plumb_str_equal(cell->fact->item, text->fact->item))
            continue;
        struct plumb_judgement j = plumb_judge_same(text->fact, cell->fact);
        if (j.verdict == PLUMB_VERDICT_CONSISTENT)
            return;
        if (!first)
            first = cell;
    }
    if (first)
        plumb_restate_push(r, text, first, is_sure(text, first), 0.85, "the project's own form");
}

void plumb_restate_forms(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *text = &r->tellings[i];
        enum side side = text->item ? side_of(text) : SIDE_NONE;
        if (side != SIDE_NONE && text->item->own_label)
            hold_against_form(r, text, side);
    }
}
