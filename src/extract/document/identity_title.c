/* Titles of reports, by the words they are made of: what is reported (决算, 预算, 绩效), on whom
 * (部门, 项目), and what the paper does with it (自评, 目标, 公开). Agencies, provinces and years word
 * the same form in dozens of ways, so words are looked for and not whole titles. */
#include <string.h>

#include "extract/document/identity.h"
#include "extract/extract_int.h"
#include "extract/text/word_set.h"

#define HAS PLUMB_HAS
struct plumb_str plumb_title_bare(struct plumb_str title)
{
    struct plumb_str open = PLUMB_STR("《"), close = PLUMB_STR("》");
    if (!plumb_str_starts(title, open) || !plumb_str_ends(title, close))
        return title;
    struct plumb_str inside = plumb_str_sub(title, open.len, title.len - close.len);
    return plumb_str_has(inside, "《") ? title : inside;
}

size_t plumb_written_year(struct plumb_str s, int *year)
{
    static const char *const digits[] = {"〇", "一", "二", "三", "四", "五", "六",
                                         "七", "八", "九", "○",  "零", "Ｏ", "O"};
    int value = 0;
    size_t at = 0;
    for (int place = 0; place < 4; place++) {
        struct plumb_str rest = plumb_str_sub(s, at, s.len);
        size_t d = 0;
        while (d < PLUMB_COUNT(digits) && !plumb_str_begins(rest, digits[d]))
            d++;
        if (d == PLUMB_COUNT(digits))
            return 0;
        value = value * 10 + (d < 10 ? (int)d : 0);
        at += strlen(digits[d]);
    }
    if (!plumb_str_starts(plumb_str_sub(s, at, s.len), PLUMB_STR("年")))
        return 0;
    if (year)
        *year = value;
    return at;
}

/* Evaluations: of the whole when the title says so or names no project and no fund. */
static enum plumb_document_kind evaluation_kind(struct plumb_str title)
{
    if (HAS(title, "整体"))
        return PLUMB_KIND_SELF_WHOLE;
    if (HAS(title, "项目", "专项", "转移支付", "资金", "政策", "区域绩效", "补助"))
        return PLUMB_KIND_SELF_PROJECT;
    if (HAS(title, "部门", "单位", "支出绩效", "预算绩效", "年度绩效", "年绩效"))
        return PLUMB_KIND_SELF_WHOLE;
    return PLUMB_KIND_OTHER;
}

static bool is_evaluation(struct plumb_str title)
{
    if (HAS(title, "绩效", "整体", "自评报告", "自评表"))
        return HAS(title, "自评", "绩效评价", "评价报告", "评价表", "评分表", "绩效报告",
                   "绩效评估", "评价指标", "基础数据表", "完成情况表");
    return false;
}

/* 决算 or 预算 as the thing a title is about, not as a word in passing. */
static bool is_about(struct plumb_str title, const char *word)
{
    static const char *const fronts[] = {"部门",       "单位", "年度",       "年",  "本级",
                                         "“三公”经费", "三公", "“三公“经费", "收支"};
    static const char *const behind[] = {"公开", "情况", "总表", "总体", "说明", "报告",
                                         "信息", "报表", "表",   "编制", "草案", "批复"};
    size_t length = strlen(word);
    for (size_t at = 0; at < title.len;) {
        size_t hit = plumb_str_find(plumb_str_sub(title, at, title.len), plumb_str_from(word));
        if (hit == PLUMB_NPOS)
            return false;
        struct plumb_str before = plumb_str_sub(title, 0, at + hit);
        struct plumb_str after = plumb_str_sub(title, at + hit + length, title.len);
        if (after.len == 0)
            return true;
        for (size_t i = 0; i < PLUMB_COUNT(fronts); i++)
            if (plumb_str_ends(before, plumb_str_from(fronts[i])) &&
                (i < 2 || before.len > strlen(fronts[i])))
                return true;
        for (size_t i = 0; i < PLUMB_COUNT(behind); i++)
            if (plumb_str_starts(after, plumb_str_from(behind[i])))
                return true;
        at += hit + length;
    }
    return false;
}

enum plumb_document_kind plumb_title_kind(struct plumb_str title)
{
    title = plumb_title_bare(title);
    /* what follows asks for one of these */
    if (!HAS(title, "绩效", "整体", "自评", "预算", "决算", "收支"))
        return PLUMB_KIND_OTHER;
    /* rules about reports are none */
    if (HAS(title, "的通知", "管理办法", "实施办法", "条例", "实施细则"))
        return PLUMB_KIND_OTHER;
    if (is_evaluation(title) && evaluation_kind(title) != PLUMB_KIND_OTHER)
        return evaluation_kind(title);
    if (HAS(title, "绩效目标") && HAS(title, "表", "申报", "批复", "编报", "公开", "审核"))
        return PLUMB_KIND_TARGETS;
    if (HAS(title, "整体支出绩效", "整体绩效", "整体支出自评", "整体支出情况"))
        return PLUMB_KIND_SELF_WHOLE;
    if (HAS(title, "专项资金绩效"))
        return PLUMB_KIND_SELF_PROJECT;
    if (HAS(title, "预算执行情况", "预算执行报告", "预算执行分析", "预算执行自查", "预算执行和",
            "预算执行总结"))
        return PLUMB_KIND_EXECUTION;
    if (is_about(title, "决算"))
        return PLUMB_KIND_ACCOUNTS;
    if (is_about(title, "预算") || HAS(title, "收支总表", "收支预算"))
        return PLUMB_KIND_BUDGET;
    return PLUMB_KIND_OTHER;
}
