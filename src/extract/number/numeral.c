/* Chinese numerals: 三, 十二, 一百二十, 两千五百, 三十万, 二〇二四, 壹拾. */
#include "extract/number/quantity.h"

/* 0..9, or -1. A switch, because every ideograph of a document comes through here. */
static int digit_of(uint32_t cp)
{
    switch (cp) {
    case U'零':
    case U'〇':
        return 0;
    case U'一':
    case U'壹':
        return 1;
    case U'二':
    case U'两':
    case U'贰':
        return 2;
    case U'三':
    case U'叁':
        return 3;
    case U'四':
    case U'肆':
        return 4;
    case U'五':
    case U'伍':
        return 5;
    case U'六':
    case U'陆':
        return 6;
    case U'七':
    case U'柒':
        return 7;
    case U'八':
    case U'捌':
        return 8;
    case U'九':
    case U'玖':
        return 9;
    default:
        return -1;
    }
}

/* 10, 100, 1000, 10^4, 10^8, or 0. */
static int64_t weight_of(uint32_t cp)
{
    switch (cp) {
    case U'十':
    case U'拾':
        return 10;
    case U'百':
    case U'佰':
        return 100;
    case U'千':
    case U'仟':
        return 1000;
    case U'万':
        return 10000;
    case U'亿':
        return 100000000;
    default:
        return 0;
    }
}

bool plumb_is_numeral(uint32_t cp)
{
    return cp >= 0x3007 && (digit_of(cp) >= 0 || weight_of(cp) > 0);
}

/* 二〇二四, 一九九八: digits only, at least four. */
static bool parse_positional(const struct plumb_runes *runes, size_t i, struct plumb_numeral *out)
{
    int64_t value = 0;
    size_t count = 0;
    for (; digit_of(plumb_rune(runes, i + count)) >= 0; count++) {
        if (runes->cp[i + count] == U'两' || count == 12)
            return false;
        value = value * 10 + digit_of(runes->cp[i + count]);
    }
    if (count < 4)
        return false;
    *out = (struct plumb_numeral){plumb_dec_int(value), plumb_dec_int(1), i + count, false, true};
    return true;
}

/* State of a numeral with weights: 亿 part, 万 part, what is below 万, digit waiting for its weight. */
struct state {
    int64_t big, mid, section, digit, last_weight, step;
};

/* 万 and 亿 multiply all that stands before them. */
static bool apply_large(struct state *s, int64_t weight)
{
    int64_t inner = s->digit >= 0 || s->section == 0 ? 1 : s->last_weight;
    if (s->digit > 0)
        s->section += s->digit;
    s->digit = -1;
    if (weight == 10000) {
        if (s->section == 0 || s->mid != 0)
            return false;
        s->mid = s->section * weight;
    } else {
        if (s->section + s->mid == 0 || s->big != 0)
            return false;
        if (s->section == 0)
            inner = 10000; /* 一万亿 */
        s->big = (s->mid + s->section) * weight;
        s->mid = 0;
    }
    s->section = 0;
    s->last_weight = weight;
    s->step = inner * weight;
    return true;
}

static bool apply_weight(struct state *s, int64_t weight, bool first)
{
    if (weight >= 10000)
        return apply_large(s, weight);
    bool bare_ten = weight == 10 && (first || s->last_weight > 10);
    if (s->digit < 0 && !bare_ten)
        return false;
    if (s->last_weight && weight >= s->last_weight)
        return false;
    s->section += (s->digit < 0 ? 1 : s->digit) * weight;
    s->last_weight = s->step = weight;
    s->digit = -1;
    return true;
}

/* 三点五, 一百二十点零六 */
static void read_decimals(const struct plumb_runes *runes, struct plumb_numeral *out)
{
    plumb_dec place = plumb_dec_int(1), value = out->value;
    size_t at = out->to + 1;
    if (plumb_rune(runes, out->to) != U'点')
        return;
    for (; digit_of(plumb_rune(runes, at)) >= 0 && at < out->to + 6; at++) {
        place = plumb_dec_div(place, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
        plumb_dec part = {place.v * digit_of(runes->cp[at])};
        value = plumb_dec_add(value, part);
    }
    if (at == out->to + 1)
        return;
    out->value = value;
    out->step = place;
    out->to = at;
}

bool plumb_numeral_parse(const struct plumb_runes *runes, size_t i, struct plumb_numeral *out)
{
    if (parse_positional(runes, i, out))
        return true;
    struct state s = {.digit = -1, .step = 1};
    size_t at = i;
    bool zero = false, more = false;
    for (; at < i + 16; at++) {
        uint32_t cp = plumb_rune(runes, at);
        int digit = digit_of(cp);
        int64_t weight = weight_of(cp);
        if (digit == 0 && at > i && s.digit < 0) {
            zero = true; /* 一百零五 */
        } else if (digit >= 0) {
            if (s.digit >= 0)
                return false; /* 三五 is two numbers */
            s.digit = digit;
        } else if (weight > 0) {
            if (!apply_weight(&s, weight, at == i))
                return false;
            zero = false;
        } else {
            more = cp == U'几' && s.last_weight > 0 && s.digit < 0;
            break;
        }
    }
    if (at == i || (zero && s.digit < 0 && at > i + 1))
        return false;
    if (s.digit >= 0) {
        /* 一百五 and 三万五 mean 150 and 35000; too rare in reports to tell from a mistake. */
        if (s.last_weight > 10 && !zero)
            return false;
        s.section += s.digit;
        s.step = 1;
    }
    *out = (struct plumb_numeral){plumb_dec_int(s.big + s.mid + s.section), plumb_dec_int(s.step),
                                  at + (more ? 1 : 0), more, false};
    if (!more)
        read_decimals(runes, out);
    return true;
}
