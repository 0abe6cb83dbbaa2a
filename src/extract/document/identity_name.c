/* Names of agencies: what one looks like, and what stands around it in titles. */
#include <string.h>

#include "extract/document/identity.h"
#include "extract/extract_int.h"
#include "extract/text/runes.h"
#include "extract/text/word_set.h"

static const struct plumb_word suffixes[] = {PLUMB_WORD_LIST(
    "局", "委员会", "委", "办公室", "厅", "部", "署", "院", "学校", "小学", "中学", "大学", "学院",
    "幼儿园", "医院", "中心", "站", "所", "队", "馆", "办事处", "政府", "街道", "协会", "联合会",
    "工会", "联", "团委", "党校", "社", "学会", "总会", "红十字会", "处", "园", "林场", "农场",
    "台", "室", "校", "管委会", "法院", "检察院", "镇", "乡", "库", "基地", "分局", "研究所",
    "公司", "工商联", "科协", "监狱", "看守所", "机关", "指挥部", "集团", "基金会", "服务区",
    "开发区", "院区", "街道办")};

/* 岚州一中, 临溪三小, 师大附中. */
static bool ends_like_school(struct plumb_str name)
{
    static const char *const numbers[] = {"一", "二", "三", "四", "五", "六",
                                          "七", "八", "九", "十", "附", "高"};
    if (!plumb_str_ends(name, PLUMB_STR("中")) && !plumb_str_ends(name, PLUMB_STR("小")))
        return false;
    name.len -= strlen("中");
    for (size_t i = 0; i < PLUMB_COUNT(numbers); i++)
        if (plumb_str_ends(name, plumb_str_from(numbers[i])))
            return true;
    return false;
}

bool plumb_name_is_agency(struct plumb_str name)
{
    return plumb_ends_in_word(name, suffixes, PLUMB_COUNT(suffixes)) || ends_like_school(name);
}

/* A plausible name: ideographs (and brackets), no punctuation of sentences, no words of sentences. */
bool plumb_name_plausible(struct plumb_str name)
{
    static const struct plumb_word stop[] = {PLUMB_WORD_LIST(
        "的", "纳入", "包括", "负责", "关于", "根据", "按照", "开展", "印发", "通知", "办法",
        "方案", "及", "等", "各", "我", "本部门", "本单位", "预算部门", "以下", "是", "对", "指标",
        "绩效", "支出", "资金", "表", "说明", "情况")};
    size_t count = plumb_utf8_count(name);
    if (count < 3 || count > 36 || !plumb_name_is_agency(name) ||
        plumb_has_word(name, stop, PLUMB_COUNT(stop)))
        return false;
    for (size_t at = 0; at < name.len;) {
        uint32_t cp = plumb_utf8_decode(name, &at);
        if (!plumb_rune_han(cp) && cp != '(' && cp != ')' && cp != 0xB7)
            return false;
    }
    return true;
}

/* "(部门)", "(本级)", "部门" behind a name. */
struct plumb_str plumb_name_without_tail(struct plumb_str name)
{
    static const struct plumb_word tails[] = {
        PLUMB_WORD_LIST("(部门)", "(单位)", "(本级)", "(汇总)", "(本部)", "(盖章)", "(公章)",
                        "本级", "汇总", "党工委、办事处", "党工委办事处")};
    for (size_t len; (len = plumb_word_behind(name, tails, PLUMB_COUNT(tails))) > 0;)
        name.len -= len;
    return name;
}

/* "2019年度", "附件2", "第一部分", "关于" in front of a name. */
struct plumb_str plumb_name_without_front(struct plumb_str s)
{
    static const char *const fronts[] = {
        "年度",     "年",   "关于", "附件", "附", "第一部分", "第二部分", "第三部分",
        "第四部分", "一、", "二、", "三、", ":",  "：",       "-",        "—"};
    for (;;) {
        size_t before = s.len;
        while (s.len && (s.ptr[0] >= '0' && s.ptr[0] <= '9'))
            s = plumb_str_sub(s, 1, s.len);
        s = plumb_str_sub(s, plumb_written_year(s, NULL), s.len);
        for (size_t i = 0; i < PLUMB_COUNT(fronts); i++)
            if (plumb_str_begins(s, fronts[i]))
                s = plumb_str_sub(s, strlen(fronts[i]), s.len);
        if (s.len == before)
            return s;
    }
}

/* 青龙镇人民政府 and 青龙镇, 永安街道办事处 and 永安街道: the place and who plumb_name_governs it. */
bool plumb_name_governs(struct plumb_str name, struct plumb_str place)
{
    static const char *const words[] = {"人民政府", "政府", "办事处", "办"};
    if (!plumb_str_starts(name, place))
        return false;
    struct plumb_str rest = plumb_str_sub(name, place.len, name.len);
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_equal(rest, plumb_str_from(words[i])))
            return true;
    return false;
}
