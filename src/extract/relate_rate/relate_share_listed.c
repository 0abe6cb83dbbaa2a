/* Shares of things named in a row, whose amounts are told in another sentence: "小学、初中和高中在校生分别占在校生总数的 p、q
 * 和 r". The whole is the amount that most of the shares fit (chance: relate_share_common.c). */
#include "extract/relate/relate_prose.h"
#include "extract/relate_sum/relate_listed_names.h"

#define REACH 4 /* passages in front of the row and behind it */
#define WHOLES_MAX 48

struct row {
    struct plumb_item *shares;
    const struct plumb_item *parts[PLUMB_LISTED_MAX];
    size_t count;
};

static bool is_amount(const struct plumb_item *item)
{
    return item->use == PLUMB_USE_PLAIN && plumb_is_amount(item->fact) &&
           plumb_dec_sign(item->fact->value) > 0;
}

/* Rates in a row that `first` begins. */
static size_t row_length(const struct plumb_item *first)
{
    size_t n = 1;
    while (first->index + n < first->passage->count && n < PLUMB_LISTED_MAX) {
        struct plumb_str gap = plumb_text_between(first + n - 1, first + n);
        if (!plumb_is_rate(first[n].fact) ||
            !(plumb_str_equal(gap, PLUMB_STR("、")) || plumb_str_equal(gap, PLUMB_STR("和")) ||
              plumb_str_equal(gap, PLUMB_STR(","))))
            break;
        n++;
    }
    return n;
}

/* "同城、异地快递业务量" in front of 分别占. */
static struct plumb_str listing(const struct plumb_item *first)
{
    struct plumb_str words = first->before;
    size_t end = plumb_str_find(words, PLUMB_STR("分别占"));
    if (end == PLUMB_NPOS)
        return PLUMB_STR("");
    words = plumb_str_sub(words, 0, end);
    size_t comma = plumb_str_rfind(words, PLUMB_STR(","));
    return comma == PLUMB_NPOS ? words : plumb_str_sub(words, comma + 1, words.len);
}

/* "国际业务量" for 国际 and for 国际快递业务量: the last of the listed names has the noun of all. */
static bool begins_alike(struct plumb_str label, struct plumb_str name)
{
    size_t n = 0;
    if (plumb_str_has(label, "占") || plumb_str_find(label, name) != PLUMB_NPOS)
        return !plumb_str_has(label, "占");
    while (n < label.len && n < name.len && label.ptr[n] == name.ptr[n])
        n++;
    return n >= 9 && name.len >= 12;
}

/* The amount whose name begins with the listed word, nearest in front, then behind. */
static const struct plumb_item *part_named(const struct plumb_prose *prose,
                                           const struct plumb_item *share, struct plumb_str name,
                                           const struct plumb_item *like)
{
    size_t own = share->passage->index;
    for (size_t step = 0; step <= 2 * REACH; step++) {
        size_t back = step <= REACH ? step : 0, ahead = step <= REACH ? 0 : step - REACH;
        if (back > own || own - back + ahead >= prose->count)
            continue;
        const struct plumb_passage *passage = &prose->passages[own - back + ahead];
        for (size_t i = passage->count; i-- > 0;) {
            const struct plumb_item *item = &passage->items[i];
            bool begins = begins_alike(item->label, name) || plumb_str_equal(item->core, name);
            if (is_amount(item) && item->own_label && begins &&
                (item->passage != share->passage || item->sentence != share->sentence) &&
                (!like || plumb_same_measure(item->fact, like->fact)))
                return item;
        }
    }
    return NULL;
}

static bool fits(const struct plumb_extract_work *work, const struct row *row, size_t k,
                 const struct plumb_item *whole)
{
    return whole->fact->value.v >= row->parts[k]->fact->value.v &&
           plumb_judge_ratio(row->shares[k].fact, row->parts[k]->fact, whole->fact, work->mode)
                   .verdict == PLUMB_VERDICT_CONSISTENT;
}

static void push(struct plumb_extract_work *work, const struct row *row,
                 const struct plumb_item *whole, size_t fitting)
{
    for (size_t k = 0; k < row->count; k++) {
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_SHARE, "consistency.share", &row->shares[k]);
        plumb_claim_ratio(&claim, row->shares[k].fact, row->parts[k]->fact, whole->fact,
                          "k-th name's amount ÷ the whole that the others have");
        bool holds = plumb_claim_holds(&claim);
        if (!holds && (fitting < 3 || !plumb_one_slip(row->shares[k].fact, claim.best.expected)))
            continue;
        claim.terms[1].role = PLUMB_ROLE_WHOLE;
        claim.subject = row->parts[k]->label;
        claim.confidence = 0.75;
        plumb_claim_push(&claim);
    }
}

/* The amount near the row that at least two shares and all but one fit. */
static void find_whole(struct plumb_extract_work *work, const struct row *row)
{
    const struct plumb_prose *prose = work->prose;
    const struct plumb_item *best = NULL;
    size_t own = row->shares->passage->index, most = 0, tried = 0;
    for (size_t p = own > REACH ? own - REACH : 0; p < prose->count && p <= own + REACH; p++)
        for (size_t i = 0; i < prose->passages[p].count && tried < WHOLES_MAX; i++) {
            const struct plumb_item *whole = &prose->passages[p].items[i];
            size_t n = 0;
            if (!is_amount(whole) || !plumb_same_measure(whole->fact, row->parts[0]->fact))
                continue;
            tried++;
            for (size_t k = 0; k < row->count; k++)
                n += fits(work, row, k, whole);
            if (n > most) {
                most = n;
                best = whole;
            }
        }
    if (best && most >= 2 && most + 1 >= row->count)
        push(work, row, best, most);
}

void plumb_relate_listed_shares(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (!plumb_str_has(passage->text, "分别占"))
            continue;
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_str names[PLUMB_LISTED_MAX];
            struct row row = {.shares = &passage->items[i]};
            if (row.shares->fact->unit != PLUMB_UNIT_FRACTION ||
                !plumb_str_has(row.shares->before, "分别占"))
                continue;
            size_t n = plumb_listed_names(listing(row.shares), names);
            if (n < 2 || row_length(row.shares) != n)
                continue;
            for (; row.count < n; row.count++) {
                row.parts[row.count] = part_named(prose, row.shares, names[row.count],
                                                  row.count ? row.parts[0] : NULL);
                if (!row.parts[row.count])
                    break;
            }
            if (row.count == n)
                find_whole(work, &row);
        }
    }
}
