/* Relations and their terms, as the work area keeps them, and which of them name a number: builders ask that
 * of every number, and a report has thousands of both. */
#include "extract/extract_int.h"

#include <string.h>

struct plumb_term plumb_term_fact(const struct plumb_extract_work *work, enum plumb_role role,
                                  const struct plumb_fact *fact)
{
    (void)work;
    return (struct plumb_term){role, fact->id, fact->text, fact->line};
}

struct plumb_term plumb_term_words(enum plumb_role role, struct plumb_str words, size_t line)
{
    return (struct plumb_term){role, PLUMB_NPOS, words, line};
}

static void mention(struct plumb_extract_work *work, size_t relation, size_t fact)
{
    if (fact >= work->fact_count)
        return;
    struct plumb_mention *m =
        PLUMB_PUSH(work->arena, work->mentions, work->mention_count, work->mention_capacity);
    *m = (struct plumb_mention){relation, fact, work->last_mention[fact]};
    work->last_mention[fact] = work->mention_count;
}

static void mention_members(struct plumb_extract_work *work, size_t relation)
{
    const struct plumb_relation *r = &work->relations[relation];
    if (!work->last_mention)
        work->last_mention =
            plumb_arena_array(work->arena, work->fact_count + 1, sizeof *work->last_mention);
    mention(work, relation, r->stated.fact);
    for (size_t i = 0; i < r->operand_count; i++)
        mention(work, relation, r->operands[i].fact);
}

struct plumb_relation *plumb_relation_push(struct plumb_extract_work *work,
                                           const struct plumb_relation *relation,
                                           const struct plumb_term *operands, size_t count)
{
    struct plumb_term *kept = plumb_arena_array(work->arena, count + 1, sizeof *kept);
    if (count)
        memcpy(kept, operands, count * sizeof *kept);
    struct plumb_relation *stored =
        PLUMB_PUSH(work->arena, work->relations, work->relation_count, work->relation_capacity);
    *stored = *relation;
    stored->operands = kept;
    stored->operand_count = count;
    mention_members(work, work->relation_count - 1);
    return stored;
}

void plumb_relations_drop(struct plumb_extract_work *work, size_t count)
{
    work->relation_count = count;
    for (; work->mention_count > 0; work->mention_count--) {
        const struct plumb_mention *m = &work->mentions[work->mention_count - 1];
        if (m->relation < count)
            break;
        work->last_mention[m->fact] = m->earlier;
    }
}

void plumb_relation_replace(struct plumb_extract_work *work, size_t old)
{
    struct plumb_relation last = work->relations[work->relation_count - 1];
    plumb_relations_drop(work, work->relation_count - 1);
    work->relations[old] = last;
    mention_members(work, old);
}

const struct plumb_relation *plumb_relation_naming(const struct plumb_extract_work *work,
                                                   const struct plumb_fact *fact, size_t *at)
{
    if (!work->last_mention)
        return NULL;
    size_t m = *at ? work->mentions[*at - 1].earlier : work->last_mention[fact->id];
    *at = m;
    return m ? &work->relations[work->mentions[m - 1].relation] : NULL;
}

bool plumb_relation_states(const struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    const struct plumb_relation *r;
    for (size_t at = 0; (r = plumb_relation_naming(work, fact, &at)) != NULL;)
        if (r->stated.fact == fact->id && r->verdict != PLUMB_VERDICT_UNTESTABLE)
            return true;
    return false;
}

void plumb_note_push(struct plumb_extract_work *work, const char *check, enum plumb_verdict verdict,
                     struct plumb_str subject, const struct plumb_term *terms, size_t count,
                     const char *reason, const char *reason_zh)
{
    struct plumb_relation relation = {.kind = PLUMB_REL_REPORT,
                                      .check = check,
                                      .verdict = verdict,
                                      .readings = 1,
                                      .declared = true,
                                      .confidence = 0.9,
                                      .reading = "as printed",
                                      .reason = reason,
                                      .reason_zh = reason_zh,
                                      .subject = subject};
    relation.stated.fact = PLUMB_NPOS;
    relation.stated.role = PLUMB_ROLE_CUE;
    relation.line = count ? terms[0].line : 0;
    plumb_relation_push(work, &relation, terms, count);
}
