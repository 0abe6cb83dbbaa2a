/* From labels to indicators of the catalogue. Only numbers about the agency as a whole get one: those
 * of a single project, or of one line of a classification, would be mistaken for the agency's. */
#include <string.h>

#include "extract/label_int.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static bool has_any(struct plumb_str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_has(s, words[i]))
            return true;
    return false;
}

/* Does a table belong to one project: 项目名称, 项目支出名称 among its first cells? */
static bool project_table(const struct plumb_table *table)
{
    static const char *const names[] = {"项目名称", "项目支出名称", "专项名称", "政策名称"};
    for (size_t r = 0; r < table->row_count && r < 4; r++)
        for (size_t c = 0; c < table->rows[r].cell_count && c < 2; c++) {
            struct plumb_str text = table->rows[r].cells[c].text.str;
            if (text.len < 40 && has_any(text, names, COUNT(names)))
                return true;
        }
    return false;
}

static const char *unit_word(enum plumb_unit unit)
{
    return unit == PLUMB_UNIT_PERSON_TIMES ? "count" : plumb_unit_name(unit);
}

static const struct plumb_indicator *match(const struct plumb_extract_work *work,
                                           const struct plumb_fact *fact, struct plumb_str label)
{
    if (label.len == 0 || label.len > 120)
        return NULL;
    const struct plumb_indicator *found =
        plumb_catalogue_match_label(work->extractor->catalogue, label);
    return found && strcmp(found->unit, unit_word(fact->unit)) == 0 ? found : NULL;
}

static const struct plumb_indicator *match_joined(const struct plumb_extract_work *work,
                                                  const struct plumb_fact *fact,
                                                  struct plumb_str label, const char *ending)
{
    char text[200];
    size_t more = strlen(ending);
    if (label.len == 0 || label.len + more >= sizeof text)
        return NULL;
    memcpy(text, label.ptr, label.len);
    memcpy(text + label.len, ending, more);
    return match(work, fact, (struct plumb_str){text, label.len + more});
}

/* The label under which the catalogue knows a stage of a quantity. */
static const char *stage_ending(enum plumb_stage stage)
{
    switch (stage) {
    case PLUMB_STAGE_INITIAL:
        return "年初预算数";
    case PLUMB_STAGE_REVISED:
        return "全年预算数";
    case PLUMB_STAGE_BUDGET:
        return "预算数";
    case PLUMB_STAGE_EXECUTED:
        return "决算数";
    case PLUMB_STAGE_PRIOR:
        return "上年决算数";
    default:
        return NULL;
    }
}

/* Rows that stand for the whole: there the column head names the quantity. */
static bool whole_row(struct plumb_str label)
{
    static const char *const words[] = {"年度资金总额", "资金总额", "合计", "总计",
                                        "年度预算资金总额"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (plumb_str_ends(label, plumb_str_from(words[i])))
            return true;
    return false;
}

static struct plumb_str last_part(struct plumb_str path)
{
    size_t at = plumb_str_rfind(path, PLUMB_STR("/"));
    return at == PLUMB_NPOS ? path : plumb_str_sub(path, at + 1, path.len);
}

static const struct plumb_indicator *indicator_of(const struct plumb_extract_work *work,
                                                  const struct plumb_fact *fact)
{
    static const char *const leads[] = {"部门", "单位", "本年度", "年度", "全年",
                                        "本年", "全县", "全市",   "全区", "预算"};
    const char *ending = stage_ending(fact->stage);
    const struct plumb_indicator *found = NULL;
    if (whole_row(fact->label) && fact->head.len)
        found = match(work, fact, last_part(fact->head));
    if (!found && ending)
        found = match_joined(work, fact, fact->label, ending);
    if (!found)
        found = match(work, fact, fact->label);
    if (!found) {
        struct plumb_str shorter = plumb_strip_words(fact->label, leads, COUNT(leads), true);
        if (shorter.len < fact->label.len && shorter.len >= 6)
            found = match(work, fact, shorter);
        if (!found && ending && shorter.len >= 6)
            found = match_joined(work, fact, shorter, ending);
    }
    return found;
}

/* In prose a bare 预算数 or 决算数 is the agency's only when the heading above speaks of nothing else. */
static bool heading_narrows(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    static const char *const parts[] = {"三公",     "采购", "项目",     "基金", "公用", "人员",
                                        "基本支出", "资本", "运行经费", "会议", "培训", "专项",
                                        "接待",     "出国", "车辆",     "资产"};
    const struct plumb_block *block = &work->document->blocks[fact->block];
    if (fact->row != PLUMB_NPOS || block->parent == PLUMB_NPOS)
        return false;
    return has_any(work->document->blocks[block->parent].text.str, parts, COUNT(parts));
}

/* Inside brackets a bare 预算数 or 支出 belongs to what the brackets explain. */
static bool in_brackets(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    static const char *const open[] = {"（", "(", "[", "【"}, *const closed[] = {"）", ")", "]",
                                                                                 "】"};
    if (fact->row != PLUMB_NPOS)
        return false;
    struct plumb_str text = work->document->blocks[fact->block].text.str;
    struct plumb_str before = plumb_str_sub(text, 0, fact->offset);
    size_t last_open = 0, last_closed = 0;
    for (size_t i = 0; i < COUNT(open); i++) {
        size_t o = plumb_str_rfind(before, plumb_str_from(open[i]));
        size_t c = plumb_str_rfind(before, plumb_str_from(closed[i]));
        last_open = o != PLUMB_NPOS && o + 1 > last_open ? o + 1 : last_open;
        last_closed = c != PLUMB_NPOS && c + 1 > last_closed ? c + 1 : last_closed;
    }
    return last_open > last_closed;
}

/* Words that narrow a number to a part of the agency's year. */
static bool narrowed(const struct plumb_fact *fact)
{
    static const char *const whole[] = {"部门", "整体", "单位", "机关", "汇总", "本级",
                                        "表",   "情况", "决算", "预算", "概况", "总体"};
    if (fact->until.len > 0)
        return true;
    return fact->item.len > 0 &&
           (fact->row == PLUMB_NPOS || !has_any(fact->item, whole, COUNT(whole)));
}

void plumb_label_indicators(struct plumb_extract_work *work)
{
    if (!work->extractor->catalogue)
        return;
    size_t block = PLUMB_NPOS;
    bool project = false;
    for (size_t f = 0; f < work->fact_count; f++) {
        struct plumb_fact *fact = &work->facts[f];
        if (fact->kind == PLUMB_FACT_NOT || fact->kind == PLUMB_FACT_YEAR ||
            fact->kind == PLUMB_FACT_DATE || fact->indicator)
            continue;
        if (fact->block != block) {
            const struct plumb_block *b = &work->document->blocks[fact->block];
            block = fact->block;
            project = b->kind == PLUMB_BLOCK_TABLE && project_table(&b->table);
        }
        if (fact->year == 0) {
            fact->year = work->year;
            fact->year_inferred = true;
        }
        if (project || narrowed(fact) || fact->stage == PLUMB_STAGE_WEIGHT)
            continue;
        const struct plumb_indicator *found = indicator_of(work, fact);
        bool whole = found && strncmp(found->id, "expenditure.", 12) == 0;
        if (found && !(whole && (heading_narrows(work, fact) || in_brackets(work, fact))))
            fact->indicator = found->id;
    }
}
