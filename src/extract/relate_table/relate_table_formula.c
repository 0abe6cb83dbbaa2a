/* Rates whose head names no official formula (利用率, 合格率, 入库率 …): the formula is learned from the
 * table itself. A quotient of two columns that holds in most lines is how the column is made; the
 * lines in which it then fails can be told (DOMAIN §1.11: an invariant, not a guess). */
#include "extract/relate_table/relate_table_rates.h"

enum { COLUMNS_MAX = 8 };

struct formula {
    size_t a, b, and; /* a ÷ b, or a ÷ (b + and); PLUMB_NPOS for none */
    size_t holds, fails;
};

/* A line tells something when neither the rate nor the quotient is trivially 0 or 1. */
static bool tells(const struct plumb_fact *rate, const struct plumb_fact *a,
                  const struct plumb_fact *b)
{
    return plumb_dec_sign(rate->value) != 0 && rate->value.v != plumb_dec_int(1).v &&
           a->value.v != b->value.v && plumb_dec_sign(b->value) != 0;
}

static bool like(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a && b && a != b &&
           (a->unit == b->unit || a->unit == PLUMB_UNIT_NONE || b->unit == PLUMB_UNIT_NONE);
}

/* The members of one line; false when one is missing. */
static bool members(const struct plumb_extract_work *work, const struct plumb_chain *chain,
                    size_t i, const struct formula *f, const struct plumb_fact *out[3])
{
    out[0] = plumb_chain_value(work, chain, i, f->a);
    out[1] = plumb_chain_value(work, chain, i, f->b);
    out[2] = f->and == PLUMB_NPOS ? NULL : plumb_chain_value(work, chain, i, f->and);
    return like(out[0], out[1]) && (f->and == PLUMB_NPOS || like(out[1], out[2]));
}

/* The denominator as one number. */
static struct plumb_fact whole_of(const struct plumb_fact *const m[3])
{
    struct plumb_fact whole = *m[1];
    if (m[2])
        whole.value = plumb_dec_add(whole.value, m[2]->value);
    return whole;
}

/* The quotient of the printed numbers is what is printed, rounded or cut off: coarse numbers would fit
 * many rates, and teach nothing. */
static bool shown_as(const struct plumb_fact *rate, plumb_dec quotient)
{
    return plumb_dec_cmp(plumb_dec_abs(plumb_dec_sub(quotient, rate->value)), rate->ulp) < 0;
}

static struct formula count_formula(struct plumb_extract_work *work,
                                    const struct plumb_chain *chain, size_t c, struct formula f)
{
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_fact *rate = plumb_chain_value(work, chain, i, c), *m[3];
        if (!rate || rate->unit != PLUMB_UNIT_FRACTION || !members(work, chain, i, &f, m))
            continue;
        struct plumb_fact whole = whole_of(m);
        struct plumb_judgement j = plumb_judge_ratio(rate, m[0], &whole, work->mode);
        bool good = j.verdict == PLUMB_VERDICT_CONSISTENT && shown_as(rate, j.expected);
        f.holds += good && tells(rate, m[0], &whole);
        f.fails += !good;
    }
    return f;
}

static void push_lines(struct plumb_extract_work *work, const struct plumb_chain *chain, size_t c,
                       const struct formula *f)
{
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_fact *rate = plumb_chain_value(work, chain, i, c), *m[3];
        struct plumb_claim claim;
        if (!rate || rate->unit != PLUMB_UNIT_FRACTION || !members(work, chain, i, f, m))
            continue;
        struct plumb_fact whole = whole_of(m);
        if (plumb_dec_sign(whole.value) == 0)
            continue;
        struct plumb_judgement j = plumb_judge_ratio(rate, m[0], &whole, work->mode);
        struct plumb_term terms[3] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, m[0]),
                                      plumb_term_fact(work, PLUMB_ROLE_DENOMINATOR, m[1])};
        if (m[2])
            terms[2] = plumb_term_fact(work, PLUMB_ROLE_DENOMINATOR, m[2]);
        plumb_table_claim(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate,
                          (struct plumb_str){"", 0});
        claim.confidence = f->holds >= 4 ? 0.95 : f->holds == 3 ? 0.9 : 0.8;
        const char *base = plumb_fact_text(work, m[1]);
        if (m[2])
            base = plumb_arena_printf(work->arena, "(%s + %s)", base, plumb_fact_text(work, m[2]));
        plumb_claim_try(&claim, &j, terms, m[2] ? 3 : 2, "the formula of the column's other lines",
                        plumb_arena_printf(work->arena, "%s ÷ %s = %s, printed %s",
                                           plumb_fact_text(work, m[0]), base,
                                           plumb_value_text(work, j.expected, rate, 2),
                                           plumb_fact_text(work, rate)));
        plumb_claim_push(&claim);
    }
}

static bool better(const struct formula *f, const struct formula *than)
{
    return f->holds > than->holds || (f->holds == than->holds && f->fails < than->fails);
}

bool plumb_relate_rate_formula(struct plumb_extract_work *work, const struct plumb_chain *chain,
                               size_t c, size_t holds)
{
    size_t columns[COLUMNS_MAX], n = 0;
    struct formula best = {.holds = 0};
    const struct plumb_grid_group *group = chain->group;
    for (size_t k = group->first_value; k <= group->last_value && n < COLUMNS_MAX; k++)
        if (k != c && plumb_column_is_summable(&chain->zone->columns[k]))
            columns[n++] = k;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            for (size_t m = k; m < n; m++) {
                struct formula f = {
                    .a = columns[i], .b = columns[k], .and = m == k ? PLUMB_NPOS : columns[m]};
                if (i == k || i == m)
                    continue;
                f = count_formula(work, chain, c, f);
                if (better(&f, &best))
                    best = f;
            }
    if (best.holds < 2 || best.holds < 2 * best.fails || best.holds <= holds)
        return false;
    push_lines(work, chain, c, &best);
    return true;
}
