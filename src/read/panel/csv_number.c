/* Numbers, years and units as tables print them. */
#include "read/panel/csv_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Powers of ten that a double holds exactly. */
static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* digits * 10^power, correctly rounded: one exact operation where that is enough (Clinger 1990),
 * strtod otherwise. */
static double scale(uint64_t digits, int power, const char *text, size_t len, int text_power)
{
    if (digits <= (UINT64_C(1) << 53) && power >= -22 && power <= 22)
        return power < 0 ? (double)digits / exact_powers[-power]
                         : (double)digits * exact_powers[power];
    /* strtod reads the decimal mark of the locale, so the mark is left out: only the power moves
     * it. */
    char buffer[96];
    size_t n = 0;
    for (size_t i = 0; i < len && n < 64; i++)
        if (text[i] >= '0' && text[i] <= '9')
            buffer[n++] = text[i];
    char tail[16];
    int value = text_power, t = 0;
    bool negative = value < 0;
    unsigned rest = negative ? 0u - (unsigned)value : (unsigned)value;
    do {
        tail[t++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    buffer[n++] = 'e';
    if (negative)
        buffer[n++] = '-';
    while (t > 0)
        buffer[n++] = tail[--t];
    buffer[n] = '\0';
    return strtod(buffer, NULL);
}

static bool is_missing(struct plumb_str text)
{
    static const char *const words[] = {"-",    "--",  "---", "—",    "——",  "–",   "/",    "\\",
                                        "N/A",  "n/a", "NA",  "na",   "NaN", "nan", "NULL", "null",
                                        "None", "无",  "空",  "缺失", "…",   "……",  "..",   "...",
                                        ".",    "*",   "－",  "－－", "#N/A"};
    for (size_t i = 0; i < PLUMB_COUNT(words); i++)
        if (plumb_str_equal(text, plumb_str_from(words[i])))
            return true;
    return text.len == 0;
}

/* The number without signs, folded to ASCII: digits, marks, exponent. */
struct printed {
    char text[64];
    size_t len;
    bool negative, percent, has_unit;
    int power;
};

static bool fold_text(struct plumb_str text, struct printed *out)
{
    out->len = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        if (cp == ' ' || cp == 0xA0 || cp == 0x202F || cp == 0x2009)
            continue; /* "1 234" and "1, 234" */
        if (cp == 0x2212 || cp == 0x2013 || cp == 0xFF0D)
            cp = '-';
        if (cp == 0x25B3 || cp == 0x25B2) /* △ ▲: minus in accounts */
            cp = '-';
        if (cp >= 0x80 || out->len + 1 >= sizeof out->text)
            return false;
        out->text[out->len++] = (char)cp;
    }
    return true;
}

/* Currency in front, unit behind. */
static struct plumb_str strip_unit(struct plumb_str text, struct printed *out)
{
    static const char *const currencies[] = {"¥", "￥", "$", "€", "'"};
    for (size_t i = 0; i < PLUMB_COUNT(currencies); i++)
        if (plumb_str_starts(text, plumb_str_from(currencies[i])))
            text = plumb_str_trim(plumb_str_sub(text, strlen(currencies[i]), text.len));
    size_t digits = text.len;
    while (digits > 0 && !(text.ptr[digits - 1] >= '0' && text.ptr[digits - 1] <= '9'))
        digits--;
    const char *unit = NULL;
    struct plumb_str tail = plumb_str_trim(plumb_str_sub(text, digits, text.len));
    if (tail.len > 0 && digits > 0 && plumb_csv_unit(tail, &unit, &out->power)) {
        out->percent = strcmp(unit, "fraction") == 0;
        out->has_unit = true;
        text = plumb_str_sub(text, 0, digits);
    }
    return text;
}

/* Signs and brackets off: (1,234), -5, 5- is not read. */
static bool strip_sign(struct printed *n)
{
    char *text = n->text;
    if (n->len >= 2 && text[0] == '(' && text[n->len - 1] == ')') {
        n->len -= 2;
        memmove(text, text + 1, n->len);
        n->negative = true;
    }
    if (n->len > 0 && (text[0] == '-' || text[0] == '+')) {
        if (text[0] == '-')
            n->negative = !n->negative;
        n->len--;
        memmove(text, text + 1, n->len);
    }
    return n->len > 0 && !(text[0] == '-' || text[0] == '+');
}

/* Thousands in groups of three; then decimals; then an exponent. */
static bool parse_digits(const struct printed *n, bool decimal_comma, int power, double *value)
{
    const char point = decimal_comma ? ',' : '.', comma = decimal_comma ? '.' : ',';
    size_t i = 0, group = 0, significant = 0, decimals = 0, digits_end;
    bool grouped = false, any = false, exact = true;
    uint64_t digits = 0;
    for (; i < n->len; i++) {
        char c = n->text[i];
        if (c == comma) {
            if (group == 0 || group > 3 || (grouped && group != 3))
                return false;
            grouped = true;
            group = 0;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        any = true;
        group++;
        exact = exact && significant < 19;
        digits = digits * 10 + (uint64_t)(c - '0');
        significant += significant > 0 || c != '0';
    }
    if (grouped && group != 3)
        return false;
    if (i < n->len && n->text[i] == point) {
        for (i++; i < n->len && n->text[i] >= '0' && n->text[i] <= '9'; i++) {
            any = true;
            decimals++;
            exact = exact && significant < 19;
            digits = digits * 10 + (uint64_t)(n->text[i] - '0');
            significant += significant > 0 || n->text[i] != '0';
        }
    }
    digits_end = i;
    int exponent = 0;
    if (any && i < n->len && (n->text[i] == 'e' || n->text[i] == 'E')) {
        bool minus = i + 1 < n->len && n->text[i + 1] == '-';
        bool plus = i + 1 < n->len && n->text[i + 1] == '+';
        i += minus || plus ? 2u : 1u;
        size_t first = i;
        for (; i < n->len && n->text[i] >= '0' && n->text[i] <= '9' && exponent < 1000; i++)
            exponent = exponent * 10 + (n->text[i] - '0');
        if (i == first)
            return false;
        exponent = minus ? -exponent : exponent;
    }
    if (!any || i != n->len)
        return false;
    int total = power + exponent - (int)decimals;
    *value = scale(exact ? digits : UINT64_MAX, total, n->text, digits_end, total);
    return isfinite(*value);
}

static enum plumb_csv_value parse_slow(struct plumb_str text, bool decimal_comma, int power,
                                       double *value, bool *percent)
{
    text = plumb_str_trim(text);
    if (is_missing(text))
        return PLUMB_CSV_MISSING;
    struct printed n = {.len = 0};
    if (text.len > 120)
        return PLUMB_CSV_BAD;
    bool bracketed = plumb_str_ends(text, PLUMB_STR(")")) || plumb_str_ends(text, PLUMB_STR("）"));
    if (!bracketed)
        text = strip_unit(text, &n);
    if (!fold_text(text, &n) || !strip_sign(&n))
        return PLUMB_CSV_BAD;
    if (n.len > 1 && n.text[0] == '$') {
        n.len--;
        memmove(n.text, n.text + 1, n.len);
    }
    /* A unit in the cell stands for the unit of the column, it does not multiply it. */
    if (!parse_digits(&n, decimal_comma, n.has_unit ? n.power : power, value))
        return PLUMB_CSV_BAD;
    if (n.negative)
        *value = -*value;
    *percent = n.percent;
    return PLUMB_CSV_NUMBER;
}

enum plumb_csv_value plumb_csv_number(const char *text, size_t len, bool decimal_comma, int power,
                                      double *value, bool *percent)
{
    *percent = false;
    /* The common form, [-]digits[.digits] with at most 18 digits, in one pass. */
    size_t i = 0;
    bool negative = len > 0 && text[0] == '-';
    i += negative;
    uint64_t digits = 0;
    size_t start = i, decimals = 0;
    while (i < len && text[i] >= '0' && text[i] <= '9')
        digits = digits * 10 + (uint64_t)(text[i++] - '0');
    size_t whole = i - start;
    if (whole > 0 && i < len && text[i] == '.' && !decimal_comma) {
        i++;
        while (i < len && text[i] >= '0' && text[i] <= '9') {
            digits = digits * 10 + (uint64_t)(text[i++] - '0');
            decimals++;
        }
    }
    if (i == len && whole > 0 && whole + decimals <= 18) {
        int total = power - (int)decimals;
        double x = scale(digits, total, text + start, len - start, total);
        *value = negative ? -x : x;
        return PLUMB_CSV_NUMBER;
    }
    return parse_slow((struct plumb_str){text, len}, decimal_comma, power, value, percent);
}

/* ---- years ---- */

static int digits_at(struct plumb_str text, size_t at, size_t count)
{
    int value = 0;
    if (at + count > text.len)
        return -1;
    for (size_t i = at; i < at + count; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return -1;
        value = value * 10 + (text.ptr[i] - '0');
    }
    bool more = at + count < text.len && text.ptr[at + count] >= '0' && text.ptr[at + count] <= '9';
    return more ? -1 : value;
}

int plumb_csv_year(struct plumb_str text, bool end_of_range)
{
    if (text.len == 4 && (text.ptr[0] == '1' || text.ptr[0] == '2')) {
        int plain = digits_at(text, 0, 4);
        return plain >= 1900 && plain <= 2100 ? plain : 0;
    }
    text = plumb_str_trim(text);
    if (plumb_str_starts(text, PLUMB_STR("FY")) || plumb_str_starts(text, PLUMB_STR("fy")))
        text = plumb_str_trim(plumb_str_sub(text, 2, text.len));
    int year = digits_at(text, 0, 4);
    if (year < 1900 || year > 2100)
        return 0;
    struct plumb_str rest = plumb_str_trim(plumb_str_sub(text, 4, text.len));
    static const char *const plain[] = {"", "年", "年度", "年末", "年底", ".0", ".00"};
    for (size_t i = 0; i < PLUMB_COUNT(plain); i++)
        if (plumb_str_equal(rest, plumb_str_from(plain[i])))
            return year;
    if (plumb_str_starts(rest, PLUMB_STR("年")) || plumb_str_starts(rest, PLUMB_STR("T")))
        return plumb_str_ends(rest, PLUMB_STR("月")) || plumb_str_ends(rest, PLUMB_STR("日")) ? year
                                                                                              : 0;
    if (rest.len < 2 || !strchr("-/.", rest.ptr[0]))
        return 0;
    int next = digits_at(rest, 1, 2), full = digits_at(rest, 1, 4);
    int following = full > 0 ? full : next < 0 ? -1 : year / 100 * 100 + next;
    size_t used = full > 0 ? 5 : 3;
    if (rest.len == used && (following == year + 1 || (next == 0 && year % 100 == 99)))
        return end_of_range ? year + 1 : year;
    /* 2024-12-31 and 2024-12 */
    int month = next > 0 ? next : digits_at(rest, 1, 1);
    return month >= 1 && month <= 12 ? year : 0;
}

/* ---- units ---- */

bool plumb_csv_unit(struct plumb_str text, const char **unit, int *power)
{
    static const struct {
        const char *word, *unit;
        int power;
    } units[] = {{"元", "yuan", 0},
                 {"人民币元", "yuan", 0},
                 {"圆", "yuan", 0},
                 {"千元", "yuan", 3},
                 {"万元", "yuan", 4},
                 {"人民币万元", "yuan", 4},
                 {"百万元", "yuan", 6},
                 {"千万元", "yuan", 7},
                 {"亿元", "yuan", 8},
                 {"万", "", 4},
                 {"亿", "", 8},
                 {"%", "fraction", -2},
                 {"％", "fraction", -2},
                 {"‰", "fraction", -3},
                 {"百分比", "fraction", -2},
                 {"人", "person", 0},
                 {"名", "person", 0},
                 {"万人", "person", 4},
                 {"人次", "person", 0},
                 {"万人次", "person", 4},
                 {"个", "count", 0},
                 {"家", "count", 0},
                 {"户", "count", 0},
                 {"辆", "count", 0},
                 {"台", "count", 0},
                 {"次", "count", 0},
                 {"批次", "count", 0},
                 {"件", "count", 0},
                 {"项", "count", 0},
                 {"分", "score", 0},
                 {"yuan", "yuan", 0},
                 {"RMB", "yuan", 0},
                 {"CNY", "yuan", 0},
                 {"thousand yuan", "yuan", 3},
                 {"10000 yuan", "yuan", 4},
                 {"million yuan", "yuan", 6},
                 {"100 million yuan", "yuan", 8},
                 {"percent", "fraction", -2},
                 {"person", "person", 0},
                 {"persons", "person", 0},
                 {"count", "count", 0},
                 {"fraction", "fraction", 0},
                 {"score", "score", 0}};
    for (size_t i = 0; i < PLUMB_COUNT(units); i++)
        if (plumb_str_equal(text, plumb_str_from(units[i].word))) {
            *unit = units[i].unit;
            *power = units[i].power;
            return true;
        }
    return false;
}
