/* "平均降幅 82%，最高降幅 98%", "最低 2.1 米，平均 3.4 米": an average lies between the least and the most of the same row. */
#include "extract/relate/relate_int.h"

enum rank { RANK_NONE, RANK_LEAST, RANK_AVERAGE, RANK_MOST };

/* What the words of a number make it, and the noun behind them: "价格平均降幅" is an average 降幅. */
static enum rank rank_of(const struct plumb_item *item, struct plumb_str *noun)
{
    static const struct {
        const char *word;
        enum rank rank;
    } words[] = {{"平均", RANK_AVERAGE}, {"最高", RANK_MOST},  {"最大", RANK_MOST},
                 {"最多", RANK_MOST},    {"最低", RANK_LEAST}, {"最小", RANK_LEAST},
                 {"最少", RANK_LEAST}};
    size_t comma = plumb_str_rfind(item->before, PLUMB_STR(","));
    struct plumb_str clause = comma == PLUMB_NPOS
                                  ? item->before
                                  : plumb_str_sub(item->before, comma + 1, item->before.len);
    for (size_t i = 0; i < PLUMB_COUNT(words); i++) {
        struct plumb_str word = plumb_str_from(words[i].word);
        size_t at = plumb_str_rfind(clause, word);
        if (at == PLUMB_NPOS)
            continue;
        *noun = plumb_str_sub(clause, at + word.len, clause.len);
        while (PLUMB_ENDS(*noun, "为", "达", "是", "约"))
            noun->len -= 3;
        return words[i].rank;
    }
    return RANK_NONE;
}

static void average_beside(struct plumb_extract_work *work, struct plumb_item *a,
                           struct plumb_item *b)
{
    struct plumb_str x = {0}, y = {0};
    if (a->sentence != b->sentence || a->fact->unit != b->fact->unit || a->depth != b->depth ||
        !plumb_is_quantity(a->fact) || !plumb_is_quantity(b->fact))
        return;
    enum rank i = rank_of(a, &x), k = i == RANK_NONE ? RANK_NONE : rank_of(b, &y);
    if (k == RANK_NONE || i == k || !plumb_str_equal(x, y) ||
        plumb_str_has(plumb_text_between(a, b), ";"))
        return;
    struct plumb_item *low = i < k ? a : b, *high = i < k ? b : a;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", high);
    claim.confidence = 0.8;
    plumb_claim_bound(&claim, low->fact, high->fact, "least ≤ average ≤ most");
    plumb_claim_push(&claim);
}

void plumb_relate_extremes(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 1; i < prose->passages[p].count; i++)
            average_beside(work, &prose->passages[p].items[i - 1], &prose->passages[p].items[i]);
}
