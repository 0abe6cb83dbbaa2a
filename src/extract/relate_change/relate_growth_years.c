/* Growth on a base that another sentence tells under its year: "2015 年收案 A 件、结案 B 件，比 2014 年分别上升 p
 * 和 q", "2014 年收案 C 件，结案 D 件". DOMAIN §1.6. */
#include "extract/relate/relate_int.h"

#define ROW_MAX 8

static bool joined(const struct plumb_item *a, const struct plumb_item *b)
{
    struct plumb_str gap = plumb_text_between(a, b);
    return plumb_str_equal(gap, PLUMB_STR("、")) || plumb_str_equal(gap, PLUMB_STR("和")) ||
           plumb_str_equal(gap, PLUMB_STR("与")) || plumb_str_equal(gap, PLUMB_STR("及")) ||
           plumb_str_equal(gap, PLUMB_STR(","));
}

static bool is_growth(const struct plumb_item *item)
{
    return item->use == PLUMB_USE_GROWTH && item->fact->unit == PLUMB_UNIT_FRACTION &&
           item->fact->comparator == PLUMB_CMP_NONE;
}

/* Rates in a row that `first` begins. */
static size_t row_of(const struct plumb_item *first)
{
    size_t n = 1;
    while (first->index + n < first->passage->count && n < ROW_MAX && is_growth(first + n) &&
           joined(first + n - 1, first + n))
        n++;
    return n;
}

static int year_of(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_YEAR ? (int)(fact->value.v / PLUMB_DEC_ONE) : 0;
}

static int printed_year(const struct plumb_extract_work *work, const struct plumb_item *item)
{
    return item->fact->year ? item->fact->year : work->year;
}

/* The last n plain amounts of the sentence in front of the rates; 0 when something else stands there. */
static size_t currents_of(const struct plumb_item *first, size_t n, struct plumb_item *out[ROW_MAX])
{
    struct plumb_passage *passage = first->passage;
    size_t found = 0;
    for (size_t i = first->index; i-- > 0 && found < n;) {
        struct plumb_item *item = &passage->items[i];
        if (item->sentence != first->sentence || plumb_is_rate(item->fact))
            break;
        /* "甲 A 万元（较2010年压缩 q%）" */
        bool in_bracket = n == 1 && item->depth + 1 == first->depth &&
                          plumb_str_starts(plumb_text_after(item), PLUMB_STR("("));
        if (item->use == PLUMB_USE_PLAIN && plumb_is_amount(item->fact) &&
            (item->depth == first->depth || in_bracket))
            out[n - ++found] = item;
    }
    return found == n ? n : 0;
}

/* Told under the same name, in the year that is the base. */
static bool is_base(struct plumb_extract_work *work, const struct plumb_item *current,
                    const struct plumb_item *item, int year)
{
    return item != current && item->use == PLUMB_USE_PLAIN && item->fact->year == year &&
           item->fact->stage == current->fact->stage &&
           plumb_same_measure(item->fact, current->fact) && item->own_label &&
           item->core.len >= 6 && plumb_name_likeness(item->core, current->core) >= 0.7 &&
           !plumb_names_oppose(work, item->core, current->core);
}

static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *rate)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, rate, &at)) != NULL;)
        if (r->kind == PLUMB_REL_GROWTH && r->stated.fact == rate->id &&
            r->verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *rate, bool down,
                  struct plumb_item *current, int year)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_claim claim;
    size_t exact = 0;
    plumb_claim_begin(&claim, work, PLUMB_REL_GROWTH, "consistency.growth", rate);
    for (size_t p = 0; p < prose->count && !plumb_claim_holds(&claim); p++)
        for (size_t i = 0; i < prose->passages[p].count && !plumb_claim_holds(&claim); i++) {
            struct plumb_item *item = &prose->passages[p].items[i];
            if (!is_base(work, current, item, year))
                continue;
            exact += plumb_str_equal(item->core, current->core);
            plumb_claim_growth(&claim, rate->fact, down ? -1 : 1, current->fact, item->fact, NULL,
                               "current ÷ the base told under its year − 1");
        }
    if (!claim.tried)
        return;
    claim.subject = current->label;
    claim.confidence = 0.75;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && (exact != 1 || claim.readings > 1)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the base may be another number of that year";
        claim.best.reason_zh = "基期数可能为该年度的其他数字";
    }
    plumb_claim_push(&claim);
}

/* What stands between the last comma and the first rate. */
static struct plumb_str clause_of(const struct plumb_item *first)
{
    struct plumb_str front = plumb_str_sub(first->passage->text, 0, first->at);
    size_t comma = plumb_str_rfind(front, PLUMB_STR(","));
    return comma == PLUMB_NPOS ? front : plumb_str_sub(front, comma, front.len);
}

static void one_row(struct plumb_extract_work *work, struct plumb_item *first)
{
    struct plumb_item *currents[ROW_MAX];
    struct plumb_str words = first->before;
    size_t n = row_of(first);
    if (PLUMB_HAS(clause_of(first), "同口径", "可比", "剔除", "扣除", "不变价", "还原", "环比"))
        return;
    const struct plumb_item *in_front = first->index > 0 ? first - 1 : NULL;
    int year = in_front && in_front->sentence == first->sentence &&
                       PLUMB_ENDS(in_front->before, "比", "较", "与")
                   ? year_of(in_front->fact)
                   : 0;
    bool yearly = PLUMB_HAS(words, "同比", "上年", "去年", "上一年");
    if ((!year && !yearly) || !currents_of(first, n, currents))
        return;
    bool down = PLUMB_HAS(words, "下降", "减少", "降低", "下滑", "回落", "压缩", "压减");
    for (size_t k = 0; k < n; k++) {
        int base = year ? year : printed_year(work, currents[k]) - 1;
        if (base > 1900 && !is_stated(work, first[k].fact))
            judge(work, first + k, down, currents[k], base);
    }
}

void plumb_relate_growth_years(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 1; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (is_growth(item) && !(is_growth(item - 1) && joined(item - 1, item)))
                one_row(work, item);
        }
    }
}
