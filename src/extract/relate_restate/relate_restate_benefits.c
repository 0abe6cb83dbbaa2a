/* Count and amount of one insurance's benefits, told twice. */
#include "extract/relate_restate/restate_int.h"

/* All that one insured group was paid in the year: "为 N 人次职工支付待遇 X 元", "总补偿 N 人次 X 元".
 * Kinds of benefit (住院, 门诊, 大病 …) are parts and do not count. */
static bool is_benefit_total(struct plumb_extract_work *work, const struct telling *t)
{
    struct plumb_match m;
    if (!t->item || t->fact->unit != PLUMB_UNIT_YUAN || t->item->index == 0 || t->year == 0)
        return false;
    const struct plumb_item *count = t->item - 1;
    if (count->fact->unit != PLUMB_UNIT_PERSON_TIMES || count->sentence != t->item->sentence)
        return false;
    struct plumb_str words =
        plumb_str_sub(t->item->passage->text, count->at - count->before.len, t->item->at);
    size_t cut = plumb_str_rfind(count->before, PLUMB_STR(","));
    if (cut != PLUMB_NPOS)
        words = plumb_str_sub(words, cut + 1, words.len);
    return plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_BENEFIT, words, 0, &m) &&
           !plumb_pattern_find(work, PLUMB_PATTERNS_RESTATE, RESTATE_BENEFIT_KIND, words, 0, &m);
}

/* 'z' employees, 'j' residents, 'n' rural residents; 0 when the last word in front is none. */
static char insured_group(const struct telling *t)
{
    static const struct {
        const char *word;
        char group;
    } groups[] = {
        {"职工", 'z'}, {"城镇居民", 'c'}, {"城乡居民", 'j'}, {"农民", 'n'}, {"农村居民", 'n'}};
    size_t best = PLUMB_NPOS;
    char group = 0;
    for (size_t i = 0; i < PLUMB_COUNT(groups); i++) {
        size_t at = plumb_str_rfind(t->lead, plumb_str_from(groups[i].word));
        if (at != PLUMB_NPOS && (best == PLUMB_NPOS || at > best)) {
            best = at;
            group = groups[i].group;
        }
    }
    return group;
}

void plumb_restate_benefits(struct restate_work *r)
{
    for (size_t i = 0; i < r->count; i++)
        r->tellings[i].benefit = is_benefit_total(r->work, &r->tellings[i]);
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *a = &r->tellings[i];
        if (!a->benefit || insured_group(a) == 0 || i == 0)
            continue;
        for (size_t k = i + 1; k < r->count; k++) {
            const struct telling *b = &r->tellings[k];
            if (!b->benefit || b->item->passage == a->item->passage ||
                insured_group(a) != insured_group(b) || a->year != b->year ||
                a->fact->value.v == b->fact->value.v)
                continue;
            const struct telling *x = a - 1, *y = b - 1;
            plumb_restate_push(r, a, b, true, 0.6, "benefits of one insured group in one year");
            if (x->item == a->item - 1 && y->item == b->item - 1)
                plumb_restate_push(r, x, y, true, 0.6, "benefits of one insured group in one year");
            break;
        }
    }
}
