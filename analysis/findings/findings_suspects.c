/* Which number of a broken relation is probably wrong, and what a gap is equal to, in words. */
#include "analysis/findings/findings_int.h"

#include <string.h>

void plumb_word_suspects(const struct plumb_finder *finder, const struct plumb_cause *cause,
                         struct plumb_bilingual *out)
{
    struct plumb_arena *arena = finder->arena;
    *out = (struct plumb_bilingual){"", ""};
    if (!cause->suspect_count)
        return;
    const struct plumb_suspicion *first = &cause->suspects[0];
    const struct plumb_fact *fact = &finder->extraction->facts[first->fact];
    /* that one of two tellings equals the other explains nothing */
    bool retold = first->meant.kind == PLUMB_SLIP_COPY && cause->relation_count == 1 &&
                  finder->extraction->relations[cause->relations[0]].kind == PLUMB_REL_RESTATEMENT;
    const char *zh = retold ? "" : plumb_slip_name(first->meant.kind, true);
    const char *en = retold ? "" : plumb_slip_name(first->meant.kind, false);
    bool open = strcmp(first->certainty, "one of") == 0;
    out->zh =
        plumb_arena_printf(arena, "%s第%zu行的“%.*s”%s“%s”%s%s%s。",
                           open ? "不能确定哪个数字有误，可能是" : "最可能有误的是", fact->line,
                           PLUMB_STR_ARG(fact->text), open ? "，或应为" : "，似应为",
                           first->meant.text, zh[0] ? "（" : "", zh, zh[0] ? "）" : "");
    out->en = plumb_arena_printf(
        arena, " %s “%.*s” on line %zu%s “%s”%s%s%s.",
        open ? "Which number is wrong is not certain: possibly" : "The number most likely wrong is",
        PLUMB_STR_ARG(fact->text), fact->line, open ? ", perhaps meant as" : ", probably meant as",
        first->meant.text, en[0] ? " (" : "", en, en[0] ? ")" : "");
    if (cause->relation_count > 1 && cause->repaired) {
        out->zh = plumb_arena_printf(arena, "%s改后%zu项勾稽关系均成立。", out->zh,
                                     cause->relation_count);
        out->en = plumb_arena_printf(arena, "%s With it, %zu relations hold.", out->en,
                                     cause->relation_count);
    }
}

static bool member_of(const struct plumb_relation *r, size_t fact)
{
    if (r->stated.fact == fact)
        return true;
    for (size_t i = 0; i < r->operand_count; i++)
        if (r->operands[i].fact == fact)
            return true;
    return false;
}

/* Amounts with fewer digits explain a gap by chance. */
static bool telling(plumb_dec gap, const struct plumb_fact *stated)
{
    plumb_i128 v = gap.v;
    int digits = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        digits++;
    return digits >= 3 && gap.v > 4 * stated->ulp.v;
}

const struct plumb_fact *plumb_gap_elsewhere(const struct plumb_extraction *e,
                                             const struct plumb_relation *relation)
{
    if (relation->stated.fact == PLUMB_NPOS || relation->unit != PLUMB_UNIT_YUAN ||
        !relation->has_expected || relation->verdict != PLUMB_VERDICT_INCONSISTENT ||
        (relation->kind != PLUMB_REL_SUM && relation->kind != PLUMB_REL_DIFFERENCE &&
         relation->kind != PLUMB_REL_BALANCE && relation->kind != PLUMB_REL_RESTATEMENT))
        return NULL;
    const struct plumb_fact *stated = &e->facts[relation->stated.fact];
    plumb_dec gap = plumb_dec_abs(plumb_dec_sub(relation->expected, stated->value));
    bool named = relation->reason_zh && strstr(relation->reason_zh, "差额");
    if (named || !telling(gap, stated))
        return NULL;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        if (f->unit == PLUMB_UNIT_YUAN && plumb_dec_abs(f->value).v == gap.v && f->label.len &&
            !member_of(relation, i))
            return f;
    }
    return NULL;
}

void plumb_word_gap(const struct plumb_finder *finder, const struct plumb_relation *relation,
                    struct plumb_bilingual *out)
{
    const struct plumb_fact *f = plumb_gap_elsewhere(finder->extraction, relation);
    *out = (struct plumb_bilingual){"", ""};
    if (!f)
        return;
    const char *label = plumb_label_words(finder->arena, f->label);
    const char *amount = plumb_fact_words(finder->arena, f);
    out->zh = plumb_arena_printf(finder->arena, "差额恰等于第%zu行“%s”%s，可能漏列或重复计入该项。",
                                 f->line, label, amount);
    out->en = plumb_arena_printf(
        finder->arena, " The difference equals “%s” %s on line %zu: %s.", label, amount, f->line,
        relation->kind == PLUMB_REL_RESTATEMENT ? "one telling may include it and the other not"
                                                : "it may be left out or counted twice");
}
