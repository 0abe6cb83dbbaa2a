/* Broken relations in the words of an auditor: the numbers, the recomputation, the rule. */
#include "analysis/findings/findings_int.h"

#include <string.h>

enum { LIST_MAX = 8 };

/* ---- pieces -------------------------------------------------------------------------------- */

struct pen {
    const struct plumb_finder *finder;
    struct plumb_arena *arena;
    const struct plumb_relation *relation;
    const struct plumb_fact *stated; /* NULL when nothing is stated */
    struct plumb_wording out;
};

static const struct plumb_fact *fact_at(const struct pen *pen, const struct plumb_term *term)
{
    return term->fact == PLUMB_NPOS ? NULL : &pen->finder->extraction->facts[term->fact];
}

static const char *term_words(const struct pen *pen, const struct plumb_term *term)
{
    const struct plumb_fact *fact = fact_at(pen, term);
    return fact ? plumb_fact_words(pen->arena, fact)
                : plumb_arena_printf(pen->arena, "%.*s", PLUMB_STR_ARG(term->text));
}

static const struct plumb_term *nth(const struct pen *pen, enum plumb_role role, size_t skip)
{
    for (size_t i = 0; i < pen->relation->operand_count; i++)
        if (pen->relation->operands[i].role == role && skip-- == 0)
            return &pen->relation->operands[i];
    return NULL;
}

static const char *role_words(const struct pen *pen, enum plumb_role role)
{
    const struct plumb_term *term = nth(pen, role, 0);
    return term ? term_words(pen, term) : "";
}

/* "增长", "执行率", "人均" name a measure and not what is measured. */
static bool is_measure_alone(const char *subject)
{
    static const char *const words[] = {"增长",   "下降",   "增加",   "减少",     "上升",
                                        "提高",   "降低",   "同比",   "执行率",   "占比",
                                        "完成率", "到位率", "使用率", "人均",     "户均",
                                        "亩均",   "车均",   "平均",   "同比增长", "同比下降"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(subject, words[i]) == 0)
            return true;
    return false;
}

/* The name of the first number that is measured, when it has a better one. */
static const char *measured(const struct pen *pen, const char *measure)
{
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_fact *fact = fact_at(pen, &pen->relation->operands[i]);
        if (!fact || !fact->label.len)
            continue;
        const char *name = plumb_label_words(pen->arena, fact->label);
        if (is_measure_alone(name) || strstr(name, measure))
            return measure;
        return plumb_arena_printf(pen->arena, "%s%s", name, measure);
    }
    return measure;
}

static const char *subject_of(const struct pen *pen)
{
    struct plumb_str subject = pen->relation->subject;
    if (!subject.len && pen->stated)
        subject = pen->stated->label;
    const char *words = plumb_label_words(pen->arena, subject);
    return is_measure_alone(words) ? measured(pen, words) : words;
}

/* Decimals that make a recomputed value differ visibly from the printed one. */
static const char *shown_beside(const struct pen *pen, plumb_dec value, int least)
{
    const struct plumb_fact *like = pen->stated;
    int extra = least > like->decimals ? least - like->decimals : 0;
    const char *words = plumb_value_words(pen->arena, like, value, extra);
    const char *printed = plumb_value_words(pen->arena, like, like->value, extra);
    for (; extra < 6 && value.v != like->value.v && strcmp(words, printed) == 0; extra++) {
        words = plumb_value_words(pen->arena, like, value, extra + 1);
        printed = plumb_value_words(pen->arena, like, like->value, extra + 1);
    }
    return words;
}

/* Finest decimals printed among the operands in the unit of the stated number. */
static int operand_decimals(const struct pen *pen)
{
    int decimals = pen->stated->decimals;
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_fact *fact = fact_at(pen, &pen->relation->operands[i]);
        if (fact && fact->scale.v == pen->stated->scale.v && fact->decimals > decimals)
            decimals = fact->decimals;
    }
    return decimals;
}

static const char *gap_words(const struct pen *pen)
{
    plumb_dec gap = plumb_dec_abs(plumb_dec_sub(pen->relation->expected, pen->stated->value));
    struct plumb_fact like = *pen->stated;
    if (like.unit == PLUMB_UNIT_FRACTION)
        like.unit_text = PLUMB_STR("个百分点");
    int extra = operand_decimals(pen) - like.decimals;
    return plumb_value_words(pen->arena, &like, gap, extra > 0 ? extra : 0);
}

/* "453.14 + 291.87 − 3" over all number operands. */
static const char *expression(const struct pen *pen, const char *plus, const char *minus)
{
    const char *text = "";
    size_t shown = 0;
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_term *term = &pen->relation->operands[i];
        if (term->role == PLUMB_ROLE_CUE)
            continue;
        if (shown == LIST_MAX && pen->relation->operand_count > LIST_MAX + 2) {
            text = plumb_arena_printf(pen->arena, "%s%s…", text, plus);
            break;
        }
        bool less = term->role == PLUMB_ROLE_MINUS || term->role == PLUMB_ROLE_PRIOR;
        const char *sign = shown ? (less ? minus : plus) : (less ? "−" : "");
        text = plumb_arena_printf(pen->arena, "%s%s%s", text, sign, term_words(pen, term));
        shown++;
    }
    return text;
}

static size_t operand_number(const struct pen *pen)
{
    size_t n = 0;
    for (size_t i = 0; i < pen->relation->operand_count; i++)
        n += pen->relation->operands[i].role != PLUMB_ROLE_CUE;
    return n;
}

static void recompute(struct pen *pen, const char *expression_text)
{
    pen->out.recomputation_zh = plumb_arena_printf(pen->arena, "%s = %s，报告为%s", expression_text,
                                                   pen->out.expected, pen->out.stated);
    pen->out.recomputation_en = plumb_arena_printf(
        pen->arena, "%s = %s, printed %s", expression_text, pen->out.expected, pen->out.stated);
}

/* ---- kinds --------------------------------------------------------------------------------- */

static void word_sum(struct pen *pen)
{
    const char *subject = subject_of(pen), *gap = gap_words(pen);
    size_t n = operand_number(pen);
    pen->out.expected = shown_beside(pen, pen->relation->expected, operand_decimals(pen));
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”列为%s，所列%zu项合计为%s，相差%s。", subject,
                                     pen->out.stated, n, pen->out.expected, gap);
    pen->out.en = plumb_arena_printf(
        pen->arena, "“%s” is printed as %s; its %zu items add up to %s, a difference of %s.",
        subject, pen->out.stated, n, pen->out.expected, gap);
    recompute(pen, expression(pen, " + ", " − "));
}

bool plumb_relation_is_reversed(const struct plumb_extraction *extraction,
                                const struct plumb_relation *relation)
{
    return relation->kind == PLUMB_REL_DIFFERENCE && relation->stated.fact != PLUMB_NPOS &&
           relation->expected.v != 0 &&
           relation->expected.v == -extraction->facts[relation->stated.fact].value.v;
}

static void word_difference(struct pen *pen)
{
    const char *subject = subject_of(pen), *gap = gap_words(pen);
    pen->out.expected = shown_beside(pen, pen->relation->expected, operand_decimals(pen));
    if (plumb_relation_is_reversed(pen->finder->extraction, pen->relation)) {
        pen->out.zh =
            plumb_arena_printf(pen->arena, "“%s”的变动列为%s，按有关数字计算为%s，增减方向写反。",
                               subject, pen->out.stated, pen->out.expected);
        pen->out.en = plumb_arena_printf(
            pen->arena,
            "The change of “%s” is printed as %s; the numbers give %s: it has the wrong direction.",
            subject, pen->out.stated, pen->out.expected);
        recompute(pen, expression(pen, " + ", " − "));
        return;
    }
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”列为%s，按有关数字计算应为%s，相差%s。",
                                     subject, pen->out.stated, pen->out.expected, gap);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is printed as %s; the numbers give %s, %s apart.",
                           subject, pen->out.stated, pen->out.expected, gap);
    recompute(pen, expression(pen, " + ", " − "));
}

/* The operands of a rate as printed: "12.50万元 ÷ 250.00万元". */
static const char *rate_expression(const struct pen *pen)
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
                                   term_words(pen, term));
    }
    if (!below)
        return top;
    return plumb_arena_printf(pen->arena, above > 1 ? "(%s) ÷ %s" : "%s ÷ %s", top, bottom);
}

/* "÷ initial budget" says over what in English; in Chinese the operands say it. */
static void word_rate(struct pen *pen)
{
    const char *subject = subject_of(pen);
    const struct plumb_relation *r = pen->relation;
    const char *own = r->recomputation && r->recomputation[0] ? r->recomputation : NULL;
    pen->out.expected = shown_beside(pen, r->expected, 2);
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
    recompute(pen, rate_expression(pen));
    if (own)
        pen->out.recomputation_en = own;
}

static void word_growth(struct pen *pen)
{
    const char *subject = subject_of(pen);
    const struct plumb_relation *r = pen->relation;
    pen->out.expected = shown_beside(pen, r->expected, 2);
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”增减幅度列为%s，按所列数字重算为%s。",
                                     subject, pen->out.stated, pen->out.expected);
    pen->out.en = plumb_arena_printf(
        pen->arena, "The change of “%s” is printed as %s; the numbers printed give %s.", subject,
        pen->out.stated, pen->out.expected);
    const struct plumb_term *now = nth(pen, PLUMB_ROLE_CURRENT, 0);
    const struct plumb_term *then = nth(pen, PLUMB_ROLE_PRIOR, 0);
    const struct plumb_term *delta = nth(pen, PLUMB_ROLE_DELTA, 0);
    const char *text = "";
    if (now && then)
        text = plumb_arena_printf(pen->arena, "(%s − %s) ÷ %s", term_words(pen, now),
                                  term_words(pen, then), term_words(pen, then));
    else if (now && delta)
        text = plumb_arena_printf(pen->arena, "%s ÷ (%s %s %s)", term_words(pen, delta),
                                  term_words(pen, now), plumb_dec_sign(r->expected) < 0 ? "+" : "−",
                                  term_words(pen, delta));
    else if (delta && then)
        text = plumb_arena_printf(pen->arena, "%s ÷ %s", term_words(pen, delta),
                                  term_words(pen, then));
    recompute(pen, text);
}

static void word_product(struct pen *pen)
{
    const char *subject = subject_of(pen);
    const char *own = pen->relation->recomputation;
    pen->out.expected = shown_beside(pen, pen->relation->expected, operand_decimals(pen) + 3);
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”列为%s，按单价、数量计算为%s。", subject,
                                     pen->out.stated, pen->out.expected);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is printed as %s; price and quantity give %s.",
                           subject, pen->out.stated, pen->out.expected);
    recompute(pen, expression(pen, " × ", " × "));
    if (own && own[0])
        pen->out.recomputation_en = own;
}

static void word_restatement(struct pen *pen)
{
    const char *subject = subject_of(pen);
    const struct plumb_term *other = nth(pen, PLUMB_ROLE_OTHER, 0);
    if (!other && pen->relation->operand_count)
        other = &pen->relation->operands[0];
    const char *second = other ? term_words(pen, other) : pen->out.expected;
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

static void word_count(struct pen *pen)
{
    const char *subject = subject_of(pen);
    pen->out.expected = plumb_value_words(pen->arena, pen->stated, pen->relation->expected, 0);
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”称有%s，实际列出%s。", subject,
                                     pen->out.stated, pen->out.expected);
    pen->out.en = plumb_arena_printf(pen->arena, "“%s” announces %s; %s are listed.", subject,
                                     pen->out.stated, pen->out.expected);
    pen->out.recomputation_zh =
        plumb_arena_printf(pen->arena, "%s ≠ %s", pen->out.stated, pen->out.expected);
    pen->out.recomputation_en = pen->out.recomputation_zh;
}

static void word_unit(struct pen *pen)
{
    const char *subject = subject_of(pen);
    pen->out.expected = shown_beside(pen, pen->relation->expected, 0);
    const char *other = role_words(pen, PLUMB_ROLE_OTHER);
    if (!other[0])
        other = role_words(pen, PLUMB_ROLE_WHOLE);
    if (!other[0] && pen->relation->operand_count)
        other = term_words(pen, &pen->relation->operands[0]);
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
static void word_target(struct pen *pen)
{
    const char *subject = subject_of(pen);
    const struct plumb_term *score = nth(pen, PLUMB_ROLE_SCORE, 0);
    const struct plumb_term *weight = nth(pen, PLUMB_ROLE_WEIGHT, 0);
    const char *target = role_words(pen, PLUMB_ROLE_TARGET);
    const char *actual = role_words(pen, PLUMB_ROLE_ACTUAL);
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

static void word_score(struct pen *pen)
{
    const char *subject = subject_of(pen);
    bool weights = pen->relation->check && strcmp(pen->relation->check, "score.weight") == 0;
    pen->out.expected = shown_beside(pen, pen->relation->expected, 0);
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
    recompute(pen, expression(pen, " + ", " − "));
}

/* "实有31人，编制25人": both numbers with their names, then what is wrong with them. */
static const char *named_operands(const struct pen *pen)
{
    const char *text = "";
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_term *term = &pen->relation->operands[i];
        const struct plumb_fact *fact = fact_at(pen, term);
        if (term->role == PLUMB_ROLE_CUE)
            continue;
        const char *label = fact ? plumb_label_words(pen->arena, fact->label) : "";
        text = plumb_arena_printf(pen->arena, "%s%s%s%s", text, text[0] ? "、" : "", label,
                                  term_words(pen, term));
    }
    return text;
}

/* The quoted words of a text rule, each once, the first two. */
static const char *cue_words(const struct pen *pen)
{
    const char *text = "";
    const struct plumb_term *term;
    for (size_t i = 0, shown = 0; (term = nth(pen, PLUMB_ROLE_CUE, i)) != NULL && shown < 2; i++) {
        const char *words = term_words(pen, term);
        if (!words[0] || strstr(text, words))
            continue;
        text = plumb_arena_printf(pen->arena, "%s%s%s", text, shown ? "”“" : "", words);
        shown++;
    }
    return text;
}

/* Words against numbers, dates, placeholders: the reason says it; the quotes prove it. */
static void word_by_reason(struct pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    const char *subject = subject_of(pen);
    const struct plumb_check *check = plumb_catalogue_find_check(pen->finder->catalogue, r->check);
    const char *zh = r->reason_zh ? r->reason_zh : check ? check->what.zh : "";
    const char *en = r->reason ? r->reason : check ? check->what.en : "";
    const char *quoted = cue_words(pen);
    if (!quoted[0])
        quoted = expression(pen, "、", "、");
    if (quoted[0] && (strstr(zh, quoted) || strstr(subject, quoted)))
        quoted = ""; /* said already */
    const char *end = plumb_str_ends(plumb_str_from(zh), PLUMB_STR("。")) ? "" : "。";
    const char *colon = subject[0] ? "：" : "";
    /* a wrong year or day: the reason names both */
    bool told = r->kind == PLUMB_REL_DATE && strpbrk(zh, "0123456789") && pen->stated;
    if (quoted[0] && strlen(quoted) < 240 && !told) {
        pen->out.zh =
            plumb_arena_printf(pen->arena, "%s%s%s（“%s”）%s", subject, colon, zh, quoted, end);
        pen->out.en = plumb_arena_printf(pen->arena, "%s%s%s (“%s”).", subject,
                                         subject[0] ? ": " : "", en, quoted);
    } else {
        pen->out.zh = plumb_arena_printf(pen->arena, "%s%s%s%s", subject, colon, zh, end);
        pen->out.en =
            plumb_arena_printf(pen->arena, "%s%s%s.", subject, subject[0] ? ": " : "", en);
    }
    pen->out.recomputation_en = r->recomputation ? r->recomputation : "";
    pen->out.recomputation_zh = pen->out.recomputation_en;
}

/* "“支出决算”为478.60万元，小于“年初预算”520.00万元，与“决算数大于年初预算数”的表述不符。" */
static bool word_comparison(struct pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    const struct plumb_fact *other = NULL;
    size_t numbers = 0;
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].fact != PLUMB_NPOS) {
            other = fact_at(pen, &r->operands[i]);
            numbers++;
        }
    bool by_size = !r->reason_zh || strstr(r->reason_zh, "大小关系");
    if (!pen->stated || numbers != 1 || other->unit != pen->stated->unit || !by_size)
        return false;
    int order = plumb_dec_cmp(pen->stated->value, other->value);
    const char *zh = order > 0 ? "大于" : order < 0 ? "小于" : "等于";
    const char *en = order > 0 ? "more than" : order < 0 ? "less than" : "equal to";
    const char *own = plumb_label_words(pen->arena, pen->stated->label);
    const char *words = plumb_fact_words(pen->arena, other);
    const char *name = plumb_label_words(pen->arena, other->label);
    const char *cue = role_words(pen, PLUMB_ROLE_CUE);
    pen->out.zh =
        plumb_arena_printf(pen->arena, "“%s”为%s，%s%s%s%s%s，与%s%s%s不符。", own, pen->out.stated,
                           zh, name[0] ? "“" : "", name, name[0] ? "”" : "", words,
                           cue[0] ? "“" : "", cue[0] ? cue : "文字表述", cue[0] ? "”的表述" : "");
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is %s, %s %s%s%s%s; the words%s%s%s say otherwise.",
                           own, pen->out.stated, en, name[0] ? "“" : "", name, name[0] ? "” " : "",
                           words, cue[0] ? " “" : "", cue, cue[0] ? "”" : "");
    pen->out.recomputation_zh = plumb_arena_printf(pen->arena, "%s %s %s", pen->out.stated,
                                                   order > 0   ? ">"
                                                   : order < 0 ? "<"
                                                               : "=",
                                                   words);
    pen->out.recomputation_en = pen->out.recomputation_zh;
    return true;
}

/* "“综合得分”为98分，评为“良”，而“良”是80分至90分。" */
static void word_grade(struct pen *pen)
{
    const char *subject = subject_of(pen), *grade = role_words(pen, PLUMB_ROLE_CUE);
    double low = plumb_dec_double(pen->relation->low), high = plumb_dec_double(pen->relation->high);
    pen->out.zh = plumb_arena_printf(pen->arena, "“%s”为%s，评为“%s”，而“%s”对应%.4g分至%.4g分。",
                                     subject, pen->out.stated, grade, grade, low, high);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is %s and graded “%s”, which stands for %.4g to %.4g.",
                           subject, pen->out.stated, grade, low, high);
    pen->out.recomputation_en = pen->relation->recomputation ? pen->relation->recomputation : "";
    pen->out.recomputation_zh = pen->out.recomputation_en;
}

/* Part and whole: which is the smaller, told as "X超过Y". */
static void word_exceeds(struct pen *pen, const struct plumb_term *other)
{
    const struct plumb_fact *fact = fact_at(pen, other);
    bool part = other->role == PLUMB_ROLE_PART || other->role == PLUMB_ROLE_LOWER;
    const char *own = plumb_label_words(pen->arena, pen->stated->label);
    const char *name = plumb_label_words(pen->arena, fact->label), *words = term_words(pen, other);
    const char *large = part ? name : own, *small = part ? own : name;
    const char *more = part ? words : pen->out.stated, *less = part ? pen->out.stated : words;
    pen->out.zh =
        plumb_arena_printf(pen->arena, "“%s”为%s，超过“%s”%s。", large, more, small, less);
    pen->out.en =
        plumb_arena_printf(pen->arena, "“%s” is %s, more than “%s” %s.", large, more, small, less);
    pen->out.subject = large;
    pen->out.stated = more;
    pen->out.expected = plumb_arena_printf(pen->arena, "≤%s", less);
    pen->out.recomputation_zh = plumb_arena_printf(pen->arena, "%s > %s", more, less);
    pen->out.recomputation_en = pen->out.recomputation_zh;
}

static size_t number_operands(const struct plumb_relation *r, const struct plumb_term **only)
{
    size_t n = 0;
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].role != PLUMB_ROLE_CUE && r->operands[i].fact != PLUMB_NPOS) {
            *only = &r->operands[i];
            n++;
        }
    return n;
}

static void word_bound(struct pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    const struct plumb_term *only = NULL;
    size_t numbers = number_operands(r, &only);
    /* that the budget also equals the initial one is said behind; the part is what exceeds it */
    const struct plumb_term *part = nth(pen, PLUMB_ROLE_PART, 0);
    if (numbers == 2 && part && nth(pen, PLUMB_ROLE_OTHER, 0)) {
        only = part;
        numbers = 1;
    }
    if (pen->stated && nth(pen, PLUMB_ROLE_CUE, 0) && r->check &&
        strcmp(r->check, "score.grade") == 0) {
        word_grade(pen);
        return;
    }
    if (nth(pen, PLUMB_ROLE_CUE, 0)) { /* a grade against its score: the reason says it */
        word_by_reason(pen);
        return;
    }
    if (numbers == 1 && pen->stated && fact_at(pen, only)->unit == pen->stated->unit &&
        pen->stated->comparator == PLUMB_CMP_NONE) {
        word_exceeds(pen, only);
        return;
    }
    const char *others = named_operands(pen);
    const char *label =
        pen->stated ? plumb_label_words(pen->arena, pen->stated->label) : subject_of(pen);
    if (r->has_expected && pen->stated)
        pen->out.expected = shown_beside(pen, r->expected, 0);
    if (others[0]) {
        pen->out.zh = plumb_arena_printf(pen->arena, "“%s”为%s，而%s，两者不能同时成立。", label,
                                         pen->out.stated, others);
        pen->out.en = plumb_arena_printf(pen->arena, "“%s” is %s and %s; the two cannot both hold.",
                                         label, pen->out.stated, others);
    } else {
        pen->out.zh =
            plumb_arena_printf(pen->arena, "“%s”为%s，超出可能范围。", label, pen->out.stated);
        pen->out.en = plumb_arena_printf(pen->arena, "“%s” is %s, outside the possible range.",
                                         label, pen->out.stated);
    }
    pen->out.recomputation_en = r->recomputation ? r->recomputation : "";
    pen->out.recomputation_zh =
        others[0] ? plumb_arena_printf(pen->arena, "%s 与 %s", pen->out.stated, others)
                  : pen->out.recomputation_en;
}

/* ---- all of them --------------------------------------------------------------------------- */

static void add_reason(struct pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    if (r->reason_zh && r->reason_zh[0] && !strstr(pen->out.zh, r->reason_zh))
        pen->out.zh = plumb_arena_printf(pen->arena, "%s%s。", pen->out.zh, r->reason_zh);
    if (r->reason && r->reason[0] && !strstr(pen->out.en, r->reason))
        pen->out.en = plumb_arena_printf(pen->arena, "%s Note: %s.", pen->out.en, r->reason);
}

static void word_stated(struct pen *pen)
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
        word_by_reason(pen);
    }
}

struct plumb_wording plumb_word_relation(const struct plumb_finder *finder,
                                         const struct plumb_relation *relation)
{
    struct pen pen = {.finder = finder, .arena = finder->arena, .relation = relation};
    pen.out = (struct plumb_wording){"", "", "", "", "", "", NULL};
    if (relation->stated.fact != PLUMB_NPOS)
        pen.stated = &finder->extraction->facts[relation->stated.fact];
    if (relation->stated.text.len)
        pen.out.stated = term_words(&pen, &relation->stated);
    const char *subject = subject_of(&pen); /* a title of a measure alone names nothing */
    if (strcmp(subject, plumb_label_words(finder->arena, relation->subject)) != 0)
        pen.out.subject = subject;
    if (relation->kind == PLUMB_REL_TARGET)
        word_target(&pen);
    else if (relation->kind == PLUMB_REL_COMPARISON && word_comparison(&pen))
        return pen.out;
    else if (relation->kind == PLUMB_REL_BOUND)
        word_bound(&pen);
    else if (pen.stated && relation->has_expected)
        word_stated(&pen);
    else
        word_by_reason(&pen);
    add_reason(&pen);
    return pen.out;
}
