/* Numbers as operands: what can be added to what, how a number is printed. */
#include <string.h>

#include "extract/relate/relate_int.h"

bool plumb_is_rate(const struct plumb_fact *fact)
{
    return plumb_is_quantity(fact) &&
           (fact->unit == PLUMB_UNIT_FRACTION || fact->unit == PLUMB_UNIT_POINTS ||
            fact->unit == PLUMB_UNIT_MULTIPLE);
}

bool plumb_is_amount(const struct plumb_fact *fact)
{
    if (!plumb_is_quantity(fact))
        return false;
    switch (fact->unit) {
    case PLUMB_UNIT_YUAN:
    case PLUMB_UNIT_PERSON:
    case PLUMB_UNIT_PERSON_TIMES:
    case PLUMB_UNIT_COUNT:
    case PLUMB_UNIT_SCORE:
    case PLUMB_UNIT_AREA:
    case PLUMB_UNIT_LENGTH:
    case PLUMB_UNIT_OTHER:
    case PLUMB_UNIT_NONE:
        return true;
    default:
        return false;
    }
}

/* "万人" and "人", "万件" and "件" count the same things. */
static struct plumb_str counted_thing(struct plumb_str unit)
{
    static const char *const scales[] = {"万", "亿", "千", "百", "十"};
    for (size_t i = 0; i < PLUMB_COUNT(scales); i++)
        if (plumb_str_begins(unit, scales[i])) {
            unit = plumb_str_sub(unit, strlen(scales[i]), unit.len);
            i = (size_t)-1;
        }
    /* "120 场次" are 120 场 */
    static const char *const times[] = {"场次", "批次", "期次", "班次"};
    return plumb_equals_any(unit, times, PLUMB_COUNT(times))
               ? plumb_str_sub(unit, 0, unit.len - strlen("次"))
               : unit;
}

bool plumb_same_measure(const struct plumb_fact *a, const struct plumb_fact *b)
{
    /* "6.48万" without a word for what is counted goes with any count */
    bool bare_a = a->unit == PLUMB_UNIT_NONE && a->scale.v > PLUMB_DEC_ONE;
    bool bare_b = b->unit == PLUMB_UNIT_NONE && b->scale.v > PLUMB_DEC_ONE;
    if ((bare_a && b->unit == PLUMB_UNIT_COUNT) || (bare_b && a->unit == PLUMB_UNIT_COUNT))
        return true;
    if (a->unit != b->unit)
        return false;
    if (a->unit != PLUMB_UNIT_COUNT && a->unit != PLUMB_UNIT_OTHER && a->unit != PLUMB_UNIT_TIME)
        return true;
    if (plumb_str_equal(a->unit_text, b->unit_text))
        return true;
    struct plumb_str x = counted_thing(a->unit_text), y = counted_thing(b->unit_text);
    if (x.len == 0 || y.len == 0 || plumb_str_equal(x, y))
        return true;
    /* houses, firms and institutions are counted with different words */
    return PLUMB_HAS(x, "个", "家", "户", "所") && PLUMB_HAS(y, "个", "家", "户", "所") &&
           !plumb_str_has(x, "次") && !plumb_str_has(y, "次");
}

/* ---- printing -------------------------------------------------------------------------------- */

static struct plumb_str shown_unit(const struct plumb_fact *fact)
{
    if (fact->unit_text.len > 0)
        return fact->unit_text;
    return fact->unit == PLUMB_UNIT_FRACTION && fact->scale.v != PLUMB_DEC_ONE ? PLUMB_STR("%")
                                                                               : PLUMB_STR("");
}

const char *plumb_fact_text(struct plumb_extract_work *work, const struct plumb_fact *fact)
{
    struct plumb_str unit = shown_unit(fact);
    return PLUMB_JOIN(work->arena, fact->text, unit);
}

const char *plumb_value_text(struct plumb_extract_work *work, plumb_dec value,
                             const struct plumb_fact *like, int extra)
{
    char digits[PLUMB_DEC_TEXT];
    plumb_dec scale = like->scale.v > 0 ? like->scale : plumb_dec_int(1);
    int decimals = like->decimals + extra;
    struct plumb_str unit = shown_unit(like);
    plumb_dec printed = plumb_dec_div(value, scale, PLUMB_ROUND_NEAREST);
    plumb_dec_fixed(printed, decimals < 8 ? decimals : 8, digits);
    return PLUMB_JOIN(work->arena, plumb_str_from(digits), unit);
}

struct plumb_fact plumb_priced_count(const struct plumb_fact *fact)
{
    struct plumb_fact out = *fact;
    if (fact->unit == PLUMB_UNIT_LENGTH && PLUMB_HAS(fact->unit_text, "公里", "千米")) {
        plumb_dec thousand = plumb_dec_int(1000);
        out.value = plumb_dec_div(fact->value, thousand, PLUMB_ROUND_NEAREST);
        out.ulp = plumb_dec_div(fact->ulp, thousand, PLUMB_ROUND_NEAREST);
        out.scale = plumb_dec_div(fact->scale, thousand, PLUMB_ROUND_NEAREST);
        return out;
    }
    bool mu = plumb_str_has(fact->unit_text, "亩"),
         hectares = plumb_str_has(fact->unit_text, "公顷");
    if (fact->unit == PLUMB_UNIT_LENGTH && PLUMB_HAS(fact->unit_text, "公里", "千米")) {
        plumb_dec metres = plumb_dec_int(1000);
        out.value = plumb_dec_div(fact->value, metres, PLUMB_ROUND_NEAREST);
        out.ulp = plumb_dec_div(fact->ulp, metres, PLUMB_ROUND_NEAREST);
        out.scale = plumb_dec_div(fact->scale, metres, PLUMB_ROUND_NEAREST);
        return out;
    }
    if (fact->unit != PLUMB_UNIT_AREA || (!mu && !hectares))
        return out;
    /* 3 亩 are 2000 square metres */
    plumb_dec parts = plumb_dec_int(mu ? 3 : 1), whole = plumb_dec_int(mu ? 2000 : 10000);
    out.value = plumb_dec_muldiv(fact->value, parts, whole, PLUMB_ROUND_NEAREST);
    out.ulp = plumb_dec_muldiv(fact->ulp, parts, whole, PLUMB_ROUND_NEAREST);
    out.scale = plumb_dec_muldiv(fact->scale, parts, whole, PLUMB_ROUND_NEAREST);
    return out;
}

bool plumb_is_priced_measure(struct plumb_extract_work *work, const struct plumb_fact *fact,
                             const struct plumb_item *rate)
{
    if ((fact->unit != PLUMB_UNIT_LENGTH && fact->unit != PLUMB_UNIT_OTHER) ||
        !plumb_is_quantity(fact) || plumb_dec_sign(fact->value) <= 0)
        return false;
    struct plumb_str unit = fact->unit_text;
    if (plumb_str_starts(unit, PLUMB_STR("万")))
        unit = plumb_str_sub(unit, 3, unit.len);
    const char *each = PLUMB_JOIN(work->arena, PLUMB_STR("每"), unit);
    const char *per = PLUMB_JOIN(work->arena, PLUMB_STR("/"), unit);
    return plumb_str_ends(rate->fact->unit_text, plumb_str_from(per)) ||
           plumb_str_find(rate->before, plumb_str_from(each)) != PLUMB_NPOS;
}
