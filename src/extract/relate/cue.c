#include "extract/relate/cue.h"
#include "extract/relate/relate_int.h"
#include "extract/text/pattern_gate.h"

static bool may_match(const struct plumb_extract_work *work, const struct plumb_pattern_gate *gate,
                      struct plumb_str subject)
{
    if (gate->count == 0)
        return true;
    const struct plumb_passage *passage = plumb_passage_of_text(work->prose, subject);
    if (passage)
        return plumb_pattern_gate_open(gate, &passage->gist, subject);
    return plumb_has_word(subject, gate->words, gate->count);
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
