/* Three amounts whose names say how they hang together: 资产 − 负债 = 净资产, 原值 − 累计折旧 = 净值, 合同金额 − 已付 = 未付. All
 * three within two sentences of one paragraph; in a table relate_table_identity.c sees them. */
#include "extract/relate/relate_int.h"

enum { NAMES_MAX = 4 };

struct named_balance {
    const char *whole[NAMES_MAX];
    const char *part[NAMES_MAX];
    const char *rest[NAMES_MAX];
};

static const struct named_balance balances[] = {
    {{"资产总额", "资产总计", "总资产", "资产合计"},
     {"负债总额", "负债总计", "总负债", "负债合计"},
     {"净资产", "净资产总额", "净资产合计", "所有者权益"}},
    {{"原值", "账面原值", "原价"}, {"累计折旧", "已提折旧"}, {"净值", "账面净值"}},
    {{"合同金额", "合同总价", "合同总额", "合同价款"},
     {"已支付", "已付款", "已付", "累计支付"},
     {"未支付", "尚未支付", "未付", "待支付"}},
};

static bool ends_with_one(struct plumb_str name, const char *const names[NAMES_MAX])
{
    for (size_t i = 0; i < NAMES_MAX && names[i]; i++)
        if (plumb_str_ends(name, plumb_str_from(names[i])))
            return true;
    return false;
}

static bool is_money(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
           item->use == PLUMB_USE_PLAIN && item->fact->comparator == PLUMB_CMP_NONE &&
           item->own_label;
}

/* The nearest item in front of `rest`, one sentence back at most, with one of the names; two with it at once
 * are of two things. */
static const struct plumb_item *named_before(const struct plumb_item *rest,
                                             const char *const names[NAMES_MAX])
{
    const struct plumb_item *found = NULL;
    for (size_t i = rest->index; i-- > 0;) {
        const struct plumb_item *item = &rest->passage->items[i];
        if (rest->sentence - item->sentence > 1)
            break;
        if (!is_money(item) || !ends_with_one(item->label, names))
            continue;
        if (found)
            return NULL;
        found = item;
    }
    return found;
}

/* "2021年末净资产 A，2022年末净资产 B": with a second of its name in the paragraph, which year the two are of is not told. */
static bool is_only_rest(const struct named_balance *b, const struct plumb_item *rest)
{
    size_t namesakes = 0;
    for (size_t i = 0; i < rest->passage->count; i++) {
        const struct plumb_item *item = &rest->passage->items[i];
        namesakes += item->fact->unit == PLUMB_UNIT_YUAN && plumb_is_quantity(item->fact) &&
                     ends_with_one(item->label, b->rest);
    }
    return namesakes == 1;
}

static void judge(struct plumb_extract_work *work, const struct named_balance *b,
                  struct plumb_item *rest)
{
    static const int signs[2] = {1, -1};
    const struct plumb_item *whole = named_before(rest, b->whole);
    const struct plumb_item *part = named_before(rest, b->part);
    size_t at = 0;
    if (!whole || !part || whole->depth != rest->depth || part->depth != rest->depth ||
        plumb_relation_naming(work, rest->fact, &at))
        return;
    const struct plumb_fact *parts[2] = {whole->fact, part->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BALANCE, "consistency.balance", rest);
    plumb_claim_sum(&claim, rest->fact, parts, signs, 2, "by the names: whole − part = rest");
    claim.confidence = 0.85;
    if (!plumb_claim_holds(&claim) && !is_only_rest(b, rest))
        return;
    plumb_claim_push(&claim);
}

void plumb_relate_named_balances(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!PLUMB_TELLS(passage, "净资产", "净值", "未支付", "未付", "待支付", "所有者权益"))
            continue;
        for (size_t i = 2; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            for (size_t b = 0; b < PLUMB_COUNT(balances) && is_money(item); b++)
                if (ends_with_one(item->label, balances[b].rest))
                    judge(work, &balances[b], item);
        }
    }
}
