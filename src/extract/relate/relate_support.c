/* What the arithmetic itself tells, after the builders that read cues: rates nobody could place, sums
 * without a word for them, and a second look at rates that seemed broken.
 *
 * A match found by search alone may be chance. It counts only when few candidates were tried for
 * the precision printed (DOMAIN §1.11): expected chance matches = candidates × the relative width of
 * the printed rate × DENSITY. It may support a reading or acquit one, and is never reported as failed. */
#include <math.h>

#include "extract/relate/relate_int.h"

#define NEAR_MAX 14
#define DENSITY 0.4 /* share of random quotients within a factor e of a given one */
#define SUPPORT_CHANCE 0.05
#define ACQUIT_CHANCE 0.01
#define NO_RELATION ((size_t)-1)

struct support {
    struct plumb_extract_work *work;
    size_t *held;   /* [fact]: a relation that holds and states it, or NO_RELATION */
    size_t *failed; /* [fact]: a failed rate relation that states it */
};

static bool holds(const struct plumb_relation *r)
{
    return r->verdict == PLUMB_VERDICT_CONSISTENT || r->verdict == PLUMB_VERDICT_ROUNDING;
}

static bool is_rate_kind(enum plumb_relation_kind kind)
{
    return kind == PLUMB_REL_SHARE || kind == PLUMB_REL_RATIO || kind == PLUMB_REL_GROWTH;
}

static bool explains(enum plumb_relation_kind kind)
{
    return is_rate_kind(kind) || kind == PLUMB_REL_SUM || kind == PLUMB_REL_DIFFERENCE ||
           kind == PLUMB_REL_AVERAGE || kind == PLUMB_REL_PRODUCT || kind == PLUMB_REL_BALANCE;
}

static void index_relations(struct support *s)
{
    struct plumb_extract_work *work = s->work;
    for (size_t f = 0; f < work->fact_count; f++)
        s->held[f] = s->failed[f] = NO_RELATION;
    for (size_t i = 0; i < work->relation_count; i++) {
        const struct plumb_relation *r = &work->relations[i];
        if (r->stated.fact >= work->fact_count)
            continue;
        if (holds(r) && explains(r->kind))
            s->held[r->stated.fact] = i;
        else if (r->verdict == PLUMB_VERDICT_INCONSISTENT && is_rate_kind(r->kind))
            s->failed[r->stated.fact] = i;
    }
}

/* ---- quotients ---------------------------------------------------------------------------------- */

struct search {
    struct support *s;
    const struct plumb_item *rate;
    struct plumb_fact stated; /* the rate, with the precision of an average */
    struct plumb_item *near[NEAR_MAX];
    size_t count;
    size_t own; /* the first ones stand in the rate's own sentence */
    double low, high;
    double value[NEAR_MAX];
    size_t tried;
    bool named; /* the words name the operands: no chance match */
    struct plumb_claim claim;
};

static bool is_operand(const struct plumb_item *item)
{
    const struct plumb_fact *fact = item->fact;
    return plumb_is_amount(fact) && plumb_dec_sign(fact->value) > 0 &&
           (fact->unit != PLUMB_UNIT_NONE || fact->scale.v > PLUMB_DEC_ONE) &&
           fact->comparator != PLUMB_CMP_RANGE;
}

static void add_near(struct search *q, struct plumb_item *item)
{
    if (q->count < NEAR_MAX && is_operand(item)) {
        q->value[q->count] = plumb_dec_double(item->fact->value);
        q->near[q->count++] = item;
    }
}

/* Amounts of the sentence, nearest first; then those of the rest of the passage in front. */
static void collect_near(struct search *q)
{
    struct plumb_passage *passage = q->rate->passage;
    size_t at = q->rate->index;
    for (size_t step = 1; step < passage->count; step++) {
        if (step <= at && passage->items[at - step].sentence == q->rate->sentence)
            add_near(q, &passage->items[at - step]);
        if (at + step < passage->count && passage->items[at + step].sentence == q->rate->sentence)
            add_near(q, &passage->items[at + step]);
    }
    q->own = q->count;
    for (size_t i = at; i-- > 0;)
        if (passage->items[i].sentence != q->rate->sentence)
            add_near(q, &passage->items[i]);
    for (size_t i = at + 1; i < passage->count; i++)
        if (passage->items[i].sentence != q->rate->sentence)
            add_near(q, &passage->items[i]);
}

static bool fits(const struct search *q, double quotient)
{
    return quotient >= q->low && quotient <= q->high;
}

static void offer(struct search *q, struct plumb_interval a, struct plumb_interval b,
                  const struct plumb_term *terms, size_t n, plumb_dec top, plumb_dec bottom,
                  const char *reading, const char *text)
{
    struct plumb_extract_work *work = q->s->work;
    if (plumb_dec_sign(bottom) <= 0)
        return;
    struct plumb_judgement j = plumb_judge_quotient(&q->stated, a, b, top, bottom, work->mode);
    if (j.verdict != PLUMB_VERDICT_CONSISTENT)
        return;
    const char *all = plumb_arena_printf(work->arena, "%s = %s, printed %s", text,
                                         plumb_value_text(work, j.expected, q->rate->fact, 2),
                                         plumb_fact_text(work, q->rate->fact));
    plumb_claim_try(&q->claim, &j, terms, n, reading, all);
}

/* rate = a ÷ b. That the quotient fits the other way round is how an exchange of numerator and
 * denominator shows: no rate of budgets has the budget on top. */
static void try_quotient(struct search *q, const struct plumb_fact *a, const struct plumb_fact *b)
{
    struct plumb_extract_work *work = q->s->work;
    if (plumb_stage_is_budget(a->stage) && b->stage == PLUMB_STAGE_EXECUTED &&
        PLUMB_HAS(q->rate->label, "控制率", "执行率", "完成率", "支付率"))
        return;
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, a),
                                  plumb_term_fact(work, PLUMB_ROLE_DENOMINATOR, b)};
    offer(q, plumb_fact_interval(a, PLUMB_MODE_NEAREST), plumb_fact_interval(b, PLUMB_MODE_NEAREST),
          terms, 2, a->value, b->value, "two numbers nearby",
          plumb_arena_printf(work->arena, "%s ÷ %s", plumb_fact_text(work, a),
                             plumb_fact_text(work, b)));
}

/* rate = a ÷ (a + b) */
static void try_part_of_both(struct search *q, const struct plumb_fact *a,
                             const struct plumb_fact *b)
{
    struct plumb_extract_work *work = q->s->work;
    struct plumb_interval x = plumb_fact_interval(a, PLUMB_MODE_NEAREST);
    struct plumb_interval y = plumb_interval_add(x, plumb_fact_interval(b, PLUMB_MODE_NEAREST));
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, a),
                                  plumb_term_fact(work, PLUMB_ROLE_PART, b)};
    offer(q, x, y, terms, 2, a->value, plumb_dec_add(a->value, b->value), "a ÷ (a + b)",
          plumb_arena_printf(work->arena, "%s ÷ (%s + %s)", plumb_fact_text(work, a),
                             plumb_fact_text(work, a), plumb_fact_text(work, b)));
}

/* rate = |a − b| ÷ b */
static void try_change(struct search *q, const struct plumb_fact *a, const struct plumb_fact *b)
{
    struct plumb_extract_work *work = q->s->work;
    bool up = a->value.v >= b->value.v;
    struct plumb_claim probe = q->claim;
    if (plumb_dec_sign(q->rate->fact->value) < 0 && up)
        return;
    int sign = plumb_dec_sign(q->rate->fact->value) < 0 ? 1 : up ? 1 : -1;
    plumb_claim_growth(&probe, q->rate->fact, sign, a, b, NULL, "two numbers nearby, less 1");
    if (probe.best.verdict == PLUMB_VERDICT_CONSISTENT)
        q->claim = probe;
    (void)work;
}

/* rate = (a + b) ÷ c, a and b next to each other */
static void try_pair(struct search *q, const struct plumb_fact *a, const struct plumb_fact *b,
                     const struct plumb_fact *c)
{
    struct plumb_extract_work *work = q->s->work;
    struct plumb_interval sum = plumb_interval_add(plumb_fact_interval(a, PLUMB_MODE_NEAREST),
                                                   plumb_fact_interval(b, PLUMB_MODE_NEAREST));
    struct plumb_term terms[3] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, a),
                                  plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, b),
                                  plumb_term_fact(work, PLUMB_ROLE_DENOMINATOR, c)};
    offer(q, sum, plumb_fact_interval(c, PLUMB_MODE_NEAREST), terms, 3,
          plumb_dec_add(a->value, b->value), c->value, "two numbers together ÷ a third",
          plumb_arena_printf(work->arena, "(%s + %s) ÷ %s", plumb_fact_text(work, a),
                             plumb_fact_text(work, b), plumb_fact_text(work, c)));
}

static bool is_counted(const struct plumb_fact *fact)
{
    return fact->unit == PLUMB_UNIT_COUNT || fact->unit == PLUMB_UNIT_PERSON ||
           fact->unit == PLUMB_UNIT_PERSON_TIMES;
}

/* 人均结案 261 件, 亩均投资 1300 元, 平均每个网格 3 名 */
static bool is_average(const struct plumb_item *item)
{
    if (item->fact->unit == PLUMB_UNIT_YUAN_RATE)
        return true;
    size_t mark = plumb_str_rfind(item->before, PLUMB_STR("均"));
    return plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_NONE &&
           item->use == PLUMB_USE_PLAIN && mark != PLUMB_NPOS && item->before.len - mark <= 30 &&
           !PLUMB_HAS(plumb_str_sub(item->before, mark, item->before.len), ",", ";") &&
           !PLUMB_HAS(item->before, "均已", "均为", "均有", "均达", "均在", "均由", "均按", "均未");
}

/* The total an average is of: money for money, things for things. */
static bool may_be_total(const struct plumb_fact *average, const struct plumb_fact *total)
{
    if (average->unit == PLUMB_UNIT_YUAN_RATE || average->unit == PLUMB_UNIT_YUAN)
        return total->unit == PLUMB_UNIT_YUAN;
    return plumb_same_measure(average, total);
}

/* Areas and lengths count in the printed unit: 元/亩, 每公里. */
static struct plumb_fact counted_in_print(const struct plumb_fact *fact)
{
    struct plumb_fact out = *fact;
    if ((fact->unit != PLUMB_UNIT_AREA && fact->unit != PLUMB_UNIT_LENGTH &&
         fact->unit != PLUMB_UNIT_OTHER) ||
        fact->scale.v <= 0)
        return out;
    int64_t tens = PLUMB_HAS(fact->unit_text, "亿")   ? 100000000
                   : PLUMB_HAS(fact->unit_text, "万") ? 10000
                                                      : 1;
    plumb_dec unit = plumb_dec_div(fact->scale, plumb_dec_int(tens), PLUMB_ROUND_NEAREST);
    if (unit.v <= 0)
        return out;
    out.value = plumb_dec_div(fact->value, unit, PLUMB_ROUND_NEAREST);
    out.ulp = plumb_dec_div(fact->ulp, unit, PLUMB_ROUND_NEAREST);
    out.scale = plumb_dec_int(tens);
    return out;
}

/* Does the average's own word name what is counted? 亩均 and 亩, 平均每个网格 and 网格. */
static bool names_count(const struct plumb_item *average, const struct plumb_item *count)
{
    struct plumb_str words = average->before;
    struct plumb_str unit = count->fact->unit_text;
    if (plumb_str_starts(unit, PLUMB_STR("万")))
        unit = plumb_str_sub(unit, 3, unit.len);
    size_t each = plumb_str_rfind(words, PLUMB_STR("每"));
    if (each != PLUMB_NPOS) {
        struct plumb_str thing = plumb_str_sub(words, each + 3, words.len);
        if (unit.len > 0 && plumb_str_starts(thing, unit)) {
            thing = plumb_str_sub(thing, unit.len, thing.len);
            return thing.len < 6 || plumb_str_find(count->label, thing) != PLUMB_NPOS;
        }
        return thing.len >= 6 && plumb_str_find(count->label, thing) != PLUMB_NPOS;
    }
    size_t mark = plumb_str_rfind(words, PLUMB_STR("均"));
    return unit.len > 0 && mark != PLUMB_NPOS && mark >= unit.len &&
           plumb_str_equal(plumb_str_sub(words, mark - unit.len, mark), unit);
}

static void try_average(struct search *q, const struct plumb_fact *total,
                        const struct plumb_item *counted_item)
{
    const struct plumb_fact *count = counted_item->fact;
    struct plumb_fact counted = counted_in_print(count);
    if (!may_be_total(q->rate->fact, total) || count->unit == PLUMB_UNIT_YUAN ||
        count->unit == PLUMB_UNIT_YUAN_RATE || plumb_dec_sign(counted.value) <= 0)
        return;
    q->tried++;
    double quotient = plumb_dec_double(total->value) / plumb_dec_double(counted.value);
    bool named = names_count(q->rate, counted_item);
    if (!fits(q, quotient) || (q->claim.tried && !named))
        return;
    q->claim.tried = false; /* a count the words name goes before another */
    try_quotient(q, total, &counted);
    q->named = q->claim.tried && named;
}

/* 增长, 上升: the rate is no fall. */
static bool says_up(const struct plumb_item *rate)
{
    return PLUMB_HAS(rate->before, "增长", "增加", "上升", "提高", "上涨", "增幅") &&
           !PLUMB_HAS(rate->before, "减", "降", "负", "变动", "下滑", "回落", "增减") &&
           plumb_dec_sign(rate->fact->value) > 0;
}

static void try_couple(struct search *q, size_t i, size_t k)
{
    const struct plumb_fact *a = q->near[i]->fact, *b = q->near[k]->fact;
    if (is_average(q->rate)) {
        try_average(q, a, q->near[k]);
        return;
    }
    /* persons per bed, per seat: counts of two kinds have rates too */
    bool like = plumb_same_measure(a, b) || (q->rate->use == PLUMB_USE_RATE && is_counted(a) &&
                                             is_counted(b) && i < q->own && k < q->own);
    if (!like)
        return;
    double x = q->value[i], y = q->value[k];
    bool growth = q->rate->use == PLUMB_USE_GROWTH;
    if (!growth || q->near[k]->use == PLUMB_USE_BASE) {
        q->tried++;
        if (fits(q, x / y))
            try_quotient(q, a, b);
    }
    if (growth || PLUMB_HAS(q->rate->before, "节约", "节支", "降", "变动")) {
        q->tried++;
        bool against = growth && q->near[k]->use == PLUMB_USE_BASE && says_up(q->rate) && x < y;
        if (fits(q, fabs(x - y) / y) && !against && q->near[i]->use != PLUMB_USE_BASE)
            try_change(q, a, b);
    } else if (q->rate->use == PLUMB_USE_RATE && i < q->own && k < q->own && !fits(q, 1) &&
               plumb_same_measure(a, b)) { /* 100 % of any two numbers far apart would fit */
        q->tried += 2;
        if (fits(q, x / (x + y)))
            try_part_of_both(q, a, b);
        else if (x < y && fits(q, (y - x) / y)) /* 产销差率, 空置率: what is missing to the whole */
            try_change(q, a, b);
    }
}

static void try_pairs(struct search *q)
{
    for (size_t i = 0; i < q->own; i++)
        for (size_t k = 0; k < q->own && !q->claim.tried; k++) {
            const struct plumb_item *a = q->near[i], *b = q->near[k];
            if (a->index + 1 != b->index || !plumb_same_measure(a->fact, b->fact))
                continue;
            for (size_t c = 0; c < q->count; c++) {
                if (c == i || c == k || !plumb_same_measure(a->fact, q->near[c]->fact))
                    continue;
                q->tried++;
                if (fits(q, (q->value[i] + q->value[k]) / q->value[c]))
                    try_pair(q, a->fact, b->fact, q->near[c]->fact);
            }
        }
}

static enum plumb_relation_kind kind_of(const struct plumb_item *rate)
{
    if (is_average(rate))
        return PLUMB_REL_AVERAGE;
    return rate->use == PLUMB_USE_SHARE    ? PLUMB_REL_SHARE
           : rate->use == PLUMB_USE_GROWTH ? PLUMB_REL_GROWTH
                                           : PLUMB_REL_RATIO;
}

static const char *check_of_kind(enum plumb_relation_kind kind)
{
    return kind == PLUMB_REL_AVERAGE  ? "consistency.average"
           : kind == PLUMB_REL_SHARE  ? "consistency.share"
           : kind == PLUMB_REL_GROWTH ? "consistency.growth"
                                      : "consistency.ratio";
}

static bool settled(const struct search *q)
{
    return q->claim.tried && (q->named || !is_average(q->rate));
}

static bool search_rate(struct support *s, struct plumb_item *rate, struct search *q, double chance)
{
    double value = fabs(plumb_dec_double(rate->fact->value));
    struct plumb_fact fine = *rate->fact;
    if (is_average(rate) && fine.ulp.v == 0) { /* 261 件 a head is rounded, though a count */
        fine.ulp = fine.scale;
        for (int d = 0; d < fine.decimals; d++)
            fine.ulp.v /= 10;
    }
    double ulp = plumb_dec_double(fine.ulp);
    *q = (struct search){
        .s = s, .rate = rate, .stated = fine, .low = value - ulp, .high = value + ulp};
    if (value <= 0 || ulp <= 0)
        return false;
    collect_near(q);
    plumb_claim_begin(&q->claim, s->work, kind_of(rate), check_of_kind(kind_of(rate)), rate);
    for (size_t reach = 0; reach < 2 && !q->claim.tried; reach++) {
        size_t end = reach == 0 ? q->own : q->count;
        for (size_t i = 0; i < end && !settled(q); i++)
            for (size_t k = 0; k < end && !settled(q); k++)
                if (i != k && (reach == 0 || i >= q->own || k >= q->own))
                    try_couple(q, i, k);
    }
    if (!q->claim.tried && rate->use != PLUMB_USE_GROWTH && rate->fact->unit == PLUMB_UNIT_FRACTION)
        try_pairs(q);
    return q->claim.tried && (q->named || (double)q->tried * ulp / value * DENSITY <= chance);
}

static bool is_searchable(const struct plumb_item *item)
{
    enum plumb_comparator c = item->fact->comparator;
    bool rate = item->fact->unit == PLUMB_UNIT_FRACTION ||
                item->fact->unit == PLUMB_UNIT_MULTIPLE || is_average(item);
    return plumb_is_quantity(item->fact) && rate && (c == PLUMB_CMP_NONE || c == PLUMB_CMP_EQ);
}

/* One number printed twice makes 100 % with itself wherever it stands: no word for the claim that failed. */
static bool is_number_by_itself(const struct support *s, const struct plumb_claim *claim)
{
    const struct plumb_term *t = claim->terms;
    return claim->term_count == 2 && t[0].fact < s->work->fact_count &&
           t[1].fact < s->work->fact_count &&
           s->work->facts[t[0].fact].value.v == s->work->facts[t[1].fact].value.v;
}

static void support_rate(struct support *s, struct plumb_item *rate)
{
    struct search q;
    size_t failed = s->failed[rate->fact->id];
    if (!is_searchable(rate) || s->held[rate->fact->id] != NO_RELATION)
        return;
    if (!search_rate(s, rate, &q, failed == NO_RELATION ? SUPPORT_CHANCE : ACQUIT_CHANCE))
        return;
    if (failed != NO_RELATION && is_number_by_itself(s, &q.claim))
        return;
    q.claim.declared = false;
    q.claim.confidence = 0.6;
    q.claim.readings = (unsigned)q.tried;
    struct plumb_relation *found = plumb_claim_push(&q.claim);
    if (found && failed != NO_RELATION) {
        /* the reading that holds takes the place of the one that did not */
        const struct plumb_relation *old = &s->work->relations[failed];
        found->kind = old->kind;
        found->check = old->check;
        plumb_relation_replace(s->work, failed);
    }
}

/* ---- sums --------------------------------------------------------------------------------------- */

static size_t significant(const struct plumb_fact *fact)
{
    size_t n = 0, zeros = 0;
    for (size_t i = 0; i < fact->text.len; i++) {
        char c = fact->text.ptr[i];
        if (c < '0' || c > '9' || (c == '0' && n == 0))
            continue;
        n++;
        zeros = c == '0' ? zeros + 1 : 0;
    }
    return n - zeros;
}

static bool is_term(const struct plumb_item *item)
{
    return is_operand(item) && item->fact->comparator == PLUMB_CMP_NONE &&
           item->fact->unit != PLUMB_UNIT_SCORE;
}

/* The three stand close enough to be spoken of together. */
static bool is_close(const struct plumb_item *a, const struct plumb_item *c)
{
    return c->index - a->index <= 8 && c->sentence - a->sentence <= 2;
}

static bool already_related(const struct plumb_extract_work *work, size_t a, size_t b, size_t c)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, &work->facts[a], &at)) != NULL;) {
        unsigned seen = 0;
        if (!explains(r->kind) || is_rate_kind(r->kind))
            continue;
        seen |= r->stated.fact == a ? 1u : r->stated.fact == b ? 2u : r->stated.fact == c ? 4u : 0;
        for (size_t k = 0; k < r->operand_count; k++) {
            size_t f = r->operands[k].fact;
            seen |= f == a ? 1u : f == b ? 2u : f == c ? 4u : 0;
        }
        if (seen == 7)
            return true;
    }
    return false;
}

/* "W，甲 a，乙 b" or "甲 a，乙 b，共 W" with nothing between. */
static bool in_a_row(const struct plumb_item *whole, const struct plumb_item *x,
                     const struct plumb_item *y)
{
    return x->index + 1 == y->index &&
           (whole->index + 1 == x->index || y->index + 1 == whole->index);
}

/* whole = x + y, exactly as printed. */
static void try_triple(struct support *s, struct plumb_item *whole, struct plumb_item *x,
                       struct plumb_item *y)
{
    struct plumb_extract_work *work = s->work;
    const struct plumb_fact *parts[2] = {x->fact, y->fact};
    if (plumb_dec_add(x->fact->value, y->fact->value).v != whole->fact->value.v ||
        significant(whole->fact) < 3 ||
        significant(x->fact) + significant(y->fact) + significant(whole->fact) <
            (in_a_row(whole, x, y) ? 7 : 9) ||
        already_related(work, whole->fact->id, x->fact->id, y->fact->id))
        return;
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", whole);
    plumb_claim_sum(&claim, whole->fact, parts, NULL, 2, "two numbers nearby add up to a third");
    claim.declared = false;
    claim.confidence = 0.5;
    if (claim.best.verdict == PLUMB_VERDICT_CONSISTENT)
        plumb_claim_push(&claim);
}

static void support_triples(struct support *s, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *a = &passage->items[i];
        if (!is_term(a))
            continue;
        for (size_t j = i + 1; j < passage->count && is_close(a, &passage->items[j]); j++) {
            struct plumb_item *b = &passage->items[j];
            if (!is_term(b) || !plumb_same_measure(a->fact, b->fact))
                continue;
            for (size_t k = j + 1; k < passage->count && is_close(a, &passage->items[k]); k++) {
                struct plumb_item *c = &passage->items[k];
                if (!is_term(c) || !plumb_same_measure(a->fact, c->fact))
                    continue;
                try_triple(s, a, b, c);
                try_triple(s, b, a, c);
                try_triple(s, c, a, b);
            }
        }
    }
}

void plumb_relate_support(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    struct support s = {.work = work};
    s.held = plumb_arena_array(work->arena, work->fact_count + 1, sizeof *s.held);
    s.failed = plumb_arena_array(work->arena, work->fact_count + 1, sizeof *s.failed);
    index_relations(&s);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++)
            support_rate(&s, &passage->items[i]);
        support_triples(&s, passage);
    }
}
