/* What changing a number to a candidate costs: slips of the pen are cheap, a number that is repeated or
 * that satisfies other relations is dear, so is a value that is odd for its kind or its row. */
#include "analysis/findings/localise_int.h"

#include <math.h>
#include <string.h>

static const double PRICE_UNEXPLAINED = 1.5, PRICE_WRONG_RATE = 0.8, PRICE_REPEAT = 0.8,
                    PRICE_SUPPORT = 0.4, PRICE_OPERAND = 0.1, PRICE_HELD = 0.06, PRICE_PROOF = 0.8,
                    PRICE_ODD_UNIT = 0.3, PRICE_ODD_DECIMALS = 0.2;
enum { MAX_HELD = 5 };

static bool beside(const struct plumb_fact *a, const struct plumb_fact *b)
{
    return a->block == b->block && a->row == b->row && a->unit == b->unit &&
           plumb_dec_sign(b->value) != 0;
}

/* How far a value lies from the other numbers of its row in orders of magnitude, on average. A row
 * holds one thing in several years or stages, which are of one size; 0 when it stands alone. */
static double out_of_line(const struct plumb_search *s, const struct plumb_fact *fact,
                          plumb_dec value)
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
        /* "0.0025万元" is nobody's way to print 25元; points and units slip in money and rates, hardly in
         * heads */
        return strncmp(slip->text, "0.0", 3) == 0                             ? 0.2
               : f->unit == PLUMB_UNIT_YUAN || f->unit == PLUMB_UNIT_FRACTION ? -0.15
                                                                              : -0.05;
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
static double price_of_rate(const struct plumb_search *s, size_t fact,
                            const struct plumb_slip *slip)
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

/* A unit that the amounts around do not have speaks for a slip of the unit, one that only the proposal has
 * speaks against it: > 0 when the proposal would be the odd one. */
static double odd_unit(const struct plumb_search *s, const struct plumb_fact *f,
                       const struct plumb_slip *slip)
{
    enum { LOOKED = 12 };
    size_t same = 0, other = 0, at = strspn(slip->text, "0123456789.,-");
    if (f->unit != PLUMB_UNIT_YUAN || slip->kind != PLUMB_SLIP_SHIFT || !slip->text[at])
        return 0;
    struct plumb_str proposed = plumb_str_from(slip->text + at);
    size_t from = f->id > LOOKED ? f->id - LOOKED : 0;
    for (size_t i = from; i < s->extraction->fact_count && i <= f->id + LOOKED; i++) {
        const struct plumb_fact *near = &s->extraction->facts[i];
        if (i == f->id || near->block != f->block || near->unit != PLUMB_UNIT_YUAN)
            continue;
        same += plumb_str_equal(near->unit_text, f->unit_text);
        other += plumb_str_equal(near->unit_text, proposed);
    }
    return same > other ? PRICE_ODD_UNIT : other > same ? -PRICE_ODD_UNIT : 0;
}

static int decimals_of(struct plumb_str text)
{
    size_t point = plumb_str_find(text, PLUMB_STR("."));
    size_t end = point == PLUMB_NPOS ? 0 : point + 1;
    while (end && end < text.len && text.ptr[end] >= '0' && text.ptr[end] <= '9')
        end++;
    return point == PLUMB_NPOS ? 0 : (int)(end - point - 1);
}

/* Numbers of one unit are mostly printed with as many decimals: a digit too few or too many shows in them.
 * > 0 when the proposal would leave the habit, < 0 when the printed number does. */
static double odd_decimals(const struct plumb_search *s, const struct plumb_fact *f,
                           const struct plumb_slip *slip)
{
    enum { LOOKED = 12, MOST = 8 };
    size_t seen[MOST + 1] = {0}, all = 0;
    int habit = 0, own = decimals_of(f->text), meant = decimals_of(plumb_str_from(slip->text));
    size_t from = f->id > LOOKED ? f->id - LOOKED : 0;
    if (slip->kind == PLUMB_SLIP_NONE || slip->kind == PLUMB_SLIP_COPY || own == meant)
        return 0;
    for (size_t i = from; i < s->extraction->fact_count && i <= f->id + LOOKED; i++) {
        const struct plumb_fact *near = &s->extraction->facts[i];
        if (i == f->id || near->block != f->block || near->unit != f->unit ||
            near->scale.v != f->scale.v)
            continue;
        int decimals = decimals_of(near->text);
        seen[decimals > MOST ? MOST : decimals]++;
        all++;
    }
    for (int d = 1; d <= MOST; d++)
        if (seen[d] > seen[habit])
            habit = d;
    if (all < 2 || 3 * seen[habit] < 2 * all)
        return 0;
    return PRICE_ODD_DECIMALS * ((meant != habit) - (own != habit));
}

/* A recomputed value of another size than the printed one, which no slip ties to it. */
static double price_of_size(const struct plumb_fact *f, const struct plumb_slip *slip)
{
    double a = fabs(plumb_dec_double(f->value)), b = fabs(plumb_dec_double(slip->value));
    if (slip->kind != PLUMB_SLIP_NONE || a <= 0)
        return 0;
    double apart = b > 0 ? fabs(log10(b / a)) : 2;
    return apart > 1 ? 0.15 * (apart < 3 ? apart : 3) : 0;
}

double plumb_change_price(const struct plumb_search *s, size_t fact, const struct plumb_slip *slip,
                          bool is_result)
{
    const struct plumb_fact *f = &s->extraction->facts[fact];
    double price = 1.0 + PRICE_REPEAT * plumb_repeats(s, f, f->value, false) -
                   PRICE_SUPPORT * plumb_repeats(s, f, slip->value, true);
    price += price_of_kind(f, slip, is_result) + price_of_rate(s, fact, slip);
    price += odd_unit(s, f, slip) + odd_decimals(s, f, slip) + price_of_size(f, slip);
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
    price -= PRICE_PROOF * (double)plumb_proofs(s, fact, slip->value);
    return price > 0.2 ? price : 0.2;
}
