/* Where clauses and phrases begin in the template of a sentence. */
#include <string.h>

#include "extract/label/label_int.h"

size_t plumb_label_clause_start(struct plumb_str text, size_t to, bool stop_at_number)
{
    int depth = 0, quotes = 0;
    size_t floor = to > PLUMB_CLAUSE_REACH ? to - PLUMB_CLAUSE_REACH : 0;
    for (size_t at = to; at > floor;) {
        size_t from = plumb_utf8_prev(text, at), next = from;
        uint32_t cp = plumb_utf8_decode(text, &next);
        quotes += cp == 0x201D ? 1 : cp == 0x201C && quotes > 0 ? -1 : 0;
        if (cp == ')')
            depth++;
        else if (cp == '(' && depth-- == 0)
            return at;
        else if (stop_at_number && plumb_is_holder(cp))
            return at;
        else if (depth <= 0 && quotes == 0 && plumb_is_clause_end(cp))
            return at;
        at = from;
    }
    if (quotes == 0) {
        while (floor < to && ((unsigned char)text.ptr[floor] & 0xC0) == 0x80)
            floor++;
        return floor;
    }
    /* a closing quotation mark whose opening one is lost: begin behind it */
    size_t closed = plumb_str_rfind(plumb_str_sub(text, 0, to), PLUMB_STR("”"));
    return closed + strlen("”");
}

struct plumb_str plumb_clause_before(const struct plumb_labelling *l, size_t index)
{
    size_t to = l->at[index];
    return plumb_str_sub(l->text, plumb_label_clause_start(l->text, to, false), to);
}

struct plumb_str plumb_phrase_before(const struct plumb_labelling *l, size_t index)
{
    size_t to = l->at[index];
    size_t from = plumb_label_clause_start(l->text, to, true);
    struct plumb_str phrase = plumb_str_sub(l->text, from, to);
    /* "2019年末固定资产": the rest of the date is not part of the name */
    static const char *const rests[] = {"末", "底", "初", "以来", "间", "度"};
    size_t before = from >= PLUMB_HOLDER ? from - PLUMB_HOLDER : 0, next = before;
    if (from >= PLUMB_HOLDER && plumb_is_holder(plumb_utf8_decode(l->text, &next)))
        for (size_t i = 0; i < PLUMB_COUNT(rests); i++)
            if (plumb_str_begins(phrase, rests[i]))
                return plumb_str_sub(phrase, strlen(rests[i]), phrase.len);
    return phrase;
}
