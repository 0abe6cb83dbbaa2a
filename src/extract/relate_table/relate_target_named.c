/* An indicator that carries its own target in its name ("群众满意率达95%") against the cell of targets
 * (consistency.restatement). Only rates: a count in a name is often per month, per village, per team. */
#include "extract/relate_table/relate_table_targets.h"

/* The only rate in the indicator's name, at its end: what stands in the middle belongs to a condition. */
static const struct plumb_fact *named_rate(const struct plumb_extract_work *work,
                                           const struct plumb_grid_line *line)
{
    const struct plumb_grid_cell *cell = line->cell;
    const struct plumb_fact *only = NULL;
    for (size_t i = 0; cell && i < cell->fact_count; i++) {
        const struct plumb_fact *fact = &work->facts[cell->first_fact + i];
        if (fact->kind == PLUMB_FACT_NOT)
            continue;
        if (only || fact->kind != PLUMB_FACT_QUANTITY || fact->unit != PLUMB_UNIT_FRACTION ||
            fact->partner != PLUMB_NPOS)
            return NULL;
        only = fact;
    }
    if (!only)
        return NULL;
    struct plumb_str text = cell->cell->text.str;
    struct plumb_str ahead = plumb_str_trim(plumb_str_sub(text, 0, only->offset));
    struct plumb_str behind =
        plumb_str_trim(plumb_str_sub(text, only->offset + only->len + only->unit_len, text.len));
    bool ends = !behind.len || plumb_str_equal(behind, PLUMB_STR("。")) ||
                (plumb_str_starts(behind, PLUMB_STR("以上")) ||
                 plumb_str_starts(behind, PLUMB_STR("及以上")));
    return ends && PLUMB_ENDS(ahead, "率", "度", "率达", "度达", "率达到", "度达到", "率为", "度为",
                              "率不低于", "度不低于", "率≥", "度≥", "率大于", "度大于")
               ? only
               : NULL;
}

/* "参保率95%" to be carried out by 100 %, and a stricter target than the least that is named, hold. */
static bool agrees(const struct plumb_fact *named, const struct plumb_fact *target)
{
    int order = plumb_dec_cmp(target->value, named->value);
    bool least = named->comparator == PLUMB_CMP_GE || named->comparator == PLUMB_CMP_GT;
    bool most = named->comparator == PLUMB_CMP_LE || named->comparator == PLUMB_CMP_LT;
    return order == 0 || target->value.v == PLUMB_DEC_ONE || (least && order > 0) ||
           (most && order < 0);
}

void plumb_relate_target_names(struct plumb_extract_work *work, const struct plumb_chain *chain)
{
    struct plumb_target_columns columns = plumb_target_columns(chain);
    for (size_t i = 0; columns.target != PLUMB_NPOS && i < chain->count; i++) {
        struct plumb_target_line t = plumb_target_read(work, chain, i, &columns);
        const struct plumb_fact *named = named_rate(work, t.line);
        if (!named || !t.target || !plumb_target_usable(t.target) ||
            t.target->unit != PLUMB_UNIT_FRACTION)
            continue;
        struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT,
                                    .expected = named->value,
                                    .low = named->value,
                                    .high = named->value};
        if (!agrees(named, t.target)) {
            j.verdict = PLUMB_VERDICT_INCONSISTENT;
            j.gap = plumb_dec_abs(plumb_dec_sub(t.target->value, named->value));
            j.reason = "the indicator's name and its target cell tell different targets";
            j.reason_zh = "指标名称所含目标与目标值栏不一致";
        }
        struct plumb_claim claim;
        plumb_table_claim(&claim, work, PLUMB_REL_RESTATEMENT, "consistency.restatement", t.target,
                          t.line->label);
        claim.confidence = 0.4;
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_OTHER, named);
        plumb_claim_try(&claim, &j, &term, 1, "target in the indicator's name", NULL);
        plumb_claim_push(&claim);
    }
}
