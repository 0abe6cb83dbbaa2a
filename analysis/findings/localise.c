/* Search for the cheapest repair of the broken relations of a document. */
#include "analysis/findings/localise_int.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NODES = 1500 };

/* ---- search -------------------------------------------------------------------------------- */

static void keep_if_best(struct plumb_search *s)
{
    if (s->energy < s->best_energy - 1e-9) {
        s->best_energy = s->energy;
        s->best_count = s->now_count;
        memcpy(s->best, s->now, sizeof s->now);
    }
}

static double spent(const struct plumb_search *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->now_count; i++)
        sum += s->now[i].price;
    return sum;
}

/* Depth first: repair the first broken relation in one of the best few ways, or leave it. */
static void descend(struct plumb_search *s, size_t from)
{
    keep_if_best(s);
    while (from < s->member_count && s->holds[s->members[from]])
        from++;
    if (from == s->member_count || s->now_count == PLUMB_MAX_CHANGES || ++s->nodes > MAX_NODES ||
        spent(s) + 1e-9 >= s->best_energy)
        return;
    struct plumb_shortlist list;
    plumb_candidates_of(s, &s->equations[s->members[from]], &list);
    for (size_t i = 0; i < list.count; i++) {
        s->now[s->now_count++] = list.items[i];
        plumb_change_apply(s, &list.items[i]);
        descend(s, from);
        plumb_change_undo(s, &list.items[i]);
        s->now_count--;
    }
    descend(s, from + 1);
}

/* ---- components ---------------------------------------------------------------------------- */

static size_t root_of(size_t *parent, size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/* Equations that share a number, over broken equations only. */
static size_t *join_broken(struct plumb_search *s)
{
    size_t *parent = plumb_arena_array(s->arena, s->equation_count + 1, sizeof *parent);
    size_t *owner = plumb_arena_array(s->arena, s->extraction->fact_count + 1, sizeof *owner);
    for (size_t i = 0; i < s->extraction->fact_count; i++)
        owner[i] = PLUMB_NPOS;
    for (size_t e = 0; e < s->equation_count; e++) {
        parent[e] = e;
        if (!s->equations[e].broken)
            continue;
        for (size_t i = 0; i < plumb_equation_fact_count(&s->equations[e]); i++) {
            size_t fact = plumb_equation_fact(&s->equations[e], i);
            if (owner[fact] == PLUMB_NPOS)
                owner[fact] = e;
            else
                parent[root_of(parent, e)] = root_of(parent, owner[fact]);
        }
    }
    return parent;
}

static void index_equations(struct plumb_search *s)
{
    size_t facts = s->extraction->fact_count;
    s->first = plumb_arena_array(s->arena, facts + 2, sizeof *s->first);
    for (size_t e = 0; e < s->equation_count; e++)
        for (size_t i = 0; i < plumb_equation_fact_count(&s->equations[e]); i++)
            s->first[plumb_equation_fact(&s->equations[e], i) + 1]++;
    for (size_t f = 0; f < facts; f++)
        s->first[f + 1] += s->first[f];
    s->list = plumb_arena_array(s->arena, s->first[facts] + 1, sizeof *s->list);
    s->held = plumb_arena_array(s->arena, s->first[facts] + 1, sizeof *s->held);
    size_t *next = plumb_arena_array(s->arena, facts + 1, sizeof *next);
    memcpy(next, s->first, (facts + 1) * sizeof *next);
    for (size_t e = 0; e < s->equation_count; e++)
        for (size_t i = 0; i < plumb_equation_fact_count(&s->equations[e]); i++)
            s->list[next[plumb_equation_fact(&s->equations[e], i)]++] = e;
}

static bool same_equation(const struct plumb_equation *a, const struct plumb_equation *b)
{
    if (a->form != b->form || a->result != b->result || a->count != b->count ||
        a->factor.v != b->factor.v)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->members[i].fact != b->members[i].fact || a->members[i].sign != b->members[i].sign ||
            a->members[i].lower != b->members[i].lower)
            return false;
    return true;
}

/* One claim that two rules found counts once; it stays in its cause, so that it is not told again. */
static void weigh_once(struct plumb_search *s)
{
    enum { LOOKED_MOST = 40 };
    for (size_t e = 0; e < s->equation_count; e++) {
        const struct plumb_equation *later = &s->equations[e];
        if (later->result == PLUMB_NPOS)
            continue;
        size_t from = s->first[later->result], to = s->first[later->result + 1];
        for (size_t i = from; i < to && i < from + LOOKED_MOST && s->list[i] < e; i++)
            if (same_equation(&s->equations[s->list[i]], later)) {
                s->equations[e].weight = 0;
                break;
            }
    }
}

/* A list that was read one or two numbers too far: when one slip mends the shorter list and none
 * the whole, the shorter one was meant. */
static void trim(struct plumb_search *s, struct plumb_equation *e)
{
    if (!e->broken || e->form != PLUMB_EQUATION_LINEAR || e->count < 3 ||
        s->extraction->relations[e->relation].kind != PLUMB_REL_SUM ||
        plumb_one_slip_mends(s, e, false))
        return;
    struct plumb_equation shorter = *e;
    for (size_t cut = 1; cut <= 2 && shorter.count > 2; cut++) {
        shorter.count--;
        if (!plumb_one_slip_mends(s, &shorter, true))
            continue;
        *e = shorter;
        return;
    }
}

static void start(struct plumb_search *s, struct plumb_arena *arena,
                  const struct plumb_extraction *extraction)
{
    *s = (struct plumb_search){.arena = arena, .extraction = extraction};
    s->numbers = plumb_numbers_new(arena, extraction->facts, extraction->fact_count);
    s->equations = plumb_arena_array(arena, extraction->relation_count + 1, sizeof *s->equations);
    for (size_t i = 0; i < extraction->relation_count; i++) {
        struct plumb_equation e = plumb_equation_build(arena, extraction, i, &s->numbers);
        if (e.form == PLUMB_EQUATION_NONE || (e.broken && !extraction->relations[i].declared))
            continue;
        s->equations[s->equation_count++] = e;
    }
    s->holds = plumb_arena_array(arena, s->equation_count + 1, sizeof *s->holds);
    for (size_t e = 0; e < s->equation_count; e++)
        s->holds[e] = plumb_equation_holds(&s->equations[e], &s->numbers);
    s->slips = plumb_arena_array(arena, extraction->fact_count + 1, sizeof *s->slips);
    s->slip_values = plumb_arena_array(arena, extraction->fact_count + 1, sizeof *s->slip_values);
    s->slip_count = plumb_arena_array(arena, extraction->fact_count + 1, sizeof *s->slip_count);
    plumb_repeats_start(s);
    for (size_t e = 0; e < s->equation_count; e++)
        trim(s, &s->equations[e]);
    index_equations(s);
    weigh_once(s);
}

/* ---- one component ------------------------------------------------------------------------- */

struct causes {
    struct plumb_cause *items;
    size_t count, capacity;
};

/* Which of the changes mends the equation: one without which it breaks again; when each alone would
 * do, the first that is in it. PLUMB_NPOS when none does. */
static size_t owner_of(struct plumb_search *s, size_t equation)
{
    const struct plumb_equation *e = &s->equations[equation];
    size_t owner = PLUMB_NPOS;
    if (!s->holds[equation])
        return PLUMB_NPOS;
    for (size_t c = 0; c < s->best_count; c++) {
        if (!plumb_equation_has(e, s->best[c].fact))
            continue;
        plumb_change_undo(s, &s->best[c]);
        bool needed = !s->holds[equation];
        plumb_change_apply(s, &s->best[c]);
        if (needed)
            return c;
        owner = owner == PLUMB_NPOS ? c : owner;
    }
    return owner;
}

static void report_component(struct plumb_search *s, struct causes *out)
{
    size_t *mine = plumb_arena_array(s->arena, s->member_count + 1, sizeof *mine);
    bool *taken = plumb_arena_array(s->arena, s->member_count + 1, sizeof *taken);
    for (size_t c = 0; c < s->best_count; c++)
        plumb_change_apply(s, &s->best[c]);
    for (size_t c = 0; c < s->best_count; c++) {
        size_t count = 0;
        for (size_t i = 0; i < s->member_count; i++)
            if (!taken[i] && owner_of(s, s->members[i]) == c) {
                taken[i] = true;
                mine[count++] = s->members[i];
            }
        if (count)
            plumb_cause_of_change(s, &s->best[c], mine, count,
                                  PLUMB_PUSH(s->arena, out->items, out->count, out->capacity));
    }
    for (size_t i = 0; i < s->member_count; i++)
        if (!taken[i])
            plumb_cause_without_change(s, s->members[i],
                                       PLUMB_PUSH(s->arena, out->items, out->count, out->capacity));
    for (size_t c = s->best_count; c > 0; c--)
        plumb_change_undo(s, &s->best[c - 1]);
}

static void solve_component(struct plumb_search *s, struct causes *out)
{
    double broken = 0;
    for (size_t i = 0; i < s->member_count; i++)
        broken += PLUMB_PRICE_RELATION * s->equations[s->members[i]].weight;
    s->energy = broken;
    s->best_energy = broken;
    s->best_count = s->now_count = s->nodes = 0;
    descend(s, 0);
    s->energy = broken;
    report_component(s, out);
}

static int by_first_relation(const void *a, const void *b)
{
    const struct plumb_cause *x = a, *y = b;
    return (x->relations[0] > y->relations[0]) - (x->relations[0] < y->relations[0]);
}

size_t plumb_localise(struct plumb_arena *arena, const struct plumb_extraction *extraction,
                      struct plumb_cause **causes)
{
    struct plumb_search s;
    struct causes out = {0};
    start(&s, arena, extraction);
    size_t *parent = join_broken(&s);
    size_t *members = plumb_arena_array(arena, s.equation_count + 1, sizeof *members);
    for (size_t root = 0; root < s.equation_count; root++) {
        if (!s.equations[root].broken || root_of(parent, root) != root)
            continue;
        s.members = members;
        s.member_count = 0;
        for (size_t e = 0; e < s.equation_count; e++)
            if (s.equations[e].broken && root_of(parent, e) == root)
                members[s.member_count++] = e;
        solve_component(&s, &out);
    }
    if (out.count)
        qsort(out.items, out.count, sizeof *out.items, by_first_relation);
    *causes = out.items;
    return out.count;
}
