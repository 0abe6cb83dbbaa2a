/* Points told in prose: "满分100分，执行率扣0.7分、培训扣1.5分，共扣2.2分，得分97.8分". The deductions make up
 * their total, and the full marks less the deductions are the score (check score.total). */
#include "extract/relate/relate_int.h"

enum { PARTS_MAX = 32 };

struct deductions {
    const struct plumb_item *parts[PARTS_MAX];
    size_t count;
    const struct plumb_item *total, *full, *score;
    bool several; /* more than one total, full marks or score: whose they are is not told */
};

static void keep(const struct plumb_item **place, const struct plumb_item *item, bool *several)
{
    *several = *several || (*place && (*place)->fact->value.v != item->fact->value.v);
    *place = item;
}

static bool is_points(const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    return fact->unit == PLUMB_UNIT_SCORE && fact->kind == PLUMB_FACT_QUANTITY &&
           fact->comparator == PLUMB_CMP_NONE && fact->partner == PLUMB_NPOS &&
           plumb_dec_sign(fact->value) >= 0;
}

/* What the words in front of a number of points make of it. */
static void sort_item(struct deductions *d, const struct plumb_item *item)
{
    struct plumb_str before = item->before;
    bool taken = PLUMB_ENDS(before, "扣", "扣分", "扣减", "扣除", "扣了", "扣去", "扣掉", "扣分为");
    bool all =
        PLUMB_ENDS(before, "共扣", "共扣分", "合计扣", "合计扣分", "共计扣", "共计扣分", "累计扣",
                   "累计扣分", "总扣分", "扣分合计", "共扣减", "共扣除", "扣分共计");
    if (all)
        keep(&d->total, item, &d->several);
    else if (taken && d->count < PARTS_MAX)
        d->parts[d->count++] = item;
    else if (taken)
        d->several = true;
    else if (PLUMB_ENDS(before, "满分", "满分为", "总分值", "总分值为", "标准分", "满分值"))
        keep(&d->full, item, &d->several);
    else if (PLUMB_ENDS(before, "分值", "分值为")) {
        d->several =
            d->several || d->full != NULL; /* one indicator, or whose they are is not told */
        d->full = item;
    } else if (PLUMB_ENDS(before, "得分", "得分为", "总得分", "实得", "实际得分", "最终得",
                          "评分为", "自评分", "自评分为", "总分为", "得"))
        keep(&d->score, item, &d->several);
}

static void push_sum(struct plumb_extract_work *work, const struct plumb_item *stated,
                     const struct plumb_fact *const *facts, const int *signs, size_t n,
                     const char *reading)
{
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SCORE, "score.total", stated);
    claim.confidence = 0.85;
    plumb_claim_sum(&claim, stated->fact, facts, signs, n, reading);
    plumb_claim_push(&claim);
}

/* "扣7.5分，其中…扣2分、…扣5.5分": one of them is the sum of the others, though it is not called so. */
static void find_total(struct deductions *d)
{
    plumb_dec sum = {0};
    for (size_t i = 0; i < d->count; i++)
        sum = plumb_dec_add(sum, d->parts[i]->fact->value);
    for (size_t i = 0; i < d->count && d->count > 2 && !d->total; i++) {
        plumb_dec value = d->parts[i]->fact->value;
        if (plumb_dec_add(value, value).v == sum.v)
            d->total = d->parts[i];
    }
}

/* "…扣2.5分，…扣2分，最终自评得分95.5分": nobody prints that a score counts from 100. Not every deduction need be
 * told, so that the score may be lower, but no higher unless by a slip. */
static void from_hundred(struct plumb_extract_work *work, struct deductions *d)
{
    const struct plumb_fact *score = d->score->fact, *parts[PARTS_MAX + 1];
    struct plumb_term terms[PARTS_MAX];
    int signs[PARTS_MAX + 1];
    struct plumb_fact full = *score;
    size_t n = 0;
    if (!PLUMB_HAS(d->score->before, "最终", "自评", "综合", "总得分", "总分", "评价得分",
                   "实际") ||
        plumb_dec_cmp(score->value, plumb_dec_int(50)) < 0)
        return;
    find_total(d);
    full.value = plumb_dec_int(100);
    full.decimals = 0;
    full.ulp = (plumb_dec){0};
    parts[0] = &full;
    signs[0] = 1;
    for (size_t i = 0; i < (d->total ? 1 : d->count); i++) {
        const struct plumb_fact *taken = d->total ? d->total->fact : d->parts[i]->fact;
        terms[n++] = plumb_term_fact(work, PLUMB_ROLE_MINUS, taken);
        parts[n] = taken;
        signs[n] = -1;
    }
    struct plumb_judgement j = plumb_judge_sum(score, parts, signs, n + 1);
    bool higher = plumb_dec_cmp(score->value, j.expected) > 0;
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && !higher && !plumb_one_slip(score, j.expected))
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SCORE, "score.total", d->score);
    claim.confidence = 0.75;
    plumb_claim_try(&claim, &j, terms, n, "100 less the deductions",
                    plumb_arena_printf(work->arena, "100 less the deductions is %s, printed %s",
                                       plumb_value_text(work, j.expected, score, 1),
                                       plumb_fact_text(work, score)));
    plumb_claim_push(&claim);
}

/* "每少一次扣1分，扣完为止" says how points would be lost. */
static bool is_scoring_rule(struct plumb_str text)
{
    return PLUMB_HAS(text, "扣完为止", "每少", "每降", "每减少", "每超", "每增", "每下降", "每偏离",
                     "每发现", "每出现", "每有", "每缺", "每低", "每高", "不得分", "酌情",
                     "否则扣");
}

static void relate_passage(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct deductions d = {.count = 0};
    const struct plumb_fact *facts[PARTS_MAX + 1];
    int signs[PARTS_MAX + 1];
    for (size_t i = 0; i < passage->count; i++)
        if (is_points(&passage->items[i]))
            sort_item(&d, &passage->items[i]);
    if (d.several || (!d.total && d.count == 0) || is_scoring_rule(passage->text))
        return;
    for (size_t i = 0; i < d.count; i++)
        facts[i] = d.parts[i]->fact;
    if (d.total && d.count >= 2)
        push_sum(work, d.total, facts, NULL, d.count, "the deductions");
    if (!d.full || !d.score) {
        if (d.score && (d.total || d.count >= 2))
            from_hundred(work, &d);
        return;
    }
    facts[0] = d.full->fact;
    signs[0] = 1;
    size_t n = 1;
    if (d.total) {
        facts[n] = d.total->fact;
        signs[n++] = -1;
    }
    for (size_t i = 0; i < d.count && !d.total; i++) {
        facts[n] = d.parts[i]->fact;
        signs[n++] = -1;
    }
    push_sum(work, d.score, facts, signs, n, "full marks less the deductions");
}

void plumb_relate_deductions(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        if (!prose->passages[p].is_cell)
            relate_passage(work, &prose->passages[p]);
}
