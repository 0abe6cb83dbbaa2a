/* From labels to indicators of the catalogue. Only numbers about the agency as a whole get one: those
 * of a single project, or of one line of a classification, would be mistaken for the agency's. */
#include <stdio.h>
#include <string.h>

#include "extract/label/label_int.h"

/* Does a table belong to one project: 项目名称, 项目支出名称 among its first cells? */
static bool project_table(const struct plumb_table *table)
{
    static const char *const names[] = {"项目名称", "项目支出名称", "专项名称", "政策名称"};
    for (size_t r = 0; r < table->row_count && r < 4; r++)
        for (size_t c = 0; c < table->rows[r].cell_count && c < 2; c++) {
            struct plumb_str text = table->rows[r].cells[c].text.str;
            if (text.len < 40 && plumb_has_any(text, names, PLUMB_COUNT(names)))
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
    static const char *const words[] = {"年度资金总额",     "资金总额", "合计",        "总计",
                                        "年度预算资金总额", "小计",     "年度预算总额"};
    return plumb_equals_any(label, words, PLUMB_COUNT(words)) ||
           plumb_str_ends(label, PLUMB_STR("年度资金总额"));
}

/* Labels that say a stage but not of what. */
static bool is_general(struct plumb_str label)
{
    static const char *const words[] = {
        "支出决算",   "支出决算数", "决算数",     "决算",     "执行数",     "预算执行数",
        "执行金额",   "实际支出",   "实际支出数", "支出",     "支出数",     "支出金额",
        "资金支出",   "全年预算",   "全年预算数", "调整预算", "调整预算数", "年初预算",
        "年初预算数", "预算",       "预算数",     "预算安排", "预算安排数", "预算金额",
        "预算资金",   "支出预算",   "执行率",     "完成率",   "资金总额",   "全年执行数",
        "预算完成数", "实际执行数"};
    return plumb_equals_any(label, words, PLUMB_COUNT(words));
}

static struct plumb_str last_part(struct plumb_str path)
{
    size_t at = plumb_str_rfind(path, PLUMB_STR("/"));
    return at == PLUMB_NPOS ? path : plumb_str_sub(path, at + 1, path.len);
}

/* The stage a number has when nothing says so: in a budget, the budget. */
static enum plumb_stage stage_in(const struct plumb_extract_work *work,
                                 const struct plumb_fact *fact)
{
    bool money = fact->unit == PLUMB_UNIT_YUAN;
    if (fact->stage == PLUMB_STAGE_NONE && money && work->kind == PLUMB_KIND_BUDGET)
        return PLUMB_STAGE_BUDGET;
    return fact->stage;
}

/* x.initial, x.revised, x.budget, x.prior hold numbers of that stage only; what has no such variants
 * (income.year, procurement.goods) holds what was done. */
static bool stage_fits(const struct plumb_extract_work *work, const struct plumb_fact *fact,
                       const struct plumb_indicator *found)
{
    const char *dot = strrchr(found->id, '.'), *suffix = dot ? dot + 1 : "";
    bool initial = strcmp(suffix, "initial") == 0, revised = strcmp(suffix, "revised") == 0;
    bool budget = strcmp(suffix, "budget") == 0, prior = strcmp(suffix, "prior") == 0;
    if (fact->unit != PLUMB_UNIT_YUAN)
        return true;
    switch (stage_in(work, fact)) {
    case PLUMB_STAGE_INITIAL:
        return initial;
    case PLUMB_STAGE_REVISED:
        return revised;
    case PLUMB_STAGE_BUDGET:
        return budget;
    case PLUMB_STAGE_PRIOR:
        return prior;
    case PLUMB_STAGE_EXECUTED:
    case PLUMB_STAGE_BALANCE:
        return !initial && !revised && !budget;
    default:
        return true;
    }
}

/* "“三公”经费财政拨款支出预算": the name without its stage, and that stage of what it names. */
static const struct plumb_indicator *match_without_stage(const struct plumb_extract_work *work,
                                                         const struct plumb_fact *fact,
                                                         struct plumb_str label)
{
    static const char *const words[] = {
        "年初预算数", "全年预算数", "调整预算数", "预算安排数", "支出预算数", "支出决算数",
        "预算安排",   "年初预算",   "全年预算",   "调整预算",   "支出预算",   "支出决算",
        "预算数",     "决算数",     "执行数",     "实际支出",   "预算",       "决算"};
    char id[64];
    struct plumb_str bare = plumb_strip_words(label, words, PLUMB_COUNT(words), false);
    const char *ending = fact->stage == PLUMB_STAGE_INITIAL    ? "initial"
                         : fact->stage == PLUMB_STAGE_REVISED  ? "revised"
                         : fact->stage == PLUMB_STAGE_BUDGET   ? "budget"
                         : fact->stage == PLUMB_STAGE_EXECUTED ? "executed"
                                                               : NULL;
    if (!ending || bare.len == label.len || bare.len < 9 || is_general(bare))
        return NULL;
    const struct plumb_indicator *found = match(work, fact, bare);
    const char *dot = found ? strrchr(found->id, '.') : NULL;
    if (!dot || strcmp(dot, ".executed") != 0)
        return NULL;
    snprintf(id, sizeof id, "%.*s%s", (int)(dot + 1 - found->id), found->id, ending);
    return plumb_catalogue_find_indicator(work->extractor->catalogue, id);
}

static const struct plumb_indicator *match_stage(const struct plumb_extract_work *work,
                                                 const struct plumb_fact *fact,
                                                 struct plumb_str label)
{
    const char *ending = stage_ending(stage_in(work, fact));
    const struct plumb_indicator *found = ending ? match_joined(work, fact, label, ending) : NULL;
    if (found && stage_fits(work, fact, found))
        return found;
    found = match(work, fact, label);
    if (!found && fact->unit == PLUMB_UNIT_PERSON)
        found = match_joined(work, fact, label, "人数");
    return found && stage_fits(work, fact, found) ? found : NULL;
}

static const struct plumb_indicator *match_shortened(const struct plumb_extract_work *work,
                                                     const struct plumb_fact *fact)
{
    static const char *const openings[] = {
        "我单位",     "我部门", "我局",     "我委",   "我办",   "我院",   "我所",   "我站",
        "我校",       "我镇",   "我乡",     "我厅",   "我会",   "我区",   "我中心", "本单位",
        "本部门",     "本局",   "本院",     "本中心", "追加后", "调剂后", "经追加", "经调整",
        "年中追加后", "年中",   "年末实有", "实有",   "现有"};
    static const char *const leads[] = {"部门", "单位", "本年度", "年度", "全年",
                                        "本年", "全县", "全市",   "全区", "预算"};
    static const char *const scopes[] = {"一般公共预算财政拨款", "财政拨款"};
    const struct plumb_indicator *found = match_stage(work, fact, fact->label);
    struct plumb_str shorter =
        plumb_strip_words(fact->label, openings, PLUMB_COUNT(openings), true);
    if (!found && shorter.len < fact->label.len && shorter.len >= 9)
        found = match_stage(work, fact, shorter);
    shorter = plumb_strip_words(shorter, leads, PLUMB_COUNT(leads), true);
    if (!found && shorter.len < fact->label.len && shorter.len >= 6)
        found = match_stage(work, fact, shorter);
    shorter = plumb_strip_words(shorter, scopes, PLUMB_COUNT(scopes), true);
    if (!found && shorter.len < fact->label.len && shorter.len >= 9)
        found = match_stage(work, fact, shorter);
    return found || fact->unit != PLUMB_UNIT_YUAN ? found
                                                  : match_without_stage(work, fact, fact->label);
}

/* ---- running text ---- */

/* Headings that speak of a part: a bare 预算数 below them is that part's. */
static bool heading_narrows(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    static const char *const parts[] = {"三公",     "采购", "项目",     "基金", "公用", "人员",
                                        "基本支出", "资本", "运行经费", "会议", "培训", "专项",
                                        "接待",     "出国", "车辆",     "资产"};
    const struct plumb_block *block = &work->document->blocks[fact->block];
    if (fact->row != PLUMB_NPOS || block->parent == PLUMB_NPOS)
        return false;
    return plumb_has_any(work->document->blocks[block->parent].text.str, parts, PLUMB_COUNT(parts));
}

void plumb_indicator_prose(const struct plumb_labelling *l, struct plumb_fact *fact)
{
    const struct plumb_extract_work *work = l->work;
    /* progress is always told up to a day of the year, amounts up to one are not the year's */
    bool passing = fact->until.len && !plumb_str_has(fact->label, "进度率");
    if (!work->extractor->catalogue || passing || fact->item.len ||
        fact->stage == PLUMB_STAGE_WEIGHT)
        return;
    /* parts of something that is itself no indicator: 基金收入5万元（其中：其他收入1万元） */
    bool part = l->whole && l->whole->unit == fact->unit;
    bool general = is_general(fact->label);
    if ((part && !l->whole->indicator) || (general && (l->whole || heading_narrows(work, fact))))
        return;
    const struct plumb_indicator *found = match_shortened(work, fact);
    fact->indicator = found ? found->id : NULL;
}

/* ---- tables ---- */

bool plumb_table_is_project(const struct plumb_block *block)
{
    return block->kind == PLUMB_BLOCK_TABLE && project_table(&block->table);
}

/* Does the column head name a category of its own, so that the cell is an intersection of two? */
static bool crossed(const struct plumb_extract_work *work, const struct plumb_fact *fact,
                    const struct plumb_indicator *found)
{
    struct plumb_str head = last_part(fact->head);
    if (head.len == 0 || plumb_str_equal(head, fact->label))
        return false;
    const struct plumb_indicator *other = match(work, fact, head);
    if (!other || strncmp(other->id, "expenditure.", 12) == 0)
        return false;
    size_t stem = strcspn(other->id, ".");
    return strncmp(other->id, found->id, stem + 1) != 0;
}

void plumb_indicator_table(const struct plumb_labelling *l, struct plumb_fact *fact)
{
    static const char *const whole[] = {"部门", "整体", "单位", "机关", "汇总", "本级",
                                        "表",   "情况", "决算", "预算", "概况", "总体"};
    const struct plumb_extract_work *work = l->work;
    if (!work->extractor->catalogue || l->project_table || fact->until.len || fact->indicator ||
        fact->stage == PLUMB_STAGE_WEIGHT)
        return;
    if (fact->item.len && !plumb_has_any(fact->item, whole, PLUMB_COUNT(whole)))
        return;
    /* "基本支出：406万元" inside one cell of a form: budget or accounts, the form does not say */
    if (fact->unit == PLUMB_UNIT_YUAN && fact->stage == PLUMB_STAGE_NONE && fact->offset > 0)
        return;
    const struct plumb_indicator *found = NULL;
    if (whole_row(fact->label) && fact->head.len) {
        found = match(work, fact, last_part(fact->head));
        found = found && stage_fits(work, fact, found) ? found : NULL;
    }
    if (!found)
        found = match_shortened(work, fact);
    if (found && !crossed(work, fact, found))
        fact->indicator = found->id;
}
