/* Sentences about relations without one right value: comparisons, bounds, grades, and rules on words. */
#include "analysis/findings/words_pen.h"

#include <string.h>

/* "实有31人，编制25人": both numbers with their names, then what is wrong with them. */
static const char *named_operands(const struct plumb_pen *pen)
{
    const char *text = "";
    for (size_t i = 0; i < pen->relation->operand_count; i++) {
        const struct plumb_term *term = &pen->relation->operands[i];
        const struct plumb_fact *fact = plumb_pen_fact(pen, term);
        if (term->role == PLUMB_ROLE_CUE)
            continue;
        const char *label = fact ? plumb_label_words(pen->arena, fact->label) : "";
        text = plumb_arena_printf(pen->arena, "%s%s%s%s", text, text[0] ? "、" : "", label,
                                  plumb_pen_term(pen, term));
    }
    return text;
}

/* The quoted words of a text rule, each once, the first two. */
static const char *cue_words(const struct plumb_pen *pen)
{
    const char *text = "";
    const struct plumb_term *term;
    for (size_t i = 0, shown = 0;
         (term = plumb_pen_nth(pen, PLUMB_ROLE_CUE, i)) != NULL && shown < 2; i++) {
        const char *words = plumb_pen_term(pen, term);
        if (!words[0] || strstr(text, words))
            continue;
        text = plumb_arena_printf(pen->arena, "%s%s%s", text, shown ? "”“" : "", words);
        shown++;
    }
    return text;
}

void plumb_word_by_reason(struct plumb_pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    const char *subject = plumb_pen_subject(pen);
    const struct plumb_check *check = plumb_catalogue_find_check(pen->finder->catalogue, r->check);
    const char *zh = r->reason_zh ? r->reason_zh : check ? check->what.zh : "";
    const char *en = r->reason ? r->reason : check ? check->what.en : "";
    const char *quoted = cue_words(pen);
    if (!quoted[0])
        quoted = plumb_pen_expression(pen, "、", "、");
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
bool plumb_word_comparison(struct plumb_pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    const struct plumb_fact *other = NULL;
    size_t numbers = 0;
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].fact != PLUMB_NPOS) {
            other = plumb_pen_fact(pen, &r->operands[i]);
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
    const char *cue = plumb_pen_role(pen, PLUMB_ROLE_CUE);
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
static void word_grade(struct plumb_pen *pen)
{
    const char *subject = plumb_pen_subject(pen), *grade = plumb_pen_role(pen, PLUMB_ROLE_CUE);
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
static void word_exceeds(struct plumb_pen *pen, const struct plumb_term *other)
{
    const struct plumb_fact *fact = plumb_pen_fact(pen, other);
    bool part = other->role == PLUMB_ROLE_PART || other->role == PLUMB_ROLE_LOWER;
    const char *own = plumb_label_words(pen->arena, pen->stated->label);
    const char *name = plumb_label_words(pen->arena, fact->label),
               *words = plumb_pen_term(pen, other);
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

void plumb_word_bound(struct plumb_pen *pen)
{
    const struct plumb_relation *r = pen->relation;
    const struct plumb_term *only = NULL;
    size_t numbers = number_operands(r, &only);
    /* that the budget also equals the initial one is said behind; the part is what exceeds it */
    const struct plumb_term *part = plumb_pen_nth(pen, PLUMB_ROLE_PART, 0);
    if (numbers == 2 && part && plumb_pen_nth(pen, PLUMB_ROLE_OTHER, 0)) {
        only = part;
        numbers = 1;
    }
    if (pen->stated && plumb_pen_nth(pen, PLUMB_ROLE_CUE, 0) && r->check &&
        strcmp(r->check, "score.grade") == 0) {
        word_grade(pen);
        return;
    }
    if (plumb_pen_nth(pen, PLUMB_ROLE_CUE, 0)) { /* a grade against its score: the reason says it */
        plumb_word_by_reason(pen);
        return;
    }
    if (numbers == 1 && pen->stated && plumb_pen_fact(pen, only)->unit == pen->stated->unit &&
        pen->stated->comparator == PLUMB_CMP_NONE) {
        word_exceeds(pen, only);
        return;
    }
    const char *others = named_operands(pen);
    const char *label =
        pen->stated ? plumb_label_words(pen->arena, pen->stated->label) : plumb_pen_subject(pen);
    if (r->has_expected && pen->stated)
        pen->out.expected = plumb_pen_shown_beside(pen, r->expected, 0);
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
