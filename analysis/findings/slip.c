/* Candidates for a mistyped number, worked out on its digits as printed. */
#include "analysis/findings/slip.h"

#include <stdio.h>
#include <string.h>

enum { MAX_DIGITS = 24 };

/* Digits without separators; `point` of them stand before the decimal point. */
struct digits {
    char d[MAX_DIGITS + 12];
    int len, point;
    bool negative;
};

struct pile {
    struct plumb_arena *arena;
    const struct plumb_fact *fact;
    struct plumb_slip *items;
    size_t count, capacity;
};

const char *plumb_slip_name(enum plumb_slip_kind kind, bool zh)
{
    static const char *const names[][2] = {
        [PLUMB_SLIP_NONE] = {"", ""},
        [PLUMB_SLIP_DIGIT] = {"one digit differs", "一位数字有误"},
        [PLUMB_SLIP_SWAP] = {"two neighbouring digits are exchanged", "相邻两位数字颠倒"},
        [PLUMB_SLIP_INSERTED] = {"one digit too many", "多写一位数字"},
        [PLUMB_SLIP_DROPPED] = {"one digit is missing", "漏写一位数字"},
        [PLUMB_SLIP_SHIFT] = {"the decimal point or the unit is off by a power of ten",
                              "小数点或计量单位错位"},
        [PLUMB_SLIP_SIGN] = {"the sign is turned", "正负号相反"},
        [PLUMB_SLIP_COPY] = {"another number of the report stands here", "误填为报告中的另一数字"},
        [PLUMB_SLIP_INVERSE] = {"numerator and denominator are exchanged", "分子分母颠倒"}};
    return names[kind][zh ? 1 : 0];
}

static bool read_digits(const struct plumb_fact *fact, struct digits *out)
{
    *out = (struct digits){.point = -1};
    for (size_t at = 0; at < fact->text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(fact->text, &at));
        if (cp >= '0' && cp <= '9') {
            if (out->len == MAX_DIGITS)
                return false;
            out->d[out->len++] = (char)cp;
        } else if (cp == '.' && out->point < 0) {
            out->point = out->len;
        } else if (cp == '.' || (cp > 0x2e80 && cp != 0xff0c && cp != 0x3000)) {
            return false; /* Chinese numerals have no digits to slip on */
        }
    }
    if (out->point < 0)
        out->point = out->len;
    out->negative = plumb_dec_sign(fact->value) < 0;
    return out->len > 0;
}

/* Write with a point and without needless leading zeros. */
static void write_digits(const struct digits *x, char out[PLUMB_SLIP_TEXT])
{
    size_t n = 0;
    int from = 0, point = x->point;
    while (from < point - 1 && x->d[from] == '0')
        from++;
    if (x->negative)
        out[n++] = '-';
    if (point <= 0)
        out[n++] = '0';
    for (int i = from; i < point; i++)
        out[n++] = i < x->len ? x->d[i] : '0';
    if (point < x->len) {
        out[n++] = '.';
        for (int i = point; i < 0; i++)
            out[n++] = '0';
        for (int i = point > 0 ? point : 0; i < x->len; i++)
            out[n++] = x->d[i];
    }
    out[n] = '\0';
}

/* "5549.66" → "5,549.66" when the printed number has thousands separators. */
static void group(const struct plumb_fact *like, char text[PLUMB_SLIP_TEXT])
{
    if (!plumb_str_has(like->text, ",") && !plumb_str_has(like->text, "，"))
        return;
    char plain[PLUMB_SLIP_TEXT];
    memcpy(plain, text, sizeof plain);
    size_t sign = plain[0] == '-', whole = strcspn(plain + sign, "."), n = sign;
    if (strlen(plain) + whole / 3 >= PLUMB_SLIP_TEXT)
        return;
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            text[n++] = ',';
        text[n++] = plain[sign + i];
    }
    snprintf(text + n, PLUMB_SLIP_TEXT - n, "%s", plain + sign + whole);
}

/* "26.80元" for 26.80万元: the digits stay, the unit was meant otherwise. */
static void keep_digits(const struct plumb_fact *fact, int power, char text[PLUMB_SLIP_TEXT])
{
    const char *unit = NULL;
    if (fact->unit != PLUMB_UNIT_YUAN || fact->text.len + 8 > PLUMB_SLIP_TEXT)
        return;
    if (power == 4 && plumb_str_equal(fact->unit_text, PLUMB_STR("元")))
        unit = "万元";
    else if (power == -4 && plumb_str_equal(fact->unit_text, PLUMB_STR("万元")))
        unit = "元";
    if (unit)
        snprintf(text, PLUMB_SLIP_TEXT, "%.*s%s", PLUMB_STR_ARG(fact->text), unit);
}

static void add(struct pile *pile, const struct digits *x, enum plumb_slip_kind kind, int power)
{
    struct plumb_slip slip = {.kind = kind, .power = power};
    if (x->len == 0 || x->len - x->point > 12 || x->point > 20)
        return;
    write_digits(x, slip.text);
    int decimals = 0;
    plumb_dec printed;
    if (plumb_dec_parse(plumb_str_from(slip.text), &printed, &decimals, NULL) != PLUMB_OK ||
        decimals > PLUMB_DEC_DIGITS)
        return;
    slip.value = plumb_dec_mul(printed, pile->fact->scale, PLUMB_ROUND_NEAREST);
    if (slip.value.v == pile->fact->value.v)
        return;
    if (pile->fact->ulp.v)
        slip.ulp =
            plumb_dec_mul(plumb_dec_pow10(-decimals), pile->fact->scale, PLUMB_ROUND_NEAREST);
    /* a digit more or less must not make the number vaguer, or it would repair anything near */
    if (kind != PLUMB_SLIP_SHIFT)
        slip.ulp = plumb_dec_min(slip.ulp, pile->fact->ulp);
    group(pile->fact, slip.text);
    if (kind == PLUMB_SLIP_SHIFT)
        keep_digits(pile->fact, power, slip.text);
    *PLUMB_PUSH(pile->arena, pile->items, pile->count, pile->capacity) = slip;
}

static void add_replaced(struct pile *pile, const struct digits *x)
{
    for (int i = 0; i < x->len; i++)
        for (char c = '0'; c <= '9'; c++) {
            struct digits y = *x;
            if (c == x->d[i] || (i == 0 && c == '0' && x->point > 1))
                continue;
            y.d[i] = c;
            add(pile, &y, PLUMB_SLIP_DIGIT, 0);
        }
}

static void add_exchanged(struct pile *pile, const struct digits *x)
{
    for (int i = 0; i + 1 < x->len; i++) {
        struct digits y = *x;
        if (x->d[i] == x->d[i + 1] || (i == 0 && x->d[1] == '0' && x->point > 1))
            continue;
        y.d[i] = x->d[i + 1];
        y.d[i + 1] = x->d[i];
        add(pile, &y, PLUMB_SLIP_SWAP, 0);
    }
}

/* A digit too many in print: dropping it gives what was meant. */
static void add_shorter(struct pile *pile, const struct digits *x)
{
    for (int i = 0; x->len > 1 && i < x->len; i++) {
        struct digits y = *x;
        if (i + 1 < x->len && x->d[i] == x->d[i + 1])
            continue; /* the same string again */
        memmove(y.d + i, y.d + i + 1, (size_t)(x->len - i - 1));
        y.len--;
        y.point -= i < x->point;
        if (y.point > 0)
            add(pile, &y, PLUMB_SLIP_INSERTED, 0);
    }
}

/* A digit missing in print. At the point it may belong before or behind it. */
static void add_longer(struct pile *pile, const struct digits *x)
{
    for (int i = 0; i <= x->len && x->len < MAX_DIGITS; i++)
        for (char c = '0'; c <= '9'; c++) {
            struct digits y = *x;
            if ((i == 0 && c == '0') || (i < x->len && c == x->d[i]))
                continue;
            memmove(y.d + i + 1, y.d + i, (size_t)(x->len - i));
            y.d[i] = c;
            y.len++;
            bool whole = x->point == x->len;
            if (!whole && i >= x->point)
                add(pile, &y, PLUMB_SLIP_DROPPED, 0);
            y.point++;
            if (whole || i <= x->point)
                add(pile, &y, PLUMB_SLIP_DROPPED, 0);
        }
}

static void add_shifts(struct pile *pile, const struct digits *x)
{
    static const int powers[] = {-1, 1, -2, 2, -3, 3, -4, 4, -8, 8};
    for (size_t i = 0; i < PLUMB_COUNT(powers); i++) {
        struct digits y = *x;
        y.point += powers[i];
        while (y.len < y.point && y.len < MAX_DIGITS + 8)
            y.d[y.len++] = '0';
        /* a whole number that loses its last zeros: 150 was 15 */
        while (x->point == x->len && y.len > y.point && y.len > 1 && y.d[y.len - 1] == '0')
            y.len--;
        /* "100.00" for 10.00: the decimals stay; but 8530.0 was 853.00, money has two of them */
        while (x->len - x->point >= 2 && y.len > 1 && y.len - y.point > x->len - x->point &&
               y.d[y.len - 1] == '0')
            y.len--;
        add(pile, &y, PLUMB_SLIP_SHIFT, powers[i]);
    }
}

size_t plumb_slips_of(struct plumb_arena *arena, const struct plumb_fact *fact,
                      struct plumb_slip **out)
{
    struct pile pile = {.arena = arena, .fact = fact};
    struct digits x;
    *out = NULL;
    /* nobody mistypes 20 as 0: a printed zero is meant */
    if (fact->kind == PLUMB_FACT_CHINESE || fact->value.v == 0 || !read_digits(fact, &x))
        return 0;
    add_shifts(&pile, &x);
    add_replaced(&pile, &x);
    add_exchanged(&pile, &x);
    add_shorter(&pile, &x);
    add_longer(&pile, &x);
    if (fact->value.v != 0 &&
        (fact->unit == PLUMB_UNIT_YUAN || fact->unit == PLUMB_UNIT_FRACTION)) {
        struct digits y = x;
        y.negative = !x.negative;
        add(&pile, &y, PLUMB_SLIP_SIGN, 0);
    }
    *out = pile.items;
    return pile.count;
}

void plumb_print_like(const struct plumb_fact *like, plumb_dec value, int decimals,
                      char out[PLUMB_SLIP_TEXT])
{
    char text[PLUMB_DEC_TEXT];
    plumb_dec printed = value;
    if (like->scale.v > 0 && like->scale.v != PLUMB_DEC_ONE)
        printed = plumb_dec_div(value, like->scale, PLUMB_ROUND_NEAREST);
    plumb_dec_fixed(printed, decimals, text);
    snprintf(out, PLUMB_SLIP_TEXT, "%s", text);
    group(like, out);
}
