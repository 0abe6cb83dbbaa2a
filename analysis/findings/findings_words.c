/* Broken relations in the words of an auditor: the numbers, the recomputation, the rule. */
#include "analysis/findings/words_pen.h"

#include <string.h>

/* ---- kinds --------------------------------------------------------------------------------- */

static void word_sum(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen), *gap = plumb_pen_gap(pen);
    size_t n = plumb_pen_operand_count(pen);
    pen->out.expected =
        plumb_pen_shown_beside(pen, pen->relation->expected, plumb_pen_decimals(pen));
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”列为%s，所列%zu项合计为%s，相差%s。", subject,
                                     pen->out.stated, n, pen->out.expected, gap);
    pen->out.en = plumb_arena_printf(
        pen->arena, "“%s” is printed as %s; its %zu items add up to %s, a difference of %s.",
        subject, pen->out.stated, n, pen->out.expected, gap);
    plumb_pen_recompute(pen, plumb_pen_expression(pen, " + ", " − "));
}

bool plumb_relation_is_reversed(const struct plumb_extraction *extraction,
                                const struct plumb_relation *relation)
{
    return relation->kind == PLUMB_REL_DIFFERENCE && relation->stated.fact != PLUMB_NPOS &&
           relation->expected.v != 0 &&
           relation->expected.v == -extraction->facts[relation->stated.fact].value.v;
}

static void word_difference(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen), *gap = plumb_pen_gap(pen);
    pen->out.expected =
        plumb_pen_shown_beside(pen, pen->relation->expected, plumb_pen_decimals(pen));
    if (plumb_relation_is_reversed(pen->finder->extraction, pen->relation)) {
        pen->out.zh =
            plumb_arena_printf(pen->arena, "“%s”的变动列为%s，按有关数字计算为%s，增减方向写反。",
                               subject, pen->out.stated, pen->out.expected);
        pen->out.en = plumb_arena_printf(
            pen->arena,
            "The change of “%s” is printed as %s; the numbers give %s: it has the wrong direction.",
            subject, pen->out.stated, pen->out.expected);
        plumb_pen_recompute(pen, plumb_pen_expression(pen, " + ", " − "));
        return;
    }
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”列为%s，按有关数字计算应为%s，相差%s。",
                                     subject, pen->out.stated, pen->out.expected, gap);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is printed as %s; the numbers give %s, %s apart.",
                           subject, pen->out.stated, pen->out.expected, gap);
    plumb_pen_recompute(pen, plumb_pen_expression(pen, " + ", " − "));
}

/* The operands of a rate as printed: "12.50万元 ÷ 250.00万元". */
static const char *rate_expression(const struct plumb_pen *pen)
{
    const char *top = "", *bottom = "";
    size_t above = 0, below = 0;
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_term *term = &pen->relation->operands[i];
        bool lower = term->role == PLUMB_ROLE_WHOLE || term->role == PLUMB_ROLE_DENOMINATOR ||
                     term->role == PLUMB_ROLE_PRIOR;
        if (term->role == PLUMB_ROLE_CUE)
            continue;
        const char **side = lower ? &bottom : &top;
        const char *sign = term->role == PLUMB_ROLE_MINUS ? " − " : " + ";
        size_t *count = lower ? &below : &above;
        *side = plumb_arena_printf(pen->arena, "%s%s%s", *side, (*count)++ ? sign : "",
                                   plumb_pen_term(pen, term));
    }
    if (!below)
        return top;
    return plumb_arena_printf(pen->arena, above > 1 ? "(%s) ÷ %s" : "%s ÷ %s", top, bottom);
}

/* "÷ initial budget" says over what in English; in Chinese the operands say it. */
static void word_rate(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    const struct plumb_relation *r = pen->relation;
    const char *own = r->recomputation && r->recomputation[0] ? r->recomputation : NULL;
    pen->out.expected = plumb_pen_shown_beside(pen, r->expected, 2);
    const char *tried_zh = "", *tried_en = "";
    if (r->readings > 2) {
        tried_zh = plumb_arena_printf(pen->arena, "（已尝试%u种合理口径，均不相符）", r->readings);
        tried_en = plumb_arena_printf(pen->arena, " (none of %u plausible readings gives it)",
                                      r->readings);
    }
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”列为%s，按所列数字重算为%s%s。", subject,
                                     pen->out.stated, pen->out.expected, tried_zh);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is printed as %s; the numbers printed give %s%s.",
                           subject, pen->out.stated, pen->out.expected, tried_en);
    plumb_pen_recompute(pen, rate_expression(pen));
    if (own)
        pen->out.recomputation_en = own;
}

static void word_growth(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    const struct plumb_relation *r = pen->relation;
    pen->out.expected = plumb_pen_shown_beside(pen, r->expected, 2);
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”增减幅度列为%s，按所列数字重算为%s。",
                                     subject, pen->out.stated, pen->out.expected);
    pen->out.en = plumb_arena_printf(
        pen->arena, "The change of “%s” is printed as %s; the numbers printed give %s.", subject,
        pen->out.stated, pen->out.expected);
    const struct plumb_term *now = plumb_pen_nth(pen, PLUMB_ROLE_CURRENT, 0);
    const struct plumb_term *then = plumb_pen_nth(pen, PLUMB_ROLE_PRIOR, 0);
    const struct plumb_term *delta = plumb_pen_nth(pen, PLUMB_ROLE_DELTA, 0);
    const char *text = "";
    if (now && then)
        text = plumb_arena_printf(pen->arena, "(%s − %s) ÷ %s", plumb_pen_term(pen, now),
                                  plumb_pen_term(pen, then), plumb_pen_term(pen, then));
    else if (now && delta)
        text = plumb_arena_printf(
            pen->arena, "%s ÷ (%s %s %s)", plumb_pen_term(pen, delta), plumb_pen_term(pen, now),
            plumb_dec_sign(r->expected) < 0 ? "+" : "−", plumb_pen_term(pen, delta));
    else if (delta && then)
        text = plumb_arena_printf(pen->arena, "%s ÷ %s", plumb_pen_term(pen, delta),
                                  plumb_pen_term(pen, then));
    plumb_pen_recompute(pen, text);
}

static void word_product(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    const char *own = pen->relation->recomputation;
    pen->out.expected =
        plumb_pen_shown_beside(pen, pen->relation->expected, plumb_pen_decimals(pen) + 3);
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”列为%s，按单价、数量计算为%s。", subject,
                                     pen->out.stated, pen->out.expected);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is printed as %s; price and quantity give %s.",
                           subject, pen->out.stated, pen->out.expected);
    plumb_pen_recompute(pen, plumb_pen_expression(pen, " × ", " × "));
    if (own && own[0])
        pen->out.recomputation_en = own;
}

static void word_restatement(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    const struct plumb_term *other = plumb_pen_nth(pen, PLUMB_ROLE_OTHER, 0);
    if (!other && pen->relation->operand_count)
        other = &pen->relation->operands[0];
    const char *second = other ? plumb_pen_term(pen, other) : pen->out.expected;
    size_t line = other ? other->line : 0;
    pen->out.expected = second;
    pen->out.zh =
        plumb_arena_printf(pen->arena, "同一数据“%s”前后不一致：第%zu行为%s，第%zu行为%s。",
                           subject, pen->relation->stated.line, pen->out.stated, line, second);
    pen->out.en = plumb_arena_printf(
        pen->arena, "The same figure, “%s”, is %s on line %zu and %s on line %zu.", subject,
        pen->out.stated, pen->relation->stated.line, second, line);
    pen->out.recomputation_zh = plumb_arena_printf(pen->arena, "%s ≠ %s", pen->out.stated, second);
    pen->out.recomputation_en = pen->out.recomputation_zh;
}

static void word_count(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    pen->out.expected = plumb_value_words(pen->arena, pen->stated, pen->relation->expected, 0);
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”称有%s，实际列出%s。", subject,
                                     pen->out.stated, pen->out.expected);
    pen->out.en = plumb_arena_printf(pen->arena, "“%s” announces %s; %s are listed.", subject,
                                     pen->out.stated, pen->out.expected);
    pen->out.recomputation_zh =
        plumb_arena_printf(pen->arena, "%s ≠ %s", pen->out.stated, pen->out.expected);
    pen->out.recomputation_en = pen->out.recomputation_zh;
}

static void word_unit(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    pen->out.expected = plumb_pen_shown_beside(pen, pen->relation->expected, 0);
    const char *other = plumb_pen_role(pen, PLUMB_ROLE_OTHER);
    if (!other[0])
        other = plumb_pen_role(pen, PLUMB_ROLE_WHOLE);
    if (!other[0] && pen->relation->operand_count)
        other = plumb_pen_term(pen, &pen->relation->operands[0]);
    pen->out.zh =
        plumb_arena_printf(pen->arena, "“%s”列为%s，与%s相比数量级不符，计量单位或小数点可能有误。",
                           subject, pen->out.stated, other);
    pen->out.en = plumb_arena_printf(pen->arena,
                                     "“%s” is printed as %s, which is of another order of "
                                     "magnitude than %s; unit or decimal point may be wrong.",
                                     subject, pen->out.stated, other);
    const char *own = pen->relation->recomputation;
    pen->out.recomputation_en = own ? own : "";
    pen->out.recomputation_zh = plumb_arena_printf(pen->arena, "%s 与 %s", pen->out.stated, other);
}

/* What is needed of a target's line: full marks make a missed target a matter of scoring. */
static void word_target(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    const struct plumb_term *score = plumb_pen_nth(pen, PLUMB_ROLE_SCORE, 0);
    const struct plumb_term *weight = plumb_pen_nth(pen, PLUMB_ROLE_WEIGHT, 0);
    const char *target = plumb_pen_role(pen, PLUMB_ROLE_TARGET);
    const char *actual = plumb_pen_role(pen, PLUMB_ROLE_ACTUAL);
    if (!actual[0])
        actual = pen->out.stated;
    if (!target[0])
        target = pen->out.stated;
    const char *zh = "", *en = "";
    if (score && weight && plumb_str_equal(score->text, weight->text)) {
        zh = plumb_arena_printf(pen->arena, "，却得满分%.*s分", PLUMB_STR_ARG(score->text));
        en = plumb_arena_printf(pen->arena, ", yet full marks (%.*s) are given",
                                PLUMB_STR_ARG(score->text));
    } else if (score && plumb_miss_is_marked(pen->finder->extraction, pen->relation)) {
        zh = plumb_arena_printf(pen->arena, "，已按完成情况扣分，得%.*s分",
                                PLUMB_STR_ARG(score->text));
        en = plumb_arena_printf(pen->arena, "; it was marked down to %.*s accordingly",
                                PLUMB_STR_ARG(score->text));
    } else if (score) {
        zh = plumb_arena_printf(pen->arena, "，得%.*s分", PLUMB_STR_ARG(score->text));
        en = plumb_arena_printf(pen->arena, "; it scores %.*s", PLUMB_STR_ARG(score->text));
    }
    pen->out.stated = actual;
    pen->out.expected = target;
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”目标值为%s，实际为%s，未达到目标%s。",
                                     subject, target, actual, zh);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s”: the target is %s, the actual value %s misses it%s.",
                           subject, target, actual, en);
    const char *own = pen->relation->recomputation;
    pen->out.recomputation_en = own ? own : "";
    pen->out.recomputation_zh = plumb_arena_printf(pen->arena, "%s 对 目标%s", actual, target);
}

static void word_score(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen);
    bool weights = pen->relation->check && strcmp(pen->relation->check, "score.weight") == 0;
    pen->out.expected = plumb_pen_shown_beside(pen, pen->relation->expected, 0);
    if (weights) {
        pen->out.zh = plumb_arena_printf(pen->arena, "“%s”总分值列为%s，各项分值合计为%s。",
                                         subject, pen->out.stated, pen->out.expected);
        pen->out.en = plumb_arena_printf(pen->arena,
                                         "“%s”: the total weight is printed as %s; the weights "
                                         "add up to %s.",
                                         subject, pen->out.stated, pen->out.expected);
    } else {
        pen->out.zh = plumb_arena_printf(pen->arena, "“%s”得分列为%s，按所列分值和得分重算为%s。",
                                         subject, pen->out.stated, pen->out.expected);
        pen->out.en = plumb_arena_printf(pen->arena,
                                         "“%s”: the score is printed as %s; weights and scores "
                                         "printed give %s.",
                                         subject, pen->out.stated, pen->out.expected);
    }
    plumb_pen_recompute(pen, plumb_pen_expression(pen, " + ", " − "));
}

/* ---- all of them --------------------------------------------------------------------------- */

static void add_reason(struct plumb_pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    if (r->reason_zh && r->reason_zh[0] && !strstr(pen->out.zh, r->reason_zh))
        pen->out.zh = plumb_arena_printf(pen->arena, "%s%s。", pen->out.zh, r->reason_zh);
    if (r->reason && r->reason[0] && !strstr(pen->out.en, r->reason))
        pen->out.en = plumb_arena_printf(pen->arena, "%s Note: %s.", pen->out.en, r->reason);
}

static void word_stated(struct plumb_pen *pen)
{
    switch (pen->relation->kind) {
    case PLUMB_REL_SUM:
        word_sum(pen);
        break;
    case PLUMB_REL_DIFFERENCE:
    case PLUMB_REL_BALANCE:
        word_difference(pen);
        break;
    case PLUMB_REL_SHARE:
    case PLUMB_REL_RATIO:
    case PLUMB_REL_AVERAGE:
        word_rate(pen);
        break;
    case PLUMB_REL_GROWTH:
        word_growth(pen);
        break;
    case PLUMB_REL_PRODUCT:
        word_product(pen);
        break;
    case PLUMB_REL_RESTATEMENT:
        word_restatement(pen);
        break;
    case PLUMB_REL_COUNT:
        word_count(pen);
        break;
    case PLUMB_REL_UNIT:
        word_unit(pen);
        break;
    case PLUMB_REL_SCORE:
        word_score(pen);
        break;
    default:
        plumb_word_by_reason(pen);
    }
}

struct plumb_wording plumb_word_relation(const struct plumb_finder *finder,
                                         const struct plumb_relation *relation)
{
    struct plumb_pen pen = {.finder = finder, .arena = finder->arena, .relation = relation};
    pen.out = (struct plumb_wording){"", "", "", "", "", "", NULL};
    if (relation->stated.fact != PLUMB_NPOS)
        pen.stated = &finder->extraction->facts[relation->stated.fact];
    if (relation->stated.text.len)
        pen.out.stated = plumb_pen_term(&pen, &relation->stated);
    const char *subject = plumb_pen_subject(&pen); /* a title of a measure alone names nothing */
    if (strcmp(subject, plumb_label_words(finder->arena, relation->subject)) != 0)
        pen.out.subject = subject;
    if (relation->kind == PLUMB_REL_TARGET)
        word_target(&pen);
    else if (relation->kind == PLUMB_REL_COMPARISON && plumb_word_comparison(&pen))
        return pen.out;
    else if (relation->kind == PLUMB_REL_BOUND)
        plumb_word_bound(&pen);
    else if (pen.stated && relation->has_expected)
        word_stated(&pen);
    else
        plumb_word_by_reason(&pen);
    add_reason(&pen);
    return pen.out;
}
