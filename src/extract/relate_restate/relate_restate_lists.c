/* A table's own lines told again elsewhere: a line of the list of projects in that project's form, and the
 * total line of a table in the text. */
#include "extract/relate_restate/restate_int.h"

/* No report has so many forms or total lines; a file made to waste time has. */
enum { MOST_LOOKED_AT = 512 };

/* ---- a list of projects and a project's form ------------------------------------------------------ */

static bool is_cell(const struct telling *t)
{
    return !t->item && t->fact->row != PLUMB_NPOS && t->fact->comparator == PLUMB_CMP_NONE;
}

/* The amount spent in the funds line of a project's form. */
static bool is_spent_in_form(const struct telling *t)
{
    return is_cell(t) && t->fact->unit == PLUMB_UNIT_YUAN && t->fact->item.len > 0 &&
           t->fact->stage == PLUMB_STAGE_EXECUTED && plumb_str_has(t->fact->label, "资金总额");
}

/* "殡葬改革（县殡仪馆改扩建）": the name in front of its bracket. */
static struct plumb_str without_bracket(struct plumb_str name)
{
    size_t wide = plumb_str_find(name, PLUMB_STR("（")),
           plain = plumb_str_find(name, PLUMB_STR("("));
    size_t cut = wide < plain ? wide : plain; /* PLUMB_NPOS is the largest */
    return plumb_str_trim(plumb_str_sub(name, 0, cut < name.len ? cut : name.len));
}

/* Is there a budget equal to one of the form in the line of the list? Then line and form are of one budget. */
static bool budgets_agree(const struct restate_work *r, const struct telling *spent,
                          const struct telling *listed)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct plumb_fact *line = r->tellings[i].fact;
        if (!is_cell(&r->tellings[i]) || line->block != listed->fact->block ||
            line->row != listed->fact->row || !plumb_stage_is_budget(line->stage))
            continue;
        for (size_t k = 0; k < r->count; k++) {
            const struct plumb_fact *form = r->tellings[k].fact;
            if (is_cell(&r->tellings[k]) && form->block == spent->fact->block &&
                plumb_stage_is_budget(form->stage) && plumb_str_has(form->label, "资金总额") &&
                form->value.v == line->value.v)
                return true;
        }
    }
    return false;
}

static bool is_listed(const struct telling *t, const struct telling *spent, struct plumb_str core)
{
    return is_cell(t) && t->fact->block != spent->fact->block &&
           t->fact->stage == PLUMB_STAGE_EXECUTED && t->fact->unit == PLUMB_UNIT_YUAN &&
           t->year == spent->year && plumb_str_equal(t->core, core) &&
           !plumb_str_has(t->fact->label, "资金总额");
}

void plumb_restate_project_lists(struct restate_work *r)
{
    enum { NAME_LEAST = 9 }; /* three characters: 其他, 合计 name no project */
    size_t forms = 0;
    for (size_t i = 0; i < r->count && forms < MOST_LOOKED_AT; i++) {
        const struct telling *spent = &r->tellings[i];
        if (!is_spent_in_form(spent))
            continue;
        forms++;
        struct plumb_str core = plumb_label_core(r->work, without_bracket(spent->fact->item));
        for (size_t k = 0; k < r->count && core.len >= NAME_LEAST; k++) {
            const struct telling *listed = &r->tellings[k];
            /* years of several columns may share the line: only a slip tells that both are of one year */
            if (is_listed(listed, spent, core) && listed->fact->value.v != spent->fact->value.v &&
                plumb_one_slip(spent->fact, listed->fact->value) && budgets_agree(r, spent, listed))
                plumb_restate_push(r, listed, spent, true, 0.8,
                                   "a line of the list and the project's form");
        }
    }
}

/* ---- the total line of a table, told in the text -------------------------------------------------- */

/* 离退休人员, 离退休人数: what is counted. */
static struct plumb_str counted(struct plumb_str name)
{
    static const char *const tails[] = {"人员数", "人员", "人数", "数"};
    for (size_t i = 0; i < PLUMB_COUNT(tails); i++)
        if (plumb_str_ends(name, plumb_str_from(tails[i])))
            return plumb_str_sub(name, 0, name.len - plumb_str_from(tails[i]).len);
    return name;
}

static bool same_digits(struct plumb_str a, struct plumb_str b)
{
    int many[10] = {0};
    for (size_t i = 0; i < a.len; i++)
        if (a.ptr[i] >= '0' && a.ptr[i] <= '9')
            many[a.ptr[i] - '0']++;
    for (size_t i = 0; i < b.len; i++)
        if (b.ptr[i] >= '0' && b.ptr[i] <= '9')
            many[b.ptr[i] - '0']--;
    for (size_t i = 0; i < PLUMB_COUNT(many); i++)
        if (many[i] != 0)
            return false;
    return true;
}

static bool is_total_of_people(const struct telling *t)
{
    return is_cell(t) && t->fact->unit == PLUMB_UNIT_PERSON && t->digits >= 3 &&
           (plumb_str_equal(t->fact->item, PLUMB_STR("合计")) ||
            plumb_str_equal(t->fact->item, PLUMB_STR("总计")));
}

void plumb_restate_table_totals(struct restate_work *r)
{
    size_t totals = 0;
    for (size_t i = 0; i < r->count && totals < MOST_LOOKED_AT; i++) {
        const struct telling *total = &r->tellings[i];
        struct plumb_str what = counted(total->fact->label);
        if (!is_total_of_people(total) || plumb_utf8_count(what) < 2)
            continue;
        totals++;
        for (size_t k = 0; k < r->count; k++) {
            const struct telling *text = &r->tellings[k];
            /* the text may count fewer units than the table; but then not with the same digits */
            if (text->item && text->item->own_label && text->item->use == PLUMB_USE_PLAIN &&
                text->fact->unit == PLUMB_UNIT_PERSON && text->year == total->year &&
                text->fact->value.v != total->fact->value.v &&
                plumb_str_equal(counted(text->item->label), what) &&
                plumb_one_slip(text->fact, total->fact->value) &&
                same_digits(text->fact->text, total->fact->text))
                plumb_restate_push(r, text, total, true, 0.8, "the total of the table");
        }
    }
}
