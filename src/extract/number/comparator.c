/* Comparator words around a number: ≥ 不低于 超过 近 约 … before it, 以上 以内 左右 … behind its unit. */
#include "extract/number/quantity.h"

struct word {
    const uint32_t *text;
    enum plumb_comparator comparator;
    const uint32_t *veto; /* characters before (behind) it that make it part of another word */
};

/* Longest first where one is the end of another. */
static const struct word before[] = {
    {U"大于或等于", PLUMB_CMP_GE, U""},
    {U"小于或等于", PLUMB_CMP_LE, U""},
    {U"大于等于", PLUMB_CMP_GE, U""},
    {U"小于等于", PLUMB_CMP_LE, U""},
    {U"不得低于", PLUMB_CMP_GE, U""},
    {U"不得少于", PLUMB_CMP_GE, U""},
    {U"不得超过", PLUMB_CMP_LE, U""},
    {U"不得高于", PLUMB_CMP_LE, U""},
    {U"不低于", PLUMB_CMP_GE, U""},
    {U"不少于", PLUMB_CMP_GE, U""},
    {U"不小于", PLUMB_CMP_GE, U""},
    {U"不高于", PLUMB_CMP_LE, U""},
    {U"不超过", PLUMB_CMP_LE, U""},
    {U"不大于", PLUMB_CMP_LE, U""},
    {U"不多于", PLUMB_CMP_LE, U""},
    {U"不超", PLUMB_CMP_LE, U""},
    {U"不足", PLUMB_CMP_LT, U""},
    {U"不到", PLUMB_CMP_LT, U""},
    {U"未达到", PLUMB_CMP_LT, U""},
    {U"低于", PLUMB_CMP_LT, U"降"},
    {U"少于", PLUMB_CMP_LT, U""},
    {U"小于", PLUMB_CMP_LT, U""},
    {U"高于", PLUMB_CMP_GT, U""},
    {U"大于", PLUMB_CMP_GT, U""},
    {U"多于", PLUMB_CMP_GT, U""},
    {U"超过", PLUMB_CMP_GT, U""},
    {U"突破", PLUMB_CMP_GT, U""},
    {U"至少", PLUMB_CMP_GE, U""},
    {U"最少", PLUMB_CMP_GE, U""},
    {U"最多", PLUMB_CMP_LE, U""},
    {U"至多", PLUMB_CMP_LE, U""},
    {U"等于", PLUMB_CMP_EQ, U"大小"},
    {U"大约", PLUMB_CMP_ABOUT, U""},
    {U"约为", PLUMB_CMP_ABOUT, U""},
    {U"将近", PLUMB_CMP_NEARLY, U""},
    {U"接近", PLUMB_CMP_NEARLY, U""},
    {U">=", PLUMB_CMP_GE, U""},
    {U"=>", PLUMB_CMP_GE, U""},
    {U"<=", PLUMB_CMP_LE, U""},
    {U"=<", PLUMB_CMP_LE, U""},
    {U"≥", PLUMB_CMP_GE, U""},
    {U"≤", PLUMB_CMP_LE, U""},
    {U">", PLUMB_CMP_GT, U"-"},
    {U"<", PLUMB_CMP_LT, U""},
    {U"=", PLUMB_CMP_EQ, U""},
    {U"约", PLUMB_CMP_ABOUT, U"节签预违条契制合履公集邀特续婚简俭规邀赴失解"},
    {U"近", PLUMB_CMP_NEARLY, U"最附临邻靠亲贴相新"},
    {U"超", PLUMB_CMP_GT, U"赶"},
};

static const struct word behind[] = {
    {U"及以上", PLUMB_CMP_GE, U""},
    {U"及以下", PLUMB_CMP_LE, U""},
    {U"(含)以上", PLUMB_CMP_GE, U""},
    {U"(含)以下", PLUMB_CMP_LE, U""},
    {U"(含)以内", PLUMB_CMP_LE, U""},
    {U"以上", PLUMB_CMP_GE, U"共三四五六七八九各两述内情所为"},
    {U"以下", PLUMB_CMP_LE, U"简几各内方情"},
    {U"以内", PLUMB_CMP_LE, U""},
    {U"之内", PLUMB_CMP_LE, U""},
    {U"左右", PLUMB_CMP_ABOUT, U""},
    {U"上下", PLUMB_CMP_ABOUT, U"游级"},
    {U"内", PLUMB_CMP_LE, U"部设容控科外地涝"},
};

/* The first character of a comparator word decides quickly that there is none. */
static enum plumb_comparator read_before(const struct plumb_runes *runes, size_t floor,
                                         size_t *from)
{
    if (*from == 0 || runes->gap[*from] >= PLUMB_GAP_WIDE)
        return PLUMB_CMP_NONE;
    uint32_t last = runes->cp[*from - 1];
    for (size_t w = 0; w < PLUMB_COUNT(before); w++) {
        const uint32_t *text = before[w].text;
        size_t len = 0;
        while (text[len])
            len++;
        if (text[len - 1] != last)
            continue;
        size_t start = plumb_runes_match_back(runes, *from, text);
        if (start == PLUMB_NPOS || start < floor ||
            plumb_rune_in(plumb_rune_before(runes, start), before[w].veto))
            continue;
        *from = start;
        return before[w].comparator;
    }
    return PLUMB_CMP_NONE;
}

static enum plumb_comparator read_behind(const struct plumb_runes *runes, enum plumb_unit unit,
                                         size_t *to)
{
    bool lasting = unit == PLUMB_UNIT_TIME || unit == PLUMB_UNIT_FRACTION;
    uint32_t first = plumb_rune(runes, *to);
    if (!plumb_rune_in(first, U"及(以之左上内") || runes->gap[*to] >= PLUMB_GAP_WIDE)
        return PLUMB_CMP_NONE;
    for (size_t w = 0; w < PLUMB_COUNT(behind); w++) {
        size_t end = plumb_runes_match(runes, *to, behind[w].text);
        bool alone = end == *to + 1; /* 内 by itself: 30日内 but not 3县内 */
        if (end == PLUMB_NPOS || (alone && !lasting) ||
            plumb_rune_in(plumb_rune(runes, end), behind[w].veto))
            continue;
        *to = end;
        return behind[w].comparator;
    }
    return PLUMB_CMP_NONE;
}

enum plumb_comparator plumb_comparator_read(const struct plumb_runes *runes, size_t floor,
                                            enum plumb_unit unit, size_t *span_from,
                                            size_t *span_to)
{
    size_t start = *span_from;
    enum plumb_comparator left = read_before(runes, floor, &start);
    enum plumb_comparator right = read_behind(runes, unit, span_to);
    if (left == PLUMB_CMP_NEARLY && unit == PLUMB_UNIT_TIME)
        left = PLUMB_CMP_NONE; /* 近3年 is the last three years */
    else
        *span_from = start;
    /* 约90%以上, 不低于90%以上: the bound says more than the blur; a doubled bound is one bound. */
    if (left == PLUMB_CMP_NONE || left == PLUMB_CMP_ABOUT || left == PLUMB_CMP_NEARLY)
        return right == PLUMB_CMP_NONE ? left : right;
    return left;
}
