/* A rate whose name no rule defines (核拨率, 开工率), where others of the same name in the document show what it
 * is made of: "甲县到位 A 亿元，核拨 a 亿元、核拨率 p；乙县到位 B 亿元，核拨 b 亿元、核拨率 q". Two that hold make the
 * definition; a third that does not hold by it is broken. */
#include "extract/relate/relate_int.h"

#define LEAST_NAMESAKES 2
#define SUFFIX_MIN 6 /* bytes of a name that namesakes share at its end: two characters */
#define ENOUGH 12
#define NAMES_MAX 64  /* names of rates in one document */
#define RATES_MAX 512 /* rates looked at */

/* What the rates of one name are made of: the names of both amounts end alike in all that hold. */
struct definition {
    struct plumb_str name;        /* of the rate */
    struct plumb_str top, bottom; /* ends of the names of numerator and denominator */
    size_t held;
    bool mixed; /* they do not agree */
};

struct definitions {
    struct plumb_extract_work *work;
    struct definition items[NAMES_MAX];
    size_t count;
};

static struct plumb_str rate_name(const struct plumb_item *rate)
{
    struct plumb_str name = rate->core;
    return rate->own_label && PLUMB_ENDS(name, "率") && plumb_utf8_count(name) <= 8 ? name
                                                                                    : PLUMB_STR("");
}

static struct plumb_str common_end(struct plumb_str a, struct plumb_str b)
{
    size_t i = a.len, k = b.len;
    while (i > 0 && k > 0) {
        size_t p = plumb_utf8_prev(a, i), q = plumb_utf8_prev(b, k);
        if (!plumb_str_equal(plumb_str_sub(a, p, i), plumb_str_sub(b, q, k)))
            break;
        i = p;
        k = q;
    }
    return plumb_str_sub(a, i, a.len);
}

static void learn(struct definitions *d, struct plumb_str name, const struct plumb_item *top,
                  const struct plumb_item *bottom)
{
    for (size_t i = 0; i < d->count; i++) {
        struct definition *known = &d->items[i];
        if (!plumb_str_equal(known->name, name))
            continue;
        known->top = common_end(known->top, top->core);
        known->bottom = common_end(known->bottom, bottom->core);
        known->mixed = known->top.len < SUFFIX_MIN || known->bottom.len < SUFFIX_MIN;
        known->held++;
        return;
    }
    if (d->count < NAMES_MAX)
        d->items[d->count++] = (struct definition){name, top->core, bottom->core, 1, false};
}

/* The ratios that hold of two amounts in the rate's own sentence. */
static void learn_all(struct definitions *d)
{
    const struct plumb_extract_work *work = d->work;
    const struct plumb_prose *prose = plumb_prose_get(d->work);
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->kind != PLUMB_REL_RATIO || r->verdict != PLUMB_VERDICT_CONSISTENT ||
            r->operand_count != 2 || r->stated.fact >= work->fact_count ||
            r->operands[0].fact >= work->fact_count || r->operands[1].fact >= work->fact_count)
            continue;
        const struct plumb_item *rate = prose->of_fact[r->stated.fact];
        const struct plumb_item *top = prose->of_fact[r->operands[0].fact];
        const struct plumb_item *bottom = prose->of_fact[r->operands[1].fact];
        if (rate && top && bottom && top->passage == rate->passage &&
            bottom->passage == rate->passage && top->own_label && bottom->own_label &&
            rate_name(rate).len > 0 && /* what is missing to the whole makes a rate, too */
            plumb_judge_ratio(rate->fact, top->fact, bottom->fact, work->mode).verdict ==
                PLUMB_VERDICT_CONSISTENT)
            learn(d, rate_name(rate), top, bottom);
    }
}

/* Four characters of the end are enough: "东川县到位资金" and "西川县到位资金" have more in common than 累计到位资金
 * has with them. */
static bool is_named(const struct plumb_item *item, struct plumb_str end)
{
    size_t least = end.len < ENOUGH ? end.len : ENOUGH;
    return item->use == PLUMB_USE_PLAIN && item->own_label && plumb_is_amount(item->fact) &&
           common_end(item->core, end).len >= least;
}

static const struct plumb_item *named_before(const struct plumb_item *rate, struct plumb_str end)
{
    for (size_t i = rate->index; i-- > 0;) {
        const struct plumb_item *item = &rate->passage->items[i];
        if (item->sentence != rate->sentence)
            break;
        if (is_named(item, end))
            return item;
    }
    return NULL;
}

/* Judged by words, or by chance of the very amounts of the definition. */
static bool is_stated(const struct plumb_extract_work *work, const struct plumb_fact *rate,
                      const struct plumb_fact *top)
{
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->stated.fact == rate->id && r->verdict != PLUMB_VERDICT_UNTESTABLE &&
            (r->declared || (r->operand_count > 0 && r->operands[0].fact == top->id)))
            return true;
    }
    return false;
}

static void judge(struct definitions *d, const struct plumb_item *rate)
{
    const struct definition *known = NULL;
    struct plumb_str name = rate_name(rate);
    for (size_t i = 0; i < d->count && !known; i++)
        if (plumb_str_equal(d->items[i].name, name))
            known = &d->items[i];
    if (!known || known->mixed || known->held < LEAST_NAMESAKES)
        return;
    const struct plumb_item *top = named_before(rate, known->top);
    const struct plumb_item *bottom = named_before(rate, known->bottom);
    if (!top || !bottom || top == bottom || !plumb_same_measure(top->fact, bottom->fact) ||
        plumb_dec_sign(bottom->fact->value) <= 0 || is_stated(d->work, rate->fact, top->fact))
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, d->work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    claim.confidence = 0.8;
    plumb_claim_ratio(&claim, rate->fact, top->fact, bottom->fact,
                      "as the other rates of this name are made");
    plumb_claim_push(&claim);
}

void plumb_relate_rate_namesakes(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct definitions *d = plumb_arena_alloc(work->arena, sizeof *d);
    size_t looked_at = 0;
    *d = (struct definitions){.work = work};
    learn_all(d);
    for (size_t p = 0; p < prose->count && d->count > 0; p++)
        for (size_t i = 1; i < prose->passages[p].count; i++) {
            const struct plumb_item *item = &prose->passages[p].items[i];
            if (item->use == PLUMB_USE_RATE && item->fact->unit == PLUMB_UNIT_FRACTION &&
                rate_name(item).len > 0 && looked_at++ < RATES_MAX)
                judge(d, item);
        }
}
