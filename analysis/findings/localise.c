/* Search for the cheapest repair of the broken relations of a document. */
#include "analysis/findings/localise.h"
#include "analysis/findings/equation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_CHANGES = 3,
    BEAM = 6,
    MAX_NODES = 1500,
    MAX_SUSPECTS = 4,
    MAX_VOTES = 3,
    MAX_LOOKED = 500,
    MAX_HELD = 5
};

/* Prices, in units of one changed number. A relation left broken costs more than one change, so
 * that a sure repair is always taken; what a repair costs more when no slip explains it stays below
 * that, so that an unexplained repair is still better than none. */
static const double PRICE_RELATION = 3.0, PRICE_UNEXPLAINED = 1.5, PRICE_WRONG_RATE = 0.8,
                    PRICE_REPEAT = 0.8, PRICE_SUPPORT = 0.4, PRICE_OPERAND = 0.1, PRICE_HELD = 0.06,
                    PRICE_OFF = 0.1;

struct change {
    size_t fact;
    struct plumb_slip slip;
    double price;
};

struct search {
    struct plumb_arena *arena;
    const struct plumb_extraction *extraction;
    struct plumb_numbers numbers;
    struct plumb_equation *equations;
    size_t equation_count;
    bool *holds;          /* [equation_count], as the numbers stand now */
    size_t *first, *list; /* equations of a fact: list[first[f] .. first[f + 1]) */
    size_t *by_value;     /* facts sorted by unit and value */
    size_t by_value_count;
    struct plumb_slip **slips; /* [fact_count], filled when asked for */
    size_t *slip_count;
    /* the component being solved */
    const size_t *members; /* its broken equations */
    size_t member_count;
    struct change now[MAX_CHANGES], best[MAX_CHANGES];
    size_t now_count, best_count, nodes;
    double energy, best_energy;
};

/* ---- repeats ------------------------------------------------------------------------------- */

static int compare_facts(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return plumb_dec_cmp(a->value, b->value);
}

/* Fact ids carry their sort key with them: qsort has no context argument. */
struct keyed {
    const struct plumb_fact *fact;
    size_t id;
};

static int by_unit_and_value(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int order = compare_facts(x->fact, y->fact);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static void sort_facts(struct search *s)
{
    size_t n = s->extraction->fact_count;
    struct keyed *keys = plumb_arena_array(s->arena, n + 1, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (s->extraction->facts[i].kind == PLUMB_FACT_QUANTITY ||
            s->extraction->facts[i].kind == PLUMB_FACT_BARE)
            keys[count++] = (struct keyed){&s->extraction->facts[i], i};
    qsort(keys, count, sizeof *keys, by_unit_and_value);
    s->by_value = plumb_arena_array(s->arena, count + 1, sizeof *s->by_value);
    for (size_t i = 0; i < count; i++)
        s->by_value[i] = keys[i].id;
    s->by_value_count = count;
}

/* Digits of the number without leading and trailing zeros; 35 and 100 repeat by chance. */
static int significant_digits(plumb_dec value)
{
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    int digits = 0;
    while (v && v % 10 == 0)
        v /= 10;
    for (; v; v /= 10)
        digits++;
    return digits;
}

static bool related(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->indicator && b->indicator && strcmp(a->indicator, b->indicator) == 0)
        return true;
    if (a->label.len && plumb_str_equal(a->label, b->label))
        return true;
    return a->block == b->block && a->row != PLUMB_NPOS && b->row != PLUMB_NPOS &&
           (a->row == b->row || a->column == b->column);
}

/* In the same line or column of a table, or in the same sentence: where a number is taken by mistake
 * from its neighbour, so that the two do not confirm each other. */
static bool neighbours(const struct plumb_fact *a, const struct plumb_fact *b)
{
    if (a->block != b->block)
        return false;
    if (a->row != PLUMB_NPOS && b->row != PLUMB_NPOS)
        return a->row == b->row || a->column == b->column;
    return a->sentence == b->sentence && a->sentence != PLUMB_NPOS;
}

/* Other facts that print the value in the unit of `like`, up to MAX_VOTES. A number that stands
 * only by chance elsewhere supports nothing: `akin` asks for the same label, line or column. */
static unsigned repeats(const struct search *s, const struct plumb_fact *like, plumb_dec value,
                        bool akin)
{
    struct plumb_fact key = {.unit = like->unit, .value = value};
    size_t low = 0, high = s->by_value_count;
    if (!akin && significant_digits(value) < 3)
        return 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_facts(&s->extraction->facts[s->by_value[middle]], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    unsigned count = 0;
    size_t looked = 0;
    for (; low < s->by_value_count && count < MAX_VOTES && looked++ < MAX_LOOKED; low++) {
        const struct plumb_fact *fact = &s->extraction->facts[s->by_value[low]];
        if (compare_facts(fact, &key) != 0)
            break;
        count += fact != like && fact->value.v == value.v &&
                 (akin ? related(like, fact) : !neighbours(like, fact));
    }
    return count;
}

/* ---- changing a number --------------------------------------------------------------------- */

static bool beside(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->block == b->block && a->row == b->row && a->unit == b->unit &&
           plumb_dec_sign(b->value) != 0;
}

/* How far a value lies from the other numbers of its row in orders of magnitude, on average. A row
 * holds one thing in several years or stages, which are of one size; 0 when it stands alone. */
static double out_of_line(const struct search *s, const struct plumb_fact *fact, plumb_dec value)
{
    double own = log10(fabs(plumb_dec_double(value))), sum = 0;
    size_t n = 0;
    if (fact->row == PLUMB_NPOS || plumb_dec_sign(value) == 0)
        return 0;
    for (size_t i = fact->id; i-- > 0 && s->extraction->facts[i].row == fact->row;)
        if (beside(fact, &s->extraction->facts[i])) {
            sum += fabs(own - log10(fabs(plumb_dec_double(s->extraction->facts[i].value))));
            n++;
        }
    for (size_t i = fact->id + 1;
         i < s->extraction->fact_count && s->extraction->facts[i].row == fact->row; i++)
        if (beside(fact, &s->extraction->facts[i])) {
            sum += fabs(own - log10(fabs(plumb_dec_double(s->extraction->facts[i].value))));
            n++;
        }
    return n ? sum / (double)n : 0;
}

/* How much a slip of this kind explains. Few numbers are two exchanged digits or a shifted point away
 * from the printed one, many are one digit away: that one of the few fits says more. */
static double price_of_kind(const struct plumb_fact *f, const struct plumb_slip *slip,
                            bool is_result)
{
    switch (slip->kind) {
    case PLUMB_SLIP_NONE:
        return is_result && f->unit == PLUMB_UNIT_FRACTION ? PRICE_WRONG_RATE : PRICE_UNEXPLAINED;
    case PLUMB_SLIP_SIGN:
    case PLUMB_SLIP_COPY:
        return 0.3;
    case PLUMB_SLIP_SWAP:
        return -0.15;
    case PLUMB_SLIP_SHIFT:
        /* "0.0025万元" is nobody's way to print 25元 */
        return strncmp(slip->text, "0.0", 3) == 0 ? 0.2 : -0.15;
    case PLUMB_SLIP_INSERTED:
        return -0.1;
    default:
        return 0;
    }
}

/* Rates of execution and the like lie about 100 %, changes below 50 %: how odd a value is. */
static double oddness(enum plumb_relation_kind kind, plumb_dec value)
{
    double x = fabs(plumb_dec_double(value));
    if (kind == PLUMB_REL_RATIO)
        return x >= 0.5 && x <= 1.2 ? 0 : x >= 0.2 && x <= 2 ? 0.1 : 0.3;
    if (kind == PLUMB_REL_GROWTH)
        return x <= 0.5 ? 0 : x <= 1 ? 0.1 : x <= 3 ? 0.2 : 0.4;
    if (kind == PLUMB_REL_SHARE)
        return x > 1 ? 0.5 : x >= 0.005 ? 0 : 0.3;
    return 0;
}

/* A result that is a rate: the odder the proposal against what is printed, the dearer. */
static double price_of_rate(const struct search *s, size_t fact, const struct plumb_slip *slip)
{
    const struct plumb_fact *f = &s->extraction->facts[fact];
    double most = 0;
    for (size_t i = s->first[fact]; i < s->first[fact + 1]; i++) {
        const struct plumb_equation *e = &s->equations[s->list[i]];
        enum plumb_relation_kind kind = s->extraction->relations[e->relation].kind;
        double more = oddness(kind, slip->value) - oddness(kind, f->value);
        if (e->result == fact && f->unit == PLUMB_UNIT_FRACTION && fabs(more) > fabs(most))
            most = more;
    }
    return most;
}

static double price_of(const struct search *s, size_t fact, const struct plumb_slip *slip,
                       bool is_result)
{
    const struct plumb_fact *f = &s->extraction->facts[fact];
    double price = 1.0 + PRICE_REPEAT * repeats(s, f, f->value, false) -
                   PRICE_SUPPORT * repeats(s, f, slip->value, true);
    price += price_of_kind(f, slip, is_result) + price_of_rate(s, fact, slip);
    if (slip->kind != PLUMB_SLIP_SIGN && plumb_dec_sign(slip->value) < 0 &&
        plumb_dec_sign(f->value) >= 0)
        price += PRICE_UNEXPLAINED;
    double line = 0.3 * (out_of_line(s, f, slip->value) - out_of_line(s, f, f->value));
    price += line > 0.4 ? 0.4 : line < -0.4 ? -0.4 : line;
    price += is_result ? 0 : PRICE_OPERAND;
    /* what satisfies many relations is right, even where they would still hold with the other value */
    size_t held = 0;
    for (size_t i = s->first[fact]; i < s->first[fact + 1] && held < MAX_HELD; i++)
        held += s->holds[s->list[i]];
    price += PRICE_HELD * (double)held;
    return price > 0.2 ? price : 0.2;
}

/* Set the fact and look at its equations again; the energy changes by what they cost. */
static void set_number(struct search *s, size_t fact, plumb_dec value, plumb_dec ulp, bool changed)
{
    s->numbers.value[fact] = value;
    s->numbers.ulp[fact] = ulp;
    s->numbers.changed[fact] = changed;
    for (size_t i = s->first[fact]; i < s->first[fact + 1]; i++) {
        size_t e = s->list[i];
        bool holds = plumb_equation_holds(&s->equations[e], &s->numbers);
        double cost = PRICE_RELATION * s->equations[e].weight;
        if (holds != s->holds[e])
            s->energy += holds ? -cost : cost;
        s->holds[e] = holds;
    }
}

static void apply(struct search *s, const struct change *change)
{
    s->energy += change->price;
    set_number(s, change->fact, change->slip.value, change->slip.ulp, true);
}

static void undo(struct search *s, const struct change *change)
{
    const struct plumb_fact *fact = &s->extraction->facts[change->fact];
    s->energy -= change->price;
    set_number(s, change->fact, fact->value, fact->ulp, false);
}

static double energy_with(struct search *s, const struct change *change)
{
    apply(s, change);
    double energy = s->energy;
    undo(s, change);
    return energy;
}

/* ---- candidates ---------------------------------------------------------------------------- */

static size_t slips_of(struct search *s, size_t fact, const struct plumb_slip **out)
{
    if (!s->slips[fact] && !s->slip_count[fact])
        s->slip_count[fact] =
            plumb_slips_of(s->arena, &s->extraction->facts[fact], &s->slips[fact]);
    *out = s->slips[fact];
    return s->slip_count[fact];
}

/* How far from the solved value a candidate may lie and still repair: a generous bound that only
 * saves time; plumb_equation_holds decides. */
static double reach(const struct search *s, const struct plumb_equation *e, size_t fact,
                    double solved)
{
    double absolute = 0, relative = 0;
    for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
        size_t other = plumb_equation_fact(e, i);
        double ulp = plumb_dec_double(s->numbers.ulp[other]);
        double value = plumb_dec_double(s->numbers.value[other]);
        absolute += ulp;
        if (other != fact && value != 0)
            relative += ulp / (value < 0 ? -value : value);
    }
    if (e->form == PLUMB_EQUATION_LINEAR || e->form == PLUMB_EQUATION_CONSTANT)
        return 2 * absolute;
    double own = plumb_dec_double(s->numbers.ulp[fact]);
    relative = relative > 1 ? 1 : relative;
    return 2 * own + 2 * relative * (solved < 0 ? -solved : solved) +
           (e->form == PLUMB_EQUATION_PRODUCT ? 0 : relative * (solved < 0 ? -solved : solved));
}

/* The solved value is that of another number of the same equation: no explanation. */
static bool stands_beside(const struct search *s, const struct plumb_equation *e, plumb_dec value)
{
    for (size_t i = 0; i < e->count; i++)
        if (s->numbers.value[e->members[i].fact].v == value.v)
            return true;
    return false;
}

/* Another member of the equation prints the same two digits or more. */
static bool copies_neighbour(const struct search *s, const struct plumb_equation *e, size_t fact)
{
    plumb_dec value = s->extraction->facts[fact].value;
    if (significant_digits(value) < 2)
        return false;
    for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
        size_t other = plumb_equation_fact(e, i);
        if (other != fact && s->extraction->facts[other].value.v == value.v &&
            neighbours(&s->extraction->facts[fact], &s->extraction->facts[other]))
            return true;
    }
    return false;
}

/* The solved value rounded as the number is printed, explained when it can be. */
static struct plumb_slip solved_slip(const struct search *s, const struct plumb_equation *e,
                                     size_t fact, plumb_dec solved)
{
    const struct plumb_fact *f = &s->extraction->facts[fact];
    struct plumb_slip slip = {.kind = PLUMB_SLIP_NONE, .ulp = f->ulp};
    plumb_dec unit = plumb_dec_mul(plumb_dec_pow10(-f->decimals), f->scale, PLUMB_ROUND_NEAREST);
    slip.value = solved;
    if (unit.v > 0) {
        plumb_i128 v = solved.v < 0 ? -solved.v : solved.v;
        v = (v + unit.v / 2) / unit.v * unit.v;
        slip.value.v = solved.v < 0 ? -v : v;
    }
    plumb_print_like(f, slip.value, f->decimals, slip.text);
    /* what is printed is the neighbour's number: the own one was lost */
    if (copies_neighbour(s, e, fact))
        slip.kind = PLUMB_SLIP_COPY;
    bool restated = s->extraction->relations[e->relation].kind == PLUMB_REL_RESTATEMENT;
    if (repeats(s, f, slip.value, true) > 0 && (restated || !stands_beside(s, e, slip.value)))
        slip.kind = PLUMB_SLIP_COPY;
    return slip;
}

struct shortlist {
    struct change items[BEAM];
    double energy[BEAM];
    size_t count;
};

/* `off`: how far within its slack the candidate lies from the recomputed value, 0..1. */
static void consider(struct search *s, struct shortlist *list, size_t fact,
                     const struct plumb_slip *slip, bool is_result, double off)
{
    struct change change = {fact, *slip, price_of(s, fact, slip, is_result) + PRICE_OFF * off};
    double energy = energy_with(s, &change);
    size_t at = list->count < BEAM ? list->count++ : BEAM;
    while (at > 0 && energy < list->energy[at - 1]) {
        if (at < BEAM) {
            list->items[at] = list->items[at - 1];
            list->energy[at] = list->energy[at - 1];
        }
        at--;
    }
    if (at < BEAM) {
        list->items[at] = change;
        list->energy[at] = energy;
    }
}

/* A proposal has to fit as numbers are printed; the slack for cut-off digits is only granted where
 * the document cuts off digits. */
static bool repairs(struct search *s, const struct plumb_equation *equation, size_t fact,
                    const struct plumb_slip *slip)
{
    struct plumb_equation strict = *equation, *e = &strict;
    if (s->extraction->mode == PLUMB_MODE_NEAREST)
        strict.mode = PLUMB_MODE_NEAREST;
    plumb_dec value = s->numbers.value[fact], ulp = s->numbers.ulp[fact];
    bool changed = s->numbers.changed[fact];
    s->numbers.value[fact] = slip->value;
    s->numbers.ulp[fact] = slip->ulp;
    s->numbers.changed[fact] = true;
    bool holds = plumb_equation_holds(e, &s->numbers);
    s->numbers.value[fact] = value;
    s->numbers.ulp[fact] = ulp;
    s->numbers.changed[fact] = changed;
    return holds;
}

/* Candidates of one number near one solution of a broken equation. */
static void consider_near(struct search *s, const struct plumb_equation *e, size_t fact,
                          plumb_dec solved, struct shortlist *list)
{
    bool is_result = e->result == fact;
    double target = plumb_dec_double(solved), limit = reach(s, e, fact, target);
    const struct plumb_slip *slips = NULL;
    size_t count = slips_of(s, fact, &slips);
    struct plumb_slip plain = solved_slip(s, e, fact, solved);
    bool plain_is_slip = false;
    for (size_t i = 0; i < count; i++) {
        double apart = plumb_dec_double(slips[i].value) - target;
        if (apart > limit || apart < -limit || !repairs(s, e, fact, &slips[i]))
            continue;
        plain_is_slip = plain_is_slip || slips[i].value.v == plain.value.v;
        consider(s, list, fact, &slips[i], is_result, limit > 0 ? fabs(apart) / limit : 0);
    }
    if (!plain_is_slip && plain.value.v != s->numbers.value[fact].v && repairs(s, e, fact, &plain))
        consider(s, list, fact, &plain, is_result, 0);
}

/* A growth can go up or down: the number that is wrong may have turned it around. */
static void consider_fact(struct search *s, const struct plumb_equation *e, size_t fact,
                          struct shortlist *list)
{
    plumb_dec solved;
    if (s->numbers.changed[fact])
        return;
    if (plumb_equation_solve(e, &s->numbers, fact, &solved))
        consider_near(s, e, fact, solved, list);
    if (e->form != PLUMB_EQUATION_GROWTH || fact == e->result)
        return;
    struct plumb_equation turned = *e;
    turned.factor = plumb_dec_neg(e->factor);
    if (plumb_equation_solve(&turned, &s->numbers, fact, &solved))
        consider_near(s, e, fact, solved, list);
}

static void candidates_of(struct search *s, const struct plumb_equation *e, struct shortlist *list)
{
    list->count = 0;
    if (e->result != PLUMB_NPOS)
        consider_fact(s, e, e->result, list);
    for (size_t i = 0; i < e->count; i++)
        consider_fact(s, e, e->members[i].fact, list);
}

/* ---- search -------------------------------------------------------------------------------- */

static void keep_if_best(struct search *s)
{
    if (s->energy < s->best_energy - 1e-9) {
        s->best_energy = s->energy;
        s->best_count = s->now_count;
        memcpy(s->best, s->now, sizeof s->now);
    }
}

static double spent(const struct search *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->now_count; i++)
        sum += s->now[i].price;
    return sum;
}

/* Depth first: repair the first broken relation in one of the best few ways, or leave it. */
static void descend(struct search *s, size_t from)
{
    keep_if_best(s);
    while (from < s->member_count && s->holds[s->members[from]])
        from++;
    if (from == s->member_count || s->now_count == MAX_CHANGES || ++s->nodes > MAX_NODES ||
        spent(s) + 1e-9 >= s->best_energy)
        return;
    struct shortlist list;
    candidates_of(s, &s->equations[s->members[from]], &list);
    for (size_t i = 0; i < list.count; i++) {
        s->now[s->now_count++] = list.items[i];
        apply(s, &list.items[i]);
        descend(s, from);
        undo(s, &list.items[i]);
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
static size_t *join_broken(struct search *s)
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

static void index_equations(struct search *s)
{
    size_t facts = s->extraction->fact_count;
    s->first = plumb_arena_array(s->arena, facts + 2, sizeof *s->first);
    for (size_t e = 0; e < s->equation_count; e++)
        for (size_t i = 0; i < plumb_equation_fact_count(&s->equations[e]); i++)
            s->first[plumb_equation_fact(&s->equations[e], i) + 1]++;
    for (size_t f = 0; f < facts; f++)
        s->first[f + 1] += s->first[f];
    s->list = plumb_arena_array(s->arena, s->first[facts] + 1, sizeof *s->list);
    size_t *next = plumb_arena_array(s->arena, facts + 1, sizeof *next);
    memcpy(next, s->first, (facts + 1) * sizeof *next);
    for (size_t e = 0; e < s->equation_count; e++)
        for (size_t i = 0; i < plumb_equation_fact_count(&s->equations[e]); i++)
            s->list[next[plumb_equation_fact(&s->equations[e], i)]++] = e;
}

/* Can one slip of one number make the equation hold, or hold to the last digit? */
static bool one_slip_mends(struct search *s, const struct plumb_equation *e, bool exactly)
{
    for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
        size_t fact = plumb_equation_fact(e, i);
        plumb_dec solved;
        const struct plumb_slip *slips = NULL;
        if (!plumb_equation_solve(e, &s->numbers, fact, &solved))
            continue;
        double target = plumb_dec_double(solved), limit = reach(s, e, fact, target);
        size_t count = slips_of(s, fact, &slips);
        for (size_t k = 0; k < count; k++) {
            double apart = plumb_dec_double(slips[k].value) - target;
            bool hit = exactly
                           ? slips[k].value.v == solved.v
                           : apart <= limit && apart >= -limit && repairs(s, e, fact, &slips[k]);
            bool plain = slips[k].kind == PLUMB_SLIP_DIGIT || slips[k].kind == PLUMB_SLIP_SWAP ||
                         slips[k].kind == PLUMB_SLIP_SHIFT;
            if (hit && (plain || !exactly))
                return true;
        }
    }
    return false;
}

/* A list that was read one or two numbers too far: when one slip mends the shorter list and none
 * the whole, the shorter one was meant. */
static void trim(struct search *s, struct plumb_equation *e)
{
    if (!e->broken || e->form != PLUMB_EQUATION_LINEAR || e->count < 3 ||
        s->extraction->relations[e->relation].kind != PLUMB_REL_SUM || one_slip_mends(s, e, false))
        return;
    struct plumb_equation shorter = *e;
    for (size_t cut = 1; cut <= 2 && shorter.count > 2; cut++) {
        shorter.count--;
        if (!one_slip_mends(s, &shorter, true))
            continue;
        *e = shorter;
        return;
    }
}

static void start(struct search *s, struct plumb_arena *arena,
                  const struct plumb_extraction *extraction)
{
    *s = (struct search){.arena = arena, .extraction = extraction};
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
    s->slip_count = plumb_arena_array(arena, extraction->fact_count + 1, sizeof *s->slip_count);
    sort_facts(s);
    for (size_t e = 0; e < s->equation_count; e++)
        trim(s, &s->equations[e]);
    index_equations(s);
}

/* ---- verdicts ------------------------------------------------------------------------------ */

static unsigned votes_for(const struct search *s, size_t fact, const struct plumb_slip *slip)
{
    unsigned votes = repeats(s, &s->extraction->facts[fact], slip->value, true);
    for (size_t i = s->first[fact]; i < s->first[fact + 1]; i++)
        votes += s->holds[s->list[i]];
    return votes;
}

/* The cheapest single change of every other number of the cause, as runners-up. The numbers stand
 * with the first suspect restored. */
static void add_runners_up(struct search *s, struct plumb_cause *cause, const size_t *equations,
                           size_t count, double *energies)
{
    for (size_t k = 0; k < count; k++) {
        const struct plumb_equation *e = &s->equations[equations[k]];
        for (size_t i = 0; i < plumb_equation_fact_count(e); i++) {
            size_t fact = plumb_equation_fact(e, i);
            size_t at = 0;
            while (at < cause->suspect_count && cause->suspects[at].fact != fact)
                at++;
            if (at < cause->suspect_count)
                continue;
            struct shortlist list = {.count = 0};
            consider_fact(s, e, fact, &list);
            if (!list.count)
                continue;
            for (at = cause->suspect_count; at > 1 && list.energy[0] < energies[at - 1]; at--)
                if (at < MAX_SUSPECTS) {
                    cause->suspects[at] = cause->suspects[at - 1];
                    energies[at] = energies[at - 1];
                }
            if (at == MAX_SUSPECTS)
                continue;
            apply(s, &list.items[0]);
            cause->suspects[at] = (struct plumb_suspicion){
                fact, list.items[0].slip, votes_for(s, fact, &list.items[0].slip), "one of"};
            undo(s, &list.items[0]);
            energies[at] = list.energy[0];
            if (cause->suspect_count < MAX_SUSPECTS)
                cause->suspect_count++;
        }
    }
}

/* How sure: by the distance to the runner-up, by votes and by the kind of the slip. */
static const char *certainty_of(const struct plumb_cause *cause, const double *energies)
{
    const struct plumb_suspicion *first = &cause->suspects[0];
    double margin = cause->suspect_count > 1 ? energies[1] - energies[0] : PRICE_RELATION;
    bool slip = first->meant.kind != PLUMB_SLIP_NONE;
    if (cause->repaired && slip && first->votes >= 2 && margin >= 1.4)
        return "certain";
    return cause->repaired && margin >= 0.5 ? "likely" : "one of";
}

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static void finish_cause(struct search *s, struct plumb_cause *cause, size_t *equations,
                         size_t count)
{
    cause->relations = plumb_arena_array(s->arena, count + 1, sizeof *cause->relations);
    for (size_t i = 0; i < count; i++)
        cause->relations[i] = s->equations[equations[i]].relation;
    cause->relation_count = count;
    qsort(cause->relations, count, sizeof *cause->relations, by_size);
}

/* The cause of one changed number: the broken relations it repairs. */
static void cause_of_change(struct search *s, const struct change *change, size_t *equations,
                            size_t count, struct plumb_cause *cause)
{
    double energies[MAX_SUSPECTS] = {s->energy};
    cause->suspects = plumb_arena_array(s->arena, MAX_SUSPECTS, sizeof *cause->suspects);
    cause->suspects[0] = (struct plumb_suspicion){
        change->fact, change->slip, votes_for(s, change->fact, &change->slip), "one of"};
    cause->suspect_count = 1;
    cause->repaired = true;
    undo(s, change);
    add_runners_up(s, cause, equations, count, energies);
    apply(s, change);
    cause->suspects[0].certainty = certainty_of(cause, energies);
    finish_cause(s, cause, equations, count);
}

/* A relation that no acceptable change repairs: its numbers, cheapest first. */
static void cause_without_change(struct search *s, size_t equation, struct plumb_cause *cause)
{
    double energies[MAX_SUSPECTS] = {0};
    struct shortlist list;
    candidates_of(s, &s->equations[equation], &list);
    cause->suspects = plumb_arena_array(s->arena, MAX_SUSPECTS, sizeof *cause->suspects);
    if (list.count) {
        cause->suspects[0] =
            (struct plumb_suspicion){list.items[0].fact, list.items[0].slip, 1, "one of"};
        energies[0] = list.energy[0];
        cause->suspect_count = 1;
        add_runners_up(s, cause, &equation, 1, energies);
    }
    finish_cause(s, cause, &equation, 1);
}

/* ---- one component ------------------------------------------------------------------------- */

struct causes {
    struct plumb_cause *items;
    size_t count, capacity;
};

/* Which of the changes mends the equation: one without which it breaks again; when each alone would
 * do, the first that is in it. PLUMB_NPOS when none does. */
static size_t owner_of(struct search *s, size_t equation)
{
    const struct plumb_equation *e = &s->equations[equation];
    size_t owner = PLUMB_NPOS;
    if (!s->holds[equation])
        return PLUMB_NPOS;
    for (size_t c = 0; c < s->best_count; c++) {
        if (!plumb_equation_has(e, s->best[c].fact))
            continue;
        undo(s, &s->best[c]);
        bool needed = !s->holds[equation];
        apply(s, &s->best[c]);
        if (needed)
            return c;
        owner = owner == PLUMB_NPOS ? c : owner;
    }
    return owner;
}

static void report_component(struct search *s, struct causes *out)
{
    size_t *mine = plumb_arena_array(s->arena, s->member_count + 1, sizeof *mine);
    bool *taken = plumb_arena_array(s->arena, s->member_count + 1, sizeof *taken);
    for (size_t c = 0; c < s->best_count; c++)
        apply(s, &s->best[c]);
    for (size_t c = 0; c < s->best_count; c++) {
        size_t count = 0;
        for (size_t i = 0; i < s->member_count; i++)
            if (!taken[i] && owner_of(s, s->members[i]) == c) {
                taken[i] = true;
                mine[count++] = s->members[i];
            }
        if (count)
            cause_of_change(s, &s->best[c], mine, count,
                            PLUMB_PUSH(s->arena, out->items, out->count, out->capacity));
    }
    for (size_t i = 0; i < s->member_count; i++)
        if (!taken[i])
            cause_without_change(s, s->members[i],
                                 PLUMB_PUSH(s->arena, out->items, out->count, out->capacity));
    for (size_t c = s->best_count; c > 0; c--)
        undo(s, &s->best[c - 1]);
}

static void solve_component(struct search *s, struct causes *out)
{
    double broken = 0;
    for (size_t i = 0; i < s->member_count; i++)
        broken += PRICE_RELATION * s->equations[s->members[i]].weight;
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
    return by_size(&x->relations[0], &y->relations[0]);
}

size_t plumb_localise(struct plumb_arena *arena, const struct plumb_extraction *extraction,
                      struct plumb_cause **causes)
{
    struct search s;
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
