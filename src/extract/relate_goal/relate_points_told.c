/* Points told in prose, the full marks of a part beside what it earned: "决策类满分20分，得18分，其中立项6分得6分、目标8分
 * 得7分、投入6分得5分". What is earned is no more than the full marks, the parts make their group, a score out of other
 * full marks is converted, and the execution rate earns its share. DOMAIN §3 (score.line, .weight, .total, .rate). */
#include "extract/relate/relate_int.h"

enum { PARTS_MAX = 32, GAP_BYTES = 30 };

/* "满分20分，得18分" */
struct pair {
    const struct plumb_item *full, *earned;
};

static bool is_points(const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    return fact->unit == PLUMB_UNIT_SCORE && plumb_is_quantity(fact) &&
           fact->comparator == PLUMB_CMP_NONE && fact->partner == PLUMB_NPOS &&
           plumb_dec_sign(fact->value) >= 0;
}

static bool is_earned(const struct plumb_item *item)
{
    return is_points(item) && PLUMB_ENDS(item->before, "得", "得分", "得分为", "得分:", "实得",
                                         "自评得分", "自评得", "评价得分");
}

static bool says_full(const struct plumb_item *item)
{
    return PLUMB_ENDS(item->before, "分值", "分值为", "满分", "满分为", "权重", "标准分", "总分值",
                      "分值:", "满分:");
}

/* "立项6分得6分", "项目决策（20分）得19分": nothing but the word for earning stands between the two. */
static bool is_bare_gap(struct plumb_str gap)
{
    static const char *const gaps[] = {
        "得",    "得分", ",得",    ",得分", "实得",    ",实得",   ",自评得分", ",自评得",   ")得",
        ")得分", "),得", "),得分", ")实得", ",得分为", ")自评得", ")自评得分", "),自评得分"};
    return plumb_equals_any(gap, gaps, PLUMB_COUNT(gaps));
}

static struct plumb_str clause_of(const struct plumb_item *item)
{
    struct plumb_str words = plumb_words_of_score(item);
    size_t comma = plumb_str_rfind(words, PLUMB_STR(","));
    return comma == PLUMB_NPOS ? words : plumb_str_sub(words, comma + 1, words.len);
}

/* The pair whose first number is items[i]. */
static bool read_pair(const struct plumb_passage *passage, size_t i, struct pair *out)
{
    if (i + 1 >= passage->count)
        return false;
    const struct plumb_item *a = &passage->items[i], *b = &passage->items[i + 1];
    struct plumb_str gap = plumb_text_between(a, b);
    if (!is_points(a) || a->sentence != b->sentence || gap.len > GAP_BYTES)
        return false;
    bool own = !PLUMB_HAS(gap, "总", "综合", "最终", "共", "合计", "扣", ")");
    if (is_earned(b) && !is_earned(a) && !PLUMB_HAS(clause_of(a), "扣", "得分") &&
        (is_bare_gap(gap) || (own && says_full(a)))) {
        *out = (struct pair){a, b};
        return true;
    }
    if (is_earned(a) && is_points(b) && PLUMB_ENDS(gap, "(满分", "(分值", "(满分为")) {
        *out = (struct pair){b, a};
        return true;
    }
    return false;
}

/* ---- one pair ---- */

static void push_bound(struct plumb_extract_work *work, const struct pair *pair)
{
    const struct plumb_fact *full = pair->full->fact, *earned = pair->earned->fact;
    bool above = plumb_dec_cmp(earned->value, full->value) > 0;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = above ? full->value : earned->value,
                                .high = full->value};
    if (above) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_sub(earned->value, full->value);
        j.reason = "the score is above the full marks of the line";
        j.reason_zh = "得分高于该项分值";
    }
    struct plumb_claim claim;
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_WEIGHT, full);
    plumb_claim_begin(&claim, work, PLUMB_REL_SCORE, "score.line", pair->earned);
    claim.subject = pair->full->label;
    claim.confidence = 0.85;
    plumb_claim_try(&claim, &j, &term, 1, "at most the full marks",
                    plumb_arena_printf(work->arena, "%s of %s", plumb_fact_text(work, earned),
                                       plumb_fact_text(work, full)));
    plumb_claim_push(&claim);
}

/* "预算执行率90%，该项分值10分，得9分": the rate stands just in front of the pair. */
static void push_execution(struct plumb_extract_work *work, const struct pair *pair)
{
    const struct plumb_item *first = pair->full < pair->earned ? pair->full : pair->earned;
    const struct plumb_item *rate = first->index ? first - 1 : NULL;
    if (!rate || rate->sentence != first->sentence || rate->fact->unit != PLUMB_UNIT_FRACTION ||
        !PLUMB_HAS(rate->before, "执行率") || rate->fact->comparator != PLUMB_CMP_NONE ||
        PLUMB_HAS(first->before, "指标", ";", "到位", "满意", "完成率"))
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SCORE, "score.rate", pair->earned);
    claim.subject = rate->label;
    plumb_claim_rate_points(&claim, rate->fact, pair->full->fact, pair->earned->fact);
    plumb_claim_push(&claim);
}

/* "满分90分，实得82.8分，折算为百分制得分92分" */
static void push_converted(struct plumb_extract_work *work, const struct pair *pair)
{
    const struct plumb_item *last = pair->full > pair->earned ? pair->full : pair->earned;
    if (last->index + 1 >= last->passage->count || plumb_dec_sign(pair->full->fact->value) <= 0)
        return;
    const struct plumb_item *item = last + 1;
    if (!is_points(item) || item->sentence != last->sentence ||
        !PLUMB_HAS(item->before, "折算", "换算", "折合") ||
        (!plumb_str_has(item->before, "百分制") && plumb_str_has(item->before, "权重")))
        return;
    struct plumb_fact rate = *item->fact;
    plumb_dec hundredth = plumb_dec_pow10(-2), hundred = plumb_dec_int(100);
    rate.unit = PLUMB_UNIT_FRACTION;
    rate.value = plumb_dec_mul(rate.value, hundredth, PLUMB_ROUND_NEAREST);
    rate.ulp = plumb_dec_mul(rate.ulp, hundredth, PLUMB_ROUND_NEAREST);
    struct plumb_judgement j =
        plumb_judge_ratio(&rate, pair->earned->fact, pair->full->fact, work->mode);
    j.expected = plumb_dec_mul(j.expected, hundred, PLUMB_ROUND_NEAREST);
    j.low = plumb_dec_mul(j.low, hundred, PLUMB_ROUND_NEAREST);
    j.high = plumb_dec_mul(j.high, hundred, PLUMB_ROUND_NEAREST);
    j.gap = plumb_dec_mul(j.gap, hundred, PLUMB_ROUND_NEAREST);
    struct plumb_claim claim;
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_SCORE, pair->earned->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_WEIGHT, pair->full->fact)};
    plumb_claim_begin(&claim, work, PLUMB_REL_SCORE, "score.total", item);
    claim.confidence = 0.8;
    plumb_claim_try(&claim, &j, terms, 2, "converted to 100 points",
                    plumb_arena_printf(work->arena, "%s ÷ %s × 100 = %s, printed %s",
                                       plumb_fact_text(work, pair->earned->fact),
                                       plumb_fact_text(work, pair->full->fact),
                                       plumb_value_text(work, j.expected, item->fact, 2),
                                       plumb_fact_text(work, item->fact)));
    plumb_claim_push(&claim);
}

/* ---- a group and its parts ---- */

struct group {
    struct pair whole;
    const struct plumb_fact *full[PARTS_MAX], *earned[PARTS_MAX];
    size_t count;
};

/* The pairs behind "其中", one right behind the other up to the sentence's end. */
static bool read_group(const struct plumb_passage *passage, size_t i, struct group *out)
{
    size_t at = i + 2;
    out->count = 0;
    if (!read_pair(passage, i, &out->whole) || at >= passage->count ||
        !PLUMB_HAS(plumb_text_between(&passage->items[at - 1], &passage->items[at]), "其中", "包括",
                   "具体"))
        return false;
    struct pair part;
    for (; at < passage->count && out->count < PARTS_MAX && read_pair(passage, at, &part) &&
           passage->items[at].sentence == passage->items[i].sentence;
         at += 2) {
        out->full[out->count] = part.full->fact;
        out->earned[out->count++] = part.earned->fact;
    }
    return out->count >= 2;
}

static bool adds_up(const struct plumb_fact *total, const struct plumb_fact *const *parts, size_t n)
{
    plumb_dec sum = {0};
    for (size_t i = 0; i < n; i++)
        sum = plumb_dec_add(sum, parts[i]->value);
    return sum.v == total->value.v;
}

static void push_sum(struct plumb_extract_work *work, const struct plumb_item *total,
                     const struct plumb_fact *const *parts, size_t n, const char *check)
{
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SCORE, check, total);
    claim.confidence = 0.85;
    plumb_claim_sum(&claim, total->fact, parts, NULL, n, "the parts of the group");
    plumb_claim_push(&claim);
}

/* The full marks of the parts show that none is missing, or else what they earned does. */
static void relate_group(struct plumb_extract_work *work, const struct group *g)
{
    bool full = adds_up(g->whole.full->fact, g->full, g->count);
    bool earned = adds_up(g->whole.earned->fact, g->earned, g->count);
    if (!full && !earned)
        return;
    push_sum(work, g->whole.full, g->full, g->count, "score.weight");
    push_sum(work, g->whole.earned, g->earned, g->count, "score.total");
}

/* ---- weights in a row ---- */

/* "分值分别为15分、20分、35分、30分，总分100分" */
static void relate_weights(struct plumb_extract_work *work, const struct plumb_passage *passage,
                           size_t i)
{
    const struct plumb_item *first = &passage->items[i];
    const struct plumb_fact *parts[PARTS_MAX];
    size_t n = 0;
    if (!is_points(first) || !PLUMB_ENDS(first->before, "分值分别为", "权重分别为", "分值依次为",
                                         "满分分别为", "分值各为", "权重依次为"))
        return;
    while (i < passage->count && n < PARTS_MAX && is_points(&passage->items[i]) &&
           plumb_same_row(first, &passage->items[i]))
        parts[n++] = passage->items[i++].fact;
    if (n < 3 || i >= passage->count)
        return;
    const struct plumb_item *total = &passage->items[i];
    if (is_points(total) && total->sentence == first->sentence &&
        PLUMB_ENDS(total->before, "总分", "总分为", "合计", "满分", "满分为", "共计", "总计", "共",
                   "总分值", "总分值为"))
        push_sum(work, total, parts, n, "score.weight");
}

static void relate_passage(struct plumb_extract_work *work, const struct plumb_passage *passage)
{
    struct group *group = NULL;
    for (size_t i = 0; i < passage->count; i++) {
        struct pair pair;
        if (passage->items[i].fact->unit != PLUMB_UNIT_SCORE)
            continue;
        relate_weights(work, passage, i);
        if (!read_pair(passage, i, &pair))
            continue;
        push_bound(work, &pair);
        push_execution(work, &pair);
        push_converted(work, &pair);
        group = group ? group : plumb_arena_alloc(work->arena, sizeof *group);
        if (read_group(passage, i, group))
            relate_group(work, group);
    }
}

void plumb_relate_points_told(struct plumb_extract_work *work)
{
    const struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        if (prose->passages[p].count >= 2 && !prose->passages[p].is_cell)
            relate_passage(work, &prose->passages[p]);
}
