/* Shares and rates that make 100 % with no amounts beside them: "咨询类占 77.18%，投诉类占 12.47%，…，其他类占 0.01%", "不捕率
 * 48.98%，批捕率 51.02%". They support; what misses 100 % fails only where the last one is 其他 or the names are a
 * thing and its negation, and by a slip. */
#include "extract/relate/relate_int.h"

#define RATES_MAX 16

static bool is_plain_rate(const struct plumb_item *item)
{
    return item->fact->unit == PLUMB_UNIT_FRACTION && item->fact->comparator == PLUMB_CMP_NONE &&
           (item->use == PLUMB_USE_SHARE || item->use == PLUMB_USE_RATE) &&
           plumb_dec_sign(item->fact->value) >= 0;
}

/* Sum of the rates; `room` is what rounding may take or add. */
static plumb_dec sum_of(struct plumb_item *const *rates, size_t n, plumb_dec *room)
{
    plumb_dec sum = {0};
    *room = (plumb_dec){0};
    for (size_t i = 0; i < n; i++) {
        sum = plumb_dec_add(sum, rates[i]->fact->value);
        *room = plumb_dec_add(*room, rates[i]->fact->ulp);
    }
    return sum;
}

/* Would one slip in one of them make the sum 100 %? */
static bool slip_explains(struct plumb_item *const *rates, size_t n, plumb_dec sum)
{
    plumb_dec gap = plumb_dec_sub(plumb_dec_int(1), sum);
    for (size_t i = 0; i < n; i++)
        if (rates[i]->fact->text.len >= 3 &&
            plumb_one_slip(rates[i]->fact, plumb_dec_add(rates[i]->fact->value, gap)))
            return true;
    return false;
}

static void judge(struct plumb_extract_work *work, struct plumb_item *const *rates, size_t n,
                  bool complete, const char *reading)
{
    struct plumb_term terms[RATES_MAX];
    plumb_dec room, sum = sum_of(rates, n, &room);
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(sum, plumb_dec_int(1)));
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = sum,
                                .low = plumb_dec_sub(sum, room),
                                .high = plumb_dec_add(sum, room)};
    if (off.v > room.v / 2) {
        if (!complete || !slip_explains(rates, n, sum))
            return;
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = off;
        j.reason = "the shares of all kinds do not make 100 %";
        j.reason_zh = "各类占比之和不为100%";
    }
    for (size_t i = 0; i < n; i++)
        terms[i] = plumb_term_fact(work, PLUMB_ROLE_PART, rates[i]->fact);
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
    claim.declared = complete;
    claim.unit = PLUMB_UNIT_FRACTION;
    claim.subject = rates[0]->label;
    claim.confidence = complete ? 0.75 : 0.6;
    claim.line = rates[0]->fact->line;
    plumb_claim_try(&claim, &j, terms, n, reading, NULL);
    plumb_claim_push(&claim);
}

/* Is the rate already one of a set that makes 100 %? */
static bool is_in_set(const struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, rate->fact, &at)) != NULL;)
        if (r->kind == PLUMB_REL_SUM)
            return true;
    return false;
}

/* Shares one behind the other, with nothing but their names between. Returns the index behind them. */
static size_t run_of_shares(struct plumb_extract_work *work, struct plumb_passage *passage,
                            size_t from)
{
    struct plumb_item *rates[RATES_MAX];
    size_t n = 0, i = from;
    for (; i < passage->count && n < RATES_MAX; i++) {
        struct plumb_item *item = &passage->items[i];
        if (!is_plain_rate(item) || item->use != PLUMB_USE_SHARE ||
            (n > 0 && (item->sentence != rates[0]->sentence || item->depth != rates[0]->depth ||
                       plumb_utf8_count(item->before) > 24)))
            break;
        rates[n++] = item;
    }
    if (n >= 3 && !is_in_set(work, rates[0]))
        judge(work, rates, n, PLUMB_HAS(rates[n - 1]->before, "其他", "其它", "其余"),
              "shares make 100 %");
    return i > from ? i : from + 1;
}

/* 不合格率 and 合格率; 不捕率 and 批捕率. */
static bool negates(struct plumb_str no, struct plumb_str yes)
{
    size_t at = plumb_str_rfind(no, PLUMB_STR("不")), cut = 0;
    if (at == PLUMB_NPOS || PLUMB_HAS(yes, "不", "非", "未") || !PLUMB_ENDS(yes, "率"))
        return false;
    struct plumb_str rest = plumb_str_sub(no, at + 3, no.len);
    if (plumb_utf8_count(rest) >= 3)
        return plumb_str_ends(yes, rest);
    plumb_utf8_decode(rest, &cut);
    return rest.len >= 6 && plumb_str_ends(yes, rest) && plumb_utf8_count(yes) <= 9;
}

static void complements(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i + 1 < passage->count; i++) {
        struct plumb_item *pair[2] = {&passage->items[i], &passage->items[i + 1]};
        if (!is_plain_rate(pair[0]) || !is_plain_rate(pair[1]) ||
            pair[1]->sentence > pair[0]->sentence + 1 || !PLUMB_ENDS(pair[0]->core, "率"))
            continue;
        bool negated =
            negates(pair[0]->core, pair[1]->core) || negates(pair[1]->core, pair[0]->core);
        if (negated && !is_in_set(work, pair[0]))
            judge(work, pair, 2, pair[0]->sentence == pair[1]->sentence,
                  "a rate and its negation make 100 %");
    }
}

void plumb_relate_whole_rates(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (passage->count < 2 || passage->is_cell)
            continue;
        if (plumb_str_has(passage->text, "占"))
            for (size_t i = 0; i < passage->count;)
                i = run_of_shares(work, passage, i);
        if (plumb_str_has(passage->text, "不") && plumb_str_has(passage->text, "率"))
            complements(work, passage);
    }
}
