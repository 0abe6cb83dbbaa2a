/* The whole of a set of shares that names none: "按支出性质，甲 A 万元，占 p；乙 B 万元，占 q" divides what the
 * paragraph before told. The whole is the amount that the parts add up to, when the shares make 100 %: the
 * words declare a division, and a sum to the last place is not there by chance. */
#include "extract/relate_rate/relate_share.h"

enum { PARTS_MAX = 12, PASSAGES_BACK = 6 };

struct share_set {
    struct plumb_item *parts[PARTS_MAX];
    size_t count, from; /* from: first item of its clauses */
    const struct plumb_item *first_share;
    plumb_dec shares; /* their sum */
};

static bool is_plain_amount(const struct plumb_item *item)
{
    return plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_NONE &&
           item->use == PLUMB_USE_PLAIN;
}

/* Items [from, to) around the share up to full stops: the members may be clauses parted by ';'. */
static void clause_range(const struct plumb_item *share, size_t *from, size_t *to)
{
    const struct plumb_item *items = share->passage->items;
    *from = share->index;
    while (*from > 0 && !plumb_str_has(plumb_text_between(&items[*from - 1], &items[*from]), "。"))
        (*from)--;
    *to = share->index + 1;
    while (*to < share->passage->count &&
           !plumb_str_has(plumb_text_between(&items[*to - 1], &items[*to]), "。"))
        (*to)++;
}

/* All like amounts and all shares of the share's clauses; false when they are not as many. */
static bool read_set(struct share_set *set, const struct plumb_item *share,
                     const struct plumb_item *part)
{
    size_t shares = 0, to;
    *set = (struct share_set){.count = 0};
    clause_range(share, &set->from, &to);
    for (size_t i = set->from; i < to; i++) {
        struct plumb_item *item = &share->passage->items[i];
        if (item->depth != share->depth)
            continue;
        if (item->use == PLUMB_USE_SHARE || (shares > 0 && plumb_is_rate(item->fact))) {
            if (!set->first_share)
                set->first_share = item;
            set->shares = plumb_dec_add(set->shares, item->fact->value);
            shares++;
        } else if (is_plain_amount(item) && plumb_same_measure(item->fact, part->fact)) {
            if (set->count == PARTS_MAX)
                return false;
            set->parts[set->count++] = item;
        }
    }
    /* one share may be wrong, and then they miss 100 % by a little */
    double sum = plumb_dec_double(set->shares);
    return set->count >= 2 && shares == set->count && sum > 0.95 && sum < 1.05;
}

static bool adds_up(const struct share_set *set, const struct plumb_item *whole)
{
    const struct plumb_fact *parts[PARTS_MAX];
    if (!is_plain_amount(whole) || !plumb_same_measure(whole->fact, set->parts[0]->fact))
        return false;
    for (size_t i = 0; i < set->count; i++)
        parts[i] = set->parts[i]->fact;
    return plumb_judge_sum(whole->fact, parts, NULL, set->count).verdict ==
           PLUMB_VERDICT_CONSISTENT;
}

static void push_sum(struct plumb_extract_work *work, const struct share_set *set,
                     const struct plumb_item *whole)
{
    const struct plumb_fact *parts[PARTS_MAX];
    struct plumb_claim claim;
    for (size_t i = 0; i < set->count; i++)
        parts[i] = set->parts[i]->fact;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    claim.confidence = 0.85;
    plumb_claim_sum(&claim, whole->fact, parts, NULL, set->count,
                    "the parts its shares are told of");
    plumb_claim_push(&claim);
}

const struct plumb_item *plumb_share_set_whole(struct plumb_extract_work *work,
                                               const struct plumb_item *share,
                                               const struct plumb_item *part)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_passage *own = share->passage;
    struct share_set set;
    if (!read_set(&set, share, part))
        return NULL;
    for (size_t p = own->index + 1; p-- > 0 && own->index - p <= PASSAGES_BACK;)
        for (size_t i = prose->passages[p].count; i-- > 0;) {
            const struct plumb_item *whole = &prose->passages[p].items[i];
            if ((p == own->index && i >= set.from) || !adds_up(&set, whole))
                continue;
            if (set.first_share == share)
                push_sum(work, &set, whole);
            return whole;
        }
    return NULL;
}
