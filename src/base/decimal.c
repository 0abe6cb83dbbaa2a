/* Exact decimals: 128-bit fixed point at 10^-9, saturating, with a 256-bit product. */
#include "plumb/base.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

__extension__ typedef unsigned __int128 u128;

/* The most negative value is never produced, so that negation is total. */
#define DEC_MAX ((plumb_i128)((((u128)1) << 127) - 1))
#define POW10_MAX 38 /* 10^38 < 2^127 */

static u128 magnitude(plumb_i128 v)
{
    return v < 0 ? (u128)0 - (u128)v : (u128)v;
}

static plumb_i128 with_sign(u128 size, bool negative)
{
    plumb_i128 v = size > (u128)DEC_MAX ? DEC_MAX : (plumb_i128)size;
    return negative ? -v : v;
}

static u128 power_of_ten(int exponent)
{
    u128 p = 1;
    for (int i = 0; i < exponent; i++)
        p *= 10;
    return p;
}

plumb_dec plumb_dec_pow10(int exponent)
{
    if (exponent < -PLUMB_DEC_DIGITS)
        return (plumb_dec){0};
    if (exponent > POW10_MAX - 1 - PLUMB_DEC_DIGITS)
        return (plumb_dec){DEC_MAX};
    return (plumb_dec){(plumb_i128)power_of_ten(exponent + PLUMB_DEC_DIGITS)};
}

enum plumb_status plumb_dec_scaled(plumb_i128 mantissa, int exponent, plumb_dec *out,
                                   struct plumb_error *error)
{
    u128 size = magnitude(mantissa);
    while (size != 0 && exponent < -PLUMB_DEC_DIGITS && size % 10 == 0) {
        size /= 10;
        exponent++;
    }
    if (size == 0) {
        *out = (plumb_dec){0};
        return PLUMB_OK;
    }
    if (exponent < -PLUMB_DEC_DIGITS)
        return plumb_fail(error, PLUMB_E_DOMAIN,
                          "The number has more than %d decimals, which cannot be kept exactly.",
                          PLUMB_DEC_DIGITS);
    u128 scaled = 0;
    if (exponent > POW10_MAX - PLUMB_DEC_DIGITS ||
        __builtin_mul_overflow(size, power_of_ten(exponent + PLUMB_DEC_DIGITS), &scaled) ||
        scaled > (u128)DEC_MAX)
        return plumb_fail(
            error, PLUMB_E_LIMIT,
            "The number is larger than 1.7e29, the largest that can be kept exactly.");
    *out = (plumb_dec){with_sign(scaled, mantissa < 0)};
    return PLUMB_OK;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static enum plumb_status not_a_number(struct plumb_str s, struct plumb_error *error)
{
    struct plumb_str head = plumb_str_sub(s, 0, 40);
    return plumb_fail(error, PLUMB_E_FORMAT, "\"%.*s\" is not a plain decimal number.",
                      PLUMB_STR_ARG(head));
}

/* [digits with commas between them][.digits] from s[at] on: the digits as one integer, without the
 * point and without zeros at the end of the fraction. */
struct digits {
    u128 mantissa;
    int fraction, printed_fraction;
    bool too_large;
};

static bool read_digits(struct plumb_str s, size_t at, struct digits *out)
{
    bool in_fraction = false;
    int zeros = 0; /* zeros of the fraction that count only when another digit follows */
    *out = (struct digits){0};
    for (size_t i = at; i < s.len; i++) {
        char c = s.ptr[i];
        bool inner = i > at && i + 1 < s.len && is_digit(s.ptr[i - 1]) && is_digit(s.ptr[i + 1]);
        if (c == '.' && !in_fraction && inner) {
            in_fraction = true;
        } else if (c == ',' && !in_fraction && inner) {
            continue;
        } else if (!is_digit(c)) {
            return false;
        } else {
            if (in_fraction && out->printed_fraction < 1000)
                out->printed_fraction++;
            if (in_fraction && c == '0') {
                zeros++;
                continue;
            }
            for (; zeros >= 0; zeros--) {
                unsigned digit = zeros == 0 ? (unsigned)(c - '0') : 0;
                out->too_large |= __builtin_mul_overflow(out->mantissa, (u128)10, &out->mantissa);
                out->too_large |= __builtin_add_overflow(out->mantissa, digit, &out->mantissa);
                out->fraction += in_fraction ? 1 : 0;
            }
            zeros = 0;
        }
    }
    return s.len > at;
}

enum plumb_status plumb_dec_parse(struct plumb_str s, plumb_dec *out, int *decimals,
                                  struct plumb_error *error)
{
    size_t at = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+') ? 1 : 0;
    struct digits d;
    if (!read_digits(s, at, &d))
        return not_a_number(s, error);
    if (d.too_large || d.mantissa > (u128)DEC_MAX)
        return plumb_fail(error, d.fraction > PLUMB_DEC_DIGITS ? PLUMB_E_DOMAIN : PLUMB_E_LIMIT,
                          "The number has more digits than can be kept exactly.");
    plumb_i128 mantissa = with_sign(d.mantissa, at == 1 && s.ptr[0] == '-');
    plumb_dec value = {0};
    enum plumb_status status = plumb_dec_scaled(mantissa, -d.fraction, &value, error);
    if (status != PLUMB_OK)
        return status;
    *out = value;
    if (decimals)
        *decimals = d.printed_fraction;
    return PLUMB_OK;
}

/* Write sign, size / 10^9 and `decimals` places of the fraction (padded with zeros beyond 9). */
static char *print_digits(bool negative, u128 size, int decimals, char out[PLUMB_DEC_TEXT])
{
    char reversed[PLUMB_DEC_TEXT];
    size_t n = 0;
    for (int place = decimals; place > PLUMB_DEC_DIGITS; place--)
        reversed[n++] = '0';
    for (int place = PLUMB_DEC_DIGITS; place > 0; place--) {
        if (place <= decimals)
            reversed[n++] = (char)('0' + (int)(size % 10));
        size /= 10;
    }
    if (decimals > 0)
        reversed[n++] = '.';
    do {
        reversed[n++] = (char)('0' + (int)(size % 10));
        size /= 10;
    } while (size != 0);
    if (negative)
        reversed[n++] = '-';
    for (size_t i = 0; i < n; i++)
        out[i] = reversed[n - 1 - i];
    out[n] = '\0';
    return out;
}

/* The same as below for what 64 bits hold: by far the most, and many times as fast. */
static char *small_text(bool negative, uint64_t size, char out[PLUMB_DEC_TEXT])
{
    int decimals = PLUMB_DEC_DIGITS;
    if (size % (uint64_t)PLUMB_DEC_ONE == 0) { /* counts and most amounts: whole yuan */
        size /= (uint64_t)PLUMB_DEC_ONE;
        decimals = 0;
    }
    for (; decimals > 0 && size % 10 == 0; size /= 10)
        decimals--;
    char reversed[32];
    int n = 0;
    for (; size > 0 || n <= decimals + (decimals > 0); size /= 10) {
        reversed[n++] = (char)('0' + size % 10);
        if (n == decimals)
            reversed[n++] = '.';
    }
    size_t len = 0;
    if (negative)
        out[len++] = '-';
    while (n > 0)
        out[len++] = reversed[--n];
    out[len] = '\0';
    return out;
}

char *plumb_dec_text(plumb_dec a, char out[PLUMB_DEC_TEXT])
{
    u128 size = magnitude(a.v);
    if (size <= UINT64_MAX)
        return small_text(a.v < 0, (uint64_t)size, out);
    int decimals = PLUMB_DEC_DIGITS;
    for (u128 rest = size; decimals > 0 && rest % 10 == 0; rest /= 10)
        decimals--;
    return print_digits(a.v < 0, size, decimals, out);
}

char *plumb_dec_fixed(plumb_dec a, int decimals, char out[PLUMB_DEC_TEXT])
{
    decimals = decimals < 0 ? 0 : decimals > 15 ? 15 : decimals; /* 15: what the buffer holds */
    u128 size = magnitude(a.v);
    if (decimals < PLUMB_DEC_DIGITS) {
        u128 step = power_of_ten(PLUMB_DEC_DIGITS - decimals);
        size = (size + step / 2) / step * step;
    }
    return print_digits(a.v < 0 && size != 0, size, decimals, out);
}

/* Correctly rounded: v / 10^9 as an integer quotient of more than 90 bits with a sticky last bit,
 * which the conversion to double then rounds once. */
double plumb_dec_double(plumb_dec a)
{
    u128 size = magnitude(a.v);
    if (size == 0)
        return 0.0;
    if (size < (u128)1 << 53) { /* exact, and so is 10^9: the division rounds once */
        double quick = (double)(uint64_t)size / 1e9;
        return a.v < 0 ? -quick : quick;
    }
    int shift = 0;
    while (!(size >> 127)) {
        size <<= 1;
        shift++;
    }
    u128 quotient = size / (u128)PLUMB_DEC_ONE;
    if (size % (u128)PLUMB_DEC_ONE != 0)
        quotient |= 1;
    double x = ldexp((double)quotient, -shift);
    return a.v < 0 ? -x : x;
}

plumb_dec plumb_dec_from_double(double x)
{
    if (isnan(x))
        return (plumb_dec){0};
    bool negative = x < 0;
    if (fabs(x) >= 1.8e29)
        return (plumb_dec){negative ? -DEC_MAX : DEC_MAX};
    int exponent = 0;
    double fraction = frexp(fabs(x), &exponent);
    u128 size = (u128)ldexp(fraction, 53) * (u128)PLUMB_DEC_ONE; /* < 2^83 */
    exponent -= 53;
    if (exponent <= -90)
        return (plumb_dec){0};
    if (exponent < 0)
        return (plumb_dec){with_sign((size + ((u128)1 << (-exponent - 1))) >> -exponent, negative)};
    if (size > (u128)DEC_MAX >> exponent)
        return (plumb_dec){negative ? -DEC_MAX : DEC_MAX};
    return (plumb_dec){with_sign(size << exponent, negative)};
}

plumb_dec plumb_dec_add(plumb_dec a, plumb_dec b)
{
    plumb_i128 sum = 0;
    if (__builtin_add_overflow(a.v, b.v, &sum) || sum < -DEC_MAX)
        return (plumb_dec){a.v < 0 ? -DEC_MAX : DEC_MAX};
    return (plumb_dec){sum};
}

plumb_dec plumb_dec_neg(plumb_dec a)
{
    return (plumb_dec){a.v < -DEC_MAX ? DEC_MAX : -a.v};
}

plumb_dec plumb_dec_sub(plumb_dec a, plumb_dec b)
{
    return plumb_dec_add(a, plumb_dec_neg(b));
}

plumb_dec plumb_dec_abs(plumb_dec a)
{
    return a.v < 0 ? plumb_dec_neg(a) : a;
}

plumb_dec plumb_dec_min(plumb_dec a, plumb_dec b)
{
    return a.v < b.v ? a : b;
}

plumb_dec plumb_dec_max(plumb_dec a, plumb_dec b)
{
    return a.v > b.v ? a : b;
}

/* out[0..3] = a * b, least significant 64-bit word first. */
static void multiply_wide(u128 a, u128 b, uint64_t out[4])
{
    u128 a0 = (uint64_t)a, a1 = a >> 64, b0 = (uint64_t)b, b1 = b >> 64;
    u128 low = a0 * b0, mid1 = a1 * b0, mid2 = a0 * b1;
    u128 mid = (low >> 64) + (uint64_t)mid1 + (uint64_t)mid2;
    u128 high = a1 * b1 + (mid1 >> 64) + (mid2 >> 64) + (mid >> 64);
    out[0] = (uint64_t)low;
    out[1] = (uint64_t)mid;
    out[2] = (uint64_t)high;
    out[3] = (uint64_t)(high >> 64);
}

/* One digit of Knuth's algorithm D (TAOCP 2, 4.3.1) in base 2^64: divide the three words n[2..0]
 * by the normalised divisor d (top bit set, n < d * 2^64); n becomes the remainder. */
static uint64_t divide_step(uint64_t n[3], u128 d)
{
    uint64_t d1 = (uint64_t)(d >> 64), d0 = (uint64_t)d;
    u128 top = (u128)n[2] << 64 | n[1];
    u128 guess = top / d1; /* at most 2^64 + 1 */
    u128 rest = top - guess * d1;
    /* At most two corrections; `rest` beyond one word means the guess already fits. */
    while (!(rest >> 64) && guess * d0 > (rest << 64 | n[0])) {
        guess--;
        rest += d1;
    }
    /* The true remainder is below d < 2^128, so arithmetic modulo 2^128 is exact. */
    u128 remainder = ((u128)n[1] << 64 | n[0]) - guess * d;
    n[2] = 0;
    n[1] = (uint64_t)(remainder >> 64);
    n[0] = (uint64_t)remainder;
    return (uint64_t)guess;
}

/* *quotient = n / d and *remainder = n % d for a 256-bit n; false when the quotient needs more
 * than 128 bits. */
static bool divide_wide(const uint64_t n[4], u128 d, u128 *quotient, u128 *remainder)
{
    u128 high = (u128)n[3] << 64 | n[2], low = (u128)n[1] << 64 | n[0];
    if (high == 0) {
        *quotient = low / d;
        *remainder = low % d;
        return true;
    }
    if (high >= d)
        return false;
    int shift = 0;
    while (!(d >> 127)) {
        d <<= 1;
        shift++;
    }
    if (shift > 0) {
        high = high << shift | low >> (128 - shift);
        low <<= shift;
    }
    uint64_t part[3] = {(uint64_t)(low >> 64), (uint64_t)high, (uint64_t)(high >> 64)};
    uint64_t q1 = divide_step(part, d);
    uint64_t next[3] = {(uint64_t)low, part[0], part[1]};
    uint64_t q0 = divide_step(next, d);
    *quotient = (u128)q1 << 64 | q0;
    *remainder = ((u128)next[1] << 64 | next[0]) >> shift;
    return true;
}

plumb_dec plumb_dec_muldiv(plumb_dec a, plumb_dec b, plumb_dec c, enum plumb_round round)
{
    if (a.v == 0 || b.v == 0)
        return (plumb_dec){0};
    bool negative = (a.v < 0) ^ (b.v < 0) ^ (c.v < 0);
    plumb_dec limit = {negative ? -DEC_MAX : DEC_MAX};
    u128 divisor = magnitude(c.v), quotient = 0, remainder = 0;
    uint64_t product[4];
    multiply_wide(magnitude(a.v), magnitude(b.v), product);
    if (divisor == 0 || !divide_wide(product, divisor, &quotient, &remainder) ||
        quotient >= (u128)DEC_MAX)
        return limit;
    bool away = round == PLUMB_ROUND_NEAREST
                    ? remainder >= divisor - remainder
                    : remainder != 0 && negative == (round == PLUMB_ROUND_FLOOR);
    return (plumb_dec){with_sign(quotient + (away ? 1 : 0), negative)};
}

plumb_dec plumb_dec_mul(plumb_dec a, plumb_dec b, enum plumb_round round)
{
    return plumb_dec_muldiv(a, b, (plumb_dec){PLUMB_DEC_ONE}, round);
}

plumb_dec plumb_dec_div(plumb_dec a, plumb_dec b, enum plumb_round round)
{
    return plumb_dec_muldiv(a, (plumb_dec){PLUMB_DEC_ONE}, b, round);
}
