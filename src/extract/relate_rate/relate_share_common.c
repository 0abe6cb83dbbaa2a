/* Shares of one whole that stands elsewhere: "教育支出 A 元，占支出总预算 p；…，占支出总预算 q", with the total some
 * paragraphs on. An amount that makes all of these shares right is the whole beyond chance; when it
 * makes all but one right, that one is wrong. */
#include "extract/relate/relate_int.h"

#define SHARES_MAX 24

struct told_share {
    struct plumb_item *share, *part;
    struct plumb_str whole; /* the words behind 占 */
};

struct shares {
    struct plumb_extract_work *work;
    struct told_share items[SHARES_MAX];
    size_t count;
};

/* 支出总预算 of "占支出总预算" and "占支出总预算的比重为". */
static struct plumb_str whole_name(struct plumb_str before)
{
    size_t at = plumb_str_rfind(before, PLUMB_STR("占"));
    if (at == PLUMB_NPOS)
        return PLUMB_STR("");
    struct plumb_str name = plumb_str_sub(before, at + 3, before.len);
    static const char *const ends[] = {"的", "比重", "比例", "总额"};
    size_t cut = name.len;
    for (size_t i = 0; i < PLUMB_COUNT(ends); i++) {
        size_t end = plumb_str_find(name, plumb_str_from(ends[i]));
        cut = end < cut ? end : cut;
    }
    return plumb_str_sub(name, 0, cut);
}

static bool is_judged(const struct plumb_extract_work *work, const struct plumb_fact *share)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, share, &at)) != NULL;)
        if (r->stated.fact == share->id && r->verdict != PLUMB_VERDICT_UNTESTABLE &&
            (r->kind == PLUMB_REL_SHARE || r->kind == PLUMB_REL_RATIO))
            return true;
    return false;
}

/* "A 万元，占支出总预算 p": the share right behind its part. */
static bool read_share(struct plumb_item *item, struct told_share *out)
{
    if (item->use != PLUMB_USE_SHARE || item->fact->unit != PLUMB_UNIT_FRACTION || item->index == 0)
        return false;
    struct plumb_item *part = item - 1;
    struct plumb_str name = whole_name(item->before);
    bool whole = plumb_utf8_count(name) >= 3 || PLUMB_ENDS(name, "总数", "总量", "总额");
    if (!whole || part->sentence != item->sentence || part->use != PLUMB_USE_PLAIN ||
        !plumb_is_amount(part->fact) || plumb_dec_sign(part->fact->value) <= 0 ||
        item->before.len > name.len + 24)
        return false;
    *out = (struct told_share){item, part, name};
    return true;
}

static bool fits(const struct plumb_extract_work *work, const struct told_share *told,
                 const struct plumb_fact *whole)
{
    struct plumb_judgement j =
        plumb_judge_ratio(told->share->fact, told->part->fact, whole, work->mode);
    return j.verdict == PLUMB_VERDICT_CONSISTENT;
}

/* Two may agree by chance; one in four may be wrong. */
static size_t least_fitting(size_t shares)
{
    return shares <= 4 ? 3 : (3 * shares + 3) / 4;
}

/* How many of the shares this whole makes right; 0 when too few. Nearly every amount of a report fails
 * the first two or three. */
static size_t fitting(const struct shares *s, const struct plumb_fact *whole)
{
    size_t n = 0, least = least_fitting(s->count);
    for (size_t i = 0; i < s->count && n + (s->count - i) >= least; i++)
        n += fits(s->work, &s->items[i], whole);
    return n >= least ? n : 0;
}

static bool may_be_whole(const struct shares *s, const struct plumb_fact *fact)
{
    if (!plumb_is_amount(fact) || !plumb_same_measure(fact, s->items[0].part->fact))
        return false;
    for (size_t i = 0; i < s->count; i++)
        if (fact->value.v < s->items[i].part->fact->value.v)
            return false;
    return true;
}

static void push(const struct shares *s, const struct told_share *told,
                 const struct plumb_fact *whole)
{
    struct plumb_extract_work *work = s->work;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SHARE, "consistency.share", told->share);
    claim.subject = told->part->label;
    plumb_claim_ratio(&claim, told->share->fact, told->part->fact, whole,
                      "the whole that the other shares have");
    for (size_t i = 0; i < claim.term_count; i++)
        if (claim.terms[i].role == PLUMB_ROLE_DENOMINATOR)
            claim.terms[i].role = PLUMB_ROLE_WHOLE;
    claim.confidence = 0.8;
    plumb_claim_push(&claim);
}

static void judge(struct shares *s)
{
    struct plumb_extract_work *work = s->work;
    const struct plumb_fact *best = NULL;
    size_t most = 0;
    for (size_t f = 0; f < work->fact_count && s->count >= 3; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        size_t n = may_be_whole(s, fact) ? fitting(s, fact) : 0;
        if (n > most) {
            most = n;
            best = fact;
        }
    }
    if (!best)
        return;
    for (size_t i = 0; i < s->count; i++)
        if (!is_judged(work, s->items[i].share->fact))
            push(s, &s->items[i], best);
}

void plumb_relate_common_wholes(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct shares s = {.work = work};
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 0; i < prose->passages[p].count; i++) {
            struct told_share told;
            if (!read_share(&prose->passages[p].items[i], &told))
                continue;
            bool same = s.count > 0 && s.count < SHARES_MAX &&
                        plumb_str_equal(told.whole, s.items[0].whole) &&
                        plumb_same_measure(told.part->fact, s.items[0].part->fact);
            if (!same) {
                judge(&s);
                s.count = 0;
            }
            s.items[s.count++] = told;
        }
    judge(&s);
}
