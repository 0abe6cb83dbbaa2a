/* What can stand in a list of parts, and the words that announce one. */
#include "extract/relate_sum/relate_sum.h"

static const char *const sources[] = {
    /* in front of the first part */
    [SUM_OF_WHICH] = ("其中|^[^,;。:、]{2,12}中[,:]|(?:人员|人数|职工|干部|收入|支出|车辆|资产)中:|"
                      "(?:^|[,。;])(?:支出|"
                      "收入|资金)?按[^,;。:]{2,14}(?:分类?|划分|看|来源|用途)[:,为]|"
                      "从[^,;。:]{2,12}(?:看|来看|分)[:,]|^:|(?:资金)?来源(?:为|包括|如下)?:|"
                      "(?<!不)包括|(?<!不)包含|分别(?:为|是|支持|用于|安排)|具体(?:为|是|"
                      "如下|包括)|主要用于|"
                      "用于以下|用于:|分为|"
                      "(?<=[,(。])含(?!税)|^含(?!税)|由(?=[^,;]{2,12}$)|构成(?:为|如下)?:"),
    /* at the end of the phrase in front of a total that stands behind its parts */
    [SUM_BEHIND] =
        ("(?:合计|共计|总计|总共|小计|累计|总额|总数|总量)(?:为|达|达到|约|支出|收入|金额)*$|"
         "(?:合计|共计|总计)[^,;。]{0,8}总(?:投资|金额|额|价|面积)$|"
         "^[^,]{0,3}全年(?:累计|共)[^,;。]{0,4}$|(?:合计|共计|总计|总共|"
         "^累计|[两三四五]年累计)(?!得分)\\p{Han}{2,8}$|"
         "^[^,;]{0,4}总(?!局|队|体|站|院|署)[^,;。]{0,8}$|(?:^|[,;])共$|可(?:用|支配)(?:资金|财力|"
         "经费)$|"
         "(?:支出|收入|资金|经费|投入|人数|人员)共(?:计)?$"),
    [SUM_OPEN_LEAD] = "主要(?:包括|有|是|为|含)|如[:]?$|例如",
    [SUM_OPEN_END] = "^(?:[^,;。、\\p{Co}]{0,8})等(?!级|次|额|于)",
    [SUM_LIST_MARK] = ("。(?:\\d{1,2}[、.)]|\\(\\d{1,2}\\)|\\([一二三四五六七八九十]+\\)|"
                       "[①-⑳]|[一二三四五六七八九十]+是)[^。]*$"),
    [SUM_INNER] = "其中|包括|包含",
    [SUM_STOP] = "。|\\.(?=\\p{Han})",
};

const struct plumb_pattern_list plumb_patterns_sum = {"sum", sources, PLUMB_COUNT(sources)};

bool plumb_sum_leads_in(struct plumb_extract_work *work, struct plumb_str words)
{
    struct plumb_match m;
    return plumb_pattern_find(work, PLUMB_PATTERNS_SUM, SUM_OF_WHICH, words, 0, &m);
}

/* "占年度计划 1.18 亿元的 80 %": the whole of a share, no member of the list. */
static bool is_base_of_share(const struct plumb_item *item)
{
    return plumb_str_has(item->before, "占") &&
           plumb_str_starts(plumb_text_after(item), PLUMB_STR("的")) &&
           item->index + 1 < item->passage->count && plumb_is_rate(item[1].fact);
}

bool plumb_sum_can_add(const struct plumb_item *item, const struct plumb_fact *like)
{
    enum plumb_comparator c = item->fact->comparator;
    bool limit = c == PLUMB_CMP_GE || c == PLUMB_CMP_GT || c == PLUMB_CMP_LE || c == PLUMB_CMP_LT ||
                 c == PLUMB_CMP_RANGE;
    return item->use == PLUMB_USE_PLAIN && !limit && plumb_is_amount(item->fact) &&
           plumb_same_measure(item->fact, like) && !is_base_of_share(item);
}
