#include "extract/relate/cue.h"
#include "extract/relate/relate_int.h"
#include "extract/text/pattern_gate.h"

/* Other texts than passages get a gist of their own only when that is quick. */
#define QUICK_TEXT 96
#define FEW_WORDS 2

static bool may_match(const struct plumb_extract_work *work, const struct plumb_pattern_gate *gate,
                      struct plumb_str subject)
{
    static const struct plumb_gist any = {.bits = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
    if (gate->count == 0)
        return true;
    const struct plumb_passage *passage = plumb_passage_of_text(work->prose, subject);
    if (passage)
        return plumb_pattern_gate_open(gate, &passage->gist, subject);
    if (gate->count <= FEW_WORDS)
        return plumb_pattern_gate_open(gate, &any, subject);
    if (subject.len > QUICK_TEXT)
        return true;
    struct plumb_gist gist = plumb_gist_of(subject);
    return plumb_pattern_gate_open(gate, &gist, subject);
}

bool plumb_pattern_find(const struct plumb_extract_work *work, enum plumb_pattern_set set,
                        size_t index, struct plumb_str subject, size_t at,
                        struct plumb_match *match)
{
    const struct plumb_pattern_table *table = work->extractor->patterns;
    const struct plumb_pattern_gate *gate = plumb_patterns_gate(table, set, index);
    if (!gate || at > subject.len || (at == 0 && !may_match(work, gate, subject)))
        return false;
    plumb_arena_tick(work->arena); /* every pass comes by here again and again */
    return plumb_patterns_match(table, work->matcher, set, index, subject, at, match);
}
