/* Which number of a broken relation is probably wrong, and what a gap is equal to, in words. */
#include "analysis/findings/findings_int.h"

#include <string.h>

bool plumb_relation_is_same(const struct plumb_relation *a, const struct plumb_relation *b)
{
    if (a->kind != b->kind || a->stated.fact != b->stated.fact ||
        a->operand_count != b->operand_count)
        return false;
    for (size_t i = 0; i < a->operand_count; i++)
        if (a->operands[i].fact != b->operands[i].fact ||
            (a->operands[i].fact == PLUMB_NPOS &&
             !plumb_str_equal(a->operands[i].text, b->operands[i].text)))
            return false;
    return true;
}

/* A claim that two rules found is one. */
static size_t distinct_relations(const struct plumb_extraction *e, const struct plumb_cause *cause)
{
    size_t count = 0;
    for (size_t i = 0; i < cause->relation_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = plumb_relation_is_same(&e->relations[cause->relations[i]],
                                           &e->relations[cause->relations[k]]);
        count += !again;
    }
    return count;
}

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
    /* who is to blame is said only when it is sure; the candidates stand in the list of suspects */
    if (strcmp(first->certainty, "one of") == 0) {
        out->zh = "仅凭所列数字不能确定哪一个有误。";
        out->en = " Which of these numbers is wrong cannot be told from them alone.";
        return;
    }
    size_t from = strspn(first->meant.text, "0123456789.,-");
    struct plumb_str unit = first->meant.text[from] ? PLUMB_STR("") : fact->unit_text;
    out->zh = plumb_arena_printf(arena, "最可能有误的是第%zu行的“%s”，似应为“%s%.*s”%s%s%s。",
                                 fact->line, plumb_fact_words(arena, fact), first->meant.text,
                                 PLUMB_STR_ARG(unit), zh[0] ? "（" : "", zh, zh[0] ? "）" : "");
    out->en = plumb_arena_printf(
        arena,
        " The number most likely wrong is “%s” on line %zu, probably meant as “%s%.*s”%s%s%s.",
        plumb_fact_words(arena, fact), fact->line, first->meant.text, PLUMB_STR_ARG(unit),
        en[0] ? " (" : "", en, en[0] ? ")" : "");
    size_t mended = distinct_relations(finder->extraction, cause);
    if (mended > 1 && cause->repaired) {
        out->zh = plumb_arena_printf(arena, "%s改后%zu项勾稽关系均成立。", out->zh, mended);
        out->en = plumb_arena_printf(arena, "%s With it, %zu relations hold.", out->en, mended);
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
