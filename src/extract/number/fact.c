/* Facts: the interval that a printed number stands for, and units found elsewhere. */
#include "extract/extract_int.h"
#include "extract/number/quantity.h"

void plumb_fact_set_unit(struct plumb_fact *fact, enum plumb_unit unit, plumb_dec scale,
                         struct plumb_str unit_text)
{
    plumb_dec one = plumb_dec_int(1);
    if (fact->scale.v == 0 || scale.v == 0)
        return;
    plumb_dec printed = plumb_dec_muldiv(fact->value, one, fact->scale, PLUMB_ROUND_NEAREST);
    fact->value = plumb_scale_up(printed, scale);
    fact->scale = scale;
    fact->unit = unit;
    fact->unit_text = unit_text;
    fact->unit_inferred = true;
    bool exact = plumb_unit_exact(unit) && plumb_dec_cmp(scale, one) <= 0;
    fact->ulp = exact ? plumb_dec_int(0)
                      : plumb_dec_mul(scale, plumb_dec_pow10(-fact->decimals), PLUMB_ROUND_NEAREST);
}

/* The weight of the last non-zero digit: 30余 reaches to 40, 203万余 to 204万. */
static plumb_dec last_step(plumb_dec value)
{
    plumb_i128 v = plumb_dec_abs(value).v, step = 1;
    if (v == 0)
        return plumb_dec_int(0);
    while (v % 10 == 0) {
        v /= 10;
        step *= 10;
    }
    return (plumb_dec){step};
}

static plumb_dec share_of(plumb_dec value, int64_t percent)
{
    return plumb_dec_muldiv(value, plumb_dec_int(percent), plumb_dec_int(100), PLUMB_ROUND_NEAREST);
}

struct plumb_interval plumb_fact_interval(const struct plumb_fact *fact, enum plumb_mode mode)
{
    plumb_dec x = fact->value, zero = {0};
    bool negative = plumb_dec_sign(x) < 0;
    struct plumb_interval out = plumb_interval_printed(x, fact->ulp, mode);
    plumb_dec low = plumb_dec_min(x, share_of(x, 95)), high = plumb_dec_max(x, share_of(x, 105));
    switch (fact->comparator) {
    case PLUMB_CMP_NONE:
    case PLUMB_CMP_EQ:
    case PLUMB_CMP_RANGE:
        break;
    case PLUMB_CMP_GE:
    case PLUMB_CMP_GT:
        return (struct plumb_interval){x, PLUMB_DEC_INF};
    case PLUMB_CMP_LE:
    case PLUMB_CMP_LT:
        return (struct plumb_interval){negative ? PLUMB_DEC_NINF : zero, x};
    case PLUMB_CMP_ABOUT:
        return (struct plumb_interval){plumb_dec_min(low, share_of(x, 105)),
                                       plumb_dec_max(high, share_of(x, 95))};
    case PLUMB_CMP_MORE:
        if (negative)
            return (struct plumb_interval){plumb_dec_sub(x, last_step(x)), x};
        return (struct plumb_interval){x, (plumb_dec){plumb_dec_add(x, last_step(x)).v - 1}};
    case PLUMB_CMP_NEARLY:
        if (negative)
            return (struct plumb_interval){x, share_of(x, 90)};
        return (struct plumb_interval){share_of(x, 90), x};
    }
    return out;
}
