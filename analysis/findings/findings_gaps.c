/* What a report should say and does not: sections that keep other content than their heading. */
#include "analysis/findings/findings_int.h"

#include <string.h>

static bool is_goal_heading(struct plumb_str text)
{
    static const char *const other[] = {"完成", "实现", "设定", "情况", "管理", "评价", "自评"};
    if (!plumb_str_has(text, "绩效目标") || text.len > 120)
        return false;
    for (size_t i = 0; i < PLUMB_COUNT(other); i++)
        if (plumb_str_has(text, other[i]))
            return false;
    return true;
}

static size_t section_end(const struct plumb_document *doc, size_t heading)
{
    size_t i = heading + 1;
    while (i < doc->block_count && (doc->blocks[i].kind != PLUMB_BLOCK_HEADING ||
                                    doc->blocks[i].level > doc->blocks[heading].level))
        i++;
    return i;
}

bool plumb_told_as_problem(const struct plumb_extraction *e, const struct plumb_fact *amount)
{
    const struct plumb_document *doc = e->document;
    for (size_t h = 0; h < doc->block_count; h++) {
        if (doc->blocks[h].kind != PLUMB_BLOCK_HEADING || doc->blocks[h].text.str.len > 90 ||
            !plumb_str_has(doc->blocks[h].text.str, "问题"))
            continue;
        size_t end = section_end(doc, h);
        for (size_t i = 0; i < e->fact_count; i++)
            if (e->facts[i].block > h && e->facts[i].block < end &&
                e->facts[i].unit == amount->unit && e->facts[i].value.v == amount->value.v)
                return true;
    }
    return false;
}

static bool is_band(const struct plumb_fact *f)
{
    return f->stage == PLUMB_STAGE_TARGET ||
           (f->comparator != PLUMB_CMP_NONE && f->comparator != PLUMB_CMP_ABOUT);
}

/* A section called 绩效目标 that lists what was spent and sets no target. */
static void goals_without_targets(const struct plumb_finder *finder, size_t heading)
{
    const struct plumb_extraction *e = finder->extraction;
    const struct plumb_document *doc = e->document;
    size_t end = section_end(doc, heading), spent = 0, targets = 0;
    const struct plumb_fact *first = NULL;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        if (f->kind != PLUMB_FACT_QUANTITY || f->block <= heading || f->block >= end)
            continue;
        targets += is_band(f);
        if (f->unit == PLUMB_UNIT_YUAN && f->stage == PLUMB_STAGE_EXECUTED) {
            first = first ? first : f;
            spent++;
        }
    }
    if (targets || spent < 2)
        return;
    struct plumb_draft d = plumb_draft_begin(finder, "report.missing");
    const char *name = plumb_label_words(finder->arena, doc->blocks[heading].text.str);
    plumb_draft_title(finder, &d, name);
    d.finding.explanation.zh = plumb_arena_printf(
        finder->arena, "“%s”一节只列支出金额，没有可衡量的绩效目标，无法评价目标完成情况。", name);
    d.finding.explanation.en = plumb_arena_printf(
        finder->arena,
        "The section “%s” lists amounts spent and sets no measurable target, so that achievement "
        "cannot be assessed.",
        name);
    d.finding.confidence = 0.65;
    plumb_draft_words(finder, &d, doc->blocks[heading].line, doc->blocks[heading].text.str, "cue");
    plumb_draft_push(finder, &d);
}

void plumb_find_gaps(const struct plumb_finder *finder)
{
    const struct plumb_document *doc = finder->extraction->document;
    if (finder->extraction->kind != PLUMB_KIND_SELF_WHOLE &&
        finder->extraction->kind != PLUMB_KIND_SELF_PROJECT)
        return;
    for (size_t i = 0; i < doc->block_count; i++)
        if (doc->blocks[i].kind == PLUMB_BLOCK_HEADING && is_goal_heading(doc->blocks[i].text.str))
            goals_without_targets(finder, i);
}
