/* Numbers as operands: what can be added to what, how a number is printed, what one slip can do. */
#include <string.h>

#include "extract/relate/relate_int.h"

bool plumb_is_quantity(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_CHINESE ||
           fact->kind == PLUMB_FACT_BARE;
}

bool plumb_is_rate(const struct plumb_fact *fact)
{
    return plumb_is_quantity(fact) &&
           (fact->unit == PLUMB_UNIT_FRACTION || fact->unit == PLUMB_UNIT_POINTS ||
            fact->unit == PLUMB_UNIT_MULTIPLE);
}

bool plumb_is_amount(const struct plumb_fact *fact)
{
    if (!plumb_is_quantity(fact))
        return false;
    switch (fact->unit) {
    case PLUMB_UNIT_YUAN:
    case PLUMB_UNIT_PERSON:
    case PLUMB_UNIT_PERSON_TIMES:
    case PLUMB_UNIT_COUNT:
    case PLUMB_UNIT_SCORE:
    case PLUMB_UNIT_AREA:
    case PLUMB_UNIT_LENGTH:
    case PLUMB_UNIT_OTHER:
    case PLUMB_UNIT_NONE:
        return true;
    default:
        return false;
    }
}

/* "万人" and "人", "万件" and "件" count the same things. */
static struct plumb_str counted_thing(struct plumb_str unit)
{
    static const char *const scales[] = {"万", "亿", "千", "百", "十"};
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        struct plumb_str scale = plumb_str_from(scales[i]);
        if (plumb_str_starts(unit, scale)) {
            unit = plumb_str_sub(unit, scale.len, unit.len);
            i = (size_t)-1;
        }
    }
    return unit;
}

bool plumb_same_measure(const struct plumb_fact *a, const struct plumb_fact *b)
{
    /* "6.48万" without a word for what is counted goes with any count */
    bool bare_a = a->unit == PLUMB_UNIT_NONE && a->scale.v > PLUMB_DEC_ONE;
    bool bare_b = b->unit == PLUMB_UNIT_NONE && b->scale.v > PLUMB_DEC_ONE;
    if ((bare_a && b->unit == PLUMB_UNIT_COUNT) || (bare_b && a->unit == PLUMB_UNIT_COUNT))
        return true;
    if (a->unit != b->unit)
        return false;
    if (a->unit != PLUMB_UNIT_COUNT && a->unit != PLUMB_UNIT_OTHER && a->unit != PLUMB_UNIT_TIME)
        return true;
    struct plumb_str x = counted_thing(a->unit_text), y = counted_thing(b->unit_text);
    if (x.len == 0 || y.len == 0 || plumb_str_equal(x, y))
        return true;
    /* houses, firms and institutions are counted with different words */
    return PLUMB_HAS(x, "个", "家", "户", "所") && PLUMB_HAS(y, "个", "家", "户", "所") &&
           !plumb_str_has(x, "次") && !plumb_str_has(y, "次");
}

/* ---- printing -------------------------------------------------------------------------------- */

static struct plumb_str shown_unit(const struct plumb_fact *fact)
{
    if (fact->unit_text.len > 0)
        return fact->unit_text;
    return fact->unit == PLUMB_UNIT_FRACTION && fact->scale.v != PLUMB_DEC_ONE ? PLUMB_STR("%")
                                                                               : PLUMB_STR("");
}

const char *plumb_fact_text(struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    struct plumb_str unit = shown_unit(fact);
    return PLUMB_JOIN(work->arena, fact->text, unit);
}

const char *plumb_value_text(struct plumb_extract_work *work, plumb_dec value,
                             const struct plumb_fact *like, int extra)
{
    char digits[PLUMB_DEC_TEXT];
    plumb_dec scale = like->scale.v > 0 ? like->scale : plumb_dec_int(1);
    int decimals = like->decimals + extra;
    struct plumb_str unit = shown_unit(like);
    plumb_dec printed = plumb_dec_div(value, scale, PLUMB_ROUND_NEAREST);
    plumb_dec_fixed(printed, decimals < 8 ? decimals : 8, digits);
    return PLUMB_JOIN(work->arena, plumb_str_from(digits), unit);
}

/* ---- slips ----------------------------------------------------------------------------------- */

/* Digits of |value| in the fact's unit with the fact's decimals; false when it needs more. */
static bool digit_string(const struct plumb_fact *fact, plumb_dec value, char out[PLUMB_DEC_TEXT])
{
    char text[PLUMB_DEC_TEXT];
    size_t n = 0;
    if (fact->scale.v <= 0)
        return false;
    plumb_dec printed = plumb_dec_div(plumb_dec_abs(value), fact->scale, PLUMB_ROUND_NEAREST);
    plumb_dec_fixed(printed, fact->decimals, text);
    for (const char *c = text; *c; c++)
        if (*c >= '0' && *c <= '9')
            out[n++] = *c;
    out[n] = '\0';
    return n > 0;
}

/* Restricted Damerau–Levenshtein distance at most one. */
static bool one_edit(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    if (n == m) {
        if (i == n || strcmp(a + i + 1, b + i + 1) == 0)
            return true;
        return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] &&
               strcmp(a + i + 2, b + i + 2) == 0;
    }
    if (n + 1 == m)
        return strcmp(a + i, b + i + 1) == 0;
    return n == m + 1 && strcmp(a + i + 1, b + i) == 0;
}

/* Is `a`, its point moved by some places, `b` within the slack? */
static bool shifted(plumb_dec a, plumb_dec b, plumb_dec slack)
{
    static const struct {
        int places;
        double factor;
    } shifts[] = {{-8, 1e-8}, {-4, 1e-4}, {-3, 1e-3}, {-2, 1e-2}, {-1, 1e-1},
                  {1, 1e1},   {2, 1e2},   {3, 1e3},   {4, 1e4},   {8, 1e8}};
    double from = (double)a.v, to = (double)b.v, room = 2 * (double)slack.v + 1e-9 * to + 2;
    for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        double off = from * shifts[i].factor - to;
        if (off > room || off < -room)
            continue; /* far beyond what doubles lose */
        plumb_dec moved = plumb_dec_mul(a, plumb_dec_pow10(shifts[i].places), PLUMB_ROUND_NEAREST);
        if (plumb_dec_abs(plumb_dec_sub(moved, b)).v <= slack.v)
            return true;
    }
    return false;
}

/* |value| in steps of the last place, when it is a whole number of them that is quickly worked with;
 * false else. */
static bool in_steps(plumb_dec value, plumb_dec step, uint64_t *steps)
{
    plumb_i128 v = value.v < 0 ? -value.v : value.v;
    if (step.v <= 0 || v > INT64_MAX || step.v > INT64_MAX || (uint64_t)v % (uint64_t)step.v != 0)
        return false;
    *steps = (uint64_t)v / (uint64_t)step.v;
    return true;
}

/* digit_string of a whole number of steps. */
static void step_digits(uint64_t steps, int decimals, char out[PLUMB_DEC_TEXT])
{
    char reversed[24];
    int n = 0;
    for (; steps > 0 || n <= decimals; steps /= 10)
        reversed[n++] = (char)('0' + steps % 10);
    for (int i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    out[n] = '\0';
}

static int digit_count(uint64_t n)
{
    int count = 1;
    while (n >= 10) {
        n /= 10;
        count++;
    }
    return count;
}

/* Numbers of equally many digits that one edit makes equal differ by one digit times a power of ten, or
 * by two digits exchanged: 9, 18 … 81 times one. Quick to rule out, the
 * last place being allowed to be one off. */
static bool no_edit(uint64_t a, uint64_t b, int decimals)
{
    int count = digit_count(a);
    if (count <= decimals + 1 || b < 10 || count != digit_count(b - 1) ||
        count != digit_count(b + 1))
        return false;
    for (uint64_t near = b - 1; near <= b + 1; near++) {
        uint64_t off = a > near ? a - near : near - a;
        while (off > 81 && off % 10 == 0)
            off /= 10;
        if (off <= 81)
            return false;
    }
    return true;
}

bool plumb_one_slip(const struct plumb_fact *fact, plumb_dec value)
{
    char printed[PLUMB_DEC_TEXT], wanted[PLUMB_DEC_TEXT];
    plumb_dec step = {fact->scale.v};
    uint64_t from = 0, to = 0;
    for (int i = 0; i < fact->decimals; i++)
        step.v /= 10;
    if (plumb_dec_sign(value) <= 0)
        return false;
    bool whole = fact->scale.v % 1000000000 == 0 && fact->decimals >= 0 && fact->decimals <= 8 &&
                 in_steps(fact->value, step, &from) && in_steps(value, step, &to) && to > 0;
    if (whole && no_edit(from, to, fact->decimals))
        return shifted(fact->value, value, step);
    if (whole)
        step_digits(from, fact->decimals, printed);
    else if (!digit_string(fact, fact->value, printed))
        return false;
    for (int k = -1; k <= 1; k++) {
        plumb_dec near = {value.v + k * step.v};
        if (k != 0 && fact->ulp.v == 0)
            continue;
        if (whole)
            step_digits(to + (uint64_t)(int64_t)k, fact->decimals, wanted);
        else if (!digit_string(fact, near, wanted))
            continue;
        if (one_edit(printed, wanted))
            return true;
    }
    return shifted(fact->value, value, step);
}
