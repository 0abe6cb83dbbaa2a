/* Calendar years and dates: kept as facts of their own kind, never as amounts. */
#include "extract/number/quantity.h"

static bool year_like(const struct plumb_digits *digits)
{
    int64_t v = (int64_t)(digits->value.v / PLUMB_DEC_ONE);
    return digits->valid && digits->to - digits->from == 4 && digits->decimals == 0 &&
           !digits->comma && v >= 1900 && v <= 2100;
}

/* One or two digits at i with a value in 1..limit; 0 when there are none. */
static int small_number(const struct plumb_runes *runes, size_t i, int limit, size_t *to)
{
    int value = 0;
    size_t n = 0;
    while (n < 3 && plumb_rune_digit(plumb_rune(runes, i + n)) &&
           (n == 0 || runes->gap[i + n] == PLUMB_GAP_NONE)) {
        value = value * 10 + (int)(runes->cp[i + n] - '0');
        n++;
    }
    *to = i + n;
    return n >= 1 && n <= 2 && value >= 1 && value <= limit ? value : 0;
}

static bool range_mark(uint32_t cp)
{
    return plumb_rune_in(cp, U"-—~至到");
}

/* "3月26日", "1-8月", "12月底" from i on. */
static bool read_month(const struct plumb_runes *runes, size_t i, struct plumb_date *out)
{
    size_t to = 0;
    int month = small_number(runes, i, 12, &to);
    if (month && range_mark(plumb_rune(runes, to))) {
        size_t second = 0;
        int last = small_number(runes, to + 1, 12, &second);
        if (last && plumb_rune(runes, second) == U'月') {
            month = last;
            to = second;
        }
    }
    if (!month || plumb_rune(runes, to) != U'月')
        return false;
    out->month = month;
    out->to = to + 1;
    if (plumb_rune(runes, out->to) == U'份')
        out->to++;
    size_t day_to = 0;
    int day = small_number(runes, to + 1, 31, &day_to);
    if (day && plumb_rune_in(plumb_rune(runes, day_to), U"日号")) {
        out->day = day;
        out->to = day_to + 1;
    }
    return true;
}

/* "-03-05", "/3/5", ".12.31" from i on (a separator). */
static bool read_numeric_date(const struct plumb_runes *runes, size_t i, struct plumb_date *out)
{
    uint32_t mark = plumb_rune(runes, i);
    size_t to = 0, day_to = 0;
    if (!plumb_rune_in(mark, U"-/."))
        return false;
    int month = small_number(runes, i + 1, 12, &to);
    if (!month || plumb_rune(runes, to) != mark)
        return false;
    int day = small_number(runes, to + 1, 31, &day_to);
    if (!day || plumb_rune_digit(plumb_rune(runes, day_to)))
        return false;
    out->month = month;
    out->day = day;
    out->to = day_to;
    return true;
}

/* "2018-2020年", "2019年、2020年", "2018和2019年": is the number at `to` joined to a year? */
static bool joined_to_year(const struct plumb_runes *runes, size_t to)
{
    if (!plumb_rune_in(plumb_rune(runes, to), U"-—~至到、和与及"))
        return false;
    size_t i = to + 1, n = 0;
    while (plumb_rune_digit(plumb_rune(runes, i + n)) && n < 5)
        n++;
    uint32_t first = plumb_rune(runes, i);
    return n == 4 && (first == '1' || first == '2') && plumb_rune(runes, i + 4) == U'年';
}

static size_t behind_year_word(const struct plumb_runes *runes, size_t i)
{
    return plumb_rune(runes, i + 1) == U'度' ? i + 2 : i + 1;
}

/* A year without 年: "（2024）", "2024部门预算". */
static bool bare_year(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexer->runes;
    uint32_t prev = plumb_rune_before(runes, digits->from), next = plumb_rune(runes, digits->to);
    int64_t v = (int64_t)(digits->value.v / PLUMB_DEC_ONE);
    if (v < 1990 || v > 2049)
        return false;
    if (plumb_rune_in(prev, U"([〔【") && plumb_rune_in(next, U")]〕】"))
        return true;
    struct plumb_unit_hit hit;
    bool unit = plumb_unit_match(lexer->work->arena, runes, digits->to, &hit);
    return !unit && plumb_rune_han(next) && runes->gap[digits->to] < PLUMB_GAP_WIDE &&
           !plumb_rune_in(next, U"余多及以") && !plumb_rune_in(prev, U"为达计率数量额至到是");
}

bool plumb_date_read(const struct plumb_lexer *lexer, const struct plumb_digits *digits,
                     struct plumb_date *out)
{
    const struct plumb_runes *runes = lexer->runes;
    size_t from = digits->from;
    *out = (struct plumb_date){.number_to = digits->to};
    if (digits->dotted && plumb_rune(runes, from + 4) == '.' && runes->cp[from] <= '2') {
        for (size_t i = 0; i < 4; i++)
            out->year = out->year * 10 + (int)(plumb_rune(runes, from + i) - '0');
        bool date = out->year >= 1900 && out->year <= 2100 &&
                    read_numeric_date(runes, from + 4, out) && out->to == digits->to;
        out->number_to = out->to;
        return date;
    }
    if (!year_like(digits)) {
        bool date = digits->valid && digits->decimals == 0 && read_month(runes, from, out);
        out->number_to = out->to;
        return date;
    }
    out->year = (int)(digits->value.v / PLUMB_DEC_ONE);
    if (plumb_rune(runes, digits->to) == U'年' && runes->gap[digits->to] != PLUMB_GAP_LINE) {
        if (read_month(runes, digits->to + 1, out)) {
            out->number_to = out->to;
            return true;
        }
        out->is_year = true;
        out->to = behind_year_word(runes, digits->to);
        return true;
    }
    if (read_numeric_date(runes, digits->to, out)) {
        out->number_to = out->to;
        return true;
    }
    out->to = digits->to;
    out->is_year = joined_to_year(runes, digits->to) || bare_year(lexer, digits);
    return out->is_year;
}

/* 二〇二四年三月二十六日 */
bool plumb_date_read_chinese(const struct plumb_lexer *lexer, const struct plumb_numeral *numeral,
                             size_t from, struct plumb_date *out)
{
    const struct plumb_runes *runes = lexer->runes;
    int64_t year = (int64_t)(numeral->value.v / PLUMB_DEC_ONE);
    *out = (struct plumb_date){.number_to = numeral->to};
    (void)from;
    if (!numeral->positional || year < 1900 || year > 2100 ||
        plumb_rune(runes, numeral->to) != U'年')
        return false;
    out->year = (int)year;
    out->is_year = true;
    out->to = behind_year_word(runes, numeral->to);
    struct plumb_numeral part;
    if (!plumb_numeral_parse(runes, numeral->to + 1, &part) ||
        plumb_rune(runes, part.to) != U'月' || part.value.v > 12 * PLUMB_DEC_ONE)
        return true;
    out->is_year = false;
    out->month = (int)(part.value.v / PLUMB_DEC_ONE);
    out->number_to = out->to = part.to + 1;
    if (plumb_numeral_parse(runes, part.to + 1, &part) && plumb_rune(runes, part.to) == U'日' &&
        part.value.v <= 31 * PLUMB_DEC_ONE) {
        out->day = (int)(part.value.v / PLUMB_DEC_ONE);
        out->number_to = out->to = part.to + 1;
    }
    return true;
}
