/* What changes: the thing a change is told of, by the words in front of its verb. */
#include "extract/relate_change/relate_growth.h"

/* The words of a clause that name what changes: those in front of the base compared with. */
static struct plumb_str subject_of_clause(struct plumb_extract_work *work, struct plumb_str clause)
{
    struct plumb_match base;
    if (plumb_pattern_find(work, PLUMB_PATTERNS_GROWTH, GROWTH_BASELINE, clause, 0, &base))
        clause = plumb_str_sub(clause, 0, base.from[0]);
    else if (PLUMB_ENDS(clause, "与", "同"))
        clause = PLUMB_STR("");
    while (clause.len > 3 && PLUMB_ENDS(clause, "各", "均", "与", "同"))
        clause.len -= 3;
    return clause;
}

/* Start of the clause that ends at the end of `s`. */
static size_t clause_start(struct plumb_str s)
{
    size_t cut = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = plumb_utf8_decode(s, &at);
        if (cp == ',' || cp == ';' || cp == 0x3002 || cp == 0x3001 || cp == ')' || cp == '(')
            cut = at;
    }
    return cut;
}

/* Words in front of the verb: "收入增加" → 收入, "比上年增加" → nothing. */
static struct plumb_str change_subject(struct plumb_extract_work *work, struct plumb_str before)
{
    struct plumb_match m;
    if (!plumb_pattern_find(work, PLUMB_PATTERNS_GROWTH, GROWTH_SIGN, before, 0, &m))
        return PLUMB_STR("");
    struct plumb_str front = plumb_str_sub(before, 0, m.from[0]);
    return subject_of_clause(work, plumb_str_sub(front, clause_start(front), front.len));
}

/* "支出决算比2022年度减少 X": the year compared with stands between the subject and the verb. */
static struct plumb_str subject_before_year(struct plumb_extract_work *work,
                                            const struct plumb_item *delta)
{
    const struct plumb_item *year = delta - 1;
    if (delta->index == 0 || year->fact->kind != PLUMB_FACT_YEAR ||
        year->sentence != delta->sentence || delta->before.len > 30 ||
        !PLUMB_ENDS(year->before, "比", "较", "与", "同"))
        return PLUMB_STR("");
    struct plumb_str clause =
        plumb_str_sub(year->before, clause_start(year->before), year->before.len);
    if (year->index > 0 && year[-1].fact->kind == PLUMB_FACT_YEAR)
        for (size_t i = 0; i < 2; i++) /* the rest of 年度 */
            if (plumb_str_starts(clause, PLUMB_STR("度")) ||
                plumb_str_starts(clause, PLUMB_STR("年")))
                clause = plumb_str_sub(clause, 3, clause.len);
    return subject_of_clause(work, clause);
}

/* "车辆运行费比预算无增减变化，比上年增加": the last clause has no subject, the one in front of it compares
 * the same thing with something else. */
static struct plumb_str earlier_subject(struct plumb_extract_work *work, struct plumb_str before)
{
    size_t last = clause_start(before);
    if (last == 0 || before.ptr[last - 1] != ',')
        return PLUMB_STR("");
    struct plumb_str front = plumb_str_sub(before, 0, last - 1);
    struct plumb_str clause = plumb_str_sub(front, clause_start(front), front.len);
    if (!PLUMB_HAS(clause, "无增减", "无变化", "持平", "一致"))
        return PLUMB_STR("");
    size_t with = plumb_str_find(clause, PLUMB_STR("与"));
    if (with != PLUMB_NPOS)
        clause = plumb_str_sub(clause, 0, with);
    return subject_of_clause(work, clause);
}

struct plumb_str plumb_growth_subject(struct plumb_extract_work *work,
                                      const struct plumb_item *delta)
{
    struct plumb_str name = subject_before_year(work, delta);
    if (name.len == 0)
        name = change_subject(work, delta->before);
    return name.len == 0 ? earlier_subject(work, delta->before) : name;
}

/* "立案 W 起，其中甲 a 起、乙 b 起，较上年的 P 起增加": a comparison without a name of its own, behind a list that ends
 * with `last`, is of the list's whole. NULL when no such list stands there. */
struct plumb_item *plumb_growth_list_whole(struct plumb_item *last)
{
    struct plumb_item *first = last;
    while (first->index > 0 && first->use == PLUMB_USE_PLAIN &&
           plumb_str_starts(first->before, PLUMB_STR("、")) &&
           !PLUMB_HAS(first->before, ",", ";") && first[-1].sentence == last->sentence &&
           first[-1].depth == last->depth && plumb_same_measure(first[-1].fact, last->fact))
        first--;
    if (first == last || first->index == 0 || !PLUMB_HAS(first->before, "其中", "包括"))
        return NULL;
    struct plumb_item *whole = first - 1;
    bool fits = whole->sentence == last->sentence && whole->depth == last->depth &&
                whole->use == PLUMB_USE_PLAIN && plumb_same_measure(whole->fact, last->fact);
    return fits ? whole : NULL;
}
