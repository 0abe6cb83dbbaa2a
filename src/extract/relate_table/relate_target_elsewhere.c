/* Targets of a table against actual values told in the text or in another table (target.missed). */
#include "extract/relate_table/relate_table_targets.h"

#include <string.h>

/* ---- targets of a table, actual values elsewhere ------------------------------------------------ */

/* Label without quotes and brackets. */
static struct plumb_str bare_key(struct plumb_extract_work *work, struct plumb_str label)
{
    struct plumb_str key = plumb_label_key(work->arena, label);
    char *out = plumb_arena_alloc(work->arena, key.len + 1);
    size_t n = 0;
    for (size_t at = 0; at < key.len;) {
        size_t from = at;
        uint32_t cp = plumb_utf8_decode(key, &at);
        if (cp == 0x201C || cp == 0x201D || cp == '"' || cp == 0x300A || cp == 0x300B ||
            cp == 0x2018 || cp == 0x2019 || cp == '\'')
            continue;
        memcpy(out + n, key.ptr + from, at - from);
        n += at - from;
    }
    return (struct plumb_str){out, n};
}

/* How surely the fact is the indicator: 3 same name, 2 a longer name that ends with it, 1 a short
 * name (执行率) in a sentence that has the rest (政府采购) before it, 0 not. */
static int names_indicator(struct plumb_extract_work *work, const struct plumb_fact *fact,
                           struct plumb_str label, struct plumb_str name)
{
    if (!label.len)
        return 0;
    if (plumb_str_equal(label, name))
        return 3;
    if (fact->row != PLUMB_NPOS)
        return 0;
    if (plumb_str_ends(label, name))
        return 2;
    if (label.len >= 6 && label.len < name.len && plumb_str_ends(name, label)) {
        struct plumb_str rest = plumb_str_sub(name, 0, name.len - label.len);
        struct plumb_str context = bare_key(work, fact->context);
        struct plumb_str number = plumb_label_key(work->arena, fact->text);
        size_t at = plumb_str_find(context, rest), mine = plumb_str_rfind(context, number);
        if (at != PLUMB_NPOS && mine != PLUMB_NPOS && at < mine)
            return 1;
    }
    return 0;
}

static bool can_be_actual(const struct plumb_extract_work *work, const struct plumb_fact *fact,
                          const struct plumb_fact *target)
{
    (void)work;
    bool kind = fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE;
    bool told = fact->row == PLUMB_NPOS
                    ? fact->stage != PLUMB_STAGE_TARGET
                    : fact->stage == PLUMB_STAGE_ACTUAL || fact->stage == PLUMB_STAGE_NONE;
    return kind && told && fact != target && fact->unit == target->unit &&
           fact->block != target->block &&
           (fact->comparator == PLUMB_CMP_NONE || fact->comparator == PLUMB_CMP_MORE ||
            fact->comparator == PLUMB_CMP_ABOUT);
}

/* Labels of all facts as bare keys, made when the first target asks for them. */
static const struct plumb_str *bare_labels(struct plumb_extract_work *work,
                                           struct plumb_str **labels)
{
    if (!*labels) {
        *labels = plumb_arena_array(work->arena, work->fact_count + 1, sizeof **labels);
        for (size_t f = 0; f < work->fact_count; f++)
            (*labels)[f] = bare_key(work, work->facts[f].label);
    }
    return *labels;
}

static bool relate_elsewhere(struct plumb_extract_work *work, const struct plumb_target_line *t,
                             struct plumb_str **bare)
{
    struct plumb_str name = bare_key(work, t->line->label);
    const struct plumb_fact *found[16];
    size_t n = 0;
    int best = 0;
    if (plumb_utf8_count(name) < 3)
        return false;
    const struct plumb_str *labels = bare_labels(work, bare);
    /* the last telling first: the part on results follows the one on plans */
    for (size_t i = work->fact_count; i-- > 0;) {
        const struct plumb_fact *fact = &work->facts[i];
        if (!can_be_actual(work, fact, t->target))
            continue;
        int fit = names_indicator(work, fact, labels[i], name);
        if (fit == 0 || fit < best)
            continue;
        n = fit > best ? 0 : n;
        best = fit;
        if (n < 16)
            found[n++] = fact;
    }
    struct plumb_claim claim;
    if (n == 0)
        return false;
    plumb_table_claim(&claim, work, PLUMB_REL_TARGET, "target.missed", found[0], t->line->label);
    claim.confidence = best == 3 ? 0.9 : best == 2 ? 0.75 : 0.7;
    if (t->target->comparator == PLUMB_CMP_NONE)
        claim.confidence -= 0.15;
    for (size_t i = 0; i < n; i++)
        if (!claim.tried || claim.best.verdict != PLUMB_VERDICT_CONSISTENT)
            plumb_target_try(&claim, t, found[i],
                             best == 3 ? "target of a table, actual under the same name"
                                       : "target of a table, actual under a similar name");
    plumb_claim_push(&claim);
    return true;
}

void plumb_relate_target_list(struct plumb_extract_work *work, const struct plumb_chain *chain,
                              struct plumb_str **bare)
{
    struct plumb_target_columns columns = plumb_target_columns(chain);
    struct plumb_term missing[12];
    size_t missing_count = 0, tested = 0;
    if (columns.target == PLUMB_NPOS || columns.actual != PLUMB_NPOS)
        return;
    for (size_t i = 0; i < chain->count; i++) {
        struct plumb_target_line t = plumb_target_read(work, chain, i, &columns);
        if (!t.target || !t.line->label.len || !plumb_target_usable(t.target))
            continue;
        if (relate_elsewhere(work, &t, bare))
            tested++;
        else
            plumb_target_add_term(missing, &missing_count,
                                  plumb_term_cell(PLUMB_ROLE_CUE, t.target_cell));
    }
    /* A report that gives some results should give all; a mere list of targets need not. */
    if (tested >= 2 && missing_count > 0) {
        struct plumb_str subject = chain->grid->title;
        plumb_note_push(work, "target.actual", PLUMB_VERDICT_INCONSISTENT, subject, missing,
                        missing_count, "targets of the table have no actual value in the report",
                        "部分指标全文未见实际完成值");
        work->relations[work->relation_count - 1].confidence = 0.6;
    }
}
