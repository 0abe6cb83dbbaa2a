/* Equalities between the published tables of one report (DOMAIN §3): T1 = T2, T1 = T3, T2 = T4, T4 = T5,
 * T5 = T6, T4 = T8, T9, and the same of the budget's tables. A table whose amounts are all off by a power
 * of ten has the wrong unit, and that is said once. */
#include "extract/published/published.h"

#include <string.h>

/* ---- ties ------------------------------------------------------------------------------------ */

static bool judge_holds(const struct plumb_judgement *j)
{
    return j->verdict == PLUMB_VERDICT_CONSISTENT || j->verdict == PLUMB_VERDICT_ROUNDING;
}

/* k when a = b · 10^k for k = ±3, ±4, ±8, else 0. */
static int power_between(plumb_dec a, plumb_dec b)
{
    static const int powers[] = {3, 4, 8};
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        plumb_dec factor = plumb_dec_pow10(powers[i]);
        plumb_dec up = plumb_dec_mul(b, factor, PLUMB_ROUND_NEAREST);
        plumb_dec down = plumb_dec_mul(a, factor, PLUMB_ROUND_NEAREST);
        if (plumb_dec_sign(a) == 0 || plumb_dec_sign(b) == 0)
            return 0;
        /* amounts are rounded: a thousandth apart is near enough to tell 10^3 from 1 */
        if (plumb_dec_abs(plumb_dec_sub(a, up)).v <= plumb_dec_abs(a).v / 1000)
            return powers[i];
        if (plumb_dec_abs(plumb_dec_sub(down, b)).v <= plumb_dec_abs(b).v / 1000)
            return -powers[i];
    }
    return 0;
}

static struct plumb_judgement judge_at_most(const struct plumb_fact *part,
                                            const struct plumb_fact *whole)
{
    struct plumb_interval p = plumb_fact_interval(part, PLUMB_MODE_NEAREST);
    struct plumb_interval w = plumb_fact_interval(whole, PLUMB_MODE_NEAREST);
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_CONSISTENT, .expected = whole->value, .low = w.lo, .high = w.hi};
    if (p.lo.v > w.hi.v) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_sub(p.lo, w.hi);
    }
    return j;
}

void plumb_tie_add(struct plumb_tie_list *list, struct plumb_tie tie)
{
    if (!tie.stated || tie.part_count == 0)
        return;
    for (size_t i = 0; i < tie.part_count; i++)
        if (!tie.parts[i] || tie.parts[i]->unit != tie.stated->unit || tie.parts[i] == tie.stated)
            return;
    if (tie.at_most)
        tie.judgement = judge_at_most(tie.stated, tie.parts[0]);
    else if (tie.part_count == 1)
        tie.judgement = plumb_judge_same(tie.stated, tie.parts[0]);
    else
        tie.judgement = plumb_judge_sum(tie.stated, tie.parts, NULL, tie.part_count);
    if (!judge_holds(&tie.judgement))
        tie.power = power_between(tie.stated->value, tie.judgement.expected);
    *PLUMB_PUSH(list->work->arena, list->items, list->count, list->capacity) = tie;
}

static const char *tie_text(struct plumb_extract_work *work, const struct plumb_tie *tie)
{
    const char *text = "";
    for (size_t i = 0; i < tie->part_count; i++)
        text = plumb_arena_printf(work->arena, "%s%s%s", text, i ? " + " : "",
                                  plumb_fact_text(work, tie->parts[i]));
    bool holds = judge_holds(&tie->judgement);
    const char *sign = tie->at_most ? (holds ? "≤" : ">") : (holds ? "=" : "≠");
    return plumb_arena_printf(work->arena, "%s %s %s（%s %s %s）",
                              plumb_fact_text(work, tie->stated), sign, text,
                              plumb_published_name(tie->kind), tie->at_most ? "≤" : "=",
                              plumb_published_name(tie->other));
}

static void push_tie(struct plumb_extract_work *work, const struct plumb_tie *tie)
{
    struct plumb_claim claim;
    struct plumb_term terms[PLUMB_TIE_PARTS];
    bool sum = tie->part_count > 1;
    plumb_table_claim(&claim, work,
                      tie->at_most ? PLUMB_REL_BOUND
                      : sum        ? PLUMB_REL_SUM
                                   : PLUMB_REL_RESTATEMENT,
                      plumb_published_check(tie->kind), tie->stated, PLUMB_STR(""));
    for (size_t i = 0; i < tie->part_count; i++)
        terms[i] = plumb_term_fact(work,
                                   tie->at_most ? PLUMB_ROLE_WHOLE
                                   : sum        ? PLUMB_ROLE_PART
                                                : PLUMB_ROLE_OTHER,
                                   tie->parts[i]);
    struct plumb_judgement j = tie->judgement;
    if (!judge_holds(&j) && !j.reason) {
        j.reason = plumb_arena_printf(
            work->arena,
            tie->at_most ? "the table “%s” shows more than “%s”, which contains it"
                         : "the tables “%s” and “%s” must agree here",
            plumb_published_name(tie->kind), plumb_published_name(tie->other));
        j.reason_zh = plumb_arena_printf(
            work->arena, tie->at_most ? "%s的数额不应大于%s" : "%s与%s的对应数应当相等",
            plumb_published_name(tie->kind), plumb_published_name(tie->other));
    }
    claim.confidence = tie->at_most ? 0.85 : 0.92;
    claim.next_money = plumb_dec_abs(plumb_dec_sub(tie->stated->value, j.expected));
    plumb_claim_try(&claim, &j, terms, tie->part_count, tie->reading, tie_text(work, tie));
    plumb_claim_push(&claim);
}

/* ---- the wrong unit --------------------------------------------------------------------------- */

struct unit_vote {
    size_t off, held;
};

/* Ties of one table that are off by the same power, and those that hold. */
static struct unit_vote vote_of(const struct plumb_tie_list *list, enum plumb_published_kind kind,
                                int power)
{
    struct unit_vote vote = {0, 0};
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_tie *tie = &list->items[i];
        int own = tie->kind == kind ? tie->power : tie->other == kind ? -tie->power : 0;
        if ((tie->kind != kind && tie->other != kind) || tie->at_most)
            continue;
        vote.off += own == power;
        vote.held += judge_holds(&tie->judgement) && plumb_dec_sign(tie->stated->value) != 0;
    }
    return vote;
}

static void push_unit(struct plumb_tie_list *list, enum plumb_published_kind kind, int power)
{
    struct plumb_extract_work *work = list->work;
    const struct plumb_tie *first = NULL;
    for (size_t i = 0; i < list->count && !first; i++)
        if ((list->items[i].kind == kind && list->items[i].power == power) ||
            (list->items[i].other == kind && list->items[i].power == -power))
            first = &list->items[i];
    bool own = first->kind == kind;
    const struct plumb_fact *wrong = own ? first->stated : first->parts[0];
    const struct plumb_fact *right = own ? first->parts[0] : first->stated;
    struct plumb_claim claim;
    struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, right);
    struct plumb_judgement j = {
        .verdict = PLUMB_VERDICT_INCONSISTENT,
        .expected = right->value,
        .low = right->value,
        .high = right->value,
        .reason = plumb_arena_printf(
            work->arena,
            "all amounts of the table “%s” are 10^%d times those of the other tables: its unit is "
            "wrong",
            plumb_published_name(kind), power),
        .reason_zh =
            plumb_arena_printf(work->arena, "%s各数均为其他表对应数的10的%d次方倍，计量单位有误",
                               plumb_published_name(kind), power)};
    plumb_table_claim(&claim, work, PLUMB_REL_UNIT, "consistency.unit", wrong,
                      plumb_str_from(plumb_published_name(kind)));
    claim.confidence = 0.92;
    plumb_claim_try(&claim, &j, &term, 1, "a table in another unit",
                    plumb_arena_printf(work->arena, "%s ÷ %s = 10^%d", plumb_fact_text(work, wrong),
                                       plumb_fact_text(work, right), power));
    plumb_claim_push(&claim);
}

/* At least two ties off by one power and none that holds: the table's unit, not its numbers. */
static void find_wrong_units(struct plumb_tie_list *list, struct plumb_published_set *set)
{
    static const int powers[] = {-8, -4, -3, 3, 4, 8};
    for (;;) {
        enum plumb_published_kind best = PLUMB_PUBLISHED_NONE;
        size_t most = 1;
        int power = 0;
        for (size_t k = 1; k < PLUMB_PUBLISHED_KINDS; k++)
            for (size_t p = 0; p < sizeof powers / sizeof *powers; p++) {
                struct unit_vote v = vote_of(list, (enum plumb_published_kind)k, powers[p]);
                if (!set->unit_off[k] && v.held == 0 && v.off > most) {
                    most = v.off;
                    best = (enum plumb_published_kind)k;
                    power = powers[p];
                }
            }
        if (best == PLUMB_PUBLISHED_NONE)
            return;
        push_unit(list, best, power);
        set->unit_off[best] = true;
        size_t kept = 0;
        for (size_t i = 0; i < list->count; i++)
            if (list->items[i].kind != best && list->items[i].other != best)
                list->items[kept++] = list->items[i];
        list->count = kept;
    }
}

/* ---- the equalities ---------------------------------------------------------------------------- */

#define INCOME "本年收入合计|=收入合计|=本年收入|本年收入小计"
#define SPENT "本年支出合计|=支出合计|=本年支出|本年支出小计"
#define GENERAL                                                                                    \
    "^一般公共预算财政拨款|=一般公共预算|=一般公共预算资金|=一般公共预算拨款|=一般公共预算收入"
#define FUND                                                                                                                           \
    "^政府性基金预算财政拨款|=政府性基金预算|=政府性基金|=政府性基金收入|=政府性基金预算收入|=" \
    "政府性基金预算拨款|=政府性基金预算资金"
#define STATE                                                                                                                           \
    "^国有资本经营预算财政拨款|=国有资本经营预算|=国有资本经营预算收入|=国有资本经营预算拨款|=" \
    "国有资本经营收入|=国有资本经营预算资金"
#define GENERAL_COLUMN "^一般公共预算"
#define WHOLE_COLUMN INCOME "|" SPENT "|=合计|=总计|=小计|=决算数|=金额|=本年支出"

/* stated = Σ parts; entries with the same stated place are readings of one claim. */
struct equality {
    struct plumb_place stated;
    struct plumb_place parts[PLUMB_TIE_PARTS - 1];
    size_t count;
};

static const struct equality EQUALITIES[] = {
    {{PLUMB_T2, NULL, WHOLE_COLUMN}, {{PLUMB_T1, INCOME, NULL}}, 1},
    {{PLUMB_T2, NULL, WHOLE_COLUMN}, {{PLUMB_T1, "收入总计|=总计", NULL}}, 1},
    {{PLUMB_T3, NULL, WHOLE_COLUMN}, {{PLUMB_T1, SPENT, NULL}}, 1},
    {{PLUMB_T3, NULL, WHOLE_COLUMN}, {{PLUMB_T1, "支出总计", NULL}}, 1},
    {{PLUMB_T3, NULL, WHOLE_COLUMN}, {{PLUMB_T1, "收入总计|=总计", NULL}}, 1},
    {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"},
     {{PLUMB_T1, GENERAL, NULL}, {PLUMB_T1, FUND, NULL}, {PLUMB_T1, STATE, NULL}},
     3},
    {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"}, {{PLUMB_T1, "^财政拨款", NULL}}, 1},
    {{PLUMB_T2, NULL, "=上级补助收入"}, {{PLUMB_T1, "=上级补助收入", NULL}}, 1},
    {{PLUMB_T2, NULL, "=事业收入"}, {{PLUMB_T1, "=事业收入", NULL}}, 1},
    {{PLUMB_T2, NULL, "=经营收入|=事业单位经营收入"},
     {{PLUMB_T1, "=经营收入|=事业单位经营收入", NULL}},
     1},
    {{PLUMB_T2, NULL, "=附属单位上缴收入"}, {{PLUMB_T1, "=附属单位上缴收入", NULL}}, 1},
    {{PLUMB_T2, NULL, "=其他收入"}, {{PLUMB_T1, "=其他收入", NULL}}, 1},
    {{PLUMB_T4, INCOME, NULL}, {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"}}, 1},
    {{PLUMB_T4, "收入总计", NULL}, {{PLUMB_T2, NULL, "=财政拨款收入|=财政拨款"}}, 1},
    {{PLUMB_T4, GENERAL, NULL}, {{PLUMB_T1, GENERAL, NULL}}, 1},
    {{PLUMB_T4, FUND, NULL}, {{PLUMB_T1, FUND, NULL}}, 1},
    {{PLUMB_T4, STATE, NULL}, {{PLUMB_T1, STATE, NULL}}, 1},
    {{PLUMB_T5, NULL, WHOLE_COLUMN}, {{PLUMB_T4, SPENT, GENERAL_COLUMN}}, 1},
    {{PLUMB_T5, NULL, WHOLE_COLUMN}, {{PLUMB_T4, "支出总计|=总计", GENERAL_COLUMN}}, 1},
    {{PLUMB_T5, NULL, "=基本支出"},
     {{PLUMB_T6, "人员经费合计|=人员经费", NULL}, {PLUMB_T6, "公用经费合计|=公用经费", NULL}},
     2},
    {{PLUMB_T5, NULL, "=基本支出"},
     {{PLUMB_T6, "=合计|=总计|基本支出合计|=基本支出",
       "=合计|=总计|=决算数|=金额|=基本支出|=小计|=预算数"}},
     1},
    {{PLUMB_T8, NULL, "=本年支出|" SPENT}, {{PLUMB_T4, SPENT, FUND}}, 1},
    {{PLUMB_T8, NULL, "=本年支出|" SPENT}, {{PLUMB_T4, "支出总计|=总计", FUND}}, 1},
    {{PLUMB_T8, NULL, "=本年收入|" INCOME}, {{PLUMB_T4, FUND, NULL}}, 1},
    {{PLUMB_T9, NULL, "=合计|=本年支出|" SPENT}, {{PLUMB_T4, SPENT, STATE}}, 1},
    {{PLUMB_T9, NULL, "=合计|=本年支出|" SPENT}, {{PLUMB_T4, "支出总计|=总计", STATE}}, 1},
    {{PLUMB_B8, NULL, WHOLE_COLUMN}, {{PLUMB_B4, "支出总计|=总计|" SPENT, FUND}}, 1},
};

static struct plumb_place shifted(struct plumb_place place, size_t shift)
{
    if (place.kind < PLUMB_B1)
        place.kind = (enum plumb_published_kind)(place.kind + shift);
    return place;
}

/* False when a part cannot be found. An empty cell of a table that keeps its cells is zero. */
static bool read_equality(const struct plumb_tie_list *list, const struct plumb_published_set *set,
                          const struct equality *e, size_t shift, struct plumb_tie *tie)
{
    bool known = false;
    struct plumb_place stated = shifted(e->stated, shift);
    *tie = (struct plumb_tie){.kind = stated.kind, .reading = "between the published tables"};
    tie->stated = plumb_published_value(list->work, set, &stated, &known);
    for (size_t i = 0; i < e->count; i++) {
        struct plumb_place part = shifted(e->parts[i], shift);
        const struct plumb_fact *fact = plumb_published_value(list->work, set, &part, &known);
        tie->other = part.kind;
        if (fact)
            tie->parts[tie->part_count++] = fact;
        else if (!known)
            return false;
    }
    return tie->stated && tie->part_count > 0;
}

static bool same_place(const struct plumb_place *a, const struct plumb_place *b)
{
    return a->kind == b->kind && a->column == b->column &&
           (a->row == b->row || (a->kind == PLUMB_T4 && a->row && b->row &&
                                 plumb_str_has(plumb_str_from(b->row), "收入总计")));
}

static void add_equalities(struct plumb_tie_list *list, const struct plumb_published_set *set,
                           size_t shift)
{
    size_t n = sizeof EQUALITIES / sizeof *EQUALITIES;
    for (size_t i = 0, next; i < n; i = next) {
        struct plumb_tie_list readings = {.work = list->work};
        size_t kept = PLUMB_NPOS;
        for (next = i;
             next < n && (next == i || same_place(&EQUALITIES[i].stated, &EQUALITIES[next].stated));
             next++) {
            struct plumb_tie tie;
            if (!read_equality(list, set, &EQUALITIES[next], shift, &tie))
                continue;
            plumb_tie_add(&readings, tie);
            if (kept == PLUMB_NPOS && readings.count > 0 &&
                judge_holds(&readings.items[readings.count - 1].judgement))
                kept = readings.count - 1;
        }
        if (readings.count > 0)
            plumb_tie_add(list, readings.items[kept == PLUMB_NPOS ? 0 : kept]);
    }
}

/* Spending from fiscal appropriation is part of all spending. */
static void add_bounds(struct plumb_tie_list *list, const struct plumb_published_set *set,
                       size_t shift)
{
    static const struct equality bounds[] = {
        {{PLUMB_T4, SPENT, NULL}, {{PLUMB_T1, SPENT, NULL}}, 1},
        {{PLUMB_T5, NULL, "=项目支出"}, {{PLUMB_T3, NULL, "=项目支出"}}, 1},
        {{PLUMB_T5, NULL, "=基本支出"}, {{PLUMB_T3, NULL, "=基本支出"}}, 1},
    };
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        struct plumb_tie tie;
        if (!read_equality(list, set, &bounds[i], shift, &tie))
            continue;
        tie.at_most = true;
        plumb_tie_add(list, tie);
    }
}

void plumb_relate_published(struct plumb_extract_work *work)
{
    struct plumb_published_set *set = plumb_published_find(work);
    struct plumb_tie_list list = {.work = work};
    for (size_t shift = 0; shift <= PLUMB_BUDGET_SHIFT; shift += PLUMB_BUDGET_SHIFT) {
        add_equalities(&list, set, shift);
        add_bounds(&list, set, shift);
    }
    plumb_tie_rows(&list, set);
    find_wrong_units(&list, set);
    for (size_t i = 0; i < list.count; i++)
        push_tie(work, &list.items[i]);
    plumb_relate_codes(work, set);
    plumb_relate_published_rules(work, set);
    plumb_relate_published_prose(work, set);
    plumb_relate_explained(work);
}
