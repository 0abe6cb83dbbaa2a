/* What does not belong to 三公经费: 会议费 and 培训费 counted into its total (DOMAIN §3). */
#include "extract/relate_text/relate_report.h"

static const struct plumb_fact *fact_of(const struct plumb_extract_work *work,
                                        const struct plumb_term *term)
{
    return term->fact < work->fact_count ? &work->facts[term->fact] : NULL;
}

static bool names(const struct plumb_fact *fact, const char *words)
{
    return plumb_str_has(fact->label, words) || plumb_str_has(fact->head, words);
}

/* The part that does not belong, when the total cannot do without it. */
static const struct plumb_fact *stranger(const struct plumb_extract_work *work,
                                         const struct plumb_relation *sum)
{
    for (size_t o = 0; o < sum->operand_count; o++) {
        const struct plumb_fact *part = fact_of(work, &sum->operands[o]);
        if (part && part->value.v > 0 && (names(part, "会议费") || names(part, "培训费")))
            return part;
    }
    return NULL;
}

/* "三公" alone, and not a total of 三公, meetings and training that says so in its name. */
static bool is_three_public(const struct plumb_fact *total)
{
    return names(total, "三公") && !names(total, "会议") && !names(total, "培训") &&
           !names(total, "两费") && !names(total, "一会");
}

void plumb_relate_three_public(struct plumb_extract_work *work)
{
    size_t count = work->relation_count; /* those pushed here are no sums */
    for (size_t r = 0; r < count; r++) {
        const struct plumb_relation *sum = &work->relations[r];
        const struct plumb_fact *total = fact_of(work, &sum->stated);
        if (sum->kind != PLUMB_REL_SUM || sum->verdict == PLUMB_VERDICT_INCONSISTENT || !total ||
            !is_three_public(total))
            continue;
        const struct plumb_fact *part = stranger(work, sum);
        if (!part)
            continue;
        struct plumb_judgement j = {
            .verdict = PLUMB_VERDICT_INCONSISTENT,
            .expected = plumb_dec_sub(total->value, part->value),
            .reason = "the total of the three public expenses includes meetings or training",
            .reason_zh = "“三公”经费合计计入了会议费或培训费，口径有误"};
        j.low = j.high = j.expected;
        struct plumb_term term = plumb_term_fact(work, PLUMB_ROLE_PART, part);
        struct plumb_claim claim;
        plumb_claim_begin(&claim, work, PLUMB_REL_REPORT, "report.text", NULL);
        claim.stated = total;
        claim.subject = total->label;
        claim.confidence = 0.7;
        claim.line = total->line;
        plumb_claim_try(&claim, &j, &term, 1, "what belongs to 三公经费", NULL);
        plumb_claim_push(&claim);
        return; /* one slip of definition, however many lines repeat it */
    }
}
