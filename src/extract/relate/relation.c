/* Relations and their terms, as the work area keeps them. */
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
    return stored;
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
