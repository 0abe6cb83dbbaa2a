/* Targets against actual values (DOMAIN §3, §4: target.*, score.line, report.cellshift, report.unit):
 * in one table. */
#include "extract/relate_table/relate_table_targets.h"

#include <string.h>

static double target_confidence(const struct plumb_target_line *t)
{
    bool bare = t->target->comparator == PLUMB_CMP_NONE;
    bool mixed = t->target_cell && t->target_cell->type == PLUMB_CELL_MIXED;
    return bare ? 0.7 : mixed ? 0.75 : 0.95;
}

/* "35～45人": neither below nor above, unless more (or less) is better. */
static void relate_range(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    const struct plumb_fact *low = t->target, *high = &work->facts[t->target->partner];
    struct plumb_claim claim;
    if (!plumb_target_comparable(low, t->actual) || !plumb_target_comparable(high, t->actual) ||
        low->unit == PLUMB_UNIT_DATE || t->actual->partner != PLUMB_NPOS ||
        plumb_dec_cmp(low->value, high->value) > 0)
        return;
    struct plumb_interval got = plumb_fact_interval(t->actual, PLUMB_MODE_NEAREST);
    bool below = t->direction >= 0 && plumb_dec_cmp(got.hi, low->value) < 0;
    bool above = t->direction <= 0 && plumb_dec_cmp(got.lo, high->value) > 0;
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                .expected = below ? low->value : high->value,
                                .low = low->value,
                                .high = high->value};
    if (below || above) {
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_abs(plumb_dec_sub(t->actual->value, j.expected));
    }
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_TARGET, low),
                                  plumb_term_fact(work, PLUMB_ROLE_TARGET, high)};
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", t->actual, t->line->label);
    claim.confidence = 0.75;
    plumb_claim_try(&claim, &j, terms, 2, "target and actual of the line",
                    plumb_arena_printf(work->arena, "%s %s %s–%s", plumb_fact_text(work, t->actual),
                                       below   ? "<"
                                       : above ? ">"
                                               : "∈",
                                       plumb_fact_text(work, low), plumb_fact_text(work, high)));
    plumb_claim_push(&claim);
    plumb_score_of_line(work, t, PLUMB_VERDICT_UNTESTABLE);
}

static void relate_line(struct plumb_extract_work *work, const struct plumb_target_line *t)
{
    struct plumb_claim claim;
    if (t->target && t->actual && t->target->partner != PLUMB_NPOS) {
        relate_range(work, t);
        return;
    }
    if (!t->target || !t->actual || !plumb_target_usable(t->target) ||
        !plumb_target_comparable(t->target, t->actual) || t->actual->partner != PLUMB_NPOS)
        return;
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", t->actual, t->line->label);
    claim.confidence = target_confidence(t);
    plumb_target_try(&claim, t, t->actual, "target and actual of the line");
    plumb_claim_push(&claim);
    plumb_score_of_line(work, t, claim.best.verdict);
}

static void relate_chain(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct plumb_target_columns columns = plumb_target_columns(chain);
    struct plumb_target_count count = {0};
    if (columns.target == PLUMB_NPOS || columns.actual == PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++) {
        const struct plumb_grid_line *line = chain->lines[i].line;
        if (line->total || plumb_label_is_score_total(line->key))
            continue;
        struct plumb_target_line t = plumb_target_read(work, chain, i, &columns);
        if (!line->cell) { /* a line whose name slid into another cell has points all the same */
            count.scored += t.weight && t.score && t.score->value.v != t.weight->value.v;
            continue;
        }
        t.written_at_most =
            t.target && plumb_target_counts_output(&t) &&
            (t.target->comparator == PLUMB_CMP_LE || t.target->comparator == PLUMB_CMP_LT);
        if (t.target || t.actual)
            relate_line(work, &t);
        if (!t.target || !t.actual)
            plumb_score_of_line(work, &t, PLUMB_VERDICT_UNTESTABLE);
        plumb_target_line_notes(work, &t);
        plumb_relate_target_remark(work, &t);
        plumb_target_count(work, &t, &count);
        plumb_score_reason(work, &t, &count);
    }
    plumb_target_table_notes(work, chain, &count);
    plumb_score_reasons_note(work, chain, &count);
}

void plumb_relate_table_targets(struct plumb_extract_work *work)
{
    size_t count = 0;
    struct plumb_chain *chains = plumb_table_chains(work, &count);
    struct plumb_str *bare = NULL;
    for (size_t k = 0; k < count; k++) {
        if (!plumb_chain_is_headed(&chains[k]) || chains[k].group->label_count == 0)
            continue;
        relate_chain(work, &chains[k]);
        plumb_relate_target_list(work, &chains[k], &bare);
        plumb_relate_target_phrases(work, &chains[k]);
        plumb_relate_target_names(work, &chains[k]);
    }
    plumb_relate_goal_texts(work, chains, count);
    plumb_relate_targets_twice(work, chains, count);
}
