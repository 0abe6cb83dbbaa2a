/* What neighbouring numbers of a sentence tell of each other: ranges, units said once for several,
 * units that were cut off, rates (人均740元). */
#include "extract/number/quantity.h"
#include "extract/text/word_set.h"

static struct plumb_fact *fact_of(struct plumb_lexing *lexing, size_t index)
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
static void join_range(struct plumb_lexing *lexing, size_t a)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    struct plumb_fact *low = fact_of(lexing, a), *high = fact_of(lexing, a + 1);
    const struct plumb_mark *m = &lexing->marks[a], *n = &lexing->marks[a + 1];
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

/* "1267.86,2570.97万元": a comma parts two numbers of one list, no groups of three digits. */
static bool comma_list(const struct plumb_fact *first, const struct plumb_fact *second)
{
    return first->kind == PLUMB_FACT_BARE && first->decimals > 0 && second->decimals > 0;
}

/* "12.5、8.4万元": numbers of a list take the unit of the last. From right to left. */
static void share_unit(struct plumb_lexing *lexing, size_t a)
{
    static const uint32_t marks[] = U"、和与及/";
    struct plumb_fact *first = fact_of(lexing, a), *second = fact_of(lexing, a + 1);
    const struct plumb_runes *runes = lexing->lexer.runes;
    size_t at = lexing->marks[a].span_to;
    bool mark = plumb_rune_in(plumb_rune(runes, at), marks) ||
                (plumb_rune(runes, at) == ',' && comma_list(first, second));
    if (!mark || lexing->marks[a + 1].span_from != at + 1)
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
static void take_neighbours_unit(struct plumb_lexing *lexing, size_t i)
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

/* "比上年的6871.82减少243.10万元": a level without a unit has that of its change. */
static void take_changes_unit(struct plumb_lexing *lexing, size_t i)
{
    static const char *const verbs[] = {"减少", "增加", "下降", "增长", "上升", "节约"};
    struct plumb_fact *fact = fact_of(lexing, i);
    if (fact->kind != PLUMB_FACT_BARE || fact->decimals == 0 || fact->scale.v != PLUMB_DEC_ONE ||
        i + 1 >= lexing->lexer.sentence->fact_count)
        return;
    const struct plumb_fact *next = fact_of(lexing, i + 1);
    size_t base = lexing->lexer.sentence->from;
    struct plumb_str gap = plumb_str_trim(plumb_str_sub(
        lexing->lexer.sentence->text, fact->offset + fact->len - base, next->offset - base));
    if (next->kind == PLUMB_FACT_QUANTITY && next->unit == PLUMB_UNIT_YUAN &&
        plumb_equals_any(gap, verbs, PLUMB_COUNT(verbs)))
        take_unit(fact, next);
}

/* 万 or 亿 with the unit cut off: from the same sentence, else from the words before it. */
static void infer_cut_unit(struct plumb_lexing *lexing, size_t i)
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
    for (size_t w = 0; w < PLUMB_COUNT(money) && !unit; w++)
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
static bool carries_rate(struct plumb_lexing *lexing, size_t i)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    const struct plumb_fact *previous = fact_of(lexing, i - 1);
    if (previous->kind == PLUMB_FACT_YEAR)
        return true;
    return plumb_rune_in(plumb_rune(runes, lexing->marks[i - 1].span_to), U"下降提增上升至到调减");
}

/* What an amount can be told per: 人均, 车均; 每人, 每辆. */
static bool is_per_word(const struct plumb_runes *runes, size_t at)
{
    if (plumb_rune(runes, at) == U'每')
        return plumb_rune_in(plumb_rune(runes, at + 1),
                             U"人户亩生床月年天日吨次家村辆台件笔例案平公立");
    return plumb_rune(runes, at + 1) == U'均' &&
           plumb_rune_in(plumb_rune(runes, at), U"人户次生亩日月床车辆台件案笔例");
}

/* 人均筹资740元, 每人补助90元: a rate although the unit says 元. */
static void mark_rates(struct plumb_lexing *lexing, size_t i)
{
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
        if (at < from && is_per_word(runes, at - 1)) {
            fact->unit = PLUMB_UNIT_YUAN_RATE;
            return;
        }
    }
}

void plumb_pair_numbers(struct plumb_lexing *lexing)
{
    size_t n = lexing->lexer.sentence->fact_count;
    for (size_t i = n; i-- > 1;)
        share_unit(lexing, i - 1);
    for (size_t i = 0; i + 1 < n; i++)
        join_range(lexing, i);
    for (size_t i = 0; i < n; i++) {
        take_neighbours_unit(lexing, i);
        take_changes_unit(lexing, i);
        infer_cut_unit(lexing, i);
        mark_rates(lexing, i);
    }
}
