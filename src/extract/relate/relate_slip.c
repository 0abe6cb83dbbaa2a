/* One slip of the pen: does one digit, two digits exchanged or a moved point turn one number into another? */
#include <string.h>

#include "extract/relate/relate_slip.h"

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
    for (size_t i = 0; i < PLUMB_COUNT(shifts); i++) {
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

plumb_dec plumb_slip_step(const struct plumb_fact *fact)
{
    plumb_dec step = {fact->scale.v};
    for (int i = 0; i < fact->decimals; i++)
        step.v /= 10;
    return step;
}

bool plumb_slip_digits(const struct plumb_fact *like, plumb_dec value, plumb_dec step, int off,
                       char out[PLUMB_DEC_TEXT])
{
    uint64_t steps = 0;
    if (like->scale.v % 1000000000 == 0 && like->decimals >= 0 && like->decimals <= 8 &&
        in_steps(value, step, &steps) && (steps > 0 || off == 0)) {
        step_digits(steps + (uint64_t)(int64_t)off, like->decimals, out);
        return true;
    }
    return digit_string(like, plumb_dec_add(value, (plumb_dec){off * step.v}), out);
}

bool plumb_one_slip(const struct plumb_fact *fact, plumb_dec value)
{
    char printed[PLUMB_DEC_TEXT], wanted[PLUMB_DEC_TEXT];
    plumb_dec step = plumb_slip_step(fact);
    uint64_t from = 0, to = 0;
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
        plumb_dec near = plumb_dec_add(value, (plumb_dec){k * step.v});
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

bool plumb_is_swap(const struct plumb_fact *fact, plumb_dec value)
{
    char x[PLUMB_DEC_TEXT], y[PLUMB_DEC_TEXT];
    plumb_dec step = plumb_slip_step(fact);
    if (!plumb_slip_digits(fact, fact->value, step, 0, x) ||
        !plumb_slip_digits(fact, value, step, 0, y))
        return false;
    size_t n = strlen(x), at = 0;
    if (n != strlen(y))
        return false;
    while (at < n && x[at] == y[at])
        at++;
    return at + 1 < n && x[at] == y[at + 1] && x[at + 1] == y[at] &&
           strcmp(x + at + 2, y + at + 2) == 0;
}
