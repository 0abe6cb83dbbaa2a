/* What a line begins or ends with: list numbers, sentence ends, dates, captions, sign-off lines. */
#include "read/read_int.h"

#include <string.h>

/* The characters of a line from `at` on, folded to half width. */
static uint32_t peek(struct plumb_str s, size_t at)
{
    return at < s.len ? plumb_fold(plumb_utf8_decode(s, &at)) : 0;
}

static size_t skip_spaces(struct plumb_str s, size_t at)
{
    while (at < s.len) {
        size_t next = at;
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &next));
        if (cp != ' ' && cp != '\t' && cp != 0xA0)
            break;
        at = next;
    }
    return at;
}

/* 〇 一 … 九 十 百 as 0-9, 10, 100; -1 for anything else. */
static int numeral(uint32_t cp)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 10; i++)
        if (cp == digits[i])
            return i;
    return cp == 0x96F6 ? 0 : cp == 0x5341 ? 10 : cp == 0x767E ? 100 : -1;
}

/* A Chinese or Arabic number below 1000 at *at; false when there is none. */
static bool read_number(struct plumb_str s, size_t *at, int *value, bool *chinese)
{
    int total = 0, current = 0, count = 0;
    *chinese = numeral(peek(s, *at)) >= 0;
    while (*at < s.len && count < 7) {
        size_t next = *at;
        uint32_t cp = plumb_fold(plumb_utf8_decode(s, &next));
        int digit = *chinese ? numeral(cp) : cp >= '0' && cp <= '9' ? (int)(cp - '0') : -1;
        if (digit < 0)
            break;
        if (digit >= 10) {
            total += (current ? current : 1) * digit;
            current = 0;
        } else {
            current = (*chinese ? 0 : current * 10) + digit;
        }
        count++;
        *at = next;
    }
    *value = total + current;
    return count > 0 && count <= (*chinese ? 5 : 2);
}

static bool finish(struct plumb_numbering *out, int style, int rank, int number,
                   struct plumb_str line, size_t at)
{
    *out = (struct plumb_numbering){.rank = rank,
                                    .level = rank > 0 ? rank : 1,
                                    .style = style,
                                    .number = number,
                                    .len = skip_spaces(line, at)};
    return true;
}

/* 第三部分, 第二章, 第四条. */
static bool parse_part(struct plumb_str line, struct plumb_numbering *out)
{
    size_t at = strlen("第");
    int value = 0;
    bool chinese = false;
    at = skip_spaces(line, at);
    if (!read_number(line, &at, &value, &chinese))
        return false;
    at = skip_spaces(line, at);
    static const struct {
        const char *word;
        int rank;
    } words[] = {{"部分", 0}, {"编", 0}, {"篇", 0}, {"章", 0}, {"节", 1}, {"条", 3}};
    struct plumb_str rest = plumb_str_sub(line, at, line.len);
    for (size_t i = 0; i < PLUMB_COUNT(words); i++) {
        struct plumb_str word = plumb_str_from(words[i].word);
        if (plumb_str_starts(rest, word))
            return finish(out, words[i].rank == 3 ? 8 : 7, words[i].rank, value, line,
                          at + word.len);
    }
    return false;
}

/* （一） (1) and 1) */
static bool parse_bracketed(struct plumb_str line, struct plumb_numbering *out)
{
    size_t at = 0;
    plumb_utf8_decode(line, &at);
    at = skip_spaces(line, at);
    int value = 0;
    bool chinese = false;
    if (!read_number(line, &at, &value, &chinese))
        return false;
    at = skip_spaces(line, at);
    size_t next = at;
    if (at >= line.len || plumb_fold(plumb_utf8_decode(line, &next)) != ')')
        return false;
    return finish(out, chinese ? 2 : 5, chinese ? 2 : 4, value, line, next);
}

/* "3、4月份" is a range of months, "1、2024年…" is item 1. */
static bool is_number_list(struct plumb_str line, size_t at)
{
    size_t digits = 0;
    while (peek(line, at) >= '0' && peek(line, at) <= '9' && digits < 5) {
        plumb_utf8_decode(line, &at);
        digits++;
    }
    uint32_t cp = peek(line, at);
    return digits > 0 && digits <= 2 && (cp == 0x6708 || cp == 0x65E5 || cp == 0x3001);
}

/* "1.2020年" is item 1, "1.20万元" is an amount. */
static bool starts_with_year(struct plumb_str line, size_t at)
{
    for (int i = 0; i < 4; i++, plumb_utf8_decode(line, &at))
        if (peek(line, at) < '0' || peek(line, at) > '9')
            return false;
    return peek(line, skip_spaces(line, at)) == 0x5E74; /* 年 */
}

/* 一、 1、 1. 1) */
static bool parse_plain(struct plumb_str line, struct plumb_numbering *out)
{
    size_t at = 0;
    int value = 0;
    bool chinese = false;
    if (!read_number(line, &at, &value, &chinese))
        return false;
    size_t mark_at = skip_spaces(line, at), next = mark_at;
    if (mark_at >= line.len)
        return false;
    uint32_t mark = plumb_fold(plumb_utf8_decode(line, &next));
    uint32_t after = peek(line, next);
    if (mark == 0x3001) { /* 、 */
        if (is_number_list(line, next))
            return false;
        return finish(out, chinese ? 1 : 4, chinese ? 1 : 3, value, line, next);
    }
    if (mark == '.') { /* also ． */
        bool point = after >= '0' && after <= '9' && !starts_with_year(line, next);
        if (point || after == 0 || mark_at != at)
            return false;
        return finish(out, chinese ? 1 : 3, chinese ? 1 : 3, value, line, next);
    }
    if (mark == ')' && mark_at == at && !chinese)
        return finish(out, 10, 4, value, line, next);
    return false;
}

bool plumb_numbering_parse(struct plumb_str line, struct plumb_numbering *out)
{
    uint32_t first = peek(line, 0);
    if (first == 0x7B2C) /* 第 */
        return parse_part(line, out);
    if (first == '(')
        return parse_bracketed(line, out);
    if (first >= 0x2460 && first <= 0x2473) { /* ① … ⑳ */
        size_t at = 0;
        plumb_utf8_decode(line, &at);
        return finish(out, 6, 5, (int)(first - 0x2460 + 1), line, at);
    }
    return parse_plain(line, out);
}

static bool is_final_char(uint32_t cp)
{
    return cp == 0x3002 || cp == 0x2026 || cp == '!' || cp == '?' || cp == ';' || cp == ':';
}

static bool is_closer(uint32_t cp)
{
    return cp == 0x201D || cp == 0x2019 || cp == 0x300D || cp == 0x300F || cp == ')' ||
           cp == 0x300B || cp == ']' || cp == 0x3011 || cp == 0x3015 || cp == '"';
}

bool plumb_text_is_final(struct plumb_str text)
{
    size_t at = text.len;
    for (int closers = 0; at > 0 && closers < 4; closers++) {
        at = plumb_utf8_prev(text, at);
        uint32_t cp = peek(text, at);
        if (is_final_char(cp))
            return true;
        if (cp == '.') { /* not the point of a number cut in two */
            uint32_t before = at > 0 ? peek(text, plumb_utf8_prev(text, at)) : 0;
            return before < '0' || before > '9';
        }
        if (!is_closer(cp))
            return false;
    }
    return false;
}

size_t plumb_text_chars(struct plumb_str text, size_t stop)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len && count < stop; count++)
        plumb_utf8_decode(text, &at);
    return count;
}

bool plumb_text_is_date(struct plumb_str text)
{
    size_t digits = 0, marks = 0, count = 0;
    bool year = false;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        bool mark = cp == 0x5E74 || cp == 0x6708 || cp == 0x65E5;
        bool digit = (cp >= '0' && cp <= '9') || numeral(cp) >= 0 || cp == 0x25CB;
        if (!mark && !digit && cp != ' ' && cp != '-' && cp != '.' && cp != '/')
            return false;
        year = year || cp == 0x5E74;
        digits += digit;
        marks += mark || cp == '-' || cp == '.' || cp == '/';
        if (count > 80)
            return false;
    }
    return marks >= 2 && (year || digits >= 6);
}

static bool starts_with_any(struct plumb_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plumb_str_begins(text, words[i]))
            return true;
    return false;
}

bool plumb_text_is_signoff(struct plumb_str text)
{
    static const char *const words[] = {
        "填表人",     "填报人",   "填表日期", "填报日期", "填表说明",   "制表",
        "制表人",     "审核人",   "复核人",   "经办人",   "联系人：",   "联系电话",
        "说明：",     "说明:",    "注：",     "注:",      "注1",        "备注：",
        "备注:",      "附件",     "附表",     "附：",     "单位负责人", "主管领导",
        "财务负责人", "填报单位", "填表单位", "（盖章）", "(盖章)"};
    return starts_with_any(text, words, PLUMB_COUNT(words));
}

/* "（2024年度）" or "2024年" alone. */
bool plumb_text_is_year_mark(struct plumb_str text)
{
    bool digits = false, year = false;
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        bool digit = (cp >= '0' && cp <= '9') || numeral(cp) >= 0;
        if (!digit && cp != '(' && cp != ')' && cp != ' ' && cp != 0x5E74 && cp != 0x5EA6)
            return false;
        digits = digits || digit;
        year = year || cp == 0x5E74;
        if (count > 16)
            return false;
    }
    return digits && year;
}

/* The text without brackets at its end: "……表（2024年度）" → "……表". */
static struct plumb_str without_brackets(struct plumb_str text)
{
    size_t last = plumb_utf8_prev(text, text.len);
    if (text.len == 0 || peek(text, last) != ')')
        return text;
    size_t at = last;
    while (at > 0) {
        at = plumb_utf8_prev(text, at);
        if (peek(text, at) == '(')
            return plumb_str_trim(plumb_str_sub(text, 0, at));
    }
    return text;
}

bool plumb_text_is_caption(struct plumb_str text)
{
    if (text.len == 0 || plumb_text_chars(text, 61) > 60)
        return false;
    size_t from, to;
    if (plumb_text_is_year_mark(text) ||
        (plumb_text_find_unit(text, &from, &to) && !plumb_text_is_final(text)))
        return true;
    struct plumb_str body = without_brackets(text);
    return plumb_str_ends(body, PLUMB_STR("表")) && !plumb_text_is_prose(body);
}

bool plumb_text_is_prose(struct plumb_str text)
{
    return plumb_str_has(text, "，") || plumb_str_has(text, "。") || plumb_str_has(text, "；");
}

bool plumb_text_is_open(struct plumb_str text)
{
    int title = 0, bracket = 0, quote = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        title += cp == 0x300A ? 1 : cp == 0x300B && title > 0 ? -1 : 0;
        bracket += cp == '(' || cp == 0x3014                    ? 1
                   : (cp == ')' || cp == 0x3015) && bracket > 0 ? -1
                                                                : 0;
        quote += cp == 0x201C ? 1 : cp == 0x201D && quote > 0 ? -1 : 0;
    }
    return title > 0 || bracket > 0 || quote > 0;
}

bool plumb_text_is_number(struct plumb_str text)
{
    bool digit = false;
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &at));
        bool is_digit = cp >= '0' && cp <= '9';
        digit = digit || is_digit;
        if (!is_digit && !(cp < 0x80 && strchr(" ,.+-%()", (int)cp)) && cp != 0x2212 &&
            cp != 0x2013 && cp != 0x2014 && cp != 0x2030)
            return false;
        if (count > 40)
            return false;
    }
    return digit;
}

static size_t unit_word(struct plumb_str text, size_t at)
{
    static const char *const units[] = {"人民币元", "人民币万元", "百万元", "千万元", "亿元",
                                        "万元",     "千元",       "元",     "万人次", "万人",
                                        "人次",     "人",         "户",     "%",      "％",
                                        "个",       "平方米",     "㎡",     "辆",     "分"};
    struct plumb_str rest = plumb_str_sub(text, at, text.len);
    for (size_t i = 0; i < PLUMB_COUNT(units); i++)
        if (plumb_str_starts(rest, plumb_str_from(units[i])))
            return strlen(units[i]);
    return 0;
}

bool plumb_text_find_unit(struct plumb_str text, size_t *from, size_t *to)
{
    if (text.len > 600)
        return false;
    struct plumb_str word = PLUMB_STR("单位");
    for (size_t at = 0; at < text.len;) {
        size_t start = at, after = at;
        uint32_t cp = plumb_fold(plumb_utf8_decode(text, &after));
        bool stated = false;
        if (plumb_str_starts(plumb_str_sub(text, at, text.len), word)) {
            after = skip_spaces(text, at + word.len);
            stated = peek(text, after) == ':';
            if (stated)
                plumb_utf8_decode(text, &after);
        }
        if (stated || cp == '(') {
            size_t unit = skip_spaces(text, after), len = unit_word(text, unit);
            uint32_t next = peek(text, unit + len);
            bool end = next == 0 || next == ' ' || next == ')' || next == '/' || next == 0x3001 ||
                       next == '\t' || next == ',' || next == ';' || next == 0x3002;
            if (len && end && (stated || next == ')')) {
                *from = start;
                *to = unit + len +
                      (!stated && next == ')' ? (text.ptr[unit + len] == ')' ? 1 : 3) : 0);
                return true;
            }
        }
        plumb_utf8_decode(text, &at);
    }
    return false;
}
