/* How often a standard is paid: the months the words tell, or those that are usual. */
#include "extract/relate_rate/relate_product.h"

/* "由每人每月 680 元提高到 720 元": the words in front of the old standard hold for the new one. */
static struct plumb_str words_of_standard(const struct plumb_item *rate)
{
    bool raised = rate->index > 0 && PLUMB_ENDS(rate->before, "到", "至", "为") &&
                  rate->before.len <= 24 && rate[-1].sentence == rate->sentence &&
                  !plumb_str_has(rate->before, "每");
    return raised ? rate[-1].before : rate->before;
}

/* "按每生每月 485 元、384 名、10 个月计算": the months are told. */
static int64_t printed_months(const struct plumb_item *rate)
{
    const struct plumb_passage *passage = rate->passage;
    bool daily = PLUMB_HAS(rate->before, "每天", "每日", "日均");
    for (size_t i = rate->index > 3 ? rate->index - 3 : 0;
         i < passage->count && i <= rate->index + 3; i++) {
        const struct plumb_item *item = &passage->items[i];
        if (item->sentence == rate->sentence && item->fact->unit == PLUMB_UNIT_TIME &&
            plumb_str_has(item->fact->unit_text, daily ? "天" : "月") &&
            item->fact->decimals == 0 && item->fact->value.v > PLUMB_DEC_ONE &&
            plumb_is_quantity(item->fact))
            return (
                int64_t)(plumb_dec_div(item->fact->value, item->fact->scale, PLUMB_ROUND_NEAREST)
                             .v /
                         PLUMB_DEC_ONE);
    }
    return 0;
}

size_t plumb_standard_times(const struct plumb_item *rate, int64_t out[PLUMB_STANDARD_TIMES])
{
    static const int64_t months[] = {12, 1, 10, 6, 4};
    size_t n = 0;
    struct plumb_str words = words_of_standard(rate);
    int64_t printed = printed_months(rate);
    if (printed > 0 && PLUMB_HAS(words, "月", "每天", "每日", "日均")) {
        out[0] = printed;
        return 1;
    }
    if (plumb_str_has(rate->fact->unit_text, "月") || PLUMB_HAS(words, "每月", "月均", "月人均"))
        for (; n < 5; n++)
            out[n] = months[n];
    else
        out[n++] = 1;
    if (PLUMB_HAS(rate->before, "学期"))
        out[n++] = 2;
    else if (PLUMB_HAS(rate->before, "季度"))
        out[n++] = 4;
    return n;
}
