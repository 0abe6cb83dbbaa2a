/* Words of growth: its patterns, its direction, and which number can be a level or the base. */
#include "extract/relate_change/relate_growth.h"

static const char *const sources[] = {
    [GROWTH_DOWN] = "减少|下降|降低|降幅|下滑|回落|压减|压缩|缩短|净减|调减|节约|减收|减幅|削减|"
                    "缩减|下调|减支|精简|"
                    "压降|少(?=了|$|[征收支付拨发投缴用花耗产售办结])",
    [GROWTH_BASELINE] = "比|较|同比|环比|相比|上年|去年|同期|年初预算|预算数?相",
    /* behind the base: "由 A 下降至 B" */
    [GROWTH_TO] = ("(?:增加|增长|提高|上升|下降|减少|降低|降|升|上涨|回落|压减|压缩|缩短|提升|扩大)"
                   "(?:了)?(?:到|至|为)"),
    [GROWTH_FROM] = "(?:由|从|自)[^,;。]*$",
    [GROWTH_PLAIN] = "^[,;、()]*(?:约|共)*$",
    [GROWTH_SIGN] =
        ("减少|下降|降低|降幅|下滑|回落|压减|压缩|缩短|净减|调减|节约|减收|减幅|增加|增长|提高|"
         "削减|缩减|下调|减支|增支|精简|压降|[少多](?=[征收支付拨发投缴用花耗产售办结])|"
         "上升|上涨|增幅|净增|调增|增收|高出|少(?=了|$)|多(?=了|$)|变动率|增速|涨幅"),
};

const struct plumb_pattern_list plumb_patterns_growth = {"growth", sources, PLUMB_COUNT(sources)};

static bool finds(struct plumb_extract_work *work, size_t pattern, struct plumb_str s,
                  struct plumb_match *m)
{
    return plumb_pattern_find(work, PLUMB_PATTERNS_GROWTH, pattern, s, 0, m);
}

bool plumb_growth_is_down(struct plumb_extract_work *work, struct plumb_str words)
{
    struct plumb_match m;
    return finds(work, GROWTH_DOWN, words, &m);
}

int plumb_growth_direction(struct plumb_extract_work *work, struct plumb_str before)
{
    struct plumb_match m, down;
    int sign = 1;
    for (size_t at = 0;
         plumb_pattern_find(work, PLUMB_PATTERNS_GROWTH, GROWTH_SIGN, before, at, &m);
         at = m.next) {
        sign = finds(work, GROWTH_DOWN, m.all, &down) ? -1 : 1;
        if (PLUMB_HAS(m.all, "变动率"))
            sign = 0;
    }
    return sign;
}

bool plumb_levels_alike(const struct plumb_fact *a, const struct plumb_fact *b)
{
    bool x = a->unit == PLUMB_UNIT_YUAN || a->unit == PLUMB_UNIT_YUAN_RATE;
    bool y = b->unit == PLUMB_UNIT_YUAN || b->unit == PLUMB_UNIT_YUAN_RATE;
    return (x && y) || plumb_same_measure(a, b);
}

bool plumb_growth_usable(const struct plumb_item *item)
{
    if (!plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_YUAN_RATE &&
        item->fact->unit != PLUMB_UNIT_TIME)
        return false;
    return item->fact->unit != PLUMB_UNIT_NONE || item->fact->scale.v > PLUMB_DEC_ONE;
}

/* A base year in front of the amount ("2019年 X 万元") or words for the year before. */
bool plumb_growth_is_prior(const struct plumb_extract_work *work, const struct plumb_item *item)
{
    if (item->use == PLUMB_USE_BASE || item->fact->stage == PLUMB_STAGE_PRIOR)
        return true;
    if (item->index == 0 || item[-1].fact->kind != PLUMB_FACT_YEAR || item->before.len > 24)
        return false;
    if (PLUMB_ENDS(item[-1].before, "由", "从", "自")) /* "由 2022年的 A 增加到 B" */
        return true;
    plumb_i128 year = item[-1].fact->value.v;
    if (work->year > 0 && year == (plumb_i128)(work->year - 1) * PLUMB_DEC_ONE)
        return true;
    /* two years in one sentence: the earlier one is the base */
    for (size_t i = 0; i < item->passage->count; i++) {
        const struct plumb_item *other = &item->passage->items[i];
        if (other->sentence == item->sentence && other->fact->kind == PLUMB_FACT_YEAR &&
            other->fact->value.v > year)
            return true;
    }
    return false;
}
