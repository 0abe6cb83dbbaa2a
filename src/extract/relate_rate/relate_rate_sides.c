/* A rate of all and the rates of its sides: "义务教育巩固率 95.0%，其中小学 95.2%，初中 94.6%". Sides that exclude each other by
 * their names (小学/初中, 男/女, 城镇/农村, 职工/居民) are all of it, and the rate of all lies between theirs. */
#include "extract/relate/relate_int.h"

#define SIDES_MAX 4

static bool is_side(const struct plumb_item *side, const struct plumb_item *all)
{
    return side->sentence == all->sentence && side->fact->unit == PLUMB_UNIT_FRACTION &&
           side->use == PLUMB_USE_RATE && side->own_label &&
           side->fact->comparator == PLUMB_CMP_NONE;
}

/* The rates behind 其中, as many as have a name; 0 when they do not exclude each other. */
static size_t sides_of(struct plumb_extract_work *work, const struct plumb_item *all,
                       const struct plumb_item *out[SIDES_MAX])
{
    const struct plumb_passage *passage = all->passage;
    size_t n = 0;
    for (size_t i = all->index + 1; i < passage->count && n < SIDES_MAX; i++) {
        const struct plumb_item *item = &passage->items[i];
        struct plumb_str gap = plumb_text_between(item - 1, item);
        if (!is_side(item, all) || plumb_str_has(gap, ";"))
            break;
        if (n == 0 ? !plumb_str_has(gap, "其中")
                   : !plumb_names_oppose(work, out[n - 1]->core, item->core))
            break;
        out[n++] = item;
    }
    return n >= 2 ? n : 0;
}

/* The sides' names are the whole's with the side's word, or the side's word alone. */
static bool same_rate(const struct plumb_item *all, const struct plumb_item *side)
{
    struct plumb_str name = side->core;
    if (!PLUMB_ENDS(name, "率", "度", "比例"))
        return plumb_utf8_count(name) <= 6;
    return plumb_utf8_count(all->core) >= 3 &&
           plumb_str_ends(all->core,
                          plumb_str_sub(name, name.len > 9 ? name.len - 9 : 0, name.len));
}

static void one_rate(struct plumb_extract_work *work, struct plumb_item *all)
{
    const struct plumb_item *sides[SIDES_MAX];
    size_t n = sides_of(work, all, sides), low = 0, high = 0;
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        if (!same_rate(all, sides[i]))
            return;
        low = sides[i]->fact->value.v < sides[low]->fact->value.v ? i : low;
        high = sides[i]->fact->value.v > sides[high]->fact->value.v ? i : high;
    }
    struct plumb_interval r = plumb_fact_interval(all->fact, PLUMB_MODE_ANY);
    struct plumb_judgement j = {.verdict = PLUMB_VERDICT_CONSISTENT, .expected = all->fact->value};
    j.low = plumb_fact_interval(sides[low]->fact, PLUMB_MODE_ANY).lo;
    j.high = plumb_fact_interval(sides[high]->fact, PLUMB_MODE_ANY).hi;
    if (r.hi.v < j.low.v || r.lo.v > j.high.v) {
        j.expected = sides[r.hi.v < j.low.v ? low : high]->fact->value;
        j.verdict = PLUMB_VERDICT_INCONSISTENT;
        j.gap = plumb_dec_abs(plumb_dec_sub(all->fact->value, j.expected));
        j.reason = "a total rate lies between the rates of its parts";
        j.reason_zh = "总体比率应介于各分项比率之间";
    }
    struct plumb_term terms[2] = {plumb_term_fact(work, PLUMB_ROLE_LOWER, sides[low]->fact),
                                  plumb_term_fact(work, PLUMB_ROLE_UPPER, sides[high]->fact)};
    struct plumb_claim claim;
    plumb_claim_begin(&claim, work, PLUMB_REL_BOUND, "consistency.bound", all);
    claim.confidence = 0.7;
    plumb_claim_try(&claim, &j, terms, 2, "between the rates of its sides",
                    plumb_arena_printf(work->arena, "%s … %s, printed %s",
                                       plumb_fact_text(work, sides[low]->fact),
                                       plumb_fact_text(work, sides[high]->fact),
                                       plumb_fact_text(work, all->fact)));
    plumb_claim_push(&claim);
}

void plumb_relate_rates_of_sides(struct plumb_extract_work *work)
{
    struct plumb_prose *prose = plumb_prose_get(work);
    for (size_t p = 0; p < prose->count; p++) {
        struct plumb_passage *passage = &prose->passages[p];
        if (passage->count < 3 || !plumb_str_has(passage->text, "其中"))
            continue;
        for (size_t i = 0; i + 2 < passage->count; i++) {
            struct plumb_item *item = &passage->items[i];
            if (item->fact->unit == PLUMB_UNIT_FRACTION && item->use == PLUMB_USE_RATE &&
                PLUMB_ENDS(item->core, "率", "度", "比例"))
                one_rate(work, item);
        }
    }
}
