/* Pass 2: every number of every sentence becomes a fact, or a number that is none. */
#include "extract/number/quantity.h"

#include <string.h>

/* Behind a sentence's facts in reading order, for the passes over pairs: runes of number and span. */
struct mark {
    size_t number_from, number_to, span_from, span_to;
};

struct lexing {
    struct plumb_lexer lexer;
    const struct plumb_text *source; /* block or cell */
    struct mark *marks;              /* of the sentence's facts */
    size_t mark_count, mark_capacity;
};

static struct plumb_str slice(const struct lexing *lexing, size_t from, size_t to)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    return plumb_str_sub(lexing->lexer.sentence->text, plumb_runes_start(runes, from),
                         plumb_runes_end(runes, to));
}

/* A new fact for the number in runes [mark.number_from, mark.number_to). */
static struct plumb_fact *push_fact(struct lexing *lexing, enum plumb_fact_kind kind,
                                    struct mark mark)
{
    struct plumb_extract_work *work = lexing->lexer.work;
    const struct plumb_runes *runes = lexing->lexer.runes;
    struct plumb_sentence *sentence = lexing->lexer.sentence;
    size_t spans = work->fact_count;
    struct plumb_span *span = PLUMB_PUSH(work->arena, work->spans, spans, work->span_capacity);
    span->from = sentence->from + plumb_runes_start(runes, mark.span_from);
    span->to = sentence->from + plumb_runes_end(runes, mark.span_to);
    struct mark *kept =
        PLUMB_PUSH(work->arena, lexing->marks, lexing->mark_count, lexing->mark_capacity);
    *kept = mark;
    struct plumb_fact *fact =
        PLUMB_PUSH(work->arena, work->facts, work->fact_count, work->fact_capacity);
    fact->id = work->fact_count - 1;
    fact->kind = kind;
    fact->block = sentence->block;
    fact->row = sentence->row;
    fact->column = sentence->column;
    fact->sentence = sentence->row == PLUMB_NPOS ? sentence->id : PLUMB_NPOS;
    fact->text = slice(lexing, mark.number_from, mark.number_to);
    fact->offset = sentence->from + plumb_runes_start(runes, mark.number_from);
    fact->len = fact->text.len;
    fact->line = plumb_text_line(lexing->source, fact->offset);
    fact->scale = plumb_dec_int(1);
    fact->partner = PLUMB_NPOS;
    fact->unit_text = fact->label = fact->head = fact->item = PLUMB_STR("");
    fact->until = fact->population = PLUMB_STR("");
    fact->context = sentence->text;
    sentence->fact_count++;
    lexing->lexer.last_end = mark.span_to;
    lexing->lexer.last_is_fact = kind != PLUMB_FACT_NOT;
    return fact;
}

static void push_none(struct lexing *lexing, size_t from, size_t to)
{
    struct mark mark = {from, to, from, to};
    push_fact(lexing, PLUMB_FACT_NOT, mark);
}

static void push_date(struct lexing *lexing, size_t from, const struct plumb_date *date)
{
    struct mark mark = {from, date->number_to, from, date->to};
    struct plumb_fact *fact =
        push_fact(lexing, date->is_year ? PLUMB_FACT_YEAR : PLUMB_FACT_DATE, mark);
    fact->unit = date->is_year ? PLUMB_UNIT_YEAR : PLUMB_UNIT_DATE;
    fact->value = plumb_dec_int(date->is_year ? date->year
                                              : date->year * 10000 + date->month * 100 + date->day);
    fact->unit_text = date->is_year && date->to > date->number_to ? PLUMB_STR("年") : PLUMB_STR("");
    fact->unit_len = plumb_runes_end(lexing->lexer.runes, date->to) -
                     plumb_runes_end(lexing->lexer.runes, date->number_to);
}

/* ---- numbers in digits ---- */

/* A minus sign before rune i: not the dash of a range or of a word. */
static bool minus_before(const struct lexing *lexing, size_t i)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    if (i == 0 || runes->gap[i] > PLUMB_GAP_SPACE)
        return false;
    uint32_t sign = runes->cp[i - 1], prev = plumb_rune_before(runes, i - 1);
    if (lexing->lexer.last_is_fact && lexing->lexer.last_end == i - 1 && i > 1)
        return false;
    if (sign == U'△' || sign == U'▲')
        return true;
    if (sign == U'—') /* only where nothing else can be meant */
        return lexing->lexer.in_cell && i == 1;
    return sign == '-' && prev != '-' && !plumb_rune_digit(prev) && !plumb_rune_letter(prev) &&
           prev != ')';
}

/* 负3.2%, but not 减负3000万元. */
static bool negative_word_before(const struct plumb_runes *runes, size_t i)
{
    return i > 0 && runes->cp[i - 1] == U'负' &&
           !plumb_rune_in(plumb_rune_before(runes, i - 1), U"减担抱欺自辜胜肩");
}

/* A cell that is only "(123.45)": accountants' minus. "(1)" is a list number. */
static bool negative_brackets(const struct lexing *lexing, const struct plumb_digits *digits)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    return lexing->lexer.in_cell && digits->from == 1 && runes->cp[0] == '(' &&
           digits->to + 1 == runes->count && runes->cp[digits->to] == ')' &&
           (digits->decimals > 0 || digits->comma || digits->integer_digits > 2);
}

/* Parts of a number said in steps, "2亿3千5百万元": digits and power of ten of each. */
struct step {
    plumb_dec value;
    int exponent;
};

/* 万 behind the last step holds for the steps of 千 and 百 before it too. The powers must fall.
 * False when they do not. */
static bool add_steps(struct step *steps, size_t count, plumb_dec *sum)
{
    int large = steps[count - 1].exponent / 4 * 4;
    for (size_t i = 0; i + 1 < count; i++)
        if (steps[i].exponent < 4)
            steps[i].exponent += large;
    *sum = (plumb_dec){0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && steps[i].exponent >= steps[i - 1].exponent)
            return false;
        plumb_dec part =
            plumb_dec_mul(steps[i].value, plumb_dec_pow10(steps[i].exponent), PLUMB_ROUND_NEAREST);
        *sum = plumb_dec_add(*sum, part);
    }
    return true;
}

/* "1亿2千万元", "5万3千元": more digits directly behind 亿, 万 or 千. On success *digits is the last step,
 * *hit its unit, *value all of it in base units. */
static bool read_steps(struct lexing *lexing, struct plumb_digits *digits,
                       struct plumb_unit_hit *hit, plumb_dec *value)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    struct plumb_arena *arena = lexing->lexer.work->arena;
    struct step steps[4];
    struct plumb_digits part = *digits;
    struct plumb_unit_hit last;
    size_t count = 0;
    for (;;) {
        int exponent = 0;
        size_t behind = plumb_magnitude_match(runes, part.to, &exponent);
        bool more = exponent >= 2 && count < 3 && part.valid &&
                    plumb_rune_digit(plumb_rune(runes, behind)) &&
                    runes->gap[behind] == PLUMB_GAP_NONE;
        if (!more)
            break;
        steps[count++] = (struct step){part.value, exponent};
        plumb_digits_read(arena, runes, behind, false, &part);
    }
    if (count == 0 || !part.valid || !plumb_unit_match(arena, runes, part.to, &last) ||
        last.magnitude_only || last.unit == PLUMB_UNIT_FRACTION)
        return false;
    steps[count++] = (struct step){part.value, last.exponent};
    plumb_dec sum, base = last.scale;
    if (!add_steps(steps, count, &sum))
        return false;
    for (int e = 0; e < last.exponent; e++)
        base = plumb_dec_div(base, plumb_dec_int(10), PLUMB_ROUND_NEAREST);
    *value = plumb_scale_up(sum, base);
    *digits = part;
    *hit = last;
    return true;
}

static void finish_fact(struct plumb_fact *fact, const struct plumb_unit_hit *hit, plumb_dec value,
                        int decimals)
{
    fact->value = value;
    fact->decimals = decimals;
    if (!hit)
        fact->ulp = plumb_dec_pow10(-decimals);
    else {
        fact->unit = hit->unit;
        fact->scale = hit->scale;
        fact->unit_text = hit->canonical;
        bool exact =
            plumb_unit_exact(hit->unit) && plumb_dec_cmp(hit->scale, plumb_dec_int(1)) <= 0;
        if (!exact)
            fact->ulp = plumb_dec_muldiv(hit->scale, plumb_dec_pow10(-decimals), plumb_dec_int(1),
                                         PLUMB_ROUND_NEAREST);
    }
}

/* The fact for a number that is one. Returns the rune behind everything taken. */
static size_t push_quantity(struct lexing *lexing, const struct plumb_digits *digits,
                            const struct plumb_unit_hit *hit)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    const struct plumb_runes *runes = lexer->runes;
    struct mark mark = {digits->from, digits->to, digits->from, hit ? hit->to : digits->to};
    plumb_dec value = hit ? plumb_scale_up(digits->value, hit->scale) : digits->value;
    struct plumb_digits last = *digits;
    struct plumb_unit_hit step;
    if (read_steps(lexing, &last, &step, &value)) {
        hit = &step;
        mark.number_to = last.to;
        mark.span_to = step.to;
    }
    bool minus = minus_before(lexing, digits->from), word = false;
    if (minus)
        mark.number_from = mark.span_from = digits->from - 1;
    else if (negative_word_before(runes, digits->from) || negative_brackets(lexing, digits)) {
        word = true;
        mark.span_from--;
        mark.span_to += runes->cp[mark.span_from] == '(' ? 1 : 0;
    }
    bool currency = plumb_rune_in(plumb_rune_before(runes, mark.span_from), U"¥￥");
    mark.span_from -= currency ? 1 : 0;
    enum plumb_comparator comparator = plumb_comparator_read(
        runes, lexer->last_end, hit ? hit->unit : PLUMB_UNIT_NONE, &mark.span_from, &mark.span_to);
    bool more = hit && hit->more;
    bool bare = !hit || (hit->magnitude_only && !currency);
    struct plumb_fact *fact = push_fact(lexing, bare ? PLUMB_FACT_BARE : PLUMB_FACT_QUANTITY, mark);
    finish_fact(fact, hit, minus || word ? plumb_dec_neg(value) : value, last.decimals);
    if (currency && (!hit || hit->magnitude_only)) {
        fact->unit = PLUMB_UNIT_YUAN;
        fact->kind = PLUMB_FACT_QUANTITY;
    }
    fact->negative_word = word;
    fact->comparator = more ? PLUMB_CMP_MORE : comparator;
    fact->unit_len = hit ? plumb_runes_end(runes, hit->to) - plumb_runes_end(runes, last.to) : 0;
    return mark.span_to;
}

/* "12.5（万元）" */
static bool unit_in_brackets(struct lexing *lexing, size_t i, struct plumb_unit_hit *hit)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    if (plumb_rune(runes, i) != '(' ||
        !plumb_unit_match(lexing->lexer.work->arena, runes, i + 1, hit) ||
        plumb_rune(runes, hit->to) != ')')
        return false;
    hit->to++;
    return true;
}

static size_t lex_digits(struct lexing *lexing, size_t i)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    struct plumb_digits digits;
    struct plumb_date date;
    struct plumb_unit_hit hit;
    bool whole_cell = lexer->in_cell && i == 0;
    plumb_digits_read(lexer->work->arena, lexer->runes, i, whole_cell, &digits);
    if (plumb_number_is_list(lexer, &digits) || plumb_number_is_reference(lexer, &digits)) {
        push_none(lexing, i, digits.to);
        return digits.to;
    }
    if (plumb_date_read(lexer, &digits, &date)) {
        push_date(lexing, i, &date);
        return date.to;
    }
    bool unit =
        digits.valid && (plumb_unit_match(lexer->work->arena, lexer->runes, digits.to, &hit) ||
                         unit_in_brackets(lexing, digits.to, &hit));
    if (plumb_number_is_none(lexer, &digits, unit ? &hit : NULL)) {
        push_none(lexing, i, digits.to);
        return digits.to;
    }
    return push_quantity(lexing, &digits, unit ? &hit : NULL);
}

/* ---- numbers in Chinese ---- */

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
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (plumb_str_equal(hit->canonical, plumb_str_from(counts[i])))
            return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
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
    for (size_t w = 0; w < sizeof nouns / sizeof *nouns; w++)
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
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
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

static struct plumb_fact *push_chinese(struct lexing *lexing, struct mark mark,
                                       enum plumb_unit unit, bool more)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    enum plumb_comparator comparator =
        plumb_comparator_read(runes, lexing->lexer.last_end, unit, &mark.span_from, &mark.span_to);
    struct plumb_fact *fact = push_fact(lexing, PLUMB_FACT_CHINESE, mark);
    fact->comparator = more ? PLUMB_CMP_MORE : comparator;
    return fact;
}

/* 百分之五, 三分之一. The rune behind, or `i` when there is none. */
static size_t lex_chinese_fraction(struct lexing *lexing, size_t i)
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
    struct mark mark = {i, to, i, to};
    struct plumb_fact *fact = push_chinese(lexing, mark, PLUMB_UNIT_FRACTION, false);
    fact->unit = PLUMB_UNIT_FRACTION;
    fact->value = plumb_dec_div(value, plumb_dec_int(divisor), PLUMB_ROUND_NEAREST);
    fact->scale = plumb_dec_div(plumb_dec_int(1), plumb_dec_int(divisor), PLUMB_ROUND_NEAREST);
    /* 三分之一 is a way of speaking: as coarse as a percentage without decimals. */
    fact->ulp = divisor >= 100 ? fact->scale : plumb_dec_pow10(-2);
    return lexing->lexer.last_end;
}

static size_t lex_chinese(struct lexing *lexing, size_t i)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    const struct plumb_runes *runes = lexer->runes;
    struct plumb_numeral numeral;
    struct plumb_date date;
    struct plumb_unit_hit hit;
    size_t fraction_to = lex_chinese_fraction(lexing, i);
    if (fraction_to > i)
        return fraction_to;
    size_t run = i + 1;
    while (plumb_is_numeral(plumb_rune(runes, run)))
        run++;
    if (!plumb_numeral_parse(runes, i, &numeral))
        return run;
    if (plumb_date_read_chinese(lexer, &numeral, i, &date)) {
        push_date(lexing, i, &date);
        return date.to;
    }
    if (numeral.positional || !plumb_unit_match(lexer->work->arena, runes, numeral.to, &hit) ||
        hit.magnitude_only || runes->gap[numeral.to] > PLUMB_GAP_SPACE ||
        !counted(lexer, i, &numeral, &hit))
        return run;
    struct mark mark = {i, numeral.to, i, hit.to};
    struct plumb_fact *fact = push_chinese(lexing, mark, hit.unit, hit.more || numeral.more);
    finish_fact(fact, &hit, plumb_scale_up(numeral.value, hit.scale), 0);
    if (!plumb_unit_exact(hit.unit)) /* 五千万元 was said to the nearest 千万 */
        fact->ulp = plumb_scale_up(numeral.step, hit.scale);
    fact->unit_len = plumb_runes_end(runes, hit.to) - plumb_runes_end(runes, numeral.to);
    return lexer->last_end;
}

/* ---- pairs of numbers ---- */

static struct plumb_fact *fact_of(struct lexing *lexing, size_t index)
{
    return &lexing->lexer.work->facts[lexing->lexer.sentence->first_fact + index];
}

static bool is_quantity(const struct plumb_fact *fact)
{
    return fact->kind == PLUMB_FACT_QUANTITY || fact->kind == PLUMB_FACT_BARE;
}

/* 由10个 … 到5个 tells of a change, not of a range. */
static bool tells_change(const struct plumb_runes *runes, size_t from)
{
    size_t floor = from > 8 ? from - 8 : 0;
    for (size_t i = from; i > floor; i--)
        if (plumb_rune_in(runes->cp[i - 1], U"由从自"))
            return true;
    return false;
}

static void take_unit(struct plumb_fact *fact, const struct plumb_fact *from)
{
    if (fact->kind != PLUMB_FACT_BARE || fact->unit != PLUMB_UNIT_NONE)
        return;
    bool magnitude = plumb_dec_cmp(fact->scale, plumb_dec_int(1)) > 0;
    plumb_fact_set_unit(fact, from->unit, magnitude ? fact->scale : from->scale, from->unit_text);
    fact->kind = PLUMB_FACT_QUANTITY;
}

/* "3.2万元至5万元", "90-100分" */
static void join_range(struct lexing *lexing, size_t a)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    struct plumb_fact *low = fact_of(lexing, a), *high = fact_of(lexing, a + 1);
    const struct mark *m = &lexing->marks[a], *n = &lexing->marks[a + 1];
    size_t mark_at = m->span_to;
    uint32_t mark = plumb_rune(runes, mark_at);
    if (!plumb_rune_in(mark, U"-—~至到"))
        return;
    size_t behind = mark_at + 1;
    if (mark == U'—' && plumb_rune(runes, behind) == U'—')
        behind++;
    if (n->number_from != behind || !is_quantity(low) || !is_quantity(high))
        return;
    if (plumb_rune_in(mark, U"至到") && tells_change(runes, m->span_from))
        return;
    take_unit(low, high);
    if (low->unit != high->unit || plumb_dec_cmp(low->value, high->value) > 0)
        return;
    low->comparator = high->comparator = PLUMB_CMP_RANGE;
    low->partner = high->id;
    high->partner = low->id;
}

/* "12.5、8.4万元": numbers of a list take the unit of the last. From right to left. */
static void share_unit(struct lexing *lexing, size_t a)
{
    static const uint32_t marks[] = U"、和与及/";
    struct plumb_fact *first = fact_of(lexing, a), *second = fact_of(lexing, a + 1);
    const struct plumb_runes *runes = lexing->lexer.runes;
    size_t at = lexing->marks[a].span_to;
    if (!plumb_rune_in(plumb_rune(runes, at), marks) || lexing->marks[a + 1].span_from != at + 1)
        return;
    if (second->kind == PLUMB_FACT_QUANTITY)
        take_unit(first, second);
    /* 2022、2023两年 */
    if (first->kind == PLUMB_FACT_BARE && second->kind == PLUMB_FACT_YEAR && first->len == 4 &&
        first->decimals == 0 && plumb_dec_cmp(first->value, second->value) < 0 &&
        first->value.v > 1949 * PLUMB_DEC_ONE) {
        first->kind = PLUMB_FACT_YEAR;
        first->unit = PLUMB_UNIT_YEAR;
        first->ulp = plumb_dec_int(0);
    }
    /* 6、9、11月 */
    if (first->kind == PLUMB_FACT_BARE && first->unit == PLUMB_UNIT_NONE &&
        (second->kind == PLUMB_FACT_DATE || second->kind == PLUMB_FACT_NOT) &&
        first->decimals == 0 && first->value.v <= 31 * PLUMB_DEC_ONE)
        first->kind = PLUMB_FACT_NOT;
}

/* A number without a unit between two amounts in the same money unit is an amount too: "其中个人缴费
 * 162万元，财政配套349，其他收入4万元". */
static void take_neighbours_unit(struct lexing *lexing, size_t i)
{
    size_t n = lexing->lexer.sentence->fact_count;
    struct plumb_fact *fact = fact_of(lexing, i);
    if (fact->kind != PLUMB_FACT_BARE || i == 0 || i + 1 >= n)
        return;
    const struct plumb_fact *prev = fact_of(lexing, i - 1), *next = fact_of(lexing, i + 1);
    if (prev->unit == PLUMB_UNIT_YUAN && next->unit == PLUMB_UNIT_YUAN &&
        plumb_str_equal(prev->unit_text, next->unit_text) &&
        (fact->scale.v == PLUMB_DEC_ONE || fact->scale.v == prev->scale.v)) {
        plumb_fact_set_unit(fact, prev->unit, prev->scale, prev->unit_text);
        fact->kind = PLUMB_FACT_QUANTITY;
    }
}

/* 万 or 亿 with the unit cut off: from the same sentence, else from the words before it. */
static void infer_cut_unit(struct lexing *lexing, size_t i)
{
    struct plumb_fact *fact = fact_of(lexing, i);
    struct plumb_extract_work *work = lexing->lexer.work;
    if (fact->kind != PLUMB_FACT_BARE || plumb_dec_cmp(fact->scale, plumb_dec_int(1)) <= 0)
        return;
    struct plumb_str text = lexing->lexer.sentence->text;
    size_t at = fact->offset - lexing->lexer.sentence->from, back = at > 45 ? at - 45 : 0;
    if (i > 0) { /* only the words since the last number */
        const struct plumb_fact *prev = fact_of(lexing, i - 1);
        size_t end = prev->offset + prev->len - lexing->lexer.sentence->from;
        back = end > back ? end : back;
    }
    struct plumb_str words = plumb_str_sub(text, back, at);
    struct plumb_str next = plumb_str_sub(text, at + fact->len + fact->unit_len, text.len);
    static const char *const money[] = {"支出", "收入", "资金", "经费", "金额", "报销",
                                        "支付", "保险", "救助", "拨款", "投资", "费",
                                        "款",   "元",   "补助", "补贴", "产值", "税",
                                        "贷",   "债",   "拨付", "筹集", "缴"};
    static const char *const cases[] = {"件", "量", "业务"}, *const persons[] = {"人数", "人口",
                                                                                 "人员"};
    struct plumb_str unit_text = PLUMB_STR("");
    enum plumb_unit unit = PLUMB_UNIT_NONE;
    for (size_t w = 0; w < 3 && !unit; w++)
        if (plumb_str_has(words, persons[w]))
            unit = PLUMB_UNIT_PERSON;
    for (size_t w = 0; w < sizeof money / sizeof *money && !unit; w++)
        if (plumb_str_has(words, money[w]))
            unit = PLUMB_UNIT_YUAN;
    if (!unit &&
        (plumb_str_starts(next, PLUMB_STR("基金")) || plumb_str_starts(next, PLUMB_STR("资金"))))
        unit = PLUMB_UNIT_YUAN; /* 预拨付100万基金 */
    for (size_t w = 0; w < 3 && !unit; w++)
        if (plumb_str_has(words, cases[w]))
            unit = PLUMB_UNIT_COUNT;
    /* Neighbours with the same magnitude decide what the words leave open. */
    size_t first = i > 6 ? i - 6 : 0, n = lexing->lexer.sentence->fact_count;
    for (size_t k = first; k < n && k < i + 7 && !unit; k++) {
        const struct plumb_fact *other = fact_of(lexing, k);
        if (other->kind == PLUMB_FACT_QUANTITY && other->scale.v == fact->scale.v)
            unit = other->unit;
    }
    if (unit == PLUMB_UNIT_NONE || unit == PLUMB_UNIT_FRACTION)
        return;
    const char *suffix = unit == PLUMB_UNIT_YUAN ? "元" : unit == PLUMB_UNIT_PERSON ? "人" : "";
    unit_text = plumb_str_from(
        plumb_arena_printf(work->arena, "%.*s%s", PLUMB_STR_ARG(fact->unit_text), suffix));
    plumb_fact_set_unit(fact, unit, fact->scale, unit_text);
    fact->kind = PLUMB_FACT_QUANTITY;
}

/* What is said of the number before `i` may hold for `i`: a year, or the start of a change. */
static bool carries_rate(struct lexing *lexing, size_t i)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    const struct plumb_fact *previous = fact_of(lexing, i - 1);
    if (previous->kind == PLUMB_FACT_YEAR)
        return true;
    return plumb_rune_in(plumb_rune(runes, lexing->marks[i - 1].span_to), U"下降提增上升至到调减");
}

/* 人均筹资740元, 每人补助90元: a rate although the unit says 元. */
static void mark_rates(struct lexing *lexing, size_t i)
{
    static const uint32_t *const words[] = {
        U"人均", U"户均", U"次均", U"生均", U"亩均", U"日均", U"月均", U"每人", U"每户", U"每亩",
        U"每生", U"每床", U"每月", U"每年", U"每天", U"每日", U"每吨", U"每次", U"每家", U"每村"};
    struct plumb_fact *fact = fact_of(lexing, i);
    const struct plumb_runes *runes = lexing->lexer.runes;
    if (fact->unit != PLUMB_UNIT_YUAN)
        return;
    size_t from = lexing->marks[i].span_from, floor = from > 30 ? from - 30 : 0, first = i;
    /* Past years, and past the number a change starts from: 人均费用由2019年的3051元下降至2940元. */
    while (first > 0 && i - first < 4 && carries_rate(lexing, first))
        first--;
    if (first > 0 && lexing->marks[first - 1].span_to > floor)
        floor = lexing->marks[first - 1].span_to;
    for (size_t at = from; at > floor; at--) {
        if (plumb_rune_in(runes->cp[at - 1], U",。;:("))
            return;
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            size_t end = plumb_runes_match(runes, at - 1, words[w]);
            if (end != PLUMB_NPOS && end <= from) {
                fact->unit = PLUMB_UNIT_YUAN_RATE;
                return;
            }
        }
    }
}

static void relate_pairs(struct lexing *lexing)
{
    size_t n = lexing->lexer.sentence->fact_count;
    for (size_t i = n; i-- > 1;)
        share_unit(lexing, i - 1);
    for (size_t i = 0; i + 1 < n; i++)
        join_range(lexing, i);
    for (size_t i = 0; i < n; i++) {
        take_neighbours_unit(lexing, i);
        infer_cut_unit(lexing, i);
        mark_rates(lexing, i);
    }
}

/* ---- the pass ---- */

static void lex_sentence(struct lexing *lexing, struct plumb_sentence *sentence)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    struct plumb_extract_work *work = lexer->work;
    plumb_runes_set(work->runes, work->arena, sentence->text);
    const struct plumb_runes *runes = work->runes;
    lexer->sentence = sentence;
    lexer->in_cell = sentence->row != PLUMB_NPOS;
    lexer->last_end = 0;
    lexer->last_is_fact = false;
    lexing->mark_count = 0;
    sentence->first_fact = work->fact_count;
    sentence->fact_count = 0;
    for (size_t i = 0; i < runes->count;) {
        uint32_t cp = runes->cp[i];
        if (plumb_rune_digit(cp) ||
            (plumb_rune_letter(cp) && plumb_digits_misread(work->arena, runes, i)))
            i = lex_digits(lexing, i);
        else if (cp >= 0x3007 && plumb_is_numeral(cp))
            i = lex_chinese(lexing, i);
        else
            i++;
    }
    relate_pairs(lexing);
}

void plumb_pass_quantities(struct plumb_extract_work *work)
{
    struct lexing lexing = {.lexer = {.work = work, .runes = work->runes}};
    for (size_t s = 0; s < work->sentence_count; s++) {
        struct plumb_sentence *sentence = &work->sentences[s];
        const struct plumb_block *block = &work->document->blocks[sentence->block];
        lexing.source = &block->text;
        lexing.lexer.left_cell = PLUMB_STR("");
        if (sentence->row != PLUMB_NPOS) {
            const struct plumb_row *row = &block->table.rows[sentence->row];
            lexing.source = &row->cells[sentence->column].text;
            if (sentence->column > 0)
                lexing.lexer.left_cell = row->cells[sentence->column - 1].text.str;
        }
        lex_sentence(&lexing, sentence);
        plumb_sentence_template(work, sentence);
    }
}
