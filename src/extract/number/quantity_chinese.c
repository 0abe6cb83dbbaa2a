/* Numbers in Chinese: 三家, 百分之五, 两千五百万元; and the set phrases that only look like them. */
#include "extract/number/quantity.h"

/* Units that stand behind Chinese numerals when an amount is meant: no ordinals (三期, 二院), no parts
 * of set phrases (一方面). */
static bool chinese_unit(const struct plumb_unit_hit *hit)
{
    static const char *const counts[] = {
        "个",   "家",   "户",   "次",   "批次", "家次", "户次", "台次",   "场次", "轮次",
        "班次", "人份", "辆",   "台",   "台套", "套",   "项",   "项目",   "件",   "例",
        "起",   "份",   "条",   "场",   "处",   "座",   "间",   "篇",     "幅",   "册",
        "株",   "头",   "棵",   "张",   "枚",   "支",   "栋",   "部门",   "类",   "种",
        "环节", "阶段", "方面", "批",   "轮",   "重",   "大",   "所",     "社区", "乡镇",
        "街道", "单位", "企业", "学校", "笔",   "道",   "千瓦", "工作日", "课时", "学时"};
    switch (hit->unit) {
    case PLUMB_UNIT_YUAN:
    case PLUMB_UNIT_YUAN_RATE:
    case PLUMB_UNIT_FRACTION:
    case PLUMB_UNIT_POINTS:
    case PLUMB_UNIT_MULTIPLE:
    case PLUMB_UNIT_PERSON:
    case PLUMB_UNIT_PERSON_TIMES:
    case PLUMB_UNIT_AREA:
        return true;
    default:
        break;
    }
    static const char *const others[] = {"个月", "个工作日", "天", "小时", "个小时",
                                         "公里", "吨",       "米", "亩",   "公斤"};
    for (size_t i = 0; i < PLUMB_COUNT(counts); i++)
        if (plumb_str_equal(hit->canonical, plumb_str_from(counts[i])))
            return true;
    for (size_t i = 0; i < PLUMB_COUNT(others); i++)
        if (plumb_str_equal(hit->canonical, plumb_str_from(others[i])))
            return true;
    return false;
}

static bool unit_is(const struct plumb_unit_hit *hit, const char *text)
{
    return plumb_str_equal(hit->canonical, plumb_str_from(text));
}

/* “四个意识”: a numeral that opens a short quotation names something. */
static bool quoted_phrase(const struct plumb_runes *runes, size_t from)
{
    if (!plumb_rune_in(plumb_rune_before(runes, from), U"“‘「『\"《"))
        return false;
    for (size_t i = from; i < from + 9 && i < runes->count; i++)
        if (plumb_rune_in(runes->cp[i], U"”’」』\"》"))
            return true;
    return false;
}

/* 四个自信, 两个维护, 八项规定: phrases that stand without quotation marks too. */
static bool set_phrase(const struct plumb_runes *runes, size_t to)
{
    static const uint32_t *const nouns[] = {
        U"意识", U"自信", U"维护", U"确立", U"责任", U"务必", U"看齐",   U"着力", U"规定",
        U"统筹", U"革命", U"代表", U"全面", U"严格", U"必然", U"一百年", U"结合", U"坚持",
        U"转变", U"文明", U"精神", U"以来", U"报告", U"会议", U"不",     U"禁止", U"严禁"};
    for (size_t w = 0; w < PLUMB_COUNT(nouns); w++)
        if (plumb_runes_match(runes, to, nouns[w]) != PLUMB_NPOS)
            return true;
    return plumb_rune_in(plumb_rune(runes, to), U"一一两三");
}

/* 一类 … 二类 … 三类: kinds that are numbered, not counted. */
static bool numbered_kinds(const struct plumb_runes *runes, const struct plumb_unit_hit *hit)
{
    uint32_t unit = runes->cp[hit->from];
    if (!plumb_rune_in(unit, U"类批轮种"))
        return false;
    for (size_t i = 0; i + 1 < runes->count; i++)
        if (runes->cp[i] == U'一' && runes->cp[i + 1] == unit)
            return true;
    return false;
}

/* 一家 is a count, 一次 and 一项 mostly are not. */
static bool one_is_counted(const struct plumb_runes *runes, size_t from,
                           const struct plumb_unit_hit *hit)
{
    static const char *const counted[] = {"家", "名", "辆", "台", "套",   "例",   "户",
                                          "处", "座", "所", "倍", "位",   "成",   "个月",
                                          "栋", "间", "支", "天", "批次", "场次", "台套"};
    for (size_t i = 0; i < PLUMB_COUNT(counted); i++)
        if (unit_is(hit, counted[i]))
            return !plumb_rune_in(plumb_rune_before(runes, from), U"每同另某任这那哪逐统唯第");
    return unit_is(hit, "个") && plumb_rune_in(plumb_rune_before(runes, from), U"有设共计属立派");
}

static bool counted(const struct plumb_lexer *lexer, size_t from,
                    const struct plumb_numeral *numeral, const struct plumb_unit_hit *hit)
{
    const struct plumb_runes *runes = lexer->runes;
    uint32_t prev = plumb_rune_before(runes, from);
    if (!chinese_unit(hit) || quoted_phrase(runes, from) || set_phrase(runes, hit->to) ||
        numbered_kinds(runes, hit))
        return false;
    if (plumb_rune_in(prev, U"第初周之其数几上每双") || plumb_rune_digit(prev))
        return false;
    /* 四、五、七批; 第七、八批 */
    if (prev == U'、' && from >= 2 && plumb_is_numeral(runes->cp[from - 2]))
        return false;
    if (numeral->value.v == PLUMB_DEC_ONE)
        return one_is_counted(runes, from, hit);
    if (runes->cp[from] == U'二' && numeral->to == from + 1 && plumb_unit_exact(hit->unit) &&
        !unit_is(hit, "人") && !unit_is(hit, "名"))
        return false; /* 二次供水, 二类: 两 counts, 二 numbers */
    if (unit_is(hit, "大"))
        return numeral->to == from + 1 && plumb_rune_han(plumb_rune(runes, hit->to)) &&
               prev != U'的' && runes->cp[from] != U'十';
    if (hit->unit == PLUMB_UNIT_FRACTION) /* 三成, 八折 */
        return numeral->value.v < 10 * PLUMB_DEC_ONE && numeral->to == from + 1;
    return true;
}

static struct plumb_fact *push_chinese(struct plumb_lexing *lexing, struct plumb_mark mark,
                                       enum plumb_unit unit, bool more)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    enum plumb_comparator comparator =
        plumb_comparator_read(runes, lexing->lexer.last_end, unit, &mark.span_from, &mark.span_to);
    struct plumb_fact *fact = plumb_push_number(lexing, PLUMB_FACT_CHINESE, mark);
    fact->comparator = more ? PLUMB_CMP_MORE : comparator;
    return fact;
}

/* 百分之五, 三分之一. The rune behind, or `i` when there is none. */
static size_t lex_chinese_fraction(struct plumb_lexing *lexing, size_t i)
{
    static const struct {
        const uint32_t *word;
        int64_t base;
    } bases[] = {{U"百分之", 100}, {U"千分之", 1000}, {U"万分之", 10000}};
    const struct plumb_runes *runes = lexing->lexer.runes;
    struct plumb_numeral base, part;
    int64_t divisor = 0;
    size_t at = PLUMB_NPOS;
    for (size_t b = 0; b < 3 && at == PLUMB_NPOS; b++) {
        at = plumb_runes_match(runes, i, bases[b].word);
        divisor = bases[b].base;
    }
    if (at == PLUMB_NPOS && plumb_numeral_parse(runes, i, &base) && base.value.v > PLUMB_DEC_ONE &&
        base.value.v <= 100 * PLUMB_DEC_ONE) {
        at = plumb_runes_match(runes, base.to, U"分之");
        divisor = (int64_t)(base.value.v / PLUMB_DEC_ONE);
    }
    if (at == PLUMB_NPOS)
        return i;
    size_t to = plumb_rune(runes, at) == U'百' ? at + 1 : 0;
    plumb_dec value = plumb_dec_int(100);
    if (to == 0 && plumb_numeral_parse(runes, at, &part)) {
        to = part.to;
        value = part.value;
    }
    if (to == 0)
        return i;
    struct plumb_mark mark = {i, to, i, to};
    struct plumb_fact *fact = push_chinese(lexing, mark, PLUMB_UNIT_FRACTION, false);
    fact->unit = PLUMB_UNIT_FRACTION;
    fact->value = plumb_dec_div(value, plumb_dec_int(divisor), PLUMB_ROUND_NEAREST);
    fact->scale = plumb_dec_div(plumb_dec_int(1), plumb_dec_int(divisor), PLUMB_ROUND_NEAREST);
    /* 三分之一 is a way of speaking: as coarse as a percentage without decimals. */
    fact->ulp = divisor >= 100 ? fact->scale : plumb_dec_pow10(-2);
    return lexing->lexer.last_end;
}

/* 二成六 is 26 %. The rune behind, or `i` when there is none. */
static size_t lex_chinese_tenths(struct plumb_lexing *lexing, size_t i)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    struct plumb_numeral tenths, rest;
    uint32_t next = plumb_rune(runes, i + 3);
    if (plumb_rune(runes, i + 1) != U'成' || !plumb_numeral_parse(runes, i, &tenths) ||
        tenths.to != i + 1 || !plumb_numeral_parse(runes, i + 2, &rest) || rest.to != i + 3 ||
        tenths.value.v > 9 * PLUMB_DEC_ONE || rest.value.v > 9 * PLUMB_DEC_ONE ||
        (plumb_rune_han(next) && !plumb_rune_in(next, U"的左多以")))
        return i;
    struct plumb_mark mark = {i, i + 3, i, i + 3};
    struct plumb_fact *fact = push_chinese(lexing, mark, PLUMB_UNIT_FRACTION, false);
    fact->unit = PLUMB_UNIT_FRACTION;
    fact->scale = fact->ulp = plumb_dec_pow10(-2);
    fact->value.v = tenths.value.v / 10 + rest.value.v / 100;
    return lexing->lexer.last_end;
}

size_t plumb_lex_chinese(struct plumb_lexing *lexing, size_t i)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    const struct plumb_runes *runes = lexer->runes;
    struct plumb_numeral numeral;
    struct plumb_date date;
    struct plumb_unit_hit hit;
    size_t fraction_to = lex_chinese_fraction(lexing, i);
    if (fraction_to == i)
        fraction_to = lex_chinese_tenths(lexing, i);
    if (fraction_to > i)
        return fraction_to;
    size_t run = i + 1;
    while (plumb_is_numeral(plumb_rune(runes, run)))
        run++;
    if (!plumb_numeral_parse(runes, i, &numeral))
        return run;
    if (plumb_date_read_chinese(lexer, &numeral, i, &date)) {
        plumb_push_date(lexing, i, &date);
        return date.to;
    }
    if (numeral.positional || !plumb_unit_match(lexer->work->arena, runes, numeral.to, &hit) ||
        hit.magnitude_only || runes->gap[numeral.to] > PLUMB_GAP_SPACE ||
        !counted(lexer, i, &numeral, &hit))
        return run;
    struct plumb_mark mark = {i, numeral.to, i, hit.to};
    struct plumb_fact *fact = push_chinese(lexing, mark, hit.unit, hit.more || numeral.more);
    plumb_number_finish(fact, &hit, plumb_scale_up(numeral.value, hit.scale), 0);
    if (!plumb_unit_exact(hit.unit)) /* 五千万元 was said to the nearest 千万 */
        fact->ulp = plumb_scale_up(numeral.step, hit.scale);
    fact->unit_len = plumb_runes_end(runes, hit.to) - plumb_runes_end(runes, numeral.to);
    return lexer->last_end;
}
