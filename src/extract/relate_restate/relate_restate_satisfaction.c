/* The outcome of the report's survey, told in the text, against the satisfaction its form gives as
 * reached. A report may tell several satisfactions (of parents, of trainees): only the one survey of the
 * text and the one row of the agency's own form are held against each other. */
#include "extract/relate_restate/restate_int.h"

/* Names that say no more than that somebody was satisfied. */
static bool is_plain_name(struct plumb_str label)
{
    static const char *const names[] = {"满意度",     "满意率",     "总体满意度", "总体满意率",
                                        "综合满意度", "综合满意率", "群众满意度", "群众满意率",
                                        "公众满意度", "平均满意度"};
    return plumb_equals_any(label, names, PLUMB_COUNT(names));
}

/* "发放问卷 … 份，满意 … 份，满意度92.75%" */
static bool is_survey(const struct telling *t)
{
    return t->item && t->fact->unit == PLUMB_UNIT_FRACTION &&
           t->fact->comparator == PLUMB_CMP_NONE && is_plain_name(t->item->label) &&
           PLUMB_HAS(t->lead, "问卷", "调查", "测评", "份") &&
           !PLUMB_HAS(t->lead, "目标", "指标值", "不低于", "上年", "去年");
}

static bool is_reached(const struct telling *t)
{
    return !t->item && t->fact->row != PLUMB_NPOS && t->fact->unit == PLUMB_UNIT_FRACTION &&
           t->fact->stage == PLUMB_STAGE_ACTUAL && t->fact->comparator == PLUMB_CMP_NONE &&
           plumb_str_has(t->fact->label, "满意");
}

/* The one that is told; NULL when none is or several differ. */
static const struct telling *the_survey(const struct restate_work *r)
{
    const struct telling *found = NULL;
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *t = &r->tellings[i];
        if (!is_survey(t))
            continue;
        if (found && found->fact->value.v != t->fact->value.v)
            return NULL;
        found = t;
    }
    return found;
}

void plumb_restate_satisfaction(struct restate_work *r)
{
    const struct telling *survey = the_survey(r), *own = NULL, *any = NULL;
    size_t own_count = 0, count = 0;
    for (size_t i = 0; i < r->count && survey; i++) {
        const struct telling *t = &r->tellings[i];
        if (!is_reached(t))
            continue;
        plumb_dec apart = plumb_dec_abs(plumb_dec_sub(t->fact->value, survey->fact->value));
        plumb_i128 coarse =
            t->fact->ulp.v > survey->fact->ulp.v ? t->fact->ulp.v : survey->fact->ulp.v;
        if (apart.v < coarse)
            return; /* told alike somewhere, if rounded */
        count++;
        any = t;
        bool whole = t->fact->item.len == 0 || plumb_str_has(t->fact->item, "整体");
        own_count += whole;
        own = whole ? t : own;
    }
    const struct telling *form = own_count == 1 ? own : count == 1 ? any : NULL;
    if (form && form->fact->block != survey->fact->block)
        plumb_restate_push(r, survey, form, true, 0.7, "the survey and the form");
}
