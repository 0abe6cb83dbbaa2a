/* Sums that every report has, across sentences and sections: 基本支出 + 项目支出 = 总支出,
 * 人员经费 + 公用经费 = 基本支出. Inside one passage the lists of relate_sum.c see them already. */
#include "extract/relate_int.h"

struct identity {
    const char *whole;
    const char *parts[2];
};

static const struct identity identities[] = {
    {"支出", {"基本支出", "项目支出"}},
    {"收入", {"基本收入", "项目收入"}},
    {"基本支出", {"人员经费", "公用经费"}},
    {"基本支出", {"人员支出", "公用支出"}},
    {"基本支出", {"人员经费支出", "公用经费支出"}},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define NEAR_PASSAGES 6

static bool named(const struct plumb_item *item, const char *name, bool total)
{
    return item->use == PLUMB_USE_PLAIN && item->fact->unit == PLUMB_UNIT_YUAN && item->own_label &&
           (!total || item->total) && item->depth == 0 &&
           plumb_str_equal(item->core, plumb_str_from(name));
}

static struct plumb_item *find_in(struct plumb_passage *passage, const char *name, bool total)
{
    for (size_t i = 0; i < passage->count; i++)
        if (named(&passage->items[i], name, total))
            return &passage->items[i];
    return NULL;
}

static void judge_identity(struct plumb_extract_work *work, struct plumb_item *a,
                           struct plumb_item *b, struct plumb_item *whole, bool restated)
{
    const struct plumb_fact *parts[2] = {a->fact, b->fact};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    plumb_claim_sum(&claim, whole->fact, parts, NULL, 2, "parts of the whole in other sentences");
    claim.confidence = restated ? 0.9 : 0.5;
    claim.declared = restated;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && !restated) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the three numbers may have different scopes";
        claim.best.reason_zh = "三个数字的口径可能不同";
    }
    plumb_claim_push(&claim);
}

static void look_for(struct plumb_extract_work *work, const struct identity *identity)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    bool total = plumb_str_equal(plumb_str_from(identity->whole), PLUMB_STR("支出")) ||
                 plumb_str_equal(plumb_str_from(identity->whole), PLUMB_STR("收入"));
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_item *a = find_in(&prose->passages[p], identity->parts[0], false);
        for (size_t q = p; a && q < prose->count && q <= p + NEAR_PASSAGES; q++) {
            struct plumb_item *b = find_in(&prose->passages[q], identity->parts[1], false);
            if (!b)
                continue;
            struct plumb_item *x = find_in(a->passage, identity->whole, total);
            struct plumb_item *y = find_in(b->passage, identity->whole, total);
            if (p != q && (x || y)) {
                bool restated = x && y && x->fact->value.v == y->fact->value.v;
                judge_identity(work, a, b, x ? x : y, restated);
            }
            break;
        }
    }
}

void plumb_relate_identities(struct plumb_extract_work *work)
{
    for (size_t i = 0; i < COUNT(identities); i++)
        look_for(work, &identities[i]);
}
