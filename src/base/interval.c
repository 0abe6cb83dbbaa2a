/* Interval arithmetic on exact decimals, rounded outward, with infinite ends. */
#include "plumb/base.h"

const char *plumb_mode_name(enum plumb_mode mode)
{
    switch (mode) {
    case PLUMB_MODE_NEAREST:
        return "nearest";
    case PLUMB_MODE_TRUNCATE:
        return "truncate";
    case PLUMB_MODE_CEILING:
        return "ceiling";
    case PLUMB_MODE_ANY:
        return "any";
    case PLUMB_MODE_EXACT:
        return "exact";
    }
    return "unknown";
}

/* -1, 0, 1: infinite below, finite, infinite above. */
static int infinite(plumb_dec x)
{
    return (x.v >= PLUMB_DEC_INF.v) - (x.v <= PLUMB_DEC_NINF.v);
}

static plumb_dec clamp(plumb_dec x)
{
    int side = infinite(x);
    return side == 0 ? x : side > 0 ? PLUMB_DEC_INF : PLUMB_DEC_NINF;
}

/* Sum of two lower (or two upper) ends: an infinite end stays infinite whatever is added. */
static plumb_dec end_add(plumb_dec a, plumb_dec b)
{
    if (infinite(a))
        return clamp(a);
    return infinite(b) ? clamp(b) : clamp(plumb_dec_add(a, b));
}

/* Far from infinity, as all printed numbers are: two of them add without a look at their sum. */
static bool is_small(plumb_i128 v)
{
    const plumb_i128 most = (plumb_i128)1 << 100;
    return v < most && v > -most;
}

static struct plumb_interval around(plumb_dec x, plumb_i128 below, plumb_i128 above)
{
    if (is_small(x.v) && is_small(below) && is_small(above))
        return (struct plumb_interval){{x.v - below}, {x.v + above}};
    plumb_dec down = {-below}, up = {above};
    return (struct plumb_interval){end_add(x, down), end_add(x, up)};
}

/* DOMAIN.md 1.1. An open end is one step of the fixed point inside the bound, so that truncation
 * never yields x + u itself. */
struct plumb_interval plumb_interval_printed(plumb_dec value, plumb_dec ulp, enum plumb_mode mode)
{
    plumb_i128 u = ulp.v < 0 ? plumb_dec_neg(ulp).v : ulp.v;
    plumb_i128 open = u > 0 ? u - 1 : 0, half = u / 2 + u % 2;
    int sign = plumb_dec_sign(value);
    switch (mode) {
    case PLUMB_MODE_NEAREST:
        return around(value, half, half);
    case PLUMB_MODE_TRUNCATE:
        return around(value, sign > 0 ? 0 : open, sign < 0 ? 0 : open);
    case PLUMB_MODE_CEILING:
        return around(value, open, 0);
    case PLUMB_MODE_ANY:
        return around(value, u, u);
    case PLUMB_MODE_EXACT:
        break;
    }
    return plumb_interval_point(value);
}

struct plumb_interval plumb_interval_point(plumb_dec value)
{
    return (struct plumb_interval){clamp(value), clamp(value)};
}

struct plumb_interval plumb_interval_add(struct plumb_interval a, struct plumb_interval b)
{
    if (is_small(a.lo.v) && is_small(a.hi.v) && is_small(b.lo.v) && is_small(b.hi.v))
        return (struct plumb_interval){{a.lo.v + b.lo.v}, {a.hi.v + b.hi.v}};
    return (struct plumb_interval){end_add(a.lo, b.lo), end_add(a.hi, b.hi)};
}

struct plumb_interval plumb_interval_sub(struct plumb_interval a, struct plumb_interval b)
{
    struct plumb_interval minus_b = {plumb_dec_neg(b.hi), plumb_dec_neg(b.lo)};
    return plumb_interval_add(a, minus_b);
}

/* Product of two ends; 0 times infinity is 0, the limit over bounded factors. */
static plumb_dec end_mul(plumb_dec a, plumb_dec b, enum plumb_round round)
{
    int sign = plumb_dec_sign(a) * plumb_dec_sign(b);
    if (sign != 0 && (infinite(a) || infinite(b)))
        return sign > 0 ? PLUMB_DEC_INF : PLUMB_DEC_NINF;
    return clamp(plumb_dec_mul(a, b, round));
}

/* Quotient of two ends, b != 0. Anything by infinity is 0: where both are infinite another corner
 * already gives the wider end. */
static plumb_dec end_div(plumb_dec a, plumb_dec b, enum plumb_round round)
{
    if (infinite(b))
        return (plumb_dec){0};
    if (infinite(a))
        return plumb_dec_sign(a) == plumb_dec_sign(b) ? PLUMB_DEC_INF : PLUMB_DEC_NINF;
    return clamp(plumb_dec_div(a, b, round));
}

typedef plumb_dec corner_function(plumb_dec a, plumb_dec b, enum plumb_round round);

/* Hull of f over the four corners: exact for functions monotone in each argument. */
static struct plumb_interval corners(struct plumb_interval a, struct plumb_interval b,
                                     corner_function *f)
{
    const plumb_dec left[2] = {a.lo, a.hi}, right[2] = {b.lo, b.hi};
    struct plumb_interval hull = {f(a.lo, b.lo, PLUMB_ROUND_FLOOR),
                                  f(a.lo, b.lo, PLUMB_ROUND_CEIL)};
    for (int i = 1; i < 4; i++) {
        plumb_dec x = left[i >> 1], y = right[i & 1];
        hull.lo = plumb_dec_min(hull.lo, f(x, y, PLUMB_ROUND_FLOOR));
        hull.hi = plumb_dec_max(hull.hi, f(x, y, PLUMB_ROUND_CEIL));
    }
    return hull;
}

struct plumb_interval plumb_interval_mul(struct plumb_interval a, struct plumb_interval b)
{
    return corners(a, b, end_mul);
}

bool plumb_interval_div(struct plumb_interval a, struct plumb_interval b,
                        struct plumb_interval *out)
{
    if (plumb_dec_sign(b.lo) <= 0 && plumb_dec_sign(b.hi) >= 0)
        return false;
    *out = corners(a, b, end_div);
    return true;
}

bool plumb_interval_meets(struct plumb_interval a, struct plumb_interval b)
{
    return plumb_dec_max(a.lo, b.lo).v <= plumb_dec_min(a.hi, b.hi).v;
}

bool plumb_interval_has(struct plumb_interval a, plumb_dec x)
{
    return a.lo.v <= x.v && x.v <= a.hi.v;
}

struct plumb_interval plumb_interval_widen(struct plumb_interval a, plumb_dec by)
{
    plumb_dec size = plumb_dec_abs(by);
    return (struct plumb_interval){end_add(a.lo, plumb_dec_neg(size)), end_add(a.hi, size)};
}

plumb_dec plumb_interval_gap(struct plumb_interval a, struct plumb_interval b)
{
    plumb_dec zero = {0};
    plumb_dec gap = plumb_dec_max(plumb_dec_sub(a.lo, b.hi), plumb_dec_sub(b.lo, a.hi));
    return plumb_dec_max(gap, zero);
}
