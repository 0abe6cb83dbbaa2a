/* Numbers that contradict each other where nothing can be recomputed: a target and what was reached, a part
 * above its whole, "more" between two amounts. All of them are named, for any may be the wrong one, and none
 * need be: a target can be missed in earnest. A value is proposed only for a slip of the point or the unit
 * that brings the two to one size, or when another place tells the number so. */
#include "analysis/findings/findings_int.h"

#include <math.h>
#include <string.h>

enum { NAMED_MOST = 4 };

/* Apart by more than this, two numbers that are compared hardly are of one unit. */
static const double OTHER_SIZE = 5, SAME_SIZE = 2;

static bool is_number(const struct plumb_extraction *e, size_t fact)
{
    return fact != PLUMB_NPOS &&
           (e->facts[fact].kind == PLUMB_FACT_QUANTITY || e->facts[fact].kind == PLUMB_FACT_BARE);
}

static double times(plumb_dec a, plumb_dec b)
{
    double x = fabs(plumb_dec_double(a)), y = fabs(plumb_dec_double(b));
    return x <= 0 || y <= 0 ? INFINITY : x > y ? x / y : y / x;
}

/* Another place that tells the value under the same name. */
static bool is_told(const struct plumb_extraction *e, const struct plumb_fact *like,
                    plumb_dec value)
{
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *f = &e->facts[i];
        bool same = f->label.len && plumb_str_equal(f->label, like->label);
        bool meant = f->indicator && like->indicator && strcmp(f->indicator, like->indicator) == 0;
        if (i != like->id && f->unit == like->unit && f->value.v == value.v && (same || meant) &&
            f->year == like->year && f->stage == like->stage)
            return true;
    }
    return false;
}

/* More of the amounts around in the unit of the proposal than in the printed one. */
static bool has_odd_unit(const struct plumb_extraction *e, const struct plumb_fact *f)
{
    size_t same = 0, other = 0;
    for (size_t i = 0; i < e->fact_count; i++) {
        const struct plumb_fact *near = &e->facts[i];
        if (i == f->id || near->block != f->block || near->unit != f->unit)
            continue;
        same += near->scale.v == f->scale.v;
        other += near->scale.v != f->scale.v;
    }
    return other > same;
}

/* The slip that explains `f` beside `other`, if one does. */
static bool find_slip(const struct plumb_finder *finder, const struct plumb_fact *f,
                      const struct plumb_fact *other, struct plumb_slip *out)
{
    const struct plumb_extraction *e = finder->extraction;
    struct plumb_slip *slips = NULL;
    size_t count = plumb_slips_of(finder->arena, f, &slips);
    bool apart = times(f->value, other->value) >= OTHER_SIZE;
    for (size_t i = 0; i < count; i++) {
        bool shift = slips[i].kind == PLUMB_SLIP_SHIFT && apart &&
                     times(slips[i].value, other->value) <= SAME_SIZE;
        /* a rate has slipped down, for rates that are compared lie about 100 %; an amount when its unit is odd */
        bool likely = f->unit == PLUMB_UNIT_FRACTION ? plumb_dec_cmp(f->value, other->value) < 0 &&
                                                           slips[i].value.v <= PLUMB_DEC_ONE
                                                     : has_odd_unit(e, f);
        if ((shift && likely) || is_told(e, f, slips[i].value)) {
            *out = slips[i];
            return true;
        }
    }
    return false;
}

static void name(struct plumb_suspicion *list, size_t *count, size_t fact)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i].fact == fact)
            return;
    list[(*count)++] = (struct plumb_suspicion){.fact = fact, .certainty = "one of"};
}

void plumb_draft_pair(const struct plumb_finder *finder, struct plumb_draft *draft,
                      const struct plumb_relation *relation)
{
    const struct plumb_extraction *e = finder->extraction;
    struct plumb_suspicion list[NAMED_MOST + 1];
    size_t count = 0;
    if (relation->kind == PLUMB_REL_REPORT || relation->kind == PLUMB_REL_COUNT ||
        relation->verdict != PLUMB_VERDICT_INCONSISTENT)
        return;
    if (is_number(e, relation->stated.fact))
        name(list, &count, relation->stated.fact);
    for (size_t i = 0; i < relation->operand_count && count <= NAMED_MOST; i++)
        if (is_number(e, relation->operands[i].fact))
            name(list, &count, relation->operands[i].fact);
    if (count < 2 || count > NAMED_MOST)
        return;
    for (size_t i = 0; count == 2 && i < 2; i++)
        if (find_slip(finder, &e->facts[list[i].fact], &e->facts[list[1 - i].fact],
                      &list[i].meant)) {
            list[i].votes = 1;
            struct plumb_suspicion first = list[i];
            list[i] = list[0];
            list[0] = first;
            break;
        }
    for (size_t i = 0; i < count; i++)
        plumb_draft_suspect(finder, draft, &list[i]);
}
