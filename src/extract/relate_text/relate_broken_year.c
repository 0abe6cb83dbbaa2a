/* Years that lost or gained a digit in titles and contents: "202 年度部门决算", "20233年度", "20  年度". They
 * are no dates to any other rule, so nobody else would miss them. */
#include "extract/relate_text/relate_report.h"

/* Longer lines are prose, whose numbers in front of 年度 may be of other things. */
#define TITLE_CHARS 60
/* What was copied into every table's title is told so often. */
#define TOLD_MOST 2

/* Length of the digit, narrow or wide, that ends at `end`; 0 for any other character. */
static size_t digit_before(struct plumb_str text, size_t end)
{
    size_t start = end ? plumb_utf8_prev(text, end) : 0, at = start;
    uint32_t cp = end ? plumb_utf8_decode(text, &at) : 0;
    bool digit = (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
    return digit ? end - start : 0;
}

static size_t blank_before(struct plumb_str text, size_t end)
{
    if (end && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '\t'))
        return 1;
    return plumb_str_ends(plumb_str_sub(text, 0, end), PLUMB_STR("　")) ? strlen("　") : 0;
}

/* The broken year in front of the 年度 at `end`, or empty: two digits and a gap, three, or five. */
static struct plumb_str broken_year(struct plumb_str text, size_t end)
{
    size_t stop = end, digits = 0, blanks = 0;
    for (size_t n = blank_before(text, stop); n; n = blank_before(text, stop), blanks++)
        stop -= n;
    size_t start = stop;
    for (size_t n = digit_before(text, start); n; n = digit_before(text, start), digits++)
        start -= n;
    struct plumb_str year = plumb_str_sub(text, start, stop), front = plumb_str_sub(text, 0, start);
    bool century =
        plumb_str_starts(year, PLUMB_STR("20")) || plumb_str_starts(year, PLUMB_STR("２０"));
    /* of a range 2021-2023, of a decimal, of a Latin name: no year that stands by itself */
    if (!century || (front.len && strchr("-.~/", front.ptr[front.len - 1])) ||
        plumb_str_ends(front, PLUMB_STR("—")) || plumb_str_ends(front, PLUMB_STR("第")))
        return PLUMB_STR("");
    bool broken = digits == 3 || digits == 5 || (digits == 2 && blanks > 0);
    return broken ? year : PLUMB_STR("");
}

static bool check_line(struct plumb_extract_work *work, struct plumb_str text, size_t line)
{
    static const char word[] = "年度";
    if (!plumb_str_has(text, word) || plumb_utf8_count(text) > TITLE_CHARS ||
        plumb_str_has(text, "。"))
        return false;
    for (size_t from = 0; from < text.len;) {
        size_t at = plumb_str_find(plumb_str_sub(text, from, text.len), plumb_str_from(word));
        if (at == PLUMB_NPOS)
            return false;
        struct plumb_str year = broken_year(text, from + at);
        /* "20 年度" may be short for 2020 */
        bool short_form = year.len == 2 && work->year == 2020;
        if (year.len && !short_form) {
            plumb_report_words(
                work, text, line, "report.year", 0.6,
                plumb_arena_printf(work->arena,
                                   "“%.*s年度” is no year: a digit is missing or too many",
                                   PLUMB_STR_ARG(year)),
                plumb_arena_printf(work->arena, "“%.*s年度”年份不完整或多字", PLUMB_STR_ARG(year)),
                PLUMB_STR("年度残缺"));
            return true;
        }
        from += at + strlen(word);
    }
    return false;
}

void plumb_relate_broken_years(struct plumb_extract_work *work)
{
    size_t told = 0;
    for (size_t b = 0; b < work->document->block_count && told < TOLD_MOST; b++) {
        const struct plumb_block *block = &work->document->blocks[b];
        const struct plumb_text *text =
            block->kind == PLUMB_BLOCK_TABLE ? &block->table.title : &block->text;
        told += check_line(work, text->str, plumb_text_line(text, 0));
    }
}
