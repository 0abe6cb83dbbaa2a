/* Calculations printed with their numbers: "变动率=(63.4-32)÷32×100%=98.1%", "8 人×120 元×10 天=9600 元",
 * "(上年结转 19.8 万元+年初预算 …)÷(…)=…". What stands in front of the last "=" is worked out and held against
 * what stands behind it. The numbers may be printed with their units or without. */
#include "extract/relate/relate_int.h"

#define TERMS_MAX 16
#define DEPTH_MAX 8

struct formula {
    struct plumb_extract_work *work;
    struct plumb_passage *passage;
    size_t at, end; /* bytes of the passage's text */
    bool printed;   /* count printed digits, not base units */
    bool points;    /* the result is a score: "92.4%×10" is of exactly 10 points */
    bool failed;
    unsigned depth;
    size_t sums, products; /* operators seen */
    struct plumb_item *items[TERMS_MAX];
    size_t count;
};

/* A value with the reach that rounding gives it. */
struct reach {
    struct plumb_interval interval;
    plumb_dec value;
};

static uint32_t peek(const struct formula *f, size_t *next)
{
    *next = f->at;
    return f->at < f->end ? plumb_utf8_decode(f->passage->text, next) : 0;
}

static bool is_number(uint32_t cp)
{
    return cp == 0xE000;
}

static bool is_name(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || cp == 0x201C || cp == 0x201D;
}

static struct reach fail(struct formula *f)
{
    f->failed = true;
    return (struct reach){0};
}

/* 98.31 of "98.31%", 3.2 of "3.2万元". */
static plumb_dec printed_value(const struct plumb_fact *fact, plumb_dec value)
{
    return fact->scale.v > 0 ? plumb_dec_div(value, fact->scale, PLUMB_ROUND_NEAREST) : value;
}

static struct reach reach_of(const struct formula *f, const struct plumb_fact *fact)
{
    struct reach out = {plumb_fact_interval(fact, PLUMB_MODE_NEAREST), fact->value};
    if (f->points && fact->decimals == 0 &&
        (fact->unit == PLUMB_UNIT_NONE || fact->unit == PLUMB_UNIT_SCORE))
        out.interval = plumb_interval_point(fact->value);
    /* "×100%" makes a per cent of a fraction: it is one */
    if (f->printed && fact->unit != PLUMB_UNIT_FRACTION) {
        out.interval.lo = printed_value(fact, out.interval.lo);
        out.interval.hi = printed_value(fact, out.interval.hi);
        out.value = printed_value(fact, fact->value);
    }
    return out;
}

static struct reach expression(struct formula *f);

static struct reach factor(struct formula *f)
{
    size_t next;
    uint32_t cp = peek(f, &next);
    while (is_name(cp)) { /* the name of the operand */
        f->at = next;
        cp = peek(f, &next);
    }
    if (is_number(cp)) {
        struct plumb_item *item = plumb_item_at(f->passage, f->at);
        if (!item || !plumb_is_quantity(item->fact) || f->count == TERMS_MAX ||
            item->fact->comparator == PLUMB_CMP_RANGE)
            return fail(f);
        f->items[f->count++] = item;
        f->at = next;
        return reach_of(f, item->fact);
    }
    if (cp != '(' || ++f->depth > DEPTH_MAX)
        return fail(f);
    f->at = next;
    struct reach inner = expression(f);
    if (peek(f, &next) != ')')
        return fail(f);
    f->at = next;
    f->depth--;
    return inner;
}

static struct reach product(struct formula *f)
{
    struct reach left = factor(f);
    for (;;) {
        size_t next;
        uint32_t cp = peek(f, &next);
        bool times = cp == 0xD7 || cp == '*' || cp == 'x' || cp == 'X';
        if (f->failed || (!times && cp != 0xF7 && cp != '/'))
            return left;
        f->at = next;
        struct reach right = factor(f);
        if (f->failed)
            return left;
        f->products++;
        if (times) {
            left.interval = plumb_interval_mul(left.interval, right.interval);
            left.value = plumb_dec_mul(left.value, right.value, PLUMB_ROUND_NEAREST);
        } else {
            if (plumb_dec_sign(right.value) == 0 ||
                !plumb_interval_div(left.interval, right.interval, &left.interval))
                return fail(f);
            left.value = plumb_dec_div(left.value, right.value, PLUMB_ROUND_NEAREST);
        }
    }
}

static struct reach expression(struct formula *f)
{
    struct reach left = product(f);
    for (;;) {
        size_t next;
        uint32_t cp = peek(f, &next);
        if (f->failed || (cp != '+' && cp != '-'))
            return left;
        f->at = next;
        struct reach right = product(f);
        f->sums++;
        left.interval = cp == '+' ? plumb_interval_add(left.interval, right.interval)
                                  : plumb_interval_sub(left.interval, right.interval);
        left.value = cp == '+' ? plumb_dec_add(left.value, right.value)
                               : plumb_dec_sub(left.value, right.value);
    }
}

/* Works out what stands between the bytes; false when it is no calculation. */
static bool work_out(struct formula *f, size_t from, size_t end, bool printed, struct reach *out)
{
    f->at = from;
    f->end = end;
    f->printed = printed;
    f->failed = false;
    f->depth = 0;
    f->sums = f->products = f->count = 0;
    *out = expression(f);
    return !f->failed && f->at == end && f->sums + f->products > 0;
}

/* ---- judging ------------------------------------------------------------------------------------- */

static void offer(struct plumb_judgement *best, struct reach got, plumb_dec times, plumb_dec stated,
                  plumb_dec ulp)
{
    struct plumb_interval point = plumb_interval_point(times);
    struct plumb_interval interval = plumb_interval_mul(got.interval, point);
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                .expected = plumb_dec_mul(got.value, times, PLUMB_ROUND_NEAREST),
                                .low = interval.lo,
                                .high = interval.hi};
    struct plumb_interval near_by = plumb_interval_printed(stated, ulp, PLUMB_MODE_NEAREST);
    j.gap = plumb_interval_gap(interval, near_by);
    if (j.gap.v == 0) {
        j.verdict = PLUMB_VERDICT_CONSISTENT;
    } else if (plumb_interval_meets(interval,
                                    plumb_interval_widen(plumb_interval_point(stated), ulp))) {
        j.verdict = PLUMB_VERDICT_ROUNDING;
        j.reason = "cut off or rounded up in the last place";
        j.reason_zh = "末位未按四舍五入取舍";
    }
    if (!best->low.v && !best->high.v && !best->expected.v)
        *best = j;
    else if (plumb_judgement_better(&j, best))
        *best = j;
}

/* The result in base units against the operands as they are, then digit against digit, per cent and 万
 * taken along as the result has them. */
static struct plumb_judgement judge(const struct formula *f, const struct plumb_fact *result,
                                    struct reach base, struct reach printed)
{
    struct plumb_judgement best = {.verdict = PLUMB_VERDICT_INCONSISTENT};
    plumb_dec one = plumb_dec_int(1), step = result->ulp;
    if (f->points && result->decimals > 0 &&
        step.v == 0) /* points are exact, rounded ones are not */
        step = plumb_dec_pow10(-(result->decimals < 6 ? result->decimals : 6));
    offer(&best, base, one, result->value, step);
    bool rate = result->unit == PLUMB_UNIT_FRACTION;
    plumb_dec stated = rate ? result->value : printed_value(result, result->value);
    plumb_dec ulp = rate ? step : printed_value(result, step);
    plumb_dec scales[3] = {one, plumb_dec_pow10(-4),
                           rate ? plumb_dec_pow10(-2) : plumb_dec_int(10000)};
    struct plumb_judgement digits = {.verdict = PLUMB_VERDICT_INCONSISTENT};
    for (size_t i = 0; i < 3; i++)
        offer(&digits, printed, scales[i], stated, ulp);
    bool bare = false; /* units are left out */
    for (size_t i = 0; i < f->count; i++)
        bare = bare || f->items[i]->fact->unit == PLUMB_UNIT_NONE;
    if (best.verdict != PLUMB_VERDICT_INCONSISTENT ||
        (digits.verdict == PLUMB_VERDICT_INCONSISTENT && !bare))
        return best;
    /* back to base units, as every relation is told */
    if (!rate) {
        digits.expected = plumb_dec_mul(digits.expected, result->scale, PLUMB_ROUND_NEAREST);
        digits.low = plumb_dec_mul(digits.low, result->scale, PLUMB_ROUND_NEAREST);
        digits.high = plumb_dec_mul(digits.high, result->scale, PLUMB_ROUND_NEAREST);
        digits.gap = plumb_dec_mul(digits.gap, result->scale, PLUMB_ROUND_NEAREST);
    }
    return digits;
}

/* "变动率" of "变动率=(本年−上年)÷上年=…", when `at` is where the numbers begin. */
static struct plumb_str name_before(struct plumb_str text, size_t at)
{
    struct plumb_str front = plumb_str_sub(text, 0, at);
    size_t from = 0;
    for (size_t i = 0; i < front.len;) {
        uint32_t cp = plumb_utf8_decode(front, &i);
        if (cp == ',' || cp == ';' || cp == ':' || cp == 0x3002 || is_number(cp))
            from = i;
    }
    front = plumb_str_sub(front, from, front.len);
    size_t equals = plumb_str_find(front, PLUMB_STR("="));
    return equals == PLUMB_NPOS ? front : plumb_str_sub(front, 0, equals);
}

static void push(const struct formula *f, struct plumb_item *result,
                 const struct plumb_judgement *j, size_t from, size_t end)
{
    struct plumb_extract_work *work = f->work;
    struct plumb_term terms[TERMS_MAX];
    size_t line = 0;
    bool sum = f->products == 0, rate = plumb_is_rate(result->fact);
    for (size_t i = 0; i < f->count; i++)
        terms[i] =
            plumb_term_fact(work, sum ? PLUMB_ROLE_PART : PLUMB_ROLE_FACTOR, f->items[i]->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work,
                      sum    ? PLUMB_REL_SUM
                      : rate ? PLUMB_REL_RATIO
                             : PLUMB_REL_PRODUCT,
                      sum    ? "consistency.sum"
                      : rate ? "consistency.ratio"
                             : "consistency.product",
                      result);
    claim.confidence = 0.9;
    if (claim.subject.len == 0)
        claim.subject = name_before(f->passage->text, from);
    struct plumb_str words = plumb_passage_quote(work, f->passage, from, end, &line);
    plumb_claim_try(&claim, j, terms, f->count, "the calculation printed in front",
                    plumb_arena_printf(work->arena, "%.*s = %s, printed %s", PLUMB_STR_ARG(words),
                                       plumb_value_text(work, j->expected, result->fact, 2),
                                       plumb_fact_text(work, result->fact)));
    plumb_claim_push(&claim);
}

/* Where the "=" in front of the result begins: in the text, or in the result's own place-holder. */
static size_t equals_before(const struct plumb_item *result)
{
    struct plumb_str text = result->passage->text;
    if (result->fact->comparator == PLUMB_CMP_EQ)
        return result->at;
    bool sign = result->at > 0 && text.ptr[result->at - 1] == '=';
    bool about = result->at >= 3 &&
                 plumb_str_equal(plumb_str_sub(text, result->at - 3, result->at), PLUMB_STR("≈"));
    return sign ? result->at - 1 : about ? result->at - 3 : PLUMB_NPOS;
}

static bool may_stand_in(uint32_t cp)
{
    return is_number(cp) || is_name(cp) || cp == '+' || cp == '-' || cp == '*' || cp == '/' ||
           cp == '(' || cp == ')' || cp == 0xD7 || cp == 0xF7 || cp == 'x' || cp == 'X';
}

/* Start of the characters in front of `end` of which a calculation may be made. */
static size_t reach_back(struct plumb_str text, size_t end)
{
    size_t from = end;
    while (from > 0) {
        size_t at = from - 1;
        while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
            at--;
        size_t next = at;
        if (!may_stand_in(plumb_utf8_decode(text, &next)))
            return from;
        from = at;
    }
    return from;
}

/* An operator in front: what follows is not the whole calculation. */
static bool goes_on_before(struct plumb_str text, size_t from)
{
    struct plumb_str front = plumb_str_sub(text, 0, from);
    return PLUMB_ENDS(front, "+", "-", "*", "/", "×", "÷", "x", "X", "(");
}

static void one_result(struct plumb_extract_work *work, struct plumb_item *result)
{
    struct plumb_passage *passage = result->passage;
    size_t end = equals_before(result);
    if (end == PLUMB_NPOS || !plumb_is_quantity(result->fact))
        return;
    struct formula f = {
        .work = work, .passage = passage, .points = result->fact->unit == PLUMB_UNIT_SCORE};
    for (size_t from = reach_back(passage->text, end); from < end;) {
        size_t next = from;
        uint32_t cp = plumb_utf8_decode(passage->text, &next);
        struct reach base, printed;
        if ((is_number(cp) || cp == '(') && !goes_on_before(passage->text, from) &&
            work_out(&f, from, end, true, &printed) && work_out(&f, from, end, false, &base)) {
            struct plumb_judgement j = judge(&f, result->fact, base, printed);
            push(&f, result, &j, from, end);
            return;
        }
        from = next;
    }
}

void plumb_relate_formulas(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++)
        for (size_t i = 1; i < prose->passages[p].count; i++)
            one_result(work, &prose->passages[p].items[i]);
}
