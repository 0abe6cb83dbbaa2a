/* Execution, completion, control, carry-over and other rates in prose, against the amounts in scope.
 * Every lawful definition of DOMAIN §3 is tried; the first is the official one. */
#include "extract/relate/relate_int.h"

enum rate_kind {
    RATE_NONE,
    RATE_EXECUTION,
    RATE_ADJUSTMENT,
    RATE_CARRYOVER,
    RATE_CONTROL,
    RATE_ARRIVAL,
    RATE_SAVING,
    RATE_STAFF,
    RATE_USE, /* money paid ÷ money raised */
    RATE_ANY  /* some other …率 with a planned and an actual count */
};

enum { RATIO_OF_BUDGET, RATIO_NAME };

static const char *const sources[] = {
    [RATIO_OF_BUDGET] =
        ("(?:完成|为|占|达到?)(?:了|到)?(年初|全年|年度|调整后?|本年|当年)?(?:支出|收入)?"
         "预算(?:数|安排|总额|资金|指标)?(?:的|比例)?(?:为|达|约)*$"),
    [RATIO_NAME] = "([^,;。:、()]*(?:率|满意度|知晓度)|支付进度|执行进度|支出进度)(?:为|达到|达|是|"
                   "约|均|仅|:|已)*$",
};
const struct plumb_pattern_list plumb_patterns_ratio = {"ratio", sources,
                                                        sizeof sources / sizeof *sources};

enum role {
    AS_OTHER,
    AS_INITIAL,
    AS_REVISED,
    AS_BUDGET,
    AS_EXECUTED,
    AS_BALANCE,
    AS_RECEIVED,
    AS_ADDED,
    AS_PLAN,
    AS_ACTUAL,
    AS_QUOTA,
    AS_INCOME
};

static enum role role_of(const struct plumb_item *item)
{
    struct plumb_str l = item->label;
    if (PLUMB_HAS(l, "编制") && !PLUMB_HAS(l, "在编", "预算"))
        return PLUMB_ENDS(l, "行政编制", "事业编制", "工勤编制") && item->index > 0 &&
                       !PLUMB_HAS(l, "核定")
                   ? AS_OTHER
                   : AS_QUOTA;
    if (PLUMB_HAS(l, "结余", "结转"))
        return AS_BALANCE;
    if (PLUMB_HAS(l, "到位"))
        return PLUMB_HAS(l, "应到位", "计划到位") ? AS_PLAN : AS_RECEIVED;
    if (PLUMB_HAS(l, "执行", "决算", "实际支出", "实际支付", "实际使用", "累计支出", "支付数"))
        return AS_EXECUTED;
    if (PLUMB_HAS(l, "追加", "调整数", "调增") && !PLUMB_HAS(l, "调整后"))
        return AS_ADDED;
    if (PLUMB_HAS(l, "调整预算", "全年预算", "调整后", "年度预算", "预算调整"))
        return AS_REVISED;
    if (PLUMB_HAS(l, "年初预算", "年初部门预算", "初预算", "预算批复", "批复预算", "年初安排"))
        return AS_INITIAL;
    if (PLUMB_HAS(l, "预算"))
        return AS_BUDGET;
    if (PLUMB_HAS(l, "下达", "拨入"))
        return AS_RECEIVED;
    if (PLUMB_HAS(l, "收入", "筹集", "征缴") && !PLUMB_HAS(l, "支出", "其他") && item->depth == 0)
        return AS_INCOME;
    if (PLUMB_HAS(l, "计划", "应", "目标", "任务"))
        return AS_PLAN;
    if (PLUMB_HAS(l, "实际", "已", "完成", "实有", "在职", "在岗"))
        return AS_ACTUAL;
    if (PLUMB_HAS(l, "支出", "支付", "使用", "拨付", "列支"))
        return AS_EXECUTED;
    return AS_OTHER;
}

/* ---- what kind of rate ------------------------------------------------------------------------ */

static enum rate_kind kind_of_name(struct plumb_str name)
{
    if (PLUMB_HAS(name, "增长率", "变动率", "得分率", "利率", "税率", "中标率", "费率", "折旧率"))
        return RATE_NONE;
    if (PLUMB_HAS(name, "调整率"))
        return RATE_ADJUSTMENT;
    if (PLUMB_HAS(name, "结余率", "结转率", "结转结余"))
        return RATE_CARRYOVER;
    if (PLUMB_HAS(name, "节约率", "节支率"))
        return RATE_SAVING;
    if (PLUMB_HAS(name, "人员控制率", "编制控制率", "在职人员", "编制使用率", "在编率", "满编率",
                  "编制到位率"))
        return RATE_STAFF;
    if (PLUMB_HAS(name, "控制率"))
        return RATE_CONTROL;
    if (PLUMB_HAS(name, "到位率"))
        return RATE_ARRIVAL;
    if (PLUMB_HAS(name, "基金使用率", "基金支出率"))
        return RATE_USE;
    if (PLUMB_HAS(name, "执行率", "支付率", "支出率", "进度", "预算完成率", "资金使用率",
                  "支付进度"))
        return RATE_EXECUTION;
    /* any other rate may be of counts, when its name and a count in front share their words */
    if (PLUMB_ENDS(name, "率", "度"))
        return RATE_ANY;
    return RATE_NONE;
}

/* ---- operands --------------------------------------------------------------------------------- */

#define OPERANDS_MAX 24

struct operand {
    const struct plumb_item *item;
    enum role role;
    unsigned hops;
};

struct ratio_work {
    struct plumb_extract_work *work;
    const struct plumb_item *rate;
    struct operand operands[OPERANDS_MAX];
    size_t count;
    bool counts;                    /* a rate of counts, not of money */
    unsigned max_hops;              /* operands farther off are not looked at */
    const struct plumb_item *spent; /* the amount right in front, if it alone can be meant */
};

/* What was to be done and what was done, for rates of counts: 立案 and 破获, 受理 and 审结. */
static enum role count_role(const struct plumb_item *item)
{
    struct plumb_str l = item->label;
    if (PLUMB_HAS(l, "实际", "已", "完成", "破获", "破案", "审结", "办结", "结案", "收回", "回收",
                  "合格", "通过", "录取", "兑现", "到校", "达标", "整改", "签约", "建成"))
        return AS_ACTUAL;
    if (PLUMB_HAS(l, "计划", "应", "目标", "任务", "立案", "立刑事", "受理", "收案", "发放", "抽检",
                  "抽查", "报名", "登记", "申请", "交办", "排查", "发现", "查出", "收到", "接到"))
        return AS_PLAN;
    return AS_OTHER;
}

static void add_operand(struct ratio_work *r, const struct plumb_item *item, unsigned hops)
{
    bool usable = plumb_is_amount(item->fact) && item->fact->unit != PLUMB_UNIT_NONE &&
                  item->fact->unit != PLUMB_UNIT_SCORE && item->use == PLUMB_USE_PLAIN;
    if (usable && r->count < OPERANDS_MAX)
        r->operands[r->count++] =
            (struct operand){item, r->counts ? count_role(item) : role_of(item), hops};
}

/* First or last item of the clause (between ';' and '。') the rate stands in. */
static size_t clause_edge(const struct plumb_item *rate, bool forward)
{
    const struct plumb_passage *passage = rate->passage;
    size_t i = rate->index;
    for (;;) {
        size_t next = forward ? i + 1 : i - 1;
        if (forward ? next >= passage->count : i == 0)
            return i;
        const struct plumb_item *item = &passage->items[next];
        struct plumb_str gap =
            forward ? plumb_text_between(item - 1, item) : plumb_text_between(item, item + 1);
        if (item->sentence != rate->sentence || PLUMB_HAS(gap, ";", "。"))
            return i;
        i = next;
    }
}

/* Nearest first: in front in the clause, behind in it, in front in the sentence, behind in the sentence, in front in the passage, in the
 * passages above under the same heading. */
static void collect_operands(struct ratio_work *r)
{
    struct plumb_passage *passage = r->rate->passage;
    struct plumb_prose *prose = plumb_prose_get(r->work);
    size_t first = clause_edge(r->rate, false), last = clause_edge(r->rate, true);
    for (size_t i = r->rate->index; i-- > first;)
        add_operand(r, &passage->items[i], 0);
    for (size_t i = r->rate->index + 1; i <= last; i++)
        add_operand(r, &passage->items[i], 0);
    for (size_t i = first; i-- > 0;)
        if (passage->items[i].sentence == r->rate->sentence)
            add_operand(r, &passage->items[i], 0);
    for (size_t i = last + 1; i < passage->count; i++)
        if (passage->items[i].sentence == r->rate->sentence)
            add_operand(r, &passage->items[i], 0);
    for (size_t i = r->rate->index; i-- > 0;)
        if (passage->items[i].sentence != r->rate->sentence)
            add_operand(r, &passage->items[i], 1);
    for (size_t p = passage->index; p-- > 0 && passage->index - p <= 2;) {
        struct plumb_passage *above = &prose->passages[p];
        for (size_t i = above->count; above->section == passage->section && i-- > 0;)
            add_operand(r, &above->items[i], 2);
    }
}

static const struct operand *nth_role(const struct ratio_work *r, enum role role, size_t nth)
{
    for (size_t i = 0; i < r->count && r->operands[i].hops <= r->max_hops; i++)
        if (r->operands[i].role == role && nth-- == 0)
            return &r->operands[i];
    return NULL;
}

#define NTH_MAX 3

/* Code points of the rate's name that the count's name has too: 破案率 and 破获, 整改率 and 整改. */
static bool rate_of(const struct plumb_item *rate, const struct plumb_item *count)
{
    static const char *const sure[] = {"完成率", "参保率", "合格率", "办结率", "结案率", "破案率",
                                       "回收率", "通过率", "录取率", "及格率", "达标率"};
    struct plumb_str name = rate->core;
    size_t shared = 0, length = plumb_utf8_count(name);
    for (size_t at = 0, n = 0; at < name.len && n + 1 < length; n++) {
        size_t from = at;
        plumb_utf8_decode(name, &at);
        shared += plumb_str_find(count->label, plumb_str_sub(name, from, at)) != PLUMB_NPOS;
    }
    if (plumb_ends_any(name, sure, sizeof sure / sizeof *sure))
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

/* rate = numerator role ÷ denominator role, nearest pairs first. Returns the hops of the first pair
 * tried, 9 when there is none. */
static unsigned try_roles(struct plumb_claim *claim, const struct ratio_work *r, enum role top,
                          enum role bottom, const char *reading)
{
    unsigned hops = 9;
    for (size_t i = 0; i < NTH_MAX; i++)
        for (size_t k = 0; k < NTH_MAX; k++) {
            const struct operand *a = nth_role(r, top, i), *b = nth_role(r, bottom, k);
            if (!a || !b || !plumb_same_measure(a->item->fact, b->item->fact) ||
                plumb_dec_sign(b->item->fact->value) == 0 ||
                (bottom == AS_INCOME && other_people(lead_of(a->item), b->item->label)) ||
                (bottom == AS_PLAN && r->counts && !rate_of(r->rate, a->item)) ||
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
static void claim_difference_rate(struct plumb_claim *claim, const struct ratio_work *r,
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

static unsigned try_difference(struct plumb_claim *claim, const struct ratio_work *r, enum role x,
                               enum role y, enum role z, const char *reading)
{
    const struct operand *a = nth_role(r, x, 0), *b = nth_role(r, y, 0), *c = nth_role(r, z, 0);
    if (!a || !b || !c || !plumb_same_measure(a->item->fact, b->item->fact) ||
        plumb_dec_sign(c->item->fact->value) <= 0)
        return 9;
    claim_difference_rate(claim, r, a->item->fact, b->item->fact, c->item->fact, reading);
    return a->hops > b->hops ? a->hops : b->hops;
}

/* rate = x ÷ (x + y). */
static unsigned try_of_sum(struct plumb_claim *claim, const struct ratio_work *r,
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
static void try_with_stock(struct plumb_claim *claim, const struct ratio_work *r)
{
    struct plumb_extract_work *work = r->work;
    const struct operand *done = nth_role(r, AS_ACTUAL, 0), *fresh = nth_role(r, AS_PLAN, 0);
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
    enum rate_kind kind;
    enum role top, bottom;
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

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static unsigned try_definitions(struct plumb_claim *claim, const struct ratio_work *r,
                                enum rate_kind kind)
{
    unsigned hops = 9, now;
    for (size_t i = 0; i < COUNT(differences) && !plumb_claim_holds(claim); i++) {
        const struct definition *d = &differences[i];
        enum role base = kind == RATE_ADJUSTMENT ? d->bottom : d->top;
        if (d->kind != kind)
            continue;
        now = try_difference(claim, r, d->top, d->bottom, base, d->reading);
        hops = now < hops ? now : hops;
    }
    for (size_t i = 0; i < COUNT(definitions) && !plumb_claim_holds(claim); i++) {
        const struct definition *d = &definitions[i];
        if (d->kind != kind)
            continue;
        now = try_roles(claim, r, d->top, d->bottom, d->reading);
        hops = now < hops ? now : hops;
    }
    const struct operand *executed = nth_role(r, AS_EXECUTED, 0);
    const struct operand *balance = nth_role(r, AS_BALANCE, 0);
    if (!plumb_claim_holds(claim) && executed && balance && executed->hops <= 1 &&
        balance->hops <= 1 && plumb_same_measure(executed->item->fact, balance->item->fact)) {
        if (kind == RATE_EXECUTION)
            try_of_sum(claim, r, executed->item->fact, balance->item->fact,
                       "executed ÷ (executed + balance)");
        else if (kind == RATE_CARRYOVER)
            try_of_sum(claim, r, balance->item->fact, executed->item->fact,
                       "balance ÷ (executed + balance)");
    }
    return hops;
}

/* "完成年初预算的 q%": the word names the budget. */
static unsigned try_named_budget(struct plumb_claim *claim, struct ratio_work *r,
                                 struct plumb_str which)
{
    /* "培训费 5.27 万元，完成预算的 q %": the amount right in front was spent, whatever its name */
    struct operand *front = &r->operands[0];
    if (r->count > 0 && front->role == AS_OTHER && front->item->index + 1 == r->rate->index &&
        front->hops == 0)
        front->role = AS_EXECUTED;
    if (r->count > 0 && front->role == AS_EXECUTED && front->item->index + 1 == r->rate->index)
        r->spent = front->item;
    enum role named = PLUMB_HAS(which, "年初")           ? AS_INITIAL
                      : PLUMB_HAS(which, "全年", "调整") ? AS_REVISED
                                                         : AS_BUDGET;
    unsigned hops = try_roles(claim, r, AS_EXECUTED, named, "÷ the budget named");
    if (!plumb_claim_holds(claim)) {
        unsigned others = try_definitions(claim, r, RATE_EXECUTION);
        hops = others < hops ? others : hops;
    }
    return hops;
}

/* Is there exactly one like amount in front in the sentence, and is it larger? */
static bool one_larger(const struct plumb_item *part)
{
    size_t like = 0, larger = 0;
    for (size_t i = part->index; i-- > 0;) {
        const struct plumb_item *item = &part->passage->items[i];
        if (item->sentence != part->sentence)
            break;
        if (item->use != PLUMB_USE_PLAIN || !plumb_same_measure(item->fact, part->fact))
            continue;
        like++;
        larger += item->fact->value.v >= part->fact->value.v;
    }
    return like == 1 && larger == 1;
}

/* The amount that names the rate: "调解结案 860 件，调解率", "表示满意的 361 份，满意率". */
static const struct plumb_item *stem_amount(const struct ratio_work *r, struct plumb_str name)
{
    static const char *const ends[] = {"率", "比例", "度"};
    const struct plumb_item *item = r->rate - 1;
    struct plumb_str stem = name;
    for (size_t i = 0; i < COUNT(ends); i++)
        if (plumb_str_ends(stem, plumb_str_from(ends[i])))
            stem.len -= plumb_str_from(ends[i]).len;
    size_t n = plumb_utf8_count(stem);
    if (r->rate->index == 0 || n < 2 || item->sentence != r->rate->sentence ||
        !plumb_is_amount(item->fact) || item->use != PLUMB_USE_PLAIN)
        return NULL;
    bool money = item->fact->unit == PLUMB_UNIT_YUAN;
    if (!money && n <= 4 && plumb_str_find(item->before, stem) != PLUMB_NPOS)
        return item;
    /* "执行到位 4.16 亿元，标的到位率": the last two characters say what the rate is of */
    struct plumb_str verb = plumb_str_sub(stem, stem.len - 6, stem.len);
    return n >= 3 && plumb_str_find(item->before, verb) != PLUMB_NPOS && one_larger(item) ? item
                                                                                          : NULL;
}

/* rate = the amount that names it ÷ a larger one in front of it in the sentence. */
static void try_stem(struct plumb_claim *claim, const struct ratio_work *r, struct plumb_str name)
{
    const struct plumb_item *part = stem_amount(r, name);
    size_t wholes = 0;
    if (!part || PLUMB_HAS(name, "出生", "死亡", "增长", "失业", "就业", "城镇化"))
        return;
    for (size_t i = part->index; i-- > 0;) {
        const struct plumb_item *whole = &part->passage->items[i];
        if (whole->sentence != part->sentence)
            break;
        if (whole->use != PLUMB_USE_PLAIN || !plumb_same_measure(whole->fact, part->fact) ||
            whole->fact->value.v < part->fact->value.v || whole->fact->value.v <= 0)
            continue;
        wholes++;
        plumb_claim_ratio(claim, r->rate->fact, part->fact, whole->fact,
                          "the amount that names the rate ÷ a larger one in front");
    }
    claim->confidence = 0.75;
    /* a quotient that is nowhere near the rate speaks of another population */
    plumb_dec off = plumb_dec_abs(plumb_dec_sub(claim->best.expected, r->rate->fact->value));
    bool far = off.v * 3 > plumb_dec_abs(r->rate->fact->value).v &&
               !plumb_one_slip(r->rate->fact, claim->best.expected);
    if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT && (wholes > 2 || far)) {
        claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim->best.reason = "it is not certain which amount this rate is of";
        claim->best.reason_zh = "无法确定该比率以哪个数为分母";
    }
}

/* Two like amounts right in front of any other rate: support only. */
static void try_neighbours(struct plumb_claim *claim, const struct ratio_work *r)
{
    for (size_t i = 0; i + 1 < r->count && i < 3; i++) {
        const struct operand *near = &r->operands[i], *far = &r->operands[i + 1];
        if (near->hops > 0 || far->hops > 0 || near->item->index > r->rate->index ||
            far->item->index > r->rate->index ||
            !plumb_same_measure(near->item->fact, far->item->fact) ||
            near->item->fact->value.v == 0 || far->item->fact->value.v == 0)
            continue;
        bool larger = near->item->fact->value.v > far->item->fact->value.v;
        struct plumb_claim probe = *claim;
        plumb_claim_ratio(&probe, r->rate->fact, (larger ? far : near)->item->fact,
                          (larger ? near : far)->item->fact, "two amounts in front");
        if (!plumb_claim_holds(&probe))
            continue;
        *claim = probe;
        claim->declared = false;
        claim->confidence = 0.6;
        return;
    }
}

/* ---- one rate --------------------------------------------------------------------------------- */

/* The check that owns an official rate. */
static const char *check_of(enum rate_kind kind)
{
    switch (kind) {
    case RATE_EXECUTION:
        return "ratio.execution";
    case RATE_ADJUSTMENT:
        return "ratio.adjustment";
    case RATE_CARRYOVER:
        return "ratio.carryover";
    case RATE_STAFF:
        return "ratio.staffing";
    default:
        return "consistency.ratio";
    }
}

/* "…，合计 3100 万元；已支付 2697 万元，支付率 87 %": the total in front is what was to be paid. */
static void try_total(struct plumb_claim *claim, const struct ratio_work *r)
{
    const struct plumb_item *paid = r->rate->index > 0 ? r->rate - 1 : NULL;
    if (!paid || !PLUMB_HAS(paid->label, "支付", "支出", "拨付", "使用") ||
        paid->sentence != r->rate->sentence || paid->fact->unit != PLUMB_UNIT_YUAN ||
        paid->use != PLUMB_USE_PLAIN)
        return;
    for (size_t i = paid->index; i-- > 0;) {
        const struct plumb_item *total = &paid->passage->items[i];
        if (!total->total || total->use != PLUMB_USE_PLAIN ||
            !plumb_same_measure(total->fact, paid->fact) ||
            total->fact->value.v < paid->fact->value.v)
            continue;
        plumb_claim_ratio(claim, r->rate->fact, paid->fact, total->fact, "÷ the total in front");
        claim->confidence = 0.75;
        if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT &&
            !plumb_one_slip(r->rate->fact, claim->best.expected)) {
            claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
            claim->best.reason = "it is not certain which amount this rate is of";
            claim->best.reason_zh = "无法确定该比率以哪个数为分母";
        }
        return;
    }
}

/* 100 % execution claimed, no budget printed anywhere, but a balance is left. */
static void try_balance_left(struct plumb_claim *claim, struct ratio_work *r)
{
    struct plumb_extract_work *work = r->work;
    struct plumb_prose *prose = plumb_prose_get(work);
    struct plumb_item *executed = NULL, *balance = NULL;
    if (r->rate->fact->value.v != PLUMB_DEC_ONE)
        return;
    for (size_t f = 0; f < work->fact_count; f++) {
        struct plumb_item *item = prose->of_fact[f];
        const struct plumb_fact *fact = &work->facts[f];
        if (fact->unit == PLUMB_UNIT_YUAN &&
            (fact->stage == PLUMB_STAGE_INITIAL || fact->stage == PLUMB_STAGE_REVISED ||
             fact->stage == PLUMB_STAGE_BUDGET))
            return;
        if (!item || fact->unit != PLUMB_UNIT_YUAN || item->use != PLUMB_USE_PLAIN)
            continue;
        if (role_of(item) == AS_BUDGET || role_of(item) == AS_INITIAL)
            return;
        if (!executed && item->total && PLUMB_ENDS(item->core, "支出"))
            executed = item;
        if (executed && !balance && item->passage == executed->passage &&
            role_of(item) == AS_BALANCE)
            balance = item;
    }
    if (!executed || !balance || plumb_dec_sign(balance->fact->value) <= 0)
        return;
    try_of_sum(claim, r, executed->fact, balance->fact, "executed ÷ (executed + balance)");
    claim->confidence = 0.6;
    if (claim->best.verdict == PLUMB_VERDICT_INCONSISTENT) {
        claim->best.reason = "full execution is claimed although a balance is left";
        claim->best.reason_zh = "称执行率100%，但仍有结余";
    }
}

/* "配套资金到位率" needs a planned amount of the same source. */
static bool of_other_source(const struct ratio_work *r, struct plumb_str name)
{
    static const char *const sources_of[] = {"配套", "自筹", "中央", "省级",
                                             "市级", "县级", "区级"};
    for (size_t i = 0; i < COUNT(sources_of); i++) {
        bool planned = false;
        for (size_t k = 0; k < r->count; k++)
            planned = planned || (r->operands[k].role == AS_PLAN &&
                                  plumb_str_has(r->operands[k].item->label, sources_of[i]));
        if (plumb_str_has(name, sources_of[i]) && !planned)
            return true;
    }
    return false;
}

/* Was the number already found right as a share? */
static bool holds_as_share(const struct plumb_extract_work *work, const struct plumb_item *rate)
{
    for (size_t i = work->relation_count; i-- > 0;) {
        const struct plumb_relation *relation = &work->relations[i];
        if (relation->kind == PLUMB_REL_SHARE && relation->stated.fact == rate->fact->id &&
            (relation->verdict == PLUMB_VERDICT_CONSISTENT ||
             relation->verdict == PLUMB_VERDICT_ROUNDING))
            return true;
    }
    return false;
}

/* "完成投资 A，完成年度计划的 q %(年度计划 B)": the plan stands in the bracket behind. */
static bool of_plan_behind(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *done = rate - 1, *plan = rate + 1;
    struct plumb_claim claim;
    if (rate->index == 0 || rate->index + 1 >= rate->passage->count ||
        plan->sentence != rate->sentence || plan->depth <= rate->depth ||
        !PLUMB_HAS(rate->before, "计划", "任务", "目标", "预算") ||
        !PLUMB_HAS(plan->before, "计划", "任务", "目标", "预算") || done->use != PLUMB_USE_PLAIN ||
        done->sentence != rate->sentence || !plumb_is_amount(done->fact) ||
        !plumb_same_measure(done->fact, plan->fact) || plumb_dec_sign(plan->fact->value) <= 0)
        return false;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    plumb_claim_ratio(&claim, rate->fact, done->fact, plan->fact, "÷ the plan in the bracket");
    claim.confidence = 0.9;
    plumb_claim_push(&claim);
    return true;
}

/* "年初预算：48万元⏎实际支出：46万元⏎执行率：…": a form told line by line, where far is near. */
static bool in_list_of_values(const struct plumb_item *rate, unsigned hops)
{
    for (unsigned k = 0; k <= hops; k++) {
        const struct plumb_passage *line = rate->passage - k;
        if (rate->passage->index < k || line->count != 1 || line->is_cell ||
            plumb_utf8_count(line->text) > 24 || !PLUMB_HAS(line->text, ":", "："))
            return false;
    }
    return true;
}

static void one_rate(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    struct ratio_work r = {.work = work, .rate = rate};
    struct plumb_claim claim;
    struct plumb_match m;
    bool of_budget =
        plumb_pattern_find(work, PLUMB_PATTERNS_RATIO, RATIO_OF_BUDGET, rate->before, 0, &m);
    struct plumb_str which = of_budget ? m.group[1] : PLUMB_STR("");
    enum rate_kind kind = RATE_EXECUTION;
    if (!of_budget) {
        if (!plumb_pattern_find(work, PLUMB_PATTERNS_RATIO, RATIO_NAME, rate->before, 0, &m))
            return;
        kind = kind_of_name(m.group[1]);
    }
    if (kind == RATE_NONE)
        return;
    r.counts = kind == RATE_ANY;
    collect_operands(&r);
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, check_of(kind), rate);
    unsigned hops = 9;
    /* the passages above count only when this one has no pair of its own */
    unsigned reach = kind == RATE_ANY ? 0 : kind == RATE_USE ? 1 : 2;
    for (r.max_hops = 0; r.max_hops <= reach && !claim.tried; r.max_hops++)
        hops = of_budget ? try_named_budget(&claim, &r, which) : try_definitions(&claim, &r, kind);
    if (!claim.tried && kind == RATE_EXECUTION && !of_budget)
        try_total(&claim, &r);
    if (!claim.tried && kind == RATE_EXECUTION && !of_budget)
        try_balance_left(&claim, &r);
    if (claim.tried && kind == RATE_ANY && !plumb_claim_holds(&claim))
        try_with_stock(&claim, &r);
    if (!claim.tried && !of_budget)
        try_stem(&claim, &r, m.group[1]);
    if (!claim.tried)
        try_neighbours(&claim, &r);
    if (!claim.tried)
        return;
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT && hops != 9 &&
        (hops >= 2 || (kind == RATE_ANY && hops > 0)) && !in_list_of_values(rate, hops)) {
        claim.best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim.best.reason = "the amounts this rate is made of are not printed beside it";
        claim.best.reason_zh = "该比率所依据的金额未列在附近";
    }
    if (claim.best.verdict == PLUMB_VERDICT_INCONSISTENT &&
        (of_budget ? holds_as_share(work, rate)
                   : kind == RATE_ARRIVAL && of_other_source(&r, m.group[1])))
        return;
    if (hops == 1)
        claim.confidence = 0.85;
    plumb_claim_push(&claim);
}

/* "新增就业 A 人，完成年度任务 N 人的 q%": the plan is printed inside the claim. */
static bool of_printed_plan(struct plumb_extract_work *work, const struct plumb_item *rate)
{
    const struct plumb_item *plan = rate - 1;
    struct plumb_claim claim;
    if (rate->index < 2 || !plumb_str_starts(rate->before, PLUMB_STR("的")) ||
        !plumb_is_amount(plan->fact) || !PLUMB_HAS(plan->before, "完成", "为", "达", "实现") ||
        !PLUMB_HAS(plan->before, "任务", "计划", "目标", "指标", "预算", "概算"))
        return false;
    plumb_claim_begin(&claim, work, PLUMB_REL_RATIO, "consistency.ratio", rate);
    for (size_t i = plan->index; i-- > 0 && !plumb_claim_holds(&claim);) {
        const struct plumb_item *done = &rate->passage->items[i];
        if (done->sentence != rate->sentence)
            break;
        if (plumb_is_amount(done->fact) && done->use == PLUMB_USE_PLAIN &&
            plumb_same_measure(done->fact, plan->fact))
            plumb_claim_ratio(&claim, rate->fact, done->fact, plan->fact, "÷ the plan printed");
    }
    claim.confidence = 0.9;
    if (claim.tried)
        claim.subject = plan->label;
    plumb_claim_push(&claim);
    return claim.tried;
}

/* Execution and carry-over of one budget complete each other to 100 %. */
static void complements(struct plumb_extract_work *work, struct plumb_passage *passage)
{
    for (size_t i = 0; i < passage->count; i++) {
        struct plumb_item *a = &passage->items[i];
        if (!plumb_is_rate(a->fact) || !PLUMB_ENDS(a->label, "执行率", "完成率", "支出率", "支付率",
                                                   "使用率", "支付进度", "执行进度"))
            continue;
        for (size_t k = i + 1; k < passage->count && passage->items[k].sentence == a->sentence;
             k++) {
            struct plumb_item *b = &passage->items[k];
            if (!plumb_is_rate(b->fact) ||
                !PLUMB_HAS(plumb_text_between(a, b), "结转", "结余", "未支出", "未使用") ||
                plumb_dec_add(a->fact->value, b->fact->value).v != PLUMB_DEC_ONE)
                continue;
            struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_PART, a->fact),
                                          plumb_term_fact(work, PLUMB_ROLE_PART, b->fact)};
            struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                        .expected = plumb_dec_int(1),
                                        .low = plumb_dec_int(1),
                                        .high = plumb_dec_int(1)};
            struct plumb_claim claim;
            plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", NULL);
            claim.declared = false;
            claim.unit = PLUMB_UNIT_FRACTION;
            claim.subject = a->label;
            plumb_claim_try(&claim, &j, terms, 2, "executed and carried over make 100 %", NULL);
            plumb_claim_push(&claim);
        }
    }
}

void plumb_relate_ratios(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        for (size_t i = 0; i < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            bool share_of_budget =
                item->use == PLUMB_USE_SHARE && PLUMB_HAS(item->before, "预算的");
            if (item->fact->unit == PLUMB_UNIT_FRACTION &&
                (item->use == PLUMB_USE_RATE || share_of_budget) && !of_printed_plan(work, item) &&
                !of_plan_behind(work, item))
                one_rate(work, item);
        }
        complements(work, passage);
    }
}
