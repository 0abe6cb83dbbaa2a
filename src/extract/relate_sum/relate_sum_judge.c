/* All readings of one list of parts with its possible wholes, and what is reported of them. */
#include "extract/relate_sum/relate_sum.h"

#include <math.h>

/* A gap that equals another reported number names the missing or doubly counted component. */
static void name_gap(struct plumb_claim *claim)
{
    struct plumb_extract_work *work = claim->work;
    struct plumb_prose *prose = plumb_prose_get(work);
    plumb_dec gap = plumb_dec_abs(plumb_dec_sub(claim->best.expected, claim->stated->value));
    if (claim->best.reason || gap.v < 100 * claim->stated->ulp.v || gap.v == 0)
        return;
    for (size_t f = 0; f < work->fact_count; f++) {
        const struct plumb_fact *fact = &work->facts[f];
        const struct plumb_item *item = prose->of_fact[f];
        if (fact == claim->stated || !plumb_same_measure(fact, claim->stated) ||
            plumb_dec_abs(fact->value).v != gap.v || !plumb_is_quantity(fact))
            continue;
        struct plumb_str label = item ? item->label : fact->label;
        claim->best.reason =
            plumb_arena_printf(work->arena, "the difference equals %s (%.*s, line %zu)",
                               plumb_fact_text(work, fact), PLUMB_STR_ARG(label), fact->line);
        claim->best.reason_zh =
            plumb_arena_printf(work->arena, "差额等于%s（%.*s，第%zu行）",
                               plumb_fact_text(work, fact), PLUMB_STR_ARG(label), fact->line);
        return;
    }
}

static bool try_prefix(struct plumb_claim *claim, const struct plumb_sum_list *list,
                       const struct plumb_item *whole, size_t from, size_t n, const char *reading)
{
    const struct plumb_fact *parts[PLUMB_SUM_LIST_MAX];
    for (size_t i = 0; i < n; i++)
        parts[i] = list->parts[from + i]->fact;
    plumb_claim_sum(claim, whole->fact, parts, NULL, n, reading);
    return plumb_claim_holds(claim);
}

/* Items named like the whole, when other amounts stand between them ("基金支付 W，其中住院总费用 x，
 * 基金支付 a；门诊总费用 y，基金支付 b"). */
bool plumb_sum_try_namesakes(struct plumb_claim *claim, const struct plumb_sum_list *list,
                             const struct plumb_item *whole)
{
    const struct plumb_fact *parts[PLUMB_SUM_LIST_MAX];
    size_t n = 0;
    for (size_t i = 0; i < list->count; i++)
        if (plumb_name_likeness(list->parts[i]->core, whole->core) >= 0.6)
            parts[n++] = list->parts[i]->fact;
    if (n < 2 || n == list->count)
        return false;
    plumb_claim_sum(claim, whole->fact, parts, NULL, n, "the items named like the whole");
    return plumb_claim_holds(claim);
}

bool plumb_sum_try(struct plumb_claim *claim, const struct plumb_sum_list *list,
                   const struct plumb_item *whole, const char *reading)
{
    if (try_prefix(claim, list, whole, 0, list->count, reading) ||
        plumb_sum_try_namesakes(claim, list, whole))
        return true;
    for (size_t n = list->count - 1; n >= 2; n--)
        if (list->behind ? try_prefix(claim, list, whole, list->count - n, n, "the last items")
                         : try_prefix(claim, list, whole, 0, n, "the first items"))
            return true;
    return false;
}

static void push_open(struct plumb_extract_work *work, const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", whole);
    const struct plumb_fact *parts[PLUMB_SUM_LIST_MAX];
    for (size_t i = 0; i < list->count; i++)
        parts[i] = list->parts[i]->fact;
    plumb_claim_sum(&claim, whole->fact, parts, NULL, list->count, "part of an open list");
    if (claim.best.expected.v <= whole->fact->value.v ||
        plumb_interval_meets((struct plumb_interval){claim.best.low, claim.best.high},
                             plumb_fact_interval(whole->fact, PLUMB_MODE_NEAREST)))
        claim.best.verdict = PLUMB_VERDICT_CONSISTENT;
    else
        claim.best.verdict = whole->fact->unit == PLUMB_UNIT_YUAN ? PLUMB_VERDICT_INCONSISTENT
                                                                  : PLUMB_VERDICT_UNTESTABLE;
    claim.confidence = 0.7;
    plumb_claim_push(&claim);
}

/* The list adds up to a number farther off than the one it is printed under. */
static void push_misplaced(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                           size_t n, const struct plumb_item *near, const struct plumb_item *real)
{
    struct plumb_claim claim;
    if (plumb_parts_total(list->parts, n).v <= near->fact->value.v)
        return;
    plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, "report.text", near);
    const struct plumb_fact *parts[PLUMB_SUM_LIST_MAX];
    for (size_t i = 0; i < n; i++)
        parts[i] = list->parts[i]->fact;
    plumb_claim_sum(&claim, near->fact, parts, NULL, n, "the number in front of the list");
    claim.best.verdict = PLUMB_VERDICT_INCONSISTENT;
    claim.best.reason = plumb_arena_printf(
        work->arena, "the items are printed under this number but add up to %s: misplaced",
        plumb_fact_text(work, real->fact));
    claim.best.reason_zh = plumb_arena_printf(
        work->arena, "分项列在该数之后，但合计等于%s，位置有误", plumb_fact_text(work, real->fact));
    claim.confidence = 0.7;
    plumb_claim_push(&claim);
}

/* "第二产业 W，其中工业 a；第三产业 b", "完成投资 W。其中：省级 概算 a，计划 b，完成 c": a number that is the whole's
 * sibling, or its namesake among others, is no part beside them. */
static bool holds_other_things(const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    bool ordinal = PLUMB_HAS(whole->before, "第一", "第二", "第三");
    size_t namesakes = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct plumb_item *part = list->parts[i];
        if (ordinal && i > 0 && PLUMB_HAS(part->before, "第二", "第三", "第四"))
            return true;
        namesakes += whole->core.len >= 6 && plumb_str_equal(part->core, whole->core);
    }
    return namesakes == 1 && list->count > 2 && !list->behind;
}

/* Parts in other paragraphs that come to ten times the whole, or to a tenth of it, are another list; but a
 * wrong unit shifts a number by a power of ten. */
static bool is_of_another_size(const struct plumb_claim *claim, const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    bool same = true;
    for (size_t i = 0; i < list->count; i++)
        same = same && list->parts[i]->passage == whole->passage;
    double a = plumb_dec_double(claim->best.expected), b = plumb_dec_double(whole->fact->value);
    if (same || a <= 0 || b <= 0 || (a / b < 10 && b / a < 10))
        return false;
    double power = log10(a / b);
    return fabs(power - round(power)) > 0.01;
}

/* "集中供养 88 万元，其中补贴 21 万元；散养 177 万元，其中补贴 60 万元": behind the ';' stand siblings of the whole, and one of
 * them is more than it and has parts of its own. */
static bool runs_into_siblings(const struct plumb_sum_list *list)
{
    const struct plumb_item *whole = list->wholes[0];
    for (size_t i = 1; i < list->count && !list->behind && list->parts[0]->index > whole->index;
         i++)
        if (list->parts[i]->passage == whole->passage &&
            list->parts[i]->fact->value.v > whole->fact->value.v &&
            plumb_str_has(plumb_text_after(list->parts[i]), "其中") &&
            plumb_str_has(plumb_text_between(list->parts[0], list->parts[i]), ";"))
            return !plumb_sum_one_slip(whole->fact, list->parts, list->count);
    return false;
}

static void push_failed(struct plumb_claim *claim, const struct plumb_sum_list *list)
{
    double score = plumb_sum_evidence(claim->work, list, list->wholes[0]->fact, list->count);
    if ((score < 3 && list->strength < 1) || is_of_another_size(claim, list))
        return;
    if (score < 3 || holds_other_things(list) || runs_into_siblings(list)) {
        claim->best.verdict = PLUMB_VERDICT_UNTESTABLE;
        claim->best.reason = "the list need not be complete";
        claim->best.reason_zh = "所列各项未必是全部";
    } else {
        claim->declared = true;
        claim->confidence = score >= 4 ? 0.95 : 0.7 + 0.2 * (score - 3);
        name_gap(claim);
    }
    plumb_claim_push(claim);
}

/* How many of the parts behind part k are announced as its own and add up to it; 0 when none do. */
static size_t breakdown_of(const struct plumb_sum_list *list, size_t k)
{
    plumb_dec sum = {0};
    if (k + 2 >= list->count || !PLUMB_HAS(plumb_text_between(list->parts[k], list->parts[k + 1]),
                                           "分别", "其中", "包括", "用于", "支持", "含"))
        return 0;
    for (size_t i = k + 1; i < list->count; i++) {
        sum = plumb_dec_add(sum, list->parts[i]->fact->value);
        if (i > k + 1 && sum.v == list->parts[k]->fact->value.v)
            return i - k;
    }
    return 0;
}

/* "W，其中第一批 a，分别支持 a1、a2；第二批 b": what only breaks down the part in front is no part itself. */
static struct plumb_sum_list upper_level(const struct plumb_sum_list *list)
{
    struct plumb_sum_list upper = *list;
    upper.count = 0;
    for (size_t i = 0; i < list->count; i++) {
        upper.parts[upper.count++] = list->parts[i];
        i += breakdown_of(list, i);
    }
    return upper;
}

bool plumb_sum_judge(struct plumb_extract_work *work, const struct plumb_sum_list *list,
                     const struct plumb_sum_list *loose)
{
    struct plumb_claim claim;
    if (list->whole_count == 0 || list->count < 2)
        return false;
    if (list->open) {
        push_open(work, list);
        return true;
    }
    plumb_claim_begin(&claim, work, PLUMB_REL_SUM, "consistency.sum", list->wholes[0]);
    claim.declared = list->strength >= 1;
    claim.confidence = 0.6 + 0.1 * list->strength;
    if (claim.confidence > 0.97)
        claim.confidence = 0.97;
    for (size_t w = 0; w < list->whole_count; w++) {
        const struct plumb_item *whole = list->wholes[w];
        if (!plumb_sum_try(&claim, list, whole, w == 0 ? list->cue : "a farther total") &&
            !(loose && loose->count > list->count &&
              plumb_sum_try(&claim, loose, whole, "the list read further")))
            continue;
        claim.stated = whole->fact;
        claim.subject = whole->label;
        plumb_claim_push(&claim);
        /* the list that was read further may have more parts than this one */
        const struct plumb_sum_list *held = claim.term_count > list->count ? loose : list;
        if (w > 0 && list->bracket && claim.term_count <= held->count)
            push_misplaced(work, held, claim.term_count, list->wholes[0], whole);
        return true;
    }
    struct plumb_sum_list upper = upper_level(list);
    if (upper.count < list->count) {
        for (size_t w = 0; upper.count >= 2 && w < list->whole_count; w++)
            if (try_prefix(&claim, &upper, list->wholes[w], 0, upper.count, "the upper level")) {
                claim.stated = list->wholes[w]->fact;
                claim.subject = list->wholes[w]->label;
                plumb_claim_push(&claim);
                return true;
            }
        if (upper.count < 2)
            return false; /* the rest of the list stands farther off */
    }
    push_failed(&claim, list);
    return false;
}
