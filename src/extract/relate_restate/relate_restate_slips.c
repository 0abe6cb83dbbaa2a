/* One name, two numbers a slip apart. */
#include "extract/relate/relate_slip.h"
#include "extract/relate_restate/restate_int.h"

/* The names may differ more than usual, because a single slip of four digits or more between two
 * numbers of one kind is no chance: "全镇户籍人口" and "服务全镇户籍人口", or one catalogue indicator. */
static bool may_be_one_thing(const struct telling *a, const struct telling *b)
{
    if (a->fact->indicator && b->fact->indicator)
        return a->fact->indicator == b->fact->indicator;
    if (a->generic || b->generic)
        return false;
    return plumb_str_ends(a->core, b->core) || plumb_str_ends(b->core, a->core) ||
           plumb_name_likeness(a->core, b->core) >= 0.8;
}

/* "全年预算执行数": a stage that names the whole agency's year, not some project's line. */
static bool names_the_year(const struct telling *t)
{
    return t->fact->indicator && t->fact->item.len == 0 &&
           PLUMB_HAS(t->item->label, "全年", "年度", "本年");
}

static bool says_enough(const struct telling *a, const struct telling *b)
{
    return (!a->generic && !b->generic) || (names_the_year(a) && names_the_year(b) &&
                                            plumb_str_equal(a->item->label, b->item->label));
}

static bool is_plain_amount(const struct telling *t)
{
    return t->item && t->digits >= 4 && plumb_is_amount(t->fact) &&
           t->fact->comparator == PLUMB_CMP_NONE && t->item->use == PLUMB_USE_PLAIN &&
           t->item->depth == 0;
}

static struct plumb_str without_budget(struct plumb_str core)
{
    size_t at = plumb_str_find(core, PLUMB_STR("预算"));
    return at == PLUMB_NPOS || at == 0 ? core : plumb_str_sub(core, 0, at);
}

/* Spending that exceeds its own budget by what one digit makes is a slip rather than an overrun:
 * 项目支出 2480.15 against 项目支出预算安排 2480.05. Spending below the budget is what is usual. */
static bool overrun_by_a_slip(const struct telling *a, const struct telling *b)
{
    bool a_budget = plumb_stage_is_budget(a->fact->stage),
         b_budget = plumb_stage_is_budget(b->fact->stage);
    const struct telling *budget = a_budget ? a : b, *spent = a_budget ? b : a;
    return a_budget != b_budget && a->digits >= 6 && b->digits >= 6 && a->year == b->year &&
           spent->fact->value.v > budget->fact->value.v && a->fact->item.len == 0 &&
           b->fact->item.len == 0 && !plumb_restate_is_generic(without_budget(budget->core)) &&
           plumb_str_equal(without_budget(budget->core), spent->core);
}

/* What rules out most pairs of plain amounts, close together in memory: of every two amounts of a report
 * that is all amounts, one in a thousand may be one thing. */
struct slip {
    const struct telling *telling;
    const char *indicator;
    uint64_t bits; /* of the core */
    int length;    /* of the core in code points; 0 when too long to tell anything by its bits */
    int decimals;
    enum plumb_unit unit;
    bool generic, budget;
};

#define SLIP_NAME_MAX 48 /* likeness looks at no more code points than this */

static size_t collect_slips(struct restate_work *r, struct slip *slips)
{
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct telling *t = &r->tellings[i];
        if (!is_plain_amount(t))
            continue;
        size_t length = plumb_utf8_count(t->core);
        slips[n++] = (struct slip){.telling = t,
                                   .indicator = t->fact->indicator,
                                   .bits = plumb_name_bits(t->core),
                                   .length = length > SLIP_NAME_MAX ? 0 : (int)length,
                                   .decimals = t->fact->decimals,
                                   .unit = t->fact->unit,
                                   .generic = t->generic,
                                   .budget = plumb_stage_is_budget(t->fact->stage)};
    }
    return n;
}

/* False when neither may_be_one_thing nor overrun_by_a_slip can hold, with says_enough. A name that ends
 * with the other has its code points; names of likeness 0.8 have 2 c ≥ 0.842 (n + m) in common. */
static bool may_slip(const struct slip *a, const struct slip *b)
{
    if (a->unit != b->unit || a->decimals != b->decimals)
        return false;
    if (a->budget != b->budget)
        return true;
    if (a->indicator && b->indicator)
        return a->indicator == b->indicator;
    if (a->generic || b->generic)
        return false;
    uint64_t only_a = a->bits & ~b->bits, only_b = b->bits & ~a->bits;
    return !only_a || !only_b || !a->length || !b->length ||
           1000 * (__builtin_popcountll(only_a) + __builtin_popcountll(only_b)) <=
               159 * (a->length + b->length);
}

/* What may_pair needs. */
struct slips {
    struct restate_work *r;
    const struct slip *items;
};

static bool is_same_thing(struct restate_work *r, const struct telling *a, const struct telling *b)
{
    return says_enough(a, b) && may_be_one_thing(a, b) &&
           !plumb_names_oppose(r->work, a->core, b->core) &&
           plumb_restate_same_scope(r->work, a, b);
}

/* Does b tell a with a slip? */
static bool may_pair(const void *context, size_t i, size_t k)
{
    const struct slips *slips = context;
    const struct slip *x = &slips->items[i], *y = &slips->items[k];
    const struct telling *a = x->telling, *b = y->telling;
    return may_slip(x, y) && a->fact->value.v != b->fact->value.v &&
           b->item->passage != a->item->passage && !plumb_restate_siblings(a, b) &&
           plumb_same_measure(a->fact, b->fact) && plumb_one_slip(a->fact, b->fact->value) &&
           (overrun_by_a_slip(a, b) || is_same_thing(slips->r, a, b));
}

/* Every amount with the first one behind it that tells it with a slip. */
void plumb_restate_slips(struct restate_work *r)
{
    struct slip *items = plumb_arena_array(r->work->arena, r->count + 1, sizeof *items);
    struct slips slips = {r, items};
    size_t count = collect_slips(r, items), done = PLUMB_NPOS;
    const struct plumb_fact **facts = plumb_arena_array(r->work->arena, count + 1, sizeof *facts);
    for (size_t i = 0; i < count; i++)
        facts[i] = items[i].telling->fact;
    struct plumb_slip_pair *pairs = NULL;
    size_t pair_count = plumb_slip_pairs(r->work, facts, count, may_pair, &slips, &pairs);
    for (size_t p = 0; p < pair_count; p++) {
        const struct telling *a = items[pairs[p].first].telling,
                             *b = items[pairs[p].second].telling;
        if (pairs[p].first == done || (r->linked[a->fact->id] && r->linked[b->fact->id]))
            continue;
        bool same = is_same_thing(r, a, b);
        plumb_restate_push(r, a, b, true, same ? 0.7 : 0.5,
                           same ? "one thing by its name, a slip apart"
                                : "spending above its budget by one digit");
        r->linked[a->fact->id] = r->linked[b->fact->id] = true;
        done = pairs[p].first;
    }
}
