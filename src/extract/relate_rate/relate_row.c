/* Rows: the mean of a row ("三年分别为 a、b、c，平均 d") and one number to one of another
 * ("甲 A 元，乙 B 元，比为 2.10∶1"). DOMAIN §1.5. */
#include <string.h>

#include "extract/relate/relate_int.h"

#define ROW_MAX 12

static bool follows(const struct plumb_item *a, const struct plumb_item *b)
{
    struct plumb_str gap = plumb_text_between(a, b);
    return (plumb_str_starts(gap, PLUMB_STR("、")) || plumb_str_starts(gap, PLUMB_STR("和")) ||
            plumb_str_equal(gap, PLUMB_STR(",")) || plumb_str_starts(gap, PLUMB_STR("及"))) &&
           plumb_utf8_count(gap) <= 12 && a->fact->unit == b->fact->unit &&
           plumb_is_quantity(a->fact) && plumb_is_quantity(b->fact);
}

/* The row that ends right in front of `item`, nearest last; its length. */
static size_t row_in_front(struct plumb_item *item, const struct plumb_fact *parts[ROW_MAX])
{
    struct plumb_passage *passage = item->passage;
    size_t n = 0, last = item->index;
    while (last > 0) { /* "三年平均": a count of the members may stand between */
        struct plumb_item *before = &passage->items[last - 1];
        if (before->sentence != item->sentence)
            return 0;
        if (before->fact->unit == item->fact->unit && plumb_is_quantity(before->fact))
            break;
        if (item->index - last >= 2)
            return 0;
        last--;
    }
    if (last == 0)
        return 0;
    size_t first = last - 1;
    while (first > 0 && passage->items[first - 1].sentence == item->sentence &&
           follows(&passage->items[first - 1], &passage->items[first]))
        first--;
    for (size_t i = first; i < last && n < ROW_MAX; i++)
        parts[n++] = passage->items[i].fact;
    return n;
}

/* A mean lies between the least and the greatest of its row, or is a slip away from what it should be;
 * any other number is the mean of something else ("总产 A 吨、增 B 吨，平均亩产 C 公斤"). */
static bool may_be_mean(const struct plumb_fact *mean, const struct plumb_fact *const *parts,
                        size_t n, plumb_dec expected)
{
    plumb_dec low = parts[0]->value, high = parts[0]->value;
    for (size_t i = 1; i < n; i++) {
        low = parts[i]->value.v < low.v ? parts[i]->value : low;
        high = parts[i]->value.v > high.v ? parts[i]->value : high;
    }
    return (mean->value.v >= low.v && mean->value.v <= high.v) || plumb_one_slip(mean, expected);
}

static void mean_of_row(struct plumb_extract_work *work, struct plumb_item *mean)
{
    const struct plumb_fact *parts[ROW_MAX];
    struct plumb_term terms[ROW_MAX];
    if (!PLUMB_HAS(mean->before, "平均", "年均", "月均", "均值") ||
        !plumb_is_quantity(mean->fact) ||
        PLUMB_HAS(mean->before, "每", "人均", "户均", "增长", "高于", "低于", "全省", "全市",
                  "全国"))
        return;
    size_t n = row_in_front(mean, parts);
    if (n < 2)
        return;
    struct plumb_interval sum = plumb_interval_point((plumb_dec){0});
    plumb_dec value = {0};
    for (size_t i = 0; i < n; i++) {
        sum = plumb_interval_add(sum, plumb_fact_interval(parts[i], PLUMB_MODE_NEAREST));
        value = plumb_dec_add(value, parts[i]->value);
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, parts[i]);
    }
    plumb_dec count = plumb_dec_int((int64_t)n);
    struct plumb_judgement j = plumb_judge_quotient(mean->fact, sum, plumb_interval_point(count),
                                                    value, count, work->mode);
    if (j.verdict == PLUMB_VERDICT_INCONSISTENT && !may_be_mean(mean->fact, parts, n, j.expected))
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_AVERAGE, "consistency.average", mean);
    claim.confidence = 0.75;
    plumb_claim_try(&claim, &j, terms, n, "mean of the row in front",
                    plumb_arena_printf(work->arena, "mean of %zu = %s, printed %s", n,
                                       plumb_value_text(work, j.expected, mean->fact, 2),
                                       plumb_fact_text(work, mean->fact)));
    bool rate = plumb_is_rate(mean->fact); /* a mean of rates may be weighted */
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        (rate || !PLUMB_HAS(mean->before, "平均")) &&
        !plumb_one_slip(mean->fact, claim.best.expected)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the mean may be weighted";
        claim.best.reason_zh = "该平均数可能为加权平均";
    }
    plumb_claim_push(&claim);
}

/* ---- A 与 B 之比 r:1 ----------------------------------------------------------------------------- */

static bool is_to_one(const struct plumb_item *item)
{
    struct plumb_str after = plumb_text_after(item);
    const struct plumb_item *next = item + 1;
    if (item->index + 1 < item->passage->count && plumb_is_quantity(next->fact) &&
        next->fact->value.v == PLUMB_DEC_ONE &&
        (plumb_str_equal(after, PLUMB_STR(":")) || plumb_str_equal(after, PLUMB_STR("∶")) ||
         plumb_str_equal(after, PLUMB_STR("比"))))
        return true;
    return plumb_str_starts(after, PLUMB_STR(":1")) || plumb_str_starts(after, PLUMB_STR("∶1")) ||
           plumb_str_starts(after, PLUMB_STR("比1"));
}

/* 1∶14.5: the one stands in front. */
static bool is_one_to(const struct plumb_item *item)
{
    return item->index > 0 && item[-1].fact->value.v == PLUMB_DEC_ONE &&
           item[-1].sentence == item->sentence &&
           (plumb_str_equal(item->before, PLUMB_STR(":")) ||
            plumb_str_equal(item->before, PLUMB_STR("∶")) ||
            plumb_str_equal(item->before, PLUMB_STR("比")));
}

/* 师生比, 床护比 …: the name of the ratio says what it compares. */
static bool names_sides(const struct plumb_item *ratio, const struct plumb_item *a,
                        const struct plumb_item *b)
{
    static const struct {
        const char *name[2], *one[2], *other[2];
    } sides[] = {
        {{"师生比", "生师比"}, {"教师", "老师"}, {"学生", "在校生"}},
        {{"床护比", "护床比"}, {"护士", "护理人员"}, {"床位", "病床"}},
        {{"医护比", "护医比"}, {"护士", "护理人员"}, {"医师", "医生"}},
    };
    struct plumb_str words = is_one_to(ratio) ? ratio[-1].before : ratio->before;
    for (size_t i = 0; i < PLUMB_COUNT(sides); i++)
        if (plumb_has_any(words, sides[i].name, 2))
            return (plumb_has_any(a->label, sides[i].one, 2) &&
                    plumb_has_any(b->label, sides[i].other, 2)) ||
                   (plumb_has_any(b->label, sides[i].one, 2) &&
                    plumb_has_any(a->label, sides[i].other, 2));
    return false;
}

/* Two persons, two amounts of money …; persons of two kinds count as alike. */
static bool can_compare(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->unit == b->unit && a->unit != PLUMB_UNIT_NONE && plumb_dec_sign(a->value) > 0 &&
           plumb_dec_sign(b->value) > 0 && plumb_is_quantity(a) && !plumb_is_rate(a) &&
           a->unit != PLUMB_UNIT_TIME;
}

/* "甲与乙之比 r:1": is the number's noun, its last two characters, among the words? */
static bool is_named(struct plumb_str words, const struct plumb_item *item)
{
    struct plumb_str noun = item->core;
    size_t two = 2 * strlen("甲");
    return noun.len >= two &&
           plumb_str_find(words, plumb_str_sub(noun, noun.len - two, noun.len)) != PLUMB_NPOS;
}

/* The words name the two that are compared, and what stands in front is neither of them. */
static bool compares_others(const struct plumb_item *ratio)
{
    if (!PLUMB_HAS(ratio->before, "之比", "的比例", "比例为") ||
        !PLUMB_HAS(ratio->before, "与", "和"))
        return false;
    for (size_t i = 0; i < ratio->index; i++)
        if (is_named(ratio->before, &ratio->passage->items[i]))
            return false;
    return true;
}

static void to_one(struct plumb_extract_work *work, struct plumb_item *ratio)
{
    struct plumb_passage *passage = ratio->passage;
    struct plumb_claim claim;
    if (ratio->fact->decimals == 0 || !plumb_is_quantity(ratio->fact) ||
        !(is_to_one(ratio) || is_one_to(ratio)))
        return;
    struct plumb_fact rate = *ratio->fact;
    rate.unit = PLUMB_UNIT_MULTIPLE;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", ratio);
    size_t pairs = 0, named = 0;
    for (size_t i = ratio->index; i-- > 0 && !plumb_claim_holds(&claim);)
        for (size_t k = i; k-- > 0 && !plumb_claim_holds(&claim);) {
            const struct plumb_fact *a = passage->items[k].fact, *b = passage->items[i].fact;
            if (!can_compare(a, b) || passage->items[k].use == PLUMB_USE_DELTA ||
                passage->items[i].use == PLUMB_USE_DELTA)
                continue;
            pairs++;
            named += names_sides(ratio, &passage->items[k], &passage->items[i]);
            bool first = a->value.v >= b->value.v;
            plumb_claim_ratio(&claim, &rate, first ? a : b, first ? b : a, "one to the other");
        }
    if (!claim.tried)
        return;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && named != 1 &&
        (pairs > 1 || compares_others(ratio))) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "it is not certain which two numbers this ratio compares";
        claim.best.reason_zh = "无法确定该比值比较的是哪两个数";
    }
    claim.confidence = 0.7;
    plumb_claim_push(&claim);
}

/* ---- three rows --------------------------------------------------------------------------------- */

/* Length of the row that begins at item, 1 when it stands alone. Amounts with words between them
 * ("甲 352 万元、乙 234 万元") are a row as well. */
static size_t row_from(const struct plumb_passage *passage, size_t first)
{
    size_t n = 1;
    while (first + n < passage->count && n < ROW_MAX &&
           passage->items[first + n].sentence == passage->items[first].sentence &&
           follows(&passage->items[first + n - 1], &passage->items[first + n]))
        n++;
    return n;
}

struct rows {
    struct plumb_item *rates, *tops, *bottoms;
    size_t count;
};

static size_t held(struct plumb_extract_work *work, const struct rows *r, bool swapped)
{
    size_t n = 0;
    for (size_t k = 0; k < r->count; k++) {
        const struct plumb_fact *a = (swapped ? r->bottoms : r->tops)[k].fact;
        const struct plumb_fact *b = (swapped ? r->tops : r->bottoms)[k].fact;
        n += plumb_dec_sign(b->value) > 0 &&
             plumb_judge_ratio(r->rates[k].fact, a, b, work->mode).verdict ==
                 PLUMB_VERDICT_CONSISTENT;
    }
    return n;
}

/* "其中甲 352 万元、乙 234 万元，分别支出 345 万元、222.3 万元，支出率分别为 98 %、95 %": k-th rate = k-th
 * amount of the one row ÷ that of the other, when at least half of them say so. */
static void rate_rows(struct plumb_extract_work *work, struct plumb_passage *passage, size_t at)
{
    struct rows r = {.rates = &passage->items[at], .count = row_from(passage, at)};
    if (r.count < 2 || r.rates->fact->unit != PLUMB_UNIT_FRACTION ||
        r.rates->use == PLUMB_USE_GROWTH || !PLUMB_HAS(r.rates->before, "分别", "依次"))
        return;
    for (size_t i = 0; i < at;) {
        struct plumb_item *item = &passage->items[i];
        size_t n = plumb_is_amount(item->fact) ? row_from(passage, i) : 1;
        if (n == r.count && i + n <= at) {
            r.bottoms = r.tops;
            r.tops = item;
        }
        i += n;
    }
    if (!r.tops || !r.bottoms || !plumb_same_measure(r.tops->fact, r.bottoms->fact))
        return;
    bool swapped = held(work, &r, true) > held(work, &r, false);
    if (2 * held(work, &r, swapped) < r.count)
        return;
    for (size_t k = 0; k < r.count; k++) {
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", &r.rates[k]);
        plumb_claim_ratio(&claim, r.rates[k].fact, (swapped ? r.bottoms : r.tops)[k].fact,
                          (swapped ? r.tops : r.bottoms)[k].fact,
                          "k-th of one row ÷ k-th of another");
        claim.confidence = 0.85;
        plumb_claim_push(&claim);
    }
}

void plumb_relate_rows(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            mean_of_row(work, &prose->passages[p].items[i]);
            to_one(work, &prose->passages[p].items[i]);
            if (i == 0 || !follows(&prose->passages[p].items[i - 1], &prose->passages[p].items[i]))
                rate_rows(work, &prose->passages[p], i);
        }
}
