/* Formats of list numbers (ECMA-376 part 1, 17.18.59, ST_NumberFormat) and how they print. */
#include "read/office/list_number.h"

#include <stdio.h>
#include <string.h>

#define MAX_NUMBER 9999

static const struct {
    const char *name;
    enum plumb_list_format format;
} formats[] = {{"decimal", PLUMB_LIST_DECIMAL},
               {"decimalZero", PLUMB_LIST_TWO_DIGITS},
               {"decimalFullWidth", PLUMB_LIST_WIDE},
               {"decimalFullWidth2", PLUMB_LIST_WIDE},
               {"numberInDash", PLUMB_LIST_DASHED},
               {"lowerLetter", PLUMB_LIST_LETTER},
               {"upperLetter", PLUMB_LIST_CAPITAL},
               {"lowerRoman", PLUMB_LIST_ROMAN},
               {"upperRoman", PLUMB_LIST_ROMAN_CAPITAL},
               {"chineseCounting", PLUMB_LIST_CHINESE_TO_99},
               {"chineseCountingThousand", PLUMB_LIST_CHINESE},
               {"taiwaneseCounting", PLUMB_LIST_CHINESE_TO_99},
               {"taiwaneseCountingThousand", PLUMB_LIST_CHINESE},
               {"japaneseCounting", PLUMB_LIST_CHINESE},
               {"ideographDigital", PLUMB_LIST_CHINESE_DIGITS},
               {"taiwaneseDigital", PLUMB_LIST_CHINESE_DIGITS},
               {"japaneseDigitalTenThousand", PLUMB_LIST_CHINESE_DIGITS},
               {"chineseLegalSimplified", PLUMB_LIST_CHINESE_FORMAL},
               {"ideographLegalTraditional", PLUMB_LIST_CHINESE_FORMAL},
               {"japaneseLegal", PLUMB_LIST_CHINESE_FORMAL},
               {"ideographTraditional", PLUMB_LIST_STEMS},
               {"ideographZodiac", PLUMB_LIST_BRANCHES},
               {"decimalEnclosedCircle", PLUMB_LIST_CIRCLED},
               {"decimalEnclosedCircleChinese", PLUMB_LIST_CIRCLED},
               {"ideographEnclosedCircle", PLUMB_LIST_CIRCLED_CHINESE},
               {"decimalEnclosedParen", PLUMB_LIST_PARENTHESES},
               {"decimalEnclosedFullstop", PLUMB_LIST_FULL_STOP},
               {"bullet", PLUMB_LIST_NOTHING},
               {"none", PLUMB_LIST_NOTHING}};

static const char *const plain_digits[] = {"〇", "一", "二", "三", "四",
                                           "五", "六", "七", "八", "九"};
static const char *const formal_digits[] = {"零", "壹", "贰", "叁", "肆",
                                            "伍", "陆", "柒", "捌", "玖"};

enum plumb_list_format plumb_list_format_of(const char *name)
{
    for (size_t i = 0; i < PLUMB_COUNT(formats); i++)
        if (strcmp(formats[i].name, name) == 0)
            return formats[i].format;
    return PLUMB_LIST_DECIMAL;
}

/* 十一, 一百零三: as counted, not digit by digit. */
static void put_counted(struct plumb_buf *out, size_t n, bool formal)
{
    static const char *const plain_places[] = {"", "十", "百", "千"};
    static const char *const formal_places[] = {"", "拾", "佰", "仟"};
    static const size_t powers[] = {1, 10, 100, 1000};
    const char *const *digits = formal ? formal_digits : plain_digits;
    const char *const *places = formal ? formal_places : plain_places;
    bool any = false, gap = false;
    if (n == 0)
        plumb_buf_puts(out, digits[0]);
    for (size_t i = 4; i-- > 0;) {
        size_t digit = n / powers[i] % 10;
        gap = gap || (any && digit == 0);
        if (digit == 0)
            continue;
        if (gap)
            plumb_buf_puts(out, "零");
        if (digit > 1 || i != 1 || any || formal) /* 十一, not 一十一; but 壹拾壹 */
            plumb_buf_puts(out, digits[digit]);
        plumb_buf_puts(out, places[i]);
        any = true;
        gap = false;
    }
}

static void put_digits(struct plumb_buf *out, size_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", n);
    for (const char *c = text; *c; c++)
        plumb_buf_puts(out, plain_digits[*c - '0']);
}

static void put_wide(struct plumb_buf *out, size_t n)
{
    char text[24], bytes[4];
    snprintf(text, sizeof text, "%zu", n);
    for (const char *c = text; *c; c++)
        plumb_buf_add(out, bytes, plumb_utf8_encode(0xFF10 + (uint32_t)(*c - '0'), bytes));
}

/* a … z, aa, ab, … */
static void put_letters(struct plumb_buf *out, size_t n, char first)
{
    char text[16];
    size_t at = sizeof text;
    for (; n > 0 && at > 0; n = (n - 1) / 26)
        text[--at] = (char)(first + (int)((n - 1) % 26));
    plumb_buf_add(out, text + at, sizeof text - at);
}

static void put_roman(struct plumb_buf *out, size_t n, bool capital)
{
    static const struct {
        size_t value;
        const char *small, *large;
    } parts[] = {{1000, "m", "M"}, {900, "cm", "CM"}, {500, "d", "D"}, {400, "cd", "CD"},
                 {100, "c", "C"},  {90, "xc", "XC"},  {50, "l", "L"},  {40, "xl", "XL"},
                 {10, "x", "X"},   {9, "ix", "IX"},   {5, "v", "V"},   {4, "iv", "IV"},
                 {1, "i", "I"}};
    for (size_t i = 0; i < PLUMB_COUNT(parts); i++)
        for (; n >= parts[i].value; n -= parts[i].value)
            plumb_buf_puts(out, capital ? parts[i].large : parts[i].small);
}

/* One of the characters from `first` on, which Unicode has for 1 to `most`; false for others. */
static bool put_one_of(struct plumb_buf *out, size_t n, uint32_t first, size_t most)
{
    char bytes[4];
    if (n < 1 || n > most)
        return false;
    plumb_buf_add(out, bytes, plumb_utf8_encode(first + (uint32_t)n - 1, bytes));
    return true;
}

static bool put_name(struct plumb_buf *out, size_t n, const char *const *names, size_t count)
{
    if (n < 1 || n > count)
        return false;
    plumb_buf_puts(out, names[n - 1]);
    return true;
}

/* Those that have a sign of their own for each of the first numbers, and none behind them. */
static bool put_sign(struct plumb_buf *out, enum plumb_list_format format, size_t n)
{
    static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
    static const char *const branches[] = {"子", "丑", "寅", "卯", "辰", "巳",
                                           "午", "未", "申", "酉", "戌", "亥"};
    if (format == PLUMB_LIST_STEMS)
        return put_name(out, n, stems, PLUMB_COUNT(stems));
    if (format == PLUMB_LIST_BRANCHES)
        return put_name(out, n, branches, PLUMB_COUNT(branches));
    return (format == PLUMB_LIST_CIRCLED && put_one_of(out, n, 0x2460, 20)) ||
           (format == PLUMB_LIST_PARENTHESES && put_one_of(out, n, 0x2474, 20)) ||
           (format == PLUMB_LIST_FULL_STOP && put_one_of(out, n, 0x2488, 20)) ||
           (format == PLUMB_LIST_CIRCLED_CHINESE && put_one_of(out, n, 0x3280, 10));
}

void plumb_list_number(struct plumb_buf *out, enum plumb_list_format format, size_t n)
{
    if (format == PLUMB_LIST_NOTHING || n > MAX_NUMBER || put_sign(out, format, n))
        return;
    if (format == PLUMB_LIST_LETTER || format == PLUMB_LIST_CAPITAL)
        put_letters(out, n, format == PLUMB_LIST_LETTER ? 'a' : 'A');
    else if (format == PLUMB_LIST_ROMAN || format == PLUMB_LIST_ROMAN_CAPITAL)
        put_roman(out, n, format == PLUMB_LIST_ROMAN_CAPITAL);
    else if (format == PLUMB_LIST_CHINESE_DIGITS || (format == PLUMB_LIST_CHINESE_TO_99 && n > 99))
        put_digits(out, n);
    else if (format == PLUMB_LIST_CHINESE || format == PLUMB_LIST_CHINESE_TO_99 ||
             format == PLUMB_LIST_CHINESE_FORMAL)
        put_counted(out, n, format == PLUMB_LIST_CHINESE_FORMAL);
    else if (format == PLUMB_LIST_WIDE)
        put_wide(out, n);
    else
        plumb_buf_printf(out,
                         format == PLUMB_LIST_TWO_DIGITS ? "%02zu"
                         : format == PLUMB_LIST_DASHED   ? "- %zu -"
                                                         : "%zu",
                         n);
}
