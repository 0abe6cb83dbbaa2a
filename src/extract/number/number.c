/* Reading one number in digits: thousands commas, blanks and line ends inside, letters that a scan
 * took for digits. Parts are joined only when the result is one plausible number (DOMAIN §6.12). */
#include "extract/number/quantity.h"

#define DIGITS_MAX 40

struct reader {
    struct plumb_arena *arena;
    const struct plumb_runes *runes;
    bool whole_cell;
    char text[DIGITS_MAX + 8]; /* what plumb_dec_parse gets */
    size_t len;
    struct plumb_digits *out;
};

/* The digit a letter stands for when a scan took it for one, or 0. */
static char misread(uint32_t cp)
{
    if (cp == 'l' || cp == 'I' || cp == 'L')
        return '1';
    return cp == 'O' || cp == 'o' ? '0' : '\0';
}

static bool tight_digit(const struct plumb_runes *runes, size_t i)
{
    return plumb_rune_digit(plumb_rune(runes, i)) && runes->gap[i] == PLUMB_GAP_NONE;
}

/* The digit at i, also a misread one that stands between digits or before a money unit. */
static char digit_at(const struct plumb_runes *runes, size_t i)
{
    uint32_t cp = plumb_rune(runes, i);
    if (plumb_rune_digit(cp))
        return (char)cp;
    char digit = misread(cp);
    if (!digit || i == 0 || runes->gap[i] != PLUMB_GAP_NONE)
        return '\0';
    uint32_t next = plumb_rune(runes, i + 1);
    bool inside = tight_digit(runes, i + 1) || (next == '.' && tight_digit(runes, i + 2));
    if (!plumb_rune_digit(runes->cp[i - 1])) /* the first digit: l5万元 */
        return inside && cp != 'L' && plumb_rune_han(runes->cp[i - 1]) ? digit : '\0';
    return inside || plumb_rune_in(next, U"万亿元兀%") ? digit : '\0';
}

bool plumb_digits_misread(struct plumb_arena *arena, const struct plumb_runes *runes, size_t i)
{
    struct plumb_digits digits;
    struct plumb_unit_hit hit;
    if (!plumb_rune_in(runes->cp[i], U"lIO") || !digit_at(runes, i))
        return false;
    plumb_digits_read(arena, runes, i, false, &digits);
    return digits.valid && plumb_unit_match(arena, runes, digits.to, &hit) &&
           (hit.unit == PLUMB_UNIT_YUAN || hit.unit == PLUMB_UNIT_FRACTION);
}

/* Digits from i on without a gap. */
static size_t run_length(const struct plumb_runes *runes, size_t i)
{
    size_t n = 0;
    while (digit_at(runes, i + n) && (n == 0 || runes->gap[i + n] == PLUMB_GAP_NONE))
        n++;
    return n;
}

static void take(struct reader *reader, size_t i, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (reader->len < DIGITS_MAX)
            reader->text[reader->len] = digit_at(reader->runes, i + k);
        reader->len++;
        if (!plumb_rune_digit(reader->runes->cp[i + k]))
            reader->out->repaired = true;
    }
}

/* Money or a rate: units of numbers with decimals. */
static bool amount_unit_at(struct reader *reader, size_t i)
{
    struct plumb_unit_hit hit;
    if (!plumb_unit_match(reader->arena, reader->runes, i, &hit))
        return false;
    return hit.unit == PLUMB_UNIT_YUAN || hit.unit == PLUMB_UNIT_FRACTION || hit.magnitude_only;
}

static bool unit_at(struct reader *reader, size_t i)
{
    struct plumb_unit_hit hit;
    return plumb_unit_match(reader->arena, reader->runes, i, &hit);
}

static bool unit_ends_cell(struct reader *reader, size_t i)
{
    struct plumb_unit_hit hit;
    return plumb_unit_match(reader->arena, reader->runes, i, &hit) &&
           hit.to == reader->runes->count;
}

/* The number may end at i: a decimal point, a unit, or the end of a cell that holds nothing else. */
static bool may_end(struct reader *reader, size_t i)
{
    const struct plumb_runes *runes = reader->runes;
    if (plumb_rune(runes, i) == '.' && plumb_rune_digit(plumb_rune(runes, i + 1)))
        return true;
    return unit_at(reader, i) || (reader->whole_cell && i == runes->count);
}

/* ",ddd" groups from j on; the index behind the last, or j. */
static size_t comma_groups(struct reader *reader, size_t j)
{
    const struct plumb_runes *runes = reader->runes;
    bool doubtful = false;
    size_t end = j;
    while (plumb_rune(runes, end) == ',' && runes->gap[end] <= PLUMB_GAP_SPACE &&
           runes->gap[end + 1] <= PLUMB_GAP_SPACE && run_length(runes, end + 1) == 3) {
        doubtful |= runes->gap[end] || runes->gap[end + 1] || runes->len[end] > 1;
        end += 4;
    }
    /* "项目3，100万元": a Chinese comma or a blank needs more than three digits behind it. */
    return doubtful && !may_end(reader, end) ? j : end;
}

/* "5,16.830万元": a thousands comma in the wrong place, everything tight and money behind. The index
 * behind the group, or j. */
static size_t shifted_group(struct reader *reader, size_t j)
{
    const struct plumb_runes *runes = reader->runes;
    size_t run = run_length(runes, j + 1);
    if (plumb_rune(runes, j) != ',' || runes->len[j] > 1 || runes->gap[j] != PLUMB_GAP_NONE ||
        runes->gap[j + 1] != PLUMB_GAP_NONE || run < 2 || run == 3 || run > 4)
        return j;
    size_t point = j + 1 + run, decimals = run_length(runes, point + 1);
    bool tight = plumb_rune(runes, point) == '.' && runes->gap[point] == PLUMB_GAP_NONE &&
                 decimals >= 2 && runes->gap[point + 1] == PLUMB_GAP_NONE;
    return tight && amount_unit_at(reader, point + 1 + decimals) ? point : j;
}

/* " ddd" groups from j on, of a number that begins at i: "1 129 236". */
static size_t blank_groups(struct reader *reader, size_t i, size_t j)
{
    const struct plumb_runes *runes = reader->runes;
    size_t end = j, groups = 0;
    while (end < runes->count && runes->gap[end] == PLUMB_GAP_SPACE &&
           run_length(runes, end) == 3) {
        end += 3;
        groups++;
    }
    if (groups == 0)
        return j;
    bool decimal = plumb_rune(runes, end) == '.' && plumb_rune_digit(plumb_rune(runes, end + 1)) &&
                   runes->gap[end] == PLUMB_GAP_NONE;
    bool cell_end = reader->whole_cell && end == runes->count && groups >= 2;
    /* "服务群众32 308人次": words right in front, so that the first group is no list number; a rate of
     * thousands is two cells glued together ("8 100%": 8 points for 100 %) */
    uint32_t sign = plumb_rune(runes, end);
    bool rate = sign == '%' || sign == 0x2030;
    bool counted = i > 0 && !rate && runes->gap[i] <= PLUMB_GAP_SPACE && unit_at(reader, end) &&
                   (plumb_rune_in(runes->cp[i - 1], U"≥≤＞＜><=") ||
                    (plumb_rune_han(runes->cp[i - 1]) &&
                     !plumb_rune_in(runes->cp[i - 1], U"第附表图年月日号")));
    /* a cell that holds "18 796人" and nothing else */
    counted = counted || (i == 0 && !rate && reader->whole_cell && unit_ends_cell(reader, end));
    return decimal || cell_end || counted || (!rate && amount_unit_at(reader, end)) ? end : j;
}

static size_t read_integer(struct reader *reader, size_t i)
{
    size_t run = run_length(reader->runes, i), end = i + run;
    take(reader, i, run);
    reader->out->integer_digits = run;
    if (run > 3)
        return end;
    size_t grouped = comma_groups(reader, end);
    reader->out->comma = grouped > end;
    size_t shifted = grouped == end ? shifted_group(reader, end) : end;
    if (shifted > end) {
        take(reader, end + 1, shifted - end - 1);
        reader->out->integer_digits += shifted - end - 1;
        reader->out->repaired = reader->out->comma = true;
        return shifted;
    }
    size_t step = 4, skip = 1;
    if (grouped == end) {
        grouped = blank_groups(reader, i, end);
        reader->out->repaired |= grouped > end;
        step = 3;
        skip = 0;
    }
    for (size_t k = end; k < grouped; k += step) {
        take(reader, k + skip, 3);
        reader->out->integer_digits += 3;
    }
    return grouped;
}

/* A point at j with digits behind it, perhaps with one blank too many; their index, or 0. */
static size_t fraction_at(struct reader *reader, size_t j)
{
    const struct plumb_runes *runes = reader->runes;
    if (plumb_rune(runes, j) != '.' || !plumb_rune_digit(plumb_rune(runes, j + 1)))
        return 0;
    if (runes->gap[j] == PLUMB_GAP_NONE && runes->gap[j + 1] == PLUMB_GAP_NONE)
        return j + 1;
    bool one_blank = (uint8_t)(runes->gap[j] + runes->gap[j + 1]) == PLUMB_GAP_SPACE;
    size_t run = run_length(runes, j + 1);
    bool plausible = reader->out->integer_digits >= 2 && run <= 2;
    if (!one_blank || !plausible || !amount_unit_at(reader, j + 1 + run))
        return 0;
    reader->out->repaired = true;
    return j + 1;
}

static size_t read_fraction(struct reader *reader, size_t j)
{
    const struct plumb_runes *runes = reader->runes;
    size_t from = fraction_at(reader, j);
    if (!from)
        return j;
    size_t run = run_length(runes, from), end = from + run;
    if (plumb_rune(runes, end) == '.' && runes->gap[end] == PLUMB_GAP_NONE &&
        plumb_rune_digit(plumb_rune(runes, end + 1))) {
        while (plumb_rune(runes, end) == '.' && plumb_rune_digit(plumb_rune(runes, end + 1)))
            end += 1 + run_length(runes, end + 1);
        reader->out->dotted = true;
        return end;
    }
    if (reader->len < DIGITS_MAX)
        reader->text[reader->len] = '.';
    reader->len++;
    take(reader, from, run);
    /* "976.3 5万元" */
    if (run == 1 && end < runes->count && runes->gap[end] == PLUMB_GAP_SPACE &&
        run_length(runes, end) == 1 &&
        (amount_unit_at(reader, end + 1) || (reader->whole_cell && end + 1 == runes->count))) {
        take(reader, end, 1);
        reader->out->repaired = true;
        end++;
    }
    return end;
}

/* "1 2 6 . 5 万元": every character set apart by one blank, an amount's unit behind. True when read. */
static bool read_apart(struct reader *reader, size_t i)
{
    const struct plumb_runes *runes = reader->runes;
    size_t end = i, digits = 0, point = 0, spaced = 0;
    for (; end < runes->count; end++) {
        uint32_t cp = plumb_rune(runes, end);
        bool dot =
            cp == '.' && !point && digits > 0 && plumb_rune_digit(plumb_rune(runes, end + 1));
        if (!plumb_rune_digit(cp) && !dot)
            break;
        if (end > i && runes->gap[end] != PLUMB_GAP_SPACE)
            return false;
        spaced += end > i;
        digits += !dot;
        point = dot ? end : point;
    }
    /* two digits alone may be a list number and a count; a blank before the unit too says otherwise */
    if (digits < 2 || spaced < 1 || (digits == 2 && !point && runes->gap[end] != PLUMB_GAP_SPACE) ||
        runes->gap[end] > PLUMB_GAP_SPACE || !amount_unit_at(reader, end))
        return false;
    for (size_t k = i; k < end; k++) {
        if (k == point && point) {
            reader->text[reader->len++] = '.';
            continue;
        }
        take(reader, k, 1);
        reader->out->integer_digits += !point || k < point;
    }
    reader->out->repaired = true;
    reader->out->to = end;
    return true;
}

void plumb_digits_read(struct plumb_arena *arena, const struct plumb_runes *runes, size_t i,
                       bool whole_cell, struct plumb_digits *out)
{
    struct reader reader = {.arena = arena, .runes = runes, .whole_cell = whole_cell, .out = out};
    *out = (struct plumb_digits){.from = i};
    if (!read_apart(&reader, i)) {
        size_t end = read_integer(&reader, i);
        out->to = read_fraction(&reader, end);
    }
    out->valid = !out->dotted && reader.len <= DIGITS_MAX;
    if (out->valid) {
        struct plumb_str text = {reader.text, reader.len};
        out->valid = plumb_dec_parse(text, &out->value, &out->decimals, NULL) == PLUMB_OK;
    }
}
