/* Ties between cells of the published tables: judged, told as relations, and, where all of one table are
 * off by the same power of ten, told once as its unit. */
#include "extract/published/published.h"

static bool judge_holds(const struct plumb_judgement *j)
{
    return j->verdict == PLUMB_VERDICT_CONSISTENT || j->verdict == PLUMB_VERDICT_ROUNDING;
}

bool plumb_tie_holds(const struct plumb_tie *tie)
{
    return judge_holds(&tie->judgement);
}

/* k when a = b · 10^k for k = ±3, ±4, ±8, else 0. */
static int power_between(plumb_dec a, plumb_dec b)
{
    static const int powers[] = {3, 4, 8};
    for (size_t i = 0; i < PLUMB_COUNT(powers); i++) {
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
    if (!plumb_tie_holds(&tie))
        tie.power = power_between(tie.stated->value, tie.judgement.expected);
    *PLUMB_PUSH(list->work->arena, list->items, list->count, list->capacity) = tie;
}

static const char *tie_text(struct plumb_extract_work *work, const struct plumb_tie *tie)
{
    const char *text = "";
    for (size_t i = 0; i < tie->part_count; i++)
        text = plumb_arena_printf(work->arena, "%s%s%s", text, i ? " + " : "",
                                  plumb_fact_text(work, tie->parts[i]));
    bool holds = plumb_tie_holds(tie);
    const char *sign = tie->at_most ? (holds ? "≤" : ">") : (holds ? "=" : "≠");
    return plumb_arena_printf(work->arena, "%s %s %s（%s %s %s）",
                              plumb_fact_text(work, tie->stated), sign, text,
                              plumb_published_name(tie->kind), tie->at_most ? "≤" : "=",
                              plumb_published_name(tie->other));
}

void plumb_tie_push(struct plumb_extract_work *work, const struct plumb_tie *tie)
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
        vote.held += plumb_tie_holds(tie) && plumb_dec_sign(tie->stated->value) != 0;
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
void plumb_tie_wrong_units(struct plumb_tie_list *list, struct plumb_published_set *set)
{
    static const int powers[] = {-8, -4, -3, 3, 4, 8};
    for (;;) {
        enum plumb_published_kind best = PLUMB_PUBLISHED_NONE;
        size_t most = 1;
        int power = 0;
        for (size_t k = 1; k < PLUMB_PUBLISHED_KINDS; k++)
            for (size_t p = 0; p < PLUMB_COUNT(powers); p++) {
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
