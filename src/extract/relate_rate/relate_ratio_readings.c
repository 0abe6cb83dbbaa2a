/* Readings of a rate by definition (DOMAIN §3): numerator role ÷ denominator role, the official definition
 * first. */
#include "extract/relate_rate/relate_ratio.h"

#define NTH_MAX 3

/* Code points of the rate's name that the count's name has too: 破案率 and 破获, 整改率 and 整改. */
static bool rate_of(const struct plumb_item *rate, const struct plumb_item *count)
{
    static const char *const sure[] = {"完成率", "参保率", "合格率", "办结率", "结案率", "破案率",
                                       "回收率", "通过率", "录取率", "及格率", "达标率", "征缴率",
                                       "收缴率", "缴费率", "兑付率", "发放率", "分配率", "拨付率",
                                       "整改率", "签约率", "答复率", "调处率"};
    struct plumb_str name = rate->core;
    size_t shared = 0, length = plumb_utf8_count(name);
    for (size_t at = 0, n = 0; at < name.len && n + 1 < length; n++) {
        size_t from = at;
        plumb_utf8_decode(name, &at);
        shared += plumb_str_find(count->label, plumb_str_sub(name, from, at)) != PLUMB_NPOS;
    }
    if (plumb_str_has(rate->label, "及时") &&
        PLUMB_HAS(count->label, "按时", "按期", "如期", "及时"))
        return true;
    if (plumb_ends_any(name, sure, PLUMB_COUNT(sure)))
        return shared >= 1;
    return shared >= 2;
}

/* One name speaks of employees, the other of residents. */
static bool other_people(struct plumb_str a, struct plumb_str b)
{
    bool x = plumb_str_has(a, "职工"), y = plumb_str_has(b, "职工");
    return x != y && (plumb_str_has(a, "居民") || plumb_str_has(b, "居民"));
}

/* The sentence up to the number: it says whose money is meant. */
static struct plumb_str lead_of(const struct plumb_item *item)
{
    const struct plumb_passage *passage = item->passage;
    return plumb_str_sub(passage->text, passage->starts[item->sentence], item->at);
}

/* The budget in front belongs to the whole, the amount to one of its items ("预算 38.5 万元 …其中：车辆费
 * 26.4 万元，完成预算的 86 %"): the item's own budget is not printed. */
static bool of_another(const struct plumb_item *spent, const struct plumb_item *budget)
{
    if (spent->passage != budget->passage || budget->index > spent->index)
        return false;
    if (!PLUMB_HAS(plumb_text_between(budget, spent), "其中", ";"))
        return false;
    struct plumb_str name = plumb_name_without_stage(spent->core);
    return name.len > 0 && plumb_name_likeness(name, plumb_name_without_stage(budget->core)) < 0.5;
}

/* 资金使用率 is of money, whatever is counted beside it. */
static bool is_rate_of_money(const struct plumb_item *rate, const struct plumb_item *operand)
{
    return operand->fact->unit != PLUMB_UNIT_YUAN && PLUMB_HAS(rate->label, "资金", "经费");
}

/* rate = numerator role ÷ denominator role, nearest pairs first. Returns the hops of the first pair
 * tried, 9 when there is none. */
static unsigned try_roles(struct plumb_claim *claim, const struct plumb_ratio *r,
                          enum plumb_ratio_role top, enum plumb_ratio_role bottom,
                          const char *reading)
{
    unsigned hops = 9;
    for (size_t i = 0; i < NTH_MAX; i++)
        for (size_t k = 0; k < NTH_MAX; k++) {
            const struct plumb_ratio_operand *a = plumb_ratio_nth(r, top, i),
                                             *b = plumb_ratio_nth(r, bottom, k);
            if (!a || !b || !plumb_same_measure(a->item->fact, b->item->fact) ||
                plumb_dec_sign(b->item->fact->value) == 0 ||
                (bottom == AS_INCOME && other_people(lead_of(a->item), b->item->label)) ||
                (bottom == AS_PLAN && r->counts && !rate_of(r->rate, a->item)) ||
                is_rate_of_money(r->rate, a->item) ||
                (top == AS_EXECUTED && r->spent && a->item != r->spent) ||
                (top == AS_EXECUTED && bottom <= AS_BUDGET && of_another(a->item, b->item)))
                continue;
            unsigned farther = a->hops > b->hops ? a->hops : b->hops;
            hops = farther < hops ? farther : hops;
            plumb_claim_ratio(claim, r->rate->fact, a->item->fact, b->item->fact, reading);
            if (claim->best.verdict == PLUMB_VERDICT_CONSISTENT)
                return hops;
        }
    return hops;
}

/* rate = (x − y) ÷ z. */
static void claim_difference_rate(struct plumb_claim *claim, const struct plumb_ratio *r,
                                  const struct plumb_fact *x, const struct plumb_fact *y,
                                  const struct plumb_fact *z, const char *reading)
{
    struct plumb_extract_work *work = r->work;
    struct plumb_interval a = plumb_interval_sub(plumb_fact_interval(x, PLUMB_MODE_NEAREST),
                                                 plumb_fact_interval(y, PLUMB_MODE_NEAREST));
    plumb_dec value = plumb_dec_sub(x->value, y->value);
    if (x == z) {
        /* (x − y) ÷ x = 1 − y ÷ x: narrower, the same number on both sides */
        a = plumb_interval_sub(plumb_interval_point(x->value),
                               plumb_fact_interval(y, PLUMB_MODE_NEAREST));
    }
    struct plumb_interval b = x == z || y == z ? plumb_interval_point(z->value)
                                               : plumb_fact_interval(z, PLUMB_MODE_NEAREST);
    struct plumb_judgement j =
        plumb_judge_quotient(r->rate->fact, a, b, value, z->value, work->mode);
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_PART, x),
                                  plumb_term_fact(work, PLUMB_ROLE_MINUS, y)};
    const char *text = plumb_arena_printf(
        work->arena, "(%s − %s) ÷ %s = %s, printed %s", plumb_fact_text(work, x),
        plumb_fact_text(work, y), plumb_fact_text(work, z),
        plumb_value_text(work, j.expected, r->rate->fact, 2), plumb_fact_text(work, r->rate->fact));
    claim->next_money = plumb_dec_mul(j.gap, z->value, PLUMB_ROUND_NEAREST);
    terms[x == z ? 0 : 1].role = x == z ? PLUMB_ROLE_WHOLE : PLUMB_ROLE_MINUS;
    plumb_claim_try(claim, &j, terms, 2, reading, text);
}

/* What is left of the money of the rate: not what an earlier year left and this one used, and then no more
 * than all of the money can have been spent. */
static bool is_left_over(const struct plumb_ratio *r, const struct plumb_item *balance)
{
    return r->rate->fact->value.v <= PLUMB_DEC_ONE &&
           !PLUMB_HAS(balance->before, "使用", "动用", "调入", "上年", "年初");
}

static unsigned try_difference(struct plumb_claim *claim, const struct plumb_ratio *r,
                               enum plumb_ratio_role x, enum plumb_ratio_role y,
                               enum plumb_ratio_role z, const char *reading)
{
    const struct plumb_ratio_operand *a = plumb_ratio_nth(r, x, 0), *b = plumb_ratio_nth(r, y, 0),
                                     *c = plumb_ratio_nth(r, z, 0);
    if (!a || !b || !c || !plumb_same_measure(a->item->fact, b->item->fact) ||
        plumb_dec_sign(c->item->fact->value) <= 0)
        return 9;
    claim_difference_rate(claim, r, a->item->fact, b->item->fact, c->item->fact, reading);
    return a->hops > b->hops ? a->hops : b->hops;
}

/* rate = x ÷ (x + y). */
unsigned plumb_ratio_of_sum(struct plumb_claim *claim, const struct plumb_ratio *r,
                            const struct plumb_fact *x, const struct plumb_fact *y,
                            const char *reading)
{
    struct plumb_extract_work *work = r->work;
    struct plumb_interval a = plumb_fact_interval(x, PLUMB_MODE_NEAREST);
    struct plumb_interval b = plumb_interval_add(a, plumb_fact_interval(y, PLUMB_MODE_NEAREST));
    plumb_dec sum = plumb_dec_add(x->value, y->value);
    if (plumb_dec_sign(sum) <= 0)
        return 9;
    struct plumb_judgement j = plumb_judge_quotient(r->rate->fact, a, b, x->value, sum, work->mode);
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, x),
                                  plumb_term_fact(work, PLUMB_ROLE_PART, y)};
    const char *text = plumb_arena_printf(
        work->arena, "%s ÷ (%s + %s) = %s, printed %s", plumb_fact_text(work, x),
        plumb_fact_text(work, x), plumb_fact_text(work, y),
        plumb_value_text(work, j.expected, r->rate->fact, 2), plumb_fact_text(work, r->rate->fact));
    claim->next_money = plumb_dec_mul(j.gap, sum, PLUMB_ROUND_NEAREST);
    plumb_claim_try(claim, &j, terms, 2, reading, text);
    return 0;
}

/* Cases carried over from the year before are to be done as well: rate = done ÷ (new + old). */
void plumb_ratio_with_stock(struct plumb_claim *claim, const struct plumb_ratio *r)
{
    struct plumb_extract_work *work = r->work;
    const struct plumb_ratio_operand *done = plumb_ratio_nth(r, AS_ACTUAL, 0),
                                     *fresh = plumb_ratio_nth(r, AS_PLAN, 0);
    const struct plumb_item *old = NULL;
    for (size_t i = 0; i < r->count && r->operands[i].hops == 0; i++)
        if (PLUMB_HAS(r->operands[i].item->label, "旧存", "旧案", "存案", "未结", "上年结转",
                      "上期结转", "结存"))
            old = r->operands[i].item;
    if (!old || !done || !fresh || done->hops > 0 || fresh->hops > 0 || old == done->item ||
        old == fresh->item || !plumb_same_measure(old->fact, fresh->item->fact) ||
        !plumb_same_measure(old->fact, done->item->fact))
        return;
    const struct plumb_fact *x = done->item->fact, *y = fresh->item->fact;
    plumb_dec sum = plumb_dec_add(y->value, old->fact->value);
    struct plumb_interval both =
        plumb_interval_add(plumb_fact_interval(y, PLUMB_MODE_NEAREST),
                           plumb_fact_interval(old->fact, PLUMB_MODE_NEAREST));
    struct plumb_judgement j = plumb_judge_quotient(
        r->rate->fact, plumb_fact_interval(x, PLUMB_MODE_NEAREST), both, x->value, sum, work->mode);
    struct plumb_term terms[3] = {plumb_term_fact(work, PLUMB_ROLE_NUMERATOR, x),
                                  plumb_term_fact(work, PLUMB_ROLE_PART, y),
                                  plumb_term_fact(work, PLUMB_ROLE_PART, old->fact)};
    const char *text = plumb_arena_printf(
        work->arena, "%s ÷ (%s + %s) = %s, printed %s", plumb_fact_text(work, x),
        plumb_fact_text(work, y), plumb_fact_text(work, old->fact),
        plumb_value_text(work, j.expected, r->rate->fact, 2), plumb_fact_text(work, r->rate->fact));
    plumb_claim_try(claim, &j, terms, 3, "done ÷ (new + carried over)", text);
}

/* ---- definitions ------------------------------------------------------------------------------ */

struct definition {
    enum plumb_ratio_kind kind;
    enum plumb_ratio_role top, bottom;
    const char *reading;
};

static const struct definition definitions[] = {
    {RATE_EXECUTION, AS_EXECUTED, AS_REVISED, "÷ revised budget"},
    {RATE_EXECUTION, AS_EXECUTED, AS_BUDGET, "÷ budget"},
    {RATE_EXECUTION, AS_EXECUTED, AS_INITIAL, "÷ initial budget"},
    {RATE_EXECUTION, AS_EXECUTED, AS_RECEIVED, "÷ funds received"},
    {RATE_EXECUTION, AS_ACTUAL, AS_BUDGET, "÷ budget"},
    {RATE_EXECUTION, AS_ACTUAL, AS_RECEIVED, "÷ funds received"},
    {RATE_EXECUTION, AS_ACTUAL, AS_PLAN, "÷ plan"},
    {RATE_CONTROL, AS_EXECUTED, AS_BUDGET, "÷ budget"},
    {RATE_CONTROL, AS_EXECUTED, AS_INITIAL, "÷ initial budget"},
    {RATE_CONTROL, AS_EXECUTED, AS_REVISED, "÷ revised budget"},
    {RATE_CONTROL, AS_ADDED, AS_INITIAL, "added ÷ initial budget"},
    {RATE_ARRIVAL, AS_RECEIVED, AS_PLAN, "÷ plan"},
    {RATE_ARRIVAL, AS_RECEIVED, AS_BUDGET, "÷ budget"},
    {RATE_ARRIVAL, AS_RECEIVED, AS_INITIAL, "÷ initial budget"},
    {RATE_ARRIVAL, AS_RECEIVED, AS_REVISED, "÷ revised budget"},
    {RATE_ADJUSTMENT, AS_ADDED, AS_INITIAL, "added ÷ initial budget"},
    {RATE_ADJUSTMENT, AS_ADDED, AS_BUDGET, "added ÷ budget"},
    {RATE_CARRYOVER, AS_BALANCE, AS_REVISED, "balance ÷ revised budget"},
    {RATE_CARRYOVER, AS_BALANCE, AS_BUDGET, "balance ÷ budget"},
    {RATE_CARRYOVER, AS_BALANCE, AS_INITIAL, "balance ÷ initial budget"},
    {RATE_CARRYOVER, AS_BALANCE, AS_EXECUTED, "balance ÷ expenditure"},
    {RATE_STAFF, AS_ACTUAL, AS_QUOTA, "in post ÷ establishment"},
    {RATE_USE, AS_EXECUTED, AS_INCOME, "paid ÷ raised"},
    {RATE_ANY, AS_ACTUAL, AS_PLAN, "actual ÷ planned"},
};

static const struct definition differences[] = {
    {RATE_ADJUSTMENT, AS_REVISED, AS_INITIAL, "(revised − initial) ÷ initial"},
    {RATE_CARRYOVER, AS_REVISED, AS_EXECUTED, "(revised − executed) ÷ revised"},
    {RATE_CARRYOVER, AS_BUDGET, AS_EXECUTED, "(budget − executed) ÷ budget"},
    {RATE_CARRYOVER, AS_INITIAL, AS_EXECUTED, "(initial − executed) ÷ initial"},
    {RATE_SAVING, AS_BUDGET, AS_EXECUTED, "(budget − executed) ÷ budget"},
    {RATE_SAVING, AS_BUDGET, AS_ACTUAL, "(budget − actual) ÷ budget"},
    {RATE_SAVING, AS_PLAN, AS_ACTUAL, "(plan − actual) ÷ plan"},
};

/* "预算 A，中标价 B，节支 C，节支率 q": what was saved stands right in front, printed. */
static void saved_of_budget(struct plumb_claim *claim, const struct plumb_ratio *r)
{
    static const enum plumb_ratio_role bases[] = {AS_BUDGET, AS_PLAN, AS_INITIAL};
    const struct plumb_item *saved = r->rate - 1;
    if (r->rate->index == 0 || saved->fact->unit != PLUMB_UNIT_YUAN ||
        !plumb_is_quantity(saved->fact) || !PLUMB_HAS(saved->before, "节支", "节约", "节省"))
        return;
    for (size_t i = 0; i < PLUMB_COUNT(bases) && !plumb_claim_holds(claim); i++) {
        const struct plumb_ratio_operand *base = plumb_ratio_nth(r, bases[i], 0);
        if (base && plumb_dec_sign(base->item->fact->value) > 0 &&
            plumb_same_measure(base->item->fact, saved->fact))
            plumb_claim_ratio(claim, r->rate->fact, saved->fact, base->item->fact,
                              "saved ÷ budget");
    }
}

unsigned plumb_ratio_definitions(struct plumb_claim *claim, const struct plumb_ratio *r,
                                 enum plumb_ratio_kind kind)
{
    unsigned hops = 9, now;
    for (size_t i = 0; i < PLUMB_COUNT(differences) && !plumb_claim_holds(claim); i++) {
        const struct definition *d = &differences[i];
        enum plumb_ratio_role base = kind == RATE_ADJUSTMENT ? d->bottom : d->top;
        if (d->kind != kind)
            continue;
        now = try_difference(claim, r, d->top, d->bottom, base, d->reading);
        hops = now < hops ? now : hops;
    }
    for (size_t i = 0; i < PLUMB_COUNT(definitions) && !plumb_claim_holds(claim); i++) {
        const struct definition *d = &definitions[i];
        if (d->kind != kind)
            continue;
        now = try_roles(claim, r, d->top, d->bottom, d->reading);
        hops = now < hops ? now : hops;
    }
    if (kind == RATE_SAVING && !plumb_claim_holds(claim))
        saved_of_budget(claim, r);
    const struct plumb_ratio_operand *executed = plumb_ratio_nth(r, AS_EXECUTED, 0);
    const struct plumb_ratio_operand *balance = plumb_ratio_nth(r, AS_BALANCE, 0);
    if (!plumb_claim_holds(claim) && executed && balance && executed->hops <= 1 &&
        balance->hops <= 1 && plumb_same_measure(executed->item->fact, balance->item->fact) &&
        is_left_over(r, balance->item)) {
        if (kind == RATE_EXECUTION)
            plumb_ratio_of_sum(claim, r, executed->item->fact, balance->item->fact,
                               "executed ÷ (executed + balance)");
        else if (kind == RATE_CARRYOVER)
            plumb_ratio_of_sum(claim, r, balance->item->fact, executed->item->fact,
                               "balance ÷ (executed + balance)");
    }
    return hops;
}

/* "完成年初预算的 q%": the word names the budget. */
unsigned plumb_ratio_named_budget(struct plumb_claim *claim, struct plumb_ratio *r,
                                  struct plumb_str which)
{
    /* "培训费 5.27 万元，完成预算的 q %": the amount right in front was spent, whatever its name */
    struct plumb_ratio_operand *front = &r->operands[0];
    if (r->count > 0 && front->role == AS_OTHER && front->item->index + 1 == r->rate->index &&
        front->hops == 0)
        front->role = AS_EXECUTED;
    if (r->count > 0 && front->role == AS_EXECUTED && front->item->index + 1 == r->rate->index)
        r->spent = front->item;
    enum plumb_ratio_role named = PLUMB_HAS(which, "年初")           ? AS_INITIAL
                                  : PLUMB_HAS(which, "全年", "调整") ? AS_REVISED
                                                                     : AS_BUDGET;
    unsigned hops = try_roles(claim, r, AS_EXECUTED, named, "÷ the budget named");
    if (!plumb_claim_holds(claim)) {
        unsigned others = plumb_ratio_definitions(claim, r, RATE_EXECUTION);
        hops = others < hops ? others : hops;
    }
    return hops;
}
