/* Numbers in digits: sign, unit, comparator, and numbers said in steps ("2亿3千5百万元"). */
#include "extract/number/quantity.h"

/* "产出-数量指标-完成率-98": a hyphen that joins words joins the number to them too. */
static bool joins_words(const struct plumb_runes *runes, size_t i)
{
    for (size_t k = i; k-- > 1 && i - k < 40;) {
        if (plumb_rune_in(runes->cp[k], U",;:。、()"))
            return false;
        if (runes->cp[k] == '-' && plumb_rune_han(runes->cp[k - 1]) &&
            plumb_rune_han(runes->cp[k + 1]))
            return true;
    }
    return false;
}

/* A minus sign before rune i: not the dash of a range or of a word. */
static bool minus_before(const struct plumb_lexing *lexing, size_t i)
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
           prev != ')' && !(plumb_rune_han(prev) && joins_words(runes, i - 1));
}

/* 负3.2%, but not 减负3000万元. */
static bool negative_word_before(const struct plumb_runes *runes, size_t i)
{
    return i > 0 && runes->cp[i - 1] == U'负' &&
           !plumb_rune_in(plumb_rune_before(runes, i - 1), U"减担抱欺自辜胜肩");
}

/* A cell that is only "(123.45)": accountants' minus. "(1)" is a list number. */
static bool negative_brackets(const struct plumb_lexing *lexing, const struct plumb_digits *digits)
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
static bool read_steps(struct plumb_lexing *lexing, struct plumb_digits *digits,
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

/* The fact for a number that is one. Returns the rune behind everything taken. */
static size_t push_quantity(struct plumb_lexing *lexing, const struct plumb_digits *digits,
                            const struct plumb_unit_hit *hit)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    const struct plumb_runes *runes = lexer->runes;
    struct plumb_mark mark = {digits->from, digits->to, digits->from, hit ? hit->to : digits->to};
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
    struct plumb_fact *fact =
        plumb_push_number(lexing, bare ? PLUMB_FACT_BARE : PLUMB_FACT_QUANTITY, mark);
    plumb_number_finish(fact, hit, minus || word ? plumb_dec_neg(value) : value, last.decimals);
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
static bool unit_in_brackets(struct plumb_lexing *lexing, size_t i, struct plumb_unit_hit *hit)
{
    const struct plumb_runes *runes = lexing->lexer.runes;
    if (plumb_rune(runes, i) != '(' ||
        !plumb_unit_match(lexing->lexer.work->arena, runes, i + 1, hit) ||
        plumb_rune(runes, hit->to) != ')')
        return false;
    hit->to++;
    return true;
}

size_t plumb_lex_digits(struct plumb_lexing *lexing, size_t i)
{
    struct plumb_lexer *lexer = &lexing->lexer;
    struct plumb_digits digits;
    struct plumb_date date;
    struct plumb_unit_hit hit;
    bool whole_cell = lexer->in_cell && i == 0;
    plumb_digits_read(lexer->work->arena, lexer->runes, i, whole_cell, &digits);
    if (plumb_number_is_list(lexer, &digits) || plumb_number_is_reference(lexer, &digits)) {
        plumb_push_none(lexing, i, digits.to);
        return digits.to;
    }
    if (plumb_date_read(lexer, &digits, &date)) {
        plumb_push_date(lexing, i, &date);
        return date.to;
    }
    bool unit =
        digits.valid && (plumb_unit_match(lexer->work->arena, lexer->runes, digits.to, &hit) ||
                         unit_in_brackets(lexing, digits.to, &hit));
    if (plumb_number_is_none(lexer, &digits, unit ? &hit : NULL)) {
        plumb_push_none(lexing, i, digits.to);
        return digits.to;
    }
    return push_quantity(lexing, &digits, unit ? &hit : NULL);
}
