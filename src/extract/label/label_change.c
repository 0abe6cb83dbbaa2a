/* What a change is a change of: "公务接待费支出比2019年增加", "增加4.5万元，增长12%". */
#include <string.h>

#include "extract/label/label_int.h"

/* "比2019年", "较上年", "与预算相比", "同比": where a clause turns to what it compares with. */
static size_t comparison_at(struct plumb_str clause)
{
    static const char *const marks[] = {"比", "较", "与", "同"};
    static const char *const bases[] = {"上", "去", "年", "预", "期", "比", "全年", "本年", "往年"};
    for (size_t at = 0; at < clause.len;) {
        size_t start = at;
        plumb_utf8_decode(clause, &at);
        struct plumb_str word = plumb_str_sub(clause, start, at);
        struct plumb_str rest = plumb_str_sub(clause, at, clause.len);
        size_t next = 0;
        bool mark = false, base = rest.len > 0 && plumb_is_holder(plumb_utf8_decode(rest, &next));
        for (size_t i = 0; i < PLUMB_COUNT(marks); i++)
            mark |= plumb_str_equal(word, plumb_str_from(marks[i]));
        for (size_t i = 0; mark && i < PLUMB_COUNT(bases); i++)
            base |= plumb_str_starts(rest, plumb_str_from(bases[i]));
        if (mark && base)
            return start;
    }
    return PLUMB_NPOS;
}

static size_t index_of(const struct plumb_labelling *l, const struct plumb_fact *fact)
{
    return fact->id - l->sentence->first_fact;
}

struct plumb_str plumb_changing_thing(const struct plumb_labelling *l, size_t index,
                                      struct plumb_str phrase)
{
    struct plumb_str clause = plumb_clause_before(l, index);
    size_t compared = comparison_at(clause);
    if (compared != PLUMB_NPOS) {
        struct plumb_str thing = plumb_label_trim(plumb_str_sub(clause, 0, compared));
        for (size_t at = 0, from = 0; at < thing.len;) { /* only what follows its last number */
            if (plumb_is_holder(plumb_utf8_decode(thing, &at)))
                from = at;
            if (at >= thing.len)
                thing = plumb_label_trim(plumb_str_sub(thing, from, thing.len));
        }
        if (thing.len >= 6)
            return thing;
    } else {
        /* "收入增加1175.42万元": the phrase in front of the change word */
        size_t word = plumb_change_at(phrase);
        if (word != PLUMB_NPOS)
            return plumb_label_trim(plumb_str_sub(phrase, 0, word));
    }
    /* A share in between is not what changed (支出8万元，占3%，增长2%), and an amount is the change of an
     * amount (参保38万人，参保率98%，减少2万人). */
    const struct plumb_fact *previous = l->named;
    enum plumb_unit unit = plumb_labelled_fact(l, index)->unit;
    bool amount =
        unit != PLUMB_UNIT_FRACTION && unit != PLUMB_UNIT_POINTS && unit != PLUMB_UNIT_MULTIPLE;
    for (size_t i = 0; i < PLUMB_RUN_REACH && previous; i++) {
        if (!plumb_label_is_share(previous->label) && (!amount || previous->unit == unit))
            break;
        previous = index_of(l, previous) > 0 ? previous - 1 : NULL;
    }
    if (previous && amount && previous->unit != unit)
        previous = l->named;
    if (!previous || !previous->label.len || plumb_label_is_share(previous->label))
        return PLUMB_STR("");
    /* a change told of a change is one of the same thing: 减少4.5万元,降低4.36% */
    return plumb_strip_change(previous->label);
}
