/* Facts, relations and terms: names of the enums, intervals, units set from outside. */
#include "extract/extract_int.h"
#include "extract/number/quantity.h"

#include <string.h>

const char *plumb_unit_name(enum plumb_unit unit)
{
    switch (unit) {
    case PLUMB_UNIT_NONE:
        return "none";
    case PLUMB_UNIT_YUAN:
        return "yuan";
    case PLUMB_UNIT_FRACTION:
        return "fraction";
    case PLUMB_UNIT_POINTS:
        return "percentage-point";
    case PLUMB_UNIT_PERSON:
        return "person";
    case PLUMB_UNIT_PERSON_TIMES:
        return "person-time";
    case PLUMB_UNIT_COUNT:
        return "count";
    case PLUMB_UNIT_SCORE:
        return "score";
    case PLUMB_UNIT_MULTIPLE:
        return "multiple";
    case PLUMB_UNIT_YUAN_RATE:
        return "yuan-rate";
    case PLUMB_UNIT_AREA:
        return "m2";
    case PLUMB_UNIT_LENGTH:
        return "m";
    case PLUMB_UNIT_TIME:
        return "time";
    case PLUMB_UNIT_YEAR:
        return "year";
    case PLUMB_UNIT_DATE:
        return "date";
    case PLUMB_UNIT_OTHER:
        return "other";
    }
    return "none";
}

const char *plumb_comparator_name(enum plumb_comparator comparator)
{
    switch (comparator) {
    case PLUMB_CMP_NONE:
        return "";
    case PLUMB_CMP_EQ:
        return "=";
    case PLUMB_CMP_GE:
        return "≥";
    case PLUMB_CMP_GT:
        return ">";
    case PLUMB_CMP_LE:
        return "≤";
    case PLUMB_CMP_LT:
        return "<";
    case PLUMB_CMP_ABOUT:
        return "约";
    case PLUMB_CMP_MORE:
        return "余";
    case PLUMB_CMP_NEARLY:
        return "近";
    case PLUMB_CMP_RANGE:
        return "至";
    }
    return "";
}

const char *plumb_stage_name(enum plumb_stage stage)
{
    switch (stage) {
    case PLUMB_STAGE_NONE:
        return "";
    case PLUMB_STAGE_INITIAL:
        return "initial";
    case PLUMB_STAGE_REVISED:
        return "revised";
    case PLUMB_STAGE_EXECUTED:
        return "executed";
    case PLUMB_STAGE_BUDGET:
        return "budget";
    case PLUMB_STAGE_BALANCE:
        return "balance";
    case PLUMB_STAGE_TARGET:
        return "target";
    case PLUMB_STAGE_ACTUAL:
        return "actual";
    case PLUMB_STAGE_SCORE:
        return "score";
    case PLUMB_STAGE_WEIGHT:
        return "weight";
    case PLUMB_STAGE_PRIOR:
        return "prior";
    }
    return "";
}

const char *plumb_relation_kind_name(enum plumb_relation_kind kind)
{
    static const char *const names[] = {
        [PLUMB_REL_SUM] = "sum",
        [PLUMB_REL_DIFFERENCE] = "difference",
        [PLUMB_REL_BALANCE] = "balance",
        [PLUMB_REL_SHARE] = "share",
        [PLUMB_REL_RATIO] = "ratio",
        [PLUMB_REL_GROWTH] = "growth",
        [PLUMB_REL_PRODUCT] = "product",
        [PLUMB_REL_AVERAGE] = "average",
        [PLUMB_REL_RESTATEMENT] = "restatement",
        [PLUMB_REL_COMPARISON] = "comparison",
        [PLUMB_REL_TARGET] = "target",
        [PLUMB_REL_SCORE] = "score",
        [PLUMB_REL_BOUND] = "bound",
        [PLUMB_REL_COUNT] = "count",
        [PLUMB_REL_DATE] = "date",
        [PLUMB_REL_UNIT] = "unit",
        [PLUMB_REL_REPORT] = "report",
    };
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "";
}

const char *plumb_verdict_name(enum plumb_verdict verdict)
{
    switch (verdict) {
    case PLUMB_VERDICT_CONSISTENT:
        return "consistent";
    case PLUMB_VERDICT_ROUNDING:
        return "rounding";
    case PLUMB_VERDICT_INCONSISTENT:
        return "inconsistent";
    case PLUMB_VERDICT_UNTESTABLE:
        return "untestable";
    }
    return "";
}

const char *plumb_role_name(enum plumb_role role)
{
    static const char *const names[] = {
        [PLUMB_ROLE_STATED] = "stated",       [PLUMB_ROLE_PART] = "part",
        [PLUMB_ROLE_MINUS] = "minus",         [PLUMB_ROLE_WHOLE] = "whole",
        [PLUMB_ROLE_NUMERATOR] = "numerator", [PLUMB_ROLE_DENOMINATOR] = "denominator",
        [PLUMB_ROLE_CURRENT] = "current",     [PLUMB_ROLE_PRIOR] = "prior",
        [PLUMB_ROLE_DELTA] = "delta",         [PLUMB_ROLE_FACTOR] = "factor",
        [PLUMB_ROLE_OTHER] = "other",         [PLUMB_ROLE_TARGET] = "target",
        [PLUMB_ROLE_ACTUAL] = "actual",       [PLUMB_ROLE_WEIGHT] = "weight",
        [PLUMB_ROLE_SCORE] = "score",         [PLUMB_ROLE_LOWER] = "lower",
        [PLUMB_ROLE_UPPER] = "upper",         [PLUMB_ROLE_CUE] = "cue",
    };
    return (size_t)role < sizeof names / sizeof *names ? names[role] : "";
}

const char *plumb_document_kind_name(enum plumb_document_kind kind)
{
    static const char *const names[] = {
        [PLUMB_KIND_OTHER] = "other",
        [PLUMB_KIND_ACCOUNTS] = "accounts",
        [PLUMB_KIND_BUDGET] = "budget",
        [PLUMB_KIND_SELF_WHOLE] = "self-evaluation",
        [PLUMB_KIND_SELF_PROJECT] = "project self-evaluation",
        [PLUMB_KIND_TARGETS] = "targets",
        [PLUMB_KIND_EXECUTION] = "execution",
    };
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "";
}

/* ---- values ---- */

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

/* ---- terms and relations ---- */

struct plumb_term plumb_term_fact(const struct plumb_extract_work *work, enum plumb_role role,
                                  const struct plumb_fact *fact)
{
    (void)work;
    return (struct plumb_term){role, fact->id, fact->text, fact->line};
}

struct plumb_term plumb_term_words(enum plumb_role role, struct plumb_str words, size_t line)
{
    return (struct plumb_term){role, PLUMB_NPOS, words, line};
}

struct plumb_relation *plumb_relation_push(struct plumb_extract_work *work,
                                           const struct plumb_relation *relation,
                                           const struct plumb_term *operands, size_t count)
{
    struct plumb_term *kept = plumb_arena_array(work->arena, count + 1, sizeof *kept);
    if (count)
        memcpy(kept, operands, count * sizeof *kept);
    struct plumb_relation *stored =
        PLUMB_PUSH(work->arena, work->relations, work->relation_count, work->relation_capacity);
    *stored = *relation;
    stored->operands = kept;
    stored->operand_count = count;
    return stored;
}
