/* "各项基金均实现收支平衡、略有结余" beside a table in which the balance of one is below zero (consistency.comparison). */
#include "extract/relate/relate_int.h"
#include "extract/relate_text/relate_report.h"

/* Where the words say that all of them have something left; PLUMB_NPOS when they do not. */
static size_t all_have_left(struct plumb_str text, size_t *end)
{
    static const char *const claims[] = {"略有结余", "均有结余", "均有盈余", "均实现结余",
                                         "收支平衡"};
    for (size_t i = 0; i < PLUMB_COUNT(claims); i++) {
        struct plumb_str words = plumb_str_from(claims[i]);
        size_t at = plumb_str_find(text, words);
        if (at == PLUMB_NPOS)
            continue;
        size_t from = plumb_clause_start(text, at);
        struct plumb_str clause = plumb_str_sub(text, from, at + words.len);
        /* a goal, and a year that is to come, are no claim */
        if (!plumb_str_has(clause, "均") ||
            PLUMB_HAS(clause, "目标", "确保", "力争", "预计", "以后"))
            continue;
        *end = at + words.len;
        return from;
    }
    return PLUMB_NPOS;
}

/* The balance of this year, of one of several: "本年收支结余" as the line or the head of its column. */
static const struct plumb_fact *balance_below_zero(const struct plumb_extract_work *work)
{
    for (size_t i = 0; i < work->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[i];
        if (fact->row == PLUMB_NPOS || fact->unit != PLUMB_UNIT_YUAN ||
            plumb_dec_sign(fact->value) >= 0 || fact->stage == PLUMB_STAGE_PRIOR ||
            (fact->year && work->year && fact->year != work->year))
            continue;
        if (PLUMB_HAS(fact->label, "收支结余", "当期结余", "本年结余", "当年结余") ||
            PLUMB_HAS(fact->head, "收支结余", "当期结余", "本年结余", "当年结余"))
            return fact;
    }
    return NULL;
}

static void push(struct plumb_extract_work *work, struct plumb_str words, size_t line,
                 const struct plumb_fact *balance)
{
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_INCONSISTENT,
                                .reason = "the words say that all have a balance left, and one is "
                                          "below zero",
                                .reason_zh = "文字称均有结余，表中有一项当期结余为负"};
    struct plumb_term terms[2] = {plumb_term_words(PLUMB_ROLE_CUE, words, line),
                                  plumb_term_fact(work, PLUMB_ROLE_OTHER, balance)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_COMPARISON, "consistency.comparison", NULL);
    claim.stated = balance;
    claim.subject = balance->label;
    claim.unit = balance->unit;
    claim.confidence = 0.7;
    claim.next_money = plumb_dec_abs(balance->value);
    plumb_claim_try(&claim, &j, terms, 2, "as the words say",
                    plumb_arena_printf(work->arena, "%s < 0", plumb_fact_text(work, balance)));
    plumb_claim_push(&claim);
}

void plumb_relate_deficits(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    const struct plumb_fact *balance = NULL;
    for (size_t p = 0; p < prose->count; p++) {
        const struct plumb_passage *passage = &prose->passages[p];
        size_t end = 0, line = 0;
        if (passage->is_cell || !PLUMB_TELLS(passage, "结余", "盈余", "收支平衡"))
            continue;
        size_t from = all_have_left(passage->text, &end);
        if (from == PLUMB_NPOS)
            continue;
        balance = balance ? balance : balance_below_zero(work);
        if (!balance)
            return;
        struct plumb_str words = plumb_passage_quote(work, passage, from, end, &line);
        push(work, words, line, balance);
        return;
    }
}
