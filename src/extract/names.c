/* Names of the enumerations, as the outputs and the case print them. */
#include "plumb/extract.h"

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
    return (size_t)kind < PLUMB_COUNT(names) ? names[kind] : "";
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
    return (size_t)role < PLUMB_COUNT(names) ? names[role] : "";
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
    return (size_t)kind < PLUMB_COUNT(names) ? names[kind] : "";
}
