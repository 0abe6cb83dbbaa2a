/* Names and numbers in parallel lists: "A、B、C分别为a、b、c". */
#include <string.h>

#include "extract/label/label_int.h"

/* "A、B、C分别为a、b、c": the k-th number belongs to the k-th name. Empty when the counts differ. */
static struct plumb_str nth_name(struct plumb_str names, size_t k, size_t numbers)
{
    struct plumb_str parts[16];
    size_t n = 0;
    for (size_t from = 0, at = 0; at <= names.len && n < 16;) {
        size_t next = at;
        uint32_t cp = at < names.len ? plumb_utf8_decode(names, &next) : 0x3001;
        bool link = cp == 0x3001 || (n + 1 < numbers && (cp == 0x548C || cp == 0x4E0E)); /* 和 与 */
        if (link) {
            parts[n++] = plumb_label_trim(plumb_str_sub(names, from, at));
            from = at < names.len ? next : names.len + 1;
        }
        if (at >= names.len)
            break;
        at = next;
    }
    return n == numbers && k < n ? parts[k] : PLUMB_STR("");
}

/* Numbers that follow each other with only 、 or 和 between: position in the run and its length. */
static size_t run_of(const struct plumb_labelling *l, size_t index, size_t *length)
{
    size_t first = index, last = index, n = l->sentence->fact_count;
    while (first > 0 && index - first < PLUMB_RUN_REACH && l->at[first - 1] != PLUMB_NPOS &&
           l->at[first] - l->at[first - 1] == 2 * PLUMB_HOLDER)
        first--;
    while (last + 1 < n && last - index < PLUMB_RUN_REACH && l->at[last + 1] != PLUMB_NPOS &&
           l->at[last + 1] - l->at[last] == 2 * PLUMB_HOLDER)
        last++;
    *length = last - first + 1;
    return index - first;
}

struct plumb_str plumb_behind_holders(struct plumb_str label)
{
    size_t from = 0;
    for (size_t at = 0; at < label.len;)
        if (plumb_is_holder(plumb_utf8_decode(label, &at)))
            from = at;
    return from ? plumb_label_trim(plumb_str_sub(label, from, label.len)) : label;
}

struct plumb_str plumb_respective_label(const struct plumb_labelling *l, size_t index)
{
    size_t length = 0, k = run_of(l, index, &length);
    size_t to = l->at[index - k], near = to > 18 ? to - 18 : 0;
    if (length < 2)
        return PLUMB_STR("");
    size_t word = plumb_str_rfind(plumb_str_sub(l->text, near, to), PLUMB_STR("分别"));
    if (word == PLUMB_NPOS)
        return PLUMB_STR("");
    word += near;
    struct plumb_str head = plumb_str_sub(l->text, 0, word);
    size_t from = word > PLUMB_CLAUSE_REACH ? word - PLUMB_CLAUSE_REACH : 0;
    /* names are joined by 、, so only , ; : 。 end the list */
    for (size_t at = from; at < head.len;) {
        uint32_t cp = plumb_utf8_decode(head, &at);
        if (plumb_is_clause_end(cp) && cp != 0x3001)
            from = at;
    }
    struct plumb_str names = plumb_str_sub(head, from, head.len);
    struct plumb_str own = nth_name(names, k, length);
    if (plumb_behind_holders(own.len ? own : names).len >= 6)
        return own.len ? own : plumb_label_trim(names);
    /* "2021年、2022年分别支出320万元、286万元": the years are no names */
    return plumb_label_trim(plumb_str_sub(l->text, word, to));
}
