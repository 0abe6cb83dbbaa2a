/* Pieces of the sentences about a broken relation: names, numbers, expressions. */
#include "analysis/findings/words_pen.h"

#include <string.h>

enum { LIST_MAX = 8 }; /* operands shown of a long sum */

const struct plumb_fact *plumb_pen_fact(const struct plumb_pen *pen, const struct plumb_term *term)
{
    return term->fact == PLUMB_NPOS ? NULL : &pen->finder->extraction->facts[term->fact];
}

const char *plumb_pen_term(const struct plumb_pen *pen, const struct plumb_term *term)
{
    const struct plumb_fact *fact = plumb_pen_fact(pen, term);
    return fact ? plumb_fact_words(pen->arena, fact)
                : plumb_arena_printf(pen->arena, "%.*s", PLUMB_STR_ARG(term->text));
}

const struct plumb_term *plumb_pen_nth(const struct plumb_pen *pen, enum plumb_role role,
                                       size_t skip)
{
    for (size_t i = 0; i < pen->relation->operand_count; i++)
        if (pen->relation->operands[i].role == role && skip-- == 0)
            return &pen->relation->operands[i];
    return NULL;
}

const char *plumb_pen_role(const struct plumb_pen *pen, enum plumb_role role)
{
    const struct plumb_term *term = plumb_pen_nth(pen, role, 0);
    return term ? plumb_pen_term(pen, term) : "";
}

/* "增长", "执行率", "人均" name a measure and not what is measured. */
static bool is_measure_alone(const char *subject)
{
    static const char *const words[] = {"增长",   "下降",   "增加",   "减少",     "上升",
                                        "提高",   "降低",   "同比",   "执行率",   "占比",
                                        "完成率", "到位率", "使用率", "人均",     "户均",
                                        "亩均",   "车均",   "平均",   "同比增长", "同比下降"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (strcmp(subject, words[i]) == 0)
            return true;
    return false;
}

/* The name of the first number that is measured, when it has a better one. */
static const char *measured(const struct plumb_pen *pen, const char *measure)
{
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_fact *fact = plumb_pen_fact(pen, &pen->relation->operands[i]);
        if (!fact || !fact->label.len)
            continue;
        const char *name = plumb_label_words(pen->arena, fact->label);
        if (is_measure_alone(name) || strstr(name, measure))
            return measure;
        return plumb_arena_printf(pen->arena, "%s%s", name, measure);
    }
    return measure;
}

const char *plumb_pen_subject(const struct plumb_pen *pen)
{
    struct plumb_str subject = pen->relation->subject;
    if (!subject.len && pen->stated)
        subject = pen->stated->label;
    const char *words = plumb_label_words(pen->arena, subject);
    return is_measure_alone(words) ? measured(pen, words) : words;
}

const char *plumb_pen_shown_beside(const struct plumb_pen *pen, plumb_dec value, int least)
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

int plumb_pen_decimals(const struct plumb_pen *pen)
{
    int decimals = pen->stated->decimals;
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_fact *fact = plumb_pen_fact(pen, &pen->relation->operands[i]);
        if (fact && fact->scale.v == pen->stated->scale.v && fact->decimals > decimals)
            decimals = fact->decimals;
    }
    return decimals;
}

const char *plumb_pen_gap(const struct plumb_pen *pen)
{
    plumb_dec gap = plumb_dec_abs(plumb_dec_sub(pen->relation->expected, pen->stated->value));
    struct plumb_fact like = *pen->stated;
    if (like.unit == PLUMB_UNIT_FRACTION)
        like.unit_text = PLUMB_STR("个百分点");
    int extra = plumb_pen_decimals(pen) - like.decimals;
    return plumb_value_words(pen->arena, &like, gap, extra > 0 ? extra : 0);
}

const char *plumb_pen_expression(const struct plumb_pen *pen, const char *plus, const char *minus)
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
        text = plumb_arena_printf(pen->arena, "%s%s%s", text, sign, plumb_pen_term(pen, term));
        shown++;
    }
    return text;
}

size_t plumb_pen_operand_count(const struct plumb_pen *pen)
{
    size_t n = 0;
    for (size_t i = 0; i < pen->relation->operand_count; i++)
        n += pen->relation->operands[i].role != PLUMB_ROLE_CUE;
    return n;
}

void plumb_pen_recompute(struct plumb_pen *pen, const char *expression_text)
{
    pen->out.recomputation_zh = plumb_arena_printf(pen->arena, "%s = %s，报告为%s", expression_text,
                                                   pen->out.expected, pen->out.stated);
    pen->out.recomputation_en = plumb_arena_printf(
        pen->arena, "%s = %s, printed %s", expression_text, pen->out.expected, pen->out.stated);
}
