/* Rates whose head names no official formula (利用率, 合格率, 入库率 …): the formula is learned from the
 * table itself. A quotient of two columns that holds in most lines is how the column is made; the
 * lines in which it then fails can be told (DOMAIN §1.11: an invariant, not a guess). */
#include "extract/relate_table_rates.h"

enum { COLUMNS_MAX = 16 };

struct formula {
    size_t a, b;
    size_t holds, fails;
};

/* A line tells something when neither the rate nor the quotient is trivially 0 or 1. */
static bool tells(const struct plumb_fact *rate, const struct plumb_fact *a,
                  const struct plumb_fact *b)
{
    return plumb_dec_sign(rate->value) != 0 && rate->value.v != plumb_dec_int(1).v &&
           a->value.v != b->value.v && plumb_dec_sign(b->value) != 0;
}

static bool fits(const struct plumb_extract_work *work, const struct plumb_fact *rate,
                 const struct plumb_fact *a, const struct plumb_fact *b)
{
    struct plumb_judgement j = plumb_judge_ratio(rate, a, b, work->mode);
    return j.verdict == PLUMB_VERDICT_CONSISTENT || j.verdict == PLUMB_VERDICT_ROUNDING;
}

static bool like(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a && b && a != b &&
           (a->unit == b->unit || a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE);
}

static struct formula count_formula(struct plumb_extract_work *work,
                                    const struct plumb_chain *chain, size_t c, size_t a, size_t b)
{
    struct formula f = {.a = a, .b = b};
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_fact *rate = plumb_chain_value(work, chain, i, c);
        const struct plumb_fact *x = plumb_chain_value(work, chain, i, a);
        const struct plumb_fact *y = plumb_chain_value(work, chain, i, b);
        if (!rate || rate->unit != PLUMB_UNIT_FRACTION || !like(x, y))
            continue;
        bool good = fits(work, rate, x, y);
        f.holds += good && tells(rate, x, y);
        f.fails += !good;
    }
    return f;
}

static void push_lines(struct plumb_extract_work *work, const struct plumb_chain *chain, size_t c,
                       const struct formula *f)
{
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_fact *rate = plumb_chain_value(work, chain, i, c);
        const struct plumb_fact *a = plumb_chain_value(work, chain, i, f->a);
        const struct plumb_fact *b = plumb_chain_value(work, chain, i, f->b);
        struct plumb_claim claim;
        if (!rate || rate->unit != PLUMB_UNIT_FRACTION || !like(a, b) ||
            plumb_dec_sign(b->value) == 0)
            continue;
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate,
                          (struct plumb_str){"", 0});
        claim.confidence = f->holds >= 4 ? 0.95 : f->holds == 3 ? 0.9 : 0.8;
        plumb_claim_ratio(&claim, rate, a, b, "the formula of the column's other lines");
        plumb_claim_push(&claim);
    }
}

void plumb_relate_rate_formula(struct plumb_extract_work *work, const struct plumb_chain *chain,
                               size_t c)
{
    size_t columns[COLUMNS_MAX], n = 0;
    struct formula best = {.holds = 0};
    const struct plumb_grid_group *group = chain->group;
    for (size_t k = group->first_value; k <= group->last_value && n < COLUMNS_MAX; k++)
        if (k != c && plumb_column_is_summable(&chain->zone->columns[k]))
            columns[n++] = k;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            if (i == k)
                continue;
            struct formula f = count_formula(work, chain, c, columns[i], columns[k]);
            if (f.holds > best.holds || (f.holds == best.holds && f.fails < best.fails))
                best = f;
        }
    if (best.holds >= 2 && best.holds >= 2 * best.fails)
        push_lines(work, chain, c, &best);
}
