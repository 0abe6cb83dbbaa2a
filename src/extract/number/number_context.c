/* Numbers that are no quantities: list and file numbers, telephones, pages, names (DOMAIN §6.1). */
#include "extract/number/quantity.h"
#include "extract/text/word_set.h"

#include <string.h>

static int64_t whole(const struct plumb_digits *digits)
{
    return digits->value.v > (plumb_i128)1 << 90 ? INT64_MAX
                                                 : (int64_t)(digits->value.v / PLUMB_DEC_ONE);
}

static size_t digit_run(const struct plumb_runes *runes, size_t i)
{
    size_t n = 0;
    while (n < 40 && plumb_rune_digit(plumb_rune(runes, i + n)))
        n++;
    return n;
}

static bool is_plain(const struct plumb_digits *digits)
{
    return digits->valid && digits->decimals == 0 && !digits->comma && !digits->dotted;
}

/* ---- list numbers ---- */

/* May a list number stand here: start, behind a mark, or glued to the unit of a quantity? */
static bool at_boundary(const struct plumb_lexer *lexer, size_t i, bool *glued)
{
    const struct plumb_runes *runes = lexer->runes;
    *glued = lexer->last_is_fact && lexer->last_end == i && runes->gap[i] == PLUMB_GAP_NONE;
    uint32_t prev = plumb_rune_before(runes, i);
    return i == 0 || *glued || runes->gap[i] >= PLUMB_GAP_WIDE ||
           plumb_rune_in(prev, U":;,。？！)”");
}

/* "1、2024年…" and "1、15个项目" are lists, "6、9、11月" and "5、6号楼" are not. */
static bool list_goes_on(const struct plumb_runes *runes, size_t i)
{
    size_t run = digit_run(runes, i);
    if (run == 0)
        return true;
    uint32_t next = plumb_rune(runes, i + run);
    return !plumb_rune_in(next, U"、和与及月号日-至") && !(next == 0);
}

/* "2.2本计划", "1.2024年", "2.5家": decimals that are a list number with something behind it. */
static bool is_dotted_list(const struct plumb_lexer *lexer, struct plumb_digits *digits, bool glued)
{
    const struct plumb_runes *runes = lexer->runes;
    size_t point = digits->from + digits->integer_digits;
    if (digits->integer_digits > 2 || plumb_rune(runes, point) != '.')
        return false;
    struct plumb_unit_hit hit;
    bool unit = plumb_unit_match(lexer->work->arena, runes, digits->to, &hit);
    uint32_t next = plumb_rune(runes, digits->to);
    if (digits->decimals == 4 && next == U'年') {
        digits->to = point;
        return true;
    }
    bool word = plumb_rune_han(next) || plumb_rune_in(next, U"“《、");
    if (!unit && word && digits->decimals <= 2)
        return digits->from == 0 || glued;
    if (unit && !glued && digits->from == 0 && plumb_unit_exact(hit.unit) &&
        hit.scale.v == PLUMB_DEC_ONE && hit.unit != PLUMB_UNIT_SCORE &&
        hit.unit != PLUMB_UNIT_TIME) {
        digits->to = point;
        return true;
    }
    return false;
}

bool plumb_number_is_list(const struct plumb_lexer *lexer, struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexer->runes;
    bool glued = false;
    if (!at_boundary(lexer, digits->from, &glued) || !digits->valid || digits->comma)
        return false;
    if (digits->decimals > 0)
        return is_dotted_list(lexer, digits, glued);
    uint32_t next = plumb_rune(runes, digits->to);
    if (digits->integer_digits > 2 || runes->gap[digits->to] >= PLUMB_GAP_LINE)
        return false;
    if (next == ')' && plumb_rune_before(runes, digits->from) != '(')
        return true;
    if (next == '.' || next == U'、')
        return list_goes_on(runes, digits->to + 1);
    return false;
}

/* ---- references and names ---- */

/* Behind a closing bracket: "33号", "第33号", " 8 号". */
static bool file_number_at(const struct plumb_runes *runes, size_t i)
{
    if (plumb_rune(runes, i) == U'第')
        i++;
    size_t run = digit_run(runes, i);
    if (run && plumb_rune_in(plumb_rune(runes, i + run), U"-—~、"))
        run += 1 + digit_run(runes, i + run + 1);
    return run > 0 && plumb_rune(runes, i + run) == U'号';
}

static bool is_file_number(const struct plumb_runes *runes, const struct plumb_digits *digits)
{
    uint32_t prev = plumb_rune_before(runes, digits->from), next = plumb_rune(runes, digits->to);
    if (next == U'号' || next == U'届')
        return true;
    bool opened = plumb_rune_in(prev, U"〔[【(（{［");
    if (opened && plumb_rune_in(next, U"〕]】)}］")) {
        uint32_t behind = plumb_rune(runes, digits->to + 1);
        return behind == U'号' || file_number_at(runes, digits->to + 1);
    }
    if (plumb_rune_in(prev, U"〕]】") && plumb_rune_in(next, U"-—~、") &&
        file_number_at(runes, digits->from))
        return true;
    /* "盐财行2020［410］号" and, with the opening bracket lost, "2014〕8 号" */
    if (plumb_rune_in(next, U"〕]】") && file_number_at(runes, digits->to + 1))
        return true;
    if (plumb_rune_in(next, U"〔[【［") && digits->to - digits->from == 4) {
        size_t run = digit_run(runes, digits->to + 1);
        return run > 0 && plumb_rune(runes, digits->to + 2 + run) == U'号';
    }
    return false;
}

/* 第3, 第1-3: walk back over what an ordinal list joins. */
static bool is_ordinal(const struct plumb_runes *runes, size_t i)
{
    size_t floor = i > 40 ? i - 40 : 0;
    while (i > floor) {
        uint32_t prev = runes->cp[i - 1];
        if (prev == U'第')
            return true;
        if (!plumb_rune_in(prev, U"-—~至、和及") || i < 2 || !plumb_rune_digit(runes->cp[i - 2]))
            return false;
        i--;
        while (i > 0 && plumb_rune_digit(runes->cp[i - 1]))
            i--;
    }
    return false;
}

/* "91320100MA1X2345Y": letters behind the digits, and digits again behind them. */
static bool is_code_head(const struct plumb_runes *runes, size_t at)
{
    size_t letters = 0, digits = 0;
    while (runes->gap[at] == PLUMB_GAP_NONE && plumb_rune_letter(plumb_rune(runes, at))) {
        letters++;
        at++;
    }
    while (runes->gap[at] == PLUMB_GAP_NONE && plumb_rune_digit(plumb_rune(runes, at))) {
        digits++;
        at++;
    }
    return letters > 0 && digits >= 3;
}

/* A4, H7N9, COVID-19, W-07, 5G, www.163: parts of words in Latin letters. */
static bool is_in_word(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexer->runes;
    size_t i = digits->from;
    struct plumb_unit_hit hit;
    bool unit = plumb_unit_match(lexer->work->arena, runes, digits->to, &hit);
    if (unit && (hit.unit == PLUMB_UNIT_YUAN || hit.unit == PLUMB_UNIT_FRACTION))
        return false;
    if (is_code_head(runes, digits->to))
        return true;
    uint32_t prev = plumb_rune_before(runes, i);
    if (prev && runes->gap[i] == PLUMB_GAP_NONE) {
        if (plumb_rune_letter(prev) || prev == '_' || prev == '@' || prev == '#')
            return true;
        if (plumb_rune_in(prev, U"-./") && i >= 2 && plumb_rune_letter(runes->cp[i - 2]) &&
            runes->gap[i - 1] == PLUMB_GAP_NONE)
            return true;
    }
    if (!unit && plumb_rune_letter(prev) && runes->gap[i] == PLUMB_GAP_SPACE && is_plain(digits) &&
        digits->integer_digits <= 4)
        return true;
    /* K12+300, GB/T 8170—2008: what is joined to a number that is none */
    if (!lexer->last_is_fact && lexer->last_end > 0 && lexer->last_end + 1 == i &&
        plumb_rune_in(prev, U"+-—/") && !(unit && plumb_unit_exact(hit.unit) && prev != '+'))
        return true;
    uint32_t next = plumb_rune(runes, digits->to);
    if (plumb_rune_in(next, U"°#"))
        return true;
    bool tight = runes->gap[digits->to] == PLUMB_GAP_NONE;
    /* 20××年 */
    if (next == U'×' && plumb_rune(runes, digits->to + 1) == U'×')
        return true;
    return !unit && tight && (plumb_rune_letter(next) || next == '_' || next == '@');
}

bool plumb_number_is_reference(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    return is_file_number(lexer->runes, digits) || is_ordinal(lexer->runes, digits->from) ||
           is_in_word(lexer, digits);
}

/* ---- the rest: only without a unit, unless said otherwise ---- */

static bool ends_back(const struct plumb_runes *runes, size_t i, const uint32_t *const *words,
                      size_t count)
{
    for (size_t w = 0; w < count; w++)
        if (plumb_runes_match_back(runes, i, words[w]) != PLUMB_NPOS)
            return true;
    return false;
}

/* 附件1, 图2, 表3; 目标1：, 指标1. */
static bool is_numbered_noun(const struct plumb_runes *runes, const struct plumb_digits *digits)
{
    static const uint32_t *const always[] = {U"附件", U"附表", U"附图", U"附录", U"图",  U"表",
                                             U"附",   U"注",   U"式",   U"编号", U"序号"};
    static const uint32_t *const listed[] = {U"目标", U"任务", U"指标", U"项目", U"问题", U"步骤",
                                             U"措施", U"案例", U"情形", U"类型", U"方案", U"原因",
                                             U"建议", U"经验", U"举措", U"内容"};
    uint32_t next = plumb_rune(runes, digits->to);
    size_t from = digits->from;
    if (!is_plain(digits) || digits->integer_digits > 2)
        return false;
    enum { REACH = 12, MARK_AND_DIGIT = 2 };
    size_t floor = from > REACH + MARK_AND_DIGIT ? from - REACH : MARK_AND_DIGIT;
    while (from >= floor && plumb_rune_in(runes->cp[from - 1], U"-.、") && /* 附件4-2 */
           plumb_rune_digit(runes->cp[from - 2])) {
        from--;
        while (from > 0 && plumb_rune_digit(runes->cp[from - 1]))
            from--;
    }
    if (ends_back(runes, from, always, PLUMB_COUNT(always)))
        return true;
    return (next == 0 || plumb_rune_in(next, U":.、),;")) &&
           ends_back(runes, digits->from, listed, PLUMB_COUNT(listed));
}

/* Telephones, account and identity numbers, codes. */
static bool is_identifier(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    static const char *const words[] = {"电话", "手机", "传真", "邮编",   "邮政编码",
                                        "账号", "帐号", "卡号", "身份证", "编码",
                                        "代码", "热线", "ＱＱ", "QQ",     "区划"};
    const struct plumb_runes *runes = lexer->runes;
    size_t count = PLUMB_COUNT(words), n = digits->integer_digits;
    if (!is_plain(digits))
        return false;
    bool zero = n >= 2 && runes->cp[digits->from] == '0';
    bool mobile = n == 11 && runes->cp[digits->from] == '1' && runes->cp[digits->from + 1] >= '3';
    if (zero || mobile || n >= 12)
        return true;
    uint32_t prev = plumb_rune_before(runes, digits->from);
    bool area_code =
        prev == '-' && digits->from >= 4 && plumb_rune_digit(runes->cp[digits->from - 2]);
    if (n >= 7 && area_code)
        return true;
    if (n < 3)
        return false;
    size_t at = plumb_runes_start(runes, digits->from), back = at > 36 ? at - 36 : 0;
    return (n >= 5 &&
            plumb_has_any(plumb_str_sub(lexer->sentence->text, back, at), words, count)) ||
           (lexer->in_cell && plumb_has_any(lexer->left_cell, words, count));
}

/* "…… 12" of a table of contents, "- 3 -", a paragraph that is only a number, 第3页. */
static bool is_page(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexer->runes;
    uint32_t prev = plumb_rune_before(runes, digits->from), next = plumb_rune(runes, digits->to);
    size_t i = digits->from;
    if (!is_plain(digits) || digits->integer_digits > 4)
        return false;
    if (next == U'页')
        return true;
    bool dots =
        prev == U'…' || (plumb_rune_in(prev, U".·-_") && i >= 2 && runes->cp[i - 2] == prev);
    if (next == 0 && dots)
        return true;
    if (plumb_rune_in(prev, U"-—") && next == prev &&
        !plumb_rune_digit(plumb_rune(runes, digits->to + 1)) &&
        (i < 2 || !plumb_rune_digit(runes->cp[i - 2])))
        return true;
    bool alone = i == 0 && next == 0;
    if (alone && lexer->in_cell)
        return plumb_str_ends(lexer->left_cell, PLUMB_STR("...")) ||
               plumb_str_ends(lexer->left_cell, PLUMB_STR("…"));
    return alone;
}

/* Behind a colon: the minutes of a clock time or the other side of a ratio 3:1, without a unit. */
static bool joins_clock(const struct plumb_runes *runes, size_t i)
{
    size_t run = digit_run(runes, i), longest = 2;
    uint32_t next = plumb_rune(runes, i + run);
    if (i >= 2 && runes->cp[i - 2] == '1' && !plumb_rune_digit(plumb_rune_before(runes, i - 2))) {
        longest = 6; /* 1:500, the scale of a map */
        next = 0;
    }
    return run >= 1 && run <= longest && !plumb_rune_han(next) && !plumb_rune_in(next, U"%‰.");
}

/* Before the colon at i: one or two digits that are not the number of a 目标 or 指标. */
static bool clock_before(const struct plumb_runes *runes, size_t i)
{
    size_t from = i;
    while (from > 0 && i - from < 4 && plumb_rune_digit(runes->cp[from - 1]))
        from--;
    return i - from <= 2 && !plumb_rune_in(plumb_rune_before(runes, from), U"标务目件表图题骤");
}

/* A decimal in 25.7:26.8:47.5: one of three or more members of a proportion, a number like any. */
static bool is_member(const struct plumb_runes *runes, const struct plumb_digits *digits)
{
    if (plumb_rune(runes, digits->to) == ':' && plumb_rune_digit(plumb_rune(runes, digits->to + 1)))
        return true;
    size_t k = digits->from - 1;
    while (k > 0 && (plumb_rune_digit(runes->cp[k - 1]) || runes->cp[k - 1] == '.'))
        k--;
    return k >= 2 && runes->cp[k - 1] == ':' && plumb_rune_digit(runes->cp[k - 2]);
}

/* Is the member in front or behind a decimal? A clock has none. */
static bool decimal_beside(const struct plumb_runes *runes, const struct plumb_digits *digits)
{
    size_t k = digits->from - 1, i = digits->to;
    while (k > 0 && plumb_rune_digit(runes->cp[k - 1]))
        k--;
    if (k > 0 && runes->cp[k - 1] == '.')
        return true;
    i += plumb_rune(runes, i) == ':';
    i += digit_run(runes, i);
    return plumb_rune(runes, i) == '.';
}

/* 8:30, 3·15, 1+N, 2/3 … */
static bool is_compound(const struct plumb_runes *runes, const struct plumb_digits *digits)
{
    uint32_t prev = plumb_rune_before(runes, digits->from), next = plumb_rune(runes, digits->to);
    bool digit_behind = plumb_rune_digit(plumb_rune(runes, digits->to + 1));
    bool digit_before = digits->from >= 2 && plumb_rune_digit(runes->cp[digits->from - 2]);
    if (prev == ':' && digit_before && digits->valid && digits->decimals > 0)
        return !is_member(runes, digits) && clock_before(runes, digits->from - 1); /* 1:1.5 */
    if (!is_plain(digits))
        return false;
    if (prev == ':' && digit_before && is_member(runes, digits) && decimal_beside(runes, digits))
        return false; /* the round member of 9.2:51:39.8 */
    if (next == ':' && digits->integer_digits <= 2 && joins_clock(runes, digits->to + 1))
        return true;
    bool scale = digit_before && runes->cp[digits->from - 2] == '1';
    if (prev == ':' && digit_before && (digits->integer_digits <= 2 || scale) &&
        clock_before(runes, digits->from - 1))
        return true;
    if ((plumb_rune_in(next, U"·•") && digit_behind) ||
        (plumb_rune_in(prev, U"·•") && digit_before))
        return true;
    if (next == '+' || prev == '+')
        return true;
    return (next == '/' && digit_behind) || (prev == '/' && digit_before);
}

/* （1） and 1) in running text; "产出指标（50）" in a table cell is a weight. */
static bool is_bracketed(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexer->runes;
    if (plumb_rune_before(runes, digits->from) != '(' || plumb_rune(runes, digits->to) != ')' ||
        !is_plain(digits) || digits->integer_digits > 2)
        return false;
    bool cell_end = lexer->in_cell && digits->from > 1 && digits->to + 1 == runes->count;
    return !cell_end;
}

/* A number in digits right before a word that is no unit: 8023部队, 12345热线, a page number inside a
 * word. After words that announce a value it is one all the same. */
static bool is_name(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexer->runes;
    uint32_t prev = plumb_rune_before(runes, digits->from), next = plumb_rune(runes, digits->to);
    if (!is_plain(digits))
        return false;
    bool quoted = plumb_rune_in(prev, U"“‘「『\"") && digits->integer_digits <= 5;
    if (quoted)
        return true;
    bool behind_gap = runes->gap[digits->to] >= PLUMB_GAP_SPACE;
    /* "1   某某中心", "201  一般公共服务支出": the row number or code of a layout */
    if (digits->from == 0 && behind_gap && !lexer->in_cell && plumb_rune_han(next))
        return true;
    if (!plumb_rune_han(next) || runes->gap[digits->to] >= PLUMB_GAP_WIDE)
        return false;
    static const uint32_t *const names[] = {U"部队", U"热线", U"工程", U"平台",
                                            U"世纪", U"年代", U"专线", U"舆情"};
    for (size_t w = 0; w < PLUMB_COUNT(names); w++)
        if (plumb_runes_match(runes, digits->to, names[w]) != PLUMB_NPOS)
            return true;
    return !plumb_rune_in(prev, U"为达到是共计至仅有:=率数量额总占了");
}

/* "0.2次/10万公顷", "36.5例/10万人": what a rate is counted per. */
static bool is_counted_per(const struct plumb_lexer *lexer, const struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexer->runes;
    int64_t n = whole(digits);
    return digits->from >= 3 && runes->cp[digits->from - 1] == '/' &&
           plumb_rune_in(runes->cp[digits->from - 2], U"次人例件起个元") && digits->decimals == 0 &&
           (n == 1 || n == 10 || n == 100 || n == 1000 || n == 10000);
}

bool plumb_number_is_none(const struct plumb_lexer *lexer, const struct plumb_digits *digits,
                          const struct plumb_unit_hit *hit)
{
    if (!digits->valid)
        return true;
    if (hit && hit->unit == PLUMB_UNIT_NONE && !hit->magnitude_only)
        return true; /* 3级 */
    if (hit && hit->magnitude_only && plumb_rune_before(lexer->runes, digits->from) == '/')
        return true; /* 1/10万 */
    if (is_counted_per(lexer, digits))
        return true;
    if (hit)
        return false;
    return is_numbered_noun(lexer->runes, digits) || is_identifier(lexer, digits) ||
           is_page(lexer, digits) || is_compound(lexer->runes, digits) ||
           is_bracketed(lexer, digits) || is_name(lexer, digits) || whole(digits) == INT64_MAX;
}
